//! The ledger: the one place where what happened is kept, chained, projected and found again.
//!
//! Owns the trait every engine stands behind and the words it speaks. The journal is the truth; rows are a
//! projection of it by the domain's own fold, written in the same transaction. Separate so that nothing outside
//! knows the engine. Must not know screens, devices or the clock: stamps come with the order.

pub mod backup;
mod codec;
mod error;
mod gate;
mod home;
mod key;
mod runs;
mod seal;
mod sqlite;
mod survive;
mod tree;
mod verified;

pub use backup::{BackupError, Halt, Standing};
pub use codec::{ENTRY_FORMAT, ENTRY_MAX, Entry, Hash, NO_HASH, hex, leaf, personal_body, personal_digest};
pub use error::{LedgerError, Source};
pub use gate::{GATE_WAIT, Gate, Lease};
pub use home::{Home, foreign};
pub use key::{HomeKey, KEY_LEN};
pub use runs::RunLock;
pub use seal::signed;
pub use sqlite::{
    Beside, MARK, MIGRATIONS, SCHEMA, SqliteLedger, Walk, create, go_on, info, mark, open, salvage, seen, stands,
    verify,
};
pub use survive::{Heir, Saved, Seen, Stands};
pub use tree::Tree;
pub use verified::{Fault, FaultKind, Verified};

use crate::domain::application::Stage;
use crate::domain::checklist::RuleSet;
use crate::domain::command::{Command, Erasable, Order, Past, Sealing};
use crate::domain::counts::Counts;
use crate::domain::event::{DayClosed, Draft, Envelope, LedgerKind, Recorded};
use crate::domain::figures::{Figures, Stocks};
use crate::domain::id::{AccountId, AppId, LedgerId, RegisterNumber, RunId};
use crate::domain::invalid::Record;
use crate::domain::nik::Nik;
use crate::domain::office::{File, Office, Rules};
use crate::domain::person::{Name, Phone};
use crate::domain::personal::Person;
use crate::domain::reason::ReasonCode;
use crate::domain::refusal::Refusal;
use crate::domain::report::Day;
use crate::domain::seal::{Seal, SealKey};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How a ledger is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Checklists new applications are received under.
    pub rules: RuleSet,
    /// Longest wait for the write gate.
    pub gate_wait: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options { rules: RuleSet::builtin(), gate_wait: GATE_WAIT }
    }
}

/// What an act has put into the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    pub entries: Vec<Recorded>,
    /// Applications that changed, each once.
    pub touched: Vec<AppId>,
}

/// Whose draft: nobody else sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DraftKey {
    pub account: AccountId,
    pub station: String,
    pub screen: String,
}

/// A day as it stood when it ended: all an exporter reads beside the entries.
#[derive(Clone, Debug, PartialEq)]
pub struct DayState {
    pub date: NaiveDate,
    /// Last entry counted in it.
    pub upto: u64,
    pub figures: Figures,
    pub stocks: Stocks,
    /// Every open file with its stage: part C of the book.
    pub open_files: Vec<(AppId, Stage)>,
    /// Policy, staff and checklists as they stood then.
    pub rules: Rules,
}

/// A closed day.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedDay {
    pub date: NaiveDate,
    /// The entry that closed it.
    pub seq: u64,
    pub closed: DayClosed,
    pub figures: Figures,
    pub stocks: Stocks,
    pub open_files: Vec<AppId>,
    pub upto: u64,
}

/// A close by its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Close {
    pub number: u32,
    pub date: NaiveDate,
    /// The ledger that made it: this one, or one it goes on from.
    pub ledger: LedgerId,
    /// Entries under it that are lost.
    pub lost: u64,
    /// None for a day closed before days were sealed.
    pub seal: Option<Seal>,
    /// The public key in force then.
    pub key: Option<SealKey>,
    /// Merkle tree hash over the entries it closed, from the tree that is kept.
    pub root: Hash,
    /// Digest of the book by format, and the exporters' version.
    pub digests: BTreeMap<String, String>,
    pub format: u16,
}

/// One application found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub app: AppId,
    pub number: RegisterNumber,
    pub stage: Stage,
    pub reason: ReasonCode,
    /// None once erased.
    pub name: Option<Name>,
    pub nik: Option<Nik>,
    pub phone: Option<Phone>,
    /// Office day of receipt.
    pub day: NaiveDate,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    pub rows: Vec<Hit>,
    /// There are more than the limit; how many is not counted.
    pub more: bool,
}

/// Stops a running search from another thread; without a running one it does nothing.
#[derive(Clone)]
pub struct Interrupter(Arc<dyn Fn() + Send + Sync>);

impl Interrupter {
    /// Wraps an engine's own way to stop.
    pub fn new(stop: impl Fn() + Send + Sync + 'static) -> Interrupter {
        Interrupter(Arc::new(stop))
    }

    /// Stops the search now running, if any.
    pub fn stop(&self) {
        (self.0)();
    }
}

/// Finds applications on a connection of its own, so that typing and writing never wait for it.
pub trait Searcher {
    /// Finds by NIK, register number, phone or any part of a name. Whatever is typed is data.
    ///
    /// # Errors
    /// [`LedgerError::Interrupted`] when stopped.
    fn find(&mut self, query: &str, limit: usize) -> Result<Hits, LedgerError>;

    /// A handle for the thread that reads the keys.
    fn interrupter(&self) -> Interrupter;
}

/// What `ledger info` tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    pub id: LedgerId,
    pub kind: LedgerKind,
    /// Only its key opens it.
    pub encrypted: bool,
    pub schema: u32,
    pub entry_format: u16,
    pub entries: u64,
    /// Leaf hash of the last entry.
    pub head: Hash,
    pub applications: u64,
    pub open_files: u64,
    pub open_day: Option<NaiveDate>,
    pub last_closed_day: Option<NaiveDate>,
    pub last_number: Option<RegisterNumber>,
    /// The entry that last closed a day.
    pub last_close: Option<u64>,
    /// The key closes are sealed with.
    pub seal_key: Option<SealKey>,
    /// Size of the ledger file and its side files in bytes.
    pub bytes: u64,
    /// Name and version of the engine.
    pub engine: String,
}

/// How far a long job is: done and total.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Next entries of a bulk fill, decided on the office as it stands; None ends it.
pub type Filling<'a> = &'a mut dyn FnMut(&Office) -> Option<(Vec<Draft>, Envelope)>;

/// Hears entries one after another; an error ends the telling.
pub type Telling<'a> = &'a mut dyn FnMut(Recorded) -> Result<(), LedgerError>;

/// A ledger as one desk uses it.
pub trait Ledger {
    fn id(&self) -> LedgerId;

    /// The working set as of the last act or refresh; always equal to what was stored then.
    fn office(&self) -> &Office;

    /// Takes in what other desks have written; true when there was anything. Also tends the log, so that it
    /// is called about once a second.
    fn refresh(&mut self) -> Result<bool, LedgerError>;

    /// Gate, tail, facts, decision, entries and rows, in one transaction; `clears` drops a draft with it.
    ///
    /// # Errors
    /// The office is then as it was; when [`LedgerError::stops`], only after [`Ledger::reopen`] does it go on.
    fn act(
        &mut self,
        command: &Command,
        order: &Order,
        clears: Option<&DraftKey>,
    ) -> Result<Result<Committed, Refusal>, LedgerError>;

    /// Opens a fresh connection after a failure and reads everything again.
    fn reopen(&mut self) -> Result<(), LedgerError>;

    /// An application, open or closed.
    fn file(&self, app: AppId) -> Result<Option<File>, LedgerError>;

    /// By register number: in full, or its count alone for the newest year that has it.
    fn by_number(&self, text: &str) -> Result<Option<File>, LedgerError>;

    /// Ended applications of a person, newest first, at most [`crate::domain::command::Facts::PAST_LIMIT`].
    fn by_nik(&self, nik: Nik) -> Result<Vec<Past>, LedgerError>;

    /// The person as last entered under a NIK, and when, to fill a form.
    fn last_person(&self, nik: Nik) -> Result<Option<(Person, NaiveDate)>, LedgerError>;

    /// Every entry about an application, oldest first.
    fn history(&self, app: AppId) -> Result<Vec<Recorded>, LedgerError>;

    /// The newest entry about an application that was more than a look at it.
    fn last_act(&self, app: AppId) -> Result<Option<Recorded>, LedgerError>;

    /// One entry.
    fn entry(&self, seq: u64) -> Result<Option<Recorded>, LedgerError>;

    /// A run of the program still holds its lock on this machine.
    fn run_alive(&self, run: RunId) -> bool;

    /// Every entry of an office day, oldest first, up to and including `upto`.
    fn day_entries(&self, date: NaiveDate, upto: Option<u64>) -> Result<Vec<Recorded>, LedgerError>;

    /// A closed day with all that was frozen; None while it is open or unknown.
    fn closed_day(&self, date: NaiveDate) -> Result<Option<ClosedDay>, LedgerError>;

    /// A day as it would be frozen: the open one as it stands, an unclosed or closed one as it ended.
    fn day_state(&self, date: NaiveDate) -> Result<Option<DayState>, LedgerError>;

    /// Dates of closed days, newest first, at most `limit`.
    fn closed_days(&self, limit: usize) -> Result<Vec<NaiveDate>, LedgerError>;

    /// Days that ended between two dates, and the open one as it stands, oldest first: figures and stocks, no entry.
    fn days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Day>, LedgerError>;

    /// The files open when the last day before a date ended, with the last entry counted in that day.
    fn open_before(&self, date: NaiveDate) -> Result<Option<(u64, Vec<AppId>)>, LedgerError>;

    /// Tells every entry of an office day up to and including `upto`, oldest first, one at a time and without
    /// its personal block.
    fn each_entry(&self, date: NaiveDate, upto: u64, told: Telling<'_>) -> Result<(), LedgerError>;

    /// The applications first received on an office day as they stood after entry `upto`, and every entry about
    /// them up to then.
    fn received_on(&self, date: NaiveDate, upto: u64) -> Result<(Vec<File>, Vec<Recorded>), LedgerError>;

    /// An application as it stood after entry `upto`.
    fn file_at(&self, app: AppId, upto: u64) -> Result<Option<File>, LedgerError>;

    /// The public half of the key closes are sealed with, made on the first call; whoever closes adopts it.
    fn seal_key(&mut self, station: &str) -> Result<SealKey, LedgerError>;

    /// Seals the close of a day whose book ends at entry `upto`: the next number, the Merkle root over the journal
    /// up to there, what was counted, signed. Reads only what came after the last close. None before there is a key.
    fn seal(&self, date: NaiveDate, upto: u64, counts: &Counts) -> Result<Option<Sealing>, LedgerError>;

    /// A close by its number, from 1; None when there have not been so many.
    fn close(&self, number: u32) -> Result<Option<Close>, LedgerError>;

    /// The number of the close that froze this digest of a book, and the format it is of.
    fn closed_with(&self, digest: &str) -> Result<Option<(u32, String)>, LedgerError>;

    /// A record of destruction with its cards; None when there is none of that number.
    fn record(&self, year: i32, no: u32) -> Result<Option<Record>, LedgerError>;

    fn draft(&self, key: &DraftKey) -> Result<Option<Vec<u8>>, LedgerError>;
    fn put_draft(&mut self, key: &DraftKey, json: &[u8]) -> Result<(), LedgerError>;
    fn drop_draft(&mut self, key: &DraftKey) -> Result<(), LedgerError>;

    fn searcher(&self) -> Result<Box<dyn Searcher + Send>, LedgerError>;

    /// Deletes the personal blocks of entries whose term is over, with everything projected from them.
    /// Answers how many there were.
    fn erase(&mut self, seqs: &[u64], station: &str) -> Result<u64, LedgerError>;

    /// One step of erasing what ended before an office day, beginning after an application: the next files in the
    /// order they were received, then the words of searches. Answers where to go on; None when nothing is left.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] when somebody reading kept a copy in the log; the same step again finishes it.
    fn erase_ended(&mut self, before: NaiveDate, after: AppId, station: &str) -> Result<Option<AppId>, LedgerError>;

    /// What there is to erase of files that ended before an office day, and of searches made before it.
    fn erasable(&self, before: NaiveDate) -> Result<Erasable, LedgerError>;

    /// Every looking between two dates by the clock of the desk it was made at, oldest first.
    fn lookings(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Recorded>, LedgerError>;

    /// Fills a ledger with many entries through the same codec, chain and projection, in large transactions.
    /// The filling decides; nothing is checked here but the form. Answers how many entries were written.
    fn bulk(&mut self, station: &str, next: Filling<'_>) -> Result<u64, LedgerError>;

    /// Replays the journal into emptied projection tables; answers how many entries there were.
    fn rebuild(&mut self, station: &str, progress: Progress<'_>) -> Result<u64, LedgerError>;

    fn info(&self) -> Result<Info, LedgerError>;
}
