//! How a form looks: labels in one column, remarks beside the fields, the open list on top.
//!
//! Owns drawing only; separate from the form's behaviour because it keeps no state. It must not
//! change the form.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Form, Input, Item};
use crate::ui::notice::Severity;
use crate::ui::paint;
use crate::ui::theme::{Look, Role};

/// Cells between two fields of one row.
const GAP: u16 = 3;
/// A remark needs at least this room; with less it shows on the notice line only.
const REMARK_ROOM: u16 = 12;
/// No label pushes the fields further to the right than this.
const LABEL_MOST: usize = 24;

impl Form {
    /// Rows the form takes when nothing is cut.
    #[must_use]
    pub fn rows(&self) -> u16 {
        let rows = self.items.iter().skip(1).filter(|item| !item.beside).count();
        let first = usize::from(!self.items.is_empty());
        u16::try_from(rows + first).unwrap_or(u16::MAX)
    }

    /// Draws the form; when it does not fit, the rows around the focus are shown.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, active: bool) {
        let area = paint::clip(area, buf);
        if area.is_empty() {
            return;
        }
        let column = self.label_column(look);
        let first = self.first_row(area.height);
        let (mut row, mut x) = (0_u16, 0_u16);
        let mut open_at = None;
        for (place, item) in self.items.iter().enumerate() {
            if place > 0 && !item.beside {
                row = row.saturating_add(1);
                x = 0;
            }
            let Some(line) = row.checked_sub(first).map(|row| paint::line(area, row)) else {
                continue;
            };
            let rest = paint::indent(line, x);
            let focus = active && place == self.focus;
            let label_room = if item.beside && place > 0 { 0 } else { column };
            let (field, used) = item.draw(rest, label_room, buf, look, focus);
            if focus {
                open_at = Some(field);
            }
            let crowded = self.items.get(place + 1).is_some_and(|next| next.beside);
            let used = if crowded { used } else { used + item.draw_remark(paint::indent(rest, used), buf, look) };
            x = x.saturating_add(used).saturating_add(GAP);
        }
        if let (Some(field), Some(Input::Choice(choices))) = (open_at, self.focused().map(|item| &item.input)) {
            choices.draw_list(field, area, buf, look);
        }
    }

    fn label_column(&self, look: &Look) -> u16 {
        let own_row = self.items.iter().filter(|item| !item.beside);
        let widest = own_row.map(|item| paint::width(item.label.get(look.lang))).max();
        u16::try_from(widest.unwrap_or(0).min(LABEL_MOST) + 4).unwrap_or(u16::MAX)
    }

    /// The first row shown, so that the focused one is in sight.
    fn first_row(&self, height: u16) -> u16 {
        let before = self.items.iter().take(self.focus + 1).skip(1);
        let focused = before.filter(|item| !item.beside).count();
        let focused = u16::try_from(focused).unwrap_or(u16::MAX);
        focused.saturating_sub(height.saturating_sub(1))
    }
}

impl Item {
    /// Draws label and field; returns where the field is and the cells used in all.
    fn draw(&self, area: Rect, column: u16, buf: &mut Buffer, look: &Look, focus: bool) -> (Rect, u16) {
        let text = self.label.get(look.lang);
        let own = u16::try_from(paint::width(text)).unwrap_or(u16::MAX).saturating_add(3);
        let column = if column == 0 { own } else { column }.min(area.width);
        let role = match (focus, self.enabled) {
            (_, false) => Role::Dim,
            (true, true) => Role::Strong,
            (false, true) => Role::Plain,
        };
        let pointer = if focus { look.symbols.pointer } else { " " };
        paint::put(buf, Rect { width: column.min(1), ..area }, pointer, look.style(role));
        let room = Rect { width: column.saturating_sub(2), ..paint::indent(area, 1) };
        let used = paint::put_cut(
            buf,
            Rect { width: room.width.saturating_sub(1), ..room },
            text,
            look.style(role),
            look.symbols,
        );
        if self.required && self.enabled && self.is_empty() {
            let at = Rect { width: 1, ..paint::indent(room, used) };
            paint::put(buf, paint::clip(at, buf).intersection(room), "*", look.style(Role::Strong));
        }
        let rest = paint::indent(area, column);
        let width =
            if self.width == 0 { rest.width - self.remark_share(rest.width) } else { self.width.min(rest.width) };
        let field = Rect { width, height: rest.height.min(1), ..rest };
        let used = column + self.draw_input(field, buf, look, focus);
        (field, used)
    }

    /// What a field without a width of its own leaves to its remark: up to half the row.
    fn remark_share(&self, room: u16) -> u16 {
        let Some((_, text)) = &self.remark else {
            return 0;
        };
        let wanted = u16::try_from(paint::width(text) + 4).unwrap_or(u16::MAX);
        let share = wanted.max(REMARK_ROOM + 2).min(room / 2);
        if share < REMARK_ROOM + 2 { 0 } else { share }
    }

    fn draw_input(&self, area: Rect, buf: &mut Buffer, look: &Look, focus: bool) -> u16 {
        match &self.input {
            Input::Text(field) if self.enabled => field.draw(area, buf, look, focus),
            Input::Choice(choices) if self.enabled => choices.draw(area, buf, look, focus),
            Input::Text(field) if !field.is_secret() => {
                paint::put_cut(buf, area, field.text(), look.style(Role::Dim), look.symbols);
            }
            Input::Choice(choices) => {
                let shown = choices.chosen().map_or("", |choice| choice.label.get(look.lang));
                paint::put_cut(buf, area, shown, look.style(Role::Dim), look.symbols);
            }
            Input::Text(_) => {}
            Input::Tick(on) => {
                let sign = if *on { look.symbols.ticked } else { look.symbols.unticked };
                let role = if focus { Role::Focus } else { Role::Plain };
                return paint::put(buf, area, sign, look.style(role));
            }
        }
        area.width
    }

    fn draw_remark(&self, area: Rect, buf: &mut Buffer, look: &Look) -> u16 {
        let Some((severity, text)) = &self.remark else {
            return 0;
        };
        let area = paint::indent(area, 2);
        if area.width < REMARK_ROOM {
            return 0;
        }
        let style = look.style(severity.role());
        let mut used = 0;
        if *severity != Severity::Info {
            used = paint::put(buf, area, severity.symbol(look), style) + 1;
        }
        used + paint::put_cut(buf, paint::indent(area, used), text, style, look.symbols) + 2
    }
}
