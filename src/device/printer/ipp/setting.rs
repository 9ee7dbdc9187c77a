//! Settings of a printer reached by IPP: `ipp://host:631/printers/ktp?make=Primacy&media=...&format=raw`.
//!
//! Separate from the line's form, which knows no printer.

use ::ipp::prelude::Uri;

use crate::device::uri::{DeviceUri, UriError, UriFault};

const KEYS: &[&str] = &["make", "media", "format"];
/// Port of the protocol (RFC 8010).
const DEFAULT_PORT: u16 = 631;

/// A printer or a CUPS queue by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IppUri {
    /// As it stands in every request: `ipp://host:port/path`.
    pub uri: Uri,
    /// Where the requests go: `http://host:port/path`.
    pub url: String,
    /// Refuse a printer whose make and model does not contain this; letter case does not count.
    pub make: Option<String>,
    /// Name of the medium to ask for, as the printer lists it under `media-supported`.
    pub media: Option<String>,
    /// The queue is raw and what is behind it takes PNG as it comes.
    pub raw: bool,
}

impl IppUri {
    /// Reads an `ipp:` line.
    ///
    /// # Errors
    /// With the part that is wrong: `BadAddress` for host or port, `MissingPath`, `BadChoice`, `UnknownKey`.
    pub fn of(line: &DeviceUri) -> Result<Self, UriError> {
        line.only(KEYS)?;
        let bad = || UriError::new("", UriFault::BadAddress);
        if !line.body().starts_with("//") {
            return Err(bad());
        }
        let uri: Uri = format!("ipp:{}", line.body()).parse().map_err(|_| bad())?;
        let authority = uri.authority().ok_or_else(bad)?;
        let port = authority.port_u16().unwrap_or(DEFAULT_PORT);
        // A name and password before the host would end up in every log that shows the line.
        if authority.host().is_empty() || authority.as_str().contains('@') || port == 0 {
            return Err(bad());
        }
        if authority.port_u16().is_none() && authority.as_str() != authority.host() {
            return Err(UriError::new(authority.as_str(), UriFault::BadAddress));
        }
        if uri.path().len() < 2 {
            return Err(UriError::new(authority.as_str(), UriFault::MissingPath));
        }
        let raw = match line.get("format") {
            None => false,
            Some("raw") => true,
            Some(_) => return Err(UriError::new("format", UriFault::BadChoice)),
        };
        let url = format!("http://{}:{port}{}", authority.host(), uri.path());
        let owned = |key| line.get(key).map(str::to_owned);
        Ok(Self { url, make: owned("make"), media: owned("media"), raw, uri })
    }

    /// A queue of the CUPS on this computer, not a printer.
    pub fn local_queue(&self) -> bool {
        let local = matches!(self.uri.host(), Some("localhost" | "[::1]")) || self.uri.host().is_some_and(loopback);
        local && ["/printers/", "/classes/"].iter().any(|folder| self.uri.path().starts_with(folder))
    }
}

fn loopback(host: &str) -> bool {
    host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}
