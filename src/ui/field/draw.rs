//! How a field looks: masked, grouped, scrolled to its cursor.
//!
//! Owns drawing only; separate from editing because it keeps no state. It must not change the
//! field.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::Field;
use crate::ui::paint;
use crate::ui::theme::{Look, Role};

impl Field {
    /// Draws the field into the area's first row; with `focus` the cursor is drawn too. The text
    /// scrolls so that the cursor is in sight, and cut ends are marked.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, focus: bool) {
        let area = paint::line(paint::clip(area, buf), 0);
        if area.is_empty() {
            return;
        }
        let role = if focus { Role::EntryFocus } else { Role::Entry };
        let style = look.style(role);
        paint::blank(buf, area, style);
        let room = usize::from(area.width);
        let cells = self.cells(look);
        let cursor = cells.iter().take_while(|cell| cell.at < self.cursor).count();
        let first = if focus { first_in_sight(&cells, cursor, room) } else { 0 };
        let mut x = 0;
        for (index, cell) in cells.iter().enumerate().skip(first) {
            if x + cell.width > room {
                break;
            }
            let at = spot(area, x);
            let style = if focus && index == cursor { look.style(Role::Cursor) } else { style };
            let used = paint::put(buf, Rect { width: area.width - (at.x - area.x), ..at }, cell.show, style);
            x += usize::from(used);
        }
        if focus && cursor >= cells.len() {
            buf.set_style(spot(area, x.min(room - 1)), look.style(Role::Cursor));
        }
        let total: usize = cells.iter().skip(first).map(|cell| cell.width).sum();
        if first > 0 && room > 1 {
            mark_cut(buf, spot(area, 0), look);
        }
        if total > room && !(focus && x >= room && cursor + 1 == cells.len()) && room > 1 {
            mark_cut(buf, spot(area, room - 1), look);
        }
    }

    /// What is shown, cell group by cell group: masked, grouped, never a character without width.
    fn cells<'a>(&'a self, look: &Look) -> Vec<Shown<'a>> {
        let mut out = Vec::with_capacity(self.text.len() + self.text.len() / 4);
        for (place, (at, cluster)) in self.text.grapheme_indices(true).enumerate() {
            if self.grouped && place > 0 && place % 4 == 0 {
                out.push(Shown { at, show: " ", width: 1 });
            }
            let show = if self.secret { look.symbols.mask } else { cluster };
            let width = paint::cluster_width(show);
            out.push(Shown { at, show, width });
        }
        out
    }
}

struct Shown<'a> {
    at: usize,
    show: &'a str,
    width: usize,
}

fn spot(area: Rect, x: usize) -> Rect {
    let x = u16::try_from(x).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    Rect::new(area.x + x, area.y, 1, 1)
}

fn mark_cut(buf: &mut Buffer, at: Rect, look: &Look) {
    if let Some(cell) = buf.cell_mut((at.x, at.y))
        && cell.modifier != look.style(Role::Cursor).add_modifier
    {
        cell.set_symbol(look.symbols.cut);
    }
}

/// The first cell to draw so that the cursor, one cell wide at the end of the text, is in sight.
fn first_in_sight(cells: &[Shown<'_>], cursor: usize, room: usize) -> usize {
    let at_cursor = cells.get(cursor).map_or(1, |cell| cell.width.max(1));
    let mut left: usize = cells.iter().take(cursor).map(|cell| cell.width).sum();
    let mut first = 0;
    while left + at_cursor > room && first < cursor {
        left -= cells.get(first).map_or(0, |cell| cell.width);
        first += 1;
    }
    first
}
