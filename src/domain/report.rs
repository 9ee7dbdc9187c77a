//! The report of a month or a year: the days' figures added up, and what their entries tell beside them.
//!
//! Owns the sums and their proof: every number is either the sum of the days' figures or counted from the same
//! entries and compared with that sum; what does not come out is named. Separate from the book, which is one day
//! and knows names: here nobody is named, neither applicant nor clerk (counter practice 17). Must not know how
//! days and entries are stored, nor words or layout.

mod agenda;
mod period;
mod rows;
mod sums;
mod table;
mod tally;
mod times;

use super::application::Stage;
use super::book::{Age, Sum};
use super::checklist::{Checklist, Words};
use super::counts::{Counts, Difference};
use super::event::Recorded;
use super::figures::{Figures, Stocks};
use super::id::AppId;
use super::office::{File, Rules};
use super::policy::Policy;
use super::reason::ReasonCode;
use super::sop::Step;
use super::terms::{ActivationFailure, MessageFailure, SpoilCause, TroubleCause};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use tally::Tally;

pub use agenda::{Agenda, Chapter};
pub use period::Period;
pub use rows::sections;
pub use table::{Column, Head, Kind, Line, Section, Value};
pub use times::{Lead, StepTimes, Times};

/// What the ledger keeps of one office day.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    pub date: NaiveDate,
    /// Counted by hand at the close; None while the day is not closed.
    pub closed: Option<Counts>,
    /// When its first and last entries were written, UTC milliseconds.
    pub from_ms: i64,
    pub to_ms: i64,
    /// Offset of local time from UTC in seconds.
    pub offset_s: i32,
    /// Last entry counted in it.
    pub upto: u64,
    pub figures: Figures,
    pub stocks: Stocks,
}

/// Something on hand that is handed from day to day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Open files in one stage.
    Files(Stage),
    Blanks,
    Invalid,
}

/// A sum that does not come out: what was summed, and both results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discord {
    /// An equation of one day (counter practice 3).
    Day { date: NaiveDate, sum: Sum, left: i64, right: i64 },
    /// What the day before left is not what this day found.
    Chain { date: NaiveDate, stock: Stock, closing: u32, opening: u32 },
    /// An equation over the whole period.
    Span { sum: Sum, left: i64, right: i64 },
    /// A figure of the day comes out otherwise when its entries are counted; named as it is stored.
    Recount { date: NaiveDate, figure: String },
    /// Lines of the agenda against the new numbers of a day.
    Lines { date: NaiveDate, lines: u32, new: u32 },
    /// Kinds of application do not add up to the days' figures.
    Reasons { what: Column, reasons: i64, days: i64 },
}

/// A count by hand that was not what the book said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miscount {
    pub date: NaiveDate,
    pub differs: Difference,
}

/// Applications of one kind. A file whose kind was corrected leaves one row for another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByReason {
    pub opening: u32,
    pub new: u32,
    pub reopened: u32,
    /// Came by a corrected kind, less those that left by one.
    pub changed: i32,
    pub handed: u32,
    pub cancelled: u32,
    pub closing: u32,
    /// Times returned and deferred, and good prints: beside the balance.
    pub returned: u32,
    pub deferred: u32,
    pub good: u32,
}

/// A kind of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Machine {
    Reader,
    Printer,
    Chip,
    Modem,
}

/// How an act of a device came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    NoMatch,
    /// Also an exemption: the difference would reveal health (UU 24/2013 art. 84).
    Unreadable,
    Device,
    Network,
    Spoiled(SpoilCause),
    NoneCameOut,
    Activation(ActivationFailure),
    Message(MessageFailure),
}

/// One device backend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceRow {
    /// Tests, prints, activations or messages begun.
    pub acts: u32,
    pub good: u32,
    /// Outcomes nobody knew at first.
    pub doubt: u32,
    pub failed: BTreeMap<Failure, u32>,
}

impl DeviceRow {
    fn fail(&mut self, failure: Failure) {
        *self.failed.entry(failure).or_default() += 1;
    }
}

/// Devices by kind and backend; the backend is None where none was named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Devices(pub BTreeMap<(Machine, Option<String>), DeviceRow>);

impl Devices {
    fn row(&mut self, machine: Machine, backend: Option<String>) -> &mut DeviceRow {
        self.0.entry((machine, backend)).or_default()
    }
}

/// Time under trouble while the office day was open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Milliseconds and stretches by cause; a stretch with two causes counts under both.
    pub by_cause: BTreeMap<TroubleCause, (u64, u32)>,
    /// Milliseconds and stretches, each once.
    pub total: (u64, u32),
}

impl Trouble {
    fn add(&mut self, from_ms: i64, to_ms: i64, causes: &BTreeSet<TroubleCause>) {
        let ms = u64::try_from(to_ms.saturating_sub(from_ms)).unwrap_or(0);
        let add = |(sum, times): &mut (u64, u32)| {
            *sum += ms;
            *times += 1;
        };
        causes.iter().for_each(|cause| add(self.by_cause.entry(*cause).or_default()));
        add(&mut self.total);
    }
}

/// A part of the period: a day of a month, a month of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// The day, or the first of the month.
    pub date: NaiveDate,
    /// Office days in it.
    pub days: u32,
    /// Every day in it is closed.
    pub closed: bool,
    /// Its flows; the opening is its first day's.
    pub figures: Figures,
    /// On hand at its end.
    pub stocks: Stocks,
}

/// The report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub period: Period,
    /// Policy at the end of the period.
    pub policy: Policy,
    /// Its last office day.
    pub last: NaiveDate,
    /// When the last entry of that day was written, UTC milliseconds, and the offset of local time in seconds.
    pub until: (i64, i32),
    /// Made of a demo's invented applicants.
    pub simulated: bool,
    /// The period is over and every day of it is closed: the report will not change.
    pub settled: bool,
    /// Days that are not closed; the open one is the last.
    pub unclosed: Vec<NaiveDate>,
    /// The whole period, as one slice.
    pub whole: Slice,
    pub slices: Vec<Slice>,
    pub reasons: BTreeMap<ReasonCode, ByReason>,
    pub steps: BTreeMap<Step, StepTimes>,
    /// What returned files lacked, most frequent first.
    pub missing: Vec<(Words, u32)>,
    /// Returns for which no item was named.
    pub unnamed: u32,
    pub devices: Devices,
    pub trouble: Trouble,
    pub lead: Lead,
    /// Open files at the end by what they wait for and age; a file stands in exactly one field.
    pub stuck: BTreeMap<Stage, BTreeMap<Age, u32>>,
    pub miscounts: Vec<Miscount>,
    /// Every sum that does not come out; empty when the report is true.
    pub discords: Vec<Discord>,
}

/// Makes a report from days and their entries, told in order.
pub struct Builder {
    period: Period,
    over: bool,
    simulated: bool,
    tally: Tally,
    slices: Vec<Slice>,
    whole: Option<Slice>,
    before: Option<Day>,
    unclosed: Vec<NaiveDate>,
    miscounts: Vec<Miscount>,
    discords: Vec<Discord>,
}

impl Builder {
    /// `over`: no day of the period is still to come. `carried`: the files open before its first day.
    pub fn new(period: Period, over: bool, carried: Vec<File>) -> Builder {
        Builder {
            period,
            over,
            simulated: false,
            tally: Tally::new(carried),
            slices: Vec::new(),
            whole: None,
            before: None,
            unclosed: Vec::new(),
            miscounts: Vec::new(),
            discords: Vec::new(),
        }
    }

    /// Of a demo, whose papers say so.
    #[must_use]
    pub fn simulated(self, simulated: bool) -> Builder {
        Builder { simulated, ..self }
    }

    /// The next day; its entries follow.
    pub fn day(&mut self, day: Day) {
        self.discords.extend(sums::of_day(&day));
        if let Some(before) = &self.before {
            self.discords.extend(sums::between(before, &day));
        }
        match &day.closed {
            None => self.unclosed.push(day.date),
            Some(counts) => {
                let wrong = counts.differences(&day.stocks).into_iter();
                self.miscounts.extend(wrong.map(|differs| Miscount { date: day.date, differs }));
            }
        }
        let part = self.period.part_of(day.date);
        match self.slices.last_mut().filter(|slice| slice.date == part) {
            Some(slice) => join(slice, &day),
            None => self.slices.push(begin(part, &day)),
        }
        match &mut self.whole {
            Some(whole) => join(whole, &day),
            None => self.whole = Some(begin(day.date, &day)),
        }
        self.tally.begin(day.clone());
        self.before = Some(day);
    }

    /// The file an entry is about, when it is not at hand: to be admitted as it stood before the entry.
    pub fn needs(&self, rec: &Recorded) -> Option<AppId> {
        self.tally.needs(rec)
    }

    /// Brings in a file.
    pub fn admit(&mut self, file: File) {
        self.tally.admit(file);
    }

    /// The next entry of the day.
    pub fn entry(&mut self, rec: &Recorded) {
        self.tally.entry(rec);
    }

    /// The report, with the rules at the end of the period; None when there was no day.
    pub fn finish(mut self, rules: &Rules) -> Option<Report> {
        self.tally.end();
        let whole = self.whole?;
        let (last, until) = self.before.map_or((whole.date, (0, 0)), |day| (day.date, (day.to_ms, day.offset_s)));
        let stuck = self.tally.open(last);
        let mut tally = self.tally;
        self.discords.append(&mut tally.discords);
        self.discords.extend(sums::of_span(&whole.figures, &whole.stocks));
        self.discords.extend(by_reason(&tally.reasons, &whole));
        let mut steps = BTreeMap::new();
        for step in [Step::Intake, Step::Check, Step::Operator] {
            let mut work = tally.steps.remove(&step).unwrap_or_default();
            work.sort();
            let sum = whole.figures.steps.get(&step).cloned().unwrap_or_default();
            steps.insert(step, StepTimes { standard_s: rules.policy.standard(step), sum, work });
        }
        tally.lead.minutes.sort();
        Some(Report {
            period: self.period,
            last,
            until,
            policy: rules.policy.clone(),
            simulated: self.simulated,
            settled: self.over && self.unclosed.is_empty(),
            unclosed: self.unclosed,
            whole,
            slices: self.slices,
            reasons: tally.reasons,
            steps,
            missing: named(&tally.missing, &rules.checklists),
            unnamed: tally.unnamed,
            devices: tally.devices,
            trouble: tally.trouble,
            lead: tally.lead,
            stuck,
            miscounts: self.miscounts,
            discords: self.discords,
        })
    }
}

/// Spans of trouble are not kept by slice: one that lasts overnight stands in the figures of both days.
fn begin(date: NaiveDate, day: &Day) -> Slice {
    let figures = Figures { trouble: Vec::new(), ..day.figures.clone() };
    Slice { date, days: 1, closed: day.closed.is_some(), figures, stocks: day.stocks.clone() }
}

fn join(slice: &mut Slice, day: &Day) {
    slice.days += 1;
    slice.closed &= day.closed.is_some();
    sums::add(&mut slice.figures, &day.figures);
    slice.stocks = day.stocks.clone();
}

/// Missing items by what they are called, most frequent first, then by name.
fn named(
    missing: &BTreeMap<super::checklist::ItemId, (String, u32)>,
    lists: &BTreeMap<String, Checklist>,
) -> Vec<(Words, u32)> {
    let mut by_name: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (id, (list, n)) in missing {
        let found = lists.get(list).and_then(|c| c.item(id));
        let found = found.or_else(|| lists.values().find_map(|c| c.item(id)));
        let name = found.map_or_else(
            || (id.as_str().to_owned(), id.as_str().to_owned()),
            |item| (item.label.id.clone(), item.label.en.clone()),
        );
        *by_name.entry(name).or_default() += n;
    }
    let mut all: Vec<(Words, u32)> = by_name.into_iter().map(|((id, en), n)| (Words { id, en }, n)).collect();
    // Stable: equal counts stay in the order of their names.
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    all
}

/// Kinds of application against the whole, and each kind's own balance.
fn by_reason(reasons: &BTreeMap<ReasonCode, ByReason>, whole: &Slice) -> Vec<Discord> {
    let f = &whole.figures;
    let sum = |of: fn(&ByReason) -> u32| reasons.values().map(|r| i64::from(of(r))).sum::<i64>();
    let deferred: u32 = f.deferred.values().map(|t| t.came).sum();
    let all = [
        (Column::Opening, sum(|r| r.opening), f.opening.census.total()),
        (Column::New, sum(|r| r.new), f.new),
        (Column::Reopened, sum(|r| r.reopened), f.reopened),
        (Column::Handed, sum(|r| r.handed), f.handed),
        (Column::Cancelled, sum(|r| r.cancelled), f.cancelled),
        (Column::Closing, sum(|r| r.closing), whole.stocks.census.total()),
        (Column::Returned, sum(|r| r.returned), f.returned.came),
        (Column::Deferred, sum(|r| r.deferred), deferred),
        (Column::Good, sum(|r| r.good), f.good),
    ];
    let wrong = all.into_iter().filter(|(_, reasons, days)| *reasons != i64::from(*days));
    wrong.map(|(what, reasons, days)| Discord::Reasons { what, reasons, days: i64::from(days) }).collect()
}
