//! Putting a record's texts into the places of a template.
//!
//! A template is an SVG whose measures are millimetres. A `<text>` with `data-width` is a place: it may be so
//! wide, shrink from `font-size` to `data-least`, and break into `data-lines`; what it says in braces are keys
//! of the record. Separate from the face so that a template can be changed without code. Never cuts: a text
//! that has no room is refused by the name of its element. Must not know pixels.

use super::render::roxmltree::{Document, Node};
use super::render::{Drawing, FAMILY, Unreadable};
use crate::domain::element::Element;
use std::fmt::Write as _;
use std::ops::Range;
use zeroize::Zeroizing;

/// Size at which texts are measured, in millimetres; widths grow with the size.
const MEASURED: f32 = 10.0;
/// Ink may stand out of its place by so much, in millimetres: a letter's side bearing, never a letter.
pub(super) const SLACK: f32 = 0.15;

/// Why a text does not get onto the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    NoRoom(Element),
    /// The template is not what this program expects.
    Template(&'static str),
}

impl From<Unreadable> for Misfit {
    fn from(_: Unreadable) -> Misfit {
        Misfit::Template("drawing")
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Anchor {
    Start,
    Middle,
}

/// A place of a template.
struct Place {
    id: String,
    at: Range<usize>,
    x: f32,
    y: f32,
    size: f32,
    least: f32,
    width: f32,
    lines: usize,
    bold: bool,
    anchor: Anchor,
    elements: Vec<Element>,
    text: Zeroizing<String>,
}

/// A line of a place as it is drawn, and the room it must keep to, in millimetres.
pub(super) struct Line {
    /// Of its `<text>` in the filled drawing.
    pub(super) id: String,
    pub(super) text: Zeroizing<String>,
    pub(super) elements: Vec<Element>,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
}

/// A template with its places filled.
pub(super) struct Filled {
    pub(super) svg: Zeroizing<String>,
    pub(super) lines: Vec<Line>,
}

/// Fills a template; `value` gives the text of an element. Parts whose id is in `without` are left out.
pub(super) fn fill(template: &str, without: &[&str], value: impl Fn(Element) -> String) -> Result<Filled, Misfit> {
    let document = Document::parse(template).map_err(|_| Misfit::Template("not XML"))?;
    let mut cuts: Vec<(Range<usize>, Zeroizing<String>)> = Vec::new();
    let mut places = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        if node.attribute("id").is_some_and(|id| without.contains(&id)) {
            cuts.push((node.range(), Zeroizing::default()));
        } else if node.attribute("data-width").is_some() {
            places.push(place(node, &value)?);
        }
    }
    let shown = |element: &Element| places.iter().any(|place| place.elements.contains(element));
    if Element::ALL.iter().any(|element| !element.is_picture() && !shown(element)) {
        return Err(Misfit::Template("an element has no place"));
    }
    let widths = measure(places.iter().map(|place| (place.text.as_str(), place.bold)))?;
    let mut lines = Vec::new();
    for (place, width) in places.iter().zip(widths) {
        let (texts, size) = broken(place, width)?;
        let drawn = draw(place, &texts, size, &mut lines);
        cuts.push((place.at.clone(), drawn));
    }
    cuts.sort_by_key(|(at, _)| at.start);
    let mut svg = Zeroizing::new(String::with_capacity(template.len() * 2));
    let mut from = 0;
    for (at, drawn) in cuts {
        svg.push_str(template.get(from..at.start).ok_or(Misfit::Template("parts overlap"))?);
        svg.push_str(&drawn);
        from = at.end;
    }
    svg.push_str(&template[from..]);
    Ok(Filled { svg, lines })
}

fn place(node: Node<'_, '_>, value: &impl Fn(Element) -> String) -> Result<Place, Misfit> {
    let number = |name| node.attribute(name).and_then(|text| text.parse::<f32>().ok());
    let needed = |name| number(name).ok_or(Misfit::Template(name));
    let (mut elements, mut text) = (Vec::new(), Zeroizing::new(String::new()));
    let mut rest = node.text().unwrap_or_default();
    while let Some((before, after)) = rest.split_once('{') {
        let (key, after) = after.split_once('}').ok_or(Misfit::Template("a brace"))?;
        let element = Element::from_key(key).ok_or(Misfit::Template("an unknown key"))?;
        elements.push(element);
        text.push_str(before);
        text.push_str(&Zeroizing::new(value(element)));
        rest = after;
    }
    text.push_str(rest);
    let size = needed("font-size")?;
    Ok(Place {
        id: node.attribute("id").ok_or(Misfit::Template("id"))?.to_owned(),
        at: node.range(),
        x: needed("x")?,
        y: needed("y")?,
        size,
        least: number("data-least").unwrap_or(size),
        width: needed("data-width")?,
        lines: if node.attribute("data-lines") == Some("2") { 2 } else { 1 },
        bold: node.attribute("font-weight") == Some("bold"),
        anchor: if node.attribute("text-anchor") == Some("middle") { Anchor::Middle } else { Anchor::Start },
        elements,
        text,
    })
}

/// Widths at [`MEASURED`], in order.
fn measure<'a>(texts: impl Iterator<Item = (&'a str, bool)>) -> Result<Vec<f32>, Misfit> {
    let mut svg = Zeroizing::new(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" font-family="{FAMILY}" font-size="{MEASURED}">"#
    ));
    let mut count = 0;
    for (at, (text, bold)) in texts.enumerate() {
        let weight = if bold { "bold" } else { "normal" };
        // Writing into a String cannot fail.
        let _ = write!(svg, r#"<text id="{at}" font-weight="{weight}">{}</text>"#, *escaped(text));
        count = at + 1;
    }
    svg.push_str("</svg>");
    let laid = Drawing::read(&svg, &[])?.texts();
    // A text without any ink is not in the drawing and takes no room.
    let width = |at: usize| laid.iter().find(|text| text.id == at.to_string()).map_or(0.0, |text| text.width);
    Ok((0..count).map(width).collect())
}

/// One line at full size, else shrunk, else two lines, else two lines shrunk; refused when even that is wide.
fn broken(place: &Place, width: f32) -> Result<(Vec<Zeroizing<String>>, f32), Misfit> {
    let size_for = |width: f32| if width > 0.0 { (place.width * MEASURED / width).min(place.size) } else { place.size };
    let size = size_for(width);
    if size >= place.least {
        return Ok((vec![place.text.clone()], size));
    }
    let no_room = || {
        let longest = place.elements.iter().copied().max_by_key(|element| element.limit());
        longest.map_or(Misfit::Template("a place without a key"), Misfit::NoRoom)
    };
    let spaces = place.text.match_indices(' ').map(|(at, _)| at).filter(|_| place.lines == 2);
    let splits: Vec<(&str, &str)> = spaces.map(|at| (&place.text[..at], &place.text[at + 1..])).collect();
    let widths = measure(splits.iter().flat_map(|(a, b)| [(*a, place.bold), (*b, place.bold)]))?;
    let wider = widths.chunks_exact(2).map(|pair| pair[0].max(pair[1]));
    let best = wider.zip(&splits).min_by(|a, b| a.0.total_cmp(&b.0));
    let (width, (first, second)) = best.ok_or_else(no_room)?;
    let size = size_for(width);
    if size < place.least {
        return Err(no_room());
    }
    Ok(([first, second].map(|text| Zeroizing::new((*text).to_owned())).to_vec(), size))
}

/// The `<text>` elements of a place. Two lines stand as far apart as the template's rows need.
fn draw(place: &Place, texts: &[Zeroizing<String>], size: f32, lines: &mut Vec<Line>) -> Zeroizing<String> {
    let weight = if place.bold { "bold" } else { "normal" };
    let (anchor, left) = match place.anchor {
        Anchor::Start => ("start", place.x),
        Anchor::Middle => ("middle", place.x - place.width / 2.0),
    };
    let mut drawn = Zeroizing::new(String::new());
    for (at, text) in texts.iter().enumerate() {
        let id = format!("{}.{at}", place.id);
        let y = place.y + place.size * LEADING * at as f32;
        // Writing into a String cannot fail.
        let _ = write!(
            drawn,
            r#"<text id="{id}" x="{}" y="{y}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}">{}</text>"#,
            place.x,
            *escaped(text)
        );
        lines.push(Line {
            id,
            text: text.clone(),
            elements: place.elements.clone(),
            left: left - SLACK,
            right: left + place.width + SLACK,
            top: y - size * 1.1,
            bottom: y + size * 0.35,
        });
    }
    drawn
}

/// From one line to the next, in sizes of the letters.
const LEADING: f32 = 1.12;

/// Text as XML says it.
fn escaped(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len() + 8));
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // No XML can say these; a question of glyphs is asked before, so they are never printed.
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
