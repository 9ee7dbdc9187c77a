//! Office policy: names, letterhead, who signs, and every choice left to the office.
//!
//! A list of what is set and a small form for one setting at a time, so that a change is seen beside its meaning
//! and stands as one entry in the journal. Separate from the table of settings, which knows what each one is. It
//! must not know what a policy does.

mod settings;

pub use settings::{SETTINGS, Setting, Value};

use super::forms;
use crate::domain::command::Command;
use crate::screen::Reply;
use crate::screen::agenda::layout;
use crate::text::common;
use crate::text::screens::policy as t;
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item, Snapshot};
use crate::ui::keymap::Action;
use crate::ui::notice::{Notice, Severity};
use crate::ui::table::{Column, Picked, Rows, Table};
use crate::view::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use settings::{LINE_KEYS, LINES};

const ONE: &str = "value";
/// Characters of a line of a letterhead or signature.
const LINE: usize = 80;

/// The settings with what is set.
struct Listed<'a>(&'a View<'a>);

impl Rows for Listed<'_> {
    fn len(&self) -> usize {
        SETTINGS.len()
    }

    fn id(&self, row: usize) -> u64 {
        row as u64
    }

    fn cell(&self, row: usize, column: usize, out: &mut String) {
        let Some(setting) = SETTINGS.get(row) else { return };
        match column {
            0 => out.push_str(setting.label.get(self.0.lang())),
            _ => out.push_str(&setting.shown(self.0)),
        }
    }
}

/// One setting being changed.
struct Open {
    setting: &'static Setting,
    form: Form,
    /// Keys of the ticks, for the digits.
    ticks: Vec<&'static str>,
}

/// The settings.
pub struct Settings {
    table: Table,
    open: Option<Open>,
}

/// Whether the list stays.
pub enum Step {
    Stay(Reply),
    Leave,
}

impl Settings {
    pub fn new(view: &View<'_>) -> Settings {
        let columns = vec![Column::fixed(t::C_SETTING, 34), Column::rest(t::C_VALUE)];
        let mut table = Table::new(columns, t::EMPTY);
        table.refresh(&Listed(view));
        Settings { table, open: None }
    }

    /// A setting is being changed.
    pub fn in_form(&self) -> bool {
        self.open.is_some()
    }

    pub fn takes_text(&self) -> bool {
        self.open.as_ref().map_or(self.table.takes_text(), |open| open.form.takes_text())
    }

    /// What was changed and not yet recorded, with the name of its setting.
    pub fn draft(&self) -> Option<(&'static str, Snapshot)> {
        self.open.as_ref().map(|open| (open.setting.key, open.form.snapshot()))
    }

    /// Brings a change back.
    pub fn restore(&mut self, key: &str, form: &Snapshot, view: &View<'_>) {
        if let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) {
            let mut open = Open::new(setting, view);
            open.form.restore(form);
            self.open = Some(open);
        }
    }

    /// A change is stored: back to the list.
    pub fn stored(&mut self, view: &View<'_>) {
        self.open = None;
        self.table.refresh(&Listed(view));
    }

    pub fn paste(&mut self, text: &str, view: &View<'_>) -> Reply {
        match &mut self.open {
            Some(open) => forms::reply(open.form.paste(text), view.lang()),
            None => {
                self.table.paste(text, &Listed(view));
                Reply::used()
            }
        }
    }

    /// Carries out an action; the main key records the open setting.
    pub fn on(&mut self, action: Action, view: &View<'_>) -> Step {
        let Some(open) = &mut self.open else { return self.on_list(action, view) };
        match action {
            Action::Escape if !open.form.list_open() => {
                self.open = None;
                Step::Stay(Reply::used())
            }
            Action::Main => Step::Stay(open.record(view)),
            _ => Step::Stay(forms::on(&mut open.form, action, &open.ticks, view.lang())),
        }
    }

    fn on_list(&mut self, action: Action, view: &View<'_>) -> Step {
        match self.table.on(action, &Listed(view)) {
            Picked::Opened(row) => {
                self.open = SETTINGS.get(row).map(|setting| Open::new(setting, view));
                Step::Stay(Reply::used())
            }
            Picked::Moved => Step::Stay(Reply::used()),
            Picked::Ignored if action == Action::Escape => Step::Leave,
            Picked::Ignored => Step::Stay(Reply::ignored()),
        }
    }

    /// Draws list or form over a body.
    pub fn draw(&self, body: Rect, buf: &mut Buffer, view: &View<'_>) {
        let lang = view.lang();
        if let Some(open) = &self.open {
            let hints = [open.setting.hint.get(lang), t::FORM_KEYS.get(lang)];
            return forms::draw(&open.form, open.setting.label.get(lang), &hints, body, buf, view.look);
        }
        let parts = layout::parts(body, 0);
        layout::title(parts.title, buf, view.look, t::TITLE.get(lang), t::LIST_KEYS.get(lang));
        self.table.draw(parts.list, buf, view.look, &Listed(view), true);
    }
}

impl Open {
    fn new(setting: &'static Setting, view: &View<'_>) -> Open {
        let policy = view.office.policy();
        let typed = |key, label, limit: usize, filter| {
            let field = Field::new(limit);
            Item::new(key, label, Input::Text(if filter { field.filtered(Filter::Digits) } else { field }))
        };
        let (items, ticks) = match (setting.get)(policy) {
            Value::Text(_) => (vec![typed(ONE, setting.label, LINE, false)], Vec::new()),
            Value::Number(_) => (vec![typed(ONE, setting.label, 5, true).required().width(10)], Vec::new()),
            Value::Lines(_) => {
                (LINE_KEYS.iter().zip(LINES).map(|(key, label)| typed(key, label, LINE, false)).collect(), Vec::new())
            }
            Value::Switch(_) => (vec![Item::new(ONE, setting.label, Input::Tick(false))], vec![ONE]),
            Value::Choice(_, options) => {
                let options = options.iter().map(|(key, word)| Choice::new(*key, *word)).collect();
                (vec![Item::new(ONE, setting.label, Input::Choice(Choices::new(options))).required()], Vec::new())
            }
        };
        let mut form = Form::new(items);
        for (key, text) in setting.typed(policy) {
            // What is set came through this form or a file with the same limits; else the clerk types it anew.
            let _ = form.set(key, &text);
        }
        Open { setting, form, ticks }
    }

    /// The whole policy with this one thing changed, or what is wrong with it.
    fn record(&mut self, view: &View<'_>) -> Reply {
        let lang = view.lang();
        let mut policy = view.office.policy().clone();
        let value = match (self.setting.get)(&policy) {
            Value::Text(_) => Value::Text(self.form.text(ONE).trim().to_owned()),
            Value::Number(_) => match self.form.text(ONE).parse() {
                Ok(number) => Value::Number(number),
                Err(_) => return Reply::tell(forms::missing(&mut self.form, ONE, t::NUMBER_MISSING.get(lang), "")),
            },
            Value::Lines(_) => {
                let typed = LINE_KEYS.iter().map(|key| self.form.text(key).trim().to_owned());
                let mut lines: Vec<String> = typed.collect();
                lines.truncate(lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
                Value::Lines(lines)
            }
            Value::Switch(_) => Value::Switch(self.form.ticked(ONE)),
            Value::Choice(_, options) => Value::Choice(self.form.value(ONE), options),
        };
        if let Err(allowed) = self.setting.put(&mut policy, value) {
            let what = t::outside(lang, &common::count(lang, allowed.0), &common::count(lang, allowed.1));
            return Reply::tell(forms::wrong(&mut self.form, ONE, &what, t::OUTSIDE_NEXT.get(lang)));
        }
        if policy.number(view.day(), 1) == policy.number(view.day(), 2) {
            let (what, next) = (t::NO_COUNT.get(lang), t::NO_COUNT_NEXT.get(lang));
            return Reply::tell(forms::wrong(&mut self.form, ONE, what, next));
        }
        if policy == *view.office.policy() {
            return Reply::tell(Notice::new(Severity::Info, t::NOTHING_CHANGED.get(lang)));
        }
        Reply::request(Command::ChangePolicy(Box::new(policy)))
    }
}
