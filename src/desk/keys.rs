//! Who may sign in: the home key, wrapped for each of the staff, and the brake on guessing.
//!
//! Owns `keys.toml`. Every home has one random key; each account's row holds it under a key derived from the
//! account's secret, so that giving the right secret and having the key are the same thing. Separate from the journal because a secret must be changeable without a trace of the
//! old one, and from the accounts, whose names and roles are events. Several processes of a
//! machine share the file: every change is made under a lock on a file beside it, on what is then in it.
//! Must not know roles, names or screens; the time comes in.

mod exchange;
mod parcel;
mod pin;
mod recovery;
mod secret;
mod store;
mod whole;
mod wrap;

use std::path::PathBuf;

use crate::config::Home;
use crate::domain::id::AccountId;
use crate::ledger::{self, HomeKey};

pub use parcel::{ParcelError, pack, unpack};
use pin::Pin;
use recovery::RecoveryWrap;
pub use recovery::{RecoveryFault, RecoveryKey};
pub use secret::{MAX_SECRET, MIN_SECRET, PIN, Secret, SecretFault};
use store::{Entry, HomeRow, Store};
pub use store::{StoreError, StoreFault};
pub use wrap::Cost;
use wrap::Wrap;

/// Wrong tries before the first wait.
pub const FREE_TRIES: u32 = 3;
/// Wrong tries at which only a supervisor's reset opens the account again.
pub const LOCK_AFTER: u32 = 10;
/// First wait in milliseconds; each further wrong try doubles it.
const FIRST_WAIT_MS: i64 = 2_000;

/// Whether a home's ledger is encrypted with the home key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtRest {
    Encrypted,
    /// Only by explicit choice: whoever has the disk has the ledger.
    Clear,
}

/// Who chose a secret: one chosen by somebody else is changed at the first sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    ByHolder,
    ByAnother,
}

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Wrong tries since the last good one; to be told in the journal.
    pub failures_before: u32,
    /// The home key.
    pub key: HomeKey,
    /// The secret was given by somebody else; its holder must choose another before anything else.
    pub must_change: bool,
}

/// Why nobody signed in, or why a key was not changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the secret is wrong")]
    Wrong,
    #[error("too many wrong tries, wait")]
    Wait {
        /// UTC milliseconds from which the next try counts.
        until: i64,
    },
    #[error("locked after {LOCK_AFTER} wrong tries")]
    Locked,
    #[error("no key for this account")]
    Unknown,
    /// The key of the home was changed while this account was away.
    #[error("a supervisor must give a new first secret")]
    Renew,
    /// Changed by other hands than the program's.
    #[error("the key file is not as it was last written")]
    Altered,
    /// The ledger has seen a later one.
    #[error("the key file is an older one")]
    Older,
    #[error("there is a key for this account already")]
    Exists,
    #[error("the secret does not serve: {0}")]
    Unfit(#[from] SecretFault),
    #[error("too many wrong PINs, the passphrase is needed")]
    PinSpent,
    #[error("the recovery key does not open this home")]
    Recovery,
    #[error("this cost cannot be computed")]
    Cost,
    /// Stored row unreadable, or no memory or randomness to compute one.
    #[error("the secret cannot be checked")]
    Unusable,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl KeyError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            KeyError::Wrong => "keys.wrong",
            KeyError::Wait { .. } => "keys.wait",
            KeyError::Locked => "keys.locked",
            KeyError::Unknown => "keys.unknown",
            KeyError::Renew => "keys.renew",
            KeyError::Altered => "keys.altered",
            KeyError::Older => "keys.older",
            KeyError::Recovery => "keys.recovery",
            KeyError::PinSpent => "keys.pin_spent",
            KeyError::Exists => "keys.exists",
            KeyError::Unfit(fault) => fault.code(),
            KeyError::Cost => "keys.cost",
            KeyError::Unusable => "keys.unusable",
            KeyError::Store(error) => error.code(),
        }
    }
}

/// The keys of a home.
#[derive(Clone, Debug)]
pub struct KeyRing {
    path: PathBuf,
}

impl KeyRing {
    /// Opens the keys of a home and checks that the file, if there is one, can be read.
    ///
    /// # Errors
    /// [`StoreError`] naming file and line.
    pub fn load(home: &Home) -> Result<KeyRing, StoreError> {
        let ring = KeyRing { path: home.keys() };
        ring.settle()?;
        Ok(ring)
    }

    /// The key file of a home without a ledger, whose key nobody has yet. Keys that stood there are put aside under
    /// another name, never overwritten: a copy of their ledger may still exist.
    ///
    /// # Errors
    /// The file could not be written.
    pub fn begin(home: &Home, key: &HomeKey, cost: Cost, at_rest: AtRest) -> Result<KeyRing, KeyError> {
        let ring = KeyRing { path: home.keys() };
        let _lock = store::lock(&ring.path)?;
        if !Store::read(&ring.path)?.is_empty() {
            store::put_aside(&ring.path)?;
        }
        let clear = (at_rest == AtRest::Clear).then_some(key);
        let mut store = Store::new(Some(HomeRow::new(cost, clear)));
        store.sum_up(key, 0)?;
        store.write(&ring.path)?;
        Ok(ring)
    }

    /// Whether the keys of a home can be read; nothing is written, not even by keys that wait for their ledger.
    ///
    /// # Errors
    /// As [`KeyRing::load`].
    pub fn read_only(home: &Home) -> Result<(), StoreError> {
        Store::read(&home.keys()).map(|_| ())
    }

    /// How the ledger of this home lies.
    ///
    /// # Errors
    /// As [`KeyRing::load`].
    pub fn at_rest(&self) -> Result<AtRest, StoreError> {
        let encrypted = Store::read(&self.path)?.home.is_some_and(|row| row.is_encrypted());
        Ok(if encrypted { AtRest::Encrypted } else { AtRest::Clear })
    }

    /// The ledger of this home with what opens it.
    ///
    /// # Errors
    /// As [`KeyRing::load`].
    pub fn ledger(&self, key: &HomeKey) -> Result<ledger::Home, StoreError> {
        let encrypted = self.at_rest()? == AtRest::Encrypted;
        let folder = self.path.parent().unwrap_or(&self.path);
        Ok(ledger::Home::keyed(folder, encrypted.then(|| key.clone())))
    }

    /// Whether an account has a key.
    ///
    /// # Errors
    /// As [`KeyRing::load`].
    pub fn has(&self, account: AccountId) -> Result<bool, StoreError> {
        Ok(Store::read(&self.path)?.entry(account).is_some())
    }

    /// The account whose row bears these initials, for when the ledger itself cannot say who is who. None
    /// also when several rows bear them.
    ///
    /// # Errors
    /// As [`KeyRing::load`].
    pub fn labelled(&self, initials: &str) -> Result<Option<AccountId>, StoreError> {
        Ok(Store::read(&self.path)?.labelled(initials))
    }

    /// Gives a new account its secret. `initials` only label the row for a person who looks at the file.
    ///
    /// # Errors
    /// [`KeyError::Exists`], [`KeyError::Unfit`], [`KeyError::Altered`], or the file could not be written; the last two
    /// go for every change.
    pub fn add(
        &self,
        account: AccountId,
        initials: &str,
        secret: &Secret,
        key: &HomeKey,
        chosen: Chosen,
    ) -> Result<(), KeyError> {
        secret.fit()?;
        self.change_rows(key, |store| match store.entry(account) {
            Some(_) => Err(KeyError::Exists),
            None => {
                let entry = Entry::new(initials, wrapped(store, account, secret, key)?);
                store.put(account, if chosen == Chosen::ByHolder { entry } else { entry.given() });
                Ok(())
            }
        })
    }

    /// Checks a secret. A wrong one is counted on disk before this returns; the count survives a restart.
    ///
    /// # Errors
    /// [`KeyError::Wrong`], [`KeyError::Wait`] (the secret was not looked at), [`KeyError::Locked`],
    /// [`KeyError::Unknown`], [`KeyError::Renew`], [`KeyError::Altered`]; [`KeyError::Store`] when the count cannot
    /// be kept, and then nobody signs in.
    pub fn check(&self, account: AccountId, secret: &Secret, now_ms: i64) -> Result<SignIn, KeyError> {
        self.change_store(|store| judge(store, account, secret, now_ms))
    }

    /// Sets a secret anew for its holder, who is known by something else than the old one: a change demanded at
    /// sign-in, or the recovery key.
    ///
    /// # Errors
    /// [`KeyError::Unfit`], also [`SecretFault::Same`] for the secret that stands there; or the file could not be
    /// written.
    pub fn choose(&self, account: AccountId, secret: &Secret, key: &HomeKey) -> Result<(), KeyError> {
        secret.fit()?;
        self.change_rows(key, |store| {
            let entry = store.entry(account).ok_or(KeyError::Unknown)?;
            if entry.open(account, secret).is_ok() {
                return Err(SecretFault::Same.into());
            }
            let wrap = wrapped(store, account, secret, key)?;
            store.entry_mut(account).ok_or(KeyError::Unknown)?.renew(wrap);
            Ok(())
        })
    }

    /// Gives an account a PIN, or another.
    ///
    /// # Errors
    /// [`KeyError::Unfit`] when it is none, or the file could not be written.
    pub fn set_pin(&self, account: AccountId, pin: &Secret, key: &HomeKey) -> Result<(), KeyError> {
        pin.fit_pin()?;
        let pin = Pin::new(key, pin, &account.hex())?;
        self.change_rows(key, |store| {
            store.entry_mut(account).ok_or(KeyError::Unknown)?.pin = Some(pin);
            Ok(())
        })
    }

    /// Checks a PIN, for whoever has the home key and knows that the account's passphrase was given today. Wrong ones
    /// count with the wrong passphrases, and there are only the free ones.
    ///
    /// # Errors
    /// As [`KeyRing::check`]; [`KeyError::Unknown`] also for an account without a PIN.
    pub fn check_pin(&self, account: AccountId, pin: &Secret, key: &HomeKey, now_ms: i64) -> Result<u32, KeyError> {
        self.change_store(|store| {
            store.proven(key)?;
            let entry = store.entry_mut(account).ok_or(KeyError::Unknown)?;
            let kept = entry.pin.clone().ok_or(KeyError::Unknown)?;
            if entry.failures >= FREE_TRIES {
                return Err(KeyError::PinSpent);
            }
            braked(entry, now_ms)?;
            match kept.check(key, pin, &account.hex()) {
                Err(KeyError::Wrong) => Err(wrong(entry, now_ms)),
                checked => checked.map(|()| std::mem::take(&mut entry.failures)),
            }
        })
    }

    /// A new recovery key; the one before opens nothing any more. Shown by the caller, kept nowhere.
    ///
    /// # Errors
    /// The file could not be written, or there is no randomness.
    pub fn issue_recovery(&self, key: &HomeKey) -> Result<RecoveryKey, KeyError> {
        let recovery = RecoveryKey::random()?;
        self.change_rows(key, |store| {
            let row = store.home.as_mut().ok_or(KeyError::Unusable)?;
            row.recovery = Some(RecoveryWrap::new(key, &recovery)?);
            Ok(())
        })?;
        Ok(recovery)
    }

    /// The home key by the recovery key.
    ///
    /// # Errors
    /// [`KeyError::Recovery`] when it is that of another home, or was replaced.
    pub fn recover(&self, recovery: &RecoveryKey) -> Result<HomeKey, KeyError> {
        let row = Store::read(&self.path)?.home.and_then(|row| row.recovery).ok_or(KeyError::Recovery)?;
        row.open(recovery).map_err(|error| match error {
            KeyError::Wrong => KeyError::Recovery,
            error => error,
        })
    }

    /// Sets a secret anew by a supervisor's order and lifts a lock; an account whose row was taken away has one
    /// again. Whether the order is lawful is decided elsewhere.
    ///
    /// # Errors
    /// [`KeyError::Unfit`], or the file could not be written.
    pub fn reset(&self, account: AccountId, initials: &str, secret: &Secret, key: &HomeKey) -> Result<(), KeyError> {
        secret.fit()?;
        self.change_rows(key, |store| {
            let wrap = wrapped(store, account, secret, key)?;
            store.put(account, Entry::new(initials, wrap).given());
            Ok(())
        })
    }

    /// Takes a key away: of an account that is disabled, or whose making did not come to its end.
    ///
    /// # Errors
    /// The file could not be written. An account without a key is no error.
    pub fn remove(&self, account: AccountId, key: &HomeKey) -> Result<(), KeyError> {
        self.change_rows(key, |store| {
            store.remove(account);
            Ok(())
        })
    }

    /// Changes the file under its lock and writes it if anything changed, also when the answer is no: a
    /// wrong try must be kept. An answer that cannot be kept is not given.
    fn change_store<T>(&self, act: impl FnOnce(&mut Store) -> Result<T, KeyError>) -> Result<T, KeyError> {
        let _lock = store::lock(&self.path)?;
        let before = Store::read(&self.path)?;
        let mut after = before.clone();
        let answer = act(&mut after);
        if after != before {
            after.write(&self.path)?;
        }
        answer
    }
}

/// Judges one try and keeps the count. The brake is judged first, so that guessing faster costs nothing
/// but the wait; a clock set back cannot stretch a wait beyond what the count is worth. A row of format 1 is
/// lifted by a good try.
fn judge(store: &mut Store, account: AccountId, secret: &Secret, now_ms: i64) -> Result<SignIn, KeyError> {
    let entry = store.entry_mut(account).ok_or(KeyError::Unknown)?;
    braked(entry, now_ms)?;
    let opened = match entry.open(account, secret) {
        Err(KeyError::Wrong) => return Err(wrong(entry, now_ms)),
        opened => opened?,
    };
    let failures_before = std::mem::take(&mut entry.failures);
    entry.next_ms = 0;
    let key = match opened {
        Some(key) => key,
        None => {
            let key = store.clear_key()?;
            let wrap = wrapped(store, account, secret, &key)?;
            store.entry_mut(account).ok_or(KeyError::Unknown)?.renew(wrap);
            store.sum_up(&key, store.generation())?;
            key
        }
    };
    store.proven(&key)?;
    let must_change = store.entry(account).is_some_and(|entry| entry.first);
    Ok(SignIn { failures_before, key, must_change })
}

fn braked(entry: &Entry, now_ms: i64) -> Result<(), KeyError> {
    if entry.failures >= LOCK_AFTER {
        return Err(KeyError::Locked);
    }
    let until = entry.next_ms.min(now_ms.saturating_add(wait_ms(entry.failures)));
    if now_ms < until { Err(KeyError::Wait { until }) } else { Ok(()) }
}

fn wrong(entry: &mut Entry, now_ms: i64) -> KeyError {
    entry.failures = entry.failures.saturating_add(1);
    entry.next_ms = now_ms.saturating_add(wait_ms(entry.failures));
    KeyError::Wrong
}

/// The wait after this many wrong tries, in milliseconds: none for the first two, then 2 s, doubling.
fn wait_ms(failures: u32) -> i64 {
    match failures.checked_sub(FREE_TRIES) {
        None => 0,
        Some(doublings) => FIRST_WAIT_MS << doublings.min(LOCK_AFTER),
    }
}

fn wrapped(store: &Store, account: AccountId, secret: &Secret, key: &HomeKey) -> Result<Wrap, KeyError> {
    Wrap::new(key, secret.bytes(), store.cost(), &account.hex())
}
