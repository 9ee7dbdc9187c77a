//! The agenda as files: a day of sixty lines and a book the size of a year, in every format.

use super::report::{Report, Times, short};
use loket::desk::day::read_book;
use loket::domain::book::Book;
use loket::domain::counts::Counts;
use loket::export::{Format, digests, render};
use loket::ledger::{Ledger as _, Options, open};
use std::path::Path;
use std::time::{Duration, Instant};

/// Lines of a busy day, and of a year of this office.
const DAY: usize = 60;
const YEAR: usize = 4_000;

pub fn run(home: &Path, size: u64, report: &mut Report) {
    let ledger = open(home, Options::default()).expect("the ledger");
    let days = ledger.closed_days(usize::MAX).expect("days");
    let date = *days.first().expect("a closed day");
    let book = read_book(&ledger, date).expect("an answer").expect("a book");
    close(home, size, report);
    for (lines, times, name) in [(DAY, 10, "a day of 60 lines"), (YEAR, 3, "a book of 4,000 lines")] {
        let book = of(&book, lines);
        for format in Format::ALL {
            let limit = match (lines, format) {
                (DAY, Format::Pdf) => ("< 50 ms", Duration::from_millis(50)),
                (DAY, _) => ("< 10 ms", Duration::from_millis(10)),
                _ => ("< 1 s", Duration::from_secs(1)),
            };
            let (mut taken, mut bytes) = (Times::default(), 0);
            for _ in 0..times {
                let began = Instant::now();
                bytes = render(&book, format).expect("a file").len();
                taken.add(began.elapsed());
            }
            let median = taken.median();
            let figure = format!("{} ({} KiB)", short(median), bytes / 1024);
            report.aim(size, &format!("{name} as {}, p50", format.code()), figure, (limit.0, median < limit.1));
        }
    }
}

/// What the close of the open day costs beside its entry: the book read, sealed and made in every format, and one more
/// time in every format to be written.
fn close(home: &Path, size: u64, report: &mut Report) {
    let mut ledger = open(home, Options::default()).expect("the ledger");
    ledger.seal_key("bench").expect("a key");
    let Some(day) = ledger.office().desk.day else { return };
    let (mut sealed, mut whole) = (Times::default(), Times::default());
    for _ in 0..10 {
        let began = Instant::now();
        let book = read_book(&ledger, day).expect("an answer").expect("a book");
        let (upto, stocks) = ledger.office().book_end(day).expect("an open day");
        let sealing = Instant::now();
        let seal = ledger.seal(day, upto, &Counts::agreeing(&stocks)).expect("an answer").expect("a seal");
        sealed.add(sealing.elapsed());
        let book = Book { seal: Some(seal.seal), ..book };
        digests(&book).expect("every format");
        Format::ALL.iter().for_each(|format| drop(render(&book, *format).expect("a file")));
        whole.add(began.elapsed());
    }
    report.note(size, "sealing a close, p50", short(sealed.median()));
    let median = whole.median();
    let aim = ("< 1 s", median < Duration::from_secs(1));
    report.aim(size, "closing a day: book, seal, every format twice, p50", short(median), aim);
}

/// The same book with so many lines in part A, numbered anew.
fn of(book: &Book, lines: usize) -> Book {
    let mut book = book.clone();
    let known = book.received.clone();
    book.received = known.iter().cycle().take(lines).cloned().collect();
    for (place, line) in (1..).zip(&mut book.received) {
        line.place = place;
    }
    book
}
