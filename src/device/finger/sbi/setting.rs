//! The `sbi:` line: `sbi:4501-4600?ca=...&serial=...&env=Production&score=40&verify=https://...&cert=...&key=...`.
//!
//! Separate from the line's form, which knows no reader.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use ureq::http::Uri;

use crate::device::papers::Papers;
use crate::device::uri::{DeviceUri, UriError, UriFault};

const KEYS: &[&str] = &["serial", "env", "score", "verify", "ca", "cert", "key"];
/// Where device services of this family listen, on this machine only.
const PORTS: RangeInclusive<u16> = 4501..=4600;
/// Ports a line may ask to be swept.
const MOST: u16 = 100;
const SCORE: u32 = 40;
const ENVIRONMENTS: &[&str] = &["Production", "Pre-Production", "Staging", "Developer"];

/// An `sbi:` line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SbiUri {
    pub ports: RangeInclusive<u16>,
    /// Serial number of the only reader to be used.
    pub serial: Option<String>,
    /// What reader and request must agree on.
    pub env: &'static str,
    /// Least quality of a sample, 1 to 100.
    pub score: u8,
    /// Authorities that stand behind readers and, with `https`, behind the deciding service.
    pub ca: PathBuf,
    pub centre: Option<CentreUri>,
}

/// Who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreUri {
    pub base: Uri,
    pub papers: Option<Papers>,
}

impl SbiUri {
    /// Reads the line; opens no file.
    ///
    /// # Errors
    /// With the part that is wrong.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(KEYS)?;
        let serial = uri.get("serial").map(str::to_owned);
        let env = uri.get("env").unwrap_or(ENVIRONMENTS[0]);
        let env = ENVIRONMENTS.iter().find(|e| **e == env).ok_or_else(|| UriError::new("env", UriFault::BadChoice))?;
        let score = uri.number("score", 1, 100)?.unwrap_or(SCORE) as u8;
        let ports = ports(uri.body())?;
        // Whoever vouches for nobody cannot tell a reader from any program that takes its port.
        let ca = uri.path_of("ca")?.ok_or_else(|| UriError::new("ca", UriFault::MissingKey))?;
        let centre = CentreUri::of(uri, &ca)?;
        Ok(Self { ports, serial, env, score, ca, centre })
    }
}

fn ports(body: &str) -> Result<RangeInclusive<u16>, UriError> {
    if body.is_empty() {
        return Ok(PORTS);
    }
    let (first, last) = body.split_once('-').unwrap_or((body, body));
    match (first.parse::<u16>(), last.parse::<u16>()) {
        (Ok(first), Ok(last)) if 0 < first && first <= last && last - first < MOST => Ok(first..=last),
        _ => Err(UriError::new(body, UriFault::BadNumber)),
    }
}

impl CentreUri {
    fn of(uri: &DeviceUri, ca: &Path) -> Result<Option<Self>, UriError> {
        let missing = |key: &str| UriError::new(key, UriFault::MissingKey);
        let own = match (uri.path_of("cert")?, uri.path_of("key")?) {
            (None, None) => None,
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, _) => return Err(missing("cert")),
            (_, None) => return Err(missing("key")),
        };
        let Some(text) = uri.get("verify") else {
            return if own.is_none() { Ok(None) } else { Err(missing("verify")) };
        };
        let bad = || UriError::new("verify", UriFault::BadAddress);
        let base: Uri = text.parse().map_err(|_| bad())?;
        let host = base.host().ok_or_else(bad)?;
        // A fingerprint crosses a wire only under TLS, between two who have proved who they are.
        match base.scheme_str() {
            _ if text.contains(['@', '?', '#']) => Err(bad()),
            Some("https") => Ok(Some(Self { base, papers: Some(Papers { ca: ca.to_owned(), own }) })),
            Some("http") if host == "127.0.0.1" && own.is_none() => Ok(Some(Self { base, papers: None })),
            _ => Err(bad()),
        }
    }
}
