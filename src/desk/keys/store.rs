//! `keys.toml` on disk: its rows, its lock, and where it is wrong.
//!
//! Separate so that judging a try knows nothing of files. Every write is whole or not at all.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use argon2::Params;
use argon2::password_hash::phc::PasswordHash;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use super::KeyError;
use crate::config::{read_capped, write_private};
use crate::domain::id::AccountId;

/// Largest key file, in bytes: some five hundred accounts.
const MAX_FILE: usize = 256 * 1024;
/// How long to wait for another process that holds the file.
const LOCK_WAIT: Duration = Duration::from_secs(2);
/// Most memory a stored verifier may ask for, in KiB: a changed file must not exhaust the machine.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
/// Most passes and lanes a stored verifier may ask for.
const MAX_PASSES: u32 = 16;

/// The key file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {fault}", .file.display())]
pub struct StoreError {
    pub file: PathBuf,
    #[source]
    pub fault: StoreFault,
}

/// What is wrong with the key file.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    #[error("cannot be read")]
    Read(#[source] io::Error),
    #[error("cannot be written")]
    Write(#[source] io::Error),
    /// The parser's own words may quote a verifier, so only the line is kept.
    #[error("line {line} is not understood")]
    Wrong { line: usize },
    #[error("format {0} is not known to this program")]
    Format(u32),
    #[error("another process holds it")]
    Busy,
}

impl StoreError {
    fn new(file: &Path, fault: StoreFault) -> StoreError {
        StoreError { file: file.to_path_buf(), fault }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self.fault {
            StoreFault::Read(_) => "keys.unreadable",
            StoreFault::Write(_) => "keys.unwritable",
            StoreFault::Wrong { .. } => "keys.not_understood",
            StoreFault::Format(_) => "keys.newer",
            StoreFault::Busy => "keys.busy",
        }
    }
}

/// One account's row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    initials: String,
    /// Argon2id with its parameters and salt, as a PHC string.
    verifier: String,
    /// Wrong tries since the last good one.
    #[serde(default)]
    pub(super) failures: u32,
    /// Next try counts from here, UTC milliseconds.
    #[serde(default)]
    pub(super) next_ms: i64,
    /// Room for the account's wrapped ledger key; kept as found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrapped_key: Option<String>,
}

impl Entry {
    pub(super) fn new(initials: &str, verifier: String) -> Entry {
        Entry { initials: initials.to_owned(), verifier, failures: 0, next_ms: 0, wrapped_key: None }
    }

    pub(super) fn renew(&mut self, verifier: String) {
        self.verifier = verifier;
        self.failures = 0;
        self.next_ms = 0;
    }

    /// The verifier, refused when it is none or asks for more than any office would.
    pub(super) fn verifier(&self) -> Result<&str, KeyError> {
        let hash = PasswordHash::new(&self.verifier).map_err(|_| KeyError::Unusable)?;
        let params = Params::try_from(&hash).map_err(|_| KeyError::Unusable)?;
        let modest =
            params.m_cost() <= MAX_MEMORY_KIB && params.t_cost() <= MAX_PASSES && params.p_cost() <= MAX_PASSES;
        if hash.algorithm.as_str() == "argon2id" && hash.hash.is_some() && modest {
            Ok(&self.verifier)
        } else {
            Err(KeyError::Unusable)
        }
    }
}

/// What every format of the file begins with.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// The whole file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Store {
    format: u32,
    #[serde(default)]
    account: BTreeMap<String, Entry>,
}

impl Store {
    const FORMAT: u32 = 1;

    pub(super) fn read(path: &Path) -> Result<Store, StoreError> {
        let text = match read_capped(path, MAX_FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Store { format: Self::FORMAT, account: BTreeMap::new() });
            }
            Err(error) => return Err(StoreError::new(path, StoreFault::Read(error))),
        };
        let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        let wrong = |line| StoreError::new(path, StoreFault::Wrong { line });
        let at = |error: toml::de::Error| wrong(line(error.span().map_or(0, |span| span.start)));
        // The format first: a newer file may have rows this program cannot read.
        let head: Head = toml::from_str(&text).map_err(at)?;
        if head.format != Self::FORMAT {
            return Err(StoreError::new(path, StoreFault::Format(head.format)));
        }
        let store: Store = toml::from_str(&text).map_err(at)?;
        match store.account.keys().find(|id| AccountId::parse(id).is_none_or(|read| read.hex() != **id)) {
            Some(id) => Err(wrong(line(text.find(id.as_str()).unwrap_or(0)))),
            None => Ok(store),
        }
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let fail = |error| StoreError::new(path, StoreFault::Write(error));
        let text = toml::to_string(self).map_err(|error| fail(io::Error::other(error)))?;
        write_private(path, text.as_bytes()).map_err(fail)
    }

    pub(super) fn entry(&self, account: AccountId) -> Option<&Entry> {
        self.account.get(&account.hex())
    }

    pub(super) fn labelled(&self, initials: &str) -> Option<AccountId> {
        let mut rows = self.account.iter().filter(|(_, entry)| entry.initials == initials);
        match (rows.next(), rows.next()) {
            (Some((id, _)), None) => AccountId::parse(id),
            _ => None,
        }
    }

    pub(super) fn entry_mut(&mut self, account: AccountId) -> Option<&mut Entry> {
        self.account.get_mut(&account.hex())
    }

    pub(super) fn put(&mut self, account: AccountId, entry: Entry) {
        self.account.insert(account.hex(), entry);
    }

    pub(super) fn remove(&mut self, account: AccountId) {
        self.account.remove(&account.hex());
    }
}

/// Takes the lock beside the key file; it is released when the answer is dropped. Also held while a secret
/// is verified, so that several processes cannot try more often than the brake allows.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let fail = |error: io::Error| StoreError::new(path, StoreFault::Write(error));
    let beside = path.with_extension("lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&beside).map_err(fail)?;
    let deadline = Instant::now() + LOCK_WAIT;
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => {}
            Err(error) => return Err(fail(error.into())),
        }
        if Instant::now() >= deadline {
            return Err(StoreError::new(path, StoreFault::Busy));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
