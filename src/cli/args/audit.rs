//! The arguments of `audit` and `ledger purge`: a span of days, and about whom.
//!
//! Separate because they are checked against each other.

use chrono::NaiveDate;

use super::{Line, Task, usage};
use crate::cli::audit::{Paper, Wanted, formats};
use crate::cli::failure::Failure;
use crate::domain::nik::Nik;
use crate::export::Format;
use crate::text::{audit as words, cli as say, typed};

impl Line {
    fn day(&self, name: &str) -> Result<NaiveDate, Failure> {
        let text = self.needed(name)?;
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| self.wrong(name, "2026-11-30"))
    }

    pub(super) fn purge(&self) -> Result<Task, Failure> {
        Ok(Task::Purge { before: self.day("before")?, dry: self.has("dry-run"), signer: self.signer()? })
    }

    pub(super) fn audit(&self, paper: Paper) -> Result<Task, Failure> {
        let (from, to) = (self.day("from")?, self.day("to")?);
        if to < from {
            return Err(usage(self.lang, words::BACKWARDS.get(self.lang).to_owned()));
        }
        if self.has("nik") && self.has("number") {
            return Err(usage(self.lang, words::ONE_PERSON.get(self.lang).to_owned()));
        }
        let nik = self.text("nik")?.map(|text| Nik::parse(&text)).transpose();
        let nik = nik.map_err(|error| usage(self.lang, typed::nik(self.lang, error).what))?;
        let all = formats(paper);
        let known = |code: &str| all.iter().copied().find(|format| format.code() == code);
        let names: Vec<&str> = all.iter().map(|format| format.code()).collect();
        let format = match self.text("format")? {
            None => Format::Txt,
            Some(code) => known(&code).ok_or_else(|| self.wrong("format", &names.join(", ")))?,
        };
        let wanted = Wanted {
            paper,
            from,
            to,
            nik,
            number: self.text("number")?,
            actor: self.text("actor")?,
            format,
            output: self.way(),
        };
        let needed = |name: &str| usage(self.lang, say::value_missing(self.lang, name));
        if wanted.number.as_ref().is_some_and(|number| number.trim().is_empty()) {
            return Err(needed("--number"));
        }
        Ok(Task::Audit { wanted: Box::new(wanted), signer: self.signer()? })
    }
}
