//! The two languages and the shape every message has.
//!
//! Owns [`Lang`], [`Word`] (a fixed message), [`Label`] (a message that may come from a data file)
//! and the macros `words!` and `says!`, which put both languages on adjacent lines and refuse to
//! compile when one is missing. It must not know any particular message.

use std::borrow::Cow;

/// A language a clerk can choose. Indonesian is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Bahasa Indonesia.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, in the order they are written.
    pub const ALL: [Lang; 2] = [Lang::Id, Lang::En];

    /// The other language, for the switch key.
    #[must_use]
    pub const fn other(self) -> Lang {
        match self {
            Lang::Id => Lang::En,
            Lang::En => Lang::Id,
        }
    }

    /// The code used in configuration and on the command line: `id` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// Reads a code written by [`Lang::code`]; `None` for anything else.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|l| l.code() == code)
    }
}

/// One fixed message in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// Indonesian.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
}

impl Word {
    /// A word that is the same in both languages (a code, a brand, a number).
    #[must_use]
    pub const fn same(text: &'static str) -> Word {
        Word { id: text, en: text }
    }

    /// The message in one language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

/// A message in both languages whose text may come from a rule file or be composed at run time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Label {
    id: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Label {
    /// A label with its own text in each language.
    pub fn new(id: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Label {
        Label { id: id.into(), en: en.into() }
    }

    /// The message in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }

    /// True when there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }
}

impl From<Word> for Label {
    fn from(word: Word) -> Label {
        Label::new(word.id, word.en)
    }
}

impl From<String> for Label {
    /// The same text in both languages: names, numbers, anything that is data.
    fn from(text: String) -> Label {
        Label::new(text.clone(), text)
    }
}

/// Declares fixed messages: `NAME: "Indonesian" / "English";`, one language a line.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident : $id:literal / $en:literal;)+) => {
        $(
            $(#[$meta])*
            pub const $name: $crate::text::Word = $crate::text::Word { id: $id, en: $en };
        )+
    };
}

/// Declares messages with typed parameters: `fn name(n: usize): "… {n}" / "… {n}";`.
macro_rules! says {
    ($(
        $(#[$meta:meta])*
        fn $name:ident($($arg:ident : $ty:ty),* $(,)?) : $id:literal / $en:literal;
    )+) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name(lang: $crate::text::Lang, $($arg: $ty),*) -> String {
                match lang {
                    $crate::text::Lang::Id => format!($id),
                    $crate::text::Lang::En => format!($en),
                }
            }
        )+
    };
}

pub(crate) use {says, words};
