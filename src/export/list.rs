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
        Format::Pdf => pdf(book, &title, &rows, BOOK_LANG),
        Format::Csv | Format::Txt | Format::Xlsx => Ok(text(book, &title, &rows, BOOK_LANG)),
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

/// The lines in their columns, those of open files and those of the day apart.
struct Rows {
    open: Vec<[String; 11]>,
    files: Vec<[String; 18]>,
}

impl Rows {
    fn len(&self) -> usize {
        self.open.len() + self.files.len()
    }
}

fn rows(book: &Book, behind: Behind, lang: Lang) -> Rows {
    let mut rows = Rows { open: Vec::new(), files: Vec::new() };
    for (part, at) in behind.lines(book) {
        match part {
            Part::A => rows.files.extend(book.received.get(at).map(|line| masked(lines::file(book, line, lang)))),
            Part::B => rows.files.extend(book.older.get(at).map(|line| masked(lines::file(book, line, lang)))),
            Part::C => rows.open.extend(book.open.get(at).map(|line| masked(lines::open(book, line, lang)))),
            Part::D => {}
        }
    }
    rows
}

/// A row with its NIK masked, as every list has it.
fn masked<const N: usize>(mut cells: [String; N]) -> [String; N] {
    if cells[NIK].len() == 16 && cells[NIK].bytes().all(|b| b.is_ascii_digit()) {
        cells[NIK] = format!("{}••••••••{}", &cells[NIK][..4], &cells[NIK][12..]);
    }
    cells
}

/// The table a list has: that of part C where it is of open files, else that of part A.
fn part(rows: &Rows) -> Part {
    if rows.files.is_empty() { Part::C } else { Part::A }
}

fn pdf(book: &Book, title: &str, rows: &Rows, lang: Lang) -> Result<Vec<u8>, ExportError> {
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
    doc.text(&words::list_of(lang, &common::count(lang, rows.len() as i64)), Style::new(8.0));
    paper_book::list(&mut doc, part(rows), &rows.open, &rows.files, lang);
    Ok(doc.finish()?)
}

fn text(book: &Book, title: &str, rows: &Rows, lang: Lang) -> Vec<u8> {
    let width = Form::Wide.width();
    let span = recap::head(book, lang);
    let mut first = txt::title(&book.policy, &[title, &span], width);
    first.push(words::list_of(lang, &common::count(lang, rows.len() as i64)));
    first.push(String::new());
    let heads = Heads { first, next: txt::continued(&book.policy, title, &span, width) };
    let section = txt::list(part(rows), &rows.open, &rows.files, lang);
    txt::pages(vec![section], &heads, Page::default().lines, width, lang)
}
