//! Opening and creating the database file: key, engine version, settings, schema, refusals.
//!
//! Separate because everything here happens before the first entry is read and decides whether it may be.

use super::super::backup;
use super::super::codec::NO_HASH;
use super::super::error::LedgerError;
use super::super::home::{Home, file_error, side_file};
use super::{copy, journal, long};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, TryLockError};
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// "LOKT": what the file says it is.
const APPLICATION_ID: i32 = 0x4c4f_4b54;
/// "LOKC": a copy, to be read and proved; nothing is written to it until it becomes a ledger of its own.
pub(super) const COPY_ID: i32 = 0x4c4f_4b43;
/// Every schema version's step, in order; the place is the version.
pub const MIGRATIONS: &[&str] = &[
    include_str!("../../../assets/schema/0001.sql"),
    include_str!("../../../assets/schema/0002.sql"),
    include_str!("../../../assets/schema/0003.sql"),
];
/// The schema version this program writes.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;
/// Before this engine version two processes on one log could silently lose committed entries.
const ENGINE_MIN: i32 = 3_051_003;
/// How long the engine waits for a lock somebody took outside the gate.
const BUSY: Duration = Duration::from_secs(2);
const STATEMENTS: usize = 64;
/// How often somebody waiting for the ledger to be closed looks again.
const LOOK: Duration = Duration::from_millis(20);

/// How a connection is going to be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Write,
    Read,
    /// Writing into a copy, to make a ledger of it.
    Revive,
}

/// A connection, and this process's share in the use of the file: nobody puts another ledger in its place
/// meanwhile. The connection goes first.
pub(super) struct Engine {
    conn: Connection,
    _share: Option<UseLock>,
}

impl Deref for Engine {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.conn
    }
}

impl DerefMut for Engine {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.conn
    }
}

/// A lock of the file's use. Given back by name: a program started meanwhile shares the open file until it has begun,
/// and would keep the lock that long.
pub(in super::super) struct UseLock(File);

impl Drop for UseLock {
    fn drop(&mut self) {
        // The kernel drops it with the process; there is nothing else to do about a failure here.
        let _ = self.0.unlock();
    }
}

/// How the file is held against an exchange.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// With everybody else who has it open.
    Shared,
    /// The caller holds it alone.
    Alone,
}

/// Refuses an engine with a known defect.
fn engine() -> Result<(), LedgerError> {
    if rusqlite::version_number() < ENGINE_MIN {
        return Err(LedgerError::EngineTooOld { found: rusqlite::version().to_owned() });
    }
    Ok(())
}

/// A writing connection that counts the pages of its log.
pub(super) fn writer(home: &Home) -> Result<(Engine, Arc<AtomicI32>), LedgerError> {
    let mut conn = match existing(home, Use::Write) {
        // A copy is looked at; whatever would be written to it is refused.
        Err(LedgerError::Copy { .. }) => existing(home, Use::Read)?,
        opened => opened?,
    };
    let log = Arc::new(AtomicI32::new(0));
    let counter = log.clone();
    conn.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
        counter.store(pages, Ordering::Relaxed);
        Ok(())
    }))?;
    Ok((conn, log))
}

/// A connection with the engine's settings; the file's content is not looked at yet.
fn connect(home: &Home, how: Use, hold: Hold) -> Result<Engine, LedgerError> {
    engine()?;
    let share = match hold {
        Hold::Shared => Some(share(home)?),
        Hold::Alone => None,
    };
    let path = canonical(home)?;
    let access = if how == Use::Read { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let conn = set_up(Connection::open_with_flags(path, flags)?, home)?;
    if how != Use::Read {
        // Checkpoints are made between acts, never inside a commit.
        conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;")?;
    }
    Ok(Engine { conn, _share: share })
}

/// The key and the engine's settings, the same for every connection.
pub(super) fn set_up(conn: Connection, home: &Home) -> Result<Connection, LedgerError> {
    engine()?;
    unlock(&conn, home)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.execute_batch(
        "PRAGMA mmap_size = 0;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -8192;
         PRAGMA secure_delete = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA journal_size_limit = 33554432;",
    )?;
    Ok(conn)
}

/// The engine refuses every symbolic link on the way; one above the home is the machine's own business.
fn canonical(home: &Home) -> Result<PathBuf, LedgerError> {
    let real = home.dir().canonicalize().map_err(|e| file_error(home.dir(), e))?;
    Ok(Home::at(&real).ledger())
}

/// Takes a share in the use of a home's ledger: until it is given back nobody puts another in its place, nor changes the
/// key both its files are made with.
pub(in super::super) fn share(home: &Home) -> Result<UseLock, LedgerError> {
    let path = home.in_use();
    let file = side_file(&path)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(UseLock(file)),
        Err(TryLockError::WouldBlock) => Err(LedgerError::Exchanging),
        Err(TryLockError::Error(e)) => Err(file_error(&path, e)),
    }
}

/// Takes a home's ledger out of everybody's use, waiting so long for whoever is just closing it.
pub(super) fn alone(home: &Home, wait: Duration) -> Result<UseLock, LedgerError> {
    let path = home.in_use();
    let file = side_file(&path)?;
    let end = Instant::now() + wait;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(UseLock(file)),
            Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(LOOK),
            Err(TryLockError::WouldBlock) => return Err(LedgerError::InUse),
            Err(TryLockError::Error(e)) => return Err(file_error(&path, e)),
        }
    }
}

/// Silences the cipher, whose remarks would go to stderr and over the screen, and hands it the key: before
/// anything else, because the first look at the file needs it.
pub(super) fn unlock(conn: &Connection, home: &Home) -> Result<(), LedgerError> {
    conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    if let Some(key) = home.key() {
        give_key(conn, &key.literal())?;
        let first: rusqlite::Result<i64> = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0));
        first.map_err(LedgerError::from).map_err(|e| match e {
            // Another key, or a first page that bears none out: the engine cannot tell which.
            LedgerError::Damaged { source, .. } => LedgerError::WrongKey { path: home.ledger(), source },
            e => e,
        })?;
    }
    Ok(())
}

/// A connection to write with, outside the use of a home's ledger, that has been given no key yet.
fn unkeyed(home: &Home) -> Result<Connection, LedgerError> {
    engine()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    Ok(Connection::open_with_flags(canonical(home)?, flags)?)
}

/// A connection for copying whole ledgers, whose caller has the file alone: no share, and none of the guards
/// that keep a program's statements from an engine's own tables.
pub(super) fn copier(home: &Home) -> Result<Connection, LedgerError> {
    let conn = unkeyed(home)?;
    unlock(&conn, home)?;
    conn.busy_timeout(BUSY)?;
    conn.execute_batch("PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;")?;
    conn.execute_batch("PRAGMA foreign_keys = OFF;")?;
    Ok(conn)
}

/// Makes a filled, closed file what [`existing`] opens: it says what it is, and writes to a log.
pub(super) fn finish_copy(home: &Home) -> Result<(), LedgerError> {
    let conn = copier(home)?;
    conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA};"))?;
    keep_log(&conn)
}

/// Opens an existing ledger, bringing an older schema up when it may write.
pub(super) fn existing(home: &Home, how: Use) -> Result<Engine, LedgerError> {
    opened(home, how, Hold::Shared)
}

/// Brings an older schema up for somebody who holds the file alone.
pub(super) fn migrated(home: &Home) -> Result<Engine, LedgerError> {
    opened(home, Use::Write, Hold::Alone)
}

fn opened(home: &Home, how: Use, hold: Hold) -> Result<Engine, LedgerError> {
    let conn = looked_at(home, how, hold)?;
    if identity(&conn)?.1 == SCHEMA {
        return Ok(conn);
    }
    drop(conn);
    bring_up(home, hold)?;
    looked_at(home, how, hold)
}

/// Opens a file that is what it should be, of this schema or an older one.
fn looked_at(home: &Home, how: Use, hold: Hold) -> Result<Engine, LedgerError> {
    home.check()?;
    let path = home.ledger();
    let conn = connect(home, how, hold)?;
    let (found, version) = identity(&conn)?;
    if found == 0 && version == 0 {
        return Err(LedgerError::Unfinished { path });
    }
    match (found, how) {
        (APPLICATION_ID, _) | (COPY_ID, Use::Read | Use::Revive) => {}
        (COPY_ID, Use::Write) => return Err(LedgerError::Copy { path }),
        _ => return Err(LedgerError::NotALedger { path }),
    }
    if version > SCHEMA {
        return Err(LedgerError::Newer { found: version, known: SCHEMA });
    }
    if version < SCHEMA && found == COPY_ID && how == Use::Read {
        // Its rows are those of an older program, and nobody may bring them up before it is restored.
        return Err(LedgerError::Copy { path });
    }
    Ok(conn)
}

/// Brings an older schema up, with the file to itself: a desk of the older program would go on writing what rows it
/// knows of.
fn bring_up(home: &Home, hold: Hold) -> Result<(), LedgerError> {
    let _alone = match hold {
        Hold::Shared => Some(alone(home, BUSY)?),
        Hold::Alone => None,
    };
    let conn = connect(home, Use::Write, Hold::Alone)?;
    let (found, version) = identity(&conn)?;
    if version >= SCHEMA {
        // Somebody has done it meanwhile.
        return Ok(());
    }
    if found == APPLICATION_ID {
        backup::before_migration(home, &conn, version)?;
    }
    conn.execute_batch("BEGIN IMMEDIATE")?;
    migrate(&conn)?;
    // New projections are filled as every other row is: by replaying the journal.
    // The rows of an older program are not even read.
    let (entries, _) = journal::head(&conn)?.unwrap_or((0, NO_HASH));
    long::replay(&conn, entries, &mut |_, _| {})?;
    Ok(conn.execute_batch("COMMIT")?)
}

/// Opens a new, empty file for writing; a file with anything in it is refused.
pub(super) fn fresh(home: &Home) -> Result<Engine, LedgerError> {
    home.prepare()?;
    let path = home.ledger();
    let conn = connect(home, Use::Write, Hold::Shared)?;
    if identity(&conn)? != (0, 0) {
        return Err(LedgerError::Exists { path });
    }
    keep_log(&conn)?;
    Ok(conn)
}

/// A connection to a file of which nothing is believed and which is thrown away afterwards: no share, and its schema may
/// be bent.
pub(super) fn scratch(home: &Home) -> Result<Connection, LedgerError> {
    let conn = unkeyed(home)?;
    unlock(&conn, home)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.execute_batch(
        "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA synchronous = OFF;",
    )?;
    Ok(conn)
}

/// The same to a new file whose cipher has this salt.
pub(super) fn salted(home: &Home, salt: &[u8]) -> Result<Connection, LedgerError> {
    let conn = unkeyed(home)?;
    conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    if let Some(key) = home.key() {
        give_key(&conn, &key.salted(salt))?;
    }
    Ok(conn)
}

/// Hands a connection its key, before anything else.
fn give_key(conn: &Connection, literal: &str) -> Result<(), LedgerError> {
    let mut order = Zeroizing::new(String::with_capacity(literal.len() + 16));
    order.extend(["PRAGMA key = \"", literal, "\";"]);
    Ok(conn.execute_batch(&order)?)
}

/// An empty file with the tables of today, for what was saved.
pub(super) fn salvaged(home: &Home) -> Result<Connection, LedgerError> {
    home.prepare()?;
    let conn = copy::blank(home)?;
    migrate(&conn)?;
    Ok(conn)
}

/// Lets entries be written that do not follow on each other; answers the statement that forbids it again.
pub(super) fn without_order(conn: &Connection) -> Result<String, LedgerError> {
    const NAME: &str = "journal_in_order";
    let forbids = conn.query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [NAME], |r| r.get(0))?;
    conn.execute_batch(&format!("DROP TRIGGER {NAME};"))?;
    Ok(forbids)
}

/// Writes go through a log from now on.
pub(super) fn keep_log(conn: &Connection) -> Result<(), LedgerError> {
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if mode == "wal" {
        Ok(())
    } else {
        Err(LedgerError::Damaged { what: format!("journal mode {mode}"), source: None })
    }
}

/// The file says it is a ledger to work on.
pub(super) fn mark_ledger(conn: &Connection) -> Result<(), LedgerError> {
    Ok(conn.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID};"))?)
}

pub(super) fn identity(conn: &Connection) -> Result<(i32, u32), LedgerError> {
    let id = conn.query_row("PRAGMA application_id", [], |r| r.get(0))?;
    Ok((id, conn.query_row("PRAGMA user_version", [], |r| r.get(0))?))
}

/// Runs the steps the file lacks; the caller holds the transaction.
pub(super) fn migrate(conn: &Connection) -> Result<(), LedgerError> {
    let (id, version) = identity(conn)?;
    for step in &MIGRATIONS[version as usize..] {
        conn.execute_batch(step)?;
    }
    if id == 0 {
        mark_ledger(conn)?;
    }
    Ok(conn.execute_batch(&format!("PRAGMA user_version = {SCHEMA};"))?)
}
