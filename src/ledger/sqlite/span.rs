//! Reading a span of days: for a month's or a year's agenda and report.
//!
//! Separate because here memory must not grow with the ledger: a day at a time, entries one at a time.

use super::super::Telling;
use super::super::error::LedgerError;
use super::journal;
use super::rows::{self, DayRow};
use crate::domain::counts::Counts;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::lineage::Lineage;
use crate::domain::office::{File, Office};
use crate::domain::report::Day;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;

/// Days that ended within the span, and the open one as it stands.
pub(super) fn days(
    conn: &Connection,
    line: &Lineage,
    office: &Office,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Day>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT date FROM day WHERE date BETWEEN ?1 AND ?2 ORDER BY date")?;
    let dates = select.query_map([from.to_string(), to.to_string()], |r| r.get::<_, String>(0))?;
    let mut days = Vec::new();
    for date in dates {
        let damaged = |_| LedgerError::Damaged { what: "the date of a day's row".into(), source: None };
        let date: NaiveDate = date?.parse().map_err(damaged)?;
        if let Some(row) = rows::day(conn, date)? {
            days.push(ended(conn, line, &row)?);
        }
    }
    let open = office.desk.today.as_ref().filter(|f| office.desk.day == Some(f.date));
    if let Some(figures) = open.filter(|f| (from..=to).contains(&f.date)) {
        let upto = office.desk.seq;
        let (from_ms, to_ms, offset_s) = window(conn, line, figures.date, upto)?;
        let (figures, stocks) = (figures.clone(), office.stocks());
        days.push(Day { date: figures.date, closed: None, from_ms, to_ms, offset_s, upto, figures, stocks });
    }
    Ok(days)
}

fn ended(conn: &Connection, line: &Lineage, row: &DayRow) -> Result<Day, LedgerError> {
    let closed = match row.closed_seq {
        None => None,
        Some(seq) => match journal::one(conn, line, seq)?.map(|rec| rec.event) {
            Some(Event::DayClosed(e)) => {
                let (blanks, shelf, invalid) = (e.counted_blanks, e.counted_shelf, e.counted_invalid);
                Some(Counts { blanks, shelf, invalid, why: Default::default() })
            }
            _ => return Err(LedgerError::Damaged { what: format!("entry {seq} does not close a day"), source: None }),
        },
    };
    let (from_ms, to_ms, offset_s) = window(conn, line, row.date, row.upto)?;
    let state = row.state(Default::default())?;
    let (figures, stocks) = (state.figures, state.stocks);
    Ok(Day { date: row.date, closed, from_ms, to_ms, offset_s, upto: row.upto, figures, stocks })
}

/// When the first and the last entry of a day were written, and the offset of local time.
fn window(conn: &Connection, line: &Lineage, date: NaiveDate, upto: u64) -> Result<(i64, i64, i32), LedgerError> {
    let stamp = |sql: &str| -> Result<(i64, i32), LedgerError> {
        let mut select = conn.prepare_cached(sql)?;
        let seq: Option<i64> = select.query_row(params![date.to_string(), upto as i64], |r| r.get(0))?;
        let Some(seq) = seq else { return Ok((0, 0)) };
        let rec = journal::one(conn, line, seq as u64)?;
        Ok(rec.map_or((0, 0), |rec| (rec.envelope.stamp.utc_ms, rec.envelope.stamp.offset_s)))
    };
    let (from_ms, offset_s) = stamp("SELECT min(seq) FROM act WHERE day = ?1 AND seq <= ?2")?;
    let (to_ms, _) = stamp("SELECT max(seq) FROM act WHERE day = ?1 AND seq <= ?2")?;
    Ok((from_ms, to_ms, offset_s))
}

pub(super) fn open_before(conn: &Connection, date: NaiveDate) -> Result<Option<(u64, Vec<AppId>)>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT max(date) FROM day WHERE date < ?1")?;
    let before: Option<String> = select.query_row([date.to_string()], |r| r.get(0)).optional()?.flatten();
    let Some(before) = before.and_then(|date| date.parse().ok()) else { return Ok(None) };
    let Some(row) = rows::day(conn, before)? else { return Ok(None) };
    let open = row.state(Default::default())?.open_files;
    Ok(Some((row.upto, open.into_iter().map(|(app, _)| app).collect())))
}

pub(super) fn each_entry(
    conn: &Connection,
    line: &Lineage,
    (date, upto): (NaiveDate, u64),
    told: Telling<'_>,
) -> Result<(), LedgerError> {
    let seqs = "SELECT seq FROM act WHERE day = ?1 AND seq <= ?2";
    journal::each(conn, line, seqs, params![date.to_string(), upto as i64], told)
}

/// Folds the entries of each application, as for a single one: see `file_at`.
pub(super) fn received_on(
    conn: &Connection,
    line: &Lineage,
    date: NaiveDate,
    upto: u64,
) -> Result<(Vec<File>, Vec<Recorded>), LedgerError> {
    // An application is the entry that began it.
    const SEQS: &str = "FROM act WHERE app IN (SELECT seq FROM act WHERE day = ?1 AND app = seq) AND seq <= ?2";
    let (day, last) = (date.to_string(), upto as i64);
    let of = params![day, last];
    let mut select = conn.prepare_cached(&format!("SELECT seq, day {SEQS}"))?;
    let days = select.query_map(of, |r| Ok((r.get::<_, i64>(0)? as u64, r.get::<_, Option<String>>(1)?)))?;
    let days: HashMap<u64, Option<String>> = days.collect::<rusqlite::Result<_>>()?;
    let entries = journal::selected(conn, line, &format!("SELECT seq {SEQS}"), of)?;
    let mut office = Office::default();
    for rec in &entries {
        office.desk.day = days.get(&rec.seq).and_then(|day| day.as_ref()?.parse().ok());
        office.apply(rec);
    }
    Ok((office.files.into_values().collect(), entries))
}
