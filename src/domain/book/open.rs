//! Part C of the book: every open file with the one thing it waits for and its one age.
//!
//! Separate because it is the answer to "stuck and why" (counter practice 3) and counts files, not acts.

use super::Desk;
use super::remarks::labels;
use crate::domain::application::Stage;
use crate::domain::checklist::Words;
use crate::domain::id::{AppId, RegisterNumber};
use crate::domain::office::File;
use crate::domain::personal::Person;
use crate::domain::reason::ReasonCode;
use crate::domain::terms::ApprovalTopic;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// Age since first receipt in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// 0.
    Today,
    /// 1–3.
    UpTo3,
    /// 4–7.
    UpTo7,
    /// 8–14.
    UpTo14,
    /// More than 14.
    Over14,
}

impl Age {
    /// Every class, youngest first.
    pub const ALL: [Age; 5] = [Age::Today, Age::UpTo3, Age::UpTo7, Age::UpTo14, Age::Over14];

    /// The class of a number of working days.
    pub fn of(days: u32) -> Age {
        match days {
            0 => Age::Today,
            1..=3 => Age::UpTo3,
            4..=7 => Age::UpTo7,
            8..=14 => Age::UpTo14,
            _ => Age::Over14,
        }
    }
}

/// Age of a card on the shelf in calendar days since it was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShelfAge {
    /// 0–7.
    UpTo7,
    /// 8–30.
    UpTo30,
    /// 31–90.
    UpTo90,
    /// More than 90.
    Over90,
}

impl ShelfAge {
    /// Every class, youngest first.
    pub const ALL: [ShelfAge; 4] = [ShelfAge::UpTo7, ShelfAge::UpTo30, ShelfAge::UpTo90, ShelfAge::Over90];

    /// The class of a number of days.
    pub fn of(days: i64) -> ShelfAge {
        match days {
            i64::MIN..=7 => ShelfAge::UpTo7,
            8..=30 => ShelfAge::UpTo30,
            31..=90 => ShelfAge::UpTo90,
            _ => ShelfAge::Over90,
        }
    }
}

/// Mondays to Fridays after `from` up to and including `to`; 0 when `to` is not later. Public holidays are not
/// known here and count as working days.
pub fn working_days(from: NaiveDate, to: NaiveDate) -> u32 {
    // Working days from a Monday long ago up to and including a day.
    let upto = |day: NaiveDate| {
        let days = i64::from(day.num_days_from_ce()) - 1;
        days.div_euclid(7) * 5 + (days.rem_euclid(7) + 1).min(5)
    };
    u32::try_from(upto(to) - upto(from)).unwrap_or(0)
}

/// One open file.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLine {
    /// No. urut within part C, from 1.
    pub place: u32,
    pub app: AppId,
    pub number: RegisterNumber,
    /// First receipt, local time.
    pub received: NaiveDateTime,
    /// None once erased.
    pub person: Option<Person>,
    pub reason: ReasonCode,
    /// What it waits for.
    pub stage: Stage,
    /// When it came there, local time.
    pub since: NaiveDateTime,
    /// Working days since first receipt.
    pub days: u32,
    pub age: Age,
    /// For a card on the shelf: days since it was printed.
    pub shelf_days: Option<i64>,
    pub nik_pending: bool,
    /// What a returned file lacks.
    pub missing: Vec<Words>,
    /// A supervisor's word asked for and not given yet.
    pub approval: Option<ApprovalTopic>,
    pub returns: u16,
    pub calls: u16,
}

pub(super) fn lines(desk: &Desk<'_>, files: &[&File]) -> Vec<OpenLine> {
    let open = files.iter().filter(|f| !f.app.stage.is_final());
    (1u32..).zip(open).map(|(place, file)| line(desk, place, file)).collect()
}

fn line(desk: &Desk<'_>, place: u32, file: &File) -> OpenLine {
    let app = &file.app;
    let date = desk.input.date;
    let days = working_days(app.day, date);
    let on_shelf_since = desk.local(app.printed_ms.unwrap_or(app.since_ms)).date();
    let waits = app.approval.as_ref().filter(|a| a.granted.is_none());
    OpenLine {
        place,
        app: app.id,
        number: app.number.clone(),
        received: desk.local(app.received_ms),
        person: file.person.clone(),
        reason: app.reason,
        stage: app.stage,
        since: desk.local(app.since_ms),
        days,
        age: Age::of(days),
        shelf_days: app.stage.has_card().then(|| (date - on_shelf_since).num_days().max(0)),
        nik_pending: app.nik_pending,
        missing: if app.stage == Stage::Returned { labels(desk, file, &app.missing) } else { Vec::new() },
        approval: waits.map(|a| a.topic),
        returns: app.returns,
        calls: app.calls,
    }
}

/// Counts by what the files wait for and by age.
pub(super) fn stuck(open: &[OpenLine]) -> BTreeMap<Stage, BTreeMap<Age, u32>> {
    let mut stuck: BTreeMap<Stage, BTreeMap<Age, u32>> = BTreeMap::new();
    for line in open {
        *stuck.entry(line.stage).or_default().entry(line.age).or_default() += 1;
    }
    stuck
}

/// Counts the cards on the shelf by age.
pub(super) fn shelf(open: &[OpenLine]) -> BTreeMap<ShelfAge, u32> {
    let mut shelf = BTreeMap::new();
    for days in open.iter().filter_map(|line| line.shelf_days) {
        *shelf.entry(ShelfAge::of(days)).or_default() += 1;
    }
    shelf
}
