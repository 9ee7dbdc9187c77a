//! The fixed parts of an office paper: letterhead, title, lists of label and value, signatures, codes.
//!
//! Separate from the flow, which knows only blocks and pages.

use super::flow::{Doc, Piece, THICK, THIN, frame, rule};
use super::paper::{MM, PdfError, Style};
use super::write::Mark;
use qrcodegen::{QrCode, QrCodeEcc};

const LETTERS: Style = Style::new(9.5);
/// Empty lines between the title of who signs and the name.
const SIGNING: f32 = 4.0;
/// Dots to sign on where no name is known.
const UNNAMED: &str = "(........................................)";
/// Light modules around a code that a reader needs (ISO/IEC 18004).
const QUIET: usize = 4;

/// Who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Above the title: place and date, or "Mengetahui,".
    pub above: String,
    pub title: Vec<String>,
    /// Underlined; dots when empty.
    pub name: String,
    /// Rank, NIP.
    pub below: Vec<String>,
}

impl Signature {
    /// From lines as policy holds them: title, name, and what stands below the name.
    pub fn of(above: &str, lines: &[String]) -> Signature {
        let line = |at: usize| lines.get(at).cloned().unwrap_or_default();
        let below = lines.get(2..).unwrap_or_default().to_vec();
        Signature { above: above.to_owned(), title: vec![line(0)], name: line(1), below }
    }
}

impl Doc {
    /// Lines of the letterhead, the second (the office's name) larger, and a double rule.
    pub fn letterhead(&mut self, lines: &[String]) {
        let width = self.inner();
        let mut piece = Piece::default();
        for (at, text) in lines.iter().enumerate() {
            // The first two name the government and the office, what follows is their address.
            let style = match at {
                0 => Style::new(12.0).bold().centred(),
                1 => Style::new(14.0).bold().centred(),
                _ => Style::new(9.0).centred(),
            };
            for text in self.faces.wrap(text, width, &style) {
                piece = piece.over(self.line(&text, &style, 0.0, width));
            }
        }
        if lines.is_empty() {
            return;
        }
        let y = piece.height + 3.0;
        piece.marks.extend([rule(0.0, y, width, THICK), rule(0.0, y + 2.0, width, THIN)]);
        piece.height = y + 10.0;
        self.place(piece);
    }

    /// The title in the middle and lines below it.
    pub fn title(&mut self, title: &str, below: &[String]) {
        let (head, small) = (Style::new(12.0).bold().centred(), Style::new(10.0).centred());
        let mut piece = Piece::default();
        let below = below.iter().map(|text| (text.as_str(), small));
        for (text, style) in std::iter::once((title, head)).chain(below) {
            for text in self.faces.wrap(text, self.inner(), &style) {
                piece = piece.over(self.line(&text, &style, 0.0, self.inner()));
            }
        }
        self.place(piece.over(Piece::gap(6.0)));
    }

    /// Label, colon, value, a line each; labels take `label_mm`. A value goes on below itself.
    pub fn pairs(&mut self, pairs: &[(String, String)], label_mm: f32) {
        self.pairs_in(pairs, label_mm, LETTERS);
    }

    /// The same in other letters.
    pub fn pairs_in(&mut self, pairs: &[(String, String)], label_mm: f32, letters: Style) {
        let colon = label_mm * MM;
        let value_at = colon + 6.0;
        for (label, value) in pairs {
            let labels = self.faces.wrap(label, colon - 4.0, &letters);
            let values = self.faces.wrap(value, self.inner() - value_at, &letters);
            let mut piece = Piece::gap(labels.len().max(values.len()) as f32 * letters.lead());
            let colons = [":".to_owned()];
            for (x, lines) in [(0.0, &labels[..]), (colon, &colons[..]), (value_at, &values[..])] {
                for (at, text) in lines.iter().enumerate() {
                    let line = self.line(text, &letters, x, self.inner());
                    let down = at as f32 * letters.lead();
                    piece.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, down)));
                }
            }
            self.place(piece);
        }
    }

    /// A line across, heavy or thin.
    pub fn rule(&mut self, heavy: bool) {
        let y = 2.5;
        let marks = vec![rule(0.0, y, self.inner(), if heavy { THICK } else { THIN })];
        self.place(Piece { height: 2.0 * y, marks });
    }

    /// Text behind a mark; further lines stand as far to the right. Without a mark it belongs to the one above.
    pub fn hanging(&mut self, mark: &str, text: &str, letters: Style) {
        let left = letters.size * 1.8;
        for (at, line) in self.faces.wrap(text, self.inner() - left, &letters).iter().enumerate() {
            let mut piece = self.line(line, &letters, left, self.inner());
            let mark = if at == 0 { mark } else { "" };
            piece.marks.extend(self.line(mark, &letters, 0.0, left).marks);
            self.place(piece);
        }
    }

    /// A label, a colon, and squares to write one digit each into, in groups.
    pub fn boxes(&mut self, label: &str, groups: &[usize], label_mm: f32, letters: Style) {
        const SIDE: f32 = 5.0 * MM;
        const BETWEEN: f32 = 1.5 * MM;
        let colon = label_mm * MM;
        let mut piece = Piece::gap(SIDE + 3.0);
        let down = (SIDE - letters.lead()) / 2.0;
        for (x, text) in [(0.0, label), (colon, ":")] {
            let line = self.line(text, &letters, x, self.inner());
            piece.marks.extend(line.marks.into_iter().map(|mark| mark.moved(0.0, down)));
        }
        let mut x = colon + 6.0;
        for group in groups {
            for _ in 0..*group {
                piece.marks.extend(frame(x, 0.0, x + SIDE, SIDE));
                x += SIDE;
            }
            x += BETWEEN;
        }
        self.place(piece);
    }

    /// A broken line across with a word in its middle: what is below is torn off.
    pub fn tear(&mut self, text: &str) {
        const DASH: f32 = 4.0;
        let (small, width) = (Style::new(7.0).centred(), self.inner());
        let wide = self.faces.width(text, &small);
        let (from, to) = ((width - wide) / 2.0 - DASH, (width + wide) / 2.0 + DASH);
        let mut piece = self.line(text, &small, 0.0, width);
        let mut x = 0.0;
        while x + DASH <= width {
            if x + DASH <= from || x >= to {
                piece.marks.push(rule(x, piece.height / 2.0, x + DASH, THIN));
            }
            x += 2.0 * DASH;
        }
        piece.height += 6.0;
        self.place(piece);
    }

    /// Blocks side by side, kept together; a single one stands on the right.
    pub fn signatures(&mut self, all: &[Signature]) {
        let shares = all.len().max(2);
        let width = self.inner() / shares as f32;
        let titles = all.iter().map(|s| s.title.len()).max().unwrap_or(0);
        let mut whole = Piece::default();
        for (at, signature) in (shares - all.len()..).zip(all) {
            let left = at as f32 * width;
            let block = self.signature(signature, titles, left, left + width);
            whole.height = whole.height.max(block.height);
            whole.marks.extend(block.marks);
        }
        self.place(Piece::gap(10.0).over(whole));
    }

    fn signature(&self, who: &Signature, titles: usize, left: f32, right: f32) -> Piece {
        let plain = LETTERS.centred();
        let named = Style { underline: true, ..plain.bold() };
        let line = |text: &str, style: &Style| {
            let lines = self.faces.wrap(text, right - left - 8.0, style);
            lines.iter().map(|text| self.line(text, style, left, right)).fold(Piece::default(), Piece::over)
        };
        let mut block = line(&who.above, &plain);
        for at in 0..titles {
            block = block.over(line(who.title.get(at).map_or("", String::as_str), &plain));
        }
        block = block.over(Piece::gap(SIGNING * plain.lead()));
        block = block.over(if who.name.is_empty() { line(UNNAMED, &plain) } else { line(&who.name, &named) });
        who.below.iter().fold(block, |block, text| block.over(line(text, &plain)))
    }

    /// A QR code `size` millimetres wide with its light border, and lines of text to its right.
    ///
    /// # Errors
    /// [`PdfError::Code`] for more than about 2,300 letters.
    pub fn code(&mut self, holds: &str, size: f32, beside: &[String]) -> Result<(), PdfError> {
        let code = QrCode::encode_text(holds, QrCodeEcc::Medium).map_err(|_| PdfError::Code)?;
        let modules = code.size();
        let module = size * MM / (modules as f32 + 2.0 * QUIET as f32);
        let edge = QUIET as f32 * module;
        let mut blocks = Vec::new();
        for y in 0..modules {
            let mut x = 0;
            while x < modules {
                // A run of dark modules is one block: no hairline between them on any screen.
                let run = (x..modules).take_while(|x| code.get_module(*x, y)).count() as i32;
                if run > 0 {
                    let at = |n: i32| edge + n as f32 * module;
                    blocks.push([at(x), at(y), run as f32 * module, module]);
                }
                x += run.max(1);
            }
        }
        let mut piece = Piece { height: size * MM, marks: vec![Mark::Blocks(blocks)] };
        let left = size * MM + 4.0;
        let mut text = Piece::gap(edge);
        for line in beside.iter().flat_map(|text| self.faces.wrap(text, self.inner() - left, &LETTERS)) {
            text = text.over(self.line(&line, &LETTERS, left, self.inner()));
        }
        piece.height = piece.height.max(text.height);
        piece.marks.extend(text.marks);
        self.place(piece);
        Ok(())
    }
}
