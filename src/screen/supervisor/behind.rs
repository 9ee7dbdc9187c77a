//! What lies behind the supervisor's figures: a number's list of files, and one file's entries.
//!
//! Separate because the agenda shows the same; here only what a step of them means. Must not change anything.

use super::{Over, Supervisor};
use crate::screen::agenda::figures::Step as FigStep;
use crate::screen::find::history::Step as HistoryStep;
use crate::screen::{Ask, Reply};
use crate::ui::keymap::Action;
use crate::view::View;

impl Supervisor {
    pub(super) fn on_figures(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Over::Figures(figures) = &mut self.over else { return Reply::ignored() };
        match figures.on(action, view.lang()) {
            FigStep::Moved => Reply::used(),
            FigStep::Ignored => Reply::ignored(),
            FigStep::Tell(notice) => Reply::tell(notice),
            FigStep::History(app) => Reply::ask(Ask::History(app)),
            FigStep::Export(behind, format) => Reply::ask(Ask::ExportList { date: figures.date(), behind, format }),
            FigStep::Closed => {
                self.over = Over::Nothing;
                Reply::used()
            }
        }
    }

    pub(super) fn on_history(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Over::History(history, _) = &mut self.over else { return Reply::ignored() };
        match history.on(action, view) {
            HistoryStep::Moved => Reply::used(),
            HistoryStep::Ignored => Reply::ignored(),
            HistoryStep::Open(app) => Reply::ask(Ask::OpenFile(app)),
            HistoryStep::Closed => {
                if let Over::History(_, figures) = std::mem::replace(&mut self.over, Over::Nothing) {
                    self.over = Over::Figures(figures);
                }
                Reply::used()
            }
        }
    }
}
