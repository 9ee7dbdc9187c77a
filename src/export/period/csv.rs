//! A period for a spreadsheet: the agenda in the columns of the day, the report one table below the other.
//!
//! Separate from the day's file because the tables differ in their columns. Every text passes the same guard
//! (docs/adr/0006-csv-text-guard.md); numbers are plain, times in seconds or minutes as their column says.

use super::super::csv::{BOM, cell, guard, push_cells, sum};
use super::super::grid::{self, Grid};
use super::{days, number, recapitulation, span, with_unit};
use crate::domain::report::{Agenda, Line, Report, Section, Value, sections};
use crate::text::{Lang, export, report as words};

/// Most columns of numbers a table has.
const NUMBERS: usize = 10;

/// Table, row and numbers; every row as long as the longest.
pub(super) fn report(report: &Report, lang: Lang) -> Vec<u8> {
    let mut out = String::from(BOM);
    let about = [
        (words::TITLE.get(lang).to_owned(), report.policy.office.clone()),
        (words::period(lang, report.period), span(report, lang)),
        (export::DAY.get(lang).to_owned(), days(report, lang)),
    ];
    for (name, text) in about {
        put(&mut out, vec![guard(&name), guard(&text)]);
    }
    for section in sections(report) {
        table(&mut out, &section, lang);
    }
    out.into_bytes()
}

fn put(out: &mut String, mut cells: Vec<String>) {
    cells.resize(2 + NUMBERS, String::new());
    push_cells(out, &cells);
}

fn table(out: &mut String, section: &Section, lang: Lang) {
    let title = guard(words::title(section.kind).get(lang));
    let mut head = vec![title.clone(), guard(words::WHAT.get(lang))];
    head.extend((0..section.columns.len()).map(|at| guard(&with_unit(section, at, lang))));
    put(out, head);
    for line in section.lines.iter().chain(&section.total) {
        let mut cells = vec![title.clone(), guard(&words::head(lang, &line.head))];
        cells.extend(line.values.iter().map(|value| field(value, lang)));
        put(out, cells);
    }
}

fn field(value: &Value, lang: Lang) -> String {
    number(value).map_or_else(|| guard(&words::value(lang, value)), |n| n.to_string())
}

/// The columns of the day's file, with the office day before them.
pub(super) fn agenda(agenda: &Agenda, lang: Lang) -> Vec<u8> {
    let mut out = String::from(BOM);
    let names = export::CSV_COLUMNS.iter().map(|word| word.get(lang).to_owned());
    let names = std::iter::once(words::DAY.get(lang).to_owned()).chain(names);
    let head: Vec<String> = (1..).zip(names).map(|(place, name): (u32, String)| format!("{place} {name}")).collect();
    push_cells(&mut out, &head);
    for chapter in &agenda.chapters {
        let book = &chapter.book;
        let files = book.received.iter().map(|line| grid::file(book, line, lang));
        let notes = book.office.iter().map(|line| grid::office(book, line, lang));
        for row in files.chain(notes) {
            row_of(&mut out, &chapter.date.to_string(), &row);
        }
    }
    let report = &agenda.report;
    let mut sums = vec![
        (format!("{}: {}", export::OFFICE.get(lang), report.policy.office), None),
        (format!("{}: {}", words::PERIOD.get(lang), span(report, lang)), None),
        (days(report, lang), None),
    ];
    for section in recapitulation(report) {
        let lines = section.lines.iter().chain(&section.total);
        sums.extend(lines.flat_map(|line| flat(&section, line, lang)));
    }
    for (place, (label, n)) in (1..).zip(sums) {
        row_of(&mut out, "", &sum(place, &label, n));
    }
    out.into_bytes()
}

fn row_of(out: &mut String, day: &str, row: &Grid) {
    let cells = std::iter::once(day.to_owned()).chain(row.cells.iter().map(cell));
    push_cells(out, &cells.collect::<Vec<_>>());
}

/// The numbers of a row, each named in full; a row without numbers is its name alone.
fn flat(section: &Section, line: &Line, lang: Lang) -> Vec<(String, Option<i64>)> {
    let of = format!("{}: {}", words::title(section.kind).get(lang), words::head(lang, &line.head));
    if line.values.is_empty() {
        return vec![(of, None)];
    }
    let named = (0..).zip(&line.values).map(|(at, value)| match number(value) {
        Some(n) => (format!("{of}: {}", with_unit(section, at, lang)), Some(n)),
        None => (format!("{of}: {}", words::value(lang, value)), None),
    });
    named.collect()
}
