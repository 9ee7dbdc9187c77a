//! The network as the desk watches it: one probe at a time, judged with hysteresis, told as advice.
//!
//! A person decides about the mode; a certificate fault is a technician's matter and never advice. One process
//! of a machine holds the probe, the other desks read its picture.

use super::core::Desk;
use super::post::{Picture, Post};
use crate::device::network::{Advice, Judge, Limits, Sample};
use crate::device::{DeviceError, Job, Kind, Reachability};
use crate::domain::terms::TroubleCause;
use crate::domain::time::Stamp;
use crate::text::{desk as t, device as words};
use crate::ui::notice::{Notice, Severity};
use crate::view::Way;
use std::time::{Duration, Instant};

/// Seconds between two questions to the data centre.
const PAUSE_S: u32 = 15;
/// The same until the first judgement: a desk just opened shall not wait a minute for its lamp.
const FIRST_PAUSE_S: u32 = 2;
/// Longest wait for one answer, in seconds.
const LIMIT_S: u64 = 4;
/// A picture whose last answer is older than this many seconds is old news: three questions went by.
pub(super) const STALE_S: i64 = 3 * PAUSE_S as i64;

/// The judgement so far.
pub struct Network {
    judge: Judge,
    asked: Option<Stamp>,
    picture: Picture,
    /// Where the desks of this machine meet; without it this desk is alone.
    post: Option<Post>,
}

impl Default for Network {
    fn default() -> Network {
        let judge = Judge::new(Limits::default());
        Network { judge, asked: None, picture: Picture::default(), post: None }
    }
}

impl Network {
    /// What is known now, by the own probe or by the one of another desk.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The picture after one more result of the own probe.
    fn observed(&mut self, result: &Result<Reachability, DeviceError>, now: Stamp) -> Picture {
        let (clock, before) = (Instant::now(), self.judge.evidence().last().copied());
        self.judge.observe(clock, result);
        let utc = |at: Instant| now.utc_ms - i64::try_from(clock.duration_since(at).as_millis()).unwrap_or(0);
        let last = self.judge.evidence().last().copied();
        let mut picture = self.picture.clone();
        if last != before {
            picture.heard_ms = last.map(|s| utc(s.at));
            picture.missed = last.is_some_and(|s| matches!(s.reach, Reachability::Down(_)));
        }
        picture.obstacle = self.judge.obstacle().map(|fault| fault.code().to_owned());
        // Whoever has just taken the probe over keeps what was known until it knows better.
        if self.judge.advice() != Advice::Unknown {
            picture.advice = self.judge.advice();
            picture.since_ms = self.judge.since().map(utc);
            picture.evidence = self.judge.evidence().map(short).collect();
        }
        picture
    }
}

/// An answer as a word of the log.
fn short(sample: &Sample) -> String {
    match sample.reach {
        Reachability::Reached { took } => format!("{} ms", took.as_millis()),
        Reachability::Down(why) => format!("{why:?}"),
    }
}

impl Desk {
    /// Meets the other desks of this machine there from now on.
    pub fn share_network(&mut self, post: Post) {
        self.network.post = Some(post);
    }

    /// Asks the data centre when it is time and this desk's turn; otherwise hears what another desk found.
    pub(super) fn probe_network(&mut self) {
        if self.devices.way(Kind::NetworkProbe) != Way::Driven {
            return;
        }
        if let Some(post) = &mut self.network.post
            && !post.hold()
        {
            if let Some(picture) = post.read() {
                self.network_is(picture, None);
            }
            return;
        }
        let pause_s = if self.network.judge.advice() == Advice::Unknown { FIRST_PAUSE_S } else { PAUSE_S };
        if self.network.asked.is_some_and(|at| self.now.since(&at).ms < pause_s * 1000) {
            return;
        }
        self.network.asked = Some(self.now);
        let id = self.jobs.number();
        // A probe still under way answers later; nothing is lost by not asking twice.
        let _ = self.devices.begin(id, Job::Probe, Duration::from_secs(LIMIT_S));
    }

    /// An answer of the own probe came.
    pub(super) fn network_answered(&mut self, result: &Result<Reachability, DeviceError>) {
        let picture = self.network.observed(result, self.now);
        if let Some(Err(error)) = self.network.post.as_ref().map(|post| post.write(&picture)) {
            super::log::error("probe", &error);
        }
        self.network_is(picture, result.as_ref().err());
    }

    /// Takes a new picture: tells when the advice changes and the mode does not fit it.
    fn network_is(&mut self, picture: Picture, error: Option<&DeviceError>) {
        let before = std::mem::replace(&mut self.network.picture, picture);
        let now = &self.network.picture;
        self.dirty |= before.advice != now.advice || before.obstacle != now.obstacle;
        let lang = self.lang();
        if before.obstacle != now.obstacle
            && let Some(code) = now.obstacle.clone()
        {
            super::log::write(&format!("network {code}"));
            let said = error.map_or(t::PROBE_STOPPED.get(lang).to_owned(), |error| words::error(lang, error).what);
            let notice = Notice::new(Severity::Warning, said).next(t::CALL_TECHNICIAN.get(lang));
            return self.tell(error.map(DeviceError::code).into_iter().fold(notice, Notice::code));
        }
        if before.advice == now.advice {
            return;
        }
        super::log::write(&format!("network {:?} {:?}", now.advice, now.evidence));
        let in_mode = self.ledger.office().troubled_by(TroubleCause::Network);
        let said = match now.advice {
            Advice::Offline if !in_mode => t::NETWORK_LOST,
            Advice::Online | Advice::Slow if in_mode => t::NETWORK_BACK,
            _ => return,
        };
        self.tell(Notice::new(Severity::Warning, said.get(lang)).next(t::MODE_KEY.get(lang)));
    }

    /// Whether the probe speaks for beginning the mode of network trouble; the answers go to the log, since
    /// the entry has room for the advice only.
    pub(super) fn advised(&self, trouble: bool) -> bool {
        let picture = self.network.picture();
        let fits = match picture.advice {
            Advice::Offline => trouble,
            Advice::Online | Advice::Slow => !trouble,
            Advice::Unknown => false,
        };
        super::log::write(&format!("mode {trouble} {:?} {:?}", picture.advice, picture.evidence));
        fits
    }
}
