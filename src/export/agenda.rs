//! The book on paper to be signed and kept: PDF/A, a page head, numbered columns, sums carried, signatures.
//!
//! Separate from the kit, which knows paper but no book, and from the plain text, whose page is made of letters. Says
//! what the other formats say, from the same columns and sums.

use super::cells;
use super::lines;
use super::pdf::{About, Align, Carried, Cell, Column, Doc, Paper, PdfError, Row, Signature, Style, Table};
use super::recap::{self, Row as Fact, Section};
use super::table::Tally;
use crate::domain::book::{Book, Line, Part};
use crate::text::{Lang, common, export as words, paper as shared};
use chrono::NaiveTime;

/// Widths of the columns in millimetres on F4 across; narrower paper shrinks them and the letters alike.
pub(super) const WIDTHS: [f32; 18] =
    [7.0, 19.0, 15.0, 27.0, 24.0, 19.0, 18.0, 9.5, 18.0, 12.5, 12.0, 11.0, 11.0, 11.0, 18.0, 14.0, 19.0, 40.0];
const OPEN_WIDTHS: [f32; 11] = [8.0, 20.0, 17.0, 38.0, 25.0, 30.0, 11.0, 48.0, 18.0, 18.0, 72.0];
const OFFICE_WIDTHS: [f32; 5] = [8.0, 24.0, 40.0, 40.0, 193.0];
/// Letters of the tables on F4, in points.
pub(super) const LETTERS: f32 = 6.8;
/// Width of the seal's picture in millimetres.
const PICTURE: f32 = 38.0;
/// Height of the signatures and the sentence above them in millimetres.
const SIGNING: f32 = 52.0;
/// Letters of the sums.
const TEXT: Style = Style::new(8.0);
/// Columns whose sums are carried, from 0.
const PRINTED: usize = 11;
const HANDED: usize = 13;

/// The whole book on a paper laid across.
pub(super) fn write(book: &Book, paper: Paper, lang: Lang) -> Result<Vec<u8>, PdfError> {
    let title = words::TITLE.get(lang);
    let at = book.date.and_time(NaiveTime::MIN);
    let id = format!("loket:agenda:{}", book.date);
    // The code stands in the file's own title too: a reader of files finds it there.
    let code = book.seal.as_ref().map(|seal| format!(" – {}: {}", words::SEAL_CODE.get(lang), seal.code()));
    let name = format!("{title} {}{}", book.date, code.unwrap_or_default());
    let about = About { title: name, at, offset_s: book.offset_s, id };
    let mut doc = Doc::new(paper, about, lang)?;
    doc.running(&format!("{} – {title} – {}", book.policy.office, words::day(lang, book.date)));
    if let Some(seal) = &book.seal {
        doc.foot(&format!("{}: {}", words::SEAL_CODE.get(lang), seal.code()));
    }
    let warning = recap::warning(book, lang);
    if !warning.is_empty() {
        doc.banner(&warning);
    }
    doc.letterhead(&book.policy.letterhead);
    doc.title(title, &[words::day(lang, book.date)]);
    doc.text(words::STRUCK_LINES.get(lang), Style::new(7.5));
    let letters = LETTERS * (paper.inner() / Paper::F4_ACROSS.inner()).min(1.0);
    for part in [Part::A, Part::B] {
        files(&mut doc, book, part, letters, lang);
    }
    let open = book.open.iter().map(|l| Row::new(lines::open(book, l, lang)));
    others(&mut doc, Part::C, &OPEN_WIDTHS, open.collect(), letters, lang);
    let office = book.office.iter().map(|l| Row::new(lines::office(book, l, lang)));
    others(&mut doc, Part::D, &OFFICE_WIDTHS, office.collect(), letters, lang);
    sums(&mut doc, book, lang)?;
    close(&mut doc, book, lang)?;
    doc.finish()
}

pub(super) fn table<'a>(part: Part, widths: &[f32], letters: f32, lang: Lang) -> Table<'a> {
    let names = lines::names(part, lang);
    let mut columns: Vec<Column> = names.iter().zip(widths).map(|(name, width)| Column::left(name, *width)).collect();
    if let Some(place) = columns.first_mut() {
        place.align = Align::Right;
    }
    let mut table = Table::new(columns);
    table.title = words::part(part).get(lang).to_owned();
    table.numbered = true;
    table.size = letters;
    table
}

/// Part A or B.
fn files(doc: &mut Doc, book: &Book, part: Part, letters: f32, lang: Lang) {
    let files = cells::lines(book, part);
    // Sums up to and with each line.
    let mut tallies = vec![Tally::default()];
    for line in files {
        let mut tally = tallies.last().copied().unwrap_or_default();
        tally.add(Tally::of(line));
        tallies.push(tally);
    }
    let carry = |which: Carried, done: usize| carried(which, tallies.get(done).copied().unwrap_or_default(), lang);
    let mut table = table(part, &WIDTHS, letters, lang);
    table.rows = files.iter().map(|line| file(book, line, lang)).collect();
    if files.is_empty() {
        table.rows.push(nothing(WIDTHS.len(), lang));
    } else {
        table.carry = Some(&carry);
    }
    doc.table(&table);
}

/// The table of a list: the columns of the part its lines stand in.
pub(super) fn list(doc: &mut Doc, part: Part, rows: Vec<Vec<String>>, lang: Lang) {
    let widths: &[f32] = match part {
        Part::A | Part::B => &WIDTHS,
        Part::C => &OPEN_WIDTHS,
        Part::D => &OFFICE_WIDTHS,
    };
    let mut table = table(part, widths, LETTERS, lang);
    table.title = String::new();
    table.rows = rows.into_iter().map(Row::new).collect();
    if table.rows.is_empty() {
        table.rows.push(nothing(widths.len(), lang));
    }
    doc.table(&table);
}

/// Parts C and D.
fn others(doc: &mut Doc, part: Part, widths: &[f32], rows: Vec<Row>, letters: f32, lang: Lang) {
    let mut table = table(part, widths, letters, lang);
    table.rows = if rows.is_empty() { vec![nothing(widths.len(), lang)] } else { rows };
    doc.table(&table);
}

fn nothing(columns: usize, lang: Lang) -> Row {
    Row::new([Cell::new(words::EMPTY_PART.get(lang)).over(columns).aligned(Align::Centre)])
}

pub(super) fn file(book: &Book, line: &Line, lang: Lang) -> Row {
    let cells = lines::file(book, line, lang);
    let last = cells.len() - 1;
    // The place and the remark that says why stay readable.
    let struck = |at: usize| line.is_void() && at > 0 && at < last;
    Row::new(cells.into_iter().enumerate().map(|(at, text)| Cell::new(text).struck(struck(at))))
}

/// Sums under the columns they belong to.
pub(super) fn carried(which: Carried, tally: Tally, lang: Lang) -> Row {
    let word = match which {
        Carried::Forward => shared::CARRIED_FORWARD,
        Carried::Brought => shared::BROUGHT_FORWARD,
        Carried::Total => shared::TOTAL,
    };
    let what = words::so_many_lines(lang, word.get(lang), tally.lines);
    let number = |n: usize| Cell::new(n.to_string()).bold();
    Row::new([
        Cell::new(what).over(PRINTED).bold().aligned(Align::Right),
        number(tally.printed),
        Cell::new(""),
        number(tally.handed),
        Cell::new(words::voids(lang, tally.void)).over(WIDTHS.len() - HANDED - 1).bold(),
    ])
}

/// The recapitulation, in two columns of text.
fn sums(doc: &mut Doc, book: &Book, lang: Lang) -> Result<(), PdfError> {
    doc.heading(words::RECAP.get(lang));
    doc.balanced(2, |doc| {
        for section in recap::sections(book, lang) {
            doc.heading(&section.title);
            facts(doc, section, lang);
        }
        Ok(())
    })
}

/// Rows of one kind are drawn together.
fn facts(doc: &mut Doc, section: Section, lang: Lang) {
    if section.rows.is_empty() {
        return doc.text(words::EMPTY_PART.get(lang), TEXT);
    }
    if section.rows.iter().all(|row| matches!(row, Fact::Counts(..))) {
        return matrix(doc, &section.rows);
    }
    let mut equations: Vec<Row> = Vec::new();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for fact in section.rows {
        match fact {
            Fact::Equation(e) => equations.push(equation(recap::equation_parts(&e, lang), e.holds())),
            Fact::Number(label, n) => pairs.push((label, common::count(lang, n))),
            Fact::Counts(label, counts) => pairs.push((label, recap::counted(&counts))),
            Fact::Text(text) => {
                flush(doc, &mut equations, &mut pairs, lang);
                doc.text(&text, TEXT);
            }
        }
    }
    flush(doc, &mut equations, &mut pairs, lang);
}

fn equation(parts: [String; 3], holds: bool) -> Row {
    let mut row = Row::new(parts);
    row.cells.iter_mut().for_each(|cell| cell.bold = !holds);
    row
}

fn flush(doc: &mut Doc, equations: &mut Vec<Row>, pairs: &mut Vec<(String, String)>, lang: Lang) {
    if !equations.is_empty() {
        let column = |word: crate::text::Word, width| Column::left(word.get(lang), width);
        let columns = [(words::EQUATION, 32.0), (words::CALCULATION, 86.0), (words::RESULT, 28.0)];
        let mut table = Table::new(columns.into_iter().map(|(word, width)| column(word, width)).collect());
        table.size = 7.5;
        table.rows = std::mem::take(equations);
        doc.space(1.5);
        doc.table(&table);
        doc.space(1.5);
    }
    doc.pairs_in(pairs, 70.0, TEXT);
    pairs.clear();
}

/// Counts of the same names as a table.
fn matrix(doc: &mut Doc, rows: &[Fact]) {
    let mut table = Table::new(vec![Column::left("", 56.0)]);
    table.size = 7.5;
    for fact in rows {
        let Fact::Counts(label, counts) = fact else { continue };
        if table.columns.len() == 1 {
            let width = 88.0 / counts.len().max(1) as f32;
            table.columns.extend(counts.iter().map(|(name, _)| Column::right(name, width)));
        }
        let cells = std::iter::once(label.clone()).chain(counts.iter().map(|(_, n)| n.to_string()));
        table.rows.push(Row::new(cells));
    }
    doc.table(&table);
}

/// How much the book holds, its seal, and who signs: "Mengetahui," on the left, who closed the day in the middle, the
/// head of the office on the right; kept on one page, so that nobody signs one without a word of the book.
fn close(doc: &mut Doc, book: &Book, lang: Lang) -> Result<(), PdfError> {
    let place = format!("{}, {}", book.policy.place, common::date_long(lang, book.date));
    let officer = book.closed.as_ref().map(|c| cells::staff(&c.by, lang)).unwrap_or_default();
    let [a, b, c, d] = [book.received.len(), book.older.len(), book.open.len(), book.office.len()];
    doc.need(SIGNING + if book.seal.is_some() { PICTURE } else { 0.0 });
    doc.space(3.0);
    doc.text(&words::holds_lines(lang, &words::day(lang, book.date), a, b, c, d), Style::new(9.5));
    if let Some(seal) = &book.seal {
        let code = format!("{}: {}", words::SEAL_CODE.get(lang), seal.code());
        let which = format!("{} {}", words::SEAL.get(lang), seal.number());
        doc.code(&seal.note(), PICTURE, &[which, code, words::SEAL_HOW.get(lang).to_owned()])?;
    }
    doc.signatures(&[
        Signature::of(words::WITNESS.get(lang), &book.policy.witness),
        Signature { above: words::OFFICER.get(lang).to_owned(), name: officer, ..Signature::default() },
        Signature::of(&place, &book.policy.head),
    ]);
    Ok(())
}
