//! Labelled fields in a fixed order.
//!
//! Owns the order, the focus, required marks, the remark beside each field, clear with undo, and
//! the snapshot a draft is made of. Separate from the screens so that every form behaves alike. It
//! must not know what a value means.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::choice::Chosen;
use super::field::{Edit, Refused};
use super::keymap::Action;
use super::notice::Severity;
mod draw;
mod item;

pub use item::{Input, Item};

/// What an action did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEvent {
    /// This field's value changed.
    Changed(&'static str),
    /// The focus left this field; the moment to check and to save the draft.
    Left(&'static str),
    /// The focus left the last field by Enter.
    Finished(&'static str),
    /// This field did not take what was typed or pasted.
    Refused(&'static str, Refused),
    /// No value of this field's list fits what was typed.
    NoMatch(&'static str),
    /// All fields were cleared, or brought back.
    Cleared,
    /// A cursor moved or a list opened; no value changed.
    Moved,
    /// The action means nothing to this form.
    Ignored,
}

/// What a draft keeps: values by key, the focused field and its cursor. Secrets are never in it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Key and value of every field that has one.
    pub values: Vec<(String, String)>,
    /// Key of the focused field.
    pub focus: String,
    /// Byte offset of its cursor.
    pub cursor: usize,
}

impl fmt::Debug for Snapshot {
    /// Shape only: the values are personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("values", &self.values.len())
            .field("focus", &self.focus)
            .finish_non_exhaustive()
    }
}

/// A form.
#[derive(Clone, Debug, Default)]
pub struct Form {
    items: Vec<Item>,
    focus: usize,
    undo: Option<Snapshot>,
    /// The last key filled a field, and the focus went on by itself.
    passed: bool,
}

impl Form {
    /// A form with these fields, the first focused.
    #[must_use]
    pub fn new(items: Vec<Item>) -> Form {
        Form { items, ..Form::default() }
    }

    fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    fn item_mut(&mut self, key: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.key == key)
    }

    fn focused(&self) -> Option<&Item> {
        self.items.get(self.focus)
    }

    /// The key of the focused field; empty for a form without fields.
    #[must_use]
    pub fn focus(&self) -> &'static str {
        self.focused().map_or("", |item| item.key)
    }

    /// Puts the focus on a field, if it exists and can be used.
    pub fn set_focus(&mut self, key: &str) {
        let place = self.items.iter().position(|item| item.key == key && item.enabled);
        if let Some(place) = place {
            self.leave_list();
            self.focus = place;
        }
    }

    /// The value of a field: text, code of the choice, or `1` for a tick; empty when unknown.
    #[must_use]
    pub fn value(&self, key: &str) -> String {
        self.item(key).map(Item::value).unwrap_or_default()
    }

    /// The text of a typed field without a copy, for secrets; empty for others.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        match self.item(key).map(|item| &item.input) {
            Some(Input::Text(field)) => field.text(),
            _ => "",
        }
    }

    /// True when a tick is set.
    #[must_use]
    pub fn ticked(&self, key: &str) -> bool {
        matches!(self.item(key).map(|item| &item.input), Some(Input::Tick(true)))
    }

    /// Sets a value as if given by the clerk; unknown keys change nothing.
    ///
    /// # Errors
    /// [`Refused`] when the field's limit or filter forbids the value.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Refused> {
        self.item_mut(key).map_or(Ok(()), |item| item.set(value))
    }

    /// Fills a text field with what gives way to the first letter typed over it.
    ///
    /// # Errors
    /// As [`Form::set`].
    pub fn suggest(&mut self, key: &str, value: &str) -> Result<(), Refused> {
        self.item_mut(key).map_or(Ok(()), |item| item.suggest(value))
    }

    /// Sets or takes away the remark beside a field.
    pub fn remark(&mut self, key: &str, remark: Option<(Severity, String)>) {
        if let Some(item) = self.item_mut(key) {
            item.remark = remark;
        }
    }

    /// Changes whether a field must be filled.
    pub fn set_required(&mut self, key: &str, required: bool) {
        if let Some(item) = self.item_mut(key) {
            item.required = required;
        }
    }

    /// Changes whether a field can be used; an unused one is drawn dim and skipped.
    pub fn set_enabled(&mut self, key: &str, enabled: bool) {
        if let Some(item) = self.item_mut(key) {
            item.enabled = enabled;
        }
        if self.focused().is_some_and(|item| !item.enabled) {
            self.step(1);
        }
    }

    /// Keys of required fields that are still empty, in order.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> + '_ {
        let open = |item: &&Item| item.required && item.enabled && item.is_empty();
        self.items.iter().filter(open).map(|item| item.key)
    }

    /// True when no field has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.iter().all(Item::is_empty)
    }

    /// True when plain characters are text here.
    #[must_use]
    pub fn takes_text(&self) -> bool {
        let input = self.focused().map(|item| &item.input);
        matches!(input, Some(Input::Text(_) | Input::Choice(_)))
    }

    /// True while a list lies open; Escape then closes it.
    #[must_use]
    pub fn list_open(&self) -> bool {
        let input = self.focused().map(|item| &item.input);
        matches!(input, Some(Input::Choice(choices)) if choices.is_open())
    }

    /// Empties the form for the next applicant: values, remarks, undo and focus.
    pub fn reset(&mut self) {
        self.items.iter_mut().for_each(Item::reset);
        self.undo = None;
        self.focus = self.items.iter().position(|item| item.enabled).unwrap_or(0);
    }

    /// What a draft keeps of this form.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let kept = self.items.iter().filter(|item| !item.is_secret() && !item.is_empty());
        let cursor = match self.focused().map(|item| &item.input) {
            Some(Input::Text(field)) if !field.is_secret() => field.cursor(),
            _ => 0,
        };
        Snapshot {
            values: kept.map(|item| (item.key.to_owned(), item.value())).collect(),
            focus: self.focus().to_owned(),
            cursor,
        }
    }

    /// Brings back what a draft kept. Fields it does not name become empty; values that are no
    /// longer allowed are left out.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.items.iter_mut().for_each(Item::reset);
        for (key, value) in &snapshot.values {
            if let Some(item) = self.item_mut(key)
                && item.set(value).is_err()
            {
                item.reset();
            }
        }
        self.set_focus(&snapshot.focus);
        if let Some(Input::Text(field)) = self.items.get_mut(self.focus).map(|i| &mut i.input) {
            field.set_cursor(snapshot.cursor);
        }
    }

    /// Takes a paste into the focused field.
    pub fn paste(&mut self, text: &str) -> FormEvent {
        let Some(item) = self.items.get_mut(self.focus) else {
            return FormEvent::Ignored;
        };
        let key = item.key;
        match &mut item.input {
            Input::Text(field) => match field.paste(text) {
                Edit::Changed => self.filled(key),
                Edit::Refused(why) => FormEvent::Refused(key, why),
                Edit::Moved | Edit::Ignored => FormEvent::Moved,
            },
            Input::Choice(_) | Input::Tick(_) => FormEvent::Ignored,
        }
    }

    /// The habitual Tab or Enter after the last digit of a full field has nothing left to do, for the focus has gone
    /// on already. True once, while the field it went to must be filled and is empty.
    pub fn absorbs(&mut self, action: Action) -> bool {
        let passed = std::mem::take(&mut self.passed);
        let waits = |item: &Item| item.required && item.is_empty();
        passed && matches!(action, Action::Next | Action::Enter) && self.focused().is_some_and(waits)
    }

    /// Carries out an action.
    pub fn on(&mut self, action: Action) -> FormEvent {
        if self.absorbs(action) {
            return FormEvent::Moved;
        }
        let last = self.is_last();
        let Some(item) = self.items.get_mut(self.focus) else {
            return FormEvent::Ignored;
        };
        let key = item.key;
        if let Input::Choice(choices) = &mut item.input
            && choices.is_open()
        {
            let event = choices.on(action);
            return self.after_list(key, action, event);
        }
        match (action, &mut item.input) {
            (Action::Clear, _) => self.clear(),
            (Action::Enter, _) if last => FormEvent::Finished(key),
            (Action::Next | Action::Enter, _) => self.go(1),
            (Action::Previous | Action::Up, _) => self.go(-1),
            (Action::Down, Input::Text(_) | Input::Tick(_)) => self.go(1),
            (Action::Toggle, Input::Tick(on)) => {
                *on = !*on;
                FormEvent::Changed(key)
            }
            (_, Input::Choice(choices)) => {
                let event = choices.on(action);
                self.after_list(key, action, event)
            }
            (_, Input::Text(field)) => match field.on(action) {
                Edit::Changed if matches!(action, Action::Type(_)) => self.filled(key),
                Edit::Changed => FormEvent::Changed(key),
                Edit::Moved => FormEvent::Moved,
                Edit::Refused(why) => FormEvent::Refused(key, why),
                Edit::Ignored => FormEvent::Ignored,
            },
            _ => FormEvent::Ignored,
        }
    }

    fn after_list(&mut self, key: &'static str, action: Action, event: Chosen) -> FormEvent {
        if matches!(action, Action::Enter | Action::Next) && !self.list_open() {
            self.step(1);
        }
        match event {
            Chosen::Changed => FormEvent::Changed(key),
            Chosen::Moved => FormEvent::Moved,
            Chosen::NoMatch => FormEvent::NoMatch(key),
            Chosen::Ignored => FormEvent::Ignored,
        }
    }

    /// After a character: a full field of fixed length passes the focus on.
    fn filled(&mut self, key: &'static str) -> FormEvent {
        let full = self
            .focused()
            .is_some_and(|item| item.auto_next && matches!(&item.input, Input::Text(field) if field.is_full()));
        if full {
            let from = self.focus;
            self.step(1);
            self.passed = self.focus != from;
        }
        FormEvent::Changed(key)
    }

    fn clear(&mut self) -> FormEvent {
        if !self.is_empty() {
            let kept = self.snapshot();
            self.reset();
            self.undo = Some(kept);
        } else if let Some(kept) = self.undo.take() {
            self.restore(&kept);
        } else {
            return FormEvent::Moved;
        }
        FormEvent::Cleared
    }

    fn is_last(&self) -> bool {
        !self.items.iter().skip(self.focus + 1).any(|item| item.enabled)
    }

    fn go(&mut self, by: isize) -> FormEvent {
        let left = self.focus();
        self.step(by);
        FormEvent::Left(left)
    }

    fn leave_list(&mut self) {
        if let Some(Input::Choice(choices)) = self.items.get_mut(self.focus).map(|i| &mut i.input) {
            choices.close();
        }
    }

    /// Moves the focus to the next usable field in one direction; at the ends it stays.
    fn step(&mut self, by: isize) {
        self.leave_list();
        let mut place = self.focus;
        while let Some(next) = place.checked_add_signed(by).filter(|p| *p < self.items.len()) {
            place = next;
            if self.items.get(place).is_some_and(|item| item.enabled) {
                self.focus = place;
                return;
            }
        }
    }
}
