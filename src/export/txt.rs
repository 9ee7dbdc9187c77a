//! The book for a printer: fixed width, pages ended by form feeds, numbered columns, sums carried forward.
//!
//! Separate because paper has a width and a height. The wide form fits 200 columns (F4 or A4 across, compressed);
//! the narrow one fits 80 and writes one column a line.

use super::cells::{self, safe};
use super::lines;
use super::recap::{self, Row};
use super::table::{self, Block, Section, Sheet, Tally, centre, pad, rule, wrap};
use crate::domain::book::{Book, Line, Part};
use crate::domain::policy::Policy;
use crate::text::export as words;
use crate::text::{Lang, common, paper};
use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr;

/// Which form the book has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 200 columns, a table.
    Wide,
    /// 80 columns, one column of the table a line.
    Narrow,
}

impl Form {
    /// Columns of paper.
    pub const fn width(self) -> usize {
        match self {
            Form::Wide => 200,
            Form::Narrow => 80,
        }
    }
}

/// The paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Lines per page; fewer than [`Page::FEWEST`] count as that.
    pub lines: usize,
    pub form: Form,
}

impl Default for Page {
    fn default() -> Page {
        Page { lines: 60, form: Form::Wide }
    }
}

impl Page {
    /// A page must hold its heads and at least some lines.
    pub const FEWEST: usize = 40;
}

/// Widths of the agenda's columns in the wide form: 183 and 17 bars.
pub(super) const WIDTHS: [usize; 18] = [3, 12, 10, 18, 16, 12, 13, 6, 12, 9, 8, 5, 5, 5, 12, 8, 10, 19];
const OPEN_WIDTHS: [usize; 11] = [4, 12, 10, 26, 16, 24, 6, 34, 10, 10, 38];
pub(super) const OFFICE_WIDTHS: [usize; 5] = [4, 16, 28, 22, 126];
/// Lines at the foot of a page: sums and page number.
const FOOT: usize = 3;
/// Lines at the head of every page but the first.
const HEAD: usize = 2;

/// The whole book.
pub fn write(book: &Book, page: &Page, lang: Lang) -> Vec<u8> {
    let width = page.form.width();
    let heads = Heads { first: first_head(book, width, lang), next: next_head(book, width, lang) };
    pages(sections(book, page.form, lang), &heads, page.lines, width, lang)
}

/// What stands above the first page and above every other.
pub(super) struct Heads {
    pub(super) first: Vec<String>,
    /// As many lines as [`HEAD`].
    pub(super) next: Vec<String>,
}

/// Lays sections on numbered pages of `lines` lines, `width` columns wide.
pub(super) fn pages(sections: Vec<Section>, heads: &Heads, lines: usize, width: usize, lang: Lang) -> Vec<u8> {
    let height = lines.max(Page::FEWEST);
    let brought = |t: Tally| cut(words::brought(lang, t.lines, t.printed, t.handed, t.void), width);
    let (first, rest) = (height.saturating_sub(heads.first.len() + FOOT), height - HEAD - FOOT);
    let sheets = table::paginate(sections, first, rest, brought);
    let mut out = String::new();
    let of = sheets.len();
    for (number, sheet) in (1..).zip(sheets) {
        let head = if number == 1 { heads.first.clone() } else { heads.next.clone() };
        push_page(&mut out, head, sheet, (number, of), height, width, lang);
    }
    out.into_bytes()
}

fn push_page(
    out: &mut String,
    head: Vec<String>,
    sheet: Sheet,
    (number, of): (usize, usize),
    height: usize,
    width: usize,
    lang: Lang,
) {
    let mut lines = head;
    lines.extend(sheet.lines);
    lines.resize(height.saturating_sub(FOOT - 1).max(lines.len() + 1), String::new());
    let sums = sheet.carried.map(|t| words::carried(lang, t.lines, t.printed, t.handed, t.void));
    lines.push(cut(sums.unwrap_or_default(), width));
    let number = paper::page(lang, number, of);
    lines.push(format!("{}{number}", " ".repeat(width.saturating_sub(number.width()))));
    for line in lines {
        out.push_str(line.trim_end());
        out.push_str("\r\n");
    }
    out.push('\u{0C}');
}

/// The first line of a text that fits.
pub(super) fn cut(text: String, width: usize) -> String {
    wrap(&text, width).swap_remove(0)
}

fn first_head(book: &Book, width: usize, lang: Lang) -> Vec<String> {
    let mut head = title(&book.policy, &[words::TITLE.get(lang), &recap::head(book, lang)], width);
    head.push(cut(words::STRUCK_NOTE.get(lang).to_owned(), width));
    head.push(String::new());
    head
}

/// The letterhead, a double rule and the titles, all in the middle.
pub(super) fn title(policy: &Policy, titles: &[&str], width: usize) -> Vec<String> {
    let centred = |text: &str| wrap(text, width).iter().map(|l| centre(l, width)).collect::<Vec<_>>();
    let mut head: Vec<String> = policy.letterhead.iter().flat_map(|line| centred(&safe(line))).collect();
    head.push("=".repeat(width));
    head.extend(titles.iter().flat_map(|line| centred(line)));
    head
}

fn next_head(book: &Book, width: usize, lang: Lang) -> Vec<String> {
    continued(&book.policy, words::TITLE.get(lang), &recap::head(book, lang), width)
}

/// Office, title and span in one line above every other page.
pub(super) fn continued(policy: &Policy, title: &str, span: &str, width: usize) -> Vec<String> {
    vec![cut(format!("{} – {title} – {span}", safe(&policy.office)), width), "=".repeat(width)]
}

fn sections(book: &Book, form: Form, lang: Lang) -> Vec<Section> {
    let mut all = Vec::new();
    for part in [Part::A, Part::B] {
        let names = lines::names(part, lang);
        let block =
            |line: &Line| Block { lines: rows(&names, &file(book, line, lang), &WIDTHS, form), tally: Tally::of(line) };
        let blocks = cells::lines(book, part).iter().map(block);
        all.push(table_of(part, &names, &WIDTHS, blocks.collect(), true, form, lang));
    }
    let names = lines::names(Part::C, lang);
    let open = book.open.iter().map(|l| Block::plain(rows(&names, &lines::open(book, l, lang), &OPEN_WIDTHS, form)));
    all.push(table_of(Part::C, &names, &OPEN_WIDTHS, open.collect(), false, form, lang));
    let names = lines::names(Part::D, lang);
    let row = |line| Block::plain(rows(&names, &lines::office(book, line, lang), &OFFICE_WIDTHS, form));
    all.push(table_of(Part::D, &names, &OFFICE_WIDTHS, book.office.iter().map(row).collect(), false, form, lang));
    all.extend(sums(book, form, lang));
    all.push(signatures(book, form, lang));
    all
}

/// A line of part A or B; the number and name of a void one are marked as struck.
pub(super) fn file(book: &Book, line: &Line, lang: Lang) -> [String; 18] {
    let mut cells = lines::file(book, line, lang);
    if line.is_void() {
        for column in [1, 3] {
            cells[column] = format!("~~{}~~", cells[column]);
        }
    }
    cells
}

/// The table of a list: the columns of the part its lines stand in.
pub(super) fn list(part: Part, rows: &[Vec<String>], lang: Lang) -> Section {
    let widths: &[usize] = match part {
        Part::A | Part::B => &WIDTHS,
        Part::C => &OPEN_WIDTHS,
        Part::D => &OFFICE_WIDTHS,
    };
    let rows = rows.iter().map(|cells| Block::plain(table::row(cells, widths)));
    let mut section = table_of(part, &lines::names(part, lang), widths, rows.collect(), false, Form::Wide, lang);
    // Not the title of the part: the list has its own.
    section.head.remove(0);
    section
}

/// A section with its title, column names and column numbers.
fn table_of(
    part: Part,
    names: &[String],
    widths: &[usize],
    mut blocks: Vec<Block>,
    carried: bool,
    form: Form,
    lang: Lang,
) -> Section {
    let mut head = vec![words::part(part).get(lang).to_owned()];
    if form == Form::Wide {
        let numbers: Vec<String> = (1..=names.len()).map(|n| n.to_string()).collect();
        head.push(rule(widths));
        head.extend(table::row(names, widths));
        head.push(rule(widths));
        head.extend(table::row(&numbers, widths));
        head.push(rule(widths));
    }
    if blocks.is_empty() {
        blocks.push(Block::plain(vec![words::EMPTY_PART.get(lang).to_owned()]));
    }
    Section { head, blocks, carried }
}

/// One row: across in the wide form, downwards in the narrow one.
fn rows(names: &[String], cells: &[String], widths: &[usize], form: Form) -> Vec<String> {
    if form == Form::Wide {
        return table::row(cells, widths);
    }
    const LABEL: usize = 20;
    let mut lines = vec!["-".repeat(form.width())];
    for (place, (name, cell)) in
        (1..).zip(names.iter().zip(cells)).filter(|(_, (_, cell)): &(usize, _)| !cell.is_empty())
    {
        for (at, text) in wrap(cell, form.width() - LABEL - 5).into_iter().enumerate() {
            let label = if at == 0 { format!("{place:>2} {name}") } else { String::new() };
            lines.push(format!("{} {text}", pad(&label, LABEL + 3)));
        }
    }
    lines
}

/// The recapitulation, a section each.
fn sums(book: &Book, form: Form, lang: Lang) -> Vec<Section> {
    let width = form.width();
    let mut all = vec![Section {
        head: vec![words::RECAP.get(lang).to_owned(), "=".repeat(width)],
        blocks: vec![Block::plain(Vec::new())],
        carried: false,
    }];
    for section in recap::sections(book, lang) {
        let mut blocks: Vec<Block> = Vec::new();
        for row in section.rows {
            let text = match row {
                Row::Text(text) => text,
                Row::Equation(e) => recap::equation(&e, lang),
                Row::Number(label, n) => format!("{label}: {}", common::count(lang, n)),
                Row::Counts(label, counts) => format!("{label}: {}", recap::counted(&counts)),
            };
            let lines = wrap(&text, width - 4);
            let lines = lines.iter().enumerate().map(|(at, l)| format!("{}{l}", if at == 0 { "  " } else { "    " }));
            blocks.push(Block::plain(lines.collect()));
        }
        if blocks.is_empty() {
            blocks.push(Block::plain(vec![format!("  {}", words::EMPTY_PART.get(lang))]));
        }
        all.push(Section { head: vec![section.title], blocks, carried: false });
    }
    all
}

fn signatures(book: &Book, form: Form, lang: Lang) -> Section {
    let officer = book.closed.as_ref().map(|c| vec![String::new(), cells::staff(&c.by, lang)]).unwrap_or_default();
    signed(&book.policy, &officer, book.date, form.width(), lang)
}

/// "Mengetahui," on the left, the officer in the middle, the head of the office on the right under place and date.
pub(super) fn signed(policy: &Policy, officer: &[String], date: NaiveDate, width: usize, lang: Lang) -> Section {
    const SPACE: usize = 4;
    let block = |above: String, titled: &[String]| {
        let mut lines = vec![above, titled.first().map_or_else(String::new, |l| safe(l))];
        lines.extend(std::iter::repeat_n(String::new(), SPACE));
        match titled.get(1..) {
            Some(rest) if !rest.is_empty() => lines.extend(rest.iter().map(|l| safe(l))),
            _ => lines.push(format!("({})", ".".repeat(20))),
        }
        lines
    };
    let place = format!("{}, {}", safe(&policy.place), common::date_long(lang, date));
    let columns = [
        block(words::WITNESS.get(lang).to_owned(), &policy.witness),
        block(words::OFFICER.get(lang).to_owned(), officer),
        block(place, &policy.head),
    ];
    let mut lines = vec![String::new()];
    lines.extend(table::beside(&columns, width / 3));
    Section { head: Vec::new(), blocks: vec![Block::plain(lines)], carried: false }
}
