//! The part of an entry that moves blanks, film, invalid cards and numbered paper.
//!
//! Separate because stock is counted three times on purpose: as one number (H, Q), as the day's flows, and batch
//! by batch or card by card. The equations compare them.

use crate::domain::application::Application;
use crate::domain::event::*;
use crate::domain::id::JobId;
use crate::domain::invalid::{Fate, InvalidCard, Items, Why};
use crate::domain::office::Office;
use crate::domain::stock::{Film, Outcome};
use crate::domain::terms::*;
use chrono::NaiveDate;

fn day(office: &Office, rec: &Recorded) -> NaiveDate {
    office.desk.day.unwrap_or_else(|| rec.envelope.stamp.date())
}

/// Entries of the office itself.
pub(super) fn on_office(office: &mut Office, rec: &Recorded) {
    let day = day(office, rec);
    match &rec.event {
        Event::BlanksMoved(e) => {
            let how = match e.how {
                BlankMove::Received => StockMove::Received,
                BlankMove::Borrowed => StockMove::Borrowed,
                BlankMove::Lent => StockMove::Lent,
                BlankMove::Counted => StockMove::Counted,
            };
            moved(office, how, e.n);
            office.desk.stock.moved(None, how, e.n, day);
        }
        Event::BatchMoved(e) => {
            moved(office, e.how, e.n);
            office.desk.stock.moved(e.batch.as_ref(), e.how, e.n, day);
            office.desk.stock.numbered(e.batch.as_ref(), e.serials.as_ref());
        }
        Event::BatchOpened(e) => office.desk.stock.open(&e.batch, day),
        Event::EmergencySheetsIssued(e) => office.desk.sheets.emergency.issue(e.first, e.n),
        Event::EmergencySheetsDeclared(e) => office.desk.sheets.emergency.declare(&e.sheets, e.fate),
        Event::HandoverSheetsIssued(e) => office.desk.sheets.handover.issue(e.first, e.n, &e.cards),
        Event::FilmReplaced(e) => office.desk.stock.film = Some(Film { since: day, prints: e.prints, used: 0 }),
        Event::InvalidStored(e) => items(office, rec.seq, &e.items, |card| card.place = Some(e.place.clone())),
        Event::InvalidPassedOn(e) => {
            gone(office, rec.seq, &e.items, Fate::PassedOn);
        }
        Event::InvalidDestroyed(e) => {
            gone(office, rec.seq, &e.items, Fate::Destroyed { year: e.year, no: e.no });
            office.desk.stock.last_record = Some((e.year, e.no));
        }
        _ => {}
    }
}

/// Numbered paper a file cites: a line signed, a sheet whose copy was an input error.
pub(super) fn on_sheet(office: &mut Office, rec: &Recorded, app: &Application) {
    let sheets = &mut office.desk.sheets;
    match &rec.event {
        Event::CardHandedOver(e) => {
            if let Some(line) = e.sheet.zip(e.line) {
                sheets.handover.signed(e.app, line);
            }
        }
        Event::ApplicationCancelled(e) if e.kind == CancelKind::InputError => {
            if let Some(sheet) = app.sheet {
                sheets.emergency.taken_back(sheet);
            }
        }
        _ => {}
    }
}

/// H and the day's flows.
fn moved(office: &mut Office, how: StockMove, n: i32) {
    let goes = matches!(how, StockMove::Lent | StockMove::GivenBack);
    office.desk.blanks =
        office.desk.blanks.saturating_add_signed(if goes { n.saturating_abs().saturating_neg() } else { n });
    let amount = n.unsigned_abs();
    let Some(figures) = office.figures() else { return };
    let flow = match how {
        StockMove::Received => &mut figures.blanks_received,
        StockMove::Borrowed | StockMove::Returned => &mut figures.blanks_borrowed,
        StockMove::Lent | StockMove::GivenBack => &mut figures.blanks_lent,
        StockMove::Counted => {
            figures.blanks_difference = figures.blanks_difference.saturating_add(n);
            return;
        }
    };
    *flow = flow.saturating_add(amount);
}

/// Entries about one file that use a blank or make a card invalid.
pub(super) fn on_card(office: &mut Office, rec: &Recorded, app: &Application, withdrawn: bool) {
    let stock = &mut office.desk.stock;
    let mut blanks = 0;
    let why = match &rec.event {
        Event::PrintStarted(e) => {
            blanks = -1;
            stock.started(JobId(rec.seq), e.blank.as_deref());
            None
        }
        Event::CardPrinted(e) => {
            stock.ended(e.job, Outcome::Good);
            None
        }
        Event::NoCardCameOut(e) => {
            blanks = 1;
            stock.ended(e.job, Outcome::NoneCameOut);
            None
        }
        Event::PrintFailed(e) => {
            stock.ended(e.job, Outcome::Spoiled(e.cause));
            Some(Why::Spoiled(e.cause))
        }
        Event::CardRejected(e) => Some(Why::Rejected(e.cause)),
        Event::CardHandedOver(_) if withdrawn => Some(Why::OldCard),
        _ => None,
    };
    office.desk.blanks = office.desk.blanks.saturating_add_signed(blanks);
    if let Some(why) = why {
        let no = office.desk.stock.last_item.saturating_add(1);
        office.desk.stock.last_item = no;
        office.desk.invalid = office.desk.invalid.saturating_add(1);
        let (app, number, day) = (app.id, app.number.clone(), day(office, rec));
        let card = InvalidCard { no, app, number, why, day, place: None, fate: Fate::Kept, seq: rec.seq };
        office.invalid.insert(no, card);
    }
}

/// Changes the cards an entry names that are still kept.
fn items(office: &mut Office, seq: u64, named: &Items, mut change: impl FnMut(&mut InvalidCard)) {
    for (no, card) in &mut office.invalid {
        if card.fate == Fate::Kept && named.contains(*no) {
            card.seq = seq;
            change(card);
        }
    }
}

/// Cards leave the register; the day counts what the entry names, since a card is named only while it is kept and a
/// report counts again without the register of earlier days.
fn gone(office: &mut Office, seq: u64, named: &Items, fate: Fate) {
    let n = u32::try_from(named.count()).unwrap_or(u32::MAX);
    items(office, seq, named, |card| card.fate = fate);
    office.desk.invalid = office.desk.invalid.saturating_sub(n);
    let Some(figures) = office.figures() else { return };
    let went = if fate == Fate::PassedOn { &mut figures.passed_on } else { &mut figures.destroyed };
    *went = went.saturating_add(n);
}
