//! Long jobs that write: filling a ledger in bulk and rebuilding the projection.
//!
//! Separate from single acts because they hold a transaction for thousands of entries. They take the same
//! codec, chain and projection.

use super::super::error::LedgerError;
use super::super::{Filling, Progress};
use super::project::Projector;
use super::{Memory, act, journal};
use crate::domain::id::LedgerId;
use crate::domain::office::Office;
use rusqlite::Connection;

/// Applications written in one transaction of a bulk fill.
const BATCH: usize = 5_000;
/// Entries read at once by a replay.
pub(super) const CHUNK: usize = 4_096;
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
    let replayed = act::catch_up(conn, mem).and_then(|_| replay(conn, (Some(mem.id), mem.office.desk.seq), progress));
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

/// Empties the projection and replays the journal of `total` entries, of that ledger where it is known; the caller holds the transaction.
pub(super) fn replay(
    conn: &Connection,
    (id, total): (Option<LedgerId>, u64),
    progress: Progress<'_>,
) -> Result<Office, LedgerError> {
    conn.execute_batch(
        "DELETE FROM office; DELETE FROM act; DELETE FROM day; DELETE FROM application; DELETE FROM invalid_card;
         DELETE FROM day_close;
         INSERT INTO name_word (name_word) VALUES ('delete-all');
         INSERT INTO name_part (name_part) VALUES ('delete-all');",
    )?;
    let mut office = Office::default();
    let mut prev = super::NO_HASH;
    let mut projector = Projector::bulk(conn);
    let mut reader = journal::reader(conn)?;
    loop {
        let chunk = journal::chunk(&mut reader, office.desk.seq, CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        for raw in &chunk {
            let broken = |what: String| LedgerError::Broken { seq: raw.seq, what };
            let checked = journal::check(raw, id).map_err(|fault| broken(fault.what))?;
            if checked.prev != prev || raw.seq != office.desk.seq + 1 {
                return Err(broken("it does not continue the entry before it".into()));
            }
            prev = checked.hash;
            projector.project(&mut office, &checked.rec)?;
        }
        projector.flush(&office)?;
        progress(office.desk.seq, total);
    }
    if office.desk.seq != total {
        return Err(LedgerError::Broken { seq: office.desk.seq + 1, what: "it is missing".into() });
    }
    Ok(office)
}

fn checkpoint(conn: &Connection) -> Result<(), LedgerError> {
    Ok(conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}

fn cache(conn: &Connection, size: i64) -> Result<(), LedgerError> {
    Ok(conn.pragma_update(None, "cache_size", size)?)
}
