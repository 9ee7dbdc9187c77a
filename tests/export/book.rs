//! The book's own sums, and that it says what happened.

use super::day::{tuesday_book, tuesday_input, worked};
use crate::harness::*;
use chrono::NaiveDate;
use loket::domain::application::Stage;
use loket::domain::book::*;
use loket::domain::figures::{Figures, Stocks, Through};
use loket::domain::status::DeferralReason;
use loket::export::Format;
use proptest::prelude::*;

fn date(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("a date")
}

#[test]
fn working_days_are_mondays_to_fridays() {
    // 2026-11-23 is a Monday.
    let from_to = |from: u32, to: u32| working_days(date(2026, 11, from), date(2026, 11, to));
    assert_eq!(from_to(23, 23), 0);
    assert_eq!(from_to(23, 24), 1);
    assert_eq!(from_to(20, 23), 1, "Friday to Monday");
    assert_eq!(from_to(20, 22), 0, "the weekend alone");
    assert_eq!(from_to(21, 23), 1, "received on a Saturday");
    assert_eq!(from_to(9, 23), 10);
    assert_eq!(from_to(24, 23), 0, "never negative");
    let mut counted = 0;
    for n in 1..=800u64 {
        let day = date(2026, 11, 23) + chrono::Days::new(n);
        counted += u32::from(!matches!(chrono::Datelike::weekday(&day), chrono::Weekday::Sat | chrono::Weekday::Sun));
        assert_eq!(working_days(date(2026, 11, 23), day), counted, "{day}");
    }
}

#[test]
fn classes_have_their_edges() {
    let ages = [0, 1, 3, 4, 7, 8, 14, 15].map(Age::of);
    use Age::*;
    assert_eq!(ages, [Today, UpTo3, UpTo3, UpTo7, UpTo7, UpTo14, UpTo14, Over14]);
    let shelf = [0, 7, 8, 30, 31, 90, 91].map(ShelfAge::of);
    assert_eq!(shelf.map(|age| ShelfAge::ALL.iter().position(|a| *a == age)), [0, 0, 1, 1, 2, 2, 3].map(Some));
}

#[test]
fn the_made_up_tuesday_adds_up_and_says_what_happened() {
    let book = tuesday_book();
    assert_eq!(book.discords(), []);
    let whats: Vec<&What> = book.received.iter().chain(&book.older).flat_map(|l| &l.remarks).map(|r| &r.what).collect();
    let said = |fits: fn(&What) -> bool| assert!(whats.iter().any(|w| fits(w)));
    said(|w| matches!(w, What::Resubmitted));
    said(|w| matches!(w, What::Spoiled(_)));
    said(|w| matches!(w, What::SecondPerson(Some(Staff::Member { .. }))));
    said(|w| matches!(w, What::Late("application_submitted")));
    said(|w| matches!(w, What::Family(Some(_))));
    assert_eq!(book.received.iter().filter(|l| l.is_void()).count(), 1);
    assert_eq!(book.received.iter().filter(|l| l.person.is_none()).count(), 1, "the erased one");
    assert_eq!(book.received.iter().filter(|l| l.collector == Some(Collector::Erased)).count(), 1);
    assert_eq!(book.older.len(), 2, "of Monday's three files, two were acted on");
    assert_eq!(book.unsigned.len(), 1, "the card handed over in the session");
    let points =
        |l: &&OfficeLine| matches!(&l.act, OfficeAct::Corrected { target, .. } if target.line == Some((Part::A, 2)));
    let correction = book.office.iter().find(points).expect("a correction pointing at A-2");
    let refers = |l: &Line| l.remarks.iter().any(|r| r.what == What::Corrected(correction.place));
    assert!(refers(&book.received[1]), "and the line points back");
}

#[test]
fn an_exemption_never_reaches_the_book() {
    let input = tuesday_input();
    let told = input.entries.iter().filter_map(|r| r.personal.as_ref()?.exemption.as_ref());
    assert!(told.into_iter().any(|n| n.as_str().contains("RAHASIA")), "the journal knows it");
    let book = Book::build(&input);
    let line = book.received.iter().find(|l| l.test == Some(TestShown::SecondPerson)).expect("the exempt one");
    assert!(line.handed.is_some());
    for format in Format::ALL {
        let Some(text) = super::readers::text(&super::render(&book, format), format) else { continue };
        let text = text.to_lowercase();
        for word in ["rahasia", "amputasi", "kecuali", "exempt", "ijazah asli"] {
            assert!(!text.contains(word), "{word} in {format:?}");
        }
    }
}

#[test]
fn a_wrong_book_is_told() {
    let mut input = tuesday_input();
    input.files.retain(|f| f.app.stage != Stage::Recorded);
    let wrong = Book::build(&input).discords();
    assert!(wrong.iter().any(|d| matches!(d, Discord::OpenFiles { .. })), "{wrong:?}");
    assert!(wrong.iter().any(|d| matches!(d, Discord::State { stage: Stage::Recorded, lines: 0, census: 1 })));
    let mut input = tuesday_input();
    input.figures.handed += 1;
    let wrong = Book::build(&input).discords();
    assert!(wrong.iter().any(|d| matches!(d, Discord::Equation { sum: Sum::Applications, .. })), "{wrong:?}");
}

#[test]
fn the_order_of_files_does_not_matter() {
    let input = tuesday_input();
    let mut turned = input.clone();
    turned.files.reverse();
    turned.files.push(input.files[0].clone());
    assert_eq!(Book::build(&input), Book::build(&turned));
}

#[test]
fn both_roles_in_one_person_are_marked() {
    let mut input = tuesday_input();
    for rec in &mut input.entries {
        rec.envelope.actor = OPERATOR;
    }
    let book = Book::build(&input);
    assert!(book.received.iter().filter(|l| l.handed.is_some()).all(|l| l.same_person));
    assert!(tuesday_book().received.iter().all(|l| !l.same_person));
}

#[test]
fn a_book_of_an_open_day_is_provisional() {
    let book = super::book(&worked().bench);
    assert!(book.closed.is_none());
    assert_eq!(book.discords(), []);
}

fn through() -> impl Strategy<Value = Through> {
    (0u32..9, 0u32..9, 0u32..9).prop_map(|(came, went, cancelled)| Through { came, went, cancelled })
}

fn stocks() -> impl Strategy<Value = Stocks> {
    prop::collection::vec(0u32..9, 11).prop_map(|n| {
        let mut stocks = Stocks { blanks: n[0], invalid: n[1], ..Stocks::default() };
        let c = &mut stocks.census;
        (c.check, c.operator, c.returned, c.recorded) = (n[2], n[3], n[4], n[5]);
        (c.printing, c.printed, c.ready) = (n[6], n[7], n[8]);
        c.deferred = [(DeferralReason::Duplicate, n[9]), (DeferralReason::Other, n[10])].into();
        stocks
    })
}

prop_compose! {
    fn figures()(opening in stocks(), n in prop::collection::vec(0u32..9, 17), d in -4i32..4,
                 returned in through(), recorded in through(), deferred in through()) -> Figures {
        let mut f = Figures::open(date(2026, 11, 24), opening);
        (f.new, f.reopened, f.handed, f.cancelled, f.good) = (n[0], n[1], n[2], n[3], n[4]);
        (f.cards_handed, f.rejected, f.cards_back, f.intents, f.spoiled) = (n[5], n[6], n[7], n[8], n[9]);
        (f.none, f.blanks_received, f.blanks_borrowed, f.blanks_lent) = (n[10], n[11], n[12], n[13]);
        (f.withdrawn, f.destroyed, f.passed_on, f.blanks_difference) = (n[14], n[15], n[16], d);
        (f.returned, f.recorded) = (returned, recorded);
        f.deferred.insert(DeferralReason::Duplicate, deferred);
        f
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(48), failure_persistence: None, ..ProptestConfig::default() })]

    /// True or not, the printed equations give both sides exactly as [`Figures::imbalances`] finds them.
    #[test]
    fn printed_equations_equal_the_figures(f in figures(), now in stocks()) {
        let printed: Vec<(i64, i64)> = equations(&f, &now).iter()
            .filter(|e| !e.holds()).map(|e| (e.left_total(), e.right_total())).collect();
        let found: Vec<(i64, i64)> = f.imbalances(&now).iter().map(|i| (i.left, i.right)).collect();
        prop_assert_eq!(printed, found);
    }

    /// Whatever the office did, its book adds up and every format can be written.
    #[test]
    fn the_book_of_any_day_adds_up(rolls in prop::collection::vec(crate::domain::props::roll(), 1..160)) {
        let mut bench = Bench::open_office(40);
        for r in rolls {
            crate::domain::props::play(&mut bench, r);
        }
        let book = super::book(&bench);
        prop_assert_eq!(book.discords(), vec![]);
        let handed = book.received.iter().chain(&book.older).filter(|l| l.handed.is_some() && l.collector.is_some()).count();
        prop_assert!(handed as u32 <= book.figures.handed);
        for format in Format::ALL {
            let bytes = super::render(&book, format);
            if matches!(format, Format::Csv | Format::Txt) {
                prop_assert!(std::str::from_utf8(&bytes).is_ok());
                prop_assert_eq!(bytes, super::render(&Book::build(&super::input(&bench, None)), format));
            }
        }
    }
}

/// The digest in the closing entry is made before that entry exists and comes out again from the journal after it.
#[test]
fn a_closed_day_is_written_again_byte_by_byte() {
    use loket::domain::command::{Command, DayCount};
    let mut day = worked();
    let closing = super::day::closing(&day);
    let before = super::input(&day.bench, Some(closing.clone()));
    let digests = loket::export::digests(&Book::build(&before)).expect("every format");
    let (date, format) = (before.date, loket::export::EXPORT_FORMAT);
    let (counts, upto) = (closing.counts.clone(), day.bench.office.desk.seq);
    let count = DayCount { date, counts, upto, digests: digests.clone(), format, sealing: None };
    day.bench.now += 60_000;
    let recorded = day.bench.act(SUPERVISOR, Command::CloseDay(count)).expect("the day closes");
    let loket::domain::event::Event::DayClosed(closed) = &recorded[0].event else { panic!("not a close") };
    assert_eq!(closed.upto, before.entries.last().expect("entries").seq);
    let again = super::input(&day.bench, Some(closing));
    assert_eq!(again.entries, before.entries);
    assert_eq!(loket::export::digests(&Book::build(&again)).expect("every format"), closed.digests);
}
