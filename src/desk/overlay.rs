//! What lies over the screens: sign-in, help, questions of the desk itself, pages to read.
//!
//! Owns which overlay is up and what its answer means. Separate from the screens' own questions, which
//! belong to the screens.

use super::act::Done;
use super::core::Desk;
use super::slips::SlipPage;
use crate::domain::command::Command;
use crate::domain::id::AccountId;
use crate::domain::person::{NOTE, Note};
use crate::domain::terms::TroubleCause;
use crate::text::{Label, Word, desk as t, term};
use crate::ui::dialog::{Answer, Dialog, Reply};
use crate::ui::field::Field;
use crate::ui::help::Help;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Why the question is asked.
enum Purpose {
    SignIn,
    /// Somebody whose secret was chosen by another: not in before they chose one. With their wrong tries.
    NewSecret(AccountId, u32),
    /// A new passphrase or a PIN of the clerk's own: which.
    Own,
    OwnSecret(OwnSecret),
    Leave,
    /// Which cause: the answers are the causes, or the end of the mode.
    Mode,
    /// The reason for a cause.
    ModeReason(TroubleCause),
    ModeEnd,
}

/// Something over the screens.
pub enum Overlay {
    Question(Box<Question>),
    /// The keys, over a screen or over the sign-in.
    Help(Help, Option<Box<Question>>),
    Page(Page),
    Slips(Box<SlipPage>),
}

/// A question of the desk.
pub struct Question {
    purpose: Purpose,
    dialog: Dialog,
}

/// Text to read, turned page by page.
pub struct Page {
    title: Word,
    lines: Vec<String>,
    first: usize,
}

/// A secret of the clerk's own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OwnSecret {
    Passphrase,
    Pin,
}

impl OwnSecret {
    const ALL: [OwnSecret; 2] = [OwnSecret::Passphrase, OwnSecret::Pin];

    fn word(self) -> Word {
        match self {
            OwnSecret::Passphrase => t::OWN_PASSPHRASE,
            OwnSecret::Pin => t::OWN_PIN,
        }
    }
}

impl Overlay {
    pub fn help(layers: &'static [Layer]) -> Overlay {
        Overlay::Help(Help::new(layers), None)
    }

    pub fn page(title: Word, lines: Vec<String>) -> Overlay {
        Overlay::Page(Page { title, lines, first: 0 })
    }

    /// The sign-in; `who` has been typed already.
    pub fn sign_in(lines: Vec<Label>, who: &str) -> Overlay {
        Overlay::question(Purpose::SignIn, Dialog::sign_in(t::SIGN_IN, lines).named(who).must_answer())
    }

    pub fn new_secret(account: AccountId, failures: u32) -> Overlay {
        let lines = vec![t::MUST_CHANGE.into(), t::PASSPHRASE_HINT.into()];
        let dialog = Dialog::new_secret(t::NEW_SECRET, lines).must_answer();
        Overlay::question(Purpose::NewSecret(account, failures), dialog)
    }

    /// Asks which of the clerk's own secrets is to be new.
    pub fn own() -> Overlay {
        let answers = OwnSecret::ALL.iter().map(|kind| Answer::new(kind.word())).collect();
        Overlay::question(Purpose::Own, Dialog::answers(t::OWN_SECRET, vec![t::OWN_SECRET_WHICH.into()], answers))
    }

    pub fn own_secret(kind: OwnSecret) -> Overlay {
        let hint = if kind == OwnSecret::Pin { t::PIN_HINT } else { t::PASSPHRASE_HINT };
        Overlay::question(Purpose::OwnSecret(kind), Dialog::own_secret(kind.word(), vec![hint.into()]))
    }

    fn question(purpose: Purpose, dialog: Dialog) -> Overlay {
        Overlay::Question(Box::new(Question { purpose, dialog }))
    }

    /// Nobody works while this is up.
    pub fn is_sign_in(&self) -> bool {
        match self {
            Overlay::Question(q) | Overlay::Help(_, Some(q)) => {
                matches!(q.purpose, Purpose::SignIn | Purpose::NewSecret(..))
            }
            _ => false,
        }
    }

    /// The keys that hold over it.
    pub fn layers(&self) -> &'static [Layer] {
        match self {
            Overlay::Question(_) if self.is_sign_in() => &[Layer::SignIn, Layer::Form, Layer::Always],
            Overlay::Question(q) if q.dialog.takes_text() => &[Layer::Dialog, Layer::Form, Layer::Always],
            Overlay::Question(_) => &[Layer::Dialog, Layer::Always],
            Overlay::Help(..) | Overlay::Page(_) => &[Layer::Help, Layer::Always],
            Overlay::Slips(_) => &[Layer::Slip, Layer::Always],
        }
    }

    pub fn takes_text(&self) -> bool {
        matches!(self, Overlay::Question(q) if q.dialog.takes_text())
    }

    pub fn paste(&mut self, text: &str) {
        if let Overlay::Question(question) = self {
            question.dialog.paste(text);
        }
    }

    /// Draws over the body. The sign-in wipes it: what was typed is hidden while locked.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, look: &Look) {
        match self {
            Overlay::Question(question) => question.dialog.draw(body, buf, look),
            Overlay::Help(help, _) => help.draw(body, buf, look),
            Overlay::Page(page) => page.draw(body, buf, look),
            Overlay::Slips(page) => page.draw(body, buf, look),
        }
    }
}

impl Page {
    fn turn(&mut self, action: Action) -> bool {
        let last = self.lines.len().saturating_sub(1);
        match action {
            Action::PageDown => self.first = (self.first + 10).min(last),
            Action::Down => self.first = (self.first + 1).min(last),
            Action::PageUp => self.first = self.first.saturating_sub(10),
            Action::Up => self.first = self.first.saturating_sub(1),
            Action::Escape | Action::Help | Action::Enter => return false,
            _ => {}
        }
        true
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let inside = paint::frame(buf, area, self.title.get(look.lang), look.symbols, look.style(Role::Strong));
        paint::blank(buf, inside, look.style(Role::Plain));
        for (row, line) in (0..inside.height).zip(self.lines.iter().skip(self.first)) {
            paint::put_cut(
                buf,
                paint::indent(paint::line(inside, row), 1),
                line,
                look.style(Role::Plain),
                look.symbols,
            );
        }
    }
}

impl Desk {
    pub(super) fn on_overlay(&mut self, action: Action) {
        let mut overlay = match self.overlay.take() {
            Some(Overlay::Slips(page)) => return self.on_slips(page, action),
            Some(overlay) => overlay,
            None => return,
        };
        match &mut overlay {
            // Taken out above.
            Overlay::Slips(_) => {}
            Overlay::Help(help, under) => {
                if help.on(action) {
                    self.overlay = Some(overlay);
                } else {
                    self.overlay = under.take().map(Overlay::Question);
                    self.key_state.disarm();
                }
            }
            Overlay::Question(_) if action == Action::Help => {
                let layers = overlay.layers();
                if let Overlay::Question(question) = overlay {
                    self.overlay = Some(Overlay::Help(Help::new(layers), Some(question)));
                }
            }
            Overlay::Page(page) => {
                if page.turn(action) {
                    self.overlay = Some(overlay);
                } else {
                    self.key_state.disarm();
                }
            }
            Overlay::Question(question) => match question.dialog.on(action) {
                Reply::Moved | Reply::Ignored => self.overlay = Some(overlay),
                Reply::Refused(_) => {
                    self.overlay = Some(overlay);
                    self.tell_words(Severity::Warning, t::NOT_TAKEN);
                }
                Reply::Cancelled => self.key_state.disarm(),
                reply => self.answered(question, reply),
            },
        }
    }

    fn answered(&mut self, question: &mut Question, reply: Reply) {
        match (&question.purpose, reply) {
            (Purpose::SignIn, Reply::Said) => {
                let who = question.dialog.typed().to_owned();
                let secret = question.dialog.take_secret();
                self.sign_in(&who, &secret);
            }
            (Purpose::NewSecret(account, failures), Reply::Said) => {
                let (account, failures) = (*account, *failures);
                let typed = question.dialog.take_secrets();
                self.chose_secret(account, failures, &typed);
            }
            (Purpose::Own, Reply::Answered(n)) => self.ask_own_secret(n),
            (Purpose::OwnSecret(kind), Reply::Said) => {
                let kind = *kind;
                let typed = question.dialog.take_secrets();
                self.chose_own(kind, &typed);
            }
            (Purpose::Leave, Reply::Answered(0)) => {
                self.save_drafts();
                self.leaving = true;
            }
            (Purpose::Mode, Reply::Answered(n)) => self.mode_cause(n),
            (Purpose::ModeReason(cause), Reply::Said) => {
                let causes = [*cause].into();
                let reason = Note::parse(question.dialog.typed()).ok();
                let advised = *cause == TroubleCause::Network && self.advised(true);
                self.give_mode(Command::StartTrouble { causes, reason, advised });
            }
            (Purpose::ModeEnd, Reply::Answered(0)) => {
                let advised = self.ledger.office().troubled_by(TroubleCause::Network) && self.advised(false);
                self.give_mode(Command::EndTrouble { reason: None, advised });
            }
            _ => {}
        }
    }

    fn give_mode(&mut self, command: Command) {
        let order = self.order(None);
        let Done::Committed(entries) = self.act(&command, &order) else { return };
        let lang = self.lang();
        let waiting = self.ledger.office().census().recorded as usize;
        let said = match command {
            Command::StartTrouble { .. } => t::MODE_STARTED.get(lang).to_owned(),
            _ => t::mode_ended(lang, waiting),
        };
        self.tell(Notice::new(Severity::Good, said));
        self.react(&entries);
    }

    /// Leaving is asked, but never prevented: everything is stored.
    pub(super) fn ask_leave(&mut self) {
        if self.session.is_none() {
            self.leaving = true;
            return;
        }
        let locked = self.overlay.as_ref().is_some_and(Overlay::is_sign_in);
        if locked || self.board.frozen() {
            self.save_drafts();
            self.leaving = true;
            return;
        }
        let idle = self.jobs.is_empty() && !self.outbox.busy();
        let mut busy = if idle { vec![t::LEAVE_SAFE.into()] } else { vec![t::LEAVE_BUSY.into()] };
        if self.care.running() {
            busy.push(t::LEAVE_BACKUP.into());
        }
        let dialog = Dialog::answers(t::LEAVE, busy, vec![Answer::new(t::YES_LEAVE), Answer::new(t::NO_STAY)]);
        self.overlay = Some(Overlay::question(Purpose::Leave, dialog));
    }

    /// The trouble mode by key: which cause, or is it over.
    pub(super) fn ask_mode(&mut self) {
        let running = self.ledger.office().desk.trouble.is_some();
        let dialog = if running {
            let answers = vec![Answer::new(t::MODE_OVER), Answer::new(t::MODE_GOES_ON)];
            let waiting = self.ledger.office().census().recorded as usize;
            Dialog::answers(t::MODE_END, vec![t::waiting_files(waiting)], answers)
        } else {
            let answers = TroubleCause::ALL.iter().map(|c| Answer::new(term::trouble(*c))).collect();
            Dialog::answers(t::MODE_START, vec![t::MODE_HINT.into()], answers)
        };
        let purpose = if running { Purpose::ModeEnd } else { Purpose::Mode };
        self.overlay = Some(Overlay::question(purpose, dialog));
    }

    fn ask_own_secret(&mut self, n: usize) {
        self.overlay = OwnSecret::ALL.get(n).map(|kind| Overlay::own_secret(*kind));
    }

    fn mode_cause(&mut self, n: usize) {
        let Some(cause) = TroubleCause::ALL.get(n) else { return };
        let lines = vec![term::trouble(*cause).into()];
        let dialog = Dialog::text(t::MODE_REASON, lines, Field::new(NOTE), false);
        self.overlay = Some(Overlay::question(Purpose::ModeReason(*cause), dialog));
    }
}
