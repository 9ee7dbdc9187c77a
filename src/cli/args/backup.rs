//! The arguments of backups and restoring.
//!
//! Separate because here a wrong word could cost an office its book: what is to become of a backup is always said.

use std::path::PathBuf;

use super::{Line, Signer, Task, TaskRow, needing, task, usage, with_operand};
use crate::cli::failure::Failure;
use crate::text::{Lang, backup as say, cli};

pub(super) const BACKUP: TaskRow =
    task(&["ledger", "backup"], &["to", "json", "as", "passphrase-stdin"], say::DO_BACKUP);
pub(super) const RESTORE: TaskRow = with_operand(
    &["ledger", "restore"],
    say::VALUE_BACKUP,
    true,
    &["check", "json", "to", "last-number", "look", "recovery", "as", "passphrase-stdin"],
    say::DO_RESTORE,
);
pub(super) const SALVAGE: TaskRow = needing(
    &["ledger", "salvage"],
    &["to", "with", "last-number", "as", "passphrase-stdin"],
    &["to", "last-number"],
    say::DO_SALVAGE,
);
pub(super) const CONTINUE: TaskRow =
    needing(&["ledger", "continue"], &["last-number", "as", "passphrase-stdin"], &["last-number"], say::DO_CONTINUE);

pub(super) const DRILL: TaskRow =
    with_operand(&["ledger", "drill"], say::VALUE_BACKUP, false, &["json", "as", "passphrase-stdin"], say::DO_DRILL);

/// What is asked about copies of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Survive {
    Backup { to: Option<PathBuf>, json: bool, signer: Signer },
    Check { backup: PathBuf, json: bool, signer: Signer },
    Restore { backup: PathBuf, to: PathBuf, how: Restoring, signer: Signer },
    Salvage { to: PathBuf, with: Option<PathBuf>, last: Option<Last>, signer: Signer },
    Drill { backup: Option<PathBuf>, json: bool, signer: Signer },
    Continue { last: Option<Last>, signer: Signer },
}

/// The last register number on paper; the year is this one's unless said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Last {
    pub year: Option<i32>,
    pub no: u32,
}

/// How a backup becomes a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Restoring {
    pub last: Option<Last>,
    /// Only to be looked at.
    pub look: bool,
    /// By the recovery key, because nobody's secret is known any more.
    pub recovery: bool,
}

impl Line {
    pub(super) fn survive(&self, what: &str, rest: &[String]) -> Result<Task, Failure> {
        let to = || self.value("to").filter(|to| !to.is_empty()).map(PathBuf::from);
        let (json, signer) = (self.has("json"), self.signer()?);
        let backup = PathBuf::from(self.one(rest)?);
        Ok(Task::Survive(match what {
            "salvage" => Survive::Salvage {
                to: to().ok_or_else(|| usage(self.lang, cli::option_needed(self.lang, "--to")))?,
                with: self.value("with").filter(|with| !with.is_empty()).map(PathBuf::from),
                last: self.last()?,
                signer,
            },
            "drill" => {
                let backup = Some(backup).filter(|backup| !backup.as_os_str().is_empty());
                Survive::Drill { backup, json, signer }
            }
            "backup" => Survive::Backup { to: to(), json, signer },
            "continue" => Survive::Continue { last: self.last()?, signer },
            _ => match (to(), self.has("check")) {
                (None, true) => Survive::Check { backup, json, signer },
                // A copy to look at has nowhere to note that a secret was set anew.
                (Some(_), false) if self.has("look") && self.has("recovery") => {
                    return Err(usage(self.lang, say::LOOK_OR_RECOVERY.get(self.lang).to_owned()));
                }
                (Some(to), false) => {
                    let how = Restoring { last: self.last()?, look: self.has("look"), recovery: self.has("recovery") };
                    Survive::Restore { backup, to, how, signer }
                }
                _ => return Err(usage(self.lang, say::CHECK_OR_TO.get(self.lang).to_owned())),
            },
        }))
    }

    fn last(&self) -> Result<Option<Last>, Failure> {
        let Some(text) = self.text("last-number")? else { return Ok(None) };
        let wrong = || self.wrong("last-number", say::LAST_FORM.get(self.lang));
        let (no, year) = match text.split_once('/') {
            Some((no, year)) => (no, Some(year.parse().map_err(|_| wrong())?)),
            None => (text.as_str(), None),
        };
        let sane = |year: &i32| (2000..=9999).contains(year);
        if year.as_ref().is_some_and(|year| !sane(year)) {
            return Err(wrong());
        }
        Ok(Some(Last { year, no: no.parse().map_err(|_| wrong())? }))
    }
}

/// Words the option is explained with where it is missing.
pub(in crate::cli) fn last_needed(lang: Lang) -> Failure {
    usage(lang, say::LAST_NEEDED.get(lang).to_owned()).next(say::LAST_WHY.get(lang))
}
