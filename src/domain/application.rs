//! One application: where it stands and what is known about it, without any personal data.
//!
//! Separate from the office so that the life of a file can be read in one place. Changed only by
//! [`super::office::Office::apply`]; must not know how it is stored.

use super::checklist::{ItemId, Ticks};
use super::id::{AccountId, AppId, JobId, RegisterNumber, RunId};
use super::reason::ReasonCode;
use super::sop::Spent;
use super::status::{CentralStatus, DeferralReason};
use super::terms::*;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The one state every application is in (counter practice 3). The letter is the one in the office's equations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Waiting for the completeness check.
    #[serde(rename = "P")]
    Check,
    /// Complete, at the operator.
    #[serde(rename = "O")]
    Operator,
    /// With the applicant.
    #[serde(rename = "K")]
    Returned,
    /// Recorded only, under trouble.
    #[serde(rename = "R")]
    Recorded,
    /// Deferred for a reason.
    #[serde(rename = "T")]
    Deferred(DeferralReason),
    /// A print was started and its outcome is not known yet.
    #[serde(rename = "X")]
    Printing,
    /// Printed, not active.
    #[serde(rename = "A")]
    Printed,
    /// Ready to collect.
    #[serde(rename = "U")]
    Ready,
    /// Handed over: final.
    #[serde(rename = "S")]
    HandedOver,
    /// Ended without a card: final.
    #[serde(rename = "B")]
    Cancelled(CancelKind),
}

impl Stage {
    /// The letter of the equations.
    pub fn letter(self) -> char {
        match self {
            Stage::Check => 'P',
            Stage::Operator => 'O',
            Stage::Returned => 'K',
            Stage::Recorded => 'R',
            Stage::Deferred(_) => 'T',
            Stage::Printing => 'X',
            Stage::Printed => 'A',
            Stage::Ready => 'U',
            Stage::HandedOver => 'S',
            Stage::Cancelled(_) => 'B',
        }
    }

    /// One value of every stage, for tables; deferral and cancellation with their first reason.
    pub fn each() -> [Stage; 10] {
        [
            Stage::Check,
            Stage::Operator,
            Stage::Returned,
            Stage::Recorded,
            Stage::Deferred(DeferralReason::WaitingAtCentre),
            Stage::Printing,
            Stage::Printed,
            Stage::Ready,
            Stage::HandedOver,
            Stage::Cancelled(CancelKind::InputError),
        ]
    }

    /// Handed over or cancelled.
    pub fn is_final(self) -> bool {
        matches!(self, Stage::HandedOver | Stage::Cancelled(_))
    }

    /// A good card of this application lies on the shelf (L = A + U).
    pub fn has_card(self) -> bool {
        matches!(self, Stage::Printed | Stage::Ready)
    }
}

/// The status read on the national system, with its time and source; asked again on another day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusReading {
    pub status: CentralStatus,
    pub source: String,
    pub read_ms: i64,
    /// Office day it was recorded in.
    pub day: NaiveDate,
}

/// The last biometric test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestRecord {
    pub outcome: TestOutcome,
    pub compared_with: ComparedWith,
    /// Office day; a result is valid the same day.
    pub day: NaiveDate,
    /// Who ran the session: the override needs another account.
    pub by: AccountId,
    /// A second person let it pass.
    pub overridden: bool,
}

/// A device act between its intent and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    /// True for activation, false for print.
    pub activation: bool,
    pub run: RunId,
    pub station: String,
    pub backend: Option<String>,
    pub started_ms: i64,
    /// The outcome was lost or the device could not tell: a person must look.
    pub unknown: bool,
}

/// A short message to the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The entry that queued it; once handed to the modem, the intent.
    pub id: JobId,
    pub topic: ContactTopic,
    /// When the file came to stand where the message says it stands.
    pub about_ms: i64,
    pub state: MessageState,
    /// The run of the program that last had it.
    pub run: RunId,
}

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    Waiting,
    /// A modem has it.
    Sending,
    Sent,
    /// Nothing has left: the applicant is to be called.
    Failed,
    /// It may have left: the applicant is to be called.
    Unknown,
    /// Failed or unknown, and the applicant was reached by telephone since.
    Told,
}

/// A pending wish for a supervisor's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub topic: ApprovalTopic,
    pub by: AccountId,
    pub since_ms: i64,
    /// None while waiting.
    pub granted: Option<bool>,
}

/// One application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Application {
    pub id: AppId,
    pub number: RegisterNumber,
    pub reason: ReasonCode,
    pub channel: Channel,
    pub stage: Stage,
    /// When it came into this stage, UTC milliseconds.
    pub since_ms: i64,
    /// First receipt, UTC milliseconds.
    pub received_ms: i64,
    /// Office day of first receipt.
    pub day: NaiveDate,
    /// Who received it: may void an input error within the policy's minutes.
    pub received_by: AccountId,
    /// Digest of the checklist it was received under.
    pub checklist: String,
    pub ticks: Ticks,
    /// What was missing at the last return.
    pub missing: Vec<ItemId>,
    pub returns: u16,
    pub priority: bool,
    pub nik_pending: bool,
    /// Earlier application this one repairs or repeats.
    pub linked: Option<AppId>,
    /// First file of the family it was received with.
    pub family_of: Option<AppId>,
    pub status: Option<StatusReading>,
    pub test: Option<TestRecord>,
    /// Failed fingerprint tries since the last reset.
    pub attempts: u8,
    pub job: Option<Job>,
    /// Prints that spoiled a blank for this file.
    pub spoiled: u16,
    /// Data were recorded under trouble.
    pub data_recorded: bool,
    /// When the good card came out, UTC milliseconds.
    pub printed_ms: Option<i64>,
    /// When it was activated, UTC milliseconds.
    pub activated_ms: Option<i64>,
    /// Where the card lies on the shelf; rows written before there were places have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<super::stock::Label>,
    /// Handed over although not active: an obligation until activated.
    pub owes_activation: bool,
    /// The holder's old card was taken in (counted once, even if the handover is undone and repeated).
    pub old_card_withdrawn: bool,
    /// Times called and not there.
    pub skipped: u16,
    /// Calls made to the applicant.
    pub calls: u16,
    /// The last call: when, UTC milliseconds, and whether it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_call: Option<(i64, bool)>,
    pub approval: Option<Approval>,
    /// The last short message; rows written before there were any have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// Office day the applicant was last counted as having come.
    pub visited: NaiveDate,
    /// Time spent in steps 1–3.
    pub spent: [Spent; 3],
    /// Emergency sheet it was copied from.
    pub sheet: Option<u32>,
    /// Sequence of its last entry but for messages: the version a screen looked at.
    pub last_seq: u64,
}

impl Application {
    /// Belongs to the working set: not final, or a device job on it is not finished (an owed activation, a
    /// message on its way).
    pub fn on_desk(&self) -> bool {
        !self.stage.is_final() || self.job.is_some() || self.message_is(MessageState::Sending)
    }

    /// The last message stands there.
    pub fn message_is(&self, state: MessageState) -> bool {
        self.message.as_ref().is_some_and(|m| m.state == state)
    }

    /// The result of the biometric test allows the card to go on, on this office day.
    pub fn test_passed(&self, day: NaiveDate) -> bool {
        self.test.as_ref().is_some_and(|t| t.day == day && (t.overridden || t.outcome == TestOutcome::Match))
    }

    /// The central status was read on this office day.
    pub fn status_fresh(&self, day: NaiveDate) -> bool {
        self.status.as_ref().is_some_and(|s| s.day == day)
    }
}
