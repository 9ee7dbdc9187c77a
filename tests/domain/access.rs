//! Looking and forgetting: who may look how, that looking moves nothing, and when data may be erased.

use super::props::{Roll, pick};
use crate::harness::*;
use chrono::{Days, NaiveDate};
use loket::domain::access::{Access, MOST, Whose};
use loket::domain::command::*;
use loket::domain::counts::Counted;
use loket::domain::event::Event;
use loket::domain::id::{AccountId, AppId};
use loket::domain::person::Note;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;

fn query(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

/// A looking of any kind by anybody, for the generator.
pub(super) fn command(b: &Bench, r: Roll) -> (AccountId, Command) {
    let app = AppId(u64::from(r.which));
    let access = match r.b % 5 {
        0 => Access::Viewed { app, place: pick(SeenAt::ALL, r.a) },
        1 => Access::Searched { query: query("SITI"), found: vec![app], more: r.a.is_multiple_of(2) },
        2 => Access::Listed { date: b.office.desk.day.unwrap_or(monday()) },
        3 => Access::Printed { slip: pick(SlipOf::ALL, r.a), apps: vec![app], copy: r.a.is_multiple_of(2) },
        _ => exported(pick(Taken::ALL, r.a)),
    };
    (pick(&[OFFICER, OPERATOR, SUPERVISOR], r.a / 8), Command::NoteAccess(vec![access]))
}

fn exported(what: Taken) -> Access {
    Access::Exported { what, from: Some(monday()), to: Some(monday()), format: "csv".into(), outlet: Outlet::File }
}

#[test]
fn looking_moves_nothing_and_leaves_the_book_where_it_ended() {
    let mut b = Bench::open_office(5);
    let app = b.submit(submission(1, ReasonCode::Lost, Then::Queue));
    let (before, end) = (b.office.clone(), b.office.book_end(monday()).expect("a book").0);
    let look = |place| Command::NoteAccess(vec![Access::Viewed { app, place }]);
    for place in SeenAt::ALL {
        b.act(OPERATOR, look(*place)).expect("a looking");
    }
    assert_eq!(b.office.desk.looks, SeenAt::ALL.len() as u64);
    assert_eq!(b.office.book_end(monday()).expect("a book").0, end);
    let mut office = b.office.clone();
    (office.desk.seq, office.desk.looks) = (before.desk.seq, 0);
    assert_eq!(office, before, "nothing else has changed");
    // The close counts the book as it was read before somebody looked.
    let mut count = DayCount::agreeing(monday(), end, &b.office.stocks());
    count.counts.why = [(Counted::Blanks, query("dihitung"))].into();
    b.act(SUPERVISOR, Command::CloseDay(count)).expect("a close");
    assert_eq!(b.office.desk.looks, 0, "an act ends the run of lookings");
}

#[test]
fn looking_needs_no_open_day() {
    let mut b = Bench::closed_office();
    let look = Access::Viewed { app: AppId(7), place: SeenAt::History };
    b.act(OFFICER, Command::NoteAccess(vec![look])).expect("a looking");
}

#[test]
fn what_leaves_the_program_is_asked_by_role_whatever_comes_with_it() {
    let b = Bench::open_office(5);
    let view = Access::Viewed { app: AppId(7), place: SeenAt::Check };
    let both = Command::NoteAccess(vec![view, exported(Taken::Access)]);
    let refused = b.ask(&both, &b.order(OPERATOR));
    assert!(matches!(refused, Err(Refusal::RoleMissing { needs: &[Role::Supervisor] })), "{refused:?}");
    assert_eq!(b.ask(&both, &b.order(SUPERVISOR)).map(|drafts| drafts.len()), Ok(2));
    assert_eq!(b.ask(&Command::NoteAccess(Vec::new()), &b.order(OFFICER)), Err(Refusal::NothingChanges));
    let many = vec![Access::Listed { date: monday() }; MOST + 1];
    let refused = b.ask(&Command::NoteAccess(many), &b.order(OFFICER));
    assert_eq!(refused, Err(Refusal::TooMany { limit: MOST }));
}

#[test]
fn what_was_typed_into_a_search_is_beside_the_entry_and_not_in_it() {
    let b = Bench::open_office(5);
    let search = Access::Searched { query: query("SITI CONTOH"), found: vec![AppId(7)], more: false };
    let drafts = b.ask(&Command::NoteAccess(vec![search]), &b.order(OFFICER)).expect("a looking");
    let body = String::from_utf8(drafts[0].event.body()).expect("a body");
    assert!(!body.contains("SITI"), "{body}");
    assert_eq!(drafts[0].personal.as_ref().and_then(|p| p.note.clone()), Some(query("SITI CONTOH")));
}

/// An office whose policy keeps data for a year, on its Monday.
fn keeping(months: u32) -> Bench {
    let mut b = Bench::closed_office();
    let policy = Policy { retention_months: months, ..Policy::default() };
    b.act(SUPERVISOR, Command::ChangePolicy(Box::new(policy))).expect("a policy");
    b.erasable = Erasable { files: 3, searches: 2 };
    b
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

#[test]
fn only_what_the_policy_lets_go_of_is_erased_and_only_by_the_supervisor() {
    let order = |before| Command::OrderErasure { before };
    let (year_ago, b) = (date(2025, 11, 23), keeping(12));
    let ask = |b: &Bench, actor, command: &Command| b.ask(command, &b.order(actor)).map(|drafts| drafts.len());
    assert_eq!(ask(&b, SUPERVISOR, &order(year_ago)), Ok(1));
    for actor in [OFFICER, OPERATOR] {
        assert!(matches!(ask(&b, actor, &order(year_ago)), Err(Refusal::RoleMissing { .. })));
    }
    let day_after = order(year_ago + Days::new(1));
    assert_eq!(ask(&b, SUPERVISOR, &day_after), Err(Refusal::KeptStill { latest: year_ago }));
    assert_eq!(ask(&keeping(0), SUPERVISOR, &order(year_ago)), Err(Refusal::RetentionUnset));
    let mut none = keeping(12);
    none.erasable = Erasable::default();
    assert_eq!(ask(&none, SUPERVISOR, &order(year_ago)), Err(Refusal::NothingToErase));
}

#[test]
fn no_day_is_erased_before_it_is_closed() {
    let mut b = keeping(1);
    let (first, second) = (date(2026, 9, 1), date(2026, 9, 2));
    b.act(AccountId::SYSTEM, Command::OpenDay { date: first }).expect("a day");
    let order = |before| Command::OrderErasure { before };
    let refused = b.ask(&order(second), &b.order(SUPERVISOR));
    assert_eq!(refused, Err(Refusal::EarlierDayFirst { date: first }));
    b.act(AccountId::SYSTEM, Command::OpenDay { date: second }).expect("another day");
    assert_eq!(b.ask(&order(second), &b.order(SUPERVISOR)), Err(Refusal::EarlierDayFirst { date: first }));
    b.ask(&order(first), &b.order(SUPERVISOR)).expect("what ended before both days");
}

#[test]
fn an_erasure_is_finished_once_and_only_when_nothing_is_left() {
    let mut b = keeping(12);
    let before = date(2025, 1, 1);
    let ordered = b.act(SUPERVISOR, Command::OrderErasure { before }).expect("an order");
    assert!(matches!(&ordered[0].event, Event::ErasureOrdered(e) if (e.files, e.searches) == (3, 2)));
    let order = ordered[0].seq;
    assert_eq!(b.act(SUPERVISOR, Command::OrderErasure { before }), Err(Refusal::ErasureRuns));
    assert_eq!(b.act(AccountId::SYSTEM, Command::FinishErasure { order }), Err(Refusal::ErasureRuns));
    b.erasable = Erasable::default();
    assert_eq!(b.act(SUPERVISOR, Command::FinishErasure { order: order + 1 }), Err(Refusal::NoSuchJob));
    b.act(AccountId::SYSTEM, Command::FinishErasure { order }).expect("the end");
    assert_eq!(b.office.desk.erasing, None);
    assert_eq!(b.act(SUPERVISOR, Command::FinishErasure { order }), Err(Refusal::NoSuchJob));
}

#[test]
fn a_person_is_seen_in_their_files_and_in_the_lists_of_their_days() {
    let mut b = Bench::open_office(5);
    let app = b.submit(submission(1, ReasonCode::Lost, Then::Queue));
    let whose = Whose { apps: vec![app], first: monday(), last: monday() };
    let mut seen = |access: Access| {
        let entries = b.act(SUPERVISOR, Command::NoteAccess(vec![access])).expect("a looking");
        whose.seen_in(&entries[0])
    };
    let other = AppId(999);
    assert!(seen(Access::Viewed { app, place: SeenAt::Check }));
    assert!(!seen(Access::Viewed { app: other, place: SeenAt::Check }));
    let search = |found| Access::Searched { query: query("S"), found, more: false };
    assert!(seen(search(vec![other, app])) && !seen(search(vec![other])));
    assert!(seen(exported(Taken::Agenda)) && !seen(exported(Taken::Report)));
    assert!(seen(Access::Listed { date: monday() }));
    assert!(!seen(Access::Listed { date: monday() - Days::new(1) }));
}
