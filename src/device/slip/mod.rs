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
use std::ops::Range;

use zeroize::Zeroize as _;

use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::job::AnyDevice;
use crate::device::kind::Device;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError};

pub use file::{PageFolder, SlipFile};

use cups::{CupsLine, CupsQueue};
use line::{Line, Paper, Width};
use printer::{EscPos, Manners, Timing};
use sim::SlipSim;

/// `file:`: plain text to a file or printer node, or pages into a folder.
pub(super) fn plain_file(uri: &DeviceUri) -> Result<Opener, UriError> {
    uri.only(&["width", "paper"])?;
    let sheet = Paper::of(uri)?.is_sheet();
    let path = uri.path()?;
    Ok(Box::new(move |_| {
        Ok(AnyDevice::Slip(if sheet { Box::new(PageFolder::open(&path)?) } else { Box::new(SlipFile::open(&path)?) }))
    }))
}

/// `serial:`, `tcp:`, `usblp:`: an ESC/POS printer.
pub(super) fn escpos(uri: &DeviceUri) -> Result<Opener, UriError> {
    let line = Line::of(uri)?;
    let manners = Manners::default();
    Ok(Box::new(move |ctl| Ok(AnyDevice::Slip(Box::new(EscPos::open(&line, Timing::default(), &manners, ctl)?)))))
}

/// `cups:`: plain text or pages to a queue.
pub(super) fn cups_queue(uri: &DeviceUri) -> Result<Opener, UriError> {
    let line = CupsLine::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Slip(Box::new(CupsQueue::open(&line, ctl)?)))))
}

/// `sim:`: a printer on a TCP port of this machine.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(SlipSim::tcp(place.levers.slip_printer.clone())?))
}

/// The paper of a configured printer.
pub fn paper(uri: &DeviceUri) -> Paper {
    Paper::of(uri).unwrap_or(Paper::Roll(Width::Wide))
}

/// What goes to a printer on this line is on paper and nowhere else: no file, no queue that keeps its jobs on a disk.
pub fn leaves_no_copy(uri: &DeviceUri) -> bool {
    matches!(uri.scheme(), "serial" | "tcp" | "usblp")
}

/// Plain lines for a receipt, and the same as a page. Control characters are gone; `Debug` does not show the text, and
/// its memory is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipText {
    lines: Vec<String>,
    /// Lines twice as wide and high, where the printer can.
    large: Range<usize>,
    code: Option<String>,
    /// A code that says nothing beside it.
    quiet: Option<String>,
    page: Option<Vec<u8>>,
}

impl Drop for SlipText {
    fn drop(&mut self) {
        self.lines.zeroize();
        self.code.zeroize();
        self.quiet.zeroize();
        self.page.zeroize();
    }
}

impl SlipText {
    pub const WIDEST: usize = 200;
    pub const LONGEST: usize = 200;
    /// Most characters of a code.
    pub const LONGEST_CODE: usize = 40;
    /// Most characters of a quiet code: 33 modules across, so that it fits the narrow paper too.
    pub const LONGEST_QUIET: usize = 62;

    /// Lines beyond the limits are not a slip any more and are refused with the count.
    pub fn new<S: AsRef<str>>(lines: &[S]) -> Result<Self, SlipTooLong> {
        let lines: Vec<String> = lines.iter().map(|l| crate::device::clean(l.as_ref())).collect();
        let widest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        if lines.len() > Self::LONGEST || widest > Self::WIDEST {
            return Err(SlipTooLong { lines: lines.len(), widest });
        }
        Ok(Self { lines, large: 0..0, code: None, quiet: None, page: None })
    }

    /// The same with a page (PDF) for printers of sheets.
    pub fn with_page(mut self, page: Vec<u8>) -> Self {
        self.page = Some(page);
        self
    }

    /// The same with a code for a scanner. What is not plain ASCII of a fitting length is no code and left out:
    /// the text says it anyway.
    pub fn with_code(mut self, code: &str) -> Self {
        let fits = (1..=Self::LONGEST_CODE).contains(&code.len());
        self.code = (fits && code.bytes().all(|b| b.is_ascii_graphic())).then(|| code.to_owned());
        self
    }

    /// The same with some lines twice as large.
    pub fn with_large(mut self, lines: Range<usize>) -> Self {
        self.large = lines;
        self
    }

    /// The same with a QR code that stands alone, for what its lines say already. Left out when it is not plain ASCII
    /// or too long.
    pub fn with_quiet(mut self, code: &str) -> Self {
        let fits = (1..=Self::LONGEST_QUIET).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_graphic());
        self.quiet = fits.then(|| code.to_owned());
        self
    }

    pub fn is_large(&self, line: usize) -> bool {
        self.large.contains(&line)
    }

    /// The code that stands alone.
    pub fn quiet(&self) -> Option<&str> {
        self.quiet.as_deref()
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The lines, what the code says, and blank lines that carry them past the tear-off edge: for what draws nothing.
    pub fn plain(&self) -> String {
        let code = self.code.as_ref().map_or_else(String::new, |code| format!("\n\n{code}"));
        format!("{}{code}\n\n\n\n", self.lines.join("\n"))
    }

    pub fn page(&self) -> Option<&[u8]> {
        self.page.as_deref()
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
