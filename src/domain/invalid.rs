//! The register of invalid cards: every withdrawn old KTP-el, spoiled print and rejected card as one numbered
//! item, and its destruction with a record.
//!
//! Separate from the figures, which count them (Q): here each card can be named. The circular of the Minister
//! of Home Affairs 470.13/11176/SJ of 13-12-2018 asks that such cards be recorded, kept safe and destroyed
//! with a record every time. Must not know paper.

use super::event::Recorded;
use super::id::{AppId, RegisterNumber};
use super::office::Rules;
use super::person::{Name, Note};
use super::stock::Label;
use super::terms::{DestroyManner, InvalidKind, RejectCause, SpoilCause};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most runs of numbers one entry may name.
pub const RUNS: usize = 500;
/// Fewest witnesses of a destruction.
pub const WITNESSES: usize = 2;
/// Most witnesses a record has room for.
pub const WITNESSES_MOST: usize = 6;

/// Numbers as runs, first to last: short even when there are thousands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Items(Vec<(u32, u32)>);

impl Items {
    /// Every number in it, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// How many numbers.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(first, last)| (u64::from(*last) + 1).saturating_sub(u64::from(*first))).sum()
    }

    /// How many runs.
    pub fn runs(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// The number is in it.
    pub fn contains(&self, n: u32) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&n))
    }

    /// Puts a number in.
    pub fn insert(&mut self, n: u32) {
        if self.contains(n) {
            return;
        }
        let at = self.0.partition_point(|(first, _)| *first < n);
        self.0.insert(at, (n, n));
        for at in [at + 1, at] {
            let joins = at > 0 && self.0.get(at).is_some_and(|run| self.0[at - 1].1.checked_add(1) == Some(run.0));
            if joins {
                let (_, last) = self.0.remove(at);
                self.0[at - 1].1 = last;
            }
        }
    }

    /// Takes a number out.
    pub fn remove(&mut self, n: u32) {
        *self = self.without(&Items(vec![(n, n)]));
    }

    /// The numbers that are in both.
    pub fn common(&self, other: &Items) -> Items {
        let both = |(first, last): &(u32, u32)| {
            let within = other.0.iter().map(|(from, to)| (*first.max(from), *last.min(to)));
            within.filter(|(first, last)| first <= last).collect::<Vec<_>>()
        };
        Items(self.0.iter().flat_map(both).collect())
    }

    /// The numbers that are not in the other.
    pub fn without(&self, other: &Items) -> Items {
        let mut left = self.0.clone();
        for (from, to) in other.0.iter().filter(|(from, to)| from <= to) {
            let parts = left.into_iter().flat_map(|(first, last)| {
                let before = from.checked_sub(1).map(|end| (first, last.min(end)));
                let behind = to.checked_add(1).map(|begin| (first.max(begin), last));
                [before, behind].into_iter().flatten().filter(|(first, last)| first <= last)
            });
            left = parts.collect();
        }
        Items(left)
    }

    /// Puts so many numbers behind all that are in it; those that are not behind stay out.
    pub fn append(&mut self, first: u32, n: u32) {
        let Some(last) = n.checked_sub(1).and_then(|more| first.checked_add(more)) else { return };
        match self.0.last_mut() {
            Some((_, end)) if *end >= first => {}
            Some((_, end)) if end.checked_add(1) == Some(first) => *end = last,
            _ => self.0.push((first, last)),
        }
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Runs that ascend and do not overlap, each from its first to its last.
    pub fn in_order(&self) -> bool {
        let mut before = None;
        self.0.iter().all(|(first, last)| {
            let fits = first <= last && before.is_none_or(|end| end < *first);
            before = Some(*last);
            fits
        })
    }
}

/// From ascending numbers.
impl FromIterator<u32> for Items {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Items {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for n in numbers {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(n) => *last = n,
                _ => runs.push((n, n)),
            }
        }
        Items(runs)
    }
}

/// Why a card is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    OldCard,
    Spoiled(SpoilCause),
    Rejected(RejectCause),
}

impl Why {
    /// Without its cause.
    pub fn kind(self) -> InvalidKind {
        match self {
            Why::OldCard => InvalidKind::OldCard,
            Why::Spoiled(_) => InvalidKind::Spoiled,
            Why::Rejected(_) => InvalidKind::Rejected,
        }
    }
}

/// What became of an invalid card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Kept,
    PassedOn,
    Destroyed { year: i32, no: u32 },
}

/// One item of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidCard {
    /// Running number in this ledger, never given twice.
    pub no: u32,
    /// The application it came with.
    pub app: AppId,
    pub number: RegisterNumber,
    pub why: Why,
    /// Office day it was taken in.
    pub day: NaiveDate,
    /// Where it is kept.
    pub place: Option<Label>,
    pub fate: Fate,
    /// The last entry about it.
    pub seq: u64,
}

/// Who saw a destruction.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub name: Name,
    /// Office or post.
    pub office: Note,
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Witness(…)")
    }
}

/// A destruction as it is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destruction {
    pub items: Items,
    pub date: NaiveDate,
    pub place: Note,
    pub manner: DestroyManner,
    pub witnesses: Vec<Witness>,
}

/// A record of destruction as stored: everything its paper says.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The entry that destroyed them: who, with whom, when; place and witnesses beside it.
    pub entry: Recorded,
    /// The cards, by number.
    pub items: Vec<InvalidCard>,
    /// Letterhead, names and staff as they were then.
    pub rules: Rules,
}
