//! Decisions of intake (SOP step 1) and of correcting what was typed there.

use super::check::{checklist_of, missing};
use super::{Ctx, Decision, sheets, wrong_stage};
use crate::domain::application::Stage;
use crate::domain::checklist::{Checklist, Ticks};
use crate::domain::command::{Submission, Then};
use crate::domain::event::*;
use crate::domain::id::{AppId, RegisterNumber};
use crate::domain::nik::Nik;
use crate::domain::person::Note;
use crate::domain::personal::{Patch, Person, Personal};
use crate::domain::reason::ReasonCode;
use crate::domain::refusal::Refusal;
use crate::domain::sop::Spent;
use crate::domain::terms::*;
use chrono::Datelike;
use sha2::{Digest, Sha256};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The short digest applications name a checklist by: 16 hexadecimal digits of SHA-256 over its canonical text.
pub fn checklist_digest(checklist: &Checklist) -> String {
    let hash = Sha256::digest(checklist.digest_input().as_bytes());
    hash.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

pub(super) fn submit(ctx: &Ctx<'_>, s: &Submission) -> Decision {
    if s.person.nik.is_none() && s.person.birth.is_none() {
        return Err(Refusal::BirthNeeded);
    }
    sheets::may_copy(ctx, s.sheet)?;
    if let Some(nik) = s.person.nik {
        one_open(ctx, nik, None)?;
        not_too_soon(ctx, s)?;
    }
    if s.linked.is_some() && !ctx.facts.linked_exists {
        return Err(Refusal::NoSuchLinked);
    }
    let checklist = ctx.facts.checklist.as_ref().ok_or(Refusal::NoChecklist { reason: s.reason })?;
    let lacks = missing(checklist, &s.ticks)?;
    let (mut drafts, digest) = adopt(ctx, checklist);
    let app = AppId(ctx.facts.next_seq + drafts.len() as u64);
    let event = ApplicationSubmitted {
        number: next_number(ctx)?,
        reason: s.reason,
        channel: s.channel,
        checklist: digest,
        ticks: s.ticks.clone(),
        priority: s.priority,
        nik_pending: s.person.nik.is_none(),
        repeat: s.repeat_reason.is_some(),
        linked: s.linked,
        family_of: s.family_of,
        sheet: s.sheet,
        spent: s.spent.clone(),
    };
    let personal = Personal { person: Some(s.person.clone()), note: s.repeat_reason.clone(), ..Personal::default() };
    drafts.push(Draft::with(event, personal));
    // The combined clock of "accept and complete" stands on the intake; the second event adds no time of its own.
    let spent = Spent::default();
    match s.then {
        Then::Queue => {}
        Then::Complete if s.person.nik.is_none() => return Err(Refusal::NikPending),
        Then::Complete if !lacks.is_empty() => return Err(Refusal::MissingItems { items: lacks }),
        Then::Complete => drafts.push(CompletenessConfirmed { app, ticks: s.ticks.clone(), spent }.into()),
        Then::Return if lacks.is_empty() => return Err(Refusal::NothingMissing),
        Then::Return => drafts.push(ApplicationReturned { app, ticks: s.ticks.clone(), missing: lacks, spent }.into()),
    }
    Ok(drafts)
}

/// One open application per person.
fn one_open(ctx: &Ctx<'_>, nik: Nik, but: Option<AppId>) -> Result<(), Refusal> {
    match ctx.office.open_for(nik).filter(|f| Some(f.app.id) != but) {
        Some(f) => Err(Refusal::OpenApplicationExists { app: f.app.id, number: f.app.number.clone(), is: f.app.stage }),
        None => Ok(()),
    }
}

/// A file given up as not continued is resumed with its number; a repeat soon after a handover asks why.
fn not_too_soon(ctx: &Ctx<'_>, s: &Submission) -> Result<(), Refusal> {
    let Some(last) = ctx.facts.past.first() else { return Ok(()) };
    let said = s.linked.is_some() || s.repeat_reason.as_ref().is_some_and(|n| !n.is_empty());
    match last.stage {
        Stage::Cancelled(CancelKind::NotContinued) if last.reason == s.reason && !said => {
            Err(Refusal::ContinuesFile { app: last.app, number: last.number.clone() })
        }
        Stage::HandedOver => {
            let age = ctx.order.when_ms().saturating_sub(last.ended_ms);
            if said || age > i64::from(ctx.office.policy().repeat_days) * DAY_MS {
                return Ok(());
            }
            Err(Refusal::RepeatNeedsReason { number: last.number.clone(), handed_ms: last.ended_ms })
        }
        _ => Ok(()),
    }
}

/// Takes a checklist into use when the office does not know it yet.
fn adopt(ctx: &Ctx<'_>, checklist: &Checklist) -> (Vec<Draft>, String) {
    let digest = checklist_digest(checklist);
    if ctx.office.rules.checklists.contains_key(&digest) {
        return (Vec::new(), digest);
    }
    let event = ChecklistAdopted { digest: digest.clone(), checklist: Box::new(checklist.clone()) };
    (vec![event.into()], digest)
}

/// The next number of the open day's year, without a gap.
fn next_number(ctx: &Ctx<'_>) -> Result<RegisterNumber, Refusal> {
    let day = ctx.day()?;
    let last = ctx.office.desk.last_number.as_ref();
    let no = match last.filter(|l| l.year >= day.year()) {
        // No number is given twice, not even the last there is.
        Some(last) => last.no.checked_add(1).ok_or_else(|| Refusal::NumberBehind { book: last.clone() })?,
        None => 1,
    };
    Ok(ctx.office.policy().number(day, no))
}

pub(super) fn resubmit(ctx: &Ctx<'_>, app: AppId, ticks: &Ticks) -> Decision {
    let file = ctx.file_in(app, |s| s == Stage::Returned)?;
    missing(checklist_of(ctx, &file.app)?, ticks)?;
    Ok(vec![ApplicationResubmitted { app, ticks: ticks.clone() }.into()])
}

pub(super) fn reopen(ctx: &Ctx<'_>, app: AppId, ticks: &Ticks) -> Decision {
    let file = ctx.facts.closed.as_ref().filter(|f| f.app.id == app).ok_or(Refusal::NoSuchFile)?;
    if file.app.stage != Stage::Cancelled(CancelKind::NotContinued) {
        return Err(wrong_stage(&file.app));
    }
    if let Some(nik) = file.person.as_ref().and_then(|p| p.nik) {
        one_open(ctx, nik, None)?;
    }
    missing(checklist_of(ctx, &file.app)?, ticks)?;
    Ok(vec![ApplicationReopened { app, ticks: ticks.clone() }.into()])
}

pub(super) fn correct(
    ctx: &Ctx<'_>,
    app: AppId,
    patch: &Patch,
    reason: Option<ReasonCode>,
    note: &Option<Note>,
) -> Decision {
    let file = ctx.file(app)?;
    let reason = reason.filter(|r| *r != file.app.reason);
    let patch = changes(file.person.as_ref(), patch);
    if patch.is_empty() && reason.is_none() {
        return Err(Refusal::NothingChanges);
    }
    let mut drafts = may_correct(ctx, app)?;
    if let Some(nik) = patch.nik {
        one_open(ctx, nik, Some(app))?;
    }
    let mut digest = None;
    if let Some(reason) = reason {
        let checklist = ctx.facts.checklist.as_ref().filter(|c| c.reason() == reason);
        let (adopted, found) = adopt(ctx, checklist.ok_or(Refusal::NoChecklist { reason })?);
        drafts.extend(adopted);
        digest = Some(found);
    }
    let old = file.person.as_ref().map(|p| replaced(p, &patch));
    let event = DataCorrected { app, fields: patch.fields(), reason, checklist: digest };
    drafts.push(Draft::with(event, Personal { new: Some(patch), old, note: note.clone(), ..Personal::default() }));
    Ok(drafts)
}

/// Until printing the register officer corrects; after it only a supervisor, and the card is rejected.
fn may_correct(ctx: &Ctx<'_>, app: AppId) -> Result<Vec<Draft>, Refusal> {
    let file = ctx.file(app)?;
    match file.app.stage {
        Stage::Printing => Err(Refusal::JobRunning { number: file.app.number.clone() }),
        stage if stage.has_card() => {
            if file.app.job.is_some() {
                return Err(Refusal::JobRunning { number: file.app.number.clone() });
            }
            ctx.supervised(&file.app, ApprovalTopic::CorrectAfterPrint)?;
            Ok(vec![CardRejected { app, cause: RejectCause::WrongData, next: AfterReject::Operator }.into()])
        }
        stage if stage.is_final() => Err(wrong_stage(&file.app)),
        _ => {
            let needs: &'static [Role] = &[Role::RegisterOfficer, Role::Supervisor];
            let fits = needs.iter().any(|r| ctx.has_role(ctx.order.actor, *r));
            if fits { Ok(Vec::new()) } else { Err(Refusal::RoleMissing { needs }) }
        }
    }
}

/// The part of the patch that really changes something.
fn changes(person: Option<&Person>, patch: &Patch) -> Patch {
    let mut patch = patch.clone();
    let Some(p) = person else { return patch };
    patch.nik = patch.nik.filter(|v| p.nik != Some(*v));
    patch.name = patch.name.filter(|v| p.name != *v);
    patch.birth = patch.birth.filter(|v| p.birth != Some(*v));
    patch.sex = patch.sex.filter(|v| p.sex != Some(*v));
    patch.kk = patch.kk.filter(|v| p.kk != Some(*v));
    patch.contact = patch.contact.filter(|v| p.contact != *v);
    patch.address = patch.address.filter(|v| p.address.as_ref() != Some(v));
    patch.note = patch.note.filter(|v| p.note.as_ref() != Some(v));
    patch
}

/// The values a patch replaces.
fn replaced(person: &Person, patch: &Patch) -> Patch {
    let p = person.clone();
    Patch {
        nik: p.nik.filter(|_| patch.nik.is_some()),
        name: Some(p.name).filter(|_| patch.name.is_some()),
        birth: p.birth.filter(|_| patch.birth.is_some()),
        sex: p.sex.filter(|_| patch.sex.is_some()),
        kk: p.kk.filter(|_| patch.kk.is_some()),
        contact: Some(p.contact).filter(|_| patch.contact.is_some()),
        address: p.address.filter(|_| patch.address.is_some()),
        note: p.note.filter(|_| patch.note.is_some()),
    }
}
