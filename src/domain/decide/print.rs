//! Decisions around the irreversible acts: printing and activating a card, and rejecting one.
//!
//! Every act is an intent, then exactly one outcome; a lost outcome becomes "unknown" and bars the file and
//! its printer until a person has looked (counter practice 9).

use super::operator::{prints_first, same_digits, status_allows, test_allows};
use super::{Ctx, Decision, wrong_stage};
use crate::domain::application::{Job, MessageState, Stage};
use crate::domain::command::{ActivationReport, PrintReport};
use crate::domain::event::*;
use crate::domain::id::{AppId, JobId};
use crate::domain::office::File;
use crate::domain::person::Note;
use crate::domain::personal::Personal;
use crate::domain::policy::PendingPolicy;
use crate::domain::refusal::Refusal;
use crate::domain::terms::*;

/// Most files one batch may print.
pub const BATCH_LIMIT: usize = 20;
/// The backend name of acts a person does on another workstation.
pub const ATTESTED: &str = "attested";

const STOPS_PRINT: &[TroubleCause] = &[
    TroubleCause::Network,
    TroubleCause::Power,
    TroubleCause::Printer,
    TroubleCause::NoBlanks,
    TroubleCause::NoRibbon,
];
const STOPS_ACTIVATION: &[TroubleCause] = &[TroubleCause::Network, TroubleCause::Power];

pub(super) fn start(ctx: &Ctx<'_>, apps: &[AppId], blank: &Option<String>) -> Decision {
    if apps.len() > BATCH_LIMIT {
        return Err(Refusal::TooMany { limit: BATCH_LIMIT });
    }
    if apps.len() > 1 && ctx.office.policy().pending != PendingPolicy::CetakDulu {
        return Err(Refusal::BatchNotAllowed);
    }
    // A serial is read from one blank.
    if apps.len() > 1 && blank.is_some() {
        return Err(Refusal::OneBlankEach);
    }
    unused(ctx, blank)?;
    ctx.not_closed_by(STOPS_PRINT)?;
    printer_free(ctx, None)?;
    if (ctx.office.desk.blanks as usize) < apps.len() || apps.is_empty() {
        return Err(if apps.is_empty() { Refusal::NoSuchFile } else { Refusal::NoBlanks });
    }
    let batch = (apps.len() > 1).then_some(ctx.facts.next_seq);
    let mut drafts: Vec<Draft> = Vec::with_capacity(apps.len());
    for (place, app) in apps.iter().enumerate() {
        let file = ctx.file_in(*app, |s| s == Stage::Operator)?;
        if apps[..place].contains(app) {
            return Err(wrong_stage(&file.app));
        }
        may_print(ctx, file)?;
        if file.app.spoiled > 0 {
            second_person(ctx, ctx.office.spoiled_today())?;
        }
        drafts.push(PrintStarted { app: *app, blank: blank.clone(), batch }.into());
    }
    Ok(drafts)
}

fn may_print(ctx: &Ctx<'_>, file: &File) -> Result<(), Refusal> {
    if file.app.nik_pending {
        return Err(Refusal::NikPending);
    }
    status_allows(ctx, &file.app)?;
    if prints_first(ctx.office, &file.app) { Ok(()) } else { test_allows(ctx, &file.app) }
}

/// The blank whose serial was read has not been used before.
fn unused(ctx: &Ctx<'_>, blank: &Option<String>) -> Result<(), Refusal> {
    let used = blank.as_ref().is_some_and(|serial| ctx.office.desk.stock.was_used(serial));
    if used { Err(Refusal::BlankUsed) } else { Ok(()) }
}

/// Above so many spoiled prints a day a supervisor stands by when one is printed again (policy). The spoiling
/// itself is a fact and never refused.
fn second_person(ctx: &Ctx<'_>, spoiled: u32) -> Result<(), Refusal> {
    let needs: &'static [Role] = &[Role::Supervisor];
    if !ctx.office.reprint_needs_second(spoiled) {
        return Ok(());
    }
    match ctx.order.approver {
        None => Err(Refusal::ApproverNeeded { needs }),
        Some(second) if ctx.has_role(second, Role::Supervisor) => Ok(()),
        Some(_) => Err(Refusal::ApproverUnfit { needs }),
    }
}

/// A spoiled print and its print again, as one act.
pub(super) fn reprint(
    ctx: &Ctx<'_>,
    id: JobId,
    cause: SpoilCause,
    last4: Option<&str>,
    blank: &Option<String>,
) -> Decision {
    let (file, found) = job(ctx, id, false)?;
    match (found.unknown, found.backend.as_deref()) {
        (true, _) => {}
        (false, Some(ATTESTED)) => same_digits(file, last4.unwrap_or_default())?,
        // What a printer does by itself, the printer tells.
        (false, _) => return Err(Refusal::OutcomeNotInDoubt),
    }
    second_person(ctx, ctx.office.spoiled_today().saturating_add(1))?;
    unused(ctx, blank)?;
    ctx.not_closed_by(STOPS_PRINT)?;
    printer_free(ctx, Some(id))?;
    if ctx.office.desk.blanks == 0 {
        return Err(Refusal::NoBlanks);
    }
    may_print(ctx, file)?;
    let app = file.app.id;
    let spoiled = PrintFailed { job: id, app, cause, answered: found.unknown };
    Ok(vec![spoiled.into(), PrintStarted { app, blank: blank.clone(), batch: None }.into()])
}

/// A print in doubt, or one still running, bars its printer; `except` is the one that ends with this act.
fn printer_free(ctx: &Ctx<'_>, except: Option<JobId>) -> Result<(), Refusal> {
    let same = |j: &Job| {
        Some(j.id) != except && !j.activation && j.station == ctx.order.station && j.backend == ctx.order.backend
    };
    let busy = ctx.office.files.values().find(|f| f.app.job.as_ref().is_some_and(same));
    match busy {
        Some(file) if file.app.job.as_ref().is_some_and(|j| j.unknown) => {
            Err(Refusal::PrinterWaits { number: file.app.number.clone() })
        }
        Some(file) => Err(Refusal::JobRunning { number: file.app.number.clone() }),
        None => Ok(()),
    }
}

fn job<'a>(ctx: &Ctx<'a>, id: JobId, activation: bool) -> Result<(&'a File, &'a Job), Refusal> {
    let file = ctx.office.with_job(id).ok_or(Refusal::NoSuchJob)?;
    let job = file.app.job.as_ref().filter(|j| j.activation == activation).ok_or(Refusal::NoSuchJob)?;
    Ok((file, job))
}

pub(super) fn report(ctx: &Ctx<'_>, id: JobId, report: PrintReport, last4: Option<&str>) -> Decision {
    let (file, found) = job(ctx, id, false)?;
    if found.unknown {
        return Err(Refusal::OutcomeKnown);
    }
    let came_out = matches!(report, PrintReport::Good | PrintReport::Bad(_));
    if came_out && found.backend.as_deref() == Some(ATTESTED) {
        same_digits(file, last4.unwrap_or_default())?;
    }
    Ok(vec![outcome(file.app.id, id, report, false)])
}

fn outcome(app: AppId, job: JobId, report: PrintReport, answered: bool) -> Draft {
    match report {
        PrintReport::Good => CardPrinted { job, app, answered }.into(),
        PrintReport::Bad(cause) => PrintFailed { job, app, cause, answered }.into(),
        PrintReport::NoneCameOut => NoCardCameOut { job, app, answered }.into(),
        PrintReport::Unknown => PrintOutcomeUnknown { job, app, orphaned: false }.into(),
    }
}

pub(super) fn answer(ctx: &Ctx<'_>, id: JobId, answer: PrintAnswer, cause: Option<SpoilCause>) -> Decision {
    let (file, found) = job(ctx, id, false)?;
    if !found.unknown {
        return Err(Refusal::OutcomeNotInDoubt);
    }
    let app = file.app.id;
    let report = match answer {
        PrintAnswer::CameOutGood => PrintReport::Good,
        PrintAnswer::CameOutBad => PrintReport::Bad(cause.ok_or(Refusal::CauseNeeded)?),
        PrintAnswer::NoneCameOut => PrintReport::NoneCameOut,
        PrintAnswer::CannotTellYet => return Ok(vec![PrintStillUnclear { job: id, app }.into()]),
    };
    Ok(vec![outcome(app, id, report, true)])
}

/// The run that started the job is gone: its outcome is unknown.
pub(super) fn orphan(ctx: &Ctx<'_>, id: JobId) -> Decision {
    if ctx.facts.run_alive {
        return Err(Refusal::RunLives);
    }
    if let Some(file) = ctx.office.with_message(id) {
        let sending = file.app.message.as_ref().is_some_and(|m| m.state == MessageState::Sending);
        let lost = MessageOutcomeUnknown { job: id, app: file.app.id, orphaned: true };
        return if sending { Ok(vec![lost.into()]) } else { Err(Refusal::OutcomeKnown) };
    }
    let file = ctx.office.with_job(id).ok_or(Refusal::NoSuchJob)?;
    let (app, found) = (file.app.id, file.app.job.as_ref().ok_or(Refusal::NoSuchJob)?);
    if found.unknown {
        return Err(Refusal::OutcomeKnown);
    }
    Ok(vec![if found.activation {
        ActivationOutcomeUnknown { job: id, app, orphaned: true }.into()
    } else {
        PrintOutcomeUnknown { job: id, app, orphaned: true }.into()
    }])
}

pub(super) fn start_activation(ctx: &Ctx<'_>, app: AppId) -> Decision {
    let owed = ctx.facts.closed.as_ref().filter(|f| f.app.id == app && f.app.owes_activation);
    let file = match owed {
        Some(file) => file,
        None => ctx.file_in(app, |s| s == Stage::Printed)?,
    };
    if file.app.job.is_some() {
        return Err(Refusal::JobRunning { number: file.app.number.clone() });
    }
    ctx.not_closed_by(STOPS_ACTIVATION)?;
    if owed.is_none() {
        test_allows(ctx, &file.app)?;
    }
    Ok(vec![ActivationStarted { app }.into()])
}

pub(super) fn report_activation(ctx: &Ctx<'_>, id: JobId, report: &ActivationReport) -> Decision {
    let (file, found) = job(ctx, id, true)?;
    let (app, answered) = (file.app.id, found.unknown);
    Ok(vec![match report {
        ActivationReport::Activated(spent) => CardActivated { job: id, app, spent: spent.clone(), answered }.into(),
        ActivationReport::Failed(cause) => ActivationFailed { job: id, app, cause: *cause, answered }.into(),
        ActivationReport::Unknown if answered => return Err(Refusal::OutcomeKnown),
        ActivationReport::Unknown => ActivationOutcomeUnknown { job: id, app, orphaned: false }.into(),
    }])
}

pub(super) fn reject(
    ctx: &Ctx<'_>,
    app: AppId,
    cause: RejectCause,
    next: AfterReject,
    note: &Option<Note>,
) -> Decision {
    let file = ctx.file_in(app, Stage::has_card)?;
    if file.app.job.is_some() {
        return Err(Refusal::JobRunning { number: file.app.number.clone() });
    }
    let needs: &'static [Role] = &[Role::Operator, Role::Supervisor];
    if !needs.iter().any(|r| ctx.has_role(ctx.order.actor, *r)) {
        return Err(Refusal::RoleMissing { needs });
    }
    if next == AfterReject::Cancelled && cause != RejectCause::Withdrawn {
        return Err(Refusal::CauseNeeded);
    }
    let event = CardRejected { app, cause, next };
    Ok(vec![Draft { event: event.into(), personal: Personal::note(note.clone()) }])
}
