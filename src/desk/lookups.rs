//! What screens look up: a person's history, a file's entries, a search, a day of the book.
//!
//! Separate from acts: nothing here changes the office. That somebody looked is noted.

use super::core::Desk;
use crate::domain::book::Book;
use crate::domain::id::AppId;
use crate::domain::nik::Nik;
use crate::domain::terms::{Role, SeenAt};
use crate::ledger::LedgerError;
use crate::screen::{ScreenId, Told};
use crate::text::desk as t;
use crate::ui::notice::Severity;
use crate::view::FoundRow;
use chrono::NaiveDate;

impl Desk {
    pub(super) fn tell_screen(&mut self, screen: ScreenId, told: Told) {
        let reply = self.with_screen(screen, |s, view| s.told(told, view));
        self.carry_out(screen, reply);
    }

    /// Gives what the ledger answered to a screen, or says that it failed.
    fn answer(&mut self, screen: ScreenId, told: Result<Option<Told>, LedgerError>) {
        match told {
            Ok(Some(told)) => self.tell_screen(screen, told),
            Ok(None) => self.tell_words(Severity::Warning, t::NOT_FOUND),
            Err(error) => self.ledger_failed(&error),
        }
    }

    /// Own history of a person.
    pub(super) fn look_up(&mut self, from: ScreenId, nik: Nik) {
        let past = self.ledger.by_nik(nik);
        let person = self.ledger.last_person(nik);
        if let (Ok(past), Ok(Some(_))) = (&past, &person) {
            let open = self.ledger.office().open_for(nik).map(|file| file.app.id);
            if let Some(app) = open.or(past.first().map(|past| past.app)) {
                self.looked_at(app, SeenAt::Intake);
            }
        }
        let told = past.and_then(|past| person.map(|person| Some(Told::Past { nik, past, person })));
        self.answer(from, told);
    }

    /// Searches while typing; the answer comes as an input.
    pub(super) fn find(&mut self, query: String) {
        if let Some(finder) = &self.finder {
            finder.find(query);
        }
    }

    pub(super) fn on_found(&mut self, query: String, rows: Vec<FoundRow>, more: bool) {
        self.dirty = true;
        self.searched(&query, &rows, more);
        self.tell_screen(ScreenId::Find, Told::Found { query, rows, more });
    }

    /// All entries of a file.
    pub(super) fn history(&mut self, from: ScreenId, app: AppId) {
        let told = self.ledger.file(app).and_then(|file| match file {
            Some(file) => {
                let mut entries = self.ledger.history(app)?;
                // Who looked at a file is for the supervisor to see.
                let all = self.session.as_ref().is_some_and(|s| s.is(Role::Supervisor));
                entries.retain(|rec| all || !rec.event.is_access());
                Ok(Some(Told::History { file: Box::new(file), entries }))
            }
            None => Ok(None),
        });
        if matches!(told, Ok(Some(_))) {
            self.looked_at(app, SeenAt::History);
        }
        self.answer(from, told);
    }

    /// Shows a file's entries on the find screen, for those who may only look.
    pub(super) fn show_history(&mut self, app: AppId) {
        self.screens.front = ScreenId::Find;
        self.history(ScreenId::Find, app);
    }

    /// A day of the agenda.
    pub(super) fn book(&mut self, from: ScreenId, date: NaiveDate) {
        let told = self.read_book(date).map(|book| book.map(|b| Told::Book(Box::new(b))));
        if matches!(told, Ok(Some(_))) {
            self.looked_at_day(date);
        }
        self.answer(from, told);
    }

    pub(super) fn show_book(&mut self, date: NaiveDate) {
        self.book(ScreenId::Agenda, date);
    }

    pub(super) fn read_book(&self, date: NaiveDate) -> Result<Option<Book>, LedgerError> {
        super::day::read_book(self.ledger.as_ref(), date)
    }
}
