//! Projected rows: one per application, two documents of the office, one per ended day.
//!
//! Separate so that writing, loading and comparing rows share one form. Must not know the journal.

use super::super::DayState;
use super::super::error::LedgerError;
use super::fault::unreadable;
use super::invalid;
use crate::domain::application::{Application, Stage};
use crate::domain::command::{Facts, Past};
use crate::domain::figures::{Figures, Stocks};
use crate::domain::id::AppId;
use crate::domain::nik::Nik;
use crate::domain::office::{Desk, File, Office, Rules};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Params, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// An application's row as it must be.
#[derive(PartialEq)]
pub(super) struct AppRow {
    pub open: bool,
    pub stage: String,
    pub year: i32,
    pub no: u32,
    pub number: String,
    pub nik: Option<String>,
    pub name: Option<String>,
    pub name_key: Option<String>,
    pub phone: Option<String>,
    pub kk: Option<String>,
    pub day: String,
    pub ended_ms: Option<i64>,
    pub doc: Vec<u8>,
    pub person: Option<Vec<u8>>,
}

impl AppRow {
    /// The row of a file.
    pub fn of(file: &File) -> AppRow {
        let (app, person) = (&file.app, file.person.as_ref());
        AppRow {
            open: app.on_desk(),
            stage: app.stage.letter().to_string(),
            year: app.number.year,
            no: app.number.no,
            number: app.number.text.clone(),
            nik: person.and_then(|p| p.nik).map(|n| n.as_str().to_owned()),
            name: person.map(|p| p.name.as_str().to_owned()),
            name_key: person.map(|p| p.name.key()),
            phone: person.and_then(|p| p.contact.phone()).map(|p| p.as_str().to_owned()),
            kk: person.and_then(|p| p.kk).map(|k| k.as_str().to_owned()),
            day: app.day.to_string(),
            ended_ms: app.stage.is_final().then_some(app.since_ms),
            doc: json(app),
            person: person.map(json),
        }
    }

    /// The row as stored.
    pub fn load(conn: &Connection, app: AppId) -> Result<Option<AppRow>, LedgerError> {
        let mut select = conn.prepare_cached(
            "SELECT open, stage, year, no, number, nik, name, name_key, phone, kk, day, ended_ms, doc, person
             FROM application WHERE id = ?1",
        )?;
        let row = select.query_row([app.0 as i64], |r| {
            Ok(AppRow {
                open: r.get(0)?,
                stage: r.get(1)?,
                year: r.get(2)?,
                no: r.get(3)?,
                number: r.get(4)?,
                nik: r.get(5)?,
                name: r.get(6)?,
                name_key: r.get(7)?,
                phone: r.get(8)?,
                kk: r.get(9)?,
                day: r.get(10)?,
                ended_ms: r.get(11)?,
                doc: r.get(12)?,
                person: r.get(13)?,
            })
        });
        Ok(row.optional()?)
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Stores a file's row and keeps the search indexes in step; `known` says that a row may exist.
pub(super) fn store(conn: &Connection, file: &File, known: bool) -> Result<(), LedgerError> {
    let id = file.app.id.0 as i64;
    let row = AppRow::of(file);
    let before: Option<Option<String>> = if known {
        let mut select = conn.prepare_cached("SELECT name_key FROM application WHERE id = ?1")?;
        select.query_row([id], |r| r.get(0)).optional()?
    } else {
        None
    };
    let changed = before.as_ref() != Some(&row.name_key);
    if let Some(old) = before.filter(|_| changed) {
        for table in ["name_word", "name_part"] {
            let sql = format!("INSERT INTO {table} ({table}, rowid, name_key) VALUES ('delete', ?1, ?2)");
            conn.prepare_cached(&sql)?.execute(params![id, old])?;
        }
    }
    if changed {
        for table in ["name_word", "name_part"] {
            let sql = format!("INSERT INTO {table} (rowid, name_key) VALUES (?1, ?2)");
            conn.prepare_cached(&sql)?.execute(params![id, row.name_key])?;
        }
    }
    upsert(conn, id, &row)
}

fn upsert(conn: &Connection, id: i64, row: &AppRow) -> Result<(), LedgerError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO application
           (id, open, stage, year, no, number, nik, name, name_key, phone, kk, day, ended_ms, doc, person)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (id) DO UPDATE SET
           open = excluded.open, stage = excluded.stage, year = excluded.year, no = excluded.no,
           number = excluded.number, nik = excluded.nik, name = excluded.name, name_key = excluded.name_key,
           phone = excluded.phone, kk = excluded.kk, day = excluded.day, ended_ms = excluded.ended_ms,
           doc = excluded.doc, person = excluded.person",
    )?;
    upsert.execute(params![
        id,
        row.open,
        row.stage,
        row.year,
        row.no,
        row.number,
        row.nik,
        row.name,
        row.name_key,
        row.phone,
        row.kk,
        row.day,
        row.ended_ms,
        row.doc,
        row.person
    ])?;
    Ok(())
}

/// The files of a condition on `application`.
pub(super) fn files(conn: &Connection, rest: &str, params: impl Params) -> Result<Vec<File>, LedgerError> {
    let mut select = conn.prepare_cached(&format!("SELECT doc, person FROM application {rest}"))?;
    let mut rows = select.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let app: Application =
            serde_json::from_slice(row.get_ref(0)?.as_blob().unwrap_or_default()).map_err(unreadable("application"))?;
        let person = match row.get_ref(1)?.as_blob_or_null() {
            Ok(Some(bytes)) => Some(serde_json::from_slice(bytes).map_err(unreadable("person"))?),
            _ => None,
        };
        found.push(File { app, person });
    }
    Ok(found)
}

/// One file, open or closed.
pub(super) fn file(conn: &Connection, app: AppId) -> Result<Option<File>, LedgerError> {
    Ok(files(conn, "WHERE id = ?1", [app.0 as i64])?.pop())
}

/// Ended applications of a person, newest first.
pub(super) fn past(conn: &Connection, nik: Nik) -> Result<Vec<Past>, LedgerError> {
    let rest = "WHERE nik = ?1 AND ended_ms IS NOT NULL ORDER BY ended_ms DESC, id DESC LIMIT ?2";
    let found = files(conn, rest, params![nik.as_str(), Facts::PAST_LIMIT as i64])?;
    let past = |f: File| Past {
        app: f.app.id,
        number: f.app.number,
        reason: f.app.reason,
        stage: f.app.stage,
        ended_ms: f.app.since_ms,
    };
    Ok(found.into_iter().map(past).collect())
}

/// The office as the rows tell it.
pub(super) fn office(conn: &Connection) -> Result<Office, LedgerError> {
    let mut office = Office { desk: desk(conn)?, rules: rules(conn, 0)?.unwrap_or_default(), ..Office::default() };
    for file in files(conn, "WHERE open = 1", [])? {
        office.admit(file);
    }
    office.invalid = invalid::kept(conn)?.into_iter().map(|card| (card.no, card)).collect();
    Ok(office)
}

/// The desk's document.
pub(super) fn desk(conn: &Connection) -> Result<Desk, LedgerError> {
    Ok(part::<Desk>(conn, "desk", 0)?.unwrap_or_default())
}

/// The rules, when they changed after an entry.
pub(super) fn rules(conn: &Connection, after: u64) -> Result<Option<Rules>, LedgerError> {
    part(conn, "rules", after)
}

fn part<T: DeserializeOwned>(conn: &Connection, name: &str, after: u64) -> Result<Option<T>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT doc FROM office WHERE part = ?1 AND seq > ?2")?;
    let doc: Option<Vec<u8>> = select.query_row(params![name, after as i64], |r| r.get(0)).optional()?;
    doc.map(|doc| serde_json::from_slice(&doc).map_err(unreadable(name))).transpose()
}

/// Stores a document of the office as of an entry.
pub(super) fn store_part(conn: &Connection, name: &str, seq: u64, doc: &impl Serialize) -> Result<(), LedgerError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO office (part, seq, doc) VALUES (?1, ?2, ?3)
         ON CONFLICT (part) DO UPDATE SET seq = excluded.seq, doc = excluded.doc",
    )?;
    upsert.execute(params![name, seq as i64, json(doc)])?;
    Ok(())
}

/// Both documents as stored, with the entry each was written at, for comparing.
pub(super) fn parts(conn: &Connection) -> Result<Vec<(String, i64, Vec<u8>)>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT part, seq, doc FROM office ORDER BY part")?;
    let rows = select.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Both documents as they must be.
pub(super) fn wanted_parts(office: &Office, rules_seq: Option<u64>) -> Vec<(String, i64, Vec<u8>)> {
    let mut parts = vec![("desk".to_owned(), office.desk.seq as i64, json(&office.desk))];
    parts.extend(rules_seq.map(|seq| ("rules".to_owned(), seq as i64, json(&office.rules))));
    parts
}

/// What is frozen of a day that ended.
#[derive(Serialize, Deserialize)]
pub(super) struct DayDoc {
    pub figures: Figures,
    pub stocks: Stocks,
    pub open_files: Vec<(AppId, Stage)>,
}

/// A day's row.
#[derive(Clone, PartialEq)]
pub(super) struct DayRow {
    pub date: NaiveDate,
    pub closed_seq: Option<u64>,
    pub upto: u64,
    pub doc: Vec<u8>,
}

impl DayRow {
    /// The row of a day that ends with the office as it stands.
    pub fn ending(office: &Office, figures: &Figures, upto: u64) -> DayRow {
        let doc = DayDoc { figures: figures.clone(), stocks: office.stocks(), open_files: open_files(office) };
        DayRow { date: figures.date, closed_seq: None, upto, doc: json(&doc) }
    }

    /// What was frozen.
    pub fn state(&self, rules: Rules) -> Result<DayState, LedgerError> {
        let doc: DayDoc = serde_json::from_slice(&self.doc).map_err(unreadable("day"))?;
        let DayDoc { figures, stocks, open_files } = doc;
        Ok(DayState { date: self.date, upto: self.upto, figures, stocks, open_files, rules })
    }

    /// Stores the row.
    pub fn store(&self, conn: &Connection) -> Result<(), LedgerError> {
        let mut insert = conn.prepare_cached(
            "INSERT INTO day (date, closed_seq, upto, doc) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (date) DO UPDATE SET closed_seq = excluded.closed_seq, upto = excluded.upto, doc = excluded.doc",
        )?;
        let closed = self.closed_seq.map(|s| s as i64);
        insert.execute(params![self.date.to_string(), closed, self.upto as i64, self.doc])?;
        Ok(())
    }
}

/// Every file in the office's stock with its stage, oldest first.
pub(super) fn open_files(office: &Office) -> Vec<(AppId, Stage)> {
    let open = office.files.values().filter(|f| !f.app.stage.is_final());
    open.map(|f| (f.app.id, f.app.stage)).collect()
}

/// The row of a day, when it has ended.
pub(super) fn day(conn: &Connection, date: NaiveDate) -> Result<Option<DayRow>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT closed_seq, upto, doc FROM day WHERE date = ?1")?;
    let row = select.query_row([date.to_string()], |r| {
        let closed_seq = r.get::<_, Option<i64>>(0)?.map(|s| s as u64);
        Ok(DayRow { date, closed_seq, upto: r.get::<_, i64>(1)? as u64, doc: r.get(2)? })
    });
    Ok(row.optional()?)
}

/// Stores the rules without a new entry: after an erasure they are still of the entry they were of.
pub(super) fn update_rules(conn: &Connection, rules: &Rules) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE office SET doc = ?1 WHERE part = 'rules'")?.execute([json(rules)])?;
    Ok(())
}
