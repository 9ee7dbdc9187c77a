//! The office itself: who works there, which day is open and closed, and what goes on after a restore.

use super::counter::note;
use crate::generated::places::at;
use crate::harness::*;
use chrono::{Days, NaiveDate};
use loket::domain::command::{Command, Continuation, DayCount, Then};
use loket::domain::counts::Counted;
use loket::domain::event::{Event, LedgerKind};
use loket::domain::id::{AccountId, LedgerId};
use loket::domain::person::Name;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;

const NEW: AccountId = AccountId([4; 16]);

fn add(account: AccountId, initials: &str, list: &[Role]) -> Command {
    let name = Name::parse("Baru Contoh").expect("a name");
    Command::AddAccount { account, name, initials: initials.into(), roles: roles(list) }
}

/// What the desk would count of a day: it agrees with the book.
fn count(b: &Bench, date: NaiveDate) -> DayCount {
    let (upto, book) = b.office.book_end(date).expect("a day not closed");
    DayCount::agreeing(date, upto, &book)
}

#[test]
fn initials_are_two_to_four_letters_of_nobody_before() {
    let mut b = Bench::closed_office();
    let ask = |b: &Bench, initials: &str| b.ask(&add(NEW, initials, &[Role::Operator]), &b.order(SUPERVISOR)).map(drop);
    for invalid in ["", "A", "ABCDE", "A1", "A-B", "Åsa", "12"] {
        assert_eq!(ask(&b, invalid), Err(Refusal::InitialsInvalid), "{invalid:?}");
    }
    b.act(SUPERVISOR, Command::DisableAccount { account: OFFICER }).expect("gone");
    for taken in ["RC", "rc", " oc "] {
        assert_eq!(ask(&b, taken), Err(Refusal::InitialsTaken), "{taken:?}");
    }
    for free in ["AB", "ABCD"] {
        assert_eq!(ask(&b, free), Ok(()), "{free:?}");
    }
    b.act(SUPERVISOR, add(NEW, " bc ", &[Role::Operator])).expect("added");
    assert_eq!(b.office.rules.accounts[&NEW].initials, "BC", "the book is signed with them");
    assert_eq!(b.act(SUPERVISOR, add(NEW, "BD", &[Role::Operator])), Err(Refusal::AccountExists));
    assert_eq!(b.act(SUPERVISOR, add(AccountId([5; 16]), "BD", &[])), Err(Refusal::NoRoles));
}

#[test]
fn the_office_keeps_a_supervisor_who_may_work() {
    let mut b = Bench::closed_office();
    let demote = Command::SetRoles { account: SUPERVISOR, roles: roles(&[Role::Operator]) };
    let dismiss = Command::DisableAccount { account: SUPERVISOR };
    let last = Err(Refusal::LastSupervisor);
    for command in [&demote, &dismiss] {
        assert_eq!(b.act(SUPERVISOR, command.clone()), last, "the only one");
    }
    let both = Command::SetRoles { account: SUPERVISOR, roles: roles(&[Role::Operator, Role::Supervisor]) };
    b.act(SUPERVISOR, both).expect("a role more");
    b.act(SUPERVISOR, add(NEW, "KB", &[Role::Supervisor])).expect("a second one");
    b.act(SUPERVISOR, Command::DisableAccount { account: NEW }).expect("away");
    for command in [&demote, &dismiss] {
        assert_eq!(b.act(SUPERVISOR, command.clone()), last, "the other may not work");
    }
    b.act(SUPERVISOR, Command::EnableAccount { account: NEW }).expect("back");
    b.act(SUPERVISOR, dismiss).expect("the other remains");
    assert_eq!(b.act(NEW, Command::SetRoles { account: NEW, roles: roles(&[]) }), Err(Refusal::NoRoles));
    let stranger = AccountId([0xee; 16]);
    for command in [Command::EnableAccount { account: stranger }, Command::ResetAccount { account: stranger }] {
        assert_eq!(b.act(NEW, command), Err(Refusal::UnknownAccount));
    }
}

#[test]
fn days_open_forwards_and_close_in_their_order() {
    let mut b = Bench::open_office(5);
    let tuesday = monday() + Days::new(1);
    let open = |date| Command::OpenDay { date };
    let system = AccountId::SYSTEM;
    assert_eq!(b.act(system, open(monday())), Err(Refusal::DayAlreadyOpen { open: monday() }));
    let before = monday() - Days::new(1);
    assert_eq!(b.act(system, open(before)), Err(Refusal::DayAlreadyOpen { open: monday() }));
    b.act(system, open(tuesday)).expect("Tuesday");
    let later = count(&b, tuesday);
    assert_eq!(b.act(SUPERVISOR, Command::CloseDay(later)), Err(Refusal::EarlierDayFirst { date: monday() }));
    let first = count(&b, monday());
    b.act(SUPERVISOR, Command::CloseDay(first)).expect("Monday");
    let second = count(&b, tuesday);
    b.act(SUPERVISOR, Command::CloseDay(second.clone())).expect("Tuesday");
    let again = b.act(SUPERVISOR, Command::CloseDay(second.clone())).expect_err("closed already");
    let Refusal::ClosedMeanwhile { date, by, .. } = &again else { panic!("{again:?}") };
    assert_eq!((*date, by.as_str()), (tuesday, "KC"), "who closed it is told");
    let never = DayCount { date: tuesday + Days::new(1), ..second };
    assert_eq!(b.act(SUPERVISOR, Command::CloseDay(never.clone())), Err(Refusal::DayNotOpen { date: never.date }));
    for date in [monday(), tuesday] {
        assert_eq!(b.act(system, open(date)), Err(Refusal::DayWasClosed { closed: tuesday }));
    }
    b.act(system, open(tuesday + Days::new(1))).expect("Wednesday");
}

#[test]
fn no_day_is_closed_over_a_print_whose_end_is_unknown_nor_over_a_count_unexplained() {
    let (b, _) = at("X?");
    let close = Command::CloseDay(count(&b, monday()));
    assert_eq!(b.ask(&close, &b.order(SUPERVISOR)), Err(Refusal::PrintsUnresolved { n: 1 }));
    let mut b = Bench::open_office(5);
    let mut counted = count(&b, monday());
    counted.counts.blanks = 4;
    let differs = Refusal::CountUnexplained { of: Counted::Blanks, book: 5, counted: 4 };
    assert_eq!(b.ask(&Command::CloseDay(counted.clone()), &b.order(SUPERVISOR)), Err(differs));
    counted.counts.why = [(Counted::Blanks, note("rusak di kotak"))].into();
    let rec = b.act(SUPERVISOR, Command::CloseDay(counted.clone())).expect("explained").remove(0);
    let Event::DayClosed(closed) = &rec.event else { panic!("{}", rec.event.kind()) };
    assert!(closed.explained);
    let told = rec.personal.and_then(|p| p.reasons).expect("the reasons are beside the entry");
    assert_eq!(told.why, counted.counts.why);
    let mut b = Bench::open_office(5);
    let agrees = count(&b, monday());
    let rec = b.act(SUPERVISOR, Command::CloseDay(agrees)).expect("it agrees").remove(0);
    let Event::DayClosed(closed) = &rec.event else { panic!("{}", rec.event.kind()) };
    assert_eq!((closed.explained, rec.personal), (false, None));
}

#[test]
fn a_ledger_goes_on_after_the_last_number_known_on_paper() {
    let mut b = Bench::open_office(0);
    for n in 1..=3 {
        b.submit(submission(n, ReasonCode::New, Then::Queue));
    }
    let book = b.office.desk.last_number.clone().expect("three numbers");
    let on = |ledger, last| {
        let (head, lost) = ("00".repeat(32), Vec::new());
        Command::ContinueLedger(Continuation { ledger: LedgerId(ledger), head, last, lost })
    };
    let begins = |b: &Bench, last| {
        let drafts = b.ask(&on([6; 16], last), &b.order(SUPERVISOR))?;
        let Event::LedgerCreated(e) = &drafts[0].event else { panic!("{}", drafts[0].event.kind()) };
        Ok(e.last_number.clone())
    };
    assert_eq!(b.act(SUPERVISOR, on([5; 16], (2026, 3))), Err(Refusal::NothingChanges), "the same identity");
    for behind in [(2026, 2), (2026, 0), (2025, 900)] {
        assert_eq!(begins(&b, behind), Err(Refusal::NumberBehind { book: book.clone() }), "{behind:?}");
    }
    assert_eq!(begins(&b, (2026, 3)), Ok(Some(book.clone())), "the book's own number, as it was written");
    let policy = b.office.policy();
    assert_eq!(begins(&b, (2026, 9)), Ok(Some(policy.number(monday(), 9))), "given out today, on paper");
    let eve = NaiveDate::from_ymd_opt(2027, 12, 31).expect("a date");
    assert_eq!(begins(&b, (2027, 4)), Ok(Some(policy.number(eve, 4))), "of another year its last day");
    let empty = Bench::closed_office();
    assert_eq!(begins(&empty, (2026, 0)), Ok(None), "none was ever given out");
}

#[test]
fn a_ledger_is_set_up_once() {
    let mut b = Bench::closed_office();
    let create = Command::CreateLedger { ledger: LedgerId([8; 16]), kind: LedgerKind::Office, last_number: None };
    assert_eq!(b.act(AccountId::SYSTEM, create), Err(Refusal::LedgerExists));
}
