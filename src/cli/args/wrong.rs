//! What is said of a command line that cannot be read.
//!
//! Separate so that every word of it that is repeated on a terminal passes one cleaner.

use crate::cli::failure::{Exit, Failure};
use crate::domain::clean;
use crate::text::{Lang, cli as say};

pub(super) fn usage(lang: Lang, said: String) -> Failure {
    Failure::new(Exit::Usage, lang, said).next(say::SEE_HELP.get(lang))
}

pub(super) fn unknown_option(lang: Lang, option: &str) -> Failure {
    usage(lang, say::unknown_option(lang, &printable(option)))
}

/// A word of the command line as it may be repeated on a terminal.
pub(super) fn printable(word: &str) -> String {
    clean::clean(word).chars().take(60).collect()
}

pub(super) fn unread(lang: Lang, error: lexopt::Error) -> Failure {
    match error {
        lexopt::Error::MissingValue { option } => {
            usage(lang, say::value_missing(lang, &printable(&option.unwrap_or_default())))
        }
        lexopt::Error::UnexpectedValue { option, .. } => usage(lang, say::value_not_wanted(lang, &printable(&option))),
        lexopt::Error::UnexpectedOption(option) => unknown_option(lang, &option),
        _ => usage(lang, say::NOT_UTF8.get(lang).to_owned()),
    }
}
