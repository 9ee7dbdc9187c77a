//! Why a card is applied for: the codes printed on form F-1.02.
//!
//! Separate because the code decides documents, statuses and the old card's fate elsewhere. Must not know
//! the documents themselves (`checklist`) nor the words shown.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Kind of application (Perpres 96/2018 art. 14; F-1.02 column II A–G and column IV B).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ReasonCode {
    /// II.A baru: the first card.
    New,
    /// II.B pindah datang.
    MovedIn,
    /// II.C.1 hilang.
    Lost,
    /// II.C.2 rusak.
    Damaged,
    /// II.D perpanjangan ITAP.
    ItapExtension,
    /// II.E perubahan status kewarganegaraan.
    CitizenshipChange,
    /// II.F luar domisili.
    OutOfDomicile,
    /// II.G transmigrasi.
    Transmigration,
    /// IV.B perubahan data.
    DataChange,
}

/// What is expected of the old card at handover (practice.md 24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldCard {
    /// It is taken back; otherwise "not brought" with a cause.
    Withdrawn,
    /// None, because it is lost.
    Lost,
    /// None, because there never was one.
    NeverHad,
    /// Any of the three: the applicant is asked.
    Asked,
}

/// Not a code of F-1.02.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of F-1.02")]
pub struct UnknownReason;

impl UnknownReason {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        "reason.unknown"
    }
}

impl ReasonCode {
    /// How many kinds there are.
    pub const COUNT: usize = 9;

    /// Every kind, in the order of the form.
    pub const ALL: [Self; Self::COUNT] = [
        Self::New,
        Self::MovedIn,
        Self::Lost,
        Self::Damaged,
        Self::ItapExtension,
        Self::CitizenshipChange,
        Self::OutOfDomicile,
        Self::Transmigration,
        Self::DataChange,
    ];

    /// The code as printed on the form: `II.C.1`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "II.A",
            Self::MovedIn => "II.B",
            Self::Lost => "II.C.1",
            Self::Damaged => "II.C.2",
            Self::ItapExtension => "II.D",
            Self::CitizenshipChange => "II.E",
            Self::OutOfDomicile => "II.F",
            Self::Transmigration => "II.G",
            Self::DataChange => "IV.B",
        }
    }

    /// The kind with this code; case, blanks and a missing dot (`iic1`) don't matter.
    pub fn from_code(code: &str) -> Option<Self> {
        let bare = |text: &str| -> String {
            let kept = text.chars().filter(char::is_ascii_alphanumeric);
            kept.map(|c| c.to_ascii_uppercase()).collect()
        };
        let only_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ' ');
        if !code.chars().all(only_code) {
            return None;
        }
        let wanted = bare(code);
        Self::ALL.into_iter().find(|reason| bare(reason.code()) == wanted)
    }

    /// Place in [`ReasonCode::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What is expected of the old card at handover.
    pub const fn old_card_expected(self) -> OldCard {
        match self {
            Self::New => OldCard::NeverHad,
            Self::Lost => OldCard::Lost,
            // Art. 14 lets a non-resident ask for a first card or for one lost or damaged.
            Self::OutOfDomicile => OldCard::Asked,
            Self::MovedIn
            | Self::Damaged
            | Self::ItapExtension
            | Self::CitizenshipChange
            | Self::Transmigration
            | Self::DataChange => OldCard::Withdrawn,
        }
    }
}

impl TryFrom<String> for ReasonCode {
    type Error = UnknownReason;
    fn try_from(code: String) -> Result<Self, UnknownReason> {
        Self::from_code(&code).ok_or(UnknownReason)
    }
}

impl From<ReasonCode> for String {
    fn from(reason: ReasonCode) -> Self {
        reason.code().to_owned()
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReasonCode({})", self.code())
    }
}
