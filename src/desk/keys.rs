//! Who may sign in: the verifiers of the staff's secrets and the brake on guessing.
//!
//! Owns `keys.toml`. Separate from the journal because a secret must be changeable without a trace of the
//! old one, and from the accounts, whose names and roles are events. Several processes of a
//! machine share the file: every change is made under a lock on a file beside it, on what is then in it.
//! Must not know roles, names or screens; the time comes in.

mod secret;
mod store;

use std::path::PathBuf;

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};

use crate::config::Home;
use crate::domain::id::AccountId;

pub use secret::{MAX_SECRET, MIN_SECRET, Secret, SecretFault};
use store::{Entry, Store};
pub use store::{StoreError, StoreFault};

/// Wrong tries before the first wait.
pub const FREE_TRIES: u32 = 3;
/// Wrong tries at which only a supervisor's reset opens the account again.
pub const LOCK_AFTER: u32 = 10;
/// First wait in milliseconds; each further wrong try doubles it.
const FIRST_WAIT_MS: i64 = 2_000;

/// What a guess costs. Stored with each verifier, so that a later increase leaves old ones valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// The cost of an office: 64 MiB and three passes, second choice of RFC 9106 with one lane.
    pub const OFFICE: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    fn hasher(self) -> Result<Argon2<'static>, KeyError> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None).map_err(|_| KeyError::Cost)?;
        Ok(Argon2::from(params))
    }
}

/// Somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Wrong tries since the last good one; to be told in the journal.
    pub failures_before: u32,
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
    #[error("there is a key for this account already")]
    Exists,
    #[error("the secret does not serve: {0}")]
    Unfit(#[from] SecretFault),
    #[error("this cost cannot be computed")]
    Cost,
    /// Stored verifier unreadable, or no memory or randomness to compute one.
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
        Store::read(&ring.path)?;
        Ok(ring)
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
    /// [`KeyError::Exists`], [`KeyError::Unfit`], or the file could not be written.
    pub fn add(&self, account: AccountId, initials: &str, secret: &Secret, cost: Cost) -> Result<(), KeyError> {
        secret.fit()?;
        let verifier = verifier(secret, cost)?;
        self.change_store(|store| match store.entry(account) {
            Some(_) => Err(KeyError::Exists),
            None => {
                store.put(account, Entry::new(initials, verifier));
                Ok(())
            }
        })
    }

    /// Checks a secret. A wrong one is counted on disk before this returns; the count survives a restart.
    ///
    /// # Errors
    /// [`KeyError::Wrong`], [`KeyError::Wait`] (the secret was not looked at), [`KeyError::Locked`],
    /// [`KeyError::Unknown`]; [`KeyError::Store`] when the count cannot be kept, and then nobody signs in.
    pub fn check(&self, account: AccountId, secret: &Secret, now_ms: i64) -> Result<SignIn, KeyError> {
        self.change_store(|store| {
            let entry = store.entry_mut(account).ok_or(KeyError::Unknown)?;
            judge(entry, secret, now_ms)
        })
    }

    /// Sets a secret anew after the holder gave the old one; wrong tries count as in [`KeyRing::check`].
    ///
    /// # Errors
    /// As [`KeyRing::check`] and [`KeyRing::add`].
    pub fn change(
        &self,
        account: AccountId,
        old: &Secret,
        new: &Secret,
        now_ms: i64,
        cost: Cost,
    ) -> Result<SignIn, KeyError> {
        new.fit()?;
        let verifier = verifier(new, cost)?;
        self.change_store(|store| {
            let entry = store.entry_mut(account).ok_or(KeyError::Unknown)?;
            let sign_in = judge(entry, old, now_ms)?;
            entry.renew(verifier);
            Ok(sign_in)
        })
    }

    /// Sets a secret anew by a supervisor's order and lifts a lock. Whether the order is lawful is decided
    /// elsewhere.
    ///
    /// # Errors
    /// [`KeyError::Unknown`], [`KeyError::Unfit`], or the file could not be written.
    pub fn reset(&self, account: AccountId, secret: &Secret, cost: Cost) -> Result<(), KeyError> {
        secret.fit()?;
        let verifier = verifier(secret, cost)?;
        self.change_store(|store| {
            store.entry_mut(account).ok_or(KeyError::Unknown)?.renew(verifier);
            Ok(())
        })
    }

    /// Takes a key away, for set-up that did not come to its end.
    ///
    /// # Errors
    /// The file could not be written. An account without a key is no error.
    pub fn remove(&self, account: AccountId) -> Result<(), KeyError> {
        self.change_store(|store| {
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
/// but the wait; a clock set back cannot stretch a wait beyond what the count is worth.
fn judge(entry: &mut Entry, secret: &Secret, now_ms: i64) -> Result<SignIn, KeyError> {
    if entry.failures >= LOCK_AFTER {
        return Err(KeyError::Locked);
    }
    let until = entry.next_ms.min(now_ms.saturating_add(wait_ms(entry.failures)));
    if now_ms < until {
        return Err(KeyError::Wait { until });
    }
    match Argon2::default().verify_password(secret.bytes(), entry.verifier()?) {
        Ok(()) => {
            let failures_before = std::mem::take(&mut entry.failures);
            entry.next_ms = 0;
            Ok(SignIn { failures_before })
        }
        Err(argon2::password_hash::Error::PasswordInvalid) => {
            entry.failures = entry.failures.saturating_add(1);
            entry.next_ms = now_ms.saturating_add(wait_ms(entry.failures));
            Err(KeyError::Wrong)
        }
        Err(_) => Err(KeyError::Unusable),
    }
}

/// The wait after this many wrong tries, in milliseconds: none for the first two, then 2 s, doubling.
fn wait_ms(failures: u32) -> i64 {
    match failures.checked_sub(FREE_TRIES) {
        None => 0,
        Some(doublings) => FIRST_WAIT_MS << doublings.min(LOCK_AFTER),
    }
}

fn verifier(secret: &Secret, cost: Cost) -> Result<String, KeyError> {
    let hash = cost.hasher()?.hash_password(secret.bytes()).map_err(|_| KeyError::Unusable)?;
    Ok(hash.to_string())
}
