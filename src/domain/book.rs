//! The agenda book of one office day: everything an exporter or the close of the day reads, and nothing else.
//!
//! Owns what stands in the book: who received what today (part A), which older files were acted on (part B),
//! where every open file stands and since when (part C), what the office itself did, and the day's sums.
//! Separate from the office, which knows only now, and from the exporters, which only write it down. Must not
//! know words, layout, or how the entries and files were gathered. Never holds why a person is exempt from the
//! fingerprint: that reveals health (UU 24/2013 art. 84), so exporters could not print it if they tried.

mod acts;
mod behind;
mod line;
mod open;
mod remarks;
mod sums;

use super::application::Stage;
use super::apply::present;
use super::checklist::Checklist;
use super::counts::{Counted, Counts};
use super::event::{DayClosed, Event, Recorded};
use super::figures::{Figures, Stocks};
use super::id::{AccountId, AppId, LedgerId, RegisterNumber};
use super::office::{Account, File};
use super::person::Name;
use super::policy::Policy;
use super::seal::Seal;
use super::time::local;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet};

pub use acts::{OfficeAct, OfficeLine, Target};
pub use behind::Behind;
pub use line::{Collector, Completeness, Line, Reading, Signed, TestShown};
pub use open::{Age, OpenLine, ShelfAge, working_days};
pub use remarks::{Remark, What};
pub use sums::{Equation, Sum, Term, equations};

/// Offset of local time where no entry of the day says otherwise: WIB, UTC+7, in seconds.
const WIB_S: i32 = 7 * 3600;

/// What is counted and said when a day is closed; everything here is known before the entry is written, so
/// that the entry can hold the digest of a book that already says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub by: AccountId,
    pub counts: Counts,
    /// None for a day closed before days were sealed.
    pub seal: Option<Seal>,
}

impl Closing {
    /// What a closing entry and the personal block beside it say, the day's stocks given. Before reasons were
    /// kept by figure there was one, and it stands for the first count that differed.
    pub fn read(ledger: LedgerId, closed: &DayClosed, entry: &Recorded, stocks: &Stocks) -> Closing {
        let mut counts = Counts {
            blanks: closed.counted_blanks,
            shelf: closed.counted_shelf,
            invalid: closed.counted_invalid,
            why: BTreeMap::new(),
        };
        if let Some(personal) = &entry.personal {
            let first = counts.differences(stocks).first().map_or(Counted::Blanks, |d| d.of);
            counts.why.extend(personal.note.iter().map(|note| (first, note.clone())));
            counts.why.extend(personal.reasons.iter().flat_map(|reasons| reasons.why.clone()));
        }
        Closing { by: entry.envelope.actor, counts, seal: Seal::of(ledger, closed) }
    }
}

/// The plain facts a book is made of.
#[derive(Clone, Debug)]
pub struct BookInput {
    /// Policy as at the close.
    pub policy: Policy,
    pub accounts: BTreeMap<AccountId, Account>,
    pub checklists: BTreeMap<String, Checklist>,
    /// A book of a demo: no official paper.
    pub simulated: bool,
    /// The office day.
    pub date: NaiveDate,
    /// The day's flows.
    pub figures: Figures,
    /// What was on hand at the close (now, for a day still open).
    pub stocks: Stocks,
    /// None for a provisional book of a day still open.
    pub closed: Option<Closing>,
    /// Every entry of that office day up to the close, in order.
    pub entries: Vec<Recorded>,
    /// Every file that was open at the close and every file an entry of the day is about, as at the close.
    pub files: Vec<File>,
    /// Register numbers of applications named by these files but not among them ([`BookInput::named`]).
    pub numbers: BTreeMap<AppId, RegisterNumber>,
}

impl BookInput {
    /// The files the day's entries are about: what must be gathered besides the open ones.
    pub fn touched(entries: &[Recorded]) -> BTreeSet<AppId> {
        entries.iter().filter_map(subject).collect()
    }

    /// Applications the files name (linked, family) that are not among the files.
    pub fn named(&self) -> BTreeSet<AppId> {
        let have: BTreeSet<AppId> = self.files.iter().map(|f| f.app.id).collect();
        let named = self.files.iter().flat_map(|f| [f.app.linked, f.app.family_of]);
        named.flatten().filter(|app| !have.contains(app)).collect()
    }
}

/// The application an entry is about; a submission is about the application it begins.
fn subject(rec: &Recorded) -> Option<AppId> {
    match rec.event {
        Event::ApplicationSubmitted(_) => Some(AppId(rec.seq)),
        _ => rec.event.app(),
    }
}

/// Part of the book a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Received today.
    A,
    /// Received earlier, acted on today.
    B,
    /// Open at the close.
    C,
    /// What the office itself did, and corrections.
    D,
}

impl Part {
    /// The letter printed.
    pub fn letter(self) -> char {
        match self {
            Part::A => 'A',
            Part::B => 'B',
            Part::C => 'C',
            Part::D => 'D',
        }
    }
}

/// Who did an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Staff {
    /// The program itself.
    Program,
    /// A member of staff; the name is None once erased.
    Member { id: AccountId, initials: String, name: Option<Name> },
}

impl Staff {
    fn id(&self) -> AccountId {
        match self {
            Staff::Program => AccountId::SYSTEM,
            Staff::Member { id, .. } => *id,
        }
    }
}

/// Counts by hand beside the book's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub by: Staff,
    pub counts: Counts,
}

/// The agenda book of one office day.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    pub policy: Policy,
    /// Of a demo: every page says that it is no official paper.
    pub simulated: bool,
    pub date: NaiveDate,
    /// None while the day is open: the book is provisional.
    pub closed: Option<Closed>,
    /// Number, root, short code and signed note as printed; None while provisional and for days closed before
    /// there were seals.
    pub seal: Option<Seal>,
    pub figures: Figures,
    pub stocks: Stocks,
    /// Part A, by register number.
    pub received: Vec<Line>,
    /// Part B, by register number.
    pub older: Vec<Line>,
    /// Part C, oldest first.
    pub open: Vec<OpenLine>,
    /// Part D, in order of entry.
    pub office: Vec<OfficeLine>,
    /// Visitors sent away without a number: in no part, listed behind their figure.
    pub away: Vec<OfficeLine>,
    /// Files whose applicant came to collect or go on, each once: those the figure of visits counts.
    pub visits: BTreeSet<AppId>,
    /// Open files by what they wait for and by age; a file stands in exactly one field.
    pub stuck: BTreeMap<Stage, BTreeMap<Age, u32>>,
    /// Cards on the shelf by age.
    pub shelf: BTreeMap<ShelfAge, u32>,
    /// Cards handed over today for which no line of the handover sheet was named.
    pub unsigned: Vec<RegisterNumber>,
    /// Offset of the office's local time from UTC in seconds.
    pub offset_s: i32,
}

/// A sum of the book that does not come out: what was summed, and both results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discord {
    /// An equation of counter practice 3.
    Equation { sum: Sum, left: i64, right: i64 },
    /// Lines of part C against the census.
    OpenFiles { lines: u32, census: u32 },
    /// Lines of part C in one state against the census.
    State { stage: Stage, lines: u32, census: u32 },
    /// Σ reasons, Σ ages against C.
    Stuck { sum: u32, open: u32 },
    /// Cards by age against the shelf.
    Shelf { sum: u32, census: u32 },
    /// Lines of part A against the new numbers.
    Received { lines: u32, new: u32 },
}

/// What every part of the book looks things up in.
struct Desk<'a> {
    input: &'a BookInput,
    offset_s: i32,
    /// The day's entries by file.
    acts: BTreeMap<AppId, Vec<&'a Recorded>>,
    /// Where a file stands in part A or B.
    places: BTreeMap<AppId, (Part, u32)>,
    numbers: BTreeMap<AppId, &'a RegisterNumber>,
}

impl<'a> Desk<'a> {
    fn new(input: &'a BookInput) -> Desk<'a> {
        let mut acts: BTreeMap<AppId, Vec<&Recorded>> = BTreeMap::new();
        for rec in &input.entries {
            if let Some(app) = subject(rec) {
                acts.entry(app).or_default().push(rec);
            }
        }
        let mut numbers: BTreeMap<AppId, &RegisterNumber> = input.numbers.iter().map(|(app, n)| (*app, n)).collect();
        numbers.extend(input.files.iter().map(|f| (f.app.id, &f.app.number)));
        let offset_s = input.entries.first().map_or(WIB_S, |rec| rec.envelope.stamp.offset_s);
        Desk { input, offset_s, acts, places: BTreeMap::new(), numbers }
    }

    fn local(&self, utc_ms: i64) -> NaiveDateTime {
        local(utc_ms, self.offset_s)
    }

    fn staff(&self, id: AccountId) -> Staff {
        match self.input.accounts.get(&id) {
            Some(account) => Staff::Member { id, initials: account.initials.clone(), name: account.name.clone() },
            None => Staff::Program,
        }
    }

    fn number(&self, app: AppId) -> Option<RegisterNumber> {
        self.numbers.get(&app).map(|n| (*n).clone())
    }

    fn acts(&self, app: AppId) -> &[&'a Recorded] {
        self.acts.get(&app).map_or(&[], Vec::as_slice)
    }
}

/// Files whose applicant stood at the counter on this day without having brought a file on it: as the figures count.
fn visits(input: &BookInput) -> BTreeSet<AppId> {
    let (mut here, mut visits) = (BTreeSet::new(), BTreeSet::new());
    for rec in &input.entries {
        let Some(app) = subject(rec) else { continue };
        let brings = matches!(
            rec.event,
            Event::ApplicationSubmitted(_) | Event::ApplicationResubmitted(_) | Event::ApplicationReopened(_)
        );
        if present(&rec.event) && !here.contains(&app) {
            visits.insert(app);
        }
        if brings || present(&rec.event) {
            here.insert(app);
        }
    }
    visits
}

impl Book {
    /// A line of part D, or one of those sent away, counted on behind it.
    pub fn office_line(&self, at: usize) -> Option<&OfficeLine> {
        self.office.iter().chain(&self.away).nth(at)
    }

    /// Files whose person was erased after the term: the book names them no more.
    pub fn erased(&self) -> usize {
        let lines = self.received.iter().chain(&self.older).filter(|line| line.person.is_none()).count();
        lines + self.open.iter().filter(|line| line.person.is_none()).count()
    }

    /// Makes the book. Pure: the same facts give the same book.
    pub fn build(input: &BookInput) -> Book {
        let mut desk = Desk::new(input);
        let mut files: Vec<&File> = input.files.iter().collect();
        files.sort_by_key(|f| f.app.id);
        files.dedup_by_key(|f| f.app.id);
        let today = |f: &&&File| f.app.day == input.date;
        let of_today: Vec<&File> = files.iter().filter(today).copied().collect();
        let acted = |f: &&&File| f.app.day != input.date && desk.acts.contains_key(&f.app.id);
        let of_before: Vec<&File> = files.iter().filter(acted).copied().collect();
        for (part, of_part) in [(Part::A, &of_today), (Part::B, &of_before)] {
            for (place, file) in (1u32..).zip(of_part) {
                desk.places.insert(file.app.id, (part, place));
            }
        }
        let office = acts::lines(&desk);
        let lines = |files: &[&File]| files.iter().map(|f| line::line(&desk, f, &office)).collect::<Vec<Line>>();
        let (received, older) = (lines(&of_today), lines(&of_before));
        let open: Vec<OpenLine> = open::lines(&desk, &files);
        let unsigned = received.iter().chain(&older).filter(|l| l.unsigned_today()).map(|l| l.number.clone());
        Book {
            policy: input.policy.clone(),
            simulated: input.simulated,
            date: input.date,
            closed: input.closed.as_ref().map(|c| Closed { by: desk.staff(c.by), counts: c.counts.clone() }),
            seal: input.closed.as_ref().and_then(|c| c.seal.clone()),
            figures: input.figures.clone(),
            stocks: input.stocks.clone(),
            stuck: open::stuck(&open),
            shelf: open::shelf(&open),
            unsigned: unsigned.collect(),
            received,
            older,
            open,
            away: acts::away(&desk),
            visits: visits(input),
            office,
            offset_s: desk.offset_s,
        }
    }

    /// Every equation with its numbers, in the order of counter practice 3.
    pub fn equations(&self) -> Vec<Equation> {
        equations(&self.figures, &self.stocks)
    }

    /// Every sum that does not come out; empty when the book is true.
    pub fn discords(&self) -> Vec<Discord> {
        let mut wrong: Vec<Discord> = Vec::new();
        for e in self.equations().iter().filter(|e| !e.holds()) {
            wrong.push(Discord::Equation { sum: e.sum, left: e.left_total(), right: e.right_total() });
        }
        let census = &self.stocks.census;
        let lines = self.open.len() as u32;
        if lines != census.total() {
            wrong.push(Discord::OpenFiles { lines, census: census.total() });
        }
        for (stage, in_book) in census.by_stage() {
            let lines = self.stuck.get(&stage).map_or(0, |ages| ages.values().sum());
            if lines != in_book {
                wrong.push(Discord::State { stage, lines, census: in_book });
            }
        }
        let reasons: u32 = self.stuck.values().flat_map(BTreeMap::values).sum();
        let ages: u32 = Age::ALL.iter().map(|age| self.of_age(*age)).sum();
        for sum in [reasons, ages] {
            if sum != lines {
                wrong.push(Discord::Stuck { sum, open: lines });
            }
        }
        let shelf = self.shelf.values().sum();
        if shelf != census.shelf() {
            wrong.push(Discord::Shelf { sum: shelf, census: census.shelf() });
        }
        let received = self.received.len() as u32;
        if received != self.figures.new {
            wrong.push(Discord::Received { lines: received, new: self.figures.new });
        }
        wrong
    }

    /// Open files of one age, whatever they wait for.
    pub fn of_age(&self, age: Age) -> u32 {
        self.stuck.values().filter_map(|ages| ages.get(&age)).sum()
    }
}
