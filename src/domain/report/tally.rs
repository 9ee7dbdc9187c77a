//! What the days' figures do not say by themselves: counted from the entries of the period, one at a time.
//!
//! Separate so that a year is read as a stream: kept are the open files, four bytes a time, and counts; never an
//! entry. Reads no personal block, and nothing is counted by person (counter practice 17).

use super::times::{Lead, Times};
use super::{ByReason, Day, Devices, Discord, Machine, Trouble, sums};
use crate::domain::application::Stage;
use crate::domain::book::{Age, working_days};
use crate::domain::checklist::ItemId;
use crate::domain::event::{Event, Recorded};
use crate::domain::figures::Figures;
use crate::domain::id::AppId;
use crate::domain::office::{File, Office};
use crate::domain::reason::ReasonCode;
use crate::domain::sop::{Spent, Step};
use crate::domain::terms::TestOutcome;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Work known of an open file.
#[derive(Clone, Copy, Default)]
struct Work {
    ms: u64,
    /// A step of it was not timed.
    partly: bool,
}

impl Work {
    fn add(&mut self, spent: &Spent) {
        if spent.measured {
            self.ms += u64::from(spent.work_ms);
        } else {
            self.partly = true;
        }
    }
}

/// The counting as far as it has come.
#[derive(Default)]
pub(super) struct Tally {
    /// Open files and the figures of the day being counted.
    office: Office,
    work: BTreeMap<AppId, Work>,
    day: Option<Day>,
    pub(super) reasons: BTreeMap<ReasonCode, ByReason>,
    pub(super) steps: BTreeMap<Step, Times>,
    /// Missing items at returns, with the checklist that names them last.
    pub(super) missing: BTreeMap<ItemId, (String, u32)>,
    /// Returns for which no item was named.
    pub(super) unnamed: u32,
    pub(super) devices: Devices,
    pub(super) lead: Lead,
    pub(super) trouble: Trouble,
    pub(super) discords: Vec<Discord>,
}

impl Tally {
    /// Begins with the files that were open before the first day.
    pub(super) fn new(carried: Vec<File>) -> Tally {
        let mut tally = Tally::default();
        for file in carried {
            tally.row(file.app.reason).opening += 1;
            tally.admit(file);
        }
        tally
    }

    fn row(&mut self, reason: ReasonCode) -> &mut ByReason {
        self.reasons.entry(reason).or_default()
    }

    /// Brings in a file an entry is about.
    pub(super) fn admit(&mut self, file: File) {
        let mut work = Work::default();
        for spent in file.app.spent.iter().filter(|s| s.measured || s.work_ms > 0) {
            work.add(spent);
        }
        self.work.insert(file.app.id, work);
        self.office.admit(file);
    }

    /// The file an entry is about, when it is not at hand.
    pub(super) fn needs(&self, rec: &Recorded) -> Option<AppId> {
        rec.event.app().filter(|app| self.office.file(*app).is_none())
    }

    /// Ends the day before and begins this one.
    pub(super) fn begin(&mut self, day: Day) {
        self.end();
        let (from, to) = (day.from_ms, day.to_ms);
        for span in &day.figures.trouble {
            let span = (span.from_ms.max(from), span.to_ms.unwrap_or(to).min(to), &span.causes);
            self.trouble.add(span.0, span.1, span.2);
        }
        self.office.desk.day = Some(day.date);
        self.office.desk.today = Some(Figures::open(day.date, day.figures.opening.clone()));
        self.day = Some(day);
    }

    /// Compares what was counted with what is booked.
    pub(super) fn end(&mut self) {
        if let Some((day, again)) = self.day.take().zip(self.office.desk.today.take()) {
            self.discords.extend(sums::recounted(&day, &again));
        }
    }

    /// Counts one entry of the day.
    pub(super) fn entry(&mut self, rec: &Recorded) {
        // The day is opened and closed by its figures, not by its entries.
        if matches!(rec.event, Event::DayOpened(_) | Event::DayClosed(_)) {
            return;
        }
        let id = match &rec.event {
            Event::ApplicationSubmitted(_) => Some(AppId(rec.seq)),
            event => event.app(),
        };
        let file = id.and_then(|id| self.office.file(id));
        let before = file.map(|f| (f.app.stage, f.app.reason));
        let backend = file.and_then(|f| f.app.job.as_ref()).and_then(|job| job.backend.clone());
        self.office.apply(rec);
        self.device(rec, backend);
        let Some(id) = id else { return };
        if let Some((step, spent)) = rec.event.spent() {
            self.work.entry(id).or_default().add(spent);
            if spent.measured {
                self.steps.entry(step).or_default().add(spent.work_ms);
            }
        }
        let Some(app) = self.office.file(id).map(|f| &f.app) else { return };
        let (stage, reason, received_ms, received) = (app.stage, app.reason, app.received_ms, app.day);
        if let Event::ApplicationReturned(e) = &rec.event {
            let checklist = app.checklist.clone();
            self.returned(&e.missing, &checklist);
        }
        self.moved(before, stage, reason);
        if matches!(rec.event, Event::CardPrinted(_)) {
            self.row(reason).good += 1;
        }
        if stage == Stage::HandedOver && before.is_none_or(|(was, _)| was != stage) {
            self.handed(id, received_ms, received, rec.envelope.when_ms());
        }
        if stage.is_final() {
            self.office.files.remove(&id);
            self.work.remove(&id);
        }
    }

    fn moved(&mut self, before: Option<(Stage, ReasonCode)>, stage: Stage, reason: ReasonCode) {
        let row = self.row(reason);
        match before {
            None => row.new += 1,
            Some((was, _)) if was.is_final() && !stage.is_final() => row.reopened += 1,
            Some(_) => {}
        }
        if before.is_none_or(|(was, _)| was != stage) {
            match stage {
                Stage::HandedOver => row.handed += 1,
                Stage::Cancelled(_) => row.cancelled += 1,
                Stage::Returned => row.returned += 1,
                Stage::Deferred(_) => row.deferred += 1,
                _ => {}
            }
        }
        if let Some((_, was)) = before.filter(|(_, was)| *was != reason) {
            self.row(reason).changed += 1;
            self.row(was).changed -= 1;
        }
    }

    fn returned(&mut self, missing: &[ItemId], checklist: &str) {
        self.unnamed += u32::from(missing.is_empty());
        for item in missing {
            let (named_by, n) = self.missing.entry(item.clone()).or_default();
            checklist.clone_into(named_by);
            *n += 1;
        }
    }

    fn handed(&mut self, id: AppId, received_ms: i64, received: NaiveDate, at_ms: i64) {
        let work = self.work.get(&id).copied().unwrap_or_default();
        let whole = u64::try_from(at_ms.saturating_sub(received_ms)).unwrap_or(0);
        self.lead.minutes.add(u32::try_from(whole / 60_000).unwrap_or(u32::MAX));
        self.lead.work_ms += work.ms;
        self.lead.wait_ms += whole.saturating_sub(work.ms);
        self.lead.partly += u32::from(work.partly);
        let today = self.office.desk.day.unwrap_or(received);
        let age = Age::of(working_days(received, today));
        for (count, of) in self.lead.by_age.iter_mut().zip(Age::ALL) {
            *count += u32::from(of == age);
        }
    }

    /// Acts and failures of devices; `backend` is the one named in the intent.
    fn device(&mut self, rec: &Recorded, backend: Option<String>) {
        use super::Failure as F;
        let of = || backend.clone().or_else(|| rec.envelope.backend.clone());
        let devices = &mut self.devices;
        match &rec.event {
            Event::BiometricTested(e) => {
                let row = devices.row(Machine::Reader, rec.envelope.backend.clone());
                row.acts += 1;
                match e.outcome {
                    TestOutcome::Match => row.good += 1,
                    TestOutcome::NoMatch => row.fail(F::NoMatch),
                    // Why a finger cannot be read says something of health: one count for both.
                    TestOutcome::Unreadable | TestOutcome::Exempt => row.fail(F::Unreadable),
                    TestOutcome::DeviceTrouble => row.fail(F::Device),
                    TestOutcome::NetworkTrouble => row.fail(F::Network),
                }
            }
            Event::PrintStarted(_) => devices.row(Machine::Printer, rec.envelope.backend.clone()).acts += 1,
            Event::CardPrinted(_) => devices.row(Machine::Printer, of()).good += 1,
            Event::PrintFailed(e) => devices.row(Machine::Printer, of()).fail(F::Spoiled(e.cause)),
            Event::NoCardCameOut(_) => devices.row(Machine::Printer, of()).fail(F::NoneCameOut),
            Event::PrintOutcomeUnknown(_) => devices.row(Machine::Printer, of()).doubt += 1,
            Event::ActivationStarted(_) => devices.row(Machine::Chip, rec.envelope.backend.clone()).acts += 1,
            Event::CardActivated(_) => devices.row(Machine::Chip, of()).good += 1,
            Event::ActivationFailed(e) => devices.row(Machine::Chip, of()).fail(F::Activation(e.cause)),
            Event::ActivationOutcomeUnknown(_) => devices.row(Machine::Chip, of()).doubt += 1,
            Event::MessageStarted(_) => devices.row(Machine::Modem, rec.envelope.backend.clone()).acts += 1,
            Event::MessageSent(_) => devices.row(Machine::Modem, rec.envelope.backend.clone()).good += 1,
            Event::MessageFailed(e) => {
                devices.row(Machine::Modem, rec.envelope.backend.clone()).fail(F::Message(e.cause));
            }
            Event::MessageOutcomeUnknown(_) => {
                devices.row(Machine::Modem, rec.envelope.backend.clone()).doubt += 1;
            }
            _ => {}
        }
    }

    /// Open files by what they wait for and their age on a day; also counts them by reason.
    pub(super) fn open(&mut self, day: NaiveDate) -> BTreeMap<Stage, BTreeMap<Age, u32>> {
        let mut stuck: BTreeMap<Stage, BTreeMap<Age, u32>> = BTreeMap::new();
        for file in self.office.files.values().filter(|f| !f.app.stage.is_final()) {
            let age = Age::of(working_days(file.app.day, day));
            *stuck.entry(file.app.stage).or_default().entry(age).or_default() += 1;
            self.reasons.entry(file.app.reason).or_default().closing += 1;
        }
        stuck
    }
}
