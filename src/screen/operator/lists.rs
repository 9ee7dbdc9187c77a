//! The four lists of the operator's screen and their columns.
//!
//! Separate because it is a table. Must not know what opening a file does.

use super::queue::{Cell, Finder};
use super::task::prints_first;
use crate::domain::application::Stage;
use crate::domain::office::File;
use crate::domain::terms::Role;
use crate::text::screens::operator as t;
use crate::text::{Word, common, status, term};
use crate::ui::table::Column;
use crate::view::View;

/// A list of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Queue,
    Recorded,
    Deferred,
    Printed,
}

impl List {
    /// In the order of the screen.
    pub const ALL: [List; 4] = [List::Queue, List::Recorded, List::Deferred, List::Printed];

    /// Its name.
    pub fn title(self) -> Word {
        match self {
            List::Queue => t::LIST_QUEUE,
            List::Recorded => t::LIST_RECORDED,
            List::Deferred => t::LIST_DEFERRED,
            List::Printed => t::LIST_PRINTED,
        }
    }

    fn holds(self, stage: Stage) -> bool {
        match self {
            List::Queue => matches!(stage, Stage::Operator | Stage::Printing),
            List::Recorded => stage == Stage::Recorded,
            List::Deferred => matches!(stage, Stage::Deferred(_)),
            List::Printed => stage == Stage::Printed,
        }
    }

    /// The list a file is in.
    pub fn of(stage: Stage) -> Option<List> {
        List::ALL.into_iter().find(|list| list.holds(stage))
    }

    /// Its files: marked ones first in the queue, oldest first everywhere.
    pub fn files<'a>(self, view: &View<'a>) -> Vec<&'a File> {
        if self == List::Queue {
            return view.office.queue(|stage| self.holds(stage));
        }
        view.office.files.values().filter(|file| self.holds(file.app.stage)).collect()
    }

    /// The list as a widget.
    pub fn finder(self) -> Finder {
        let head = [Column::fixed(t::COL_NUMBER, 6), Column::rest(t::COL_NAME)];
        let (tail, cells): (Vec<Column>, &'static [Cell]) = match self {
            List::Queue => (
                vec![
                    Column::fixed(t::COL_KIND, 20),
                    Column::fixed(t::COL_NEXT, 16),
                    Column::fixed(t::COL_AGE, 8).figures(),
                ],
                &[number, name, kind, next, age],
            ),
            List::Recorded | List::Printed => (
                vec![
                    Column::fixed(t::COL_PHONE, 18),
                    Column::fixed(t::COL_CALLS, 10).figures(),
                    Column::fixed(t::COL_AGE, 8).figures(),
                ],
                &[number, name, phone, calls, age],
            ),
            List::Deferred => (
                vec![
                    Column::fixed(t::COL_WHY, 28),
                    Column::fixed(t::COL_CALLS, 10).figures(),
                    Column::fixed(t::COL_AGE, 8).figures(),
                ],
                &[number, name, why, calls, age],
            ),
        };
        Finder::new(head.into_iter().chain(tail).collect(), cells, t::EMPTY, false)
    }
}

/// The short number; a marked file carries the sign for "further up".
pub fn number(file: &File, view: &View<'_>) -> String {
    let mark = if file.app.priority { view.look.symbols.less } else { "" };
    format!("{}{mark}", file.app.number.short())
}

/// The name.
pub fn name(file: &File, view: &View<'_>) -> String {
    view.name(file)
}

fn kind(file: &File, view: &View<'_>) -> String {
    term::reason(file.app.reason).get(view.lang()).to_owned()
}

fn next(file: &File, view: &View<'_>) -> String {
    let app = &file.app;
    let word = match (&app.job, app.approval.as_ref()) {
        (Some(job), _) if job.unknown => term::stage_short(Stage::Printing),
        (Some(_), _) => t::RUNNING,
        (_, Some(approval)) if approval.granted.is_none() => term::role(Role::Supervisor),
        _ if !app.status_fresh(view.day()) => t::STEP_STATUS,
        _ if app.test_passed(view.day()) || prints_first(view.office, app) => t::STEP_PRINT,
        _ => t::STEP_TEST,
    };
    word.get(view.lang()).to_owned()
}

/// Time since first receipt.
pub fn age(file: &File, view: &View<'_>) -> String {
    common::age(view.lang(), view.age_s(file.app.received_ms))
}

/// The contact number, for the call.
pub fn phone(file: &File, view: &View<'_>) -> String {
    let phone = file.person.as_ref().and_then(|person| person.contact.phone());
    phone.map_or_else(|| common::NONE.get(view.lang()).to_owned(), |phone| phone.display())
}

/// Times called, and how the last message fared.
pub fn calls(file: &File, view: &View<'_>) -> String {
    let message = file.app.message.as_ref().map_or("", |m| term::message_mark(m.state).get(view.lang()));
    format!("{}× {message}", file.app.calls).trim_end().to_owned()
}

fn why(file: &File, view: &View<'_>) -> String {
    match file.app.stage {
        Stage::Deferred(reason) => status::deferral(reason).get(view.lang()).to_owned(),
        stage => term::stage(stage).get(view.lang()).to_owned(),
    }
}
