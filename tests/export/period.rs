//! Reports and agendas of a month or a year, on a real ledger: they reconcile with the closes of the days.

use super::day::{closing, worked};
use crate::cases;
use crate::domain::props::{Roll, play, roll};
use crate::harness::*;
use chrono::{Days, NaiveDate};
use loket::desk::period::{read_agenda, read_report};
use loket::domain::book::{Book, Sum};
use loket::domain::command::{Command, DayCount};
use loket::domain::counts::Counted;
use loket::domain::event::{Draft, LedgerKind};
use loket::domain::figures::Figures;
use loket::domain::person::Note;
use loket::domain::report::*;
use loket::domain::sop::Step;
use loket::domain::terms::*;
use loket::export::{Format, period};
use loket::ledger::{Ledger as _, Options, SqliteLedger, create};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MONTH: Period = Period::Month { year: 2026, month: 11 };

/// A ledger on disk with the bench's entries, through the codec, the chain and the projection.
pub(crate) struct Poured {
    _folder: tempfile::TempDir,
    pub(crate) ledger: SqliteLedger,
}

pub(crate) fn pour(bench: &Bench) -> Poured {
    let folder = tempfile::tempdir().expect("a folder");
    let setup = bench.entries[0].envelope.clone();
    let home = folder.path().join("kantor");
    let mut ledger = create(&home, LedgerKind::Demo, None, &setup, Options::default()).expect("created");
    let mut entries = bench.entries.iter().skip(1);
    let next = |_: &loket::domain::office::Office| {
        let rec = entries.next()?;
        Some((vec![Draft { event: rec.event.clone(), personal: rec.personal.clone() }], rec.envelope.clone()))
    };
    ledger.bulk("loket-1", &mut { next }).expect("filled");
    assert_eq!(ledger.office().desk.today, bench.office.desk.today, "the ledger is the bench");
    Poured { _folder: folder, ledger }
}

fn day_of_november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
}

fn after() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date")
}

/// Monday and Tuesday of `day`, both closed.
pub(crate) fn two_days() -> Bench {
    let mut day = worked();
    let closing = closing(&day);
    let bench = &mut day.bench;
    let date = bench.office.desk.day.expect("Tuesday");
    let agreeing = DayCount::agreeing(date, bench.office.desk.seq, &bench.office.stocks());
    let count = DayCount { counts: closing.counts, ..agreeing };
    bench.act(SUPERVISOR, Command::CloseDay(count)).expect("closed");
    day.bench
}

fn month(bench: &Bench) -> Report {
    read_report(&pour(bench).ledger, MONTH, after()).expect("read").expect("a month")
}

/// The closes of the days, added up here by hand.
fn summed(ledger: &SqliteLedger, of: impl Fn(&Figures) -> i64) -> i64 {
    let (first, last) = (day_of_november(1), NaiveDate::from_ymd_opt(2027, 12, 31).expect("a date"));
    let mut sum = 0;
    let mut date = first;
    while date <= last {
        sum += ledger.day_state(date).expect("read").map_or(0, |day| of(&day.figures));
        date = date + Days::new(1);
    }
    sum
}

#[test]
fn a_month_is_the_sum_of_its_days_and_says_what_happened() {
    let bench = two_days();
    let report = month(&bench);
    assert_eq!(report.discords, []);
    assert!(report.settled && report.unclosed.is_empty());
    assert_eq!((report.whole.days, report.slices.len()), (2, 2));
    let [monday, tuesday] = &report.slices[..] else { panic!("two days") };
    assert_eq!(report.whole.figures.new, monday.figures.new + tuesday.figures.new);
    assert_eq!(report.whole.figures.opening, monday.figures.opening, "the opening is the first day's");
    assert_eq!(report.whole.stocks, tuesday.stocks, "and the closing the last day's");
    let count = |of: fn(&ByReason) -> u32| report.reasons.values().map(of).sum::<u32>();
    assert_eq!(count(|r| r.new), report.whole.figures.new);
    assert_eq!(report.lead.files(), report.whole.figures.handed);
    for row in report.reasons.values() {
        let came = i64::from(row.opening + row.new + row.reopened) + i64::from(row.changed);
        assert_eq!(came, i64::from(row.handed + row.cancelled + row.closing), "{row:?}");
    }
    assert_eq!(report.trouble.by_cause[&TroubleCause::Network].0, report.trouble.total.0);
    assert!(report.trouble.total.0 >= 47 * 60_000, "{:?}", report.trouble);
    let printer = &report.devices.0[&(Machine::Printer, Some("attested".into()))];
    assert_eq!((printer.failed[&Failure::Spoiled(SpoilCause::Ribbon)], printer.acts), (1, printer.good + 1));
    let miscounts: Vec<_> =
        report.miscounts.iter().map(|m| (m.differs.of, m.differs.book - m.differs.counted)).collect();
    assert_eq!(miscounts, [(Counted::Blanks, 1)]);
    let missing: u32 = report.missing.iter().map(|(_, n)| n).sum();
    assert!(missing > 0 && report.whole.figures.returned.came > 0);
}

#[test]
fn trouble_overnight_counts_while_the_days_were_open_and_only_once() {
    let mut bench = Bench::open_office(10);
    bench.now = 60_000;
    let start = Command::StartTrouble {
        causes: [TroubleCause::Power].into(),
        reason: Note::parse("listrik padam").ok(),
        advised: false,
    };
    bench.act(OPERATOR, start).expect("trouble");
    bench.now = 3_600_000;
    bench.act(OFFICER, Command::SendAway { why: SentAway::Closed }).expect("sent away");
    bench.now = 24 * 3_600_000;
    bench.act(OFFICER, Command::OpenDay { date: monday() + Days::new(1) }).expect("Tuesday");
    bench.now += 1_800_000;
    bench.act(OPERATOR, Command::EndTrouble { reason: None, advised: false }).expect("over");
    let report = month(&bench);
    assert_eq!(report.trouble.by_cause[&TroubleCause::Power], (3_540_000 + 1_800_000, 2));
    assert_eq!(report.unclosed, [monday(), monday() + Days::new(1)], "gaps are listed");
    assert!(!report.settled);
    assert_eq!(report.discords, []);
}

fn days(ledger: &SqliteLedger) -> Vec<Day> {
    ledger.days(day_of_november(1), day_of_november(30)).expect("days")
}

/// The report of days that may have been tampered with.
fn rebuilt(ledger: &SqliteLedger, days: Vec<Day>) -> Report {
    let mut builder = Builder::new(MONTH, true, Vec::new());
    for day in days {
        let (date, upto) = (day.date, day.upto);
        builder.day(day);
        let mut told = |rec| {
            if let Some(app) = builder.needs(&rec) {
                builder.admit(ledger.file_at(app, rec.seq - 1)?.expect("known"));
            }
            builder.entry(&rec);
            Ok(())
        };
        ledger.each_entry(date, upto, &mut told).expect("read");
    }
    builder.finish(&ledger.office().rules).expect("a report")
}

#[test]
fn a_tampered_day_is_named_with_what_was_changed() {
    let poured = pour(&two_days());
    let honest = rebuilt(&poured.ledger, days(&poured.ledger));
    assert_eq!(honest.discords, []);
    let mut wrong = days(&poured.ledger);
    wrong[1].figures.spoiled += 1;
    let told = rebuilt(&poured.ledger, wrong).discords;
    let (date, figure) = (day_of_november(24), "spoiled".to_owned());
    assert!(told.contains(&Discord::Recount { date, figure }), "{told:?}");
    assert!(told.iter().any(|d| matches!(d, Discord::Day { sum: Sum::Prints, .. })), "{told:?}");
    assert!(told.iter().any(|d| matches!(d, Discord::Span { sum: Sum::Blanks, .. })), "{told:?}");
    // A lost blank between two days, booked away on both sides.
    let mut wrong = days(&poured.ledger);
    wrong[1].figures.opening.blanks -= 1;
    wrong[1].stocks.blanks -= 1;
    let told = rebuilt(&poured.ledger, wrong).discords;
    let lost = |d: &Discord| matches!(d, Discord::Chain { stock: Stock::Blanks, closing, opening, .. } if *closing == opening + 1);
    assert!(told.iter().any(lost), "{told:?}");
    let mut wrong = days(&poured.ledger);
    wrong.remove(0);
    assert!(!rebuilt(&poured.ledger, wrong).discords.is_empty(), "a day left out is noticed");
}

#[test]
fn an_agenda_has_every_file_of_every_day_as_it_stands_at_the_end() {
    let poured = pour(&two_days());
    let agenda = read_agenda(&poured.ledger, MONTH, after()).expect("read").expect("a month");
    assert_eq!(agenda.report.discords, []);
    let numbers: Vec<u32> = agenda.chapters.iter().flat_map(|c| &c.book.received).map(|line| line.number.no).collect();
    assert_eq!(numbers, (1..=agenda.report.whole.figures.new).collect::<Vec<_>>(), "gapless, in order");
    let monday = &agenda.chapters[0].book.received;
    assert!(monday.iter().any(|line| line.handed.is_some_and(|at| at.date() == day_of_november(24))));
    // One file taken from a day is named.
    let Agenda { report, mut chapters } = agenda;
    chapters[0].book.received.pop();
    let wrong = Agenda::new(report, chapters).report.discords;
    assert!(matches!(wrong[..], [Discord::Lines { lines: 2, new: 3, .. }]), "{wrong:?}");
}

#[test]
fn a_period_without_days_is_none_and_one_not_over_is_provisional() {
    let poured = pour(&two_days());
    let ledger = &poured.ledger;
    let december = Period::parse_month("2026-12").expect("a month");
    assert!(read_report(ledger, december, after()).expect("read").is_none());
    assert!(read_agenda(ledger, Period::Year(2025), after()).expect("read").is_none());
    let during = read_report(ledger, MONTH, day_of_november(30)).expect("read").expect("a month");
    assert!(!during.settled && during.unclosed.is_empty());
    assert_eq!(period::file_name(period::Paper::Report, MONTH, false, Format::Csv), "sementara-laporan-2026-11.csv");
    assert_eq!(period::file_name(period::Paper::Agenda, MONTH, true, Format::Txt), "agenda-2026-11.txt");
    for wrong in ["2026-13", "2026-00", "26-11", "2026-1", "2026", "+026-11", "2026-11-01"] {
        assert_eq!(Period::parse_month(wrong), None, "{wrong}");
    }
    assert_eq!(Period::parse_year("2026"), Some(Period::Year(2026)));
    assert_eq!(Period::parse_month("2026-02").and_then(Period::last), NaiveDate::from_ymd_opt(2026, 2, 28));
    assert_eq!(Period::parse_month("2026-12").map(Period::next), Period::parse_month("2027-01"));
    assert_eq!(Period::parse_month("2026-01").map(Period::previous), Period::parse_month("2025-12"));
}

/// The naive nearest rank and median, on a copy sorted here.
fn naive(mut times: Vec<u32>) -> (Option<u32>, Option<u32>) {
    times.sort_unstable();
    if times.is_empty() {
        return (None, None);
    }
    let n = times.len();
    let median = (u64::from(times[(n - 1) / 2]) + u64::from(times[n / 2])) / 2;
    let p90 = times.iter().copied().find(|t| times.iter().filter(|o| *o <= t).count() * 10 >= n * 9);
    (u32::try_from(median).ok(), p90)
}

/// Plays days of rolls, closing each where the office may.
fn lived(days: &[Vec<Roll>]) -> Bench {
    let mut bench = Bench::open_office(40);
    for (n, rolls) in (0u64..).zip(days) {
        if n > 0 {
            bench.now = i64::try_from(n).expect("few") * 9 * 24 * 3_600_000;
            bench.act(OFFICER, Command::OpenDay { date: monday() + Days::new(9 * n) }).expect("the next day");
        }
        rolls.iter().for_each(|r| play(&mut bench, *r));
        let date = monday() + Days::new(9 * n);
        let count = DayCount::agreeing(date, bench.office.desk.seq, &bench.office.stocks());
        // A print in doubt, or an earlier day not closed: this one stays open and is a gap.
        let _ = bench.act(SUPERVISOR, Command::CloseDay(count));
    }
    bench
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases(16)) })]

    #[test]
    fn whatever_was_done_the_report_is_the_sum_of_the_closes(
        days in prop::collection::vec(prop::collection::vec(roll(), 0..80), 1..7),
    ) {
        let bench = lived(&days);
        let poured = pour(&bench);
        let ledger = &poured.ledger;
        let mut whole = Vec::new();
        for year in [2026, 2027] {
            whole.extend(read_report(ledger, Period::Year(year), after()).expect("read"));
        }
        let months: Vec<Report> = (11..=14u32)
            .filter_map(|n| {
                let period = Period::Month { year: 2026 + i32::from(n > 12), month: (n - 1) % 12 + 1 };
                read_report(ledger, period, after()).expect("read")
            })
            .collect();
        for of in [&whole, &months] {
            for report in of {
                prop_assert_eq!(&report.discords, &vec![]);
            }
            let sum = |f: fn(&Figures) -> u32| of.iter().map(|r| i64::from(f(&r.whole.figures))).sum::<i64>();
            for f in [
                (|f| f.new) as fn(&Figures) -> u32, |f| f.handed, |f| f.cancelled, |f| f.reopened, |f| f.good,
                |f| f.spoiled, |f| f.none, |f| f.rejected, |f| f.intents, |f| f.withdrawn, |f| f.visits,
                |f| f.returned.came, |f| f.returned.went, |f| f.deferred.values().map(|t| t.came).sum(), |f| f.came(),
                |f| f.blanks_received, |f| f.blanks_lent,
            ] {
                prop_assert_eq!(sum(f), summed(ledger, |figures| i64::from(f(figures))));
            }
            let leads: u32 = of.iter().map(|r| r.lead.files()).sum();
            prop_assert_eq!(i64::from(leads), summed(ledger, |f| i64::from(f.handed)));
        }
        for report in &months {
            let inside = bench.entries.iter().filter(|rec| report.period.contains(rec.envelope.stamp.date()));
            let mut times: BTreeMap<Step, Vec<u32>> = BTreeMap::new();
            for (step, spent) in inside.filter_map(|rec| rec.event.spent()).filter(|(_, spent)| spent.measured) {
                times.entry(step).or_default().push(spent.work_ms);
            }
            for (step, of) in &report.steps {
                let all = times.remove(step).unwrap_or_default();
                prop_assert_eq!((of.work.median(), of.work.p90()), naive(all));
            }
        }
    }
}

/// Every number of a table as the report has it: table, row, column and number.
fn numbers(report: &Report) -> Vec<i64> {
    let mut all = Vec::new();
    for section in sections(report) {
        for line in section.lines.iter().chain(&section.total) {
            all.extend(line.values.iter().filter_map(|value| match value {
                Value::Count(n) => Some(*n),
                Value::Time(ms) => Some((ms / 1000) as i64),
                Value::Minutes(m) => Some(*m as i64),
                _ => None,
            }));
        }
    }
    all
}

#[test]
fn every_format_has_the_same_totals_as_the_closes() {
    let poured = pour(&two_days());
    let report = read_report(&poured.ledger, MONTH, after()).expect("read").expect("a month");
    let csv = String::from_utf8(period::report(&report, Format::Csv).expect("made")).expect("UTF-8");
    let rows: Vec<Vec<String>> = (csv.trim_start_matches('\u{FEFF}').lines())
        .map(|line| line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).expect("every cell is quoted"))
        .map(|line| line.split("\";\"").map(str::to_owned).collect())
        .collect();
    let odd = rows.iter().find(|row| row.len() != 12);
    assert_eq!(odd, None, "every row is as long");
    let written: Vec<i64> = rows.iter().flat_map(|row| &row[2..]).filter_map(|cell| cell.parse().ok()).collect();
    assert_eq!(written, numbers(&report));
    let total = rows.iter().find(|row| row[0] == "Arus berkas" && row[1] == "jumlah").expect("a total");
    assert_eq!(total[3], summed(&poured.ledger, |f| i64::from(f.new)).to_string());
    assert_eq!(total[5], summed(&poured.ledger, |f| i64::from(f.handed)).to_string());
    let txt = String::from_utf8(period::report(&report, Format::Txt).expect("made")).expect("UTF-8");
    let flow = txt.lines().skip_while(|line| *line != "ARUS BERKAS");
    let total = flow.into_iter().find(|line| line.starts_with("jumlah")).expect("a total");
    let total: Vec<&str> = total.split_whitespace().skip(1).collect();
    let f = &report.whole.figures;
    assert_eq!(total[1..4], [f.new, f.reopened, f.handed].map(|n| n.to_string()), "{txt}");
    assert!(txt.lines().all(|line| line.chars().count() <= 132), "no line is wider than the paper");
    assert!(!csv.contains(";\"="), "no cell begins a formula");
}

#[test]
fn months_are_written_as_golden() {
    let poured = pour(&two_days());
    let agenda = read_agenda(&poured.ledger, MONTH, after()).expect("read").expect("a month");
    let year = read_report(&poured.ledger, Period::Year(2026), after()).expect("read").expect("a year");
    for format in Format::ALL {
        let made = || period::agenda(&agenda, format).expect("made");
        let (book, report) = (made(), period::report(&agenda.report, format).expect("made"));
        assert_eq!(book, made(), "the same bytes");
        if matches!(format, Format::Pdf | Format::Xlsx) {
            continue;
        }
        super::golden(&format!("month.{}", format.code()), &book);
        super::golden(&format!("month-report.{}", format.code()), &report);
    }
    super::golden("year-report.txt", &period::report(&year, Format::Txt).expect("made"));
}

#[test]
fn nobody_is_named_in_a_report() {
    let report = month(&two_days());
    let named: Vec<String> = Format::ALL
        .into_iter()
        .filter(|format| matches!(format, Format::Csv | Format::Txt))
        .map(|format| String::from_utf8(period::report(&report, format).expect("made")).expect("UTF-8"))
        .collect();
    for text in named {
        for word in ["CONTOH", "Register", "Operator Contoh", "Kasi Contoh", "137401", "137402", "0812", "RAHASIA"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}

/// The books of the days and the report are built from the same ledger and agree line by line.
#[test]
fn the_report_agrees_with_the_books_of_its_days() {
    let poured = pour(&two_days());
    let books: Vec<Book> = [23, 24]
        .map(|day| loket::desk::day::read_book(&poured.ledger, day_of_november(day)).expect("read").expect("a book"))
        .into();
    let report = read_report(&poured.ledger, MONTH, after()).expect("read").expect("a month");
    for (slice, book) in report.slices.iter().zip(&books) {
        assert_eq!(slice.figures.new as usize, book.received.len());
        assert_eq!(slice.stocks, book.stocks);
    }
    let stuck = &books[1].stuck;
    assert_eq!(&report.stuck, stuck, "stuck and why at the end is the last book's");
}
