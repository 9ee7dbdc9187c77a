//! Part D of the book: what the office itself did that day, corrections that point at the line they correct,
//! and late entries with both of their times.
//!
//! Separate from the lines of the files because paper never overwrites: a correction is a line of its own.

use super::{Desk, Part, Staff, subject};
use crate::domain::event::{Event, Recorded};
use crate::domain::id::{AppId, RegisterNumber};
use crate::domain::person::Note;
use crate::domain::personal::{Patch, PersonField};
use crate::domain::reason::ReasonCode;
use crate::domain::seal::SealKey;
use crate::domain::terms::*;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeSet;

/// The file a line of part D points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub app: AppId,
    pub number: Option<RegisterNumber>,
    /// Its line in this book.
    pub line: Option<(Part, u32)>,
    /// Office day of first receipt: whose book holds its first line.
    pub day: Option<NaiveDate>,
}

/// What the office did.
#[derive(Clone, Debug, PartialEq)]
pub enum OfficeAct {
    DayOpened {
        date: NaiveDate,
    },
    /// An earlier day was closed while this one was open.
    DayClosed {
        date: NaiveDate,
    },
    PolicyChanged,
    /// The public half of a new seal key.
    SealKeyAdopted {
        key: SealKey,
    },
    /// The keys of the home were changed.
    KeysChanged {
        how: KeyChange,
    },
    TroubleStarted {
        causes: BTreeSet<TroubleCause>,
        advised: bool,
        note: Option<Note>,
    },
    TroubleEnded {
        advised: bool,
        note: Option<Note>,
    },
    /// `n` is signed for a counted correction.
    Blanks {
        how: BlankMove,
        n: i32,
        document: Option<Note>,
    },
    /// Data corrected, old and new; both None once erased.
    Corrected {
        target: Target,
        fields: Vec<PersonField>,
        values: Option<Box<(Patch, Patch)>>,
        /// The kind of application before, where this book knows it, and after.
        reason: Option<(Option<ReasonCode>, ReasonCode)>,
        note: Option<Note>,
    },
    /// A handover taken back.
    HandoverUndone {
        target: Target,
        note: Option<Note>,
    },
    /// Batches, film, invalid cards and numbered paper: the entry itself, and the document or place beside it.
    Stock {
        event: Box<Event>,
        note: Option<Note>,
    },
    /// Somebody went home without a number. In no part of the book: it stands in the list behind its figure only.
    SentAway {
        why: SentAway,
    },
    /// Any entry of a file recorded after it happened, by its kind.
    Late {
        target: Target,
        kind: &'static str,
    },
}

/// One line of part D.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeLine {
    /// No. urut within part D, from 1.
    pub place: u32,
    /// Sequence of its entry.
    pub seq: u64,
    /// When it was recorded, local time.
    pub at: NaiveDateTime,
    /// When it happened, if recorded late.
    pub happened: Option<NaiveDateTime>,
    pub by: Staff,
    pub approver: Option<Staff>,
    pub act: OfficeAct,
}

pub(super) fn lines(desk: &Desk<'_>) -> Vec<OfficeLine> {
    let mut lines: Vec<OfficeLine> = Vec::new();
    for rec in &desk.input.entries {
        let mut acts: Vec<OfficeAct> = act(desk, rec).into_iter().collect();
        let late = rec.envelope.happened_ms.and_then(|_| subject(rec));
        acts.extend(late.map(|app| OfficeAct::Late { target: target(desk, app), kind: rec.event.kind() }));
        for act in acts {
            lines.push(line(desk, rec, lines.len(), act));
        }
    }
    lines
}

/// Everybody who went home without a number, in order of entry.
pub(super) fn away(desk: &Desk<'_>) -> Vec<OfficeLine> {
    let gone = desk.input.entries.iter().filter_map(|rec| match &rec.event {
        Event::VisitorSentAway(e) => Some((rec, OfficeAct::SentAway { why: e.why })),
        _ => None,
    });
    gone.enumerate().map(|(before, (rec, act))| line(desk, rec, before, act)).collect()
}

fn line(desk: &Desk<'_>, rec: &Recorded, before: usize, act: OfficeAct) -> OfficeLine {
    OfficeLine {
        place: before as u32 + 1,
        seq: rec.seq,
        at: desk.local(rec.envelope.stamp.utc_ms),
        happened: rec.envelope.happened_ms.map(|ms| desk.local(ms)),
        by: desk.staff(rec.envelope.actor),
        approver: rec.envelope.approver.map(|id| desk.staff(id)),
        act,
    }
}

fn target(desk: &Desk<'_>, app: AppId) -> Target {
    let file = desk.input.files.iter().find(|f| f.app.id == app);
    Target { app, number: desk.number(app), line: desk.places.get(&app).copied(), day: file.map(|f| f.app.day) }
}

/// Free text beside an entry.
pub(super) fn note(rec: &Recorded) -> Option<Note> {
    rec.personal.as_ref().and_then(|p| p.note.clone()).filter(|n| !n.is_empty())
}

fn act(desk: &Desk<'_>, rec: &Recorded) -> Option<OfficeAct> {
    Some(match &rec.event {
        Event::DayOpened(e) => OfficeAct::DayOpened { date: e.date },
        Event::DayClosed(e) if e.date != desk.input.date => OfficeAct::DayClosed { date: e.date },
        Event::SealKeyAdopted(e) => OfficeAct::SealKeyAdopted { key: e.key },
        Event::KeysChanged(e) => OfficeAct::KeysChanged { how: e.how },
        Event::PolicyChanged(_) => OfficeAct::PolicyChanged,
        Event::TroubleStarted(e) => {
            OfficeAct::TroubleStarted { causes: e.causes.clone(), advised: e.advised, note: note(rec) }
        }
        Event::TroubleEnded(e) => OfficeAct::TroubleEnded { advised: e.advised, note: note(rec) },
        Event::BlanksMoved(e) => OfficeAct::Blanks { how: e.how, n: e.n, document: note(rec) },
        event @ (Event::BatchMoved(_)
        | Event::BatchOpened(_)
        | Event::FilmReplaced(_)
        | Event::EmergencySheetsIssued(_)
        | Event::EmergencySheetsDeclared(_)
        | Event::HandoverSheetsIssued(_)
        | Event::InvalidStored(_)
        | Event::InvalidPassedOn(_)
        | Event::InvalidDestroyed(_)) => {
            let place = rec.personal.as_ref().and_then(|p| p.place.clone());
            OfficeAct::Stock { event: Box::new(event.clone()), note: note(rec).or(place) }
        }
        Event::DataCorrected(e) => OfficeAct::Corrected {
            target: target(desk, e.app),
            fields: e.fields.clone(),
            values: rec
                .personal
                .as_ref()
                .map(|p| Box::new((p.old.clone().unwrap_or_default(), p.new.clone().unwrap_or_default()))),
            reason: e.reason.map(|reason| (reason_before(desk, e.app, rec.seq), reason)),
            note: note(rec),
        },
        Event::HandoverUndone(e) => OfficeAct::HandoverUndone { target: target(desk, e.app), note: note(rec) },
        _ => return None,
    })
}

/// The kind of application before an entry, as far as the day's entries tell.
fn reason_before(desk: &Desk<'_>, app: AppId, seq: u64) -> Option<ReasonCode> {
    let before = desk.acts(app).iter().take_while(|rec| rec.seq < seq);
    before.fold(None, |known, rec| match &rec.event {
        Event::ApplicationSubmitted(e) => Some(e.reason),
        Event::DataCorrected(e) => e.reason.or(known),
        _ => known,
    })
}
