//! Ctrl+G Supervisor: approvals waiting, trouble, clocks, blanks, day and accounts on one list.
//!
//! Owns the list and the forms that lie over it. Any role may look; the office refuses a command by role.
//! Separate from the work screens because the Kasi clears a list, not a file. It must not show times per
//! person, nor the note of a request.

mod behind;
pub mod blanks;
mod destroy;
pub mod forms;
mod offer;
mod pages;
pub mod policy;
mod privacy;
mod questions;
mod rows;
mod said;
mod sheets;
pub mod staff;
mod store;

use self::blanks::{Blanks, Step as BlanksStep};
use self::policy::{Settings, Step as SettingsStep};
use self::rows::{About, Overview};
use self::sheets::{Sheets, Step as SheetsStep};
use self::staff::{Kind, Staff, Step as StaffStep};
use self::store::{Step as StoreStep, Store};
use super::agenda::figures::Figures;
use super::agenda::layout;
use super::find::history::History;
use super::report::{ReportPane, Step as ReportStep};
use super::{Ask, Draft, Reply, Screen, ScreenId, Told, TrailPaper};
use crate::domain::command::Command;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::{AccountId, AppId};
use crate::domain::report::Period;
use crate::text::screens::supervisor as t;
use crate::ui::dialog::{Dialog, Reply as Said};
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::table::{Column, Picked, Table};
use crate::view::View;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What a question is for.
#[derive(Clone, Copy)]
enum Purpose {
    Decide(AppId),
    Account(AccountId),
    OpenDay(NaiveDate),
    Privacy,
    Trail(TrailPaper),
    Erase(NaiveDate),
}

/// What lies over the list.
enum Over {
    Nothing,
    Question(Box<Dialog>, Purpose),
    Staff(Box<Staff>),
    Blanks(Box<Blanks>),
    Store(Box<Store>),
    Sheets(Box<Sheets>),
    Settings(Box<Settings>),
    Figures(Box<Figures>),
    Report(Box<ReportPane>),
    History(Box<History>, Box<Figures>),
}

/// The supervisor's view.
pub struct Supervisor {
    table: Table,
    over: Over,
    /// A book was asked for its figures.
    wants_figures: bool,
}

impl Default for Supervisor {
    fn default() -> Supervisor {
        Supervisor::new()
    }
}

impl Supervisor {
    /// The list, nothing over it.
    pub fn new() -> Supervisor {
        let columns = vec![Column::rest(t::C_WHAT), Column::rest(t::C_STATE)];
        Supervisor { table: Table::new(columns, t::EMPTY), over: Over::Nothing, wants_figures: false }
    }

    fn list(&mut self, action: Action, view: &View<'_>) -> Reply {
        let rows = Overview::of(view);
        if self.table.takes_text() {
            return self.pick(action, &rows, view);
        }
        match action {
            Action::Main => self.decide(&rows, view),
            Action::NewAccount => self.staff(Kind::New, view),
            Action::Blanks => {
                self.over = Over::Blanks(Box::default());
                Reply::used()
            }
            Action::Figures => {
                self.wants_figures = true;
                Reply::ask(Ask::Book(view.day()))
            }
            Action::OpenDay => self.ask_open_day(view),
            Action::Report => {
                let (pane, reply) = ReportPane::open(Period::month_of(view.day()));
                self.over = Over::Report(Box::new(pane));
                reply
            }
            _ => self.pick(action, &rows, view),
        }
    }

    fn pick(&mut self, action: Action, rows: &Overview, view: &View<'_>) -> Reply {
        match self.table.on(action, rows) {
            Picked::Opened(row) => match rows.about(row) {
                Some(About::Approval(app)) => self.ask_decision(app, view),
                Some(About::Account(account)) => self.ask_account(account, view),
                Some(About::Blanks) => self.store(false, view),
                Some(About::Invalid) => self.store(true, view),
                Some(About::Sheets) => {
                    self.over = Over::Sheets(Box::new(Sheets::new(view)));
                    Reply::used()
                }
                Some(About::Settings) => {
                    self.over = Over::Settings(Box::new(Settings::new(view)));
                    Reply::used()
                }
                Some(About::Copies) => Reply::ask(Ask::BackUp),
                Some(About::Privacy) => self.ask_privacy(),
                Some(About::Day) if view.office.desk.day.is_none() => self.ask_open_day(view),
                _ => Reply::used(),
            },
            Picked::Moved => {
                let on_head = |table: &Table| table.selected(rows).and_then(|r| rows.about(r)) == Some(About::Head);
                if matches!(action, Action::Up | Action::Down) && on_head(&self.table) {
                    self.table.on(action, rows);
                }
                Reply::used()
            }
            Picked::Ignored => Reply::ignored(),
        }
    }

    fn store(&mut self, register: bool, view: &View<'_>) -> Reply {
        let mut store = Store::new(register);
        store.refresh(view);
        self.over = Over::Store(Box::new(store));
        Reply::used()
    }

    fn staff(&mut self, kind: Kind, view: &View<'_>) -> Reply {
        self.over = Over::Staff(Box::new(Staff::new(kind, view)));
        Reply::used()
    }

    /// F8: the selected request, else the one that waits longest.
    fn decide(&mut self, rows: &Overview, view: &View<'_>) -> Reply {
        let selected = match self.table.selected(rows).and_then(|row| rows.about(row)) {
            Some(About::Approval(app)) => Some(app),
            _ => rows::waiting(view).first().map(|file| file.app.id),
        };
        match selected {
            Some(app) => self.ask_decision(app, view),
            None => Reply::tell(Notice::new(Severity::Info, t::NOTHING_WAITS.get(view.lang()))),
        }
    }

    fn on_question(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Over::Question(dialog, purpose) = &mut self.over else { return Reply::ignored() };
        let purpose = *purpose;
        match dialog.on(action) {
            Said::Ignored => return Reply::ignored(),
            Said::Answered(n) => {
                self.over = Over::Nothing;
                return self.answered(purpose, n, view);
            }
            Said::Said => {
                let typed = dialog.typed().to_owned();
                let Purpose::Trail(paper) = purpose else { return Reply::used() };
                return self.on_span(paper, &typed, view);
            }
            Said::Cancelled => self.over = Over::Nothing,
            _ => {}
        }
        Reply::used()
    }

    fn answered(&mut self, purpose: Purpose, n: usize, view: &View<'_>) -> Reply {
        match (purpose, n) {
            (Purpose::Decide(app), 1 | 2) => {
                Reply::request(Command::DecideApproval { app, granted: n == 1, note: None })
            }
            (Purpose::Privacy, n) => self.on_privacy(n, view),
            (Purpose::Erase(before), n) => Supervisor::on_erasing(before, n),
            (Purpose::OpenDay(date), 0) => Reply::request(Command::OpenDay { date }),
            (Purpose::Account(account), 0) => self.staff(Kind::Roles(account), view),
            (Purpose::Account(account), 2) => self.staff(Kind::Reset(account), view),
            (Purpose::Account(account), 3) => questions::closer(account, view),
            (Purpose::Account(account), 1) => {
                let active = view.office.rules.accounts.get(&account).is_some_and(|a| a.active);
                Reply::request(if active {
                    Command::DisableAccount { account }
                } else {
                    Command::EnableAccount { account }
                })
            }
            _ => Reply::used(),
        }
    }

    /// Says what was done; a form whose act is stored goes.
    fn committed(&mut self, entries: &[Recorded], view: &View<'_>) -> Reply {
        let mut reply = Reply::used();
        for rec in entries {
            let Some(notice) = said::told(&rec.event, view) else { continue };
            if let Over::Settings(settings) = &mut self.over {
                settings.stored(view);
                reply.asks.push(Ask::DropDraft);
            }
            if matches!(self.over, Over::Staff(_) | Over::Blanks(_) | Over::Sheets(_)) {
                self.over = Over::Nothing;
                reply.asks.push(Ask::DropDraft);
            }
            if let Over::Store(store) = &mut self.over {
                store.committed(view);
                reply.asks.push(Ask::DropDraft);
            }
            if let Event::InvalidDestroyed(e) = &rec.event {
                reply.asks.push(Ask::Record { year: e.year, no: e.no });
            }
            if let Event::AccountAdded(e) = &rec.event {
                let rows = Overview::of(view);
                self.table.select(Overview::account(e.account), &rows);
            }
            reply.asks.extend(sheets::paper(&rec.event));
            reply.notice = Some(notice);
        }
        self.settle(view);
        reply
    }

    /// The rows have changed: the pointer stays on its row, or goes to the first that is no heading.
    fn settle(&mut self, view: &View<'_>) {
        let rows = Overview::of(view);
        self.table.refresh(&rows);
        if self.table.selected(&rows).and_then(|row| rows.about(row)) == Some(About::Head) {
            self.table.on(Action::Down, &rows);
        }
    }
}

const LIST: &[Layer] = &[Layer::Supervisor, Layer::List, Layer::Global, Layer::Always];
const FORM: &[Layer] = &[Layer::Supervisor, Layer::Form, Layer::Checklist, Layer::Global, Layer::Always];
const ASKS: &[Layer] = &[Layer::Dialog, Layer::Always];
const TYPED: &[Layer] = &[Layer::Dialog, Layer::Form, Layer::Always];

impl Screen for Supervisor {
    fn id(&self) -> ScreenId {
        ScreenId::Supervisor
    }

    fn layers(&self) -> &'static [Layer] {
        match &self.over {
            Over::Figures(figures) if figures.asks() => ASKS,
            Over::Nothing | Over::Figures(_) | Over::History(..) => LIST,
            Over::Question(dialog, _) if dialog.takes_text() => TYPED,
            Over::Question(..) => ASKS,
            Over::Report(pane) => pane.layers(),
            Over::Settings(settings) if !settings.in_form() => LIST,
            Over::Staff(_) | Over::Blanks(_) | Over::Settings(_) => FORM,
            Over::Store(store) => store.layers(),
            Over::Sheets(sheets) => sheets.layers(),
        }
    }

    fn takes_text(&self) -> bool {
        match &self.over {
            Over::Nothing => self.table.takes_text(),
            Over::Question(dialog, _) => dialog.takes_text(),
            Over::Staff(staff) => staff.takes_text(),
            Over::Blanks(blanks) => blanks.takes_text(),
            Over::Store(store) => store.takes_text(),
            Over::Sheets(sheets) => sheets.takes_text(),
            Over::Settings(settings) => settings.takes_text(),
            Over::Figures(figures) => figures.takes_text(),
            Over::Report(pane) => pane.takes_text(),
            Over::History(history, _) => history.takes_text(),
        }
    }

    fn offer(&self, action: Action, view: &View<'_>) -> Offer {
        offer::of(self, action, view)
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        let leave = match &mut self.over {
            Over::Nothing => return self.list(action, view),
            Over::Question(..) => return self.on_question(action, view),
            Over::Figures(_) => return self.on_figures(action, view),
            Over::History(..) => return self.on_history(action, view),
            Over::Report(pane) => match pane.on(action, view) {
                ReportStep::Stay(reply) => return reply,
                // The days of the book are the agenda's.
                step => matches!(step, ReportStep::Closed),
            },
            Over::Staff(staff) => match staff.on(action, view) {
                StaffStep::Stay(reply) => return reply,
                StaffStep::Leave => true,
            },
            Over::Blanks(blanks) => match blanks.on(action, view) {
                BlanksStep::Stay(reply) => return reply,
                BlanksStep::Leave => true,
            },
            Over::Store(store) => match store.on(action, view) {
                StoreStep::Stay(reply) => return reply,
                StoreStep::Leave => true,
            },
            Over::Sheets(sheets) => match sheets.on(action, view) {
                SheetsStep::Stay(reply) => return reply,
                SheetsStep::Leave => true,
            },
            Over::Settings(settings) => match settings.on(action, view) {
                SettingsStep::Stay(reply) => return reply,
                SettingsStep::Leave => true,
            },
        };
        if leave {
            self.over = Over::Nothing;
        }
        Reply::used()
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.over {
            Over::Staff(staff) => return staff.paste(text, view),
            Over::Blanks(blanks) => return blanks.paste(text, view),
            Over::Store(store) => return store.paste(text, view),
            Over::Sheets(sheets) => return sheets.paste(text, view),
            Over::Settings(settings) => return settings.paste(text, view),
            Over::Figures(figures) => figures.paste(text, view.lang()),
            Over::History(history, _) => history.paste(text, view),
            Over::Report(pane) => return pane.paste(text, view),
            Over::Nothing => {
                self.table.paste(text, &Overview::of(view));
            }
            Over::Question(..) => return Reply::ignored(),
        }
        Reply::used()
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Committed(entries) => return self.committed(&entries, view),
            Told::Book(book) if std::mem::take(&mut self.wants_figures) => {
                self.over = Over::Figures(Box::new(Figures::new(book, view.lang())));
            }
            Told::Refused(_) | Told::NotGiven => {
                if let Over::Store(store) = &mut self.over {
                    store.refused();
                }
            }
            Told::History { file, entries } => {
                if let Over::Figures(figures) = std::mem::replace(&mut self.over, Over::Nothing) {
                    self.over = Over::History(Box::new(History::new(file, entries, view)), figures);
                }
            }
            Told::Erasable { before, found } => return self.ask_erasing(before, found),
            Told::Report { period, report } => {
                let Over::Report(pane) = &mut self.over else { return Reply::ignored() };
                pane.take(period, report, view);
            }
            _ => return Reply::ignored(),
        }
        Reply::used()
    }

    fn refresh(&mut self, view: &View<'_>) {
        if let Over::Store(store) = &mut self.over {
            store.refresh(view);
        }
        self.settle(view);
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        match &self.over {
            Over::Staff(staff) => return staff.draw(body, buf, view),
            Over::Blanks(blanks) => return blanks.draw(body, buf, view),
            Over::Store(store) => return store.draw(body, buf, view),
            Over::Settings(settings) => return settings.draw(body, buf, view),
            Over::Figures(figures) => return figures.draw(body, buf, view),
            Over::Report(pane) => return pane.draw(body, buf, view),
            Over::History(history, _) => return history.draw(body, buf, view),
            Over::Nothing | Over::Question(..) | Over::Sheets(_) => {}
        }
        let parts = layout::parts(body, 0);
        let rows = Overview::of(view);
        layout::title(parts.title, buf, view.look, t::TITLE.get(view.lang()), "");
        self.table.draw(parts.list, buf, view.look, &rows, true);
        match &self.over {
            Over::Question(dialog, _) => dialog.draw(body, buf, view.look),
            Over::Sheets(sheets) => sheets.draw(body, buf, view),
            _ => {}
        }
    }

    fn draft(&self) -> Option<Draft> {
        let of = |kind: &str, form| Some(Draft { app: None, form, extra: vec![("over".to_owned(), kind.to_owned())] });
        match &self.over {
            Over::Staff(staff) => of("staff", staff.draft()?),
            Over::Blanks(blanks) => of("blanks", blanks.draft()?),
            Over::Store(store) => of("destroy", store.draft()?),
            Over::Settings(settings) => settings.draft().and_then(|(key, form)| of(key, form)),
            _ => None,
        }
    }

    fn restore(&mut self, draft: &Draft, view: &View<'_>) {
        let kind = draft.extra.iter().find(|(key, _)| key == "over").map(|(_, value)| value.as_str());
        match kind {
            Some("staff") => {
                let mut staff = Staff::new(Kind::New, view);
                staff.restore(&draft.form);
                self.over = Over::Staff(Box::new(staff));
            }
            Some("destroy") => self.over = Over::Store(Box::new(Store::restored(&draft.form, view))),
            Some("blanks") => {
                let mut blanks = Blanks::new();
                blanks.restore(&draft.form);
                self.over = Over::Blanks(Box::new(blanks));
            }
            Some(key) => {
                let mut settings = Settings::new(view);
                settings.restore(key, &draft.form, view);
                self.over = Over::Settings(Box::new(settings));
            }
            None => {}
        }
    }
}
