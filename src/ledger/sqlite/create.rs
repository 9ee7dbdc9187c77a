//! Creating a ledger: schema and first entry in one transaction.
//!
//! Separate because it happens once, before there is anything to open.

use super::super::Options;
use super::super::codec::NO_HASH;
use super::super::error::LedgerError;
use super::super::gate::Gate;
use super::super::home::Home;
use super::{Memory, SqliteLedger, act, open};
use crate::domain::command::{Command, Facts, Order};
use crate::domain::decide;
use crate::domain::event::LedgerKind;
use crate::domain::id::{LedgerId, RegisterNumber};
use crate::domain::office::Office;
use rusqlite::Connection;

/// Creates a ledger with a random id in an empty or new home and opens it; encrypted when the home has a key. Schema and first entry are one
/// transaction: a kill leaves either no ledger or a whole one.
///
/// # Errors
/// [`LedgerError::Exists`] when there is one already.
pub fn create(
    home: impl Into<Home>,
    kind: LedgerKind,
    last_number: Option<RegisterNumber>,
    order: &Order,
    options: Options,
) -> Result<SqliteLedger, LedgerError> {
    let place = home.into();
    let mut id = [0u8; 16];
    getrandom::fill(&mut id).map_err(|e| LedgerError::Random(Box::new(e)))?;
    let conn = open::fresh(&place)?;
    let mut gate = Gate::new(&place, options.gate_wait)?;
    let lease = gate.take(&order.station)?;
    let mut mem = Memory { id: LedgerId(id), office: Office::default(), head: NO_HASH, version: 0, erasures: 0 };
    conn.execute_batch("BEGIN IMMEDIATE")?;
    if journal_exists(&conn)? {
        return Err(LedgerError::Exists { path: place.ledger() });
    }
    open::migrate(&conn)?;
    let command = Command::CreateLedger { ledger: mem.id, kind, last_number };
    let facts = Facts { next_seq: 1, ..Default::default() };
    let drafts = decide::decide(&mem.office, &facts, &command, order).unwrap_or_default();
    act::append_all(&conn, &mut mem, drafts, order)?;
    conn.execute_batch("COMMIT")?;
    drop((conn, lease));
    place.sync()?;
    super::open(place, options)
}

fn journal_exists(conn: &Connection) -> Result<bool, LedgerError> {
    Ok(conn.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'journal'", [], |r| r.get::<_, i64>(0))? > 0)
}
