//! F6 Agenda: the day as the book will print it; browse, filter, figures, correct, export, close, open.
//!
//! Owns the list and what lies over it. Separate from the exporters, which print the same book. A line is
//! never changed here: corrections are new lines. It must not read the ledger: days come by asking.

pub(super) mod acts;
pub(super) mod close;
pub mod figures;
pub mod layout;
pub mod rows;

use self::close::{Close, Step as CloseStep};
use self::figures::{Figures, Step as FigStep};
use self::rows::{BookRows, Entry};
use super::find::history::{History, Step as HistoryStep};
use super::report::ReportPane;
use super::supervisor::blanks::{Blanks, Step as BlanksStep};
use super::{Ask, Draft, Reply, Screen, ScreenId, Told};
use crate::domain::application::Stage;
use crate::domain::book::{Book, Staff};
use crate::domain::command::Command;
use crate::domain::id::AppId;
use crate::domain::person::Note;
use crate::text::screens::agenda as t;
use crate::text::{Lang, common};
use crate::ui::dialog::{Dialog, Reply as Said};
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::table::{Picked, Table};
use crate::ui::theme::Role;
use crate::view::View;
use chrono::{Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What a question is for.
enum Purpose {
    Export(NaiveDate),
    OpenDay(NaiveDate),
    Undo(AppId),
    Seal,
}

/// What lies over the list.
enum Over {
    Nothing,
    History(Box<History>),
    Figures(Box<Figures>),
    Close(Box<Close>),
    Blanks(Box<Blanks>),
    Report(Box<ReportPane>),
    Question(Box<Dialog>, Purpose),
}

/// The agenda.
pub struct Agenda {
    /// The day looked at; None until the first book came.
    day: Option<NaiveDate>,
    book: Option<Box<Book>>,
    /// Last entry of the office when the book was read.
    read_at: u64,
    index: Vec<Entry>,
    table: Table,
    over: Over,
    /// What lies under it, the last one uppermost.
    under: Vec<Over>,
}

impl Default for Agenda {
    fn default() -> Agenda {
        Agenda::new()
    }
}

impl Agenda {
    /// An agenda that has not been told a book yet.
    pub fn new() -> Agenda {
        Agenda {
            day: None,
            book: None,
            read_at: 0,
            index: Vec::new(),
            table: rows::table(),
            over: Over::Nothing,
            under: Vec::new(),
        }
    }

    /// The book of the day looked at, if it has come.
    fn shown(&self) -> Option<&Book> {
        self.book.as_deref().filter(|book| Some(book.date) == self.day)
    }

    fn take_book(&mut self, book: Box<Book>, view: &View<'_>) -> Reply {
        let lang = view.lang();
        self.day = Some(book.date);
        self.read_at = view.office.desk.book_seq();
        self.index = rows::index(&book);
        if let Over::Figures(figures) = &mut self.over
            && figures.date() == book.date
        {
            figures.renew(book.clone(), lang);
        }
        let first = self.table.selected(&BookRows { book: &book, index: &self.index, lang }).is_none();
        self.book = Some(book);
        if let Some(book) = &self.book {
            let rows = BookRows { book, index: &self.index, lang };
            self.table.refresh(&rows);
            if first || self.table.selected(&rows) == Some(0) {
                self.table.on(Action::Down, &rows);
            }
        }
        self.give_up_close()
    }

    fn browse(&mut self, action: Action, view: &View<'_>) -> Reply {
        if self.table.takes_text() || matches!(action, Action::Up | Action::Down | Action::Enter | Action::Escape) {
            return self.list(action, view);
        }
        match action {
            Action::Left => self.turn(view, -1),
            Action::Right => self.turn(view, 1),
            Action::Figures => self.open_figures(view.lang()),
            Action::Correct => self.correct(view),
            Action::Export => self.ask_export(),
            Action::Report => self.open_report(view),
            Action::Seal => self.ask_seal(),
            Action::Main => self.start_close(view),
            Action::OpenDay => self.ask_open_day(view),
            Action::Blanks => {
                self.over = Over::Blanks(Box::default());
                Reply::used()
            }
            _ => self.list(action, view),
        }
    }

    fn list(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(book) = self.book.as_deref().filter(|book| Some(book.date) == self.day) else {
            return Reply::ignored();
        };
        let rows = BookRows { book, index: &self.index, lang: view.lang() };
        match self.table.on(action, &rows) {
            Picked::Opened(row) => match rows.about(row) {
                Some(about) => Reply::ask(Ask::History(about.app)),
                None => Reply::used(),
            },
            Picked::Moved => {
                // A heading is stepped over, except the first one.
                if matches!(action, Action::Up | Action::Down)
                    && self.table.selected(&rows).is_some_and(|row| row > 0 && rows.is_head(row))
                {
                    self.table.on(action, &rows);
                }
                Reply::used()
            }
            Picked::Ignored => Reply::ignored(),
        }
    }

    /// The day before or after; never later than the open day or today.
    fn turn(&mut self, view: &View<'_>, by: i8) -> Reply {
        let from = self.day.unwrap_or_else(|| view.day());
        let latest = view.day().max(view.stamp.date());
        let to = match by {
            ..0 => from.checked_sub_days(Days::new(1)),
            _ => from.checked_add_days(Days::new(1)),
        };
        let Some(to) = to.filter(|to| *to <= latest) else { return Reply::used() };
        self.day = Some(to);
        Reply::ask(Ask::Book(to))
    }

    fn open_figures(&mut self, lang: Lang) -> Reply {
        let Some(book) = self.shown().cloned() else { return Reply::used() };
        self.over = Over::Figures(Box::new(Figures::new(Box::new(book), lang)));
        Reply::used()
    }

    fn on_question(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Over::Question(mut dialog, purpose) = std::mem::replace(&mut self.over, Over::Nothing) else {
            return Reply::ignored();
        };
        let reply = match dialog.on(action) {
            Said::Cancelled => return Reply::used(),
            Said::Answered(n) => return acts::answered(purpose, n),
            Said::Said => {
                let note = Note::parse(dialog.typed());
                match (&purpose, note) {
                    (Purpose::Undo(app), Ok(note)) => return Reply::request(Command::UndoHandover { app: *app, note }),
                    (Purpose::Seal, _) => match acts::seal_typed(dialog.typed(), view.lang()) {
                        Ok(ask) => return Reply::ask(ask),
                        Err(notice) => Reply::tell(notice),
                    },
                    _ => return Reply::used(),
                }
            }
            Said::Refused(why) => Reply::tell(Notice::new(Severity::Warning, why.say(view.lang()))),
            Said::Moved => Reply::used(),
            Said::Ignored => Reply::ignored(),
        };
        self.over = Over::Question(dialog, purpose);
        reply
    }

    fn on_close(&mut self, step: CloseStep, view: &View<'_>) -> Reply {
        match step {
            CloseStep::Moved => Reply::used(),
            CloseStep::Ignored => Reply::ignored(),
            CloseStep::Tell(notice) => Reply::tell(notice),
            CloseStep::Close(count) => Reply::ask(Ask::CloseDay(*count)),
            CloseStep::Files => self.list_open_files(view.lang()),
            CloseStep::Left => self.uncover(),
            CloseStep::Earlier(date) => {
                self.over = Over::Close(Box::new(Close::new(date, view)));
                self.day = Some(date);
                Reply::ask(Ask::Book(date))
            }
        }
    }

    fn on_over(&mut self, action: Action, view: &View<'_>) -> Reply {
        match &mut self.over {
            Over::Nothing => self.browse(action, view),
            Over::Question(..) => self.on_question(action, view),
            Over::Report(_) => self.on_report(action, view),
            Over::Close(close) => {
                let step = close.on(action, view);
                self.on_close(step, view)
            }
            Over::Blanks(blanks) => match blanks.on(action, view) {
                BlanksStep::Stay(reply) => reply,
                BlanksStep::Leave => {
                    self.over = Over::Nothing;
                    Reply::used()
                }
            },
            Over::Figures(figures) => match figures.on(action, view.lang()) {
                FigStep::Moved => Reply::used(),
                FigStep::Ignored => Reply::ignored(),
                FigStep::Tell(notice) => Reply::tell(notice),
                FigStep::History(app) => Reply::ask(Ask::History(app)),
                FigStep::Export(behind, format) => Reply::ask(Ask::ExportList { date: figures.date(), behind, format }),
                FigStep::Closed => self.uncover(),
            },
            Over::History(history) => match history.on(action, view) {
                HistoryStep::Moved => Reply::used(),
                HistoryStep::Ignored => Reply::ignored(),
                HistoryStep::Open(app) => Reply::ask(Ask::OpenFile(app)),
                HistoryStep::Closed => self.uncover(),
            },
        }
    }

    /// Back to what lies under it, or to the list.
    fn uncover(&mut self) -> Reply {
        self.over = self.under.pop().unwrap_or(Over::Nothing);
        Reply::used()
    }

    /// The office has moved on since the book was read: it is read again with the next key.
    fn is_stale(&self, view: &View<'_>) -> bool {
        self.shown().is_some_and(|book| book.closed.is_none()) && view.office.desk.book_seq() != self.read_at
    }

    fn state(&self, book: &Book, view: &View<'_>) -> String {
        let lang = view.lang();
        let counts = t::counts(lang, book.received.len(), book.older.len(), book.open.len(), book.office.len());
        let state = match &book.closed {
            None => t::OPEN.get(lang).to_owned(),
            Some(closed) => match &closed.by {
                Staff::Program => t::CLOSED.get(lang).to_owned(),
                Staff::Member { initials, .. } => t::closed_by(lang, initials),
            },
        };
        format!("{state} · {counts}")
    }

    fn draw_list(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let (look, lang) = (view.look, view.lang());
        let parts = layout::parts(body, 4);
        let day = self.day.unwrap_or_else(|| view.day());
        let title = format!("{} {}", t::TITLE.get(lang), common::date_with_weekday(lang, day));
        let Some(book) = self.shown() else {
            layout::title(parts.title, buf, look, &title, "");
            let words = match self.book {
                None if view.office.desk.day.is_none() => t::NO_DAY_OPEN,
                None => t::READING,
                Some(_) => t::NO_BOOK,
            };
            let line = paint::indent(paint::line(parts.list, 1), 2);
            paint::put_cut(buf, line, words.get(lang), look.style(Role::Dim), look.symbols);
            return;
        };
        layout::title(parts.title, buf, look, &title, &self.state(book, view));
        let rows = BookRows { book, index: &self.index, lang };
        self.table.draw(parts.list, buf, look, &rows, true);
        let said = self.table.selected(&rows).map(|row| rows.told(row)).unwrap_or_default();
        layout::strip(parts.strip, buf, look, &said);
    }
}

const LIST: &[Layer] = &[Layer::Agenda, Layer::List, Layer::Global, Layer::Always];
const ASKS: &[Layer] = &[Layer::Dialog, Layer::Always];
const COUNTS: &[Layer] = &[Layer::Close, Layer::Form, Layer::Global, Layer::Always];
const TYPES: &[Layer] = &[Layer::Dialog, Layer::Form, Layer::Always];

impl Screen for Agenda {
    fn id(&self) -> ScreenId {
        ScreenId::Agenda
    }

    fn layers(&self) -> &'static [Layer] {
        match &self.over {
            Over::Close(close) if close.asks() => ASKS,
            Over::Figures(figures) if figures.asks() => ASKS,
            Over::Nothing | Over::History(_) | Over::Figures(_) => LIST,
            Over::Close(_) => COUNTS,
            Over::Blanks(_) => TYPES,
            Over::Report(pane) => pane.layers(),
            Over::Question(dialog, _) if dialog.takes_text() => TYPES,
            Over::Question(..) => ASKS,
        }
    }

    fn takes_text(&self) -> bool {
        match &self.over {
            Over::Nothing => self.table.takes_text(),
            Over::History(history) => history.takes_text(),
            Over::Figures(figures) => figures.takes_text(),
            Over::Close(close) => close.takes_text(),
            Over::Blanks(blanks) => blanks.takes_text(),
            Over::Report(pane) => pane.takes_text(),
            Over::Question(dialog, _) => dialog.takes_text(),
        }
    }

    fn offer(&self, action: Action, view: &View<'_>) -> Offer {
        acts::offer(&self.over, action, view)
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        let reply = self.on_over(action, view);
        match (self.is_stale(view), self.day) {
            (true, Some(day)) if !matches!(self.over, Over::Close(_)) => reply.and(Ask::Book(day)),
            _ => reply,
        }
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.over {
            Over::Nothing => {
                if let Some(book) = &self.book {
                    self.table.paste(text, &BookRows { book, index: &self.index, lang: view.lang() });
                }
            }
            Over::History(history) => history.paste(text, view),
            Over::Figures(figures) => figures.paste(text, view.lang()),
            Over::Blanks(blanks) => return blanks.paste(text, view),
            Over::Report(pane) => return pane.paste(text, view),
            Over::Close(close) => {
                let step = close.paste(text, view.lang());
                return self.on_close(step, view);
            }
            Over::Question(dialog, _) => {
                if let Said::Refused(why) = dialog.paste(text) {
                    return Reply::tell(Notice::new(Severity::Warning, why.say(view.lang())));
                }
            }
        }
        Reply::used()
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Book(book) => return self.take_book(book, view),
            Told::Report { period, report } => self.take_report(period, report, view),
            Told::History { file, entries } => {
                let over = Over::History(Box::new(History::new(file, entries, view)));
                self.cover(over);
            }
            Told::Open(app) => return Reply::ask(Ask::History(app)),
            Told::Committed(entries) => return self.committed(&entries, view),
            _ => return Reply::ignored(),
        }
        Reply::used()
    }

    fn refresh(&mut self, view: &View<'_>) {
        if let Some(book) = self.book.as_deref().filter(|book| Some(book.date) == self.day) {
            self.table.refresh(&BookRows { book, index: &self.index, lang: view.lang() });
        }
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        match &self.over {
            Over::History(history) => return history.draw(body, buf, view),
            Over::Figures(figures) => return figures.draw(body, buf, view),
            Over::Blanks(blanks) => return blanks.draw(body, buf, view),
            Over::Report(pane) => return pane.draw(body, buf, view),
            Over::Close(close) => return close.draw(body, buf, view, self.shown()),
            Over::Nothing | Over::Question(..) => self.draw_list(body, buf, view),
        }
        if let Over::Question(dialog, _) = &self.over {
            dialog.draw(body, buf, view.look);
        }
    }

    fn draft(&self) -> Option<Draft> {
        let of = |kind: &str, form, date: Option<NaiveDate>| {
            let mut extra = vec![("over".to_owned(), kind.to_owned())];
            extra.extend(date.map(|date| ("date".to_owned(), date.to_string())));
            Some(Draft { app: None, form, extra })
        };
        let typed = |over: &Over| match over {
            Over::Close(close) => of("close", close.draft()?, Some(close.date())),
            Over::Blanks(blanks) => of("blanks", blanks.draft()?, None),
            _ => None,
        };
        std::iter::once(&self.over).chain(&self.under).find_map(typed)
    }

    fn restore(&mut self, draft: &Draft, view: &View<'_>) {
        let extra = |key: &str| draft.extra.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        match (extra("over"), extra("date").and_then(|date| date.parse().ok())) {
            (Some("close"), Some(date)) if view.office.desk.last_closed.is_none_or(|last| last < date) => {
                let mut close = Close::new(date, view);
                close.restore(&draft.form, view);
                self.over = Over::Close(Box::new(close));
            }
            (Some("blanks"), _) => {
                let mut blanks = Blanks::new();
                blanks.restore(&draft.form);
                self.over = Over::Blanks(Box::new(blanks));
            }
            _ => {}
        }
    }
}

/// The stage a line's file has now, where it is open; else as the book has it.
fn stage_now(app: AppId, in_book: Option<Stage>, view: &View<'_>) -> Option<Stage> {
    view.file(app).map_or(in_book, |file| Some(file.app.stage))
}
