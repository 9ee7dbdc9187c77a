//! Card printers under the contract: an IPP printer on a TCP port.

use std::time::Duration;

use loket::device::printer::sim::{Machine, PrinterLevers, PrinterSim, WireFault};
use loket::device::{DeviceUri, Driver, Job, Kind, SimLevers, Simulator, Simulators};

use super::posts::{Damage, Post};
use crate::device::printer::rig::card;

struct Printer {
    levers: PrinterLevers,
    _sim: Option<PrinterSim>,
    _sims: Simulators,
    _dir: tempfile::TempDir,
}

fn printer(levers: SimLevers, sim: Option<PrinterSim>, uri: &DeviceUri) -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(&dir.path().join("sims"), levers.clone());
    let made = sims.resolve(Kind::CardPrinter, uri).expect("resolved");
    (Box::new(Printer { levers: levers.printer, _sim: sim, _sims: sims, _dir: dir }), made.driver)
}

/// The row a technician configures.
pub fn ipp() -> (Box<dyn Post>, Driver) {
    let levers = SimLevers::new();
    let sim = PrinterSim::start(levers.printer.clone()).expect("simulator");
    let uri = sim.wire();
    printer(levers, Some(sim), &uri)
}

/// The row of the demo: it ends at the same driver.
pub fn simulated() -> (Box<dyn Post>, Driver) {
    printer(SimLevers::new(), None, &DeviceUri::sim())
}

impl Post for Printer {
    fn job(&self) -> Job {
        Job::Print(card())
    }

    fn works(&self) {
        self.levers.clear_faults();
        self.levers.set(|m| {
            Machine::clear(m);
            m.pace = Duration::ZERO;
        });
    }

    fn slowly(&self) {
        self.works();
        self.levers.set(|m| m.pace = Duration::from_millis(500));
    }

    /// A document is a card.
    fn happened(&self) -> Option<usize> {
        self.levers.set(|m| usize::try_from(m.documents).ok())
    }

    /// Who is there, how it fares, the job, the picture, and the first looks at both.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        (0..after).for_each(|_| self.levers.fault(None, WireFault::Delay(Duration::ZERO)));
        self.levers.fault(
            None,
            match damage {
                Damage::Garbage => WireFault::Garbage(b"\x00\xff no printer\r\n\r\n".to_vec()),
                Damage::Half => WireFault::Half,
                Damage::Silence => WireFault::Hang,
                Damage::Unplug => WireFault::UnplugAfter,
            },
        );
        after < 6
    }

    fn hangs(&self) -> bool {
        self.levers.set(|m| m.pace = Duration::from_secs(3600));
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        self.levers.set(|m| m.taken = true);
        check(None);
    }

    fn unplug(&self, gone: bool) {
        assert!(if gone { self.levers.unplug() } else { self.levers.replug() });
    }
}
