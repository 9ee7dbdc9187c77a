//! What a clerk is told when something did not go as wished, and the shape of tables of words.
//!
//! Owns [`Told`] and the macros `word_of!` (a value to its word) and `told_of!` (a refusal or fault
//! to what happened and what to do). Separate because the tables differ only in their rows: each row
//! keeps both languages on adjacent lines, and a value without a row does not compile. It must not
//! know any particular message.

use super::Lang;

/// What happened, and what to do next. Each fits one line of 78 columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened, and to which thing.
    pub what: String,
    /// The next step; never empty.
    pub next: String,
}

/// Joins words as a sentence does: `a, b atau c`, `a, b or c`.
#[must_use]
pub fn either(lang: Lang, words: &[&str]) -> String {
    let or = match lang {
        Lang::Id => " atau ",
        Lang::En => " or ",
    };
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{}{or}{last}", first.join(", ")),
    }
}

/// Declares `name(Type) -> Word`, one row a value: `Type::A => "Indonesian" / "English";`.
macro_rules! word_of {
    ($($(#[$meta:meta])* $name:ident($value:ident : $type:ty) { $($row:pat => $id:literal / $en:literal;)+ })+) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name($value: $type) -> $crate::text::Word {
                match $value {
                    $($row => $crate::text::Word { id: $id, en: $en },)+
                }
            }
        )+
    };
}

/// Declares `name(Lang, &Type) -> Told`, four texts a row: what in both languages, next in both.
/// `, let x = …` after the pattern makes a name for the texts; a last `@also pattern => told;` takes the words
/// of some values from elsewhere.
macro_rules! told_of {
    ($($(#[$meta:meta])* $name:ident($lang:ident, $value:ident : $type:ty) {
        $($row:pat $(, let $word:ident = $made:expr)* => $wid:literal / $wen:literal, $nid:literal / $nen:literal;)+
        $(@also $others:pat => $other:expr;)*
    })+) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $name($lang: $crate::text::Lang, $value: $type) -> $crate::text::Told {
                match $value {
                    $($row => {
                        $(let $word = $made;)*
                        match $lang {
                            $crate::text::Lang::Id => $crate::text::Told { what: format!($wid), next: format!($nid) },
                            $crate::text::Lang::En => $crate::text::Told { what: format!($wen), next: format!($nen) },
                        }
                    })+
                    $($others => $other,)*
                }
            }
        )+
    };
}

pub(crate) use {told_of, word_of};
