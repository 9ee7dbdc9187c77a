//! A period on paper to be signed and kept: PDF/A, the tables one below the other, signatures.
//!
//! Separate from the kit, which knows paper but no report. Says what the other formats say.

use super::super::pdf::{About, Align, Cell, Column, Doc, Paper, PdfError, Row, Signature, Style, Table};
use super::{days, span};
use crate::domain::report::{Head, Kind, Line, Report, Section, sections};
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

/// Heads, letterhead and title; a period that may still change is marked on every page.
pub(super) fn begin(report: &Report, name: &str, file: &str, paper: Paper, lang: Lang) -> Result<Doc, PdfError> {
    let (until_ms, offset_s) = report.until;
    let (at, code) = (local(until_ms, offset_s), report.period.code());
    let about = About { title: format!("{name} {code}"), at, offset_s, id: format!("loket:{file}:{code}") };
    let mut doc = Doc::new(paper, about, lang)?;
    let period = words::period(lang, report.period);
    doc.running(&format!("{} – {name} – {}", report.policy.office, span(report, lang)));
    if !report.settled {
        doc.banner(words::PROVISIONAL.get(lang));
    }
    doc.letterhead(&report.policy.letterhead);
    doc.title(name, &[period, days(report, lang)]);
    Ok(doc)
}

/// A table with its total in bold, and below it how it is to be read.
pub(super) fn table(doc: &mut Doc, section: &Section, paper: Paper, lang: Lang) {
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
pub(super) fn sign(doc: &mut Doc, report: &Report, lang: Lang) {
    let place = format!("{}, {}", report.policy.place, common::date_long(lang, report.last));
    doc.space(4.0);
    doc.signatures(&[
        Signature::of(export::WITNESS.get(lang), &report.policy.witness),
        Signature::of(&place, &report.policy.head),
    ]);
}
