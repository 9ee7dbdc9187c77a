//! `keys.toml` on disk: its rows, its lock, and where it is wrong.
//!
//! Separate so that judging a try knows nothing of files. Every write is whole or not at all. Format 1 had a
//! verifier in each row and no home key; it is read, and each row is lifted when its owner next signs in.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, Params, PasswordVerifier as _};
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::pin::Pin;
use super::recovery::RecoveryWrap;
use super::whole::{Said, Whole};
use super::wrap::{Wrap, hex, unhex};
use super::{Cost, KeyError, Secret};
use crate::config::{read_capped, write_private};
use crate::domain::id::AccountId;
use crate::ledger::{HomeKey, KEY_LEN};

/// Largest key file, in bytes: some five hundred accounts.
const MAX_FILE: usize = 256 * 1024;
/// How long to wait for another process that holds the file.
const LOCK_WAIT: Duration = Duration::from_secs(2);

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

/// What concerns the whole home.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HomeRow {
    /// The home key itself, in a home whose ledger lies in the clear: there it protects nothing, and every
    /// account can be given a wrap of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clear: Option<String>,
    /// The home key under the recovery key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recovery: Option<RecoveryWrap>,
    /// What a guess at a secret of this home costs, as measured at set-up.
    pub(super) cost: Cost,
}

impl HomeRow {
    pub(super) fn new(cost: Cost, clear: Option<&HomeKey>) -> HomeRow {
        HomeRow { cost, recovery: None, clear: clear.map(|key| hex(key.bytes())) }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.clear.is_none()
    }

    pub(super) fn say(&self, said: &mut Said) {
        said.maybe(self.clear.as_deref(), Said::text);
        said.maybe(self.recovery.as_ref(), |said, recovery| recovery.say(said));
        self.cost.say(said);
    }

    fn clear(&self) -> Option<HomeKey> {
        let bytes = Zeroizing::new(unhex(self.clear.as_deref()?)?);
        let key: [u8; KEY_LEN] = bytes.as_slice().try_into().ok()?;
        Some(HomeKey::new(Zeroizing::new(key)))
    }
}

/// One account's row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    initials: String,
    /// Wrong tries since the last good one.
    #[serde(default)]
    pub(super) failures: u32,
    /// Next try counts from here, UTC milliseconds.
    #[serde(default)]
    pub(super) next_ms: i64,
    /// Somebody else chose the secret.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) first: bool,
    /// For changing places at an open desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pin: Option<Pin>,
    /// Format 1: argon2id with its parameters and salt, as a PHC string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verifier: Option<String>,
    /// Format 1 kept room here; nothing was ever in it.
    #[serde(default, skip_serializing)]
    wrapped_key: Option<String>,
    /// The home key under this account's secret. None when the key of the home was changed in its absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrap: Option<Wrap>,
}

impl Entry {
    pub(super) fn new(initials: &str, wrap: Wrap) -> Entry {
        let mut entry = Entry::absent(initials);
        entry.wrap = Some(wrap);
        entry
    }

    /// A row without a key: its owner was away when the key of the home was changed.
    pub(super) fn absent(initials: &str) -> Entry {
        let initials = initials.to_owned();
        Entry {
            initials,
            failures: 0,
            next_ms: 0,
            first: false,
            pin: None,
            verifier: None,
            wrapped_key: None,
            wrap: None,
        }
    }

    /// The same with a secret its owner did not choose.
    pub(super) fn given(mut self) -> Entry {
        self.first = true;
        self
    }

    pub(super) fn initials(&self) -> &str {
        &self.initials
    }

    /// All but the wrong tries, which are counted before anybody has the key.
    pub(super) fn say(&self, said: &mut Said) {
        said.text(&self.initials);
        said.number(self.first);
        said.maybe(self.pin.as_ref(), |said, pin| pin.say(said));
        said.maybe(self.verifier.as_deref(), Said::text);
        said.maybe(self.wrap.as_ref(), |said, wrap| wrap.say(said));
    }

    pub(super) fn renew(&mut self, wrap: Wrap) {
        *self = Entry::new(&self.initials, wrap);
    }

    /// Whether the secret is this row's; a row of format 1 has no key to give.
    pub(super) fn open(&self, account: AccountId, secret: &Secret) -> Result<Option<HomeKey>, KeyError> {
        match (&self.wrap, &self.verifier) {
            (Some(wrap), _) => wrap.open(secret.bytes(), &account.hex()).map(Some),
            (None, Some(verifier)) => verify(verifier, secret).map(|()| None),
            (None, None) => Err(KeyError::Renew),
        }
    }
}

// The serialiser hands a reference over.
fn is_false(value: &bool) -> bool {
    !*value
}

/// Checks a secret against a verifier of format 1, refused when it is none or asks for more than any office would.
fn verify(verifier: &str, secret: &Secret) -> Result<(), KeyError> {
    let hash = PasswordHash::new(verifier).map_err(|_| KeyError::Unusable)?;
    let params = Params::try_from(&hash).map_err(|_| KeyError::Unusable)?;
    let cost = Cost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
    if hash.algorithm.as_str() != "argon2id" || hash.hash.is_none() || !cost.is_modest() {
        return Err(KeyError::Unusable);
    }
    match Argon2::default().verify_password(secret.bytes(), verifier) {
        Ok(()) => Ok(()),
        Err(argon2::password_hash::Error::PasswordInvalid) => Err(KeyError::Wrong),
        Err(_) => Err(KeyError::Unusable),
    }
}

/// What every format of the file begins with.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// Keys that wait for their ledger.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Next {
    /// First bytes of the ledger they belong to.
    pub(super) mark: String,
    pub(super) home: HomeRow,
    pub(super) account: BTreeMap<String, Entry>,
    pub(super) whole: Whole,
}

/// The whole file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Store {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) home: Option<HomeRow>,
    #[serde(default)]
    pub(super) account: BTreeMap<String, Entry>,
    /// The sum over all of the above. None in a file of a program that did not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) whole: Option<Whole>,
    /// What is to hold once the ledger it belongs to stands in the home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<Next>,
}

impl Store {
    const FORMAT: u32 = 2;
    /// Still read; the next write is of the current format.
    const OLDER: u32 = 1;

    /// A file without accounts.
    pub(super) fn new(home: Option<HomeRow>) -> Store {
        Store { format: Self::FORMAT, home, account: BTreeMap::new(), whole: None, next: None }
    }

    pub(super) fn read(path: &Path) -> Result<Store, StoreError> {
        let text = match read_capped(path, MAX_FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Store::new(None));
            }
            Err(error) => return Err(StoreError::new(path, StoreFault::Read(error))),
        };
        let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        let wrong = |line| StoreError::new(path, StoreFault::Wrong { line });
        let at = |error: toml::de::Error| wrong(line(error.span().map_or(0, |span| span.start)));
        // The format first: a newer file may have rows this program cannot read.
        let head: Head = toml::from_str(&text).map_err(at)?;
        if !matches!(head.format, Self::OLDER | Self::FORMAT) {
            return Err(StoreError::new(path, StoreFault::Format(head.format)));
        }
        let mut store: Store = toml::from_str(&text).map_err(at)?;
        store.format = Self::FORMAT;
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

    pub(super) fn is_empty(&self) -> bool {
        self.home.is_none() && self.account.is_empty()
    }

    /// The home key in the clear, made now in a home that has none yet.
    pub(super) fn clear_key(&mut self) -> Result<HomeKey, KeyError> {
        if let Some(row) = &self.home {
            return row.clear().ok_or(KeyError::Unusable);
        }
        let key = HomeKey::random().map_err(|_| KeyError::Unusable)?;
        self.home = Some(HomeRow::new(Cost::OFFICE, Some(&key)));
        Ok(key)
    }

    pub(super) fn cost(&self) -> Cost {
        self.home.as_ref().map_or(Cost::OFFICE, |row| row.cost)
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

    /// The rows with a key for one account alone; everybody else is absent.
    pub(super) fn only(&self, keeper: AccountId, wrap: &Wrap) -> BTreeMap<String, Entry> {
        let keeper = keeper.hex();
        let row = |(id, entry): (&String, &Entry)| {
            let kept = if *id == keeper {
                Entry::new(entry.initials(), wrap.clone())
            } else {
                Entry::absent(entry.initials())
            };
            (id.clone(), kept)
        };
        self.account.iter().map(row).collect()
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

/// Gives the file a name of the past that no other file has.
pub(super) fn put_aside(path: &Path) -> Result<(), StoreError> {
    let free = (1..).map(|n| path.with_extension(format!("toml.old{n}"))).find(|name| !name.exists());
    match free {
        Some(name) => std::fs::rename(path, name).map_err(|error| StoreError::new(path, StoreFault::Write(error))),
        None => Ok(()),
    }
}
