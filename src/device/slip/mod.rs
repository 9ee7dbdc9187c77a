//! Slip printers: what one is asked, and its backends.
//!
//! Separate folder per kind of device. Must not know what is on a slip.

mod file;

use std::fmt;

use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::kind::Device;

pub use file::SlipFile;

use crate::device::backends::Opener;
use crate::device::job::AnyDevice;
use crate::device::uri::{DeviceUri, UriError};

/// `file:`: plain text to a file or printer node.
pub(super) fn plain_file(uri: &DeviceUri) -> Result<Opener, UriError> {
    uri.only(&[])?;
    let path = uri.path()?;
    Ok(Box::new(move |_| Ok(AnyDevice::Slip(Box::new(SlipFile::open(&path)?)))))
}

/// Plain lines for a receipt. Control characters are gone; `Debug` does not show the text.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipText(Vec<String>);

impl SlipText {
    pub const WIDEST: usize = 200;
    pub const LONGEST: usize = 200;

    /// Lines beyond the limits are not a slip any more and are refused with the count.
    pub fn new<S: AsRef<str>>(lines: &[S]) -> Result<Self, SlipTooLong> {
        let lines: Vec<String> = lines.iter().map(|l| crate::device::clean(l.as_ref())).collect();
        let widest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        if lines.len() > Self::LONGEST || widest > Self::WIDEST {
            return Err(SlipTooLong { lines: lines.len(), widest });
        }
        Ok(Self(lines))
    }

    pub fn lines(&self) -> &[String] {
        &self.0
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
        write!(f, "SlipText({} lines)", self.0.len())
    }
}

pub trait SlipPrinter: Device {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<(), DeviceError>;
}
