//! Certificates and the key from the files a line names, and what an error of TLS says about them.
//!
//! Owns the way every backend shows a certificate to a far end. Separate because what is wrong with a file is
//! known before anything is sent, and because a certificate fault must mean the same wherever it is met. Files are
//! read at every open, so that a renewed certificate is taken without a restart. The buffer the key is read
//! into is wiped; the key is never logged and never in an error.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription as Alert, CertificateError as Theirs, ClientConfig, Error as Tls, RootCertStore};
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig, TlsProvider};
use zeroize::Zeroizing;

use super::error::{Certificate as Proof, DeviceError, Fault};
use super::list;

/// Largest certificate or key file, in bytes.
const LARGEST: u64 = 256 * 1024;
/// Most certificates in a file.
const MOST: usize = 64;

/// Where the papers lie. `cert` and `key` come together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    pub ca: PathBuf,
    pub own: Option<(PathBuf, PathBuf)>,
}

impl Papers {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// `Certificate` for what a technician must replace or close, `PermissionDenied` and `File` for a file
    /// that cannot be read.
    pub fn tls(&self) -> Result<TlsConfig, DeviceError> {
        let ca = certificates(&self.ca)?;
        let own = match &self.own {
            Some((cert, key)) => Some((certificates(cert)?, private(key)?)),
            None => None,
        };
        consistent(&ca, own.as_ref().map(|(chain, key)| (chain.as_slice(), key.as_slice())))?;
        let authorities: Vec<_> = ca.iter().map(ours).collect();
        let client = match &own {
            Some((chain, pem)) => {
                let chain: Vec<_> = chain.iter().map(ours).collect();
                let key = PrivateKey::from_pem(pem).map_err(|_| proof(Proof::Unreadable))?;
                Some(ClientCert::new_with_certs(&chain, key))
            }
            None => None,
        };
        Ok(TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::Specific(Arc::new(authorities)))
            .client_cert(client)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build())
    }
}

/// The HTTP client takes a key that is not the certificate's for a defect of the program and panics; here it
/// is a technician's matter.
fn consistent(
    ca: &[CertificateDer<'static>],
    own: Option<(&[CertificateDer<'static>], &[u8])>,
) -> Result<(), DeviceError> {
    let mut roots = RootCertStore::empty();
    let (taken, _) = roots.add_parsable_certificates(ca.iter().cloned());
    if taken == 0 {
        return Err(proof(Proof::Unreadable));
    }
    let Some((chain, pem)) = own else { return Ok(()) };
    let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| proof(Proof::Unreadable))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let made = versions.and_then(|b| b.with_root_certificates(roots).with_client_auth_cert(chain.to_vec(), key));
    made.map(drop).map_err(|e| proof(of_own_files(&e)))
}

fn ours(der: &CertificateDer<'static>) -> Certificate<'static> {
    Certificate::from_der(der).to_owned()
}

fn proof(what: Proof) -> DeviceError {
    DeviceError::harmless(Fault::Certificate(what))
}

/// The certificates of a PEM file, at least one.
///
/// # Errors
/// As [`Papers::tls`].
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, DeviceError> {
    let (_, bytes) = read(path)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).take(MOST).collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(|| proof(Proof::Unreadable))
}

/// A key that others can read proves nothing any more: refused until it is closed, as the home folder is.
fn private(path: &Path) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
    let (mode, bytes) = read(path)?;
    if mode & 0o077 != 0 { Err(proof(Proof::KeyOpen)) } else { Ok(bytes) }
}

/// The mode and the bytes of a file, at most [`LARGEST`].
fn read(path: &Path) -> Result<(u32, Zeroizing<Vec<u8>>), DeviceError> {
    let failed = |e: std::io::Error| {
        let denied = e.kind() == std::io::ErrorKind::PermissionDenied;
        let path = path.to_path_buf();
        let fault = if denied {
            Fault::PermissionDenied { group: list::group_of(&path), path }
        } else {
            Fault::File { op: "read", path }
        };
        DeviceError::harmless(fault).caused_by(e)
    };
    let file = File::open(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(proof(Proof::Unreadable));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(meta.len() as usize));
    file.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    Ok((meta.mode(), bytes))
}

/// What is wrong with the configured files.
fn of_own_files(error: &Tls) -> Proof {
    match error {
        Tls::InconsistentKeys(_) => Proof::KeyMismatch,
        _ => Proof::Unreadable,
    }
}

/// What an error of TLS means. `shown` says whether a certificate of our own is configured.
pub fn of_tls(error: &Tls, shown: bool) -> Fault {
    let proof = match error {
        Tls::InvalidCertificate(theirs) => match theirs {
            Theirs::Expired | Theirs::ExpiredContext { .. } => Proof::Expired,
            Theirs::NotValidYet | Theirs::NotValidYetContext { .. } => Proof::NotYetValid,
            Theirs::UnknownIssuer => Proof::UnknownIssuer,
            Theirs::NotValidForName | Theirs::NotValidForNameContext { .. } => Proof::WrongName,
            _ => Proof::Invalid,
        },
        Tls::NoCertificatesPresented => Proof::Invalid,
        Tls::AlertReceived(alert) => match alert {
            Alert::CertificateRequired | Alert::NoCertificate => Proof::Missing,
            Alert::CertificateExpired => Proof::OwnExpired,
            // Older servers have no word for a missing certificate.
            Alert::HandshakeFailure if !shown => Proof::Missing,
            Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied
            | Alert::DecryptError
            | Alert::HandshakeFailure => Proof::Refused,
            _ => return Fault::Protocol { what: "tls", bytes: 0 },
        },
        _ => return Fault::Protocol { what: "tls", bytes: 0 },
    };
    Fault::Certificate(proof)
}
