//! The certificates of the way to the deciding service.
//!
//! Separate so that reader and decision know no file. Files are read at every open, so that a renewed
//! certificate is taken without a restart.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, TlsProvider, parse_pem};
use zeroize::Zeroizing;

use crate::device::error::{DeviceError, Fault};

/// Where the files lie. Certificate and key come together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    pub ca: PathBuf,
    pub own: Option<(PathBuf, PathBuf)>,
}

impl Papers {
    /// Reads the files.
    ///
    /// # Errors
    /// `File` for what cannot be read, `Certificate` for what is none.
    pub fn tls(&self) -> Result<TlsConfig, DeviceError> {
        let own = match &self.own {
            None => None,
            Some((cert, key)) => {
                let key = PrivateKey::from_pem(&read(key)?).map_err(|_| proof("own key"))?;
                Some(ClientCert::new_with_certs(&certificates(cert)?, key))
            }
        };
        Ok(TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::Specific(Arc::new(certificates(&self.ca)?)))
            .client_cert(own)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build())
    }
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, DeviceError> {
    let bytes = read(path)?;
    let found: Vec<_> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() { Err(proof("certificate file")) } else { Ok(found) }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
    let failed = |e| DeviceError::harmless(Fault::File { op: "read", path: path.to_path_buf() }).caused_by(e);
    std::fs::read(path).map(Zeroizing::new).map_err(failed)
}

fn proof(what: &'static str) -> DeviceError {
    DeviceError::harmless(Fault::Certificate { what })
}
