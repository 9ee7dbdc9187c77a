//! Values that few tasks take: a number with a limit, a path, the one word behind a task.
//!
//! Separate only for its length.

use std::path::PathBuf;

use super::wrong::printable;
use super::{Line, MAX_HISTORY, usage};
use crate::cli::failure::Failure;
use crate::cli::proof::Asked;
use crate::text::cli as say;

impl Line {
    pub(super) fn history(&self) -> Result<u32, Failure> {
        let Some(text) = self.text("history")? else { return Ok(0) };
        let wrong = || self.wrong("history", &format!("0–{MAX_HISTORY}"));
        text.parse().ok().filter(|n| *n <= MAX_HISTORY).ok_or_else(wrong)
    }

    pub(super) fn asked(&self) -> Result<Asked, Failure> {
        Ok(Asked { agenda: self.value("agenda").map(PathBuf::from), seal: self.text("seal")? })
    }

    /// The only word there may be.
    pub(super) fn one(&self, rest: &[String]) -> Result<String, Failure> {
        match rest {
            [word] => Ok(word.clone()),
            [_, more, ..] => Err(usage(self.lang, say::too_many_words(self.lang, &printable(more)))),
            [] => Ok(String::new()),
        }
    }

    pub(super) fn pid(&self) -> Result<Option<u32>, Failure> {
        let number = |text: String| text.parse().map_err(|_| self.wrong("pid", "1234"));
        self.text("pid")?.map(number).transpose()
    }
}
