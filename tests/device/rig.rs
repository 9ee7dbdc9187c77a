//! A simulated reader under a private name, and waiting on reports.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use loket::device::finger::reader::{Reader, Timing};
use loket::device::finger::sim::{FingerLevers, FingerSim, template_of};
use loket::device::{
    ComparedWith, Ctl, DeviceError, Finger, FingerOutcome, FingerTest, Fingerprint, Progress, Reference, Report,
    SerialUri,
};

/// Longest any wait in these tests may take before it counts as a failure.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Rig {
    pub uri: SerialUri,
    pub levers: FingerLevers,
    pub timing: Timing,
    pub sim: FingerSim,
    pub dir: tempfile::TempDir,
}

impl Rig {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("folder");
        let levers = FingerLevers::new();
        let sim = FingerSim::start(&dir.path().join("ttyFP"), levers.clone()).expect("simulator");
        let uri = SerialUri::at(sim.path());
        let timing = Timing { reply: Duration::from_millis(400), poll: Duration::from_millis(2), captures: 3 };
        Self { uri, levers, timing, sim, dir }
    }

    pub fn open(&self) -> Result<Reader, DeviceError> {
        Reader::open(&self.uri, self.timing, &Ctl::within(PATIENCE))
    }

    pub fn reader(&self) -> Reader {
        self.open().expect("reader opens")
    }
}

pub fn against(person: u32) -> FingerTest {
    FingerTest {
        finger: Finger::RightIndex,
        reference: Reference::Template { bytes: template_of(person), from: ComparedWith::DataCentre },
    }
}

pub fn without_reference() -> FingerTest {
    FingerTest { finger: Finger::RightIndex, reference: Reference::None }
}

/// One attempt, with what was shown to the person meanwhile.
pub fn attempt(
    reader: &mut Reader,
    test: &FingerTest,
    limit: Duration,
) -> (Result<FingerOutcome, DeviceError>, Vec<Progress>) {
    let mut shown = Vec::new();
    let outcome = reader.test(test, &Ctl::within(limit), &mut |p| shown.push(p));
    (outcome, shown)
}

/// Reports of a worker, with waits on facts.
pub struct Reports {
    incoming: Receiver<Report>,
}

impl Reports {
    pub fn new() -> (Self, Sender<Report>) {
        let (tx, incoming) = channel();
        (Self { incoming }, tx)
    }

    /// Takes reports until one gives a value.
    pub fn until<T>(&self, what: &str, mut pick: impl FnMut(Report) -> Option<T>) -> T {
        // A job may use up all of `PATIENCE`, and its end is still a report.
        let deadline = Instant::now() + 2 * PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.incoming.recv_timeout(left) {
                Ok(report) => {
                    if let Some(found) = pick(report) {
                        return found;
                    }
                }
                Err(e) => panic!("no report of {what}: {e}"),
            }
        }
    }

    /// Everything that is still there when the worker has ended.
    pub fn rest(self) -> Vec<Report> {
        self.incoming.iter().collect()
    }
}
