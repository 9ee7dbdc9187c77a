//! How long things took: median, 90th percentile and sums of a heap of times.
//!
//! Separate because every table of times is summed up the same way. Holds four bytes a time and nothing of
//! whose time it was (counter practice 17).

use crate::domain::sop::StepSum;

/// Times in milliseconds, in any order until they are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    all: Vec<u32>,
}

impl Times {
    /// Adds one.
    pub fn add(&mut self, time: u32) {
        self.all.push(time);
    }

    /// Puts them in order; the summaries below need it.
    pub(super) fn sort(&mut self) {
        self.all.sort_unstable();
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.all.len()).unwrap_or(u32::MAX)
    }

    /// The middle one; of an even number the mean of both in the middle, rounded down.
    pub fn median(&self) -> Option<u32> {
        let half = self.all.len() / 2;
        let upper = *self.all.get(half)?;
        if self.all.len() % 2 == 1 {
            return Some(upper);
        }
        let lower = *self.all.get(half.checked_sub(1)?)?;
        u32::try_from((u64::from(lower) + u64::from(upper)) / 2).ok()
    }

    /// The smallest time that at least 90 of 100 do not exceed (nearest rank).
    pub fn p90(&self) -> Option<u32> {
        let rank = (self.all.len() * 9).div_ceil(10);
        self.all.get(rank.checked_sub(1)?).copied()
    }

    /// The longest.
    pub fn longest(&self) -> Option<u32> {
        self.all.last().copied()
    }
}

/// One step of the procedure over a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepTimes {
    /// Standard time in seconds (SOP; policy at the end of the period).
    pub standard_s: u32,
    /// Sum of the days' figures.
    pub sum: StepSum,
    /// Working times of the files that could be timed.
    pub work: Times,
}

impl StepTimes {
    /// Files counted but not timed: a clock jump or restart lay within.
    pub fn unmeasured(&self) -> u32 {
        self.sum.files.saturating_sub(self.sum.timed)
    }
}

/// From first receipt to handover.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// Whole time by the calendar, nights and holidays within, in minutes.
    pub minutes: Times,
    /// Working time of the measured steps of these files, in milliseconds.
    pub work_ms: u64,
    /// The rest of the whole time, in milliseconds: nobody worked on the file.
    pub wait_ms: u64,
    /// Files with a step that was not timed; its time stands under waiting.
    pub partly: u32,
    /// Handed over the same working day, after 1–3, 4–7, 8–14 and more than 14 working days.
    pub by_age: [u32; 5],
}

impl Lead {
    /// Cards handed over.
    pub fn files(&self) -> u32 {
        self.minutes.count()
    }
}
