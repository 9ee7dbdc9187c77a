//! How each kind of entry changes the office.
//!
//! Separate from [`super::office`] so that the change of every kind reads as a table. Must stay total: replay
//! of any journal, even one written by a newer decision rule, never panics.

use super::application::{Application, Approval, Job, MessageState, Stage, StatusReading, TestRecord};
use super::event::*;
use super::figures::{Figures, TroubleSpan};
use super::id::{AppId, JobId};
use super::lineage::Parent;
use super::office::{Account, Erasing, File, Office, Recovery, Trouble};
use super::sop::{Spent, Step};
use super::terms::*;

mod message;
mod stock;

/// Applies one entry.
pub(super) fn apply(office: &mut Office, rec: &Recorded) -> Option<AppId> {
    match &rec.event {
        Event::ApplicationSubmitted(e) => Some(submitted(office, rec, e)),
        event => match event.app() {
            Some(id) => on_file(office, rec, id),
            None => {
                on_office(office, rec);
                None
            }
        },
    }
}

fn on_office(office: &mut Office, rec: &Recorded) {
    let at = rec.envelope.when_ms();
    match &rec.event {
        Event::LedgerCreated(e) => ledger_created(office, rec.seq, e),
        Event::PolicyChanged(e) => office.rules.policy = (*e.policy).clone(),
        Event::ChecklistAdopted(e) => {
            office.rules.checklists.insert(e.digest.clone(), (*e.checklist).clone());
        }
        Event::AccountAdded(e) => {
            let name = rec.personal.as_ref().and_then(|p| p.staff.clone());
            let account =
                Account { id: e.account, name, initials: e.initials.clone(), roles: e.roles.clone(), active: true };
            office.rules.accounts.insert(e.account, account);
        }
        Event::AccountRolesChanged(e) => {
            if let Some(account) = office.rules.accounts.get_mut(&e.account) {
                account.roles = e.roles.clone();
            }
        }
        Event::AccountDisabled(AccountDisabled { account }) | Event::AccountEnabled(AccountEnabled { account }) => {
            if let Some(account) = office.rules.accounts.get_mut(account) {
                account.active = matches!(rec.event, Event::AccountEnabled(_));
            }
        }
        Event::DayOpened(e) => office.open_day(e.date, rec.seq),
        // Whoever closes the day has the book with the recovery in it before them.
        Event::DayClosed(e) => {
            office.desk.recovered = None;
            office.close_day(e, rec.envelope.actor, rec.envelope.stamp.local());
        }
        Event::SealKeyAdopted(e) => office.desk.seal_key = Some(e.key),
        Event::KeysChanged(KeysChanged { how: KeyChange::Recovered, account: Some(account) }) => {
            office.desk.recovered = Some(Recovery { account: *account, at_ms: at });
        }
        Event::KeyFileNoted(e) => office.desk.keys = e.generation,
        Event::TroubleStarted(e) => {
            end_trouble(office, at);
            office.desk.trouble = Some(Trouble { causes: e.causes.clone(), since_ms: at });
            if let Some(figures) = office.figures() {
                figures.trouble.push(TroubleSpan { causes: e.causes.clone(), from_ms: at, to_ms: None });
            }
        }
        Event::TroubleEnded(_) => end_trouble(office, at),
        Event::ErasureOrdered(e) => {
            office.desk.erasing = Some(Erasing { order: rec.seq, before: e.before, run: rec.envelope.run });
        }
        Event::ErasureFinished(_) => office.desk.erasing = None,
        Event::VisitorSentAway(e) => {
            if let Some(figures) = office.figures() {
                *figures.sent_away.entry(e.why).or_default() += 1;
            }
        }
        _ => stock::on_office(office, rec),
    }
}

fn ledger_created(office: &mut Office, seq: u64, e: &LedgerCreated) {
    let desk = &mut office.desk;
    if let Some(ledger) = e.parent {
        desk.parents.push(Parent { ledger, upto: seq.saturating_sub(1), lost: e.lost.clone() });
        // It goes on with the key file there is, which may come from a backup.
        desk.keys = 0;
    }
    desk.ledger = Some(e.ledger);
    desk.kind = e.kind;
    desk.last_number = e.last_number.clone().or(desk.last_number.take());
    if e.lost.is_empty() {
        return;
    }
    // What the lost entries moved is nowhere in the figures: the open day counts from what there is.
    let stocks = office.stocks();
    office.desk.unclosed.values_mut().for_each(|(figures, now, _)| *figures = Figures::open(figures.date, now.clone()));
    if let Some(figures) = &mut office.desk.today {
        *figures = Figures::open(figures.date, stocks);
    }
}

fn end_trouble(office: &mut Office, at: i64) {
    office.desk.trouble = None;
    if let Some(figures) = office.figures() {
        for span in figures.trouble.iter_mut().filter(|s| s.to_ms.is_none()) {
            span.to_ms = Some(at);
        }
    }
}

fn submitted(office: &mut Office, rec: &Recorded, e: &ApplicationSubmitted) -> AppId {
    let id = AppId(rec.seq);
    let at = rec.envelope.when_ms();
    let day = office.desk.day.unwrap_or_else(|| rec.envelope.stamp.date());
    let app = Application {
        id,
        number: e.number.clone(),
        reason: e.reason,
        channel: e.channel,
        stage: Stage::Check,
        since_ms: at,
        received_ms: at,
        day,
        received_by: rec.envelope.actor,
        checklist: e.checklist.clone(),
        ticks: e.ticks.clone(),
        missing: Vec::new(),
        returns: 0,
        priority: e.priority,
        nik_pending: e.nik_pending,
        linked: e.linked,
        family_of: e.family_of,
        status: None,
        test: None,
        attempts: 0,
        job: None,
        spoiled: 0,
        data_recorded: false,
        printed_ms: None,
        activated_ms: None,
        place: None,
        owes_activation: false,
        old_card_withdrawn: false,
        skipped: 0,
        calls: 0,
        last_call: None,
        message: None,
        approval: None,
        visited: day,
        spent: Default::default(),
        sheet: e.sheet,
        last_seq: rec.seq,
    };
    let person = rec.personal.as_ref().and_then(|p| p.person.clone());
    office.files.insert(id, File { app, person });
    office.desk.last_number = Some(e.number.clone());
    if let Some(sheet) = e.sheet {
        office.desk.sheets.emergency.copied(sheet, &e.number);
    }
    if let Some(figures) = office.figures() {
        figures.moved(id, None, Stage::Check);
    }
    spent(office, id, Step::Intake, &e.spent);
    id
}

/// Adds the time of a finished step to the file and the day.
fn spent(office: &mut Office, id: AppId, step: Step, spent: &Spent) {
    let standard = office.policy().standard(step);
    if let Some(figures) = office.figures() {
        figures.steps.entry(step).or_default().add(spent, standard);
    }
    if let Some(file) = office.files.get_mut(&id) {
        file.app.spent[step as usize] = spent.clone();
    }
}

fn on_file(office: &mut Office, rec: &Recorded, id: AppId) -> Option<AppId> {
    let mut file = office.files.remove(&id)?;
    let before = file.app.stage;
    let kept_old_card = file.app.old_card_withdrawn;
    let day = office.desk.day.unwrap_or_else(|| rec.envelope.stamp.date());
    if !message::is_about(&rec.event) {
        file.app.last_seq = rec.seq;
    }
    let step = change(&mut file, rec, day);
    if file.app.stage != before {
        file.app.since_ms = rec.envelope.when_ms();
        // What it would say is not so any more.
        if file.app.message_is(MessageState::Waiting) {
            file.app.message = None;
        }
    }
    count(office, rec, &file.app, before, file.app.old_card_withdrawn && !kept_old_card);
    stock::on_sheet(office, rec, &file.app);
    if present(&rec.event) && file.app.visited != day {
        file.app.visited = day;
        if let Some(figures) = office.figures() {
            figures.visits += 1;
        }
    }
    if let Event::ApplicationResubmitted(_) | Event::ApplicationReopened(_) = rec.event {
        file.app.visited = day;
    }
    office.files.insert(id, file);
    if let Some((which, time)) = step {
        spent(office, id, which, &time);
    }
    Some(id)
}

/// Acts for which the applicant stands at the counter.
pub(super) fn present(event: &Event) -> bool {
    matches!(event, Event::BiometricTested(_) | Event::CardHandedOver(_))
}

/// Counts what the entry means for the day's figures and the stock of blanks.
fn count(office: &mut Office, rec: &Recorded, app: &Application, before: Stage, withdrawn: bool) {
    stock::on_card(office, rec, app, withdrawn);
    let Some(figures) = office.figures() else { return };
    figures.moved(app.id, Some(before), app.stage);
    match &rec.event {
        Event::PrintStarted(_) => figures.intents += 1,
        Event::CardPrinted(_) => figures.good += 1,
        Event::PrintFailed(_) => figures.spoiled += 1,
        Event::NoCardCameOut(_) => figures.none += 1,
        Event::CardRejected(_) => figures.rejected += 1,
        Event::CardHandedOver(_) if withdrawn => figures.withdrawn += 1,
        _ => {}
    }
}

/// Changes one file; returns the SOP step the entry finished, if any.
fn change(file: &mut File, rec: &Recorded, day: chrono::NaiveDate) -> Option<(Step, Spent)> {
    let app = &mut file.app;
    match &rec.event {
        Event::CompletenessConfirmed(e) => {
            app.stage = Stage::Operator;
            app.ticks = e.ticks.clone();
            app.missing.clear();
            return Some((Step::Check, e.spent.clone()));
        }
        Event::ApplicationReturned(e) => {
            app.stage = Stage::Returned;
            app.ticks = e.ticks.clone();
            app.missing = e.missing.clone();
            app.returns = app.returns.saturating_add(1);
            return Some((Step::Check, e.spent.clone()));
        }
        Event::ApplicationResubmitted(ApplicationResubmitted { ticks, .. })
        | Event::ApplicationReopened(ApplicationReopened { ticks, .. }) => {
            app.stage = Stage::Check;
            app.ticks = ticks.clone();
        }
        Event::DataCorrected(e) => corrected(file, rec, e),
        Event::DataRecorded(e) => {
            app.stage = Stage::Recorded;
            app.data_recorded = true;
            return Some((Step::Operator, e.spent.clone()));
        }
        Event::CardHandedOver(e) => {
            app.stage = Stage::HandedOver;
            app.place = None;
            app.owes_activation = !e.active;
            app.old_card_withdrawn |= e.old_card == OldCard::Withdrawn;
        }
        Event::HandoverUndone(_) => {
            app.stage = if app.activated_ms.is_some() { Stage::Ready } else { Stage::Printed };
            app.owes_activation = false;
            app.approval = None;
        }
        Event::ApplicationCancelled(e) => {
            app.stage = Stage::Cancelled(e.kind);
            app.approval = None;
        }
        Event::ApprovalRequested(e) => {
            let since_ms = rec.envelope.when_ms();
            app.approval = Some(Approval { topic: e.topic, by: rec.envelope.actor, since_ms, granted: None });
        }
        Event::ApprovalDecided(e) => {
            if let Some(approval) = app.approval.as_mut().filter(|a| a.topic == e.topic) {
                approval.granted = Some(e.granted);
            }
        }
        Event::ApplicantContacted(e) => {
            app.calls = app.calls.saturating_add(1);
            app.last_call = Some((rec.envelope.when_ms(), e.reached));
            message::told(app, e.reached);
        }
        Event::ApplicantSkipped(_) => app.skipped = app.skipped.saturating_add(1),
        Event::PriorityMarked(e) => app.priority = e.priority,
        Event::CardShelved(e) => app.place = Some(e.place.clone()),
        _ => return at_operator(app, rec, day),
    }
    None
}

/// The operator's part of the table.
fn at_operator(app: &mut Application, rec: &Recorded, day: chrono::NaiveDate) -> Option<(Step, Spent)> {
    match &rec.event {
        Event::StatusRecorded(e) => {
            app.status =
                Some(StatusReading { status: e.status.clone(), source: e.source.clone(), read_ms: e.read_ms, day });
        }
        Event::ApplicationDeferred(e) => app.stage = Stage::Deferred(e.reason),
        Event::ApplicationResumed(_) => {
            app.stage = Stage::Operator;
            app.attempts = 0;
        }
        Event::BiometricTested(e) => {
            app.attempts = match e.outcome {
                TestOutcome::Match => 0,
                TestOutcome::NoMatch | TestOutcome::Unreadable => app.attempts.saturating_add(1),
                _ => app.attempts,
            };
            app.test = Some(TestRecord {
                outcome: e.outcome,
                compared_with: e.compared_with,
                day,
                by: rec.envelope.actor,
                overridden: false,
            });
        }
        Event::BiometricOverridden(_) => {
            if let Some(test) = &mut app.test {
                test.overridden = true;
                test.day = day;
            }
        }
        _ => return at_printer(app, rec),
    }
    None
}

/// The part of a card: printed, activated, rejected.
fn at_printer(app: &mut Application, rec: &Recorded) -> Option<(Step, Spent)> {
    match &rec.event {
        Event::PrintStarted(_) | Event::ActivationStarted(_) => {
            let activation = matches!(rec.event, Event::ActivationStarted(_));
            if !activation {
                app.stage = Stage::Printing;
            }
            app.job = Some(Job {
                id: JobId(rec.seq),
                activation,
                run: rec.envelope.run,
                station: rec.envelope.station.clone(),
                backend: rec.envelope.backend.clone(),
                started_ms: rec.envelope.when_ms(),
                unknown: false,
            });
        }
        Event::PrintOutcomeUnknown(_) | Event::ActivationOutcomeUnknown(_) => {
            if let Some(job) = &mut app.job {
                job.unknown = true;
            }
        }
        Event::CardPrinted(_) => {
            app.stage = Stage::Printed;
            app.printed_ms = Some(rec.envelope.when_ms());
            app.job = None;
        }
        Event::PrintFailed(_) | Event::NoCardCameOut(_) => {
            app.stage = Stage::Operator;
            app.spoiled = app.spoiled.saturating_add(u16::from(matches!(rec.event, Event::PrintFailed(_))));
            app.job = None;
        }
        Event::CardActivated(e) => {
            app.activated_ms = Some(rec.envelope.when_ms());
            app.owes_activation = false;
            app.job = None;
            if app.stage == Stage::Printed {
                app.stage = Stage::Ready;
            }
            return Some((Step::Operator, e.spent.clone()));
        }
        Event::ActivationFailed(_) => app.job = None,
        Event::CardRejected(e) => {
            app.stage = match e.next {
                AfterReject::Operator => Stage::Operator,
                AfterReject::KkFirst => Stage::Deferred(super::status::DeferralReason::KkNotUpdated),
                AfterReject::NoMatch => Stage::Deferred(super::status::DeferralReason::NoMatchToCentre),
                AfterReject::Cancelled => Stage::Cancelled(CancelKind::Withdrawn),
            };
            app.printed_ms = None;
            app.activated_ms = None;
            app.place = None;
            // The test went with the card: what is read next is a first try.
            app.test = None;
            app.attempts = 0;
            app.job = None;
            app.approval = None;
        }
        _ => message::change(app, rec),
    }
    None
}

/// Corrected data: what was found out on the old data is void.
fn corrected(file: &mut File, rec: &Recorded, e: &DataCorrected) {
    if let Some((person, patch)) = file.person.as_mut().zip(rec.personal.as_ref().and_then(|p| p.new.as_ref())) {
        person.apply(patch);
        file.app.nik_pending = person.nik.is_none();
    }
    if let Some(reason) = e.reason {
        file.app.reason = reason;
        // Another kind of application needs other documents: the check begins anew.
        if file.app.stage != Stage::Returned {
            file.app.stage = Stage::Check;
        }
    }
    if let Some(digest) = &e.checklist {
        file.app.checklist = digest.clone();
        file.app.ticks.clear();
    }
    let only_contact = e.reason.is_none()
        && e.fields
            .iter()
            .all(|f| matches!(f, super::personal::PersonField::Contact | super::personal::PersonField::Note));
    if !only_contact {
        file.app.status = None;
        file.app.test = None;
        file.app.attempts = 0;
    }
}
