//! What a driver says about an act is what happened to it, whenever the act is cancelled, the plug is pulled or the wire
//! does wrong.
//!
//! The other end counts the acts it carried out (`Post::happened`). "Done" is one more, "not started" is none, and in
//! no case are there two. Separate from the promises about a single fault, because these go through every place of
//! an act.

use std::time::Duration;

use loket::device::{DeviceError, Effect, Fault, Hint, JobId, LinkState, Outcome, Reachability, Report};

use super::posts::Damage;
use super::{Row, Station};
use crate::device::rig::PATIENCE;

/// Short, because silence only ends with it.
const LIMIT: Duration = Duration::from_millis(500);
/// More exchanges than any act has.
const PLACES: u32 = 20;

type Ended = Result<Outcome, DeviceError>;

impl Station {
    /// Runs a job and does something once it asks for `at`, or at once. Every hint it gave comes back, too.
    fn run_until(&self, id: u64, at: Option<Hint>, act: impl FnOnce()) -> (Ended, Vec<Hint>) {
        let mut act = Some(act);
        let mut hints = Vec::new();
        self.worker.start(JobId(id), self.post.job(), PATIENCE).expect("accepted");
        if at.is_none() {
            act.take().expect("once")();
        }
        let ended = self.reports.until("the end", |r| match r {
            Report::Progress { progress, .. } => {
                if at == Some(progress.hint)
                    && let Some(act) = act.take()
                {
                    act();
                }
                hints.push(progress.hint);
                None
            }
            Report::Done { job, result, .. } if job == JobId(id) => Some(result),
            _ => None,
        });
        (ended, hints)
    }

    /// Every moment of an act something may happen at: its beginning, and each thing it tells.
    fn moments(&self) -> Vec<Option<Hint>> {
        self.post.slowly();
        let before = self.post.happened();
        let (ended, mut hints) = self.run_until(u64::MAX, None, || {});
        assert!(ended.is_ok(), "{ended:?}");
        self.agrees(before, &ended, "undisturbed");
        let mut seen = Vec::new();
        hints.retain(|hint| {
            !seen.contains(hint) && {
                seen.push(*hint);
                true
            }
        });
        std::iter::once(None).chain(hints.into_iter().map(Some)).collect()
    }

    /// What is said agrees with what the other end has counted since.
    fn agrees(&self, before: Option<usize>, ended: &Ended, name: &str) {
        let (more, most) = match (before, self.post.happened()) {
            (Some(before), Some(now)) => (now - before, 1),
            _ => (usize::from(ended.is_ok()), 1),
        };
        assert!(more <= most, "{name}: done {more} times");
        match ended {
            Ok(_) => assert_eq!(more, 1, "{name}: said to be done"),
            Err(e) if e.effect() == Effect::NotStarted => assert_eq!(more, 0, "{name}: {e}"),
            Err(e) => assert!(self.post.leaves_something(), "{name}: {e}"),
        }
    }

    /// The next act is done, as if nothing had been.
    fn recovers(&self, id: u64, name: &str) {
        self.post.works();
        let ended = self.run(id, PATIENCE);
        assert!(ended.is_ok(), "{name}: afterwards {ended:?}");
    }
}

fn name(row: &Row, what: &str) -> String {
    format!("{:?} {} {what}", row.kind, row.name)
}

/// Cancelled at any moment: it stops, says how far it had come, and the device is as before.
pub fn tells_the_truth_when_cancelled(row: &Row) {
    let station = Station::of(row);
    for (id, at) in (0..).step_by(2).zip(station.moments()) {
        let name = name(row, &format!("cancelled at {at:?}"));
        station.post.slowly();
        let before = station.post.happened();
        let (ended, _) = station.run_until(id, at, || {
            station.worker.cancel(JobId(id));
        });
        if let Err(e) = &ended {
            assert_eq!(e.fault, Fault::Cancelled, "{name}: {e}");
        }
        station.agrees(before, &ended, &name);
        station.recovers(id + 1, &name);
    }
}

/// Unplugged before, during and after the point of no return.
pub fn tells_the_truth_when_unplugged(row: &Row) {
    let station = Station::of(row);
    for (id, at) in (0..).step_by(2).zip(station.moments()) {
        let name = name(row, &format!("unplugged at {at:?}"));
        station.post.slowly();
        let before = station.post.happened();
        let (ended, _) = station.run_until(id, at, || station.post.unplug(true));
        station.agrees(before, &ended, &name);
        station.post.unplug(false);
        station.worker.open();
        station.reports.until("ready again", |r| match r {
            Report::Health(h) => matches!(h.state, LinkState::Ready(_)).then_some(()),
            _ => None,
        });
        station.worker.release();
        station.recovers(id + 1, &name);
    }
}

/// Nonsense, half an answer, silence, or a plug pulled within an answer, at every exchange of an act.
pub fn tells_the_truth_on_a_bad_wire(row: &Row) {
    for damage in [Damage::Garbage, Damage::Half, Damage::Silence, Damage::Unplug] {
        let station = Station::of(row);
        for (id, place) in (0..).step_by(2).zip(0..PLACES) {
            let name = name(row, &format!("{damage:?} at exchange {place}"));
            station.post.works();
            if !station.post.damage(damage, place) {
                break;
            }
            let before = station.post.happened();
            let ended = station.run(id, LIMIT);
            let reached = matches!(ended, Ok(Outcome::Reach(Reachability::Reached { .. })));
            assert!(!reached, "{name}: nobody was reached");
            station.agrees(before, &ended, &name);
            if damage == Damage::Unplug {
                station.post.unplug(false);
            }
            station.recovers(id + 1, &name);
        }
    }
}
