//! Throw-away certificates of the simulated data centre, made at its start.
//!
//! Separate from the server. Two authorities, so that one of them can be unknown; the client's files lie in
//! the simulator's folder, its key for the owner only.

use std::fs;
use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

use super::levers::Proof;

/// Names of the client's files.
pub const CA: &str = "ca.pem";
pub const CERT: &str = "client.pem";
pub const KEY: &str = "client.key";

/// The data centre's side: an authority and one nobody was told of.
pub struct Office {
    known: Authority,
    stranger: Authority,
    address: Ipv4Addr,
}

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Result<Self, rcgen::Error> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let made = params.self_signed(&key)?;
        Ok(Self { der: made.der().clone(), pem: made.pem(), issuer: Issuer::new(params, key) })
    }
}

impl Office {
    /// Makes the authorities and writes the client's files below `folder`.
    pub fn open(folder: &Path, address: Ipv4Addr) -> io::Result<Self> {
        let made = || -> Result<_, rcgen::Error> {
            let office = Self { known: Authority::new("sim one")?, stranger: Authority::new("sim two")?, address };
            let key = KeyPair::generate()?;
            let mut params = CertificateParams::new(Vec::new())?;
            params.distinguished_name.push(DnType::CommonName, "sim client");
            let cert = params.signed_by(&key, &office.known.issuer)?;
            Ok((office, cert.pem(), key.serialize_pem()))
        };
        let (office, cert, key) = made().map_err(io::Error::other)?;
        fs::create_dir_all(folder)?;
        for (name, pem) in [(CA, &office.known.pem), (CERT, &cert), (KEY, &key)] {
            let path = folder.join(name);
            let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
            file.write_all(pem.as_bytes())?;
        }
        Ok(office)
    }

    /// The server's side of the handshake with these certificates.
    pub fn server(&self, proof: Proof) -> io::Result<Arc<ServerConfig>> {
        let by = if proof == Proof::UnknownIssuer { &self.stranger } else { &self.known };
        let made = || -> Result<_, rcgen::Error> {
            let name =
                if proof == Proof::WrongName { "elsewhere.invalid".to_owned() } else { self.address.to_string() };
            let mut params = CertificateParams::new(vec![name])?;
            match proof {
                Proof::Expired => params.not_after = date_time_ymd(2001, 1, 1),
                Proof::Early => params.not_before = date_time_ymd(4000, 1, 1),
                _ => {}
            }
            let key = KeyPair::generate()?;
            let cert = params.signed_by(&key, &by.issuer)?;
            Ok((cert.der().clone(), PrivatePkcs8KeyDer::from(key.serialize_der())))
        };
        let (cert, key) = made().map_err(io::Error::other)?;
        let trusted = if proof == Proof::ClientRefused { &self.stranger } else { &self.known };
        let mut roots = RootCertStore::empty();
        roots.add(trusted.der.clone()).map_err(io::Error::other)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let clients = clients.build().map_err(io::Error::other)?;
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|b| b.with_client_cert_verifier(clients).with_single_cert(vec![cert], PrivateKeyDer::Pkcs8(key)));
        Ok(Arc::new(config.map_err(io::Error::other)?))
    }
}
