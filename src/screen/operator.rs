//! The operator's screen (SOP steps 3 and 4): lists of files and one guided session.
//!
//! Owns what is open, what lies over it and what was typed; which step a file asks for is read from the
//! office each time. Separate from the other screens because the applicant sits here. Must not know devices,
//! the ledger or a clock: it wishes, and hears what became of it.

mod acts;
mod after;
pub(super) mod build;
mod clocks;
mod draw;
pub(super) mod feedback;
pub(super) mod lists;
mod lower;
mod offer;
pub(super) mod panel;
pub(super) mod preview;
mod questions;
pub(super) mod queue;
mod session;
pub(super) mod sheet;
mod task;

pub use after::old_cards;

use self::clocks::Clocks;
use self::lists::List;
use self::panel::Picked;
use self::queue::{Done, Finder};
use self::session::{Question, Session};
use self::sheet::{Did, Kind, Sheet};
use self::task::{Task, task};
use super::correct::CorrectForm;
use super::{Ask, Draft, Reply, Screen, ScreenId, SlipKind, Told};
use crate::domain::application::Stage;
use crate::domain::command::Command;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::refusal::Refusal;
use crate::domain::sop::Spent;
use crate::domain::status::DeferralReason;
use crate::domain::terms::*;
use crate::domain::time::Stamp;
use crate::text::chrome;
use crate::ui::choice::Chosen;
use crate::ui::dialog::Dialog;
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer as L};
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The operator's screen.
pub struct Operator {
    lists: [Finder; 4],
    /// Which list is in front.
    at: usize,
    session: Option<Session>,
    /// The file whose print is in doubt, asked about over the lists.
    doubt: Option<Session>,
    sheet: Option<Sheet>,
    /// A second person signs in for this command.
    second: Option<(Dialog, Command)>,
    correct: Option<CorrectForm>,
    clocks: Clocks,
}

impl Default for Operator {
    fn default() -> Operator {
        Operator::new()
    }
}

impl Operator {
    /// The screen with its lists in front.
    pub fn new() -> Operator {
        let lists = List::ALL.map(List::finder);
        let clocks = Clocks::default();
        Operator { lists, at: 0, session: None, doubt: None, sheet: None, second: None, correct: None, clocks }
    }

    /// Time spent on a file in step 3 up to now, for a device that reports an activation by itself.
    pub fn spent(&self, app: AppId, at: Stamp) -> Spent {
        self.clocks.spent(app, at)
    }

    /// The file the keys are about: the open one, or the one under the pointer.
    fn target(&self) -> Option<AppId> {
        self.session.as_ref().map_or_else(|| self.lists[self.at].chosen(), |session| Some(session.app))
    }

    /// Opens a file: the applicant is called and the clock of step 3 runs.
    fn open(&mut self, app: AppId, view: &View<'_>) -> Reply {
        let Some(file) = view.file(app) else { return Reply::ignored() };
        self.lists[self.at].leave();
        if let Some(left) = self.session.take().filter(|left| left.app != app) {
            self.clocks.wait(left.app, Some(PauseCause::Applicant), view.stamp);
        }
        let mut session = Session::new(app, file.app.number.short());
        session.look(Some(file));
        let at = task(&session, file, view);
        self.session = Some(session);
        self.sheet = (at == Task::Status).then(|| Sheet::new(Kind::Status, Some(app), view));
        if let Some(place) = List::of(file.app.stage).and_then(|list| List::ALL.iter().position(|l| *l == list)) {
            self.at = place;
        }
        if matches!(file.app.stage, Stage::Operator | Stage::Printing | Stage::Printed) {
            self.clocks.open(app, view.stamp);
        }
        self.settle(view);
        Reply::used()
    }

    /// Back to the lists; the clock of the file stands still.
    fn close(&mut self, view: &View<'_>) {
        if let Some(session) = self.session.take() {
            self.clocks.wait(session.app, Some(PauseCause::Applicant), view.stamp);
        }
        self.sheet = None;
        self.refresh(view);
    }

    /// After anything moved: what waits, and for whom.
    fn settle(&mut self, view: &View<'_>) {
        self.look_for_doubt(view);
        let Some(session) = &mut self.session else { return };
        let file = view.file(session.app);
        session.look(file);
        let Some(file) = file else { return };
        let asked = file.app.approval.as_ref().is_some_and(|approval| approval.granted.is_none());
        let cause = match task(session, file, view) {
            _ if self.second.is_some() || asked => Some(PauseCause::Supervisor),
            _ if view.office.troubled_by(TroubleCause::Network) => Some(PauseCause::Network),
            Task::TestFailed(TestOutcome::NetworkTrouble) => Some(PauseCause::Network),
            Task::TestFailed(TestOutcome::DeviceTrouble) => Some(PauseCause::Device),
            _ => None,
        };
        self.clocks.wait(session.app, cause, view.stamp);
    }

    fn look_for_doubt(&mut self, view: &View<'_>) {
        let unknown = |file: &&File| file.app.job.as_ref().is_some_and(|job| job.unknown && !job.activation);
        let found = view.print_in_doubt.and_then(|app| view.file(app)).filter(unknown);
        match found {
            None => self.doubt = None,
            Some(file) if self.doubt.as_ref().is_none_or(|doubt| doubt.app != file.app.id) => {
                self.doubt = Some(Session::new(file.app.id, file.app.number.short()));
                // The digits are the answer's from here on; F8 alone carries one out.
                self.lists[self.at].leave();
            }
            Some(_) => {}
        }
    }

    /// The question that stands over the lists.
    fn doubt_question(&self, view: &View<'_>) -> Option<Question> {
        let doubt = self.doubt.as_ref()?;
        let file = view.file(doubt.app)?;
        Some(questions::question(doubt, file, &task(doubt, file, view), view))
    }

    fn open_sheet(&mut self, sheet: Sheet) -> Reply {
        self.sheet = Some(sheet);
        Reply::used()
    }

    fn on_session(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(session) = &mut self.session else { return Reply::ignored() };
        if session.finger.is_open() {
            return if session.finger.on(action) == Chosen::Ignored { Reply::ignored() } else { Reply::used() };
        }
        if session.card_shown {
            session.card_shown =
                !matches!(action, Action::Escape | Action::Enter) && preview::shades(session.app, view).is_some();
            return Reply::used();
        }
        let Some(file) = view.file(session.app) else {
            self.close(view);
            return Reply::used();
        };
        let at = task(session, file, view);
        match action {
            Action::Escape if session.mark.is_some() || session.sub.is_some() => session.settle(),
            Action::Escape if session.testing && at == Task::Test => session.testing = false,
            Action::Escape => self.close(view),
            Action::OpenList if at == Task::Test => {
                session.finger.on(action);
            }
            Action::CancelJob if view.job.is_some_and(|job| job.app == session.app) => {
                return Reply::ask(Ask::CancelJob);
            }
            Action::Retry => return self.retry(&at, view),
            _ => return self.on_question(action, file, &at, view),
        }
        Reply::used()
    }

    fn on_question(&mut self, action: Action, file: &File, at: &Task, view: &View<'_>) -> Reply {
        let Some(session) = &mut self.session else { return Reply::ignored() };
        let question = questions::question(session, file, at, view);
        match question.on(&mut session.mark, action) {
            Picked::Act(act) => self.act(act, view),
            Picked::Moved => Reply::used(),
            Picked::Ignored if question.waits_for_choice(session.mark, action) => {
                Reply::tell(Notice::new(Severity::Warning, chrome::CHOOSE_FIRST.get(view.lang())))
            }
            Picked::Ignored => self.beside(action, view),
        }
    }

    fn on_lists(&mut self, action: Action, view: &View<'_>) -> Reply {
        let files = List::ALL[self.at].files(view);
        if !self.lists[self.at].takes_text() {
            match action {
                Action::Right => return self.turn(1),
                Action::Left => return self.turn(List::ALL.len() - 1),
                Action::Escape
                    if self.doubt.as_ref().is_some_and(|doubt| doubt.mark.or(doubt.sub.map(|_| 0)).is_some()) =>
                {
                    if let Some(doubt) = &mut self.doubt {
                        doubt.settle();
                    }
                    return Reply::used();
                }
                Action::Digit(_) | Action::Main if self.doubt.is_some() => return self.on_doubt(action, view),
                Action::Digit(digit) => {
                    self.lists[self.at].begin(digit);
                    self.lists[self.at].refresh(&files, view);
                    return Reply::used();
                }
                _ => {}
            }
        }
        match self.lists[self.at].on(action, &files, view) {
            Done::Opened(app) => self.open(app, view),
            Done::Moved => Reply::used(),
            Done::Ignored => self.beside(action, view),
        }
    }

    fn turn(&mut self, by: usize) -> Reply {
        self.at = (self.at + by) % List::ALL.len();
        Reply::used()
    }

    fn on_doubt(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(question) = self.doubt_question(view) else { return Reply::ignored() };
        let Some(doubt) = &mut self.doubt else { return Reply::ignored() };
        match question.on(&mut doubt.mark, action) {
            Picked::Act(act) => self.act(act, view),
            Picked::Moved => Reply::used(),
            Picked::Ignored => Reply::ignored(),
        }
    }

    fn committed(&mut self, entries: &[Recorded], view: &View<'_>) -> Reply {
        let corrected = |form: &mut CorrectForm| {
            let mine = |rec: &Recorded| rec.event.app() == Some(form.app());
            entries.iter().any(|rec| mine(rec) && matches!(rec.event, Event::DataCorrected(_)))
        };
        let corrected = self.correct.take_if(corrected).is_some();
        let sheet = self.sheet.take_if(|sheet| sheet.waiting);
        let answered = sheet.is_some() || corrected;
        let open = self.session.as_ref().or(self.doubt.as_ref()).map(|session| session.number.clone());
        let known = sheet.map(|sheet| sheet.number).filter(|number| !number.is_empty()).or(open).unwrap_or_default();
        for session in [&mut self.session, &mut self.doubt].into_iter().flatten() {
            session.heard(entries);
        }
        for rec in entries {
            if let (Event::CardActivated(_) | Event::DataRecorded(_), Some(app)) = (&rec.event, rec.event.app()) {
                self.clocks.done(app);
            }
        }
        self.follow_file(entries, view);
        self.refresh(view);
        let mut reply = Reply { notice: feedback::of(entries, &known, view), used: true, ..Reply::default() };
        if answered && self.draft().is_none() {
            reply.asks.push(Ask::DropDraft);
        }
        reply.asks.extend(entries.iter().filter_map(deferral_slip));
        reply
    }

    /// Leaves a file whose work here is over, and asks for the next step of one that goes on.
    fn follow_file(&mut self, entries: &[Recorded], view: &View<'_>) {
        let Some(session) = &self.session else { return };
        let app = session.app;
        let mine = |rec: &&Recorded| rec.event.app() == Some(app);
        let moved = |rec: &Recorded| !matches!(rec.event, Event::ApplicantContacted(_) | Event::PriorityMarked(_));
        let skipped = entries.iter().filter(mine).any(|rec| matches!(rec.event, Event::ApplicantSkipped(_)));
        let workable =
            |stage: Stage| matches!(stage, Stage::Operator | Stage::Printing | Stage::Printed | Stage::Ready);
        let over = view.file(app).is_none_or(|file| !workable(file.app.stage));
        if skipped || (over && entries.iter().filter(mine).any(moved)) {
            self.close(view);
        } else if entries.iter().filter(mine).any(|rec| matches!(rec.event, Event::ApplicationResumed(_))) {
            self.open(app, view);
        }
    }
}

/// The slip of a deferral, when somebody is here to take it.
fn deferral_slip(rec: &Recorded) -> Option<Ask> {
    match &rec.event {
        Event::ApplicationDeferred(e) if e.reason != DeferralReason::ApplicantAbsent => {
            Some(Ask::Slip(SlipKind::Deferred(e.app)))
        }
        _ => None,
    }
}

impl Screen for Operator {
    fn id(&self) -> ScreenId {
        ScreenId::Operator
    }

    fn layers(&self) -> &'static [L] {
        let finger = self.session.as_ref().is_some_and(|session| session.finger.is_open());
        if let Some(form) = &self.correct {
            return form.layers();
        }
        match (&self.second, &self.sheet) {
            (Some(_), _) => &[L::Dialog, L::Form, L::Always],
            (None, Some(sheet)) if sheet.form.list_open() => &[L::Choice, L::Always],
            (None, None) if finger => &[L::Choice, L::Always],
            (None, None) if self.session.is_none() => &[L::Operator, L::List, L::Global, L::Always],
            _ => &[L::Operator, L::Form, L::Global, L::Always],
        }
    }

    fn takes_text(&self) -> bool {
        if let Some(form) = &self.correct {
            return form.takes_text();
        }
        match (&self.second, &self.sheet, &self.session) {
            (Some((dialog, _)), _, _) => dialog.takes_text(),
            (None, Some(sheet), _) => sheet.form.takes_text(),
            (None, None, Some(session)) => session.finger.is_open(),
            (None, None, None) => self.lists[self.at].takes_text(),
        }
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        self.settle(view);
        let reply = if self.correct.is_some() {
            self.on_correct(action, view)
        } else if self.second.is_some() {
            self.on_second(action, view)
        } else if self.sheet.is_some() {
            self.on_sheet(action, view)
        } else if self.session.is_some() {
            self.on_session(action, view)
        } else {
            self.on_lists(action, view)
        };
        self.settle(view);
        reply
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        if let Some(form) = &mut self.correct {
            return form.paste(text, view);
        }
        if let Some((dialog, _)) = &mut self.second {
            dialog.paste(text);
            return Reply::used();
        }
        if let Some(sheet) = &mut self.sheet {
            return match sheet.paste(text) {
                Did::Refused(why) => Reply::tell(feedback::refused(view.lang(), why)),
                _ => Reply::used(),
            };
        }
        if self.session.is_some() {
            return Reply::ignored();
        }
        let files = List::ALL[self.at].files(view);
        self.lists[self.at].paste(text, &files, view);
        Reply::used()
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Committed(entries) => self.committed(&entries, view),
            Told::Refused(refusal) => {
                if let Some(form) = &mut self.correct {
                    form.refused(&refusal);
                } else if let Some(sheet) = &mut self.sheet {
                    sheet.refused(refusal == Refusal::DigitsDiffer);
                }
                self.settle(view);
                Reply::used()
            }
            Told::NotGiven => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.refused(false);
                }
                Reply::used()
            }
            Told::TestEnded { app, sample: false, .. } => {
                // Nothing was read: the test may be started again, or its result read elsewhere.
                if let Some(session) = self.session.as_mut().filter(|session| session.app == app) {
                    session.testing = false;
                }
                Reply::used()
            }
            Told::Open(app) => self.open(app, view),
            _ => Reply::ignored(),
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        for (finder, list) in self.lists.iter_mut().zip(List::ALL) {
            finder.refresh(&list.files(view), view);
        }
        self.settle(view);
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        draw::draw(self, body, buf, view);
    }

    fn offer(&self, action: Action, view: &View<'_>) -> Offer {
        offer::of(self, action, view)
    }

    fn vacant(&mut self, vacant: bool, at: Stamp) {
        self.clocks.vacant(vacant, at);
    }

    fn in_hand(&self) -> Option<AppId> {
        self.session.as_ref().map(|session| session.app)
    }

    fn draft(&self) -> Option<Draft> {
        self.kept()
    }

    fn unfinished(&self) -> bool {
        self.correct.is_some() || self.sheet.as_ref().is_some_and(|sheet| !sheet.form.is_empty())
    }

    fn restore(&mut self, draft: &Draft, view: &View<'_>) {
        self.bring_back(draft, view);
    }
}
