//! Going on after a parent: a copy, or an older file put back, becomes a ledger with an identity of its own.
//!
//! Separate because it is the one way a copy is ever written to, and it is one transaction: a kill leaves the copy as it
//! was. The parent's entries stay byte for byte; only what follows belongs to the new ledger.

use super::super::codec::hex;
use super::super::error::LedgerError;
use super::super::gate::Gate;
use super::super::home::Home;
use super::super::{Heir, Options};
use super::open::{self, Use};
use super::{act, closes, data_version, memory};
use crate::domain::command::{Command, Continuation, Facts, Order};
use crate::domain::decide::decide;
use crate::domain::id::LedgerId;
use crate::domain::refusal::Refusal;

/// Opens a new ledger on the entries of the one in a home; answers its identity.
///
/// # Errors
/// As opening one. A refusal changes nothing.
pub fn go_on(
    home: &Home,
    heir: Heir,
    order: &Order,
    options: &Options,
) -> Result<Result<LedgerId, Refusal>, LedgerError> {
    let conn = open::existing(home, Use::Revive)?;
    let mut gate = Gate::new(home, options.gate_wait)?;
    let lease = gate.take(&order.station)?;
    open::keep_log(&conn)?;
    let mut id = [0u8; 16];
    getrandom::fill(&mut id).map_err(|e| LedgerError::Random(Box::new(e)))?;
    let version = data_version(&conn)?;
    act::begin(&conn)?;
    let mut mem = memory(&conn, version).map_err(|e| act::give_up(&conn, e))?;
    let on = Continuation { ledger: LedgerId(id), head: hex(&mem.head), last: heir.last, lost: heir.lost };
    let facts = Facts { next_seq: mem.office.desk.seq + 1, ..Facts::default() };
    let drafts = match decide(&mem.office, &facts, &Command::ContinueLedger(on), order) {
        Ok(drafts) => drafts,
        Err(refusal) => return act::rollback(&conn).map(|()| Err(refusal)),
    };
    mem.id = LedgerId(id);
    // Whoever holds the parent's file holds its seal key: what it signs must never pass for the heir's.
    let written = act::append_all(&conn, &mut mem, drafts, order)
        .and_then(|_| closes::forget_key(&conn))
        .and_then(|()| open::mark_ledger(&conn));
    written.map_err(|e| act::give_up(&conn, e))?;
    act::commit(&conn)?;
    drop((conn, lease));
    home.sync()?;
    Ok(Ok(mem.id))
}
