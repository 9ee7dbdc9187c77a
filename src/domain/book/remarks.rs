//! The last column of the book: what else happened to a file that day, in order.
//!
//! Separate because it is a table from entry to remark. Evidence of identity and grounds of an override stay in
//! the journal; the book says only that a second person let the card go on, and who.

use super::acts::{OfficeAct, OfficeLine, note};
use super::{Desk, Staff};
use crate::domain::checklist::{ItemId, Words};
use crate::domain::event::{Event, Recorded};
use crate::domain::id::RegisterNumber;
use crate::domain::office::File;
use crate::domain::person::Note;
use crate::domain::status::DeferralReason;
use crate::domain::terms::*;
use chrono::NaiveDateTime;

/// What is remarked.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Received with the family of this number.
    Family(Option<RegisterNumber>),
    /// Repairs or repeats this earlier application.
    Linked(Option<RegisterNumber>),
    /// Copied from an emergency sheet.
    Sheet(u32),
    /// Came in elsewhere than at the counter.
    Via(Channel),
    /// Again soon after a handover, and why.
    Repeat(Option<Note>),
    NikPending,
    Returned {
        missing: Vec<Words>,
        note: Option<Note>,
    },
    Resubmitted,
    Reopened,
    /// See the line of part D with this number.
    Corrected(u32),
    Deferred {
        reason: DeferralReason,
        note: Option<Note>,
    },
    Resumed,
    /// Data recorded only, under trouble.
    Recorded,
    /// A second person let it go on.
    SecondPerson(Option<Staff>),
    Spoiled(SpoilCause),
    NoneCameOut,
    PrintInDoubt,
    ActivationFailed(ActivationFailure),
    ActivationInDoubt,
    Rejected {
        cause: RejectCause,
        next: AfterReject,
        note: Option<Note>,
    },
    OldCard {
        old: OldCard,
        note: Option<Note>,
    },
    /// Handed over although not active: an obligation.
    NotActive,
    HandoverUndone(u32),
    Cancelled {
        kind: CancelKind,
        note: Option<Note>,
    },
    ApprovalAsked(ApprovalTopic),
    ApprovalGiven {
        topic: ApprovalTopic,
        granted: bool,
    },
    Contacted {
        topic: ContactTopic,
        reached: bool,
    },
    Skipped,
    /// A short message was taken by the network.
    MessageSent,
    MessageFailed(MessageFailure),
    MessageInDoubt,
    /// This act of the file was recorded late; the kind of entry.
    Late(&'static str),
}

/// A remark with its times.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// When it was recorded, local time.
    pub at: NaiveDateTime,
    /// When it happened, if recorded late.
    pub happened: Option<NaiveDateTime>,
    pub what: What,
}

pub(super) fn remarks(desk: &Desk<'_>, file: &File, office: &[OfficeLine]) -> Vec<Remark> {
    let mut all = Vec::new();
    for rec in desk.acts(file.app.id) {
        let at = desk.local(rec.envelope.stamp.utc_ms);
        let happened = rec.envelope.happened_ms.map(|ms| desk.local(ms));
        let mut whats = what(desk, rec, file, office);
        if happened.is_some() {
            whats.push(What::Late(rec.event.kind()));
        }
        all.extend(whats.into_iter().map(|what| Remark { at, happened, what }));
    }
    all
}

/// The line of part D an entry stands in.
fn place(office: &[OfficeLine], seq: u64) -> u32 {
    let points = |l: &&OfficeLine| l.seq == seq && !matches!(l.act, OfficeAct::Late { .. });
    office.iter().find(points).map_or(0, |l| l.place)
}

fn what(desk: &Desk<'_>, rec: &Recorded, file: &File, office: &[OfficeLine]) -> Vec<What> {
    let one = match &rec.event {
        Event::ApplicationSubmitted(_) => return submitted(desk, rec),
        Event::ApplicationReturned(e) => What::Returned { missing: labels(desk, file, &e.missing), note: note(rec) },
        Event::ApplicationResubmitted(_) => What::Resubmitted,
        Event::ApplicationReopened(_) => What::Reopened,
        Event::DataCorrected(_) => What::Corrected(place(office, rec.seq)),
        Event::ApplicationDeferred(e) => What::Deferred { reason: e.reason, note: note(rec) },
        Event::ApplicationResumed(_) => What::Resumed,
        Event::DataRecorded(_) => What::Recorded,
        Event::BiometricOverridden(_) => What::SecondPerson(rec.envelope.approver.map(|id| desk.staff(id))),
        Event::PrintFailed(e) => What::Spoiled(e.cause),
        Event::NoCardCameOut(_) => What::NoneCameOut,
        Event::PrintOutcomeUnknown(_) => What::PrintInDoubt,
        Event::ActivationFailed(e) => What::ActivationFailed(e.cause),
        Event::ActivationOutcomeUnknown(_) => What::ActivationInDoubt,
        Event::CardRejected(e) => What::Rejected { cause: e.cause, next: e.next, note: note(rec) },
        Event::CardHandedOver(e) => {
            let old = What::OldCard { old: e.old_card, note: note(rec) };
            return if e.active { vec![old] } else { vec![old, What::NotActive] };
        }
        Event::HandoverUndone(_) => What::HandoverUndone(place(office, rec.seq)),
        Event::ApplicationCancelled(e) => What::Cancelled { kind: e.kind, note: note(rec) },
        Event::ApprovalRequested(e) => What::ApprovalAsked(e.topic),
        Event::ApprovalDecided(e) => What::ApprovalGiven { topic: e.topic, granted: e.granted },
        Event::ApplicantContacted(e) => What::Contacted { topic: e.topic, reached: e.reached },
        Event::ApplicantSkipped(_) => What::Skipped,
        Event::MessageSent(_) => What::MessageSent,
        Event::MessageFailed(e) => What::MessageFailed(e.cause),
        Event::MessageOutcomeUnknown(_) => What::MessageInDoubt,
        _ => return Vec::new(),
    };
    vec![one]
}

fn submitted(desk: &Desk<'_>, rec: &Recorded) -> Vec<What> {
    let Event::ApplicationSubmitted(e) = &rec.event else { return Vec::new() };
    let mut all = Vec::new();
    all.extend((e.channel != Channel::Counter).then_some(What::Via(e.channel)));
    all.extend(e.sheet.map(What::Sheet));
    all.extend(e.family_of.map(|app| What::Family(desk.number(app))));
    all.extend(e.linked.map(|app| What::Linked(desk.number(app))));
    all.extend(e.repeat.then(|| What::Repeat(note(rec))));
    all.extend(e.nik_pending.then_some(What::NikPending));
    all
}

/// What items are called, by the checklist of the file or any other the office used; else their identifier.
pub(super) fn labels(desk: &Desk<'_>, file: &File, items: &[ItemId]) -> Vec<Words> {
    let own = desk.input.checklists.get(&file.app.checklist);
    let name = |id: &ItemId| {
        let found = own.and_then(|c| c.item(id));
        let found = found.or_else(|| desk.input.checklists.values().find_map(|c| c.item(id)));
        found.map_or_else(|| Words { id: id.as_str().into(), en: id.as_str().into() }, |item| item.label.clone())
    };
    items.iter().map(name).collect()
}
