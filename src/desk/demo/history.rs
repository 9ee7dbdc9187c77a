//! Past applications for a demo or a bench: whole lives, spread over closed days that end yesterday.
//!
//! Every entry comes from the same decisions as at a counter, with times that pass as they would; only the
//! ledger writes them in large transactions.

use super::people::person;
use crate::domain::checklist::{RuleSet, Tick};
use crate::domain::command::*;
use crate::domain::decide::{ATTESTED, decide};
use crate::domain::event::{Draft, Envelope, NO_BOOT};
use crate::domain::id::{AccountId, AppId, JobId, RunId};
use crate::domain::invalid::{Destruction, Witness};
use crate::domain::office::Office;
use crate::domain::person::{Name, Note};
use crate::domain::reason::{OldCard as Expected, ReasonCode};
use crate::domain::refusal::Refusal;
use crate::domain::sop::Spent;
use crate::domain::status::CentralStatus;
use crate::domain::stock_command::StockCommand;
use crate::domain::terms::*;
use crate::domain::time::Stamp;
use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use std::collections::VecDeque;

/// Applications of an ordinary day; long histories get fuller days, so that they fit into ten years.
const PER_DAY: u64 = 14;
/// Invalid cards kept before they are destroyed.
const DRAWER: usize = 200;
/// Working days of ten years.
const TEN_YEARS: u64 = 2_500;
const REASONS: [ReasonCode; 6] = [
    ReasonCode::New,
    ReasonCode::Lost,
    ReasonCode::Damaged,
    ReasonCode::DataChange,
    ReasonCode::Lost,
    ReasonCode::MovedIn,
];

/// Makes the commands of the past, one at a time.
pub struct History {
    left: u64,
    made: u64,
    per_day: u64,
    date: NaiveDate,
    /// Time within the day, milliseconds after eight.
    clock: i64,
    queue: VecDeque<Command>,
    staff: AccountId,
    run: RunId,
    station: String,
    rules: RuleSet,
    today: u64,
}

impl History {
    /// `n` applications ending on the working day before `today`.
    pub fn new(n: u64, today: NaiveDate, staff: AccountId, run: RunId, station: &str, rules: RuleSet) -> History {
        let per_day = PER_DAY.max(n.div_ceil(TEN_YEARS));
        let mut date = today;
        for _ in 0..n.div_ceil(per_day) {
            date = before(date);
        }
        History {
            left: n,
            made: 0,
            per_day,
            date,
            clock: 0,
            queue: VecDeque::new(),
            staff,
            run,
            station: station.to_owned(),
            rules,
            today: 0,
        }
    }

    /// The entries of the next command; None when the past is told.
    ///
    /// # Errors
    /// A refusal would mean that the past could not have happened.
    pub fn next(&mut self, office: &Office) -> Result<Option<(Vec<Draft>, Envelope)>, Refusal> {
        if self.queue.is_empty() {
            self.plan(office);
        }
        let Some(command) = self.queue.pop_front() else { return Ok(None) };
        let command = self.filled(command, office);
        self.clock += 20_000;
        let mut order = self.order();
        if matches!(command, Command::Stock(_)) {
            order.approver = office.rules.accounts.keys().copied().find(|id| *id != self.staff);
        }
        let reason = match &command {
            Command::Submit(s) => Some(s.reason),
            _ => None,
        };
        let checklist = reason.map(|r| self.rules.checklist(r).clone());
        let facts = Facts { next_seq: office.desk.seq + 1, checklist, ..Facts::default() };
        let drafts = decide(office, &facts, &command, &order)?;
        Ok(Some((drafts, order)))
    }

    /// Plans the next piece: a day's opening, one application, or a day's close.
    fn plan(&mut self, office: &Office) {
        if self.left == 0 || self.today == self.per_day {
            match office.desk.day.and_then(|day| destruction(office, day)) {
                Some(destroyed) => self.queue.push_back(destroyed),
                None if office.desk.day.is_some() => self.close(office),
                None => {}
            }
            return;
        }
        if office.desk.day != Some(self.date) {
            self.queue.push_back(Command::OpenDay { date: self.date });
            if u64::from(office.desk.blanks) < self.per_day * 2 {
                let n = i32::try_from(self.per_day * 50).unwrap_or(i32::MAX).min(100_000);
                let document = Note::parse("BA penerimaan blangko").unwrap_or_default();
                self.queue.push_back(Command::MoveBlanks { how: BlankMove::Received, n, document });
            }
        }
        self.life();
        self.left -= 1;
        self.made += 1;
        self.today += 1;
    }

    fn close(&mut self, office: &Office) {
        let read = DayCount::agreeing(self.date, office.desk.seq, &office.stocks());
        let count = DayCount { format: crate::export::EXPORT_FORMAT, ..read };
        self.queue.push_back(Command::CloseDay(count));
        self.date = after(self.date);
        self.today = 0;
        self.clock = 0;
    }

    /// One application from submission to handover; identities are filled in when their turn comes.
    fn life(&mut self) {
        let Some(person) = person(self.made) else { return };
        let reason = REASONS[usize::try_from(self.made % REASONS.len() as u64).unwrap_or(0)];
        let last4 = person.nik.map(|n| n.last4().to_owned()).unwrap_or_default();
        let spent = Spent { work_ms: 45_000, measured: true, ..Spent::default() };
        let ticks = self.rules.checklist(reason).items().iter().map(|i| (i.id.clone(), Tick::Present)).collect();
        let nobody = AppId(0);
        let old = match reason.old_card_expected() {
            Expected::NeverHad => OldCard::NeverHad,
            Expected::Lost => OldCard::NoneLost,
            Expected::Withdrawn | Expected::Asked => OldCard::Withdrawn,
        };
        let submission = Submission {
            person,
            reason,
            channel: Channel::Counter,
            ticks,
            priority: false,
            repeat_reason: None,
            linked: None,
            family_of: None,
            sheet: None,
            spent: spent.clone(),
            then: Then::Complete,
        };
        let status =
            if reason == ReasonCode::New { CentralStatus::PrintReadyRecord } else { CentralStatus::CardIssued };
        let report = TestReport {
            outcome: TestOutcome::Match,
            finger: Some(Finger::RightIndex),
            quality: Quality::Good,
            compared_with: ComparedWith::Attested,
        };
        let job = JobId(0);
        self.queue.extend([
            Command::Submit(Box::new(submission)),
            Command::RecordStatus { app: nobody, status, source: "SIAK".into(), read_ms: 0, last4: last4.clone() },
            Command::ReportTest { app: nobody, report },
            Command::StartPrint { apps: vec![nobody], blank: None },
            Command::ReportPrint { job, report: PrintReport::Good, last4: Some(last4) },
            Command::StartActivation { app: nobody },
            Command::ReportActivation { job, report: ActivationReport::Activated(spent) },
            Command::HandOver(Box::new(Handover::to_holder(nobody, old))),
        ]);
    }

    /// The one open application, or its job, in place of the blanks left by [`History::life`].
    fn filled(&self, mut command: Command, office: &Office) -> Command {
        let Some(file) = office.files.values().next_back() else { return command };
        let now = self.stamp().utc_ms;
        let running = file.app.job.as_ref().map(|j| j.id);
        match &mut command {
            Command::RecordStatus { app, read_ms, .. } => {
                *app = file.app.id;
                *read_ms = now;
            }
            Command::ReportTest { app, .. } | Command::StartActivation { app } => *app = file.app.id,
            Command::StartPrint { apps, .. } => *apps = vec![file.app.id],
            Command::ReportPrint { job, .. } | Command::ReportActivation { job, .. } => *job = running.unwrap_or(*job),
            Command::HandOver(handover) => {
                handover.apps = vec![file.app.id];
                handover.holder = Some(file.app.id);
            }
            _ => {}
        }
        command
    }

    fn stamp(&self) -> Stamp {
        let offset_s = super::super::clock::WIB_S;
        let eight = self.date.and_time(NaiveTime::default()).and_utc().timestamp_millis()
            + (8 * 3600 - i64::from(offset_s)) * 1000;
        let mono_ms = u64::try_from(self.clock).unwrap_or(0);
        Stamp { utc_ms: eight + self.clock, offset_s, mono_ms, boot: NO_BOOT }
    }

    fn order(&self) -> Envelope {
        Envelope {
            actor: self.staff,
            approver: None,
            station: self.station.clone(),
            run: self.run,
            backend: Some(ATTESTED.to_owned()),
            stamp: self.stamp(),
            happened_ms: None,
        }
    }
}

/// Invalid cards are destroyed when a drawer of them is full; only where a second person can confirm it.
fn destruction(office: &Office, date: NaiveDate) -> Option<Command> {
    if office.invalid.len() < DRAWER || office.rules.accounts.len() < 2 {
        return None;
    }
    let witness = |name: &str| Some(Witness { name: Name::parse(name).ok()?, office: Note::parse("Satpol PP").ok()? });
    let destruction = Destruction {
        items: office.invalid.keys().copied().take(10 * DRAWER).collect(),
        date,
        place: Note::parse("Halaman kantor").ok()?,
        manner: DestroyManner::Burnt,
        witnesses: vec![witness("Saksi Contoh Satu")?, witness("Saksi Contoh Dua")?],
    };
    Some(Command::Stock(Box::new(StockCommand::Destroy(destruction))))
}

/// The working day before.
pub fn before(date: NaiveDate) -> NaiveDate {
    let mut day = date.pred_opt().unwrap_or(date);
    while weekend(day) {
        day = day.pred_opt().unwrap_or(day);
    }
    day
}

fn after(date: NaiveDate) -> NaiveDate {
    let mut day = date.succ_opt().unwrap_or(date);
    while weekend(day) {
        day = day.succ_opt().unwrap_or(day);
    }
    day
}

fn weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
