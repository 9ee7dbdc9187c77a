//! The sign-in of an encrypted office: the book opens only to somebody who is on its staff.
//!
//! Separate from the sign-in over a running desk because there is no desk yet: nothing of the office can be shown,
//! not even its name. It must not check a secret.

use crate::text::Lang;
use crate::text::desk as t;
use crate::ui::chrome::Chrome;
use crate::ui::dialog::{Dialog, Reply};
use crate::ui::help::Help;
use crate::ui::keymap::legend::Offer;
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Board, Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use ratatui::buffer::Buffer;
use zeroize::Zeroizing;

/// Who wants in.
pub enum Knock {
    SignIn { who: String, secret: Zeroizing<String> },
    Leave,
}

/// The door.
pub struct Door {
    lang: Lang,
    question: Dialog,
    board: Board,
    help: Option<Help>,
}

/// Where keys go while somebody is asked in.
const ASKING: &[Layer] = &[Layer::SignIn, Layer::Form, Layer::Always];

fn question() -> Dialog {
    Dialog::sign_in(t::SIGN_IN, vec![t::DOOR_HINT.into()]).must_answer()
}

impl Door {
    pub fn new(lang: Lang) -> Door {
        Door { lang, question: question(), board: Board::default(), help: None }
    }

    /// The language chosen so far; the desk goes on in it.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Where keys go.
    pub fn layers(&self) -> &'static [Layer] {
        match (&self.help, self.board.frozen()) {
            (Some(_), _) => &[Layer::Help, Layer::Always],
            (None, true) => &[Layer::Frozen, Layer::Always],
            (None, false) => ASKING,
        }
    }

    /// Plain characters are text now.
    pub fn takes_text(&self) -> bool {
        self.help.is_none() && !self.board.frozen()
    }

    /// Tells why the door stays shut; only the passphrase is to be typed again.
    pub fn refuse(&mut self, who: &str, notice: Notice) {
        self.question = question().named(who);
        self.board.tell(notice);
    }

    pub fn paste(&mut self, text: &str) {
        if self.takes_text() {
            self.question.paste(text);
        }
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action) -> Option<Knock> {
        match action {
            Action::Language => self.lang = self.lang.other(),
            Action::Leave => return Some(Knock::Leave),
            _ if self.help.is_some() => {
                self.help = self.help.take().and_then(|mut help| help.on(action).then_some(help));
            }
            Action::Help => self.help = Some(Help::new(self.layers())),
            _ if self.board.frozen() => {
                self.board.on(action);
            }
            _ => {
                self.board.fade();
                match self.question.on(action) {
                    Reply::Said => {
                        let who = self.question.typed().to_owned();
                        return Some(Knock::SignIn { who, secret: self.question.take_secret() });
                    }
                    Reply::Refused(_) => {
                        self.board.tell(Notice::new(Severity::Warning, t::NOT_TAKEN.get(self.lang)));
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// Draws over the whole buffer; `moment` is date and time as the header shows them.
    pub fn draw(&self, moment: String, buf: &mut Buffer, look: &Look) {
        let look = &Look { lang: self.lang, ..*look };
        let chrome = Chrome {
            moment,
            notice: self.board.notice().cloned(),
            layers: self.layers().to_vec(),
            text_focus: self.takes_text(),
            // Nothing is open that could be locked.
            offers: vec![(Action::Lock, Offer::Hidden)],
            ..Chrome::default()
        };
        let Some(body) = chrome.draw(buf, look) else { return };
        paint::blank(buf, body, look.style(Role::Plain));
        match &self.help {
            Some(help) => help.draw(body, buf, look),
            None => self.question.draw(body, buf, look),
        }
        chrome.draw_error(body, buf, look);
    }
}
