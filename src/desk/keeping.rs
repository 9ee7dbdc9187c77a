//! What is remembered about looking after the ledger: the last good backup, the slow check, the end of the journal.
//!
//! Owns `keeping.json` in the home and the witness elsewhere. Separate because every desk of the machine reads it and
//! one writes it. No personal data; losing it costs a new backup and a new round of the check. It proves nothing: it
//! makes an older file put back stand out.

use crate::config::{read_capped, write_private};
use crate::domain::seal::Hex;
use crate::ledger::backup::{Made, Manifest};
use crate::ledger::{self, Home, LedgerError, Seen, Stands};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// Largest file read, in bytes.
const LARGEST: usize = 16 * 1024;

/// A backup that was found whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Good {
    pub path: PathBuf,
    pub made_ms: i64,
    pub entries: u64,
    pub head: Hex<32>,
    pub day: Option<NaiveDate>,
    pub encrypted: bool,
    pub same_disk: bool,
}

/// A backup that was not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    pub at_ms: i64,
    pub code: String,
}

/// What the slow check has found wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    pub seq: u64,
    pub code: String,
}

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keeping {
    pub good: Option<Good>,
    /// The last try, when it came after the last good one.
    pub failed: Option<Failed>,
    /// How far the present round of the slow check is.
    pub checked: Option<Seen>,
    /// When a round last came to the end.
    pub round_ms: Option<i64>,
    pub damage: Option<Damage>,
    /// The end of the journal when somebody last looked.
    pub seen: Option<Seen>,
}

impl Keeping {
    fn file(home: &Path) -> PathBuf {
        home.join("keeping.json")
    }

    /// Reads it; nothing is remembered where there is none, or one that does not read.
    pub fn load(home: &Path) -> Keeping {
        let text = read_capped(&Keeping::file(home), LARGEST).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// What the system says.
    pub fn store(&self, home: &Path) -> io::Result<()> {
        write_private(&Keeping::file(home), &serde_json::to_vec_pretty(self)?)
    }

    /// A backup was made.
    pub fn made(&mut self, made: &Made) {
        let Manifest { made_ms, entries, head, day, encrypted, .. } = made.backup.manifest;
        let (path, same_disk) = (made.backup.path.clone(), made.same_disk);
        self.good = Some(Good { path, made_ms, entries, head, day, encrypted, same_disk });
        self.failed = None;
    }
}

/// What a witness elsewhere remembers.
///
/// # Errors
/// One that is there and does not read.
pub fn witness(path: &Path) -> io::Result<Option<Seen>> {
    match read_capped(path, LARGEST) {
        Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Refuses a ledger that is older than, or another than, what was last seen of it, here or by the witness. One that
/// went on under an identity of its own is fine.
///
/// # Errors
/// [`LedgerError::RolledBack`], [`LedgerError::Diverged`], or the entry the slow check found broken.
pub fn still_the_same(home: &Home, witness_file: Option<&Path>) -> Result<(), LedgerError> {
    let kept = Keeping::load(home.dir());
    let elsewhere = witness_file.and_then(|path| witness(path).ok().flatten());
    for seen in [kept.seen, elsewhere].into_iter().flatten() {
        match ledger::stands(home, &seen)? {
            Stands::WentOn | Stands::Other => {}
            Stands::Behind { here } => return Err(LedgerError::RolledBack { here, seen: seen.seq }),
            Stands::Rewritten => return Err(LedgerError::Diverged { seq: seen.seq }),
        }
    }
    match kept.damage {
        Some(damage) => Err(LedgerError::Broken { seq: damage.seq, what: damage.code }),
        None => Ok(()),
    }
}
