//! Everything the ledger can fail with, by stable code.
//!
//! Separate because the desk's reaction depends on the kind alone: wait, tell, or stop taking commands. Carries
//! no personal data and no engine's types in its variants; the engine's own error stays in the chain as source.

use std::error::Error;
use std::path::PathBuf;

/// Where an error came from.
pub type Source = Box<dyn Error + Send + Sync>;

/// A failure of the ledger. A refused command is not one.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("L-001 no ledger at {path}")]
    Missing { path: PathBuf },
    #[error("L-002 there is a ledger already at {path}")]
    Exists { path: PathBuf },
    #[error("L-003 {path} is not a ledger of this program")]
    NotALedger { path: PathBuf },
    #[error("L-004 the ledger has schema {found}; this program knows up to {known}")]
    Newer { found: u32, known: u32 },
    #[error("L-005 the database engine {found} is too old")]
    EngineTooOld { found: String },
    #[error("L-006 {path} lies on a foreign file system ({kind}); a ledger needs a local disk")]
    ForeignDisk { path: PathBuf, kind: &'static str },
    #[error("L-007 {path} has mode {found:04o}; only its owner may read it ({wanted:04o})")]
    Permissions { path: PathBuf, found: u32, wanted: u32 },
    #[error("L-008 the ledger at {path} was never finished")]
    Unfinished { path: PathBuf },
    /// A copy can be read; to work on, it must become a ledger of its own.
    #[error("L-014 {path} is a copy; nothing is written to it")]
    Copy { path: PathBuf },
    /// The file lies elsewhere: its log would not lie beside it for every program that opens it.
    #[error("L-017 {path} is a symbolic link")]
    Linked { path: PathBuf },
    /// Another key encrypted it, or its first page is damaged: the engine cannot tell which.
    #[error("L-009 the ledger at {path} does not open with this key")]
    WrongKey {
        path: PathBuf,
        #[source]
        source: Option<Source>,
    },
    /// Another process holds the write gate; nothing was written, try again.
    #[error("L-010 the ledger is being written by {by}")]
    GateHeld { by: String },
    /// The engine is locked by somebody outside the gate; nothing was written, try again.
    #[error("L-011 the ledger is locked")]
    Busy(#[source] Source),
    /// Another ledger is being put in place of this one; nothing was written, try again.
    #[error("L-012 the ledger is being exchanged for another")]
    Exchanging,
    /// Somebody has the ledger open, so that no other can be put in its place.
    #[error("L-013 the ledger is open elsewhere")]
    InUse,
    /// An earlier failure dropped the connection; nothing is taken until it is reopened.
    #[error("L-020 the ledger is stopped since an earlier failure")]
    Stopped,
    /// Entries up to `safe` are stored; when `unsure` the last act may be stored too: reopen and look.
    #[error("L-021 the disk failed; entries up to {safe} are stored")]
    Disk {
        safe: u64,
        unsure: bool,
        #[source]
        source: Source,
    },
    #[error("L-022 the disk is full; entries up to {safe} are stored")]
    Full {
        safe: u64,
        unsure: bool,
        #[source]
        source: Source,
    },
    #[error("L-023 the ledger is damaged: {what}")]
    Damaged {
        what: String,
        #[source]
        source: Option<Source>,
    },
    /// An entry does not bear out its hash, its personal block or its form.
    #[error("L-024 entry {seq} is broken: {what}")]
    Broken { seq: u64, what: String },
    /// The stored end of the journal is not the one this desk stands on.
    #[error("L-025 the ledger was changed underneath: entry {seq} is not the one known")]
    Diverged { seq: u64 },
    /// An older file was put back: what somebody has seen is not in it.
    #[error("L-026 the ledger ends at entry {here}; entry {seen} was seen")]
    RolledBack { here: u64, seen: u64 },
    #[error("L-030 an entry of {len} bytes is over the limit of {max}")]
    TooLarge { len: usize, max: usize },
    #[error("L-031 an act needs at least one entry")]
    NoEntries,
    #[error("L-032 no random numbers from the system")]
    Random(#[source] Source),
    #[error("L-033 {path} cannot be used")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// A search was stopped by a newer one.
    #[error("L-040 interrupted")]
    Interrupted,
    #[error("L-050 the engine refused a statement")]
    Engine(#[source] Source),
}

impl LedgerError {
    /// Every code with what it names, in order.
    pub const CODES: &'static [&'static str] = &[
        "L-001", "L-002", "L-003", "L-004", "L-005", "L-006", "L-007", "L-008", "L-009", "L-010", "L-011", "L-012",
        "L-013", "L-014", "L-017", "L-020", "L-021", "L-022", "L-023", "L-024", "L-025", "L-026", "L-030", "L-031",
        "L-032", "L-033", "L-040", "L-050",
    ];

    /// The stable code.
    pub fn code(&self) -> &'static str {
        use LedgerError::*;
        match self {
            Missing { .. } => "L-001",
            Exists { .. } => "L-002",
            NotALedger { .. } => "L-003",
            Newer { .. } => "L-004",
            EngineTooOld { .. } => "L-005",
            ForeignDisk { .. } => "L-006",
            Permissions { .. } => "L-007",
            Unfinished { .. } => "L-008",
            Copy { .. } => "L-014",
            WrongKey { .. } => "L-009",
            GateHeld { .. } => "L-010",
            Busy(_) => "L-011",
            Exchanging => "L-012",
            InUse => "L-013",
            Linked { .. } => "L-017",
            Stopped => "L-020",
            Disk { .. } => "L-021",
            Full { .. } => "L-022",
            Damaged { .. } => "L-023",
            Broken { .. } => "L-024",
            Diverged { .. } => "L-025",
            RolledBack { .. } => "L-026",
            TooLarge { .. } => "L-030",
            NoEntries => "L-031",
            Random(_) => "L-032",
            File { .. } => "L-033",
            Interrupted => "L-040",
            Engine(_) => "L-050",
        }
    }

    /// The desk must stop taking commands until the ledger is reopened and read again.
    pub fn stops(&self) -> bool {
        use LedgerError::*;
        matches!(
            self,
            Stopped
                | WrongKey { .. }
                | Disk { .. }
                | Full { .. }
                | Damaged { .. }
                | Broken { .. }
                | Diverged { .. }
                | RolledBack { .. }
                | Engine(_)
        )
    }

    /// Nothing was written and the same act may simply be tried again.
    pub fn passes(&self) -> bool {
        use LedgerError::*;
        matches!(self, GateHeld { .. } | Busy(_) | Exchanging | InUse)
    }
}
