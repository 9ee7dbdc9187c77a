//! That the key file is the one last written with the home key in hand: whole, and not an older one put back.
//!
//! Separate because it knows no secrets: it sums up what the rows say under the home key and counts the changes. Who
//! keeps the highest count seen is the ledger. What changes before anybody has signed in (wrong tries) is left out,
//! for nobody has the key then. Whoever has the home key can sum up anything: this is proof against hands and copies,
//! not against a program that a clerk writes (docs/security.md).

use ring::hmac::{self, Key as Under};
use serde::{Deserialize, Serialize};

use super::pin::below;
use super::store::{Entry, HomeRow, Store};
use super::wrap::{hex, unhex};
use super::{KeyError, KeyRing, Secret, wrapped};
use crate::domain::id::AccountId;
use crate::ledger::HomeKey;

/// The sum over a key file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whole {
    /// Changes so far.
    generation: u64,
    sum: String,
}

impl Whole {
    /// Sums up the rows as they are to be written.
    pub(super) fn over<'a>(
        home: Option<&HomeRow>,
        accounts: impl Iterator<Item = (&'a String, &'a Entry)>,
        generation: u64,
        key: &HomeKey,
    ) -> Result<Whole, KeyError> {
        let tag = hmac::sign(&under(key)?, &covered(home, accounts, generation));
        Ok(Whole { generation, sum: hex(tag.as_ref()) })
    }

    fn holds(&self, store: &Store, key: &HomeKey) -> Result<bool, KeyError> {
        let sum = unhex(&self.sum).unwrap_or_default();
        let covered = covered(store.home.as_ref(), store.account.iter(), self.generation);
        Ok(hmac::verify(&under(key)?, &covered, &sum).is_ok())
    }
}

fn under(key: &HomeKey) -> Result<Under, KeyError> {
    Ok(Under::new(hmac::HMAC_SHA256, &*below(key.bytes(), b"", "loket-keys-whole-1")?))
}

/// Bytes with their lengths, so that no two contents read the same.
#[derive(Default)]
pub(super) struct Said(Vec<u8>);

impl Said {
    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn number(&mut self, number: impl Into<u64>) {
        self.0.extend_from_slice(&number.into().to_be_bytes());
    }

    /// Something that may not be there.
    pub(super) fn maybe<T>(&mut self, what: Option<T>, say: impl FnOnce(&mut Said, T)) {
        self.number(u8::from(what.is_some()));
        if let Some(what) = what {
            say(self, what);
        }
    }
}

fn covered<'a>(
    home: Option<&HomeRow>,
    accounts: impl Iterator<Item = (&'a String, &'a Entry)>,
    generation: u64,
) -> Vec<u8> {
    let mut said = Said::default();
    said.number(generation);
    said.maybe(home, |said, home| home.say(said));
    for (id, entry) in accounts {
        said.text(id);
        entry.say(&mut said);
    }
    said.0
}

impl Store {
    /// Changes so far; 0 for a file nobody has summed up yet.
    pub(super) fn generation(&self) -> u64 {
        self.whole.as_ref().map_or(0, |whole| whole.generation)
    }

    /// # Errors
    /// [`KeyError::Altered`] when the rows are not what was last summed up.
    pub(super) fn proven(&self, key: &HomeKey) -> Result<(), KeyError> {
        match &self.whole {
            Some(whole) if !whole.holds(self, key)? => Err(KeyError::Altered),
            _ => Ok(()),
        }
    }

    /// # Errors
    /// [`KeyError::Altered`], or [`KeyError::Older`] when the ledger has seen more changes.
    fn fresh(&self, key: &HomeKey, known: u64) -> Result<(), KeyError> {
        self.proven(key)?;
        if self.generation() < known { Err(KeyError::Older) } else { Ok(()) }
    }

    /// Counts a change and sums up.
    pub(super) fn sum_up(&mut self, key: &HomeKey, after: u64) -> Result<(), KeyError> {
        let generation = after.saturating_add(1);
        self.whole = Some(Whole::over(self.home.as_ref(), self.account.iter(), generation, key)?);
        Ok(())
    }
}

impl KeyRing {
    /// Changes what is summed up: only in a file that is as it was last written, and counted.
    pub(super) fn change_rows<T>(
        &self,
        key: &HomeKey,
        act: impl FnOnce(&mut Store) -> Result<T, KeyError>,
    ) -> Result<T, KeyError> {
        self.change_store(|store| {
            store.proven(key)?;
            let mut after = store.clone();
            let answer = act(&mut after)?;
            after.sum_up(key, store.generation())?;
            *store = after;
            Ok(answer)
        })
    }

    /// Whether the file is as it was last written and no older than the ledger has seen; answers its count of changes,
    /// for the ledger to keep. A file of a program that did not count is counted from now on, where the ledger has
    /// seen no count either.
    ///
    /// # Errors
    /// [`KeyError::Altered`], [`KeyError::Older`], or the file could not be read or written.
    pub fn recent(&self, key: &HomeKey, known: u64) -> Result<u64, KeyError> {
        self.change_store(|store| {
            store.fresh(key, known)?;
            if store.whole.is_none() {
                store.sum_up(key, 0)?;
            }
            Ok(store.generation())
        })
    }

    /// The same of a file that is only looked at, as of a copy.
    ///
    /// # Errors
    /// As [`KeyRing::recent`].
    pub fn looks_recent(&self, key: &HomeKey, known: u64) -> Result<(), KeyError> {
        Store::read(&self.path)?.fresh(key, known)
    }

    /// Sets a secret anew for a supervisor known by the recovery key. In a file that was altered or is older than the
    /// ledger has seen nobody else's row is believed: each needs a new first secret.
    ///
    /// # Errors
    /// As [`KeyRing::choose`].
    pub fn take_over(&self, account: AccountId, secret: &Secret, key: &HomeKey, known: u64) -> Result<(), KeyError> {
        if self.looks_recent(key, known).is_ok() {
            return self.choose(account, secret, key);
        }
        secret.fit()?;
        self.change_store(|store| {
            store.account = store.only(account, &wrapped(store, account, secret, key)?);
            store.sum_up(key, store.generation().max(known))
        })
    }
}
