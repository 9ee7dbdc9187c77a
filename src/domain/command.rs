//! What a clerk, or a device result, asks of the office.
//!
//! Owns the list of commands, which roles may give each, and which facts from outside the working set each
//! needs. Separate from events because a command may be refused; an event never is.

use super::access::Access;
use super::checklist::Ticks;
use super::event::{KeysChanged, LedgerKind};
use super::id::{AccountId, AppId, JobId, LedgerId, RegisterNumber};
pub use super::lineage::Continuation;
use super::office::Office;
use super::person::{Name, Note};
use super::personal::{Patch, Person, Recipient};
use super::policy::Policy;
use super::reason::ReasonCode;
use super::seal::SealKey;
use super::sheets::SheetCommand;
use super::sop::Spent;
use super::status::{CentralStatus, DeferralReason};
use super::stock_command::StockCommand;
use super::terms::*;
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub use super::counts::{DayCount, Sealing};
pub use super::facts::{Erasable, Facts, Past, Wants};

/// What follows an intake at once, for a clerk with both roles (counter practice 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Waits for the check.
    Queue,
    /// Accept and complete: to the operator.
    Complete,
    /// Accept and return with what is missing.
    Return,
}

/// A new application as typed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub person: Person,
    pub reason: ReasonCode,
    pub channel: Channel,
    pub ticks: Ticks,
    pub priority: bool,
    /// Why again so soon after a handover; asked only then.
    pub repeat_reason: Option<Note>,
    /// Earlier application this one repairs ("reprint, office's mistake").
    pub linked: Option<AppId>,
    pub family_of: Option<AppId>,
    /// Emergency sheet it is copied from.
    pub sheet: Option<u32>,
    pub spent: Spent,
    pub then: Then,
}

/// What a device, or the clerk for an attested one, reports of a print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintReport {
    Good,
    Bad(SpoilCause),
    NoneCameOut,
    Unknown,
}

/// What a device, or the clerk, reports of an activation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivationReport {
    Activated(Spent),
    Failed(ActivationFailure),
    Unknown,
}

/// What a modem reports of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageReport {
    Sent { parts: u8 },
    Failed(MessageFailure),
    Unknown,
}

/// One fingerprint try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestReport {
    pub outcome: TestOutcome,
    pub finger: Option<Finger>,
    pub quality: Quality,
    pub compared_with: ComparedWith,
}

/// A handover of one or several cards of one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    pub apps: Vec<AppId>,
    /// The card whose holder stands at the counter and signs, if any of them does.
    pub holder: Option<AppId>,
    /// Who signs for every card that is not the signer's own.
    pub recipient: Option<Recipient>,
    /// Per card, in the order of `apps`.
    pub old_cards: Vec<OldCard>,
    pub signature: Signature,
    /// Sheet and first line of the Lembar Serah Terima.
    pub sheet: Option<u32>,
    pub line: Option<u8>,
    /// In the operator's guided session ("5 Serahkan"), not a later collection.
    pub in_session: bool,
    pub note: Option<Note>,
}

impl Handover {
    /// The card signed for by its own holder at the end of the operator's session, without a sheet.
    pub fn to_holder(app: AppId, old_card: OldCard) -> Handover {
        Handover {
            apps: vec![app],
            holder: Some(app),
            recipient: None,
            old_cards: vec![old_card],
            signature: Signature::Signed,
            sheet: None,
            line: None,
            in_session: true,
            note: None,
        }
    }
}

/// Anything that may be asked of the office.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    CreateLedger {
        ledger: LedgerId,
        kind: LedgerKind,
        last_number: Option<RegisterNumber>,
    },
    /// A restored, salvaged or put-back ledger goes on under an identity of its own.
    ContinueLedger(Continuation),
    ChangePolicy(Box<Policy>),
    AddAccount {
        account: AccountId,
        name: Name,
        initials: String,
        roles: BTreeSet<Role>,
    },
    SetRoles {
        account: AccountId,
        roles: BTreeSet<Role>,
    },
    DisableAccount {
        account: AccountId,
    },
    EnableAccount {
        account: AccountId,
    },
    ResetAccount {
        account: AccountId,
    },
    NoteSignIn {
        failures: u32,
    },
    /// The keys of the home were changed; the deed itself is outside the journal.
    NoteKeys(KeysChanged),
    /// The count of changes of the key file as a desk has found it.
    NoteKeyFile {
        generation: u64,
    },
    OpenDay {
        date: NaiveDate,
    },
    CloseDay(DayCount),
    /// Closes from now on are sealed with this key.
    AdoptSealKey {
        key: SealKey,
    },
    StartTrouble {
        causes: BTreeSet<TroubleCause>,
        reason: Option<Note>,
        advised: bool,
    },
    EndTrouble {
        reason: Option<Note>,
        advised: bool,
    },
    MoveBlanks {
        how: BlankMove,
        n: i32,
        document: Note,
    },
    SendAway {
        why: SentAway,
    },
    Stock(Box<StockCommand>),
    Sheets(Box<SheetCommand>),

    Submit(Box<Submission>),
    ConfirmComplete {
        app: AppId,
        ticks: Ticks,
        spent: Spent,
    },
    Return {
        app: AppId,
        ticks: Ticks,
        spent: Spent,
        note: Option<Note>,
    },
    Resubmit {
        app: AppId,
        ticks: Ticks,
    },
    Reopen {
        app: AppId,
        ticks: Ticks,
    },
    Correct {
        app: AppId,
        patch: Box<Patch>,
        reason: Option<ReasonCode>,
        note: Option<Note>,
    },

    RecordStatus {
        app: AppId,
        status: CentralStatus,
        source: String,
        read_ms: i64,
        last4: String,
    },
    Defer {
        app: AppId,
        reason: DeferralReason,
        note: Option<Note>,
    },
    Resume {
        app: AppId,
    },
    RecordData {
        app: AppId,
        checks: BTreeSet<DataCheck>,
        spent: Spent,
    },
    ReportTest {
        app: AppId,
        report: TestReport,
    },
    OverrideTest {
        app: AppId,
        ground: OverrideGround,
        evidence: Note,
        exemption: Option<Note>,
    },
    StartPrint {
        apps: Vec<AppId>,
        blank: Option<String>,
    },
    /// `last4`: the NIK's last digits as read on the other workstation; needed when the print is attested.
    ReportPrint {
        job: JobId,
        report: PrintReport,
        last4: Option<String>,
    },
    AnswerPrint {
        job: JobId,
        answer: PrintAnswer,
        cause: Option<SpoilCause>,
    },
    DeclareOrphan {
        job: JobId,
    },
    StartActivation {
        app: AppId,
    },
    ReportActivation {
        job: JobId,
        report: ActivationReport,
    },
    RejectCard {
        app: AppId,
        cause: RejectCause,
        next: AfterReject,
        note: Option<Note>,
    },

    /// An act, and in the same commit the message that tells the applicant of it, where one follows: given by a
    /// desk that drives a modem.
    AndTell(Box<Command>),
    QueueMessage {
        app: AppId,
        topic: ContactTopic,
    },
    StartMessage {
        app: AppId,
    },
    ReportMessage {
        job: JobId,
        report: MessageReport,
    },

    HandOver(Box<Handover>),
    UndoHandover {
        app: AppId,
        note: Note,
    },
    Cancel {
        app: AppId,
        kind: CancelKind,
        note: Option<Note>,
    },
    RequestApproval {
        app: AppId,
        topic: ApprovalTopic,
        note: Note,
    },
    DecideApproval {
        app: AppId,
        granted: bool,
        note: Option<Note>,
    },
    NoteContact {
        app: AppId,
        reached: bool,
        topic: ContactTopic,
    },
    Skip {
        app: AppId,
    },
    MarkPriority {
        app: AppId,
        priority: bool,
    },

    /// Somebody looked at personal data.
    NoteAccess(Vec<Access>),
    /// Personal data of files that ended before this office day are to be erased.
    OrderErasure {
        before: NaiveDate,
    },
    /// Everything the order (its entry) named is erased.
    FinishErasure {
        order: u64,
    },
}

const REGISTER: &[Role] = &[Role::RegisterOfficer];
const OPERATOR: &[Role] = &[Role::Operator];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const ANY: &[Role] = Role::ALL;
const COUNTER: &[Role] = &[Role::RegisterOfficer, Role::Operator];

impl Command {
    /// Roles that may give the command. Policy may widen a few (see [`super::decide`]).
    pub fn roles(&self) -> &'static [Role] {
        use Command::*;
        match self {
            CreateLedger { .. }
            | NoteSignIn { .. }
            | NoteKeyFile { .. }
            | OpenDay { .. }
            | DeclareOrphan { .. }
            | NoteAccess(_)
            | FinishErasure { .. }
            | RequestApproval { .. } => ANY,
            QueueMessage { .. } | StartMessage { .. } | ReportMessage { .. } => ANY,
            AndTell(act) => act.roles(),
            StartTrouble { .. } | EndTrouble { .. } | NoteContact { .. } | Skip { .. } | Cancel { .. } => ANY,
            ContinueLedger(_) => SUPERVISOR,
            ChangePolicy(_) | AddAccount { .. } | SetRoles { .. } | DisableAccount { .. } | EnableAccount { .. } => {
                SUPERVISOR
            }
            NoteKeys(_)
            | ResetAccount { .. }
            | CloseDay(_)
            | AdoptSealKey { .. }
            | UndoHandover { .. }
            | DecideApproval { .. }
            | OrderErasure { .. } => SUPERVISOR,
            MoveBlanks { how: BlankMove::Counted, .. } => SUPERVISOR,
            MoveBlanks { .. } => &[Role::Operator, Role::Supervisor],
            Stock(command) => command.roles(),
            Sheets(command) => command.roles(),
            SendAway { .. } | MarkPriority { .. } => COUNTER,
            Submit(_) | ConfirmComplete { .. } | Return { .. } | Resubmit { .. } | Reopen { .. } => REGISTER,
            Correct { .. } | RejectCard { .. } => ANY,
            RecordStatus { .. } | Defer { .. } | Resume { .. } | RecordData { .. } | ReportTest { .. } => OPERATOR,
            OverrideTest { .. } | StartPrint { .. } | ReportPrint { .. } | StartActivation { .. } => OPERATOR,
            ReportActivation { .. } | HandOver(_) => OPERATOR,
            AnswerPrint { .. } => &[Role::Operator, Role::Supervisor],
        }
    }

    /// The application the command is about, when it is about one.
    pub fn app(&self) -> Option<AppId> {
        use Command::*;
        match self {
            ConfirmComplete { app, .. } | Return { app, .. } | Resubmit { app, .. } | Reopen { app, .. } => Some(*app),
            Correct { app, .. } | RecordStatus { app, .. } | Defer { app, .. } | Resume { app } => Some(*app),
            RecordData { app, .. } | ReportTest { app, .. } | OverrideTest { app, .. } => Some(*app),
            StartActivation { app } | RejectCard { app, .. } | UndoHandover { app, .. } | Cancel { app, .. } => {
                Some(*app)
            }
            RequestApproval { app, .. } | DecideApproval { app, .. } | NoteContact { app, .. } => Some(*app),
            Stock(command) => command.app(),
            AndTell(act) => act.app(),
            Skip { app } | MarkPriority { app, .. } | QueueMessage { app, .. } | StartMessage { app } => Some(*app),
            _ => None,
        }
    }

    /// What must be looked up outside the working set before deciding.
    pub fn wants(&self, office: &Office) -> Wants {
        let job_run = |job: JobId| {
            let message = || office.with_message(job).and_then(|f| f.app.message.as_ref()).map(|m| m.run);
            office.with_job(job).and_then(|f| f.app.job.as_ref()).map(|j| j.run).or_else(message)
        };
        match self {
            Command::Submit(s) => {
                Wants { nik: s.person.nik, linked: s.linked, reason: Some(s.reason), ..Wants::default() }
            }
            Command::Correct { app, patch, reason, .. } => {
                let kept = office.file(*app).map(|f| f.app.reason);
                Wants { nik: patch.nik, reason: reason.or(kept), ..Wants::default() }
            }
            Command::UndoHandover { app, .. } | Command::Reopen { app, .. } | Command::StartActivation { app } => {
                Wants { closed: office.file(*app).is_none().then_some(*app), ..Wants::default() }
            }
            Command::AndTell(act) => act.wants(office),
            Command::DeclareOrphan { job } => Wants { run: job_run(*job), ..Wants::default() },
            Command::OrderErasure { before } => Wants { erasable: Some(*before), ..Wants::default() },
            Command::FinishErasure { .. } => {
                Wants { erasable: office.desk.erasing.as_ref().map(|e| e.before), ..Wants::default() }
            }
            _ => Wants::default(),
        }
    }
}

/// Who gives a command, where and with whose consent; becomes the envelope of its entries.
pub type Order = super::event::Envelope;
