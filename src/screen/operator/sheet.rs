//! Forms that stand in the lower half: what they ask, and the command they become.
//!
//! Separate from the questions because here something is typed, and from the sessions because the shelf
//! uses the same forms. A form keeps what was typed until the office has said yes. Must not know which key
//! opened it.

use super::build;
use super::panel;
use super::preview;
use crate::domain::command::Command;
use crate::domain::id::AppId;
use crate::domain::person::Note;
use crate::domain::status::DeferralReason;
use crate::domain::terms::*;
use crate::text::screens::operator as t;
use crate::text::screens::stock as st;
use crate::text::{Word, common};
use crate::ui::field::Refused;
use crate::ui::form::{Form, FormEvent, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::{Look, Role};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Status,
    Defer,
    Approval,
    Reject,
    Blanks,
    Override,
    /// The digits on a good card.
    Good,
    /// The digits on a bad one.
    Bad(SpoilCause),
    Data,
    Withdraw,
    Void,
    Contact,
    OldCard,
    Lines,
    /// Where the card lies on the shelf.
    Place,
}

const PLAIN: [Kind; 14] = [
    Kind::Status,
    Kind::Defer,
    Kind::Approval,
    Kind::Reject,
    Kind::Blanks,
    Kind::Override,
    Kind::Good,
    Kind::Data,
    Kind::Withdraw,
    Kind::Void,
    Kind::Contact,
    Kind::OldCard,
    Kind::Lines,
    Kind::Place,
];

impl Kind {
    /// The name drafts keep it under.
    pub fn code(self) -> String {
        match self {
            Kind::Bad(cause) => format!("bad.{}", cause.code()),
            plain => format!("{plain:?}").to_lowercase(),
        }
    }

    /// The form with this name.
    pub fn from_code(code: &str) -> Option<Kind> {
        let bad = SpoilCause::ALL.iter().map(|cause| Kind::Bad(*cause));
        PLAIN.into_iter().chain(bad).find(|kind| kind.code() == code)
    }

    fn title(self) -> Word {
        match self {
            Kind::Status => t::S_STATUS,
            Kind::Defer => t::S_DEFER,
            Kind::Approval => t::S_APPROVAL,
            Kind::Reject => t::S_REJECT,
            Kind::Blanks => t::S_BLANKS,
            Kind::Override => t::S_OVERRIDE,
            Kind::Good => t::S_GOOD,
            Kind::Bad(_) => t::S_BAD,
            Kind::Data => t::S_DATA,
            Kind::Withdraw => t::S_WITHDRAW,
            Kind::Void => t::S_VOID,
            Kind::Contact => t::S_CONTACT,
            Kind::OldCard => t::S_OLD_CARD,
            Kind::Lines => t::S_LINES,
            Kind::Place => st::SHELF_TITLE,
        }
    }

    /// Enter on the last field submits: only for what another act can put right.
    fn enter_submits(self) -> bool {
        matches!(
            self,
            Kind::Status | Kind::Defer | Kind::Approval | Kind::Contact | Kind::OldCard | Kind::Lines | Kind::Place
        )
    }
}

/// A field that can't be taken as it is, and why.
pub struct Problem {
    pub field: &'static str,
    pub why: Word,
}

/// What a filled form amounts to.
pub enum Filled {
    Give(Command),
    /// A second person must stand by it.
    Second(Command),
    /// Kept for the handover: why the old card is not here.
    Why(Note),
    /// Kept for the handover: sheet and line.
    Lines(Option<u32>, Option<u8>),
}

/// What an action did to a form.
pub enum Did {
    Submit,
    Close,
    Moved,
    /// A field did not take what was typed.
    Refused(Refused),
    Ignored,
}

/// A form in the lower half.
pub struct Sheet {
    pub kind: Kind,
    pub app: Option<AppId>,
    /// Short number of that file, which is told even when the file has left the working set.
    pub number: String,
    pub form: Form,
    /// Its command was given and is not answered yet.
    pub waiting: bool,
}

impl Sheet {
    /// An empty form.
    pub fn new(kind: Kind, app: Option<AppId>, view: &View<'_>) -> Sheet {
        let number = app.and_then(|app| view.file(app)).map(|file| file.app.number.short()).unwrap_or_default();
        Sheet { kind, app, number, form: build::form(kind, app, view), waiting: false }
    }

    /// The same with a value filled in; a value the form does not know is left out.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Sheet {
        // A list ignores an unknown value; the typed fields filled here are never too long.
        let _ = self.form.set(key, value);
        self
    }

    /// Brings a draft back.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.form.restore(snapshot);
        self.follow();
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action) -> Did {
        if self.waiting {
            return Did::Moved;
        }
        match action {
            Action::Escape if !self.form.list_open() => return Did::Close,
            Action::Main => return Did::Submit,
            Action::Digit(digit) => {
                let key = build::TICKS.get(usize::from(digit).wrapping_sub(1)).copied().unwrap_or_default();
                let value = if self.form.ticked(key) { "" } else { "1" };
                return self.form.set(key, value).map_or_else(Did::Refused, |()| Did::Moved);
            }
            _ => {}
        }
        match self.form.on(action) {
            FormEvent::Finished(_) if self.kind.enter_submits() => Did::Submit,
            FormEvent::Refused(_, why) => Did::Refused(why),
            FormEvent::Changed(key) => {
                self.form.remark(key, None);
                self.follow();
                if key == "status" && self.form.value(key) == build::OTHER {
                    self.form.set_focus(build::OTHER);
                }
                Did::Moved
            }
            FormEvent::Ignored => Did::Ignored,
            _ => Did::Moved,
        }
    }

    /// Takes a paste into the focused field.
    pub fn paste(&mut self, text: &str) -> Did {
        match self.form.paste(text) {
            FormEvent::Refused(_, why) => Did::Refused(why),
            FormEvent::Ignored => Did::Ignored,
            _ => Did::Moved,
        }
    }

    /// Fields that only one choice needs.
    fn follow(&mut self) {
        let form = &mut self.form;
        match self.kind {
            Kind::Status => {
                let other = form.value("status") == build::OTHER;
                form.set_enabled("other", other);
                form.set_required("other", other);
            }
            Kind::Override => {
                let exempt = form.value("ground") == OverrideGround::Exemption.code();
                form.set_enabled("exemption", exempt);
                form.set_required("exemption", exempt);
            }
            Kind::Defer => {
                let other = form.value("reason") == DeferralReason::Other.code();
                form.set_required("note", other);
            }
            _ => {}
        }
    }

    /// The command, or the field to look at; that field then has the focus and says why.
    pub fn filled(&mut self, view: &View<'_>) -> Result<Filled, Notice> {
        let missing = self.form.missing().next();
        let result = match missing {
            Some(field) => Err(Problem { field, why: t::REQUIRED }),
            None => build::fill(self, view),
        };
        result.map_err(|Problem { field, why }| {
            let why = why.get(view.lang());
            self.form.remark(field, Some((Severity::Warning, why.to_owned())));
            self.form.set_focus(field);
            Notice::new(Severity::Warning, why)
        })
    }

    /// Digits read wrongly are typed again, everything else stays.
    pub fn refused(&mut self, digits: bool) {
        self.waiting = false;
        if digits && self.form.set("last4", "").is_ok() {
            self.form.set_focus("last4");
        }
    }

    /// Rows it takes when nothing is cut.
    pub fn rows(&self) -> u16 {
        self.form.rows() + 3
    }

    /// Draws it.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, view: &View<'_>) {
        let area = paint::clip(area, buf);
        panel::title(self.kind.title().get(look.lang), Role::Strong, paint::line(area, 0), buf, look);
        let file = self.app.and_then(|app| view.file(app));
        let dot = look.symbols.dot;
        let about = file.map(|file| match self.kind {
            Kind::Contact => format!("{} {dot} {}", file.app.number.short(), preview::phone(file, view)),
            _ => format!("{} {dot} {}", file.app.number.short(), view.name(file)),
        });
        let blanks = || {
            format!("{} {dot} {}", t::S_BLANKS.get(look.lang), common::count(look.lang, view.office.desk.blanks.into()))
        };
        let line = paint::indent(paint::line(area, 1), 2);
        paint::put_cut(buf, line, &about.unwrap_or_else(blanks), look.style(Role::Dim), look.symbols);
        let top = 2.min(area.height);
        let body = Rect { y: area.y + top, height: area.height - top, ..area };
        let keys = paint::line(body, self.form.rows());
        paint::put_right(buf, keys, t::S_KEYS.get(look.lang), look.style(Role::Dim));
        self.form.draw(paint::indent(body, 1), buf, look, true);
    }
}
