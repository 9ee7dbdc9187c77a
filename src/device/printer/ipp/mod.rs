//! The card printer by IPP, alone on the network or behind CUPS: one card from a look at the printer to its end.
//!
//! Owns the order of steps and what each answer means for the blank. Until the document is on its way nothing
//! has happened; from then on only the printer's own word ends the doubt. Knows no office and not who is at
//! the other end.

pub mod line;
pub mod reasons;
pub mod setting;
pub mod supplies;
pub mod wire;

use std::time::Duration;

use ::ipp::prelude::Operation;

use super::{CardJob, CardPrinter, Face, PrintOutcome, Spoiled, Supplies};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault, Media};
use crate::device::kind::{Device, Hint, Identity, OnProgress, Progress};
use crate::device::uri::{UriError, UriFault};
use line::{Arg, Line, Request};
use reasons::{Condition, Look, Watch};
pub use setting::IppUri;
use wire::Message;

/// How patient the driver is.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// One question and its answer.
    pub reply: Duration,
    /// Handing over the picture.
    pub document: Duration,
    /// Pause between two looks at a job.
    pub poll: Duration,
    /// Taking a job back, when its own time may be over already.
    pub withdraw: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            reply: Duration::from_secs(3),
            document: Duration::from_secs(15),
            poll: Duration::from_millis(300),
            withdraw: Duration::from_secs(1),
        }
    }
}

const PNG: &str = "image/png";
const RAW: &str = "application/vnd.cups-raw";
/// What the driver wants to know of a printer.
const ABOUT: &[&str] = &[
    "printer-make-and-model",
    "printer-uuid",
    "printer-device-id",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-supply",
    "printer-input-tray",
    "marker-types",
    "marker-levels",
    "document-format-supported",
    "operations-supported",
    "printer-error-policy",
    "cups-version",
];
const NEEDED: [Operation; 4] =
    [Operation::CreateJob, Operation::SendDocument, Operation::GetJobAttributes, Operation::CancelJob];
/// Looks at a printer that is just finishing another card, and for the reason of an abort.
const LOOKS: u32 = 4;
/// Questions in a row without an answer before a printer counts as gone.
const LOST: u32 = 2;

const CANCELLED: i32 = 7;
const ABORTED: i32 = 8;
const COMPLETED: i32 = 9;

pub struct IppPrinter {
    line: Line,
    setting: IppUri,
    timing: Timing,
    identity: Identity,
    /// A queue of CUPS, which keeps documents and can be asked to forget them.
    cups: bool,
}

impl IppPrinter {
    /// Finds out who answers, and that it can print a card for us and only once.
    ///
    /// # Errors
    /// `WrongDevice` for another make, `Unsupported` for a printer that takes no PNG or cannot be followed,
    /// `BadSetting` for a queue that would print a failed card again by itself.
    pub fn open(setting: &IppUri, timing: Timing, ctl: &Ctl) -> Result<Self, DeviceError> {
        let line = Line::new(setting);
        let about = about(&line, timing, ctl)?;
        let identity = identity(&about);
        if let Some(make) = setting.make.as_ref().filter(|make| !contains(identity.as_str(), make)) {
            let found = identity.as_str().to_owned();
            return Err(DeviceError::harmless(Fault::WrongDevice { expected: make.clone(), found }));
        }
        let format = if setting.raw { RAW } else { PNG };
        if !about.texts("document-format-supported").any(|f| f.eq_ignore_ascii_case(format)) {
            return Err(DeviceError::harmless(Fault::Unsupported { what: format }));
        }
        if !NEEDED.iter().all(|op| about.numbers("operations-supported").any(|n| n == *op as i32)) {
            return Err(DeviceError::harmless(Fault::Unsupported { what: "following a job" }));
        }
        // Anything else keeps a job after an error and prints it once more when the printer is back.
        if about.text("printer-error-policy").is_some_and(|policy| policy != "abort-job") {
            return Err(UriError::new("printer-error-policy", UriFault::BadChoice).into());
        }
        let cups = about.text("cups-version").is_some();
        // A queue answers for a printer that is switched off.
        if let Some(gone @ Fault::NotConnected { .. }) = Look::of(&about).obstacle(&line.printer()) {
            return Err(DeviceError::harmless(gone));
        }
        Ok(Self { line, setting: setting.clone(), timing, identity, cups })
    }

    /// The printer now, provided it is still the one that was opened.
    fn look(&self, ctl: &Ctl) -> Result<Message, DeviceError> {
        let about = about(&self.line, self.timing, ctl)?;
        let found = identity(&about);
        if found == self.identity {
            return Ok(about);
        }
        Err(DeviceError::harmless(Fault::WrongDevice {
            expected: self.identity.as_str().to_owned(),
            found: found.as_str().to_owned(),
        }))
    }

    /// The gate before a blank is touched. A printer that is just finishing the card before is waited for.
    fn ready(&self, ctl: &Ctl) -> Result<Look, DeviceError> {
        let mut looks = 0;
        loop {
            let look = Look::of(&self.look(ctl)?);
            looks += 1;
            match look.obstacle(&self.line.printer()) {
                None => return Ok(look),
                Some(Fault::Busy { .. }) if looks < LOOKS => ctl.pause("print", self.timing.poll)?,
                Some(fault) => return Err(DeviceError::harmless(fault)),
            }
        }
    }

    /// Announces a job. Without its document nothing is printed, so nothing here is in doubt.
    fn create(&self, job: &CardJob, ctl: &Ctl) -> Result<i32, DeviceError> {
        let media = self.setting.media.as_deref().map(|media| ("media", Arg::Keyword(media)));
        let template: Vec<_> = [("copies", Arg::Number(1))].into_iter().chain(media).collect();
        let request = Request {
            operation: Operation::CreateJob,
            name: "Create-Job",
            operands: &[("job-name", Arg::Name(&job.title))],
            job: &template,
            document: &[],
            limit: self.timing.reply,
        };
        let answer = self.line.ask(&request, ctl).map_err(|e| e.with_effect(Effect::NotStarted));
        if let Ok(answer) = &answer
            && let Some(fault) = self.line.refusal(answer)
        {
            return Err(DeviceError::harmless(fault));
        }
        let nameless = |bytes| DeviceError::harmless(Fault::Protocol { what: "no job number", bytes });
        let id = answer.and_then(|answer| answer.number("job-id").ok_or_else(|| nameless(answer.length)));
        id.inspect_err(|_| self.take_back(&job.title))
    }

    /// Takes back a job whose number never came: it would keep the printer waiting for its document, and busy.
    /// Best effort, as [`Self::withdraw`].
    fn take_back(&self, title: &str) {
        let request = Request {
            operation: Operation::GetJobs,
            name: "Get-Jobs",
            operands: &[
                ("my-jobs", Arg::Yes),
                ("limit", Arg::Number(1)),
                ("requested-attributes", Arg::Keywords(&["job-id", "job-name"])),
            ],
            job: &[],
            document: &[],
            limit: self.timing.withdraw,
        };
        let found = self.line.ask(&request, &Ctl::within(self.timing.withdraw)).ok();
        let mine = found.filter(|jobs| jobs.text("job-name") == Some(title));
        if let Some(id) = mine.and_then(|jobs| jobs.number("job-id")) {
            self.withdraw(id);
        }
    }

    /// Hands over the picture: the point of no return.
    fn send(&self, id: i32, face: &Face, ctl: &Ctl) -> Result<(), DeviceError> {
        let format = if self.setting.raw { RAW } else { PNG };
        let request = Request {
            operation: Operation::SendDocument,
            name: "Send-Document",
            operands: &[
                ("job-id", Arg::Number(id)),
                ("document-format", Arg::Mime(format)),
                ("last-document", Arg::Yes),
            ],
            job: &[],
            document: face.png(),
            limit: self.timing.document,
        };
        let answer = self.line.ask(&request, ctl)?;
        let Some(fault) = self.line.refusal(&answer) else { return Ok(()) };
        // A refusal of the document leaves the blank alone; an error of the device may have come half-way.
        let refused = matches!(answer.code, 0x0400..=0x04FF | 0x0501 | 0x0502 | 0x0506 | 0x0507);
        let effect = if refused { Effect::NotStarted } else { Effect::InDoubt };
        Err(DeviceError::harmless(fault).with_effect(effect))
    }

    /// Takes a job back, and out of the spool of CUPS. Best effort with a bound of its own: the doubt about the
    /// card stays whatever the answer is.
    fn withdraw(&self, id: i32) {
        let forget = self.cups.then_some(("purge-job", Arg::Yes));
        let operands: Vec<_> = [("job-id", Arg::Number(id))].into_iter().chain(forget).collect();
        let request = Request {
            operation: Operation::CancelJob,
            name: "Cancel-Job",
            operands: &operands,
            job: &[],
            document: &[],
            limit: self.timing.withdraw,
        };
        // Nobody is left to be told of a failure here.
        let _ = self.line.ask(&request, &Ctl::within(self.timing.withdraw));
    }

    /// The job and the printer at one moment; None when the printer no longer knows the job.
    fn follow_once(&self, id: i32, ctl: &Ctl) -> Result<(Option<Message>, Look), DeviceError> {
        let request = Request {
            operation: Operation::GetJobAttributes,
            name: "Get-Job-Attributes",
            operands: &[
                ("job-id", Arg::Number(id)),
                ("requested-attributes", Arg::Keywords(&["job-state", "job-state-reasons"])),
            ],
            job: &[],
            document: &[],
            limit: self.timing.reply,
        };
        let job = self.line.ask(&request, ctl)?;
        let known = !matches!(job.code, 0x0406 | 0x0407);
        if known && let Some(fault) = self.line.refusal(&job) {
            return Err(DeviceError::in_doubt(fault));
        }
        Ok((known.then_some(job), Look::of(&self.look(ctl)?)))
    }

    /// Follows a job whose document is out until it ends, however it ends.
    fn follow(
        &self,
        id: i32,
        mut watch: Watch,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<PrintOutcome, DeviceError> {
        let (mut lost, mut live) = (0, None);
        loop {
            if let Err(stop) = ctl.pause("print", self.timing.poll) {
                self.withdraw(id);
                return Err(self.out_of_time(stop, live).with_effect(Effect::InDoubt));
            }
            match self.follow_once(id, ctl) {
                Err(_) if ctl.check("print").is_err() => {}
                Err(e) => {
                    lost += 1;
                    progress(Progress::hint(Hint::Connecting));
                    if lost >= LOST {
                        self.withdraw(id);
                        return Err(e.with_effect(Effect::InDoubt));
                    }
                }
                Ok((None, _)) => return Ok(PrintOutcome::Unknown),
                Ok((Some(job), look)) => {
                    lost = 0;
                    live = watch.live(&look);
                    let state = job.number("job-state").unwrap_or_default();
                    if state >= CANCELLED {
                        let ended = self.ended(state, &job, live, &mut watch, ctl);
                        if self.cups {
                            self.withdraw(id);
                        }
                        return ended;
                    }
                    let doing = if state < 5 { Hint::Sending } else { Hint::Printing };
                    progress(Progress::hint(live.and_then(Condition::hint).unwrap_or(doing)));
                }
            }
        }
    }

    /// The reason that stood in the way says more than that time ran out.
    fn out_of_time(&self, stop: DeviceError, live: Option<Condition>) -> DeviceError {
        match live.and_then(|c| c.fault(&self.line.printer())) {
            Some(fault) if matches!(stop.fault, Fault::Timeout { .. }) => DeviceError::in_doubt(fault),
            _ => stop,
        }
    }

    /// What the end of a job means for the card. CUPS tells an abort of the printer as *cancelled*, and now and
    /// then as *completed* (its backend watches the printer from two threads), so that the state alone never
    /// says how it ended; and it learns the reason about a second late.
    fn ended(
        &self,
        state: i32,
        job: &Message,
        mut live: Option<Condition>,
        watch: &mut Watch,
        ctl: &Ctl,
    ) -> Result<PrintOutcome, DeviceError> {
        let completed = state == COMPLETED;
        let looks = match (completed, self.cups) {
            (false, _) => LOOKS,
            (true, cups) => u32::from(cups),
        };
        for _ in 0..looks {
            if live.is_some() || ctl.pause("print", self.timing.poll).is_err() {
                break;
            }
            live = self.look(ctl).ok().and_then(|about| watch.live(&Look::of(&about)));
        }
        if completed {
            // The last blank, a full tray and an opened cover may follow a good card; a jam does not.
            let flawed = job.texts("job-state-reasons").any(|r| r == "job-completed-with-errors");
            return match live {
                Some(Condition::Jam) => Err(DeviceError::in_doubt(Fault::Media(Media::Jam))),
                _ if flawed => Ok(PrintOutcome::Unknown),
                _ => Ok(PrintOutcome::Good),
            };
        }
        match live.and_then(|c| c.fault(&self.line.printer())) {
            Some(Fault::Media(Media::Jam)) => Ok(PrintOutcome::Bad(Spoiled::Jam)),
            Some(fault) => Err(DeviceError::in_doubt(fault)),
            None if state == ABORTED => Err(DeviceError::in_doubt(Fault::Hardware { code: ABORTED as u16 })),
            None => Ok(PrintOutcome::Unknown),
        }
    }
}

/// Asks a printer about itself.
fn about(line: &Line, timing: Timing, ctl: &Ctl) -> Result<Message, DeviceError> {
    let request = Request {
        operation: Operation::GetPrinterAttributes,
        name: "Get-Printer-Attributes",
        operands: &[("requested-attributes", Arg::Keywords(ABOUT))],
        job: &[],
        document: &[],
        limit: timing.reply,
    };
    let answer = line.ask(&request, ctl).map_err(|e| e.with_effect(Effect::NotStarted))?;
    match line.refusal(&answer) {
        Some(fault) => Err(DeviceError::harmless(fault)),
        None => Ok(answer),
    }
}

/// Make and model, and what tells two of them apart.
fn identity(about: &Message) -> Identity {
    let parts = ["printer-make-and-model", "printer-uuid", "printer-device-id"];
    let known: Vec<&str> = parts.iter().filter_map(|name| about.text(name)).filter(|t| !t.is_empty()).collect();
    Identity::new(&known.join(" "))
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

impl Device for IppPrinter {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Also what would keep a card from being begun; another card is no fault.
    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        match Look::of(&self.look(ctl)?).obstacle(&self.line.printer()) {
            None | Some(Fault::Busy { .. }) => Ok(()),
            Some(fault) => Err(DeviceError::harmless(fault)),
        }
    }
}

impl CardPrinter for IppPrinter {
    fn supplies(&mut self, ctl: &Ctl) -> Result<Supplies, DeviceError> {
        self.look(ctl).map(|about| supplies::of(&about))
    }

    fn print(&mut self, job: &CardJob, ctl: &Ctl, progress: OnProgress<'_>) -> Result<PrintOutcome, DeviceError> {
        let Some(face) = &job.face else {
            return Err(DeviceError::harmless(Fault::Unsupported { what: "a card without a picture" }));
        };
        let before = self.ready(ctl)?;
        progress(Progress::hint(Hint::Sending));
        let id = self.create(job, ctl)?;
        if let Err(e) = self.send(id, face, ctl) {
            self.withdraw(id);
            return Err(e);
        }
        progress(Progress::hint(Hint::Feeding));
        self.follow(id, Watch::since(&before), ctl, progress)
    }
}
