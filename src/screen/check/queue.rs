//! The list of files at the check: those that wait, or those that are with their applicants.
//!
//! Owns the order and the cells of the list, and the mark of a row whose file another desk took while it was
//! selected. Separate because a list is only looked at. Must not change a file.

use crate::domain::application::Stage;
use crate::domain::id::AppId;
use crate::domain::office::{File, Office};
use crate::text::screens::{check as t, common as shared};
use crate::text::{common, term};
use crate::ui::table::{Column, Rows, Table};
use crate::ui::theme::{ASCII, Role};
use crate::view::View;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// Which list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Showing {
    /// Waiting for the check.
    #[default]
    Waiting,
    /// With the applicants.
    Returned,
}

impl Showing {
    /// The list a stage belongs to.
    pub fn of(stage: Stage) -> Option<Showing> {
        match stage {
            Stage::Check => Some(Showing::Waiting),
            Stage::Returned => Some(Showing::Returned),
            _ => None,
        }
    }

    pub fn other(self) -> Showing {
        match self {
            Showing::Waiting => Showing::Returned,
            Showing::Returned => Showing::Waiting,
        }
    }

    /// Its files, marked ones first, then the oldest.
    pub fn files(self, office: &Office) -> Vec<&File> {
        office.queue(|stage| Showing::of(stage) == Some(self))
    }

    pub fn table(self) -> Table {
        let empty = match self {
            Showing::Waiting => t::QUEUE_EMPTY,
            Showing::Returned => t::RETURNED_EMPTY,
        };
        let columns = vec![
            Column::fixed(t::C_NUMBER, 4),
            Column::rest(t::C_NAME),
            Column::fixed(t::C_REASON, 6),
            Column::fixed(t::C_AGE, 7).figures(),
        ];
        Table::new(columns, empty)
    }
}

/// A selected file that left the list by another desk: its row stays until the clerk moves on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub app: AppId,
    pub number: String,
    pub place: usize,
}

impl Gone {
    /// Who and where it went, as far as known.
    pub fn tell(&self, view: &View<'_>) -> String {
        match view.file(self.app) {
            Some(file) => {
                let at = term::stage_full(view.lang(), file.app.stage);
                t::moved_on(view.lang(), self.number.clone(), at)
            }
            None => format!("{}: {}", self.number, t::GONE.get(view.lang())),
        }
    }
}

enum Entry<'a> {
    File(&'a File),
    Gone(&'a Gone),
}

/// The rows of a list.
pub struct Queue<'a> {
    entries: Vec<Entry<'a>>,
    view: View<'a>,
}

impl<'a> Queue<'a> {
    pub fn new(view: &View<'a>, showing: Showing, gone: Option<&'a Gone>) -> Queue<'a> {
        let mut entries: Vec<Entry<'a>> = showing.files(view.office).into_iter().map(Entry::File).collect();
        if let Some(gone) = gone {
            entries.insert(gone.place.min(entries.len()), Entry::Gone(gone));
        }
        Queue { entries, view: *view }
    }

    /// The file of a row; none for one that has gone.
    pub fn file(&self, row: usize) -> Option<&'a File> {
        match self.entries.get(row) {
            Some(Entry::File(file)) => Some(file),
            _ => None,
        }
    }

    /// The application of a row.
    pub fn app(&self, row: usize) -> Option<AppId> {
        self.entries.get(row).map(Entry::app)
    }
}

impl Entry<'_> {
    fn app(&self) -> AppId {
        match self {
            Entry::File(file) => file.app.id,
            Entry::Gone(gone) => gone.app,
        }
    }
}

impl Rows for Queue<'_> {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.app(row).map_or(0, |app| app.0)
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let lang = self.view.lang();
        match (self.entries.get(row), column) {
            (Some(Entry::File(file)), 0) => {
                let _ = write!(out, "{:04}", file.app.number.no);
            }
            (Some(Entry::File(file)), 1) => {
                if file.app.priority {
                    let _ = write!(out, "{} ", self.view.look.symbols.warning);
                }
                if file.app.returns > 0 && file.app.stage == Stage::Check {
                    let times = shared::came_back(lang, file.app.returns.saturating_add(1));
                    // The arrow exists only where the other drawing signs do.
                    let bare = self.view.look.symbols == &ASCII;
                    out.push_str(if bare { times.trim_start_matches(['↩', ' ']) } else { &times });
                    out.push(' ');
                }
                out.push_str(file.person.as_ref().map_or("", |p| p.name.as_str()));
            }
            (Some(Entry::File(file)), 2) => out.push_str(file.app.reason.code()),
            (Some(Entry::File(file)), _) => out.push_str(&common::age_step(lang, self.view.age_s(file.app.since_ms))),
            (Some(Entry::Gone(gone)), 0) => out.push_str(&gone.number),
            (Some(Entry::Gone(gone)), 1) => match self.view.file(gone.app) {
                Some(file) => out.push_str(term::stage(file.app.stage).get(lang)),
                None => out.push_str(term::stage_short(Stage::HandedOver).get(lang)),
            },
            _ => {}
        }
    }

    fn role(&self, row: usize) -> Role {
        match self.entries.get(row) {
            Some(Entry::Gone(_)) => Role::Dim,
            _ => Role::Plain,
        }
    }
}
