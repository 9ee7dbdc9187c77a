//! Text from outside, made harmless: what is dropped, how it is folded for searching, how long it may be.
//!
//! Separate because every typed, scanned or pasted word passes here before any other type sees it. Must
//! not know what the text means: names, notes and numbers have their own modules.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text over its limit. It is refused with both numbers and never cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{len} characters where {max} are allowed")]
pub struct TooLong {
    /// Length found, in NFC characters.
    pub len: usize,
    /// Length allowed, in NFC characters.
    pub max: usize,
}

impl TooLong {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        "text.too_long"
    }
}

/// NFC text on one line: control, bidirectional and zero-width characters dropped, runs of blanks
/// (tabs and line breaks too) made one space, none at the ends. Cleaning twice changes nothing.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c)).nfc() {
        if c.is_whitespace() {
            gap = !out.is_empty();
        } else {
            if gap {
                out.push(' ');
                gap = false;
            }
            out.push(c);
        }
    }
    out
}

/// The text as it may be repeated on a terminal: what steers it or hides is dropped, blanks and line ends stay.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_hidden(*c)).collect()
}

/// Cleaned text of at most `max` NFC characters.
///
/// # Errors
/// [`TooLong`] with the count found.
pub fn line(text: &str, max: usize) -> Result<String, TooLong> {
    let text = clean(text);
    let len = text.chars().count();
    if len > max { Err(TooLong { len, max }) } else { Ok(text) }
}

/// The search key of a name or a phrase: upper case, accents and apostrophes gone, every other
/// punctuation a word break, words separated by one space. Letters without an ASCII form stay as they
/// are, so that such a name can still be found. Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in clean(text).nfkd().flat_map(char::to_uppercase).nfkd() {
        if is_combining_mark(c) || is_apostrophe(c) || is_hidden(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        match ascii_form(c) {
            Some(form) => out.push_str(form),
            None => out.push(c),
        }
    }
    out
}

/// Whether the words of `phrase` stand in `text` in the same order, next to each other. Both folded.
pub fn has_words(text: &str, phrase: &str) -> bool {
    let text: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
    let phrase: Vec<&str> = phrase.split(' ').filter(|w| !w.is_empty()).collect();
    !phrase.is_empty() && text.windows(phrase.len()).any(|window| window == phrase)
}

/// Characters that print nothing or change how their neighbours are shown.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The marks people type for an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{00B4}' | '\u{02B9}'..='\u{02BF}' | '\u{2018}' | '\u{2019}' | '\u{2032}')
}

/// Upper-case Latin letters that decomposition leaves outside ASCII.
fn ascii_form(c: char) -> Option<&'static str> {
    Some(match c {
        'Æ' => "AE",
        'Œ' => "OE",
        'Ø' => "O",
        'Đ' | 'Ð' => "D",
        'Ł' => "L",
        'Þ' => "TH",
        'Ħ' => "H",
        'ẞ' => "SS",
        _ => return None,
    })
}

/// One cleaned line of at most `MAX` NFC characters; may be empty. Its Debug shows only the length,
/// because what is written in it may concern a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// Longest text allowed, in NFC characters.
    pub const MAX: usize = MAX;

    /// Cleans and measures `text`.
    ///
    /// # Errors
    /// [`TooLong`] with the count found.
    pub fn parse(text: &str) -> Result<Self, TooLong> {
        line(text, MAX).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const MAX: usize> TryFrom<String> for Line<MAX> {
    type Error = TooLong;
    fn try_from(text: String) -> Result<Self, TooLong> {
        Self::parse(&text)
    }
}

impl<const MAX: usize> From<Line<MAX>> for String {
    fn from(line: Line<MAX>) -> Self {
        line.0
    }
}

impl<const MAX: usize> fmt::Debug for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} characters)", self.0.chars().count())
    }
}
