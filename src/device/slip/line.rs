//! What the line of a slip printer may say: `width=58|80`, `paper=a5|a4`, `code=qr|128|both|none`, and where it is.
//!
//! Separate from the drivers, because the desk asks for the paper without opening anything.

use std::path::PathBuf;

use crate::device::transport::serial;
use crate::device::transport::tcp::HostPort;
use crate::device::uri::{DeviceUri, UriError, UriFault};

/// Raw printing port of network printers.
pub const TCP_PORT: u16 = 9100;
/// Most serial receipt printers leave the factory with this, in bits per second.
pub const BAUD: u32 = 9600;

/// Width of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 58 mm.
    Narrow,
    /// 80 mm.
    Wide,
}

impl Width {
    /// Characters of the printer's own font on a line.
    pub fn columns(self) -> usize {
        match self {
            Width::Narrow => 32,
            Width::Wide => 48,
        }
    }

    /// Dots across at 203 per inch.
    pub fn dots(self) -> usize {
        self.columns() * 12
    }

    /// What a line says; 80 mm when it says nothing.
    ///
    /// # Errors
    /// `BadChoice`.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        match uri.get("width") {
            None | Some("80") => Ok(Width::Wide),
            Some("58") => Ok(Width::Narrow),
            Some(_) => Err(UriError::new("width", UriFault::BadChoice)),
        }
    }
}

/// What slips are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Roll(Width),
    A5,
    A4,
}

impl Paper {
    /// What a line says; a roll when it names no sheet.
    ///
    /// # Errors
    /// `BadChoice`, also for the width of a roll beside a sheet.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        let sheet = match uri.get("paper") {
            None => return Width::of(uri).map(Paper::Roll),
            Some("a5") => Paper::A5,
            Some("a4") => Paper::A4,
            Some(_) => return Err(UriError::new("paper", UriFault::BadChoice)),
        };
        match uri.get("width") {
            None => Ok(sheet),
            Some(_) => Err(UriError::new("width", UriFault::BadChoice)),
        }
    }

    /// A sheet, printed as a page and not as lines.
    pub fn is_sheet(self) -> bool {
        !matches!(self, Paper::Roll(_))
    }
}

/// Which pictures of the code a slip carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codes {
    None,
    Qr,
    Code128,
    Both,
}

impl Codes {
    pub fn qr(self) -> bool {
        matches!(self, Codes::Qr | Codes::Both)
    }

    pub fn bars(self) -> bool {
        matches!(self, Codes::Code128 | Codes::Both)
    }

    fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        match uri.get("code") {
            None | Some("qr") => Ok(Codes::Qr),
            Some("128") => Ok(Codes::Code128),
            Some("both") => Ok(Codes::Both),
            Some("none") => Ok(Codes::None),
            Some(_) => Err(UriError::new("code", UriFault::BadChoice)),
        }
    }
}

/// How the printer is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Serial { path: PathBuf, baud: u32 },
    Tcp(HostPort),
    Node(PathBuf),
}

/// A line of an ESC/POS printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub place: Place,
    pub width: Width,
    pub codes: Codes,
}

impl Line {
    /// Reads `serial:/path`, `tcp:host:port` or `usblp:/path`.
    ///
    /// # Errors
    /// With the part that is wrong.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        let serial = uri.scheme() == "serial";
        uri.only(if serial { &["width", "code", "baud"] } else { &["width", "code"] })?;
        let place = match uri.scheme() {
            "tcp" => Place::Tcp(HostPort::parse(uri.body(), TCP_PORT)?),
            "usblp" => Place::Node(uri.path()?),
            _ => Place::Serial { path: uri.path()?, baud: serial::baud_of(uri)?.unwrap_or(BAUD) },
        };
        Ok(Self { place, width: Width::of(uri)?, codes: Codes::of(uri)? })
    }
}
