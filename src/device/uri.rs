//! The one line that says which device a station uses.
//!
//! Owns the syntax of device settings: parsing with the offending part named, and printing without
//! secrets. Separate from the backend table so that a configuration can be checked without opening
//! anything. Must not touch a device or a file.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A device setting, fully checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceUri {
    /// `none`: this station has no such device.
    Absent,
    /// `attested`: a person does the act on another machine and records it here.
    Attested,
    /// `sim:`: the simulator, started by this process.
    Sim,
    /// `serial:/dev/...?baud=57600&password=...`
    Serial(SerialUri),
    /// `file:/path`: text is appended to a file or written to a character device.
    File(PathBuf),
}

/// Settings of a serial device.
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

pub const DEFAULT_BAUD: u32 = 57_600;
pub const DEFAULT_ADDRESS: u32 = 0xFFFF_FFFF;
const LONGEST: usize = 1024;

/// Which part of a setting is wrong, and how. Never repeats a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UriError {
    pub part: String,
    pub why: UriFault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UriFault {
    Empty,
    TooLong,
    UnknownScheme,
    /// The scheme is known but this kind of device has no backend for it.
    NotForThisKind,
    RelativePath,
    MissingPath,
    ControlCharacter,
    UnknownKey,
    RepeatedKey,
    MissingValue,
    BadNumber,
    BadBaud,
    UnexpectedRest,
}

impl UriError {
    pub(crate) fn new(part: impl Into<String>, why: UriFault) -> Self {
        let part: String = part.into().chars().filter(|c| !c.is_control()).take(80).collect();
        Self { part, why }
    }

    pub fn unknown_scheme(scheme: &str) -> Self {
        Self::new(scheme, UriFault::UnknownScheme)
    }

    pub fn not_for_this_kind(scheme: &str) -> Self {
        Self::new(scheme, UriFault::NotForThisKind)
    }
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {:?}", self.part, self.why)
    }
}

impl std::error::Error for UriError {}

impl FromStr for DeviceUri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(UriError::new("", UriFault::Empty));
        }
        if text.len() > LONGEST {
            return Err(UriError::new("", UriFault::TooLong));
        }
        if text.chars().any(char::is_control) {
            return Err(UriError::new("", UriFault::ControlCharacter));
        }
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) => (scheme, Some(rest)),
            None => (text, None),
        };
        let bare = |uri: DeviceUri| match rest {
            None | Some("") => Ok(uri),
            Some(rest) => Err(UriError::new(rest, UriFault::UnexpectedRest)),
        };
        match scheme.to_ascii_lowercase().as_str() {
            "none" => bare(DeviceUri::Absent),
            "attested" => bare(DeviceUri::Attested),
            "sim" => bare(DeviceUri::Sim),
            "serial" => parse_serial(rest.unwrap_or_default()).map(DeviceUri::Serial),
            "file" => absolute(rest.unwrap_or_default()).map(DeviceUri::File),
            _ => Err(UriError::unknown_scheme(scheme)),
        }
    }
}

fn absolute(path: &str) -> Result<PathBuf, UriError> {
    if path.is_empty() {
        return Err(UriError::new("", UriFault::MissingPath));
    }
    if !Path::new(path).is_absolute() {
        return Err(UriError::new(path, UriFault::RelativePath));
    }
    Ok(PathBuf::from(path))
}

fn parse_serial(rest: &str) -> Result<SerialUri, UriError> {
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, query),
        None => (rest, ""),
    };
    let mut uri = SerialUri::at(absolute(path)?);
    let mut seen: Vec<&str> = Vec::new();
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if seen.contains(&key) {
            return Err(UriError::new(key, UriFault::RepeatedKey));
        }
        if value.is_empty() && ["baud", "password", "address", "sysid"].contains(&key) {
            return Err(UriError::new(key, UriFault::MissingValue));
        }
        seen.push(key);
        match key {
            "baud" => uri.baud = parse_baud(value)?,
            "password" => uri.password = Some(Secret(hex(key, value, 8)?)),
            "address" => uri.address = hex(key, value, 8)?,
            "sysid" => uri.system_id = Some(hex(key, value, 4)? as u16),
            _ => return Err(UriError::new(key, UriFault::UnknownKey)),
        }
    }
    Ok(uri)
}

fn parse_baud(value: &str) -> Result<u32, UriError> {
    let bad = |why| UriError::new(format!("baud={value}"), why);
    let baud: u32 = value.parse().map_err(|_| bad(UriFault::BadNumber))?;
    if baud == 0 || !baud.is_multiple_of(9600) || baud / 9600 > 12 {
        return Err(bad(UriFault::BadBaud));
    }
    Ok(baud)
}

/// A hexadecimal number of at most `digits` digits; the error names the key and never the value.
fn hex(key: &str, value: &str, digits: usize) -> Result<u32, UriError> {
    if value.len() > digits || !value.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(UriError::new(key, UriFault::BadNumber));
    }
    u32::from_str_radix(value, 16).map_err(|_| UriError::new(key, UriFault::BadNumber))
}

impl SerialUri {
    /// A port with the defaults of the fingerprint modules.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), baud: DEFAULT_BAUD, password: None, address: DEFAULT_ADDRESS, system_id: None }
    }

    fn write(&self, f: &mut dyn fmt::Write, expose: bool) -> fmt::Result {
        write!(f, "serial:{}?baud={}", self.path.display(), self.baud)?;
        match self.password {
            Some(p) if expose => write!(f, "&password={:08X}", p.0)?,
            Some(_) => f.write_str("&password=***")?,
            None => {}
        }
        if self.address != DEFAULT_ADDRESS {
            write!(f, "&address={:08X}", self.address)?;
        }
        match self.system_id {
            Some(id) => write!(f, "&sysid={id:04X}"),
            None => Ok(()),
        }
    }
}

impl DeviceUri {
    /// The scheme as written in the backend table.
    pub fn scheme(&self) -> &'static str {
        match self {
            DeviceUri::Absent => "none",
            DeviceUri::Attested => "attested",
            DeviceUri::Sim => "sim",
            DeviceUri::Serial(_) => "serial",
            DeviceUri::File(_) => "file",
        }
    }

    /// The full line with its password, for writing a configuration file.
    pub fn expose(&self) -> String {
        let mut out = String::new();
        // Writing into a String cannot fail.
        let _ = self.write(&mut out, true);
        out
    }

    fn write(&self, f: &mut dyn fmt::Write, expose: bool) -> fmt::Result {
        match self {
            DeviceUri::Absent => f.write_str("none"),
            DeviceUri::Attested => f.write_str("attested"),
            DeviceUri::Sim => f.write_str("sim:"),
            DeviceUri::Serial(s) => s.write(f, expose),
            DeviceUri::File(p) => write!(f, "file:{}", p.display()),
        }
    }
}

impl fmt::Display for DeviceUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}
