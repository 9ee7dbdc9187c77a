//! The office as it stands: the bounded working set every decision is taken on.
//!
//! Owns the open files, the day, stock, mode, policy and accounts, and how they change. Separate from the
//! ledger, which stores exactly this: loading the rows and replaying the journal must give equal offices.
//! Closed files are not here; they enter as facts of a command.

use super::application::{Application, MessageState, Stage};
use super::checklist::Checklist;
use super::event::{DayClosed, LedgerKind, Recorded};
use super::figures::{Census, Figures, Stocks, TroubleSpan};
use super::id::{AccountId, AppId, JobId, LedgerId, RegisterNumber, RunId};
use super::invalid::{Fate, InvalidCard};
use super::lineage::{Lineage, Parent};
use super::nik::Nik;
use super::person::Name;
use super::personal::Person;
use super::policy::Policy;
use super::seal::SealKey;
use super::sheets::Sheets;
use super::stock::Stock;
use super::terms::*;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    /// As signed in the book; None once erased.
    pub name: Option<Name>,
    /// Two to four letters for the fast switch.
    pub initials: String,
    pub roles: BTreeSet<Role>,
    pub active: bool,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({:?}, {:?}, active: {})", self.id, self.roles, self.active)
    }
}

/// Trouble mode, while it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub causes: BTreeSet<TroubleCause>,
    pub since_ms: i64,
}

/// Personal data being erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasing {
    /// The entry that ordered it.
    pub order: u64,
    /// Files that ended before this office day.
    pub before: NaiveDate,
    /// The run that does it; another takes over when it is gone.
    pub run: RunId,
}

/// The last close of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastClose {
    pub date: NaiveDate,
    pub by: AccountId,
    /// Local time.
    pub at: NaiveDateTime,
}

/// One file on the desk: the application and the person, when not erased.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub app: Application,
    pub person: Option<Person>,
}

/// The working set without the files: small, stored as one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// Last entry applied.
    pub seq: u64,
    /// How many lookings stand at the end of the journal: no entry of theirs is in a book.
    #[serde(default, skip_serializing_if = "is_none")]
    pub looks: u64,
    pub ledger: Option<LedgerId>,
    /// The ledgers this one goes on from, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Parent>,
    pub kind: LedgerKind,
    /// The office day that is open.
    pub day: Option<NaiveDate>,
    /// Figures of the open day, or of the last one when none is open.
    pub today: Option<Figures>,
    /// Earlier days not yet closed: their figures and stocks as they stood when the next day opened.
    pub unclosed: BTreeMap<NaiveDate, (Figures, Stocks, u64)>,
    pub last_closed: Option<NaiveDate>,
    /// The last close: of which day, by whom, when by the clock of that desk.
    pub last_close: Option<LastClose>,
    /// The number of the last close; the next one's is one more.
    pub closes: u32,
    /// The public half of the key closes are sealed with; None until one was adopted.
    pub seal_key: Option<SealKey>,
    /// Last register number issued.
    pub last_number: Option<RegisterNumber>,
    pub trouble: Option<Trouble>,
    /// An erasure that was ordered and is not finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasing: Option<Erasing>,
    /// H: blanks by the book, without those in a printer.
    pub blanks: u32,
    /// Q: invalid cards kept.
    pub invalid: u32,
    /// A supervisor's secret was set anew by the recovery key, and no day was closed since: shown until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovered: Option<Recovery>,
    /// Changes of the key file, as far as the book has seen them; 0 where it has seen no count.
    #[serde(default, skip_serializing_if = "is_none")]
    pub keys: u64,
    /// The blanks by batch, the film, the last numbers of the invalid register.
    #[serde(default)]
    pub stock: Stock,
    /// Numbered paper.
    #[serde(default, skip_serializing_if = "Sheets::is_unused")]
    pub sheets: Sheets,
}

/// A supervisor's secret set anew by the recovery key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    pub account: AccountId,
    pub at_ms: i64,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Desk {
    /// The number of a close as it is applied: the next, or the one it was sealed with where closes before it are lost.
    pub fn close_number(&self, closed: &DayClosed) -> u32 {
        self.closes.saturating_add(1).max(closed.seal.as_ref().map_or(0, |seal| seal.number))
    }

    /// The last entry that may stand in a book: looking comes after it and changes nothing in it.
    pub fn book_seq(&self) -> u64 {
        self.seq.saturating_sub(self.looks)
    }
}

impl Default for Desk {
    fn default() -> Desk {
        Desk {
            seq: 0,
            looks: 0,
            ledger: None,
            parents: Vec::new(),
            kind: LedgerKind::Office,
            day: None,
            today: None,
            unclosed: BTreeMap::new(),
            last_closed: None,
            recovered: None,
            keys: 0,
            last_close: None,
            closes: 0,
            seal_key: None,
            last_number: None,
            trouble: None,
            erasing: None,
            blanks: 0,
            invalid: 0,
            stock: Stock::default(),
            sheets: Sheets::default(),
        }
    }
}

/// What changes seldom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    pub policy: Policy,
    pub accounts: BTreeMap<AccountId, Account>,
    /// Checklists taken into use, by digest.
    pub checklists: BTreeMap<String, Checklist>,
}

/// The office.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Office {
    pub desk: Desk,
    pub rules: Rules,
    /// Open files by age (the application's id grows with receipt).
    pub files: BTreeMap<AppId, File>,
    /// Invalid cards kept, by number: the items of Q.
    pub invalid: BTreeMap<u32, InvalidCard>,
}

impl Office {
    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.rules.policy
    }

    /// Which ledger each entry belongs to.
    pub fn lineage(&self) -> Lineage {
        Lineage { own: self.desk.ledger.unwrap_or_default(), parents: self.desk.parents.clone() }
    }

    /// Roles of an active account.
    pub fn roles(&self, account: AccountId) -> Option<&BTreeSet<Role>> {
        self.rules.accounts.get(&account).filter(|a| a.active).map(|a| &a.roles)
    }

    /// An open file.
    pub fn file(&self, app: AppId) -> Option<&File> {
        self.files.get(&app)
    }

    /// The open file of a person.
    pub fn open_for(&self, nik: Nik) -> Option<&File> {
        self.files.values().find(|f| !f.app.stage.is_final() && f.person.as_ref().is_some_and(|p| p.nik == Some(nik)))
    }

    /// The open file whose job this is.
    pub fn with_job(&self, job: JobId) -> Option<&File> {
        self.files.values().find(|f| f.app.job.as_ref().is_some_and(|j| j.id == job))
    }

    /// The file whose message this is.
    pub fn with_message(&self, job: JobId) -> Option<&File> {
        self.files.values().find(|f| f.app.message.as_ref().is_some_and(|m| m.id == job))
    }

    /// The file whose message a modem has now; one at most.
    pub fn sending(&self) -> Option<&File> {
        self.files.values().find(|f| f.app.message_is(MessageState::Sending))
    }

    /// Files whose message waits, in the order they were queued.
    pub fn unsent(&self) -> Vec<&File> {
        let mut unsent: Vec<&File> = self.files.values().filter(|f| f.app.message_is(MessageState::Waiting)).collect();
        unsent.sort_by_key(|f| f.app.message.as_ref().map(|m| m.id));
        unsent
    }

    /// Files in a stage, oldest first, marked ones before others.
    pub fn queue(&self, in_stage: impl Fn(Stage) -> bool) -> Vec<&File> {
        let mut queue: Vec<&File> = self.files.values().filter(|f| in_stage(f.app.stage)).collect();
        queue.sort_by_key(|f| (!f.app.priority, f.app.id));
        queue
    }

    /// Counts the open files by stage.
    pub fn census(&self) -> Census {
        let mut census = Census::default();
        for file in self.files.values() {
            census.add(file.app.stage);
        }
        census
    }

    /// What is on hand now.
    pub fn stocks(&self) -> Stocks {
        let sheets = self.desk.sheets.emergency.out.clone();
        Stocks { census: self.census(), blanks: self.desk.blanks, invalid: self.desk.invalid, sheets }
    }

    /// The last entry in the book of a day not closed yet, and what was on hand then; None for any other day.
    pub fn book_end(&self, date: NaiveDate) -> Option<(u64, Stocks)> {
        match self.desk.unclosed.get(&date) {
            Some((_, stocks, upto)) => Some((*upto, stocks.clone())),
            None => (self.desk.day == Some(date)).then(|| (self.desk.book_seq(), self.stocks())),
        }
    }

    /// A cause of trouble is in force.
    pub fn troubled_by(&self, cause: TroubleCause) -> bool {
        self.desk.trouble.as_ref().is_some_and(|t| t.causes.contains(&cause))
    }

    /// Puts a closed file back into the working set, before an entry that concerns it is applied.
    pub fn admit(&mut self, file: File) {
        self.files.entry(file.app.id).or_insert(file);
    }

    /// Drops the final files, once they are stored; one with a running job stays until its outcome is known.
    pub fn retire(&mut self) {
        self.files.retain(|_, f| f.app.on_desk());
        self.invalid.retain(|_, card| card.fate == Fate::Kept);
    }

    /// Applies one entry and says which application it touched. Total: an entry that names an unknown file
    /// changes nothing but the sequence.
    pub fn apply(&mut self, rec: &Recorded) -> Option<AppId> {
        self.desk.seq = rec.seq;
        if rec.event.is_access() {
            self.desk.looks += 1;
            return None;
        }
        self.desk.looks = 0;
        super::apply::apply(self, rec)
    }

    /// Figures of the open day; acts without an open day are refused before they get here.
    pub(super) fn figures(&mut self) -> Option<&mut Figures> {
        self.desk.today.as_mut()
    }

    pub(super) fn open_day(&mut self, date: NaiveDate, seq: u64) {
        let stocks = self.stocks();
        let trouble = self.desk.trouble.as_ref().map(|t| TroubleSpan {
            causes: t.causes.clone(),
            from_ms: t.since_ms,
            to_ms: None,
        });
        if let Some(figures) = self.desk.today.take()
            && self.desk.last_closed.is_none_or(|closed| closed < figures.date)
        {
            self.desk.unclosed.insert(figures.date, (figures, stocks.clone(), seq.saturating_sub(1)));
        }
        let mut figures = Figures::open(date, stocks);
        figures.trouble.extend(trouble);
        self.desk.today = Some(figures);
        self.desk.day = Some(date);
    }

    /// The number the next record of destruction gets in a year.
    pub fn next_record(&self, year: i32) -> u32 {
        match self.desk.stock.last_record {
            Some((last, no)) if last == year => no.saturating_add(1),
            _ => 1,
        }
    }

    /// One spoiled print more, and its print again is an act of two people (policy).
    pub fn reprint_needs_second(&self, spoiled: u32) -> bool {
        spoiled > self.policy().spoiled_alone
    }

    /// Spoiled prints of the open day.
    pub fn spoiled_today(&self) -> u32 {
        self.desk.today.as_ref().filter(|_| self.desk.day.is_some()).map_or(0, |f| f.spoiled)
    }

    pub(super) fn close_day(&mut self, closed: &DayClosed, by: AccountId, at: NaiveDateTime) {
        let date = closed.date;
        let figures = match self.desk.unclosed.get(&date) {
            Some((figures, ..)) => Some(figures),
            None => self.desk.today.as_ref().filter(|f| f.date == date),
        };
        let prints = figures.map_or(0, |f| f.good + f.spoiled);
        self.desk.stock.day_closed(prints);
        if self.desk.unclosed.remove(&date).is_none() {
            self.desk.day = None;
        }
        self.desk.last_closed = Some(date);
        self.desk.last_close = Some(LastClose { date, by, at });
        self.desk.closes = self.desk.close_number(closed);
    }
}
