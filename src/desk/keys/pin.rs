//! The PIN: a short secret for changing places at a desk where the ledger is open already.
//!
//! Separate because it opens nothing: it never wraps a key, so that six digits can't be guessed at in a stolen file.
//! What could be guessed at is encrypted with the home key, which the thief of a file lacks.

use ring::hkdf::{HKDF_SHA256, Salt};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::whole::Said;
use super::wrap::{SALT, decrypt, encrypt, hex, salt, unhex};
use super::{Cost, KeyError, Secret};
use crate::ledger::{HomeKey, KEY_LEN};

/// A PIN as kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pin {
    salt: String,
    #[serde(rename = "seal")]
    digest: String,
}

impl Pin {
    pub(super) fn new(home: &HomeKey, pin: &Secret, account: &str) -> Result<Pin, KeyError> {
        let salt = salt()?;
        let digest = Cost::LEAST.derive(pin.bytes(), &salt)?;
        Ok(Pin { salt: hex(&salt), digest: encrypt(&*below(home.bytes(), &salt, "loket-pin-2")?, account, &digest)? })
    }

    pub(super) fn say(&self, said: &mut Said) {
        said.text(&self.salt);
        said.text(&self.digest);
    }

    /// # Errors
    /// [`KeyError::Wrong`].
    pub(super) fn check(&self, home: &HomeKey, pin: &Secret, account: &str) -> Result<(), KeyError> {
        let salt = unhex(&self.salt).filter(|salt| salt.len() == SALT).ok_or(KeyError::Unusable)?;
        let under = below(home.bytes(), &salt, "loket-pin-2")?;
        let kept = decrypt(&under, account, &self.digest).map_err(|_| KeyError::Unusable)?;
        let digest = Cost::LEAST.derive(pin.bytes(), &salt)?;
        if bool::from(kept.bytes().ct_eq(&*digest)) { Ok(()) } else { Err(KeyError::Wrong) }
    }
}

/// A key for one purpose, below another.
pub(super) fn below(key: &[u8; KEY_LEN], salt: &[u8], purpose: &str) -> Result<Zeroizing<[u8; KEY_LEN]>, KeyError> {
    let mut below = Zeroizing::new([0; KEY_LEN]);
    let drawn = Salt::new(HKDF_SHA256, salt).extract(key);
    let info = [purpose.as_bytes()];
    drawn.expand(&info, HKDF_SHA256).and_then(|out| out.fill(&mut *below)).map_err(|_| KeyError::Unusable)?;
    Ok(below)
}
