//! Slips an applicant takes home: receipt, return slip, deferral slip, as plain lines of 32 or 48 columns.
//!
//! Separate from the printer, which adds its own commands: here is only text, and only ASCII, because the character
//! tables of slip printers differ. Names never stand on a slip and a NIK only masked; a lost slip tells nothing.

use super::cells::{label, safe};
use super::table::{centre, wrap};
use crate::domain::checklist::{Checklist, Item, ItemId};
use crate::domain::clean::fold;
use crate::domain::office::File;
use crate::domain::person::Note;
use crate::domain::policy::Policy;
use crate::domain::status::DeferralReason;
use crate::text::slip as words;
use crate::text::{Lang, Word, common, status, term};
use chrono::NaiveDateTime;
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

/// Width of the paper in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 58 mm.
    Columns32,
    /// 80 mm.
    Columns48,
}

impl Paper {
    /// The widest paper that fits into so many columns.
    pub const fn of(columns: usize) -> Paper {
        if columns < Paper::Columns48.columns() { Paper::Columns32 } else { Paper::Columns48 }
    }

    /// Columns of text.
    pub const fn columns(self) -> usize {
        match self {
            Paper::Columns32 => 32,
            Paper::Columns48 => 48,
        }
    }
}

/// What every slip needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Slip<'a> {
    pub policy: &'a Policy,
    /// When it is printed, local time.
    pub at: NaiveDateTime,
    /// Not the first print of this slip.
    pub copy: bool,
    /// Printed by a demo: says that it is no official paper.
    pub simulated: bool,
    pub paper: Paper,
    pub lang: Lang,
}

impl Slip<'_> {
    /// Receipt for one file, or for the files of a family received together.
    pub fn receipt(&self, files: &[&File]) -> String {
        let mut out = self.begin(words::RECEIPT);
        self.field(&mut out, words::RECEIVED, &self.time());
        if files.len() > 1 {
            self.say(&mut out, &words::family(self.lang, files.len()));
        }
        for file in files {
            out.push("-".repeat(self.width()));
            self.identity(&mut out, file);
            self.field(&mut out, words::STATUS, term::stage(file.app.stage).get(self.lang));
        }
        out.push("-".repeat(self.width()));
        let mut told: Vec<&str> = files.iter().map(|f| words::next(f.app.stage).get(self.lang)).collect();
        told.dedup();
        self.say(&mut out, &format!("{}:", words::NEXT.get(self.lang)));
        for next in told {
            self.say(&mut out, next);
        }
        self.end(out, &[words::FREE, words::KEEP])
    }

    /// What is missing, item by item with the rule that asks for it.
    pub fn returned(&self, file: &File, checklist: &Checklist, missing: &[ItemId], note: Option<&Note>) -> String {
        let mut out = self.begin(words::RETURN);
        self.field(&mut out, words::DATE, &self.time());
        self.identity(&mut out, file);
        out.push("-".repeat(self.width()));
        if !missing.is_empty() {
            self.say(&mut out, &format!("{}:", words::MISSING.get(self.lang)));
        }
        for (place, id) in (1..).zip(missing) {
            match checklist.item(id) {
                Some(item) => self.item(&mut out, place, item),
                None => self.hang(&mut out, &format!("{place}. "), id.as_str()),
            }
        }
        self.note(&mut out, note);
        self.end(out, &[words::SAME_NUMBER, words::FREE])
    }

    /// Why the file waits and what the applicant can do.
    pub fn deferred(&self, file: &File, reason: DeferralReason, note: Option<&Note>) -> String {
        let mut out = self.begin(words::DEFERRAL);
        self.field(&mut out, words::DATE, &self.time());
        self.identity(&mut out, file);
        out.push("-".repeat(self.width()));
        self.field(&mut out, words::WHY, status::deferral(reason).get(self.lang));
        self.field(&mut out, words::ADVICE, status::deferral_for_applicant(reason).get(self.lang));
        self.note(&mut out, note);
        self.end(out, &[words::WE_CALL, words::FREE, words::KEEP])
    }

    fn width(&self) -> usize {
        self.paper.columns()
    }

    fn time(&self) -> String {
        format!("{} {}", common::date(self.at.date()), common::time(self.lang, self.at.time()))
    }

    fn begin(&self, title: Word) -> Vec<String> {
        let mut out = Vec::new();
        let mut middle = |text: &str| {
            out.extend(wrap(&ascii(text), self.width()).iter().map(|l| centre(l, self.width())));
        };
        if self.simulated {
            middle(words::SIMULATED.get(self.lang));
        }
        middle(&self.policy.office);
        middle(title.get(self.lang));
        if self.copy {
            middle(words::COPY.get(self.lang));
        }
        out.push("=".repeat(self.width()));
        out
    }

    /// Number, masked NIK, kind of application.
    fn identity(&self, out: &mut Vec<String>, file: &File) {
        self.field(out, words::NUMBER, &file.app.number.text);
        if let Some(person) = &file.person {
            let follows = || words::NIK_FOLLOWS.get(self.lang).to_owned();
            self.field(out, words::NIK, &person.nik.map_or_else(follows, |nik| nik.masked('*')));
        }
        self.field(out, words::KIND, term::reason(file.app.reason).get(self.lang));
    }

    fn item(&self, out: &mut Vec<String>, place: usize, item: &Item) {
        self.hang(out, &format!("{place}. "), &label(&item.label, self.lang));
        if let Some(when) = &item.when {
            self.hang(out, "   ", &format!("({} {})", words::IN_CASE.get(self.lang), label(when, self.lang)));
        }
        self.hang(out, "   ", &format!("{}: {}", words::BASIS.get(self.lang), item.citation));
    }

    fn note(&self, out: &mut Vec<String>, note: Option<&Note>) {
        if let Some(note) = note.filter(|n| !n.is_empty()) {
            self.field(out, words::NOTE, note.as_str());
        }
    }

    /// `Label: value`; a value that does not fit beside its label stands below it, indented.
    fn field(&self, out: &mut Vec<String>, name: Word, value: &str) {
        let (name, value) = (name.get(self.lang), ascii(value));
        if name.width() + 2 + value.width() <= self.width() {
            out.push(format!("{name}: {value}"));
        } else {
            out.push(format!("{name}:"));
            self.hang(out, "  ", &value);
        }
    }

    fn say(&self, out: &mut Vec<String>, text: &str) {
        out.extend(wrap(&ascii(text), self.width()));
    }

    /// Text behind a mark, further lines indented as far.
    fn hang(&self, out: &mut Vec<String>, mark: &str, text: &str) {
        let indent = " ".repeat(mark.width());
        for (at, line) in wrap(&ascii(text), self.width().saturating_sub(mark.width())).into_iter().enumerate() {
            out.push(format!("{}{line}", if at == 0 { mark } else { &indent }));
        }
    }

    fn end(&self, mut out: Vec<String>, closing: &[Word]) -> String {
        out.push("=".repeat(self.width()));
        for word in closing {
            self.say(&mut out, word.get(self.lang));
        }
        out.iter().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// The nearest ASCII text; what has none becomes `?`.
fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in safe(text).chars() {
        match c {
            ' '..='~' => out.push(c),
            '–' | '—' | '−' => out.push('-'),
            '“' | '”' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '…' => out.push_str("..."),
            '•' => out.push('*'),
            other => {
                let base: String = other.to_string().nfkd().filter(char::is_ascii).collect();
                let folded = fold(&other.to_string());
                out.push_str(match (base.is_empty(), folded.is_ascii() && !folded.is_empty()) {
                    (false, _) => &base,
                    (true, true) => &folded,
                    (true, false) => "?",
                });
            }
        }
    }
    out
}
