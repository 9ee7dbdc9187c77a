//! The network as the desk watches it: one probe at a time, judged with hysteresis, told as advice.
//!
//! A person decides about the mode; a certificate fault is a technician's matter and never advice. One process
//! of a machine holds the probe.

use super::core::Desk;
use crate::device::network::{Advice, Judge, Limits};
use crate::device::{DeviceError, Job, Kind, Reachability};
use crate::domain::terms::TroubleCause;
use crate::domain::time::Stamp;
use crate::text::desk as t;
use crate::ui::notice::{Notice, Severity};
use crate::view::Way;
use std::time::{Duration, Instant};

/// Seconds between two questions to the data centre.
const PAUSE_S: u32 = 15;
/// The same until the first judgement: a desk just opened shall not wait a minute for its lamp.
const FIRST_PAUSE_S: u32 = 2;
/// Longest wait for one answer, in seconds.
const LIMIT_S: u64 = 4;

/// The judgement so far.
pub struct Network {
    judge: Judge,
    asked: Option<Stamp>,
}

impl Default for Network {
    fn default() -> Network {
        Network { judge: Judge::new(Limits::default()), asked: None }
    }
}

impl Network {
    /// What the evidence says now.
    pub fn advice(&self) -> Advice {
        self.judge.advice()
    }
}

impl Desk {
    /// Asks the data centre when it is time.
    pub(super) fn probe_network(&mut self) {
        let pause_s = if self.network.advice() == Advice::Unknown { FIRST_PAUSE_S } else { PAUSE_S };
        let due = self.network.asked.is_none_or(|at| self.now.since(&at).ms >= pause_s * 1000);
        if !due || self.devices.way(Kind::NetworkProbe) != Way::Driven {
            return;
        }
        self.network.asked = Some(self.now);
        let id = self.jobs.number();
        // A probe still under way answers later; nothing is lost by not asking twice.
        let _ = self.devices.begin(id, Job::Probe, Duration::from_secs(LIMIT_S));
    }

    /// An answer came: tell when the advice changes and the mode does not fit it.
    pub(super) fn network_answered(&mut self, result: &Result<Reachability, DeviceError>) {
        let before = self.network.judge.certificate();
        let advice = self.network.judge.observe(Instant::now(), result);
        if before.is_none() && self.network.judge.certificate().is_some() {
            return self.tell_words(Severity::Warning, t::CERTIFICATE_FAULT);
        }
        let in_mode = self.ledger.office().troubled_by(TroubleCause::Network);
        let words = match advice {
            Some(Advice::Offline) if !in_mode => t::NETWORK_LOST,
            Some(Advice::Online | Advice::Slow) if in_mode => t::NETWORK_BACK,
            _ => return,
        };
        let lang = self.lang();
        self.tell(Notice::new(Severity::Warning, words.get(lang)).next(t::MODE_KEY.get(lang)));
    }
}
