//! A line of parts A and B: one file with every column of the agenda.
//!
//! Separate because the columns are the office's paper (domain facts 6.1), not the application's fields. Names of
//! both members of staff stand in it, marked where one person held both roles (counter practice 13).

use super::acts::OfficeLine;
use super::remarks::{Remark, labels, remarks};
use super::{Desk, Part, Staff};
use crate::domain::application::Stage;
use crate::domain::checklist::Words;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::{AccountId, AppId, RegisterNumber};
use crate::domain::office::File;
use crate::domain::personal::{Person, Recipient};
use crate::domain::reason::ReasonCode;
use crate::domain::status::CentralStatus;
use crate::domain::terms::*;
use chrono::{NaiveDate, NaiveDateTime};

/// Column "kelengkapan".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Not checked yet.
    Open,
    Complete,
    /// Returned with these items missing.
    Returned(Vec<Words>),
}

/// Column "status rekam": what was read, and on which office day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub status: CentralStatus,
    pub day: NaiveDate,
}

/// Column "tes biometrik". An exemption and an unreadable finger look the same, and so do their overrides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestShown {
    Match,
    NoMatch,
    Unread,
    Trouble,
    /// A second person let it go on.
    SecondPerson,
}

/// Column "penerima".
#[derive(Clone, Debug, PartialEq)]
pub enum Collector {
    Holder,
    Other(Recipient),
    /// Somebody else, whose name was erased after its term.
    Erased,
}

/// Column "tanda tangan / lembar".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    pub signature: Signature,
    /// Sheet and line of the Lembar Serah Terima.
    pub sheet: Option<u32>,
    pub line: Option<u8>,
}

/// One file in part A or B.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub part: Part,
    /// No. urut within its part, from 1.
    pub place: u32,
    pub app: AppId,
    pub number: RegisterNumber,
    /// First receipt, local time.
    pub received: NaiveDateTime,
    /// As corrected; None once erased.
    pub person: Option<Person>,
    pub nik_pending: bool,
    pub reason: ReasonCode,
    pub completeness: Completeness,
    pub status: Option<Reading>,
    pub test: Option<TestShown>,
    pub printed: Option<NaiveDateTime>,
    /// That card came out in this office day.
    pub printed_now: bool,
    pub activated: Option<NaiveDateTime>,
    pub handed: Option<NaiveDateTime>,
    /// Known for handovers of this day.
    pub collector: Option<Collector>,
    pub signed: Option<Signed>,
    /// Who checked the file this day, else who received it.
    pub register: Staff,
    pub operator: Option<Staff>,
    /// One person held both roles.
    pub same_person: bool,
    pub stage: Stage,
    pub remarks: Vec<Remark>,
}

impl Line {
    /// An input error: the number stays, struck through.
    pub fn is_void(&self) -> bool {
        self.stage == Stage::Cancelled(CancelKind::InputError)
    }

    /// Handed over in this office day.
    pub fn handed_now(&self) -> bool {
        self.collector.is_some()
    }

    /// Handed over today without a sheet and line where the receiver signed.
    pub(super) fn unsigned_today(&self) -> bool {
        self.signed.is_some_and(|s| s.sheet.is_none() || s.line.is_none())
    }
}

pub(super) fn line(desk: &Desk<'_>, file: &File, office: &[OfficeLine]) -> Line {
    let app = &file.app;
    let (part, place) = desk.places.get(&app.id).copied().unwrap_or((Part::B, 0));
    let acts = desk.acts(app.id);
    let handed = (app.stage == Stage::HandedOver).then(|| desk.local(app.since_ms));
    let handover = acts.iter().rev().copied().filter(|_| handed.is_some()).find(|rec| is_handover(rec));
    let register = last_actor(acts, is_check).unwrap_or(app.received_by);
    let operator = last_actor(acts, is_operators).or_else(|| app.test.as_ref().map(|t| t.by));
    Line {
        part,
        place,
        app: app.id,
        number: app.number.clone(),
        received: desk.local(app.received_ms),
        person: file.person.clone(),
        nik_pending: app.nik_pending,
        reason: app.reason,
        completeness: completeness(desk, file),
        status: app.status.as_ref().map(|s| Reading { status: s.status.clone(), day: s.day }),
        test: test(file),
        printed: app.printed_ms.map(|ms| desk.local(ms)),
        printed_now: app.printed_ms.is_some() && acts.iter().any(|rec| matches!(rec.event, Event::CardPrinted(_))),
        activated: app.activated_ms.map(|ms| desk.local(ms)),
        handed,
        collector: handover.and_then(collector),
        signed: handover.and_then(signed),
        same_person: operator.is_some_and(|id| id == desk.staff(register).id()),
        register: desk.staff(register),
        operator: operator.map(|id| desk.staff(id)),
        stage: app.stage,
        remarks: remarks(desk, file, office),
    }
}

fn is_handover(rec: &Recorded) -> bool {
    matches!(rec.event, Event::CardHandedOver(_))
}

fn is_check(event: &Event) -> bool {
    matches!(event, Event::CompletenessConfirmed(_) | Event::ApplicationReturned(_))
}

/// Acts of the operator's station and of the handover.
fn is_operators(event: &Event) -> bool {
    matches!(
        event,
        Event::StatusRecorded(_)
            | Event::DataRecorded(_)
            | Event::BiometricTested(_)
            | Event::PrintStarted(_)
            | Event::CardPrinted(_)
            | Event::PrintFailed(_)
            | Event::NoCardCameOut(_)
            | Event::ActivationStarted(_)
            | Event::CardActivated(_)
            | Event::CardHandedOver(_)
    )
}

/// Who last did an act of a kind this day; the program itself is nobody.
fn last_actor(acts: &[&Recorded], of: impl Fn(&Event) -> bool) -> Option<AccountId> {
    let done = acts.iter().rev().filter(|rec| of(&rec.event)).map(|rec| rec.envelope.actor);
    done.into_iter().find(|actor| *actor != AccountId::SYSTEM)
}

fn completeness(desk: &Desk<'_>, file: &File) -> Completeness {
    let app = &file.app;
    let lacks = || Completeness::Returned(labels(desk, file, &app.missing));
    match app.stage {
        Stage::Check => Completeness::Open,
        Stage::Returned => lacks(),
        Stage::Cancelled(_) => {
            let checked = desk.acts(app.id).iter().any(|rec| matches!(rec.event, Event::CompletenessConfirmed(_)));
            if checked || app.status.is_some() || app.data_recorded {
                Completeness::Complete
            } else if app.missing.is_empty() {
                Completeness::Open
            } else {
                lacks()
            }
        }
        _ => Completeness::Complete,
    }
}

fn test(file: &File) -> Option<TestShown> {
    let test = file.app.test.as_ref()?;
    Some(match test.outcome {
        _ if test.overridden => TestShown::SecondPerson,
        TestOutcome::Match => TestShown::Match,
        TestOutcome::NoMatch => TestShown::NoMatch,
        TestOutcome::Unreadable | TestOutcome::Exempt => TestShown::Unread,
        TestOutcome::DeviceTrouble | TestOutcome::NetworkTrouble => TestShown::Trouble,
    })
}

fn collector(rec: &Recorded) -> Option<Collector> {
    let Event::CardHandedOver(e) = &rec.event else { return None };
    if e.by_holder {
        return Some(Collector::Holder);
    }
    let recipient = rec.personal.as_ref().and_then(|p| p.recipient.clone());
    Some(recipient.map_or(Collector::Erased, Collector::Other))
}

fn signed(rec: &Recorded) -> Option<Signed> {
    let Event::CardHandedOver(e) = &rec.event else { return None };
    Some(Signed { signature: e.signature, sheet: e.sheet, line: e.line })
}
