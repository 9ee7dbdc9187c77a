//! Fingerprint readers under the contract: a module on a pseudo-terminal, a virtual reader of fprintd, and a device
//! service on a port.

use std::cell::RefCell;
use std::time::Duration;

use loket::device::finger::sbi::sim::{Quirk, SbiLevers, SbiSim};
use loket::device::finger::sim::{FingerLevers, Glitch, Placed};
use loket::device::sim::Simulator;
use loket::device::transport::SerialLink;
use loket::device::{Ctl, DeviceUri, Driver, Job, Kind, SimLevers, Simulators};

use super::posts::{Damage, Post};
use crate::device::fprintd::{Person, rig as service};
use crate::device::rig::{PATIENCE, Rig, without_reference};

struct Reader {
    levers: FingerLevers,
    /// What the driver opens; a second user opens the same.
    wire: DeviceUri,
    _rig: Rig,
    _sims: Simulators,
}

fn reader(uri: impl Fn(&Rig) -> DeviceUri, levers: impl Fn(&Rig) -> SimLevers) -> (Box<dyn Post>, Driver) {
    let rig = Rig::new();
    let levers = levers(&rig);
    let mut sims = Simulators::new(&rig.dir.path().join("sims"), levers.clone());
    let made = sims.resolve(Kind::Fingerprint, &uri(&rig)).expect("resolved");
    (Box::new(Reader { levers: levers.finger, wire: made.wire, _rig: rig, _sims: sims }), made.driver)
}

/// The row a technician configures.
pub fn serial() -> (Box<dyn Post>, Driver) {
    let uri = |rig: &Rig| DeviceUri::new("serial", &rig.uri.path.display().to_string());
    reader(uri, |rig| {
        let mut levers = SimLevers::new();
        levers.finger = rig.levers.clone();
        levers
    })
}

/// The row of the demo: it ends at the same driver.
pub fn simulated() -> (Box<dyn Post>, Driver) {
    reader(|_| DeviceUri::sim(), |_| SimLevers::new())
}

impl Post for Reader {
    fn job(&self) -> Job {
        Job::Finger(without_reference())
    }

    fn works(&self) {
        self.levers.clear_faults();
        self.levers.put(Placed::Person(7));
    }

    /// Password, parameters, picture, features.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        (0..after).for_each(|_| self.levers.fault(None, Glitch::Delay(Duration::ZERO)));
        self.levers.fault(
            None,
            match damage {
                Damage::Garbage => Glitch::Garbage(vec![0x55; 40]),
                Damage::Half => Glitch::HalfFrame,
                Damage::Silence => Glitch::Silence,
                Damage::Unplug => Glitch::Unplug,
            },
        );
        after < 4
    }

    fn hangs(&self) -> bool {
        self.levers.lift();
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        let _other = SerialLink::open(&self.wire.path().expect("a path"), 57_600).expect("free");
        check(Some(std::process::id()));
    }

    fn unplug(&self, gone: bool) {
        assert!(if gone { self.levers.unplug() } else { self.levers.replug() });
    }
}

struct Service {
    rig: RefCell<service::Rig>,
    _sims: Simulators,
}

/// A reader of the system's own service.
pub fn fprintd() -> (Box<dyn Post>, Driver) {
    let rig = service::Rig::new().enrolled();
    let mut sims = Simulators::new(&rig.dir.path().join("sims"), SimLevers::new());
    let made = sims.resolve(Kind::Fingerprint, &rig.line()).expect("resolved");
    (Box::new(Service { rig: RefCell::new(rig), _sims: sims }), made.driver)
}

impl Post for Service {
    fn job(&self) -> Job {
        Job::Finger(service::test_of(service::key()))
    }

    fn works(&self) {
        let rig = self.rig.borrow();
        rig.let_go();
        rig.put(Person::Holder, 21);
    }

    fn hangs(&self) -> bool {
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        let mut other = self.rig.borrow().bus();
        other.call(&service::CLAIM, &Ctl::within(PATIENCE)).expect("claimed");
        check(None);
    }

    fn unplug(&self, gone: bool) {
        self.rig.borrow_mut().start(!gone);
    }
}

struct DeviceService {
    levers: SbiLevers,
    _sim: SbiSim,
    _dir: tempfile::TempDir,
}

/// A reader behind a device service.
pub fn sbi() -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = SbiLevers::default();
    let sim = SbiSim::start(dir.path(), levers.clone()).expect("simulator");
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let made = sims.resolve(Kind::Fingerprint, &sim.wire()).expect("resolved");
    (Box::new(DeviceService { levers, _sim: sim, _dir: dir }), made.driver)
}

impl Post for DeviceService {
    fn job(&self) -> Job {
        Job::Finger(without_reference())
    }

    fn works(&self) {
        self.levers.quirk(None);
        self.levers.put(1);
    }

    /// The one answer that carries a sample.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        let quirk = match damage {
            Damage::Garbage => Quirk::Garbage,
            Damage::Half => Quirk::CutShort,
            Damage::Silence => Quirk::Silence,
            // Its plug is not the service's.
            Damage::Unplug => return false,
        };
        self.levers.quirk(Some(quirk));
        after == 0
    }

    fn hangs(&self) -> bool {
        self.levers.lift();
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        self.levers.taken(true);
        check(None);
    }

    fn unplug(&self, gone: bool) {
        self.levers.plugged(!gone);
    }
}
