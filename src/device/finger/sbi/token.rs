//! Tokens that a reader signs (JWS in its compact form, RFC 7515), and who may vouch for the key behind one.
//!
//! Owns the one question whether a sample comes from a reader that somebody we trust has let in: the certificate in
//! the token's head, its chain to the authorities of the line, and the signature over head and claims. Separate from
//! what the claims say. Nothing of the claims is kept or shown.

use std::path::Path;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use serde::Deserialize;
use serde::de::IgnoredAny;
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P384_SHA384, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512,
};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert};
use zeroize::Zeroizing;

use crate::device::error::{Certificate, DeviceError, Fault};
use crate::device::papers::certificates;

/// Most certificates in one head.
const CHAIN: usize = 8;
/// Algorithms an authority may have signed a certificate with.
const ISSUING: &[&dyn SignatureVerificationAlgorithm] = &[
    RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512,
    ECDSA_P256_SHA256,
    ECDSA_P384_SHA384,
];

/// The authorities whose readers are believed.
pub struct Trust(Vec<TrustAnchor<'static>>);

#[derive(Deserialize)]
struct Head {
    alg: String,
    #[serde(default)]
    x5c: Vec<String>,
    /// Names of things a reader of the token must understand. There is none that we do.
    #[serde(default)]
    crit: Option<IgnoredAny>,
}

/// The family of readers gives its certificates no purpose of their own.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        Ok(())
    }
}

impl Trust {
    /// Reads the authorities from a PEM file.
    ///
    /// # Errors
    /// `Certificate`, `PermissionDenied` and `File` for what is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, DeviceError> {
        let anchor = |der| anchor_from_trusted_cert(der).map(|anchor| anchor.to_owned());
        let anchors: Result<Vec<_>, _> = certificates(path)?.iter().map(anchor).collect();
        anchors.map(Self).map_err(|_| refused(Certificate::Unreadable))
    }

    /// The claims of a token, once certificate and signature hold. Wiped when dropped.
    ///
    /// # Errors
    /// `Certificate`: `ReaderUnsigned` without a signature of the key in the certificate, `ReaderExpired`,
    /// `ReaderUnknown` for a certificate that no authority of ours stands behind.
    pub fn claims(&self, token: &str) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        let unsigned = || refused(Certificate::ReaderUnsigned);
        let (signed, signature) = token.rsplit_once('.').ok_or_else(unsigned)?;
        let (head, claims) = signed.split_once('.').filter(|(_, c)| !c.contains('.')).ok_or_else(unsigned)?;
        let head: Head = url_safe(head).and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(unsigned)?;
        let signature = url_safe(signature).ok_or_else(unsigned)?;
        let (algorithm, signature) = match head.alg.as_str() {
            "RS256" => (RSA_PKCS1_2048_8192_SHA256, signature.to_vec()),
            "ES256" => (ECDSA_P256_SHA256, sequence(&signature).ok_or_else(unsigned)?),
            // Above all "none", and a secret that both ends would share.
            _ => return Err(unsigned()),
        };
        if head.crit.is_some() || !(1..=CHAIN).contains(&head.x5c.len()) {
            return Err(unsigned());
        }
        let chain: Option<Vec<CertificateDer<'_>>> =
            head.x5c.iter().map(|text| Base64::decode_vec(text).ok().map(CertificateDer::from)).collect();
        let chain = chain.ok_or_else(unsigned)?;
        let (own, issuers) = chain.split_first().ok_or_else(unsigned)?;
        let own = EndEntityCert::try_from(own).map_err(|_| unsigned())?;
        own.verify_for_usage(ISSUING, &self.0, issuers, UnixTime::now(), AnyPurpose, None, None).map_err(|e| {
            use webpki::Error::{CertExpired, CertNotValidYet};
            let when = matches!(e, CertExpired { .. } | CertNotValidYet { .. });
            refused(if when { Certificate::ReaderExpired } else { Certificate::ReaderUnknown })
        })?;
        own.verify_signature(algorithm, signed.as_bytes(), &signature).map_err(|_| unsigned())?;
        url_safe(claims).ok_or_else(unsigned)
    }
}

fn refused(why: Certificate) -> DeviceError {
    DeviceError::harmless(Fault::Certificate(why))
}

/// Bytes of the base64 of tokens, with or without its padding.
pub fn url_safe(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Zeroizing::new(vec![0; text.len()]);
    let len = Base64UrlUnpadded::decode(text, &mut bytes).ok()?.len();
    bytes.truncate(len);
    Some(bytes)
}

/// Two numbers of 32 bytes side by side, as tokens carry them, in the ASN.1 that certificates know.
fn sequence(signature: &[u8]) -> Option<Vec<u8>> {
    let (r, s) = signature.split_at_checked(32).filter(|(_, s)| s.len() == 32)?;
    let both = [integer(r), integer(s)].concat();
    Some([&[0x30, both.len() as u8], both.as_slice()].concat())
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|b| **b == 0).count().min(bytes.len() - 1);
    let bytes = &bytes[zeros..];
    let sign = if bytes[0] & 0x80 != 0 { &[0][..] } else { &[] };
    [&[2, (sign.len() + bytes.len()) as u8], sign, bytes].concat()
}
