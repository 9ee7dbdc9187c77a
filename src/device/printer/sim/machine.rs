//! The simulated printer itself: blanks, ribbon, cover, and one card at a time.
//!
//! Separate from the wire so that it is a plain function of time and levers. It has no thread: whoever looks
//! moves it on to now.

use std::time::{Duration, Instant};

/// RFC 8011 numbers of what becomes of a job.
pub(super) mod state {
    pub const PENDING: i32 = 3;
    pub const PROCESSING: i32 = 5;
    pub const WAITING: i32 = 6;
    pub const CANCELLED: i32 = 7;
    pub const ABORTED: i32 = 8;
    pub const COMPLETED: i32 = 9;
}

/// What a card takes when people watch.
pub const HUMAN_PACE: Duration = Duration::from_secs(4);
/// Jobs remembered; the oldest is forgotten for a new one.
const KEPT_JOBS: usize = 16;
/// Below these a printer warns.
const FEW_BLANKS: u32 = 5;
const FEW_PRINTS: u32 = 20;

#[derive(Debug, Clone)]
pub(super) struct SimJob {
    pub id: i32,
    pub title: String,
    pub state: i32,
    /// The document is here.
    ready: bool,
    /// A blank has been taken for it.
    fed: bool,
    worked: Duration,
}

/// What came in last: enough to compare, nothing to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub title: String,
    pub format: String,
    pub length: usize,
    /// SHA-256.
    pub digest: [u8; 32],
}

/// The levers of the machine; public fields are for whoever plays with it.
pub struct Machine {
    /// What a card takes from feeding to output.
    pub pace: Duration,
    pub blanks: u32,
    /// Prints left on the ribbon.
    pub ribbon: u32,
    /// The feeder knows that it is empty before a card is asked for.
    pub feeder_sensor: bool,
    /// The next card gets stuck half-way.
    pub jam_next: bool,
    pub cover_open: bool,
    pub output_full: bool,
    /// Somebody else's card is being printed.
    pub taken: bool,
    /// Answers as another unit of the same make.
    pub another_unit: bool,
    /// Behaves as a queue of CUPS: it has a version and a policy, and jobs can be purged.
    pub like_cups: bool,
    /// The job state an abort is told as: 8, and behind CUPS 7 or even 9.
    pub abort_shows: i32,
    /// `printer-error-policy` of such a queue.
    pub error_policy: &'static str,
    /// Reasons shown beside the true ones, as left over from another day.
    pub stale: Vec<&'static str>,
    pub formats: Vec<&'static str>,
    /// Documents taken so far.
    pub documents: u32,
    pub last: Option<Received>,
    /// Jobs whose documents were asked to be forgotten.
    pub purged: u32,
    pub(super) jobs: Vec<SimJob>,
    jammed: bool,
    noticed_empty: bool,
    next_id: i32,
    seen: Option<Instant>,
}

impl Machine {
    pub(super) fn new() -> Self {
        Self {
            pace: Duration::ZERO,
            blanks: 100,
            ribbon: 412,
            feeder_sensor: true,
            jam_next: false,
            cover_open: false,
            output_full: false,
            taken: false,
            another_unit: false,
            like_cups: false,
            abort_shows: state::ABORTED,
            error_policy: "abort-job",
            stale: Vec::new(),
            formats: vec!["image/png", "application/octet-stream"],
            documents: 0,
            last: None,
            purged: 0,
            jobs: Vec::new(),
            jammed: false,
            noticed_empty: false,
            next_id: 1,
            seen: None,
        }
    }

    /// Puts everything right but what is used up.
    pub fn clear(&mut self) {
        self.jammed = false;
        self.jam_next = false;
        self.cover_open = false;
        self.output_full = false;
        self.another_unit = false;
        self.taken = false;
        self.noticed_empty = false;
        self.stale.clear();
    }

    /// The power goes: whatever was announced or under way is forgotten, a blank inside is lost.
    pub(super) fn power_off(&mut self) {
        for job in self.jobs.iter_mut().filter(|job| job.state < state::CANCELLED) {
            job.state = state::ABORTED;
        }
    }

    /// A card sits in the transport.
    pub fn jammed(&self) -> bool {
        self.jammed
    }

    /// The job in the machine has its blank.
    pub fn fed(&self) -> bool {
        self.jobs.iter().any(|job| job.fed && job.state < state::CANCELLED)
    }

    /// Moves on to `now`.
    pub(super) fn tick(&mut self, now: Instant) {
        let spent = self.seen.map_or(Duration::ZERO, |then| now.saturating_duration_since(then));
        self.seen = Some(now);
        if self.blanks > 0 {
            self.noticed_empty = false;
        }
        let Some(at) = self.jobs.iter().position(|job| job.ready && job.state < state::CANCELLED) else { return };
        let stuck = self.jammed || self.cover_open || self.output_full || self.ribbon == 0;
        if stuck || self.taken {
            self.jobs[at].state = if self.taken { state::PENDING } else { state::WAITING };
            return;
        }
        if !self.jobs[at].fed {
            if self.blanks == 0 {
                self.noticed_empty = true;
                self.jobs[at].state = state::WAITING;
                return;
            }
            self.blanks -= 1;
            self.jobs[at].fed = true;
            // What passed before the blank was there was waiting, not work.
            self.jobs[at].worked = Duration::ZERO;
        } else {
            self.jobs[at].worked += spent;
        }
        self.jobs[at].state = state::PROCESSING;
        let worked = self.jobs[at].worked;
        if self.jam_next && worked >= self.pace / 2 {
            self.jam_next = false;
            self.jammed = true;
            self.jobs[at].state = self.abort_shows;
        } else if worked >= self.pace {
            self.ribbon -= 1;
            self.jobs[at].state = state::COMPLETED;
        }
    }

    /// 3 idle, 4 at work, 5 stopped.
    pub(super) fn state(&self) -> i32 {
        let conditions = self.conditions();
        if conditions.iter().any(|reason| reason.ends_with("-error")) {
            5
        } else if self.taken || self.jobs.iter().any(|job| job.ready && job.state < state::CANCELLED) {
            4
        } else {
            3
        }
    }

    fn conditions(&self) -> Vec<&'static str> {
        let empty = self.blanks == 0 && (self.feeder_sensor || self.noticed_empty);
        let table = [
            (self.jammed, "media-jam-error"),
            (self.cover_open, "cover-open-error"),
            (self.ribbon == 0, "marker-supply-empty-error"),
            (empty, "media-empty-error"),
            (self.output_full, "output-area-full-error"),
            ((1..=FEW_PRINTS).contains(&self.ribbon), "marker-supply-low-warning"),
            (self.feeder_sensor && (1..=FEW_BLANKS).contains(&self.blanks), "media-low-warning"),
        ];
        table.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
    }

    /// `printer-state-reasons`; never empty.
    pub(super) fn reasons(&self) -> Vec<&'static str> {
        let mut reasons = self.conditions();
        reasons.extend(&self.stale);
        if reasons.is_empty() {
            reasons.push("none");
        }
        reasons
    }

    /// Announces a job; None while another waits for its document or its end.
    pub(super) fn create(&mut self, title: &str) -> Option<i32> {
        if self.jobs.iter().any(|job| job.state < state::CANCELLED) {
            return None;
        }
        if self.jobs.len() == KEPT_JOBS {
            self.jobs.remove(0);
        }
        let id = self.next_id;
        self.next_id = self.next_id.checked_add(1).unwrap_or(1);
        let title = title.to_owned();
        self.jobs.push(SimJob { id, title, state: state::PENDING, ready: false, fed: false, worked: Duration::ZERO });
        Some(id)
    }

    /// The document of an announced job; false when it has one or is over.
    pub(super) fn document(&mut self, id: i32, received: Received) -> bool {
        let waiting = self.jobs.iter_mut().find(|job| job.id == id && !job.ready && job.state < state::CANCELLED);
        let Some(job) = waiting else { return false };
        job.ready = true;
        self.documents += 1;
        self.last = Some(received);
        true
    }

    /// Ends a job from outside. A blank that was taken for it is lost. None: no such job; false: it was over.
    pub(super) fn cancel(&mut self, id: i32, purge: bool) -> Option<bool> {
        let job = self.jobs.iter_mut().find(|job| job.id == id)?;
        let running = job.state < state::CANCELLED;
        if running {
            job.state = state::CANCELLED;
            self.ribbon = self.ribbon.saturating_sub(u32::from(job.fed));
        }
        if purge && self.like_cups {
            self.purged += 1;
            return Some(true);
        }
        Some(running)
    }
}
