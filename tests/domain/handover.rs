//! Who may take a card and what is written of it (counter practice 4, 5, 12 and 13).

use super::counter::{at_operator, note, print, ready_for, test, to_shelf};
use crate::generated::places::at;
use crate::harness::*;
use loket::domain::command::{Command, Handover, Then};
use loket::domain::event::{Event, Recorded};
use loket::domain::id::AppId;
use loket::domain::person::{KkNumber, Relation};
use loket::domain::personal::{Patch, Recipient};
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;

fn collector(relation: Relation, evidence: &str) -> Recipient {
    Recipient { name: person(9).name, relation, evidence: note(evidence) }
}

/// Cards for the first of them, who also signs for the others.
fn family(apps: &[AppId]) -> Handover {
    Handover {
        apps: apps.to_vec(),
        recipient: Some(collector(Relation::Parent, "KK asli")),
        old_cards: vec![OldCard::NeverHad; apps.len()],
        ..Handover::to_holder(apps[0], OldCard::NeverHad)
    }
}

/// The card goes to whoever collects it for its holder.
fn collected(app: AppId, recipient: Option<Recipient>) -> Handover {
    Handover { holder: None, recipient, ..Handover::to_holder(app, OldCard::NeverHad) }
}

fn asked(b: &Bench, h: Handover) -> Result<(), Refusal> {
    b.ask(&Command::HandOver(Box::new(h)), &b.order(OPERATOR)).map(drop)
}

fn given(b: &mut Bench, h: Handover) -> Recorded {
    b.act(OPERATOR, Command::HandOver(Box::new(h))).expect("given").remove(0)
}

/// On the shelf, with another family card number, or none.
fn of_family(b: &mut Bench, n: u32, kk: Option<&str>) -> AppId {
    let mut s = submission(n, ReasonCode::New, Then::Complete);
    s.person.kk = kk.map(|kk| KkNumber::parse(kk).expect("a KK number"));
    let app = b.submit(s);
    super::counter::status_of_today(b, app);
    to_shelf(b, app);
    app
}

const ONE: Option<&str> = Some("1374011203199004");
const OTHER: Option<&str> = Some("1374011203199005");

#[test]
fn ten_cards_of_one_family_card_go_at_once_and_no_more() {
    let mut b = Bench::open_office(15);
    let apps: Vec<AppId> = (1..=11).map(|n| of_family(&mut b, n, ONE)).collect();
    assert_eq!(asked(&b, family(&apps)), Err(Refusal::TooMany { limit: 10 }));
    assert_eq!(asked(&b, family(&apps[..10])), Ok(()));
    let none = Handover { apps: Vec::new(), old_cards: Vec::new(), ..family(&apps) };
    assert_eq!(asked(&b, none), Err(Refusal::NoSuchFile), "nothing to give");
    let unsaid = Handover { old_cards: vec![OldCard::NeverHad], ..family(&apps[..2]) };
    assert_eq!(asked(&b, unsaid), Err(Refusal::NoSuchFile), "of each old card something is said");
    let stranger = of_family(&mut b, 12, OTHER);
    let unknown = of_family(&mut b, 13, None);
    assert_eq!(asked(&b, family(&[apps[0], stranger])), Err(Refusal::KkDiffers), "two");
    assert_eq!(asked(&b, family(&[apps[0], apps[1], stranger])), Err(Refusal::KkDiffers), "the third of three");
    assert_eq!(asked(&b, family(&[apps[0], unknown])), Err(Refusal::KkNeeded));
    assert_eq!(asked(&b, family(&[unknown])), Ok(()), "one card alone needs no family card");
}

#[test]
fn a_card_is_collected_by_family_with_proof_and_by_others_where_the_policy_lets_them() {
    let mut b = Bench::open_office(5);
    let app = ready_for(&mut b, 1, ReasonCode::New);
    assert_eq!(asked(&b, collected(app, None)), Err(Refusal::RecipientMissing));
    let refused = Err(Refusal::CollectorNotAllowed);
    for (family, attorney) in [(true, false), (true, true), (false, true), (false, false)] {
        b.office.rules.policy.family_collects = family;
        b.office.rules.policy.attorney_collects = attorney;
        for relation in Relation::ALL {
            let may = match relation {
                Relation::Own => false,
                Relation::Other => attorney,
                _ => family,
            };
            let answer = asked(&b, collected(app, Some(collector(relation, "KK asli"))));
            assert_eq!(answer, if may { Ok(()) } else { refused.clone() }, "{relation:?} {family} {attorney}");
        }
    }
    b.office.rules.policy.family_collects = true;
    let unproved = collected(app, Some(collector(Relation::Parent, "")));
    assert_eq!(asked(&b, unproved), Err(Refusal::EvidenceNeeded));
}

#[test]
fn whoever_collected_is_written_beside_the_entry_and_the_holder_is_not() {
    let mut b = Bench::open_office(5);
    let apps: Vec<AppId> = (1..=3).map(|n| ready_for(&mut b, n, ReasonCode::New)).collect();
    let mother = collector(Relation::Parent, "KK asli");
    let rec = given(&mut b, collected(apps[0], Some(mother.clone())));
    assert_eq!(rec.personal.expect("a block").recipient, Some(mother.clone()));
    let rec = given(&mut b, Handover { recipient: Some(mother), ..Handover::to_holder(apps[1], OldCard::NeverHad) });
    assert_eq!(rec.personal, None, "the holder is in the file, and nothing else was said");
    let said = Handover { note: Some(note("cap jempol")), ..Handover::to_holder(apps[2], OldCard::NeverHad) };
    let block = given(&mut b, said).personal.expect("a block");
    assert_eq!((block.note, block.recipient), (Some(note("cap jempol")), None));
}

#[test]
fn a_card_not_active_stays_unless_the_policy_lets_it_go_as_an_obligation() {
    let mut b = Bench::open_office(5);
    let app = at_operator(&mut b, 1);
    test(&mut b, app, TestOutcome::Match);
    print(&mut b, app);
    let mother = collector(Relation::Parent, "KK asli");
    assert_eq!(asked(&b, Handover::to_holder(app, OldCard::NeverHad)), Err(Refusal::NotActive));
    assert_eq!(asked(&b, collected(app, Some(mother))), Err(Refusal::ProxyCannotActivate));
    b.office.rules.policy.hand_over_inactive = true;
    let active = ready_for(&mut b, 2, ReasonCode::New);
    for (app, owes) in [(app, true), (active, false)] {
        let rec = given(&mut b, Handover::to_holder(app, OldCard::NeverHad));
        let Event::CardHandedOver(e) = &rec.event else { panic!("{}", rec.event.kind()) };
        assert_eq!((e.active, b.app(app).owes_activation), (!owes, owes));
    }
    // The card is away; while it is made active after all, its file can no longer be cancelled.
    b.act(OPERATOR, Command::StartActivation { app }).expect("owed");
    let cancel = Command::Cancel { app, kind: CancelKind::Withdrawn, note: None };
    assert!(matches!(b.act(OFFICER, cancel), Err(Refusal::WrongStage { .. })));
    let patch = Patch { note: Some(note("salah")), ..Patch::default() };
    let correct = Command::Correct { app, patch: Box::new(patch), reason: None, note: None };
    assert!(matches!(b.act(OFFICER, correct), Err(Refusal::WrongStage { .. })), "nor corrected");
    let again = Command::StartActivation { app: active };
    assert_eq!(b.act(OPERATOR, again), Err(Refusal::NoSuchFile), "nothing is owed on an active card");
}

#[test]
fn what_is_said_of_the_old_card_fits_the_kind_of_application() {
    let fits = [
        (ReasonCode::New, &[OldCard::NeverHad][..]),
        (ReasonCode::Lost, &[OldCard::NoneLost, OldCard::Withdrawn]),
        (ReasonCode::Damaged, &[OldCard::Withdrawn, OldCard::NotBrought, OldCard::NoneLost]),
    ];
    let mut b = Bench::open_office(5);
    for (n, (reason, may)) in (1..).zip(fits) {
        let app = ready_for(&mut b, n, reason);
        for old in OldCard::ALL {
            let said = Handover { note: Some(note("menyusul")), ..Handover::to_holder(app, *old) };
            let expected = if may.contains(old) { Ok(()) } else { Err(Refusal::OldCardContradicts { reason }) };
            assert_eq!(asked(&b, said), expected, "{reason:?} {old:?}");
        }
    }
    let app = b.office.queue(|s| s.has_card())[2].app.id;
    let unsaid = |note| Handover { note, ..Handover::to_holder(app, OldCard::NotBrought) };
    assert_eq!(asked(&b, unsaid(None)), Err(Refusal::ReasonNeeded));
    assert_eq!(asked(&b, unsaid(Some(note("")))), Err(Refusal::ReasonNeeded), "an empty word is none");
}

#[test]
fn a_handover_is_taken_back_with_a_reason_while_nothing_else_is_open_for_the_person() {
    let (mut b, app) = at("S");
    let undo = |why: &str| Command::UndoHandover { app, note: note(why) };
    assert_eq!(b.act(SUPERVISOR, undo("")), Err(Refusal::ReasonNeeded));
    let mut again = submission(1, ReasonCode::Damaged, Then::Queue);
    again.repeat_reason = Some(note("rusak lagi"));
    let open = b.submit(again);
    let refused = b.act(SUPERVISOR, undo("salah orang")).expect_err("one open application a person");
    assert!(matches!(refused, Refusal::OpenApplicationExists { app, .. } if app == open), "{refused:?}");
    b.act(OFFICER, Command::Cancel { app: open, kind: CancelKind::InputError, note: None }).expect("voided");
    let rec = b.act(SUPERVISOR, undo("salah orang")).expect("taken back").remove(0);
    assert_eq!(rec.personal.expect("a block").note, Some(note("salah orang")));
    assert!(b.app(app).stage.has_card(), "on the shelf again");
    let (mut b, app) = at("B");
    let undo = Command::UndoHandover { app, note: note("salah orang") };
    assert!(matches!(b.act(SUPERVISOR, undo), Err(Refusal::WrongStage { .. })), "it was never handed over");
}

#[test]
fn a_file_with_a_card_is_not_cancelled_past_its_card() {
    let cancel = |app| Command::Cancel { app, kind: CancelKind::Withdrawn, note: None };
    let (b, app) = at("X");
    assert!(matches!(b.ask(&cancel(app), &b.order(OFFICER)), Err(Refusal::JobRunning { .. })));
    for place in ["A", "U"] {
        let (b, app) = at(place);
        assert_eq!(b.ask(&cancel(app), &b.order(OFFICER)), Err(Refusal::RejectFirst), "{place}");
    }
}

#[test]
fn a_card_with_wrong_data_is_rejected_by_its_correction_and_only_before_a_supervisor() {
    let kk = || Patch { kk: OTHER.map(|kk| KkNumber::parse(kk).expect("a KK number")), ..Patch::default() };
    let correct = |app| Command::Correct { app, patch: Box::new(kk()), reason: None, note: Some(note("KK baru")) };
    let (b, app) = at("X");
    assert!(matches!(b.ask(&correct(app), &b.order(SUPERVISOR)), Err(Refusal::JobRunning { .. })), "printing");
    let (b, app) = at("A1");
    assert!(matches!(b.ask(&correct(app), &b.order(SUPERVISOR)), Err(Refusal::JobRunning { .. })), "activating");
    let (mut b, app) = at("U");
    let topic = ApprovalTopic::CorrectAfterPrint;
    assert_eq!(b.act(OFFICER, correct(app)), Err(Refusal::NeedsSupervisor { topic }));
    let done = b.act(SUPERVISOR, correct(app)).expect("corrected");
    let kinds: Vec<&str> = done.iter().map(|rec| rec.event.kind()).collect();
    assert_eq!(kinds, ["card_rejected", "data_corrected"]);
    let (b, app) = at("O");
    b.ask(&correct(app), &b.order(OFFICER)).expect("before the print the register officer corrects");
    let refused = b.ask(&correct(app), &b.order(OPERATOR));
    assert!(matches!(refused, Err(Refusal::RoleMissing { .. })), "{refused:?}");
}
