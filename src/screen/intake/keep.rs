//! What intake keeps when it is interrupted: the draft, and clearing with undo.
//!
//! Separate because both are the same thing: everything typed and ticked, as plain values, and back again. What
//! the desk told about a person is not kept; it is asked for again.

use super::layout::Shape;
use super::submit::Family;
use super::{Intake, fields};
use crate::domain::checklist::Ticks;
use crate::domain::id::AppId;
use crate::domain::time::Stamp;
use crate::screen::check::docs::Docs;
use crate::screen::{Ask, Draft, Reply};
use crate::text::screens::common;
use crate::ui::notice::{Notice, Severity};
use crate::view::View;
use serde::Serialize;
use serde::de::DeserializeOwned;

const SHAPE: &str = "shape";
const TICKS: &str = "ticks";
const ON_DOCS: &str = "on_docs";
const STARTED: &str = "started";
const FAMILY: &str = "family";
const NUMBERS: &str = "numbers";
const MEMBER: &str = "member";
const OWED: &str = "owed";

impl Intake {
    pub(super) fn keep(&self) -> Option<Draft> {
        let ticked = self.docs.as_ref().is_some_and(|docs| !docs.ticks().is_empty());
        if self.form.is_empty() && !ticked && !self.family.owed {
            return None;
        }
        let mut extra = Vec::new();
        put(&mut extra, SHAPE, &self.shape);
        if let Some(docs) = &self.docs {
            put(&mut extra, TICKS, docs.ticks());
        }
        put(&mut extra, ON_DOCS, &self.docs.as_ref().filter(|_| self.on_docs).map(Docs::place));
        put(&mut extra, STARTED, &self.started);
        put(&mut extra, FAMILY, &self.family.apps);
        put(&mut extra, NUMBERS, &self.family.numbers);
        put(&mut extra, MEMBER, &self.family.open);
        put(&mut extra, OWED, &self.family.owed);
        Some(Draft { app: None, form: self.form.snapshot(), extra })
    }

    pub(super) fn bring_back(&mut self, draft: &Draft, view: &View<'_>) {
        *self = Intake::new();
        self.shape = get::<Shape>(draft, SHAPE).unwrap_or_default();
        self.form = self.shape.form();
        self.form.restore(&draft.form);
        if let Some(reason) = self.reason() {
            let ticks: Ticks = get(draft, TICKS).unwrap_or_default();
            self.docs = Some(Docs::new(view.rules.checklist(reason), view.rules.forbidden(), &ticks));
        }
        if let (Some(docs), Some(Some(place))) = (&mut self.docs, get::<Option<usize>>(draft, ON_DOCS)) {
            docs.go_to(place);
            self.on_docs = true;
        }
        // The clock goes on from its first key; after a restart of the machine the span counts as unmeasured.
        if let Some(Some(started)) = get::<Option<Stamp>>(draft, STARTED) {
            self.started = Some(started);
            self.timer.start(started);
        }
        self.family = Family {
            apps: get::<Vec<AppId>>(draft, FAMILY).unwrap_or_default(),
            numbers: get(draft, NUMBERS).unwrap_or_default(),
            open: get(draft, MEMBER).unwrap_or(false),
            owed: get(draft, OWED).unwrap_or(false),
            ..Family::default()
        };
        self.family.values = self.shared();
        self.remark_nik(view);
    }

    /// What the next member of a family shares with this one.
    pub(super) fn shared(&self) -> Vec<(&'static str, String)> {
        let value = |key: &&'static str| Some((*key, self.form.value(key))).filter(|(_, value)| !value.is_empty());
        super::layout::SHARED.iter().filter_map(value).collect()
    }

    /// Ctrl+U: everything goes; the same key brings it back.
    pub(super) fn clear(&mut self, view: &View<'_>) -> Reply {
        if let Some(draft) = self.keep().filter(|_| !self.form.is_empty()) {
            let started = self.family.open && self.untouched();
            self.wipe();
            if started {
                // A member's form without a person: the family ends when it is cleared.
                return self.end_family();
            }
            self.undo = Some(Box::new(draft));
            return Reply::tell(Notice::new(Severity::Info, common::DRAFT_CLEARED.get(view.lang())))
                .and(Ask::DropDraft);
        }
        match self.undo.take() {
            Some(draft) => {
                let family = std::mem::take(&mut self.family);
                self.bring_back(&draft, view);
                self.family.values = family.values;
                if self.form.focus().is_empty() {
                    self.form.set_focus(fields::NIK);
                }
                Reply::used()
            }
            None => Reply::used(),
        }
    }
}

/// Keeps one value; what cannot be written is left out, as in every draft.
pub(in crate::screen) fn put(extra: &mut Vec<(String, String)>, key: &str, value: &impl Serialize) {
    if let Ok(text) = serde_json::to_string(value) {
        extra.push((key.to_owned(), text));
    }
}

/// Reads one value of a draft; none when it is missing or of another shape.
pub(in crate::screen) fn get<T: DeserializeOwned>(draft: &Draft, key: &str) -> Option<T> {
    let (_, text) = draft.extra.iter().find(|(name, _)| name == key)?;
    serde_json::from_str(text).ok()
}
