//! Documents to tick: present, missing, or not applicable where the rule has a condition.
//!
//! Owns ticking by digit and space, the citation line and the line of what must not be asked for.
//! There is deliberately no key to tick everything (practice 19). Separate because intake, check
//! and handover tick. It must not know the rules the items come from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keymap::Action;
use super::paint;
use super::theme::{Look, Role};
use crate::text::Label;
use crate::text::chrome as t;

/// What is known of one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Not seen.
    #[default]
    Missing,
    /// Seen.
    Present,
    /// The condition does not hold for this applicant.
    NotApplicable,
}

/// One item.
#[derive(Clone, Debug)]
pub struct Item {
    /// The document.
    pub label: Label,
    /// When it is needed; empty for an item that always is.
    pub condition: Label,
    /// The article it rests on.
    pub citation: String,
    /// What is known of it.
    pub mark: Mark,
}

impl Item {
    /// An item that is always needed, not yet seen.
    pub fn new(label: impl Into<Label>, citation: impl Into<String>) -> Item {
        Item { label: label.into(), condition: Label::default(), citation: citation.into(), mark: Mark::Missing }
    }

    /// The same item under a condition.
    #[must_use]
    pub fn when(mut self, condition: impl Into<Label>) -> Item {
        self.condition = condition.into();
        self
    }

    fn turn(&mut self) {
        self.mark = match self.mark {
            Mark::Missing => Mark::Present,
            Mark::Present if !self.condition.is_empty() => Mark::NotApplicable,
            Mark::Present | Mark::NotApplicable => Mark::Missing,
        };
    }
}

/// A list of items, at most nine of them reached by digit.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    items: Vec<Item>,
    focus: usize,
    forbidden: Label,
}

impl Checklist {
    /// A checklist; `forbidden` is the line of documents that must not be demanded, or empty.
    pub fn new(items: Vec<Item>, forbidden: impl Into<Label>) -> Checklist {
        Checklist { items, focus: 0, forbidden: forbidden.into() }
    }

    /// The items with their marks.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Sets marks by place, as a draft or an earlier step kept them; what is too many is ignored.
    pub fn set_marks(&mut self, marks: impl IntoIterator<Item = Mark>) {
        for (item, mark) in self.items.iter_mut().zip(marks) {
            item.mark = mark;
        }
    }

    /// How many items are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        let missing = |item: &&Item| item.mark == Mark::Missing;
        self.items.iter().filter(missing).count()
    }

    /// Carries out an action; true when a mark changed.
    pub fn on(&mut self, action: Action) -> bool {
        let place = match action {
            Action::Digit(digit) => usize::from(digit).wrapping_sub(1),
            Action::Toggle => self.focus,
            Action::Up => {
                self.focus = self.focus.saturating_sub(1);
                return false;
            }
            Action::Down => {
                self.focus = (self.focus + 1).min(self.items.len().saturating_sub(1));
                return false;
            }
            _ => return false,
        };
        let Some(item) = self.items.get_mut(place) else {
            return false;
        };
        item.turn();
        self.focus = place;
        true
    }

    /// Rows that [`Checklist::draw`] takes when nothing is cut.
    #[must_use]
    pub fn rows(&self) -> u16 {
        let forbidden = usize::from(!self.forbidden.is_empty());
        u16::try_from(self.items.len() + forbidden + 1).unwrap_or(u16::MAX)
    }

    /// Draws one item a row, then what must not be asked for, then the citation of the item in
    /// focus.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, active: bool) {
        let area = paint::clip(area, buf);
        let first = (self.focus + 1).saturating_sub(usize::from(area.height));
        let mut row = 0;
        for (place, item) in self.items.iter().enumerate().skip(first) {
            let line = paint::line(area, row);
            item.draw(place, line, buf, look, active && place == self.focus);
            row += 1;
        }
        if !self.forbidden.is_empty() {
            let line = paint::indent(paint::line(area, row), 5);
            let words = self.forbidden.get(look.lang);
            paint::put_cut(buf, line, words, look.style(Role::Dim), look.symbols);
            row += 1;
        }
        self.draw_source(paint::line(area, row), buf, look);
    }

    fn draw_source(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let Some(item) = self.items.get(self.focus).filter(|item| !item.citation.is_empty()) else {
            return;
        };
        let used = paint::put(buf, line, t::SOURCE.get(look.lang), look.style(Role::Dim));
        let rest = paint::indent(line, used + 1);
        paint::put_cut(buf, rest, &item.citation, look.style(Role::Dim), look.symbols);
    }

    /// Draws the items one after the other, wrapped into the area: the short form at intake.
    pub fn draw_compact(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let area = paint::clip(area, buf);
        let (mut row, mut x) = (0, 0_u16);
        for (place, item) in self.items.iter().enumerate() {
            let cells = paint::width(item.label.get(look.lang)) + 5;
            let cells = u16::try_from(cells).unwrap_or(u16::MAX);
            if x > 0 && x.saturating_add(cells) > area.width {
                row += 1;
                x = 0;
            }
            let line = paint::indent(paint::line(area, row), x);
            item.draw(place, Rect { width: cells.min(line.width), ..line }, buf, look, false);
            x = x.saturating_add(cells).saturating_add(2);
        }
    }
}

impl Item {
    fn draw(&self, place: usize, line: Rect, buf: &mut Buffer, look: &Look, focus: bool) {
        let (sign, role) = match self.mark {
            Mark::Present => (look.symbols.ticked, Role::Plain),
            Mark::Missing => (look.symbols.unticked, Role::Plain),
            Mark::NotApplicable => (look.symbols.not_applicable, Role::Dim),
        };
        let role = if focus { Role::Focus } else { role };
        const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let digit = DIGITS.get(place).copied().unwrap_or(" ");
        paint::put(buf, line, digit, look.style(Role::Key));
        let line = paint::indent(line, 1);
        let used = paint::put(buf, line, sign, look.style(role)) + 1;
        let rest = paint::indent(line, used);
        let used = paint::put_cut(buf, rest, self.label.get(look.lang), look.style(role), look.symbols);
        if !self.condition.is_empty() {
            let rest = paint::indent(rest, used + 2);
            let condition = self.condition.get(look.lang);
            paint::put_cut(buf, rest, condition, look.style(Role::Dim), look.symbols);
        }
    }
}
