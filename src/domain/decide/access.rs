//! Decisions about looking, and about forgetting: lookings are noted, personal data are erased after their term.
//!
//! Separate because neither moves a file or a figure. What is erased is counted from the facts before anything
//! goes, so that the entry is true whatever interrupts the erasing.

use super::{Ctx, Decision};
use crate::domain::access::{Access, MOST, erasable_before};
use crate::domain::event::*;
use crate::domain::personal::Personal;
use crate::domain::refusal::Refusal;
use crate::domain::terms::Taken;
use chrono::NaiveDate;

/// Most applications one looking names.
const NAMED: usize = 256;

pub(super) fn note(ctx: &Ctx<'_>, list: &[Access]) -> Decision {
    if list.is_empty() {
        return Err(Refusal::NothingChanges);
    }
    if list.len() > MOST {
        return Err(Refusal::TooMany { limit: MOST });
    }
    list.iter().map(|access| looked(ctx, access)).collect()
}

fn looked(ctx: &Ctx<'_>, access: &Access) -> Result<Draft, Refusal> {
    let needs = access.roles();
    // Whoever may close a day has its agenda written by that.
    let closes = ctx.office.policy().acting_closers.contains(&ctx.order.actor)
        && matches!(access, Access::Exported { what: Taken::Agenda, .. });
    if !closes && !needs.iter().any(|role| ctx.has_role(ctx.order.actor, *role)) {
        return Err(Refusal::RoleMissing { needs });
    }
    Ok(match access {
        Access::Viewed { app, place } => RecordViewed { app: *app, place: *place }.into(),
        Access::Searched { query, found, more } => {
            let found = found.iter().copied().take(NAMED).collect();
            let typed = Personal { note: Some(query.clone()), ..Personal::default() };
            Draft::with(SearchMade { found, more: *more }, typed)
        }
        Access::Listed { date } => AgendaViewed { date: *date }.into(),
        Access::Printed { slip, apps, copy } => {
            let apps = apps.iter().copied().take(NAMED).collect();
            SlipPrinted { slip: *slip, apps, copy: *copy }.into()
        }
        Access::Exported { what, from, to, format, outlet } => {
            DataExported { what: *what, from: *from, to: *to, format: format.clone(), outlet: *outlet }.into()
        }
    })
}

/// Erases what ended before a date: a policy must allow it, and every day before must be closed.
pub(super) fn order_erasure(ctx: &Ctx<'_>, before: NaiveDate) -> Decision {
    let latest = erasable_before(ctx.office, ctx.order.stamp.date())?;
    if before > latest {
        let desk = &ctx.office.desk;
        let unclosed = desk.unclosed.keys().next().copied().or(desk.day).filter(|first| *first == latest);
        return Err(unclosed.map_or(Refusal::KeptStill { latest }, |date| Refusal::EarlierDayFirst { date }));
    }
    let erasable = ctx.facts.erasable;
    if erasable.is_nothing() {
        return Err(Refusal::NothingToErase);
    }
    Ok(vec![ErasureOrdered { before, files: erasable.files, searches: erasable.searches }.into()])
}

/// Nothing of what was ordered is left.
pub(super) fn finish_erasure(ctx: &Ctx<'_>, order: u64) -> Decision {
    let running = ctx.office.desk.erasing.as_ref().filter(|erasing| erasing.order == order);
    running.ok_or(Refusal::NoSuchJob)?;
    if !ctx.facts.erasable.is_nothing() {
        return Err(Refusal::ErasureRuns);
    }
    Ok(vec![ErasureFinished { order }.into()])
}
