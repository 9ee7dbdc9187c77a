//! The dialog with a modem: commands, answers, the prompt for a message, and whatever comes unasked.
//!
//! Owns lines and final results (3GPP TS 27.007, 27.005) and the one question that matters after a failure:
//! can the message have left? Separate from the driver, which knows what to ask and what it means. Knows the
//! wire only through [`ByteLink`].

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::pdu::Unit;
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault, Modem, SILENT};
use crate::device::transport::{ByteLink, LinkError};

/// How patient the driver is.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// One ordinary answer.
    pub reply: Duration,
    /// The network's answer to a message.
    pub sending: Duration,
    /// Silence after which nothing more is coming of what was asked before.
    pub quiet: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self { reply: Duration::from_secs(3), sending: Duration::from_secs(60), quiet: Duration::from_millis(100) }
    }
}

/// Longest line kept; a status report takes about 350 characters.
const LONGEST_LINE: usize = 1024;
/// Most lines kept of one answer.
const MOST_LINES: usize = 32;
/// How often a blocked read looks at the cancel switch.
const SLICE: Duration = Duration::from_millis(50);
const ESCAPE: u8 = 0x1B;
const CTRL_Z: u8 = 0x1A;

/// How a command ended when not with `OK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Plain,
    /// `+CME ERROR`, about the modem or its SIM.
    Equipment(Option<u16>),
    /// `+CMS ERROR`, about a message.
    Message(Option<u16>),
}

impl Refusal {
    /// `op` names what a plain `ERROR` could not do.
    fn fault(self, op: &'static str) -> Fault {
        match self {
            Refusal::Plain | Refusal::Equipment(None) | Refusal::Message(None) => Fault::Unsupported { what: op },
            Refusal::Equipment(Some(10 | 13 | 15)) | Refusal::Message(Some(310 | 313 | 315)) => {
                Fault::Modem(Modem::NoSim)
            }
            Refusal::Equipment(Some(5 | 6 | 7 | 11 | 12 | 16 | 17 | 18))
            | Refusal::Message(Some(311 | 312 | 316 | 317 | 318)) => Fault::Modem(Modem::PinRequired),
            Refusal::Equipment(Some(30..=32)) | Refusal::Message(Some(331)) => Fault::Modem(Modem::NotRegistered),
            Refusal::Equipment(Some(code)) => Fault::Hardware { code },
            Refusal::Message(Some(code)) => Fault::Modem(Modem::Cms(code)),
        }
    }

    /// Whether this says that a message handed over has not left: the network's or the service centre's own
    /// no (1 to 255), or the modem's before it asked the network. Time-out (332), "unknown" (500), "failure"
    /// (300) and a maker's own codes say nothing.
    fn kept_back(self) -> bool {
        matches!(self, Refusal::Message(Some(1..=255 | 301..=331)))
    }
}

/// What a line means.
enum Heard {
    Ok,
    Refused(Refusal),
    /// The modem waits for a message.
    Prompt,
    Line(String),
}

impl Heard {
    fn of(line: String) -> Self {
        let code = |rest: &str| rest.trim().parse().ok();
        if line == "OK" {
            Heard::Ok
        } else if line == "ERROR" {
            Heard::Refused(Refusal::Plain)
        } else if let Some(rest) = line.strip_prefix("+CME ERROR:") {
            Heard::Refused(Refusal::Equipment(code(rest)))
        } else if let Some(rest) = line.strip_prefix("+CMS ERROR:") {
            Heard::Refused(Refusal::Message(code(rest)))
        } else {
            Heard::Line(line)
        }
    }
}

/// A modem at the end of a link.
pub struct Dialog {
    link: Box<dyn ByteLink>,
    timing: Timing,
    partial: Zeroizing<Vec<u8>>,
    lines: VecDeque<String>,
    /// The rest of a line that is too long.
    skipping: bool,
    /// Something was asked whose end has not been heard.
    open: bool,
}

impl Dialog {
    pub fn new(link: Box<dyn ByteLink>, timing: Timing) -> Self {
        Self { link, timing, partial: Zeroizing::new(Vec::new()), lines: VecDeque::new(), skipping: false, open: false }
    }

    /// Gets a modem that was left anywhere, also waiting for a message that will never come, to listen.
    ///
    /// # Errors
    /// As [`Dialog::ask`].
    pub fn wake(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        const OP: &str = "AT";
        self.write("wake", &[ESCAPE, b'\r'], ctl)?;
        self.open = true;
        self.begin(OP, OP, ctl)?;
        let until = Instant::now() + self.timing.reply;
        let mut refused = None;
        loop {
            match self.end(OP, until, ctl, |_| {})? {
                Some(Ok(())) => return Ok(()),
                // Nothing was asked that can be refused: the late end of what somebody gave up.
                Some(Err(refusal)) => (self.open, refused) = (true, Some(refusal)),
                None => return Err(refused.map_or_else(|| silent(0), |r| DeviceError::harmless(r.fault(OP)))),
            }
        }
    }

    /// One command and the lines of its answer, without its echo.
    ///
    /// # Errors
    /// The modem's refusal as a fault; `Protocol` when it stays silent; `NotConnected`, `Cancelled`, `Timeout`
    /// at the caller's deadline. All of them `NotStarted`.
    pub fn ask(&mut self, op: &'static str, command: &str, ctl: &Ctl) -> Result<Vec<String>, DeviceError> {
        self.begin(op, command, ctl)?;
        let until = Instant::now() + self.timing.reply;
        let mut answer = Vec::new();
        let ended = self.end(op, until, ctl, |line| {
            if line != command && answer.len() < MOST_LINES {
                answer.push(line);
            }
        })?;
        match ended {
            Some(Ok(())) => Ok(answer),
            Some(Err(refusal)) => Err(DeviceError::harmless(refusal.fault(op))),
            None => Err(silent(0)),
        }
    }

    /// A question whose answer has a line of its own, `op: …`: what follows the colon.
    ///
    /// The protocol numbers nothing, and what an earlier user of the port left unanswered may be answered only
    /// now. An `OK` without the line is the end of such a thing and is passed over; after this answer, question
    /// and answer belong together again.
    ///
    /// # Errors
    /// As [`Dialog::ask`]; `Protocol` when no such line came.
    pub fn ask_for(&mut self, op: &'static str, command: &str, ctl: &Ctl) -> Result<String, DeviceError> {
        self.begin(op, command, ctl)?;
        let until = Instant::now() + self.timing.reply;
        let mut found = None;
        let mut heard = 0;
        loop {
            let ended = self.end(op, until, ctl, |line| {
                heard += line.len();
                let own = line.strip_prefix(op).and_then(|rest| rest.strip_prefix(':'));
                found = found.take().or_else(|| own.map(|rest| rest.trim().to_owned()));
            })?;
            match (ended, found.take()) {
                (Some(Ok(())), Some(found)) => return Ok(found),
                (Some(Ok(())), None) => self.open = true,
                (Some(Err(refusal)), _) => return Err(DeviceError::harmless(refusal.fault(op))),
                (None, _) => return Err(DeviceError::harmless(Fault::Protocol { what: op, bytes: heard })),
            }
        }
    }

    /// How what was asked last ends, or something before it; None when nothing does until `until`. Lines on the way
    /// are handed on.
    fn end(
        &mut self,
        op: &'static str,
        until: Instant,
        ctl: &Ctl,
        mut line: impl FnMut(String),
    ) -> Result<Option<Result<(), Refusal>>, DeviceError> {
        loop {
            let ended = match self.hear(op, false, until, ctl)? {
                None => return Ok(None),
                Some(Heard::Ok) => Ok(()),
                Some(Heard::Refused(refusal)) => Err(refusal),
                Some(Heard::Line(said)) => {
                    line(said);
                    continue;
                }
                Some(Heard::Prompt) => continue,
            };
            self.open = false;
            return Ok(Some(ended));
        }
    }

    /// Hands one unit over and waits for the network's reference.
    ///
    /// # Errors
    /// Before the modem was told to send, and when it or the network then said no: `NotStarted`. Silence,
    /// noise, an unplugged modem or a cancel after that: in doubt.
    pub fn submit(&mut self, unit: &Unit, ctl: &Ctl) -> Result<u8, DeviceError> {
        const OP: &str = "+CMGS";
        let command = format!("AT+CMGS={}", unit.octets());
        self.begin(OP, &command, ctl)?;
        let written = unit.written();
        let ready = self.await_prompt(OP, ctl).and_then(|()| {
            self.write(OP, written.as_bytes(), ctl)?;
            ctl.check(OP)
        });
        if let Err(e) = ready {
            // Whatever stopped us, the modem must not go on waiting for the message.
            if self.open {
                let _ = self.link.write_all(&[ESCAPE], Instant::now() + self.timing.reply);
            }
            return Err(e);
        }
        self.write(OP, &[CTRL_Z], ctl).map_err(in_doubt)?;
        self.await_reference(OP, &written, ctl)
    }

    fn await_prompt(&mut self, op: &'static str, ctl: &Ctl) -> Result<(), DeviceError> {
        let until = Instant::now() + self.timing.reply;
        loop {
            match self.hear(op, true, until, ctl)?.ok_or_else(|| silent(0))? {
                Heard::Prompt => return Ok(()),
                Heard::Refused(refusal) => {
                    self.open = false;
                    return Err(DeviceError::harmless(refusal.fault(op)));
                }
                // Not an answer to this: the modem is not where we think it is.
                Heard::Ok => return Err(DeviceError::harmless(Fault::Protocol { what: "no prompt", bytes: 0 })),
                Heard::Line(_) => {}
            }
        }
    }

    /// The prompt was a meeting point, unless it was itself the late one of an earlier command: then an `OK`
    /// for the escape after that comes first, and the reference is given a moment more.
    fn await_reference(&mut self, op: &'static str, written: &str, ctl: &Ctl) -> Result<u8, DeviceError> {
        let limit = ctl.at_most(self.timing.sending);
        let mut until = limit.deadline;
        let mut noise = 0;
        let mut ended = false;
        loop {
            let heard = self.hear(op, false, until, &limit).map_err(in_doubt)?;
            match heard.ok_or_else(|| in_doubt(if ended { garbled(noise) } else { limit.timeout(op) }))? {
                Heard::Line(line) => match line.strip_prefix("+CMGS:").map(reference) {
                    Some(Some(reference)) => {
                        self.finish(op, ctl);
                        return Ok(reference);
                    }
                    Some(None) => return Err(in_doubt(garbled(line.len()))),
                    None if line == written || unasked(&line) => {}
                    None => noise += line.len(),
                },
                Heard::Refused(refusal) => {
                    self.open = false;
                    let error = DeviceError::harmless(refusal.fault(op));
                    return Err(if refusal.kept_back() { error } else { in_doubt(error) });
                }
                Heard::Ok => {
                    ended = true;
                    until = until.min(Instant::now() + self.timing.reply);
                }
                Heard::Prompt => {}
            }
        }
    }

    /// The network has the message; that the `OK` after it is lost or late changes nothing.
    fn finish(&mut self, op: &'static str, ctl: &Ctl) {
        let until = Instant::now() + self.timing.reply;
        let _ = self.end(op, until, ctl, |_| {});
    }

    fn begin(&mut self, op: &'static str, command: &str, ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check(op)?;
        if self.open {
            self.hush(op, ctl)?;
        }
        self.lines.clear();
        self.partial.clear();
        self.open = true;
        let mut line = Zeroizing::new(Vec::with_capacity(command.len() + 1));
        line.extend_from_slice(command.as_bytes());
        line.push(b'\r');
        self.write(op, &line, ctl)
    }

    /// Lets the end of something given up arrive, so that it is not taken for the answer to the next command.
    fn hush(&mut self, op: &'static str, ctl: &Ctl) -> Result<(), DeviceError> {
        let end = Instant::now() + self.timing.reply;
        let mut heard = 0;
        let mut buf = Zeroizing::new([0u8; 256]);
        while Instant::now() < end {
            ctl.check(op)?;
            match self.link.read(&mut buf[..], (Instant::now() + self.timing.quiet).min(ctl.deadline)) {
                Ok(n) => heard += n,
                Err(LinkError::Timeout) => return ctl.check(op),
                Err(e) => return Err(self.sort(op, e, ctl)),
            }
        }
        Err(DeviceError::harmless(Fault::Protocol { what: "never quiet", bytes: heard }))
    }

    fn write(&mut self, op: &'static str, bytes: &[u8], ctl: &Ctl) -> Result<(), DeviceError> {
        let until = ctl.deadline.min(Instant::now() + self.timing.reply);
        self.link.write_all(bytes, until).map_err(|e| self.sort(op, e, ctl))
    }

    /// The next thing said; None when nothing was said until `until`.
    fn hear(
        &mut self,
        op: &'static str,
        prompt: bool,
        until: Instant,
        ctl: &Ctl,
    ) -> Result<Option<Heard>, DeviceError> {
        let mut buf = Zeroizing::new([0u8; 512]);
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Ok(Some(Heard::of(line)));
            }
            // The prompt is the one thing that ends without a line end.
            if prompt && self.partial.trim_ascii() == b">" {
                self.partial.clear();
                return Ok(Some(Heard::Prompt));
            }
            ctl.check(op)?;
            let now = Instant::now();
            if now >= until {
                return Ok(None);
            }
            match self.link.read(&mut buf[..], until.min(ctl.deadline).min(now + SLICE)) {
                Ok(n) => self.take(&buf[..n]),
                Err(LinkError::Timeout) => {}
                Err(e) => return Err(self.sort(op, e, ctl)),
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\r' | b'\n' => {
                    let line = crate::device::clean(String::from_utf8_lossy(&self.partial).trim());
                    if !line.is_empty() && !self.skipping {
                        self.lines.push_back(line);
                    }
                    self.partial.clear();
                    self.skipping = false;
                }
                _ if self.partial.len() < LONGEST_LINE => self.partial.push(*byte),
                _ => self.skipping = true,
            }
        }
    }

    /// Whether the modem is still plugged in; nothing is sent.
    pub fn plugged(&mut self) -> Result<(), DeviceError> {
        self.link
            .alive()
            .map_err(|_| DeviceError::harmless(Fault::NotConnected { what: self.link.describe().to_owned() }))
    }

    fn sort(&self, op: &'static str, error: LinkError, ctl: &Ctl) -> DeviceError {
        let gone = || DeviceError::harmless(Fault::NotConnected { what: self.link.describe().to_owned() });
        match error {
            LinkError::Timeout if ctl.expired() => ctl.timeout(op),
            LinkError::Timeout => silent(0),
            LinkError::Gone(None) => gone(),
            LinkError::Gone(Some(cause)) | LinkError::Io(cause) => gone().caused_by(cause),
        }
    }
}

fn silent(bytes: usize) -> DeviceError {
    DeviceError::harmless(Fault::Protocol { what: SILENT, bytes })
}

fn garbled(bytes: usize) -> DeviceError {
    DeviceError::harmless(Fault::Protocol { what: "no reference", bytes })
}

fn in_doubt(error: DeviceError) -> DeviceError {
    error.with_effect(crate::device::error::Effect::InDoubt)
}

/// `12` or `12,"a time"`.
fn reference(rest: &str) -> Option<u8> {
    rest.split(',').next()?.trim().parse().ok()
}

/// What modems say without being asked.
pub(super) fn unasked(line: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "RING",
        "+CRING",
        "NO CARRIER",
        "+CMTI",
        "+CMT:",
        "+CDS",
        "+CBM",
        "+CUSD",
        "+CREG",
        "+CGREG",
        "+CEREG",
        "+CTZ",
        "^",
        "*",
    ];
    BEGINNINGS.iter().any(|b| line.starts_with(b))
}
