//! Reading back: histories, days, persons, drafts and the state of the ledger.

use super::super::codec::{ENTRY_FORMAT, NO_HASH};
use super::super::error::LedgerError;
use super::super::home::Home;
use super::super::{ClosedDay, DayState, DraftKey, Info};
use super::{SCHEMA, invalid, journal, rows};
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::invalid::Record;
use crate::domain::lineage::Lineage;
use crate::domain::nik::Nik;
use crate::domain::office::{File, Office, Rules};
use crate::domain::personal::Person;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};

pub(super) fn by_number(conn: &Connection, text: &str) -> Result<Option<File>, LedgerError> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let Ok(no) = text.parse::<u32>() else { return Ok(None) };
        return Ok(rows::files(conn, "WHERE no = ?1 ORDER BY year DESC LIMIT 1", [no])?.pop());
    }
    Ok(rows::files(conn, "WHERE number = ?1 ORDER BY id DESC LIMIT 1", [text])?.pop())
}

pub(super) fn last_person(conn: &Connection, nik: Nik) -> Result<Option<(Person, NaiveDate)>, LedgerError> {
    let rest = "WHERE nik = ?1 AND person IS NOT NULL ORDER BY id DESC LIMIT 1";
    let file = rows::files(conn, rest, [nik.as_str()])?.pop();
    Ok(file.and_then(|f| f.person.map(|p| (p, f.app.day))))
}

pub(super) fn history(conn: &Connection, line: &Lineage, app: AppId) -> Result<Vec<Recorded>, LedgerError> {
    journal::selected(conn, line, "SELECT seq FROM act WHERE app = ?1", [app.0 as i64])
}

/// From the newest backwards, one at a time: seldom more than two are read.
pub(super) fn last_act(conn: &Connection, line: &Lineage, app: AppId) -> Result<Option<Recorded>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT seq FROM act WHERE app = ?1 ORDER BY seq DESC")?;
    let mut rows = select.query([app.0 as i64])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let found = journal::one(conn, line, seq.unsigned_abs())?;
        if let Some(rec) = found.filter(|rec| !rec.event.is_access()) {
            return Ok(Some(rec));
        }
    }
    Ok(None)
}

pub(super) fn day_entries(
    conn: &Connection,
    line: &Lineage,
    date: NaiveDate,
    upto: Option<u64>,
) -> Result<Vec<Recorded>, LedgerError> {
    let upto = upto.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(i64::MAX);
    let seqs = "SELECT seq FROM act WHERE day = ?1 AND seq <= ?2";
    journal::selected(conn, line, seqs, params![date.to_string(), upto])
}

pub(super) fn closed_day(conn: &Connection, line: &Lineage, date: NaiveDate) -> Result<Option<ClosedDay>, LedgerError> {
    let Some(row) = rows::day(conn, date)? else { return Ok(None) };
    let Some(seq) = row.closed_seq else { return Ok(None) };
    let Some(Event::DayClosed(closed)) = journal::one(conn, line, seq)?.map(|rec| rec.event) else {
        return Err(LedgerError::Damaged { what: format!("entry {seq} does not close a day"), source: None });
    };
    let DayState { date, upto, figures, stocks, open_files, .. } = row.state(Default::default())?;
    let open_files = open_files.into_iter().map(|(app, _)| app).collect();
    Ok(Some(ClosedDay { date, seq, closed, figures, stocks, open_files, upto }))
}

pub(super) fn day_state(
    conn: &Connection,
    line: &Lineage,
    office: &Office,
    date: NaiveDate,
) -> Result<Option<DayState>, LedgerError> {
    if office.desk.day == Some(date)
        && let Some(figures) = &office.desk.today
    {
        let (stocks, open_files) = (office.stocks(), rows::open_files(office));
        let (upto, figures, rules) = (office.desk.book_seq(), figures.clone(), office.rules.clone());
        return Ok(Some(DayState { date, upto, figures, stocks, open_files, rules }));
    }
    let Some(row) = rows::day(conn, date)? else { return Ok(None) };
    // Mostly nothing has changed since; only then is every entry of the office read again.
    let rules = match rows::rules(conn, row.upto)? {
        None => office.rules.clone(),
        Some(_) => rules_at(conn, line, row.upto)?,
    };
    row.state(rules).map(Some)
}

/// Policy, staff and checklists after an entry: folded from the office's own entries, so that a book comes out
/// the same after the office has changed its letterhead.
fn rules_at(conn: &Connection, line: &Lineage, upto: u64) -> Result<Rules, LedgerError> {
    let upto = i64::try_from(upto).unwrap_or(i64::MAX);
    let seqs = "SELECT seq FROM act WHERE app IS NULL AND seq <= ?1";
    let mut office = Office::default();
    for rec in journal::selected(conn, line, seqs, [upto])? {
        office.apply(&rec);
    }
    Ok(office.rules)
}

pub(super) fn closed_days(conn: &Connection, limit: usize) -> Result<Vec<NaiveDate>, LedgerError> {
    let mut select =
        conn.prepare_cached("SELECT date FROM day WHERE closed_seq IS NOT NULL ORDER BY date DESC LIMIT ?1")?;
    let dates = select.query_map([limit as i64], |r| r.get::<_, String>(0))?;
    let mut found = Vec::new();
    for date in dates {
        let damaged = |_| LedgerError::Damaged { what: "the date of a day's row".into(), source: None };
        found.push(date?.parse().map_err(damaged)?);
    }
    Ok(found)
}

/// Folds one application's own entries. What a file becomes depends on nothing but them and the office day
/// each was made in.
pub(super) fn file_at(conn: &Connection, line: &Lineage, app: AppId, upto: u64) -> Result<Option<File>, LedgerError> {
    let upto = i64::try_from(upto).unwrap_or(i64::MAX);
    let seqs = "SELECT seq FROM act WHERE app = ?1 AND seq <= ?2 AND day IS NOT NULL";
    let entries = journal::selected(conn, line, seqs, params![app.0 as i64, upto])?;
    let mut day_of = conn.prepare_cached("SELECT day FROM act WHERE seq = ?1")?;
    let mut office = Office::default();
    for rec in &entries {
        let day: Option<String> = day_of.query_row([rec.seq as i64], |r| r.get(0))?;
        office.desk.day = day.and_then(|d| d.parse().ok());
        office.apply(rec);
    }
    Ok(office.files.remove(&app))
}

/// Lookings between two dates. They belong to no office day, so they are sought between the entries of the days
/// around, and the date of each decides.
pub(super) fn lookings(
    conn: &Connection,
    line: &Lineage,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Recorded>, LedgerError> {
    let end = |sql: &str, date: NaiveDate| -> Result<Option<i64>, LedgerError> {
        Ok(conn.prepare_cached(sql)?.query_row([date.to_string()], |r| r.get(0))?)
    };
    let before = "SELECT max(seq) FROM act WHERE day = (SELECT max(day) FROM act WHERE day < ?1)";
    let beyond = "SELECT min(seq) FROM act WHERE day = (SELECT min(day) FROM act WHERE day > ?1)";
    let (first, last) = (end(before, from)?.unwrap_or(0), end(beyond, to)?.unwrap_or(i64::MAX));
    let seqs = "SELECT seq FROM act WHERE day IS NULL AND seq > ?1 AND seq < ?2";
    let mut found = journal::selected(conn, line, seqs, [first, last])?;
    found.retain(|rec| rec.event.is_access() && (from..=to).contains(&rec.envelope.stamp.date()));
    Ok(found)
}

/// A record of destruction: its entry, its cards, and the office's names as they were then.
pub(super) fn record(conn: &Connection, line: &Lineage, year: i32, no: u32) -> Result<Option<Record>, LedgerError> {
    let items = invalid::of_record(conn, year, no)?;
    let Some(seq) = items.first().map(|card| card.seq) else { return Ok(None) };
    let Some(entry) = journal::one(conn, line, seq)? else { return Ok(None) };
    Ok(Some(Record { entry, items, rules: rules_at(conn, line, seq)? }))
}

pub(super) fn draft(conn: &Connection, key: &DraftKey) -> Result<Option<Vec<u8>>, LedgerError> {
    let mut select =
        conn.prepare_cached("SELECT body FROM draft WHERE account = ?1 AND station = ?2 AND screen = ?3")?;
    Ok(select.query_row(params![key.account.0, key.station, key.screen], |r| r.get(0)).optional()?)
}

pub(super) fn info(conn: &Connection, home: &Home) -> Result<Info, LedgerError> {
    let snapshot = conn.unchecked_transaction()?;
    let desk = rows::desk(&snapshot)?;
    let (entries, head) = journal::head(&snapshot)?.unwrap_or((0, NO_HASH));
    let count = |sql: &str| snapshot.query_row(sql, [], |r| r.get::<_, i64>(0)).map(|n| n as u64);
    let applications = count("SELECT count(*) FROM application")?;
    let open_files = count("SELECT count(*) FROM application WHERE open = 1 AND ended_ms IS NULL")?;
    let last_close: Option<i64> = snapshot.query_row("SELECT max(closed_seq) FROM day", [], |r| r.get(0))?;
    snapshot.finish()?;
    let size = |name: &str| std::fs::metadata(home.dir().join(name)).map_or(0, |m| m.len());
    Ok(Info {
        id: desk.ledger.unwrap_or_default(),
        kind: desk.kind,
        encrypted: home.key().is_some(),
        schema: SCHEMA,
        entry_format: ENTRY_FORMAT,
        entries,
        head,
        applications,
        open_files,
        open_day: desk.day,
        last_closed_day: desk.last_closed,
        last_number: desk.last_number,
        last_close: last_close.map(|seq| seq as u64),
        seal_key: desk.seal_key,
        bytes: ["ledger.db", "ledger.db-wal", "ledger.db-shm"].into_iter().map(size).sum(),
        engine: format!("SQLite {}", rusqlite::version()),
    })
}
