//! From SVG to pixels, with the fonts in this program and no others.
//!
//! The only file that knows the renderer. Separate so that layout and record never see it. Reaches for no file,
//! no system font and no network: a reference in a drawing is one of the pictures handed in, or nothing. The
//! same drawing gives the same pixels on every machine.

use super::photo::{Kind, Shot};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, ImageHrefResolver, ImageKind, Node, Options, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// The renderer's reader of XML, for the templates.
pub(super) use resvg::usvg::roxmltree;

/// Liberation Sans 2.1.5 (SIL Open Font License 1.1, `assets/fonts/OFL.txt`).
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for face in [
        include_bytes!("../../assets/fonts/LiberationSans-Regular.ttf").as_slice(),
        include_bytes!("../../assets/fonts/LiberationSans-Bold.ttf").as_slice(),
    ] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    }
    fonts.set_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The family drawings name.
pub(super) const FAMILY: &str = "Liberation Sans";

/// The drawing cannot be read or has no size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// Edges in the units of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edges {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

/// A text as it was really laid out.
pub(super) struct Laid {
    pub(super) id: String,
    /// What the glyphs say; letters without a glyph are missing here.
    pub(super) said: String,
    /// Of the ink.
    pub(super) ink: Edges,
    /// From its start to where the next letter would stand.
    pub(super) width: f32,
}

/// A drawing with every text laid out.
pub(super) struct Drawing(Tree);

impl Drawing {
    /// Reads an SVG; `pictures` are what its image references may name.
    pub(super) fn read(svg: &str, pictures: &[(&'static str, &Shot)]) -> Result<Drawing, Unreadable> {
        let known: Vec<(&'static str, ImageKind)> = pictures.iter().map(|(name, shot)| (*name, image(shot))).collect();
        let find = move |href: &str, _: &Options<'_>| {
            known.iter().find(|(name, _)| *name == href).map(|(_, kind)| kind.clone())
        };
        let options = Options {
            font_family: FAMILY.to_owned(),
            fontdb: FONTS.clone(),
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(find),
            },
            ..Options::default()
        };
        usvg::Tree::from_str(svg, &options).map(Drawing).map_err(|_| Unreadable)
    }

    /// Every text with an id.
    pub(super) fn texts(&self) -> Vec<Laid> {
        let mut found = Vec::new();
        walk(self.0.root(), &mut |node| {
            if let Node::Text(text) = node
                && !text.id().is_empty()
            {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                // Glyph 0 is the font's empty box.
                let said = glyphs.filter(|glyph| glyph.id.0 != 0).map(|glyph| glyph.text.as_str()).collect();
                let ink = edges(text.flattened().abs_bounding_box());
                found.push(Laid { id: text.id().to_owned(), said, ink, width: text.abs_bounding_box().width() });
            }
        });
        found
    }

    /// Where a picture lies.
    pub(super) fn picture(&self, id: &str) -> Option<Edges> {
        let mut found = None;
        walk(self.0.root(), &mut |node| {
            if node.id() == id && !matches!(node, Node::Text(_)) {
                found.get_or_insert(edges(node.abs_bounding_box()));
            }
        });
        found
    }

    /// Width and height in its own units.
    pub(super) fn size(&self) -> (f32, f32) {
        (self.0.size().width(), self.0.size().height())
    }

    /// Paints it on white: `scale` pixels a unit, its corner at (`left`, `top`).
    pub(super) fn paint(&self, size: (u32, u32), scale: f32, (left, top): (f32, f32)) -> Result<Canvas, Unreadable> {
        let mut pixels = Pixmap::new(size.0, size.1).ok_or(Unreadable)?;
        pixels.fill(Color::WHITE);
        resvg::render(&self.0, Transform::from_row(scale, 0.0, 0.0, scale, left, top), &mut pixels.as_mut());
        Ok(Canvas(pixels))
    }
}

/// Opaque pixels, overwritten when dropped.
pub(super) struct Canvas(Pixmap);

impl Canvas {
    /// RGBA, row by row.
    pub(super) fn rgba(&mut self) -> &mut [u8] {
        self.0.data_mut()
    }

    /// As PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, Unreadable> {
        self.0.encode_png().map_err(|_| Unreadable)
    }
}

impl Drop for Canvas {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(self.0.data_mut());
    }
}

fn image(shot: &Shot) -> ImageKind {
    // The renderer wants to share bytes of its own.
    let bytes = Arc::new(shot.bytes.to_vec());
    match shot.kind {
        Kind::Png => ImageKind::PNG(bytes),
        Kind::Jpeg => ImageKind::JPEG(bytes),
    }
}

fn edges(rect: usvg::Rect) -> Edges {
    Edges { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
}

fn walk(group: &usvg::Group, see: &mut dyn FnMut(&Node)) {
    for node in group.children() {
        see(node);
        if let Node::Group(inner) = node {
            walk(inner, see);
        }
    }
}
