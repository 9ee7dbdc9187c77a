//! The key table in words: footer, help pages and `docs/keys.md`.
//!
//! Owns how the table is told to people. Separate from dispatch because it changes for other
//! reasons. It must hold no key and no label of its own.

use std::fmt::Write as _;

use super::{Action, Binding, Layer, STACKS, TABLE};
use crate::text::screens::{first_run, report};
use crate::text::{Lang, Word, keys as t};
use crate::ui::paint::width;

/// One entry of the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key as written.
    pub key: String,
    /// What it does here.
    pub label: &'static str,
    /// The act cannot be taken back.
    pub danger: bool,
}

impl Hint {
    /// Cells the entry takes: key, space, label.
    #[must_use]
    pub fn width(&self) -> usize {
        width(&self.key) + 1 + width(self.label)
    }
}

/// What the footer makes of an action where the clerk is now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offer {
    /// By the name it has in the table.
    #[default]
    Told,
    /// By another name: here it does something of its own.
    Called(Word),
    /// Not at all: it would do nothing.
    Hidden,
}

/// Cells between two entries of the footer.
pub const GAP: usize = 2;

/// The footer for a stack of layers in at most `room` cells: the most needed keys that fit, told
/// in order of need. With `text_focus` keys that would be typed are left out.
#[must_use]
pub fn footer(layers: &[Layer], lang: Lang, room: usize, text_focus: bool) -> Vec<Hint> {
    footer_of(layers, lang, room, text_focus, |_| Offer::Told)
}

/// The same with the actions as they are `offered` now.
#[must_use]
pub fn footer_of(
    layers: &[Layer],
    lang: Lang,
    room: usize,
    text_focus: bool,
    offered: impl Fn(Action) -> Offer,
) -> Vec<Hint> {
    let mut rows: Vec<&Binding> = TABLE
        .iter()
        .filter(|row| row.priority > 0 && layers.contains(&row.layer) && offered(row.action) != Offer::Hidden)
        .filter(|row| shown_key(row, text_focus).is_some())
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.priority));
    let mut used = 0;
    let mut out = Vec::new();
    for row in rows {
        let hint = hint(row, lang, text_focus, offered(row.action));
        let gap = if out.is_empty() { 0 } else { GAP };
        if used + gap + hint.width() <= room {
            used += gap + hint.width();
            out.push(hint);
        }
    }
    out
}

fn shown_key(row: &Binding, text_focus: bool) -> Option<super::Key> {
    row.keys().find(|key| !text_focus || (key.printing().is_none() && *key != super::DIGITS))
}

fn hint(row: &Binding, lang: Lang, text_focus: bool, offer: Offer) -> Hint {
    let label = if let Offer::Called(word) = offer { word } else { row.label };
    Hint {
        key: shown_key(row, text_focus).map_or_else(String::new, |key| key.to_string()),
        label: label.get(lang),
        danger: row.danger,
    }
}

/// The name of a place, as help and documentation head it.
#[must_use]
pub const fn layer_name(layer: Layer) -> Word {
    match layer {
        Layer::Always => t::L_ALWAYS,
        Layer::Global => t::L_GLOBAL,
        Layer::Text => t::L_TEXT,
        Layer::Form => t::L_FORM,
        Layer::List => t::L_LIST,
        Layer::Checklist => t::L_CHECKLIST,
        Layer::Choice => t::L_CHOICE,
        Layer::Dialog => t::L_DIALOG,
        Layer::Frozen => t::L_FROZEN,
        Layer::Help => t::L_HELP,
        Layer::SignIn => t::L_SIGN_IN,
        Layer::Slip => t::SLIPS,
        Layer::Recovery => first_run::RECOVERY_TITLE,
        Layer::Intake => t::INTAKE,
        Layer::Check => t::CHECK,
        Layer::Operator => t::OPERATOR,
        Layer::Handover => t::HANDOVER,
        Layer::Agenda => t::AGENDA,
        Layer::Find => t::FIND,
        Layer::Supervisor => t::SUPERVISOR,
        Layer::Close => t::L_CLOSE,
        Layer::Store => t::L_STORE,
        Layer::Report => report::TITLE,
    }
}

/// One line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// The name of a place.
    Heading(&'static str),
    /// Keys, and what they do.
    Keys {
        /// All keys of the row, e.g. `Ctrl+N g`.
        keys: String,
        /// What they do.
        label: &'static str,
        /// The act cannot be taken back.
        danger: bool,
    },
    /// A general remark.
    Remark(&'static str),
}

/// The help for a stack of layers, innermost place first.
#[must_use]
pub fn help(layers: &[Layer], lang: Lang) -> Vec<HelpLine> {
    let mut out = Vec::new();
    for layer in layers {
        push_layer(&mut out, *layer, lang);
        if *layer == Layer::Form {
            push_layer(&mut out, Layer::Text, lang);
        }
    }
    out.push(HelpLine::Remark(t::FALLBACK.get(lang)));
    out.push(HelpLine::Remark(t::LETTERS.get(lang)));
    out
}

fn push_layer(out: &mut Vec<HelpLine>, layer: Layer, lang: Lang) {
    out.push(HelpLine::Heading(layer_name(layer).get(lang)));
    for row in TABLE.iter().filter(|row| row.layer == layer) {
        out.push(HelpLine::Keys { keys: written(row), label: row.label.get(lang), danger: row.danger });
    }
}

fn written(row: &Binding) -> String {
    let mut out = String::new();
    for key in row.keys() {
        let gap = if out.is_empty() { "" } else { "  " };
        // Writing into a String cannot fail.
        let _ = write!(out, "{gap}{key}");
    }
    out
}

/// The text of `docs/keys.md`, both languages side by side.
#[must_use]
pub fn markdown() -> String {
    let mut out = format!("# {} · {}\n\n", t::TITLE.id, t::TITLE.en);
    for remark in [t::FALLBACK, t::LETTERS] {
        let _ = writeln!(out, "{}  \n{}\n", remark.id, remark.en);
    }
    let mut told: Vec<Layer> = Vec::new();
    let outer = [Layer::Always, Layer::Global, Layer::Text];
    for layer in outer.iter().chain(STACKS.iter().copied().flatten()) {
        if !told.contains(layer) {
            told.push(*layer);
            markdown_layer(&mut out, *layer);
        }
    }
    out
}

fn markdown_layer(out: &mut String, layer: Layer) {
    let name = layer_name(layer);
    let key = t::COLUMN_KEY;
    let _ = writeln!(out, "## {} · {}\n", name.id, name.en);
    let _ = writeln!(out, "| {} · {} | Indonesia | English |", key.id, key.en);
    let _ = writeln!(out, "|---|---|---|");
    for row in TABLE.iter().filter(|row| row.layer == layer) {
        let keys: Vec<String> = row.keys().map(|key| format!("`{key}`")).collect();
        let keys = keys.join(" ");
        let (id, en) = (row.label.id, row.label.en);
        if row.danger {
            let (did, den) = (t::DANGER.id, t::DANGER.en);
            let _ = writeln!(out, "| {keys} | {id} ({did}) | {en} ({den}) |");
        } else {
            let _ = writeln!(out, "| {keys} | {id} | {en} |");
        }
    }
    out.push('\n');
}
