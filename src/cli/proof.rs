//! `loket ledger verify --agenda FILE --seal CODE`: whether a printed book belongs to this ledger and is unchanged.
//!
//! Separate from the verification of the ledger itself, which comes first: a seal is only as good as the journal it is
//! held against.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::failure::{self, Exit, Failure};
use crate::desk::proof::{self, Contents, FileProof, Proof};
use crate::domain::seal::proof::{Shown, Verdict};
use crate::ledger::Ledger;
use crate::text::{Lang, proof as say};

/// Longest agenda taken: the book of a very long day is a few million bytes.
const LONGEST: u64 = 64 << 20;

/// What is to be checked beside the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) agenda: Option<PathBuf>,
    pub(super) seal: Option<String>,
}

/// The same, read and understood.
pub(super) struct Question {
    file: Option<Vec<u8>>,
    seal: Option<Shown>,
}

/// What became of it.
pub(super) struct Answer {
    file: Option<FileProof>,
    seal: Option<Proof>,
}

impl Question {
    /// Reads what was asked, before anything else is done.
    ///
    /// # Errors
    /// A mistyped group, a file that cannot be read.
    pub(super) fn read(lang: Lang, asked: &Asked) -> Result<Question, Failure> {
        let mistyped =
            |fault| Failure::new(Exit::Input, lang, say::code_fault(lang, fault)).next(say::READ_AGAIN.get(lang));
        let seal = asked.seal.as_deref().map(Shown::parse).transpose().map_err(mistyped)?;
        let file = asked.agenda.as_deref().map(|path| read(lang, path)).transpose()?;
        Ok(Question { file, seal })
    }

    /// Something was asked.
    pub(super) fn any(&self) -> bool {
        self.file.is_some() || self.seal.is_some()
    }

    /// Answers from a ledger.
    ///
    /// # Errors
    /// What the ledger says.
    pub(super) fn answer(&self, lang: Lang, ledger: &dyn Ledger) -> Result<Answer, Failure> {
        let trouble = |error| failure::ledger(lang, error);
        let file = self.file.as_deref().map(|bytes| proof::prove_file(ledger, bytes)).transpose().map_err(trouble)?;
        let seal = self.seal.as_ref().map(|seal| proof::prove(ledger, seal)).transpose().map_err(trouble)?;
        Ok(Answer { file, seal })
    }
}

fn read(lang: Lang, path: &Path) -> Result<Vec<u8>, Failure> {
    let named = path.display().to_string();
    let unreadable = |error| Failure::new(Exit::Input, lang, say::file_unreadable(lang, &named)).because(error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::new(Exit::Input, lang, say::file_too_large(lang, &named)));
    }
    Ok(bytes)
}

impl Answer {
    /// File and typed code name different closes.
    fn of_two_closes(&self) -> Option<(u32, u32)> {
        let file = self.file.as_ref()?.seal.as_ref()?.number;
        let typed = self.seal.as_ref()?.number;
        (file != typed).then_some((file, typed))
    }

    /// All that was asked is of this ledger and unchanged.
    pub(super) fn holds(&self) -> bool {
        let seal = self.seal.as_ref().is_none_or(|seal| seal.verdict == Verdict::Same);
        seal && self.file.as_ref().is_none_or(FileProof::holds) && self.of_two_closes().is_none()
    }

    /// What is said, a line each; what both say is said once.
    pub(super) fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.file.as_ref().map(|file| file.lines(lang)).unwrap_or_default();
        lines.extend(self.of_two_closes().map(|(file, typed)| say::other_close(lang, file, typed)));
        let typed = self.seal.as_ref().filter(|seal| self.file.as_ref().and_then(|f| f.seal.as_ref()) != Some(*seal));
        lines.extend(typed.iter().flat_map(|seal| seal.lines(lang)));
        lines
    }

    /// The same for a program.
    pub(super) fn json(&self) -> Value {
        let seal = |proof: &Proof| {
            json!({
                "close": proof.number, "day": proof.date.map(|date| date.to_string()),
                "holds": proof.verdict == Verdict::Same, "code": proof.verdict.code(),
            })
        };
        let file = self.file.as_ref().map(|file| {
            let (contents, line) = match file.contents {
                Contents::Frozen(_) => ("frozen", None),
                Contents::OtherPaper => ("other_paper", None),
                Contents::SealOnly => ("seal_only", None),
                Contents::Altered { line } => ("altered", line),
                Contents::Unknown => ("unknown", None),
            };
            json!({ "contents": contents, "line": line, "seal": file.seal.as_ref().map(seal) })
        });
        json!({ "holds": self.holds(), "agenda": file, "seal": self.seal.as_ref().map(seal) })
    }
}
