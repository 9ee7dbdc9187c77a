//! The embedded engine: one SQLite file shared by every desk of the machine.
//!
//! Owns the connection, the memory of the working set and the rule that a failure stops the desk. Separate so
//! that another engine can stand behind the same trait. Nothing of the engine leaves this folder.

mod act;
mod again;
mod beside;
mod chain;
mod closes;
mod copy;
mod create;
mod erase;
mod fault;
mod heir;
mod invalid;
mod journal;
mod long;
mod names;
mod open;
mod project;
mod read;
mod rows;
mod salvage;
mod search;
mod span;
mod term;
mod verify;
mod walk;
mod wreck;

pub use beside::{Beside, MARK, mark};
pub use create::create;
pub use heir::go_on;
pub use open::{MIGRATIONS, SCHEMA};
pub use salvage::salvage;
pub use verify::verify;
pub(super) use walk::common;
pub use walk::{Walk, seen, stands};

pub(super) use copy::{copy, hash_in, last, pages};
pub(super) use open::share;
pub(super) use verify::verify_copy;

use super::codec::{Hash, NO_HASH};
use super::error::LedgerError;
use super::gate::Gate;
use super::home::Home;
use super::{
    Close, ClosedDay, Committed, DayState, DraftKey, Filling, Info, Ledger, Options, Progress, RunLock, Searcher,
    Telling,
};
use crate::domain::checklist::RuleSet;
use crate::domain::command::{Command, Erasable, Order, Past, Sealing};
use crate::domain::counts::Counts;
use crate::domain::event::Recorded;
use crate::domain::id::{AppId, LedgerId, RunId};
use crate::domain::invalid::Record;
use crate::domain::nik::Nik;
use crate::domain::office::{File, Office};
use crate::domain::personal::Person;
use crate::domain::refusal::Refusal;
use crate::domain::report::Day;
use crate::domain::seal::SealKey;
use chrono::NaiveDate;
use open::{Engine, Use};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// Log pages above which a checkpoint is made when the desk is at leisure (4 KiB each).
const TEND_PAGES: i32 = 1_000;
/// Log pages above which it no longer waits for leisure.
const FULL_PAGES: i32 = 6_000;

/// The working set and where in the journal it stands.
struct Memory {
    id: LedgerId,
    office: Office,
    head: Hash,
    /// The engine's counter of others' commits, as last seen.
    version: i64,
    /// How many erasures the working set knows of.
    erasures: i64,
}

/// A ledger in one SQLite file.
pub struct SqliteLedger {
    home: Home,
    gate: Gate,
    rules: Arc<RuleSet>,
    conn: Option<Engine>,
    /// A read failed in a way that stops the desk.
    failed: Cell<bool>,
    /// The log is known to be on the disk as it is shown.
    settled: bool,
    mem: Memory,
    /// Pages in the write-ahead log after the last own commit.
    log: Arc<AtomicI32>,
}

/// Opens the ledger of a home.
///
/// # Errors
/// Missing, foreign, newer, readable by others, on a network disk, damaged: each its own [`LedgerError`].
pub fn open(home: impl Into<Home>, options: Options) -> Result<SqliteLedger, LedgerError> {
    let home = home.into();
    let (conn, log) = open::writer(&home)?;
    // A disk that refuses may still be read; no act is taken on it before this has succeeded.
    let settled = again::log(&conn, &home).is_ok();
    let mem = load(&conn)?;
    let gate = Gate::new(&home, options.gate_wait)?;
    Ok(SqliteLedger {
        home,
        gate,
        rules: Arc::new(options.rules),
        conn: Some(conn),
        failed: Cell::new(false),
        settled,
        mem,
        log,
    })
}

/// What `ledger info` tells, without opening for writing.
pub fn info(home: impl Into<Home>) -> Result<Info, LedgerError> {
    let home = home.into();
    let conn = open::existing(&home, Use::Read)?;
    read::info(&conn, &home)
}

/// Reads the working set in one snapshot.
fn load(conn: &Connection) -> Result<Memory, LedgerError> {
    let version = data_version(conn)?;
    let snapshot = conn.unchecked_transaction()?;
    let mem = memory(&snapshot, version)?;
    snapshot.finish()?;
    Ok(mem)
}

/// Reads the working set; the caller holds a transaction.
fn memory(conn: &Connection, version: i64) -> Result<Memory, LedgerError> {
    let office = rows::office(conn)?;
    let (seq, head) = journal::head(conn)?.unwrap_or((0, NO_HASH));
    let erasures = erase::count(conn)?;
    let id = match office.desk.ledger {
        Some(id) if seq == office.desk.seq => id,
        _ => {
            let what = format!("the rows stand at entry {}, the journal at {seq}", office.desk.seq);
            return Err(LedgerError::Damaged { what, source: None });
        }
    };
    Ok(Memory { id, office, head, version, erasures })
}

fn data_version(conn: &Connection) -> Result<i64, LedgerError> {
    let mut pragma = conn.prepare_cached("PRAGMA data_version")?;
    Ok(pragma.query_row([], |r| r.get(0))?)
}

impl SqliteLedger {
    /// Runs something on the connection; a failure that stops the desk drops it.
    fn with<T>(
        &mut self,
        work: impl FnOnce(&Connection, &mut Memory) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        if self.failed.get() {
            self.let_go();
        }
        let conn = self.conn.as_ref().ok_or(LedgerError::Stopped)?;
        let result = work(conn, &mut self.mem);
        result.map_err(|e| {
            let e = e.safe_to(self.mem.office.desk.seq);
            if e.stops() {
                self.let_go();
            }
            e
        })
    }

    /// Drops the connection after a failure, without the usual moving of the log into the file: a failing or
    /// full disk is not written to, and the log's index stays for the connection that comes after.
    fn let_go(&mut self) {
        if let Some(conn) = self.conn.take() {
            // Where even this fails there is nothing gentler left than closing.
            let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        }
    }

    /// Where it lies, and what opens it.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// A copy: it can be read, and takes no act.
    pub fn is_copy(&self) -> bool {
        self.conn.as_ref().is_some_and(|conn| conn.is_readonly("main").unwrap_or(false))
    }

    /// Reads something; a failure that stops the desk is remembered.
    fn look<T>(&self, work: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let conn = self.conn.as_ref().filter(|_| !self.failed.get()).ok_or(LedgerError::Stopped)?;
        work(conn).map_err(|e| {
            let e = e.safe_to(self.mem.office.desk.seq);
            self.failed.set(self.failed.get() || e.stops());
            e
        })
    }

    /// Moves the log into the file when it has grown over `pages`. Readers and writers go on meanwhile; what
    /// a reader still needs waits for the next time.
    fn tend(&mut self, pages: i32) -> Result<(), LedgerError> {
        if self.log.load(Ordering::Relaxed) < pages {
            return Ok(());
        }
        self.log.store(0, Ordering::Relaxed);
        self.with(|conn, _| {
            let done = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
            done.map_err(LedgerError::from).or_else(|e| if matches!(e, LedgerError::Busy(_)) { Ok(()) } else { Err(e) })
        })
    }
}

impl Ledger for SqliteLedger {
    fn id(&self) -> LedgerId {
        self.mem.id
    }

    fn office(&self) -> &Office {
        &self.mem.office
    }

    fn refresh(&mut self) -> Result<bool, LedgerError> {
        self.tend(TEND_PAGES)?;
        self.with(|conn, mem| {
            let version = data_version(conn)?;
            if version == mem.version {
                return Ok(false);
            }
            let snapshot = conn.unchecked_transaction()?;
            let changed = act::catch_up(&snapshot, mem)?;
            snapshot.finish()?;
            mem.version = version;
            Ok(changed)
        })
    }

    fn act(
        &mut self,
        command: &Command,
        order: &Order,
        clears: Option<&DraftKey>,
    ) -> Result<Result<Committed, Refusal>, LedgerError> {
        if self.conn.is_none() || self.failed.get() {
            return Err(LedgerError::Stopped);
        }
        if self.is_copy() {
            return Err(LedgerError::Copy { path: self.home.ledger() });
        }
        let lease = self.gate.take(&order.station)?;
        let (rules, home) = (self.rules.clone(), self.home.clone());
        if !self.settled {
            self.with(|conn, _| again::log(conn, &home))?;
            self.settled = true;
        }
        let done = self.with(|conn, mem| act::act(conn, mem, (&rules, home.dir()), (command, order), clears));
        drop(lease);
        if done.is_ok() {
            // The act is stored whatever becomes of the log; a failure shows in the next call.
            let failed = self.tend(FULL_PAGES).is_err_and(|e| e.stops());
            self.failed.set(failed);
        }
        done
    }

    fn reopen(&mut self) -> Result<(), LedgerError> {
        self.let_go();
        let (conn, log) = open::writer(&self.home)?;
        again::log(&conn, &self.home)?;
        let mem = load(&conn)?;
        if mem.id != self.mem.id {
            return Err(LedgerError::Diverged { seq: 1 });
        }
        (self.conn, self.log, self.mem) = (Some(conn), log, mem);
        self.settled = true;
        self.failed.set(false);
        Ok(())
    }

    fn file(&self, app: AppId) -> Result<Option<File>, LedgerError> {
        self.look(|conn| rows::file(conn, app))
    }

    fn by_number(&self, text: &str) -> Result<Option<File>, LedgerError> {
        self.look(|conn| read::by_number(conn, text))
    }

    fn by_nik(&self, nik: Nik) -> Result<Vec<Past>, LedgerError> {
        self.look(|conn| rows::past(conn, nik))
    }

    fn last_person(&self, nik: Nik) -> Result<Option<(Person, NaiveDate)>, LedgerError> {
        self.look(|conn| read::last_person(conn, nik))
    }

    fn history(&self, app: AppId) -> Result<Vec<Recorded>, LedgerError> {
        self.look(|conn| read::history(conn, &self.mem.office.lineage(), app))
    }

    fn last_act(&self, app: AppId) -> Result<Option<Recorded>, LedgerError> {
        self.look(|conn| read::last_act(conn, &self.mem.office.lineage(), app))
    }

    fn entry(&self, seq: u64) -> Result<Option<Recorded>, LedgerError> {
        self.look(|conn| journal::one(conn, &self.mem.office.lineage(), seq))
    }

    fn run_alive(&self, run: RunId) -> bool {
        RunLock::alive(self.home.dir(), run)
    }

    fn day_entries(&self, date: NaiveDate, upto: Option<u64>) -> Result<Vec<Recorded>, LedgerError> {
        self.look(|conn| read::day_entries(conn, &self.mem.office.lineage(), date, upto))
    }

    fn closed_day(&self, date: NaiveDate) -> Result<Option<ClosedDay>, LedgerError> {
        self.look(|conn| read::closed_day(conn, &self.mem.office.lineage(), date))
    }

    fn day_state(&self, date: NaiveDate) -> Result<Option<DayState>, LedgerError> {
        self.look(|conn| read::day_state(conn, &self.mem.office.lineage(), &self.mem.office, date))
    }

    fn closed_days(&self, limit: usize) -> Result<Vec<NaiveDate>, LedgerError> {
        self.look(|conn| read::closed_days(conn, limit))
    }

    fn days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Day>, LedgerError> {
        self.look(|conn| span::days(conn, &self.mem.office.lineage(), &self.mem.office, (from, to)))
    }

    fn open_before(&self, date: NaiveDate) -> Result<Option<(u64, Vec<AppId>)>, LedgerError> {
        self.look(|conn| span::open_before(conn, date))
    }

    fn each_entry(&self, date: NaiveDate, upto: u64, told: Telling<'_>) -> Result<(), LedgerError> {
        self.look(|conn| span::each_entry(conn, &self.mem.office.lineage(), (date, upto), told))
    }

    fn received_on(&self, date: NaiveDate, upto: u64) -> Result<(Vec<File>, Vec<Recorded>), LedgerError> {
        self.look(|conn| span::received_on(conn, &self.mem.office.lineage(), date, upto))
    }

    fn file_at(&self, app: AppId, upto: u64) -> Result<Option<File>, LedgerError> {
        self.look(|conn| read::file_at(conn, &self.mem.office.lineage(), app, upto))
    }

    fn seal_key(&mut self, station: &str) -> Result<SealKey, LedgerError> {
        let lease = self.gate.take(station)?;
        let key = self.with(|conn, _| closes::key(conn));
        drop(lease);
        key
    }

    fn seal(&self, date: NaiveDate, upto: u64, counts: &Counts) -> Result<Option<Sealing>, LedgerError> {
        let (line, number) = (self.mem.office.lineage(), self.mem.office.desk.closes + 1);
        self.look(|conn| closes::seal(conn, (&line, number), (date, upto), counts))
    }

    fn close(&self, number: u32) -> Result<Option<Close>, LedgerError> {
        self.look(|conn| closes::close(conn, &self.mem.office.lineage(), number))
    }

    fn closed_with(&self, digest: &str) -> Result<Option<(u32, String)>, LedgerError> {
        self.look(|conn| closes::with_digest(conn, &self.mem.office.lineage(), digest))
    }

    fn record(&self, year: i32, no: u32) -> Result<Option<Record>, LedgerError> {
        self.look(|conn| read::record(conn, &self.mem.office.lineage(), year, no))
    }

    fn draft(&self, key: &DraftKey) -> Result<Option<Vec<u8>>, LedgerError> {
        self.look(|conn| read::draft(conn, key))
    }

    fn put_draft(&mut self, key: &DraftKey, json: &[u8]) -> Result<(), LedgerError> {
        let lease = self.gate.take(&key.station)?;
        let done = self.with(|conn, _| act::put_draft(conn, key, json));
        drop(lease);
        done
    }

    fn drop_draft(&mut self, key: &DraftKey) -> Result<(), LedgerError> {
        let lease = self.gate.take(&key.station)?;
        let done = self.with(|conn, _| act::drop_draft(conn, key));
        drop(lease);
        done
    }

    fn searcher(&self) -> Result<Box<dyn Searcher + Send>, LedgerError> {
        Ok(Box::new(search::SqliteSearcher::new(open::existing(&self.home, Use::Read)?)))
    }

    fn erase(&mut self, seqs: &[u64], station: &str) -> Result<u64, LedgerError> {
        let lease = self.gate.take(station)?;
        let done = self.with(|conn, mem| erase::erase(conn, mem, seqs));
        drop(lease);
        done
    }

    fn erase_ended(&mut self, before: NaiveDate, after: AppId, station: &str) -> Result<Option<AppId>, LedgerError> {
        let lease = self.gate.take(station)?;
        let done = self.with(|conn, mem| term::step(conn, mem, before, after));
        drop(lease);
        done
    }

    fn erasable(&self, before: NaiveDate) -> Result<Erasable, LedgerError> {
        self.look(|conn| term::erasable(conn, &self.mem.office.lineage(), before))
    }

    fn lookings(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Recorded>, LedgerError> {
        self.look(|conn| read::lookings(conn, &self.mem.office.lineage(), from, to))
    }

    fn bulk(&mut self, station: &str, next: Filling<'_>) -> Result<u64, LedgerError> {
        let lease = self.gate.take(station)?;
        let done = self.with(|conn, mem| long::bulk(conn, mem, next));
        drop(lease);
        done
    }

    fn rebuild(&mut self, station: &str, progress: Progress<'_>) -> Result<u64, LedgerError> {
        let lease = self.gate.take(station)?;
        let done = self.with(|conn, mem| long::rebuild(conn, mem, progress));
        drop(lease);
        done
    }

    fn info(&self) -> Result<Info, LedgerError> {
        self.look(|conn| read::info(conn, &self.home))
    }
}
