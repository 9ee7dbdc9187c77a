//! One act in one transaction: tail, facts, decision, entries, rows.
//!
//! Separate because the order of these steps is the promise of the ledger. The caller holds the write gate.

use super::super::error::LedgerError;
use super::super::runs::RunLock;
use super::super::{Committed, DraftKey};
use super::project::Projector;
use super::{Memory, erase, invalid, journal, rows};
use crate::domain::checklist::RuleSet;
use crate::domain::command::{Command, Facts, Order};
use crate::domain::decide::decide;
use crate::domain::event::Draft;
use crate::domain::id::AppId;
use crate::domain::invalid::Fate;
use crate::domain::refusal::Refusal;
use rusqlite::{Connection, params};
use std::path::Path;

/// Takes a decision and stores what follows from it. On any failure the memory is what it was, or has only
/// taken in what others wrote.
pub(super) fn act(
    conn: &Connection,
    mem: &mut Memory,
    (rules, home): (&RuleSet, &Path),
    (command, order): (&Command, &Order),
    clears: Option<&DraftKey>,
) -> Result<Result<Committed, Refusal>, LedgerError> {
    begin(conn)?;
    let decided = catch_up(conn, mem).and_then(|_| facts(conn, mem, rules, home, command));
    let drafts = match decided {
        Err(e) => return Err(give_up(conn, e)),
        Ok(facts) => decide(&mem.office, &facts, command, order),
    };
    let drafts = match drafts {
        Ok(drafts) => drafts,
        Err(refusal) => return rollback(conn).map(|()| Err(refusal)),
    };
    let mut projector = Projector::act(conn, &mem.office);
    let head = mem.head;
    let written = store(conn, mem, &mut projector, (drafts, order), clears);
    let committed = match written {
        Ok(committed) => commit(conn).map(|()| committed),
        Err(e) => Err(give_up(conn, e)),
    };
    match committed {
        Ok(committed) => Ok(Ok(committed)),
        Err(e) => {
            projector.undo(&mut mem.office);
            mem.head = head;
            Err(e)
        }
    }
}

fn store(
    conn: &Connection,
    mem: &mut Memory,
    projector: &mut Projector<'_>,
    (drafts, order): (Vec<Draft>, &Order),
    clears: Option<&DraftKey>,
) -> Result<Committed, LedgerError> {
    if drafts.is_empty() {
        return Err(LedgerError::NoEntries);
    }
    let mut entries = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let (rec, head) = journal::append(conn, (mem.id, mem.office.desk.seq + 1, mem.head), draft, order)?;
        mem.head = head;
        projector.project(&mut mem.office, &rec)?;
        entries.push(rec);
    }
    let touched = projector.flush(&mem.office)?;
    if let Some(key) = clears {
        delete_draft(conn, key)?;
    }
    Ok(Committed { entries, touched })
}

/// Stores entries already decided; the caller holds the transaction and throws the memory away on failure.
pub(super) fn append_all(
    conn: &Connection,
    mem: &mut Memory,
    drafts: Vec<Draft>,
    order: &Order,
) -> Result<Committed, LedgerError> {
    store(conn, mem, &mut Projector::bulk(conn), (drafts, order), None)
}

/// Takes in what other desks have stored since; true when there was anything.
pub(super) fn catch_up(conn: &Connection, mem: &mut Memory) -> Result<bool, LedgerError> {
    let known = mem.office.desk.seq;
    let (seq, head) = journal::head(conn)?.ok_or(LedgerError::Diverged { seq: known })?;
    let erasures = erase::count(conn)?;
    if seq == known && head == mem.head && erasures == mem.erasures {
        return Ok(false);
    }
    if seq < known || journal::hash_of(conn, known)? != Some(mem.head) {
        return Err(LedgerError::Diverged { seq: known });
    }
    let desk = rows::desk(conn)?;
    if desk.seq != seq {
        let what = format!("the rows stand at entry {}, the journal at {seq}", desk.seq);
        return Err(LedgerError::Damaged { what, source: None });
    }
    if erasures != mem.erasures {
        (mem.office, mem.head, mem.erasures) = (rows::office(conn)?, head, erasures);
        mem.id = mem.office.desk.ledger.unwrap_or(mem.id);
        return Ok(true);
    }
    let rules = rows::rules(conn, known)?;
    let changed = changed_apps(conn, known)?;
    let files = changed.iter().map(|app| Ok((*app, rows::file(conn, *app)?)));
    let files = files.collect::<Result<Vec<_>, LedgerError>>()?;
    let cards = invalid::changed(conn, known)?;
    // Everything is read; from here on nothing fails, so that the memory never stands between two entries.
    let office = &mut mem.office;
    office.desk = desk;
    // Another process may have opened a new ledger on these entries.
    mem.id = office.desk.ledger.unwrap_or(mem.id);
    if let Some(rules) = rules {
        office.rules = rules;
    }
    for (app, file) in files {
        match file {
            Some(file) if file.app.on_desk() => office.files.insert(app, file),
            _ => office.files.remove(&app),
        };
    }
    for card in cards {
        match card.fate {
            Fate::Kept => office.invalid.insert(card.no, card),
            _ => office.invalid.remove(&card.no),
        };
    }
    mem.head = head;
    Ok(true)
}

fn changed_apps(conn: &Connection, after: u64) -> Result<Vec<AppId>, LedgerError> {
    // By the key alone: left to itself the engine walks the whole index of applications to find each once.
    let sql = "SELECT DISTINCT app FROM act NOT INDEXED WHERE seq > ?1 AND app IS NOT NULL";
    let mut select = conn.prepare_cached(sql)?;
    let apps = select.query_map([after as i64], |r| Ok(AppId(r.get::<_, i64>(0)? as u64)))?;
    Ok(apps.collect::<rusqlite::Result<_>>()?)
}

/// Answers what the command wants to know from outside the working set.
fn facts(
    conn: &Connection,
    mem: &Memory,
    rules: &RuleSet,
    home: &Path,
    command: &Command,
) -> Result<Facts, LedgerError> {
    let wants = command.wants(&mem.office);
    Ok(Facts {
        next_seq: mem.office.desk.seq + 1,
        past: wants.nik.map(|nik| rows::past(conn, nik)).transpose()?.unwrap_or_default(),
        closed: wants.closed.map(|app| rows::file(conn, app)).transpose()?.flatten(),
        linked_exists: wants.linked.map(|app| rows::file(conn, app)).transpose()?.flatten().is_some(),
        checklist: wants.reason.map(|reason| rules.checklist(reason).clone()),
        run_alive: wants.run.is_some_and(|run| RunLock::alive(home, run)),
    })
}

pub(super) fn begin(conn: &Connection) -> Result<(), LedgerError> {
    conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    Ok(())
}

/// Commits; a commit that was merely kept waiting is rolled back, after any other failure only a look at the
/// reopened file tells what is stored.
pub(super) fn commit(conn: &Connection) -> Result<(), LedgerError> {
    let done = conn.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
    done.map(|_| ()).map_err(|e| {
        let e = LedgerError::from(e).at_commit();
        if e.stops() { e } else { give_up(conn, e) }
    })
}

pub(super) fn rollback(conn: &Connection) -> Result<(), LedgerError> {
    // The engine may have rolled back by itself after a failure.
    if !conn.is_autocommit() {
        conn.prepare_cached("ROLLBACK")?.execute([])?;
    }
    Ok(())
}

/// Rolls back; a rollback that fails is the worse news.
pub(super) fn give_up(conn: &Connection, e: LedgerError) -> LedgerError {
    match rollback(conn) {
        Err(worse) if worse.stops() && !e.stops() => worse,
        _ => e,
    }
}

pub(super) fn put_draft(conn: &Connection, key: &DraftKey, json: &[u8]) -> Result<(), LedgerError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO draft (account, station, screen, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account, station, screen) DO UPDATE SET body = excluded.body",
    )?;
    upsert.execute(params![key.account.0, key.station, key.screen, json])?;
    Ok(())
}

pub(super) fn drop_draft(conn: &Connection, key: &DraftKey) -> Result<(), LedgerError> {
    delete_draft(conn, key)
}

fn delete_draft(conn: &Connection, key: &DraftKey) -> Result<(), LedgerError> {
    let mut delete = conn.prepare_cached("DELETE FROM draft WHERE account = ?1 AND station = ?2 AND screen = ?3")?;
    delete.execute(params![key.account.0, key.station, key.screen])?;
    Ok(())
}
