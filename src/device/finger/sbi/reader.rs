//! A reader behind a device service on this machine, and one attempt of a test on it.
//!
//! Owns the search for the reader, the order of steps and what each error number means for the person at it.
//! Separate from what is said (`message`) and how (`http`). The sample goes to whoever decides and nowhere else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::centre::Centre;
use super::http;
use super::message::{Answer, DISCOVER, Found, Purpose, Sample, Wish, captured, discovered, informed, sub_id};
use super::setting::SbiUri;
use super::token::Trust;
use crate::device::ctl::Ctl;
use crate::device::error::{Certificate, DeviceError, Fault, Finger as FingerFault, Holder};
use crate::device::finger::verb::{
    ComparedWith, Finger, FingerOutcome, FingerTest, Fingerprint, Identifier, Reference, Unreadable,
};
use crate::device::kind::{Device, Hint, Identity, OnProgress, Progress};
use crate::device::uri::{UriError, UriFault};

/// Services of one machine that are asked who they are.
const SERVICES: usize = 16;

/// How patient the driver is.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// One capture. The reader stays busy for it even when nobody waits any more, so it is short and repeated.
    pub window: Duration,
    /// An answer that needs no finger.
    pub reply: Duration,
    /// How long to ask again for a busy reader; longer than a window that was given up.
    pub busy: Duration,
    pub between: Duration,
    /// Samples within one attempt before it counts as unreadable.
    pub looks: u32,
}

impl Default for Timing {
    fn default() -> Self {
        let of = Duration::from_millis;
        Self { window: of(3000), reply: of(2000), busy: of(4000), between: of(200), looks: 3 }
    }
}

pub struct SbiReader {
    uri: SbiUri,
    timing: Timing,
    found: Found,
    port: u16,
    purpose: Purpose,
    centre: Option<Centre>,
    trust: Trust,
    identity: Identity,
    asked: u64,
}

impl SbiReader {
    /// Searches the ports and takes the one reader the line fits.
    ///
    /// # Errors
    /// `NotConnected` without one, `BadSetting` for several, `WrongDevice` for another environment, `Unsupported`
    /// for a reader that is not registered, and what is wrong with the papers.
    pub fn open(uri: &SbiUri, timing: Timing, ctl: &Ctl) -> Result<Self, DeviceError> {
        let trust = Trust::read(&uri.ca)?;
        let centre = uri.centre.as_ref().map(Centre::open).transpose()?;
        let mut readers = search(uri, timing, ctl)?;
        readers.retain(|(_, f)| uri.serial.as_ref().is_none_or(|serial| *serial == f.serial));
        let what = uri.serial.clone().unwrap_or_else(|| "sbi".into());
        let (port, found) = match (readers.pop(), readers.is_empty()) {
            (Some(one), true) => one,
            (Some(_), false) => return Err(UriError::new("serial", UriFault::MissingKey).into()),
            (None, _) => return Err(DeviceError::harmless(Fault::NotConnected { what })),
        };
        let purpose = found.purpose.filter(|_| found.status != "Not Registered");
        let purpose =
            purpose.ok_or_else(|| DeviceError::harmless(Fault::Unsupported { what: "unregistered reader" }))?;
        // A service may answer for a reader on another port, never on another machine.
        let port = found.port.ok_or_else(|| http::senseless("place of the reader", port.into()))?;
        let identity = Identity::new(&format!("sbi {} {} {}", found.make, found.model, found.serial));
        let mut reader = Self { uri: uri.clone(), timing, found, port, purpose, centre, trust, identity, asked: 0 };
        reader.check(ctl)?;
        Ok(reader)
    }

    fn one_capture(&mut self, finger: Finger, ctl: &Ctl) -> Result<(Answer<Sample>, String), DeviceError> {
        let window = ctl.left().min(self.timing.window);
        self.asked += 1;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let wish = Wish {
            env: self.uri.env,
            purpose: self.purpose,
            spec: &self.found.spec,
            device_id: &self.found.device_id,
            sub_id: sub_id(finger, &self.found.sub_ids),
            serial: &self.found.serial,
            finger,
            score: self.uri.score,
            timeout_ms: window.as_millis() as u64,
            transaction: format!("loket-{:x}-{:x}-{:x}", std::process::id(), now.as_nanos(), self.asked),
            time: utc(now.as_secs()),
        };
        let (method, path) = self.purpose.capture();
        let ctl = ctl.at_most(window + self.timing.reply);
        let body = http::ask(self.port, method, path, &wish.body(), &ctl)?;
        let answer = captured(&body, &wish, &self.trust)?;
        Ok((answer, wish.transaction))
    }

    /// Looks until a sample is good enough, or three were not. The quality is judged here: services call a sample
    /// below what was asked for a success.
    fn sample(
        &mut self,
        finger: Finger,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<Result<(Sample, String), Unreadable>, DeviceError> {
        let mut busy = ctl.at_most(self.timing.busy);
        let mut poor = None;
        let mut looks = 0;
        progress(Progress::hint(Hint::PlaceFinger));
        while looks < self.timing.looks {
            let why = match self.one_capture(finger, ctl) {
                Ok((Answer::Got(sample), transaction)) if sample.quality >= self.uri.score => {
                    return Ok(Ok((sample, transaction)));
                }
                Ok((Answer::Got(_), _)) => Meaning::Poor(Hint::CleanFinger, Unreadable::Messy),
                Ok((Answer::Error(code), _)) => meaning(code),
                Err(e) if matches!(e.fault, Fault::Timeout { .. }) && ctl.expired() => Meaning::Nobody,
                Err(e) => return Err(e),
            };
            match why {
                Meaning::Poor(hint, why) => {
                    progress(Progress::hint(hint));
                    (poor, looks) = (Some(why), looks + 1);
                }
                Meaning::Nobody if ctl.expired() => break,
                Meaning::Nobody => {}
                Meaning::Busy if busy.expired() => {
                    return Err(DeviceError::harmless(Fault::Busy { by: Holder { pid: None } }));
                }
                Meaning::Busy => {
                    ctl.pause("sbi capture", self.timing.between)?;
                    continue;
                }
                Meaning::Fault(fault) => return Err(DeviceError::harmless(fault)),
            }
            busy = ctl.at_most(self.timing.busy);
        }
        match poor {
            Some(why) => Ok(Err(why)),
            None => Err(DeviceError::harmless(Fault::Finger(FingerFault::NoFinger))),
        }
    }
}

/// What an error number means for the attempt.
enum Meaning {
    Nobody,
    Poor(Hint, Unreadable),
    Busy,
    Fault(Fault),
}

fn meaning(code: u16) -> Meaning {
    match code {
        101 | 701 => Meaning::Nobody,
        102 => Meaning::Poor(Hint::CleanFinger, Unreadable::Messy),
        105 => Meaning::Poor(Hint::CentreFinger, Unreadable::TooFewFeatures),
        110 | 111 | 703 => Meaning::Busy,
        other => Meaning::Fault(fault(other)),
    }
}

fn fault(code: u16) -> Fault {
    match code {
        100 => Fault::Unsupported { what: "unregistered reader" },
        106 | 202 | 705 => Fault::NotConnected { what: "sbi".into() },
        107 | 108 => Fault::Certificate(Certificate::ReaderKey),
        // What we asked was not understood; a number that is none ends here too.
        109 | 112 | 123 | u16::MAX => Fault::Protocol { what: "refused by the reader", bytes: code.into() },
        code => Fault::Hardware { code },
    }
}

/// Everybody on the ports of the line. A port nobody has costs nothing; who has one is asked, all at once.
fn search(uri: &SbiUri, timing: Timing, ctl: &Ctl) -> Result<Vec<(u16, Found)>, DeviceError> {
    let mut open = Vec::new();
    for port in uri.ports.clone() {
        ctl.check("sbi search")?;
        if http::somebody_at(port) {
            open.push(port);
        }
    }
    open.truncate(SERVICES);
    let limit = ctl.at_most(timing.reply);
    let ask = |port: u16| {
        let answer = http::ask(port, "MOSIPDISC", "/device", DISCOVER, &limit);
        answer.and_then(|body| discovered(&body)).unwrap_or_default().into_iter().map(move |found| (port, found))
    };
    let found = std::thread::scope(|s| {
        let asked: Vec<_> = open.into_iter().map(|port| s.spawn(move || ask(port))).collect();
        // Somebody else's service may say anything; one whose answer broke the reading is no reader.
        asked.into_iter().filter_map(|one| one.join().ok()).flatten().collect()
    });
    ctl.check("sbi search")?;
    Ok(found)
}

fn utc(seconds: u64) -> String {
    let time = chrono::DateTime::from_timestamp(seconds.min(i64::MAX as u64) as i64, 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Device for SbiReader {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        let body = http::ask(self.port, "MOSIPDINFO", "/info", "", &ctl.at_most(self.timing.reply))?;
        match informed(&body, &self.found.serial, &self.trust)? {
            Some(Answer::Got(now)) if now.env == self.uri.env => Ok(()),
            Some(Answer::Got(now)) => {
                Err(DeviceError::harmless(Fault::WrongDevice { expected: self.uri.env.into(), found: now.env }))
            }
            Some(Answer::Error(code)) => Err(DeviceError::harmless(fault(code))),
            None => Err(DeviceError::harmless(Fault::NotConnected { what: self.found.serial.clone() })),
        }
    }
}

impl Fingerprint for SbiReader {
    fn test(&mut self, test: &FingerTest, ctl: &Ctl, progress: OnProgress<'_>) -> Result<FingerOutcome, DeviceError> {
        let who: Option<&Identifier> = match (&test.reference, &self.centre) {
            (Reference::None, _) => None,
            (Reference::DataCentre(who), Some(_)) => Some(who),
            _ => return Err(DeviceError::harmless(Fault::Finger(FingerFault::NoReference))),
        };
        let (sample, transaction) = match self.sample(test.finger, ctl, progress)? {
            Ok(sample) => sample,
            Err(why) => return Ok(FingerOutcome::Unreadable(why)),
        };
        let (Some(who), Some(centre)) = (who, &self.centre) else { return Ok(FingerOutcome::SampleTaken) };
        progress(Progress::hint(Hint::Comparing));
        let from = ComparedWith::DataCentre;
        match centre.decides(who, test.finger, &sample, &transaction, ctl)? {
            true => Ok(FingerOutcome::Match(from)),
            false => Ok(FingerOutcome::NoMatch(from)),
        }
    }
}
