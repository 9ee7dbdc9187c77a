//! Where a ledger comes from: the ledgers it goes on from, and what of them was lost.
//!
//! Separate because every entry belongs to exactly one ledger, and which one follows from its place alone. A restored
//! or salvaged ledger keeps its parent's entries byte for byte and goes on after them under an identity of its own.

use super::id::LedgerId;
use serde::{Deserialize, Serialize};

/// A stretch of entries that could not be saved, first to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    pub from: u64,
    pub to: u64,
}

impl Gap {
    /// The entry fell into it.
    pub fn holds(&self, seq: u64) -> bool {
        (self.from..=self.to).contains(&seq)
    }

    /// How many entries it swallowed.
    pub fn count(&self) -> u64 {
        self.to.saturating_add(1).saturating_sub(self.from)
    }

    /// Stretches of the given entries, which come in order.
    pub fn of(seqs: impl IntoIterator<Item = u64>) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for seq in seqs {
            match gaps.last_mut() {
                Some(last) if last.to.checked_add(1) == Some(seq) => last.to = seq,
                _ => gaps.push(Gap { from: seq, to: seq }),
            }
        }
        gaps
    }
}

/// How a ledger goes on from a parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The new identity.
    pub ledger: LedgerId,
    /// Hash of the parent's last entry, as hexadecimal digits.
    pub head: String,
    /// Year and place of the last register number given out on paper.
    pub last: (i32, u32),
    /// Entries of the parent that could not be saved.
    pub lost: Vec<Gap>,
}

/// A ledger this one goes on from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    pub ledger: LedgerId,
    /// Its last entry here; those before belong to it, or to its own parent.
    pub upto: u64,
    /// Entries of it that are missing here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Gap>,
}

/// Which ledger each entry belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Lineage {
    /// The ledger that is written now.
    pub own: LedgerId,
    /// The ones before, oldest first.
    pub parents: Vec<Parent>,
}

impl Lineage {
    /// The ledger an entry belongs to.
    pub fn at(&self, seq: u64) -> LedgerId {
        self.parents.iter().find(|parent| seq <= parent.upto).map_or(self.own, |parent| parent.ledger)
    }

    /// Every entry missing before the own ones.
    pub fn lost(&self) -> Vec<Gap> {
        self.parents.iter().flat_map(|parent| parent.lost.iter().copied()).collect()
    }

    /// The own identity, and those of the ledgers before it, newest first.
    pub fn ids(&self) -> impl Iterator<Item = LedgerId> + '_ {
        std::iter::once(self.own).chain(self.parents.iter().rev().map(|parent| parent.ledger))
    }
}
