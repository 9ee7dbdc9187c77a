//! Lookings beside the book, and erasing after the term: the journal whole, the figures the same, the person gone.

use super::support::*;
use chrono::NaiveDate;
use loket::desk::day::read_book;
use loket::desk::period::read_report;
use loket::desk::purge::to_the_end;
use loket::domain::access::Access;
use loket::domain::application::Stage;
use loket::domain::command::{Command, Erasable};
use loket::domain::event::Event;
use loket::domain::id::AppId;
use loket::domain::policy::Policy;
use loket::domain::refusal::Refusal;
use loket::domain::report::Period;
use loket::domain::terms::SeenAt;
use loket::export::{Format, period, render};
use loket::ledger::{Ledger, open};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn looked(app: AppId) -> Command {
    Command::NoteAccess(vec![Access::Viewed { app, place: SeenAt::Check }])
}

fn searched(text: &str, found: Vec<AppId>) -> Command {
    Command::NoteAccess(vec![Access::Searched { query: note(text), found, more: false }])
}

#[test]
fn lookings_are_in_no_book_and_the_rows_are_the_journals() {
    let mut desk = Desk::new();
    let app = desk.submit(1, "Siti Contoh", "081266009001");
    desk.finish(app);
    let open = desk.submit(2, "Doni Contoh", "081266009002");
    let before = (desk.ledger.day_state(day(2)).unwrap(), desk.ledger.day_entries(day(2), None).unwrap());
    // An ended file is looked at too; nothing brings it back to the desk.
    for app in [app, open] {
        desk.done(looked(app));
    }
    desk.done(searched("SITI", vec![app, open]));
    let after = (desk.ledger.day_state(day(2)).unwrap(), desk.ledger.day_entries(day(2), None).unwrap());
    assert_eq!(before, after);
    assert!(desk.ledger.office().file(app).is_none());
    let kinds: Vec<_> = desk.ledger.history(app).unwrap().iter().map(|rec| rec.event.kind()).collect();
    assert_eq!(kinds.last(), Some(&"record_viewed"), "{kinds:?}");
    desk.verified();
    assert_eq!(desk.another().office(), desk.ledger.office(), "loaded and lived are the same");
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    desk.verified();
    assert_eq!(desk.another().office(), desk.ledger.office());
}

#[test]
fn looking_at_another_desk_is_no_news_and_lets_a_read_book_be_closed() {
    let mut desk = Desk::new();
    let app = desk.submit(1, "Siti Contoh", "081266009001");
    let mut other = desk.another();
    assert!(!other.refresh().unwrap());
    let state = desk.ledger.day_state(day(2)).unwrap().unwrap();
    desk.done(looked(app));
    assert!(!other.refresh().unwrap(), "a list must not be gathered anew because somebody looks");
    assert_eq!(other.office(), desk.ledger.office());
    let count = loket::domain::command::DayCount::agreeing(day(2), state.upto, &state.stocks);
    desk.done(Command::CloseDay(count));
    assert_eq!(desk.ledger.closed_day(day(2)).unwrap().unwrap().upto, state.upto);
    desk.done(looked(app));
    desk.verified();
}

#[test]
fn lookings_are_found_by_the_day_they_were_made_on_whatever_day_was_open() {
    let mut desk = Desk::new();
    let app = desk.submit(1, "Siti Contoh", "081266009001");
    desk.done(looked(app));
    // The next morning before anybody has opened the day, then in it.
    desk.now += DAY_MS;
    desk.done(looked(app));
    desk.done(Command::OpenDay { date: day(3) });
    desk.done(looked(app));
    let found = |from, to| desk.ledger.lookings(from, to).unwrap().len();
    assert_eq!([found(day(2), day(2)), found(day(3), day(3)), found(day(2), day(3))], [1, 2, 3]);
    assert_eq!(found(day(4), day(30)), 0);
}

/// Two days of files that ended, one file that goes on, and searches; then a year later.
pub fn a_year_later() -> (Desk, [AppId; 3]) {
    let mut desk = Desk::new();
    let first = desk.submit(1, "Siti Contoh", "081266009001");
    desk.finish(first);
    let waits = desk.submit(2, "Doni Contoh", "081266009002");
    desk.done(searched("SITI CONTOH", vec![first]));
    desk.close(day(2)).unwrap();
    desk.now += DAY_MS;
    desk.done(Command::OpenDay { date: day(3) });
    let second = desk.submit(3, "Marni Contoh", "081266009003");
    desk.finish(second);
    desk.done(searched("MARNI", vec![second]));
    desk.close(day(3)).unwrap();
    let policy = Policy { retention_months: 12, ..Policy::default() };
    desk.done(Command::ChangePolicy(Box::new(policy)));
    desk.now += 400 * DAY_MS;
    (desk, [first, waits, second])
}

fn person_of(desk: &Desk, app: AppId) -> bool {
    desk.ledger.file(app).unwrap().unwrap().person.is_some()
}

/// The report of the month as a spreadsheet and as text.
fn month(desk: &Desk) -> Vec<Vec<u8>> {
    let today = NaiveDate::from_ymd_opt(2027, 12, 31).unwrap();
    let report = read_report(&desk.ledger, Period::parse_month("2026-11").unwrap(), today).unwrap().unwrap();
    [Format::Csv, Format::Txt].into_iter().map(|format| period::report(&report, format).unwrap()).collect()
}

#[test]
fn what_ended_before_the_day_is_gone_and_nothing_else() {
    let (mut desk, [first, waits, second]) = a_year_later();
    let before = month(&desk);
    let order = order(CLERK, desk.now);
    assert_eq!(desk.ledger.erasable(day(3)).unwrap(), Erasable { files: 1, searches: 1 });
    desk.done(Command::OrderErasure { before: day(3) });
    to_the_end(&mut desk.ledger, &order).unwrap().unwrap();
    assert_eq!([first, waits, second].map(|app| person_of(&desk, app)), [false, true, true]);
    let mut searcher = desk.ledger.searcher().unwrap();
    for gone in ["siti", "081266009001", nik(1).as_str()] {
        assert!(searcher.find(gone, 5).unwrap().rows.is_empty(), "{gone}");
    }
    for kept in ["doni", "marni"] {
        assert_eq!(searcher.find(kept, 5).unwrap().rows.len(), 1, "{kept}");
    }
    let words = |on| desk.ledger.lookings(on, on).unwrap().iter().filter(|rec| rec.personal.is_some()).count();
    assert_eq!([words(day(2)), words(day(3))], [0, 1]);
    assert_eq!(month(&desk), before, "the figures of the month are the same to the unit");
    let verified = desk.verified();
    assert!(verified.erased >= 2, "{verified:?}");
    assert_eq!(desk.ledger.office().desk.erasing, None);
    assert_eq!(desk.act(Command::OrderErasure { before: day(3) }), Err(Refusal::NothingToErase));
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    desk.verified();
}

#[test]
fn a_day_with_erased_people_is_written_again_and_says_so() {
    let (mut desk, _) = a_year_later();
    let csv = |desk: &Desk| {
        let book = read_book(&desk.ledger, day(2)).unwrap().unwrap();
        String::from_utf8(render(&book, Format::Csv).unwrap()).unwrap()
    };
    assert!(csv(&desk).contains("Siti Contoh"));
    desk.done(Command::OrderErasure { before: day(3) });
    let order = order(CLERK, desk.now);
    to_the_end(&mut desk.ledger, &order).unwrap().unwrap();
    let after = csv(&desk);
    assert_eq!(read_book(&desk.ledger, day(2)).unwrap().unwrap().erased(), 1);
    assert!(!after.contains("Siti Contoh") && !after.contains(nik(1).as_str()), "{after}");
    assert!(after.contains("dihapus"), "{after}");
}

#[test]
fn an_erasing_that_was_killed_is_carried_on_by_the_next_run() {
    let (mut desk, [first, _, second]) = a_year_later();
    let before = day(4);
    desk.done(Command::OrderErasure { before });
    // One step, and the process is gone.
    let next = desk.ledger.erase_ended(before, AppId(0), "loket-1").unwrap();
    assert!(next.is_some());
    assert_eq!([first, second].map(|app| person_of(&desk, app)), [false, false]);
    let mut again = open(&desk.home(), Default::default()).unwrap();
    let erasing = again.office().desk.erasing.expect("the order still stands");
    assert_eq!(again.erasable(before).unwrap(), Erasable { files: 0, searches: 2 });
    let finish = Command::FinishErasure { order: erasing.order };
    let order = order(CLERK, desk.now + 1000);
    assert_eq!(again.act(&finish, &order, None).unwrap(), Err(Refusal::ErasureRuns), "not before all is gone");
    to_the_end(&mut again, &order).unwrap().unwrap();
    assert_eq!(again.office().desk.erasing, None);
    let ordered = again.entry(erasing.order).unwrap().unwrap();
    assert!(matches!(ordered.event, Event::ErasureOrdered(e) if (e.files, e.searches) == (2, 2)));
    desk.verified();
}

#[test]
fn a_file_that_went_on_after_the_day_is_kept_whole() {
    let (mut desk, [first, ..]) = a_year_later();
    // The handover was a mistake and is put right a year later: the file is on the desk again.
    desk.done(Command::OpenDay { date: NaiveDate::from_ymd_opt(2027, 12, 8).unwrap() });
    desk.done(Command::UndoHandover { app: first, note: note("salah kartu") });
    assert_eq!(desk.ledger.erasable(day(3)).unwrap().files, 0);
    let mut after = Some(AppId(0));
    while let Some(from) = after {
        after = desk.ledger.erase_ended(day(3), from, "loket-1").unwrap();
    }
    assert!(person_of(&desk, first));
    assert_eq!(desk.ledger.office().file(first).unwrap().app.stage, Stage::Ready);
    desk.verified();
}
