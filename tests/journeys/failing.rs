//! A ledger whose disk fails when a test says so.
//!
//! Separate from the real one, which stands behind it: only the answers are spoilt. It must not keep anything
//! of its own.

use chrono::NaiveDate;
use loket::domain::command::{Command, Erasable, Order, Past, Sealing};
use loket::domain::counts::Counts;
use loket::domain::event::Recorded;
use loket::domain::id::{AppId, LedgerId, RunId};
use loket::domain::invalid::Record;
use loket::domain::nik::Nik;
use loket::domain::office::{File, Office};
use loket::domain::personal::Person;
use loket::domain::refusal::Refusal;
use loket::domain::report::Day;
use loket::domain::seal::SealKey;
use loket::ledger::*;
use std::cell::Cell;
use std::rc::Rc;

/// What the disk does next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disk {
    #[default]
    Works,
    /// Nothing can be written or opened.
    Refuses,
    /// The next act is stored, but nobody hears so; opening works again.
    LosesTheAnswer,
}

/// The lever, shared with the test.
pub type Lever = Rc<Cell<Disk>>;

/// The real ledger behind the lever.
pub struct Failing {
    pub real: SqliteLedger,
    pub lever: Lever,
}

impl Failing {
    fn broken(&self, unsure: bool) -> LedgerError {
        let safe = self.real.office().desk.seq;
        LedgerError::Disk { safe, unsure, source: "the test pulled the lever".into() }
    }
}

impl Ledger for Failing {
    fn act(
        &mut self,
        command: &Command,
        order: &Order,
        clears: Option<&DraftKey>,
    ) -> Result<Result<Committed, Refusal>, LedgerError> {
        match self.lever.get() {
            Disk::Works => self.real.act(command, order, clears),
            Disk::Refuses => Err(self.broken(false)),
            Disk::LosesTheAnswer => {
                self.lever.set(Disk::Works);
                self.real.act(command, order, clears)?.expect("a lost answer was a yes");
                Err(self.broken(true))
            }
        }
    }

    fn reopen(&mut self) -> Result<(), LedgerError> {
        if self.lever.get() == Disk::Refuses { Err(self.broken(false)) } else { self.real.reopen() }
    }

    fn id(&self) -> LedgerId {
        self.real.id()
    }

    fn office(&self) -> &Office {
        self.real.office()
    }

    fn refresh(&mut self) -> Result<bool, LedgerError> {
        self.real.refresh()
    }

    fn file(&self, app: AppId) -> Result<Option<File>, LedgerError> {
        self.real.file(app)
    }

    fn by_number(&self, text: &str) -> Result<Option<File>, LedgerError> {
        self.real.by_number(text)
    }

    fn by_nik(&self, nik: Nik) -> Result<Vec<Past>, LedgerError> {
        self.real.by_nik(nik)
    }

    fn last_person(&self, nik: Nik) -> Result<Option<(Person, NaiveDate)>, LedgerError> {
        self.real.last_person(nik)
    }

    fn history(&self, app: AppId) -> Result<Vec<Recorded>, LedgerError> {
        self.real.history(app)
    }

    fn last_act(&self, app: AppId) -> Result<Option<Recorded>, LedgerError> {
        self.real.last_act(app)
    }

    fn entry(&self, seq: u64) -> Result<Option<Recorded>, LedgerError> {
        self.real.entry(seq)
    }

    fn seal_key(&mut self, station: &str) -> Result<SealKey, LedgerError> {
        if self.lever.get() == Disk::Refuses { Err(self.broken(false)) } else { self.real.seal_key(station) }
    }

    fn seal(&self, date: NaiveDate, upto: u64, counts: &Counts) -> Result<Option<Sealing>, LedgerError> {
        self.real.seal(date, upto, counts)
    }

    fn close(&self, number: u32) -> Result<Option<Close>, LedgerError> {
        self.real.close(number)
    }

    fn closed_with(&self, digest: &str) -> Result<Option<(u32, String)>, LedgerError> {
        self.real.closed_with(digest)
    }

    fn record(&self, year: i32, no: u32) -> Result<Option<Record>, LedgerError> {
        self.real.record(year, no)
    }

    fn run_alive(&self, run: RunId) -> bool {
        self.real.run_alive(run)
    }

    fn day_entries(&self, date: NaiveDate, upto: Option<u64>) -> Result<Vec<Recorded>, LedgerError> {
        self.real.day_entries(date, upto)
    }

    fn closed_day(&self, date: NaiveDate) -> Result<Option<ClosedDay>, LedgerError> {
        self.real.closed_day(date)
    }

    fn day_state(&self, date: NaiveDate) -> Result<Option<DayState>, LedgerError> {
        self.real.day_state(date)
    }

    fn closed_days(&self, limit: usize) -> Result<Vec<NaiveDate>, LedgerError> {
        self.real.closed_days(limit)
    }

    fn days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Day>, LedgerError> {
        self.real.days(from, to)
    }

    fn open_before(&self, date: NaiveDate) -> Result<Option<(u64, Vec<AppId>)>, LedgerError> {
        self.real.open_before(date)
    }

    fn each_entry(&self, date: NaiveDate, upto: u64, told: Telling<'_>) -> Result<(), LedgerError> {
        self.real.each_entry(date, upto, told)
    }

    fn received_on(&self, date: NaiveDate, upto: u64) -> Result<(Vec<File>, Vec<Recorded>), LedgerError> {
        self.real.received_on(date, upto)
    }

    fn file_at(&self, app: AppId, upto: u64) -> Result<Option<File>, LedgerError> {
        self.real.file_at(app, upto)
    }

    fn draft(&self, key: &DraftKey) -> Result<Option<Vec<u8>>, LedgerError> {
        self.real.draft(key)
    }

    fn put_draft(&mut self, key: &DraftKey, json: &[u8]) -> Result<(), LedgerError> {
        if self.lever.get() == Disk::Refuses { Err(self.broken(false)) } else { self.real.put_draft(key, json) }
    }

    fn drop_draft(&mut self, key: &DraftKey) -> Result<(), LedgerError> {
        self.real.drop_draft(key)
    }

    fn searcher(&self) -> Result<Box<dyn Searcher + Send>, LedgerError> {
        self.real.searcher()
    }

    fn erase(&mut self, seqs: &[u64], station: &str) -> Result<u64, LedgerError> {
        self.real.erase(seqs, station)
    }

    fn erase_ended(&mut self, before: NaiveDate, after: AppId, station: &str) -> Result<Option<AppId>, LedgerError> {
        if self.lever.get() == Disk::Refuses {
            Err(self.broken(false))
        } else {
            self.real.erase_ended(before, after, station)
        }
    }

    fn erasable(&self, before: NaiveDate) -> Result<Erasable, LedgerError> {
        self.real.erasable(before)
    }

    fn lookings(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Recorded>, LedgerError> {
        self.real.lookings(from, to)
    }

    fn bulk(&mut self, station: &str, next: Filling<'_>) -> Result<u64, LedgerError> {
        self.real.bulk(station, next)
    }

    fn rebuild(&mut self, station: &str, progress: Progress<'_>) -> Result<u64, LedgerError> {
        self.real.rebuild(station, progress)
    }

    fn info(&self) -> Result<Info, LedgerError> {
        self.real.info()
    }
}
