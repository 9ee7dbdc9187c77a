//! The SOP's clocks: time worked and time paused per step.
//!
//! Separate because clocks serve the service, not the person: nothing here is kept per member of staff. The
//! desk measures; the domain only adds up. Standard times come from the SOP (1, 2 and 10 minutes) by policy.

use super::terms::PauseCause;
use super::time::Stamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of the SOP with a clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Intake,
    Check,
    Operator,
}

/// Time one file spent in one step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// Working time in milliseconds.
    pub work_ms: u32,
    /// Paused time by cause in milliseconds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub paused_ms: BTreeMap<PauseCause, u32>,
    /// False when a clock jump or restart lies within: counted, but not timed.
    pub measured: bool,
}

/// The day's sums for one step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSum {
    /// Files that finished the step.
    pub files: u32,
    /// Of these, files with a usable time.
    pub timed: u32,
    /// Files over the standard time.
    pub over: u32,
    /// Working time of the timed files in milliseconds.
    pub work_ms: u64,
    /// Paused time by cause in milliseconds.
    pub paused_ms: BTreeMap<PauseCause, u64>,
}

impl StepSum {
    /// Adds one file; `standard_s` is the SOP time in seconds.
    pub fn add(&mut self, spent: &Spent, standard_s: u32) {
        self.files += 1;
        for (cause, ms) in &spent.paused_ms {
            *self.paused_ms.entry(*cause).or_default() += u64::from(*ms);
        }
        if spent.measured {
            self.timed += 1;
            self.work_ms += u64::from(spent.work_ms);
            if spent.work_ms > standard_s.saturating_mul(1000) {
                self.over += 1;
            }
        }
    }
}

/// A clock of one step, fed with stamps: it knows no time of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepTimer {
    running_since: Option<Stamp>,
    paused_since: Option<(PauseCause, Stamp)>,
    spent: Spent,
    jumped: bool,
    /// Nobody sits at the desk.
    vacant: bool,
}

impl StepTimer {
    /// Starts at the first act of the step; later calls change nothing.
    pub fn start(&mut self, at: Stamp) {
        if !self.started() {
            self.running_since = Some(at);
        }
    }

    /// Stands still while waiting; a second cause while paused changes nothing.
    pub fn pause(&mut self, cause: PauseCause, at: Stamp) {
        if let Some(since) = self.running_since.take() {
            let span = at.since(&since);
            self.spent.work_ms = self.spent.work_ms.saturating_add(span.ms);
            self.jumped |= !span.measured;
            self.paused_since = Some((cause, at));
        }
    }

    /// Goes on after a pause.
    pub fn resume(&mut self, at: Stamp) {
        if let Some((cause, since)) = self.paused_since.take() {
            let span = at.since(&since);
            let paused = self.spent.paused_ms.entry(cause).or_default();
            *paused = paused.saturating_add(span.ms);
            self.jumped |= !span.measured;
            self.running_since = Some(at);
        }
    }

    /// Nobody sits at the desk, or somebody does again. What passes meanwhile is neither work nor one of the causes,
    /// so that the step is counted without a time. A wait goes on.
    pub fn vacant(&mut self, vacant: bool, at: Stamp) {
        if let Some(since) = self.running_since.take_if(|_| vacant) {
            self.spent.work_ms = self.spent.work_ms.saturating_add(at.since(&since).ms);
            (self.vacant, self.jumped) = (true, true);
        } else if !vacant && std::mem::take(&mut self.vacant) {
            self.running_since = Some(at);
        }
    }

    /// True while standing still.
    pub fn paused(&self) -> bool {
        self.paused_since.is_some()
    }

    /// True once started.
    pub fn started(&self) -> bool {
        self.running_since.is_some() || self.paused_since.is_some() || self.vacant
    }

    /// The time up to now; a timer never started is unmeasured.
    pub fn spent(&self, at: Stamp) -> Spent {
        let mut now = self.clone();
        match now.paused_since {
            Some(_) => now.resume(at),
            None => now.pause(PauseCause::Applicant, at),
        }
        Spent { measured: self.started() && !now.jumped, ..now.spent }
    }
}
