//! The record's status at the centre, as the operator reads it, and why a file may have to wait.
//!
//! Separate because the list is public knowledge about another system and grows: unknown
//! words are kept as they are. Must not decide which status may go on; that is the checklist's, by reason.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clean::{Line, TooLong, fold};
use super::person::STATUS_TEXT;

/// Status of a record in SIAK or the answer of the data centre.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CentralStatus {
    /// No record yet.
    Unregistered,
    /// Captured, not sent.
    BioCaptured,
    /// Being processed.
    Processing,
    /// Sent, waiting at the centre (SFE).
    SentForEnrollment,
    /// Arrived at the centre.
    ReceivedAtCentral,
    /// Biometrics incomplete or unreadable (EFAC).
    EnrollFailureAtCentral,
    /// The centre's search for duplicates failed.
    SearchFailureAtCentral,
    /// Enrolment failed at the regional server.
    EnrollFailureAtRegional,
    /// People at the centre compare it with another record.
    AdjudicateRecord,
    /// Recorded twice: no card until the duplicate is deleted (DUP).
    DuplicateRecord,
    /// Single and ready to print (PRR).
    PrintReadyRecord,
    /// Released for printing.
    SentForCardPrinting,
    /// Printed.
    CardPrinted,
    /// Shipped.
    CardShipped,
    /// Issued.
    CardIssued,
    /// The register says deceased (answer 11).
    Deceased,
    /// The register says double data (answer 12).
    DoubleData,
    /// The NIK is not active (answer 14).
    Inactive,
    /// In the register, never recorded biometrically.
    NotRecorded,
    /// Any other wording.
    Other(Line<STATUS_TEXT>),
}

/// Why a text is no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// Nothing written.
    #[error("no status")]
    Empty,
    /// Over [`STATUS_TEXT`] characters.
    #[error("the status is too long")]
    TooLong(#[source] TooLong),
}

impl StatusError {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "status.empty",
            Self::TooLong(_) => "status.too_long",
        }
    }
}

/// Other spellings of known statuses, folded: abbreviations, answer numbers, what SIAK shows in words.
const ALIASES: [(&str, CentralStatus); 16] = [
    ("PRR", CentralStatus::PrintReadyRecord),
    ("SIAP CETAK", CentralStatus::PrintReadyRecord),
    ("TUNGGAL", CentralStatus::PrintReadyRecord),
    ("SFE", CentralStatus::SentForEnrollment),
    ("PRO", CentralStatus::Processing),
    ("EFAC", CentralStatus::EnrollFailureAtCentral),
    ("DUP", CentralStatus::DuplicateRecord),
    ("DUPLICATE", CentralStatus::DuplicateRecord),
    ("11", CentralStatus::Deceased),
    ("MENINGGAL", CentralStatus::Deceased),
    ("12", CentralStatus::DoubleData),
    ("GANDA", CentralStatus::DoubleData),
    ("14", CentralStatus::Inactive),
    ("NON AKTIF", CentralStatus::Inactive),
    ("NONAKTIF", CentralStatus::Inactive),
    ("BELUM REKAM", CentralStatus::NotRecorded),
];

impl CentralStatus {
    /// Every known status, in the order a record lives through them.
    pub const KNOWN: [Self; 19] = [
        Self::Unregistered,
        Self::BioCaptured,
        Self::Processing,
        Self::SentForEnrollment,
        Self::ReceivedAtCentral,
        Self::EnrollFailureAtCentral,
        Self::SearchFailureAtCentral,
        Self::EnrollFailureAtRegional,
        Self::AdjudicateRecord,
        Self::DuplicateRecord,
        Self::PrintReadyRecord,
        Self::SentForCardPrinting,
        Self::CardPrinted,
        Self::CardShipped,
        Self::CardIssued,
        Self::Deceased,
        Self::DoubleData,
        Self::Inactive,
        Self::NotRecorded,
    ];

    /// Reads what the operator typed: a code in any case and spacing, an abbreviation, or any other
    /// wording of up to 60 characters.
    ///
    /// # Errors
    /// [`StatusError`] for nothing or too much.
    pub fn parse(text: &str) -> Result<Self, StatusError> {
        let other: Line<STATUS_TEXT> = Line::parse(text).map_err(StatusError::TooLong)?;
        if other.is_empty() {
            return Err(StatusError::Empty);
        }
        let key = fold(other.as_str());
        if let Some(known) = Self::KNOWN.into_iter().find(|known| fold(known.code()) == key) {
            return Ok(known);
        }
        match ALIASES.iter().find(|(alias, _)| *alias == key) {
            Some((_, known)) => Ok(known.clone()),
            None => Ok(Self::other(other)),
        }
    }

    /// A wording that looks like a code is upper case, so that the same code is the same status.
    fn other(text: Line<STATUS_TEXT>) -> Self {
        let code_like = text.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let upper = text.as_str().to_ascii_uppercase();
        Self::Other(if code_like { Line::parse(&upper).unwrap_or(text) } else { text })
    }

    /// The code as the centre writes it; for any other wording, the wording.
    pub fn code(&self) -> &str {
        match self {
            Self::Unregistered => "UNREGISTERED",
            Self::BioCaptured => "BIO_CAPTURED",
            Self::Processing => "PROCESSING",
            Self::SentForEnrollment => "SENT_FOR_ENROLLMENT",
            Self::ReceivedAtCentral => "RECEIVED_AT_CENTRAL",
            Self::EnrollFailureAtCentral => "ENROLL_FAILURE_AT_CENTRAL",
            Self::SearchFailureAtCentral => "SEARCH_FAILURE_AT_CENTRAL",
            Self::EnrollFailureAtRegional => "ENROLL_FAILURE_AT_REGIONAL",
            Self::AdjudicateRecord => "ADJUDICATE_RECORD",
            Self::DuplicateRecord => "DUPLICATE_RECORD",
            Self::PrintReadyRecord => "PRINT_READY_RECORD",
            Self::SentForCardPrinting => "SENT_FOR_CARD_PRINTING",
            Self::CardPrinted => "CARD_PRINTED",
            Self::CardShipped => "CARD_SHIPPED",
            Self::CardIssued => "CARD_ISSUED",
            Self::Deceased => "DECEASED",
            Self::DoubleData => "DOUBLE_DATA",
            Self::Inactive => "INACTIVE",
            Self::NotRecorded => "NOT_RECORDED",
            Self::Other(text) => text.as_str(),
        }
    }

    /// Whether a rule file may let this status go on at all: known ones only where the record is single
    /// and released; an unknown wording is the office's own knowledge.
    pub const fn printable(&self) -> bool {
        matches!(
            self,
            Self::PrintReadyRecord
                | Self::SentForCardPrinting
                | Self::CardPrinted
                | Self::CardShipped
                | Self::CardIssued
                | Self::Other(_)
        )
    }

    /// The reason to suggest when a file with this status may not go on.
    pub const fn advice(&self) -> DeferralReason {
        match self {
            Self::BioCaptured
            | Self::Processing
            | Self::SentForEnrollment
            | Self::ReceivedAtCentral
            | Self::SearchFailureAtCentral => DeferralReason::WaitingAtCentre,
            Self::EnrollFailureAtCentral | Self::EnrollFailureAtRegional => DeferralReason::EnrolmentFailed,
            Self::AdjudicateRecord => DeferralReason::Adjudication,
            Self::DuplicateRecord | Self::DoubleData => DeferralReason::Duplicate,
            Self::Deceased => DeferralReason::Deceased,
            Self::Inactive => DeferralReason::Inactive,
            Self::Unregistered | Self::NotRecorded => DeferralReason::NotRecorded,
            Self::PrintReadyRecord
            | Self::SentForCardPrinting
            | Self::CardPrinted
            | Self::CardShipped
            | Self::CardIssued
            | Self::Other(_) => DeferralReason::Other,
        }
    }
}

impl TryFrom<String> for CentralStatus {
    type Error = StatusError;
    fn try_from(text: String) -> Result<Self, StatusError> {
        Self::parse(&text)
    }
}

impl From<CentralStatus> for String {
    fn from(status: CentralStatus) -> Self {
        status.code().to_owned()
    }
}

/// Why a file is deferred; each has its words and advice in `text`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DeferralReason {
    /// The centre has not finished.
    WaitingAtCentre,
    /// Recorded twice; the duplicate must be deleted on request.
    Duplicate,
    /// The centre could not use the biometrics; recording again only by instruction.
    EnrolmentFailed,
    /// People at the centre compare records.
    Adjudication,
    /// The register says deceased.
    Deceased,
    /// The NIK is not active.
    Inactive,
    /// Never recorded: recording comes first.
    NotRecorded,
    /// The family card must be corrected first.
    KkNotUpdated,
    /// The fingerprint did not match and the case went to the centre.
    NoMatchToCentre,
    /// The chip can't be activated.
    ChipFault,
    /// A supervisor's approval is awaited (practice.md 15).
    WaitingForApproval,
    /// No blank cards.
    BlanksOut,
    /// A device is out of order.
    DeviceFault,
    /// The applicant must come.
    ApplicantAbsent,
    /// Anything else, in a note.
    Other,
}

impl DeferralReason {
    /// Every reason, in the order a list shows them.
    pub const ALL: [Self; 15] = [
        Self::WaitingAtCentre,
        Self::Duplicate,
        Self::EnrolmentFailed,
        Self::Adjudication,
        Self::Deceased,
        Self::Inactive,
        Self::NotRecorded,
        Self::KkNotUpdated,
        Self::NoMatchToCentre,
        Self::ChipFault,
        Self::WaitingForApproval,
        Self::BlanksOut,
        Self::DeviceFault,
        Self::ApplicantAbsent,
        Self::Other,
    ];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WaitingAtCentre => "waiting_at_centre",
            Self::Duplicate => "duplicate",
            Self::EnrolmentFailed => "enrolment_failed",
            Self::Adjudication => "adjudication",
            Self::Deceased => "deceased",
            Self::Inactive => "inactive",
            Self::NotRecorded => "not_recorded",
            Self::KkNotUpdated => "kk_not_updated",
            Self::NoMatchToCentre => "no_match_to_centre",
            Self::ChipFault => "chip_fault",
            Self::WaitingForApproval => "waiting_for_approval",
            Self::BlanksOut => "blanks_out",
            Self::DeviceFault => "device_fault",
            Self::ApplicantAbsent => "applicant_absent",
            Self::Other => "other",
        }
    }

    /// The reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Not a code of a deferral reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a deferral reason")]
pub struct UnknownDeferral;

impl TryFrom<String> for DeferralReason {
    type Error = UnknownDeferral;
    fn try_from(code: String) -> Result<Self, UnknownDeferral> {
        Self::from_code(&code).ok_or(UnknownDeferral)
    }
}

impl From<DeferralReason> for String {
    fn from(reason: DeferralReason) -> Self {
        reason.code().to_owned()
    }
}

impl fmt::Debug for DeferralReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeferralReason({})", self.code())
    }
}
