//! A file's entries in order: when, what in words, by whom.
//!
//! Separate because agenda and find both show it. It must not change the file.

use crate::domain::event::{Event, Recorded};
use crate::domain::id::{AccountId, AppId};
use crate::domain::office::File;
use crate::domain::time::local;
use crate::screen::agenda::layout;
use crate::text::screens::{agenda, find as t, history as words};
use crate::text::{Lang, book, common, term};
use crate::ui::keymap::Action;
use crate::ui::table::{Column, Picked, Rows, Table};
use crate::ui::theme::Role;
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What an action did to the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Moved,
    /// Back to the list.
    Closed,
    /// Enter on an open file.
    Open(AppId),
    Ignored,
}

/// The entries of one file.
pub struct History {
    file: Box<File>,
    entries: Vec<Recorded>,
    table: Table,
}

struct Entries<'a> {
    entries: &'a [Recorded],
    view: &'a View<'a>,
}

impl History {
    /// A pane with the newest entry selected.
    pub fn new(file: Box<File>, entries: Vec<Recorded>, view: &View<'_>) -> History {
        let columns = vec![Column::fixed(t::H_WHEN, 16), Column::rest(t::H_WHAT), Column::fixed(t::H_WHO, 11)];
        let mut pane = History { file, entries, table: Table::new(columns, t::H_EMPTY) };
        pane.table.on(Action::End, &Entries { entries: &pane.entries, view });
        pane
    }

    /// Whose entries these are.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Typed characters go to the filter.
    pub fn takes_text(&self) -> bool {
        self.table.takes_text()
    }

    /// Takes a paste into the filter.
    pub fn paste(&mut self, text: &str, view: &View<'_>) {
        self.table.paste(text, &Entries { entries: &self.entries, view });
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        let rows = Entries { entries: &self.entries, view };
        match self.table.on(action, &rows) {
            Picked::Opened(_) => match view.file(self.file.app.id) {
                Some(file) => Step::Open(file.app.id),
                None => Step::Moved,
            },
            Picked::Moved => Step::Moved,
            Picked::Ignored if action == Action::Escape => Step::Closed,
            Picked::Ignored => Step::Ignored,
        }
    }

    /// Draws the pane over a body.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        crate::ui::paint::blank(buf, body, look.style(Role::Plain));
        let parts = layout::parts(body, 4);
        let app = &self.file.app;
        let open = view.file(app.id).is_some();
        let stage = view.file(app.id).map_or(app.stage, |f| f.app.stage);
        let name = view.name(&self.file);
        let name = if name.is_empty() { agenda::ERASED.get(lang) } else { &name };
        let left = format!("{} · {name} · {}", app.number.text, view.masked(&self.file));
        layout::title(parts.title, buf, look, &left, "");
        let rows = Entries { entries: &self.entries, view };
        self.table.draw(parts.list, buf, look, &rows, true);
        let said = self.table.selected(&rows).map(|row| rows.told(row)).unwrap_or_default();
        let keys = if open { t::H_OPEN } else { t::H_CLOSED }.get(lang);
        let kind = term::reason(app.reason).get(lang);
        let text = format!("{kind} · {} · {keys}\n{said}", term::stage_full(lang, stage));
        layout::strip(parts.strip, buf, look, &text);
    }
}

impl Entries<'_> {
    fn when(&self, utc_ms: i64, offset_s: i32) -> String {
        let at = local(utc_ms, offset_s);
        format!("{} {}", common::date(at.date()), common::time(self.view.lang(), at.time()))
    }

    fn who(&self, account: AccountId, lang: Lang) -> String {
        let found = self.view.office.rules.accounts.get(&account);
        found.map_or_else(|| book::PROGRAM.get(lang).to_owned(), |a| a.initials.clone())
    }

    /// One entry in full: late times and the note an officer wrote for others to read.
    fn told(&self, row: usize) -> String {
        let Some(rec) = self.entries.get(row) else { return String::new() };
        let lang = self.view.lang();
        let mut parts = vec![words::entry(lang, &rec.event)];
        let late = rec.envelope.happened_ms.map(|ms| t::happened(lang, &self.when(ms, rec.envelope.stamp.offset_s)));
        parts.extend(late);
        let note =
            rec.personal.as_ref().and_then(|p| p.note.as_ref()).filter(|n| !n.is_empty() && readable(&rec.event));
        parts.extend(note.map(|n| n.as_str().to_owned()));
        parts.push(rec.envelope.station.clone());
        parts.join(" · ")
    }
}

/// Notes meant for colleagues. Evidence of identity and grounds of an override stay in the journal: they
/// may tell of a person's health.
fn readable(event: &Event) -> bool {
    !matches!(event, Event::BiometricOverridden(_) | Event::BiometricTested(_))
}

impl Rows for Entries<'_> {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.entries.get(row).map_or(u64::MAX, |rec| rec.seq)
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let Some(rec) = self.entries.get(row) else { return };
        let lang = self.view.lang();
        match column {
            0 => out.push_str(&self.when(rec.envelope.when_ms(), rec.envelope.stamp.offset_s)),
            1 => out.push_str(&words::entry(lang, &rec.event)),
            2 => {
                out.push_str(&self.who(rec.envelope.actor, lang));
                let second = rec.envelope.approver.map(|id| t::with(lang, &self.who(id, lang)));
                out.push_str(&second.unwrap_or_default());
            }
            _ => {}
        }
    }
}
