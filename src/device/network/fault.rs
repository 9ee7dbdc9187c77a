//! What an error of the HTTP client means: the line is down, a certificate is wrong, or something else answers.
//!
//! Separate because this sorting decides whether an office may go into trouble mode: a certificate fault
//! must never look like a broken line. Errors are told apart by type, not by their words; those of TLS beside
//! the papers.

use std::io::{self, ErrorKind};

use rustls::Error as Tls;
use ureq::{Error, Timeout};

use super::{Down, Reachability};
use crate::device::error::{Certificate as Proof, DeviceError, Fault};
use crate::device::papers::of_tls;
use crate::device::uri::{UriError, UriFault};

/// Sorts an error of a whole request. `shown` says whether a certificate of our own is configured.
pub fn of(error: Error, shown: bool) -> Result<Reachability, DeviceError> {
    match error {
        Error::Io(e) => of_io(e, shown),
        Error::Rustls(e) => Err(DeviceError::harmless(of_tls(&e, shown))),
        Error::HostNotFound | Error::Timeout(Timeout::Resolve) => down(Down::NoName),
        Error::Timeout(_) => down(Down::NoAnswer),
        Error::ConnectionFailed => down(Down::NoRoute),
        Error::BadUri(_) | Error::RequireHttpsOnly(_) | Error::Tls(_) => {
            Err(UriError::new("https", UriFault::BadAddress).into())
        }
        _ => Err(DeviceError::harmless(Fault::Protocol { what: "http", bytes: 0 })),
    }
}

/// What an answer says. A refusal by the far end is about who we are, not about the line.
pub fn of_status(code: u16, path: &str, took: std::time::Duration) -> Result<Reachability, DeviceError> {
    match code {
        200..=299 => Ok(Reachability::Reached { took }),
        500..=599 => down(Down::OutOfService),
        // Some servers say so in HTTP that they miss or refuse a certificate.
        400 | 401 | 403 => Err(DeviceError::harmless(Fault::Certificate(Proof::Refused))),
        // Reached, but this is not the address that answers a probe.
        _ => Err(UriError::new(path, UriFault::BadAddress).into()),
    }
}

fn down(why: Down) -> Result<Reachability, DeviceError> {
    Ok(Reachability::Down(why))
}

fn of_io(error: io::Error, shown: bool) -> Result<Reachability, DeviceError> {
    if let Some(tls) = error.get_ref().and_then(|e| e.downcast_ref::<Tls>()) {
        let fault = of_tls(tls, shown);
        return Err(DeviceError::harmless(fault).caused_by(error));
    }
    down(match error.kind() {
        ErrorKind::ConnectionRefused => Down::Refused,
        ErrorKind::TimedOut
        | ErrorKind::WouldBlock
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Down::NoAnswer,
        ErrorKind::InvalidData => return Err(DeviceError::harmless(Fault::Protocol { what: "http", bytes: 0 })),
        // A failed lookup is the only error without a number of the system.
        _ if error.raw_os_error().is_none() => Down::NoName,
        _ => Down::NoRoute,
    })
}
