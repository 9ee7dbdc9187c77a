//! Putting text into cells: the only place that measures and cuts.
//!
//! Owns widths, clipping, fills, boxes and word wrap. It is separate because every widget must be
//! total at every size, and that is easiest to see in one place. Nothing here allocates while
//! drawing, except [`wrap`]. It must not know what is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::clean::hostile;
use super::theme::Symbols;

/// Cells a text takes. Hostile characters take none, because they are never drawn.
#[must_use]
pub fn width(text: &str) -> usize {
    if plain(text) {
        return text.len();
    }
    text.graphemes(true).map(cluster_width).sum()
}

/// Cells one grapheme cluster takes: 0, 1 or 2.
#[must_use]
pub fn cluster_width(cluster: &str) -> usize {
    if cluster.chars().any(hostile) {
        return 0;
    }
    cluster.width().min(2)
}

fn plain(text: &str) -> bool {
    text.bytes().all(|b| (0x20..0x7F).contains(&b))
}

/// The part of `area` inside the buffer; every drawing starts from it.
#[must_use]
pub fn clip(area: Rect, buf: &Buffer) -> Rect {
    area.intersection(buf.area)
}

/// Row `index` of an area as an area of its own; empty when there is no such row.
#[must_use]
pub fn line(area: Rect, index: u16) -> Rect {
    if index >= area.height {
        return Rect::new(area.x, area.y, 0, 0);
    }
    Rect::new(area.x, area.y + index, area.width, 1)
}

/// The area without its first `cells` columns.
#[must_use]
pub fn indent(area: Rect, cells: u16) -> Rect {
    let cells = cells.min(area.width);
    Rect::new(area.x + cells, area.y, area.width - cells, area.height)
}

/// Draws text from the left end of an area's first row; what does not fit is not drawn. Returns
/// the cells used.
pub fn put(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let area = clip(area, buf);
    if area.is_empty() {
        return 0;
    }
    let (left, right) = (area.x, area.x + area.width);
    let mut x = left;
    let take = |buf: &mut Buffer, x: &mut u16, cluster: &str, cells: u16| -> bool {
        if *x + cells > right {
            return false;
        }
        buf[(*x, area.y)].set_symbol(cluster).set_style(style);
        for rest in 1..cells {
            let cell = &mut buf[(*x + rest, area.y)];
            cell.reset();
            cell.set_style(style);
        }
        *x += cells;
        true
    };
    if plain(text) {
        for place in 0..text.len() {
            if !take(buf, &mut x, &text[place..=place], 1) {
                break;
            }
        }
        return x - left;
    }
    for cluster in text.graphemes(true) {
        let cells = u16::try_from(cluster_width(cluster)).unwrap_or(0);
        if cells > 0 && !take(buf, &mut x, cluster, cells) {
            break;
        }
    }
    x - left
}

/// Like [`put`], but shows the mark for "cut" in the last cell when the text does not fit.
pub fn put_cut(buf: &mut Buffer, area: Rect, text: &str, style: Style, symbols: &Symbols) -> u16 {
    let room = clip(area, buf).width;
    let used = put(buf, area, text, style);
    if room > 0 && width(text) > usize::from(room) {
        let last = Rect::new(area.x + room - 1, area.y, 1, 1);
        blank(buf, Rect::new(area.x + used.min(room - 1), area.y, 1, 1), style);
        put(buf, last, symbols.cut, style);
        return room;
    }
    used
}

/// Draws text so that it ends at the right end of the area's first row; returns the cells used.
pub fn put_right(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let cells = u16::try_from(width(text)).unwrap_or(u16::MAX).min(area.width);
    let start = Rect::new(area.x + area.width - cells, area.y, cells, area.height.min(1));
    put(buf, start, text, style)
}

/// Fills an area with blanks in one style.
pub fn blank(buf: &mut Buffer, area: Rect, style: Style) {
    let area = clip(area, buf);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let cell = &mut buf[(x, y)];
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Fills the area's first row with one symbol.
pub fn rule(buf: &mut Buffer, area: Rect, symbol: &'static str, style: Style) {
    let area = line(clip(area, buf), 0);
    for x in area.left()..area.right() {
        buf[(x, area.y)].set_symbol(symbol).set_style(style);
    }
}

/// Clears an area, draws a frame with a title and returns the inside.
pub fn frame(buf: &mut Buffer, area: Rect, title: &str, symbols: &Symbols, style: Style) -> Rect {
    let area = clip(area, buf);
    blank(buf, area, Style::reset());
    if area.width < 2 || area.height < 2 {
        return Rect::new(area.x, area.y, 0, 0);
    }
    let (bottom, right) = (area.height - 1, area.width - 1);
    rule(buf, line(area, 0), symbols.horizontal, style);
    rule(buf, line(area, bottom), symbols.horizontal, style);
    for y in 0..area.height {
        let side = match y {
            0 => (symbols.top_left, symbols.top_right),
            y if y == bottom => (symbols.bottom_left, symbols.bottom_right),
            _ => (symbols.vertical, symbols.vertical),
        };
        buf[(area.x, area.y + y)].set_symbol(side.0).set_style(style);
        buf[(area.x + right, area.y + y)].set_symbol(side.1).set_style(style);
    }
    let head = Rect::new(area.x + 1, area.y, area.width - 2, 1);
    if !title.is_empty() && head.width > 2 {
        put(buf, Rect { width: 1, ..head }, " ", style);
        let room = Rect::new(head.x + 1, head.y, head.width - 2, 1);
        let used = put_cut(buf, room, title, style, symbols);
        put(buf, Rect::new(room.x + used, head.y, 1, 1), " ", style);
    }
    Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
}

/// Breaks text into rows of at most `room` cells, between words where it can. No row for a room
/// of nothing; words longer than a row are broken.
#[must_use]
pub fn wrap(text: &str, room: usize) -> Vec<&str> {
    let mut rows = Vec::new();
    if room == 0 {
        return rows;
    }
    for paragraph in text.lines() {
        let mut rest = paragraph.trim_end();
        loop {
            let (head, tail) = break_row(rest, room);
            rows.push(head.trim_end());
            rest = tail.trim_start();
            if rest.is_empty() {
                break;
            }
        }
    }
    rows
}

/// The first row of a text and what is left; the row holds at least one cluster, so that a
/// caller always gets on.
fn break_row(text: &str, room: usize) -> (&str, &str) {
    let mut used = 0;
    let mut at_space = None;
    for (place, cluster) in text.grapheme_indices(true) {
        let cells = cluster_width(cluster);
        if used + cells > room && place > 0 {
            let cut = if cluster == " " { place } else { at_space.unwrap_or(place) };
            return text.split_at(cut);
        }
        used += cells;
        if cluster == " " {
            at_space = Some(place + 1);
        }
    }
    (text, "")
}
