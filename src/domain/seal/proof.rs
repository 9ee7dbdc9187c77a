//! Whether a printed agenda agrees with a ledger: what the paper shows against the close of that number.
//!
//! Separate because a paper is judged alike on the screen and on the command line. Must not know how a signature is
//! checked, where a close is kept, or words.

use super::{CodeFault, DASH, Seal, ShortCode};
use crate::domain::id::LedgerId;

/// What a paper or a file shows of its seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The short code, as it is read out and typed.
    Code(ShortCode),
    /// The whole note, as it is scanned from the picture.
    Note(Box<Seal>),
}

impl Shown {
    /// Reads what was typed or scanned: a note where it is one, else a code.
    ///
    /// # Errors
    /// What is wrong with the code.
    pub fn parse(text: &str) -> Result<Shown, CodeFault> {
        match note(text) {
            Some(seal) => Ok(Shown::Note(Box::new(seal))),
            None => ShortCode::parse(text).map(Shown::Code),
        }
    }

    /// The first note or code that stands anywhere in a text.
    pub fn within(text: &str) -> Option<Shown> {
        let code = || code(text).map(Shown::Code);
        note(text).map(|seal| Shown::Note(Box::new(seal))).or_else(code)
    }

    /// Which close it is of.
    pub fn number(&self) -> u32 {
        match self {
            Shown::Code(code) => code.number(),
            Shown::Note(seal) => seal.number(),
        }
    }

    /// It is of this ledger, as far as it tells.
    pub fn is_of(&self, ledger: LedgerId) -> bool {
        match self {
            Shown::Code(code) => code.is_of(ledger),
            Shown::Note(seal) => seal.checkpoint.ledger == ledger,
        }
    }
}

/// From the line that begins a checkpoint to the first signature below it.
fn note(text: &str) -> Option<Seal> {
    let begins = |line: &&str| line.trim_start().starts_with("loket/");
    let lines: Vec<&str> = text.lines().skip_while(|line| !begins(line)).take(NOTE_LINES).collect();
    let ends = |line: &str| line.split_whitespace().count() == 3 && line.contains("loket/");
    let last = lines.iter().skip(1).position(|line| line.trim_start().starts_with(DASH) || ends(line))?;
    Seal::parse(&lines[..=last + 1].join("\n"))
}

/// Most lines a note has, blank ones between them included.
const NOTE_LINES: usize = 24;

/// A run of groups that checks as a code.
fn code(text: &str) -> Option<ShortCode> {
    const LONG: usize = ShortCode::GROUPS * 6 - 1;
    let bytes = text.as_bytes();
    let fits = |run: &[u8]| {
        run.iter().enumerate().all(|(at, b)| if at % 6 == 5 { *b == b' ' } else { b.is_ascii_alphanumeric() })
    };
    let runs = bytes.windows(LONG).filter(|run| fits(run)).filter_map(|run| std::str::from_utf8(run).ok());
    runs.filter_map(|run| ShortCode::parse(run).ok()).next()
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the seal of that close, and the ledger still bears it out.
    Same,
    /// Of another ledger.
    OtherLedger,
    /// The ledger has only so many closes: its end was cut off or an older file was put back, or it is of another copy.
    NotYet { closes: u32 },
    /// That close has no seal: of a time before there were any.
    Unsealed,
    /// That close has another seal: the paper was altered, or the journal was written anew since.
    Other,
    /// Signed by this office, yet that close has another seal: the journal was written anew since.
    Rewritten,
    /// Not signed with the key of that time.
    Forged,
    /// It is the seal of that close, but the journal no longer bears it out.
    Broken,
    /// Of a ledger this one goes on from, whose close of that number did not come along.
    LeftBehind,
    /// It is the seal of that close, truly signed; so many entries under it are lost, so that it cannot be borne out.
    Incomplete { lost: u64 },
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 10] = {
        use Verdict::*;
        let (not_yet, incomplete) = (NotYet { closes: 0 }, Incomplete { lost: 0 });
        [Same, OtherLedger, not_yet, Unsealed, Other, Rewritten, Forged, Broken, LeftBehind, incomplete]
    };

    /// The stable code; None where all is well.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Verdict::Same => None,
            Verdict::OtherLedger => Some("S-001"),
            Verdict::NotYet { .. } => Some("S-002"),
            Verdict::Unsealed => Some("S-003"),
            Verdict::Other => Some("S-004"),
            Verdict::Rewritten => Some("S-005"),
            Verdict::Forged => Some("S-006"),
            Verdict::Broken => Some("S-007"),
            Verdict::LeftBehind => Some("S-008"),
            Verdict::Incomplete { .. } => Some("S-009"),
        }
    }
}

/// Whose a seal says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This ledger's own, which has been closed so often.
    Own {
        closes: u32,
    },
    /// Of one this ledger goes on from.
    Parent,
    Another,
}

/// What a ledger keeps of the close a seal names.
pub struct Kept {
    /// None for a close without a seal.
    pub seal: Option<Seal>,
    /// The seal's signature is good.
    pub signed: bool,
    /// The journal gives its root.
    pub root: bool,
    /// Entries under it that are lost.
    pub lost: u64,
}

/// Judges a seal against the close of its number by the ledger it names, None when there is none; `signed` says whether
/// a note is signed with the key in force at that close.
pub fn judge(shown: &Shown, whose: Whose, kept: Option<&Kept>, signed: impl Fn(&Seal) -> bool) -> Verdict {
    let kept = match (whose, kept) {
        (Whose::Another, _) => return Verdict::OtherLedger,
        (_, Some(kept)) => kept,
        (Whose::Parent, None) => return Verdict::LeftBehind,
        (Whose::Own { closes }, None) if shown.number() > closes => return Verdict::NotYet { closes },
        // The number was a parent's: this ledger never made such a close.
        (Whose::Own { .. }, None) => return Verdict::Other,
    };
    let Some(seal) = &kept.seal else { return Verdict::Unsealed };
    let same = match shown {
        Shown::Code(code) => *code == seal.code(),
        Shown::Note(shown) => **shown == *seal,
    };
    match shown {
        _ if same && kept.signed && kept.root => Verdict::Same,
        _ if same && kept.signed && kept.lost > 0 => Verdict::Incomplete { lost: kept.lost },
        _ if same => Verdict::Broken,
        Shown::Code(_) => Verdict::Other,
        Shown::Note(shown) if signed(shown) => Verdict::Rewritten,
        Shown::Note(_) => Verdict::Forged,
    }
}
