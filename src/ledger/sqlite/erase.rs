//! Erasing personal blocks after their term, and everything projected from them.
//!
//! Separate because it is the only deletion the ledger knows. The chained entries stay: they hold no more than
//! a salted digest, and the salt goes with the block.

use super::super::error::LedgerError;
use super::{Memory, act, journal, read, rows};
use crate::domain::event::Event;
use crate::domain::id::AppId;
use crate::domain::office::Office;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;

/// Deletes the blocks of entries; answers how many there were. The caller holds the write gate.
pub(super) fn erase(conn: &Connection, mem: &mut Memory, seqs: &[u64]) -> Result<u64, LedgerError> {
    act::begin(conn)?;
    let erased = act::catch_up(conn, mem).and_then(|_| delete(conn, mem, seqs));
    match erased {
        Ok((n, office)) => {
            act::commit(conn)?;
            mem.office = office;
            mem.erasures += 1;
            vanish(conn)?;
            Ok(n)
        }
        Err(e) => Err(act::give_up(conn, e)),
    }
}

fn delete(conn: &Connection, mem: &Memory, seqs: &[u64]) -> Result<(u64, Office), LedgerError> {
    let mut office = mem.office.clone();
    let mut apps = BTreeSet::new();
    let (mut n, mut rules) = (0, false);
    for seq in seqs {
        let Some(rec) = journal::one(conn, &mem.office.lineage(), *seq)? else { continue };
        if rec.personal.is_none() {
            continue;
        }
        n += conn.prepare_cached("DELETE FROM personal WHERE seq = ?1")?.execute([*seq as i64])? as u64;
        let mut app = conn.prepare_cached("SELECT app FROM act WHERE seq = ?1")?;
        let app: Option<i64> = app.query_row([*seq as i64], |r| r.get(0)).optional()?.flatten();
        apps.extend(app.map(|app| AppId(app as u64)));
        if let Event::AccountAdded(e) = &rec.event
            && let Some(account) = office.rules.accounts.get_mut(&e.account)
        {
            account.name = None;
            rules = true;
        }
    }
    for app in apps {
        let Some(file) = read::file_at(conn, &mem.office.lineage(), app, office.desk.seq)? else { continue };
        rows::store(conn, &file, true)?;
        if office.files.contains_key(&app) {
            office.files.insert(app, file);
        }
    }
    if rules {
        rows::update_rules(conn, &office.rules)?;
    }
    conn.prepare_cached("UPDATE erasure SET count = count + 1")?.execute([])?;
    Ok((n, office))
}

/// How many erasures there have been.
pub(super) fn count(conn: &Connection) -> Result<i64, LedgerError> {
    Ok(conn.prepare_cached("SELECT count FROM erasure")?.query_row([], |r| r.get(0))?)
}

/// Moves the log into the file and empties it, so that no copy stays behind. Deleted cells are overwritten
/// by the engine's secure deletion.
fn vanish(conn: &Connection) -> Result<(), LedgerError> {
    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
    if busy != 0 {
        let what = "a reader keeps the log from being emptied; erase again to finish".to_owned();
        return Err(LedgerError::Busy(what.into()));
    }
    Ok(())
}
