//! Wrapping: the home key, encrypted so that only the right secret gives it back.
//!
//! Separate because it is the whole of the cryptography of the key file and knows neither rows nor files.
//! Opening a wrap is the check of the secret: there is no second verifier that could be guessed at instead.

use argon2::{Argon2, Params};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

use super::KeyError;
use super::whole::Said;
use crate::ledger::{HomeKey, KEY_LEN};

/// Bytes of salt; a new one for every wrap.
pub(super) const SALT: usize = 16;
/// Bytes of the cipher's tag.
const TAG: usize = 16;
/// How many times the cost of an office a stored row may ask for: room for a later increase.
const MODEST: u32 = 4;
/// Most lanes a stored row may ask for.
const MAX_LANES: u32 = 16;
/// Longest a sign-in may think about a secret; the switch of a clerk has two seconds in all.
const PATIENCE: Duration = Duration::from_millis(500);

/// What a guess costs. Stored with each wrap, so that a later increase leaves old ones valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// The cost of an office: 64 MiB and three passes, second choice of RFC 9106 with one lane.
    pub const OFFICE: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The least: OWASP's minimum for argon2id.
    pub const LEAST: Cost = Cost { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// What a machine may be given, the dearest first.
    const LADDER: [Cost; 4] = [
        Cost::OFFICE,
        Cost { memory_kib: 64 * 1024, passes: 2, lanes: 1 },
        Cost { memory_kib: 46 * 1024, passes: 2, lanes: 1 },
        Cost::LEAST,
    ];

    /// The dearest cost this machine computes within half a second, and never less than the least: measured
    /// once, at set-up.
    ///
    /// # Errors
    /// [`KeyError::Cost`] when not even the least can be computed.
    pub fn measured() -> Result<Cost, KeyError> {
        let began = Instant::now();
        Cost::LEAST.derive(b"measure", &[0; SALT])?;
        let least = began.elapsed();
        let affordable = |cost: &Cost| least.saturating_mul(cost.blocks()) / Cost::LEAST.blocks() <= PATIENCE;
        Ok(Cost::LADDER.into_iter().find(affordable).unwrap_or(Cost::LEAST))
    }

    /// What the time grows with.
    const fn blocks(self) -> u32 {
        self.memory_kib.saturating_mul(self.passes) / 1024
    }

    /// Whether an office could have chosen it: a changed file must not exhaust the machine.
    pub(super) const fn is_modest(self) -> bool {
        self.memory_kib <= MODEST * Cost::OFFICE.memory_kib
            && self.blocks() <= MODEST * Cost::OFFICE.blocks()
            && self.lanes <= MAX_LANES
    }

    pub(super) fn say(self, said: &mut Said) {
        for number in [self.memory_kib, self.passes, self.lanes] {
            said.number(number);
        }
    }

    pub(super) fn derive(self, secret: &[u8], salt: &[u8]) -> Result<Zeroizing<[u8; KEY_LEN]>, KeyError> {
        if !self.is_modest() {
            return Err(KeyError::Cost);
        }
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_LEN)).map_err(|_| KeyError::Cost)?;
        let mut key = Zeroizing::new([0; KEY_LEN]);
        Argon2::from(params).hash_password_into(secret, salt, &mut *key).map_err(|_| KeyError::Unusable)?;
        Ok(key)
    }
}

/// The home key under a key derived from a secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrap {
    salt: String,
    key: String,
    cost: Cost,
}

impl Wrap {
    /// Wraps the home key for its owner, whose name is bound into it so that rows cannot be exchanged.
    pub(super) fn new(home: &HomeKey, secret: &[u8], cost: Cost, owner: &str) -> Result<Wrap, KeyError> {
        let salt = salt()?;
        let under = cost.derive(secret, &salt)?;
        Ok(Wrap { salt: hex(&salt), key: encrypt(&under, owner, home.bytes())?, cost })
    }

    pub(super) fn say(&self, said: &mut Said) {
        said.text(&self.salt);
        said.text(&self.key);
        self.cost.say(said);
    }

    /// Gives the home key back.
    ///
    /// # Errors
    /// [`KeyError::Wrong`] when the secret is another one; [`KeyError::Unusable`] when the row is none.
    pub(super) fn open(&self, secret: &[u8], owner: &str) -> Result<HomeKey, KeyError> {
        let salt = unhex(&self.salt).filter(|salt| salt.len() == SALT).ok_or(KeyError::Unusable)?;
        let under = self.cost.derive(secret, &salt).map_err(|_| KeyError::Unusable)?;
        decrypt(&under, owner, &self.key)
    }
}

pub(super) fn salt() -> Result<[u8; SALT], KeyError> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|_| KeyError::Unusable)?;
    Ok(salt)
}

/// Encrypts a key under another. The nonce is fixed because `under` encrypts once: every wrap has a new salt.
pub(super) fn encrypt(under: &[u8; KEY_LEN], owner: &str, key: &[u8; KEY_LEN]) -> Result<String, KeyError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_LEN + TAG));
    bytes.extend_from_slice(key);
    let tagged = cipher(under)?.seal_in_place_append_tag(nonce(), bound(owner), &mut *bytes);
    tagged.map_err(|_| KeyError::Unusable)?;
    Ok(hex(&bytes))
}

/// Opens what [`encrypt`] has encrypted.
pub(super) fn decrypt(under: &[u8; KEY_LEN], owner: &str, kept: &str) -> Result<HomeKey, KeyError> {
    let bytes = unhex(kept).filter(|bytes| bytes.len() == KEY_LEN + TAG).ok_or(KeyError::Unusable)?;
    let mut bytes = Zeroizing::new(bytes);
    let opened = cipher(under)?.open_in_place(nonce(), bound(owner), &mut bytes).map_err(|_| KeyError::Wrong)?;
    let mut key = Zeroizing::new([0; KEY_LEN]);
    key.copy_from_slice(opened);
    Ok(HomeKey::new(key))
}

pub(super) fn cipher(under: &[u8; KEY_LEN]) -> Result<LessSafeKey, KeyError> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, under).map_err(|_| KeyError::Unusable)?;
    Ok(LessSafeKey::new(key))
}

pub(super) fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

fn bound(owner: &str) -> Aad<String> {
    Aad::from(format!("loket-home-key-2:{owner}"))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| char::from(c).to_digit(16).map(|d| d as u8);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}
