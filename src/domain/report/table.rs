//! What a table of the report is made of: its kind, columns, rows and fields.
//!
//! Separate from the rows themselves, because words, screens and files speak of these. Must not know words, widths
//! or units of measure.

use super::{Discord, Failure, Machine};
use crate::domain::application::Stage;
use crate::domain::book::{Age, Equation, Sum};
use crate::domain::checklist::Words;
use crate::domain::counts::Counted;
use crate::domain::reason::ReasonCode;
use crate::domain::sop::Step;
use crate::domain::status::DeferralReason;
use crate::domain::terms::{PauseCause, SentAway, TroubleCause};
use chrono::NaiveDate;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The equations of counter practice 3 over the whole period.
    Equations,
    /// Files by day or month.
    Flow,
    /// How many came: M + W + Y + J.
    Came,
    SentAway,
    /// Balance by kind of application.
    Reasons,
    /// What else happened, by kind of application.
    ReasonActs,
    /// Steps against the SOP times.
    Steps,
    /// Work and pauses of the steps.
    Pauses,
    /// From first receipt to handover.
    Lead,
    LeadAges,
    Missing,
    Deferred,
    /// Open files at the end.
    Stuck,
    Devices,
    Failures,
    Trouble,
    Blanks,
    Cards,
    Invalid,
    /// Counts by hand that were not what the book said.
    Miscounts,
    /// Days not closed, and sums that do not come out.
    Proof,
}

impl Kind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Equations => "equations",
            Kind::Flow => "flow",
            Kind::Came => "came",
            Kind::SentAway => "sent_away",
            Kind::Reasons => "reasons",
            Kind::ReasonActs => "reason_acts",
            Kind::Steps => "steps",
            Kind::Pauses => "pauses",
            Kind::Lead => "lead",
            Kind::LeadAges => "lead_ages",
            Kind::Missing => "missing",
            Kind::Deferred => "deferred",
            Kind::Stuck => "stuck",
            Kind::Devices => "devices",
            Kind::Failures => "failures",
            Kind::Trouble => "trouble",
            Kind::Blanks => "blanks",
            Kind::Cards => "cards",
            Kind::Invalid => "invalid",
            Kind::Miscounts => "miscounts",
            Kind::Proof => "proof",
        }
    }

    /// The column drawn as bars, where a picture says more than the numbers.
    pub const fn bar(self) -> Option<Column> {
        Some(match self {
            Kind::Flow | Kind::Reasons => Column::New,
            Kind::Came | Kind::Stuck => Column::Total,
            Kind::SentAway | Kind::Missing | Kind::Failures => Column::Times,
            Kind::LeadAges => Column::Files,
            Kind::Deferred => Column::Came,
            Kind::Trouble => Column::Time,
            _ => return None,
        })
    }
}

macro_rules! columns {
    ($($name:ident = $code:literal),* $(,)?) => {
        /// A column of numbers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($name),*, Pause(PauseCause), Age(Age) }

        impl Column {
            /// The stable code.
            pub fn code(self) -> String {
                match self {
                    $(Column::$name => $code.to_owned(),)*
                    Column::Pause(cause) => format!("paused_{}", cause.code()),
                    Column::Age(age) => format!("age_{}", Age::ALL.iter().position(|a| *a == age).unwrap_or_default()),
                }
            }
        }
    };
}

columns! {
    Equation = "equation", Opening = "opening", New = "new", Reopened = "reopened", Changed = "changed",
    Handed = "handed", Cancelled = "cancelled", Closing = "closing", Returned = "returned", Deferred = "deferred",
    Good = "good", Back = "brought_back", Away = "sent_away", Visits = "visits", Total = "total", Times = "times",
    Files = "files", Standard = "standard", Timed = "timed", Unmeasured = "unmeasured", Over = "over",
    Median = "median", P90 = "p90", Longest = "longest", Work = "work", Wait = "wait", Partly = "partly",
    Came = "came", Went = "went", Acts = "acts", Failed = "failed", Doubt = "doubt", Time = "time",
    DoubtBefore = "doubt_before", Received = "received", Borrowed = "borrowed", Lent = "lent",
    Difference = "difference", Spoiled = "spoiled", TakenBack = "taken_back", Rejected = "rejected",
    Withdrawn = "withdrawn", Destroyed = "destroyed", PassedOn = "passed_on", Book = "book", Counted = "counted",
    Days = "days",
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    Sum(Sum),
    Day(NaiveDate),
    Month(NaiveDate),
    Away(SentAway),
    Reason(ReasonCode),
    Step(Step),
    /// All cards handed over.
    Handed,
    Age(Age),
    Item(Words),
    /// A return for which no item was named.
    Unnamed,
    Deferral(DeferralReason),
    Stage(Stage),
    Device(Machine, Option<String>),
    Failure(Machine, Failure),
    Trouble(TroubleCause),
    Miscount(NaiveDate, Counted),
    /// A day that is not closed.
    Unclosed(NaiveDate),
    Discord(Discord),
    /// Nothing was found wrong.
    AllTrue,
    Total,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Count(i64),
    /// A time of work in milliseconds.
    Time(u64),
    /// A time by the calendar in minutes.
    Minutes(u64),
    Equation(Equation),
    /// Nothing to say, e.g. a median of no files.
    None,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub head: Head,
    pub values: Vec<Value>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub kind: Kind,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    pub total: Option<Line>,
}

impl Section {
    pub(super) fn new(kind: Kind, columns: &[Column]) -> Section {
        Section { kind, columns: columns.to_vec(), lines: Vec::new(), total: None }
    }

    pub(super) fn counts(&mut self, head: Head, counts: &[i64]) {
        self.lines.push(Line { head, values: counts.iter().map(|n| Value::Count(*n)).collect() });
    }

    /// Adds every column up; what is none stays none.
    pub(super) fn summed(mut self) -> Section {
        let column = |at: usize| {
            let values = self.lines.iter().filter_map(|line| line.values.get(at));
            values.fold(Value::None, |sum, value| match (sum, value) {
                (Value::Count(a), Value::Count(b)) => Value::Count(a + b),
                (Value::Time(a), Value::Time(b)) => Value::Time(a + b),
                (Value::None, value) => value.clone(),
                (sum, _) => sum,
            })
        };
        let values = (0..self.columns.len()).map(column).collect();
        self.total = (self.lines.len() > 1).then_some(Line { head: Head::Total, values });
        self
    }

    /// The place of a column.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|c| *c == column)
    }
}
