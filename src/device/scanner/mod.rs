//! Code scanners: what one says, and its backends.
//!
//! Separate folder per kind of device. A scanner is only listened to. Must not know what a code means.

pub mod frame;
mod serial;
pub mod sim;

use std::fmt;
use std::io;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::job::AnyDevice;
use crate::device::kind::Device;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::transport::serial::baud_of;
use crate::device::uri::{DeviceUri, UriError};

pub use serial::SerialScanner;
use sim::ScannerSim;

/// What most scanners with a serial cable are set to, in bits per second.
const BAUD: u32 = 9600;

/// What kind of code was read, by the prefix that scanners can be told to send (ISO/IEC 15424).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbology {
    Qr,
    Code128,
    Other,
}

/// One code. The text is wiped when dropped, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    /// None when the scanner sends no prefix.
    pub symbology: Option<Symbology>,
    text: Zeroizing<String>,
}

impl Scan {
    /// What a scanner sent, without its suffix: the prefix is taken off, hidden characters go.
    pub fn of(sent: &str) -> Self {
        let (symbology, rest) = prefix(sent);
        Self { symbology, text: Zeroizing::new(crate::device::clean(rest)) }
    }

    /// Longer than any code can be, or broken: a code that says nothing.
    pub fn unreadable() -> Self {
        Self { symbology: None, text: Zeroizing::default() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scan({:?}, {} characters)", self.symbology, self.text.chars().count())
    }
}

/// `]Q1`: the code's kind in a letter, then a digit of options.
fn prefix(sent: &str) -> (Option<Symbology>, &str) {
    let &[b']', kind, options, ..] = sent.as_bytes() else { return (None, sent) };
    if !kind.is_ascii_alphabetic() || !options.is_ascii_alphanumeric() {
        return (None, sent);
    }
    let symbology = match kind {
        b'Q' => Symbology::Qr,
        b'C' => Symbology::Code128,
        _ => Symbology::Other,
    };
    (Some(symbology), &sent[3..])
}

pub trait Scanner: Device {
    /// The next code within the time of `ctl`; None when nobody scanned.
    fn next(&mut self, ctl: &Ctl) -> Result<Option<Scan>, DeviceError>;
}

/// `serial:`: a scanner that sends what it reads over a serial line.
pub(super) fn serial(uri: &DeviceUri) -> Result<Opener, UriError> {
    uri.only(&["baud"])?;
    let (path, baud): (PathBuf, u32) = (uri.path()?, baud_of(uri)?.unwrap_or(BAUD));
    Ok(Box::new(move |_| Ok(AnyDevice::Scanner(Box::new(SerialScanner::open(&path, baud)?)))))
}

/// `sim:`: a scanner on a pseudo-terminal.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(ScannerSim::start(&place.folder.join("scanner"), place.levers.scanner.clone())?))
}
