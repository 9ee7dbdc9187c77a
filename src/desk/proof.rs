//! Whether a printed or exported agenda belongs to a ledger and is unchanged.
//!
//! Owns the gathering: the close a seal names, the digests frozen at closes, the book written once more to say where a
//! file differs. Separate because the desk and the command line ask the same. What a seal proves is the domain's to
//! judge, what is said of it the words'.

use super::core::Desk;
use super::day;
use super::overlay::Overlay;
use crate::domain::seal::proof::{Kept, Shown, Verdict, Whose, judge};
use crate::domain::seal::{Hex, Seal, ShortCode};
use crate::export::{self, Format, Sheet, workbook};
use crate::ledger::{Close, Ledger, LedgerError, signed};
use crate::text::{Lang, proof as t};
use crate::ui::paint;
use chrono::NaiveDate;
use std::borrow::Cow;

/// What became of a seal, and which close it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub verdict: Verdict,
    pub number: u32,
    /// The day of the close of that number here; None when there is none.
    pub date: Option<NaiveDate>,
    /// The code this ledger has for it.
    pub code: Option<ShortCode>,
}

/// What became of a file's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Byte for byte what was frozen at the close, in this format.
    Frozen(Format),
    /// The same book on paper of another size.
    OtherPaper,
    /// No more than a seal: a scanned picture.
    SealOnly,
    /// Not what was frozen; for text, the first line that differs, from 1.
    Altered { line: Option<usize> },
    /// Neither known nor with a seal to be read: nothing can be said.
    Unknown,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProof {
    /// None when there is neither a seal in it nor a close it was frozen at.
    pub seal: Option<Proof>,
    pub contents: Contents,
}

/// Judges a seal.
///
/// # Errors
/// What the ledger says.
pub fn prove(ledger: &dyn Ledger, shown: &Shown) -> Result<Proof, LedgerError> {
    // A seal of a ledger this one goes on from is as good as its own. Numbers go on in both, when this one began before
    // the other ended, so that a close counts for the ledger it was made by alone.
    let line = ledger.office().lineage();
    let of = line.ids().find(|id| shown.is_of(*id));
    let close = ledger.close(shown.number())?.filter(|close| of == Some(close.ledger));
    let kept = close.as_ref().map(kept);
    let signed = |seal: &Seal| close.as_ref().and_then(|c| c.key.as_ref()).is_some_and(|key| signed(seal, key));
    let whose = match of {
        None => Whose::Another,
        Some(of) if of == line.own => Whose::Own { closes: ledger.office().desk.closes },
        Some(_) => Whose::Parent,
    };
    let verdict = judge(shown, whose, kept.as_ref(), signed);
    Ok(Proof {
        verdict,
        number: shown.number(),
        date: close.as_ref().map(|close| close.date),
        code: close.and_then(|close| close.seal).map(|seal| seal.code()),
    })
}

/// Whether the seal of a close is signed, and the tree kept gives its root.
fn kept(close: &Close) -> Kept {
    let by = |seal: &Seal| close.key.as_ref().is_some_and(|key| signed(seal, key));
    Kept {
        signed: close.seal.as_ref().is_some_and(by),
        root: close.seal.as_ref().is_some_and(|seal| seal.checkpoint.root == Hex(close.root)),
        seal: close.seal.clone(),
        lost: close.lost,
    }
}

/// Judges a file: an export as it was written, or what a scanner read from a page.
///
/// # Errors
/// What the ledger says.
pub fn prove_file(ledger: &dyn Ledger, bytes: &[u8]) -> Result<FileProof, LedgerError> {
    let digest = export::digest(bytes);
    if let Some((number, code)) = ledger.closed_with(&digest)? {
        let close = ledger.close(number)?;
        let seal = close.as_ref().and_then(|close| close.seal.clone());
        let proof = match seal {
            Some(seal) => prove(ledger, &Shown::Note(Box::new(seal)))?,
            None => Proof { verdict: Verdict::Unsealed, number, date: close.map(|close| close.date), code: None },
        };
        let contents = Format::from_code(&code).map_or(Contents::Unknown, Contents::Frozen);
        return Ok(FileProof { seal: Some(proof), contents });
    }
    let text = readable(bytes);
    let Some(shown) = Shown::within(&text) else { return Ok(FileProof { seal: None, contents: Contents::Unknown }) };
    let proof = prove(ledger, &shown)?;
    let contents = match proof.date.filter(|_| proof.verdict == Verdict::Same) {
        _ if matches!(&shown, Shown::Note(_)) && text.lines().count() <= NOTE_ONLY => Contents::SealOnly,
        None => Contents::Unknown,
        Some(date) => compared(ledger, (proof.number, date), bytes)?,
    };
    Ok(FileProof { seal: Some(proof), contents })
}

/// The words of a file. A packed one that cannot be unpacked says nothing.
fn readable(bytes: &[u8]) -> Cow<'_, str> {
    match kind(bytes) {
        Format::Xlsx => workbook::words(bytes).unwrap_or_default().into(),
        Format::Pdf | Format::Csv | Format::Txt => String::from_utf8_lossy(bytes),
    }
}

/// Cells of a line of the page that answers.
const PAGE: usize = 74;

/// A file of so few lines that holds a note holds nothing else.
const NOTE_ONLY: usize = 24;

/// The book of a close written once more, against a file that is not what was frozen.
fn compared(ledger: &dyn Ledger, (number, date): (u32, NaiveDate), bytes: &[u8]) -> Result<Contents, LedgerError> {
    let altered = Contents::Altered { line: None };
    let Some(book) = day::read_book(ledger, date)? else { return Ok(altered) };
    let format = kind(bytes);
    if format == Format::Pdf && export::render_on(&book, format, Sheet::A4).is_ok_and(|a4| a4 == bytes) {
        return Ok(Contents::OtherPaper);
    }
    let Ok(ours) = export::render(&book, format) else { return Ok(altered) };
    let frozen = ledger.close(number)?.and_then(|close| close.digests.get(format.code()).cloned());
    let text = matches!(format, Format::Csv | Format::Txt) && frozen == Some(export::digest(&ours));
    let line = text.then(|| first_difference(&ours, bytes)).flatten();
    Ok(Contents::Altered { line })
}

/// What a file says it is by its first bytes.
fn kind(bytes: &[u8]) -> Format {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => Format::Pdf,
        [b'P', b'K', ..] => Format::Xlsx,
        [0xef, 0xbb, 0xbf, ..] => Format::Csv,
        _ => Format::Txt,
    }
}

/// The first line that differs, from 1; line ends do not count. None when only those differ.
fn first_difference(ours: &[u8], theirs: &[u8]) -> Option<usize> {
    let (ours, theirs) = (String::from_utf8_lossy(ours), String::from_utf8_lossy(theirs));
    let (mut ours, mut theirs) = (ours.lines(), theirs.lines());
    for at in 1.. {
        match (ours.next(), theirs.next()) {
            (None, None) => return None,
            (a, b) if a != b => return Some(at),
            _ => {}
        }
    }
    None
}

impl Proof {
    /// What is said of it, a line each.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let date = self.date.map(|date| crate::text::common::date_with_weekday(lang, date));
        let mut lines = vec![t::close(lang, self.number, date.as_deref())];
        lines.push(t::verdict(self.verdict).get(lang).to_owned());
        match self.verdict {
            Verdict::NotYet { closes } => lines.push(t::closed_so_far(lang, closes)),
            Verdict::Incomplete { lost } => lines.push(t::lost_under(lang, lost)),
            _ => {}
        }
        let differs = self.verdict != Verdict::Same;
        lines.extend(self.code.filter(|_| differs).map(|code| t::ours(lang, &code.to_string())));
        lines.push(t::next(self.verdict).get(lang).to_owned());
        lines
    }
}

impl FileProof {
    /// The file belongs to the ledger and is unchanged.
    pub fn holds(&self) -> bool {
        let seal = self.seal.as_ref().is_some_and(|seal| match seal.verdict {
            Verdict::Same => true,
            // The closing entry itself has the digest.
            Verdict::Unsealed | Verdict::Incomplete { .. } => matches!(self.contents, Contents::Frozen(_)),
            _ => false,
        });
        seal && !matches!(self.contents, Contents::Altered { .. } | Contents::Unknown)
    }

    /// What is said of it, a line each.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = match self.contents {
            Contents::Frozen(format) => vec![t::frozen(lang, format.code())],
            Contents::OtherPaper => vec![t::OTHER_PAPER.get(lang).to_owned()],
            Contents::SealOnly => vec![t::SEAL_ONLY.get(lang).to_owned()],
            Contents::Altered { line } => {
                let at = line.map(|line| t::altered_at(lang, line));
                std::iter::once(t::ALTERED.get(lang).to_owned()).chain(at).collect()
            }
            Contents::Unknown if self.seal.is_some() => Vec::new(),
            Contents::Unknown => vec![t::UNKNOWN.get(lang).to_owned(), t::UNKNOWN_NEXT.get(lang).to_owned()],
        };
        lines.extend(self.seal.iter().flat_map(|seal| seal.lines(lang)));
        lines
    }
}

impl Desk {
    /// Says whether a printed agenda agrees with the ledger, from what is kept at its close.
    pub(super) fn check_seal(&mut self, shown: &Shown) {
        match prove(self.ledger.as_ref(), shown) {
            Ok(proof) => {
                let mut lines = proof.lines(self.lang());
                lines.push(String::new());
                lines.push(t::WHOLE_BY_VERIFY.get(self.lang()).to_owned());
                let wrapped = lines.iter().flat_map(|line| match line.as_str() {
                    "" => vec![String::new()],
                    line => paint::wrap(line, PAGE).into_iter().map(str::to_owned).collect(),
                });
                self.overlay = Some(Overlay::page(t::TITLE, wrapped.collect()));
            }
            Err(error) => self.ledger_failed(&error),
        }
    }
}
