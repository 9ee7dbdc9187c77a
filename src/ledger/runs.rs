//! Which runs of the program are alive: each holds the lock of its own file for as long as it lives.
//!
//! Separate from the ledger file because a killed process cannot write that it is dead; the kernel drops its
//! lock instead. A device job is orphaned only if the run named in its intent lives no more.

use super::error::LedgerError;
use super::home::{Home, file_error, side_dir, side_file};
use crate::domain::id::RunId;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the own lock is tried for before another holder of the same run is believed.
const TRIES: u32 = 50;

/// This run's sign of life; dropped, the run counts as ended.
pub struct RunLock {
    path: PathBuf,
    _file: File,
}

impl RunLock {
    /// Declares this run alive and clears away the files of dead ones.
    ///
    /// # Errors
    /// [`LedgerError::File`], also when the same run is declared twice.
    pub fn hold(home: &Path, run: RunId) -> Result<RunLock, LedgerError> {
        let dir = Home::at(home).runs();
        side_dir(&dir)?;
        sweep(&dir);
        let path = dir.join(format!("{}.lock", run.hex()));
        let mut tries = TRIES;
        loop {
            let file = side_file(&path)?;
            match file.try_lock() {
                // A sweep may have removed the name between opening and locking.
                Ok(()) if file.metadata().map_err(|e| file_error(&path, e))?.nlink() > 0 => {
                    return Ok(RunLock { path, _file: file });
                }
                Ok(()) => {}
                Err(e) if tries == 0 => return Err(file_error(&path, e.into())),
                // Another desk's sweep looks at the file this very moment.
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
            tries = tries.saturating_sub(1);
        }
    }

    /// Whether a run still lives.
    pub fn alive(home: &Path, run: RunId) -> bool {
        let path = Home::at(home).runs().join(format!("{}.lock", run.hex()));
        File::open(path).is_ok_and(|file| file.try_lock_shared().is_err())
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // A name left behind is swept by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes the files nobody holds. Whatever cannot be read is left alone: it only costs a name.
fn sweep(dir: &Path) {
    for path in fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()) {
        if path.extension().is_some_and(|e| e == "lock")
            && let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(&path);
        }
    }
}
