//! The chip reader under the contract: virtual card and module in a real card service.

use std::time::Duration;

use loket::device::chip::sim::{Glitch, Module, Placed, Running};
use loket::device::chip::slots::Slot;
use loket::device::{Ctl, Driver, Job};

use super::posts::{Damage, Post};
use crate::device::chip::rig::{Bench, job};
use crate::device::rig::PATIENCE;

struct Reader {
    bench: Bench,
}

fn bench() -> Bench {
    Bench::new().expect("rows that cannot run here are left out before")
}

/// The row a technician configures.
pub fn pcsc() -> (Box<dyn Post>, Driver) {
    let bench = bench();
    let driver = Driver::Driven(bench.second_opener());
    (Box::new(Reader { bench }), driver)
}

/// The row of the demo: it ends at the same driver.
pub fn simulated() -> (Box<dyn Post>, Driver) {
    let mut bench = bench();
    let other = bench.second_opener();
    let driver = Driver::Driven(std::mem::replace(&mut bench.opener, other));
    (Box::new(Reader { bench }), driver)
}

impl Post for Reader {
    fn job(&self) -> Job {
        Job::Activate(job())
    }

    fn works(&self) {
        self.bench.levers.clear();
        self.bench.levers.slow(Duration::ZERO);
        self.bench.levers.module(Module::In);
        assert!(self.bench.levers.insert(Placed::Good));
    }

    fn slowly(&self) {
        self.works();
        self.bench.levers.slow(Duration::from_millis(30));
    }

    fn happened(&self) -> Option<usize> {
        usize::try_from(self.bench.levers.activated()).ok()
    }

    /// Eight commands to the card, then the two to the module. A module that is silent stays so until it is taken out,
    /// and with it the one connection it allows.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        let glitch = match damage {
            Damage::Garbage => Glitch::Status(0x6F42),
            Damage::Half => Glitch::Half,
            Damage::Silence => Glitch::Stall,
            Damage::Unplug => Glitch::Pull,
        };
        let (slot, place) = if after < 8 { (Slot::Card, after) } else { (Slot::Sam, after - 8) };
        self.bench.levers.glitch(slot, place, glitch);
        after < if damage == Damage::Silence { 8 } else { 10 }
    }

    fn hangs(&self) -> bool {
        assert!(self.bench.levers.remove());
        true
    }

    /// The service does not tell who has it.
    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        let _other = self.bench.second_opener()(&Ctl::within(PATIENCE)).expect("free");
        check(None);
    }

    fn unplug(&self, gone: bool) {
        let running = if gone { Running::NoReader } else { Running::Up };
        assert!(self.bench.levers.running(running));
    }
}
