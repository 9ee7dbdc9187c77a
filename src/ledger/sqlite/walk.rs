//! Following the chain a little at a time, and asking whether a ledger is still the one somebody has seen.
//!
//! Separate from verifying because it runs beside the work for ever: each step is a short read of its own, holds nothing
//! between two, and may be hours from the next. Entries never change, so that is enough.

use super::super::codec::Hash;
use super::super::error::LedgerError;
use super::super::home::Home;
use super::super::{Fault, FaultKind, Seen, Stands};
use super::chain::Chain;
use super::open::{self, Use};
use super::{journal, rows};
use crate::domain::id::LedgerId;
use crate::domain::seal::Hex;

/// How far a walk along a chain has come.
#[derive(Clone, Debug)]
pub struct Walk(Chain);

impl Default for Walk {
    fn default() -> Walk {
        Walk(Chain::new())
    }
}

impl Walk {
    /// Goes on from an entry that was found in place earlier.
    pub fn from(seen: &Seen) -> Walk {
        Walk(Chain::from(seen.seq, seen.head.0, seen.ledger))
    }

    /// The last entry found in place; None before the first, and where what follows is not told yet.
    pub fn at(&self) -> Option<Seen> {
        let ledger = self.0.ledger().filter(|_| !self.0.broken())?;
        Some(Seen { ledger, seq: self.0.seq, head: Hex(self.0.head) })
    }

    /// Takes the next entries of the ledger of a home, at most so many; true when there are no more.
    ///
    /// # Errors
    /// When it cannot be read; what is wrong with it is the answer.
    pub fn step(&mut self, home: &Home, limit: usize) -> Result<Result<bool, Fault>, LedgerError> {
        let conn = open::existing(home, Use::Read)?;
        let chunk = match journal::chunk(&conn, self.0.seq, limit) {
            Ok(chunk) => chunk,
            Err(LedgerError::Damaged { what, .. }) => {
                return Ok(Err(Fault { seq: Some(self.0.seq + 1), kind: FaultKind::Engine, what }));
            }
            Err(e) => return Err(e),
        };
        for raw in &chunk {
            if let Err(fault) = self.0.take(raw) {
                return Ok(Err(fault));
            }
        }
        let end = chunk.len() < limit;
        match self.0.missing().filter(|_| end) {
            Some(fault) => Ok(Err(fault)),
            None => Ok(Ok(end)),
        }
    }
}

/// How the ledger of a home stands to what was seen of it.
///
/// # Errors
/// When it cannot be read.
pub fn stands(home: &Home, seen: &Seen) -> Result<Stands, LedgerError> {
    let conn = open::existing(home, Use::Read)?;
    let snapshot = conn.unchecked_transaction()?;
    let desk = rows::desk(&snapshot)?;
    let (here, _) = journal::head(&snapshot)?.unwrap_or((0, super::NO_HASH));
    if desk.ledger != Some(seen.ledger) {
        let known = desk.parents.iter().any(|parent| parent.ledger == seen.ledger);
        return Ok(if known { Stands::WentOn } else { Stands::Other });
    }
    if here < seen.seq {
        return Ok(Stands::Behind { here });
    }
    match journal::hash_of(&snapshot, seen.seq)? {
        Some(hash) if hash == seen.head.0 => Ok(Stands::WentOn),
        _ => Ok(Stands::Rewritten),
    }
}

/// Up to where a ledger has the entries of the one it is, or of one it goes on from, looked at no further than an entry:
/// the last one that is there, with its hash. None where it has nothing to do with that ledger.
pub(in super::super) fn common(home: &Home, ledger: LedgerId, upto: u64) -> Result<Option<(u64, Hash)>, LedgerError> {
    let conn = open::existing(home, Use::Read)?;
    let snapshot = conn.unchecked_transaction()?;
    let desk = rows::desk(&snapshot)?;
    let end = if desk.ledger == Some(ledger) {
        u64::MAX
    } else {
        match desk.parents.iter().find(|parent| parent.ledger == ledger) {
            Some(parent) => parent.upto,
            None => return Ok(None),
        }
    };
    journal::last_to(&snapshot, end.min(upto))
}

/// The end of the journal of a home, as others may remember it.
///
/// # Errors
/// When it cannot be read.
pub fn seen(home: &Home) -> Result<Seen, LedgerError> {
    let conn = open::existing(home, Use::Read)?;
    let snapshot = conn.unchecked_transaction()?;
    let (seq, head) = journal::head(&snapshot)?.unwrap_or((0, super::NO_HASH));
    Ok(Seen { ledger: rows::desk(&snapshot)?.ledger.unwrap_or_default(), seq, head: Hex(head) })
}
