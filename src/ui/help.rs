//! The F1 page: the keys of the place the clerk is in.
//!
//! Owns paging and layout. Separate from the legend, which only tells the table in words. It must
//! name no key and no word of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keymap::legend::{self, HelpLine};
use super::keymap::{Action, Layer};
use super::paint;
use super::theme::{Look, Role};
use crate::text::keys as t;

/// The help over a screen.
#[derive(Clone, Debug)]
pub struct Help {
    layers: Vec<Layer>,
    page: usize,
}

/// Cells of the column with the keys.
const KEYS: u16 = 16;

impl Help {
    /// The help for a stack of layers.
    #[must_use]
    pub fn new(layers: &[Layer]) -> Help {
        Help { layers: layers.to_vec(), page: 0 }
    }

    /// Turns pages; false when the help shall be closed.
    pub fn on(&mut self, action: Action) -> bool {
        match action {
            Action::PageDown | Action::Down => self.page += 1,
            Action::PageUp | Action::Up => self.page = self.page.saturating_sub(1),
            Action::Escape | Action::Help => return false,
            _ => {}
        }
        // More pages than lines there cannot be, whatever the size.
        let lines = legend::help(&self.layers, crate::text::Lang::Id).len();
        self.page = self.page.min(lines);
        true
    }

    /// Draws the page over an area; a page beyond the last shows the last.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let title = t::HELP.get(look.lang);
        let inside = paint::frame(buf, area, title, look.symbols, look.style(Role::Strong));
        if inside.is_empty() {
            return;
        }
        let lines = legend::help(&self.layers, look.lang);
        let page = usize::from(inside.height.saturating_sub(1).max(1));
        let last = lines.len().saturating_sub(1) / page;
        let first = self.page.min(last) * page;
        for (row, line) in (0..).zip(lines.iter().skip(first).take(page)) {
            draw_line(line, paint::indent(paint::line(inside, row), 1), buf, look);
        }
        let foot = paint::indent(paint::line(inside, inside.height - 1), 1);
        paint::put_cut(buf, foot, t::MORE.get(look.lang), look.style(Role::Dim), look.symbols);
    }
}

fn draw_line(line: &HelpLine, area: Rect, buf: &mut Buffer, look: &Look) {
    match line {
        HelpLine::Heading(name) => {
            paint::put_cut(buf, area, name, look.style(Role::Strong), look.symbols);
        }
        HelpLine::Remark(words) => {
            paint::put_cut(buf, area, words, look.style(Role::Dim), look.symbols);
        }
        HelpLine::Keys { keys, label, danger } => {
            let keys_room = Rect { width: KEYS.min(area.width), ..area };
            paint::put(buf, paint::indent(keys_room, 1), keys, look.style(Role::Key));
            let rest = paint::indent(area, KEYS);
            let used = paint::put_cut(buf, rest, label, look.style(Role::Plain), look.symbols);
            if *danger {
                let rest = paint::indent(rest, used + 2);
                let words = t::DANGER.get(look.lang);
                paint::put_cut(buf, rest, words, look.style(Role::Danger), look.symbols);
            }
        }
    }
}
