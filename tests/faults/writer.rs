//! A desk that never rests: it gives random commands through the real ledger and says each act only after the
//! ledger has answered for it.

use super::child::{Task, number, say};
use super::clock::Clock;
use super::oracle::worked;
use super::rig::{self, Seed};
use crate::ledger::support::*;
use loket::domain::application::Stage;
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::event::Envelope;
use loket::domain::id::{AppId, RunId};
use loket::domain::office::File;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;
use loket::ledger::{Committed, DraftKey, Ledger, LedgerError, Options, RunLock, SqliteLedger, open};
use rusqlite::{Connection, OpenFlags};
use std::time::Instant;

/// Refusals in a row after which something must be wrong with the choices.
const REFUSALS: u32 = 200;
/// Open files above which no new one is taken.
const OPEN: usize = 16;
/// Failures after which a desk gives a disk up.
const PATIENCE: u32 = 20;

pub struct Writer {
    pub ledger: SqliteLedger,
    station: String,
    run: RunId,
    _alive: RunLock,
    seed: Seed,
    /// Counts the acts of this run; with the run it names an act.
    step: u64,
    person: u32,
    /// Sets the stamps; without one they follow the steps.
    pub clock: Option<Clock>,
}

/// Works until it is killed.
pub fn work(task: &Task) {
    let mut writer = Writer::open(task).expect("the ledger opens");
    loop {
        match writer.act() {
            Ok(()) => {}
            Err(e) if e.passes() => {}
            Err(e) => panic!("{e}: {:?}", std::error::Error::source(&e)),
        }
    }
}

/// How a ledger is opened after a failure.
#[derive(Clone, Copy)]
pub enum Back {
    /// By the desk that met it.
    Same,
    /// By a program that knows nothing of it.
    Anew,
}

/// Works for a number of acts on a disk that may fail; tells every failure and goes on after reopening, until
/// the disk is given up.
pub fn work_through_faults(task: &Task, back: Back) {
    let acts = number("LOKET_FAULT_ACTS").expect("a number of acts");
    let mut patience = PATIENCE;
    let Some(mut writer) = persist(&mut patience, || Writer::open(task)) else { return say("gone") };
    while writer.step < acts {
        let before = writer.ledger.office().clone();
        let Err(e) = writer.act() else { continue };
        if e.passes() {
            continue;
        }
        failed(&e);
        assert!(e.stops(), "{e}");
        assert_eq!(writer.ledger.office(), &before, "a failed act leaves the office as it was");
        assert!(matches!(writer.act(), Err(LedgerError::Stopped)), "nothing is taken after a failure");
        patience = patience.saturating_sub(1);
        let again = match back {
            Back::Same => persist(&mut patience, || writer.ledger.reopen()),
            Back::Anew => persist(&mut patience, || {
                writer.ledger = open(rig::home(&task.home), Options::default())?;
                Ok(())
            }),
        };
        if again.is_none() {
            return say("gone");
        }
        // A second desk may meet the next fault itself; then there is nothing to compare.
        if let Ok(stored) = open(&task.home, Options::default()) {
            assert_eq!(writer.ledger.office(), stored.office(), "reopened, the office is what is stored");
        }
        let more = writer.ledger.office().desk.seq > before.desk.seq;
        assert!(!more || unsure(&e) || matches!(e, LedgerError::Stopped), "{e}: an act came from nowhere");
    }
    say("done");
    // Closing would tidy the log up, where a failure loses nothing and nobody is left to be told.
    std::process::exit(0);
}

/// Tries until it succeeds or patience ends; tells every failure.
fn persist<T>(patience: &mut u32, mut work: impl FnMut() -> Result<T, LedgerError>) -> Option<T> {
    while *patience > 0 {
        match work() {
            Ok(done) => return Some(done),
            Err(e) => failed(&e),
        }
        *patience -= 1;
    }
    None
}

/// The failure struck the commit: the act may be stored all the same.
fn unsure(e: &LedgerError) -> bool {
    matches!(e, LedgerError::Disk { unsure: true, .. } | LedgerError::Full { unsure: true, .. })
}

fn failed(e: &LedgerError) {
    say(&format!("failed {} {}", e.code(), unsure(e)));
}

/// Moves the log into the file for ever, beside the writers: the engine once lost entries that way.
pub fn checkpoint(task: &Task) {
    let path = task.home.join("ledger.db");
    let raw = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the file opens");
    raw.busy_timeout(std::time::Duration::from_millis(20)).expect("a timeout");
    let mut seed = Seed::of(task.seed);
    loop {
        let how = ["PASSIVE", "FULL", "RESTART", "TRUNCATE"][seed.below(4)];
        let done = raw.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |r| r.get::<_, i64>(0));
        match done {
            Ok(_) => say("checkpoint"),
            Err(e) => assert_eq!(e.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy), "{e}"),
        }
        raw.query_row("SELECT count(*) FROM journal", [], |r| r.get::<_, i64>(0)).expect("a reader reads");
    }
}

impl Writer {
    pub fn open(task: &Task) -> Result<Writer, LedgerError> {
        let mut seed = Seed::of(task.seed);
        let mut run = [0; 16];
        run[..8].copy_from_slice(&seed.next().to_le_bytes());
        run[8..].copy_from_slice(&task.seed.to_le_bytes());
        let (began, before) = (Instant::now(), worked());
        let ledger = open(rig::home(&task.home), Options::default())?;
        say(&format!("open {} {}", began.elapsed().as_millis(), (worked() - before).as_millis()));
        let alive = RunLock::hold(&task.home, RunId(run))?;
        let station = format!("loket-{}", number("LOKET_FAULT_STATION").unwrap_or(1));
        // Each run has people of its own: 3,000 runs of 4,000 people fit into the synthetic numbers.
        let person = (seed.below(3_000) * 4_000) as u32;
        Ok(Writer { ledger, station, run: RunId(run), _alive: alive, seed, step: 0, person, clock: None })
    }

    /// One act: chosen on the office as this desk knows it, which another may have changed meanwhile.
    pub fn act(&mut self) -> Result<(), LedgerError> {
        for _ in 0..REFUSALS {
            let order = self.order();
            let (command, clears) = self.choose(&order)?;
            let Ok(Committed { entries, .. }) = self.ledger.act(&command, &order, clears.as_ref())? else { continue };
            let seqs: Vec<String> = entries.iter().map(|e| e.seq.to_string()).collect();
            say(&format!("ack {} {} {}", self.run.hex(), self.step, seqs.join(",")));
            if self.seed.once_in(9) {
                self.ledger.refresh()?;
            }
            return Ok(());
        }
        panic!("refused {REFUSALS} times in a row");
    }

    fn order(&mut self) -> Order {
        self.step += 1;
        let mut order = order(CLERK, self.step as i64);
        if let Some(clock) = &mut self.clock {
            clock.stamp(&mut order);
        }
        Envelope { station: self.station.clone(), run: self.run, backend: Some("attested".into()), ..order }
    }

    fn choose(&mut self, order: &Order) -> Result<(Command, Option<DraftKey>), LedgerError> {
        if self.clock.is_some() && self.seed.once_in(6) {
            return Ok((Command::OpenDay { date: order.stamp.date() }, None));
        }
        if let Some(command) = self.of_device() {
            return Ok((command, None));
        }
        let office = self.ledger.office();
        let blanks = office.desk.blanks;
        let open: Vec<AppId> = office.files.keys().copied().collect();
        if blanks < 40 {
            let document = note("BAST torture");
            return Ok((Command::MoveBlanks { how: BlankMove::Received, n: 200, document }, None));
        }
        if open.is_empty() || (open.len() < OPEN && self.seed.once_in(4)) {
            return self.submit();
        }
        let app = open[self.seed.below(open.len())];
        let file = self.ledger.office().file(app).expect("an open file").clone();
        Ok((self.for_file(&file), None))
    }

    /// What this station's device owes an answer for: its own job, or that of a run that died.
    fn of_device(&mut self) -> Option<Command> {
        let jobs = self.ledger.office().files.values().filter_map(|f| Some((f, f.app.job.as_ref()?)));
        let (file, job) = jobs.into_iter().find(|(_, j)| j.station == self.station)?;
        let (id, activation, unknown, own) = (job.id, job.activation, job.unknown, job.run == self.run);
        let last4 = digits(file);
        let spoilt = self.seed.once_in(6);
        Some(match (activation, unknown) {
            (_, false) if !own => Command::DeclareOrphan { job: id },
            (true, _) => Command::ReportActivation { job: id, report: ActivationReport::Activated(spent()) },
            (false, true) => {
                let answers = [PrintAnswer::CameOutGood, PrintAnswer::CameOutBad, PrintAnswer::NoneCameOut];
                let answer = answers[self.seed.below(3)];
                Command::AnswerPrint { job: id, answer, cause: Some(SpoilCause::ALL[0]) }
            }
            (false, false) => {
                let report = if spoilt { PrintReport::Bad(SpoilCause::ALL[0]) } else { PrintReport::Good };
                Command::ReportPrint { job: id, report, last4: Some(last4) }
            }
        })
    }

    /// A new applicant, typed into a draft that goes with the submission.
    fn submit(&mut self) -> Result<(Command, Option<DraftKey>), LedgerError> {
        self.person += 1;
        let person = person(self.person, "Uji Torture", &format!("0812{:07}", self.person));
        let key = DraftKey { account: CLERK, station: self.station.clone(), screen: "intake".into() };
        self.ledger.put_draft(&key, format!("{} {}", self.run.hex(), self.step).as_bytes())?;
        Ok((submission(person), Some(key)))
    }

    fn for_file(&mut self, file: &File) -> Command {
        let app = file.app.id;
        if self.seed.once_in(20) {
            return Command::Cancel { app, kind: CancelKind::Withdrawn, note: None };
        }
        if file.app.job.is_some() || self.seed.once_in(12) {
            return Command::NoteContact { app, reached: true, topic: ContactTopic::ALL[0] };
        }
        let ticks = full(ReasonCode::New);
        let day = self.ledger.office().desk.day.expect("an open day");
        match file.app.stage {
            Stage::Check if self.seed.once_in(8) => {
                Command::Return { app, ticks: Ticks::new(), spent: spent(), note: None }
            }
            Stage::Check => Command::ConfirmComplete { app, ticks, spent: spent() },
            Stage::Returned => Command::Resubmit { app, ticks },
            Stage::Operator if !file.app.status_fresh(day) => {
                let status = CentralStatus::PrintReadyRecord;
                Command::RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4: digits(file) }
            }
            Stage::Operator if !file.app.test_passed(day) => {
                let (outcome, finger) = (TestOutcome::Match, Some(Finger::RightThumb));
                let compared_with = ComparedWith::DataCentre;
                Command::ReportTest {
                    app,
                    report: TestReport { outcome, finger, quality: Quality::Good, compared_with },
                }
            }
            Stage::Operator => Command::StartPrint { apps: vec![app], blank: None },
            Stage::Printed => Command::StartActivation { app },
            Stage::Ready => handover(app),
            _ => Command::MarkPriority { app, priority: !file.app.priority },
        }
    }
}

fn spent() -> Spent {
    Spent { work_ms: 40_000, measured: true, ..Spent::default() }
}

fn digits(file: &File) -> String {
    let nik = file.person.as_ref().and_then(|p| p.nik);
    nik.map(|n| n.last4().to_owned()).unwrap_or_default()
}

fn handover(app: AppId) -> Command {
    Command::HandOver(Box::new(Handover::to_holder(app, OldCard::NeverHad)))
}
