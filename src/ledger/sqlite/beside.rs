//! Putting another ledger in the place of the home's as one step: founding, encrypting, a change of key.
//!
//! Separate because it is about whole files. A kill at any point leaves the old file or the new one, each whole,
//! and what is left beside it is cleared by the next try.

use super::super::error::LedgerError;
use super::super::home::{Home, file_error, side_file};
use super::super::key::HomeKey;
use super::open::UseLock;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often somebody waiting for the ledger to be closed looks again.
const LOOK: Duration = Duration::from_millis(20);

/// A ledger being made beside the home's, while nobody can open that one.
pub struct Beside {
    home: Home,
    made: Home,
    _alone: UseLock,
}

impl Beside {
    /// Takes the home's ledger out of use and clears what an earlier try left. The new one has this key. Waits for
    /// whoever is just closing it: also a program only now started by one that had it open shares its locks for an
    /// instant.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] while anybody has the ledger open, or makes another beside it.
    pub fn begin(home: impl Into<Home>, key: Option<HomeKey>, wait: Duration) -> Result<Beside, LedgerError> {
        let home = home.into();
        let path = home.in_use();
        let alone = side_file(&path)?;
        let end = Instant::now() + wait;
        loop {
            match alone.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(LOOK),
                Err(TryLockError::WouldBlock) => return Err(LedgerError::InUse),
                Err(TryLockError::Error(e)) => return Err(file_error(&path, e)),
            }
        }
        let dir = home.beside();
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(|e| file_error(&dir, e))?;
        }
        Ok(Beside { made: Home::keyed(&dir, key), home, _alone: UseLock(alone) })
    }

    /// Where the new ledger is made; it must be closed again before it takes its place.
    pub fn made(&self) -> &Home {
        &self.made
    }

    /// Moves the new ledger over the old one. Both must be closed, so that neither has anything in a log.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] when one of them has a log that was not emptied; the old one then stays.
    pub fn take_place(self) -> Result<(), LedgerError> {
        let (old, new) = (self.home.ledger(), self.made.ledger());
        for path in [&new, &old] {
            no_log(path)?;
        }
        let sync = |path: &Path| File::open(path).and_then(|file| file.sync_all()).map_err(|e| file_error(path, e));
        sync(&new)?;
        fs::rename(&new, &old).map_err(|e| file_error(&old, e))?;
        self.home.sync()?;
        // What is left of the folder is cleared by the next try, should this one be killed here.
        let _ = fs::remove_dir_all(self.made.dir());
        Ok(())
    }
}

/// A closed ledger has neither log nor index; an index without its log says nothing.
fn no_log(ledger: &Path) -> Result<(), LedgerError> {
    if fs::metadata(with_end(ledger, "-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(LedgerError::InUse);
    }
    for end in ["-wal", "-shm"] {
        let path = with_end(ledger, end);
        if path.exists() {
            fs::remove_file(&path).map_err(|e| file_error(&path, e))?;
        }
    }
    Ok(())
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
