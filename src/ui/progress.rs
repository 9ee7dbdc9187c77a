//! Bars: how far something is, and how long a step has taken against its term.
//!
//! Owns the bar and the step clock. Separate because several screens show both. It must not read a
//! clock: seconds come in.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint;
use super::theme::{Look, Role};
use crate::text::chrome as t;
use crate::text::common;

/// Draws a bar of the area's width: `done` of `total`. A total of nothing draws an empty bar, more
/// than all a full one.
pub fn bar(area: Rect, buf: &mut Buffer, look: &Look, role: Role, done: u64, total: u64) {
    let area = paint::line(paint::clip(area, buf), 0);
    let cells = filled(u64::from(area.width), done, total);
    let full = Rect { width: cells, ..area };
    paint::rule(buf, full, look.symbols.full, look.style(role));
    paint::rule(buf, paint::indent(area, cells), look.symbols.empty, look.style(role));
}

/// Cells filled: none only for nothing done, all only for all done.
fn filled(width: u64, done: u64, total: u64) -> u16 {
    if total == 0 || done == 0 || width == 0 {
        return 0;
    }
    let exact = width.saturating_mul(done.min(total)) / total;
    let most = if done >= total { width } else { width.saturating_sub(1).max(1) };
    u16::try_from(exact.clamp(1, most)).unwrap_or(u16::MAX)
}

/// The clock of a step: which step, seconds taken, seconds the procedure allows. The caller rounds
/// the seconds to the steps in which it wants the clock to move (practice 21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepClock {
    /// Number of the step in the procedure, 1 to 3.
    pub step: u8,
    /// Seconds taken so far, waiting not counted.
    pub seconds: i64,
    /// Seconds allowed.
    pub allowed: i64,
    /// The clock stands still while waiting for network or applicant.
    pub paused: bool,
}

impl StepClock {
    /// Draws `langkah 1  00.38 / 01.00 ▓▓▓░` at the right end of the area's first row; returns the
    /// cells used.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> u16 {
        let area = paint::line(paint::clip(area, buf), 0);
        let over = self.seconds > self.allowed;
        let role = if over { Role::Warning } else { Role::Plain };
        let sign = match (self.paused, over) {
            (true, _) => t::PAUSED.get(look.lang),
            (false, true) => look.symbols.warning,
            (false, false) => "",
        };
        let taken = common::duration(look.lang, self.seconds);
        let allowed = common::duration(look.lang, self.allowed);
        let step = t::step(look.lang, self.step);
        let text = format!("{step}  {taken} / {allowed} {sign}");
        let text = text.trim_end();
        let cells = u16::try_from(paint::width(text)).unwrap_or(u16::MAX);
        const BAR: u16 = 8;
        let with_bar = cells.saturating_add(BAR + 2) <= area.width;
        let tail = if with_bar { BAR + 1 } else { 0 };
        let head = Rect { width: area.width.saturating_sub(tail + 1), ..area };
        let used = paint::put_right(buf, head, text, look.style(role));
        if with_bar {
            let start = area.width - BAR - 1;
            let place = Rect { width: BAR, ..paint::indent(area, start) };
            let seconds = u64::try_from(self.seconds).unwrap_or(0);
            let allowed = u64::try_from(self.allowed).unwrap_or(0);
            bar(place, buf, look, role, seconds, allowed);
        }
        used + tail + 1
    }
}
