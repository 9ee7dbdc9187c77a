//! The book as a workbook: a sheet for each part and one for the sums; typed columns, filters, sums as formulas.
//!
//! Separate from the CSV, which holds the same cells as guarded text. A text is written as a string and nothing else,
//! so that no name becomes a formula and no number loses a digit; a formula carries the result the program computed.

use super::cells;
use super::grid::{self, COLUMNS, Grid, Value};
use super::recap::{self, Row as Fact};
use super::table::Tally;
use crate::domain::book::{Book, Equation, Part, Term};
use crate::text::{Lang, Word, book as book_words, export as words, paper};
use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Formula, IgnoreError, Workbook};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Columns of the sheets, by their place in the grid.
pub(super) const FILE: &[usize] = &[
    grid::PLACE,
    grid::NUMBER,
    grid::RECEIVED,
    grid::NAME,
    grid::NIK,
    grid::KELURAHAN,
    grid::KECAMATAN,
    grid::CONTACT,
    grid::REASON,
    grid::COMPLETE,
    grid::STATUS,
    grid::TEST,
    grid::PRINTED,
    grid::ACTIVE,
    grid::HANDED,
    grid::COLLECTOR,
    grid::SIGNED,
    grid::SHEET,
    grid::REGISTER,
    grid::OPERATOR,
    grid::SAME,
    grid::STATE,
    grid::REMARKS,
    grid::PRINTED_NOW,
    grid::HANDED_NOW,
    grid::VOID,
];
const OPEN: &[usize] = &[
    grid::PLACE,
    grid::NUMBER,
    grid::RECEIVED,
    grid::NAME,
    grid::NIK,
    grid::KELURAHAN,
    grid::KECAMATAN,
    grid::CONTACT,
    grid::REASON,
    grid::STATE,
    grid::DAYS,
    grid::REMARKS,
];
const OFFICE: &[usize] = &[grid::PLACE, grid::RECEIVED, grid::NUMBER, grid::BY, grid::REMARKS];

/// Widths of the grid's columns in letters.
pub(super) const WIDTHS: [f64; COLUMNS] = [
    7.0, 8.0, 30.0, 16.0, 28.0, 18.0, 20.0, 20.0, 20.0, 10.0, 24.0, 12.0, 13.0, 16.0, 16.0, 16.0, 26.0, 14.0, 20.0,
    22.0, 22.0, 10.0, 22.0, 30.0, 10.0, 60.0, 12.0, 12.0, 12.0, 8.0,
];
/// Row of the first line; the head stands above it.
pub(super) const FIRST: u32 = 1;
/// Folio, 8.5 × 13 inches, the nearest to F4 among the sizes of the format.
const FOLIO: u8 = 14;

pub(super) struct Formats {
    pub(super) head: Format,
    text: Format,
    number: Format,
    time: Format,
    pub(super) sum: Format,
}

impl Formats {
    pub(super) fn new() -> Formats {
        let base = || Format::new().set_align(FormatAlign::Top);
        Formats {
            head: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            // "@": stays a text when a clerk edits the cell.
            text: base().set_num_format("@").set_text_wrap(),
            number: base().set_num_format("0"),
            time: base().set_num_format(words::CELL_TIME),
            sum: Format::new().set_bold().set_num_format("0"),
        }
    }
}

/// The whole book.
pub(super) fn write(book: &Book, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let at = time(book.date.and_hms_opt(0, 0, 0).unwrap_or_default())?;
    let title = format!("{} {}", words::TITLE.get(lang), book.date);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&at));
    let formats = Formats::new();
    for (part, columns) in [(Part::A, FILE), (Part::B, FILE), (Part::C, OPEN), (Part::D, OFFICE)] {
        let rows: Vec<Grid> = match part {
            Part::A | Part::B => cells::lines(book, part).iter().map(|l| grid::file(book, l, lang)).collect(),
            Part::C => book.open.iter().map(|l| grid::open(l, lang)).collect(),
            Part::D => book.office.iter().map(|l| grid::office(book, l, lang)).collect(),
        };
        let sheet = workbook.add_worksheet();
        sheet.set_name(words::sheet_name(lang, part.letter()))?;
        fill(sheet, columns, &rows, &formats, lang)?;
    }
    sums(workbook.add_worksheet(), book, &formats, lang)?;
    workbook.save_to_buffer()
}

pub(super) fn time(at: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    // A year before 1900 or after 9999 is refused by the library; the others fit.
    let year = u16::try_from(at.year()).unwrap_or_default();
    let day = ExcelDateTime::from_ymd(year, at.month() as u8, at.day() as u8)?;
    day.and_hms(at.hour() as u16, at.minute() as u8, f64::from(at.second()))
}

pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            sheet.write_string_with_format(row, column, cells::safe(text), &formats.text)?;
        }
        Value::Number(n) => {
            sheet.write_number_with_format(row, column, *n as f64, &formats.number)?;
        }
        Value::Time(at) => {
            sheet.write_datetime_with_format(row, column, time(*at)?, &formats.time)?;
        }
    }
    Ok(())
}

/// A formula with its result, so that a reader that does not compute sees the number too.
pub(super) fn formula(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: String,
    result: i64,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let formula = Formula::new(text).set_result(result.to_string());
    sheet.write_formula_with_format(row, column, formula, &formats.sum)?;
    Ok(())
}

pub(super) fn page(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let [before, between] = words::PAGE_OF.map(|word| word.get(lang));
    sheet.set_landscape().set_paper_size(FOLIO).set_print_fit_to_pages(1, 0);
    sheet.set_footer(format!("&R{before} &P {between} &N"));
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(FIRST, 0)?;
    Ok(())
}

/// A sheet of lines with its head, its filter and its row of sums.
fn fill(
    sheet: &mut Worksheet,
    columns: &[usize],
    rows: &[Grid],
    formats: &Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    // An empty part has one empty line, so that its sums have something to look at.
    let last = FIRST + (rows.len() as u32).max(1) - 1;
    let counts = if columns.contains(&grid::NAME) { grid::NUMBER } else { grid::RECEIVED };
    for (column, grid) in (0u16..).zip(columns) {
        sheet.set_column_width(column, WIDTHS[*grid])?;
        sheet.write_string_with_format(0, column, words::CSV_COLUMNS[*grid].get(lang), &formats.head)?;
        for (row, cells) in (FIRST..).zip(rows) {
            put(sheet, (row, column), &cells.cells[*grid], formats)?;
        }
        let cells = range(column, last);
        match *grid {
            grid::PLACE => {
                sheet.write_string_with_format(last + 1, column, paper::TOTAL.get(lang), &formats.sum)?;
            }
            // A line of the office need not have a number, but every one has its time.
            counted if counted == counts => {
                formula(sheet, (last + 1, column), format!("=SUBTOTAL(3,{cells})"), rows.len() as i64, formats)?;
            }
            grid::PRINTED_NOW | grid::HANDED_NOW | grid::VOID => {
                let sum = rows.iter().map(|row| number(&row.cells[*grid])).sum();
                formula(sheet, (last + 1, column), format!("=SUBTOTAL(9,{cells})"), sum, formats)?;
            }
            _ => {}
        }
    }
    let right = columns.len() as u16 - 1;
    sheet.autofilter(0, 0, last, right)?;
    sheet.ignore_error_range(0, 0, last, right, IgnoreError::NumberStoredAsText)?;
    page(sheet, lang)
}

pub(super) fn number(value: &Value) -> i64 {
    if let Value::Number(n) = value { *n } else { 0 }
}

/// The lines of one column, as a formula names them.
fn range(column: u16, last: u32) -> String {
    let letter = letter(column);
    format!("{letter}{}:{letter}{}", FIRST + 1, last + 1)
}

/// No sheet has more than 26 columns.
fn letter(column: u16) -> char {
    char::from(b'A' + column.min(25) as u8)
}

/// The sheet of sums under construction: a label and a number a row.
struct Sums<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    row: u32,
}

impl Sums<'_> {
    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        put(self.sheet, (self.row, 0), &Value::Text(text.to_owned()), self.formats)?;
        self.row += 1;
        Ok(())
    }

    fn head(&mut self, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, cells::safe(text), &self.formats.head)?;
        self.row += 1;
        Ok(())
    }

    fn number(&mut self, label: &str, n: i64) -> Result<(), XlsxError> {
        put(self.sheet, (self.row, 1), &Value::Number(n), self.formats)?;
        self.text(label)
    }

    fn formula(&mut self, label: &str, text: String, result: i64) -> Result<(), XlsxError> {
        formula(self.sheet, (self.row, 1), text, result, self.formats)?;
        self.text(label)
    }

    /// One side of an equation and its sum.
    fn side(&mut self, terms: &[(Term, i64)], total: Word, lang: Lang) -> Result<(), XlsxError> {
        let first = self.row + 1;
        for (term, n) in terms {
            self.number(book_words::term(*term).get(lang), *n)?;
        }
        let sum = terms.iter().map(|(_, n)| n).sum();
        self.formula(total.get(lang), format!("=SUM(B{first}:B{})", self.row), sum)
    }

    fn equation(&mut self, e: &Equation, lang: Lang) -> Result<(), XlsxError> {
        self.text(&recap::equation(e, lang))?;
        self.side(&e.left, words::LEFT_SIDE, lang)?;
        self.side(&e.right, words::RIGHT_SIDE, lang)
    }
}

fn sums(sheet: &mut Worksheet, book: &Book, formats: &Formats, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(words::SUMS_SHEET.get(lang))?;
    sheet.set_column_width(0, 90.0)?;
    sheet.set_column_width(1, 14.0)?;
    page(sheet, lang)?;
    let mut out = Sums { sheet, formats, row: 0 };
    out.head(&format!("{} – {}", words::TITLE.get(lang), recap::head(book, lang)))?;
    out.text(&book.policy.office)?;
    let warning = recap::warning(book, lang);
    if !warning.is_empty() {
        out.head(&warning)?;
    }
    totals(&mut out, book, lang)?;
    for section in recap::sections(book, lang) {
        out.head(&section.title)?;
        for fact in section.rows {
            match fact {
                Fact::Text(text) => out.text(&text)?,
                Fact::Number(label, n) => out.number(&label, n)?,
                Fact::Counts(label, counts) => {
                    for (name, n) in counts {
                        out.number(&format!("{label}: {name}"), n)?;
                    }
                }
                Fact::Equation(e) => out.equation(&e, lang)?,
            }
        }
    }
    Ok(())
}

/// The sums of parts A and B, taken from their sheets.
fn totals(out: &mut Sums<'_>, book: &Book, lang: Lang) -> Result<(), XlsxError> {
    let of = |part: Part| {
        let mut tally = Tally::default();
        cells::lines(book, part).iter().for_each(|line| tally.add(Tally::of(line)));
        tally
    };
    let (a, b) = (of(Part::A), of(Part::B));
    let cell = |part: Part, tally: Tally, grid: usize| {
        let column = FILE.iter().position(|g| *g == grid).unwrap_or_default() as u16;
        format!(
            "'{}'!{}{}",
            words::sheet_name(lang, part.letter()),
            letter(column),
            FIRST as usize + tally.lines.max(1) + 1
        )
    };
    let [in_a, in_b] = [(Part::A, a), (Part::B, b)].map(|(part, tally)| move |grid| cell(part, tally, grid));
    out.formula(words::ROWS_RECEIVED.get(lang), format!("={}", in_a(grid::NUMBER)), a.lines as i64)?;
    out.formula(words::ROWS_OLDER.get(lang), format!("={}", in_b(grid::NUMBER)), b.lines as i64)?;
    for (label, grid, sum) in [
        (words::PRINTED_TODAY, grid::PRINTED_NOW, a.printed + b.printed),
        (words::HANDED_TODAY, grid::HANDED_NOW, a.handed + b.handed),
        (words::VOID_LINES, grid::VOID, a.void + b.void),
    ] {
        out.formula(label.get(lang), format!("={}+{}", in_a(grid), in_b(grid)), sum as i64)?;
    }
    Ok(())
}
