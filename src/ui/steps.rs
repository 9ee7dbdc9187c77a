//! A guided list of steps: what is done, where we are, what failed, what is still closed.
//!
//! Owns the marks and the layout. Separate so that every guided session reads alike. It must not
//! know what a step does.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint;
use super::theme::{Look, Role};
use crate::text::Label;

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Finished.
    Done,
    /// The one being worked on.
    Current,
    /// Not yet.
    Todo,
    /// Went wrong; something must be chosen.
    Failed,
    /// Cannot be done now; the note says why.
    Closed,
}

impl Standing {
    const fn symbol(self, look: &Look) -> &'static str {
        match self {
            Standing::Done => look.symbols.done,
            Standing::Current => look.symbols.current,
            Standing::Todo => look.symbols.todo,
            Standing::Failed => look.symbols.failed,
            Standing::Closed => look.symbols.closed,
        }
    }

    const fn role(self) -> Role {
        match self {
            Standing::Done => Role::Ok,
            Standing::Current => Role::Strong,
            Standing::Todo => Role::Plain,
            Standing::Failed => Role::Error,
            Standing::Closed => Role::Dim,
        }
    }
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub title: Label,
    /// Where it stands.
    pub standing: Standing,
    /// The state in words, on the step's own row.
    pub note: String,
    /// Time and source, at the right end when there is room.
    pub right: String,
    /// More rows below it.
    pub details: Vec<String>,
}

/// Draws the steps numbered from 1; returns the rows used.
pub fn draw(steps: &[Step], area: Rect, buf: &mut Buffer, look: &Look) -> u16 {
    let area = paint::clip(area, buf);
    let widest = steps.iter().map(|step| paint::width(step.title.get(look.lang))).max();
    let column = u16::try_from(widest.unwrap_or(0).min(24) + 2).unwrap_or(0);
    let mut row = 0;
    for (number, step) in (1_usize..).zip(steps) {
        draw_step(number, step, paint::line(area, row), column, buf, look);
        row += 1;
        for detail in &step.details {
            let line = paint::indent(paint::line(area, row), 5 + column + 2);
            paint::put_cut(buf, line, detail, look.style(Role::Plain), look.symbols);
            row += 1;
        }
        if row >= area.height {
            break;
        }
    }
    row.min(area.height)
}

fn draw_step(number: usize, step: &Step, line: Rect, column: u16, buf: &mut Buffer, look: &Look) {
    let style = look.style(step.standing.role());
    paint::put(buf, paint::indent(line, 1), &number.to_string(), style);
    let title = paint::indent(line, 4);
    let room = Rect { width: column.min(title.width), ..title };
    paint::put_cut(buf, room, step.title.get(look.lang), style, look.symbols);
    let rest = paint::indent(line, 4 + column);
    paint::put(buf, rest, step.standing.symbol(look), style);
    let note = paint::indent(rest, 2);
    let used = paint::put_cut(buf, note, &step.note, look.style(Role::Plain), look.symbols);
    let right = paint::indent(note, used.saturating_add(2));
    if paint::width(&step.right) <= usize::from(right.width) {
        paint::put_right(buf, right, &step.right, look.style(Role::Dim));
    }
}
