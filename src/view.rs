//! What screens see: plain data, gathered by the desk before each action and each frame.
//!
//! Separate so that a screen can be drawn and driven in a test from values alone. Holds no ledger, device,
//! thread or clock; the moment is a stamp handed in.

use crate::domain::application::{Application, Stage};
use crate::domain::checklist::{Checklist, RuleSet};
use crate::domain::id::{AccountId, AppId, RegisterNumber};
use crate::domain::office::{File, Office};
use crate::domain::reason::ReasonCode;
use crate::domain::terms::Role;
use crate::domain::time::Stamp;
use crate::text::{Lang, export};
use crate::ui::theme::Look;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Who works at the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    pub account: AccountId,
    pub name: String,
    pub initials: String,
    pub roles: BTreeSet<Role>,
}

impl Session {
    /// Holds the role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// How a kind of device is used at this station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The clerk does it on another workstation and records the result.
    Attested,
    /// A device here does it.
    Driven,
    /// Not at this station.
    Absent,
}

/// The devices of this station, by what they mean for the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    pub fingerprint: Way,
    pub printer: Way,
    pub chip: Way,
    pub slip: Way,
}

/// What stands in the way at a device the file in the chair may need, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Obstacles {
    pub fingerprint: Option<String>,
    pub printer: Option<String>,
    pub chip: Option<String>,
}

impl Obstacles {
    /// Nothing known to stand in the way.
    pub const NONE: Obstacles = Obstacles { fingerprint: None, printer: None, chip: None };
}

/// A kind of device act in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    Test,
    Print,
    Activate,
}

/// A device act in progress, already put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobView {
    pub kind: JobKind,
    pub app: AppId,
    /// What the clerk or the applicant should do now.
    pub line: String,
    /// Done and total, where the device tells.
    pub progress: Option<(u64, u64)>,
    /// Seconds until the act is given up.
    pub left_s: Option<u32>,
    /// The clerk asked to cancel; the device has not stopped yet.
    pub cancelling: bool,
}

/// The card to be printed for a file, as far as its record has come.
#[derive(Clone, PartialEq, Eq)]
pub struct CardView {
    pub app: AppId,
    pub state: CardState,
}

/// Where the card of a file stands.
#[derive(Clone, PartialEq, Eq)]
pub enum CardState {
    /// No usable record: what is in the way, and the next step.
    Waiting { what: String, next: String },
    /// Drawn: what stands on it, in its order, and a small grey copy.
    Ready { lines: Vec<String>, shades: Shades },
}

/// A small grey picture, 0 black to 255 white, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Shades {
    pub width: usize,
    pub height: usize,
    pub shades: Arc<Zeroizing<Vec<u8>>>,
}

/// A row of a search.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundRow {
    pub app: AppId,
    pub number: RegisterNumber,
    pub stage: Stage,
    pub reason: ReasonCode,
    pub name: String,
    /// Masked.
    pub nik: String,
    /// Contact number as stored, for the call.
    pub phone: String,
    pub day: NaiveDate,
}

/// The last backup that was found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodCopy {
    pub made_ms: i64,
    /// Entries in it.
    pub entries: u64,
    pub place: String,
    /// It lies on the disk of the book.
    pub same_disk: bool,
}

/// How the copies of the book stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CareView {
    /// A place for backups is set.
    pub set: bool,
    pub good: Option<GoodCopy>,
    /// The code of the last try, when it failed.
    pub failed: Option<String>,
    /// A backup is being made: hundredths done.
    pub running: Option<u8>,
    /// Days after which the last one is too old.
    pub warn_days: u16,
    /// When the slow check last came to the end.
    pub round_ms: Option<i64>,
    /// How far its present round is.
    pub checked: Option<u64>,
    /// The entry it found broken.
    pub damaged: Option<u64>,
}

impl CareView {
    /// The last good backup is too old, or there is none.
    pub fn old(&self, now_ms: i64) -> bool {
        let most = i64::from(self.warn_days) * 24 * 3_600_000;
        self.good.as_ref().is_none_or(|good| now_ms.saturating_sub(good.made_ms) > most)
    }
}

/// Everything a screen may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub office: &'a Office,
    pub rules: &'a RuleSet,
    pub session: &'a Session,
    pub station: &'a str,
    pub stamp: Stamp,
    pub look: &'a Look,
    pub ways: Ways,
    pub job: Option<&'a JobView>,
    pub obstacles: &'a Obstacles,
    /// Printing here waits for somebody to look into the printer.
    pub print_in_doubt: Option<AppId>,
    /// The card of the file in the chair, where cards are printed from records.
    pub card: Option<&'a CardView>,
    /// How the copies of the book stand, where somebody looks after them.
    pub care: Option<&'a CareView>,
}

impl<'a> View<'a> {
    /// The language of the desk.
    pub fn lang(&self) -> Lang {
        self.look.lang
    }

    /// The open office day, or the calendar day when none is open.
    pub fn day(&self) -> NaiveDate {
        self.office.desk.day.unwrap_or_else(|| self.stamp.date())
    }

    /// No day is open, or one before today's date: a day of today can be opened by hand.
    pub fn may_open_day(&self) -> bool {
        self.office.desk.day.is_none_or(|day| day < self.stamp.date())
    }

    /// An open file.
    pub fn file(&self, app: AppId) -> Option<&'a File> {
        self.office.file(app)
    }

    /// Age of a moment in whole seconds, never negative.
    pub fn age_s(&self, since_ms: i64) -> i64 {
        (self.stamp.utc_ms.saturating_sub(since_ms) / 1000).max(0)
    }

    /// NIK as lists and slips show it.
    pub fn masked(&self, file: &File) -> String {
        let nik = file.person.as_ref().and_then(|p| p.nik);
        let mask = self.look.symbols.mask.chars().next().unwrap_or('*');
        nik.map_or_else(|| export::PENDING.get(self.lang()).to_owned(), |n| n.masked(mask))
    }

    /// The name on a file; empty once erased.
    pub fn name(&self, file: &File) -> String {
        file.person.as_ref().map(|p| p.name.as_str().to_owned()).unwrap_or_default()
    }

    /// The checklist a file was received under.
    pub fn checklist(&self, app: &Application) -> Option<&'a Checklist> {
        self.office.rules.checklists.get(&app.checklist)
    }
}
