//! Tests of the agenda book and what is written from it.
mod agenda;
mod book;
mod csv;
mod day;
mod pdf;
pub(crate) mod period;
pub(crate) mod readers;
mod record;
mod sheets;
mod slip;
mod txt;
mod xlsx;

use loket::domain::book::{Book, BookInput, Closing};
use loket::domain::event::{Event, Recorded};
use loket::domain::office::File;
use loket::export::Format;
use std::path::PathBuf;

use crate::harness::Bench;

/// The entries of the bench's last office day: from its opening up to its close, or to now.
fn entries(bench: &Bench) -> Vec<Recorded> {
    let date = bench.office.desk.today.as_ref().expect("a day was opened").date;
    let opens = |rec: &&Recorded| matches!(&rec.event, Event::DayOpened(e) if e.date == date);
    let from = bench.entries.iter().find(opens).expect("an opening").seq;
    let closes = |rec: &&Recorded| matches!(&rec.event, Event::DayClosed(e) if e.date == date);
    let upto = bench.entries.iter().find(closes).map_or(u64::MAX, |rec| rec.seq - 1);
    bench.entries.iter().filter(|rec| (from..=upto).contains(&rec.seq)).cloned().collect()
}

/// Gathers what a ledger would: every open file, and every closed one the day's entries are about.
fn input(bench: &Bench, closed: Option<Closing>) -> BookInput {
    let figures = bench.office.desk.today.clone().expect("a day was opened");
    let entries = entries(bench);
    let mut files: Vec<File> = bench.office.files.values().cloned().collect();
    files.extend(BookInput::touched(&entries).iter().filter_map(|app| bench.closed.get(app)).map(|(f, _)| f.clone()));
    let mut input = BookInput {
        policy: bench.office.policy().clone(),
        accounts: bench.office.rules.accounts.clone(),
        checklists: bench.office.rules.checklists.clone(),
        simulated: false,
        date: figures.date,
        figures,
        stocks: bench.office.stocks(),
        closed,
        entries,
        files,
        numbers: Default::default(),
    };
    let named = input.named();
    input.numbers = named.into_iter().map(|app| (app, bench.app(app).number.clone())).collect();
    input
}

fn render(book: &Book, format: Format) -> Vec<u8> {
    loket::export::render(book, format).expect("every book can be written")
}

fn book(bench: &Bench) -> Book {
    Book::build(&input(bench, None))
}

/// Compares with a committed file; `LOKET_BLESS=1` writes it instead, for a person to review.
fn golden(name: &str, found: &[u8]) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "export", "golden", name].iter().collect();
    if std::env::var_os("LOKET_BLESS").is_some() {
        std::fs::write(&path, found).expect("the golden file is written");
    }
    let kept = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if kept != found {
        let (kept, found) = (text(&kept), text(found));
        let differs = kept.lines().zip(found.lines()).enumerate().find(|(_, (a, b))| a != b);
        panic!("{name} changed; first different line: {differs:#?} (LOKET_BLESS=1 writes it anew)");
    }
}
