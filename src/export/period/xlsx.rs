//! A period as a workbook: a sheet for each table, the agenda's files on one; typed columns, filters, totals as
//! formulas.
//!
//! Separate from the day's workbook, whose parts have sheets of their own. A text is written as a string and nothing
//! else; a formula carries the result the program computed.

use super::super::grid::{self, Grid, Value as Field};
use super::super::xlsx::{FILE, FIRST, Formats, WIDTHS, formula, number as counted, page, put, time};
use super::{days, number, recapitulation, span, with_unit};
use crate::domain::report::{Agenda, Column, Head, Line, Report, Section, Value, sections};
use crate::domain::time::local;
use crate::text::{Lang, export, paper, report as words};
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{DocProperties, IgnoreError, Workbook, Worksheet, XlsxError};

/// Letters of a sheet's name at most.
const SHEET_NAME: usize = 31;
/// Widths in letters: the name of a row, a number, a sentence.
const NAME: f64 = 44.0;
const NUMBER: f64 = 13.0;
const SENTENCE: f64 = 120.0;

pub(super) fn report(report: &Report, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let all = sections(report);
    let mut workbook = begin(report, words::TITLE.get(lang), &all, lang)?;
    tables(&mut workbook, &all, lang)?;
    workbook.save_to_buffer()
}

pub(super) fn agenda(agenda: &Agenda, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let all = recapitulation(&agenda.report);
    let mut workbook = begin(&agenda.report, words::AGENDA.get(lang), &all, lang)?;
    files(workbook.add_worksheet(), agenda, lang)?;
    notes(workbook.add_worksheet(), agenda, lang)?;
    tables(&mut workbook, &all, lang)?;
    workbook.save_to_buffer()
}

/// The first sheet says what this is, and how each table is to be read.
fn begin(report: &Report, name: &str, all: &[Section], lang: Lang) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let at = time(local(report.until.0, report.until.1))?;
    let title = format!("{name} {}", report.period.code());
    workbook.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&at));
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(words::PERIOD.get(lang))?;
    sheet.set_column_width(0, NAME)?;
    sheet.set_column_width(1, SENTENCE)?;
    sheet.write_string_with_format(0, 0, name, &formats.head)?;
    sheet.write_string_with_format(0, 1, span(report, lang), &formats.head)?;
    let about = [
        (export::OFFICE.get(lang), report.policy.office.clone()),
        (export::DAY.get(lang), days(report, lang)),
        (words::AGENDA_FILE.get(lang), words::AS_AT.get(lang).to_owned()),
    ];
    let notes = all.iter().map(|s| (words::title(s.kind).get(lang), words::note(s.kind).get(lang).to_owned()));
    for (row, (name, text)) in (FIRST..).zip(about.into_iter().chain(notes)) {
        put(sheet, (row, 0), &Field::Text(name.to_owned()), &formats)?;
        put(sheet, (row, 1), &Field::Text(text), &formats)?;
    }
    page(sheet, lang)?;
    Ok(workbook)
}

fn tables(workbook: &mut Workbook, all: &[Section], lang: Lang) -> Result<(), XlsxError> {
    let formats = Formats::new();
    for (at, section) in (1..).zip(all) {
        let name = format!("{at:02} {}", words::title(section.kind).get(lang));
        let sheet = workbook.add_worksheet();
        sheet.set_name(name.chars().take(SHEET_NAME).collect::<String>().trim_end())?;
        table(sheet, section, &formats, lang)?;
    }
    Ok(())
}

/// A table with its head, its filter and its total.
fn table(sheet: &mut Worksheet, section: &Section, formats: &Formats, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_column_width(0, if section.columns.is_empty() { SENTENCE } else { NAME })?;
    sheet.write_string_with_format(0, 0, words::WHAT.get(lang), &formats.head)?;
    for (row, line) in (FIRST..).zip(&section.lines) {
        put(sheet, (row, 0), &Field::Text(words::head(lang, &line.head)), formats)?;
    }
    let last = FIRST + section.lines.len().max(1) as u32 - 1;
    for (at, column) in (0..section.columns.len()).zip(1u16..) {
        let sentence = section.columns[at] == Column::Equation;
        sheet.set_column_width(column, if sentence { SENTENCE } else { NUMBER })?;
        sheet.write_string_with_format(0, column, with_unit(section, at, lang), &formats.head)?;
        for (row, line) in (FIRST..).zip(&section.lines) {
            put(sheet, (row, column), &field(line.values.get(at), lang), formats)?;
        }
        if let Some((total, sum)) = section.total.as_ref().and_then(|t| Some((t, number(t.values.get(at)?)?))) {
            let cells = (column_number_to_name(column), FIRST + 1, last + 1);
            let text = total_of(section, total, at, cells);
            match text {
                Some(text) => formula(sheet, (last + 1, column), text, sum, formats)?,
                None => put(sheet, (last + 1, column), &Field::Number(sum), formats)?,
            }
        }
    }
    if section.total.is_some() {
        sheet.write_string_with_format(last + 1, 0, paper::TOTAL.get(lang), &formats.sum)?;
    }
    sheet.autofilter(0, 0, last, section.columns.len() as u16)?;
    page(sheet, lang)
}

fn field(value: Option<&Value>, lang: Lang) -> Field {
    match value {
        None | Some(Value::None) => Field::Empty,
        Some(value) => number(value).map_or_else(|| Field::Text(words::value(lang, value)), Field::Number),
    }
}

/// What was on hand at the beginning is the first row's, what is left the last row's; flows are added up. None where
/// the total is not made of the rows: a stretch of trouble may have two causes, and milliseconds are rounded.
fn total_of(section: &Section, total: &Line, at: usize, (column, first, last): (String, u32, u32)) -> Option<String> {
    let of_days = section.lines.iter().all(|line| matches!(line.head, Head::Day(_) | Head::Month(_)));
    match section.columns[at] {
        Column::Opening | Column::DoubtBefore if of_days => return Some(format!("={column}{first}")),
        Column::Closing | Column::Doubt if of_days => return Some(format!("={column}{last}")),
        _ => {}
    }
    let sum: i64 = section.lines.iter().filter_map(|line| number(line.values.get(at)?)).sum();
    let adds_up = total.values.get(at).and_then(number) == Some(sum);
    adds_up.then(|| format!("=SUM({column}{first}:{column}{last})"))
}

/// Every file of the period, its day before it.
fn files(sheet: &mut Worksheet, agenda: &Agenda, lang: Lang) -> Result<(), XlsxError> {
    let formats = Formats::new();
    sheet.set_name(words::AGENDA_SHEET.get(lang))?;
    let lines = agenda.chapters.iter().flat_map(|chapter| {
        let row = |line| (chapter.date, grid::file(&chapter.book, line, lang));
        chapter.book.received.iter().map(row)
    });
    let rows: Vec<(chrono::NaiveDate, Grid)> = lines.collect();
    let last = FIRST + rows.len().max(1) as u32 - 1;
    sheet.set_column_width(0, NUMBER)?;
    sheet.write_string_with_format(0, 0, words::DAY.get(lang), &formats.head)?;
    sheet.write_string_with_format(last + 1, 0, paper::TOTAL.get(lang), &formats.sum)?;
    for (row, (day, _)) in (FIRST..).zip(&rows) {
        put(sheet, (row, 0), &Field::Text(day.to_string()), &formats)?;
    }
    for (column, grid) in (1u16..).zip(FILE) {
        sheet.set_column_width(column, WIDTHS[*grid])?;
        sheet.write_string_with_format(0, column, export::CSV_COLUMNS[*grid].get(lang), &formats.head)?;
        for (row, (_, cells)) in (FIRST..).zip(&rows) {
            put(sheet, (row, column), &cells.cells[*grid], &formats)?;
        }
        let name = column_number_to_name(column);
        let cells = format!("{name}{}:{name}{}", FIRST + 1, last + 1);
        match *grid {
            grid::NUMBER => {
                formula(sheet, (last + 1, column), format!("=SUBTOTAL(3,{cells})"), rows.len() as i64, &formats)?;
            }
            grid::PRINTED_NOW | grid::HANDED_NOW | grid::VOID => {
                let sum = rows.iter().map(|(_, row)| counted(&row.cells[*grid])).sum();
                formula(sheet, (last + 1, column), format!("=SUBTOTAL(9,{cells})"), sum, &formats)?;
            }
            _ => {}
        }
    }
    let right = FILE.len() as u16;
    sheet.autofilter(0, 0, last, right)?;
    sheet.ignore_error_range(0, 0, last, right, IgnoreError::NumberStoredAsText)?;
    page(sheet, lang)
}

/// Notes of part D that lines of the agenda point at.
fn notes(sheet: &mut Worksheet, agenda: &Agenda, lang: Lang) -> Result<(), XlsxError> {
    const COLUMNS: [usize; 5] = [grid::PLACE, grid::RECEIVED, grid::NUMBER, grid::BY, grid::REMARKS];
    let formats = Formats::new();
    sheet.set_name(words::NOTES_SHEET.get(lang))?;
    sheet.set_column_width(0, NUMBER)?;
    sheet.write_string_with_format(0, 0, words::DAY.get(lang), &formats.head)?;
    for (column, grid) in (1u16..).zip(COLUMNS) {
        sheet.set_column_width(column, WIDTHS[grid])?;
        sheet.write_string_with_format(0, column, export::CSV_COLUMNS[grid].get(lang), &formats.head)?;
    }
    let lines = agenda.chapters.iter().flat_map(|c| c.book.office.iter().map(move |line| (c, line)));
    let mut last = FIRST;
    for (row, (chapter, line)) in (FIRST..).zip(lines) {
        put(sheet, (row, 0), &Field::Text(chapter.date.to_string()), &formats)?;
        let cells = grid::office(&chapter.book, line, lang);
        for (column, grid) in (1u16..).zip(COLUMNS) {
            put(sheet, (row, column), &cells.cells[grid], &formats)?;
        }
        last = row;
    }
    sheet.autofilter(0, 0, last, COLUMNS.len() as u16)?;
    page(sheet, lang)
}
