//! What the office decided has happened: the kinds of journal entry.
//!
//! One table defines every kind with its code and version; nothing here holds personal data (that travels in
//! [`super::personal::Personal`] beside the event). Separate from the commands because entries are for ever:
//! a kind is never changed, only joined by a new version that older ones are lifted to when they are read.

mod older;

use super::checklist::{Checklist, ItemId, Ticks};
use super::clean::clean;
use super::id::{AccountId, AppId, BootId, JobId, LedgerId, RegisterNumber, RunId};
use super::invalid::Items;
use super::lineage::Gap;
use super::personal::PersonField;
use super::policy::Policy;
use super::reason::ReasonCode;
use super::seal::{SealKey, SealMark};
use super::sop::{Spent, Step};
use super::status::{CentralStatus, DeferralReason};
use super::stock::{Label, Serials};
use super::terms::*;
use super::time::Stamp;
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The circumstances of an act: who, where, when. Stored in the entry's header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub actor: AccountId,
    /// Second person, never the actor.
    pub approver: Option<AccountId>,
    /// Name of the station the act was done at.
    pub station: String,
    pub run: RunId,
    /// Device backend that did the act, `attested`, or none.
    pub backend: Option<String>,
    /// When it was recorded.
    pub stamp: Stamp,
    /// When it happened, when recorded late ("catat susulan"): UTC milliseconds.
    pub happened_ms: Option<i64>,
}

impl Envelope {
    /// The moment the act counts for: as happened when recorded late, else as recorded.
    pub fn when_ms(&self) -> i64 {
        self.happened_ms.unwrap_or(self.stamp.utc_ms)
    }

    /// An envelope of the program itself, for tests and the ledger's first entry.
    pub fn system(station: &str, run: RunId, stamp: Stamp) -> Envelope {
        Envelope {
            actor: AccountId::SYSTEM,
            approver: None,
            station: station.to_owned(),
            run,
            backend: None,
            stamp,
            happened_ms: None,
        }
    }
}

/// What kind of office a ledger belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    Office,
    Demo,
}

/// An event could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("unknown kind of entry {kind} version {version}")]
    UnknownKind { kind: String, version: u16 },
    #[error("entry of kind {kind} cannot be read")]
    Body {
        kind: &'static str,
        #[source]
        source: serde_json::Error,
    },
}

/// Characters of an unknown kind that are shown: a damaged length may have made anything of it.
const KIND_SHOWN: usize = 40;

impl DecodeError {
    fn unknown(kind: &str, version: u16) -> DecodeError {
        DecodeError::UnknownKind { kind: clean(kind).chars().take(KIND_SHOWN).collect(), version }
    }
}

fn read<T: DeserializeOwned>(kind: &'static str, body: &[u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(body).map_err(|source| DecodeError::Body { kind, source })
}

macro_rules! events {
    ($(
        $(#[$doc:meta])*
        $name:ident = $kind:literal v $version:literal $( ( $( v $old:literal: $body:ty ),* ) )?
        { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $( $(#[$fdoc])* pub $field: $ty ),* }

            impl From<$name> for Event {
                fn from(body: $name) -> Event { Event::$name(body) }
            }
        )*

        /// One thing that happened.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event { $( $(#[$doc])* $name($name) ),* }

        impl Event {
            /// Every kind with its current version, in table order.
            pub const KINDS: &'static [(&'static str, u16)] = &[ $( ($kind, $version) ),* ];

            /// Every older version that is still read.
            pub const OLDER: &'static [(&'static str, u16)] = &[ $( $( $( ($kind, $old), )* )? )* ];

            /// The kind's stable code.
            pub fn kind(&self) -> &'static str {
                match self { $( Event::$name(_) => $kind ),* }
            }

            /// The version of the kind this program writes.
            pub fn version(&self) -> u16 {
                match self { $( Event::$name(_) => $version ),* }
            }

            /// The canonical body: JSON with the fields in table order.
            pub fn body(&self) -> Vec<u8> {
                match self { $( Event::$name(body) => serde_json::to_vec(body).unwrap_or_default() ),* }
            }

            /// Reads a body of a kind and version, an older version as what it means today.
            pub fn decode(kind: &str, version: u16, body: &[u8]) -> Result<Event, DecodeError> {
                match (kind, version) {
                    $( ($kind, $version) => read::<$name>($kind, body).map(Event::$name), )*
                    $( $( $( ($kind, $old) => read::<$body>($kind, body).map(|old| Event::$name(old.into())), )* )? )*
                    _ => Err(DecodeError::unknown(kind, version)),
                }
            }
        }
    };
}

events! {
    // ---- the ledger and the office ----

    /// First entry of a ledger. One that goes on from a parent stands after the parent's entries, names its last one
    /// by hash, and says which of them were lost.
    LedgerCreated = "ledger_created" v 2 (v 1: older::LedgerCreatedV1) {
        ledger: LedgerId, kind: LedgerKind, parent: Option<LedgerId>, parent_head: Option<String>,
        last_number: Option<RegisterNumber>, lost: Vec<Gap>,
    }
    /// Office policy, names and letterhead as a whole.
    PolicyChanged = "policy_changed" v 1 { policy: Box<Policy> }
    /// A checklist taken into use; applications name it by its digest.
    ChecklistAdopted = "checklist_adopted" v 1 { digest: String, checklist: Box<Checklist> }
    /// A member of staff may sign in; the name is in the personal block.
    AccountAdded = "account_added" v 1 { account: AccountId, initials: String, roles: BTreeSet<Role> }
    AccountRolesChanged = "account_roles_changed" v 1 { account: AccountId, roles: BTreeSet<Role> }
    AccountDisabled = "account_disabled" v 1 { account: AccountId }
    AccountEnabled = "account_enabled" v 1 { account: AccountId }
    /// The passphrase was set anew by a supervisor.
    AccountReset = "account_reset" v 1 { account: AccountId }
    /// Signed in or unlocked; wrong tries before it are told now.
    StaffSignedIn = "staff_signed_in" v 1 { failures: u32 }
    DayOpened = "day_opened" v 1 { date: NaiveDate }
    /// A day is closed; what an exporter needs is frozen by the figures and the last entry counted.
    /// The seal is over what was before this entry, so that the digests are of a book that prints it.
    DayClosed = "day_closed" v 2 (v 1: older::DayClosedV1) {
        date: NaiveDate, upto: u64, counted_blanks: u32, counted_shelf: u32, counted_invalid: Option<u32>, format: u16,
        digests: BTreeMap<String, String>, explained: bool, seal: Option<SealMark>,
    }
    /// Closes from here on are sealed with the private half of this key.
    SealKeyAdopted = "seal_key_adopted" v 1 { key: SealKey }
    /// What became of the keys of the home; which account, where it is one.
    KeysChanged = "keys_changed" v 1 { how: KeyChange, account: Option<AccountId> }
    /// So many changes were made to the key file up to now: an older one put back is known by it.
    KeyFileNoted = "key_file_noted" v 1 { generation: u64 }
    TroubleStarted = "trouble_started" v 1 { causes: BTreeSet<TroubleCause>, advised: bool }
    TroubleEnded = "trouble_ended" v 1 { advised: bool }
    /// Blanks came, went or were counted; `n` is signed for a counted correction.
    BlanksMoved = "blanks_moved" v 1 { how: BlankMove, n: i32 }
    /// Blanks of a batch, or of none that is known, came, went or were counted; the document is beside it.
    BatchMoved = "batch_moved" v 1 { batch: Option<Label>, how: StockMove, n: i32, serials: Option<Serials> }
    /// Prints take their blanks from this batch now.
    BatchOpened = "batch_opened" v 1 { batch: Label }
    /// A new film (ribbon) was put in, good for so many prints.
    FilmReplaced = "film_replaced" v 1 { prints: u32 }
    /// Invalid cards were put away.
    InvalidStored = "invalid_stored" v 1 { items: Items, place: Label }
    /// Invalid cards were given to somebody else to destroy; to whom and by which letter is beside it.
    InvalidPassedOn = "invalid_passed_on" v 1 { items: Items }
    /// Invalid cards were destroyed with a record; place and witnesses are beside it.
    InvalidDestroyed = "invalid_destroyed" v 1 {
        year: i32, no: u32, items: Items, count: u32, date: NaiveDate, manner: DestroyManner,
    }
    /// Emergency sheets were numbered and given out in advance.
    EmergencySheetsIssued = "emergency_sheets_issued" v 1 { first: u32, n: u32 }
    /// Emergency sheets that will not be copied in; the reason may be beside it.
    EmergencySheetsDeclared = "emergency_sheets_declared" v 1 { sheets: Items, fate: SheetFate }
    /// Handover sheets were numbered; with cards, their numbers stand on the lines in this order.
    HandoverSheetsIssued = "handover_sheets_issued" v 1 { first: u32, n: u32, cards: Vec<AppId> }
    /// Somebody was sent away without a number (figure Y).
    VisitorSentAway = "visitor_sent_away" v 1 { why: SentAway }

    // ---- intake and check ----

    /// A file and a contact number were handed over (SOP 1).
    ApplicationSubmitted = "application_submitted" v 1 {
        number: RegisterNumber, reason: ReasonCode, channel: Channel, checklist: String, ticks: Ticks,
        priority: bool, nik_pending: bool, repeat: bool, linked: Option<AppId>, family_of: Option<AppId>,
        sheet: Option<u32>, spent: Spent,
    }
    /// The file is complete and goes to the operator (SOP 2).
    CompletenessConfirmed = "completeness_confirmed" v 1 { app: AppId, ticks: Ticks, spent: Spent }
    /// The file went back to the applicant with the missing items (SOP 2, "Tidak").
    ApplicationReturned = "application_returned" v 1 { app: AppId, ticks: Ticks, missing: Vec<ItemId>, spent: Spent }
    /// The applicant brought the file again; number kept.
    ApplicationResubmitted = "application_resubmitted" v 1 { app: AppId, ticks: Ticks }
    /// Data were corrected; old and new values are in the personal block.
    DataCorrected = "data_corrected" v 1 { app: AppId, fields: Vec<PersonField>, reason: Option<ReasonCode>, checklist: Option<String> }

    // ---- operator ----

    StatusRecorded = "status_recorded" v 1 { app: AppId, status: CentralStatus, source: String, read_ms: i64 }
    ApplicationDeferred = "application_deferred" v 1 { app: AppId, reason: DeferralReason }
    /// A deferred or recorded-only file goes on.
    ApplicationResumed = "application_resumed" v 1 { app: AppId }
    /// Trouble mode: data recorded, number confirmed, applicant told; not a biometric recording.
    DataRecorded = "data_recorded" v 1 { app: AppId, checks: BTreeSet<DataCheck>, spent: Spent }
    BiometricTested = "biometric_tested" v 1 {
        app: AppId, outcome: TestOutcome, finger: Option<Finger>, attempt: u8, quality: Quality,
        compared_with: ComparedWith,
    }
    /// A second person let the file go on; evidence is in the personal block.
    BiometricOverridden = "biometric_overridden" v 1 { app: AppId, ground: OverrideGround }
    /// Intent: from here until an outcome the blank is in the printer.
    PrintStarted = "print_started" v 1 { app: AppId, blank: Option<String>, batch: Option<u64> }
    CardPrinted = "card_printed" v 1 { job: JobId, app: AppId, answered: bool }
    PrintFailed = "print_failed" v 1 { job: JobId, app: AppId, cause: SpoilCause, answered: bool }
    NoCardCameOut = "no_card_came_out" v 1 { job: JobId, app: AppId, answered: bool }
    /// Nobody knows yet what came out.
    PrintOutcomeUnknown = "print_outcome_unknown" v 1 { job: JobId, app: AppId, orphaned: bool }
    /// A person looked and cannot tell yet.
    PrintStillUnclear = "print_still_unclear" v 1 { job: JobId, app: AppId }
    ActivationStarted = "activation_started" v 1 { app: AppId }
    CardActivated = "card_activated" v 1 { job: JobId, app: AppId, spent: Spent, answered: bool }
    ActivationFailed = "activation_failed" v 1 { job: JobId, app: AppId, cause: ActivationFailure, answered: bool }
    ActivationOutcomeUnknown = "activation_outcome_unknown" v 1 { job: JobId, app: AppId, orphaned: bool }
    /// Where the card lies until it is collected.
    CardShelved = "card_shelved" v 1 { app: AppId, place: Label }
    /// A good print is withdrawn from the shelf and becomes an invalid card.
    CardRejected = "card_rejected" v 1 { app: AppId, cause: RejectCause, next: AfterReject }

    // ---- the end ----

    /// The card was handed over (SOP 4).
    CardHandedOver = "card_handed_over" v 1 {
        app: AppId, by_holder: bool, active: bool, old_card: OldCard, signature: Signature,
        sheet: Option<u32>, line: Option<u8>, in_session: bool,
    }
    /// A handover recorded by mistake is taken back: the card is on the shelf again.
    HandoverUndone = "handover_undone" v 1 { app: AppId }
    ApplicationCancelled = "application_cancelled" v 1 { app: AppId, kind: CancelKind }
    /// A file given up as not continued goes on with its number.
    ApplicationReopened = "application_reopened" v 1 { app: AppId, ticks: Ticks }

    // ---- beside the flow ----

    ApprovalRequested = "approval_requested" v 1 { app: AppId, topic: ApprovalTopic }
    ApprovalDecided = "approval_decided" v 1 { app: AppId, topic: ApprovalTopic, granted: bool }
    ApplicantContacted = "applicant_contacted" v 1 { app: AppId, reached: bool, topic: ContactTopic }
    /// Called and not there: the file keeps its place.
    ApplicantSkipped = "applicant_skipped" v 1 { app: AppId }
    PriorityMarked = "priority_marked" v 1 { app: AppId, priority: bool }

    // ---- short messages ----

    /// The applicant is to be told; void without another entry when the file moves on before it is sent.
    MessageQueued = "message_queued" v 1 { app: AppId, topic: ContactTopic }
    /// Intent: from here until an outcome the message may have left.
    MessageStarted = "message_started" v 1 { app: AppId, topic: ContactTopic }
    /// The network has taken it; whether it was read is not known.
    MessageSent = "message_sent" v 1 { job: JobId, app: AppId, parts: u8 }
    /// Nothing has left.
    MessageFailed = "message_failed" v 1 { job: JobId, app: AppId, cause: MessageFailure }
    /// It may have left; it is not sent again.
    MessageOutcomeUnknown = "message_outcome_unknown" v 1 { job: JobId, app: AppId, orphaned: bool }

    // ---- looking (outside the book) and forgetting ----

    /// A file was opened where its person is shown.
    RecordViewed = "record_viewed" v 1 { app: AppId, place: SeenAt }
    /// A search showed these people; what was typed is in the personal block.
    SearchMade = "search_made" v 1 { found: Vec<AppId>, more: bool }
    /// A day of the agenda was shown.
    AgendaViewed = "agenda_viewed" v 1 { date: NaiveDate }
    /// A slip was printed.
    SlipPrinted = "slip_printed" v 1 { slip: SlipOf, apps: Vec<AppId>, copy: bool }
    /// Data left the program.
    DataExported = "data_exported" v 1 {
        what: Taken, from: Option<NaiveDate>, to: Option<NaiveDate>, format: String, outlet: Outlet,
    }
    /// Intent: personal data of so many files that ended before a day, and of so many searches, are to be erased.
    ErasureOrdered = "erasure_ordered" v 1 { before: NaiveDate, files: u32, searches: u32 }
    /// Nothing of it is left; `order` is the entry that ordered it.
    ErasureFinished = "erasure_finished" v 1 { order: u64 }
}

impl Event {
    /// The application the event is about; None for the office's own events and for a submission, whose
    /// application is its own sequence number.
    pub fn app(&self) -> Option<AppId> {
        match self {
            Event::CompletenessConfirmed(CompletenessConfirmed { app, .. })
            | Event::ApplicationReturned(ApplicationReturned { app, .. })
            | Event::ApplicationResubmitted(ApplicationResubmitted { app, .. })
            | Event::DataCorrected(DataCorrected { app, .. })
            | Event::StatusRecorded(StatusRecorded { app, .. })
            | Event::ApplicationDeferred(ApplicationDeferred { app, .. })
            | Event::ApplicationResumed(ApplicationResumed { app, .. })
            | Event::DataRecorded(DataRecorded { app, .. })
            | Event::BiometricTested(BiometricTested { app, .. })
            | Event::BiometricOverridden(BiometricOverridden { app, .. })
            | Event::PrintStarted(PrintStarted { app, .. })
            | Event::CardPrinted(CardPrinted { app, .. })
            | Event::PrintFailed(PrintFailed { app, .. })
            | Event::NoCardCameOut(NoCardCameOut { app, .. })
            | Event::PrintOutcomeUnknown(PrintOutcomeUnknown { app, .. })
            | Event::PrintStillUnclear(PrintStillUnclear { app, .. })
            | Event::ActivationStarted(ActivationStarted { app, .. })
            | Event::CardActivated(CardActivated { app, .. })
            | Event::ActivationFailed(ActivationFailed { app, .. })
            | Event::ActivationOutcomeUnknown(ActivationOutcomeUnknown { app, .. })
            | Event::CardRejected(CardRejected { app, .. })
            | Event::CardShelved(CardShelved { app, .. })
            | Event::CardHandedOver(CardHandedOver { app, .. })
            | Event::HandoverUndone(HandoverUndone { app, .. })
            | Event::ApplicationCancelled(ApplicationCancelled { app, .. })
            | Event::ApplicationReopened(ApplicationReopened { app, .. })
            | Event::ApprovalRequested(ApprovalRequested { app, .. })
            | Event::ApprovalDecided(ApprovalDecided { app, .. })
            | Event::ApplicantContacted(ApplicantContacted { app, .. })
            | Event::ApplicantSkipped(ApplicantSkipped { app, .. })
            | Event::PriorityMarked(PriorityMarked { app, .. })
            | Event::MessageQueued(MessageQueued { app, .. })
            | Event::MessageStarted(MessageStarted { app, .. })
            | Event::MessageSent(MessageSent { app, .. })
            | Event::MessageFailed(MessageFailed { app, .. })
            | Event::MessageOutcomeUnknown(MessageOutcomeUnknown { app, .. }) => Some(*app),
            _ => None,
        }
    }
}

impl Event {
    /// Somebody looked: in the journal, outside book, figures and days.
    pub fn is_access(&self) -> bool {
        use Event::*;
        matches!(self, RecordViewed(_) | SearchMade(_) | AgendaViewed(_) | SlipPrinted(_) | DataExported(_))
    }

    /// The one application that was looked at.
    pub fn looked_at(&self) -> Option<AppId> {
        match self {
            Event::RecordViewed(e) => Some(e.app),
            Event::SlipPrinted(e) => e.apps.first().copied().filter(|_| e.apps.len() == 1),
            _ => None,
        }
    }
}

impl Event {
    /// The step of the procedure the entry finished, and the time spent in it.
    pub fn spent(&self) -> Option<(Step, &Spent)> {
        match self {
            Event::ApplicationSubmitted(e) => Some((Step::Intake, &e.spent)),
            Event::CompletenessConfirmed(e) => Some((Step::Check, &e.spent)),
            Event::ApplicationReturned(e) => Some((Step::Check, &e.spent)),
            Event::DataRecorded(e) => Some((Step::Operator, &e.spent)),
            Event::CardActivated(e) => Some((Step::Operator, &e.spent)),
            _ => None,
        }
    }
}

/// What the decision adds to the journal: the event and the personal block beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub event: Event,
    pub personal: Option<super::personal::Personal>,
}

impl<E: Into<Event>> From<E> for Draft {
    fn from(event: E) -> Draft {
        Draft { event: event.into(), personal: None }
    }
}

impl Draft {
    /// An event with its personal block.
    pub fn with(event: impl Into<Event>, personal: super::personal::Personal) -> Draft {
        Draft { event: event.into(), personal: Some(personal) }
    }
}

/// An entry as the office reads it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub seq: u64,
    pub envelope: Envelope,
    pub event: Event,
    /// None when the entry never had one or it was erased after its term.
    pub personal: Option<super::personal::Personal>,
}

/// A boot the program does not know: for stamps made without a machine.
pub const NO_BOOT: BootId = BootId([0; 16]);
