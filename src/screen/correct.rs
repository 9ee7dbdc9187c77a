//! "Betulkan data": changing what was typed at intake, the number kept.
//!
//! Owns the form, the sign-in of a supervisor where one is needed and the command. Separate because check,
//! operator and agenda all correct the same way, as a form that lies over them. The owner closes it when the
//! correction is committed. Must not know which screen it lies over.

use super::intake::fields::{self, Fault, KEL, NAME, NIK, PHONE, REASON, VIA};
use super::intake::{below, refused_typing};
use super::{Reply, Request, SecondPerson};
use crate::domain::application::Application;
use crate::domain::command::Command;
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::person::{self, Relation};
use crate::domain::personal::{Patch, Person};
use crate::domain::reason::ReasonCode;
use crate::domain::refusal::Refusal;
use crate::text::screens::intake as t;
use crate::ui::dialog::{Dialog, Reply as Said};
use crate::ui::form::{Form, FormEvent, Snapshot};
use crate::ui::keymap::{Action, Layer};
use crate::ui::notice::{Notice, Severity};
use crate::ui::paint;
use crate::ui::theme::Role;
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const WHY: &str = "why";

/// What an action did to the form.
pub enum Correcting {
    /// It still lies open; what it wishes.
    Open(Reply),
    /// The clerk went back without saving.
    Closed,
}

/// The form of one correction.
pub struct CorrectForm {
    app: AppId,
    number: String,
    /// A card is printed already: a supervisor must say so and the card becomes rejected.
    printed: bool,
    form: Form,
    through: bool,
    kelurahan: Option<char>,
    sign_in: Option<Dialog>,
    /// The field last cleared and what stood in it.
    cleared: Option<(&'static str, String)>,
}

fn form_of(through: bool) -> Form {
    let mut items = vec![
        fields::sixteen(NIK, t::NIK),
        fields::name(NAME, t::NAME).required(),
        fields::date(fields::BIRTH, t::BIRTH),
        fields::sixteen(fields::KK, t::KK),
        fields::reason().required(),
    ];
    items.extend(fields::contact(through));
    items.extend(fields::address());
    items.push(fields::text(fields::NOTE, t::NOTE, person::NOTE - 5, 44));
    items.push(fields::text(WHY, t::WHY, person::REASON, 44));
    Form::new(items)
}

impl CorrectForm {
    /// Carries out an action in the form a screen has open, and takes the form away when it is closed.
    pub fn step(open: &mut Option<CorrectForm>, action: Action, view: &View<'_>) -> Reply {
        match open.as_mut().map(|form| form.on(action, view)) {
            None => Reply::ignored(),
            Some(Correcting::Open(reply)) => reply,
            Some(Correcting::Closed) => {
                *open = None;
                Reply::used()
            }
        }
    }

    /// The form for a file as it stands.
    pub fn new(file: &File) -> CorrectForm {
        let mut form = CorrectForm::empty(&file.app);
        let values = file.person.as_ref().map(fields::values_of).unwrap_or_default();
        if values.iter().any(|(key, _)| *key == fields::VIA_NAME) {
            form.reshape(true);
        }
        for (key, value) in values {
            // Stored values were typed under the same limits; one that no longer fits is left for the clerk.
            let _ = form.form.set(key, &value);
        }
        let _ = form.form.set(REASON, file.app.reason.code());
        form
    }

    fn empty(app: &Application) -> CorrectForm {
        CorrectForm {
            app: app.id,
            number: app.number.short(),
            printed: app.stage.has_card(),
            form: form_of(false),
            through: false,
            kelurahan: None,
            sign_in: None,
            cleared: None,
        }
    }

    /// Ctrl+U empties the field, not the form: everything else still says what the file says.
    fn clear(&mut self) {
        let key = self.form.focus();
        let value = self.form.value(key);
        let back = self.cleared.take().filter(|(field, _)| *field == key);
        if !value.is_empty() {
            self.cleared = Some((key, value));
        }
        let value = back.filter(|_| self.cleared.is_none()).map(|(_, value)| value).unwrap_or_default();
        // Empty, or what the field held before.
        let _ = self.form.set(key, &value);
    }

    /// The file it is about.
    pub fn app(&self) -> AppId {
        self.app
    }

    /// Puts the focus on the NIK, where it is what is asked for.
    pub fn at_nik(mut self) -> CorrectForm {
        self.form.set_focus(NIK);
        self
    }

    /// The layers of the key table that hold while it lies open.
    pub fn layers(&self) -> &'static [Layer] {
        if self.sign_in.is_none() && self.form.list_open() {
            &[Layer::Choice, Layer::Always]
        } else if self.sign_in.is_some() {
            &[Layer::Dialog, Layer::Always]
        } else {
            &[Layer::Dialog, Layer::Form, Layer::Always]
        }
    }

    /// Plain characters are text now.
    pub fn takes_text(&self) -> bool {
        self.sign_in.as_ref().map_or_else(|| self.form.takes_text(), Dialog::takes_text)
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Correcting {
        if self.sign_in.is_some() {
            return Correcting::Open(self.on_sign_in(action, view));
        }
        match action {
            Action::Escape if !self.form.list_open() => Correcting::Closed,
            Action::Main => Correcting::Open(self.give(None, view)),
            Action::Clear if !self.form.list_open() => {
                self.clear();
                Correcting::Open(Reply::used())
            }
            Action::Type(c) if self.form.focus() == KEL => {
                if fields::kelurahan_digit(&mut self.form, &mut self.kelurahan, c) {
                    return Correcting::Open(Reply::used());
                }
                Correcting::Open(self.on_form(action, view))
            }
            Action::Type('-') if self.form.focus() == PHONE && self.form.value(PHONE).is_empty() => {
                self.form.set_focus(VIA);
                self.form.on(Action::OpenList);
                Correcting::Open(Reply::used())
            }
            _ => {
                self.kelurahan = None;
                Correcting::Open(self.on_form(action, view))
            }
        }
    }

    /// Takes a paste as data.
    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        if let Some(dialog) = &mut self.sign_in {
            dialog.paste(text);
            return Reply::used();
        }
        match self.form.paste(text) {
            FormEvent::Refused(_, why) => Reply::tell(refused_typing(why, view)),
            FormEvent::Ignored => Reply::ignored(),
            _ => Reply::used(),
        }
    }

    /// The office said no: the focus goes where the reason points; a missing supervisor may sign in.
    pub fn refused(&mut self, refused: &Refusal) {
        match refused {
            Refusal::OpenApplicationExists { .. } => self.form.set_focus(NIK),
            Refusal::NoChecklist { .. } => self.form.set_focus(REASON),
            Refusal::NeedsSupervisor { .. } => {
                self.sign_in = Some(Dialog::sign_in(t::APPROVE_TITLE, vec![t::APPROVE_LINE.into()]));
            }
            _ => {}
        }
    }

    fn on_sign_in(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(dialog) = &mut self.sign_in else { return Reply::ignored() };
        match dialog.on(action) {
            Said::Said => {
                let second = SecondPerson { who: dialog.typed().to_owned(), secret: dialog.take_secret() };
                self.sign_in = None;
                self.give(Some(second), view)
            }
            Said::Cancelled => {
                self.sign_in = None;
                Reply::used()
            }
            Said::Ignored => Reply::ignored(),
            Said::Refused(why) => Reply::tell(refused_typing(why, view)),
            Said::Answered(_) | Said::Moved => Reply::used(),
        }
    }

    fn on_form(&mut self, action: Action, view: &View<'_>) -> Reply {
        let before = self.form.focus();
        match self.form.on(action) {
            FormEvent::Changed(VIA) => {
                let through = fields::relation(&self.form) != Relation::Own;
                self.reshape(through);
            }
            FormEvent::Refused(_, why) => return Reply::tell(refused_typing(why, view)),
            FormEvent::NoMatch(_) => return Reply::tell(Notice::new(Severity::Warning, t::NO_MATCH.get(view.lang()))),
            FormEvent::Ignored => return Reply::ignored(),
            _ => {}
        }
        if self.form.focus() != before
            && let Some(fault) = fields::fault_of(&self.form, before, view.day(), view.lang())
        {
            return self.stop_at(&fault);
        }
        Reply::used()
    }

    fn reshape(&mut self, through: bool) {
        if through != self.through {
            let kept = self.form.snapshot();
            self.through = through;
            self.form = form_of(through);
            self.form.restore(&kept);
        }
    }

    fn stop_at(&mut self, fault: &Fault) -> Reply {
        self.form.set_focus(fault.key);
        Reply::tell(fault.notice())
    }

    /// The command with what really changed; the office refuses when nothing did.
    fn give(&mut self, second: Option<SecondPerson>, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let typed = fields::read_person(&self.form, view.day(), lang);
        let note = fields::read_note(&self.form, WHY, lang);
        let (person, note) = match (typed, note) {
            (Ok(person), Ok(note)) => (person, note),
            (Err(fault), _) | (_, Err(fault)) => return self.stop_at(&fault),
        };
        let Some(file) = view.file(self.app) else {
            return Reply::tell(super::intake::Intake::refuse(view, &Refusal::NoSuchFile));
        };
        let reason = ReasonCode::from_code(&self.form.value(REASON)).filter(|reason| *reason != file.app.reason);
        let patch = Box::new(patch(file.person.as_ref(), person));
        let command = Command::Correct { app: self.app, patch, reason, note };
        Reply::request(Request { second, ..Request::from(command) })
    }

    /// What a draft keeps.
    pub fn snapshot(&self) -> Snapshot {
        self.form.snapshot()
    }

    /// The form as a draft kept it.
    pub fn restored(app: &Application, snapshot: &Snapshot) -> CorrectForm {
        let mut form = CorrectForm::empty(app);
        let via = |(key, value): &(String, String)| key == VIA && *value != Relation::Own.code();
        form.through = snapshot.values.iter().any(via);
        form.form = form_of(form.through);
        form.form.restore(snapshot);
        form
    }

    /// Draws the form over its area.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, view: &View<'_>) {
        let look = view.look;
        let title = t::correcting(look.lang, self.number.clone());
        let inside = paint::frame(buf, area, &title, look.symbols, look.style(Role::Strong));
        let hint = if self.printed { t::CORRECT_PRINTED } else { t::CORRECT_HOW };
        let role = if self.printed { Role::Warning } else { Role::Dim };
        paint::put_cut(
            buf,
            paint::indent(paint::line(inside, 0), 1),
            hint.get(look.lang),
            look.style(role),
            look.symbols,
        );
        self.form.draw(below(inside, 1), buf, look, self.sign_in.is_none());
        let used = self.form.rows() + 1;
        if inside.height > used {
            let line = paint::indent(paint::line(inside, used), 1);
            paint::put_cut(buf, line, t::CORRECT_VOIDS.get(look.lang), look.style(Role::Dim), look.symbols);
        }
        if let Some(dialog) = &self.sign_in {
            dialog.draw(area, buf, look);
        }
    }
}

/// The fields that differ from what the file says.
fn patch(old: Option<&Person>, new: Person) -> Patch {
    let differs = |same: bool| !same;
    Patch {
        nik: new.nik.filter(|nik| differs(old.is_some_and(|p| p.nik == Some(*nik)))),
        name: Some(new.name).filter(|name| differs(old.is_some_and(|p| p.name == *name))),
        birth: new.birth.filter(|birth| differs(old.is_some_and(|p| p.birth == Some(*birth)))),
        sex: None,
        kk: new.kk.filter(|kk| differs(old.is_some_and(|p| p.kk == Some(*kk)))),
        contact: Some(new.contact).filter(|contact| differs(old.is_some_and(|p| p.contact == *contact))),
        address: new.address.filter(|address| differs(old.is_some_and(|p| p.address.as_ref() == Some(address)))),
        note: new.note.filter(|note| differs(old.is_some_and(|p| p.note.as_ref() == Some(note)))),
    }
}
