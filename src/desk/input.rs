//! What the outside just said to the desk.
//!
//! Separate from the threads that deliver it, so that the same desk runs headless in tests and in the
//! replay of a recorded session. Every input carries its stamp: the desk has no clock.

use super::cards::Looked;
use super::keeper::Kept;
use crate::card::{RecordError, Wanted};
use crate::device::Report;
use crate::domain::id::AppId;
use crate::domain::time::Stamp;
use crate::ui::keymap::Key;
use crate::view::FoundRow;

/// One thing the outside said.
pub enum Input {
    Key(Key),
    Paste(String),
    Resize,
    /// About once a second.
    Tick,
    /// Time to try a held act again.
    Again,
    Device(Report),
    /// A search came back.
    Found {
        query: String,
        rows: Vec<FoundRow>,
        more: bool,
    },
    /// A look for a print record came back.
    Card {
        app: AppId,
        wanted: Wanted,
        looked: Looked,
    },
    /// A print record that was used could not be removed.
    CardKept(RecordError),
    /// The keeper of the ledger has something to say.
    Kept(Kept),
    /// The search failed; the desk goes on without it.
    FindFailed(String),
    /// The terminal is gone or the system wants the program to end.
    HangUp,
    /// Back from being stopped: everything must be drawn again.
    Continued,
}

/// An input and when it came.
pub struct Stamped {
    pub at: Stamp,
    pub input: Input,
}
