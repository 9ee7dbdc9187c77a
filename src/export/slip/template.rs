//! The templates of the slips: the built-in ones and an office's own, read, checked and filled in.
//!
//! Separate because somebody edits them by hand. Their language is a small part of Jinja: `{{ name }}`, `{% if %}`,
//! `{% for %}`; no filter, function or include is there (ADR 0014). Whatever is filled in is cleaned first, so that no
//! typed text steers a printer. A template that does not work is never in force; must not know where it came from.

use super::Kind;
use super::facts::{self, Facts};
use crate::domain::clean::clean;
use crate::text::Lang;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Output, State, UndefinedBehavior, Value};
use std::collections::BTreeMap;

/// Largest template, in bytes.
pub const LARGEST: usize = 16 * 1024;
/// Most lines a slip may have, before they are wrapped.
pub const MOST_LINES: usize = 150;
/// Work one slip may cost: some hundred times what the longest needs.
const FUEL: u64 = 200_000;

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    #[error("over {LARGEST} bytes")]
    TooLarge,
    /// In the template engine's words.
    #[error("line {line}: {what}")]
    Wrong { line: usize, what: String },
    #[error("{0} lines where {MOST_LINES} are allowed")]
    TooLong(usize),
    /// It says nothing.
    #[error("empty")]
    Empty,
}

impl TemplateFault {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            TemplateFault::TooLarge => "slips.too_large",
            TemplateFault::Wrong { .. } => "slips.wrong",
            TemplateFault::TooLong(_) => "slips.too_long",
            TemplateFault::Empty => "slips.empty",
        }
    }

    /// The line it is at, from 1; 1 where the whole is meant.
    pub const fn line(&self) -> usize {
        match self {
            TemplateFault::Wrong { line, .. } => *line,
            _ => 1,
        }
    }
}

/// A template filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub text: String,
    /// Why the office's own was passed over.
    pub fault: Option<TemplateFault>,
}

/// The templates in force.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    /// The office's own, where it has any.
    own: BTreeMap<(Kind, &'static str), String>,
}

macro_rules! builtin {
    ($kind:expr, $lang:expr, $($name:literal: $of:ident),*) => {
        match ($kind, $lang) {
            $(
                (Kind::$of, Lang::Id) => include_str!(concat!("../../../assets/slips/", $name, ".id.txt")),
                (Kind::$of, Lang::En) => include_str!(concat!("../../../assets/slips/", $name, ".en.txt")),
            )*
        }
    };
}

impl Templates {
    /// Only the built-in ones.
    pub fn builtin() -> Templates {
        Templates::default()
    }

    /// The built-in template, as an office would begin with it.
    pub const fn text(kind: Kind, lang: Lang) -> &'static str {
        builtin!(kind, lang, "receipt": Receipt, "returned": Returned, "deferred": Deferred, "ready": Ready, "handover": Handover, "label": Label)
    }

    /// The file an office's own template is in: `receipt.id.txt`.
    pub fn file_name(kind: Kind, lang: Lang) -> String {
        format!("{}.{}.txt", kind.code(), lang.code())
    }

    /// Every template by the name of its file.
    pub fn all() -> Vec<(String, Kind, Lang)> {
        let each = |kind| Lang::ALL.map(|lang| (Templates::file_name(kind, lang), kind, lang));
        Kind::ALL.into_iter().flat_map(each).collect()
    }

    /// Takes an office's own template into force, once it has said every slip of its kind that there can be.
    ///
    /// # Errors
    /// [`TemplateFault`]; the built-in one stays.
    pub fn take(&mut self, kind: Kind, lang: Lang, text: &str) -> Result<(), TemplateFault> {
        if text.len() > LARGEST {
            return Err(TemplateFault::TooLarge);
        }
        for facts in facts::samples(lang) {
            fill(text, &facts)?;
        }
        self.own.insert((kind, lang.code()), text.to_owned());
        Ok(())
    }

    /// Fills the template of a kind in.
    pub(super) fn render(&self, kind: Kind, lang: Lang, facts: &Facts) -> Result<Rendered, TemplateFault> {
        let fault = match self.own.get(&(kind, lang.code())).map(|own| fill(own, facts)) {
            Some(Ok(text)) => return Ok(Rendered { text, fault: None }),
            Some(Err(fault)) => Some(fault),
            None => None,
        };
        fill(Templates::text(kind, lang), facts).map(|text| Rendered { text, fault })
    }
}

fn fill(template: &str, facts: &Facts) -> Result<String, TemplateFault> {
    let text = engine().and_then(|engine| engine.render_str(template, Serde(facts)));
    let text = text.map_err(|error| TemplateFault::Wrong {
        line: error.line().unwrap_or(1),
        what: clean(&error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)),
    })?;
    match text.lines().count() {
        _ if text.trim().is_empty() => Err(TemplateFault::Empty),
        n if n > MOST_LINES => Err(TemplateFault::TooLong(n)),
        _ => Ok(text),
    }
}

/// Nothing but placeholders, conditions and repetitions.
fn engine() -> Result<Environment<'static>, minijinja::Error> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_formatter(write);
    engine.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    Ok(engine)
}

/// A value as it stands on paper: cleaned, on one line; what there is not leaves its place empty.
fn write(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if !value.is_none() {
        out.write_str(&clean(&value.to_string()))?;
    }
    Ok(())
}
