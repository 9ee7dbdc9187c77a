//! A supervisor who is away grants beforehand (counter practice 15): for the one thing that was asked, and nobody else.

use super::counter::note;
use crate::generated::places::at;
use crate::harness::*;
use loket::domain::command::Command;
use loket::domain::id::{AccountId, AppId};
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;

fn request(b: &mut Bench, app: AppId, topic: ApprovalTopic) -> Result<(), Refusal> {
    b.act(OFFICER, Command::RequestApproval { app, topic, note: note("mohon") }).map(drop)
}

fn decide(b: &mut Bench, by: AccountId, app: AppId, granted: bool) -> Result<(), Refusal> {
    b.act(by, Command::DecideApproval { app, granted, note: None }).map(drop)
}

/// The register officer refuses the application, which is the supervisor's to allow.
fn refuse(b: &Bench, app: AppId) -> Result<(), Refusal> {
    b.ask(&Command::Cancel { app, kind: CancelKind::Refused, note: None }, &b.order(OFFICER)).map(drop)
}

#[test]
fn what_was_granted_is_good_for_its_topic_alone() {
    let needed = Err(Refusal::NeedsSupervisor { topic: ApprovalTopic::Refuse });
    for topic in ApprovalTopic::ALL {
        let (mut b, app) = at("P");
        assert_eq!(refuse(&b, app), needed, "nothing was asked");
        request(&mut b, app, *topic).expect("asked");
        assert_eq!(refuse(&b, app), needed, "{topic:?} waits");
        decide(&mut b, SUPERVISOR, app, false).expect("decided");
        assert_eq!(refuse(&b, app), needed, "{topic:?} was declined");
        request(&mut b, app, *topic).expect("asked again");
        decide(&mut b, SUPERVISOR, app, true).expect("decided");
        assert_eq!(refuse(&b, app), if *topic == ApprovalTopic::Refuse { Ok(()) } else { needed.clone() }, "{topic:?}");
    }
}

#[test]
fn a_request_says_why_and_is_decided_once_by_somebody_else() {
    let (mut b, app) = at("P");
    let topic = ApprovalTopic::Refuse;
    let unsaid = Command::RequestApproval { app, topic, note: note("") };
    assert_eq!(b.act(OFFICER, unsaid), Err(Refusal::ReasonNeeded));
    assert_eq!(decide(&mut b, SUPERVISOR, app, true), Err(Refusal::NoApproval), "nothing was asked");
    let asked = Command::RequestApproval { app, topic, note: note("mohon") };
    let rec = b.act(SUPERVISOR, asked.clone()).expect("asked").remove(0);
    assert_eq!(rec.personal.expect("a block").note, Some(note("mohon")));
    assert_eq!(b.act(OFFICER, asked), Err(Refusal::ApprovalWaits));
    assert_eq!(decide(&mut b, SUPERVISOR, app, true), Err(Refusal::OwnRequest));
    let add = Command::SetRoles { account: OPERATOR, roles: roles(&[Role::Operator, Role::Supervisor]) };
    b.act(SUPERVISOR, add).expect("a second supervisor");
    decide(&mut b, OPERATOR, app, true).expect("somebody else");
    assert_eq!(decide(&mut b, OPERATOR, app, false), Err(Refusal::NoApproval), "it is decided");
}

#[test]
fn a_second_person_is_known_and_somebody_else() {
    let (b, app) = at("P");
    let cancel = Command::Cancel { app, kind: CancelKind::Refused, note: None };
    let by = |approver| {
        let mut order = b.order(OFFICER);
        order.approver = Some(approver);
        b.ask(&cancel, &order).map(drop)
    };
    assert_eq!(by(OFFICER), Err(Refusal::ApproverIsActor));
    assert_eq!(by(AccountId([0xee; 16])), Err(Refusal::UnknownAccount));
    assert_eq!(by(OPERATOR), Err(Refusal::NeedsSupervisor { topic: ApprovalTopic::Refuse }), "no supervisor");
    assert_eq!(by(SUPERVISOR), Ok(()));
}

#[test]
fn marking_a_file_as_it_is_marked_changes_nothing() {
    let (mut b, app) = at("P");
    let mark = |priority| Command::MarkPriority { app, priority };
    assert_eq!(b.act(OFFICER, mark(false)), Err(Refusal::NothingChanges));
    b.act(OFFICER, mark(true)).expect("marked");
    assert_eq!(b.act(OFFICER, mark(true)), Err(Refusal::NothingChanges));
}
