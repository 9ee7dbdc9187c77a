//! The probe of the data centre: one authenticated HTTPS request, and what came of it.
//!
//! `https://host[:port]/path?ca=/ca.pem&cert=/cert.pem&key=/key.pem`. Separate from the judgement over many
//! answers. Every probe is a handshake of its own, since a connection kept open would prove nothing about
//! certificates. It follows no redirect, asks no proxy, keeps no cookie and reads no body.

use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::http::Uri;

use super::{NetworkProbe, Reachability, fault};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};
use crate::device::kind::{Device, Identity};
use crate::device::papers::Papers;
use crate::device::uri::{DeviceUri, UriError, UriFault};

const KEYS: &[&str] = &["ca", "cert", "key"];
/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// Longest wait for everything: name, connection, handshake and answer.
const WHOLE: Duration = Duration::from_secs(4);
/// Largest head of an answer, in bytes.
const HEAD: usize = 16 * 1024;

/// A `https:` line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpsUri {
    address: Uri,
    papers: Papers,
}

impl HttpsUri {
    /// Reads the line; opens no file.
    ///
    /// # Errors
    /// With the part that is wrong.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(KEYS)?;
        let bad = || UriError::new(uri.body(), UriFault::BadAddress);
        let address: Uri = format!("https:{}", uri.body()).parse().map_err(|_| bad())?;
        // A name and a password before the host would go over the wire and into logs.
        let plain = address.authority().is_some_and(|a| {
            !a.host().is_empty() && (a.as_str() == a.host() || a.port_u16().is_some_and(|port| port > 0))
        });
        if !uri.body().starts_with("//") || !plain || uri.body().contains('@') {
            return Err(bad());
        }
        let missing = |key: &str| UriError::new(key, UriFault::MissingKey);
        let ca = uri.path_of("ca")?.ok_or_else(|| missing("ca"))?;
        let own = match (uri.path_of("cert")?, uri.path_of("key")?) {
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, None) => None,
            (Some(_), None) => return Err(missing("key")),
            (None, Some(_)) => return Err(missing("cert")),
        };
        Ok(Self { address, papers: Papers { ca, own } })
    }
}

/// A probe with its papers in hand.
pub struct Probe {
    address: Uri,
    agent: Agent,
    shows_certificate: bool,
    identity: Identity,
}

impl Probe {
    /// Reads the certificates; nothing is sent.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn open(uri: &HttpsUri) -> Result<Self, DeviceError> {
        let agent = Agent::config_builder()
            .tls_config(uri.papers.tls()?)
            .https_only(true)
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .max_response_header_size(HEAD)
            .timeout_connect(Some(CONNECT))
            .user_agent("loket")
            .build()
            .new_agent();
        let host = uri.address.authority().map(|a| a.as_str()).unwrap_or_default();
        Ok(Self {
            agent,
            shows_certificate: uri.papers.own.is_some(),
            identity: Identity::new(&format!("https {host}")),
            address: uri.address.clone(),
        })
    }
}

impl Device for Probe {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The only question there is: the probe itself.
    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        match self.probe(ctl)? {
            Reachability::Reached { .. } => Ok(()),
            Reachability::Down(_) => {
                Err(DeviceError::harmless(Fault::NotConnected { what: self.identity.as_str().to_owned() }))
            }
        }
    }
}

impl NetworkProbe for Probe {
    /// A cancel is heard when the request ends, at most four seconds later: the wait is short and nobody sits
    /// before it. A name lookup that hangs is left behind and ends by the resolver's own limit.
    fn probe(&mut self, ctl: &Ctl) -> Result<Reachability, DeviceError> {
        ctl.check("probe")?;
        let begun = Instant::now();
        let limit = WHOLE.min(ctl.left());
        let answer = self.agent.get(self.address.clone()).config().timeout_global(Some(limit)).build().call();
        let took = begun.elapsed();
        ctl.check("probe")?;
        match answer {
            // The caller's time was the shorter one, whichever of the two clocks says so first.
            Err(ureq::Error::Timeout(_)) if limit < WHOLE => Err(ctl.timeout("probe")),
            Ok(answer) => fault::of_status(answer.status().as_u16(), self.address.path(), took),
            Err(e) => fault::of(e, self.shows_certificate),
        }
    }
}
