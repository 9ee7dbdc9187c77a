//! Decisions about numbered paper: what is given out, declared, copied in and signed.

use super::{Ctx, Decision, wrong_stage};
use crate::domain::command::Handover;
use crate::domain::event::*;
use crate::domain::invalid::{Items, RUNS};
use crate::domain::person::Note;
use crate::domain::personal::Personal;
use crate::domain::refusal::Refusal;
use crate::domain::sheets::{self, End, Line, SheetCommand};
use crate::domain::terms::SheetFate;

pub(super) fn decide(ctx: &Ctx<'_>, command: &SheetCommand) -> Decision {
    let sheets = &ctx.office.desk.sheets;
    match command {
        SheetCommand::IssueEmergency { n } => {
            amount(*n)?;
            if sheets.emergency.out.count() + u64::from(*n) > sheets::OUT {
                return Err(Refusal::SheetsOut { out: sheets.emergency.out.count(), most: sheets::OUT });
            }
            let first = sheets.emergency.last.checked_add(1).ok_or(Refusal::NotAnAmount)?;
            Ok(vec![EmergencySheetsIssued { first, n: *n }.into()])
        }
        SheetCommand::Declare { sheets: named, fate, note } => declare(ctx, named, *fate, note),
        SheetCommand::IssueHandover { n, cards } => {
            amount(*n)?;
            if !cards.is_empty() && sheets::sheets_for(cards.len()) != *n {
                return Err(Refusal::NotAnAmount);
            }
            for (place, app) in cards.iter().enumerate() {
                let file = ctx.file_in(*app, |stage| stage.has_card())?;
                if cards[..place].contains(app) {
                    return Err(wrong_stage(&file.app));
                }
            }
            let first = sheets.handover.last.checked_add(1).ok_or(Refusal::NotAnAmount)?;
            Ok(vec![HandoverSheetsIssued { first, n: *n, cards: cards.clone() }.into()])
        }
    }
}

fn amount(n: u32) -> Result<(), Refusal> {
    if (1..=sheets::MOST).contains(&n) { Ok(()) } else { Err(Refusal::TooManySheets { most: sheets::MOST }) }
}

fn declare(ctx: &Ctx<'_>, named: &Items, fate: SheetFate, note: &Option<Note>) -> Decision {
    if named.count() == 0 || !named.in_order() {
        return Err(Refusal::NothingChosen);
    }
    if named.runs().len() > RUNS || named.count() > sheets::OUT {
        return Err(Refusal::TooMany { limit: RUNS });
    }
    if let Some(sheet) = named.iter().find(|sheet| !ctx.office.desk.sheets.emergency.out.contains(*sheet)) {
        return Err(not_out(ctx, sheet));
    }
    // A sheet that is gone may be anywhere: how is said.
    if fate == SheetFate::Lost && note.as_ref().is_none_or(|note| note.is_empty()) {
        return Err(Refusal::ReasonNeeded);
    }
    let event = EmergencySheetsDeclared { sheets: named.clone(), fate };
    Ok(vec![Draft { event: event.into(), personal: Personal::note(note.clone()) }])
}

/// A sheet may be copied in once, and only one that was given out.
pub(super) fn may_copy(ctx: &Ctx<'_>, sheet: Option<u32>) -> Result<(), Refusal> {
    match sheet {
        Some(sheet) if !ctx.office.desk.sheets.emergency.out.contains(sheet) => Err(not_out(ctx, sheet)),
        _ => Ok(()),
    }
}

fn not_out(ctx: &Ctx<'_>, sheet: u32) -> Refusal {
    let emergency = &ctx.office.desk.sheets.emergency;
    if !emergency.issued.contains(sheet) {
        return Refusal::SheetNeverIssued { sheet, out: emergency.out.clone() };
    }
    match emergency.ended(sheet) {
        Some(End::Copied(number)) => Refusal::SheetCopied { sheet, number: Some(number.clone()) },
        Some(End::Declared(fate)) => Refusal::SheetDeclared { sheet, fate: *fate },
        None => Refusal::SheetCopied { sheet, number: None },
    }
}

/// The line of each card of a handover, none of them signed before.
pub(super) fn lines(ctx: &Ctx<'_>, h: &Handover) -> Result<Vec<Option<Line>>, Refusal> {
    let known = &ctx.office.desk.sheets.handover;
    let Some(first) = h.sheet.zip(h.line) else { return Ok(vec![None; h.apps.len()]) };
    if known.issued > 0 && first.0 > known.last {
        return Err(Refusal::HandoverSheetUnknown { sheet: first.0, last: known.last });
    }
    let lines = known.lines(&h.apps, first);
    match lines.iter().find(|line| known.is_used(**line)) {
        Some((sheet, line)) => Err(Refusal::LineUsed { sheet: *sheet, line: *line }),
        None => Ok(lines.into_iter().map(Some).collect()),
    }
}
