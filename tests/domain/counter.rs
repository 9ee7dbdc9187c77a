//! Rules of the counter that are easily lost between two acts: tries after a rejection, lines of a sheet.

use crate::harness::{Bench, OPERATOR, SUPERVISOR, person, submission};
use loket::domain::command::{ActivationReport, Command, Handover, PrintReport, TestReport, Then};
use loket::domain::event::Event;
use loket::domain::id::{AppId, JobId};
use loket::domain::person::Note;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;

pub(super) fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

/// Complete, with a status that lets it go on.
pub(super) fn at_operator(b: &mut Bench, n: u32) -> AppId {
    at_operator_for(b, n, ReasonCode::New)
}

pub(super) fn at_operator_for(b: &mut Bench, n: u32, reason: ReasonCode) -> AppId {
    let app = b.submit(submission(n, reason, Then::Complete));
    status_of_today(b, app);
    app
}

/// What the national system says of it today lets it go on.
pub(super) fn status_of_today(b: &mut Bench, app: AppId) {
    let file = b.office.file(app).expect("an open file");
    let last4 = file.person.as_ref().and_then(|p| p.nik).expect("a NIK").last4().to_owned();
    let (status, source) = (CentralStatus::PrintReadyRecord, "SIAK".to_owned());
    let read_ms = b.order(OPERATOR).stamp.utc_ms;
    b.act(OPERATOR, Command::RecordStatus { app, status, source, read_ms, last4 }).expect("a status");
}

pub(super) fn test(b: &mut Bench, app: AppId, outcome: TestOutcome) {
    let (finger, quality) = (None, Quality::Unknown);
    let report = TestReport { outcome, finger, quality, compared_with: ComparedWith::Attested };
    b.act(OPERATOR, Command::ReportTest { app, report }).expect("a test");
}

pub(super) fn print(b: &mut Bench, app: AppId) {
    let started = b.act(OPERATOR, Command::StartPrint { apps: vec![app], blank: None }).expect("an intent");
    let file = b.office.file(app).expect("an open file");
    let last4 = file.person.as_ref().and_then(|p| p.nik).map(|nik| nik.last4().to_owned());
    let job = JobId(started[0].seq);
    b.act(OPERATOR, Command::ReportPrint { job, report: PrintReport::Good, last4 }).expect("a card");
}

/// Printed, activated, on the shelf.
pub(super) fn ready(b: &mut Bench, n: u32) -> AppId {
    ready_for(b, n, ReasonCode::New)
}

pub(super) fn ready_for(b: &mut Bench, n: u32, reason: ReasonCode) -> AppId {
    let app = at_operator_for(b, n, reason);
    to_shelf(b, app);
    app
}

/// From the operator to the shelf.
pub(super) fn to_shelf(b: &mut Bench, app: AppId) {
    test(b, app, TestOutcome::Match);
    print(b, app);
    let started = b.act(OPERATOR, Command::StartActivation { app }).expect("an intent");
    let (job, report) = (JobId(started[0].seq), ActivationReport::Activated(Spent::default()));
    b.act(OPERATOR, Command::ReportActivation { job, report }).expect("an active card");
}

#[test]
fn a_rejected_card_gives_its_holder_all_tries_again() {
    let mut b = Bench::open_office(5);
    let app = at_operator(&mut b, 1);
    let limit = b.office.policy().attempts;
    for _ in 0..limit {
        test(&mut b, app, TestOutcome::Unreadable);
    }
    let ground = OverrideGround::Unreadable;
    let mut order = b.order(OPERATOR);
    order.approver = Some(SUPERVISOR);
    let waive = Command::OverrideTest { app, ground, evidence: note("KK asli dan foto"), exemption: None };
    b.give(waive, order).expect("a second person");
    print(&mut b, app);
    let (cause, next) = (RejectCause::Misprint, AfterReject::Operator);
    b.act(OPERATOR, Command::RejectCard { app, cause, next, note: None }).expect("a misprint");
    // The test went with the card, so the finger is read anew: a first try, not one past the last.
    test(&mut b, app, TestOutcome::Unreadable);
    assert_eq!(b.app(app).attempts, 1);
}

#[test]
fn a_family_that_fills_a_sheet_goes_on_with_the_next() {
    let mut b = Bench::open_office(5);
    let apps: Vec<AppId> = (1..=3).map(|n| ready(&mut b, n)).collect();
    let handover = Handover {
        holder: Some(apps[0]),
        recipient: Some(loket::domain::personal::Recipient {
            name: person(1).name,
            relation: loket::domain::person::Relation::Parent,
            evidence: note("KTP-el"),
        }),
        old_cards: vec![OldCard::NeverHad; 3],
        signature: Signature::Signed,
        sheet: Some(7),
        line: Some(19),
        in_session: false,
        note: None,
        apps,
    };
    let given = b.act(OPERATOR, Command::HandOver(Box::new(handover))).expect("a family");
    let lines: Vec<_> = given
        .iter()
        .map(|rec| match &rec.event {
            Event::CardHandedOver(e) => (e.sheet, e.line),
            other => panic!("{}", other.kind()),
        })
        .collect();
    assert_eq!(lines, [(Some(7), Some(19)), (Some(7), Some(20)), (Some(8), Some(1))], "a sheet has twenty lines");
}
