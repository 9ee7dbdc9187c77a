//! The devices of this station as the desk uses them: one worker each, and what is known of them.
//!
//! Separate from the jobs: this knows which device does a kind of act and how it fares, not what the act is
//! for. Must not know the ledger.

use crate::device::backends::STAND_IN_NAME;
use crate::device::slip;
use crate::device::slip::line::{Paper, Width};
use crate::device::{Driver, Health, Job, JobId, Kind, LinkState, Refused, Report, Resolved, Tuning, Worker};
use crate::domain::time::Stamp;
use crate::view::{Way, Ways};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What a lamp shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub state: LinkState,
    /// When the device itself last gave a sensible answer.
    pub last_good: Option<Stamp>,
}

/// A configured device.
struct Unit {
    way: Way,
    backend: &'static str,
    /// Its paper, for a slip printer.
    paper: Paper,
    worker: Option<Worker>,
    known: Option<Known>,
}

/// All devices of the station.
#[derive(Default)]
pub struct Devices {
    units: BTreeMap<Kind, Unit>,
    asks_the_centre: bool,
}

impl Devices {
    /// Starts a worker for every driven device; `deliver` hears its reports.
    ///
    /// # Errors
    /// When the system has no room for a thread.
    pub fn start(
        resolved: Vec<Resolved>,
        deliver: impl Fn(Report) + Send + Clone + 'static,
    ) -> std::io::Result<Devices> {
        let mut units = BTreeMap::new();
        let asks_the_centre = resolved.iter().any(Resolved::asks_the_centre);
        for device in resolved {
            let backend = device.backend_name();
            let paper = slip::paper(&device.wire);
            let (way, worker) = match device.driver {
                Driver::Absent => (Way::Absent, None),
                Driver::Attested => (Way::Attested, None),
                Driver::Keyboard => (Way::Driven, None),
                Driver::Driven(opener) => {
                    (Way::Driven, Some(Worker::spawn(device.kind, opener, Tuning::default(), deliver.clone())?))
                }
            };
            units.insert(device.kind, Unit { way, backend, paper, worker, known: None });
        }
        Ok(Devices { units, asks_the_centre })
    }

    /// Fingers taken here are judged by the data centre.
    pub fn asks_the_centre(&self) -> bool {
        self.asks_the_centre
    }

    /// How acts of a kind are done here; a kind nobody configured is attested.
    pub fn way(&self, kind: Kind) -> Way {
        self.units.get(&kind).map_or(Way::Attested, |u| u.way)
    }

    /// The same for the screens.
    pub fn ways(&self) -> Ways {
        Ways {
            fingerprint: self.way(Kind::Fingerprint),
            printer: self.way(Kind::CardPrinter),
            chip: self.way(Kind::Chip),
            // Nobody attests a slip: without a printer it is written by hand.
            slip: if self.way(Kind::SlipPrinter) == Way::Driven { Way::Driven } else { Way::Absent },
        }
    }

    /// The name the journal records for acts of a kind.
    pub fn backend_name(&self, kind: Kind) -> String {
        self.units.get(&kind).map_or("attested", |u| u.backend).to_owned()
    }

    /// The paper for slips.
    pub fn slip_paper(&self) -> Paper {
        self.units.get(&Kind::SlipPrinter).map_or(Paper::Roll(Width::Wide), |u| u.paper)
    }

    /// The scanner of this station types its codes.
    pub fn types(&self) -> bool {
        self.units.get(&Kind::Scanner).is_some_and(|u| u.way == Way::Driven && u.worker.is_none())
    }

    /// Whether nothing but levers is behind a kind.
    pub fn stands_in(&self, kind: Kind) -> bool {
        self.units.get(&kind).is_some_and(|u| u.backend == STAND_IN_NAME)
    }

    /// What is known of a device.
    pub fn known(&self, kind: Kind) -> Option<&Known> {
        self.units.get(&kind).and_then(|u| u.known.as_ref())
    }

    /// Hands a job to its device.
    ///
    /// # Errors
    /// When the device is busy or there is none.
    pub fn begin(&self, id: JobId, job: Job, limit: Duration) -> Result<(), Refused> {
        let worker = self.units.get(&job.kind()).and_then(|u| u.worker.as_ref()).ok_or(Refused::WrongKind)?;
        worker.start(id, job, limit)
    }

    /// Asks a job to stop; false when it is not running here.
    pub fn cancel(&self, id: JobId) -> bool {
        self.units.values().filter_map(|u| u.worker.as_ref()).any(|w| w.cancel(id))
    }

    /// A session needs these devices now.
    pub fn open(&self, kinds: &[Kind]) {
        for unit in kinds.iter().filter_map(|k| self.units.get(k)) {
            if let Some(worker) = &unit.worker {
                worker.open();
            }
        }
    }

    /// Nothing needs this one any more.
    pub fn close(&self, kind: Kind) {
        if let Some(worker) = self.units.get(&kind).and_then(|u| u.worker.as_ref()) {
            worker.release();
        }
    }

    /// No session needs them any more; the network is watched on.
    pub fn release(&self) {
        for (_, unit) in self.units.iter().filter(|(k, _)| **k != Kind::NetworkProbe) {
            if let Some(worker) = &unit.worker {
                worker.release();
            }
        }
    }

    /// Keeps a health report; true when a lamp changes.
    pub fn heard(&mut self, health: Health, now: Stamp) -> bool {
        let Some(unit) = self.units.get_mut(&health.kind) else { return false };
        let age = health.age(Instant::now()).map(|age| u32::try_from(age.as_millis()).unwrap_or(u32::MAX));
        // Both clocks: an age is counted by the monotonic one.
        let last_good = age.map(|ms| Stamp {
            utc_ms: now.utc_ms.saturating_sub(i64::from(ms)),
            mono_ms: now.mono_ms.saturating_sub(u64::from(ms)),
            ..now
        });
        // The next attempt changes nothing about what is wrong, and a lamp that flickers says nothing.
        let known = unit.known.as_ref().map(|k| &k.state);
        if matches!((known, &health.state), (Some(LinkState::Faulted(_)), LinkState::Connecting { .. })) {
            return false;
        }
        let changed = known.is_none_or(|state| *state != health.state);
        unit.known = Some(Known { state: health.state, last_good });
        changed
    }
}
