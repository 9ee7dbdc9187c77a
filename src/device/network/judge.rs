//! From single answers of the network probe to advice about the mode.
//!
//! A pure state with hysteresis: one lost packet is no trouble and one answer is no recovery. It
//! advises; a person decides. Separate from probing so that it is tested without a network. It never
//! takes what a technician must put right, a certificate above all, for network trouble: waiting will not
//! help then.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::{Down, Reachability};
use crate::device::error::{DeviceError, Fault, Who};

/// What is advised, with since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Advice {
    /// Too few answers yet.
    #[default]
    Unknown,
    Online,
    Slow,
    Offline,
}

/// One answer as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub at: Instant,
    pub reach: Reachability,
}

/// Limits of the judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Answers looked at.
    pub window: usize,
    /// As many of them must speak for trouble.
    pub to_worsen: usize,
    /// As many of them must speak for recovery; more than `window - to_worsen`, or it would flutter.
    pub to_recover: usize,
    pub slow: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { window: 5, to_worsen: 3, to_recover: 4, slow: Duration::from_secs(2) }
    }
}

/// The judgement so far.
#[derive(Debug, Clone)]
pub struct Judge {
    limits: Limits,
    samples: VecDeque<Sample>,
    advice: Advice,
    since: Option<Instant>,
    obstacle: Option<Fault>,
}

impl Judge {
    pub fn new(limits: Limits) -> Self {
        Self { limits, samples: VecDeque::new(), advice: Advice::Unknown, since: None, obstacle: None }
    }

    pub fn advice(&self) -> Advice {
        self.advice
    }

    /// When the first answer came that led to the present advice.
    pub fn since(&self) -> Option<Instant> {
        self.since
    }

    /// What kept the last probe from saying anything of the line: a technician's matter, such as a certificate.
    pub fn obstacle(&self) -> Option<&Fault> {
        self.obstacle.as_ref()
    }

    /// The answers the advice rests on, oldest first.
    pub fn evidence(&self) -> impl Iterator<Item = &Sample> {
        self.samples.iter()
    }

    /// Takes one result of the probe and returns the new advice when it changed.
    ///
    /// Only what speaks about the line counts: a deadline without an answer is silence, and so is an answer
    /// by something that is not the data centre. A technician's matter is remembered apart, and a probe that
    /// could not run says nothing.
    pub fn observe(&mut self, at: Instant, result: &Result<Reachability, DeviceError>) -> Option<Advice> {
        let reach = match result {
            Ok(reach) => *reach,
            Err(e) => match e.fault {
                Fault::Timeout { .. } | Fault::Protocol { .. } => Reachability::Down(Down::NoAnswer),
                _ if e.who() == Who::Technician => {
                    self.obstacle = Some(e.fault.clone());
                    return None;
                }
                _ => return None,
            },
        };
        self.obstacle = None;
        self.samples.push_back(Sample { at, reach });
        while self.samples.len() > self.limits.window.max(1) {
            self.samples.pop_front();
        }
        let next = self.judge();
        if next == self.advice {
            return None;
        }
        self.advice = next;
        self.since = self.began();
        Some(next)
    }

    fn class(&self, sample: &Sample) -> Advice {
        match sample.reach {
            Reachability::Down(_) => Advice::Offline,
            Reachability::Reached { took } if took > self.limits.slow => Advice::Slow,
            Reachability::Reached { .. } => Advice::Online,
        }
    }

    fn count(&self, wanted: impl Fn(Advice) -> bool) -> usize {
        self.samples.iter().filter(|s| wanted(self.class(s))).count()
    }

    fn judge(&self) -> Advice {
        let down = self.count(|c| c == Advice::Offline);
        let bad = self.count(|c| c != Advice::Online);
        let fast = self.count(|c| c == Advice::Online);
        let reached = self.samples.len() - down;
        let (worsen, recover) = (self.limits.to_worsen, self.limits.to_recover);
        let worse = if down >= worsen {
            Advice::Offline
        } else if bad >= worsen {
            Advice::Slow
        } else {
            Advice::Online
        };
        match self.advice {
            Advice::Unknown if fast >= worsen => Advice::Online,
            Advice::Unknown if bad < worsen => Advice::Unknown,
            Advice::Unknown | Advice::Online => worse,
            Advice::Slow if worse == Advice::Offline || fast >= recover => worse,
            Advice::Slow => Advice::Slow,
            Advice::Offline if reached < recover => Advice::Offline,
            Advice::Offline => worse,
        }
    }

    /// The oldest answer in the window that already belonged to the present advice.
    fn began(&self) -> Option<Instant> {
        let mine = |s: &&Sample| match self.advice {
            Advice::Slow => self.class(s) != Advice::Online,
            other => self.class(s) == other,
        };
        self.samples.iter().find(mine).map(|s| s.at)
    }
}
