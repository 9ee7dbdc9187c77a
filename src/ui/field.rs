//! One line of text that a clerk types into.
//!
//! Owns editing by grapheme cluster, the limit, the filter of characters, paste as data, and
//! clear with undo. Separate because every form, filter and question uses it. It must not know
//! what the text is for, and never shows a secret.

use std::fmt;

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, Zeroizing};

use super::clean::{self, PASTE_LIMIT, hostile};
use super::keymap::Action;
use crate::text::{Lang, common};

mod draw;

/// Which characters a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Anything that can be seen.
    #[default]
    Any,
    /// Digits; blanks, dots and dashes between them are dropped.
    Digits,
    /// Letters, space and `. , ' - /` (decision 22).
    Name,
    /// Digits and a leading `+`; blanks, dots, dashes and brackets are dropped.
    Phone,
}

enum Verdict {
    Keep,
    Drop,
    Refuse,
}

impl Filter {
    fn judge(self, c: char) -> Verdict {
        let combining = unicode_normalization::char::is_combining_mark(c);
        match self {
            _ if hostile(c) => Verdict::Drop,
            Filter::Any => Verdict::Keep,
            Filter::Digits | Filter::Phone if c.is_ascii_digit() => Verdict::Keep,
            Filter::Phone if c == '+' => Verdict::Keep,
            Filter::Digits | Filter::Phone if " .-()".contains(c) => Verdict::Drop,
            Filter::Name if c.is_alphabetic() || combining => Verdict::Keep,
            Filter::Name if " .,'-/".contains(c) => Verdict::Keep,
            Filter::Name if c == '’' => Verdict::Keep,
            _ => Verdict::Refuse,
        }
    }
}

/// Why a field did not take what was typed or pasted. The text is then unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It would have `count` characters where `limit` are allowed.
    TooLong {
        /// Characters allowed.
        limit: usize,
        /// Characters it would have.
        count: usize,
    },
    /// This character has no place here.
    NotAllowed(char),
    /// The paste has this many bytes, more than [`PASTE_LIMIT`].
    PasteTooBig(usize),
}

impl Refused {
    /// The refusal in words, with its figures.
    #[must_use]
    pub fn say(self, lang: Lang) -> String {
        match self {
            Refused::TooLong { limit, count } => common::too_long(lang, limit, count),
            Refused::NotAllowed(c) => common::not_allowed(lang, c),
            Refused::PasteTooBig(bytes) => common::paste_too_big(lang, bytes),
        }
    }
}

/// What an action did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text changed.
    Changed,
    /// Only the cursor moved, or nothing was left to do.
    Moved,
    /// The text was not taken.
    Refused(Refused),
    /// The action is not an editing action.
    Ignored,
}

/// A line of text with its cursor. Its text is always NFC and within its limit.
#[derive(Clone)]
pub struct Field {
    text: String,
    /// Byte offset, always between two grapheme clusters.
    cursor: usize,
    limit: usize,
    filter: Filter,
    grouped: bool,
    secret: bool,
    /// The text is the program's own and gives way to the first letter typed.
    suggested: bool,
    undo: Option<(String, usize)>,
}

impl Field {
    /// An empty field for at most `limit` NFC characters.
    #[must_use]
    pub const fn new(limit: usize) -> Field {
        Field {
            text: String::new(),
            cursor: 0,
            limit,
            filter: Filter::Any,
            grouped: false,
            secret: false,
            suggested: false,
            undo: None,
        }
    }

    /// The same field with a filter.
    #[must_use]
    pub fn filtered(mut self, filter: Filter) -> Field {
        self.filter = filter;
        self
    }

    /// The same field, shown in groups of four (NIK, KK). The text itself stays ungrouped.
    #[must_use]
    pub fn grouped(mut self) -> Field {
        self.grouped = true;
        self
    }

    /// The same field as a secret: shown masked, without undo, wiped by [`Field::wipe`].
    #[must_use]
    pub fn secret(mut self) -> Field {
        self.secret = true;
        // Room for the longest text, so that growing never leaves a copy behind.
        self.text.reserve_exact(self.limit.saturating_mul(4));
        self
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text without blanks at its ends.
    #[must_use]
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// True when nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// True when the text has as many characters as it may have.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.text.chars().count() >= self.limit
    }

    /// True for a field made by [`Field::secret`]; drafts leave it out.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    /// Characters allowed.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// The cursor as a byte offset, for drafts.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor on the nearest place at or after `offset` where a cursor can stand.
    pub fn set_cursor(&mut self, offset: usize) {
        self.cursor = snap(&self.text, offset);
    }

    /// Replaces the text, under the same rules as a paste, with the cursor at the end.
    ///
    /// # Errors
    /// [`Refused`] when the text breaks the limit or the filter; the field is then unchanged.
    pub fn set(&mut self, text: &str) -> Result<(), Refused> {
        let kept = self.sift(&clean::one_line(text))?;
        let (text, cursor) = self.composed("", &kept, "")?;
        self.replace(text, cursor);
        (self.undo, self.suggested) = (None, false);
        Ok(())
    }

    /// As [`Field::set`], but the text gives way to the first letter typed over it.
    ///
    /// # Errors
    /// As [`Field::set`].
    pub fn suggest(&mut self, text: &str) -> Result<(), Refused> {
        self.set(text)?;
        self.suggested = true;
        Ok(())
    }

    /// Takes a paste as data: line ends become blanks, control characters vanish, and what does
    /// not fit is refused whole, never cut.
    pub fn paste(&mut self, text: &str) -> Edit {
        if text.len() > PASTE_LIMIT {
            return Edit::Refused(Refused::PasteTooBig(text.len()));
        }
        let cleaned = clean::one_line(text);
        let cleaned = cleaned.trim_matches(' ');
        if std::mem::take(&mut self.suggested) {
            return self.over(|field| field.take_in(cleaned));
        }
        self.take_in(cleaned)
    }

    fn take_in(&mut self, text: &str) -> Edit {
        self.sift(text).and_then(|kept| self.insert(&kept)).unwrap_or_else(Edit::Refused)
    }

    /// Carries out an editing action.
    pub fn on(&mut self, action: Action) -> Edit {
        // Whatever is done in it first, the text is the clerk's from then on.
        if std::mem::take(&mut self.suggested)
            && let Action::Type(c) = action
        {
            return self.over(|field| field.typed(c));
        }
        match action {
            Action::Type(c) => self.typed(c),
            Action::Backspace => self.erase(self.before(), self.cursor),
            Action::Delete => self.erase(self.cursor, self.after()),
            Action::EraseWord => self.erase(self.word(), self.cursor),
            Action::Left => self.moved(self.before()),
            Action::Right => self.moved(self.after()),
            Action::Home => self.moved(0),
            Action::End => self.moved(self.text.len()),
            Action::Clear => self.clear(),
            _ => Edit::Ignored,
        }
    }

    /// What comes over a suggestion; one that is not taken leaves it standing.
    fn over(&mut self, put: impl FnOnce(&mut Field) -> Edit) -> Edit {
        let (text, cursor) = (std::mem::take(&mut self.text), std::mem::take(&mut self.cursor));
        let done = put(self);
        if matches!(done, Edit::Refused(_)) {
            (self.text, self.cursor, self.suggested) = (text, cursor, true);
        }
        done
    }

    /// Forgets the text and every copy this field holds of it.
    pub fn wipe(&mut self) {
        self.text.zeroize();
        if let Some((mut old, _)) = self.undo.take() {
            old.zeroize();
        }
        self.cursor = 0;
    }

    /// Takes the text out, for secrets; the field is empty afterwards.
    pub fn take(&mut self) -> Zeroizing<String> {
        let taken = Zeroizing::new(self.text.clone());
        self.wipe();
        taken
    }

    /// Clears the text; on an empty field brings the cleared text back.
    fn clear(&mut self) -> Edit {
        if self.secret {
            self.wipe();
            return Edit::Changed;
        }
        if !self.text.is_empty() {
            self.undo = Some((std::mem::take(&mut self.text), self.cursor));
            self.cursor = 0;
        } else if let Some((text, cursor)) = self.undo.take() {
            self.replace(text, cursor);
        } else {
            return Edit::Moved;
        }
        Edit::Changed
    }

    fn typed(&mut self, c: char) -> Edit {
        match self.filter.judge(c) {
            Verdict::Drop => Edit::Moved,
            Verdict::Refuse => Edit::Refused(Refused::NotAllowed(c)),
            Verdict::Keep => {
                let mut bytes = [0; 4];
                self.insert(c.encode_utf8(&mut bytes)).unwrap_or_else(Edit::Refused)
            }
        }
    }

    fn sift(&self, text: &str) -> Result<String, Refused> {
        let mut kept = String::with_capacity(text.len());
        for c in text.chars() {
            match self.filter.judge(c) {
                Verdict::Keep => kept.push(c),
                Verdict::Drop => {}
                Verdict::Refuse => return Err(Refused::NotAllowed(c)),
            }
        }
        Ok(kept)
    }

    fn insert(&mut self, piece: &str) -> Result<Edit, Refused> {
        if piece.is_empty() {
            return Ok(Edit::Moved);
        }
        let count = self.text.chars().count() + piece.chars().count();
        if self.secret && count > self.limit {
            let limit = self.limit;
            return Err(Refused::TooLong { limit, count });
        }
        if (self.secret || (self.text.is_ascii() && piece.is_ascii())) && count <= self.limit {
            self.text.insert_str(self.cursor, piece);
            self.cursor = snap(&self.text, self.cursor + piece.len());
            return Ok(Edit::Changed);
        }
        let (left, right) = self.text.split_at(self.cursor);
        let (text, cursor) = self.composed(left, piece, right)?;
        self.replace(text, cursor);
        Ok(Edit::Changed)
    }

    fn composed(&self, left: &str, piece: &str, right: &str) -> Result<(String, usize), Refused> {
        let head: String = left.chars().chain(piece.chars()).nfc().collect();
        let text: String = head.chars().chain(right.chars()).nfc().collect();
        let count = text.chars().count();
        if count > self.limit {
            return Err(Refused::TooLong { limit: self.limit, count });
        }
        Ok((text, head.len()))
    }

    fn replace(&mut self, text: String, cursor: usize) {
        if self.secret {
            self.text.zeroize();
            self.text.push_str(&text);
            let mut text = text;
            text.zeroize();
        } else {
            self.text = text;
        }
        self.set_cursor(cursor);
    }

    fn erase(&mut self, from: usize, to: usize) -> Edit {
        if from >= to {
            return Edit::Moved;
        }
        self.text.replace_range(from..to, "");
        // What was apart may now belong together: a mark behind the gap joins the letter before.
        if self.text.is_ascii() || self.secret || is_nfc(&self.text) {
            self.set_cursor(from);
        } else {
            let text = self.text.nfc().collect();
            self.replace(text, from);
        }
        Edit::Changed
    }

    fn moved(&mut self, to: usize) -> Edit {
        self.cursor = to;
        Edit::Moved
    }

    fn before(&self) -> usize {
        let head = self.text.get(..self.cursor).unwrap_or("");
        head.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    /// Where the word before the cursor begins; a secret has no words to be told apart.
    fn word(&self) -> usize {
        let head = self.text.get(..self.cursor).unwrap_or("").trim_end_matches(' ');
        if self.secret { 0 } else { head.rfind(' ').map_or(0, |blank| blank + 1) }
    }

    fn after(&self) -> usize {
        let tail = self.text.get(self.cursor..).unwrap_or("");
        self.cursor + tail.graphemes(true).next().map_or(0, str::len)
    }
}

/// The nearest cluster boundary at or after an offset.
fn snap(text: &str, offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    if text.is_ascii() {
        return offset;
    }
    text.grapheme_indices(true).map(|(at, _)| at).find(|at| *at >= offset).unwrap_or(text.len())
}

impl Drop for Field {
    fn drop(&mut self) {
        if self.secret {
            self.wipe();
        }
    }
}

impl fmt::Debug for Field {
    /// Shape only: what a clerk types is personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("characters", &self.text.chars().count())
            .field("limit", &self.limit)
            .field("secret", &self.secret)
            .finish_non_exhaustive()
    }
}
