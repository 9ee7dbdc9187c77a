//! The log written once more, when a ledger is opened or after a failure, before anything is built on it.
//!
//! When a flush fails, Linux forgets that the bytes are still to be written: it shows them to every reader, calls the
//! next flush a success, and the disk may never have had them. An act committed behind such a hole would be acknowledged
//! and lost with the next power cut, because a log is read up to its first gap. Moving the log into the file would not
//! help: that relies on the log being on the disk. So its bytes are written again where they stand, and flushed; a disk
//! that refuses keeps the ledger closed. Separate because it goes past the engine. Must not know what a log says.

use super::super::error::LedgerError;
use super::super::home::Home;
use rusqlite::{Connection, Error, ffi};
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// Writes the log again, while nobody else can add to it or begin it anew.
///
/// # Errors
/// [`LedgerError::Disk`] or [`LedgerError::Full`] when the disk still fails, [`LedgerError::Busy`].
pub(super) fn log(conn: &Connection, home: &Home) -> Result<(), LedgerError> {
    if conn.is_readonly("main")? {
        return Ok(());
    }
    let mut name = home.ledger().into_os_string();
    name.push("-wal");
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let written = written_again(Path::new(&name));
    conn.execute_batch("ROLLBACK")?;
    written.map_err(|e| {
        let full = e.kind() == io::ErrorKind::StorageFull;
        let code = if full { ffi::SQLITE_FULL } else { ffi::SQLITE_IOERR_FSYNC };
        Error::SqliteFailure(ffi::Error::new(code), Some(e.to_string())).into()
    })
}

fn written_again(log: &Path) -> io::Result<()> {
    // The engine holds no lock on its log, so that closing this descriptor gives none back.
    let file = match OpenOptions::new().read(true).write(true).open(log) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let mut bytes = vec![0; 64 * 1024];
    let mut at = 0;
    loop {
        let n = file.read_at(&mut bytes, at)?;
        if n == 0 {
            return if at == 0 { Ok(()) } else { file.sync_all() };
        }
        file.write_all_at(&bytes[..n], at)?;
        at += n as u64;
    }
}
