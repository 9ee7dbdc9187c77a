//! A list to choose from: columns, selection, filter, page by page.
//!
//! Owns the selection (kept by identity, so that a new row above does not move it), the filter
//! behind `/` and the drawing of the rows in sight. Separate because every queue is one. It holds
//! no rows: they are read through [`Rows`] when needed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::field::{Edit, Field};
use super::keymap::Action;
use super::paint;
use super::theme::{Look, Role};
use crate::text::chrome as t;
use crate::text::{Label, Word};

/// What a table shows. Drawing asks only for rows in sight.
pub trait Rows {
    /// How many rows there are.
    fn len(&self) -> usize;
    /// True when there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// What stays the same while the row moves.
    fn id(&self, row: usize) -> u64;
    /// Appends the text of one cell to `out`.
    fn cell(&self, row: usize, column: usize, out: &mut String);
    /// The look of a row.
    fn role(&self, _row: usize) -> Role {
        Role::Plain
    }
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading.
    pub title: Word,
    /// Cells it takes; 0 for a share of what is left.
    pub width: u16,
    /// Figures stand at the right end.
    pub right: bool,
}

impl Column {
    /// A column of fixed width.
    #[must_use]
    pub const fn fixed(title: Word, width: u16) -> Column {
        Column { title, width, right: false }
    }

    /// A column that shares what is left.
    #[must_use]
    pub const fn rest(title: Word) -> Column {
        Column::fixed(title, 0)
    }

    /// The same column with figures.
    #[must_use]
    pub const fn figures(mut self) -> Column {
        self.right = true;
        self
    }
}

/// What an action did to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// Enter on this row.
    Opened(usize),
    /// The selection or the filter changed.
    Moved,
    /// The action means nothing to this table.
    Ignored,
}

/// Rows moved by a page key; fixed, so that a page key means the same on every terminal.
const PAGE: usize = 10;
/// Characters of a filter.
const FILTER_LIMIT: usize = 40;

/// A list with a selection.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    empty: Label,
    /// Place in the view.
    place: usize,
    /// Identity of the selected row.
    id: Option<u64>,
    filter: Field,
    filtering: bool,
    /// Rows that pass the filter; `None` when all do.
    view: Option<Vec<usize>>,
}

impl Table {
    /// A table; `empty` is said when it has no rows.
    pub fn new(columns: Vec<Column>, empty: impl Into<Label>) -> Table {
        Table {
            columns,
            empty: empty.into(),
            place: 0,
            id: None,
            filter: Field::new(FILTER_LIMIT),
            filtering: false,
            view: None,
        }
    }

    /// The selected row, if there is one.
    #[must_use]
    pub fn selected(&self, rows: &dyn Rows) -> Option<usize> {
        let row = match &self.view {
            Some(view) => view.get(self.place).copied(),
            None => Some(self.place),
        };
        row.filter(|row| *row < rows.len())
    }

    /// Place of the selection in the view, counted from 0.
    #[must_use]
    pub const fn place(&self) -> usize {
        self.place
    }

    /// True while characters go to the filter.
    #[must_use]
    pub const fn takes_text(&self) -> bool {
        self.filtering
    }

    /// To be called when the rows have changed: the selection stays on its row, or on its place
    /// when that row is gone.
    pub fn refresh(&mut self, rows: &dyn Rows) {
        self.narrow(rows);
        let found = self.id.and_then(|id| self.place_of(id, rows));
        self.place = found.unwrap_or(self.place).min(self.count(rows).saturating_sub(1));
        self.remember(rows);
    }

    /// Selects a row by identity; false when it is not in the view.
    pub fn select(&mut self, id: u64, rows: &dyn Rows) -> bool {
        let found = self.place_of(id, rows);
        if let Some(place) = found {
            self.place = place;
            self.id = Some(id);
        }
        found.is_some()
    }

    fn place_of(&self, id: u64, rows: &dyn Rows) -> Option<usize> {
        match &self.view {
            Some(view) => view.iter().position(|row| rows.id(*row) == id),
            None => (0..rows.len()).find(|row| rows.id(*row) == id),
        }
    }

    fn count(&self, rows: &dyn Rows) -> usize {
        self.view.as_ref().map_or(rows.len(), Vec::len)
    }

    fn remember(&mut self, rows: &dyn Rows) {
        self.id = self.selected(rows).map(|row| rows.id(row));
    }

    fn narrow(&mut self, rows: &dyn Rows) {
        let needle = self.filter.trimmed().to_lowercase();
        if needle.is_empty() {
            self.view = None;
            return;
        }
        let words: Vec<&str> = needle.split_whitespace().collect();
        let mut text = String::new();
        let fits = |row: &usize| {
            text.clear();
            for column in 0..self.columns.len() {
                rows.cell(*row, column, &mut text);
                text.push(' ');
            }
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.view = Some((0..rows.len()).filter(fits).collect());
    }

    /// Takes a paste into the filter while it is open.
    pub fn paste(&mut self, text: &str, rows: &dyn Rows) -> Picked {
        if !self.filtering || self.filter.paste(text) != Edit::Changed {
            return Picked::Ignored;
        }
        self.refiltered(rows)
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, rows: &dyn Rows) -> Picked {
        let last = self.count(rows).saturating_sub(1);
        let place = match action {
            Action::Up => self.place.saturating_sub(1),
            Action::Down => self.place.saturating_add(1),
            Action::PageUp => self.place.saturating_sub(PAGE),
            Action::PageDown => self.place.saturating_add(PAGE),
            Action::Home if !self.filtering => 0,
            Action::End if !self.filtering => last,
            Action::Enter => {
                self.filtering = false;
                return self.selected(rows).map_or(Picked::Ignored, Picked::Opened);
            }
            // Begun again, it begins empty: the last one has done its work.
            Action::Filter if !self.filtering => {
                self.filtering = true;
                self.filter.wipe();
                return self.refiltered(rows);
            }
            Action::Escape if self.filtering || self.view.is_some() => {
                self.filtering = false;
                self.filter.wipe();
                return self.refiltered(rows);
            }
            _ if self.filtering => {
                return match self.filter.on(action) {
                    Edit::Changed => self.refiltered(rows),
                    Edit::Moved | Edit::Refused(_) => Picked::Moved,
                    Edit::Ignored => Picked::Ignored,
                };
            }
            _ => return Picked::Ignored,
        };
        self.place = place.min(last);
        self.remember(rows);
        Picked::Moved
    }

    fn refiltered(&mut self, rows: &dyn Rows) -> Picked {
        self.refresh(rows);
        Picked::Moved
    }

    /// Draws heading, filter and the page that holds the selection.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, rows: &dyn Rows, active: bool) {
        let area = paint::clip(area, buf);
        let mut top = 0;
        if self.filtering || self.view.is_some() {
            self.draw_filter(paint::line(area, 0), buf, look);
            top += 1;
        }
        self.draw_heading(paint::line(area, top), buf, look);
        top += 1;
        let body = Rect { y: area.y + top.min(area.height), height: area.height.saturating_sub(top), ..area };
        if body.is_empty() {
            return;
        }
        let count = self.count(rows);
        if count == 0 {
            let words = if self.view.is_some() { t::NOTHING_FOUND.get(look.lang) } else { self.empty.get(look.lang) };
            let line = paint::indent(paint::line(body, 0), 2);
            paint::put_cut(buf, line, words, look.style(Role::Dim), look.symbols);
            return;
        }
        let page = usize::from(body.height);
        let first = self.place / page * page;
        for (line, place) in (0..body.height).zip(first..count) {
            let row = self.view.as_ref().map_or(Some(place), |view| view.get(place).copied());
            if let Some(row) = row.filter(|row| *row < rows.len()) {
                let focus = active && place == self.place;
                self.draw_row(row, paint::line(body, line), buf, look, rows, (focus, place == self.place));
            }
        }
        self.draw_place(paint::line(area, top - 1), count, page, buf, look);
    }

    fn draw_place(&self, line: Rect, count: usize, page: usize, buf: &mut Buffer, look: &Look) {
        if count > page {
            let words = t::place_of(look.lang, self.place + 1, count);
            let cells = u16::try_from(paint::width(&words) + 2).unwrap_or(0);
            if cells < line.width {
                let place = paint::indent(line, line.width - cells);
                paint::blank(buf, place, look.style(Role::Dim));
                paint::put_right(buf, place, &words, look.style(Role::Dim));
            }
        }
    }

    fn draw_filter(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let title = t::FILTERED.get(look.lang);
        let used = paint::put(buf, paint::indent(line, 2), title, look.style(Role::Strong));
        let rest = paint::indent(line, used + 3);
        self.filter.draw(rest, buf, look, self.filtering);
    }

    fn draw_heading(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let style = look.style(Role::Dim);
        self.each_column(line, |column, cell| {
            let title = column.title.get(look.lang);
            if column.right {
                paint::put_right(buf, cell, title, style);
            } else {
                paint::put_cut(buf, cell, title, style, look.symbols);
            }
        });
    }

    fn draw_row(
        &self,
        row: usize,
        line: Rect,
        buf: &mut Buffer,
        look: &Look,
        rows: &dyn Rows,
        (focus, selected): (bool, bool),
    ) {
        let mut text = String::new();
        let role = if focus { Role::Focus } else { rows.role(row) };
        let style = look.style(role);
        if focus {
            paint::blank(buf, line, style);
        }
        if selected {
            paint::put(buf, line, look.symbols.pointer, style);
        }
        let mut index = 0;
        self.each_column(line, |column, cell| {
            text.clear();
            rows.cell(row, index, &mut text);
            index += 1;
            if column.right {
                paint::put_right(buf, cell, &text, style);
            } else {
                paint::put_cut(buf, cell, &text, style, look.symbols);
            }
        });
    }

    /// Lays the columns into a row: fixed ones as they are, the others share the rest equally.
    fn each_column(&self, line: Rect, mut each: impl FnMut(&Column, Rect)) {
        let line = paint::indent(line, 2);
        let gaps = self.columns.len().saturating_sub(1);
        let fixed: usize = self.columns.iter().map(|c| usize::from(c.width)).sum();
        let sharing = self.columns.iter().filter(|c| c.width == 0).count().max(1);
        let left = usize::from(line.width).saturating_sub(fixed + gaps) / sharing;
        let left = u16::try_from(left).unwrap_or(u16::MAX);
        let mut rest = line;
        for column in &self.columns {
            let width = if column.width == 0 { left } else { column.width }.min(rest.width);
            each(column, Rect { width, ..rest });
            rest = paint::indent(rest, width.saturating_add(1));
        }
    }
}
