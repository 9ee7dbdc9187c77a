//! What a backup says of itself, in a small file beside the copy.
//!
//! Separate because it is read without opening the ledger: names, ages and digests. It proves nothing by itself;
//! the copy is verified whenever it matters.

use super::error::{BackupError, io};
use crate::domain::event::LedgerKind;
use crate::domain::id::LedgerId;
use crate::domain::seal::Hex;
use crate::domain::time;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Version of this file's form.
pub(super) const FORMAT: u16 = 1;
/// Names of the files in a backup.
pub(super) const LEDGER: &str = "ledger.db";
pub(super) const KEYS: &str = "keys.toml";
pub(super) const MANIFEST: &str = "manifest.json";
/// Every file that may lie in a backup; nothing else is ever removed from one.
pub(super) const FILES: [&str; 3] = [MANIFEST, KEYS, LEDGER];
/// Largest manifest read, in bytes.
const LARGEST: u64 = 16 * 1024;

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
    pub sha256: Hex<32>,
}

/// What a backup is of, and its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u16,
    /// Version of the program that made it.
    pub program: String,
    pub ledger: LedgerId,
    pub kind: LedgerKind,
    pub schema: u32,
    /// Entries in it; the last one's sequence number.
    pub entries: u64,
    /// Leaf hash of the last entry.
    pub head: Hex<32>,
    /// The office day open when it was made, else the last one closed.
    pub day: Option<NaiveDate>,
    /// When it was made, UTC milliseconds.
    pub made_ms: i64,
    /// Offset of local time then, in seconds.
    pub offset_s: i32,
    /// Nobody reads it without a key.
    pub encrypted: bool,
    pub files: Vec<Part>,
}

impl Manifest {
    /// Local time it was made.
    pub fn made(&self) -> NaiveDateTime {
        time::local(self.made_ms, self.offset_s)
    }

    /// Reads the manifest of a backup.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], or one of a newer program.
    pub fn read(backup: &Path) -> Result<Manifest, BackupError> {
        #[derive(Deserialize)]
        struct Form {
            format: u16,
        }
        let path = backup.join(MANIFEST);
        let not = || BackupError::NotABackup { path: backup.to_owned() };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(if backup.exists() { not() } else { BackupError::Absent { path: backup.to_owned() } });
            }
            Err(e) => return Err(io(&path)(e)),
        };
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes).map_err(io(&path))?;
        let form: Form = serde_json::from_slice(&bytes).map_err(|_| not())?;
        if form.format > FORMAT {
            return Err(BackupError::Newer { found: form.format, known: FORMAT });
        }
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| not())?;
        let known = manifest.files.iter().all(|part| part.name == LEDGER || part.name == KEYS);
        let ledger = manifest.files.iter().any(|part| part.name == LEDGER);
        if known && ledger { Ok(manifest) } else { Err(not()) }
    }

    /// Writes it, durably.
    pub(super) fn write(&self, path: &Path) -> Result<(), BackupError> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let write = || {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(io(path))
    }
}
