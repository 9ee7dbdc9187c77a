//! Long jobs that write: filling a ledger in bulk and rebuilding the projection.
//!
//! Separate from single acts because they hold a transaction for thousands of entries. They take the same
//! codec, chain and projection.

use super::super::error::LedgerError;
use super::super::{Fault, Filling, Progress};
use super::chain::Chain;
use super::project::Projector;
use super::{Memory, act, journal};
use crate::domain::office::Office;
use rusqlite::Connection;

/// Applications written in one transaction of a bulk fill.
const BATCH: usize = 5_000;
/// Page cache while a long job writes, in KiB; the usual one afterwards.
const CACHE_LONG: i64 = -131_072;
const CACHE: i64 = -8_192;

/// Appends whatever the filling gives until it ends.
pub(super) fn bulk(conn: &Connection, mem: &mut Memory, next: Filling<'_>) -> Result<u64, LedgerError> {
    cache(conn, CACHE_LONG)?;
    let first = mem.office.desk.seq;
    let mut more = true;
    while more {
        let before = (mem.office.clone(), mem.head);
        act::begin(conn)?;
        let done = act::catch_up(conn, mem).and_then(|_| batch(conn, mem, next));
        let done = match done {
            Ok(more) => act::commit(conn).map(|()| more),
            Err(e) => Err(act::give_up(conn, e)),
        };
        match done {
            Ok(again) => more = again,
            Err(e) => {
                (mem.office, mem.head) = before;
                return Err(e);
            }
        }
        checkpoint(conn)?;
    }
    cache(conn, CACHE)?;
    Ok(mem.office.desk.seq - first)
}

/// One transaction's worth; false when the filling has ended.
fn batch(conn: &Connection, mem: &mut Memory, next: Filling<'_>) -> Result<bool, LedgerError> {
    let mut projector = Projector::bulk(conn);
    while projector.waiting() < BATCH {
        let Some((drafts, envelope)) = next(&mem.office) else {
            projector.flush(&mem.office)?;
            return Ok(false);
        };
        for draft in drafts {
            let (rec, head) = journal::append(conn, (mem.id, mem.office.desk.seq + 1, mem.head), draft, &envelope)?;
            mem.head = head;
            projector.project(&mut mem.office, &rec)?;
        }
    }
    projector.flush(&mem.office)?;
    Ok(true)
}

/// Empties the projection and replays the journal into it.
pub(super) fn rebuild(conn: &Connection, mem: &mut Memory, progress: Progress<'_>) -> Result<u64, LedgerError> {
    cache(conn, CACHE_LONG)?;
    act::begin(conn)?;
    let replayed = act::catch_up(conn, mem).and_then(|_| replay(conn, mem.office.desk.seq, progress));
    let office = match replayed {
        Ok(office) => office,
        Err(e) => return Err(act::give_up(conn, e)),
    };
    act::commit(conn)?;
    mem.office = office;
    checkpoint(conn)?;
    cache(conn, CACHE)?;
    Ok(mem.office.desk.seq)
}

/// Empties the projection and replays the journal up to entry `total`; the caller holds the transaction.
pub(super) fn replay(conn: &Connection, total: u64, progress: Progress<'_>) -> Result<Office, LedgerError> {
    let (office, chain) = fold(conn, total, progress)?;
    match chain.missing() {
        Some(fault) => Err(broken(fault, total)),
        None if office.desk.seq != total => {
            Err(LedgerError::Broken { seq: office.desk.seq + 1, what: "it is missing".into() })
        }
        None => Ok(office),
    }
}

/// The same, whatever is missing.
pub(super) fn fold(conn: &Connection, total: u64, progress: Progress<'_>) -> Result<(Office, Chain), LedgerError> {
    conn.execute_batch(
        "DELETE FROM office; DELETE FROM act; DELETE FROM day; DELETE FROM application; DELETE FROM invalid_card;
         DELETE FROM day_close;
         INSERT INTO name_word (name_word) VALUES ('delete-all');
         INSERT INTO name_part (name_part) VALUES ('delete-all');",
    )?;
    let mut office = Office::default();
    let mut chain = Chain::new();
    let mut projector = Projector::bulk(conn);
    journal::chunks(conn, |rows| {
        for raw in rows {
            let checked = chain.take(raw).map_err(|fault| broken(fault, raw.seq))?;
            if projector.lost.len() != chain.lost().len() {
                projector.lost = chain.lost().to_vec();
            }
            projector.project(&mut office, &checked.rec)?;
        }
        projector.flush(&office)?;
        progress(office.desk.seq, total);
        Ok::<(), LedgerError>(())
    })?;
    Ok((office, chain))
}

fn broken(fault: Fault, seq: u64) -> LedgerError {
    LedgerError::Broken { seq: fault.seq.unwrap_or(seq), what: fault.what }
}

fn checkpoint(conn: &Connection) -> Result<(), LedgerError> {
    Ok(conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}

fn cache(conn: &Connection, size: i64) -> Result<(), LedgerError> {
    Ok(conn.pragma_update(None, "cache_size", size)?)
}
