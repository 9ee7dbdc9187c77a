//! How the focus moves at intake and what happens on leaving a field.
//!
//! Owns the rule that a mistake stops at its field while a remark never does, and the two short ways: `-` for
//! "there is none" and two digits for a kelurahan. Separate from what is done with the values.

use super::fields::{self, BIRTH, KEL, NAME, NIK, PHONE, REASON, VIA, WA, fault_of, read_nik};
use super::{Intake, Shape};
use crate::domain::person::Relation;
use crate::screen::check::docs::Docs;
use crate::screen::{Ask, Reply};
use crate::text::common;
use crate::text::screens::intake as t;
use crate::ui::field::Refused;
use crate::ui::form::FormEvent;
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;

impl Intake {
    /// Changes which fields there are; what was typed stays.
    pub(super) fn reshape(&mut self, view: &View<'_>, change: impl FnOnce(&mut Shape)) {
        let mut shape = self.shape;
        change(&mut shape);
        if shape != self.shape {
            let kept = self.form.snapshot();
            self.shape = shape;
            self.form = shape.form();
            self.form.restore(&kept);
            self.remark_nik(view);
            self.remark_prefilled(view);
        }
    }

    /// Puts the focus on a field of the form.
    pub(super) fn focus_field(&mut self, key: &str) {
        self.on_docs = false;
        self.form.set_focus(key);
    }

    /// Puts the focus on the documents, or on the kind of application they depend on.
    pub(super) fn enter_docs(&mut self) {
        // Closes a list that may still lie open.
        let focus = self.form.focus();
        self.form.set_focus(focus);
        if self.docs.is_some() {
            self.on_docs = true;
        } else {
            self.focus_field(REASON);
        }
    }

    /// Enter: on to the next field that is asked for and empty, then to the documents.
    pub(super) fn advance(&mut self, from: &str) {
        match self.shape.after(from, &self.form) {
            Some(key) => self.focus_field(key),
            None => self.enter_docs(),
        }
    }

    /// The clock of step 1 starts with the first key in an empty form.
    pub(super) fn start_clock(&mut self, view: &View<'_>) {
        if self.started.is_none() {
            self.started = Some(view.stamp);
            self.timer.start(view.stamp);
        }
    }

    pub(super) fn on_the_docs(&mut self, action: Action, view: &View<'_>) -> Reply {
        let Some(docs) = &mut self.docs else {
            self.on_docs = false;
            return Reply::used();
        };
        match action {
            Action::Previous => self.on_docs = false,
            Action::Up if docs.at_top() => self.on_docs = false,
            Action::Up | Action::Down => {
                docs.on(action);
            }
            Action::Digit(_) | Action::Toggle => {
                docs.on(action);
                self.start_clock(view);
            }
            // Nothing lies behind the documents, and Enter never submits.
            Action::Enter | Action::Next => {}
            _ => return Reply::ignored(),
        }
        Reply::used()
    }

    pub(super) fn on_the_form(&mut self, action: Action, view: &View<'_>) -> Reply {
        let key = self.form.focus();
        if self.form.absorbs(action) {
            return Reply::used();
        }
        if matches!(action, Action::Type(_) | Action::Toggle | Action::Digit(_)) {
            self.start_clock(view);
        }
        if !self.form.list_open()
            && let Some(reply) = self.short_way(key, action, view)
        {
            return reply;
        }
        if let Action::Type(c) = action
            && key == KEL
        {
            if fields::kelurahan_digit(&mut self.form, &mut self.kelurahan, c) {
                self.advance(KEL);
                return Reply::used();
            }
        } else {
            self.kelurahan = None;
        }
        let event = self.form.on(action);
        self.after_event(key, action, event, view)
    }

    /// What a key means before the form sees it; none when the form decides.
    fn short_way(&mut self, key: &'static str, action: Action, view: &View<'_>) -> Option<Reply> {
        let empty = self.form.value(key).is_empty();
        match (action, key) {
            (Action::Type('-') | Action::Enter, NIK) if empty && !self.shape.pending => {
                self.reshape(view, |shape| shape.pending = true);
                self.focus_field(NAME);
                Some(Reply::used())
            }
            (Action::Type('-'), PHONE) if empty => {
                self.focus_field(VIA);
                self.form.on(Action::OpenList);
                Some(Reply::used())
            }
            // A telephone number typed one field too far must not tick documents.
            (Action::Digit(_), WA) => Some(Reply::tell(Notice::new(Severity::Warning, t::DIGIT_HERE.get(view.lang())))),
            (Action::Digit(_), _) => {
                let docs = self.docs.as_mut()?;
                docs.on(action);
                Some(Reply::used())
            }
            (Action::Enter, _) => Some(match self.leave(key, view) {
                Ok(reply) => {
                    self.advance(key);
                    reply
                }
                Err(reply) => *reply,
            }),
            _ => None,
        }
    }

    /// What follows from an event of the form that had the focus on `key`.
    pub(super) fn after_event(
        &mut self,
        key: &'static str,
        action: Action,
        event: FormEvent,
        view: &View<'_>,
    ) -> Reply {
        match event {
            FormEvent::Changed(changed) => self.changed(changed, view),
            FormEvent::Refused(_, why) => return Reply::tell(refused_typing(why, view)),
            FormEvent::NoMatch(_) => {
                return Reply::tell(Notice::new(Severity::Warning, t::NO_MATCH.get(view.lang())));
            }
            FormEvent::Ignored => return Reply::ignored(),
            FormEvent::Left(_) | FormEvent::Finished(_) | FormEvent::Cleared | FormEvent::Moved => {}
        }
        let now = self.form.focus();
        let chosen = matches!(action, Action::Enter) && matches!(event, FormEvent::Changed(_) | FormEvent::Moved);
        let at_end = now == key && matches!(action, Action::Next | Action::Down) && matches!(event, FormEvent::Left(_));
        if now == key && !at_end {
            return Reply::used();
        }
        match self.leave(key, view) {
            Err(reply) => *reply,
            Ok(reply) => {
                if at_end {
                    self.enter_docs();
                } else if chosen {
                    // Enter on a list goes on like Enter on a field.
                    self.advance(key);
                }
                reply
            }
        }
    }

    /// Leaving a field: a mistake brings the focus back and must be read; else what the value asks for.
    fn leave(&mut self, key: &'static str, view: &View<'_>) -> Result<Reply, Box<Reply>> {
        if let Some(fault) = fault_of(&self.form, key, view.day(), view.lang()) {
            self.focus_field(key);
            self.form.remark(key, Some((Severity::Error, fault.told.what.clone())));
            return Err(Box::new(Reply::tell(fault.notice())));
        }
        match key {
            NIK => Ok(self.look_up(view)),
            NAME | BIRTH if self.shape.pending => {
                let name = self.form.value(NAME).trim().to_owned();
                Ok(if name.is_empty() { Reply::used() } else { Reply::ask(Ask::Find(name)) })
            }
            _ => Ok(Reply::used()),
        }
    }

    fn look_up(&mut self, view: &View<'_>) -> Reply {
        match read_nik(&self.form, view.lang()) {
            Ok(Some(nik)) if self.looked != Some(nik) => {
                self.looked = Some(nik);
                Reply::ask(Ask::LookUp(nik))
            }
            _ => Reply::used(),
        }
    }

    /// A value changed: what depends on it follows.
    pub(super) fn changed(&mut self, key: &str, view: &View<'_>) {
        match key {
            NIK => {
                if !self.form.value(NIK).is_empty() {
                    self.reshape(view, |shape| shape.pending = false);
                }
                self.forget_other(view);
                self.remark_nik(view);
            }
            REASON => self.choose_docs(view),
            VIA => {
                let through = fields::relation(&self.form) != Relation::Own;
                self.reshape(view, |shape| shape.through = through);
            }
            key => {
                let remark = self.date_remark(key, view);
                self.form.remark(key, remark);
            }
        }
    }

    /// The documents of the chosen kind; ticks of documents both kinds ask for stay.
    pub(super) fn choose_docs(&mut self, view: &View<'_>) {
        let ticks = self.docs.as_ref().map(|docs| docs.ticks().clone()).unwrap_or_default();
        self.docs = self.reason().map(|reason| Docs::new(view.rules.checklist(reason), view.rules.forbidden(), &ticks));
        self.on_docs &= self.docs.is_some();
    }

    fn date_remark(&self, key: &str, view: &View<'_>) -> Option<(Severity, String)> {
        let found = match key {
            BIRTH => fields::read_birth(&self.form, view.day(), view.lang()),
            _ => return None,
        };
        found.ok().flatten().map(|date| (Severity::Info, common::date_long(view.lang(), date)))
    }
}

/// Typing or a paste that a field did not take: told, never frozen.
pub(in crate::screen) fn refused_typing(why: Refused, view: &View<'_>) -> Notice {
    let lang = view.lang();
    let text = match why {
        Refused::TooLong { limit, count } => common::too_long(lang, limit, count),
        Refused::NotAllowed(c) => common::not_allowed(lang, c),
        Refused::PasteTooBig(bytes) => common::paste_too_big(lang, bytes),
    };
    Notice::new(Severity::Warning, text)
}
