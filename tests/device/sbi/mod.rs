//! The driver of device services against their simulator, and the reading of answers on its own.

mod decision;
mod reader;
mod replies;
mod signature;

use std::time::Duration;

use loket::device::finger::sbi::sim::{SbiLevers, SbiSim};
use loket::device::finger::sbi::{SbiReader, SbiUri, Timing};
use loket::device::sim::Simulator;
use loket::device::{Ctl, DeviceError, DeviceUri, FingerOutcome, FingerTest, Fingerprint, Hint, Identifier, Reference};

use super::rig::{PATIENCE, without_reference};

pub struct Rig {
    pub levers: SbiLevers,
    pub sim: SbiSim,
    pub timing: Timing,
    pub dir: tempfile::TempDir,
}

impl Rig {
    pub fn new() -> Self {
        let levers = SbiLevers::default();
        let dir = tempfile::tempdir().expect("a folder");
        let sim = SbiSim::start(dir.path(), levers.clone()).expect("simulator");
        let of = Duration::from_millis;
        let timing = Timing { window: of(150), reply: of(2000), busy: of(400), between: of(5), looks: 3 };
        Self { levers, sim, timing, dir }
    }

    pub fn open_line(&self, line: &DeviceUri) -> Result<SbiReader, DeviceError> {
        SbiReader::open(&SbiUri::of(line)?, self.timing, &Ctl::within(PATIENCE))
    }

    /// Any reader that our authority stands behind, on a port; nobody decides.
    pub fn plain(&self, port: impl ToString) -> DeviceUri {
        let ca = self.dir.path().join("reader-ca.pem");
        DeviceUri::new("sbi", &port.to_string()).with("env", "Developer").with("ca", &ca.display().to_string())
    }

    pub fn line(&self) -> DeviceUri {
        self.plain(self.sim.port())
    }

    pub fn reader(&self) -> SbiReader {
        self.open_line(&self.sim.wire()).expect("a reader")
    }
}

/// A test decided by the data centre about an invented person.
fn decided() -> FingerTest {
    let who = Identifier::new("1374010101019001").expect("a number");
    FingerTest { reference: Reference::DataCentre(who), ..without_reference() }
}

fn attempt(
    reader: &mut SbiReader,
    test: &FingerTest,
    limit: Duration,
) -> (Result<FingerOutcome, DeviceError>, Vec<Hint>) {
    let mut shown = Vec::new();
    let outcome = reader.test(test, &Ctl::within(limit), &mut |p| shown.push(p.hint));
    (outcome, shown)
}
