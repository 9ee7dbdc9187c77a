//! How intake looks: title and clock, form, what is known, documents; a wide terminal gives the documents their
//! own pane.
//!
//! Separate from behaviour because it keeps no state. Must not change the screen.

use super::Intake;
use crate::domain::sop::Step;
use crate::text::screens::intake as t;
use crate::text::term;
use crate::ui::notice::Severity;
use crate::ui::paint;
use crate::ui::progress::StepClock;
use crate::ui::theme::Role;
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The clock moves in steps of this many seconds (practice 21).
pub(in crate::screen) const CLOCK_STEP_S: i64 = 15;
/// From this width on the documents stand beside the form.
const WIDE: u16 = 120;
/// Cells of the form when there is a second pane.
const FORM_WIDTH: u16 = 80;
/// Rows the documents keep under the form.
const DOCS_LEAST: u16 = 3;

impl Intake {
    pub(super) fn paint(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let body = paint::clip(body, buf);
        if body.is_empty() {
            return;
        }
        let wide = body.width >= WIDE;
        let left = if wide { Rect { width: FORM_WIDTH, ..body } } else { body };
        self.paint_title(paint::line(left, 0), buf, view);
        let rest = below(left, 1);
        if wide {
            let right = paint::indent(body, FORM_WIDTH + 2);
            self.paint_docs(right, buf, view, true);
            let lines_at = self.form.rows() + 1;
            self.paint_lines(below(rest, lines_at), buf, view, u16::MAX);
            self.form.draw(rest, buf, view.look, !self.on_docs);
        } else {
            self.paint_narrow(rest, buf, view);
        }
        if let Some((_, dialog)) = &self.question {
            dialog.draw(body, buf, view.look);
        }
    }

    /// Form, lines and documents under each other; the one in focus keeps its rows.
    fn paint_narrow(&self, area: Rect, buf: &mut Buffer, view: &View<'_>) {
        let wanted = self.docs.as_ref().map_or(2, |docs| docs.rows() + 1);
        let least = if self.on_docs { wanted } else { wanted.min(DOCS_LEAST) };
        let form = self.form.rows().min(area.height.saturating_sub(if self.on_docs { least } else { 0 }));
        let room = area.height - form;
        let lines = self.lines(view);
        let lines_wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let lines_rows = lines_wanted.min(room.saturating_sub(least));
        self.paint_lines(below(area, form), buf, view, lines_rows);
        self.paint_docs(below(area, form + lines_rows), buf, view, self.on_docs || room > wanted);
        // Last, so that an open list lies over what stands below.
        let shown = if self.on_docs { Rect { height: form, ..area } } else { area };
        self.form.draw(shown, buf, view.look, !self.on_docs);
    }

    fn paint_title(&self, line: Rect, buf: &mut Buffer, view: &View<'_>) {
        let look = view.look;
        let title = match (self.shape.sheet, self.family.open) {
            (true, _) => t::TITLE_SHEET,
            (false, true) => t::TITLE_FAMILY,
            (false, false) => t::TITLE,
        };
        let used = paint::put(buf, paint::indent(line, 1), title.get(look.lang), look.style(Role::Strong));
        let seconds = i64::from(self.timer.spent(view.stamp).work_ms) / 1000;
        let clock = StepClock {
            step: 1,
            seconds: seconds / CLOCK_STEP_S * CLOCK_STEP_S,
            allowed: i64::from(view.office.policy().standard(Step::Intake)),
            paused: false,
        };
        clock.draw(paint::indent(line, used + 2), buf, look);
    }

    fn paint_lines(&self, area: Rect, buf: &mut Buffer, view: &View<'_>, rows: u16) {
        let look = view.look;
        let mut row = 0;
        for (severity, text) in self.lines(view) {
            let style = look.style(severity.role());
            for (place, piece) in paint::wrap(&text, usize::from(area.width.saturating_sub(4))).into_iter().enumerate()
            {
                if row >= rows {
                    return;
                }
                let line = paint::indent(paint::line(area, row), 1);
                if place == 0 && severity != Severity::Info {
                    paint::put(buf, line, severity.symbol(look), style);
                }
                paint::put(buf, paint::indent(line, 2), piece, style);
                row += 1;
            }
        }
    }

    fn paint_docs(&self, area: Rect, buf: &mut Buffer, view: &View<'_>, whole: bool) {
        let look = view.look;
        let head = paint::indent(paint::line(area, 0), 1);
        let Some((docs, reason)) = self.docs.as_ref().zip(self.reason()) else {
            let words = t::DOCUMENTS_FIRST.get(look.lang);
            paint::put_cut(buf, head, words, look.style(Role::Dim), look.symbols);
            return;
        };
        let role = if self.on_docs { Role::Strong } else { Role::Plain };
        let title = t::documents_for(look.lang, term::reason(reason).get(look.lang));
        let used = paint::put_cut(buf, head, &title, look.style(role), look.symbols);
        let missing = docs.missing().len();
        if missing > 0 {
            let rest = paint::indent(head, used + 2);
            paint::put_right(buf, rest, &t::lacks(look.lang, missing), look.style(Role::Warning));
        }
        let list = paint::indent(below(area, 1), 1);
        // Without the focus and with little room the items stand side by side, so that none is out of sight.
        if whole { docs.draw(list, buf, look, self.on_docs) } else { docs.draw_compact(list, buf, look) }
    }
}

/// The area without its first rows.
pub(in crate::screen) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}
