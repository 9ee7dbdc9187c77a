//! A field whose value comes from a list.
//!
//! Owns the list, the type-ahead that narrows it and the drawing of both the closed field and the
//! open list. Separate from the text field because here the clerk can only give a listed value. It
//! must not know where the list comes from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keymap::Action;
use super::paint;
use super::theme::{Look, Role};
use crate::text::{Label, Lang};

/// One value of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored: a code.
    pub key: String,
    /// What is shown and searched: the code as printed and its name, e.g. `II.C.1 Hilang`.
    pub label: Label,
}

impl Choice {
    /// A value with its label.
    pub fn new(key: impl Into<String>, label: impl Into<Label>) -> Choice {
        Choice { key: key.into(), label: label.into() }
    }
}

/// What an action did to a list field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The value changed.
    Changed,
    /// The list was opened, narrowed, moved in or closed; the value is the same.
    Moved,
    /// No value fits what was typed; the last character was not taken.
    NoMatch,
    /// The action means nothing to this field.
    Ignored,
}

/// Rows of the open list shown at once.
const ROWS: u16 = 8;
/// Characters of type-ahead that are looked at.
const TYPED_LIMIT: usize = 20;

/// A field with a list behind it.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    options: Vec<Choice>,
    chosen: Option<usize>,
    open: bool,
    typed: String,
    /// Place in the narrowed list.
    mark: usize,
}

impl Choices {
    /// A field with these values and none chosen.
    #[must_use]
    pub fn new(options: Vec<Choice>) -> Choices {
        Choices { options, ..Choices::default() }
    }

    /// Replaces the values; the chosen one stays when the new list has it.
    pub fn set_options(&mut self, options: Vec<Choice>) {
        let key = self.key().map(str::to_owned);
        self.options = options;
        self.close();
        self.chosen = key.and_then(|key| self.place(&key));
    }

    /// The key of the chosen value.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.chosen().map(|choice| choice.key.as_str())
    }

    /// The chosen value.
    #[must_use]
    pub fn chosen(&self) -> Option<&Choice> {
        self.chosen.and_then(|place| self.options.get(place))
    }

    /// Chooses by key; an unknown key changes nothing and gives false.
    pub fn choose(&mut self, key: &str) -> bool {
        let place = self.place(key);
        if place.is_some() {
            self.chosen = place;
        }
        place.is_some()
    }

    /// Takes the value away and closes the list.
    pub fn reset(&mut self) {
        self.chosen = None;
        self.close();
    }

    /// True while the list lies open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Closes the list without choosing.
    pub fn close(&mut self) {
        self.open = false;
        self.typed.clear();
        self.mark = 0;
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.options.iter().position(|choice| choice.key == key)
    }

    /// Carries out an action. Typing opens the list; Enter and Tab take the marked value.
    pub fn on(&mut self, action: Action) -> Chosen {
        match action {
            Action::Type(c) => return self.typed(c),
            Action::OpenList | Action::Down if !self.open => self.open(),
            Action::Backspace | Action::Delete | Action::Clear if !self.open => {
                if self.chosen.take().is_none() {
                    return Chosen::Moved;
                }
                return Chosen::Changed;
            }
            _ if !self.open => return Chosen::Ignored,
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::PageDown => self.step(isize::from(ROWS.cast_signed())),
            Action::PageUp => self.step(-isize::from(ROWS.cast_signed())),
            Action::Backspace => {
                self.typed.pop();
                self.mark = 0;
            }
            Action::Clear => {
                self.typed.clear();
                self.mark = 0;
            }
            Action::Escape | Action::OpenList => self.close(),
            Action::Enter | Action::Next => return self.take_marked(),
            _ => return Chosen::Ignored,
        }
        Chosen::Moved
    }

    fn open(&mut self) {
        self.close();
        self.open = true;
        self.mark = self.chosen.unwrap_or(0);
    }

    fn typed(&mut self, c: char) -> Chosen {
        if !self.open {
            self.open();
        }
        if self.typed.chars().count() >= TYPED_LIMIT {
            return Chosen::NoMatch;
        }
        self.typed.push(c);
        if self.narrowed().is_empty() {
            self.typed.pop();
            return Chosen::NoMatch;
        }
        self.mark = 0;
        Chosen::Moved
    }

    fn step(&mut self, by: isize) {
        let last = self.narrowed().len().saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
    }

    fn take_marked(&mut self) -> Chosen {
        let place = self.narrowed().get(self.mark).copied();
        let changed = place.is_some() && place != self.chosen;
        if changed {
            self.chosen = place;
        }
        self.close();
        if changed { Chosen::Changed } else { Chosen::Moved }
    }

    /// Places of the values that fit what was typed, best first: beginning of a word before inner
    /// parts; in the code the dots need not be typed.
    fn narrowed(&self) -> Vec<usize> {
        let needle = self.typed.trim().to_lowercase();
        if needle.is_empty() {
            return (0..self.options.len()).collect();
        }
        let mut found: Vec<(u8, usize)> = self
            .options
            .iter()
            .enumerate()
            .filter_map(|(place, choice)| Some((rank(choice, &needle)?, place)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// Draws the closed field into the area's first row.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, focus: bool) {
        let area = paint::line(paint::clip(area, buf), 0);
        let role = if focus { Role::EntryFocus } else { Role::Entry };
        paint::blank(buf, area, look.style(role));
        if area.is_empty() {
            return;
        }
        let sign = look.symbols.drop_down;
        let room = Rect { width: area.width.saturating_sub(2), ..area };
        let used = if self.open {
            paint::put(buf, room, &self.typed, look.style(role))
        } else {
            let shown = self.chosen().map_or("", |choice| choice.label.get(look.lang));
            paint::put_cut(buf, room, shown, look.style(role), look.symbols)
        };
        if focus {
            let at = if self.open { used.min(room.width.saturating_sub(1)) } else { 0 };
            let cursor = Rect::new(area.x + at, area.y, 1, 1);
            buf.set_style(paint::clip(cursor, buf), look.style(Role::Cursor));
        }
        paint::put_right(buf, area, sign, look.style(role));
    }

    /// Draws the open list below `field`, or above it when there is more room there; nothing when
    /// the list is closed.
    pub fn draw_list(&self, field: Rect, within: Rect, buf: &mut Buffer, look: &Look) {
        let within = paint::clip(within, buf);
        if !self.open || within.is_empty() {
            return;
        }
        let found = self.narrowed();
        let area = list_area(field, within, self.widest(look.lang), found.len());
        let inside = paint::frame(buf, area, "", look.symbols, look.style(Role::Plain));
        if inside.is_empty() {
            return;
        }
        let page = usize::from(inside.height);
        let first = self.mark / page * page;
        for (row, place) in (0..inside.height).zip(found.iter().skip(first)) {
            let here = first + usize::from(row) == self.mark;
            let role = if here { Role::Focus } else { Role::Plain };
            let line = paint::line(inside, row);
            paint::blank(buf, line, look.style(role));
            let mark = if here { look.symbols.pointer } else { " " };
            paint::put(buf, line, mark, look.style(role));
            if let Some(choice) = self.options.get(*place) {
                let text = choice.label.get(look.lang);
                paint::put_cut(buf, paint::indent(line, 2), text, look.style(role), look.symbols);
            }
        }
        let corner = Rect::new(area.x + 1, area.y + area.height - 1, inside.width, 1);
        if first + page < found.len() {
            paint::put_right(buf, corner, look.symbols.more, look.style(Role::Strong));
        }
        let corner = Rect { y: area.y, ..corner };
        if first > 0 {
            paint::put_right(buf, corner, look.symbols.less, look.style(Role::Strong));
        }
    }

    fn widest(&self, lang: Lang) -> usize {
        let widths = self.options.iter().map(|c| paint::width(c.label.get(lang)));
        widths.max().unwrap_or(0)
    }
}

fn list_area(field: Rect, within: Rect, widest: usize, rows: usize) -> Rect {
    let wanted = u16::try_from(rows).unwrap_or(ROWS).clamp(1, ROWS) + 2;
    let width = u16::try_from(widest + 5).unwrap_or(u16::MAX).max(field.width);
    let width = width.min(within.width);
    let x = field.x.clamp(within.x, within.right() - width);
    let top = field.y.clamp(within.y, within.bottom() - 1);
    let (above, below) = (top - within.y, within.bottom() - top - 1);
    if below >= wanted || below >= above {
        Rect::new(x, top + 1, width, wanted.min(below))
    } else {
        let height = wanted.min(above);
        Rect::new(x, top - height, width, height)
    }
}

fn rank(choice: &Choice, needle: &str) -> Option<u8> {
    let ranks = Lang::ALL.map(|lang| rank_text(choice.label.get(lang), needle));
    ranks.into_iter().flatten().min()
}

fn rank_text(text: &str, needle: &str) -> Option<u8> {
    let text = text.to_lowercase();
    let mut words = text.split_inclusive(|c: char| !c.is_alphanumeric()).scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some(start)
    });
    if words.any(|start| text.get(start..).is_some_and(|rest| rest.starts_with(needle))) {
        return Some(0);
    }
    if text.contains(needle) {
        return Some(1);
    }
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    bare.contains(needle).then_some(2)
}
