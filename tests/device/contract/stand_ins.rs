//! The stand-ins under the contract: they obey the levers as a device would.

use loket::device::levers::{Next, Script, Scripts};
use loket::device::{CardJob, ChipJob, DeviceUri, Driver, Job, Kind, SimLevers, Simulators, SlipText};

use super::Row;
use super::posts::Post;

struct StandIn {
    kind: Kind,
    levers: SimLevers,
}

/// Every kind that has one.
pub fn rows() -> [Row; 4] {
    [
        Row { kind: Kind::CardPrinter, name: "stand-in", make: || stand_in(Kind::CardPrinter) },
        Row { kind: Kind::Chip, name: "stand-in", make: || stand_in(Kind::Chip) },
        Row { kind: Kind::SlipPrinter, name: "stand-in", make: || stand_in(Kind::SlipPrinter) },
        Row { kind: Kind::NetworkProbe, name: "stand-in", make: || stand_in(Kind::NetworkProbe) },
    ]
}

fn stand_in(kind: Kind) -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = SimLevers::new();
    let mut sims = Simulators::new(dir.path(), levers.clone()).stand_ins();
    let made = sims.resolve(kind, &DeviceUri::sim()).expect("resolved");
    assert!(made.stands_in && made.backend_name() == "sim-fake");
    (Box::new(StandIn { kind, levers }), made.driver)
}

/// Does the same to the script of any kind.
macro_rules! script {
    ($s:expr, $kind:expr, $do:expr) => {
        match $kind {
            Kind::CardPrinter => $do(&mut $s.card),
            Kind::Chip => $do(&mut $s.chip),
            Kind::SlipPrinter => $do(&mut $s.slip),
            Kind::NetworkProbe => $do(&mut $s.net),
            other => unreachable!("{other:?} has no stand-in"),
        }
    };
}

fn hang<T: Clone>(script: &mut Script<T>) {
    script.once(Next::Hang);
}

fn taken<T: Clone>(script: &mut Script<T>) {
    script.busy = Some(4711);
}

fn unplug<T: Clone>(script: &mut Script<T>) {
    script.unplugged = true;
}

fn replug<T: Clone>(script: &mut Script<T>) {
    script.unplugged = false;
}

impl StandIn {
    fn set(&self, change: impl FnOnce(&mut Scripts, Kind)) {
        self.levers.set(|s| change(s, self.kind));
    }
}

impl Post for StandIn {
    fn job(&self) -> Job {
        match self.kind {
            Kind::CardPrinter => Job::Print(CardJob { title: "0129".into(), face: None }),
            Kind::Chip => Job::Activate(ChipJob { title: "0129".into() }),
            Kind::SlipPrinter => Job::Slip(SlipText::new(&["0129"]).expect("a slip")),
            _ => Job::Probe,
        }
    }

    /// What was cancelled before it looked at its script still has the hang before it.
    fn works(&self) {
        self.levers.set(|s| s.clear());
    }

    fn hangs(&self) -> bool {
        self.set(|s, kind| script!(s, kind, hang));
        true
    }

    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        self.set(|s, kind| script!(s, kind, taken));
        check(Some(4711));
    }

    fn unplug(&self, gone: bool) {
        if gone { self.set(|s, kind| script!(s, kind, unplug)) } else { self.set(|s, kind| script!(s, kind, replug)) }
    }
}
