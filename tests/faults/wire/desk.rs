//! A desk of one run with one card in hand, and the same desk as a child that is killed at a durable call.

use super::super::child::say;
use super::super::oracle::{Acked, take_acks};
use super::super::power::{Image, lay_out};
use super::super::rig::{Disk, Heard, command_under, place, traced};
use crate::ledger::support::*;
use loket::domain::command::*;
use loket::domain::event::Envelope;
use loket::domain::id::{AppId, JobId, RunId};
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;
use loket::ledger::{Committed, Ledger, Options, SqliteLedger, open};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The run of the desk that is killed.
pub const RUN: RunId = RunId([0x71; 16]);
/// The run that prepares, and the one that comes after.
const BEFORE: RunId = RunId([0x70; 16]);
const AFTER: RunId = RunId([0x72; 16]);
const LATER: RunId = RunId([0x73; 16]);
/// Calls that make something durable.
const DURABLE: &str = "pwrite64,fsync,fdatasync,ftruncate";

pub fn spent() -> Spent {
    Spent { work_ms: 1_000, measured: true, ..Spent::default() }
}

pub struct Desk {
    pub ledger: SqliteLedger,
    run: RunId,
    step: i64,
}

impl Desk {
    pub fn at(home: &Path, run: RunId) -> Desk {
        Desk { ledger: open(home, Options::default()).expect("it opens"), run, step: 0 }
    }

    /// Somebody who comes after the one that died.
    pub fn after(home: &Path) -> Desk {
        Desk::at(home, AFTER)
    }

    /// Somebody who comes later still.
    pub fn later(home: &Path) -> Desk {
        Desk::at(home, LATER)
    }

    pub fn act(&mut self, command: Command) -> Result<Committed, Refusal> {
        self.step += 1;
        let order = Envelope { run: self.run, backend: Some("driven".into()), ..order(CLERK, self.step) };
        let done = self.ledger.act(&command, &order, None).expect("the ledger answers");
        if let Ok(Committed { entries, .. }) = &done
            && self.run == RUN
        {
            let seqs: Vec<String> = entries.iter().map(|e| e.seq.to_string()).collect();
            say(&format!("ack {} {} {}", self.run.hex(), self.step, seqs.join(",")));
        }
        done
    }

    /// The one file of the office.
    pub fn app(&self) -> AppId {
        *self.ledger.office().files.keys().next().expect("a file")
    }

    /// The job under way, and whether its outcome is known to be unknown.
    pub fn job(&self) -> Option<(JobId, bool)> {
        self.ledger.office().files.values().find_map(|f| f.app.job.as_ref()).map(|j| (j.id, j.unknown))
    }

    /// What the book leaves open is put before somebody once, and settled by the answer. Whether it was.
    pub fn settles(&mut self, answer: impl FnOnce(JobId) -> Command) -> bool {
        let Some((job, unknown)) = self.job() else { return false };
        if !unknown {
            self.act(Command::DeclareOrphan { job }).expect("its run is gone");
        }
        assert_eq!(self.act(Command::DeclareOrphan { job }), Err(Refusal::OutcomeKnown), "asked once");
        self.act(answer(job)).expect("an answer");
        assert_eq!(self.job(), None, "nothing is asked any more");
        true
    }
}

/// An office with one file, before the act, as its files lie on the disk.
pub struct Before {
    image: Image,
    pub blanks: u32,
}

impl Before {
    /// The file is ready to be printed.
    pub fn the_print() -> Before {
        Before::after(|_, _| {})
    }

    /// The file has a good card that is not active.
    pub fn the_activation() -> Before {
        Before::after(|desk, app| {
            desk.act(Command::StartPrint { apps: vec![app], blank: None }).expect("an intent");
            let (job, _) = desk.job().expect("a job");
            desk.act(Command::ReportPrint { job, report: PrintReport::Good, last4: None }).expect("a card");
        })
    }

    fn after(more: impl FnOnce(&mut Desk, AppId)) -> Before {
        let (_folder, home) = super::super::rig::founded(Disk::Memory);
        let mut desk = Desk::at(&home, BEFORE);
        let app = desk.act(submission(person(1, "Uji Kabel", "08123456789"))).expect("a file").touched[0];
        desk.act(Command::ConfirmComplete { app, ticks: full(ReasonCode::New), spent: spent() }).expect("complete");
        let (status, last4) = (CentralStatus::PrintReadyRecord, nik(1).last4().to_owned());
        desk.act(Command::RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4 })
            .expect("a status");
        let (outcome, compared_with) = (TestOutcome::Match, ComparedWith::DataCentre);
        let report = TestReport { outcome, finger: None, quality: Quality::Good, compared_with };
        desk.act(Command::ReportTest { app, report }).expect("a test");
        more(&mut desk, app);
        let blanks = desk.ledger.office().desk.blanks;
        drop(desk);
        let bytes = std::fs::read(home.join("ledger.db")).expect("one file");
        Before { image: [("ledger.db".to_owned(), bytes)].into(), blanks }
    }

    /// Lies on a disk.
    pub fn on(&self, disk: Disk) -> (TempDir, PathBuf) {
        let folder = place(disk);
        let home = folder.path().canonicalize().expect("a real path").join("office");
        lay_out(&home, &self.image);
        (folder, home)
    }
}

/// What became of a child under `strace`.
pub struct Struck {
    /// The kill met it.
    pub killed: bool,
    pub said: Vec<String>,
    pub acked: Acked,
    /// Durable calls it made.
    pub calls: usize,
}

/// A child that has one thing to do with a device; killed at its n-th durable call, if it gets there.
pub fn struck(role: &str, home: &Path, device: &str, kill: Option<usize>) -> Struck {
    let trace = home.with_file_name("trace");
    let mut args: Vec<String> = ["-f", "-qq", "-o"].map(str::to_owned).to_vec();
    args.push(trace.display().to_string());
    for name in ["ledger.db", "ledger.db-wal"] {
        args.extend(["-P".to_owned(), home.join(name).display().to_string()]);
    }
    args.extend(["-e".to_owned(), format!("trace={DURABLE}")]);
    if let Some(kill) = kill {
        args.extend(["-e".to_owned(), format!("inject={DURABLE}:signal=KILL:when={kill}")]);
    }
    let mut command = command_under("strace", &args, (role, home, 1));
    command.env("LOKET_FAULT_DEVICE", device);
    let (status, said) = Heard::start(command).end();
    assert!(status.success() || kill.is_some(), "{role}: {status}, {said:#?}");
    let mut acked = Acked::new();
    take_acks(&said, &mut acked);
    let (calls, _) = traced(&trace);
    Struck { killed: !status.success(), said, acked, calls }
}
