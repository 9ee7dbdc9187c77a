//! What the engine's errors mean for the desk.

use super::super::error::LedgerError;
use rusqlite::ErrorCode;

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        let code = error.sqlite_error_code();
        let source = Box::new(error);
        match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy(source),
            Some(ErrorCode::DiskFull) => LedgerError::Full { safe: 0, unsure: false, source },
            Some(ErrorCode::OperationInterrupted) => LedgerError::Interrupted,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                LedgerError::Damaged { what: "the file's structure".into(), source: Some(source) }
            }
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::NoLargeFileSupport,
            ) => LedgerError::Disk { safe: 0, unsure: false, source },
            _ => LedgerError::Engine(source),
        }
    }
}

impl LedgerError {
    /// Names the last entry known to be stored.
    pub(super) fn safe_to(mut self, seq: u64) -> LedgerError {
        if let LedgerError::Disk { safe, .. } | LedgerError::Full { safe, .. } = &mut self {
            *safe = seq;
        }
        self
    }

    /// The failure struck the commit itself: whether the act is stored shows only after reopening.
    pub(super) fn at_commit(mut self) -> LedgerError {
        if let LedgerError::Disk { unsure, .. } | LedgerError::Full { unsure, .. } = &mut self {
            *unsure = true;
        }
        self
    }
}

/// A stored document that does not read. The reader's own words could quote what is stored, so only the place
/// and the class of the mistake are told.
pub(super) fn unreadable(what: &str) -> impl Fn(serde_json::Error) -> LedgerError + '_ {
    move |e| {
        let what = format!("the stored {what} does not read ({:?} at byte {})", e.classify(), e.column());
        LedgerError::Damaged { what, source: None }
    }
}
