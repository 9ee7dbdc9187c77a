//! What each column of a spreadsheet says, typed: text, number or time.
//!
//! Separate because the CSV and the XLSX must say the same in the same columns; only how a cell is written differs.

use super::cells;
use super::recap::{self, Row};
use super::remark;
use crate::domain::book::{Book, Line, OfficeLine, OpenLine, Part};
use crate::domain::id::RegisterNumber;
use crate::domain::personal::Person;
use crate::domain::reason::ReasonCode;
use crate::text::export as words;
use crate::text::{Lang, book as book_words, term};
use chrono::NaiveDateTime;

/// How many columns every row has.
pub(super) const COLUMNS: usize = words::CSV_COLUMNS.len();

// Places of the columns, from 0.
pub(super) const PART: usize = 0;
pub(super) const PLACE: usize = 1;
pub(super) const NUMBER: usize = 2;
pub(super) const RECEIVED: usize = 3;
pub(super) const NAME: usize = 4;
pub(super) const NIK: usize = 5;
pub(super) const KELURAHAN: usize = 6;
pub(super) const KECAMATAN: usize = 7;
pub(super) const CONTACT: usize = 8;
pub(super) const REASON: usize = 9;
pub(super) const COMPLETE: usize = 10;
pub(super) const STATUS: usize = 11;
pub(super) const TEST: usize = 12;
pub(super) const PRINTED: usize = 13;
pub(super) const ACTIVE: usize = 14;
pub(super) const HANDED: usize = 15;
pub(super) const COLLECTOR: usize = 16;
pub(super) const SIGNED: usize = 17;
pub(super) const SHEET: usize = 18;
pub(super) const REGISTER: usize = 19;
pub(super) const OPERATOR: usize = 20;
pub(super) const SAME: usize = 21;
pub(super) const BY: usize = 22;
pub(super) const STATE: usize = 23;
pub(super) const DAYS: usize = 24;
pub(super) const REMARKS: usize = 25;
pub(super) const COUNT: usize = 26;
pub(super) const PRINTED_NOW: usize = 27;
pub(super) const HANDED_NOW: usize = 28;
pub(super) const VOID: usize = 29;

/// What one cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    #[default]
    Empty,
    /// A text of any origin.
    Text(String),
    /// A number the program counted.
    Number(i64),
    /// Local time.
    Time(NaiveDateTime),
}

/// One row.
pub(super) struct Grid {
    pub(super) cells: Vec<Value>,
}

impl Grid {
    pub(super) fn new(part: &str, place: u32) -> Grid {
        let mut row = Grid { cells: vec![Value::Empty; COLUMNS] };
        row.text(PART, part);
        row.number(PLACE, place.into());
        row
    }

    /// An empty text is an empty cell.
    pub(super) fn text(&mut self, column: usize, text: &str) {
        if !text.is_empty() {
            self.cells[column] = Value::Text(text.to_owned());
        }
    }

    pub(super) fn number(&mut self, column: usize, n: i64) {
        self.cells[column] = Value::Number(n);
    }

    fn time(&mut self, column: usize, at: NaiveDateTime) {
        self.cells[column] = Value::Time(at);
    }
}

/// What every line of a file begins with.
fn application(
    row: &mut Grid,
    number: &RegisterNumber,
    received: NaiveDateTime,
    person: Option<&Person>,
    reason: ReasonCode,
    lang: Lang,
) {
    let (kelurahan, kecamatan) = cells::place(person, lang);
    row.text(NUMBER, &number.text);
    row.time(RECEIVED, received);
    row.text(NAME, &cells::name(person, lang));
    row.text(NIK, &cells::nik(person, lang));
    row.text(KELURAHAN, &kelurahan);
    row.text(KECAMATAN, &kecamatan);
    row.text(CONTACT, &cells::contact_of(person, lang));
    row.text(REASON, reason.code());
}

pub(super) fn file(book: &Book, line: &Line, lang: Lang) -> Grid {
    let mut row = Grid::new(&line.part.letter().to_string(), line.place);
    application(&mut row, &line.number, line.received, line.person.as_ref(), line.reason, lang);
    row.text(COMPLETE, &cells::completeness(&line.completeness, lang));
    if let Some(reading) = &line.status {
        row.text(STATUS, &cells::status(&reading.status));
    }
    row.text(TEST, line.test.map_or("", |t| words::test(t).get(lang)));
    for (column, at) in [(PRINTED, line.printed), (ACTIVE, line.activated), (HANDED, line.handed)] {
        at.into_iter().for_each(|at| row.time(column, at));
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
    for (column, counts) in [(PRINTED_NOW, line.printed_now), (HANDED_NOW, line.handed_now()), (VOID, line.is_void())] {
        row.number(column, counts.into());
    }
    let void = line.is_void().then(|| words::VOID.get(lang).to_owned());
    let remarks = line.remarks.iter().map(|r| remark::remark(book, r, lang));
    row.text(REMARKS, &void.into_iter().chain(remarks).collect::<Vec<_>>().join("; "));
    row
}

pub(super) fn open(line: &OpenLine, lang: Lang) -> Grid {
    let mut row = Grid::new(&Part::C.letter().to_string(), line.place);
    application(&mut row, &line.number, line.received, line.person.as_ref(), line.reason, lang);
    row.text(STATE, &term::stage_full(lang, line.stage));
    row.number(DAYS, line.days.into());
    row.text(REMARKS, &cells::open_remarks(line, lang).join("; "));
    row
}

pub(super) fn office(book: &Book, line: &OfficeLine, lang: Lang) -> Grid {
    let mut row = Grid::new(&Part::D.letter().to_string(), line.place);
    row.text(NUMBER, &remark::target_number(line).unwrap_or_default());
    row.time(RECEIVED, line.at);
    row.text(BY, &cells::staff(&line.by, lang));
    row.text(REMARKS, &remark::office(book, line, lang));
    row
}

/// The sums as label and number.
pub(super) fn sums(book: &Book, lang: Lang) -> Vec<(String, Option<i64>)> {
    let mut rows = vec![
        (format!("{}: {}", words::OFFICE.get(lang), cells::safe(&book.policy.office)), None),
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
