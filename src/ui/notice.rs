//! What the clerk is told, and whether it must be read before going on.
//!
//! Owns the notice, its look, and the rule that errors freeze the screen until Escape while
//! warnings never do. Separate so that no screen decides that for itself. It must not know what
//! went wrong.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keymap::Action;
use super::paint;
use super::theme::{Look, Role};
use crate::text::chrome as t;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark.
    Info,
    /// An act succeeded.
    Good,
    /// Something to look at; work goes on.
    Warning,
    /// Something failed; the screen waits until it is read.
    Error,
}

impl Severity {
    /// The look of this severity.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Severity::Info => Role::Plain,
            Severity::Good => Role::Ok,
            Severity::Warning => Role::Warning,
            Severity::Error => Role::Error,
        }
    }

    /// The sign of this severity, so that colour never stands alone.
    #[must_use]
    pub const fn symbol(self, look: &Look) -> &'static str {
        match self {
            Severity::Info => look.symbols.info,
            Severity::Good => look.symbols.good,
            Severity::Warning => look.symbols.warning,
            Severity::Error => look.symbols.error,
        }
    }
}

/// One thing told to the clerk, in the language of the moment.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// Stable code for errors, as in the list of errors.
    pub code: Option<&'static str>,
    /// What happened, and to which thing.
    pub what: String,
    /// What to do next; may be empty.
    pub next: String,
}

impl Notice {
    /// A notice without a code and without a next step.
    pub fn new(severity: Severity, what: impl Into<String>) -> Notice {
        Notice { severity, code: None, what: what.into(), next: String::new() }
    }

    /// The same notice with what to do next.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Notice {
        self.next = next.into();
        self
    }

    /// The same notice with a code.
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Notice {
        self.code = Some(code);
        self
    }

    /// Draws the notice into the area's first row.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let area = paint::line(paint::clip(area, buf), 0);
        let style = look.style(self.severity.role());
        let mut x = 1;
        let mut say = |text: &str, gap: u16| {
            if !text.is_empty() {
                let room = paint::indent(area, x);
                x += paint::put_cut(buf, room, text, style, look.symbols) + gap;
            }
        };
        say(self.severity.symbol(look), 1);
        say(self.code.unwrap_or(""), 1);
        say(&self.what, 1);
        if !self.next.is_empty() {
            say(look.symbols.arrow, 1);
            say(&self.next, 0);
        }
    }

    /// Draws the notice as a box at the bottom of an area, with room for all its words; the way
    /// an error stands until it is read.
    pub fn draw_box(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let area = paint::clip(area, buf);
        let room = usize::from(area.width.saturating_sub(4));
        let what = paint::wrap(&self.what, room);
        let next = paint::wrap(&self.next, room.saturating_sub(3));
        let rows = u16::try_from(what.len() + next.len() + 3).unwrap_or(u16::MAX);
        let height = rows.min(area.height);
        let place = Rect::new(area.x, area.bottom() - height, area.width, height);
        let style = look.style(self.severity.role());
        let sign = self.severity.symbol(look);
        let title = self.code.unwrap_or("");
        let inside = paint::frame(buf, place, title, look.symbols, style);
        let corner = Rect { height: 1, width: 1, ..inside };
        paint::put(buf, paint::clip(corner, buf).intersection(inside), sign, style);
        let inside = paint::indent(inside, 2);
        let mut row = 0;
        for text in what {
            paint::put(buf, paint::line(inside, row), text, look.style(Role::Strong));
            row += 1;
        }
        for (place, text) in next.into_iter().enumerate() {
            let line = paint::line(inside, row);
            if place == 0 {
                paint::put(buf, line, look.symbols.arrow, look.style(Role::Plain));
            }
            paint::put(buf, paint::indent(line, 3), text, look.style(Role::Plain));
            row += 1;
        }
        if self.severity == Severity::Error {
            let hint = t::ERROR_READ.get(look.lang);
            paint::put_right(buf, paint::line(inside, row), hint, look.style(Role::Key));
        }
    }
}

impl std::fmt::Debug for Notice {
    /// Severity and code only: the words may name a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notice").field("severity", &self.severity).field("code", &self.code).finish_non_exhaustive()
    }
}

/// The notice of the moment. An error stays, and freezes, until Escape; a lesser notice does not
/// push it away.
#[derive(Clone, Debug, Default)]
pub struct Board {
    standing: Option<Notice>,
    waiting: Option<Notice>,
}

impl Board {
    /// Tells something. Behind an unread error only another error is kept, the first of them.
    pub fn tell(&mut self, notice: Notice) {
        if !self.frozen() {
            self.standing = Some(notice);
        } else if self.waiting.is_none() && notice.severity == Severity::Error {
            self.waiting = Some(notice);
        }
    }

    /// The notice to show.
    #[must_use]
    pub const fn notice(&self) -> Option<&Notice> {
        self.standing.as_ref()
    }

    /// True while an error waits to be read; every other input is then thrown away.
    #[must_use]
    pub fn frozen(&self) -> bool {
        let severity = self.standing.as_ref().map(|notice| notice.severity);
        severity == Some(Severity::Error)
    }

    /// Takes an action while frozen: Escape marks the error as read. True when it did.
    pub fn on(&mut self, action: Action) -> bool {
        let read = self.frozen() && action == Action::Escape;
        if read {
            self.standing = self.waiting.take();
        }
        read
    }

    /// Forgets a notice that has been seen long enough; an unread error stays.
    pub fn fade(&mut self) {
        if !self.frozen() {
            self.standing = None;
        }
    }
}
