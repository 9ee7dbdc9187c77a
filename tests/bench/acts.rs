//! Acts to measure: applications from receipt to handover, one act at a time.

use super::fill::{RUN, stamp};
use loket::desk::demo::{self, people::person};
use loket::domain::checklist::{RuleSet, Tick, Ticks};
use loket::domain::command::*;
use loket::domain::event::{Envelope, Recorded};
use loket::domain::id::AppId;
use loket::domain::office::File;
use loket::domain::person::Note;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;
use loket::ledger::{Ledger, SqliteLedger};
use std::time::{Duration, Instant};

/// Acts of one life.
pub const LIFE: usize = 8;

/// Gives the acts of one station.
pub struct Acts {
    pub ledger: SqliteLedger,
    pub station: String,
    next: u64,
    ticks: Ticks,
}

impl Acts {
    /// `people` is where its applicants begin: nobody else may have them.
    pub fn new(ledger: SqliteLedger, station: &str, people: u64) -> Acts {
        let rules = RuleSet::builtin();
        let items = rules.checklist(ReasonCode::New).items().iter();
        let ticks = items.map(|i| (i.id.clone(), Tick::Present)).collect();
        // A kept home has seen the people of earlier runs, at most as many as it has given numbers.
        let given = ledger.office().desk.last_number.as_ref().map_or(0, |n| u64::from(n.no));
        Acts { ledger, station: station.to_owned(), next: people + given, ticks }
    }

    /// Gives a command; how long the ledger took.
    pub fn give(&mut self, command: &Command) -> (Duration, Vec<Recorded>) {
        let order = Envelope {
            actor: demo::CLERK,
            backend: Some("attested".into()),
            ..Envelope::system(&self.station, RUN, stamp())
        };
        let began = Instant::now();
        let done = self.ledger.act(command, &order, None);
        let took = began.elapsed();
        let committed = done.expect("the ledger answers").expect("the office says yes");
        (took, committed.entries)
    }

    /// Enough blanks for what follows.
    pub fn blanks(&mut self, n: i32) {
        let document = Note::parse("BA bench").expect("a note");
        self.give(&Command::MoveBlanks { how: BlankMove::Received, n, document });
    }

    /// One whole life; every act's time goes to `each`.
    pub fn life(&mut self, mut each: impl FnMut(Duration)) {
        self.next += 1;
        let spent = Spent { work_ms: 45_000, measured: true, ..Spent::default() };
        let (took, made) = self.give(&Command::Submit(Box::new(Submission {
            person: person(self.next).expect("a person"),
            reason: ReasonCode::New,
            channel: Channel::Counter,
            ticks: self.ticks.clone(),
            priority: false,
            repeat_reason: None,
            linked: None,
            family_of: None,
            sheet: None,
            spent: spent.clone(),
            then: Then::Complete,
        })));
        each(took);
        let app = AppId(made[0].seq);
        let last4 = last4(self.ledger.office().file(app).expect("the file"));
        let status = CentralStatus::PrintReadyRecord;
        let read_ms = stamp().utc_ms;
        each(self.give(&Command::RecordStatus { app, status, source: "SIAK".into(), read_ms, last4: last4.clone() }).0);
        let (outcome, quality) = (TestOutcome::Match, Quality::Good);
        let (finger, compared_with) = (Some(Finger::RightIndex), ComparedWith::Attested);
        each(self.give(&Command::ReportTest { app, report: TestReport { outcome, finger, quality, compared_with } }).0);
        each(self.give(&Command::StartPrint { apps: vec![app], blank: None }).0);
        let job = self.job(app);
        each(self.give(&Command::ReportPrint { job, report: PrintReport::Good, last4: Some(last4) }).0);
        each(self.give(&Command::StartActivation { app }).0);
        let job = self.job(app);
        each(self.give(&Command::ReportActivation { job, report: ActivationReport::Activated(spent) }).0);
        each(self.give(&Command::HandOver(Box::new(handover(app)))).0);
    }

    fn job(&self, app: AppId) -> loket::domain::id::JobId {
        self.ledger.office().file(app).and_then(|f| f.app.job.as_ref()).expect("a job").id
    }
}

fn last4(file: &File) -> String {
    let nik = file.person.as_ref().and_then(|p| p.nik);
    nik.map(|n| n.last4().to_owned()).unwrap_or_default()
}

fn handover(app: AppId) -> Handover {
    Handover::to_holder(app, OldCard::NeverHad)
}
