//! The recovery key: what opens the home when no supervisor's secret does any more.
//!
//! Separate because it is not a secret somebody remembers but one on paper: 256 random bits in groups that can be
//! read aloud, with a check that finds a slip of the pen before anything is tried with it. It is shown once and
//! nowhere stored; the file keeps the home key wrapped under it.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::KeyError;
use super::pin::below;
use super::whole::Said;
use super::wrap::{decrypt, encrypt, hex, salt, unhex};
use crate::ledger::{HomeKey, KEY_LEN};

/// Letters of a group.
const GROUP: usize = 4;
/// Letters that carry the key: 5 bits each, the last one 1 bit.
const LETTERS: usize = 52;
/// Letters that check the others.
const CHECK: usize = 4;
/// Without I, L, O and U: nobody has to tell them from 1, 0 and V.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const OWNER: &str = "recovery";

/// The recovery key.
pub struct RecoveryKey(Zeroizing<[u8; KEY_LEN]>);

/// Why what was typed is no recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryFault {
    #[error("{found} letters instead of {}", LETTERS + CHECK)]
    Length { found: usize },
    /// Counted from 1.
    #[error("group {group} has a letter that is in no recovery key")]
    Letter { group: usize },
    #[error("the letters do not fit together: one is mistaken")]
    Check,
}

impl RecoveryKey {
    /// Groups of four letters.
    pub const GROUPS: usize = (LETTERS + CHECK) / GROUP;

    pub(super) fn random() -> Result<RecoveryKey, KeyError> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        getrandom::fill(&mut *bytes).map_err(|_| KeyError::Unusable)?;
        Ok(RecoveryKey(bytes))
    }

    /// As it is written down: fourteen groups of four letters and digits, blanks between.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity((LETTERS + CHECK) * 2));
        for (at, letter) in self.letters().iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push(' ');
            }
            text.push(char::from(ALPHABET[usize::from(*letter)]));
        }
        text
    }

    /// Reads what was written down. Blanks, hyphens and small letters do not matter, and letters that look like a
    /// digit are one.
    ///
    /// # Errors
    /// [`RecoveryFault`], naming the group where it can.
    pub fn parse(text: &str) -> Result<RecoveryKey, RecoveryFault> {
        let mut letters = Zeroizing::new(Vec::with_capacity(text.len()));
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let plain = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let found = ALPHABET.iter().position(|letter| char::from(*letter) == plain);
            let group = letters.len() / GROUP + 1;
            letters.push(found.ok_or(RecoveryFault::Letter { group })? as u8);
        }
        if letters.len() != LETTERS + CHECK {
            return Err(RecoveryFault::Length { found: letters.len() });
        }
        let mut bytes = Zeroizing::new([0u8; KEY_LEN]);
        for (at, letter) in letters[..LETTERS].iter().enumerate() {
            for bit in 0..5 {
                let place = at * 5 + bit;
                if place < KEY_LEN * 8 && letter & (16 >> bit) != 0 {
                    bytes[place / 8] |= 128 >> (place % 8);
                }
            }
        }
        let key = RecoveryKey(bytes);
        if *key.letters() == *letters { Ok(key) } else { Err(RecoveryFault::Check) }
    }

    /// Five bits a letter, and the check behind them.
    fn letters(&self) -> Zeroizing<Vec<u8>> {
        let check = Sha256::new().chain_update(b"loket-recovery").chain_update(*self.0).finalize();
        let mut letters = Zeroizing::new(Vec::with_capacity(LETTERS + CHECK));
        for (bytes, count) in [(&self.0[..], LETTERS), (&check[..], CHECK)] {
            letters.extend((0..count).map(|letter| {
                (0..5).fold(0, |value, bit| {
                    let place = letter * 5 + bit;
                    let byte = bytes.get(place / 8).copied().unwrap_or(0);
                    value << 1 | (byte >> (7 - place % 8) & 1)
                })
            }));
        }
        letters
    }

    fn under(&self, salt: &[u8]) -> Result<Zeroizing<[u8; KEY_LEN]>, KeyError> {
        below(&self.0, salt, "loket-recovery-2")
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(..)")
    }
}

/// The home key under the recovery key. Nothing slows a guess here: there are 256 bits to guess.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecoveryWrap {
    salt: String,
    key: String,
}

impl RecoveryWrap {
    pub(super) fn new(home: &HomeKey, recovery: &RecoveryKey) -> Result<RecoveryWrap, KeyError> {
        let salt = salt()?;
        let key = encrypt(&*recovery.under(&salt)?, OWNER, home.bytes())?;
        Ok(RecoveryWrap { salt: hex(&salt), key })
    }

    pub(super) fn say(&self, said: &mut Said) {
        said.text(&self.salt);
        said.text(&self.key);
    }

    pub(super) fn open(&self, recovery: &RecoveryKey) -> Result<HomeKey, KeyError> {
        let salt = unhex(&self.salt).ok_or(KeyError::Unusable)?;
        decrypt(&*recovery.under(&salt)?, OWNER, &self.key)
    }
}
