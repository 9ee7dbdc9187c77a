//! Slip printers: what one is asked, and its backends.
//!
//! Separate folder per kind of device. Must not know what is on a slip.

pub mod cups;
pub mod escpos;
mod file;
pub mod line;
pub mod printer;
pub mod sim;
pub mod status;

use std::fmt;
use std::io;

use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::job::AnyDevice;
use crate::device::kind::Device;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError};

pub use file::SlipFile;

use cups::{CupsLine, CupsQueue};
use line::{Line, Width};
use printer::{EscPos, Manners, Timing};
use sim::SlipSim;

/// `file:`: plain text to a file or printer node.
pub(super) fn plain_file(uri: &DeviceUri) -> Result<Opener, UriError> {
    uri.only(&["width"])?;
    Width::of(uri)?;
    let path = uri.path()?;
    Ok(Box::new(move |_| Ok(AnyDevice::Slip(Box::new(SlipFile::open(&path)?)))))
}

/// `serial:`, `tcp:`, `usblp:`: an ESC/POS printer.
pub(super) fn escpos(uri: &DeviceUri) -> Result<Opener, UriError> {
    let line = Line::of(uri)?;
    let manners = Manners::default();
    Ok(Box::new(move |ctl| Ok(AnyDevice::Slip(Box::new(EscPos::open(&line, Timing::default(), &manners, ctl)?)))))
}

/// `cups:`: plain text to a queue.
pub(super) fn cups_queue(uri: &DeviceUri) -> Result<Opener, UriError> {
    let line = CupsLine::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Slip(Box::new(CupsQueue::open(&line, ctl)?)))))
}

/// `sim:`: a printer on a TCP port of this machine.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(SlipSim::tcp(place.levers.slip_printer.clone())?))
}

/// Columns of text on the paper of a configured printer.
pub fn columns(uri: &DeviceUri) -> usize {
    Width::of(uri).unwrap_or(Width::Wide).columns()
}

/// Plain lines for a receipt. Control characters are gone; `Debug` does not show the text.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipText {
    lines: Vec<String>,
    code: Option<String>,
}

impl SlipText {
    pub const WIDEST: usize = 200;
    pub const LONGEST: usize = 200;
    /// Most characters of a code.
    pub const LONGEST_CODE: usize = 40;

    /// Lines beyond the limits are not a slip any more and are refused with the count.
    pub fn new<S: AsRef<str>>(lines: &[S]) -> Result<Self, SlipTooLong> {
        let lines: Vec<String> = lines.iter().map(|l| crate::device::clean(l.as_ref())).collect();
        let widest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        if lines.len() > Self::LONGEST || widest > Self::WIDEST {
            return Err(SlipTooLong { lines: lines.len(), widest });
        }
        Ok(Self { lines, code: None })
    }

    /// The same with a code for a scanner. What is not plain ASCII of a fitting length is no code and left out:
    /// the text says it anyway.
    pub fn with_code(mut self, code: &str) -> Self {
        let fits = (1..=Self::LONGEST_CODE).contains(&code.len());
        self.code = (fits && code.bytes().all(|b| b.is_ascii_graphic())).then(|| code.to_owned());
        self
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// What a scanner is to read off the slip.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("slip of {lines} lines, widest {widest} characters")]
pub struct SlipTooLong {
    pub lines: usize,
    pub widest: usize,
}

impl fmt::Debug for SlipText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SlipText({} lines)", self.lines.len())
    }
}

/// How much paper there is after a slip, as far as the printer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperLeft {
    Enough,
    NearEnd,
}

pub trait SlipPrinter: Device {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<PaperLeft, DeviceError>;
}
