//! The two typefaces: which glyph a letter is, how wide text runs, where lines break.
//!
//! Separate because measuring needs the font's tables and nothing else. No shaping: one glyph a letter, left to
//! right; what has no glyph is shown as an empty box and keeps its letter for who copies the text.

use super::paper::{PdfError, Style, Weight};
use crate::domain::clean::clean;
use crate::export::table::wrap_by;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use std::sync::LazyLock;

/// Liberation Sans 2.1.5 (SIL Open Font License 1.1, `assets/fonts/OFL.txt`).
const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/LiberationSans-Bold.ttf");

/// Letters whose glyphs are looked up once: Latin with its extensions.
const NEAR: u32 = 0x250;
/// Shown for a letter the font lacks.
const BOX: char = '□';

static FACES: LazyLock<Option<[Face; 2]>> = LazyLock::new(|| Some([Face::read(REGULAR)?, Face::read(BOLD)?]));

/// A glyph and its width in ems.
#[derive(Clone, Copy)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) width: f32,
}

pub(super) struct Face {
    pub(super) font: krilla::text::Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    per_em: f32,
    near: Vec<Glyph>,
    missing: Glyph,
}

impl Face {
    fn read(data: &'static [u8]) -> Option<Face> {
        let reader = FontRef::new(data).ok()?;
        let font = krilla::text::Font::new(data.into(), 0)?;
        let per_em = font.units_per_em();
        let metrics = reader.glyph_metrics(Size::unscaled(), LocationRef::default());
        let nothing = Glyph { id: 0, width: 0.0 };
        let mut face = Face { font, charmap: reader.charmap(), metrics, per_em, near: Vec::new(), missing: nothing };
        face.missing = face.look_up(BOX).or_else(|| face.look_up('?'))?;
        face.near = (0..NEAR).filter_map(char::from_u32).map(|c| face.look_up(c).unwrap_or(face.missing)).collect();
        Some(face)
    }

    fn look_up(&self, c: char) -> Option<Glyph> {
        let id: GlyphId = self.charmap.map(c).filter(|id| id.to_u32() != 0)?;
        Some(Glyph { id: id.to_u32(), width: self.metrics.advance_width(id)? / self.per_em })
    }

    pub(super) fn glyph(&self, c: char) -> Glyph {
        match self.near.get(c as usize) {
            Some(glyph) => *glyph,
            None => self.look_up(c).unwrap_or(self.missing),
        }
    }

    /// Width in ems.
    fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.glyph(c).width).sum()
    }
}

/// Both faces.
#[derive(Clone, Copy)]
pub(super) struct Faces(&'static [Face; 2]);

impl Faces {
    pub(super) fn get() -> Result<Faces, PdfError> {
        FACES.as_ref().map(Faces).ok_or(PdfError::Font)
    }

    pub(super) fn of(self, weight: Weight) -> &'static Face {
        match weight {
            Weight::Regular => &self.0[0],
            Weight::Bold => &self.0[1],
        }
    }

    /// Width in points.
    pub(super) fn width(self, text: &str, style: &Style) -> f32 {
        self.of(style.weight).width(text) * style.size
    }

    /// Lines no wider than `width` points, at least one. A line break in the text is kept; whatever else steers a
    /// reader is dropped once more, whoever called.
    pub(super) fn wrap(self, text: &str, width: f32, style: &Style) -> Vec<String> {
        let face = self.of(style.weight);
        // What is summed in another order may differ in the last bit.
        let ems = width / style.size + 0.001;
        let measure = |text: &str| face.width(text);
        text.split('\n').flat_map(|line| wrap_by(&clean(line), ems, &measure)).collect()
    }
}
