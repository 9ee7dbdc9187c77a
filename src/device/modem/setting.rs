//! Settings of a message modem: `serial:/dev/...?baud=115200&pin=....`.
//!
//! Separate from the line's form, which knows no modem.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::device::transport::serial;
use crate::device::uri::{DeviceUri, UriError, UriFault};

/// What USB modems use, in bits per second; they ignore it.
pub const DEFAULT_BAUD: u32 = 115_200;
const KEYS: &[&str] = &["baud", "pin"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModemUri {
    pub path: PathBuf,
    /// Bits per second: N × 9600, N from 1 to 12.
    pub baud: u32,
    /// PIN of the SIM.
    pub pin: Option<Pin>,
}

/// Four to eight digits. Neither `Debug` nor `Display` shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl ModemUri {
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), baud: DEFAULT_BAUD, pin: None }
    }

    /// Reads a `serial:` line.
    ///
    /// # Errors
    /// With the part that is wrong; never with the PIN.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(KEYS)?;
        let mut modem = Self::at(uri.path()?);
        modem.baud = serial::baud_of(uri)?.unwrap_or(DEFAULT_BAUD);
        modem.pin = uri.get("pin").map(pin).transpose()?;
        Ok(modem)
    }
}

fn pin(value: &str) -> Result<Pin, UriError> {
    let fits = (4..=8).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(Pin(Zeroizing::new(value.to_owned()))) } else { Err(UriError::new("pin", UriFault::BadNumber)) }
}
