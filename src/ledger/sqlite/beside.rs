//! Putting another ledger in the place of the home's as one step: founding, encrypting, a change of key.
//!
//! Separate because it is about whole files. A kill at any point leaves the old file or the new one, each whole,
//! and what is left beside it is cleared by the next try.

use super::super::codec::{Hash, NO_HASH};
use super::super::error::LedgerError;
use super::super::home::{Home, file_error};
use super::super::key::HomeKey;
use super::journal;
use super::open::{self, UseLock};
use rusqlite::params;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Bytes of a [`mark`].
pub const MARK: usize = 16;

/// A ledger being made beside the home's, while nobody can open that one.
pub struct Beside {
    home: Home,
    made: Home,
    _alone: UseLock,
}

impl Beside {
    /// Takes the home's ledger out of use and clears what an earlier try left. The new one has this key. Waits so long
    /// for whoever is just closing it.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] while anybody has the ledger open, or makes another beside it.
    pub fn begin(home: impl Into<Home>, key: Option<HomeKey>, wait: Duration) -> Result<Beside, LedgerError> {
        let home = home.into();
        let alone = open::alone(&home, wait)?;
        let dir = home.beside();
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(|e| file_error(&dir, e))?;
        }
        Ok(Beside { made: Home::keyed(&dir, key), home, _alone: alone })
    }

    /// Where the new ledger is made; it must be closed again before it takes its place.
    pub fn made(&self) -> &Home {
        &self.made
    }

    /// Copies the home's ledger, as it is but for the key of its seals, into the new one under its key; answers the head
    /// they have in common.
    ///
    /// # Errors
    /// Whatever keeps the old one from being read or the new one from being written; the old one is untouched.
    pub fn copy(&self) -> Result<Hash, LedgerError> {
        // Brings an older schema up first, so that what is copied is what this program verifies.
        drop(open::migrated(&self.home)?);
        self.made.prepare()?;
        let conn = open::copier(&self.home)?;
        let path = self.made.ledger();
        let path = path.to_str().ok_or_else(|| file_error(&path, io::ErrorKind::InvalidFilename.into()))?;
        let literal = self.made.key().map(HomeKey::literal);
        let key = literal.as_ref().map_or("", |literal| literal.as_str());
        let head = journal::head(&conn)?.map_or(NO_HASH, |(_, head)| head);
        conn.execute("ATTACH DATABASE ?1 AS made KEY ?2", params![path, key])?;
        // A file that does not count before it is synced as a whole: a kill leaves it to be cleared.
        conn.execute_batch("PRAGMA made.synchronous = OFF; PRAGMA made.journal_mode = OFF;")?;
        conn.query_row("SELECT sqlcipher_export('made')", [], |_| Ok(()))?;
        // Whoever knew the old key could read what days are sealed with.
        conn.execute_batch("DELETE FROM made.secret; DETACH DATABASE made")?;
        // Closing empties the old one's log into its file, which then stands alone.
        drop(conn);
        open::finish_copy(&self.made)?;
        Ok(head)
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
        let in_clear = self.home.key().is_none().then(|| OpenOptions::new().write(true).open(&old).ok()).flatten();
        let sync = |path: &Path| File::open(path).and_then(|file| file.sync_all()).map_err(|e| file_error(path, e));
        sync(&new)?;
        fs::rename(&new, &old).map_err(|e| file_error(&old, e))?;
        self.home.sync()?;
        if let Some(file) = in_clear {
            // The old file has no name any more and nobody opens it; a disk that refuses leaves it unused space.
            let _ = overwrite(&file);
        }
        // What is left of the folder is cleared by the next try, should this one be killed here.
        let _ = fs::remove_dir_all(self.made.dir());
        Ok(())
    }
}

/// Writes zeros over a file that had personal data in the clear. A disk may still keep what it wrote elsewhere
/// before: the manual says so.
fn overwrite(file: &File) -> io::Result<()> {
    let zeros = [0u8; 64 * 1024];
    let (len, mut at) = (file.metadata()?.len(), 0u64);
    while at < len {
        let n = zeros.len().min(usize::try_from(len - at).unwrap_or(zeros.len()));
        file.write_all_at(&zeros[..n], at)?;
        at += n as u64;
    }
    file.sync_all()
}

/// The first bytes of a ledger's file, which no two encrypted ledgers share: the cipher's salt. Only for a process
/// that has the ledger not open: closing a second descriptor would drop the engine's locks.
///
/// # Errors
/// [`LedgerError::File`].
pub fn mark(home: &Path) -> Result<[u8; MARK], LedgerError> {
    let path = Home::at(home).ledger();
    let mut mark = [0; MARK];
    let read = File::open(&path).and_then(|file| file.read_exact_at(&mut mark, 0));
    read.map_err(|e| file_error(&path, e))?;
    Ok(mark)
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
