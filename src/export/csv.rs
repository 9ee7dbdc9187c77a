//! The book as one spreadsheet file: semicolons, UTF-8 with BOM, CRLF, every cell quoted.
//!
//! Separate because a spreadsheet is not a reader but a program: it turns sixteen digits into a rounded number and
//! a leading sign into a formula. One rule guards both (docs/adr/0006-csv-text-guard.md): a cell whose text could be
//! taken for a number, a date or a formula begins with an apostrophe, and so does one that began with an apostrophe
//! itself; a reader drops one leading apostrophe and has the text as it was.

use super::cells::{self, iso, safe};
use super::grid::{self, Grid, Value};
use crate::domain::book::{Book, Part};
use crate::text::Lang;
use crate::text::export as words;
use unicode_normalization::UnicodeNormalization;

/// Byte order mark: a spreadsheet reads UTF-8 only with it.
pub(super) const BOM: &str = "\u{FEFF}";
/// How many columns every row has.
pub const COLUMNS: usize = grid::COLUMNS;

/// The letter of the rows that hold the day's sums.
const SUMS: &str = "E";

/// A text as a cell no spreadsheet takes for anything but text. Also drops what cannot be seen.
pub fn guard(text: &str) -> String {
    let text = safe(text);
    if needs_guard(&text) { format!("'{text}") } else { text }
}

/// Could be taken for a number, a date, a formula, or for a guarded cell. Full-width and other compatibility forms
/// are judged by what they fold to, because some spreadsheets fold them.
fn needs_guard(text: &str) -> bool {
    let folded: String = text.nfkc().collect();
    let folded = folded.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    let Some(first) = folded.chars().next() else { return false };
    if matches!(first, '=' | '+' | '-' | '−' | '@' | '\'' | '|' | '%') {
        return true;
    }
    let numeric = |c: char| {
        c.is_numeric() || matches!(c, '.' | ',' | '-' | '/' | ':' | ' ' | '%' | '(' | ')' | '⁄' | 'E' | 'e' | '+')
    };
    first.is_numeric() && folded.chars().all(numeric) || first == '(' && folded.chars().all(numeric)
}

/// A cell as written: only texts are guarded; numbers and times of the program are meant to be read as such.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => guard(text),
        Value::Number(n) => n.to_string(),
        Value::Time(at) => iso(*at),
    }
}

pub(super) fn push(out: &mut String, row: &Grid) {
    push_cells(out, &row.cells.iter().map(cell).collect::<Vec<_>>());
}

pub(super) fn push_cells(out: &mut String, cells: &[String]) {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    out.push_str(&quoted.join(";"));
    out.push_str("\r\n");
}

/// The whole book.
pub fn write(book: &Book, lang: Lang) -> Vec<u8> {
    let mut out = String::from(BOM);
    let head = (1..).zip(words::CSV_COLUMNS).map(|(place, word): (u32, _)| format!("{place} {}", word.get(lang)));
    push_cells(&mut out, &head.collect::<Vec<_>>());
    for part in [Part::A, Part::B] {
        for line in cells::lines(book, part) {
            push(&mut out, &grid::file(book, line, lang));
        }
    }
    for line in &book.open {
        push(&mut out, &grid::open(line, lang));
    }
    for line in &book.office {
        push(&mut out, &grid::office(book, line, lang));
    }
    for (place, (label, n)) in (1..).zip(grid::sums(book, lang)) {
        push(&mut out, &sum(place, &label, n));
    }
    out.into_bytes()
}

/// A row of the sums: a label and perhaps a number.
pub(super) fn sum(place: u32, label: &str, n: Option<i64>) -> Grid {
    let mut row = Grid::new(SUMS, place);
    row.text(grid::REMARKS, label);
    n.into_iter().for_each(|n| row.number(grid::COUNT, n));
    row
}
