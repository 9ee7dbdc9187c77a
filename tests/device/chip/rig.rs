//! The simulated reader in a card service of its own, and opening it as the desk does.

use std::sync::OnceLock;
use std::time::Duration;

use loket::device::backends::Opener;
use loket::device::chip::sim::ChipLevers;
use loket::device::{
    ActivationOutcome, AnyDevice, Chip, ChipJob, Ctl, DeviceError, DeviceUri, Driver, Hint, Kind, SimLevers, Simulators,
};

use crate::device::rig::PATIENCE;

/// A virtual reader; everything of it ends with it.
pub struct Bench {
    pub levers: ChipLevers,
    /// What the driver opens; a second user opens the same.
    pub wire: DeviceUri,
    pub opener: Opener,
    _sims: Simulators,
    pub dir: tempfile::TempDir,
}

/// Whether this machine can run a card service of its own. If not it is said once, and is a failure where all
/// levels have to run.
pub fn runs_here() -> bool {
    static RUNS: OnceLock<bool> = OnceLock::new();
    *RUNS.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let mut sims = Simulators::new(dir.path(), SimLevers::new());
        let runs = !sims.resolve(Kind::Chip, &DeviceUri::sim()).expect("resolved").stands_in;
        let demanded = std::env::var("LOKET_FULL").is_ok_and(|v| v == "1");
        assert!(runs || !demanded, "pcscd, vpcd, socat, ip or unprivileged namespaces are missing");
        if !runs {
            eprintln!("SKIPPED chip over PC/SC: pcscd, vpcd, socat, ip or unprivileged namespaces are missing");
        }
        runs
    })
}

impl Bench {
    /// None where this machine cannot.
    pub fn new() -> Option<Self> {
        Self::with(|_| {})
    }

    /// The same with levers pulled before the start.
    pub fn with(pull: impl FnOnce(&ChipLevers)) -> Option<Self> {
        if !runs_here() {
            return None;
        }
        let dir = tempfile::tempdir().expect("a folder");
        let levers = SimLevers::new();
        pull(&levers.chip_sim);
        let mut sims = Simulators::new(dir.path(), levers.clone());
        let made = sims.resolve(Kind::Chip, &DeviceUri::sim()).expect("resolved");
        assert!(made.simulated && !made.stands_in);
        let Driver::Driven(opener) = made.driver else { panic!("driven") };
        Some(Self { levers: levers.chip_sim, wire: made.wire, opener, _sims: sims, dir })
    }

    pub fn open(&mut self) -> Result<AnyDevice, DeviceError> {
        (self.opener)(&Ctl::within(PATIENCE))
    }

    pub fn reader(&mut self) -> Box<dyn Chip> {
        chip(self.open().expect("opens"))
    }

    /// Another user of the same reader.
    pub fn second_opener(&self) -> Opener {
        let sims = Simulators::new(self.dir.path(), SimLevers::new()).resolve(Kind::Chip, &self.wire);
        let Driver::Driven(opener) = sims.expect("resolved").driver else { panic!("driven") };
        opener
    }
}

pub fn chip(device: AnyDevice) -> Box<dyn Chip> {
    let AnyDevice::Chip(chip) = device else { panic!("a chip reader") };
    chip
}

pub fn job() -> ChipJob {
    ChipJob { title: "0129".into() }
}

pub fn activate(reader: &mut dyn Chip) -> Result<ActivationOutcome, DeviceError> {
    activate_within(reader, PATIENCE).0
}

/// With what the person was shown.
pub fn activate_within(reader: &mut dyn Chip, limit: Duration) -> (Result<ActivationOutcome, DeviceError>, Vec<Hint>) {
    let mut shown = Vec::new();
    let result = reader.activate(&job(), &Ctl::within(limit), &mut |p| shown.push(p.hint));
    shown.dedup();
    (result, shown)
}
