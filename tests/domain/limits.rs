//! Where a rule turns: the last minute, the day after, who may and who no longer may.

use super::counter::{at_operator, print, ready, ready_for, status_of_today, test};
use crate::harness::{Bench, OFFICER, OPERATOR, SUPERVISOR, monday, submission};
use chrono::Days;
use loket::domain::command::{Command, Handover, Then};
use loket::domain::id::{AccountId, AppId};
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sheets::{LINES, sheets_for};
use loket::domain::terms::*;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn cancel(b: &mut Bench, actor: AccountId, app: AppId, kind: CancelKind) -> Result<(), Refusal> {
    b.act(actor, Command::Cancel { app, kind, note: None }).map(|_| ())
}

#[test]
fn an_input_error_is_voided_by_whoever_made_it_within_the_minutes_and_later_by_a_supervisor() {
    let limit = i64::from(Bench::open_office(0).office.policy().void_minutes) * MINUTE;
    let received = || {
        let mut b = Bench::open_office(0);
        let app = b.submit(submission(1, ReasonCode::New, Then::Queue));
        (b, app)
    };
    let late = |refused: Refusal| matches!(refused, Refusal::VoidTimePassed { .. });
    let (mut b, app) = received();
    b.now += limit;
    cancel(&mut b, OFFICER, app, CancelKind::InputError).expect("still within the minutes");
    let (mut b, app) = received();
    b.now += limit + 1;
    assert!(cancel(&mut b, OFFICER, app, CancelKind::InputError).is_err_and(late), "too late for whoever made it");
    cancel(&mut b, SUPERVISOR, app, CancelKind::InputError).expect("a supervisor may");
    let (mut b, app) = received();
    assert!(cancel(&mut b, OPERATOR, app, CancelKind::InputError).is_err_and(late), "made by somebody else");
}

#[test]
fn a_returned_file_is_given_up_when_its_days_are_over_and_no_moment_before() {
    let mut b = Bench::open_office(0);
    let app = b.submit(submission(1, ReasonCode::New, Then::Return));
    let waiting = b.submit(submission(2, ReasonCode::New, Then::Queue));
    let limit = i64::from(b.office.policy().not_continued_days) * DAY;
    b.now += limit - 1;
    let early = cancel(&mut b, SUPERVISOR, app, CancelKind::NotContinued);
    assert!(matches!(early, Err(Refusal::TooEarlyToGiveUp { .. })), "{early:?}");
    b.now += 1;
    let other = cancel(&mut b, SUPERVISOR, waiting, CancelKind::NotContinued);
    assert!(matches!(other, Err(Refusal::TooEarlyToGiveUp { .. })), "only what was returned: {other:?}");
    cancel(&mut b, SUPERVISOR, app, CancelKind::NotContinued).expect("its days are over");
}

#[test]
fn a_match_prints_on_its_day_and_not_on_the_next() {
    let mut b = Bench::open_office(5);
    let app = at_operator(&mut b, 1);
    test(&mut b, app, TestOutcome::NoMatch);
    let start = Command::StartPrint { apps: vec![app], blank: None };
    assert!(b.ask(&start, &b.order(OPERATOR)).is_err(), "no match prints nothing");
    test(&mut b, app, TestOutcome::Match);
    b.ask(&start, &b.order(OPERATOR)).expect("a match of today");
    b.now += DAY;
    b.act(AccountId::SYSTEM, Command::OpenDay { date: monday() + Days::new(1) }).expect("Tuesday");
    status_of_today(&mut b, app);
    assert!(b.ask(&start, &b.order(OPERATOR)).is_err(), "a match of yesterday");
    test(&mut b, app, TestOutcome::Match);
    print(&mut b, app);
}

#[test]
fn an_old_card_is_in_the_register_only_when_it_was_taken_back() {
    let mut b = Bench::open_office(5);
    for (n, reason, old, withdrawn) in [
        (1, ReasonCode::New, OldCard::NeverHad, 0),
        (2, ReasonCode::Damaged, OldCard::Withdrawn, 1),
        (3, ReasonCode::Lost, OldCard::NoneLost, 1),
    ] {
        let app = ready_for(&mut b, n, reason);
        b.act(OPERATOR, Command::HandOver(Box::new(Handover::to_holder(app, old)))).expect("a card given");
        assert_eq!(b.office.desk.today.as_ref().expect("an open day").withdrawn, withdrawn, "card {n}");
        assert_eq!(b.office.invalid.len(), withdrawn as usize, "card {n}");
        b.assert_balanced();
    }
}

#[test]
fn a_rejected_card_is_counted_once_and_stands_in_the_register() {
    let mut b = Bench::open_office(5);
    for n in 1..=2 {
        let app = ready(&mut b, n);
        let (cause, next, note) = (RejectCause::Misprint, AfterReject::Operator, None);
        b.act(OPERATOR, Command::RejectCard { app, cause, next, note }).expect("rejected");
        assert_eq!(b.office.desk.today.as_ref().expect("an open day").rejected, n, "card {n}");
        assert_eq!(b.office.invalid.len(), n as usize, "card {n}");
        b.assert_balanced();
    }
}

#[test]
fn a_sheet_takes_its_lines_and_the_next_card_another_sheet() {
    let full = usize::from(LINES);
    for (cards, sheets) in [(0, 0), (1, 1), (full, 1), (full + 1, 2), (2 * full, 2), (2 * full + 1, 3)] {
        assert_eq!(sheets_for(cards), sheets, "{cards} cards");
    }
}

#[test]
fn the_last_blank_prints_and_none_prints_nothing() {
    let mut b = Bench::open_office(1);
    let (first, second) = (at_operator(&mut b, 1), at_operator(&mut b, 2));
    for app in [first, second] {
        test(&mut b, app, TestOutcome::Match);
    }
    print(&mut b, first);
    let start = Command::StartPrint { apps: vec![second], blank: None };
    assert_eq!(b.ask(&start, &b.order(OPERATOR)), Err(Refusal::NoBlanks));
}

#[test]
fn the_program_itself_starts_trouble_only_on_its_own_advice() {
    let b = Bench::open_office(1);
    let start = |advised| {
        let (causes, reason) = ([TroubleCause::Network].into(), None);
        b.ask(&Command::StartTrouble { causes, reason, advised }, &b.order(AccountId::SYSTEM))
    };
    assert_eq!(start(false), Err(Refusal::UnknownAccount));
    start(true).expect("what the network showed");
}
