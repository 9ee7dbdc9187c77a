//! How a list stands on the body: a title above, a strip that says the selected row in full below.
//!
//! Separate because agenda, find and supervisor stand alike. It must not know what is listed.

use crate::text::{Label, Lang};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The same sentence in both languages, for questions that stay while the language is switched.
pub fn both(say: impl Fn(Lang) -> String) -> Label {
    Label::new(say(Lang::Id), say(Lang::En))
}

/// A body in its three parts. The list is the last to go when there is little room.
pub struct Parts {
    pub title: Rect,
    pub list: Rect,
    pub strip: Rect,
}

/// Cuts a body; `strip` rows stay for the strip where at least six rows are left for the list.
pub fn parts(body: Rect, strip: u16) -> Parts {
    let title = Rect { height: body.height.min(1), ..body };
    let rest = body.height - title.height;
    let strip = if rest >= strip + 6 { strip } else { 0 };
    let list = Rect { y: body.y + title.height, height: rest - strip, ..body };
    Parts { title, list, strip: Rect { y: list.y + list.height, height: strip, ..body } }
}

/// The title at the left, something about it at the right.
pub fn title(area: Rect, buf: &mut Buffer, look: &Look, left: &str, right: &str) {
    let area = paint::clip(area, buf);
    let used = paint::put_cut(buf, paint::indent(area, 1), left, look.style(Role::Strong), look.symbols);
    let rest = paint::indent(area, used + 3);
    if paint::width(right) < usize::from(rest.width) {
        paint::put_right(buf, Rect { width: rest.width.saturating_sub(1), ..rest }, right, look.style(Role::Dim));
    }
}

/// A rule and below it a text, wrapped; what does not fit ends with the mark for "cut".
pub fn strip(area: Rect, buf: &mut Buffer, look: &Look, text: &str) {
    let area = paint::clip(area, buf);
    if area.height == 0 {
        return;
    }
    paint::rule(buf, paint::line(area, 0), look.symbols.horizontal, look.style(Role::Dim));
    let room = usize::from(area.width.saturating_sub(2));
    let most = usize::from(area.height - 1);
    let rows = paint::wrap(text, room);
    for (at, row) in (1..area.height).zip(&rows) {
        let line = paint::indent(paint::line(area, at), 1);
        let used = paint::put(buf, line, row, look.style(Role::Plain));
        if usize::from(at) == most && rows.len() > most {
            let end = paint::indent(line, used.min(line.width.saturating_sub(1)));
            paint::put(buf, end, look.symbols.cut, look.style(Role::Dim));
        }
    }
}

/// Lines one below the other, each wrapped; returns the rows used.
pub fn paragraphs(area: Rect, buf: &mut Buffer, look: &Look, lines: &[(Role, String)]) -> u16 {
    let area = paint::clip(area, buf);
    let room = usize::from(area.width.saturating_sub(2));
    let mut at = 0;
    for (role, text) in lines {
        for row in paint::wrap(text, room) {
            paint::put(buf, paint::indent(paint::line(area, at), 1), row, look.style(*role));
            at = at.saturating_add(1);
        }
    }
    at.min(area.height)
}
