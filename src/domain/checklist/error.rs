//! What can be wrong with a rule file, and where.
//!
//! Separate from the reading so that the words for each mistake can be found in one list. Must not know
//! how the file is read.

use crate::domain::reason::ReasonCode;

/// The first mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {key}: {kind}")]
pub struct RuleError {
    /// Line of the mistake, from 1.
    pub line: usize,
    /// Path of the key, as `reason[2].item[0].need`, both counted from 0; empty for the file as a whole.
    pub key: String,
    /// What is wrong.
    pub kind: RuleErrorKind,
}

/// What is wrong with a rule file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleErrorKind {
    /// Over [`MAX_FILE`](super::MAX_FILE) bytes.
    #[error("the file has {0} bytes, over the limit")]
    FileTooLarge(usize),
    /// Not TOML.
    #[error("not valid TOML: {0}")]
    Syntax(String),
    /// A format this program does not read.
    #[error("only format 1 is known")]
    Format,
    /// A key that means nothing here.
    #[error("unknown key")]
    UnknownKey,
    /// A key that must be there.
    #[error("the key is missing")]
    MissingKey,
    /// A value of the wrong kind.
    #[error("{0} is needed here")]
    WrongType(&'static str),
    /// An empty text or list.
    #[error("empty")]
    Empty,
    /// A text over its limit.
    #[error("{len} characters where {max} are allowed")]
    TooLong {
        /// Length found.
        len: usize,
        /// Length allowed.
        max: usize,
    },
    /// Not an identifier.
    #[error("an identifier has small letters, digits and dashes")]
    BadId,
    /// An identifier or status that stands twice.
    #[error("stands twice")]
    Duplicate,
    /// Not a code of F-1.02.
    #[error("not a code of F-1.02")]
    UnknownReason,
    /// A kind of application without a checklist.
    #[error("no checklist for {0}")]
    MissingReason(ReasonCode),
    /// Neither required, conditional nor optional.
    #[error("must be required, conditional or optional")]
    UnknownNeed,
    /// A conditional item that does not say when.
    #[error("a conditional item must say when")]
    WhenMissing,
    /// A condition on an item that is not conditional.
    #[error("only a conditional item has a condition")]
    WhenNotNeeded,
    /// More items than digits to tick them.
    #[error("{0} items, more than nine")]
    TooManyItems(usize),
    /// A status neither known nor declared in `other_statuses`.
    #[error("unknown status, not declared in other_statuses")]
    UnknownStatus,
    /// A status with which no card can be printed.
    #[error("with this status no card can be printed")]
    NotPrintable,
    /// An item demands a document that must not be demanded.
    #[error("demands a forbidden document: {0}")]
    Forbidden(String),
}

impl RuleErrorKind {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FileTooLarge(_) => "rules.file_too_large",
            Self::Syntax(_) => "rules.syntax",
            Self::Format => "rules.format",
            Self::UnknownKey => "rules.unknown_key",
            Self::MissingKey => "rules.missing_key",
            Self::WrongType(_) => "rules.wrong_type",
            Self::Empty => "rules.empty",
            Self::TooLong { .. } => "rules.too_long",
            Self::BadId => "rules.bad_id",
            Self::Duplicate => "rules.duplicate",
            Self::UnknownReason => "rules.unknown_reason",
            Self::MissingReason(_) => "rules.missing_reason",
            Self::UnknownNeed => "rules.unknown_need",
            Self::WhenMissing => "rules.when_missing",
            Self::WhenNotNeeded => "rules.when_not_needed",
            Self::TooManyItems(_) => "rules.too_many_items",
            Self::UnknownStatus => "rules.unknown_status",
            Self::NotPrintable => "rules.not_printable",
            Self::Forbidden(_) => "rules.forbidden",
        }
    }
}
