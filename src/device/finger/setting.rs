//! Settings of a serial fingerprint module: `serial:/dev/...?baud=57600&password=00000000&address=FFFFFFFF&sysid=0009`.
//!
//! Separate from the line's form, which knows no module.

use std::fmt;
use std::path::PathBuf;

use crate::device::transport::serial;
use crate::device::uri::{DeviceUri, UriError};

/// Factory setting of the modules, in bits per second.
pub const DEFAULT_BAUD: u32 = 57_600;
pub const DEFAULT_ADDRESS: u32 = 0xFFFF_FFFF;
const KEYS: &[&str] = &["baud", "password", "address", "sysid"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialUri {
    pub path: PathBuf,
    /// Bits per second; the fingerprint modules use multiples of 9600 up to 12 × 9600.
    pub baud: u32,
    pub password: Option<Secret>,
    /// Address of the module on its bus.
    pub address: u32,
    /// Refuse a module that reports another system identifier.
    pub system_id: Option<u16>,
}

/// A device password: neither `Debug` nor `Display` shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret(u32);

impl Secret {
    pub fn new(value: u32) -> Self {
        Self(value)
    }

    pub fn expose(self) -> u32 {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl SerialUri {
    /// A port with the factory settings of the modules.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), baud: DEFAULT_BAUD, password: None, address: DEFAULT_ADDRESS, system_id: None }
    }

    /// Reads a `serial:` line.
    ///
    /// # Errors
    /// With the part that is wrong; never with the password.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(KEYS)?;
        let mut serial = Self::at(uri.path()?);
        serial.baud = serial::baud_of(uri)?.unwrap_or(DEFAULT_BAUD);
        serial.password = uri.hex("password", 8)?.map(Secret);
        serial.address = uri.hex("address", 8)?.unwrap_or(DEFAULT_ADDRESS);
        serial.system_id = uri.hex("sysid", 4)?.map(|id| id as u16);
        Ok(serial)
    }
}
