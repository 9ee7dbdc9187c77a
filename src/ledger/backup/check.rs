//! Whether a backup is whole, and how it stands to the ledger in use.
//!
//! Separate because it is also the monthly drill, long after the backup was made. Reads only.

use super::super::home::Home;
use super::super::{Progress, Verified, info, sqlite};
use super::error::{BackupError, io, sound};
use super::folder::part;
use super::{Backup, Halt, Manifest, Phase, Watch, manifest};
use std::cmp::Ordering;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// How every plain file of the engine begins.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// A backup found whole.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Where it lies.
    pub at: Home,
    pub backup: Backup,
    pub verified: Verified,
}

/// How a backup stands to a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Entry for entry the same.
    Same,
    /// The ledger has gone on: so many entries are not in the backup.
    Behind(u64),
    /// The ledger is the older one: so many entries are only in the backup.
    Ahead(u64),
    /// The same up to somewhere before this entry, then two different stories.
    Forked(u64),
    /// Of another ledger.
    Other,
    /// There is no ledger to compare with, or it cannot be read.
    Alone,
}

/// Reads a backup whole: every byte against its digest, then everything `verify` knows.
///
/// # Errors
/// What is wrong with it, or what keeps it from being read.
pub fn check(at: &Home, halt: &Halt, watch: Watch<'_>) -> Result<Checked, BackupError> {
    let backup = at.dir();
    let manifest = Manifest::read(backup)?;
    for known in &manifest.files {
        let file = backup.join(&known.name);
        if !file.is_file() || part(&file, &known.name)? != *known {
            return Err(BackupError::Altered { file: known.name.clone() });
        }
    }
    let verified = whole(at, halt, &mut |done, all| watch(Phase::Verifying, done, all))?;
    if (verified.entries, verified.head) != (manifest.entries, manifest.head.0) {
        return Err(BackupError::Altered { file: manifest::MANIFEST.to_owned() });
    }
    Ok(Checked { at: at.clone(), backup: Backup { path: backup.to_owned(), manifest }, verified })
}

/// Verifies a copy where it lies.
pub(super) fn whole(copy: &Home, halt: &Halt, progress: Progress<'_>) -> Result<Verified, BackupError> {
    sound(sqlite::verify_copy(copy, halt, progress)?)
}

/// Nobody reads the file without a key.
pub(super) fn encrypted(file: &Path) -> Result<bool, BackupError> {
    let mut first = [0; PLAIN.len()];
    File::open(file).and_then(|mut file| file.read_exact(&mut first)).map_err(io(file))?;
    Ok(first != *PLAIN)
}

/// Compares a backup that was found whole with the ledger of a home.
///
/// # Errors
/// When the copy cannot be read any more.
pub fn compare(checked: &Checked, home: &Home) -> Result<Standing, BackupError> {
    let Some(here) = home.ledger().exists().then(|| info(home.clone()).ok()).flatten() else {
        return Ok(Standing::Alone);
    };
    let there = &checked.backup.manifest;
    if here.id != there.ledger {
        return Ok(Standing::Other);
    }
    let common = here.entries.min(there.entries);
    if sqlite::hash_at(home, common)? != sqlite::hash_in(&checked.at, common)? {
        return Ok(Standing::Forked(common));
    }
    Ok(match here.entries.cmp(&there.entries) {
        Ordering::Equal => Standing::Same,
        Ordering::Greater => Standing::Behind(here.entries - there.entries),
        Ordering::Less => Standing::Ahead(there.entries - here.entries),
    })
}
