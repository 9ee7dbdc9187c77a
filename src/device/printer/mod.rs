//! Card printers: what one is asked, and its backends.
//!
//! Separate folder per kind of device. What is on a card is decided elsewhere; here it is a picture.

pub mod evolis;
pub mod ipp;
pub mod panels;
pub mod sim;

use std::fmt;
use std::io;
use std::sync::Arc;

use zeroize::Zeroizing;

use self::ipp::{IppPrinter, IppUri, Timing};
use self::sim::PrinterSim;
use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::job::AnyDevice;
use crate::device::kind::{Device, OnProgress};
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError};

/// One card. The title stands in queues and on displays: a register number, never a person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardJob {
    pub title: String,
    /// What is put on the blank. A backend that needs a picture refuses a job without one.
    pub face: Option<Face>,
}

/// The picture of one side of a card as a PNG. Held in memory only, wiped when the last user drops it; its
/// `Debug` shows sizes only.
#[derive(Clone, PartialEq, Eq)]
pub struct Face {
    png: Arc<Zeroizing<Vec<u8>>>,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// Pixels per inch.
    pub dpi: u32,
}

impl Face {
    pub fn new(png: Vec<u8>, width: u32, height: u32, dpi: u32) -> Self {
        Self { png: Arc::new(Zeroizing::new(png)), width, height, dpi }
    }

    pub fn png(&self) -> &[u8] {
        &self.png
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Face({} x {} at {} dpi, {} bytes)", self.width, self.height, self.dpi, self.png.len())
    }
}

/// What came out, as far as the printer knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintOutcome {
    Good,
    Bad(Spoiled),
    /// The blank is still in stock.
    NoneOut,
    /// Nobody but a person looking at the printer can tell.
    Unknown,
}

/// Why a card that came out is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoiled {
    Misprint,
    Ribbon,
    Jam,
    DamagedBlank,
}

/// What is left in the printer, as far as it can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplies {
    /// Prints left on the ribbon.
    pub ribbon: Option<u32>,
    /// Whether a blank lies ready.
    pub feeder: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Unknown,
    Loaded,
    Low,
    Empty,
}

pub trait CardPrinter: Device {
    fn supplies(&mut self, ctl: &Ctl) -> Result<Supplies, DeviceError>;
    /// Prints one card. An error carries whether a blank may have been touched.
    fn print(&mut self, job: &CardJob, ctl: &Ctl, progress: OnProgress<'_>) -> Result<PrintOutcome, DeviceError>;
}

/// `ipp:`: a printer or a CUPS queue.
pub(super) fn ipp(uri: &DeviceUri) -> Result<Opener, UriError> {
    let uri = IppUri::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Card(Box::new(IppPrinter::open(&uri, Timing::default(), ctl)?)))))
}

/// `sim:`: an IPP printer on a port of this computer.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(PrinterSim::start(place.levers.printer.clone())?))
}
