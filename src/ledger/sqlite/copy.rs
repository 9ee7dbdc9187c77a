//! The engine's part of a backup: a consistent copy of the file beside working desks, and reading one back.
//!
//! Separate because a copy is marked as one in its own header: it can be read and verified, and nothing can be
//! written to it before it has become a ledger of its own. Must not know where copies lie or how long they stay.

use super::super::codec::Hash;
use super::super::error::LedgerError;
use super::super::home::Home;
use super::super::{Halt, Progress};
use super::open::{self, COPY_ID, Use};
use super::{SCHEMA, journal, rows};
use crate::domain::event::LedgerKind;
use crate::domain::id::LedgerId;
use chrono::NaiveDate;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;
use std::time::Duration;

/// Pages copied between two looks at whether anybody still wants the copy (4 KiB each).
const STEP: i32 = 64;
/// Pause when the engine is locked by somebody outside the gate, and how often it is tried again.
const PAUSE: Duration = Duration::from_millis(20);
const TRIES: u32 = 250;

/// Where the journal stood when the copy was made.
pub(in super::super) struct Stood {
    pub ledger: LedgerId,
    pub kind: LedgerKind,
    pub schema: u32,
    pub entries: u64,
    pub head: Hash,
    /// The open office day, else the last one closed.
    pub day: Option<NaiveDate>,
}

/// Copies the ledger of a home into the empty file of another home, page by page from one snapshot. Desks go on writing meanwhile.
/// The copy is one file, complete in itself; the caller makes it durable.
///
/// # Errors
/// [`LedgerError::Interrupted`] once halted.
pub(in super::super) fn copy(
    home: &Home,
    to: &Home,
    halt: &Halt,
    progress: Progress<'_>,
) -> Result<Stood, LedgerError> {
    let source = open::existing(home, Use::Read)?;
    // As long as this transaction is open the copy is of one moment, however long it takes.
    let snapshot = source.unchecked_transaction()?;
    let stood = stood(&snapshot)?;
    pages(&snapshot, to, halt, progress)?;
    Ok(stood)
}

/// Copies what a connection sees into the empty file of a home, and marks it as a copy.
pub(in super::super) fn pages(
    source: &Connection,
    to: &Home,
    halt: &Halt,
    progress: Progress<'_>,
) -> Result<(), LedgerError> {
    let mut target = blank(to)?;
    {
        let backup = Backup::new(source, &mut target)?;
        let mut tries = TRIES;
        loop {
            if halt.stopped() {
                return Err(LedgerError::Interrupted);
            }
            let step = backup.step(STEP)?;
            let done = backup.progress();
            let (left, all) = (u64::from(done.remaining.unsigned_abs()), u64::from(done.pagecount.unsigned_abs()));
            progress(all.saturating_sub(left), all);
            match step {
                StepResult::Done => break,
                StepResult::More => tries = TRIES,
                _ if tries == 0 => return Err(LedgerError::Busy("the engine stays locked".into())),
                _ => {
                    tries -= 1;
                    std::thread::sleep(PAUSE);
                }
            }
        }
    }
    target.close().map_err(|(_, e)| LedgerError::from(e))?;
    mark(to)
}

fn stood(conn: &Connection) -> Result<Stood, LedgerError> {
    let desk = rows::desk(conn)?;
    let damaged = |what: &str| LedgerError::Damaged { what: what.to_owned(), source: None };
    let (entries, head) = journal::head(conn)?.ok_or_else(|| damaged("the journal is empty"))?;
    let ledger = desk.ledger.ok_or_else(|| damaged("the rows name no ledger"))?;
    Ok(Stood { ledger, kind: desk.kind, schema: SCHEMA, entries, head, day: desk.day.or(desk.last_closed) })
}

/// The last entry a connection sees.
pub(in super::super) fn last(conn: &Connection) -> Result<u64, LedgerError> {
    Ok(journal::head(conn)?.map_or(0, |(seq, _)| seq))
}

/// The hash of an entry in a copy; None where there is no such entry.
pub(in super::super) fn hash_in(copy: &Home, seq: u64) -> Result<Option<Hash>, LedgerError> {
    journal::hash_of(&reader(copy)?, seq)
}

/// A connection to an empty file that nobody else uses. Nothing is made durable by it, and nothing lies beside it:
/// a copy that is not finished is thrown away whole.
pub(super) fn blank(home: &Home) -> Result<Connection, LedgerError> {
    let conn = alone(home)?;
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;")?;
    Ok(conn)
}

fn alone(home: &Home) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let conn = Connection::open_with_flags(home.ledger(), flags)?;
    open::unlock(&conn, home)?;
    // Shared memory would be a file beside it, and not every stick has room for the idea.
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY;")?;
    Ok(conn)
}

/// Makes the file one file without a log, and says in its header that it is a copy.
pub(super) fn mark(home: &Home) -> Result<(), LedgerError> {
    let conn = alone(home)?;
    conn.execute_batch("PRAGMA synchronous = OFF;")?;
    let mode: String = conn.query_row("PRAGMA journal_mode = DELETE", [], |r| r.get(0))?;
    if mode != "delete" {
        return Err(LedgerError::Damaged { what: format!("journal mode {mode}"), source: None });
    }
    conn.execute_batch(&format!("PRAGMA application_id = {COPY_ID};"))?;
    conn.close().map_err(|(_, e)| LedgerError::from(e))
}

/// A connection that reads a copy where it lies: nothing is locked, nothing is written beside it.
pub(super) fn reader(copy: &Home) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_URI;
    let conn = open::set_up(Connection::open_with_flags(uri(&copy.ledger()), flags)?, copy)?;
    match open::identity(&conn)? {
        (COPY_ID, version) if version > SCHEMA => Err(LedgerError::Newer { found: version, known: SCHEMA }),
        (COPY_ID, _) => Ok(conn),
        _ => Err(LedgerError::NotALedger { path: copy.ledger() }),
    }
}

/// `file:` address of a path that nobody changes.
fn uri(file: &Path) -> OsString {
    let mut address = b"file:".to_vec();
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'%' | b'?' | b'#' => address.extend(format!("%{byte:02X}").bytes()),
            byte => address.push(*byte),
        }
    }
    address.extend(b"?immutable=1");
    OsString::from_vec(address)
}
