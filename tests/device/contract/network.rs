//! The network probe under the contract: a data centre on a local port.

use loket::device::network::sim::{Answer, NetLevers};
use loket::device::{DeviceUri, Driver, Job, Kind, SimLevers, Simulators};
use std::time::Duration;

use super::posts::{Damage, Post};

struct Centre {
    levers: NetLevers,
    _sims: Simulators,
    _dir: tempfile::TempDir,
}

fn centre(by_its_line: bool) -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = SimLevers::new();
    let mut sims = Simulators::new(&dir.path().join("sims"), levers.clone());
    let mut made = sims.resolve(Kind::NetworkProbe, &DeviceUri::sim()).expect("resolved");
    if by_its_line {
        let wire = made.wire.clone();
        made = sims.resolve(Kind::NetworkProbe, &wire).expect("resolved");
        assert!(!made.simulated && made.backend_name() == "https");
    }
    (Box::new(Centre { levers: levers.net_sim, _sims: sims, _dir: dir }), made.driver)
}

/// The row a technician configures.
pub fn https() -> (Box<dyn Post>, Driver) {
    centre(true)
}

/// The row of the demo: it ends at the same driver.
pub fn simulated() -> (Box<dyn Post>, Driver) {
    centre(false)
}

impl Post for Centre {
    fn job(&self) -> Job {
        Job::Probe
    }

    fn works(&self) {
        self.levers.answer(Answer::Status(200, Duration::ZERO));
    }

    fn slowly(&self) {
        self.levers.answer(Answer::Status(200, Duration::from_millis(200)));
    }

    /// There is one answer.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        match damage {
            Damage::Garbage => self.levers.answer(Answer::Garbage),
            Damage::Half => self.levers.answer(Answer::Half),
            Damage::Silence => self.levers.answer(Answer::Hang),
            Damage::Unplug => return after == 0 && self.levers.unplug(),
        }
        after == 0
    }

    fn hangs(&self) -> bool {
        self.levers.answer(Answer::Hang);
        true
    }

    /// Any number of desks may ask a data centre.
    fn while_taken(&self, _: &mut dyn FnMut(Option<u32>)) {}

    fn unplug(&self, gone: bool) {
        assert!(if gone { self.levers.unplug() } else { self.levers.replug() });
    }

    /// Saying that nobody answers is the job.
    fn absence_is_an_answer(&self) -> bool {
        true
    }
}
