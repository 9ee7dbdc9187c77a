//! Decisions at the end of a file's life (SOP step 4, cancellations) and beside its flow (calls, approvals).

use super::{Ctx, Decision, sheets, wrong_stage};
use crate::domain::application::{Application, Stage};
use crate::domain::command::{Command, Handover};
use crate::domain::event::*;
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::person::{Note, Relation};
use crate::domain::personal::Personal;
use crate::domain::reason::{self, ReasonCode};
use crate::domain::refusal::Refusal;
use crate::domain::terms::*;

/// Most cards one handover may cover.
pub const FAMILY_LIMIT: usize = 10;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60 * 1000;

pub(super) fn hand_over(ctx: &Ctx<'_>, h: &Handover) -> Decision {
    if h.apps.len() > FAMILY_LIMIT {
        return Err(Refusal::TooMany { limit: FAMILY_LIMIT });
    }
    if h.apps.is_empty() || h.old_cards.len() != h.apps.len() {
        return Err(Refusal::NoSuchFile);
    }
    same_family(ctx, h)?;
    let lines = sheets::lines(ctx, h)?;
    let mut drafts: Vec<Draft> = Vec::with_capacity(h.apps.len());
    for (place, (app, old_card)) in h.apps.iter().zip(&h.old_cards).enumerate() {
        let file = ctx.file_in(*app, Stage::has_card)?;
        if h.apps[..place].contains(app) {
            return Err(wrong_stage(&file.app));
        }
        if file.app.job.is_some() {
            return Err(Refusal::JobRunning { number: file.app.number.clone() });
        }
        let by_holder = h.holder == Some(*app);
        let active = active(ctx, file, by_holder)?;
        if !by_holder {
            collector(ctx, h)?;
        }
        old_card_fits(file.app.reason, *old_card)?;
        if *old_card == OldCard::NotBrought && h.note.as_ref().is_none_or(|n| n.is_empty()) {
            return Err(Refusal::ReasonNeeded);
        }
        let (sheet, line) = lines.get(place).copied().flatten().map_or((h.sheet, h.line), |(s, l)| (Some(s), Some(l)));
        let (old_card, signature) = (*old_card, h.signature);
        let event =
            CardHandedOver { app: *app, by_holder, active, old_card, signature, sheet, line, in_session: h.in_session };
        let recipient = h.recipient.clone().filter(|_| !by_holder);
        let personal = Personal { recipient, note: h.note.clone(), ..Personal::default() };
        let empty = personal == Personal::default();
        drafts.push(Draft { event: event.into(), personal: (!empty).then_some(personal) });
    }
    Ok(drafts)
}

/// Several cards at once need one family card number on every file.
fn same_family(ctx: &Ctx<'_>, h: &Handover) -> Result<(), Refusal> {
    if h.apps.len() < 2 {
        return Ok(());
    }
    let mut first = None;
    for app in &h.apps {
        let kk = ctx.file(*app)?.person.as_ref().and_then(|p| p.kk).ok_or(Refusal::KkNeeded)?;
        if *first.get_or_insert(kk) != kk {
            return Err(Refusal::KkDiffers);
        }
    }
    Ok(())
}

/// A card not active yet stays, unless the policy lets it go as an obligation.
fn active(ctx: &Ctx<'_>, file: &File, by_holder: bool) -> Result<bool, Refusal> {
    match file.app.stage {
        Stage::Ready => Ok(true),
        _ if ctx.office.policy().hand_over_inactive => Ok(false),
        _ if by_holder => Err(Refusal::NotActive),
        _ => Err(Refusal::ProxyCannotActivate),
    }
}

/// Who may collect for somebody else (counter practice 12).
fn collector(ctx: &Ctx<'_>, h: &Handover) -> Result<(), Refusal> {
    let recipient = h.recipient.as_ref().ok_or(Refusal::RecipientMissing)?;
    let policy = ctx.office.policy();
    let allowed = match recipient.relation {
        Relation::Own => false,
        Relation::Other => policy.attorney_collects,
        _ => policy.family_collects,
    };
    if !allowed {
        return Err(Refusal::CollectorNotAllowed);
    }
    if recipient.evidence.is_empty() { Err(Refusal::EvidenceNeeded) } else { Ok(()) }
}

/// What is said of the old card must be possible for the kind of application.
fn old_card_fits(reason: ReasonCode, said: OldCard) -> Result<(), Refusal> {
    let fits = match reason.old_card_expected() {
        reason::OldCard::NeverHad => said == OldCard::NeverHad,
        // A lost card may turn up again; then it is withdrawn.
        reason::OldCard::Lost => matches!(said, OldCard::NoneLost | OldCard::Withdrawn),
        reason::OldCard::Withdrawn => said != OldCard::NeverHad,
        reason::OldCard::Asked => true,
    };
    if fits { Ok(()) } else { Err(Refusal::OldCardContradicts { reason }) }
}

pub(super) fn undo(ctx: &Ctx<'_>, app: AppId, note: &Note) -> Decision {
    let file = ctx.facts.closed.as_ref().filter(|f| f.app.id == app).ok_or(Refusal::NoSuchFile)?;
    if file.app.stage != Stage::HandedOver {
        return Err(wrong_stage(&file.app));
    }
    if note.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let nik = file.person.as_ref().and_then(|p| p.nik);
    if let Some(open) = nik.and_then(|nik| ctx.office.open_for(nik)) {
        return Err(Refusal::OpenApplicationExists {
            app: open.app.id,
            number: open.app.number.clone(),
            is: open.app.stage,
        });
    }
    Ok(vec![Draft::with(HandoverUndone { app }, Personal { note: Some(note.clone()), ..Personal::default() })])
}

pub(super) fn cancel(ctx: &Ctx<'_>, app: AppId, kind: CancelKind, note: &Option<Note>) -> Decision {
    let file = ctx.file(app)?;
    match file.app.stage {
        Stage::Printing => return Err(Refusal::JobRunning { number: file.app.number.clone() }),
        stage if stage.is_final() => return Err(wrong_stage(&file.app)),
        stage if stage.has_card() => return Err(Refusal::RejectFirst),
        _ => may_cancel(ctx, &file.app, kind)?,
    }
    let event = ApplicationCancelled { app, kind };
    Ok(vec![Draft { event: event.into(), personal: Personal::note(note.clone()) }])
}

/// An input error is voided by whoever made it within minutes, later by a supervisor (counter practice 4).
fn may_cancel(ctx: &Ctx<'_>, app: &Application, kind: CancelKind) -> Result<(), Refusal> {
    let policy = ctx.office.policy();
    match kind {
        CancelKind::Withdrawn => Ok(()),
        CancelKind::Refused => ctx.supervised(app, ApprovalTopic::Refuse),
        CancelKind::NotContinued => {
            let age = ctx.order.when_ms().saturating_sub(app.since_ms);
            let due = app.stage == Stage::Returned && age >= i64::from(policy.not_continued_days) * DAY_MS;
            if due { Ok(()) } else { Err(Refusal::TooEarlyToGiveUp { days: policy.not_continued_days }) }
        }
        CancelKind::InputError => {
            let age = ctx.order.when_ms().saturating_sub(app.received_ms);
            let own = app.received_by == ctx.order.actor && age <= i64::from(policy.void_minutes) * MINUTE_MS;
            if own {
                return Ok(());
            }
            let minutes = policy.void_minutes;
            ctx.supervised(app, ApprovalTopic::CancelLate).map_err(|_| Refusal::VoidTimePassed { minutes })
        }
    }
}

pub(super) fn beside(ctx: &Ctx<'_>, command: &Command) -> Decision {
    let open = |app: AppId| ctx.file_in(app, |s| !s.is_final());
    Ok(vec![match command {
        Command::RequestApproval { app, topic, note } => {
            let file = open(*app)?;
            if file.app.approval.as_ref().is_some_and(|a| a.granted.is_none()) {
                return Err(Refusal::ApprovalWaits);
            }
            if note.is_empty() {
                return Err(Refusal::ReasonNeeded);
            }
            let personal = Personal { note: Some(note.clone()), ..Personal::default() };
            Draft::with(ApprovalRequested { app: *app, topic: *topic }, personal)
        }
        Command::DecideApproval { app, granted, note } => {
            let waits = open(*app)?.app.approval.as_ref().filter(|a| a.granted.is_none()).ok_or(Refusal::NoApproval)?;
            if waits.by == ctx.order.actor {
                return Err(Refusal::OwnRequest);
            }
            let event = ApprovalDecided { app: *app, topic: waits.topic, granted: *granted };
            Draft { event: event.into(), personal: Personal::note(note.clone()) }
        }
        Command::NoteContact { app, reached, topic } => {
            open(*app)?;
            ApplicantContacted { app: *app, reached: *reached, topic: *topic }.into()
        }
        Command::Skip { app } => {
            open(*app)?;
            ApplicantSkipped { app: *app }.into()
        }
        Command::MarkPriority { app, priority } => {
            if open(*app)?.app.priority == *priority {
                return Err(Refusal::NothingChanges);
            }
            PriorityMarked { app: *app, priority: *priority }.into()
        }
        _ => return Err(Refusal::NothingChanges),
    }])
}
