//! A document under construction: blocks laid one below the other, page after page.
//!
//! Separate because where a page ends is decided here alone: a block stays whole when it fits a page, a heading stays
//! with what follows it, and the page numbers are written when all pages are known.

use super::face::Faces;
use super::paper::{About, Align, MM, Paper, PdfError, Style};
use super::write::{self, Mark};
use crate::text::{Lang, paper as words};

/// Letters of the running head and the foot.
const SMALL: Style = Style::new(7.5);
/// Height kept free above the lower margin for the foot, in points.
const FOOT: f32 = 14.0;
pub(super) const THIN: f32 = 0.35;
pub(super) const THICK: f32 = 1.2;

/// Marks drawn from the left margin and an upper edge of their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// In points.
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
}

impl Piece {
    pub(super) fn gap(height: f32) -> Piece {
        Piece { height, marks: Vec::new() }
    }

    /// This one with another below it.
    pub(super) fn over(mut self, below: Piece) -> Piece {
        self.marks.extend(below.marks.into_iter().map(|mark| mark.moved(0.0, self.height)));
        self.height += below.height;
        self
    }
}

/// A document under construction.
pub struct Doc {
    pub(super) paper: Paper,
    pub(super) faces: Faces,
    pub(super) lang: Lang,
    about: About,
    banner: Option<String>,
    running: Option<String>,
    foot: String,
    pages: Vec<Vec<Mark>>,
    /// Upper edge of what comes next, in points from the upper edge of the page.
    pub(super) y: f32,
    /// Nothing but heads stands on this page yet.
    fresh: bool,
    /// Headings that wait for what follows them.
    waiting: Option<Piece>,
    share: Share,
}

/// The part of the page's width that is filled now.
#[derive(Clone, Copy)]
struct Share {
    /// Columns of text side by side, and which of them, from 0.
    of: usize,
    at: usize,
    /// Upper edge of the columns on this page, and the lowest place any of them reached.
    top: f32,
    low: f32,
    /// They begin at the head of the page: nothing has more room elsewhere.
    head: bool,
    /// Where all but the last of them end; the foot of the page when there is none.
    limit: Option<f32>,
}

/// Between two columns of text, in points.
const GUTTER: f32 = 16.0;

impl Doc {
    /// Begins with one empty page.
    ///
    /// # Errors
    /// Only when a built-in font cannot be read.
    pub fn new(paper: Paper, about: About, lang: Lang) -> Result<Doc, PdfError> {
        let faces = Faces::get()?;
        let (banner, running, foot) = (None, None, String::new());
        let (pages, y, waiting) = (vec![Vec::new()], paper.top * MM, None);
        let share = Share { of: 1, at: 0, top: y, low: y, head: true, limit: None };
        Ok(Doc { paper, faces, lang, about, banner, running, foot, pages, y, fresh: true, waiting, share })
    }

    /// A framed line at the head of every page: that it is a simulation, provisional, a copy. Said before anything is
    /// laid out.
    pub fn banner(&mut self, text: &str) {
        self.banner = Some(text.to_owned());
        self.begin_page();
    }

    /// A small line at the head of every page from the second on.
    pub fn running(&mut self, text: &str) {
        self.running = Some(text.to_owned());
    }

    /// Beside the page number at the foot of every page.
    pub fn foot(&mut self, text: &str) {
        self.foot = text.to_owned();
    }

    /// Text across the page, wrapped.
    pub fn text(&mut self, text: &str, style: Style) {
        self.text_in(text, style, 0.0);
    }

    /// The same, begun so many millimetres from the left margin.
    pub fn text_in(&mut self, text: &str, style: Style, indent_mm: f32) {
        let lines = self.faces.wrap(text, self.inner() - indent_mm * MM, &style);
        let line = |text: &String| self.line(text, &style, indent_mm * MM, self.inner());
        let mut lines: Vec<Piece> = lines.iter().map(line).collect();
        // Neither the first nor the last line stands alone.
        let last = if lines.len() > 3 { lines.split_off(lines.len() - 2) } else { Vec::new() };
        let middle = if last.is_empty() { Vec::new() } else { lines.split_off(2) };
        let joined = |lines: Vec<Piece>| lines.into_iter().reduce(Piece::over);
        let pieces: Vec<Piece> = joined(lines).into_iter().chain(middle).chain(joined(last)).collect();
        pieces.into_iter().for_each(|piece| self.place(piece));
    }

    /// A bold line that stays with what follows it.
    pub fn heading(&mut self, text: &str) {
        let style = Style::new(10.0).bold();
        let lines = self.faces.wrap(text, self.inner(), &style);
        let pieces = lines.iter().map(|text| self.line(text, &style, 0.0, self.inner()));
        let heading = pieces.fold(Piece::gap(6.0), Piece::over).over(Piece::gap(2.0));
        let waiting = self.waiting.take().unwrap_or_default();
        self.waiting = Some(waiting.over(heading));
    }

    /// Goes on overleaf unless so many millimetres are left: for what should not be torn from its beginning.
    pub fn need(&mut self, mm: f32) {
        if mm * MM > self.room() {
            self.next_page();
        }
    }

    /// Empty height in millimetres; none at the head of a page.
    pub fn space(&mut self, mm: f32) {
        if !self.fresh {
            self.y += mm * MM;
        }
    }

    /// From here on so many columns of text side by side, each filled to the foot of the page before the next; 1 goes
    /// on below all of them.
    pub fn columns(&mut self, of: usize) {
        if let Some(waiting) = self.waiting.take() {
            self.place(waiting);
        }
        let low = self.share.low.max(self.y);
        self.y = low;
        self.share = Share { of: of.max(1), at: 0, top: low, low, head: self.fresh, limit: None };
    }

    /// What `fill` lays down, in so many columns of text of nearly the same height; overleaf when the rest of this page
    /// has no room for them. It is called twice, once to measure.
    ///
    /// # Errors
    /// Those of `fill`.
    pub fn balanced(&mut self, of: usize, fill: impl Fn(&mut Doc) -> Result<(), PdfError>) -> Result<(), PdfError> {
        /// The largest block that cannot be torn may make a column so much longer, in points.
        const SLACK: f32 = 24.0;
        let endless = Paper { height: 1e6, ..self.paper };
        let mut scratch = Doc::new(endless, self.about.clone(), self.lang)?;
        scratch.columns(of);
        fill(&mut scratch)?;
        let high = (scratch.y - endless.top * MM) / of as f32 + SLACK;
        if high > self.room() {
            self.next_page();
        }
        self.put_waiting();
        self.columns(of);
        self.share.limit = (high <= self.room()).then_some(self.y + high);
        fill(self)?;
        self.columns(1);
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// [`PdfError::Invalid`] when the library finds the file not to be PDF/A-2b.
    pub fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        if let Some(waiting) = self.waiting.take() {
            self.place(waiting);
        }
        let of = self.pages.len();
        let foot = self.foot.clone();
        let (left, right) = (self.paper.left * MM, (self.paper.width - self.paper.right) * MM);
        let base = (self.paper.height - self.paper.bottom) * MM;
        for number in 1..=of {
            let text = words::page(self.lang, number, of);
            let x = right - self.faces.width(&text, &SMALL);
            let beside = self.faces.wrap(&foot, x - left - 10.0, &SMALL).swap_remove(0);
            let marks = &mut self.pages[number - 1];
            marks.push(Mark::Text { x, y: base, style: SMALL, text });
            marks.push(Mark::Text { x: left, y: base, style: SMALL, text: beside });
        }
        let size = (self.paper.width * MM, self.paper.height * MM);
        let language = match self.lang {
            Lang::Id => "id-ID",
            Lang::En => "en",
        };
        write::write(&self.about, size, self.pages, self.faces, language)
    }

    /// Width between the margins, or of the present column, in points.
    pub(super) fn inner(&self) -> f32 {
        let of = self.share.of as f32;
        (self.paper.inner() * MM - (of - 1.0) * GUTTER) / of
    }

    /// Left edge of what is laid down now, in points.
    pub(super) fn left(&self) -> f32 {
        self.paper.left * MM + self.share.at as f32 * (self.inner() + GUTTER)
    }

    /// Lower edge of what may be laid on a page.
    pub(super) fn bottom(&self) -> f32 {
        let page = (self.paper.height - self.paper.bottom) * MM - FOOT;
        let limit = self.share.limit.filter(|_| self.share.at + 1 < self.share.of);
        limit.map_or(page, |limit| limit.min(page))
    }

    /// Height still free, less the headings that wait.
    pub(super) fn room(&self) -> f32 {
        self.bottom() - self.y - self.waiting.as_ref().map_or(0.0, |w| w.height)
    }

    /// Lays a block down whole, on the next page if this one has no room for it.
    pub(super) fn place(&mut self, piece: Piece) {
        if piece.height > self.room() {
            self.next_page();
        }
        self.put_waiting();
        self.put(piece);
    }

    /// Lays a block down here.
    pub(super) fn put(&mut self, piece: Piece) {
        let (dx, dy) = (self.left(), self.y);
        self.draw(piece.marks.into_iter().map(|mark| mark.moved(dx, dy)));
        self.y += piece.height;
        self.fresh = false;
    }

    pub(super) fn put_waiting(&mut self) {
        if let Some(mut waiting) = self.waiting.take() {
            if self.fresh {
                // No gap above a heading at the head of a page.
                waiting = Piece { height: waiting.height - 6.0, marks: waiting.marks };
                waiting.marks = waiting.marks.into_iter().map(|mark| mark.moved(0.0, -6.0)).collect();
            }
            self.put(waiting);
        }
    }

    /// Draws on the page where it stands.
    pub(super) fn draw(&mut self, marks: impl IntoIterator<Item = Mark>) {
        if let Some(page) = self.pages.last_mut() {
            page.extend(marks);
        }
    }

    /// Goes on in the next column or overleaf, unless nothing stands here yet.
    pub(super) fn next_page(&mut self) {
        if self.fresh && self.share.head {
            return;
        }
        self.share.low = self.share.low.max(self.y);
        if self.share.at + 1 < self.share.of {
            self.share.at += 1;
            self.y = self.share.top;
        } else {
            self.pages.push(Vec::new());
            self.begin_page();
        }
        self.fresh = true;
    }

    /// The heads of a page.
    fn begin_page(&mut self) {
        let of = self.share.of;
        self.y = self.paper.top * MM;
        self.share = Share { of: 1, at: 0, top: self.y, low: self.y, head: true, limit: None };
        let width = self.inner();
        if let Some(banner) = self.banner.clone() {
            let style = Style::new(9.0).bold().centred();
            let text = self.faces.wrap(&banner, width, &style).swap_remove(0);
            let mut piece = self.line(&text, &style, 0.0, width);
            let (top, low) = (-3.0, piece.height + 2.0);
            piece.marks.extend(frame(0.0, top, width, low));
            piece.height += 8.0;
            self.put(piece);
        }
        if let (true, Some(running)) = (self.pages.len() > 1, self.running.clone()) {
            let text = self.faces.wrap(&running, width, &SMALL).swap_remove(0);
            let mut piece = self.line(&text, &SMALL, 0.0, width);
            piece.marks.push(rule(0.0, piece.height + 1.0, width, THIN));
            piece.height += 6.0;
            self.put(piece);
        }
        self.share = Share { of, at: 0, top: self.y, low: self.y, head: true, limit: None };
        self.fresh = true;
    }

    /// One line of text between two edges.
    pub(super) fn line(&self, text: &str, style: &Style, left: f32, right: f32) -> Piece {
        let wide = self.faces.width(text, style);
        let x = match style.align {
            Align::Left => left,
            Align::Centre => (left + right - wide) / 2.0,
            Align::Right => right - wide,
        };
        let y = style.size * 0.95;
        let mut marks = Vec::new();
        if !text.is_empty() {
            let thick = style.size * 0.06;
            let across = |dy: f32| Mark::Rule { from: (x, y + dy), to: (x + wide, y + dy), width: thick };
            marks.extend(style.underline.then(|| across(style.size * 0.14)));
            marks.extend(style.strike.then(|| across(style.size * -0.28)));
            marks.push(Mark::Text { x, y, style: *style, text: text.to_owned() });
        }
        Piece { height: style.lead(), marks }
    }
}

/// A line across.
pub(super) fn rule(x: f32, y: f32, to: f32, width: f32) -> Mark {
    Mark::Rule { from: (x, y), to: (to, y), width }
}

/// Four lines around.
pub(super) fn frame(left: f32, top: f32, right: f32, low: f32) -> [Mark; 4] {
    let upright = |x: f32| Mark::Rule { from: (x, top), to: (x, low), width: THIN };
    [rule(left, top, right, THIN), rule(left, low, right, THIN), upright(left), upright(right)]
}
