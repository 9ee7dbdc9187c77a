//! What is said about a ledger's survival: what was saved, what was seen, how it goes on.
//!
//! Separate from the trait because a desk at work needs none of it. Values only.

use crate::domain::id::LedgerId;
use crate::domain::lineage::Gap;
use crate::domain::seal::Hex;
use serde::{Deserialize, Serialize};

/// What could be saved of a damaged ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// How many entries.
    pub entries: u64,
    /// The last of them.
    pub last: u64,
    /// Entries missing between them.
    pub lost: Vec<Gap>,
    /// Entries after the last that somebody remembers.
    pub tail: Option<Gap>,
    /// Year, first and last of register numbers whose receipt was lost.
    pub numbers: Vec<(i32, u32, u32)>,
    /// Entries without their personal block: erased after its term, or lost.
    pub unnamed: u64,
}

/// The end of a journal, as somebody remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub ledger: LedgerId,
    pub seq: u64,
    pub head: Hex<32>,
}

/// How a ledger stands to what was seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It is there, and perhaps more.
    WentOn,
    /// An older file: it ends here.
    Behind { here: u64 },
    /// The entry is another one.
    Rewritten,
    /// It was another ledger's.
    Other,
}

/// How a ledger goes on after a parent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heir {
    /// Year and place of the last register number given out on paper.
    pub last: (i32, u32),
    /// Entries of the parent that could not be saved.
    pub lost: Vec<Gap>,
}
