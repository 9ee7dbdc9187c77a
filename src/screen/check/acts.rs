//! What a clerk does with a file at the check, and what follows once it is committed.
//!
//! Owns the questions before an act, the commands and the feedback. Separate from moving about in the list. An
//! act on a file that changed meanwhile is not given: the file is shown again first.

use super::{Check, Opened, Showing};
use crate::domain::application::Stage;
use crate::domain::command::Command;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::person::{NOTE, Note};
use crate::domain::refusal::Refusal;
use crate::domain::terms::{CancelKind, ContactTopic};
use crate::screen::correct::CorrectForm;
use crate::screen::intake::refused_typing;
use crate::screen::{Ask, Reply, Request, SecondPerson, SlipKind};
use crate::text::screens::{check as t, done as said, intake};
use crate::text::term;
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::field::Field;
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::view::{View, Way};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A command that is not answered within this time may be given again, in milliseconds.
const ANSWER_MS: u32 = 5_000;

/// What a question is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asking {
    /// Return with or without a note.
    Return,
    ReturnNote,
    /// Conditional documents are undecided.
    Settle,
    Contact(AppId),
    /// End without a card; `due` when "not continued" is offered.
    End {
        app: AppId,
        due: bool,
    },
    Void(AppId),
    /// A supervisor stands by the act.
    Approve(Box<Command>),
}

/// What a paste or a key in a typed answer did.
pub(super) fn typed(said: Said, view: &View<'_>) -> Reply {
    match said {
        Said::Refused(why) => Reply::tell(refused_typing(why, view)),
        Said::Ignored => Reply::ignored(),
        _ => Reply::used(),
    }
}

/// A returned file that may be given up now (counter practice 10).
pub(super) fn may_give_up(file: &File, view: &View<'_>) -> bool {
    let age = view.stamp.utc_ms.saturating_sub(file.app.since_ms);
    file.app.stage == Stage::Returned && age >= i64::from(view.office.policy().not_continued_days) * DAY_MS
}

impl Check {
    /// An act of the check; none when the action is one of moving about.
    pub(super) fn act(&mut self, action: Action, view: &View<'_>) -> Option<Reply> {
        let lang = view.lang();
        match action {
            Action::Main => return Some(self.main(view)),
            Action::Return => return Some(self.ask_return(view)),
            _ => {}
        }
        let wanted =
            [Action::Correct, Action::Contact, Action::Priority, Action::Slips, Action::Withdraw, Action::Void];
        if !wanted.contains(&action) {
            return None;
        }
        let Some(file) = self.current(view) else { return Some(Reply::used()) };
        let (app, number) = (file.app.id, file.app.number.short());
        Some(match action {
            Action::Correct => {
                self.correct = Some(CorrectForm::new(file));
                Reply::used()
            }
            Action::Contact => {
                let answers = vec![Answer::new(t::REACHED), Answer::new(t::NOT_REACHED)];
                self.ask(Asking::Contact(app), Dialog::answers(t::contact(lang, number), Vec::new(), answers))
            }
            Action::Priority => Reply::request(Command::MarkPriority { app, priority: !file.app.priority }),
            Action::Slips => Reply::ask(Ask::Slips(app)),
            Action::Withdraw => self.ask_end(file, view),
            _ => {
                let answers = vec![Answer::new(t::KEEP), Answer::danger(t::VOID)];
                let title = format!("{number}: {}", t::VOID_TITLE.get(lang));
                self.ask(Asking::Void(app), Dialog::answers(title, vec![t::VOID_LINE.into()], answers))
            }
        })
    }

    fn ask(&mut self, about: Asking, dialog: Dialog) -> Reply {
        self.question = Some((about, dialog));
        Reply::used()
    }

    fn ask_end(&mut self, file: &File, view: &View<'_>) -> Reply {
        let due = may_give_up(file, view);
        let mut answers = vec![Answer::new(t::KEEP), Answer::danger(t::WITHDRAWN)];
        let mut lines = Vec::new();
        if due {
            answers.push(Answer::danger(t::NOT_CONTINUED));
        } else if file.app.stage == Stage::Returned {
            lines.push(t::give_up_after(view.lang(), view.office.policy().not_continued_days).into());
        }
        let title = format!("{}: {}", file.app.number.short(), t::END_TITLE.get(view.lang()));
        self.ask(Asking::End { app: file.app.id, due }, Dialog::answers(title, lines, answers))
    }

    /// The opened file, ready for a command; else what stands in the way.
    fn ready(&mut self, view: &View<'_>) -> Result<&Opened, Box<Reply>> {
        if self.sent.as_ref().is_some_and(|at| view.stamp.since(at).ms < ANSWER_MS) {
            let notice = Notice::new(Severity::Info, intake::WAITING.get(view.lang()));
            return Err(Box::new(Reply::tell(notice)));
        }
        if self.opened.as_ref().is_some_and(|opened| opened.changed) {
            return Err(Box::new(self.show_again(view)));
        }
        let hint = || Box::new(Reply::tell(Notice::new(Severity::Info, t::OPEN_FIRST.get(view.lang()))));
        self.opened.as_ref().ok_or_else(hint)
    }

    /// Another desk wrote about the opened file: it is read again before anything is done with it.
    fn show_again(&mut self, view: &View<'_>) -> Reply {
        let Some(opened) = self.opened.take() else { return Reply::used() };
        let gone = super::Gone { app: opened.app, number: opened.number.clone(), place: 0 };
        match view.file(opened.app) {
            Some(file) if Showing::of(file.app.stage).is_some() => {
                self.open(file, view);
                if let Some(again) = &mut self.opened {
                    (again.timer, again.started) = (opened.timer, opened.started);
                }
                Reply::tell(Notice::new(Severity::Warning, t::CHANGED.get(view.lang())))
            }
            _ => {
                self.settle_list(view);
                Reply::tell(Notice::new(Severity::Warning, gone.tell(view)))
            }
        }
    }

    /// F8: complete and on to the operator; a returned file is taken back.
    fn main(&mut self, view: &View<'_>) -> Reply {
        let stage = self.stage(view);
        let opened = match self.ready(view) {
            Ok(opened) => opened,
            Err(reply) => return *reply,
        };
        let (app, ticks, spent) = (opened.app, opened.docs.ticks().clone(), opened.timer.spent(view.stamp));
        if stage == Some(Stage::Returned) {
            self.sent = Some(view.stamp);
            return Reply::request(Command::Resubmit { app, ticks });
        }
        let undecided = opened.docs.undecided();
        if opened.docs.missing().is_empty() && !undecided.is_empty() {
            let names = opened.docs.labels(&undecided, view.lang());
            let lines = names.into_iter().map(|name| format!("{} {name}", view.look.symbols.dot).into()).collect();
            let answers = vec![Answer::new(intake::SETTLE_NOT_NEEDED), Answer::new(intake::SETTLE_LOOK)];
            return self.ask(Asking::Settle, Dialog::answers(intake::SETTLE_TITLE, lines, answers));
        }
        self.sent = Some(view.stamp);
        Reply::request(Command::ConfirmComplete { app, ticks, spent })
    }

    fn ask_return(&mut self, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let opened = match self.ready(view) {
            Ok(opened) => opened,
            Err(reply) => return *reply,
        };
        let title = t::returning(lang, opened.number.clone());
        let missing = opened.docs.labels(&opened.docs.missing(), lang);
        if missing.is_empty() {
            let lines = vec![t::NOTHING_LACKS.into()];
            return self.ask(Asking::ReturnNote, Dialog::text(title, lines, Field::new(NOTE), false));
        }
        let lines = vec![t::missing(lang, missing.join("; ")).into()];
        let answers = vec![Answer::new(t::RETURN_PLAIN), Answer::new(t::RETURN_NOTED)];
        self.ask(Asking::Return, Dialog::answers(title, lines, answers))
    }

    pub(super) fn on_question(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some((about, mut dialog)) = self.question.take() else { return Reply::ignored() };
        match dialog.on(action) {
            Said::Answered(place) => self.answered(about, place, view),
            Said::Said => match about {
                Asking::Approve(command) => {
                    let second = SecondPerson { who: dialog.typed().to_owned(), secret: dialog.take_secret() };
                    Reply::request(Request { second: Some(second), ..Request::from(*command) })
                }
                // The field has the note's own limit.
                _ => self.send_back(Note::parse(dialog.typed()).ok(), view),
            },
            Said::Cancelled => Reply::used(),
            said => {
                self.question = Some((about, dialog));
                typed(said, view)
            }
        }
    }

    fn answered(&mut self, about: Asking, place: usize, view: &View<'_>) -> Reply {
        match (about, place) {
            (Asking::Return, 0) => self.send_back(None, view),
            (Asking::Return, _) => {
                let number = self.opened.as_ref().map(|opened| opened.number.clone()).unwrap_or_default();
                let lines = vec![t::RETURN_NOTE.into()];
                let title = t::returning(view.lang(), number);
                self.ask(Asking::ReturnNote, Dialog::text(title, lines, Field::new(NOTE), false))
            }
            (Asking::Settle, 0) => {
                if let Some(opened) = &mut self.opened {
                    opened.docs.settle();
                    opened.touched = true;
                }
                self.main(view)
            }
            (Asking::Contact(app), place) => {
                let returned = view.file(app).is_some_and(|file| file.app.stage == Stage::Returned);
                let topic = if returned { ContactTopic::Returned } else { ContactTopic::Other };
                Reply::request(Command::NoteContact { app, reached: place == 0, topic })
            }
            (Asking::End { app, .. }, 1) => cancel(app, CancelKind::Withdrawn),
            (Asking::End { app, due: true }, 2) => cancel(app, CancelKind::NotContinued),
            (Asking::Void(app), 1) => cancel(app, CancelKind::InputError),
            _ => Reply::used(),
        }
    }

    fn send_back(&mut self, note: Option<Note>, view: &View<'_>) -> Reply {
        let opened = match self.ready(view) {
            Ok(opened) => opened,
            Err(reply) => return *reply,
        };
        let (app, ticks, spent) = (opened.app, opened.docs.ticks().clone(), opened.timer.spent(view.stamp));
        self.sent = Some(view.stamp);
        Reply::request(Command::Return { app, ticks, spent, note })
    }

    pub(super) fn refused(&mut self, refused: &Refusal, view: &View<'_>) -> Reply {
        self.sent = None;
        if let Some(form) = &mut self.correct {
            form.refused(refused);
            return Reply::used();
        }
        match refused {
            Refusal::NikPending => {
                self.correct = self.current(view).map(|file| CorrectForm::new(file).at_nik());
            }
            Refusal::VoidTimePassed { .. } => {
                if let Some(file) = self.current(view) {
                    let command = Command::Cancel { app: file.app.id, kind: CancelKind::InputError, note: None };
                    let dialog = Dialog::sign_in(intake::APPROVE_TITLE, vec![t::VOID_TITLE.into()]);
                    self.question = Some((Asking::Approve(Box::new(command)), dialog));
                }
            }
            _ => {}
        }
        Reply::used()
    }

    /// The desk says what was committed: feedback, slip, and the list goes on at the same place.
    pub(super) fn committed(&mut self, entries: &[Recorded], view: &View<'_>) -> Reply {
        self.sent = None;
        let mut reply = Reply::used();
        for entry in entries {
            let Some(app) = entry.event.app() else { continue };
            if let Some(told) = self.after(app, &entry.event, view) {
                reply.notice = told.notice;
                reply.asks.extend(told.asks);
            }
        }
        // Own acts are no news from another desk.
        self.gone = None;
        self.settle_list(view);
        reply
    }

    fn after(&mut self, app: AppId, event: &Event, view: &View<'_>) -> Option<Reply> {
        let lang = view.lang();
        let known = view.file(app).map(|file| file.app.number.short());
        let number = known.or_else(|| self.number_of(app)).unwrap_or_default();
        let leaves = |text: String| Reply { notice: Some(good(text)), ..Reply::ask(Ask::DropDraft) };
        let reply = match event {
            Event::CompletenessConfirmed(_) => leaves(said::complete(lang, &number, waiting(view, Stage::Operator))),
            Event::ApplicationReturned(e) => {
                let slip = match view.ways.slip {
                    Way::Absent => intake::SLIP_BY_HAND,
                    Way::Attested | Way::Driven => intake::SLIP_LACKS,
                };
                leaves(said::returned(lang, &number, e.missing.len(), slip.get(lang)))
                    .and(Ask::Slip(SlipKind::Returned(app)))
            }
            Event::ApplicationCancelled(e) => leaves(said::cancelled(lang, &number, term::cancelled(e.kind).get(lang))),
            event => return self.stays(app, event, &number, view),
        };
        if self.opened.as_ref().is_some_and(|opened| opened.app == app) {
            self.opened = None;
        }
        Some(reply)
    }

    /// Acts after which the file stays where it is looked at.
    fn stays(&mut self, app: AppId, event: &Event, number: &str, view: &View<'_>) -> Option<Reply> {
        let lang = view.lang();
        let text = match event {
            Event::ApplicationResubmitted(_) => said::resubmitted(lang, number, waiting(view, Stage::Check)),
            Event::DataCorrected(e) => {
                self.correct = None;
                let kind = e.reason.map(|_| intake::REASON.get(lang));
                let fields = e.fields.iter().map(|field| term::field(*field).get(lang));
                said::corrected(lang, number, &fields.chain(kind).collect::<Vec<_>>().join(", "))
            }
            Event::ApplicantContacted(e) => {
                let topic = term::contact_topic(e.topic).get(lang);
                if e.reached { said::contacted(lang, number, topic) } else { said::not_reached(lang, number, topic) }
            }
            Event::PriorityMarked(e) if e.priority => said::prioritised(lang, number),
            Event::PriorityMarked(_) => said::unprioritised(lang, number),
            _ => return None,
        };
        self.see_again(app, event, view);
        Some(Reply::tell(good(text)))
    }

    /// The opened file as it stands after an act of this desk; ticks stay.
    fn see_again(&mut self, app: AppId, event: &Event, view: &View<'_>) {
        let (Some(opened), Some(file)) = (self.opened.as_mut().filter(|o| o.app == app), view.file(app)) else {
            return;
        };
        opened.seen = file.app.last_seq;
        opened.changed = false;
        if let (Event::DataCorrected(_), Some(rule)) = (event, view.checklist(&file.app)) {
            // Another kind of application has other documents; ticks of those both ask for stay.
            opened.docs = super::Docs::new(rule, view.rules.forbidden(), opened.docs.ticks());
        }
        if let Some(showing) = Showing::of(file.app.stage).filter(|showing| *showing != self.showing) {
            self.showing = showing;
            self.table = showing.table();
            let rows = super::Queue::new(view, showing, None);
            self.table.select(app.0, &rows);
        }
    }

    fn number_of(&self, app: AppId) -> Option<String> {
        let opened = self.opened.as_ref().filter(|opened| opened.app == app).map(|opened| opened.number.clone());
        let selected = self.selected.as_ref().filter(|(id, _)| *id == app).map(|(_, number)| number.clone());
        let gone = self.gone.as_ref().filter(|gone| gone.app == app).map(|gone| gone.number.clone());
        opened.or(selected).or(gone)
    }
}

fn cancel(app: AppId, kind: CancelKind) -> Reply {
    Reply::request(Command::Cancel { app, kind, note: None })
}

/// Files in a queue now.
fn waiting(view: &View<'_>, stage: Stage) -> usize {
    view.office.files.values().filter(|file| file.app.stage == stage).count()
}

fn good(text: String) -> Notice {
    Notice::new(Severity::Good, text)
}
