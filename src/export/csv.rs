//! The book as one spreadsheet file: semicolons, UTF-8 with BOM, CRLF, every cell quoted.
//!
//! Separate because a spreadsheet is not a reader but a program: it turns sixteen digits into a rounded number and
//! a leading sign into a formula. One rule guards both (docs/adr/0006-csv-text-guard.md): a cell whose text could be
//! taken for a number, a date or a formula begins with an apostrophe, and so does one that began with an apostrophe
//! itself; a reader drops one leading apostrophe and has the text as it was.

use super::cells::{self, iso, safe};
use super::recap::{self, Row};
use super::remark;
use crate::domain::book::{Book, Line, OfficeLine, OpenLine, Part};
use crate::domain::id::RegisterNumber;
use crate::domain::personal::Person;
use crate::domain::reason::ReasonCode;
use crate::text::export as words;
use crate::text::{Lang, book as book_words, term};
use chrono::NaiveDateTime;
use unicode_normalization::UnicodeNormalization;

/// Byte order mark: a spreadsheet reads UTF-8 only with it.
pub(super) const BOM: &str = "\u{FEFF}";
/// How many columns every row has.
pub const COLUMNS: usize = words::CSV_COLUMNS.len();

// Places of the columns, from 0.
const PART: usize = 0;
const PLACE: usize = 1;
const NUMBER: usize = 2;
const RECEIVED: usize = 3;
const NAME: usize = 4;
const NIK: usize = 5;
const KELURAHAN: usize = 6;
const KECAMATAN: usize = 7;
const CONTACT: usize = 8;
const REASON: usize = 9;
const COMPLETE: usize = 10;
const STATUS: usize = 11;
const TEST: usize = 12;
const PRINTED: usize = 13;
const ACTIVE: usize = 14;
const HANDED: usize = 15;
const COLLECTOR: usize = 16;
const SIGNED: usize = 17;
const SHEET: usize = 18;
const REGISTER: usize = 19;
const OPERATOR: usize = 20;
const SAME: usize = 21;
const BY: usize = 22;
const STATE: usize = 23;
const DAYS: usize = 24;
const REMARKS: usize = 25;
const COUNT: usize = 26;

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

/// A row under construction; cells are guarded when they are texts, and only then.
pub(super) struct Cells {
    pub(super) cells: Vec<String>,
}

impl Cells {
    fn new(part: &str, place: u32) -> Cells {
        let mut row = Cells { cells: vec![String::new(); COLUMNS] };
        row.text(PART, part);
        row.plain(PLACE, place.to_string());
        row
    }

    /// A text of any origin.
    fn text(&mut self, column: usize, text: &str) {
        self.cells[column] = guard(text);
    }

    /// A number or a time the program made itself: meant to be read as such.
    fn plain(&mut self, column: usize, text: String) {
        self.cells[column] = text;
    }
}

pub(super) fn push(out: &mut String, cells: &[String]) {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    out.push_str(&quoted.join(";"));
    out.push_str("\r\n");
}

/// The whole book.
pub fn write(book: &Book, lang: Lang) -> Vec<u8> {
    let mut out = String::from(BOM);
    let head = (1..).zip(words::CSV_COLUMNS).map(|(place, word): (u32, _)| format!("{place} {}", word.get(lang)));
    push(&mut out, &head.collect::<Vec<_>>());
    for part in [Part::A, Part::B] {
        for line in cells::lines(book, part) {
            push(&mut out, &file(book, line, lang).cells);
        }
    }
    for line in &book.open {
        push(&mut out, &open(line, lang).cells);
    }
    for line in &book.office {
        push(&mut out, &office(book, line, lang).cells);
    }
    for (place, (label, n)) in (1..).zip(sums(book, lang)) {
        push(&mut out, &sum(place, &label, n).cells);
    }
    out.into_bytes()
}

/// A row of the sums: a label and perhaps a number.
pub(super) fn sum(place: u32, label: &str, n: Option<i64>) -> Cells {
    let mut cells = Cells::new(SUMS, place);
    cells.text(REMARKS, label);
    if let Some(n) = n {
        cells.plain(COUNT, n.to_string());
    }
    cells
}

/// What every line of a file begins with.
fn application(
    row: &mut Cells,
    number: &RegisterNumber,
    received: NaiveDateTime,
    person: Option<&Person>,
    reason: ReasonCode,
    lang: Lang,
) {
    let (kelurahan, kecamatan) = cells::place(person, lang);
    row.text(NUMBER, &number.text);
    row.plain(RECEIVED, iso(received));
    row.text(NAME, &cells::name(person, lang));
    row.text(NIK, &cells::nik(person, lang));
    row.text(KELURAHAN, &kelurahan);
    row.text(KECAMATAN, &kecamatan);
    row.text(CONTACT, &cells::contact_of(person, lang));
    row.text(REASON, reason.code());
}

pub(super) fn file(book: &Book, line: &Line, lang: Lang) -> Cells {
    let mut row = Cells::new(&line.part.letter().to_string(), line.place);
    application(&mut row, &line.number, line.received, line.person.as_ref(), line.reason, lang);
    row.text(COMPLETE, &cells::completeness(&line.completeness, lang));
    if let Some(reading) = &line.status {
        row.text(STATUS, &cells::status(&reading.status));
    }
    row.text(TEST, line.test.map_or("", |t| words::test(t).get(lang)));
    for (column, at) in [(PRINTED, line.printed), (ACTIVE, line.activated), (HANDED, line.handed)] {
        row.plain(column, at.map_or_else(String::new, iso));
    }
    row.text(COLLECTOR, &cells::collector(line.collector.as_ref(), lang));
    if let Some(signed) = line.signed {
        row.text(SIGNED, term::signature(signed.signature).get(lang));
        if let (Some(sheet), Some(line)) = (signed.sheet, signed.line) {
            row.text(SHEET, &words::on_sheet(lang, sheet, line));
        }
    }
    row.text(REGISTER, &cells::staff(&line.register, lang));
    row.text(OPERATOR, &line.operator.as_ref().map_or_else(String::new, |s| cells::staff(s, lang)));
    row.text(SAME, if line.same_person { "*" } else { "" });
    row.text(STATE, &term::stage_full(lang, line.stage));
    let void = line.is_void().then(|| words::VOID.get(lang).to_owned());
    let remarks = line.remarks.iter().map(|r| remark::remark(book, r, lang));
    row.text(REMARKS, &void.into_iter().chain(remarks).collect::<Vec<_>>().join("; "));
    row
}

fn open(line: &OpenLine, lang: Lang) -> Cells {
    let mut row = Cells::new(&Part::C.letter().to_string(), line.place);
    application(&mut row, &line.number, line.received, line.person.as_ref(), line.reason, lang);
    row.text(STATE, &term::stage_full(lang, line.stage));
    row.plain(DAYS, line.days.to_string());
    row.text(REMARKS, &cells::open_remarks(line, lang).join("; "));
    row
}

pub(super) fn office(book: &Book, line: &OfficeLine, lang: Lang) -> Cells {
    let mut row = Cells::new(&Part::D.letter().to_string(), line.place);
    row.text(NUMBER, &remark::target_number(line).unwrap_or_default());
    row.plain(RECEIVED, iso(line.at));
    row.text(BY, &cells::staff(&line.by, lang));
    row.text(REMARKS, &remark::office(book, line, lang));
    row
}

/// The sums as label and number.
fn sums(book: &Book, lang: Lang) -> Vec<(String, Option<i64>)> {
    let mut rows = vec![
        (format!("{}: {}", words::OFFICE.get(lang), safe(&book.policy.office)), None),
        (format!("{}: {}", words::DAY.get(lang), recap::head(book, lang)), None),
    ];
    for section in recap::sections(book, lang) {
        for row in section.rows {
            let of = |label: &str| format!("{}: {label}", section.title);
            match row {
                Row::Text(text) => rows.push((of(&text), None)),
                Row::Number(label, n) => rows.push((of(&label), Some(n))),
                Row::Counts(label, counts) => {
                    rows.extend(counts.iter().map(|(name, n)| (of(&format!("{label}: {name}")), Some(*n))));
                }
                Row::Equation(e) => {
                    rows.push((of(&recap::equation(&e, lang)), None));
                    let about = recap::about(e.sum, lang);
                    let terms = e.left.iter().chain(&e.right);
                    rows.extend(
                        terms.map(|(t, n)| (of(&format!("{about}: {}", book_words::term(*t).get(lang))), Some(*n))),
                    );
                }
            }
        }
    }
    rows
}
