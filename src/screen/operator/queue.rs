//! The lists of files and how one is found in them.
//!
//! A search is its own field, not the table's filter, because what a scanner sends must either name exactly
//! one file or none: a register number is matched from its beginning only, so that a number whose first
//! digits went elsewhere opens nothing. Separate so that the shelf uses the same. Must not know what opening
//! a file does.

use crate::domain::clean::fold;
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::text::Word;
use crate::text::screens::operator as t;
use crate::ui::field::{Edit, Field};
use crate::ui::keymap::Action;
use crate::ui::paint;
use crate::ui::table::{Column, Picked, Rows, Table};
use crate::ui::theme::{Look, Role};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Characters of a search.
const LIMIT: usize = 40;

/// What a column shows of a file.
pub type Cell = fn(&File, &View<'_>) -> String;

/// Rows of one list.
struct Files<'a> {
    files: Vec<&'a File>,
    cells: &'a [Cell],
    view: &'a View<'a>,
}

impl Rows for Files<'_> {
    fn len(&self) -> usize {
        self.files.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.files.get(row).map_or(0, |file| file.app.id.0)
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        if let Some((file, cell)) = self.files.get(row).zip(self.cells.get(column)) {
            out.push_str(&cell(file, self.view));
        }
    }
}

/// What an action did.
pub enum Done {
    Opened(AppId),
    Moved,
    Ignored,
}

/// A list with a search.
pub struct Finder {
    table: Table,
    cells: &'static [Cell],
    search: Field,
    searching: bool,
    chosen: Option<AppId>,
}

impl Finder {
    /// A list; `searching` from the start where a scan is the usual way in.
    pub fn new(columns: Vec<Column>, cells: &'static [Cell], empty: Word, searching: bool) -> Finder {
        let search = Field::new(LIMIT);
        Finder { table: Table::new(columns, empty), cells, search, searching, chosen: None }
    }

    /// Characters go to the search.
    pub fn takes_text(&self) -> bool {
        self.searching
    }

    /// The file under the pointer.
    pub fn chosen(&self) -> Option<AppId> {
        self.chosen
    }

    /// What is being searched for.
    pub fn searched(&self) -> &str {
        self.search.text()
    }

    /// Brings a search and a place back.
    pub fn restore(&mut self, searched: &str, chosen: Option<AppId>) {
        self.search.wipe();
        if self.search.set(searched).is_ok() && !searched.is_empty() {
            self.searching = true;
        }
        self.chosen = chosen;
    }

    /// Forgets the search.
    pub fn clear(&mut self) {
        self.search.wipe();
    }

    /// Forgets the search and takes letters as keys again.
    pub fn leave(&mut self) {
        self.clear();
        self.searching = false;
    }

    /// Begins a search with a digit, as a scanner or a number pad does.
    pub fn begin(&mut self, digit: u8) {
        self.searching = true;
        self.search.on(Action::Type(char::from(b'0' + digit.min(9))));
    }

    fn with<R>(&mut self, files: &[&File], view: &View<'_>, act: impl FnOnce(&mut Table, &dyn Rows) -> R) -> R {
        let files = self.narrowed(files);
        let rows = Files { files, cells: self.cells, view };
        if let Some(app) = self.chosen {
            self.table.select(app.0, &rows);
        }
        self.table.refresh(&rows);
        let done = act(&mut self.table, &rows);
        self.chosen = self.table.selected(&rows).map(|row| AppId(rows.id(row)));
        done
    }

    fn narrowed<'a>(&self, files: &[&'a File]) -> Vec<&'a File> {
        let wanted = self.search.trimmed();
        files.iter().copied().filter(|file| wanted.is_empty() || fits(file, wanted)).collect()
    }

    /// Keeps the place when the files changed.
    pub fn refresh(&mut self, files: &[&File], view: &View<'_>) {
        self.with(files, view, |_, _| ());
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, files: &[&File], view: &View<'_>) -> Done {
        match action {
            Action::Filter if !self.searching => {
                self.searching = true;
                return Done::Moved;
            }
            Action::Escape if self.searching => {
                if self.search.is_empty() {
                    self.searching = false;
                }
                self.search.wipe();
                self.refresh(files, view);
                return Done::Moved;
            }
            Action::Enter => return self.open(files, view),
            Action::Up | Action::Down | Action::PageUp | Action::PageDown => {}
            Action::Home | Action::End if !self.searching => {}
            _ if self.searching => {
                let done = match self.search.on(action) {
                    Edit::Ignored => Done::Ignored,
                    _ => Done::Moved,
                };
                self.refresh(files, view);
                return done;
            }
            _ => return Done::Ignored,
        }
        match self.with(files, view, |table, rows| table.on(action, rows)) {
            Picked::Ignored => Done::Ignored,
            _ => Done::Moved,
        }
    }

    fn open(&mut self, files: &[&File], view: &View<'_>) -> Done {
        let wanted = self.search.trimmed().to_owned();
        let exact = files.iter().find(|file| file.app.number.text.eq_ignore_ascii_case(&wanted)).map(|f| f.app.id);
        self.refresh(files, view);
        match exact.or(self.chosen) {
            Some(app) => Done::Opened(app),
            None => Done::Ignored,
        }
    }

    /// Takes a paste as a search.
    pub fn paste(&mut self, text: &str, files: &[&File], view: &View<'_>) -> bool {
        self.searching = true;
        let taken = self.search.paste(text) == Edit::Changed;
        self.refresh(files, view);
        taken
    }

    /// Draws the search, when there is one, and the list.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, files: &[&File], view: &View<'_>) {
        let area = paint::clip(area, buf);
        let mut top = 0;
        if self.searching || !self.search.is_empty() {
            let line = paint::indent(paint::line(area, 0), 2);
            let used = paint::put(buf, line, t::SEARCH.get(look.lang), look.style(Role::Strong));
            let rest = paint::indent(line, used + 1);
            let room = Rect { width: rest.width.min(LIMIT as u16 + 1), ..rest };
            self.search.draw(room, buf, look, self.searching);
            top = 1;
        }
        let top = top.min(area.height);
        let body = Rect { y: area.y + top, height: area.height - top, ..area };
        let rows = Files { files: self.narrowed(files), cells: self.cells, view };
        // A copy, because drawing changes nothing: what was refreshed last may be older than the files.
        let mut table = self.table.clone();
        if let Some(app) = self.chosen {
            table.select(app.0, &rows);
        }
        table.refresh(&rows);
        table.draw(body, buf, look, &rows, true);
    }
}

/// A number is named from its beginning, leading zeros aside; names by the beginning of words.
fn fits(file: &File, wanted: &str) -> bool {
    let bare = |text: &str| text.trim_start_matches('0').to_uppercase();
    if !bare(wanted).is_empty() && bare(&file.app.number.text).starts_with(&bare(wanted)) {
        return true;
    }
    let Some(person) = &file.person else { return false };
    let phone = person.contact.phone().is_some_and(|phone| phone.as_str().starts_with(wanted));
    let nik = person.nik.is_some_and(|nik| nik.as_str().starts_with(wanted));
    let name = person.name.key();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let wanted = fold(wanted);
    let mut parts = wanted.split_whitespace().peekable();
    let named = parts.peek().is_some() && parts.all(|part| words.iter().any(|word| word.starts_with(part)));
    phone || nik || named
}
