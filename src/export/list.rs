//! The list behind a number of a day, on paper: to work from in the evening, or when the counter is dark.
//!
//! Separate from the book, which is a record: a list is nobody's signature and holds no NIK in full (counter practice
//! 16 and 23). Its lines are those of the book.

use super::agenda as paper_book;
use super::lines;
use super::pdf::{About, Doc, Paper, Style};
use super::recap;
use super::txt::{self, Form, Heads, Page};
use super::{BOOK_LANG, ExportError, Format};
use crate::domain::book::{Behind, Book, Part};
use crate::text::{Lang, book as book_words, common, export as words};
use chrono::NaiveTime;

/// Column of the NIK in parts A, B and C.
const NIK: usize = 4;

/// The list as a PDF, or as text in any other format.
///
/// # Errors
/// [`ExportError`]
pub fn write(book: &Book, behind: Behind, format: Format) -> Result<Vec<u8>, ExportError> {
    let rows = rows(book, behind, BOOK_LANG);
    let title = title(behind, BOOK_LANG);
    match format {
        Format::Pdf => pdf(book, &title, rows, BOOK_LANG),
        Format::Csv | Format::Txt | Format::Xlsx => Ok(text(book, &title, rows, BOOK_LANG)),
    }
}

/// The usual name of the file.
pub fn file_name(book: &Book, behind: Behind, format: Format) -> String {
    let name = book_words::behind(BOOK_LANG, behind);
    let name: Vec<String> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let end = if format == Format::Pdf { Format::Pdf } else { Format::Txt };
    format!("{}-{}-{}.{}", words::LIST_FILE.get(BOOK_LANG), name.join("-"), book.date, end.code())
}

fn title(behind: Behind, lang: Lang) -> String {
    format!("{} – {}", words::LIST.get(lang), book_words::behind(lang, behind)).to_uppercase()
}

/// The lines in the columns of their part of the book.
struct Rows {
    part: Part,
    cells: Vec<Vec<String>>,
}

fn rows(book: &Book, behind: Behind, lang: Lang) -> Rows {
    let lines = behind.lines(book);
    let cells = lines.iter().filter_map(|(part, at)| match part {
        Part::A => book.received.get(*at).map(|line| masked(lines::file(book, line, lang).into())),
        Part::B => book.older.get(*at).map(|line| masked(lines::file(book, line, lang).into())),
        Part::C => book.open.get(*at).map(|line| masked(lines::open(book, line, lang).into())),
        Part::D => book.office_line(*at).map(|line| lines::office(book, line, lang).into()),
    });
    Rows { cells: cells.collect(), part: lines.first().map_or(Part::C, |(part, _)| *part) }
}

/// A row with its NIK masked, as every list has it.
fn masked(mut cells: Vec<String>) -> Vec<String> {
    if let Some(nik) = cells.get_mut(NIK).filter(|nik| nik.len() == 16 && nik.bytes().all(|b| b.is_ascii_digit())) {
        *nik = format!("{}••••••••{}", &nik[..4], &nik[12..]);
    }
    cells
}

fn pdf(book: &Book, title: &str, rows: Rows, lang: Lang) -> Result<Vec<u8>, ExportError> {
    let paper = Paper::F4_ACROSS;
    let day = words::day(lang, book.date);
    let id = format!("loket:list:{}:{title}", book.date);
    let about = About {
        title: format!("{title} {}", book.date),
        at: book.date.and_time(NaiveTime::MIN),
        offset_s: book.offset_s,
        id,
    };
    let mut doc = Doc::new(paper, about, lang)?;
    doc.running(&format!("{} – {title} – {day}", book.policy.office));
    let warning = recap::warning(book, lang);
    if !warning.is_empty() {
        doc.banner(&warning);
    }
    doc.title(title, &[day]);
    doc.text(&words::list_of(lang, &common::count(lang, rows.cells.len() as i64)), Style::new(8.0));
    paper_book::list(&mut doc, rows.part, rows.cells, lang);
    Ok(doc.finish()?)
}

fn text(book: &Book, title: &str, rows: Rows, lang: Lang) -> Vec<u8> {
    let width = Form::Wide.width();
    let span = recap::head(book, lang);
    let mut first = txt::title(&book.policy, &[title, &span], width);
    first.push(words::list_of(lang, &common::count(lang, rows.cells.len() as i64)));
    first.push(String::new());
    let heads = Heads { first, next: txt::continued(&book.policy, title, &span, width) };
    let section = txt::list(rows.part, &rows.cells, lang);
    txt::pages(vec![section], &heads, Page::default().lines, width, lang)
}
