//! A period for a printer: the agenda as wide as the day's book, the report on 132 columns.
//!
//! Separate because tables of numbers are set to the right and carry a total below a rule.

use super::super::lines;
use super::super::table::{self, Block, Section as Printed, Tally, centre, pad, rule, wrap};
use super::super::txt::{Form, Heads, OFFICE_WIDTHS, Page, WIDTHS, continued, cut, file, pages, signed, title};
use super::{days, recapitulation, span};
use crate::domain::report::{Agenda, Chapter, Kind, Line, Report, Section, sections};
use crate::text::{Lang, export, report as words};
use unicode_width::UnicodeWidthStr;

/// Columns of paper of a report.
const WIDTH: usize = 132;
/// Width of a column of numbers.
const NUMBER: usize = 10;
/// Widest name of a row.
const NAME: usize = 50;

pub(super) fn report(report: &Report, lang: Lang) -> Vec<u8> {
    let printed: Vec<Printed> = sections(report).iter().map(|section| table_of(section, WIDTH, lang)).collect();
    paper(report, printed, words::TITLE.get(lang), &[], WIDTH, lang)
}

pub(super) fn agenda(agenda: &Agenda, lang: Lang) -> Vec<u8> {
    let width = Form::Wide.width();
    let mut printed = vec![files(agenda, lang)];
    printed.push(Printed {
        head: vec![export::RECAP.get(lang).to_owned(), "=".repeat(width)],
        blocks: vec![Block::plain(Vec::new())],
        carried: false,
    });
    printed.extend(recapitulation(&agenda.report).iter().map(|section| table_of(section, width, lang)));
    let notes = [words::AS_AT.get(lang), export::STRUCK_NOTE.get(lang)];
    paper(&agenda.report, printed, words::AGENDA.get(lang), &notes, width, lang)
}

fn paper(report: &Report, mut printed: Vec<Printed>, name: &str, notes: &[&str], width: usize, lang: Lang) -> Vec<u8> {
    let span = span(report, lang);
    let mut first = title(&report.policy, &[name, &span], width);
    first.push(centre(&cut(days(report, lang), width), width));
    first.extend(notes.iter().map(|note| cut((*note).to_owned(), width)));
    first.push(String::new());
    printed.push(signed(&report.policy, &[], report.last, width, lang));
    let heads = Heads { first, next: continued(&report.policy, name, &span, width) };
    pages(printed, &heads, Page::default().lines, width, lang)
}

/// Every day's files under one head, so that the column names are not said again for each day.
fn files(agenda: &Agenda, lang: Lang) -> Printed {
    let names: Vec<String> = export::COLUMNS.iter().map(|word| word.get(lang).to_owned()).collect();
    let numbers: Vec<String> = (1..=names.len()).map(|n| n.to_string()).collect();
    let mut head = vec![rule(&WIDTHS)];
    head.extend(table::row(&names, &WIDTHS));
    head.push(rule(&WIDTHS));
    head.extend(table::row(&numbers, &WIDTHS));
    head.push(rule(&WIDTHS));
    Printed { head, blocks: agenda.chapters.iter().flat_map(|chapter| day(chapter, lang)).collect(), carried: true }
}

/// A day: its name stays with its first line.
fn day(chapter: &Chapter, lang: Lang) -> Vec<Block> {
    let book = &chapter.book;
    let state = if chapter.closed { words::DAY_CLOSED } else { words::DAY_OPEN };
    let name = format!("{} – {}", export::day(lang, chapter.date), state.get(lang));
    let mut blocks: Vec<Block> = (book.received.iter())
        .map(|line| Block { lines: table::row(&file(book, line, lang), &WIDTHS), tally: Tally::of(line) })
        .collect();
    if blocks.is_empty() {
        blocks.push(Block::plain(vec![words::NO_FILES.get(lang).to_owned()]));
    }
    if let Some(first) = blocks.first_mut() {
        first.lines.insert(0, name);
    }
    let mut notes: Vec<Block> = (book.office.iter())
        .map(|line| Block::plain(table::row(&lines::office(book, line, lang), &OFFICE_WIDTHS)))
        .collect();
    if let Some(first) = notes.first_mut() {
        first.lines.insert(0, format!("{}:", words::NOTES.get(lang)));
    }
    blocks.append(&mut notes);
    blocks.push(Block::plain(vec![rule(&WIDTHS)]));
    blocks
}

/// A table with its title, the way to read it, its rows and its total.
fn table_of(section: &Section, width: usize, lang: Lang) -> Printed {
    let mut head = vec![words::title(section.kind).get(lang).to_uppercase()];
    head.extend(wrap(words::note(section.kind).get(lang), width - 2).iter().map(|line| format!("  {line}")));
    if section.columns.is_empty() || section.kind == Kind::Equations {
        return Printed { head, blocks: sentences(section, width, lang), carried: false };
    }
    let columns = section.columns.len();
    let name = width.saturating_sub(columns * (NUMBER + 1)).min(NAME);
    let wide = name + columns * (NUMBER + 1);
    let mut names = vec![words::WHAT.get(lang).to_owned()];
    names.extend(section.columns.iter().map(|column| words::column(lang, *column)));
    head.extend(row(&names, name));
    head.push("-".repeat(wide));
    let mut blocks: Vec<Block> = section.lines.iter().map(|line| Block::plain(fields(line, name, lang))).collect();
    if let Some(total) = &section.total {
        let mut lines = vec!["-".repeat(wide)];
        lines.extend(fields(total, name, lang));
        blocks.push(Block::plain(lines));
    }
    Printed { head, blocks, carried: false }
}

/// Rows that are sentences: equations, and what the proof found.
fn sentences(section: &Section, width: usize, lang: Lang) -> Vec<Block> {
    let said = |line: &Line| match line.values.first() {
        Some(value) => format!("{}: {}", words::head(lang, &line.head), words::value(lang, value)),
        None => words::head(lang, &line.head),
    };
    let indented = |text: String| {
        let lines = wrap(&text, width - 4);
        let lines = lines.iter().enumerate().map(|(at, l)| format!("{}{l}", if at == 0 { "  " } else { "    " }));
        Block::plain(lines.collect())
    };
    section.lines.iter().map(said).map(indented).collect()
}

fn fields(line: &Line, name: usize, lang: Lang) -> Vec<String> {
    let mut cells = vec![words::head(lang, &line.head)];
    cells.extend(line.values.iter().map(|value| words::value(lang, value)));
    row(&cells, name)
}

/// A name set to the left and numbers set to the right, each wrapped in its column.
fn row(cells: &[String], name: usize) -> Vec<String> {
    let wrapped: Vec<Vec<String>> =
        cells.iter().enumerate().map(|(at, cell)| wrap(cell, if at == 0 { name } else { NUMBER })).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let mut out = String::new();
        for (column, lines) in wrapped.iter().enumerate() {
            let text = lines.get(at).map_or("", String::as_str);
            if column == 0 {
                out.push_str(&pad(text, name));
            } else {
                out.push_str(&" ".repeat((NUMBER + 1).saturating_sub(text.width())));
                out.push_str(text);
            }
        }
        out.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}
