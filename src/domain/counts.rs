//! What is counted by hand when a day is closed, against what the book says.
//!
//! Separate because the guide at the counter, the rule that closes, the journal and the book all speak of the
//! same three figures. Must not know where they were typed or printed.

use super::figures::Stocks;
use super::person::Note;
use super::seal::{Hex, Seal};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A figure counted by hand at the close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// H: blanks in the drawer.
    Blanks,
    /// L: cards on the shelf.
    Shelf,
    /// Q: invalid cards kept.
    Invalid,
}

impl Counted {
    /// Every figure, in the order it is asked for.
    pub const ALL: [Counted; 3] = [Counted::Blanks, Counted::Shelf, Counted::Invalid];
}

/// The counts of one close, with the reason in words wherever one differs from the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub blanks: u32,
    pub shelf: u32,
    /// None when the invalid cards were not counted that day.
    pub invalid: Option<u32>,
    /// Reasons by figure; empty also once erased.
    pub why: BTreeMap<Counted, Note>,
}

/// A figure whose count is not the book's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    pub of: Counted,
    pub book: u32,
    pub counted: u32,
}

impl Counts {
    /// Counts that agree with the book.
    pub fn agreeing(stocks: &Stocks) -> Counts {
        Counts {
            blanks: stocks.blanks,
            shelf: stocks.census.shelf(),
            invalid: Some(stocks.invalid),
            why: BTreeMap::new(),
        }
    }

    /// What was counted of a figure; None where nobody counted.
    pub fn of(&self, which: Counted) -> Option<u32> {
        match which {
            Counted::Blanks => Some(self.blanks),
            Counted::Shelf => Some(self.shelf),
            Counted::Invalid => self.invalid,
        }
    }

    /// The figures whose count is not the book's.
    pub fn differences(&self, stocks: &Stocks) -> Vec<Difference> {
        let differs = |of: Counted| {
            let (book, counted) = (of.in_book(stocks), self.of(of)?);
            (book != counted).then_some(Difference { of, book, counted })
        };
        Counted::ALL.into_iter().filter_map(differs).collect()
    }

    /// The reason given for a figure.
    pub fn why(&self, which: Counted) -> Option<&Note> {
        self.why.get(&which).filter(|note| !note.is_empty())
    }
}

impl Counted {
    /// What the book says of the figure.
    pub fn in_book(self, stocks: &Stocks) -> u32 {
        match self {
            Counted::Blanks => stocks.blanks,
            Counted::Shelf => stocks.census.shelf(),
            Counted::Invalid => stocks.invalid,
        }
    }
}

/// A seal made for a close, and the salt of its digest over the reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealing {
    pub seal: Seal,
    pub salt: Hex<16>,
}

/// What is counted by hand at the close of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCount {
    pub date: NaiveDate,
    pub counts: Counts,
    /// The last entry of the book that was read: what came after it is in no digest.
    pub upto: u64,
    /// Digest per export format, computed on what is frozen.
    pub digests: BTreeMap<String, String>,
    pub format: u16,
    /// None only where nobody holds a key: a ledger filled in bulk.
    pub sealing: Option<Sealing>,
}

impl DayCount {
    /// A close of a book that ends at `upto`, with counts as in the book; unsealed and without exports.
    pub fn agreeing(date: NaiveDate, upto: u64, stocks: &Stocks) -> DayCount {
        let counts = Counts::agreeing(stocks);
        DayCount { date, counts, upto, digests: BTreeMap::new(), format: 0, sealing: None }
    }
}
