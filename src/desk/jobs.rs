//! Device acts from intent to outcome.
//!
//! One model for tests, prints and activations: begun only after the intent is committed, ended by exactly one
//! outcome. An outcome that cannot be committed at once is kept and offered again until it is. After a crash
//! the acts of dead runs are declared "outcome unknown", and a person must look.

use super::act::Done;
use super::core::Desk;
use super::faults;
use super::reference::{compared, reader_finger};
use crate::device::error::{Card, Media};
use crate::device::{
    ActivationOutcome, CardJob, ChipFault, ChipJob, DeviceError, Effect, Fault, FingerOutcome, FingerTest, Health, Job,
    JobId as DeviceJob, Kind, LinkState, Outcome, PaperLeft, PrintOutcome, Progress, Reachability, Report, SlipText,
    Spoiled,
};
use crate::domain::command::{ActivationReport, Command, PrintReport, TestReport};
use crate::domain::decide;
use crate::domain::event::Envelope;
use crate::domain::id::{AccountId, AppId, JobId};
use crate::domain::sop::Spent;
use crate::domain::terms::*;
use crate::domain::time::Stamp;
use crate::screen::{ScreenId, Told};
use crate::text::{Word, desk as t};
use crate::ui::notice::{Notice, Severity};
use crate::view::{JobKind, JobView, Way};
use std::time::Duration;

/// How long the holder has to place a finger, in seconds.
const TEST_S: u32 = 20;
/// How long a print may take (manual of the usual printers: about 45 s a card).
const PRINT_S: u32 = 120;
const ACTIVATE_S: u32 = 60;
/// Long enough for a slow printer to say that the last line is out.
const SLIP_S: u32 = 15;

/// A device act of this desk.
struct Running {
    id: DeviceJob,
    kind: JobKind,
    app: AppId,
    /// The intent's identity; a test has none.
    job: Option<JobId>,
    /// Who began it: the outcome is theirs, whoever sits here when it comes.
    order: Envelope,
    finger: Option<Finger>,
    started: Stamp,
    limit_s: u32,
    progress: Option<Progress>,
    cancelling: bool,
}

/// The device acts of this desk and the outcomes not yet committed.
#[derive(Default)]
pub struct Jobs {
    next: u64,
    running: Vec<Running>,
    kept: Vec<(Command, Envelope)>,
    /// The slip in the printer, with its name when a clerk asked for it and waits.
    slip: Option<(DeviceJob, Option<Word>)>,
}

impl Jobs {
    /// No act runs and no outcome waits.
    pub fn is_empty(&self) -> bool {
        self.running.is_empty() && self.kept.is_empty()
    }

    /// Keeps an outcome until it is committed.
    pub fn keep(&mut self, outcome: Command, order: Envelope) {
        self.kept.push((outcome, order));
    }

    /// A slip is being printed under this job.
    pub fn expect_slip(&mut self, id: DeviceJob, asked: Option<Word>) {
        self.slip = Some((id, asked));
    }

    /// The number of the next device job.
    pub fn number(&mut self) -> DeviceJob {
        self.next += 1;
        DeviceJob(self.next)
    }
}

impl Desk {
    /// Begins a print whose intent is committed; an attested one is the clerk's.
    pub(super) fn begin_print(&mut self, seq: u64, app: AppId) {
        if self.devices.way(Kind::CardPrinter) == Way::Driven {
            let job = Job::Print(CardJob { title: self.title(app), face: self.face_of(app) });
            self.begin(JobKind::Print, app, Some(JobId(seq)), None, job, PRINT_S);
        }
    }

    /// Begins an activation whose intent is committed.
    pub(super) fn begin_activation(&mut self, seq: u64, app: AppId) {
        if self.devices.way(Kind::Chip) == Way::Driven {
            let job = Job::Activate(ChipJob { title: self.title(app) });
            self.begin(JobKind::Activate, app, Some(JobId(seq)), None, job, ACTIVATE_S);
        }
    }

    /// Begins a fingerprint test on the reader.
    pub(super) fn begin_test(&mut self, app: AppId, finger: Finger) {
        let Some(file) = self.ledger.office().file(app) else { return };
        let source = self.reference.source();
        if let Err(refusal) = decide::may_start_test(self.ledger.office(), &file.app, source) {
            return self.tell_refusal(&refusal);
        }
        let test = FingerTest { finger: reader_finger(finger), reference: self.reference.reference(file) };
        self.begin(JobKind::Test, app, None, Some(finger), Job::Finger(test), TEST_S);
    }

    fn begin(
        &mut self,
        kind: JobKind,
        app: AppId,
        job: Option<JobId>,
        finger: Option<Finger>,
        device_job: Job,
        limit_s: u32,
    ) {
        let id = self.jobs.number();
        let order = self.order(Some(self.devices.backend_name(device_job.kind())));
        let begun = self.devices.begin(id, device_job, Duration::from_secs(u64::from(limit_s)));
        let started = self.now;
        self.jobs.running.push(Running {
            id,
            kind,
            app,
            job,
            order,
            finger,
            started,
            limit_s,
            progress: None,
            cancelling: false,
        });
        if begun.is_err() {
            // Never handed over: nothing has happened, and that is the outcome.
            self.finished(id, Err(DeviceError::harmless(Fault::NotConfigured)));
        }
    }

    /// The number on displays and queues: never a person's data.
    fn title(&self, app: AppId) -> String {
        self.ledger.office().file(app).map(|f| f.app.number.short()).unwrap_or_default()
    }

    /// Cancels the act that runs here; its outcome still comes.
    pub(super) fn cancel_job(&mut self) {
        let Some(running) = self.jobs.running.last_mut() else { return };
        running.cancelling = true;
        let id = running.id;
        self.devices.cancel(id);
    }

    /// The act in progress, in words.
    pub(super) fn job_view(&self) -> Option<JobView> {
        let running = self.jobs.running.last()?;
        let lang = self.lang();
        let line = match running.progress {
            _ if running.cancelling => t::CANCELLING.get(lang).to_owned(),
            Some(progress) => crate::text::device::hint(progress.hint).get(lang).to_owned(),
            None => t::STARTING.get(lang).to_owned(),
        };
        let passed = self.now.since(&running.started).ms / 1000;
        Some(JobView {
            kind: running.kind,
            app: running.app,
            line,
            progress: running.progress.and_then(|p| p.percent).map(|p| (u64::from(p), 100)),
            left_s: Some(running.limit_s.saturating_sub(passed)),
            cancelling: running.cancelling,
        })
    }

    /// A device reports.
    pub(super) fn on_report(&mut self, report: Report) {
        match report {
            Report::Progress { job, progress, .. } => {
                if let Some(running) = self.jobs.running.iter_mut().find(|r| r.id == job) {
                    self.dirty |= running.progress != Some(progress);
                    running.progress = Some(progress);
                }
            }
            Report::Done { job, result, .. } if self.jobs.slip.is_some_and(|(id, _)| id == job) => {
                self.slip_done(result)
            }
            Report::Done { kind: Kind::NetworkProbe, result, .. } => self.probed(result),
            Report::Done { kind: Kind::Modem, job, result } => self.message_done(job, result),
            Report::Done { job, result, .. } => self.finished(job, result),
            Report::Scan(scan) => self.on_scan(&scan),
            Report::Health(health) => {
                let (now, fault) = (self.now, scanner_fault(&health));
                let changed = self.devices.heard(health, now);
                self.dirty |= changed;
                if let Some(fault) = fault.filter(|_| changed) {
                    let told = faults::fault(self.lang(), Kind::Scanner, &fault);
                    let what = t::scanner_gone(self.lang(), &told.what);
                    self.tell(Notice::new(Severity::Warning, what).next(told.next).code(fault.code()));
                }
            }
        }
    }

    /// An act ended: its outcome becomes a command.
    fn finished(&mut self, id: DeviceJob, result: Result<Outcome, DeviceError>) {
        let Some(place) = self.jobs.running.iter().position(|r| r.id == id) else { return };
        let running = self.jobs.running.remove(place);
        if let Err(error) = &result {
            super::log::error("device", error);
            self.tell_device(device_of(running.kind), error);
        }
        // The journal knows a refusal only; the clerk may simply have the wrong card in hand.
        if let Ok(Outcome::Activation(ActivationOutcome::Failed(ChipFault::WrongCard))) = &result {
            self.tell_device(Kind::Chip, &DeviceError::harmless(Fault::Card(Card::WrongCard)));
        }
        let Some(command) = outcome_command(&running, &result, self.now) else {
            self.dirty = true;
            let sample = matches!(result, Ok(Outcome::Finger(FingerOutcome::SampleTaken)));
            let told = Told::TestEnded { app: running.app, finger: running.finger, sample };
            let reply = self.with_screen(ScreenId::Operator, |s, v| s.told(told, v));
            return self.carry_out(ScreenId::Operator, reply);
        };
        let order = Envelope { stamp: self.now, ..running.order };
        self.jobs.keep(command, order);
        self.offer_outcomes();
    }

    fn tell_device(&mut self, kind: Kind, error: &DeviceError) {
        let told = faults::error(self.lang(), kind, error);
        // What the clerk asked for is no error that must stop blind typing.
        let severity = if error.fault == Fault::Cancelled { Severity::Warning } else { Severity::Error };
        self.tell(Notice::new(severity, told.what).next(told.next).code(error.code()));
    }

    /// Commits the outcomes that wait; what fails stays and is offered again.
    pub(super) fn offer_outcomes(&mut self) {
        for (command, order) in std::mem::take(&mut self.jobs.kept) {
            match self.act(&command, &order) {
                // No screen began it, so none waits for it.
                Done::Committed(entries) if matches!(command, Command::ReportMessage { .. }) => self.react(&entries),
                Done::Committed(entries) => {
                    let reply =
                        self.with_screen(ScreenId::Operator, |s, v| s.told(Told::Committed(entries.clone()), v));
                    self.react(&entries);
                    self.carry_out(ScreenId::Operator, reply);
                }
                // A late or second outcome: refused, told and logged; the journal already has one.
                Done::Refused(refusal) => super::log::error("outcome", &refusal),
                Done::Failed => self.jobs.kept.push((command, order)),
            }
        }
    }

    /// Declares the acts of runs that are gone "outcome unknown".
    pub(super) fn find_orphans(&mut self) {
        let own = self.setup.run;
        if self.ledger.office().desk.day.is_none() {
            return;
        }
        let jobs: Vec<JobId> = self
            .ledger
            .office()
            .files
            .values()
            .filter_map(|f| f.app.job.as_ref())
            .filter(|j| !j.unknown && j.run != own && !self.ledger.run_alive(j.run))
            .map(|j| j.id)
            .chain(self.lost_message())
            .collect();
        for job in jobs {
            let mut order = self.order(None);
            order.actor = AccountId::SYSTEM;
            if let Done::Committed(entries) = self.act(&Command::DeclareOrphan { job }, &order) {
                self.tell_messages(&entries);
            }
        }
    }

    /// A print of this station nobody knows the outcome of.
    pub(super) fn print_in_doubt(&self) -> Option<AppId> {
        let here = |j: &crate::domain::application::Job| j.unknown && !j.activation && j.station == self.setup.station;
        let files = self.ledger.office().files.values();
        files.into_iter().find(|f| f.app.job.as_ref().is_some_and(here)).map(|f| f.app.id)
    }

    fn slip_done(&mut self, result: Result<Outcome, DeviceError>) {
        let asked = self.jobs.slip.take().and_then(|(_, name)| name);
        let lang = self.lang();
        match result {
            Err(error) => {
                super::log::error("slip", &error);
                // The act stands and the slip can be printed again; no question waits for an answer.
                let told = faults::fault(lang, Kind::SlipPrinter, &error.fault);
                let started = error.effect() != Effect::NotStarted;
                let next = if started { t::SLIP_LOOK.get(lang).to_owned() } else { told.next };
                let what = t::slip_failed(lang, &told.what);
                self.tell(Notice::new(Severity::Warning, what).next(next).code(error.code()));
            }
            Ok(Outcome::Slip(PaperLeft::NearEnd)) => {
                let low = Fault::Media(Media::PaperNearEnd);
                let told = faults::fault(lang, Kind::SlipPrinter, &low);
                self.tell(Notice::new(Severity::Info, told.what).next(told.next).code(low.code()));
            }
            Ok(_) => {
                if let Some(name) = asked {
                    self.tell(Notice::new(Severity::Good, t::slip_out(lang, name.get(lang))));
                }
            }
        }
    }

    /// Sends a slip to its printer; false when it was told that this cannot be.
    pub(super) fn send_slip(
        &mut self,
        lines: &[String],
        code: Option<&str>,
        page: Option<Vec<u8>>,
        asked: Option<Word>,
    ) -> bool {
        let Ok(text) = SlipText::new(lines) else {
            self.tell_words(Severity::Warning, t::SLIP_FAILED);
            return false;
        };
        let text = code.iter().fold(text, |text, code| text.with_code(code));
        let text = page.into_iter().fold(text, SlipText::with_page);
        let id = self.jobs.number();
        match self.devices.begin(id, Job::Slip(text), Duration::from_secs(u64::from(SLIP_S))) {
            Ok(()) => {
                self.jobs.expect_slip(id, asked);
                true
            }
            Err(_) => {
                self.tell_words(Severity::Warning, t::SLIP_FAILED);
                false
            }
        }
    }

    fn probed(&mut self, result: Result<Outcome, DeviceError>) {
        let reach: Result<Reachability, DeviceError> = match result {
            Ok(Outcome::Reach(reach)) => Ok(reach),
            Ok(_) => return,
            Err(error) => Err(error),
        };
        self.network_answered(&reach);
        self.dirty = true;
    }
}

/// Which device an act is done with.
const fn device_of(kind: JobKind) -> Kind {
    match kind {
        JobKind::Test => Kind::Fingerprint,
        JobKind::Print => Kind::CardPrinter,
        JobKind::Activate => Kind::Chip,
    }
}

/// What is wrong with a scanner: it has no lamp, and a clerk would scan into nothing.
fn scanner_fault(health: &Health) -> Option<Fault> {
    match (health.kind, &health.state) {
        (Kind::Scanner, LinkState::Faulted(fault)) => Some(fault.clone()),
        _ => None,
    }
}

/// The command an outcome becomes; None when there is nothing to record (a cancelled test).
fn outcome_command(running: &Running, result: &Result<Outcome, DeviceError>, now: Stamp) -> Option<Command> {
    match (running.kind, running.job) {
        (JobKind::Print, Some(job)) => {
            let report = match result {
                Ok(Outcome::Print(PrintOutcome::Good)) => PrintReport::Good,
                Ok(Outcome::Print(PrintOutcome::Bad(cause))) => PrintReport::Bad(spoil_cause(*cause)),
                Ok(Outcome::Print(PrintOutcome::NoneOut)) => PrintReport::NoneCameOut,
                Err(error) if error.effect() == Effect::NotStarted => PrintReport::NoneCameOut,
                _ => PrintReport::Unknown,
            };
            Some(Command::ReportPrint { job, report, last4: None })
        }
        (JobKind::Activate, Some(job)) => {
            let report = match result {
                Ok(Outcome::Activation(ActivationOutcome::Activated)) => {
                    let span = now.since(&running.started);
                    ActivationReport::Activated(Spent { work_ms: span.ms, measured: span.measured, ..Spent::default() })
                }
                Ok(Outcome::Activation(ActivationOutcome::Failed(cause))) => {
                    ActivationReport::Failed(chip_failure(*cause))
                }
                Err(error) if error.effect() == Effect::NotStarted => {
                    ActivationReport::Failed(ActivationFailure::Reader)
                }
                _ => ActivationReport::Unknown,
            };
            Some(Command::ReportActivation { job, report })
        }
        _ => {
            let report = match result {
                Ok(Outcome::Finger(outcome)) => test_report(*outcome, running.finger)?,
                _ => return None,
            };
            Some(Command::ReportTest { app: running.app, report })
        }
    }
}

/// A bare sample is not a result: the clerk attests what it was compared with.
fn test_report(outcome: FingerOutcome, finger: Option<Finger>) -> Option<TestReport> {
    let (outcome, quality, compared_with) = match outcome {
        FingerOutcome::SampleTaken => return None,
        FingerOutcome::Match(with) => (TestOutcome::Match, Quality::Good, compared(with)),
        FingerOutcome::NoMatch(with) => (TestOutcome::NoMatch, Quality::Fair, compared(with)),
        FingerOutcome::Unreadable(_) => (TestOutcome::Unreadable, Quality::Poor, ComparedWith::Nothing),
    };
    Some(TestReport { outcome, finger, quality, compared_with })
}

fn spoil_cause(cause: Spoiled) -> SpoilCause {
    match cause {
        Spoiled::Misprint => SpoilCause::Misprint,
        Spoiled::Ribbon => SpoilCause::Ribbon,
        Spoiled::Jam => SpoilCause::Jam,
        Spoiled::DamagedBlank => SpoilCause::Defect,
    }
}

fn chip_failure(cause: ChipFault) -> ActivationFailure {
    match cause {
        ChipFault::Mute => ActivationFailure::ChipSilent,
        ChipFault::WrongCard | ChipFault::Refused => ActivationFailure::ChipRefused,
        ChipFault::HolderNotVerified => ActivationFailure::NoMatch,
    }
}
