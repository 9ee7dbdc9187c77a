//! The keys of the simulated reader and who vouches for them: throw-away, made at the start.
//!
//! Owns every way a signature is made wrong on demand. Separate from what is signed.

use std::io;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, SigningKey, date_time_ymd};
use serde_json::{Value, json};

/// What is wrong with the signature of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgery {
    /// Says that it needs none.
    NoAlgorithm,
    /// Says that a shared secret made it.
    SharedSecret,
    /// Is left out.
    Empty,
    /// One bit is another.
    Bit,
    /// The claims were changed after it was made.
    Claims,
    /// Was made by another key than the certificate's.
    OtherKey,
    /// No certificate comes with it.
    NoCertificate,
    /// The certificate between ours and the authority is missing.
    GapInChain,
    /// The certificate was issued by nobody the desk was told of.
    Stranger,
    Expired,
    Early,
}

/// A key and the certificates that come with it, the own one first.
struct Paper {
    key: KeyPair,
    chain: Vec<String>,
}

/// The reader's key, and others it should not have.
pub struct Signer {
    /// The authority's certificate, for the desk.
    pub authority: String,
    good: Paper,
    stranger: Paper,
    expired: Paper,
    early: Paper,
}

struct Maker {
    root: String,
    issuer: Issuer<'static, KeyPair>,
    der: String,
}

/// An authority and a maker of readers that it stands behind.
fn maker(name: &str) -> Result<Maker, rcgen::Error> {
    let authority = |name: &str| -> Result<_, rcgen::Error> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        Ok((params, KeyPair::generate()?))
    };
    let (params, key) = authority(name)?;
    let root = params.self_signed(&key)?.pem();
    let above = Issuer::new(params, key);
    let (params, key) = authority(&format!("{name} maker"))?;
    let der = Base64::encode_string(params.signed_by(&key, &above)?.der());
    Ok(Maker { root, issuer: Issuer::new(params, key), der })
}

impl Maker {
    fn reader(&self, change: impl FnOnce(&mut CertificateParams)) -> Result<Paper, rcgen::Error> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, "sim reader");
        change(&mut params);
        let key = KeyPair::generate()?;
        let own = Base64::encode_string(params.signed_by(&key, &self.issuer)?.der());
        Ok(Paper { key, chain: vec![own, self.der.clone()] })
    }
}

impl Signer {
    /// Makes all keys and certificates.
    pub fn new() -> io::Result<Self> {
        let made = || -> Result<_, rcgen::Error> {
            let (known, unknown) = (maker("sim reader one")?, maker("sim reader two")?);
            Ok(Self {
                good: known.reader(|_| {})?,
                expired: known.reader(|p| p.not_after = date_time_ymd(2001, 1, 1))?,
                early: known.reader(|p| p.not_before = date_time_ymd(4000, 1, 1))?,
                stranger: unknown.reader(|_| {})?,
                authority: known.root,
            })
        };
        made().map_err(io::Error::other)
    }

    /// The token of these claims.
    pub fn token(&self, claims: &Value, forgery: Option<Forgery>) -> String {
        let part = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
        let paper = match forgery {
            Some(Forgery::Stranger) => &self.stranger,
            Some(Forgery::Expired) => &self.expired,
            Some(Forgery::Early) => &self.early,
            _ => &self.good,
        };
        let (algorithm, chain) = match forgery {
            Some(Forgery::NoAlgorithm) => ("none", &paper.chain[..]),
            Some(Forgery::SharedSecret) => ("HS256", &paper.chain[..]),
            Some(Forgery::NoCertificate) => ("ES256", &[][..]),
            Some(Forgery::GapInChain) => ("ES256", &paper.chain[..1]),
            _ => ("ES256", &paper.chain[..]),
        };
        let key = if forgery == Some(Forgery::OtherKey) { &self.stranger.key } else { &paper.key };
        let head = part(&json!({"alg": algorithm, "typ": "JWT", "x5c": chain}));
        let signed = format!("{head}.{}", part(claims));
        // A key in memory signs whatever it is given; an empty signature would be refused like any wrong one.
        let mut signature = key.sign(signed.as_bytes()).ok().and_then(|der| side_by_side(&der)).unwrap_or_default();
        match forgery {
            Some(Forgery::NoAlgorithm | Forgery::Empty) => signature.clear(),
            Some(Forgery::Bit) => signature[40] ^= 4,
            _ => {}
        }
        let mut claims = claims.clone();
        if forgery == Some(Forgery::Claims) {
            claims["dateTime"] = json!("2026-01-02T00:00:00Z");
        }
        format!("{head}.{}.{}", part(&claims), Base64UrlUnpadded::encode_string(&signature))
    }
}

/// The two numbers of an ASN.1 signature as tokens carry them.
fn side_by_side(der: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut both) = (der.get(2..)?, Vec::new());
    for _ in 0..2 {
        let (number, after) = rest.get(2..)?.split_at_checked(usize::from(*rest.get(1)?))?;
        let short = &number[number.len().saturating_sub(32)..];
        both.resize(both.len() + 32 - short.len(), 0);
        both.extend_from_slice(short);
        rest = after;
    }
    Some(both)
}
