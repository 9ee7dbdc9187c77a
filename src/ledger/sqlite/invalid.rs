//! Rows of the register of invalid cards.
//!
//! Separate from the rows of applications because a card is kept long after its application has ended. Must not
//! know the journal.

use super::super::error::LedgerError;
use super::fault::unreadable;
use crate::domain::invalid::{Fate, InvalidCard};
use rusqlite::{Connection, OptionalExtension as _, Params, params};

fn doc(card: &InvalidCard) -> Vec<u8> {
    serde_json::to_vec(card).unwrap_or_default()
}

/// Stores a card's row.
pub(super) fn store(conn: &Connection, card: &InvalidCard) -> Result<(), LedgerError> {
    let (year, no) = match card.fate {
        Fate::Destroyed { year, no } => (Some(year), Some(no)),
        _ => (None, None),
    };
    let mut upsert = conn.prepare_cached(
        "INSERT INTO invalid_card (id, seq, kept, year, no, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET
           seq = excluded.seq, kept = excluded.kept, year = excluded.year, no = excluded.no, doc = excluded.doc",
    )?;
    upsert.execute(params![card.no, card.seq as i64, card.fate == Fate::Kept, year, no, doc(card)])?;
    Ok(())
}

/// The row is this card's.
pub(super) fn same(conn: &Connection, card: &InvalidCard) -> Result<bool, LedgerError> {
    let mut select = conn.prepare_cached("SELECT seq, kept, doc FROM invalid_card WHERE id = ?1")?;
    let row: Option<(i64, bool, Vec<u8>)> =
        select.query_row([card.no], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
    Ok(row == Some((card.seq as i64, card.fate == Fate::Kept, doc(card))))
}

fn cards(conn: &Connection, rest: &str, params: impl Params) -> Result<Vec<InvalidCard>, LedgerError> {
    let mut select = conn.prepare_cached(&format!("SELECT doc FROM invalid_card {rest} ORDER BY id"))?;
    let docs = select.query_map(params, |r| r.get::<_, Vec<u8>>(0))?;
    docs.map(|doc| serde_json::from_slice(&doc?).map_err(unreadable("invalid card"))).collect()
}

/// Every card still kept.
pub(super) fn kept(conn: &Connection) -> Result<Vec<InvalidCard>, LedgerError> {
    cards(conn, "WHERE kept = 1", [])
}

/// Cards changed after an entry.
pub(super) fn changed(conn: &Connection, after: u64) -> Result<Vec<InvalidCard>, LedgerError> {
    cards(conn, "WHERE seq > ?1", [after as i64])
}

/// The cards of a record of destruction.
pub(super) fn of_record(conn: &Connection, year: i32, no: u32) -> Result<Vec<InvalidCard>, LedgerError> {
    cards(conn, "WHERE year = ?1 AND no = ?2", params![year, no])
}
