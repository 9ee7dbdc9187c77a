//! What reading a whole ledger comes to: what was counted, or the first thing that is wrong.
//!
//! Separate from the trait because a desk at work asks for neither. Values and their stable codes only.

use super::codec::Hash;

/// A ledger found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub head: Hash,
    pub applications: u64,
    /// Entries whose personal block was erased after its term.
    pub erased: u64,
    pub days: u64,
    /// Sealed closes among them.
    pub seals: u64,
    /// Entries declared lost by the ledger itself, when it went on from a damaged one.
    pub lost: u64,
}

/// What such a reading can find wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The engine's own structures are damaged.
    Engine,
    /// An entry is missing from the sequence.
    Missing,
    /// The bytes of an entry cannot be read.
    Unreadable,
    /// An entry of another ledger or another place in this one.
    Foreign,
    /// The bytes of an entry do not give its hash.
    Hash,
    /// An entry does not continue the one before it.
    Link,
    /// A personal block is not the one the entry was made with.
    Personal,
    /// A register number leaves a gap or stands twice.
    Number,
    /// An equation of the day's figures does not hold.
    Equation,
    /// A projected row is not what the journal gives.
    Row,
    /// The number of a seal leaves a gap or stands twice.
    SealNumber,
    /// A seal names a key that was not in force.
    SealKey,
    /// The signature of a seal is not of its day, counts and entries.
    SealSignature,
    /// A seal is over other entries than its close.
    SealRoot,
    /// The reasons beside a close are not those under its seal.
    SealReasons,
    /// A close without a seal although a key was adopted.
    SealMissing,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [FaultKind; 16] = {
        use FaultKind::*;
        [
            Engine,
            Missing,
            Unreadable,
            Foreign,
            Hash,
            Link,
            Personal,
            Number,
            Equation,
            Row,
            SealNumber,
            SealKey,
            SealSignature,
            SealRoot,
            SealReasons,
            SealMissing,
        ]
    };

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            FaultKind::Engine => "V-001",
            FaultKind::Missing => "V-002",
            FaultKind::Unreadable => "V-003",
            FaultKind::Foreign => "V-004",
            FaultKind::Hash => "V-005",
            FaultKind::Link => "V-006",
            FaultKind::Personal => "V-007",
            FaultKind::Number => "V-008",
            FaultKind::Equation => "V-009",
            FaultKind::Row => "V-010",
            FaultKind::SealNumber => "V-011",
            FaultKind::SealKey => "V-012",
            FaultKind::SealSignature => "V-013",
            FaultKind::SealRoot => "V-014",
            FaultKind::SealReasons => "V-015",
            FaultKind::SealMissing => "V-016",
        }
    }
}

/// The first thing wrong with a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The entry concerned, where it is one.
    pub seq: Option<u64>,
    pub kind: FaultKind,
    /// Technical detail without personal data.
    pub what: String,
}
