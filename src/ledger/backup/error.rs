//! Everything a backup or a restore can fail with, by stable code.
//!
//! Separate from the ledger's errors because none of these stops the desk: the ledger itself is well.

use super::super::error::LedgerError;
use super::super::{Fault, Verified};
use std::path::{Path, PathBuf};

/// Why there is no backup, or why one is not believed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder is not there: a stick that is not plugged in.
    #[error("B-001 {path} is not there")]
    Absent { path: PathBuf },
    #[error("B-002 {path} lies within the home")]
    Inside { path: PathBuf },
    #[error("B-003 another backup is being made")]
    Busy,
    #[error("B-004 no room left at {path}")]
    Full {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("B-005 {path} cannot be read or written")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// The ledger could not be read, or the copy not written.
    #[error("B-006 the ledger could not be copied")]
    Ledger(#[source] LedgerError),
    /// The copy was read back and is not whole.
    #[error("B-007 the copy is not whole: {}", .0.what)]
    Unsound(Fault),
    #[error("B-008 halted")]
    Halted,
    #[error("B-009 {path} is not a backup")]
    NotABackup { path: PathBuf },
    /// A file is not the one the manifest was written for.
    #[error("B-010 {file} is not the one that was backed up")]
    Altered { file: String },
    /// A home is never written over.
    #[error("B-012 there is something at {path}")]
    Taken { path: PathBuf },
    #[error("B-011 the backup is of a newer program (format {found}, known {known})")]
    Newer { found: u16, known: u16 },
}

impl BackupError {
    /// Every code, in order.
    pub const CODES: &'static [&'static str] =
        &["B-001", "B-002", "B-003", "B-004", "B-005", "B-006", "B-007", "B-008", "B-009", "B-010", "B-011", "B-012"];

    /// The stable code.
    pub fn code(&self) -> &'static str {
        use BackupError::*;
        match self {
            Absent { .. } => "B-001",
            Inside { .. } => "B-002",
            Busy => "B-003",
            Full { .. } => "B-004",
            File { .. } => "B-005",
            Ledger(_) => "B-006",
            Unsound(_) => "B-007",
            Halted => "B-008",
            NotABackup { .. } => "B-009",
            Altered { .. } => "B-010",
            Newer { .. } => "B-011",
            Taken { .. } => "B-012",
        }
    }
}

impl From<LedgerError> for BackupError {
    fn from(error: LedgerError) -> BackupError {
        match error {
            LedgerError::Interrupted => BackupError::Halted,
            LedgerError::File { path, source } => io(&path)(source),
            error => BackupError::Ledger(error),
        }
    }
}

/// Names the file an error of the system is about.
pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + '_ {
    move |source| {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => BackupError::Full { path, source },
            _ => BackupError::File { path, source },
        }
    }
}

/// A verification's answer as a result.
pub(super) fn sound(found: Result<Verified, Fault>) -> Result<Verified, BackupError> {
    found.map_err(BackupError::Unsound)
}
