//! Fixed-width text: wrapping, columns and pages.
//!
//! Separate because it knows widths, and of the book only which lines count. Widths are display columns: a wide letter takes two.

use crate::domain::book::Line;
use unicode_width::UnicodeWidthStr;

/// What separates two columns.
pub(super) const BAR: char = '|';

/// Wraps a text to `width` display columns: at spaces, else after `/`, `_` or `-`, else where it must. Never
/// empty; no line is wider, unless a single letter is.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_by(text, width as f32, &|text| text.width() as f32)
}

/// The same for any measure of width, in its unit.
pub(super) fn wrap_by(text: &str, width: f32, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let space = measure(" ");
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0.0);
    for word in text.split_whitespace() {
        let gap = if line.is_empty() { 0.0 } else { space };
        let long = measure(word);
        if used + gap + long <= width {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
            used += gap + long;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = if long <= width { vec![word.to_owned()] } else { split(word, width, measure) };
        line = pieces.pop().unwrap_or_default();
        used = measure(&line);
        lines.append(&mut pieces);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Splits one long word.
fn split(word: &str, width: f32, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    // Byte length of `piece` up to and including its last good place to break.
    let mut good = 0;
    for c in word.chars() {
        if measure(&piece) + measure(c.encode_utf8(&mut [0; 4])) > width && !piece.is_empty() {
            let rest = if good > 0 { piece.split_off(good) } else { String::new() };
            pieces.push(std::mem::replace(&mut piece, rest));
            good = 0;
        }
        piece.push(c);
        if matches!(c, '/' | '_' | '-') {
            good = piece.len();
        }
    }
    pieces.push(piece);
    pieces
}

/// Fills a text up to `width` columns.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Centres a text.
pub(super) fn centre(text: &str, width: usize) -> String {
    let left = width.saturating_sub(text.width()) / 2;
    format!("{}{text}", " ".repeat(left))
}

/// One row of a table as lines, each cell wrapped in its column; the last column is not filled up.
pub(super) fn row(cells: &[String], widths: &[usize]) -> Vec<String> {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let mut out = String::new();
        for (column, (lines, width)) in wrapped.iter().zip(widths).enumerate() {
            if column > 0 {
                out.push(BAR);
            }
            out.push_str(&pad(lines.get(at).map_or("", String::as_str), *width));
        }
        out.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// A line across the table, with crossings at its bars.
pub(super) fn rule(widths: &[usize]) -> String {
    widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("+")
}

/// Two to three columns of signatures side by side, each `width` wide.
pub(super) fn beside(columns: &[Vec<String>], width: usize) -> Vec<String> {
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |column: &Vec<String>, at: usize| {
        let text = column.get(at).map_or("", String::as_str);
        pad(&wrap(text, width).swap_remove(0), width)
    };
    (0..height).map(|at| columns.iter().map(|c| cell(c, at)).collect::<String>().trim_end().to_owned()).collect()
}

/// Counts carried from page to page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) lines: usize,
    pub(super) printed: usize,
    pub(super) handed: usize,
    pub(super) void: usize,
}

impl Tally {
    /// One line of part A or B.
    pub(super) fn of(line: &Line) -> Tally {
        let [printed, handed, void] = [line.printed_now, line.handed_now(), line.is_void()].map(usize::from);
        Tally { lines: 1, printed, handed, void }
    }

    pub(super) fn add(&mut self, other: Tally) {
        self.lines += other.lines;
        self.printed += other.printed;
        self.handed += other.handed;
        self.void += other.void;
    }
}

/// Lines that stay together.
pub(super) struct Block {
    pub(super) lines: Vec<String>,
    pub(super) tally: Tally,
}

impl Block {
    pub(super) fn plain(lines: Vec<String>) -> Block {
        Block { lines, tally: Tally::default() }
    }
}

/// A head, repeated on every page the section reaches, and its blocks.
pub(super) struct Section {
    pub(super) head: Vec<String>,
    pub(super) blocks: Vec<Block>,
    /// Its tallies are carried from page to page.
    pub(super) carried: bool,
}

/// One page before it is numbered.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<String>,
    /// Sums up to the end of this page, where a carried section stands on it.
    pub(super) carried: Option<Tally>,
}

/// Lays sections on pages: `first` lines fit on the first page, `rest` on the others. `brought` writes the line of
/// sums brought forward.
pub(super) fn paginate(
    sections: Vec<Section>,
    first: usize,
    rest: usize,
    brought: impl Fn(Tally) -> String,
) -> Vec<Sheet> {
    let mut pages: Vec<Sheet> = vec![Sheet::default()];
    let mut tally = Tally::default();
    let room = |pages: &[Sheet]| {
        let height = if pages.len() == 1 { first } else { rest };
        height.saturating_sub(pages.last().map_or(0, |p| p.lines.len()))
    };
    for section in sections {
        let mut begun = false;
        for block in section.blocks {
            let mut lines = block.lines;
            // A head never stands alone at the foot of a page.
            let needed = lines.len() + if begun { 0 } else { section.head.len() + 1 };
            if needed > room(&pages) && pages.last().is_some_and(|p| !p.lines.is_empty()) {
                pages.push(Sheet::default());
                begun = begun && section.head.is_empty();
            }
            if !begun {
                open(&mut pages, &section.head, (section.carried && tally.lines > 0).then(|| brought(tally)));
                begun = true;
            }
            // A block longer than a page goes on overleaf.
            while lines.len() > room(&pages) {
                let overleaf = lines.split_off(room(&pages).max(1));
                put(&mut pages, std::mem::replace(&mut lines, overleaf));
                pages.push(Sheet::default());
                open(&mut pages, &section.head, None);
            }
            put(&mut pages, lines);
            tally.add(block.tally);
            if let (true, Some(page)) = (section.carried, pages.last_mut()) {
                page.carried = Some(tally);
            }
        }
    }
    pages
}

fn put(pages: &mut [Sheet], lines: Vec<String>) {
    if let Some(page) = pages.last_mut() {
        page.lines.extend(lines);
    }
}

fn open(pages: &mut [Sheet], head: &[String], brought: Option<String>) {
    let Some(page) = pages.last_mut() else { return };
    if !page.lines.is_empty() && !head.is_empty() {
        page.lines.push(String::new());
    }
    page.lines.extend_from_slice(head);
    page.lines.extend(brought.filter(|_| page.lines.len() == head.len()));
}
