//! Bodies of kinds as older programs wrote them, and what they are read as.
//!
//! Separate so that the table of kinds shows only what is written today. A body here is never changed: entries
//! of its form exist. What it did not record is left open, never guessed.

use super::{DayClosed, LedgerCreated, LedgerKind};
use crate::domain::id::{LedgerId, RegisterNumber};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `ledger_created` before a ledger could be salvaged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LedgerCreatedV1 {
    ledger: LedgerId,
    kind: LedgerKind,
    parent: Option<LedgerId>,
    parent_head: Option<String>,
    last_number: Option<RegisterNumber>,
}

impl From<LedgerCreatedV1> for LedgerCreated {
    fn from(old: LedgerCreatedV1) -> LedgerCreated {
        LedgerCreated {
            ledger: old.ledger,
            kind: old.kind,
            parent: old.parent,
            parent_head: old.parent_head,
            last_number: old.last_number,
            lost: Vec::new(),
        }
    }
}

/// `day_closed` before closes were sealed and invalid cards counted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayClosedV1 {
    date: NaiveDate,
    upto: u64,
    counted_blanks: u32,
    counted_shelf: u32,
    format: u16,
    digests: BTreeMap<String, String>,
    explained: bool,
}

impl From<DayClosedV1> for DayClosed {
    fn from(old: DayClosedV1) -> DayClosed {
        DayClosed {
            date: old.date,
            upto: old.upto,
            counted_blanks: old.counted_blanks,
            counted_shelf: old.counted_shelf,
            counted_invalid: None,
            format: old.format,
            digests: old.digests,
            explained: old.explained,
            seal: None,
        }
    }
}
