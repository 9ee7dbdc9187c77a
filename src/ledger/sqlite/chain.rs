//! Following the chain from entry to entry: place, ledger, link, and what is missing.
//!
//! Separate because verifying, rebuilding, the check beside the work and salvage must all mean the same by a chain that
//! holds. An entry is missed only once somebody says so: a ledger that was salvaged names what was lost, in the entry
//! its own chain begins with.

use super::super::codec::{Hash, NO_HASH, hex};
use super::super::{Fault, FaultKind};
use super::journal::{self, Checked, Stored};
use crate::domain::event::{Event, LedgerCreated};
use crate::domain::id::LedgerId;
use crate::domain::lineage::Gap;

/// How far a chain was followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    /// Last entry taken.
    pub seq: u64,
    /// Its hash.
    pub head: Hash,
    /// The ledger it belongs to; None before the first.
    ledger: Option<LedgerId>,
    /// Entries missing since the ledger's first, which nobody has declared lost yet.
    gaps: Vec<Gap>,
    /// Everything missing so far, declared or not.
    lost: Vec<Gap>,
}

impl Chain {
    /// From the first entry on.
    pub(super) fn new() -> Chain {
        Chain { head: NO_HASH, ..Chain::default() }
    }

    /// From the middle on, where the chain is known to have held.
    pub(super) fn from(seq: u64, head: Hash, ledger: LedgerId) -> Chain {
        Chain { seq, head, ledger: Some(ledger), ..Chain::default() }
    }

    /// The ledger of the last entry taken.
    pub(super) fn ledger(&self) -> Option<LedgerId> {
        self.ledger
    }

    /// Entries are missing and not declared: sums over them need not hold.
    pub(super) fn broken(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// Entries are missing somewhere.
    pub(super) fn lossy(&self) -> bool {
        !self.lost.is_empty()
    }

    /// Which.
    pub(super) fn lost(&self) -> &[Gap] {
        &self.lost
    }

    /// How many.
    pub(super) fn count_lost(&self) -> u64 {
        self.lost.iter().map(Gap::count).sum()
    }

    /// Takes the next entry there is.
    pub(super) fn take(&mut self, raw: &Stored) -> Result<Checked, Fault> {
        self.follow(raw).map_err(|fault| self.missing().unwrap_or(fault))
    }

    fn follow(&mut self, raw: &Stored) -> Result<Checked, Fault> {
        let checked = journal::check(raw, None)?;
        let jumped = raw.seq > self.seq + 1;
        if jumped {
            let gap = Gap { from: self.seq + 1, to: raw.seq - 1 };
            self.gaps.push(gap);
            self.lost.push(gap);
        } else if checked.prev != self.head {
            return Err(fault(raw.seq, FaultKind::Link, "it does not continue the entry before it"));
        }
        match (&checked.rec.event, self.ledger) {
            (Event::LedgerCreated(e), before) => self.begins(raw.seq, e, before)?,
            (_, None) if raw.seq == 1 => {
                return Err(fault(1, FaultKind::Foreign, "the first entry does not create a ledger"));
            }
            (_, None) => self.ledger = Some(checked.ledger),
            _ => {}
        }
        if self.ledger != Some(checked.ledger) {
            return Err(fault(raw.seq, FaultKind::Foreign, "it was made for another ledger"));
        }
        (self.seq, self.head) = (raw.seq, checked.hash);
        Ok(checked)
    }

    /// A ledger begins: alone, or after a parent of which it says what was lost.
    fn begins(&mut self, seq: u64, e: &LedgerCreated, before: Option<LedgerId>) -> Result<(), Fault> {
        let first = seq == 1 && e.parent.is_none();
        let goes_on = before.is_some() && e.parent == before && e.parent_head == Some(hex(&self.head));
        if !first && !goes_on {
            return Err(fault(seq, FaultKind::Foreign, "it creates a ledger within one"));
        }
        // What it does not name may be named by a later one, when more was lost since.
        self.gaps = less(&self.gaps, &e.lost)
            .ok_or_else(|| fault(seq, FaultKind::Missing, "it names entries as lost that are there"))?;
        self.ledger = Some(e.ledger);
        Ok(())
    }

    /// Entries missing and not declared.
    pub(super) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The first entry that is missing without having been declared lost.
    pub(super) fn missing(&self) -> Option<Fault> {
        self.gaps.first().map(|gap| fault(gap.from, FaultKind::Missing, "it is missing"))
    }
}

/// Stretches without some of them; None when those are not all among them.
fn less(all: &[Gap], part: &[Gap]) -> Option<Vec<Gap>> {
    let mut left = all.to_vec();
    for gone in part {
        let place = left.iter().position(|gap| gap.holds(gone.from) && gap.holds(gone.to))?;
        let gap = left.remove(place);
        let before = (gap.from < gone.from).then(|| Gap { from: gap.from, to: gone.from - 1 });
        let after = (gone.to < gap.to).then(|| Gap { from: gone.to + 1, to: gap.to });
        left.splice(place..place, before.into_iter().chain(after));
    }
    Some(left)
}

fn fault(seq: u64, kind: FaultKind, what: &str) -> Fault {
    Fault { seq: Some(seq), kind, what: what.to_owned() }
}
