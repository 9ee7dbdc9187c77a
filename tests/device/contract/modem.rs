//! The message modem under the contract: a modem on a pseudo-terminal.

use std::time::Duration;

use loket::device::modem::sim::{At, Glitch, ModemLevers, ModemSim};
use loket::device::transport::SerialLink;
use loket::device::{DeviceUri, Driver, Job, Kind, SimLevers, Simulator, Simulators};

use super::posts::{Damage, Post};
use crate::device::modem::short_message;

struct Modem {
    levers: ModemLevers,
    /// What the driver opens; a second user opens the same.
    wire: DeviceUri,
    _own: Option<ModemSim>,
    _sims: Simulators,
    _dir: tempfile::TempDir,
}

/// The row a technician configures.
pub fn serial() -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = ModemLevers::new();
    let own = ModemSim::start(&dir.path().join("ttyGSM"), levers.clone()).expect("simulator");
    let uri = own.wire();
    let mut all = SimLevers::new();
    all.modem = levers;
    modem(&uri, all, Some(own), dir)
}

/// The row of the demo: it ends at the same driver.
pub fn simulated() -> (Box<dyn Post>, Driver) {
    modem(&DeviceUri::sim(), SimLevers::new(), None, tempfile::tempdir().expect("a folder"))
}

fn modem(uri: &DeviceUri, levers: SimLevers, own: Option<ModemSim>, dir: tempfile::TempDir) -> (Box<dyn Post>, Driver) {
    let mut sims = Simulators::new(&dir.path().join("sims"), levers.clone());
    let made = sims.resolve(Kind::Modem, uri).expect("resolved");
    let post = Modem { levers: levers.modem, wire: made.wire, _own: own, _sims: sims, _dir: dir };
    (Box::new(post), made.driver)
}

impl Post for Modem {
    fn job(&self) -> Job {
        Job::Message(short_message())
    }

    fn works(&self) {
        self.levers.clear_faults();
    }

    fn slowly(&self) {
        self.works();
        self.levers.fault(At::Sending, Glitch::Delay(Duration::from_millis(200)));
    }

    fn happened(&self) -> Option<usize> {
        Some(self.levers.sent().len())
    }

    /// Eleven commands and the message.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        (0..after).for_each(|_| self.levers.fault(At::Any, Glitch::Delay(Duration::ZERO)));
        self.levers.fault(
            At::Any,
            match damage {
                Damage::Garbage => Glitch::Garbage(vec![0xFF; 40]),
                Damage::Half => Glitch::Half,
                Damage::Silence => Glitch::Silence,
                Damage::Unplug => Glitch::Unplug,
            },
        );
        after < 12
    }

    fn hangs(&self) -> bool {
        self.levers.fault(At::Sending, Glitch::Silence);
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        let _other = SerialLink::open(&self.wire.path().expect("a path"), 115_200).expect("free");
        check(Some(std::process::id()));
    }

    fn unplug(&self, gone: bool) {
        assert!(if gone { self.levers.unplug() } else { self.levers.replug() });
    }
}
