//! The one line that says which device a station uses: `scheme:body?key=value&key=value`.
//!
//! Owns the form of the line: parsing with the offending part named, and printing without secrets. What a
//! body or a key means is each backend's own. Must not touch a device or a file.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use zeroize::Zeroizing;

/// A device line of good form. `Display` and `Debug` hide secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceUri {
    scheme: String,
    body: String,
    query: Vec<(String, Zeroizing<String>)>,
}

/// Longest line, in bytes.
pub const LONGEST: usize = 1024;
/// Keys whose values are shown to nobody.
const SECRETS: &[&str] = &["password", "pin"];
const HIDDEN: &str = "***";

/// Which part of a setting is wrong, and how. Never repeats a secret.
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
    MissingKey,
    MissingValue,
    BadNumber,
    BadBaud,
    BadAddress,
    BadChoice,
    UnexpectedRest,
    /// No reader is named.
    MissingReader,
    /// More than one device of the machine fits the name.
    Ambiguous,
    /// A file that a line names cannot be read.
    Unreadable,
    /// A file that a line names is not of the form it must have; the part says where.
    BadScript,
}

impl UriError {
    pub(crate) fn new(part: impl Into<String>, why: UriFault) -> Self {
        let part: String = crate::device::clean(&part.into()).chars().take(80).collect();
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
        // Keys first: where the colon is forgotten their values are still no part of what may be shown.
        let (head, query) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, body) = head.split_once(':').unwrap_or((head, ""));
        let mut uri = DeviceUri::new(&scheme.to_ascii_lowercase(), body);
        for pair in query.split('&').filter(|p| !p.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if uri.get(key).is_some() {
                return Err(UriError::new(key, UriFault::RepeatedKey));
            }
            if value.is_empty() {
                return Err(UriError::new(key, UriFault::MissingValue));
            }
            uri.query.push((key.to_owned(), Zeroizing::new(value.to_owned())));
        }
        Ok(uri)
    }
}

impl DeviceUri {
    /// A line without keys.
    pub fn new(scheme: &str, body: &str) -> Self {
        Self { scheme: scheme.to_owned(), body: body.to_owned(), query: Vec::new() }
    }

    /// The same line with one more key.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.query.push((key.to_owned(), Zeroizing::new(value.to_owned())));
        self
    }

    /// `none`: this station has no such device.
    pub fn absent() -> Self {
        Self::new("none", "")
    }

    /// `attested`: a person does the act on another machine and records it here.
    pub fn attested() -> Self {
        Self::new("attested", "")
    }

    /// `sim:`: the simulator, started by this process.
    pub fn sim() -> Self {
        Self::new("sim", "")
    }

    /// Whether the value of a key is shown to nobody.
    pub fn is_secret(key: &str) -> bool {
        SECRETS.contains(&key)
    }

    /// The scheme as written in the backend table.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// What stands between the scheme and the keys.
    pub fn body(&self) -> &str {
        &self.body
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Nothing but the scheme.
    ///
    /// # Errors
    /// `UnexpectedRest` or `UnknownKey` with what is too much.
    pub fn bare(&self) -> Result<(), UriError> {
        if self.body.is_empty() { self.only(&[]) } else { Err(UriError::new(&self.body, UriFault::UnexpectedRest)) }
    }

    /// No keys but these.
    ///
    /// # Errors
    /// `UnknownKey` with the first other one.
    pub fn only(&self, keys: &[&str]) -> Result<(), UriError> {
        match self.query.iter().find(|(key, _)| !keys.contains(&key.as_str())) {
            Some((key, _)) => Err(UriError::new(key, UriFault::UnknownKey)),
            None => Ok(()),
        }
    }

    /// The body as an absolute path.
    ///
    /// # Errors
    /// `MissingPath`, `RelativePath`.
    pub fn path(&self) -> Result<PathBuf, UriError> {
        absolute(&self.body)
    }

    /// The value of a key as an absolute path.
    ///
    /// # Errors
    /// `RelativePath`.
    pub fn path_of(&self, key: &str) -> Result<Option<PathBuf>, UriError> {
        self.get(key).map(absolute).transpose()
    }

    /// The value of a key as a decimal number from `least` to `most`.
    ///
    /// # Errors
    /// `BadNumber` with the key.
    pub fn number(&self, key: &str, least: u32, most: u32) -> Result<Option<u32>, UriError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = value.parse().ok().filter(|n| (least..=most).contains(n));
        number.map(Some).ok_or_else(|| UriError::new(key, UriFault::BadNumber))
    }

    /// The value of a key as a hexadecimal number of at most `digits` digits; the error names the key and
    /// never the value.
    ///
    /// # Errors
    /// `BadNumber` with the key.
    pub fn hex(&self, key: &str, digits: usize) -> Result<Option<u32>, UriError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let bad = || UriError::new(key, UriFault::BadNumber);
        if value.len() > digits || !value.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad());
        }
        u32::from_str_radix(value, 16).map(Some).map_err(|_| bad())
    }

    /// The full line with its secrets, for writing a configuration file.
    pub fn expose(&self) -> String {
        self.written(true)
    }

    fn written(&self, expose: bool) -> String {
        let mut out = self.scheme.clone();
        // `sim:` keeps its colon; the words that are no wire have none.
        if !self.body.is_empty() || !matches!(self.scheme.as_str(), "none" | "attested" | "keyboard") {
            out.push(':');
        }
        out.push_str(&self.body);
        for (at, (key, value)) in self.query.iter().enumerate() {
            out.push(if at == 0 { '?' } else { '&' });
            let hidden = !expose && Self::is_secret(key);
            out.push_str(&format!("{key}={}", if hidden { HIDDEN } else { value.as_str() }));
        }
        out
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

impl fmt::Display for DeviceUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(false))
    }
}

impl fmt::Debug for DeviceUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceUri({self})")
    }
}
