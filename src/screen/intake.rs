//! Intake (F2): a file and a contact number are handed over, SOP step 1.
//!
//! Owns the form of a new application, the documents ticked with it and the clock of step 1. Separate from the
//! check, which looks at the same file later. Asks the desk for the person's own history and gives one command;
//! must not know how either is done.

pub mod fields;

mod draw;
mod keep;
mod known;
mod layout;
mod moves;
mod submit;

pub(super) use draw::{CLOCK_STEP_S, below};
pub(super) use keep::{get, put};
pub(super) use moves::refused_typing;

use super::check::docs::Docs;
use super::{Ask, Draft, Reply, Request, Screen, ScreenId, Told};
use crate::domain::command::{Command, Then};
use crate::domain::id::AppId;
use crate::domain::nik::Nik;
use crate::domain::reason::ReasonCode;
use crate::domain::refusal::Refusal;
use crate::domain::sop::StepTimer;
use crate::domain::terms::SentAway;
use crate::domain::time::Stamp;
use crate::text::screens::intake as t;
use crate::text::{refusal, term};
use crate::ui::dialog::{Answer, Dialog, Reply as Said};
use crate::ui::form::Form;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use known::Known;
use layout::Shape;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use submit::{Family, Sent};

/// What a question of this screen is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    /// The person has an open application; `returned` when it waits with the applicant.
    Open {
        app: AppId,
        returned: bool,
    },
    /// An earlier application was not continued.
    Resume {
        app: AppId,
    },
    /// Conditional documents are undecided and the file is to go on.
    Settle {
        family: bool,
    },
    SentAway,
}

/// The intake screen.
#[derive(Default)]
pub struct Intake {
    form: Form,
    shape: Shape,
    /// Documents of the chosen kind of application.
    docs: Option<Docs>,
    /// The documents have the focus.
    on_docs: bool,
    timer: StepTimer,
    /// When the clock started, for the draft.
    started: Option<Stamp>,
    /// The NIK last looked up.
    looked: Option<Nik>,
    known: Option<Known>,
    /// Files that bear the name of an applicant whose NIK follows: how many, and the first of them.
    alike: Option<(usize, String)>,
    /// First of the two digits of a kelurahan.
    kelurahan: Option<char>,
    family: Family,
    question: Option<(Asking, Dialog)>,
    sent: Option<Sent>,
    undo: Option<Box<Draft>>,
}

impl Intake {
    /// An empty intake.
    pub fn new() -> Intake {
        Intake { form: Shape::default().form(), ..Intake::default() }
    }

    /// Nobody is named in the form yet.
    fn untouched(&self) -> bool {
        self.form.value(fields::NIK).is_empty() && self.form.value(fields::NAME).trim().is_empty()
    }

    /// The kind of application chosen.
    fn reason(&self) -> Option<ReasonCode> {
        ReasonCode::from_code(&self.form.value(fields::REASON))
    }

    /// A refusal in the words the desk uses, for what the screen can tell by itself.
    pub(super) fn refuse(view: &View<'_>, refused: &Refusal) -> Notice {
        let told = refusal::refusal(view.lang(), refused);
        Notice::new(Severity::Error, told.what).next(told.next).code(refused.code())
    }

    fn ask(&mut self, about: Asking, dialog: Dialog) {
        self.question = Some((about, dialog));
    }

    fn on_question(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some((about, mut dialog)) = self.question.take() else { return Reply::ignored() };
        match dialog.on(action) {
            Said::Answered(place) => self.answered(about, place, view),
            Said::Cancelled => {
                if let Asking::Open { .. } = about {
                    self.focus_field(fields::NIK);
                }
                Reply::used()
            }
            Said::Ignored => {
                self.question = Some((about, dialog));
                Reply::ignored()
            }
            Said::Said | Said::Refused(_) | Said::Moved => {
                self.question = Some((about, dialog));
                Reply::used()
            }
        }
    }

    fn answered(&mut self, about: Asking, place: usize, view: &View<'_>) -> Reply {
        match (about, place) {
            (Asking::Open { app, .. }, 0) => {
                self.wipe();
                Reply::ask(Ask::OpenFile(app)).and(Ask::DropDraft)
            }
            (Asking::Open { app, returned: true }, 1) => {
                let ticks = view.file(app).map(|f| f.app.ticks.clone()).unwrap_or_default();
                self.sent = Some(Sent::new(Then::Queue, false, view));
                Reply::request(Command::Resubmit { app, ticks })
            }
            (Asking::Open { .. }, _) => {
                self.focus_field(fields::NIK);
                Reply::used()
            }
            (Asking::Resume { app }, 0) => {
                let ticks = self.docs.as_ref().map(|d| d.ticks().clone()).unwrap_or_default();
                self.sent = Some(Sent::new(Then::Queue, false, view));
                Reply::request(Command::Reopen { app, ticks })
            }
            (Asking::Resume { .. }, _) => {
                self.reshape(view, |shape| shape.repeat = true);
                self.advance(fields::NIK);
                Reply::used()
            }
            (Asking::Settle { family }, 0) => {
                if let Some(docs) = &mut self.docs {
                    docs.settle();
                }
                self.submit(Then::Complete, family, view)
            }
            (Asking::Settle { .. }, _) => {
                self.enter_docs();
                Reply::used()
            }
            (Asking::SentAway, place) => match SentAway::ALL.get(place) {
                Some(why) => Reply::request(Command::SendAway { why: *why }),
                None => Reply::used(),
            },
        }
    }

    fn ask_sent_away(&mut self) -> Reply {
        let answers = SentAway::ALL.iter().map(|why| Answer::new(term::sent_away(*why))).collect();
        self.ask(Asking::SentAway, Dialog::answers(t::SENT_AWAY_TITLE, vec![t::SENT_AWAY_LINE.into()], answers));
        Reply::used()
    }

    /// Starts or stops copying an emergency sheet.
    fn toggle_sheet(&mut self, view: &View<'_>) -> Reply {
        let on = !self.shape.sheet;
        self.reshape(view, |shape| shape.sheet = on);
        if on {
            let day = fields::typed_date(view.day());
            // The day has eight digits and always fits.
            let _ = self.form.set(layout::SHEET_DAY, &day);
            self.focus_field(layout::SHEET);
        } else {
            self.form.set_focus(fields::NIK);
        }
        Reply::used()
    }

    /// Escape: closes a list, leaves the documents, ends a family that nobody was added to.
    fn escape(&mut self) -> Reply {
        if self.form.list_open() {
            self.form.on(Action::Escape);
            return Reply::used();
        }
        if std::mem::take(&mut self.on_docs) {
            return Reply::used();
        }
        if self.family.open && self.untouched() {
            return self.end_family();
        }
        Reply::ignored()
    }

    /// The focus moves to where a refusal points.
    fn refused(&mut self, refused: &Refusal, view: &View<'_>) -> Reply {
        self.sent = None;
        match refused {
            Refusal::BirthNeeded => {
                self.reshape(view, |shape| shape.pending = true);
                self.focus_field(fields::BIRTH);
            }
            Refusal::OpenApplicationExists { app, is, .. } => {
                self.focus_field(fields::NIK);
                self.ask_open(*app, *is, view);
            }
            Refusal::ContinuesFile { app, .. } => self.ask_resume(*app, view),
            Refusal::RepeatNeedsReason { .. } => {
                self.reshape(view, |shape| shape.repeat = true);
                self.focus_field(fields::REPEAT);
            }
            Refusal::NikPending => self.focus_field(fields::NIK),
            Refusal::SheetNeverIssued { .. } | Refusal::SheetCopied { .. } | Refusal::SheetDeclared { .. } => {
                self.focus_field(layout::SHEET);
            }
            Refusal::NoChecklist { .. } => self.focus_field(fields::REASON),
            Refusal::MissingItems { .. } | Refusal::NothingMissing | Refusal::UnknownItem { .. } => self.enter_docs(),
            _ => {}
        }
        Reply::used()
    }
}

impl Screen for Intake {
    fn id(&self) -> ScreenId {
        ScreenId::Intake
    }

    fn layers(&self) -> &'static [Layer] {
        if self.question.is_some() {
            &[Layer::Dialog, Layer::Always]
        } else if !self.on_docs && self.form.list_open() {
            &[Layer::Choice, Layer::Always]
        } else {
            &[Layer::Intake, Layer::Form, Layer::Checklist, Layer::Global, Layer::Always]
        }
    }

    fn takes_text(&self) -> bool {
        match &self.question {
            Some((_, dialog)) => dialog.takes_text(),
            None => !self.on_docs && self.form.takes_text(),
        }
    }

    fn takes_nik(&self) -> bool {
        self.question.is_none() && !self.on_docs && matches!(self.form.focus(), fields::NIK | fields::KK)
    }

    fn vacant(&mut self, vacant: bool, at: Stamp) {
        self.timer.vacant(vacant, at);
    }

    fn on(&mut self, action: Action, view: &View<'_>) -> Reply {
        if self.question.is_some() {
            return self.on_question(action, view);
        }
        let list_open = !self.on_docs && self.form.list_open();
        match action {
            Action::Escape => self.escape(),
            Action::Main => self.submit(Then::Queue, false, view),
            Action::MainThrough => self.submit(Then::Complete, false, view),
            Action::Return => self.submit(Then::Return, false, view),
            Action::Family => self.next_member(view),
            Action::SentAway => self.ask_sent_away(),
            Action::Emergency => self.toggle_sheet(view),
            Action::Clear if !list_open => self.clear(view),
            _ if self.on_docs => self.on_the_docs(action, view),
            _ => self.on_the_form(action, view),
        }
    }

    fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        if let Some((_, dialog)) = &mut self.question {
            dialog.paste(text);
            return Reply::used();
        }
        if self.on_docs {
            return Reply::ignored();
        }
        let key = self.form.focus();
        let event = self.form.paste(text);
        self.start_clock(view);
        self.after_event(key, Action::Redraw, event, view)
    }

    fn told(&mut self, told: Told, view: &View<'_>) -> Reply {
        match told {
            Told::Committed(entries) => self.committed(&entries, view),
            Told::Refused(refused) => self.refused(&refused, view),
            Told::NotGiven => {
                self.sent = None;
                Reply::used()
            }
            Told::Past { nik, past, person } => self.told_past(nik, past, person, view),
            Told::Found { query, rows, .. } => self.told_alike(&query, &rows),
            _ => Reply::ignored(),
        }
    }

    fn refresh(&mut self, view: &View<'_>) {
        // The remarks are words, and the language may have changed.
        self.remark_nik(view);
        self.remark_prefilled(view);
    }

    fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        self.paint(body, buf, view);
    }

    fn draft(&self) -> Option<Draft> {
        self.keep()
    }

    fn restore(&mut self, draft: &Draft, view: &View<'_>) {
        self.bring_back(draft, view);
    }
}

/// A command as of a moment in the past, when it is copied from paper.
fn request_at(command: Command, happened_ms: Option<i64>) -> Request {
    Request { happened_ms, ..Request::from(command) }
}
