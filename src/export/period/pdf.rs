//! A period on paper to be signed and kept: PDF/A, the tables one below the other, signatures.
//!
//! Separate from the kit, which knows paper but no report. Says what the other formats say.

use super::super::agenda as book;
use super::super::lines;
use super::super::pdf::{About, Align, Carried, Cell, Column, Doc, Paper, PdfError, Row, Signature, Style, Table};
use super::super::table::Tally;
use super::{days, recapitulation, span, warning};
use crate::domain::book::Part;
use crate::domain::report::{Agenda, Head, Kind, Line, Report, Section, sections};
use crate::domain::time::local;
use crate::text::{Lang, common, export, report as words};

/// Letters of the tables and of the notes, in points.
const LETTERS: f32 = 8.5;
const NOTE: Style = Style::new(7.5);
/// Width of a column of numbers and most of a name, in millimetres.
const NUMBER: f32 = 17.0;
const NAME: f32 = 75.0;

/// The report, upright.
pub(super) fn report(report: &Report, lang: Lang) -> Result<Vec<u8>, PdfError> {
    let mut doc = begin(report, words::TITLE.get(lang), words::REPORT_FILE.get(lang), Paper::F4, lang)?;
    for section in sections(report) {
        table(&mut doc, &section, Paper::F4, lang);
    }
    sign(&mut doc, report, lang);
    doc.finish()
}

/// The agenda, across: every day's files in one table, then the sums.
pub(super) fn agenda(agenda: &Agenda, lang: Lang) -> Result<Vec<u8>, PdfError> {
    let report = &agenda.report;
    let paper = Paper::F4_ACROSS;
    let mut doc = begin(report, words::AGENDA.get(lang), words::AGENDA_FILE.get(lang), paper, lang)?;
    doc.text(words::AS_AT.get(lang), NOTE);
    doc.text(export::STRUCK_LINES.get(lang), NOTE);
    files(&mut doc, agenda, lang);
    doc.space(5.0);
    doc.need(60.0);
    doc.title(export::RECAP.get(lang), &[]);
    for section in recapitulation(report) {
        table(&mut doc, &section, paper, lang);
    }
    sign(&mut doc, report, lang);
    doc.finish()
}

/// One table over all days, so that its sums go on from day to day.
fn files(doc: &mut Doc, agenda: &Agenda, lang: Lang) {
    let across = |text: String| Cell::new(text).over(book::WIDTHS.len());
    let mut table = book::table(Part::A, &book::WIDTHS, book::LETTERS, lang);
    table.title = String::new();
    // Sums up to and with each row.
    let mut tallies = vec![Tally::default()];
    let mut tally = Tally::default();
    for chapter in &agenda.chapters {
        let state = if chapter.closed { words::DAY_CLOSED } else { words::DAY_OPEN };
        let day = format!("{} – {}", export::day(lang, chapter.date), state.get(lang));
        let of_day = &chapter.book;
        let mut rows = vec![(Row::new([across(day).bold()]), Tally::default())];
        let files = of_day.received.iter().map(|line| (book::file(of_day, line, lang), Tally::of(line)));
        rows.extend(files);
        if of_day.received.is_empty() {
            rows.push((Row::new([across(words::NO_FILES.get(lang).to_owned())]), Tally::default()));
        }
        let notes = of_day.office.iter().map(|line| {
            let [place, at, number, by, note] = lines::office(of_day, line, lang);
            let said = format!("D-{place} · {at} · {number} · {by} · {note}");
            (Row::new([across(said)]), Tally::default())
        });
        rows.extend(notes);
        for (row, counts) in rows {
            tally.add(counts);
            tallies.push(tally);
            table.rows.push(row);
        }
    }
    let carry =
        |which: Carried, done: usize| book::carried(which, tallies.get(done).copied().unwrap_or_default(), lang);
    table.carry = Some(&carry);
    doc.table(&table);
}

/// Heads, letterhead and title; a period that may still change is marked on every page.
fn begin(report: &Report, name: &str, file: &str, paper: Paper, lang: Lang) -> Result<Doc, PdfError> {
    let (until_ms, offset_s) = report.until;
    let (at, code) = (local(until_ms, offset_s), report.period.code());
    let about = About { title: format!("{name} {code}"), at, offset_s, id: format!("loket:{file}:{code}") };
    let mut doc = Doc::new(paper, about, lang)?;
    let period = words::period(lang, report.period);
    doc.running(&format!("{} – {name} – {}", report.policy.office, span(report, lang)));
    let warning = warning(report, lang);
    if !warning.is_empty() {
        doc.banner(&warning);
    }
    doc.letterhead(&report.policy.letterhead);
    doc.title(name, &[period, days(report, lang)]);
    Ok(doc)
}

/// A table with its total in bold, and below it how it is to be read.
fn table(doc: &mut Doc, section: &Section, paper: Paper, lang: Lang) {
    if section.columns.is_empty() {
        doc.heading(words::title(section.kind).get(lang));
        for line in &section.lines {
            let style = Style::new(LETTERS);
            let wrong = matches!(line.head, Head::Discord(_) | Head::Unclosed(_));
            doc.text(&words::head(lang, &line.head), if wrong { style.bold() } else { style });
        }
        return;
    }
    let mut table = Table::new(columns(section, paper, lang));
    table.title = words::title(section.kind).get(lang).to_owned();
    table.size = LETTERS;
    table.rows = section.lines.iter().map(|line| Row::new(cells(line, lang))).collect();
    table.rows.extend(section.total.as_ref().map(|total| Row::new(cells(total, lang).into_iter().map(Cell::bold))));
    doc.table(&table);
    doc.space(0.8);
    doc.text(words::note(section.kind).get(lang), NOTE);
    doc.space(1.5);
}

fn columns(section: &Section, paper: Paper, lang: Lang) -> Vec<Column> {
    let count = section.columns.len() as f32;
    let (name, number, align) = if section.kind == Kind::Equations {
        (40.0, paper.inner() - 40.0, Align::Left)
    } else {
        let name = (paper.inner() - count * NUMBER).clamp(28.0, NAME);
        (name, ((paper.inner() - name) / count).min(NUMBER), Align::Right)
    };
    let mut all = vec![Column::left(words::WHAT.get(lang), name)];
    let titled = section.columns.iter().map(|c| Column { align, ..Column::left(&words::column(lang, *c), number) });
    all.extend(titled);
    all
}

fn cells(line: &Line, lang: Lang) -> Vec<Cell> {
    let mut cells = vec![Cell::new(words::head(lang, &line.head))];
    cells.extend(line.values.iter().map(|value| Cell::new(words::value(lang, value))));
    cells
}

/// "Mengetahui," on the left, the head of the office on the right under place and last day.
fn sign(doc: &mut Doc, report: &Report, lang: Lang) {
    let place = format!("{}, {}", report.policy.place, common::date_long(lang, report.last));
    doc.space(4.0);
    doc.signatures(&[
        Signature::of(export::WITNESS.get(lang), &report.policy.witness),
        Signature::of(&place, &report.policy.head),
    ]);
}
