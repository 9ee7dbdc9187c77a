//! Backups: copies of the ledger that were read back and verified before they got their name.
//!
//! Owns the order of things: copy, make durable, read back, verify, name, and only then let older ones go. A folder
//! with a backup's name is a whole and verified backup, whatever happened while it was made. Separate from the engine,
//! which copies and verifies. Must not know who asks, nor the clock.

mod check;
mod error;
mod folder;
mod manifest;
mod restore;
mod rotate;

pub use check::{Checked, Standing, check, compare, encrypted};
pub use error::BackupError;
pub use manifest::{Manifest, Part};
pub use restore::{Unpacked, free, ledger_file};
pub use rotate::{Keep, found, surplus};

use super::error::LedgerError;
use super::home::{Home, side_file};
use super::sqlite;
use crate::domain::seal::Hex;
use crate::domain::time::Stamp;
use error::io;
use folder::{Held, Unnamed};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops a long job from another thread.
#[derive(Clone, Debug, Default)]
pub struct Halt(Arc<AtomicBool>);

impl Halt {
    /// The job ends as soon as it looks.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Somebody has stopped it.
    pub fn stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a backup is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Copying,
    Verifying,
}

/// Hears how far a backup is: done and total.
pub type Watch<'a> = &'a mut dyn FnMut(Phase, u64, u64);

/// A backup that lies somewhere, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub manifest: Manifest,
}

/// What making one came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub backup: Backup,
    /// It lies on the disk the ledger lies on: whoever takes the machine takes both.
    pub same_disk: bool,
    /// How many older ones were let go.
    pub removed: usize,
}

/// Keeps the ledger of a home as it is, before an older schema is brought up: verified, in a folder of its own beside
/// it. One that is there already is the one.
pub(super) fn before_migration(home: &Home, source: &Connection, schema: u32) -> Result<(), LedgerError> {
    let last = sqlite::last(source)?;
    let dir = home.dir().join(format!("before-schema-{}-at-{last}", schema + 1));
    folder::kept_aside(home, &dir, |part| {
        sqlite::pages(source, part, &Halt::default(), &mut |_, _| {})?;
        match sqlite::verify_copy(part, &Halt::default(), &mut |_, _| {})? {
            Ok(_) => Ok(()),
            Err(fault) => Err(LedgerError::Broken { seq: fault.seq.unwrap_or(0), what: fault.what }),
        }
    })
}

/// Makes a backup of a home's ledger in a folder, beside working desks, and lets the surplus older ones go.
///
/// # Errors
/// [`BackupError`]; then nothing in the folder has a backup's name that was not there before.
pub fn back_up(
    home: &Home,
    folder: &Path,
    (keep, stamp): (Keep, &Stamp),
    halt: &Halt,
    watch: Watch<'_>,
) -> Result<Made, BackupError> {
    if !folder.is_dir() {
        return Err(BackupError::Absent { path: folder.to_owned() });
    }
    let real = |path: &Path| path.canonicalize().map_err(io(path));
    if real(folder)?.starts_with(real(home.dir())?) {
        return Err(BackupError::Inside { path: folder.to_owned() });
    }
    let _lock = Held::of(side_file(&home.dir().join("backup.lock"))?).ok_or(BackupError::Busy)?;
    // Pages and keys are a pair: nobody changes the key from before the first page until both are copied.
    let share = sqlite::share(home)?;
    let unnamed = Unnamed::begin(folder, stamp)?;
    let file = unnamed.file(manifest::LEDGER);
    folder::empty_file(&file)?;
    let copied = sqlite::copy(home, &unnamed.home(home), halt, &mut |done, all| watch(Phase::Copying, done, all));
    let stood = copied.map_err(|e| match e {
        LedgerError::Full { source, .. } => {
            BackupError::Full { path: folder.to_owned(), source: std::io::Error::other(source) }
        }
        e => e.into(),
    })?;
    let mut names = vec![manifest::LEDGER];
    if home.keys().exists() {
        folder::private_copy(&home.keys(), &unnamed.file(manifest::KEYS))?;
        names.push(manifest::KEYS);
    }
    drop(share);
    for name in &names {
        folder::durable(&unnamed.file(name))?;
    }
    let files = names.iter().map(|name| folder::part(&unnamed.file(name), name)).collect::<Result<Vec<_>, _>>()?;
    let verified = check::whole(&unnamed.home(home), halt, &mut |done, all| watch(Phase::Verifying, done, all))?;
    if (verified.entries, verified.head) != (stood.entries, stood.head) {
        return Err(BackupError::Altered { file: manifest::LEDGER.to_owned() });
    }
    let manifest = Manifest {
        format: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        ledger: stood.ledger,
        kind: stood.kind,
        schema: stood.schema,
        entries: stood.entries,
        head: Hex(stood.head),
        day: stood.day,
        made_ms: stamp.utc_ms,
        offset_s: stamp.offset_s,
        encrypted: check::encrypted(&file)?,
        files,
    };
    manifest.write(&unnamed.file(manifest::MANIFEST))?;
    let same_disk = folder::same_disk(home.dir(), folder);
    let path = unnamed.name(&manifest)?;
    let backup = Backup { path, manifest };
    let removed = rotate::let_go(folder, &backup, keep)?;
    Ok(Made { backup, same_disk, removed })
}
