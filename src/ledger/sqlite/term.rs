//! What is to be erased after its term, found and taken away a few files at a time.
//!
//! Separate from the erasing itself, which is told entries; here it is decided which those are. A file is whole or
//! gone: its entries are erased in one transaction, so that a kill leaves nothing half done and the next step goes
//! on. Must not know policy: the date is given.

use super::super::error::LedgerError;
use super::{Memory, erase, journal};
use crate::domain::command::Erasable;
use crate::domain::event::Event;
use crate::domain::id::AppId;
use crate::domain::lineage::Lineage;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// Files of one step: the write gate is held for a fraction of a second.
const FILES: i64 = 100;
/// Searches of one step.
const SEARCHES: usize = 500;
/// The last application there can be: its files are done, searches follow.
const END: AppId = AppId(i64::MAX as u64);

/// Files that ended, still name a person, and about which nothing happened after an entry. Looking has no day.
const ENDED: &str = "FROM application WHERE id > ?1 AND id <= ?2 AND open = 0 AND person IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM act WHERE act.app = application.id AND act.seq > ?2 AND act.day IS NOT NULL)";

/// The last entry of the office days before a date; None when there is no such day.
fn last_before(conn: &Connection, before: NaiveDate) -> Result<Option<i64>, LedgerError> {
    let sql = "SELECT max(seq) FROM act WHERE day = (SELECT max(day) FROM act WHERE day < ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([before.to_string()], |r| r.get(0))?)
}

/// Searches up to an entry whose words are still kept, at most `limit`.
fn searches(conn: &Connection, line: &Lineage, last: i64, limit: usize) -> Result<Vec<u64>, LedgerError> {
    let sql = "SELECT act.seq FROM personal JOIN act ON act.seq = personal.seq
               WHERE personal.seq <= ?1 AND act.day IS NULL AND act.app IS NULL ORDER BY act.seq";
    let mut select = conn.prepare_cached(sql)?;
    let seqs = select.query_map([last], |r| Ok(r.get::<_, i64>(0)? as u64))?;
    let mut found = Vec::new();
    for seq in seqs {
        let seq = seq?;
        // Accounts made outside a day stand there too; their names are no applicant's.
        if journal::one(conn, line, seq)?.is_some_and(|rec| matches!(rec.event, Event::SearchMade(_))) {
            found.push(seq);
        }
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}

/// How much there is.
pub(super) fn erasable(conn: &Connection, line: &Lineage, before: NaiveDate) -> Result<Erasable, LedgerError> {
    let Some(last) = last_before(conn, before)? else { return Ok(Erasable::default()) };
    let mut count = conn.prepare_cached(&format!("SELECT count(*) {ENDED}"))?;
    let files: i64 = count.query_row([0, last], |r| r.get(0))?;
    let searches = searches(conn, line, last, usize::MAX)?.len();
    Ok(Erasable { files: files as u32, searches: u32::try_from(searches).unwrap_or(u32::MAX) })
}

/// Erases the next files after one, or when there are none the next searches; where to go on. The caller holds the
/// write gate.
pub(super) fn step(
    conn: &Connection,
    mem: &mut Memory,
    before: NaiveDate,
    after: AppId,
) -> Result<Option<AppId>, LedgerError> {
    let Some(last) = last_before(conn, before)? else { return Ok(None) };
    let apps = if after < END { next(conn, after, last)? } else { Vec::new() };
    let (seqs, on) = match apps.last() {
        Some(app) => (of(conn, &apps, last)?, Some(*app)),
        None => {
            let seqs = searches(conn, &mem.office.lineage(), last, SEARCHES)?;
            let on = (!seqs.is_empty()).then_some(END);
            (seqs, on)
        }
    };
    // With nothing to erase this still empties the log of what an interrupted step left in it.
    erase::erase(conn, mem, &seqs)?;
    Ok(on)
}

fn next(conn: &Connection, after: AppId, last: i64) -> Result<Vec<AppId>, LedgerError> {
    let mut select = conn.prepare_cached(&format!("SELECT id {ENDED} ORDER BY id LIMIT ?3"))?;
    let apps = select.query_map(params![after.0 as i64, last, FILES], |r| Ok(AppId(r.get::<_, i64>(0)? as u64)))?;
    Ok(apps.collect::<rusqlite::Result<_>>()?)
}

/// Every entry of the files that has a personal block.
fn of(conn: &Connection, apps: &[AppId], last: i64) -> Result<Vec<u64>, LedgerError> {
    let sql = "SELECT act.seq FROM act JOIN personal ON personal.seq = act.seq WHERE act.app = ?1 AND act.seq <= ?2";
    let mut select = conn.prepare_cached(sql)?;
    let mut seqs = Vec::new();
    for app in apps {
        let found = select.query_map([app.0 as i64, last], |r| Ok(r.get::<_, i64>(0)? as u64))?;
        for seq in found {
            seqs.push(seq?);
        }
    }
    Ok(seqs)
}
