//! Tables that go on overleaf: head and column numbers on every page, sums carried forward, thin rules.
//!
//! Separate because it is the one block that draws its own page ends. A row stays whole unless it is higher than a
//! page.

use super::flow::{Doc, Piece, THIN, rule};
use super::paper::{Align, MM, Style, Weight};
use super::write::Mark;
use crate::text::paper as words;

/// Room between a cell's text and its rules, in points: beside, above and below.
const BESIDE: f32 = 2.0;
const ABOVE: f32 = 1.6;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    pub title: String,
    /// In millimetres; columns together wider than the paper shrink alike.
    pub width: f32,
    pub align: Align,
}

impl Column {
    pub fn left(title: &str, width: f32) -> Column {
        Column { title: title.to_owned(), width, align: Align::Left }
    }

    pub fn right(title: &str, width: f32) -> Column {
        Column { align: Align::Right, ..Column::left(title, width) }
    }

    pub fn centred(title: &str, width: f32) -> Column {
        Column { align: Align::Centre, ..Column::left(title, width) }
    }
}

/// One cell; a `\n` in its text begins a line.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    /// How many columns it covers.
    pub span: usize,
    pub bold: bool,
    pub struck: bool,
    /// Another side than its column's.
    pub align: Option<Align>,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), span: 1, bold: false, struck: false, align: None }
    }

    pub fn bold(self) -> Cell {
        Cell { bold: true, ..self }
    }

    /// Struck through, line by line.
    pub fn struck(self, struck: bool) -> Cell {
        Cell { struck, ..self }
    }

    pub fn over(self, span: usize) -> Cell {
        Cell { span, ..self }
    }

    pub fn aligned(self, align: Align) -> Cell {
        Cell { align: Some(align), ..self }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::new(text)
    }
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// At least so high, in millimetres: room to write by hand.
    pub height: f32,
}

impl Row {
    pub fn new<C: Into<Cell>>(cells: impl IntoIterator<Item = C>) -> Row {
        Row { cells: cells.into_iter().map(Into::into).collect(), height: 0.0 }
    }
}

/// Which sums a row of [`Table::carry`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// At the foot of a page that is not the last.
    Forward,
    /// At the head of the next one: the same numbers.
    Brought,
    /// Below the last row.
    Total,
}

/// The row of sums over so many rows from the first.
pub type Sums<'a> = &'a dyn Fn(Carried, usize) -> Row;

/// A table.
pub struct Table<'a> {
    /// Bold above the head, repeated overleaf as continued; none when empty.
    pub title: String,
    pub columns: Vec<Column>,
    /// A row 1…n below the head.
    pub numbered: bool,
    /// Letters in points.
    pub size: f32,
    pub rows: Vec<Row>,
    pub carry: Option<Sums<'a>>,
}

impl Table<'_> {
    pub fn new(columns: Vec<Column>) -> Self {
        Table { title: String::new(), columns, numbered: false, size: 9.0, rows: Vec::new(), carry: None }
    }
}

/// A row with its lines, ready to be drawn.
struct Laid {
    /// Left edge, right edge, style and lines of each cell.
    cells: Vec<(f32, f32, Style, Vec<String>)>,
    height: f32,
    lead: f32,
}

impl Laid {
    fn lines(&self) -> usize {
        self.cells.iter().map(|(.., lines)| lines.len()).max().unwrap_or(0)
    }

    /// What fits into a height, and the rest.
    fn split(mut self, height: f32) -> (Laid, Laid) {
        let fit = (((height - 2.0 * ABOVE) / self.lead) as usize).clamp(1, self.lines().max(1));
        let rest = self.cells.iter_mut().map(|(left, right, style, lines)| {
            let rest = lines.split_off(fit.min(lines.len()));
            (*left, *right, *style, rest)
        });
        let rest: Vec<_> = rest.collect();
        let high = |lines: usize| lines as f32 * self.lead + 2.0 * ABOVE;
        let mut rest = Laid { cells: rest, height: 0.0, lead: self.lead };
        rest.height = high(rest.lines());
        self.height = high(fit);
        (self, rest)
    }
}

/// A table while it is drawn.
struct Drawing<'a> {
    table: &'a Table<'a>,
    /// Edges of the columns in points, one more than columns.
    edges: Vec<f32>,
    /// Where the upright lines of this page began.
    open: Vec<Option<f32>>,
    head: Vec<Laid>,
    /// Pages begun, and rows on the last of them.
    pages: usize,
    here: usize,
}

impl Doc {
    /// Draws a table from here on.
    pub fn table(&mut self, table: &Table<'_>) {
        let wide: f32 = table.columns.iter().map(|c| c.width * MM).sum();
        let scale = if wide > self.inner() { self.inner() / wide } else { 1.0 };
        let mut edges = vec![0.0];
        for column in &table.columns {
            edges.push(edges.last().copied().unwrap_or(0.0) + column.width * MM * scale);
        }
        let mut drawing = Drawing { table, open: vec![None; edges.len()], edges, head: Vec::new(), pages: 0, here: 0 };
        drawing.head = drawing.heads(self);
        drawing.rows(self);
    }
}

impl Drawing<'_> {
    /// The names of the columns and their numbers.
    fn heads(&self, doc: &Doc) -> Vec<Laid> {
        let centred = |text: String| Cell::new(text).aligned(Align::Centre);
        let names = self.table.columns.iter().map(|c| centred(c.title.clone()).bold());
        let mut heads = vec![self.lay(doc, &Row::new(names))];
        if self.table.numbered {
            let numbers = (1..=self.table.columns.len()).map(|n| centred(n.to_string()));
            heads.push(self.lay(doc, &Row::new(numbers)));
        }
        heads
    }

    fn lay(&self, doc: &Doc, row: &Row) -> Laid {
        let mut cells = Vec::with_capacity(row.cells.len());
        let mut column = 0;
        for cell in &row.cells {
            let to = (column + cell.span).min(self.edges.len() - 1);
            let (left, right) = (self.edges[column.min(to)], self.edges[to]);
            let weight = if cell.bold { Weight::Bold } else { Weight::Regular };
            let usual = self.table.columns.get(column).map_or(Align::Left, |c| c.align);
            let align = cell.align.unwrap_or(usual);
            let style = Style { weight, align, strike: cell.struck, ..Style::new(self.table.size) };
            let lines = doc.faces.wrap(&cell.text, right - left - 2.0 * BESIDE, &style);
            cells.push((left, right, style, lines));
            column = to;
        }
        let mut laid = Laid { cells, height: 0.0, lead: Style::new(self.table.size).lead() };
        laid.height = (laid.lines() as f32 * laid.lead + 2.0 * ABOVE).max(row.height * MM);
        laid
    }

    fn rows(&mut self, doc: &mut Doc) {
        let rows = &self.table.rows;
        let first = rows.first().map_or(0.0, |row| self.lay(doc, row).height);
        let foot = self.sums(doc, Carried::Forward, 0).map_or(0.0, |sums| sums.height);
        // A head stands with at least one row and what is below it.
        if self.head_height(doc) + first + foot > doc.room() {
            doc.next_page();
        }
        doc.put_waiting();
        self.begin(doc, 0);
        for (done, row) in rows.iter().enumerate() {
            let mut laid = self.lay(doc, row);
            if laid.height + foot > doc.room() && self.here > 0 {
                self.overleaf(doc, done);
            }
            while laid.height + foot > doc.room() && laid.lines() > 1 {
                let (fits, rest) = laid.split(doc.room() - foot);
                self.put(doc, &fits);
                self.overleaf(doc, done);
                laid = rest;
            }
            self.put(doc, &laid);
            self.here += 1;
        }
        if let Some(total) = self.sums(doc, Carried::Total, rows.len()) {
            self.put(doc, &total);
        }
        self.end(doc);
    }

    fn sums(&self, doc: &Doc, which: Carried, done: usize) -> Option<Laid> {
        self.table.carry.map(|sums| self.lay(doc, &sums(which, done)))
    }

    fn title(&self, doc: &Doc, continued: bool) -> Option<Piece> {
        let style = Style::new(self.table.size + 1.5).bold();
        let more = if continued { format!(" {}", words::CONTINUED.get(doc.lang)) } else { String::new() };
        let lines = doc.faces.wrap(&format!("{}{more}", self.table.title), doc.inner(), &style);
        let title = lines.iter().map(|text| doc.line(text, &style, 0.0, doc.inner())).reduce(Piece::over)?;
        let above = Piece::gap(if continued { 0.0 } else { 8.0 });
        (!self.table.title.is_empty()).then(|| above.over(title).over(Piece::gap(2.0)))
    }

    fn head_height(&self, doc: &Doc) -> f32 {
        self.title(doc, true).map_or(0.0, |t| t.height) + self.head.iter().map(|h| h.height).sum::<f32>()
    }

    /// The head of a page's share of the table; `done` rows stand on the pages before.
    fn begin(&mut self, doc: &mut Doc, done: usize) {
        if let Some(title) = self.title(doc, self.pages > 0) {
            doc.put(title);
        }
        self.pages += 1;
        self.here = 0;
        let left = doc.left();
        doc.draw([rule(left, doc.y, left + self.edges[self.edges.len() - 1], THIN)]);
        for head in std::mem::take(&mut self.head) {
            self.put(doc, &head);
            self.head.push(head);
        }
        if let Some(brought) = self.sums(doc, Carried::Brought, done).filter(|_| self.pages > 1) {
            self.put(doc, &brought);
        }
    }

    fn overleaf(&mut self, doc: &mut Doc, done: usize) {
        if let Some(forward) = self.sums(doc, Carried::Forward, done) {
            self.put(doc, &forward);
        }
        self.end(doc);
        doc.next_page();
        self.begin(doc, done);
    }

    /// Draws a row and the rule below it, and goes on with the upright lines at its cells.
    fn put(&mut self, doc: &mut Doc, laid: &Laid) {
        let mut piece = Piece::gap(laid.height);
        for (left, right, style, lines) in &laid.cells {
            for (at, text) in lines.iter().enumerate() {
                let line = doc.line(text, style, left + BESIDE, right - BESIDE);
                let down = ABOVE + at as f32 * laid.lead;
                piece.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, down)));
            }
        }
        piece.marks.push(rule(0.0, laid.height, self.edges[self.edges.len() - 1], THIN));
        let stands = |edge: f32| edge == 0.0 || laid.cells.iter().any(|(_, right, ..)| *right == edge);
        for at in 0..self.edges.len() {
            match (self.open[at], stands(self.edges[at])) {
                (None, true) => self.open[at] = Some(doc.y),
                (Some(_), false) => self.upright(doc, at),
                _ => {}
            }
        }
        doc.put(piece);
    }

    /// Ends one upright line at the present height.
    fn upright(&mut self, doc: &mut Doc, at: usize) {
        if let Some(from) = self.open[at].take() {
            let x = doc.left() + self.edges[at];
            doc.draw([Mark::Rule { from: (x, from), to: (x, doc.y), width: THIN }]);
        }
    }

    fn end(&mut self, doc: &mut Doc) {
        (0..self.edges.len()).for_each(|at| self.upright(doc, at));
    }
}
