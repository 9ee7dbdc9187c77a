//! What intake and the check refuse (SOP steps 1 and 2; counter practice 3, 4, 10 and 19).

use super::counter::{note, ready_for};
use crate::generated::places::at;
use crate::harness::*;
use chrono::NaiveDate;
use loket::domain::checklist::{ItemId, RuleSet, Tick, Ticks};
use loket::domain::command::{Command, Handover, Submission, Then};
use loket::domain::decide::checklist_digest;
use loket::domain::event::{Event, Recorded};
use loket::domain::id::{AccountId, AppId};
use loket::domain::person::{Address, KkNumber, Name, Sex};
use loket::domain::personal::{Patch, PersonField};
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::region::KelurahanCode;
use loket::domain::sop::Spent;
use loket::domain::terms::*;
use sha2::{Digest, Sha256};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn ask(b: &Bench, s: Submission) -> Result<(), Refusal> {
    b.ask(&Command::Submit(Box::new(s)), &b.order(OFFICER)).map(drop)
}

fn received(n: u32) -> Submission {
    submission(n, ReasonCode::New, Then::Queue)
}

/// The person came again, and says why or not.
fn again(why: Option<&str>) -> Submission {
    Submission { repeat_reason: why.map(note), ..submission(1, ReasonCode::Damaged, Then::Queue) }
}

#[test]
fn a_person_has_one_open_application() {
    let mut b = Bench::open_office(0);
    let app = b.submit(received(1));
    let other = b.submit(received(2));
    let open = |app| move |refused| matches!(refused, Refusal::OpenApplicationExists { app: of, .. } if of == app);
    assert!(ask(&b, received(1)).is_err_and(open(app)));
    let nik = |n| Box::new(Patch { nik: person(n).nik, ..Patch::default() });
    let correct = |app, patch| Command::Correct { app, patch, reason: None, note: None };
    assert!(b.act(OFFICER, correct(other, nik(1))).is_err_and(open(app)), "a wrong NIK is somebody else's");
    b.act(OFFICER, correct(other, nik(3))).expect("a NIK nobody has");
    b.act(OFFICER, Command::Cancel { app, kind: CancelKind::InputError, note: None }).expect("voided");
    assert_eq!(ask(&b, received(1)), Ok(()));
}

#[test]
fn a_repeat_soon_after_a_handover_says_why() {
    let mut b = Bench::open_office(5);
    let app = ready_for(&mut b, 1, ReasonCode::New);
    b.act(OPERATOR, Command::HandOver(Box::new(Handover::to_holder(app, OldCard::NeverHad)))).expect("given");
    let soon = |refused| matches!(refused, Refusal::RepeatNeedsReason { .. });
    b.now += i64::from(b.office.policy().repeat_days) * DAY;
    assert!(ask(&b, again(None)).is_err_and(soon), "on the last of the days");
    assert!(ask(&b, again(Some(""))).is_err_and(soon), "an empty word is none");
    assert_eq!(ask(&b, again(Some("patah"))), Ok(()));
    assert_eq!(ask(&b, Submission { linked: Some(app), ..again(None) }), Ok(()), "it repairs that one");
    let nowhere = Submission { linked: Some(AppId(9999)), ..again(None) };
    assert_eq!(ask(&b, nowhere), Err(Refusal::NoSuchLinked));
    b.now += 1;
    assert_eq!(ask(&b, again(None)), Ok(()), "the days are over");
    let rec = b.act(OFFICER, Command::Submit(Box::new(again(Some("patah"))))).expect("received").pop().expect("one");
    let Event::ApplicationSubmitted(e) = &rec.event else { panic!("{}", rec.event.kind()) };
    assert_eq!((e.repeat, rec.personal.expect("a block").note), (true, Some(note("patah"))));
}

#[test]
fn a_file_given_up_goes_on_with_its_number() {
    let mut b = Bench::open_office(5);
    let app = b.submit(submission(1, ReasonCode::Damaged, Then::Return));
    b.now += i64::from(b.office.policy().not_continued_days) * DAY;
    b.act(OFFICER, Command::Cancel { app, kind: CancelKind::NotContinued, note: None }).expect("given up");
    assert!(matches!(ask(&b, again(None)), Err(Refusal::ContinuesFile { app: of, .. }) if of == app));
    assert_eq!(ask(&b, again(Some("berkas baru"))), Ok(()), "a new file is wanted");
    assert_eq!(ask(&b, received(1)), Ok(()), "another kind of application is another file");
    let ticks = all_ticks(ReasonCode::Damaged);
    let strange: Ticks = [(ItemId::parse("tidak-ada").expect("an item"), Tick::Present)].into();
    let reopen = |app, ticks: &Ticks| Command::Reopen { app, ticks: ticks.clone() };
    assert!(matches!(b.act(OFFICER, reopen(app, &strange)), Err(Refusal::UnknownItem { .. })));
    let open = b.submit(received(1));
    assert!(matches!(b.act(OFFICER, reopen(app, &ticks)), Err(Refusal::OpenApplicationExists { .. })));
    b.act(OFFICER, Command::Cancel { app: open, kind: CancelKind::InputError, note: None }).expect("voided");
    assert!(matches!(b.act(OFFICER, reopen(open, &ticks)), Err(Refusal::WrongStage { .. })), "voided is voided");
    let number = b.app(app).number.clone();
    b.act(OFFICER, reopen(app, &ticks)).expect("goes on");
    assert_eq!(b.app(app).number, number);
}

#[test]
fn numbers_have_no_gap_and_begin_anew_with_the_year() {
    let mut b = Bench::open_office(0);
    let mut numbers = Vec::new();
    for (n, date) in [(1, "2026-12-30"), (2, "2026-12-30"), (3, "2026-12-31"), (4, "2027-01-01"), (5, "2027-01-04")] {
        let date: NaiveDate = date.parse().expect("a date");
        let _ = b.act(AccountId::SYSTEM, Command::OpenDay { date });
        let app = b.submit(received(n));
        let number = &b.app(app).number;
        numbers.push((number.year, number.no));
    }
    assert_eq!(numbers, [(2026, 1), (2026, 2), (2026, 3), (2027, 1), (2027, 2)]);
}

#[test]
fn nothing_is_complete_without_its_nik_and_its_papers_nor_returned_with_all_of_them() {
    let b = Bench::open_office(0);
    let mut unknown = received(1);
    unknown.person.nik = None;
    assert_eq!(ask(&b, unknown.clone()), Err(Refusal::BirthNeeded), "name and birth date stand for the NIK");
    unknown.person.birth = NaiveDate::from_ymd_opt(2009, 5, 1);
    assert_eq!(ask(&b, unknown.clone()), Ok(()));
    assert_eq!(ask(&b, Submission { then: Then::Complete, ..unknown }), Err(Refusal::NikPending));
    let bare = Submission { ticks: Ticks::new(), then: Then::Complete, ..received(1) };
    assert!(matches!(ask(&b, bare), Err(Refusal::MissingItems { items }) if !items.is_empty()));
    assert_eq!(ask(&b, Submission { then: Then::Return, ..received(1) }), Err(Refusal::NothingMissing));
}

#[test]
fn the_check_says_what_is_missing_or_why_it_goes_back() {
    let (b, app) = at("P");
    let all = all_ticks(ReasonCode::Lost);
    let done = |ticks: &Ticks| {
        b.ask(&Command::ConfirmComplete { app, ticks: ticks.clone(), spent: Spent::default() }, &b.order(OFFICER))
    };
    done(&all).expect("complete");
    let first = RuleSet::builtin().checklist(ReasonCode::Lost).missing(&Ticks::new());
    assert_eq!(done(&Ticks::new()).map(drop), Err(Refusal::MissingItems { items: first.clone() }));
    let back = |ticks: &Ticks, why: Option<&str>| {
        let (ticks, note) = (ticks.clone(), why.map(note));
        b.ask(&Command::Return { app, ticks, spent: Spent::default(), note }, &b.order(OFFICER))
    };
    assert_eq!(back(&all, None).map(drop), Err(Refusal::NothingMissing));
    assert_eq!(back(&all, Some("")).map(drop), Err(Refusal::NothingMissing), "an empty word is none");
    let drafts = back(&all, Some("foto buram")).expect("a reason that is no paper");
    assert_eq!(drafts[0].personal.as_ref().and_then(|p| p.note.clone()), Some(note("foto buram")));
    let drafts = back(&Ticks::new(), None).expect("papers are missing");
    let Event::ApplicationReturned(e) = &drafts[0].event else { panic!("{}", drafts[0].event.kind()) };
    assert_eq!(e.missing, first, "the applicant is told of each");
    let (b, app) = at("K");
    let confirm = Command::ConfirmComplete { app, ticks: all, spent: Spent::default() };
    assert!(matches!(b.ask(&confirm, &b.order(OFFICER)), Err(Refusal::WrongStage { .. })), "it was returned");
}

#[test]
fn a_correction_keeps_the_old_beside_the_new_and_names_only_what_differs() {
    let mut b = Bench::open_office(0);
    let app = b.submit(received(1));
    let old = person(1);
    let new = person(2);
    let same = Patch { nik: old.nik, name: Some(old.name.clone()), kk: old.kk, ..Patch::default() };
    let correct = |patch: &Patch, reason| Command::Correct {
        app,
        patch: Box::new(patch.clone()),
        reason,
        note: Some(note("salah ketik")),
    };
    let kept = correct(&same, Some(ReasonCode::New));
    assert_eq!(b.act(OFFICER, kept), Err(Refusal::NothingChanges), "all of it stands there already");
    let full = Patch {
        nik: new.nik,
        name: Some(Name::parse("ANISA CONTOH").expect("a name")),
        birth: NaiveDate::from_ymd_opt(2009, 5, 1),
        sex: Some(Sex::Male),
        kk: KkNumber::parse("1374011203199005").ok(),
        contact: Some(new.contact),
        address: Some(Address { street: None, rt: None, rw: None, kelurahan: KelurahanCode::OUTSIDE }),
        note: Some(note("kursi roda")),
    };
    let written = |rec: Recorded| {
        let Event::DataCorrected(e) = rec.event else { panic!("not a correction") };
        (e.fields, rec.personal.expect("a block"))
    };
    let rec = b.act(OFFICER, correct(&full, None)).expect("corrected").pop().expect("one");
    let (fields, block) = written(rec);
    assert_eq!(fields, full.fields());
    assert_eq!(block.note, Some(note("salah ketik")));
    assert_eq!(block.new, Some(full.clone()));
    let was = block.old.expect("what it replaced");
    assert_eq!((was.nik, was.name, was.kk, was.contact), (old.nik, Some(old.name), old.kk, Some(old.contact)));
    assert_eq!(b.act(OFFICER, correct(&full, None)), Err(Refusal::NothingChanges), "once more the same");
    let name = Patch { name: Some(new.name), ..full };
    let rec = b.act(OFFICER, correct(&name, None)).expect("corrected").pop().expect("one");
    let (fields, block) = written(rec);
    assert_eq!(fields, [PersonField::Name]);
    assert_eq!(block.old.expect("what it replaced").fields(), [PersonField::Name], "no more than what changed");
}

#[test]
fn another_kind_of_application_takes_its_own_checklist() {
    let mut b = Bench::open_office(0);
    let app = b.submit(received(1));
    let correct = Command::Correct { app, patch: Box::default(), reason: Some(ReasonCode::Lost), note: None };
    let done = b.act(OFFICER, correct).expect("corrected");
    let kinds: Vec<&str> = done.iter().map(|rec| rec.event.kind()).collect();
    assert_eq!(kinds, ["checklist_adopted", "data_corrected"]);
    let rules = RuleSet::builtin();
    let list = rules.checklist(ReasonCode::Lost);
    assert_eq!((b.app(app).reason, b.app(app).checklist.clone()), (ReasonCode::Lost, checklist_digest(list)));
    let whole: String = Sha256::digest(list.digest_input().as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(checklist_digest(list), whole[..16], "the first 16 digits of SHA-256 over the list");
}
