//! What an answer or a letter key of the operator's screen becomes: a command, a wish, or a form.
//!
//! Separate from the screen because it is a table. Must not decide what the office decides.

use super::lists::List;
use super::offer::may_retry;
use super::session::{Act, PrintSaid, Session, Sub};
use super::sheet::{Kind, Sheet};
use super::task::Task;
use super::{Operator, after, build};
use crate::domain::application::Stage;
use crate::domain::command::{ActivationReport, Command, Handover, PrintReport, TestReport};
use crate::domain::id::{AppId, JobId};
use crate::domain::terms::*;
use crate::screen::correct::CorrectForm;
use crate::screen::{Ask, Draft, Reply, Request};
use crate::ui::form::Snapshot;
use crate::ui::keymap::Action;
use crate::view::{View, Way};

impl Operator {
    fn chair(&mut self) -> Option<&mut Session> {
        self.session.as_mut().or(self.doubt.as_mut())
    }

    /// Carries out an answer.
    pub(super) fn act(&mut self, act: Act, view: &View<'_>) -> Reply {
        let Some(app) = self.chair().map(|session| session.app) else { return Reply::ignored() };
        let sheet = |kind| Sheet::new(kind, Some(app), view);
        match act {
            Act::StatusSheet => self.open_sheet(sheet(Kind::Status)),
            Act::Override => self.open_sheet(sheet(Kind::Override)),
            Act::Defer(reason) => {
                self.open_sheet(sheet(Kind::Defer).with("reason", reason.map_or("", |reason| reason.code())))
            }
            Act::Reject(cause) => {
                self.open_sheet(sheet(Kind::Reject).with("cause", cause.map_or("", RejectCause::code)))
            }
            Act::Correct => self.correct(app, view),
            Act::RecordData => self.open_sheet(sheet(Kind::Data)),
            Act::Lines => {
                let (at, line) = self.chair().map_or((None, None), |session| after::signs_at(session, view));
                let said = |n: Option<String>| n.unwrap_or_default();
                let lines = sheet(Kind::Lines).with("sheet", &said(at.map(|n| n.to_string())));
                self.open_sheet(lines.with("line", &said(line.map(|n| n.to_string()))))
            }
            Act::OldCard(OldCard::NotBrought) => self.open_sheet(sheet(Kind::OldCard)),
            Act::Print(PrintSaid::Good) => self.open_sheet(sheet(Kind::Good)),
            Act::StartTest => {
                let Some(session) = self.chair() else { return Reply::ignored() };
                session.settle();
                // A failed test of today gives way to this one.
                (session.again, session.testing) = (true, true);
                Reply::ask(Ask::StartTest { app, finger: session.finger() })
            }
            Act::StartPrint | Act::StartActivation => self.start(act, app, view),
            Act::Test(outcome) => self.report_test(app, outcome),
            Act::ShowCard => {
                let Some(session) = self.chair() else { return Reply::ignored() };
                session.settle();
                session.card_shown = true;
                Reply::used()
            }
            Act::Resume => Reply::request(Command::Resume { app }),
            Act::Called(reached) => {
                let topic = build::topic(view.file(app).map(|file| file.app.stage));
                Reply::request(Command::NoteContact { app, reached, topic })
            }
            Act::HandOver(signature) => self.hand_over(app, signature, view),
            Act::Close => {
                self.close(view);
                Reply::used()
            }
            Act::Doubt(job, answer) if answer != PrintAnswer::CameOutBad => {
                Reply::request(Command::AnswerPrint { job, answer, cause: None })
            }
            _ => self.within(act, app, view),
        }
    }

    /// "Betulkan data": status and test taken on the old data are void afterwards.
    fn correct(&mut self, app: AppId, view: &View<'_>) -> Reply {
        self.correct = view.file(app).map(CorrectForm::new);
        Reply::used()
    }

    /// Answers that ask a second question, or end one.
    fn within(&mut self, act: Act, app: AppId, view: &View<'_>) -> Reply {
        let Some(job) = view.file(app).map(|file| file.app.job.as_ref().map(|job| job.id)) else {
            return Reply::ignored();
        };
        let spent = self.clocks.spent(app, view.stamp);
        let Some(session) = self.chair() else { return Reply::ignored() };
        session.mark = None;
        match (act, job) {
            (Act::AttestTest, _) => session.testing = true,
            (Act::Again, _) => (session.again, session.fail) = (true, None),
            (Act::Despite, _) => session.despite = true,
            (Act::OldCard(old), _) => session.old_card = Some(old),
            (Act::WhyActivationFailed, _) => session.sub = Some(Sub::ActivationCause),
            (Act::Doubt(job, _), _) => session.sub = Some(Sub::Spoiled(job, true)),
            (Act::Print(PrintSaid::Bad), Some(job)) => session.sub = Some(Sub::Spoiled(job, false)),
            (Act::Print(said), Some(job)) => {
                let report = if said == PrintSaid::None { PrintReport::NoneCameOut } else { PrintReport::Unknown };
                return attested(Command::ReportPrint { job, report, last4: None });
            }
            (Act::SpoiledBy(cause), _) => match session.sub {
                Some(Sub::Spoiled(job, true)) => {
                    let answer = PrintAnswer::CameOutBad;
                    return Reply::request(Command::AnswerPrint { job, answer, cause: Some(cause) });
                }
                _ => return self.open_sheet(Sheet::new(Kind::Bad(cause), Some(app), view)),
            },
            (Act::Activated, Some(job)) => return activation(job, ActivationReport::Activated(spent)),
            (Act::ActivationUnknown, Some(job)) => return activation(job, ActivationReport::Unknown),
            (Act::ActivationFailed(cause), Some(job)) => return activation(job, ActivationReport::Failed(cause)),
            _ => return Reply::ignored(),
        }
        Reply::used()
    }

    /// Intents: what follows can't be taken back, whoever does it.
    fn start(&mut self, act: Act, app: AppId, view: &View<'_>) -> Reply {
        let (command, way) = match act {
            Act::StartPrint => (Command::StartPrint { apps: vec![app], blank: None }, view.ways.printer),
            _ => (Command::StartActivation { app }, view.ways.chip),
        };
        let again = act == Act::StartPrint && view.file(app).is_some_and(|file| file.app.spoiled > 0);
        if again && view.office.reprint_needs_second(view.office.spoiled_today()) {
            return self.ask_second(command, view);
        }
        Reply::request(Request { attested: way != Way::Driven, ..Request::from(command) })
    }

    fn report_test(&mut self, app: AppId, outcome: TestOutcome) -> Reply {
        let Some(session) = self.chair() else { return Reply::ignored() };
        let finger = (outcome != TestOutcome::Exempt).then(|| session.finger());
        let report = TestReport { outcome, finger, quality: Quality::Unknown, compared_with: ComparedWith::Attested };
        attested(Command::ReportTest { app, report })
    }

    fn hand_over(&mut self, app: AppId, signature: Signature, view: &View<'_>) -> Reply {
        let (Some(session), Some(file)) = (&self.session, view.file(app)) else { return Reply::ignored() };
        let kinds = after::old_cards(file.app.reason);
        let Some(old) = session.old_card.or(kinds.first().copied()) else { return Reply::ignored() };
        let (sheet, line) = after::signs_at(session, view);
        Reply::request(Command::HandOver(Box::new(Handover {
            apps: vec![app],
            holder: Some(app),
            recipient: None,
            old_cards: vec![old],
            signature,
            sheet,
            line,
            in_session: true,
            note: session.why.clone().filter(|_| old == OldCard::NotBrought),
        })))
    }

    /// "Ulangi": the failed act once more.
    pub(super) fn retry(&mut self, at: &Task, view: &View<'_>) -> Reply {
        let Some(app) = self.chair().map(|session| session.app) else { return Reply::ignored() };
        if !view.file(app).is_some_and(|file| may_retry(at, &file.app, view)) {
            return Reply::ignored();
        }
        match at {
            Task::Test => self.act(Act::StartTest, view),
            Task::TestFailed(_) if view.ways.fingerprint == Way::Driven => self.act(Act::StartTest, view),
            _ => self.within(Act::Again, app, view),
        }
    }

    /// The letter keys, on the open file or the one under the pointer.
    pub(super) fn beside(&mut self, action: Action, view: &View<'_>) -> Reply {
        if action == Action::Blanks {
            return self.open_sheet(Sheet::new(Kind::Blanks, None, view));
        }
        let Some((app, file)) = self.target().and_then(|app| Some((app, view.file(app)?))) else {
            return Reply::ignored();
        };
        let kind = match action {
            Action::Defer => Kind::Defer,
            Action::AskApproval => Kind::Approval,
            Action::RejectCard => Kind::Reject,
            Action::Withdraw => Kind::Withdraw,
            Action::Void => Kind::Void,
            Action::Contact => Kind::Contact,
            // Called to the chair: the clock of step 3 starts; called by telephone: what came of it.
            Action::Call if self.session.is_none() && file.app.stage == Stage::Operator => return self.open(app, view),
            Action::Call => Kind::Contact,
            Action::Correct => return self.correct(app, view),
            Action::Slips => return Reply::ask(Ask::Slips(app)),
            Action::Shelve if file.app.stage.has_card() => Kind::Place,
            Action::Skip => return Reply::request(Command::Skip { app }),
            Action::Priority => return Reply::request(Command::MarkPriority { app, priority: !file.app.priority }),
            _ => return Reply::ignored(),
        };
        self.open_sheet(Sheet::new(kind, Some(app), view))
    }

    /// What is worth keeping over a kill: the open file, the form and what was typed.
    pub(super) fn kept(&self) -> Option<Draft> {
        let searched = self.lists[self.at].searched();
        if self.session.is_none() && self.sheet.is_none() && self.correct.is_none() && searched.is_empty() {
            return None;
        }
        let mut extra = vec![("list".to_owned(), self.at.to_string()), ("search".to_owned(), searched.to_owned())];
        if let Some(session) = &self.session {
            extra.push(("session".to_owned(), session.app.0.to_string()));
            extra.push(("finger".to_owned(), session.finger().code().to_owned()));
            extra.extend(self.clocks.started(session.app).map(|started| ("clock".to_owned(), started)));
        }
        if let Some(sheet) = &self.sheet {
            extra.push(("sheet".to_owned(), sheet.kind.code()));
        }
        if let Some(form) = &self.correct {
            extra.push(("correct".to_owned(), String::new()));
            return Some(Draft { app: Some(form.app()), form: form.snapshot(), extra });
        }
        let app = self.sheet.as_ref().map_or_else(|| self.target(), |sheet| sheet.app);
        let form = self.sheet.as_ref().map_or_else(Snapshot::default, |sheet| sheet.form.snapshot());
        Some(Draft { app, form, extra })
    }

    /// The same, brought back; a file that is gone stays closed.
    pub(super) fn bring_back(&mut self, draft: &Draft, view: &View<'_>) {
        let value = |key: &str| draft.extra.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let place = value("list").and_then(|place| place.parse::<usize>().ok());
        self.at = place.filter(|place| *place < List::ALL.len()).unwrap_or(0);
        self.lists[self.at].restore(value("search").unwrap_or_default(), draft.app);
        if let Some(app) = value("session").and_then(|app| app.parse().ok()).map(AppId) {
            if let Some(started) = value("clock") {
                self.clocks.restore(app, started);
            }
            self.open(app, view);
            if let Some((session, finger)) = self.session.as_mut().zip(value("finger")) {
                session.finger.choose(finger);
            }
        }
        let correcting = draft.app.filter(|_| value("correct").is_some()).and_then(|app| view.file(app));
        self.correct = correcting.map(|file| CorrectForm::restored(&file.app, &draft.form));
        let kind = value("sheet").and_then(Kind::from_code).filter(|_| self.correct.is_none());
        let there = draft.app.is_none_or(|app| view.file(app).is_some());
        self.sheet = kind.filter(|_| there).map(|kind| {
            let mut sheet = Sheet::new(kind, draft.app, view);
            sheet.restore(&draft.form);
            sheet
        });
        self.refresh_lists(view);
    }

    fn refresh_lists(&mut self, view: &View<'_>) {
        for (finder, list) in self.lists.iter_mut().zip(List::ALL) {
            finder.refresh(&list.files(view), view);
        }
    }
}

/// Done or read on another workstation.
fn attested(command: Command) -> Reply {
    Reply::request(Request { attested: true, ..Request::from(command) })
}

fn activation(job: JobId, report: ActivationReport) -> Reply {
    attested(Command::ReportActivation { job, report })
}
