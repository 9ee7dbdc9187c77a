//! A desk that dies between the intent to print and its outcome: the question stands until a person answers it.

use super::child::{Task, say};
use super::oracle::{blanks_of, take_acks, whole};
use super::rig::{Disk, Heard, Seed, command, founded};
use crate::ledger::support::*;
use loket::domain::application::Stage;
use loket::domain::command::*;
use loket::domain::event::{Envelope, Event};
use loket::domain::id::{AppId, JobId, RunId};
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;
use loket::ledger::{Committed, Ledger, Options, RunLock, SqliteLedger, open};
use std::path::Path;

const RUN: RunId = RunId([0x77; 16]);

/// A desk of one run at one station.
struct Desk {
    ledger: SqliteLedger,
    run: RunId,
    step: i64,
    /// It is a child and says its acts.
    loud: bool,
}

impl Desk {
    fn at(home: &Path, run: RunId) -> Desk {
        Desk { ledger: open(home, Options::default()).expect("it opens"), run, step: 0, loud: run == RUN }
    }

    fn act(&mut self, command: Command) -> Result<Committed, Refusal> {
        self.step += 1;
        let order = Envelope { run: self.run, backend: Some("attested".into()), ..order(CLERK, self.step) };
        let done = self.ledger.act(&command, &order, None).expect("the ledger answers");
        if let Ok(Committed { entries, .. }) = &done
            && self.loud
        {
            let seqs: Vec<String> = entries.iter().map(|e| e.seq.to_string()).collect();
            say(&format!("ack {} {} {}", self.run.hex(), self.step, seqs.join(",")));
        }
        done
    }

    fn done(&mut self, command: Command) -> AppId {
        self.act(command).expect("it is taken").touched[0]
    }

    /// An applicant ready for the printer.
    fn ready(&mut self, n: u32) -> AppId {
        let spent = Spent { work_ms: 1_000, measured: true, ..Spent::default() };
        let app = self.done(submission(person(n, "Uji Cetak", "08123456789")));
        self.done(Command::ConfirmComplete { app, ticks: full(ReasonCode::New), spent });
        let (status, last4) = (CentralStatus::PrintReadyRecord, nik(n).last4().to_owned());
        self.done(Command::RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4 });
        let (outcome, quality) = (TestOutcome::Match, Quality::Good);
        let (finger, compared_with) = (Some(Finger::RightThumb), ComparedWith::DataCentre);
        self.done(Command::ReportTest { app, report: TestReport { outcome, finger, quality, compared_with } });
        app
    }

    fn job(&self, app: AppId) -> JobId {
        self.ledger.office().file(app).and_then(|f| f.app.job.as_ref()).expect("a job").id
    }
}

/// The child: intends to print, says so, and is killed while the card is in the printer.
pub fn print_and_wait(task: &Task) {
    let _alive = RunLock::hold(&task.home, RUN).expect("a run");
    let mut desk = Desk::at(&task.home, RUN);
    let app = desk.ready(1);
    desk.done(Command::StartPrint { apps: vec![app], blank: None });
    say(&format!("printing {}", app.0));
    loop {
        std::thread::park();
    }
}

/// Kills a desk in mid-print and lets another find out; answers with one of the answers.
fn doubt(answer: PrintAnswer, seed: &mut Seed) {
    let (_folder, home) = founded(Disk::Machine);
    let mut child = Heard::start(command("printing", &home, seed.next()));
    child.wait_for("printing", 1);
    let mut desk = Desk::at(&home, RunId([0x78; 16]));
    let app = *desk.ledger.office().files.keys().next().expect("the file");
    let job = desk.job(app);
    assert!(desk.ledger.run_alive(RUN));
    assert_eq!(desk.act(Command::DeclareOrphan { job }), Err(Refusal::RunLives), "its run lives");
    let mut acked = Default::default();
    take_acks(&child.kill(), &mut acked);

    assert!(!desk.ledger.run_alive(RUN));
    let before = desk.ledger.office().desk.blanks;
    let declared = desk.act(Command::DeclareOrphan { job }).expect("an orphan");
    assert!(matches!(&declared.entries[0].event, Event::PrintOutcomeUnknown(e) if e.orphaned && e.job == job));
    assert_eq!(desk.act(Command::DeclareOrphan { job }), Err(Refusal::OutcomeKnown));
    let late = Command::ReportPrint { job, report: PrintReport::Good, last4: Some(nik(1).last4().to_owned()) };
    assert_eq!(desk.act(late), Err(Refusal::OutcomeKnown), "a late outcome is not believed");
    let other = desk.ready(2);
    let next = desk.act(Command::StartPrint { apps: vec![other], blank: None });
    assert!(matches!(next, Err(Refusal::PrinterWaits { .. })), "the printer waits for a look: {next:?}");
    assert_eq!(desk.ledger.office().desk.blanks, before, "the blank in doubt is not on the shelf");

    let cause = (answer == PrintAnswer::CameOutBad).then_some(SpoilCause::Jam);
    desk.act(Command::AnswerPrint { job, answer, cause }).expect("an answer");
    let file = desk.ledger.office().file(app).expect("the file").app.clone();
    let blanks = i64::from(desk.ledger.office().desk.blanks);
    let (stage, back) = match answer {
        PrintAnswer::CameOutGood => (Stage::Printed, 0),
        PrintAnswer::CameOutBad => (Stage::Operator, 0),
        PrintAnswer::NoneCameOut => (Stage::Operator, 1),
        PrintAnswer::CannotTellYet => (Stage::Printing, 0),
    };
    assert_eq!((file.stage, blanks), (stage, i64::from(before) + back), "after {answer:?}");
    assert_eq!(file.job.is_some_and(|j| j.unknown), answer == PrintAnswer::CannotTellYet);
    assert_eq!(blanks_of(&home), blanks);
    let free = desk.act(Command::StartPrint { apps: vec![other], blank: None }).is_ok();
    assert_eq!(free, answer != PrintAnswer::CannotTellYet);
    drop(desk);
    whole(&home, &acked);
}

#[test]
fn a_print_in_doubt_waits_for_a_person() {
    let mut seed = Seed::printed("orphan");
    for answer in PrintAnswer::ALL {
        doubt(*answer, &mut seed);
    }
}
