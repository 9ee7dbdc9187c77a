//! The screens: one file a role, each turning actions into wishes and a view into a picture.
//!
//! This module owns what every screen is and the words it speaks with the desk. Separate from the desk so
//! that a screen runs in a test from plain values. A screen sees view, ui, text and domain types; never the
//! ledger, a device, a thread or a clock.

pub mod agenda;
pub mod check;
pub mod correct;
pub mod door;
pub mod find;
pub mod first_run;
pub mod handover;
pub mod intake;
pub mod operator;
pub mod recovery;
pub mod report;
pub mod supervisor;

use crate::domain::book::{Behind, Book};
use crate::domain::command::{Command, DayCount, Erasable, Past};
use crate::domain::event::Recorded;
use crate::domain::id::{AccountId, AppId};
use crate::domain::invalid::Items;
use crate::domain::nik::Nik;
use crate::domain::office::File;
use crate::domain::person::Name;
use crate::domain::personal::Person;
use crate::domain::refusal::Refusal;
use crate::domain::report::{Period, Report};
use crate::domain::seal::proof::Shown;
use crate::domain::terms::{Finger, Role};
use crate::domain::time::Stamp;
use crate::text::Word;
use crate::text::screens::agenda as agenda_words;
use crate::ui::form::Snapshot;
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::Notice;
use crate::view::{FoundRow, View};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// Which screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScreenId {
    Intake,
    Check,
    Operator,
    Handover,
    Agenda,
    Find,
    Supervisor,
}

impl ScreenId {
    /// The name drafts are stored under.
    pub fn code(self) -> &'static str {
        match self {
            ScreenId::Intake => "intake",
            ScreenId::Check => "check",
            ScreenId::Operator => "operator",
            ScreenId::Handover => "handover",
            ScreenId::Agenda => "agenda",
            ScreenId::Find => "find",
            ScreenId::Supervisor => "supervisor",
        }
    }
}

/// What a second person typed to stand by an act.
#[derive(Clone)]
pub struct SecondPerson {
    /// Initials or name.
    pub who: String,
    pub secret: Zeroizing<String>,
}

/// A command a screen asks for, and how it is given.
#[derive(Clone)]
pub struct Request {
    pub command: Command,
    pub second: Option<SecondPerson>,
    /// "Catat susulan": when it really happened, UTC milliseconds.
    pub happened_ms: Option<i64>,
    /// The act was done on another workstation: its backend is `attested`.
    pub attested: bool,
}

impl From<Command> for Request {
    fn from(command: Command) -> Request {
        Request { command, second: None, happened_ms: None, attested: false }
    }
}

/// A slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipKind {
    /// Tanda terima, one for a whole family.
    Receipt(Vec<AppId>),
    Returned(AppId),
    Deferred(AppId),
}

/// What a screen wants of the desk itself.
#[derive(Clone)]
pub enum Ask {
    /// Open a file on the screen of its next step.
    OpenFile(AppId),
    /// Own history of a person: answered by [`Told::Past`].
    LookUp(Nik),
    /// Search while typing: answered by [`Told::Found`]; a newer search replaces an older one.
    Find(String),
    /// All entries of a file: answered by [`Told::History`].
    History(AppId),
    /// A day of the agenda: answered by [`Told::Book`].
    Book(NaiveDate),
    /// Run a fingerprint test on the reader; its result comes as a committed `BiometricTested`.
    StartTest {
        app: AppId,
        finger: Finger,
    },
    /// Cancel the running device act.
    CancelJob,
    /// Print the slip of an act just done.
    Slip(SlipKind),
    /// Show the slips of a file, to be read or printed again.
    Slips(AppId),
    Export {
        date: NaiveDate,
        format: ExportFormat,
    },
    /// Write the list behind a number of a day into the export folder.
    ExportList {
        date: NaiveDate,
        behind: Behind,
        format: ExportFormat,
    },
    /// Say whether a printed agenda agrees with the ledger.
    CheckSeal(Shown),
    /// Write a record of destruction into the export folder.
    Record {
        year: i32,
        no: u32,
    },
    /// Write these emergency sheets into the export folder.
    EmergencySheets(Items),
    /// Write these handover sheets there; with cards, their numbers stand on the lines.
    HandoverSheets {
        sheets: Items,
        cards: Vec<AppId>,
    },
    /// The report of a month or a year: answered by [`Told::Report`].
    Report(Period),
    ExportPeriod {
        period: Period,
        paper: PeriodPaper,
        format: ExportFormat,
    },
    /// Write who saw whom, or notices after a breach, into the export folder.
    Trail {
        paper: TrailPaper,
        from: NaiveDate,
        to: NaiveDate,
    },
    /// What the policy lets be erased today: answered by [`Told::Erasable`].
    Erasable,
    /// Close a day: the desk adds digests, seal and where the book ends, and gives the command.
    CloseDay(DayCount),
    /// A backup, made beside the work.
    BackUp,
    AddStaff {
        name: Name,
        initials: String,
        roles: BTreeSet<Role>,
        secret: Zeroizing<String>,
    },
    ResetStaff {
        account: AccountId,
        secret: Zeroizing<String>,
    },
    /// The screen's work is finished: its draft is dropped.
    DropDraft,
}

/// A format of the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    Pdf,
    Xlsx,
    Csv,
    Txt,
}

impl ExportFormat {
    /// Every format, in the order they are offered.
    pub const ALL: [ExportFormat; 4] = [ExportFormat::Pdf, ExportFormat::Xlsx, ExportFormat::Csv, ExportFormat::Txt];

    /// What the question calls it.
    pub fn word(self) -> Word {
        match self {
            ExportFormat::Pdf => agenda_words::PDF,
            ExportFormat::Xlsx => agenda_words::XLSX,
            ExportFormat::Csv => agenda_words::CSV,
            ExportFormat::Txt => agenda_words::TXT,
        }
    }
}

/// What is exported of a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodPaper {
    Report,
    Agenda,
}

/// What is written about lookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailPaper {
    Report,
    Notice,
}

/// What the desk tells a screen.
#[derive(Clone)]
pub enum Told {
    /// The screen's command is committed; the entries it made.
    Committed(Vec<Recorded>),
    /// The office said no; the desk shows the reason, the screen keeps what was typed.
    Refused(Refusal),
    /// The screen's command was never decided: a wrong second person, or the ledger failed. The desk says so;
    /// the screen keeps what was typed, and may give the command again.
    NotGiven,
    Past {
        nik: Nik,
        past: Vec<Past>,
        person: Option<(Person, NaiveDate)>,
    },
    Found {
        query: String,
        rows: Vec<FoundRow>,
        more: bool,
    },
    History {
        file: Box<File>,
        entries: Vec<Recorded>,
    },
    Book(Box<Book>),
    Report {
        period: Period,
        /// None when the ledger knows no day of it.
        report: Option<Box<Report>>,
    },
    /// What there is to erase of files that ended before a day.
    Erasable {
        before: NaiveDate,
        found: Erasable,
    },
    /// A reader's act ended without a result to record: a bare sample the clerk now attests, or nothing.
    TestEnded {
        app: AppId,
        finger: Option<Finger>,
        sample: bool,
    },
    /// A file somebody chose elsewhere (find, scan) is to be opened here.
    Open(AppId),
}

/// What a screen answers to an action.
#[derive(Default)]
pub struct Reply {
    pub requests: Vec<Request>,
    pub asks: Vec<Ask>,
    pub notice: Option<Notice>,
    /// The action had a meaning here.
    pub used: bool,
}

impl Reply {
    /// The action meant nothing here.
    pub fn ignored() -> Reply {
        Reply::default()
    }

    /// Something on the screen moved; nothing is asked.
    pub fn used() -> Reply {
        Reply { used: true, ..Reply::default() }
    }

    /// Gives a command.
    pub fn request(request: impl Into<Request>) -> Reply {
        Reply { requests: vec![request.into()], used: true, ..Reply::default() }
    }

    /// Asks the desk.
    pub fn ask(ask: Ask) -> Reply {
        Reply { asks: vec![ask], used: true, ..Reply::default() }
    }

    /// Tells the clerk.
    pub fn tell(notice: Notice) -> Reply {
        Reply { notice: Some(notice), used: true, ..Reply::default() }
    }

    /// The same with another wish.
    #[must_use]
    pub fn and(mut self, ask: Ask) -> Reply {
        self.asks.push(ask);
        self
    }
}

/// A screen.
pub trait Screen {
    /// Which it is.
    fn id(&self) -> ScreenId;

    /// The layers of the key table that hold now, innermost first: one of `keymap::STACKS`.
    fn layers(&self) -> &'static [Layer];

    /// Plain characters are text now.
    fn takes_text(&self) -> bool;

    /// What the footer makes of an action now; the key itself holds all the same.
    fn offer(&self, _action: Action, _view: &View<'_>) -> Offer {
        Offer::Told
    }

    /// A field for sixteen digits has the focus: a scanned one belongs there.
    fn takes_nik(&self) -> bool {
        false
    }

    /// The desk is locked, or its clerk is back: step clocks stand still meanwhile.
    fn vacant(&mut self, _vacant: bool, _at: Stamp) {}

    /// Carries out an action.
    fn on(&mut self, action: Action, view: &View<'_>) -> Reply;

    /// Takes a paste as data.
    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply;

    /// Hears what became of a wish.
    fn told(&mut self, told: Told, view: &View<'_>) -> Reply;

    /// Called when the screen comes to the front and after other desks changed the office, so that lists
    /// keep their place.
    fn refresh(&mut self, view: &View<'_>);

    /// Draws the body.
    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>);

    /// The file whose applicant is being served here.
    fn in_hand(&self) -> Option<AppId> {
        None
    }

    /// What was typed and not yet submitted; None when there is nothing worth keeping.
    fn draft(&self) -> Option<Draft>;

    /// Something half done that would go if another file were opened here.
    fn unfinished(&self) -> bool {
        self.draft().is_some()
    }

    /// Brings a draft back: same fields, same place.
    fn restore(&mut self, draft: &Draft, view: &View<'_>);
}

/// A draft of a screen.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Draft {
    /// The file it concerns, if any.
    pub app: Option<AppId>,
    pub form: Snapshot,
    /// Ticks and whatever else the screen needs, as text.
    pub extra: Vec<(String, String)>,
}
