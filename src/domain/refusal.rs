//! Why the office says no: a value, not an error.
//!
//! Owns every refusal with its stable code. Separate because each must have a plain reason in both languages
//! (in the text module) and a test; carries no personal data, only numbers, stages and counts.

use super::application::Stage;
use super::checklist::ItemId;
use super::counts::Counted;
use super::id::{AppId, RegisterNumber};
use super::invalid::Items;
use super::reason::ReasonCode;
use super::terms::*;
use chrono::{NaiveDate, NaiveDateTime};

macro_rules! refusals {
    ($( $(#[$doc:meta])* $name:ident $( { $($field:ident : $ty:ty),* $(,)? } )? = $code:literal ),* $(,)?) => {
        /// A refusal.
        #[derive(Clone, Debug, PartialEq, thiserror::Error)]
        #[error("{}", self.code())]
        pub enum Refusal { $( $(#[$doc])* $name $( { $($field: $ty),* } )? ),* }

        impl Refusal {
            /// Every code, in table order.
            pub const CODES: &'static [&'static str] = &[ $( $code ),* ];

            /// The stable code.
            pub fn code(&self) -> &'static str {
                match self { $( refusals!(@pattern $name $( { $($field),* } )?) => $code ),* }
            }
        }
    };
    (@pattern $name:ident) => { Refusal::$name };
    (@pattern $name:ident { $($field:ident),* }) => { Refusal::$name { .. } };
}

refusals! {
    // ---- who ----
    UnknownAccount = "R-001",
    RoleMissing { needs: &'static [Role] } = "R-002",
    ApproverIsActor = "R-003",
    ApproverUnfit { needs: &'static [Role] } = "R-004",
    ApproverNeeded { needs: &'static [Role] } = "R-005",
    /// The supervisor must say so, in place or by a granted request.
    NeedsSupervisor { topic: ApprovalTopic } = "R-006",
    AccountExists = "R-007",
    InitialsTaken = "R-008",
    InitialsInvalid = "R-009",
    LastSupervisor = "R-010",
    NoRoles = "R-011",
    LedgerExists = "R-012",
    /// The book already holds a later number than the one said to be the last on paper.
    NumberBehind { book: RegisterNumber } = "R-013",

    // ---- day ----
    NoOpenDay = "R-020",
    DayAlreadyOpen { open: NaiveDate } = "R-021",
    DayWasClosed { closed: NaiveDate } = "R-022",
    EarlierDayFirst { date: NaiveDate } = "R-023",
    DayNotOpen { date: NaiveDate } = "R-024",
    PrintsUnresolved { n: u32 } = "R-025",
    CountUnexplained { of: Counted, book: u32, counted: u32 } = "R-026",
    /// Somebody wrote into the book after it was read for closing.
    BookMovedOn = "R-027",
    /// Another desk closed it first: by whom (initials) and when (local time).
    ClosedMeanwhile { date: NaiveDate, by: String, at: NaiveDateTime } = "R-028",

    // ---- stock and mode ----
    NotAnAmount = "R-030",
    BlanksBelowZero { have: u32 } = "R-031",
    NoBlanks = "R-032",
    DocumentNeeded = "R-033",
    NoCauses = "R-034",
    TroubleAlready = "R-035",
    NoTrouble = "R-036",
    TroubleCloses { cause: TroubleCause } = "R-037",
    ReasonNeeded = "R-038",

    // ---- batches and invalid cards ----
    UnknownBatch = "R-060",
    SerialsDiffer { serials: Option<u32> } = "R-061",
    BlankUsed = "R-062",
    BatchEmpty = "R-063",
    /// More came back, or went back, than was on loan.
    LoanSmaller { loan: u32 } = "R-064",
    NothingChosen = "R-065",
    /// The card is not kept any more, or never was.
    NotKept { item: u32 } = "R-066",
    WitnessesNeeded { least: usize } = "R-067",
    DateAhead { day: NaiveDate } = "R-068",
    OneBlankEach = "R-069",

    // ---- numbered paper ----
    TooManySheets { most: u32 } = "R-080",
    SheetsOut { out: u64, most: u64 } = "R-081",
    /// An emergency sheet the office never gave out; those that are out.
    SheetNeverIssued { sheet: u32, out: Items } = "R-082",
    /// Copied in before, into the number named where it is still known.
    SheetCopied { sheet: u32, number: Option<RegisterNumber> } = "R-083",
    SheetDeclared { sheet: u32, fate: SheetFate } = "R-084",
    HandoverSheetUnknown { sheet: u32, last: u32 } = "R-085",
    LineUsed { sheet: u32, line: u8 } = "R-086",

    // ---- intake and check ----
    NoSuchFile = "R-100",
    WrongStage { number: RegisterNumber, is: Stage } = "R-101",
    OpenApplicationExists { app: AppId, number: RegisterNumber, is: Stage } = "R-102",
    RepeatNeedsReason { number: RegisterNumber, handed_ms: i64 } = "R-103",
    ContinuesFile { app: AppId, number: RegisterNumber } = "R-104",
    NikPending = "R-105",
    BirthNeeded = "R-106",
    MissingItems { items: Vec<ItemId> } = "R-107",
    NothingMissing = "R-108",
    UnknownItem { item: ItemId } = "R-109",
    NoChecklist { reason: ReasonCode } = "R-110",
    NoSuchLinked = "R-111",
    NothingChanges = "R-112",
    VoidTimePassed { minutes: u16 } = "R-113",
    TooEarlyToGiveUp { days: u16 } = "R-114",

    // ---- operator ----
    StatusMissing = "R-200",
    StatusOfAnotherDay = "R-201",
    StatusStops { code: String } = "R-202",
    DigitsDiffer = "R-203",
    TestMissing = "R-204",
    TestOfAnotherDay = "R-205",
    TestNotPassed { outcome: TestOutcome } = "R-206",
    NoReference = "R-207",
    AttemptsUsed { attempts: u8 } = "R-208",
    OverrideDoesNotFit { outcome: TestOutcome } = "R-209",
    NoMatchStays = "R-210",
    SessionOperatorCannot = "R-211",
    EvidenceNeeded = "R-212",
    PrinterWaits { number: RegisterNumber } = "R-213",
    JobRunning { number: RegisterNumber } = "R-214",
    NoSuchJob = "R-215",
    OutcomeKnown = "R-216",
    OutcomeNotInDoubt = "R-217",
    RunLives = "R-218",
    CauseNeeded = "R-219",
    BatchNotAllowed = "R-220",
    ChecksMissing = "R-221",
    AlreadyRecorded = "R-222",
    RejectFirst = "R-223",

    // ---- handover and after ----
    NotActive = "R-300",
    ProxyCannotActivate = "R-301",
    RecipientMissing = "R-302",
    CollectorNotAllowed = "R-303",
    KkNeeded = "R-304",
    KkDiffers = "R-305",
    OldCardContradicts { reason: ReasonCode } = "R-306",
    SameDeferral = "R-307",
    ApprovalWaits = "R-308",
    NoApproval = "R-309",
    OwnRequest = "R-310",
    TooMany { limit: usize } = "R-311",
}

impl Refusal {
    /// It says that something stands otherwise than whoever asked believed: somebody else may have been first.
    pub fn tells_where_it_stands(&self) -> bool {
        use Refusal::*;
        matches!(
            self,
            NoSuchFile
                | WrongStage { .. }
                | OpenApplicationExists { .. }
                | PrinterWaits { .. }
                | JobRunning { .. }
                | NoSuchJob
                | OutcomeKnown
                | OutcomeNotInDoubt
                | AlreadyRecorded
                | SameDeferral
                | ApprovalWaits
                | NoApproval
        )
    }
}
