//! The face of a card: record and template in, a picture out.
//!
//! Separate from the layout because here it is judged: after everything is placed, each text must really be
//! there, in glyphs, inside its room, and each picture must have left ink. Text and signature are pure black and
//! nothing else is, so that a printer puts them on its black panel and the photo on the coloured ones. Must not
//! know a printer.

use super::layout::{self, Filled, Line, Misfit};
use super::photo::PictureFault;
use super::preview::{Grey, luminance, shrink};
use super::record::PrintRecord;
use super::render::{Canvas, Drawing, Edges, Laid, Unreadable};
use crate::domain::element::Element;
use std::fmt;
use zeroize::Zeroizing;

static KTP_EL: &str = include_str!("../../assets/card/ktp-el.svg");
static TEST_CARD: &str = include_str!("../../assets/card/test-card.svg");

/// Pixels of the picture in each direction that one pixel of the preview stands for.
const PREVIEW_STEP: usize = 6;
/// Pixels of ink below which a signature was not there.
const LEAST_INK: usize = 40;

/// Size of the picture a printer wants. The card is 85.60 by 53.98 mm (ISO/IEC 7810 ID-1) and lies in the
/// middle of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Pixels per inch.
    pub dpi: u32,
}

impl Geometry {
    /// The card and nothing more.
    pub const CARD: Geometry = Geometry { width: 1011, height: 638, dpi: 300 };
    /// With the edge that printers which print over it want.
    pub const OVER_EDGE: Geometry = Geometry { width: 1016, height: 648, dpi: 300 };
}

/// What the blank carries already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blank {
    /// The names of the elements are printed on it: only values go out.
    #[default]
    Labelled,
    /// Nothing: the names go out too.
    Bare,
}

/// Which kind of sign the fonts lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Letter,
    Digit,
    Sign,
}

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaceError {
    #[error("{} has no room on the card", .0.key())]
    NoRoom(Element),
    #[error("the font has no glyph for a {glyph:?} of {}", .element.key())]
    NoGlyph { element: Element, glyph: Glyph },
    #[error("picture {}: {fault}", .element.key())]
    Picture { element: Element, fault: PictureFault },
    #[error("the template is wrong: {0}")]
    Template(&'static str),
}

impl FaceError {
    /// Codes are never reused.
    pub const CODES: &'static [&'static str] = &["C-11", "C-12", "C-13", "C-14"];

    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            FaceError::NoRoom(_) => "C-11",
            FaceError::NoGlyph { .. } => "C-12",
            FaceError::Picture { .. } => "C-13",
            FaceError::Template(_) => "C-14",
        }
    }
}

impl From<Misfit> for FaceError {
    fn from(misfit: Misfit) -> FaceError {
        match misfit {
            Misfit::NoRoom(element) => FaceError::NoRoom(element),
            Misfit::Template(what) => FaceError::Template(what),
        }
    }
}

impl From<Unreadable> for FaceError {
    fn from(_: Unreadable) -> FaceError {
        FaceError::Template("drawing")
    }
}

/// A finished picture. Held in memory only and overwritten when dropped.
pub struct Picture {
    pub png: Zeroizing<Vec<u8>>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Pixels per inch.
    pub dpi: u32,
    /// The same in small and grey.
    pub preview: Grey,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {} at {} dpi)", self.width, self.height, self.dpi)
    }
}

/// Draws the face of a record.
///
/// # Errors
/// [`FaceError`]: whatever would leave something off the card or show it wrongly.
pub fn face(record: &PrintRecord, geometry: Geometry, blank: Blank) -> Result<Picture, FaceError> {
    let without: &[&str] = if blank == Blank::Labelled { &["labels"] } else { &[] };
    let value = |element| record.text(element).to_owned();
    let Filled { svg, lines } = layout::fill(KTP_EL, without, value)?;
    let pictures = [Element::Photo, Element::Signature].map(|element| (element.key(), record.picture(element)));
    let drawing = Drawing::read(&svg, &pictures)?;
    all_there(&lines, &drawing.texts())?;
    let (mut canvas, scale, corner) = paint(&drawing, geometry)?;
    for element in [Element::Photo, Element::Signature] {
        let undecodable = FaceError::Picture { element, fault: PictureFault::Undecodable };
        // A picture whose kind the renderer does not take is not in its drawing.
        let edges = drawing.picture(element.key()).ok_or(undecodable)?;
        let ink = each_pixel(&mut canvas, geometry, in_pixels(edges, scale, corner), |pixel| match element {
            Element::Photo => lift_black(pixel),
            _ => black_or_white(pixel),
        });
        if ink < LEAST_INK {
            return Err(undecodable);
        }
    }
    finish(canvas, geometry)
}

/// The test card: measures, densities and sizes of letters, and nobody's data.
///
/// # Errors
/// [`FaceError::Template`] when its drawing is broken.
pub fn test_card(geometry: Geometry) -> Result<Picture, FaceError> {
    let (canvas, ..) = paint(&Drawing::read(TEST_CARD, &[])?, geometry)?;
    finish(canvas, geometry)
}

/// Any drawing as a PNG of its own size in pixels: for the invented portraits of the demo.
///
/// # Errors
/// [`FaceError::Template`] for what is no drawing.
pub fn sketch(svg: &str) -> Result<Vec<u8>, FaceError> {
    let drawing = Drawing::read(svg, &[])?;
    let (width, height) = drawing.size();
    Ok(drawing.paint((width.round() as u32, height.round() as u32), 1.0, (0.0, 0.0))?.png()?)
}

/// Pixels a millimetre, and where the card's corner lies in the picture.
type Placed = (Canvas, f32, (f32, f32));

fn paint(drawing: &Drawing, geometry: Geometry) -> Result<Placed, FaceError> {
    let scale = geometry.dpi as f32 / 25.4;
    let (width, height) = drawing.size();
    // Whole pixels, so that a card with an edge shows the same pixels as one without.
    let middle = |room: u32, mm: f32| ((room as f32 - (mm * scale).round()) / 2.0).floor();
    let corner = (middle(geometry.width, width), middle(geometry.height, height));
    Ok((drawing.paint((geometry.width, geometry.height), scale, corner)?, scale, corner))
}

fn finish(mut canvas: Canvas, geometry: Geometry) -> Result<Picture, FaceError> {
    let preview = shrink(canvas.rgba(), geometry.width as usize, PREVIEW_STEP);
    let png = Zeroizing::new(canvas.png()?);
    Ok(Picture { png, width: geometry.width, height: geometry.height, dpi: geometry.dpi, preview })
}

/// Every line was laid out in glyphs, all of them, inside its room.
fn all_there(lines: &[Line], laid: &[Laid]) -> Result<(), FaceError> {
    for line in lines {
        let element = line.elements.first().copied().ok_or(FaceError::Template("a place without a key"))?;
        let found = laid.iter().find(|text| text.id == line.id);
        let said = found.map_or("", |text| text.said.as_str());
        if let Some(lacking) = line.text.chars().find(|c| !c.is_whitespace() && !said.contains(*c)) {
            let element = owner(line, lacking).unwrap_or(element);
            return Err(FaceError::NoGlyph { element, glyph: glyph_of(lacking) });
        }
        let ink = found.ok_or(FaceError::NoRoom(element))?.ink;
        let inside =
            ink.left >= line.left && ink.right <= line.right && ink.top >= line.top && ink.bottom <= line.bottom;
        if !inside {
            return Err(FaceError::NoRoom(element));
        }
    }
    Ok(())
}

/// The longest element of a line stands for it: a line's few others are dates and numbers.
fn owner(line: &Line, lacking: char) -> Option<Element> {
    let spoken = line.elements.iter().copied().filter(|_| lacking.is_alphabetic());
    spoken.max_by_key(|element| element.limit())
}

fn glyph_of(c: char) -> Glyph {
    match c {
        c if c.is_alphabetic() => Glyph::Letter,
        c if c.is_numeric() => Glyph::Digit,
        _ => Glyph::Sign,
    }
}

/// Left, top, right, bottom in pixels, rounded outwards.
fn in_pixels(edges: Edges, scale: f32, corner: (f32, f32)) -> [usize; 4] {
    let low = |mm: f32, from: f32| (mm * scale + from).floor().max(0.0) as usize;
    let high = |mm: f32, from: f32| (mm * scale + from).ceil().max(0.0) as usize;
    [low(edges.left, corner.0), low(edges.top, corner.1), high(edges.right, corner.0), high(edges.bottom, corner.1)]
}

/// Changes every pixel of a rectangle; counts those that are not white afterwards.
fn each_pixel(
    canvas: &mut Canvas,
    geometry: Geometry,
    [left, top, right, bottom]: [usize; 4],
    change: impl Fn(&mut [u8]),
) -> usize {
    let row_bytes = geometry.width as usize * 4;
    let rows = canvas.rgba().chunks_exact_mut(row_bytes).take(bottom).skip(top);
    let mut ink = 0;
    for row in rows {
        for pixel in row.chunks_exact_mut(4).take(right).skip(left) {
            change(pixel);
            ink += usize::from(pixel != [u8::MAX; 4]);
        }
    }
    ink
}

/// Black of a photo belongs to the coloured panels.
fn lift_black(pixel: &mut [u8]) {
    if let [red, green, blue, _] = pixel
        && (*red, *green, *blue) == (0, 0, 0)
    {
        (*red, *green, *blue) = (1, 1, 1);
    }
}

/// A signature is a line on paper, whatever the paper.
fn black_or_white(pixel: &mut [u8]) {
    let shade = if luminance(pixel) < 140 { 0 } else { u8::MAX };
    if let [red, green, blue, _] = pixel {
        (*red, *green, *blue) = (shade, shade, shade);
    }
}
