//! One labelled field of a form.
//!
//! Owns what a field may be and how its value reads as text. Separate from the form so that order
//! and focus stay apart from values. It must not know its neighbours.

use crate::text::Label;
use crate::ui::choice::Choices;
use crate::ui::field::{Field, Refused};
use crate::ui::notice::Severity;

/// How a value is given.
#[derive(Clone, Debug)]
pub enum Input {
    /// Typed.
    Text(Field),
    /// Taken from a list.
    Choice(Choices),
    /// Yes or no.
    Tick(bool),
}

/// One labelled field.
#[derive(Clone, Debug)]
pub struct Item {
    pub(super) key: &'static str,
    pub(super) label: Label,
    pub(super) input: Input,
    pub(super) required: bool,
    pub(super) beside: bool,
    pub(super) auto_next: bool,
    pub(super) enabled: bool,
    pub(super) width: u16,
    pub(super) remark: Option<(Severity, String)>,
}

impl Item {
    /// A field known to the screen by `key`, shown with `label`.
    pub fn new(key: &'static str, label: impl Into<Label>, input: Input) -> Item {
        Item {
            key,
            label: label.into(),
            input,
            required: false,
            beside: false,
            auto_next: false,
            enabled: true,
            width: 0,
            remark: None,
        }
    }

    /// Marks the field as required while it is empty.
    #[must_use]
    pub fn required(mut self) -> Item {
        self.required = true;
        self
    }

    /// Puts the field on the row of the one before.
    #[must_use]
    pub fn beside(mut self) -> Item {
        self.beside = true;
        self
    }

    /// Moves on by itself when a character fills the field (numbers of fixed length).
    #[must_use]
    pub fn auto_next(mut self) -> Item {
        self.auto_next = true;
        self
    }

    /// Cells the field takes; without this it takes the rest of the row.
    #[must_use]
    pub fn width(mut self, cells: u16) -> Item {
        self.width = cells;
        self
    }

    pub(super) fn value(&self) -> String {
        match &self.input {
            Input::Text(field) => field.text().to_owned(),
            Input::Choice(choices) => choices.key().unwrap_or("").to_owned(),
            Input::Tick(on) => if *on { "1" } else { "" }.to_owned(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.input {
            Input::Text(field) => field.is_empty(),
            Input::Choice(choices) => choices.key().is_none(),
            Input::Tick(on) => !on,
        }
    }

    pub(super) fn is_secret(&self) -> bool {
        matches!(&self.input, Input::Text(field) if field.is_secret())
    }

    pub(super) fn set(&mut self, value: &str) -> Result<(), Refused> {
        match &mut self.input {
            Input::Text(field) => return field.set(value),
            Input::Tick(on) => *on = value == "1",
            Input::Choice(choices) => {
                if !choices.choose(value) {
                    choices.reset();
                }
            }
        }
        Ok(())
    }

    pub(super) fn suggest(&mut self, value: &str) -> Result<(), Refused> {
        match &mut self.input {
            Input::Text(field) => field.suggest(value),
            _ => self.set(value),
        }
    }

    pub(super) fn reset(&mut self) {
        match &mut self.input {
            Input::Text(field) => field.wipe(),
            Input::Choice(choices) => choices.reset(),
            Input::Tick(on) => *on = false,
        }
        self.remark = None;
    }
}
