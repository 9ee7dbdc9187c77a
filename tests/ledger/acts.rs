//! Acts, freshness, days, drafts and what is projected.

use super::support::*;
use loket::domain::application::Stage;
use loket::domain::command::Command;
use loket::domain::refusal::Refusal;
use loket::ledger::{DraftKey, Ledger, open};

#[test]
fn a_whole_life_is_stored_and_verified() {
    let mut desk = Desk::new();
    let a = desk.submit(1, "Siti Aminah", "0812 3456 7890");
    let b = desk.submit(2, "Budi Santoso", "+62 813 1111 2222");
    desk.finish(a);
    let before = desk.ledger.office().clone();
    let reopened = desk.another();
    assert_eq!(&before, reopened.office());
    assert!(before.file(a).is_none() && before.file(b).is_some());
    let file = desk.ledger.file(a).unwrap().unwrap();
    assert_eq!(file.app.stage, Stage::HandedOver);
    assert_eq!(desk.ledger.file_at(a, u64::MAX).unwrap().unwrap(), file);
    let verified = desk.verified();
    assert_eq!((verified.applications, verified.entries), (2, before.desk.seq));
}

#[test]
fn the_draft_goes_with_the_act_it_became() {
    let mut desk = Desk::new();
    let key = DraftKey { account: CLERK, station: "loket-1".into(), screen: "intake".into() };
    desk.ledger.put_draft(&key, b"{\"name\":1}").unwrap();
    desk.ledger.put_draft(&key, b"{\"name\":2}").unwrap();
    let other = DraftKey { screen: "check".into(), ..key.clone() };
    desk.ledger.put_draft(&other, b"{}").unwrap();
    assert_eq!(desk.another().draft(&key).unwrap().unwrap(), b"{\"name\":2}");
    let order = order(CLERK, 5);
    let refused = desk.ledger.act(&Command::EndTrouble { reason: None, advised: false }, &order, Some(&key)).unwrap();
    assert_eq!(refused, Err(Refusal::NoTrouble));
    assert!(desk.ledger.draft(&key).unwrap().is_some(), "a refusal keeps the draft");
    let submit = submission(person(1, "Siti", "08123456789"));
    desk.ledger.act(&submit, &order, Some(&key)).unwrap().unwrap();
    assert_eq!(desk.ledger.draft(&key).unwrap(), None);
    desk.ledger.drop_draft(&other).unwrap();
    assert_eq!(desk.ledger.draft(&other).unwrap(), None);
}

#[test]
fn another_desk_sees_what_was_written() {
    let mut desk = Desk::new();
    let mut other = desk.another();
    assert!(!other.refresh().unwrap());
    let a = desk.submit(1, "Siti", "08123456789");
    assert!(other.refresh().unwrap());
    assert!(!other.refresh().unwrap());
    assert_eq!(other.office(), desk.ledger.office());
    desk.finish(a);
    // The other desk decides on what is stored, not on what it last saw.
    let late = Command::Skip { app: a };
    assert_eq!(other.act(&late, &order(CLERK, 90_000), None).unwrap(), Err(Refusal::NoSuchFile));
    assert_eq!(other.office(), desk.ledger.office());
    let repeat = other.act(&submission(person(1, "Siti", "08123456789")), &order(CLERK, 91_000), None).unwrap();
    assert!(matches!(repeat, Err(Refusal::RepeatNeedsReason { .. })), "the past of a person is looked up");
    desk.submit(2, "Budi", "08123456780");
    assert!(other.act(&submission(person(3, "Cici", "08123456781")), &order(CLERK, 92_000), None).unwrap().is_ok());
    assert!(desk.ledger.refresh().unwrap());
    assert_eq!(other.office(), desk.ledger.office());
    assert_eq!(other.office().desk.last_number.as_ref().unwrap().no, 3);
}

#[test]
fn days_freeze_what_they_ended_with() {
    let mut desk = Desk::new();
    let a = desk.submit(1, "Siti", "08123456789");
    let b = desk.submit(2, "Budi", "08123456780");
    desk.finish(a);
    desk.close(day(2)).unwrap();
    let first = desk.ledger.closed_day(day(2)).unwrap().unwrap();
    assert_eq!((first.open_files.clone(), first.figures.new, first.figures.handed), (vec![b], 2, 1));
    assert_eq!(first.seq, first.upto + 1);
    desk.done(Command::OpenDay { date: day(3) });
    desk.finish(b);
    assert_eq!(desk.ledger.closed_day(day(2)).unwrap().unwrap(), first);
    assert_eq!(desk.ledger.file_at(b, first.upto).unwrap().unwrap().app.stage, Stage::Check);
    let c = desk.submit(3, "Cici", "08123456781");
    let live = desk.ledger.day_state(day(3)).unwrap().unwrap();
    desk.done(Command::OpenDay { date: day(4) });
    let ended = desk.ledger.day_state(day(3)).unwrap().unwrap();
    assert_eq!(ended, live, "a day left unclosed keeps its last state");
    assert_eq!(ended.open_files, vec![(c, Stage::Check)]);
    assert!(desk.ledger.closed_day(day(3)).unwrap().is_none());
    desk.submit(4, "Dodi", "08123456782");
    desk.close(day(3)).unwrap();
    let second = desk.ledger.closed_day(day(3)).unwrap().unwrap();
    assert_eq!((second.open_files, second.upto, second.figures), (vec![c], live.upto, live.figures));
    assert_eq!(desk.ledger.closed_days(9).unwrap(), vec![day(3), day(2)]);
    let entries = desk.ledger.day_entries(day(3), Some(second.upto)).unwrap();
    assert!(entries.iter().all(|e| e.seq > first.seq && e.seq <= second.upto) && !entries.is_empty());
    let all: usize = [2, 3, 4].iter().map(|d| desk.ledger.day_entries(day(*d), None).unwrap().len()).sum();
    assert_eq!(all as u64 + 2, desk.ledger.office().desk.seq, "genesis and first account come before any day");
    desk.verified();
    assert_eq!(open(&desk.home(), Default::default()).unwrap().office(), desk.ledger.office());
}

#[test]
fn files_are_found_by_their_keys() {
    let mut desk = Desk::new();
    let a = desk.submit(1, "Siti", "08123456789");
    desk.finish(a);
    let file = desk.ledger.file(a).unwrap().unwrap();
    for text in ["1", "0001", &file.app.number.text, &file.app.number.text.to_lowercase()] {
        assert_eq!(desk.ledger.by_number(text).unwrap().as_ref(), Some(&file), "{text}");
    }
    for text in ["", "2", "99999999999999", "0001/KTP"] {
        assert_eq!(desk.ledger.by_number(text).unwrap(), None, "{text}");
    }
    let past = desk.ledger.by_nik(nik(1)).unwrap();
    assert_eq!((past.len(), past[0].app, past[0].stage), (1, a, Stage::HandedOver));
    let (person, date) = desk.ledger.last_person(nik(1)).unwrap().unwrap();
    assert_eq!((Some(person), date), (file.person, day(2)));
    assert!(desk.ledger.last_person(nik(2)).unwrap().is_none());
    let history = desk.ledger.history(a).unwrap();
    assert_eq!(history.len(), 9);
    assert!(history.windows(2).all(|w| w[0].seq < w[1].seq));
}

#[test]
fn a_card_owed_its_activation_comes_back_to_the_desk_for_it() {
    use loket::domain::command::*;
    use loket::domain::policy::Policy;
    use loket::domain::sop::Spent;
    use loket::domain::terms::*;
    let mut desk = Desk::new();
    desk.done(Command::ChangePolicy(Box::new(Policy { hand_over_inactive: true, ..Policy::default() })));
    let app = desk.submit(1, "Siti", "08123456789");
    desk.print(app);
    desk.done(Command::HandOver(Box::new(Handover {
        apps: vec![app],
        holder: Some(app),
        recipient: None,
        old_cards: vec![OldCard::NeverHad],
        signature: Signature::Thumb,
        sheet: None,
        line: None,
        in_session: false,
        note: None,
    })));
    assert!(desk.ledger.office().file(app).is_none());
    assert!(desk.ledger.file(app).unwrap().unwrap().app.owes_activation);
    desk.done(Command::StartActivation { app });
    let job = desk.ledger.office().file(app).expect("on the desk while the job runs").app.job.as_ref().unwrap().id;
    assert_eq!(desk.another().office(), desk.ledger.office());
    assert_eq!(desk.ledger.office().census().total(), 0, "in no stock all the same");
    assert_eq!(desk.ledger.info().unwrap().open_files, 0);
    let report = ActivationReport::Activated(Spent::default());
    desk.done(Command::ReportActivation { job, report });
    assert!(desk.ledger.office().file(app).is_none());
    assert!(!desk.ledger.file(app).unwrap().unwrap().app.owes_activation);
    desk.verified();
}

#[test]
fn an_orphan_is_declared_only_when_its_run_is_dead() {
    use loket::domain::id::RunId;
    use loket::ledger::RunLock;
    let mut desk = Desk::new();
    let app = desk.submit(1, "Siti", "08123456789");
    desk.ready(app);
    desk.done(Command::StartPrint { apps: vec![app], blank: None });
    let job = desk.ledger.office().file(app).unwrap().app.job.as_ref().unwrap().id;
    let alive = RunLock::hold(&desk.home(), RunId([9; 16])).unwrap();
    assert_eq!(desk.act(Command::DeclareOrphan { job }), Err(Refusal::RunLives));
    drop(alive);
    desk.done(Command::DeclareOrphan { job });
    assert!(desk.ledger.office().file(app).unwrap().app.job.as_ref().unwrap().unknown);
}
