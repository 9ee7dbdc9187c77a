//! From drawn pages to the bytes of a PDF/A-2b file. The only place that names the library doing it.
//!
//! Separate so that the layout knows letters, lines and squares only. What makes the file archival is asked of the
//! library's own validator: without it there are no bytes.

use super::face::Faces;
use super::paper::{About, PdfError, Style};
use chrono::{Datelike, Timelike};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use std::collections::BTreeMap;

/// Something drawn; lengths in points from the upper left corner, y downwards.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// One line of text; `y` is its base line, `x` its left end.
    Text { x: f32, y: f32, style: Style, text: String },
    /// A straight line.
    Rule { from: (f32, f32), to: (f32, f32), width: f32 },
    /// Filled black: x, y, width, height.
    Blocks(Vec<[f32; 4]>),
}

impl Mark {
    /// Moved by so much.
    pub(super) fn moved(self, dx: f32, dy: f32) -> Mark {
        match self {
            Mark::Text { x, y, style, text } => Mark::Text { x: x + dx, y: y + dy, style, text },
            Mark::Rule { from, to, width } => {
                Mark::Rule { from: (from.0 + dx, from.1 + dy), to: (to.0 + dx, to.1 + dy), width }
            }
            Mark::Blocks(all) => Mark::Blocks(all.into_iter().map(|[x, y, w, h]| [x + dx, y + dy, w, h]).collect()),
        }
    }
}

/// The whole file.
pub(super) fn write(
    about: &About,
    size: (f32, f32),
    pages: Vec<Vec<Mark>>,
    faces: Faces,
    language: &str,
) -> Result<Vec<u8>, PdfError> {
    let invalid = |error: &dyn std::fmt::Debug| PdfError::Invalid(format!("{error:?}"));
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A2_B).finish();
    let configuration = configuration.map_err(|error| invalid(&error))?;
    let settings = SerializeSettings { configuration, enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(about, language));
    for marks in pages {
        let settings = PageSettings::from_wh(size.0, size.1).ok_or(PdfError::Paper)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        draw(&mut surface, marks, faces);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| invalid(&error))
}

fn metadata(about: &About, language: &str) -> Metadata {
    let (at, offset) = (about.at, about.offset_s);
    let year = u16::try_from(at.year()).unwrap_or_default();
    // Each is small by its nature.
    let date = DateTime::new(year)
        .month(at.month() as u8)
        .day(at.day() as u8)
        .hour(at.hour() as u8)
        .minute(at.minute() as u8)
        .second(at.second() as u8)
        .utc_offset_hour((offset / 3600) as i8)
        .utc_offset_minute((offset.unsigned_abs() / 60 % 60) as u8);
    Metadata::new()
        .title(about.title.clone())
        .language(language.to_owned())
        .creator("loket".to_owned())
        .producer("loket".to_owned())
        .document_id(about.id.clone())
        .creation_date(date)
}

fn draw(surface: &mut Surface<'_>, marks: Vec<Mark>, faces: Faces) {
    // Lines of one width are one stroke: a table has thousands.
    let mut rules: BTreeMap<u32, PathBuilder> = BTreeMap::new();
    surface.set_fill(Some(Fill::default()));
    surface.set_stroke(None);
    for mark in marks {
        match mark {
            Mark::Text { x, y, style, text } => text_at(surface, faces, (x, y), &style, &text),
            Mark::Rule { from, to, width } => {
                let path = rules.entry((width * 1000.0) as u32).or_default();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
            }
            Mark::Blocks(all) => {
                let mut path = PathBuilder::new();
                all.iter().filter_map(|b| Rect::from_xywh(b[0], b[1], b[2], b[3])).for_each(|r| path.push_rect(r));
                path.finish().iter().for_each(|path| surface.draw_path(path));
            }
        }
    }
    surface.set_fill(None);
    for (width, path) in rules {
        surface.set_stroke(Some(Stroke { width: width as f32 / 1000.0, ..Stroke::default() }));
        path.finish().iter().for_each(|path| surface.draw_path(path));
    }
}

fn text_at(surface: &mut Surface<'_>, faces: Faces, (x, y): (f32, f32), style: &Style, text: &str) {
    let face = faces.of(style.weight);
    let glyphs: Vec<KrillaGlyph> = text
        .char_indices()
        .map(|(at, c)| {
            let glyph = face.glyph(c);
            let range = at..at + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.id), glyph.width, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    surface.draw_glyphs(Point::from_xy(x, y), &glyphs, face.font.clone(), text, style.size, false);
}
