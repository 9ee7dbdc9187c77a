//! What the agenda's keys begin: correcting a line, exporting, closing and opening a day; and what came of it.
//!
//! Separate from the list, which only shows. Nothing here changes a line: an act becomes a new one.

use super::close::Close;
use super::figures::Figures;
use super::{Agenda, Over, Purpose, layout, stage_now};
use crate::domain::application::Stage;
use crate::domain::book::Behind;
use crate::domain::command::Command;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::person::NOTE;
use crate::domain::report::{Period, Report};
use crate::domain::seal::proof::Shown;
use crate::domain::terms::Role;
use crate::screen::report::{ReportPane, Step as ReportStep};
use crate::screen::supervisor::blanks;
use crate::screen::{Ask, ExportFormat, Reply};
use crate::text::screens::{agenda as t, close as c};
use crate::text::{Lang, common, keys, proof as p, term};
use crate::ui::dialog::{Answer, Dialog};
use crate::ui::field::Field;
use crate::ui::keymap::Action;
use crate::ui::keymap::legend::Offer;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use chrono::NaiveDate;

/// What is done to the book itself, and not to what lies over it.
const OF_THE_BOOK: [Action; 10] = [
    Action::Main,
    Action::Export,
    Action::Correct,
    Action::Figures,
    Action::Report,
    Action::OpenDay,
    Action::Blanks,
    Action::Left,
    Action::Right,
    Action::Seal,
];

/// What the footer makes of a key: the close is a form to go through, and no list of answers.
pub(super) fn offer(over: &Over, action: Action, view: &View<'_>) -> Offer {
    match (over, action) {
        (Over::Close(close), _) if close.asks() => Offer::Told,
        (Over::Close(close), Action::Enter) if close.is_done() => Offer::Called(keys::BACK),
        (Over::Close(close), Action::Main | Action::Figures) if close.is_done() => Offer::Hidden,
        (Over::Close(_), Action::Main) => Offer::Called(keys::GO_ON),
        (Over::Close(_), Action::Enter) => Offer::Called(keys::ENTER_FIELD),
        (Over::Close(_), Action::Digit(_)) => Offer::Hidden,
        // Opened by the first sign-in of a day; by hand only where that was missed.
        (Over::Nothing, Action::OpenDay) if !view.may_open_day() => Offer::Hidden,
        (Over::History(_), action) if OF_THE_BOOK.contains(&action) => Offer::Hidden,
        (Over::Figures(figures), Action::Export) if figures.lists() => Offer::Told,
        (Over::Figures(_), Action::Figures) => Offer::Called(keys::BACK),
        (Over::Figures(_), action) if OF_THE_BOOK.contains(&action) => Offer::Hidden,
        (Over::Report(pane), action) => pane.offer(action, view),
        _ => Offer::Told,
    }
}

impl Agenda {
    /// "Betulkan" on the selected line: an open file on the screen of its next step, a handover taken back by
    /// a supervisor; any other final line stays.
    pub(super) fn correct(&mut self, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let Some(book) = self.shown() else { return Reply::used() };
        let rows = super::BookRows { book, index: &self.index, lang };
        let Some(about) = self.table.selected(&rows).and_then(|row| rows.about(row)) else {
            return Reply::tell(Notice::new(Severity::Info, t::PICK_LINE.get(lang)));
        };
        let (app, number) = (about.app, about.number.text.clone());
        match stage_now(app, about.stage, view) {
            Some(stage) if !stage.is_final() && view.file(app).is_some() => Reply::ask(Ask::OpenFile(app)),
            Some(Stage::HandedOver) if view.session.is(Role::Supervisor) => {
                let lines = vec![number.into(), t::UNDO_HINT.into(), t::UNDO_CARD.into()];
                let dialog = Dialog::text(t::UNDO_TITLE, lines, Field::new(NOTE), true);
                self.over = Over::Question(Box::new(dialog), Purpose::Undo(app));
                Reply::used()
            }
            Some(Stage::HandedOver) => {
                let notice = Notice::new(Severity::Warning, t::UNDO_ASK_SUPERVISOR.get(lang));
                Reply::tell(notice.next(t::UNDO_NEXT.get(lang)))
            }
            Some(Stage::Cancelled(_)) => {
                Reply::tell(Notice::new(Severity::Info, t::FINAL.get(lang)).next(t::FINAL_NEXT.get(lang)))
            }
            // Closed since that book, or a line of the office: its entries tell where it stands.
            _ => Reply::ask(Ask::History(app)),
        }
    }

    pub(super) fn ask_export(&mut self) -> Reply {
        let Some(book) = self.shown() else { return Reply::used() };
        let day = layout::both(|lang| common::date_with_weekday(lang, book.date));
        let mut lines = vec![day, t::EXPORT_HINT.into()];
        lines.extend(book.closed.is_none().then(|| t::EXPORT_PROVISIONAL.into()));
        let mut answers: Vec<Answer> = ExportFormat::ALL.iter().map(|format| Answer::new(format.word())).collect();
        answers.extend([t::OPEN_LIST, t::SHELF_LIST].map(Answer::new));
        let dialog = Dialog::answers(t::EXPORT, lines, answers);
        self.over = Over::Question(Box::new(dialog), Purpose::Export(book.date));
        Reply::used()
    }

    /// F8: the guide for the day looked at, or why there is nothing to close.
    pub(super) fn start_close(&mut self, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let date = self.day.unwrap_or_else(|| view.day());
        if self.shown().is_some_and(|book| book.closed.is_some()) {
            let notice = Notice::new(Severity::Info, c::CLOSED_ALREADY.get(lang)).next(c::CLOSED_NEXT.get(lang));
            return Reply::tell(notice);
        }
        let desk = &view.office.desk;
        if desk.day != Some(date) && !desk.unclosed.contains_key(&date) {
            return Reply::tell(Notice::new(Severity::Warning, c::NOT_OPEN.get(lang)));
        }
        self.over = Over::Close(Box::new(Close::new(date, view)));
        Reply::used()
    }

    /// The open files of the day being closed, over its guide.
    pub(super) fn list_open_files(&mut self, lang: Lang) -> Reply {
        let Some(book) = self.shown().cloned() else {
            return Reply::tell(Notice::new(Severity::Info, t::READING.get(lang)));
        };
        self.cover(Over::Figures(Box::new(Figures::list(Box::new(book), Behind::Open, lang))));
        Reply::used()
    }

    /// Somebody else has closed the day that is being counted: nothing is left to do.
    pub(super) fn give_up_close(&mut self) -> Reply {
        let gone = match (&self.over, self.book.as_deref()) {
            (Over::Close(close), Some(book)) => book.date == close.date() && book.closed.is_some() && !close.is_done(),
            _ => false,
        };
        if !gone {
            return Reply::used();
        }
        self.over = Over::Nothing;
        Reply::ask(Ask::DropDraft)
    }

    /// Puts something over what is there; a question and what was only looked at give way to it.
    pub(super) fn cover(&mut self, over: Over) {
        let below = std::mem::replace(&mut self.over, over);
        if matches!(below, Over::Close(_) | Over::Blanks(_) | Over::Figures(_) | Over::Report(_)) {
            self.under.push(below);
        }
    }

    /// The code of a printed agenda is typed in.
    pub(super) fn ask_seal(&mut self) -> Reply {
        let lines = vec![p::ASK.into(), p::ASK_WHERE.into()];
        let dialog = Dialog::text(p::TITLE, lines, Field::new(CODE), false);
        self.over = Over::Question(Box::new(dialog), Purpose::Seal);
        Reply::used()
    }

    /// The report of the month looked at.
    pub(super) fn open_report(&mut self, view: &View<'_>) -> Reply {
        let (pane, reply) = ReportPane::open(Period::month_of(self.day.unwrap_or_else(|| view.day())));
        self.over = Over::Report(Box::new(pane));
        reply
    }

    pub(super) fn on_report(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Over::Report(pane) = &mut self.over else { return Reply::ignored() };
        match pane.on(action, view) {
            ReportStep::Stay(reply) => reply,
            ReportStep::Closed => {
                self.over = Over::Nothing;
                Reply::used()
            }
            ReportStep::Day(date) => {
                self.over = Over::Nothing;
                self.day = Some(date);
                Reply::ask(Ask::Book(date))
            }
        }
    }

    pub(super) fn take_report(&mut self, period: Period, report: Option<Box<Report>>, view: &View<'_>) {
        if let Over::Report(pane) = &mut self.over {
            pane.take(period, report, view);
        }
    }

    pub(super) fn ask_open_day(&mut self, view: &View<'_>) -> Reply {
        let (dialog, date) = open_day(view);
        self.over = Over::Question(Box::new(dialog), Purpose::OpenDay(date));
        Reply::used()
    }

    /// What became of the act: said in the office's words, and the book read again.
    pub(super) fn committed(&mut self, entries: &[Recorded], view: &View<'_>) -> Reply {
        let lang = view.lang();
        let day = self.day.unwrap_or_else(|| view.day());
        let mut reply = Reply::used();
        for rec in entries {
            match &rec.event {
                Event::DayClosed(e) => {
                    if let Over::Close(close) = &mut self.over {
                        close.closed(e, view);
                    }
                    let words = c::closed(lang, &common::date(e.date));
                    reply.notice = Some(Notice::new(Severity::Good, words));
                    reply.asks.extend([Ask::DropDraft, Ask::Book(e.date)]);
                }
                Event::DayOpened(e) => {
                    reply.notice = Some(Notice::new(Severity::Good, t::opened(lang, &common::date(e.date))));
                    reply.asks.push(Ask::Book(e.date));
                }
                Event::BlanksMoved(e) => {
                    self.over = Over::Nothing;
                    reply.notice = Some(blanks::told(term::blank_move(e.how), e.n, view));
                    reply.asks.extend([Ask::DropDraft, Ask::Book(day)]);
                }
                Event::BatchMoved(e) => {
                    self.over = Over::Nothing;
                    reply.notice = Some(blanks::told(term::stock_move(e.how), e.n, view));
                    reply.asks.extend([Ask::DropDraft, Ask::Book(day)]);
                }
                Event::HandoverUndone(e) => {
                    reply.notice = Some(Notice::new(Severity::Good, t::undone(lang, &short(e.app, view))));
                    reply.asks.push(Ask::Book(day));
                }
                _ => {}
            }
        }
        reply
    }
}

/// Characters a typed code may take: its symbols, a blank or dash between any two.
const CODE: usize = 80;

/// A code as typed, or which part of it is not right.
pub(super) fn seal_typed(typed: &str, lang: Lang) -> Result<Ask, Notice> {
    let wrong = |fault| Notice::new(Severity::Warning, p::code_fault(lang, fault)).next(p::READ_AGAIN.get(lang));
    Shown::parse(typed).map(Ask::CheckSeal).map_err(wrong)
}

/// What an answer to a question asks for. Below the formats of the book stand the lists to work from when the
/// counter is dark: the open files, and the shelf.
pub(super) fn answered(purpose: Purpose, n: usize) -> Reply {
    let list = |date, behind| Reply::ask(Ask::ExportList { date, behind, format: ExportFormat::Pdf });
    match (purpose, n) {
        (Purpose::Export(date), n) => match ExportFormat::ALL.get(n) {
            Some(format) => Reply::ask(Ask::Export { date, format: *format }),
            None if n == ExportFormat::ALL.len() => list(date, Behind::Open),
            None => list(date, Behind::Shelf),
        },
        (Purpose::OpenDay(date), 0) => Reply::request(Command::OpenDay { date }),
        _ => Reply::used(),
    }
}

fn short(app: AppId, view: &View<'_>) -> String {
    view.file(app).map(|f| f.app.number.short()).unwrap_or_default()
}

/// The question before a day is opened, and the day: that of the computer's clock.
pub(in crate::screen) fn open_day(view: &View<'_>) -> (Dialog, NaiveDate) {
    let date = view.stamp.date();
    let lines = vec![layout::both(|lang| t::open_ask(lang, &common::date_with_weekday(lang, date)))];
    (Dialog::answers(t::OPEN_DAY, lines, vec![Answer::new(t::OPEN_YES), Answer::new(t::NOT_NOW)]), date)
}
