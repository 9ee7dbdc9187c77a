//! Who saw whom between two days: the report an auditor asks for, and the facts of a notice after a breach.
//!
//! Owns which lookings are in it and whom they showed. Separate from the journal, which only keeps them, and from
//! the exporters, which only write them down. Must not know words, or where the entries come from.

use super::access::{Whose, shown};
use super::book::Staff;
use super::event::{Event, Recorded};
use super::id::{AccountId, AppId, RegisterNumber};
use super::nik::Nik;
use super::office::{Account, File};
use super::person::{Name, Note};
use super::policy::Policy;
use super::terms::*;
use super::time::local;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// First and last day, by the clocks of the desks.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Only lookings at this person.
    pub whose: Option<Whose>,
    /// Only lookings by this account.
    pub by: Option<AccountId>,
}

/// Somebody shown, as known today.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    pub number: RegisterNumber,
    /// None once erased.
    pub name: Option<Name>,
    pub nik: Option<Nik>,
    pub received: NaiveDate,
}

impl Subject {
    /// The person of a file.
    pub fn of(file: &File) -> Subject {
        let person = file.person.as_ref();
        Subject {
            number: file.app.number.clone(),
            name: person.map(|p| p.name.clone()),
            nik: person.and_then(|p| p.nik),
            received: file.app.day,
        }
    }
}

/// One looking.
#[derive(Clone, PartialEq)]
pub struct Seen {
    /// Local time.
    pub at: NaiveDateTime,
    pub by: Staff,
    pub station: String,
    pub event: Event,
    /// What was typed into a search; None once erased.
    pub typed: Option<Note>,
    pub shown: Vec<AppId>,
}

/// The report.
#[derive(Clone, PartialEq)]
pub struct Trail {
    pub policy: Policy,
    /// The people of a demo are invented.
    pub simulated: bool,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// When it was made, local time and its offset from UTC in seconds.
    pub made: (NaiveDateTime, i32),
    /// It is about one person, or one member of staff, alone.
    pub narrowed: bool,
    pub lines: Vec<Seen>,
    pub people: BTreeMap<AppId, Subject>,
}

impl Trail {
    /// Keeps the lookings asked for, oldest first. The people are filled in by [`Trail::wants`] and `people`.
    pub fn new(
        (policy, accounts, simulated): (&Policy, &BTreeMap<AccountId, Account>, bool),
        asked: &Asked,
        lookings: &[Recorded],
        made: (NaiveDateTime, i32),
    ) -> Trail {
        let wanted = |rec: &&Recorded| {
            asked.by.is_none_or(|by| rec.envelope.actor == by)
                && asked.whose.as_ref().is_none_or(|whose| whose.seen_in(rec))
        };
        let whose = asked.whose.as_ref();
        let lines = lookings.iter().filter(wanted).map(|rec| Seen {
            at: local(rec.envelope.stamp.utc_ms, rec.envelope.stamp.offset_s),
            by: staff(accounts, rec.envelope.actor),
            station: rec.envelope.station.clone(),
            event: rec.event.clone(),
            typed: rec.personal.as_ref().and_then(|p| p.note.clone()),
            // About one person, the others a search showed are nobody's business.
            shown: shown(&rec.event).iter().copied().filter(|app| whose.is_none_or(|w| w.apps.contains(app))).collect(),
        });
        Trail {
            policy: policy.clone(),
            simulated,
            from: asked.from,
            to: asked.to,
            made,
            narrowed: asked.whose.is_some() || asked.by.is_some(),
            lines: lines.collect(),
            people: BTreeMap::new(),
        }
    }

    /// The files whose people must be known, each once.
    pub fn wants(&self) -> BTreeSet<AppId> {
        self.lines.iter().flat_map(|line| line.shown.iter().copied()).collect()
    }

    /// Lookings per member of staff, in the order of their first one.
    pub fn by_staff(&self) -> Vec<(&Staff, usize)> {
        let mut counts: Vec<(&Staff, usize)> = Vec::new();
        for line in &self.lines {
            match counts.iter_mut().find(|(by, _)| *by == &line.by) {
                Some((_, n)) => *n += 1,
                None => counts.push((&line.by, 1)),
            }
        }
        counts
    }

    /// Data that left the program, with lists of people in them.
    pub fn taken(&self) -> impl Iterator<Item = &Seen> {
        self.lines.iter().filter(|line| match &line.event {
            Event::DataExported(e) => matches!(e.what, Taken::Agenda | Taken::List),
            _ => false,
        })
    }
}

fn staff(accounts: &BTreeMap<AccountId, Account>, id: AccountId) -> Staff {
    match accounts.get(&id) {
        None => Staff::Program,
        Some(account) => Staff::Member { id, name: account.name.clone(), initials: account.initials.clone() },
    }
}
