//! What a command wants to know from outside the working set, and the answers.
//!
//! Separate from the commands because the ledger answers these without knowing what is decided on them. Must not
//! look anything up.

use super::application::Stage;
use super::checklist::Checklist;
use super::id::{AppId, RegisterNumber, RunId};
use super::nik::Nik;
use super::office::File;
use super::reason::ReasonCode;
use chrono::NaiveDate;

/// Look-ups a command needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wants {
    /// Closed applications of this person.
    pub nik: Option<Nik>,
    /// A closed file by its identity.
    pub closed: Option<AppId>,
    /// An earlier application named by the command, open or closed.
    pub linked: Option<AppId>,
    /// The checklist in force for this reason.
    pub reason: Option<ReasonCode>,
    /// Whether this run of the program still lives.
    pub run: Option<RunId>,
    /// What there is to erase of files that ended before this office day.
    pub erasable: Option<NaiveDate>,
}

/// A closed application of the same person.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    pub app: AppId,
    pub number: RegisterNumber,
    pub reason: ReasonCode,
    pub stage: Stage,
    /// When it reached that final stage, UTC milliseconds.
    pub ended_ms: i64,
}

/// What the ledger looked up for a command; the answer to [`Wants`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Sequence the first new entry will get.
    pub next_seq: u64,
    /// Newest first, at most [`Facts::PAST_LIMIT`].
    pub past: Vec<Past>,
    pub closed: Option<File>,
    pub linked_exists: bool,
    pub checklist: Option<Checklist>,
    /// The run asked for still holds its lock.
    pub run_alive: bool,
    pub erasable: Erasable,
}

/// Personal data whose term is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erasable {
    /// Files that ended, with a person in them.
    pub files: u32,
    /// Searches whose words are still kept.
    pub searches: u32,
}

impl Erasable {
    /// There is nothing.
    pub fn is_nothing(&self) -> bool {
        *self == Erasable::default()
    }
}

impl Facts {
    /// How many past applications of a person are looked at.
    pub const PAST_LIMIT: usize = 20;
}
