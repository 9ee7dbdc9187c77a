//! The simulated counter: applicants in every state, as if the morning before had been busy.
//!
//! Everything is asked of the ledger by the same commands a clerk gives. Separate from the past, which is only
//! mass.

use super::people::person;
use crate::domain::checklist::{RuleSet, Tick, Ticks};
use crate::domain::command::*;
use crate::domain::decide::ATTESTED;
use crate::domain::event::{Envelope, Event, Recorded};
use crate::domain::id::{AccountId, AppId, JobId, RunId};
use crate::domain::person::Note;
use crate::domain::reason::ReasonCode;
use crate::domain::sheets::SheetCommand;
use crate::domain::sop::Spent;
use crate::domain::status::{CentralStatus, DeferralReason};
use crate::domain::terms::*;
use crate::domain::time::Stamp;
use crate::ledger::Ledger;
use anyhow::{Context as _, Result, anyhow};
use chrono::NaiveDate;

/// People of the counter start here, far from those of the past.
const FIRST_PERSON: u64 = 30_000_000;
/// Where the print in doubt happened: another station, so that this one's printer is free.
const OTHER_STATION: &str = "loket-2";

/// How far an applicant has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Far {
    Submitted,
    Complete,
    Status,
    Tested,
    Printed,
    Ready,
    HandedOver,
}

/// Gives the commands of the morning before.
pub struct Counter<'a> {
    ledger: &'a mut dyn Ledger,
    staff: AccountId,
    run: RunId,
    station: String,
    stamp: Stamp,
    rules: RuleSet,
    people: u64,
}

impl<'a> Counter<'a> {
    /// A counter on a ledger, from this moment on.
    pub fn new(
        ledger: &'a mut dyn Ledger,
        staff: AccountId,
        run: RunId,
        station: &str,
        start: Stamp,
        rules: RuleSet,
    ) -> Counter<'a> {
        Counter { ledger, staff, run, station: station.to_owned(), stamp: start, rules, people: FIRST_PERSON }
    }

    /// Fills the counter for the day before `today`.
    ///
    /// # Errors
    /// When the ledger fails, or a rule says no where the demo expects a yes.
    pub fn fill(&mut self, day: NaiveDate) -> Result<()> {
        self.give(Command::OpenDay { date: day })?;
        let n = 200;
        self.give(Command::MoveBlanks { how: BlankMove::Received, n, document: note("BA 17/2026")? })?;
        for sheets in [SheetCommand::IssueEmergency { n: 10 }, SheetCommand::IssueHandover { n: 3, cards: Vec::new() }]
        {
            self.give(Command::Sheets(Box::new(sheets)))?;
        }
        for reason in [ReasonCode::New, ReasonCode::Lost, ReasonCode::Damaged] {
            self.file(reason, Far::HandedOver)?;
        }
        for reason in [ReasonCode::Lost, ReasonCode::New, ReasonCode::DataChange] {
            self.file(reason, Far::Ready)?;
        }
        for reason in [ReasonCode::Lost, ReasonCode::Damaged, ReasonCode::New] {
            self.file(reason, Far::Submitted)?;
        }
        self.file(ReasonCode::New, Far::Complete)?;
        self.file(ReasonCode::Damaged, Far::Status)?;
        self.file(ReasonCode::Lost, Far::Tested)?;
        self.file(ReasonCode::MovedIn, Far::Printed)?;
        self.returned()?;
        self.deferred()?;
        self.recorded()?;
        self.cancelled()?;
        self.in_doubt()
    }

    fn returned(&mut self) -> Result<()> {
        let app = self.file(ReasonCode::Lost, Far::Submitted)?;
        let spent = self.spent();
        self.give(Command::Return { app, ticks: Ticks::new(), spent, note: None }).map(drop)
    }

    fn deferred(&mut self) -> Result<()> {
        let app = self.file(ReasonCode::New, Far::Complete)?;
        self.status(app, CentralStatus::SentForEnrollment)?;
        self.give(Command::Defer { app, reason: DeferralReason::WaitingAtCentre, note: None }).map(drop)
    }

    fn recorded(&mut self) -> Result<()> {
        let app = self.file(ReasonCode::Damaged, Far::Complete)?;
        let causes = [TroubleCause::Network].into();
        self.give(Command::StartTrouble { causes, reason: Some(note("kabel putus di jalan")?), advised: false })?;
        let checks = DataCheck::ALL.iter().copied().collect();
        let spent = self.spent();
        self.give(Command::RecordData { app, checks, spent })?;
        self.give(Command::EndTrouble { reason: None, advised: false }).map(drop)
    }

    fn cancelled(&mut self) -> Result<()> {
        let app = self.file(ReasonCode::Lost, Far::Submitted)?;
        self.give(Command::Cancel { app, kind: CancelKind::Withdrawn, note: None }).map(drop)
    }

    fn in_doubt(&mut self) -> Result<()> {
        let here = std::mem::replace(&mut self.station, OTHER_STATION.to_owned());
        let app = self.file(ReasonCode::Damaged, Far::Tested)?;
        let job = self.start(Command::StartPrint { apps: vec![app], blank: None })?;
        self.give(Command::ReportPrint { job, report: PrintReport::Unknown, last4: None })?;
        self.station = here;
        Ok(())
    }

    /// One applicant, as far as asked.
    fn file(&mut self, reason: ReasonCode, far: Far) -> Result<AppId> {
        self.people += 1;
        let person = person(self.people).context("a synthetic person")?;
        let ticks: Ticks = self.rules.checklist(reason).items().iter().map(|i| (i.id.clone(), Tick::Present)).collect();
        let submission = Submission {
            person,
            reason,
            channel: Channel::Counter,
            ticks: ticks.clone(),
            priority: false,
            repeat_reason: None,
            linked: None,
            family_of: None,
            sheet: None,
            spent: self.spent(),
            then: Then::Queue,
        };
        let made = self.give(Command::Submit(Box::new(submission)))?;
        let is_submission = |e: &&Recorded| matches!(e.event, Event::ApplicationSubmitted(_));
        let app = made.iter().find(is_submission).map(|e| AppId(e.seq)).context("the application")?;
        if far >= Far::Complete {
            let spent = self.spent();
            self.give(Command::ConfirmComplete { app, ticks, spent })?;
        }
        if far >= Far::Status {
            let status =
                if reason == ReasonCode::New { CentralStatus::PrintReadyRecord } else { CentralStatus::CardIssued };
            self.status(app, status)?;
        }
        if far >= Far::Tested {
            let (outcome, finger) = (TestOutcome::Match, Some(Finger::RightIndex));
            let report = TestReport { outcome, finger, quality: Quality::Good, compared_with: ComparedWith::Attested };
            self.give(Command::ReportTest { app, report })?;
        }
        self.card(app, far, reason)?;
        Ok(app)
    }

    fn card(&mut self, app: AppId, far: Far, reason: ReasonCode) -> Result<()> {
        if far >= Far::Printed {
            let job = self.start(Command::StartPrint { apps: vec![app], blank: None })?;
            let last4 = Some(self.last4(app));
            self.give(Command::ReportPrint { job, report: PrintReport::Good, last4 })?;
        }
        if far >= Far::Ready {
            let job = self.start(Command::StartActivation { app })?;
            let report = ActivationReport::Activated(self.spent());
            self.give(Command::ReportActivation { job, report })?;
        }
        if far >= Far::HandedOver {
            let old = if reason == ReasonCode::New { OldCard::NeverHad } else { OldCard::Withdrawn };
            let handover = Handover::to_holder(app, old);
            self.give(Command::HandOver(Box::new(handover)))?;
        }
        Ok(())
    }

    fn status(&mut self, app: AppId, status: CentralStatus) -> Result<()> {
        let (last4, read_ms) = (self.last4(app), self.stamp.utc_ms);
        self.give(Command::RecordStatus { app, status, source: "SIAK".into(), read_ms, last4 }).map(drop)
    }

    fn last4(&self, app: AppId) -> String {
        let nik = self.ledger.office().file(app).and_then(|f| f.person.as_ref()).and_then(|p| p.nik);
        nik.map(|n| n.last4().to_owned()).unwrap_or_default()
    }

    fn spent(&self) -> Spent {
        Spent { work_ms: 50_000, measured: true, ..Spent::default() }
    }

    /// Gives an intent and answers its job.
    fn start(&mut self, command: Command) -> Result<JobId> {
        let made = self.give(command)?;
        made.first().map(|e| JobId(e.seq)).context("the job")
    }

    fn give(&mut self, command: Command) -> Result<Vec<Recorded>> {
        self.stamp.utc_ms += 45_000;
        self.stamp.mono_ms += 45_000;
        let order = Envelope {
            actor: self.staff,
            approver: None,
            station: self.station.clone(),
            run: self.run,
            backend: Some(ATTESTED.to_owned()),
            stamp: self.stamp,
            happened_ms: None,
        };
        let committed = self.ledger.act(&command, &order, None)?;
        committed.map(|c| c.entries).map_err(|refusal| anyhow!("the demo was refused: {}", refusal.code()))
    }
}

fn note(text: &str) -> Result<Note> {
    Note::parse(text).map_err(|e| anyhow!("a note of {} characters", e.len))
}
