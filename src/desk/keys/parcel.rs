//! A parcel: an exported file for somebody outside, under a passphrase that is told them another way.
//!
//! Separate because it has nothing to do with the keys of the home: whoever opens one needs the program and the
//! passphrase, no office. The form is one for every kind of file (ADR 0018):
//! `MARK`, memory in KiB, passes and lanes (4 bytes each, most significant first), 16 bytes of salt, then the data in
//! ChaCha20-Poly1305 under argon2id of the passphrase, with all that stands before it bound in.

use ring::aead::Aad;
use zeroize::Zeroizing;

use super::wrap::{SALT, cipher, nonce, salt};
use super::{Cost, KeyError, Secret};

/// First bytes of every parcel; the digit is the version of the form.
const MARK: &[u8] = b"LOKET-PARCEL-1\n";
/// The same without the version.
const FAMILY: &[u8] = b"LOKET-PARCEL-";
const HEAD: usize = MARK.len() + 12 + SALT;

/// Why a parcel was not opened.
#[derive(Debug, thiserror::Error)]
pub enum ParcelError {
    #[error("no parcel")]
    NotOne,
    #[error("a parcel of a newer program")]
    Newer,
    /// The two cannot be told apart.
    #[error("another passphrase, or the parcel was changed")]
    Wrong,
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Packs data.
///
/// # Errors
/// [`KeyError::Unfit`] for too easy a passphrase; no memory or randomness.
pub fn pack(data: &[u8], secret: &Secret, cost: Cost) -> Result<Vec<u8>, KeyError> {
    secret.fit()?;
    let salt = salt()?;
    let mut parcel = Vec::with_capacity(HEAD + data.len() + 16);
    parcel.extend_from_slice(MARK);
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        parcel.extend_from_slice(&number.to_be_bytes());
    }
    parcel.extend_from_slice(&salt);
    let under = cost.derive(secret.bytes(), &salt)?;
    // The nonce is fixed: a new salt makes a key that packs once.
    let mut body = data.to_vec();
    let packed = cipher(&under)?.seal_in_place_append_tag(nonce(), Aad::from(&parcel[..]), &mut body);
    packed.map_err(|_| KeyError::Unusable)?;
    parcel.extend_from_slice(&body);
    Ok(parcel)
}

/// Opens a parcel.
///
/// # Errors
/// [`ParcelError`]. Nothing is given of a parcel that was changed anywhere.
pub fn unpack(parcel: &[u8], secret: &Secret) -> Result<Zeroizing<Vec<u8>>, ParcelError> {
    if !parcel.starts_with(MARK) {
        return Err(if parcel.starts_with(FAMILY) { ParcelError::Newer } else { ParcelError::NotOne });
    }
    let (head, body) = parcel.split_at_checked(HEAD).ok_or(ParcelError::Wrong)?;
    let number = |at: usize| {
        let from = MARK.len() + 4 * at;
        head[from..from + 4].iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte))
    };
    let cost = Cost { memory_kib: number(0), passes: number(1), lanes: number(2) };
    let under = cost.derive(secret.bytes(), &head[HEAD - SALT..]).map_err(|_| ParcelError::Wrong)?;
    let mut data = Zeroizing::new(body.to_vec());
    let opened = cipher(&under)?.open_in_place(nonce(), Aad::from(head), &mut data).map_err(|_| ParcelError::Wrong)?;
    let len = opened.len();
    data.truncate(len);
    Ok(data)
}
