//! The completeness check (F3): is everything there? SOP step 2.
//!
//! Owns the queue, the opened file with its ticks, and the clock of step 2. Separate from intake, which received
//! the file, perhaps at another desk. A file another desk takes is marked, never replaced under the cursor.

pub mod docs;

mod acts;
mod draw;
mod keep;
mod queue;

use super::correct::CorrectForm;
use super::{Draft, Reply, Screen, ScreenId, Told};
use crate::domain::application::Stage;
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::refusal::Refusal;
use crate::domain::sop::StepTimer;
use crate::domain::time::Stamp;
use crate::screen::intake::Intake;
use crate::text::screens::check as t;
use crate::ui::dialog::Dialog;
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::table::{Picked, Rows, Table};
use crate::view::View;
use acts::Asking;
use docs::Docs;
use queue::{Gone, Queue, Showing};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A file being looked at.
struct Opened {
    app: AppId,
    number: String,
    /// Its last entry when it was opened.
    seen: u64,
    docs: Docs,
    /// Ticks were changed here.
    touched: bool,
    /// Another desk wrote about it since.
    changed: bool,
    timer: StepTimer,
    started: Stamp,
}

/// The check screen.
pub struct Check {
    showing: Showing,
    table: Table,
    /// The selected file and its short number, to say which one left the list.
    selected: Option<(AppId, String)>,
    gone: Option<Gone>,
    opened: Option<Opened>,
    correct: Option<CorrectForm>,
    question: Option<(Asking, Dialog)>,
    sent: Option<Stamp>,
}

impl Default for Check {
    fn default() -> Check {
        Check::new()
    }
}

impl Check {
    /// The check with nothing opened.
    pub fn new() -> Check {
        let showing = Showing::Waiting;
        Check {
            showing,
            table: showing.table(),
            selected: None,
            gone: None,
            opened: None,
            correct: None,
            question: None,
            sent: None,
        }
    }

    /// The file acts are about: the opened one, else the selected one.
    fn current<'a>(&self, view: &View<'a>) -> Option<&'a File> {
        match &self.opened {
            Some(opened) => view.file(opened.app),
            None => {
                let rows = Queue::new(view, self.showing, self.gone.as_ref());
                let app = self.table.selected(&rows).and_then(|row| rows.file(row))?.app.id;
                view.file(app)
            }
        }
    }

    /// Opens a file: the clock of step 2 starts.
    fn open(&mut self, file: &File, view: &View<'_>) -> Reply {
        let Some(rule) = view.checklist(&file.app) else {
            let refused = Refusal::NoChecklist { reason: file.app.reason };
            return Reply::tell(Intake::refuse(view, &refused));
        };
        let mut timer = StepTimer::default();
        timer.start(view.stamp);
        self.opened = Some(Opened {
            app: file.app.id,
            number: file.app.number.short(),
            seen: file.app.last_seq,
            docs: Docs::new(rule, view.rules.forbidden(), &file.app.ticks),
            touched: false,
            changed: false,
            timer,
            started: view.stamp,
        });
        Reply::used()
    }

    /// Another file is to be opened here: chosen elsewhere, by search or scan.
    fn open_app(&mut self, app: AppId, view: &View<'_>) -> Reply {
        let Some(file) = view.file(app) else {
            return Reply::tell(Notice::new(Severity::Warning, t::GONE.get(view.lang())));
        };
        let Some(showing) = Showing::of(file.app.stage) else {
            let gone = Gone { app, number: file.app.number.short(), place: 0 };
            return Reply::tell(Notice::new(Severity::Warning, gone.tell(view)));
        };
        self.show(showing, view);
        let rows = Queue::new(view, self.showing, None);
        self.table.select(app.0, &rows);
        self.selected = Some((app, file.app.number.short()));
        self.open(file, view)
    }

    fn show(&mut self, showing: Showing, view: &View<'_>) {
        self.showing = showing;
        self.table = showing.table();
        self.gone = None;
        self.opened = None;
        self.settle_list(view);
    }

    /// The list as it is now, the selection remembered.
    fn settle_list(&mut self, view: &View<'_>) {
        let rows = Queue::new(view, self.showing, self.gone.as_ref());
        self.table.refresh(&rows);
        let selected = self.table.selected(&rows).and_then(|row| rows.app(row));
        // A file that left the working set is known by the number it had while it was selected.
        let before = self.selected.take().filter(|(app, _)| Some(*app) == selected);
        let numbered = |app| view.file(app).map(|file| (app, file.app.number.short()));
        self.selected = selected.and_then(numbered).or(before);
    }

    fn on_list(&mut self, action: Action, view: &View<'_>) -> Reply {
        if action == Action::Next && !self.table.takes_text() {
            self.show(self.showing.other(), view);
            return Reply::used();
        }
        let picked = {
            let rows = Queue::new(view, self.showing, self.gone.as_ref());
            self.table.on(action, &rows)
        };
        match picked {
            Picked::Opened(row) => {
                let rows = Queue::new(view, self.showing, self.gone.as_ref());
                match (rows.app(row).and_then(|app| view.file(app)), &self.gone) {
                    (Some(file), _) if Showing::of(file.app.stage) == Some(self.showing) => self.open(file, view),
                    (_, Some(gone)) => Reply::tell(Notice::new(Severity::Warning, gone.tell(view))),
                    _ => Reply::used(),
                }
            }
            Picked::Moved => {
                let moved_to = {
                    let rows = Queue::new(view, self.showing, self.gone.as_ref());
                    self.table.selected(&rows).and_then(|row| rows.app(row))
                };
                // The mark of a file that left is read once the clerk moves on.
                if self.gone.as_ref().is_some_and(|gone| Some(gone.app) != moved_to) {
                    self.gone = None;
                }
                self.settle_list(view);
                Reply::used()
            }
            Picked::Ignored => Reply::ignored(),
        }
    }

    fn on_opened(&mut self, action: Action, view: &View<'_>) -> Reply {
        match action {
            Action::Escape => {
                self.opened = None;
                self.settle_list(view);
                Reply::ask(super::Ask::DropDraft)
            }
            Action::Filter => {
                self.opened = None;
                self.on_list(action, view)
            }
            Action::Digit(_) | Action::Toggle | Action::Up | Action::Down => {
                let Some(opened) = &mut self.opened else { return Reply::ignored() };
                opened.touched |= opened.docs.on(action);
                Reply::used()
            }
            Action::Enter => Reply::used(),
            _ => Reply::ignored(),
        }
    }

    fn on_correct(&mut self, action: Action, view: &View<'_>) -> Reply {
        CorrectForm::step(&mut self.correct, action, view)
    }

    /// What other desks did since: lists keep their place, the opened file is marked.
    fn notice_changes(&mut self, view: &View<'_>) {
        if let Some(opened) = &mut self.opened {
            let now = view.file(opened.app).map(|file| file.app.last_seq);
            opened.changed |= now != Some(opened.seen);
        }
        let rows = Queue::new(view, self.showing, None);
        let here = |app: AppId| (0..Rows::len(&rows)).any(|row| rows.app(row) == Some(app));
        let left = self.selected.clone().filter(|(app, _)| self.gone.is_none() && !here(*app));
        if let Some((app, number)) = left {
            self.gone = Some(Gone { app, number, place: self.table.place() });
        }
        self.settle_list(view);
    }

    /// Where the opened file stands now; none when it left the open files.
    fn stage(&self, view: &View<'_>) -> Option<Stage> {
        self.opened.as_ref().and_then(|opened| view.file(opened.app)).map(|file| file.app.stage)
    }
}

impl Screen for Check {
    fn id(&self) -> ScreenId {
        ScreenId::Check
    }

    fn layers(&self) -> &'static [Layer] {
        match (&self.correct, &self.question) {
            (Some(form), _) => form.layers(),
            (None, Some(_)) => &[Layer::Dialog, Layer::Always],
            (None, None) => &[Layer::Check, Layer::List, Layer::Checklist, Layer::Global, Layer::Always],
        }
    }

    fn takes_text(&self) -> bool {
        match (&self.correct, &self.question) {
            (Some(form), _) => form.takes_text(),
            (None, Some((_, dialog))) => dialog.takes_text(),
            (None, None) => self.opened.is_none() && self.table.takes_text(),
        }
    }

    fn offer(&self, action: Action, view: &View<'_>) -> Offer {
        let over = self.correct.is_some() || self.question.is_some();
        match (action, self.stage(view)) {
            _ if over => Offer::Told,
            (Action::Main, Some(Stage::Returned)) => Offer::Called(t::TAKE_BACK),
            (Action::Return, Some(Stage::Returned)) | (Action::Main | Action::Return, None) => Offer::Hidden,
            (Action::Digit(_), _) if self.opened.is_none() => Offer::Hidden,
            // Its documents have the keys.
            (Action::Enter | Action::Next, _) if self.opened.is_some() => Offer::Hidden,
            _ => Offer::Told,
        }
    }

    fn vacant(&mut self, vacant: bool, at: Stamp) {
        if let Some(opened) = &mut self.opened {
            opened.timer.vacant(vacant, at);
        }
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        if self.correct.is_some() {
            return self.on_correct(action, view);
        }
        if self.question.is_some() {
            return self.on_question(action, view);
        }
        if let Some(reply) = self.act(action, view) {
            return reply;
        }
        if self.opened.is_some() { self.on_opened(action, view) } else { self.on_list(action, view) }
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        if let Some(form) = &mut self.correct {
            return form.paste(text, view);
        }
        if let Some((_, dialog)) = &mut self.question {
            return acts::typed(dialog.paste(text), view);
        }
        let rows = Queue::new(view, self.showing, self.gone.as_ref());
        match self.table.paste(text, &rows) {
            Picked::Ignored => Reply::ignored(),
            Picked::Opened(_) | Picked::Moved => Reply::used(),
        }
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Committed(entries) => self.committed(&entries, view),
            Told::Refused(refused) => self.refused(&refused, view),
            Told::NotGiven => {
                self.sent = None;
                Reply::used()
            }
            Told::Open(app) => self.open_app(app, view),
            _ => Reply::ignored(),
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        self.notice_changes(view);
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        self.paint(body, buf, view);
    }

    fn in_hand(&self) -> Option<AppId> {
        self.opened.as_ref().map(|opened| opened.app)
    }

    fn draft(&self) -> Option<Draft> {
        self.keep()
    }

    fn restore(&mut self, draft: &Draft, view: &View<'_>) {
        self.bring_back(draft, view);
    }
}
