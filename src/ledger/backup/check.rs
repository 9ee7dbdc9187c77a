//! Whether a backup is whole, and how it stands to the ledger in use.
//!
//! Separate because it is also the monthly drill, long after the backup was made. Reads only.

use super::super::error::LedgerError;
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
    /// The ledger goes on from the backup's under an identity of its own: so many entries are only in the backup.
    WentOn(u64),
    /// Of another ledger.
    Other,
    /// There is no ledger to compare with.
    Alone,
    /// The ledger does not open with the key of the backup: its key was changed since, or its first page is damaged.
    OtherKey,
    /// The ledger cannot be read; the code says why.
    Unread(&'static str),
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

/// Whether a ledger's file can be read with a key alone, as far as its first bytes say.
///
/// # Errors
/// What the disk says.
pub fn encrypted(file: &Path) -> Result<bool, BackupError> {
    let mut first = [0; PLAIN.len()];
    File::open(file).and_then(|mut file| file.read_exact(&mut first)).map_err(io(file))?;
    Ok(first != *PLAIN)
}

/// Compares a backup that was found whole with the ledger of a home.
///
/// # Errors
/// When the copy cannot be read any more.
pub fn compare(checked: &Checked, home: &Home) -> Result<Standing, BackupError> {
    let path = home.ledger();
    if !path.exists() {
        return Ok(Standing::Alone);
    }
    if encrypted(&path).is_ok_and(|encrypted| encrypted != home.key().is_some()) {
        return Ok(Standing::OtherKey);
    }
    let there = &checked.backup.manifest;
    let found = info(home.clone()).and_then(|here| Ok((here, sqlite::common(home, there.ledger, there.entries)?)));
    let (here, common) = match found {
        Ok(found) => found,
        Err(LedgerError::WrongKey { .. }) => return Ok(Standing::OtherKey),
        Err(error) => return Ok(Standing::Unread(error.code())),
    };
    let Some((seq, hash)) = common else { return Ok(Standing::Other) };
    if sqlite::hash_in(&checked.at, seq)? != Some(hash) {
        return Ok(Standing::Forked(seq));
    }
    Ok(match here.entries.cmp(&there.entries) {
        _ if here.id != there.ledger => Standing::WentOn(there.entries - seq),
        Ordering::Equal => Standing::Same,
        Ordering::Greater => Standing::Behind(here.entries - there.entries),
        Ordering::Less => Standing::Ahead(there.entries - here.entries),
    })
}
