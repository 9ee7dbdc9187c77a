//! Slips as plain text, or as pages with `paper=a5|a4`, to a queue of CUPS: `cups://host:port/printers/QUEUE`.
//!
//! Separate from the card printer, which needs conditions and supplies: here a job is handed over and watched until
//! the queue has passed it on. Nobody has a queue to himself. The job's name says nothing about a person.

use std::io::{self, Cursor};
use std::time::Duration;

use ipp::prelude::{
    DelimiterTag, IppClient, IppError, IppOperationBuilder, IppPayload, IppRequestResponse, JobState, StatusCode, Uri,
};

use super::line::Paper;
use super::{PaperLeft, SlipPrinter, SlipText};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault, Media};
use crate::device::kind::{Device, Identity};
use crate::device::transport::tcp::HostPort;
use crate::device::uri::{DeviceUri, UriError, UriFault};

const PORT: u16 = 631;
/// One request; a cancel waits no longer than this.
const REQUEST: Duration = Duration::from_secs(2);
/// Pause between two looks at a job.
const POLL: Duration = Duration::from_millis(200);
const REASONS: &str = "printer-state-reasons";
const REFUSED: &str = "cups refused";
const USER: &str = "loket";
const TEXT: &str = "text/plain";
const PDF: &str = "application/pdf";
/// What a queue without filters takes.
const RAW: &str = "application/vnd.cups-raw";

/// A queue by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CupsLine {
    queue: Uri,
    /// Slips are pages.
    sheet: bool,
}

impl CupsLine {
    /// Reads `cups://host[:port]/printers/QUEUE`.
    ///
    /// # Errors
    /// `MissingPath` without a queue, `BadAddress`.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(&["width", "paper"])?;
        let sheet = Paper::of(uri)?.is_sheet();
        let bad = |why| UriError::new(uri.body(), why);
        let rest = uri.body().strip_prefix("//").ok_or_else(|| bad(UriFault::BadAddress))?;
        let (host, queue) = rest.split_once("/printers/").ok_or_else(|| bad(UriFault::MissingPath))?;
        if queue.is_empty() || !queue.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b)) {
            return Err(bad(UriFault::MissingPath));
        }
        let port = HostPort::parse(host, PORT)?.port;
        let host = host.strip_suffix(&format!(":{port}")).unwrap_or(host);
        let queue = format!("ipp://{host}:{port}/printers/{queue}").parse();
        Ok(Self { queue: queue.map_err(|_| bad(UriFault::BadAddress))?, sheet })
    }
}

pub struct CupsQueue {
    queue: Uri,
    /// What the queue takes.
    format: &'static str,
    /// It takes pages, and is to get them.
    pages: bool,
    identity: Identity,
}

impl CupsQueue {
    /// Asks whether the queue is there and what it takes.
    ///
    /// # Errors
    /// `ServiceDown` without a CUPS, `NotConnected` without such a queue.
    pub fn open(line: &CupsLine, ctl: &Ctl) -> Result<Self, DeviceError> {
        let identity = Identity::new(&format!("cups {}", line.queue));
        let mut queue = Self { queue: line.queue.clone(), format: TEXT, pages: false, identity };
        let formats = values(&queue.state(ctl)?, DelimiterTag::PrinterAttributes, "document-format-supported");
        if !formats.iter().any(|f| f == TEXT) {
            queue.format = RAW;
        }
        queue.pages = line.sheet && formats.iter().any(|f| f == PDF);
        Ok(queue)
    }

    fn state(&self, ctl: &Ctl) -> Result<IppRequestResponse, DeviceError> {
        let wanted = ["document-format-supported", REASONS, "printer-is-accepting-jobs"];
        let ask = IppOperationBuilder::get_printer_attributes(self.queue.clone()).attributes(wanted).build();
        let state = self.send(ask.map_err(|e| self.sort(e.into()))?.into(), ctl)?;
        if values(&state, DelimiterTag::PrinterAttributes, "printer-is-accepting-jobs")
            .first()
            .is_some_and(|v| v == "false")
        {
            return Err(self.absent());
        }
        Ok(state)
    }

    /// One request, answered with success.
    fn send(&self, request: IppRequestResponse, ctl: &Ctl) -> Result<IppRequestResponse, DeviceError> {
        ctl.check("cups")?;
        let limit = ctl.left().min(REQUEST);
        let answer = IppClient::builder(self.queue.clone()).request_timeout(limit).build().send(request);
        match answer {
            Ok(answer) if answer.header().status_code().is_success() => Ok(answer),
            Ok(answer) => Err(match answer.header().status_code() {
                StatusCode::ClientErrorNotFound => self.absent(),
                _ => DeviceError::harmless(Fault::Protocol { what: REFUSED, bytes: 0 }),
            }),
            Err(error) => {
                ctl.check("cups")?;
                Err(self.sort(error))
            }
        }
    }

    fn absent(&self) -> DeviceError {
        DeviceError::harmless(Fault::NotConnected { what: self.identity.as_str().to_owned() })
    }

    fn sort(&self, error: IppError) -> DeviceError {
        let down = DeviceError::harmless(Fault::ServiceDown { service: "cups" });
        match error {
            IppError::IoError(e) | IppError::ClientError(ureq::Error::Io(e)) => down.caused_by(e),
            IppError::ClientError(ureq::Error::Timeout(_)) => {
                DeviceError::harmless(Fault::Timeout { op: "cups", after: REQUEST })
            }
            IppError::ClientError(e) => down.caused_by(io::Error::other(e)),
            e => DeviceError::harmless(Fault::Protocol { what: "cups", bytes: 0 }).caused_by(io::Error::other(e)),
        }
    }

    /// Follows the job until the queue has passed it on.
    fn watch(&self, job: i32, before: &[String], ctl: &Ctl) -> Result<(), DeviceError> {
        loop {
            let ask = IppOperationBuilder::get_job_attributes(self.queue.clone(), job).user_name(USER).build();
            let answer = self.send(ask.map_err(|e| self.sort(e.into()))?.into(), ctl)?;
            let state = values(&answer, DelimiterTag::JobAttributes, "job-state");
            match state.first().and_then(|s| s.parse::<i32>().ok()) {
                Some(s) if s == JobState::Completed as i32 => return Ok(()),
                // What a printer gave up reaches us as cancelled.
                Some(s) if s == JobState::Canceled as i32 || s == JobState::Aborted as i32 => {
                    self.complaint(before, ctl)?;
                    return Err(self.absent());
                }
                _ => self.complaint(before, ctl)?,
            }
            ctl.pause("cups", POLL)?;
        }
    }

    /// What the printer behind the queue has begun to complain about; what is left from the job before is not it.
    fn complaint(&self, before: &[String], ctl: &Ctl) -> Result<(), DeviceError> {
        let reasons = values(&self.state(ctl)?, DelimiterTag::PrinterAttributes, REASONS);
        let fault = reasons.iter().filter(|r| !before.contains(r)).find_map(|reason| complaint(reason));
        fault.map_or(Ok(()), |fault| Err(DeviceError::harmless(fault)))
    }

    /// Takes a job back; what has left by then is not known.
    fn take_back(&self, job: i32) {
        let Ok(cancel) = IppOperationBuilder::cancel_job(self.queue.clone(), job).user_name(USER).build() else {
            return;
        };
        // The act has failed already, and its effect says that a person must look.
        let _ = self.send(cancel.into(), &Ctl::within(REQUEST));
    }
}

/// Refused by the queue, or nobody there; after a broken or late answer nobody knows.
fn never_queued(error: &DeviceError) -> bool {
    let refused = || {
        let source = std::error::Error::source(error).and_then(|e| e.downcast_ref::<io::Error>());
        source.is_some_and(|e| e.kind() == io::ErrorKind::ConnectionRefused)
    };
    match error.fault {
        Fault::NotConnected { .. } | Fault::Protocol { what: REFUSED, .. } => true,
        _ => refused(),
    }
}

/// A reason with its severity taken off.
fn complaint(reason: &str) -> Option<Fault> {
    let stem = ["-error", "-warning", "-report"].iter().find_map(|end| reason.strip_suffix(end)).unwrap_or(reason);
    Some(match stem {
        "media-empty" | "media-needed" => Fault::Media(Media::PaperOut),
        "cover-open" | "door-open" => Fault::Media(Media::CoverOpen),
        "media-jam" => Fault::Media(Media::Cutter),
        _ => return None,
    })
}

/// The values of an attribute, written out.
fn values(answer: &IppRequestResponse, group: DelimiterTag, name: &str) -> Vec<String> {
    let found = answer.attributes().groups_of(group).find_map(|group| group.get(name));
    found.map(|a| a.value().into_iter().map(ToString::to_string).collect()).unwrap_or_default()
}

impl Device for CupsQueue {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        self.state(ctl).map(drop)
    }
}

impl SlipPrinter for CupsQueue {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        let before = values(&self.state(ctl)?, DelimiterTag::PrinterAttributes, REASONS);
        let (bytes, format) = match slip.page().filter(|_| self.pages) {
            Some(page) => (page.to_vec(), PDF),
            None => (slip.plain().into_bytes(), self.format),
        };
        let job = IppOperationBuilder::print_job(self.queue.clone(), IppPayload::new(Cursor::new(bytes)))
            .user_name(USER)
            .job_title("slip")
            .document_format(format)
            .build();
        let sent = self.send(job.map_err(|e| self.sort(e.into()))?.into(), ctl);
        let answer = sent.map_err(|e| if never_queued(&e) { e } else { e.with_effect(Effect::InDoubt) })?;
        let number = values(&answer, DelimiterTag::JobAttributes, "job-id");
        let Some(number) = number.first().and_then(|id| id.parse().ok()) else {
            return Err(DeviceError::in_doubt(Fault::Protocol { what: "cups job", bytes: 0 }));
        };
        match self.watch(number, &before, ctl) {
            Ok(()) => Ok(PaperLeft::Enough),
            Err(error) => {
                self.take_back(number);
                Err(error.with_effect(Effect::InDoubt))
            }
        }
    }
}
