//! Decisions of the completeness check (SOP step 2).

use super::{Ctx, Decision};
use crate::domain::application::{Application, Stage};
use crate::domain::checklist::{Checklist, ItemId, Ticks};
use crate::domain::event::*;
use crate::domain::id::AppId;
use crate::domain::person::Note;
use crate::domain::personal::Personal;
use crate::domain::refusal::Refusal;
use crate::domain::sop::Spent;

/// What is missing under a checklist; a tick for an item it does not have is refused.
pub(super) fn missing(checklist: &Checklist, ticks: &Ticks) -> Result<Vec<ItemId>, Refusal> {
    match ticks.keys().find(|id| checklist.item(id).is_none()) {
        Some(item) => Err(Refusal::UnknownItem { item: item.clone() }),
        None => Ok(checklist.missing(ticks)),
    }
}

/// The checklist a file was received under.
pub(super) fn checklist_of<'a>(ctx: &Ctx<'a>, app: &Application) -> Result<&'a Checklist, Refusal> {
    ctx.office.rules.checklists.get(&app.checklist).ok_or(Refusal::NoChecklist { reason: app.reason })
}

pub(super) fn complete(ctx: &Ctx<'_>, app: AppId, ticks: &Ticks, spent: &Spent) -> Decision {
    let file = ctx.file_in(app, |s| s == Stage::Check)?;
    if file.app.nik_pending {
        return Err(Refusal::NikPending);
    }
    let items = missing(checklist_of(ctx, &file.app)?, ticks)?;
    if !items.is_empty() {
        return Err(Refusal::MissingItems { items });
    }
    Ok(vec![CompletenessConfirmed { app, ticks: ticks.clone(), spent: spent.clone() }.into()])
}

pub(super) fn send_back(ctx: &Ctx<'_>, app: AppId, ticks: &Ticks, spent: &Spent, note: &Option<Note>) -> Decision {
    let file = ctx.file_in(app, |s| s == Stage::Check)?;
    let items = missing(checklist_of(ctx, &file.app)?, ticks)?;
    let said = note.as_ref().is_some_and(|n| !n.is_empty());
    if items.is_empty() && !said {
        return Err(Refusal::NothingMissing);
    }
    let event = ApplicationReturned { app, ticks: ticks.clone(), missing: items, spent: spent.clone() };
    Ok(vec![Draft { event: event.into(), personal: Personal::note(note.clone()) }])
}
