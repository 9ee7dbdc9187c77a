//! Decisions about blanks by batch, film, invalid cards and the shelf.

use super::{Ctx, Decision, print};
use crate::domain::event::*;
use crate::domain::invalid::{Destruction, Fate, Items, RUNS, WITNESSES, WITNESSES_MOST};
use crate::domain::person::Note;
use crate::domain::personal::Personal;
use crate::domain::refusal::Refusal;
use crate::domain::stock::{Label, Serials};
use crate::domain::stock_command::StockCommand;
use crate::domain::terms::*;
use chrono::Datelike as _;

/// Most blanks or prints one entry may name.
const MOST: u32 = 100_000;

pub(super) fn decide(ctx: &Ctx<'_>, command: &StockCommand) -> Decision {
    match command {
        StockCommand::Move { batch, how, n, serials, document } => moved(ctx, batch, (*how, *n), serials, document),
        StockCommand::Open { batch } => {
            let stock = &ctx.office.desk.stock;
            let found = stock.batch(batch).ok_or(Refusal::UnknownBatch)?;
            if stock.opened.as_ref() == Some(batch) {
                return Err(Refusal::NothingChanges);
            }
            if found.left == 0 {
                return Err(Refusal::BatchEmpty);
            }
            Ok(vec![BatchOpened { batch: batch.clone() }.into()])
        }
        StockCommand::Film { prints } => {
            if !(1..=MOST).contains(prints) {
                return Err(Refusal::NotAnAmount);
            }
            Ok(vec![FilmReplaced { prints: *prints }.into()])
        }
        StockCommand::Store { items, place } => {
            kept(ctx, items)?;
            Ok(vec![InvalidStored { items: items.clone(), place: place.clone() }.into()])
        }
        StockCommand::PassOn { items, document } => {
            kept(ctx, items)?;
            let note = written(document)?;
            Ok(vec![Draft::with(InvalidPassedOn { items: items.clone() }, note)])
        }
        StockCommand::Destroy(destruction) => destroyed(ctx, destruction),
        StockCommand::Shelve { app, place } => {
            let file = ctx.file_in(*app, |stage| stage.has_card())?;
            if file.app.place.as_ref() == Some(place) {
                return Err(Refusal::NothingChanges);
            }
            Ok(vec![CardShelved { app: *app, place: place.clone() }.into()])
        }
        StockCommand::Reprint { job, cause, last4, blank } => {
            print::reprint(ctx, *job, *cause, last4.as_deref(), blank)
        }
    }
}

/// A paper behind the act.
fn written(document: &Note) -> Result<Personal, Refusal> {
    if document.is_empty() {
        return Err(Refusal::DocumentNeeded);
    }
    Ok(Personal { note: Some(document.clone()), ..Personal::default() })
}

fn moved(
    ctx: &Ctx<'_>,
    batch: &Option<Label>,
    (how, n): (StockMove, i32),
    serials: &Option<Serials>,
    document: &Note,
) -> Decision {
    if n == 0 || (n < 0 && how != StockMove::Counted) || n.unsigned_abs() > MOST {
        return Err(Refusal::NotAnAmount);
    }
    let personal = written(document)?;
    let stock = &ctx.office.desk.stock;
    let known = batch.as_ref().and_then(|label| stock.batch(label));
    let begins = matches!(how, StockMove::Received | StockMove::Borrowed);
    if batch.is_some() && known.is_none() && !begins {
        return Err(Refusal::UnknownBatch);
    }
    if let Some(serials) = serials {
        let count = serials.count().filter(|count| i64::from(*count) == i64::from(n));
        // Serials name the whole of a batch: they are given with its first blanks.
        if count.is_none() || !begins || batch.is_none() || known.is_some() {
            return Err(Refusal::SerialsDiffer { serials: serials.count() });
        }
    }
    let loan = match how {
        StockMove::Returned => Some(stock.lent_out),
        StockMove::GivenBack => Some(stock.borrowed_in),
        _ => None,
    };
    if let Some(loan) = loan.filter(|loan| *loan < n.unsigned_abs()) {
        return Err(Refusal::LoanSmaller { loan });
    }
    let have = known.map_or(ctx.office.desk.blanks, |batch| batch.left);
    let goes = n < 0 || matches!(how, StockMove::Lent | StockMove::GivenBack);
    if goes && have < n.unsigned_abs() {
        return Err(Refusal::BlanksBelowZero { have });
    }
    let event = BatchMoved { batch: batch.clone(), how, n, serials: serials.clone() };
    Ok(vec![Draft::with(event, personal)])
}

/// Every card named is still kept, so that none is destroyed or given away twice.
fn kept(ctx: &Ctx<'_>, items: &Items) -> Result<(), Refusal> {
    if items.count() == 0 {
        return Err(Refusal::NothingChosen);
    }
    if items.runs().len() > RUNS || items.count() > u64::from(MOST) {
        return Err(Refusal::TooMany { limit: RUNS });
    }
    let kept = |no: &u32| ctx.office.invalid.get(no).is_some_and(|card| card.fate == Fate::Kept);
    if !items.in_order() {
        return Err(Refusal::NothingChosen);
    }
    match items.iter().find(|no| !kept(no)) {
        Some(item) => Err(Refusal::NotKept { item }),
        None => Ok(()),
    }
}

/// A destruction is confirmed by two people of the office, before witnesses of others.
fn destroyed(ctx: &Ctx<'_>, destruction: &Destruction) -> Decision {
    kept(ctx, &destruction.items)?;
    let day = ctx.day()?;
    if destruction.date > day {
        return Err(Refusal::DateAhead { day });
    }
    if destruction.place.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    let named = destruction.witnesses.iter().filter(|witness| !witness.office.is_empty()).count();
    if named < WITNESSES || named != destruction.witnesses.len() {
        return Err(Refusal::WitnessesNeeded { least: WITNESSES });
    }
    if named > WITNESSES_MOST {
        return Err(Refusal::TooMany { limit: WITNESSES_MOST });
    }
    if ctx.order.approver.is_none() {
        return Err(Refusal::ApproverNeeded { needs: Role::ALL });
    }
    // Numbered by the office's day, which never goes back, so that a year has no number twice.
    let year = day.year();
    let event = InvalidDestroyed {
        year,
        no: ctx.office.next_record(year),
        items: destruction.items.clone(),
        count: u32::try_from(destruction.items.count()).unwrap_or(MOST),
        date: destruction.date,
        manner: destruction.manner,
    };
    let personal = Personal {
        place: Some(destruction.place.clone()),
        witnesses: destruction.witnesses.clone(),
        ..Personal::default()
    };
    Ok(vec![Draft::with(event, personal)])
}
