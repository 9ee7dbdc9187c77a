//! The driver of every ESC/POS receipt printer, whatever wire it hangs on.
//!
//! Owns the order of question, bytes and question, and what each answer means for the slip. Knows neither the wire
//! nor what stands on a slip. A printer that never answered is no fault: its slips count as done when the bytes
//! are gone. One that has answered once on this line must go on doing so.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::escpos::encode;
use super::line::{Codes, Line, Place, Width};
use super::status::{self, FENCE, Question};
use super::{PaperLeft, SlipPrinter, SlipText};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault, Media};
use crate::device::kind::{Device, Identity};
use crate::device::transport::{ByteLink, LinkError, LpLink, SerialLink, TcpLink};

/// How patient the driver is.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// One immediate answer.
    pub reply: Duration,
    /// Pause between two questions while a slip is being printed.
    pub poll: Duration,
    /// How long the last line may take to come out; a slow printer prints 50 mm a second.
    pub print: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self { reply: Duration::from_millis(500), poll: Duration::from_millis(250), print: Duration::from_secs(6) }
    }
}

/// What is known of the printer on a line, kept from one opening to the next.
#[derive(Debug, Clone, Default)]
pub struct Manners(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    /// It has answered an immediate question.
    answers: AtomicBool,
    /// It has answered the question that waits its turn, so a slip without that answer is not out.
    fenced: AtomicBool,
    /// It ignores the question that waits its turn.
    no_fence: AtomicBool,
}

impl Manners {
    /// It has answered once, so silence is a fault from now on.
    pub fn answers(&self) -> bool {
        self.0.answers.load(Ordering::Relaxed)
    }

    /// Whether it tells when a slip is out.
    fn fences(&self) -> bool {
        self.answers() && !self.0.no_fence.load(Ordering::Relaxed)
    }
}

pub struct EscPos {
    link: Box<dyn ByteLink>,
    width: Width,
    codes: Codes,
    timing: Timing,
    manners: Manners,
    identity: Identity,
    /// Immediate questions not answered yet: answers carry no name, so none may be taken for another's.
    owed: u32,
}

impl EscPos {
    /// Opens the wire and asks the printer how it is. `manners` is what the line is remembered by.
    ///
    /// # Errors
    /// Those of the wire, what the printer complains about, `Protocol` for answers that are none.
    pub fn open(line: &Line, timing: Timing, manners: &Manners, ctl: &Ctl) -> Result<Self, DeviceError> {
        let link: Box<dyn ByteLink> = match &line.place {
            Place::Serial { path, baud } => Box::new(SerialLink::open(path, *baud)?),
            Place::Tcp(to) => Box::new(TcpLink::connect(to, ctl)?),
            Place::Node(path) => Box::new(LpLink::open(path)?),
        };
        Self::on_link(link, (line.width, line.codes), timing, manners, ctl)
    }

    /// The same on a link that is already open.
    pub fn on_link(
        link: Box<dyn ByteLink>,
        (width, codes): (Width, Codes),
        timing: Timing,
        manners: &Manners,
        ctl: &Ctl,
    ) -> Result<Self, DeviceError> {
        let identity = Identity::new(&format!("esc/pos {}", link.describe()));
        let mut printer = Self { link, width, codes, timing, manners: manners.clone(), identity, owed: 0 };
        printer.hello(ctl)?;
        Ok(printer)
    }

    fn hello(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        match self.ask(Question::Printer, ctl)? {
            Some(_) => {
                self.manners.0.answers.store(true, Ordering::Relaxed);
                self.health(ctl).map(drop)
            }
            None if self.manners.answers() => Err(self.gone(None)),
            None => Ok(()),
        }
    }

    /// One immediate question; None when there is no answer in time.
    fn ask(&mut self, question: Question, ctl: &Ctl) -> Result<Option<u8>, DeviceError> {
        ctl.check("printer status")?;
        while self.owed > 0 && self.answer(ctl)?.is_ok() {}
        self.owed = 0;
        self.link.purge().map_err(|e| self.lost(e))?;
        let until = ctl.deadline.min(Instant::now() + self.timing.reply);
        match self.link.write_all(&question.bytes(), until) {
            // A printer that takes nothing now says nothing either.
            Err(LinkError::Timeout) => return Ok(None),
            sent => sent.map_err(|e| self.lost(e))?,
        }
        self.owed = 1;
        let answer = self.answer(ctl)?;
        ctl.check("printer status")?;
        match answer {
            Ok(byte) => Ok(Some(byte)),
            Err(0) => Ok(None),
            // Wrong speed, or no printer at all.
            Err(bytes) => Err(DeviceError::harmless(Fault::Protocol { what: "printer status", bytes })),
        }
    }

    /// Waits for an immediate answer; without one, how much else has come.
    fn answer(&mut self, ctl: &Ctl) -> Result<Result<u8, usize>, DeviceError> {
        let until = ctl.deadline.min(Instant::now() + self.timing.reply);
        let mut other = 0;
        let mut byte = [0u8; 1];
        // A line that never falls silent ends here by the clock.
        while !ctl.cancel.is_set() && Instant::now() < until {
            match self.link.read(&mut byte, until) {
                Ok(_) if status::is_answer(byte[0]) => {
                    self.owed = self.owed.saturating_sub(1);
                    return Ok(Ok(byte[0]));
                }
                Ok(_) if status::is_flow(byte[0]) => {}
                Ok(_) => other += 1,
                Err(LinkError::Timeout) => break,
                Err(e) => return Err(self.lost(e)),
            }
        }
        Ok(Err(other))
    }

    /// What it complains about, or how much paper there is.
    fn complaints(&mut self, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        let mut left = PaperLeft::Enough;
        for question in [Question::Offline, Question::Error, Question::Paper] {
            // Some makes know only the first question.
            let Some(answer) = self.ask(question, ctl)? else { continue };
            if let Some(fault) = status::complaint(question, answer) {
                return Err(DeviceError::harmless(fault));
            }
            if question == Question::Paper && status::near_end(answer) {
                left = PaperLeft::NearEnd;
            }
        }
        Ok(left)
    }

    /// The same, and whether it takes data at all.
    fn health(&mut self, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        let left = self.complaints(ctl)?;
        match self.ask(Question::Printer, ctl)? {
            Some(byte) if !status::offline(byte) => Ok(left),
            _ => Err(self.gone(None)),
        }
    }

    /// Sends all of it; what goes wrong after the first byte leaves the slip in doubt.
    fn send(&mut self, bytes: &[u8], ctl: &Ctl) -> Result<(), DeviceError> {
        let mut sent = 0;
        while sent < bytes.len() {
            let effect = if sent > 0 { Effect::InDoubt } else { Effect::NotStarted };
            ctl.check("slip").map_err(|e| e.with_effect(effect))?;
            let until = ctl.deadline.min(Instant::now() + self.timing.poll);
            match self.link.write(&bytes[sent..], until) {
                Ok(n) => sent += n,
                Err(LinkError::Timeout) => {}
                Err(e) => return Err(self.lost(e).with_effect(effect)),
            }
        }
        Ok(())
    }

    /// Waits until the slip is out: the printer answers in turn, or stays healthy for long enough.
    fn wait_printed(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        let until = Instant::now() + if self.manners.fences() { self.timing.print } else { self.timing.poll * 2 };
        loop {
            ctl.check("slip")?;
            match self.listen(ctl)? {
                Some(Heard::Fence) => {
                    self.manners.0.fenced.store(true, Ordering::Relaxed);
                    return Ok(());
                }
                _ if Instant::now() < until => {}
                Some(Heard::Well) if !self.manners.0.fenced.load(Ordering::Relaxed) => {
                    self.manners.0.no_fence.store(true, Ordering::Relaxed);
                    return Ok(());
                }
                Some(Heard::Offline) => return Err(self.gone(None)),
                Some(Heard::Well) | None => return Err(ctl.timeout("slip status")),
            }
        }
    }

    /// Asks whether it is well and listens for a moment.
    fn listen(&mut self, ctl: &Ctl) -> Result<Option<Heard>, DeviceError> {
        let until = ctl.deadline.min(Instant::now() + self.timing.poll);
        match self.link.write_all(&Question::Printer.bytes(), until) {
            Ok(()) => self.owed += 1,
            Err(LinkError::Timeout) => {}
            Err(e) => return Err(self.lost(e)),
        }
        let mut heard = None;
        let mut byte = [0u8; 1];
        while Instant::now() < until && !ctl.cancel.is_set() {
            match self.link.read(&mut byte, until) {
                Ok(_) if status::is_fence(byte[0]) => return Ok(Some(Heard::Fence)),
                Ok(_) if status::is_answer(byte[0]) => {
                    self.owed = self.owed.saturating_sub(1);
                    if status::offline(byte[0]) {
                        return self.complaints(ctl).map(|_| Some(Heard::Offline));
                    }
                    heard = Some(Heard::Well);
                }
                Ok(_) => {}
                Err(LinkError::Timeout) => break,
                Err(e) => return Err(self.lost(e)),
            }
        }
        Ok(heard)
    }

    fn gone(&self, cause: Option<std::io::Error>) -> DeviceError {
        let error = DeviceError::harmless(Fault::NotConnected { what: self.link.describe().to_owned() });
        match cause {
            Some(cause) => error.caused_by(cause),
            None => error,
        }
    }

    fn lost(&self, error: LinkError) -> DeviceError {
        match error {
            LinkError::Gone(cause) => self.gone(cause),
            LinkError::Timeout => DeviceError::harmless(Fault::Timeout { op: "slip", after: self.timing.reply }),
            // How a printer node says that it is out of paper.
            LinkError::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => {
                DeviceError::harmless(Fault::Media(Media::PaperOut)).caused_by(e)
            }
            LinkError::Io(e) => DeviceError::harmless(Fault::Protocol { what: "printer", bytes: 0 }).caused_by(e),
        }
    }

    /// Whether somebody is still there who never says anything.
    fn still_there(&mut self) -> Result<(), DeviceError> {
        match self.link.read(&mut [0u8; 64], Instant::now()) {
            Ok(_) | Err(LinkError::Timeout) => Ok(()),
            Err(e) => Err(self.lost(e)),
        }
    }
}

/// What a printer that prints has said last.
enum Heard {
    /// All before the question in turn is printed.
    Fence,
    Well,
    /// It takes no data and does not say why.
    Offline,
}

impl Device for EscPos {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        match self.manners.answers() {
            true => self.health(ctl).map(drop),
            false => self.still_there(),
        }
    }

    fn plugged(&mut self) -> Option<Result<(), DeviceError>> {
        Some(self.link.alive().map_err(|e| self.lost(e)))
    }
}

impl SlipPrinter for EscPos {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        ctl.check("slip")?;
        self.check(ctl)?;
        let mut bytes = encode(slip, self.width, self.codes);
        if self.manners.fences() {
            bytes.extend(FENCE);
        }
        self.send(&bytes, ctl)?;
        if !self.manners.answers() {
            return Ok(PaperLeft::Enough);
        }
        self.wait_printed(ctl).map_err(|e| e.with_effect(Effect::InDoubt))?;
        // The slip is out; whatever the printer says now is about the next one.
        Ok(self.health(ctl).unwrap_or(PaperLeft::Enough))
    }
}
