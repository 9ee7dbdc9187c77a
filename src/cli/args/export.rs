//! The arguments of `export` and `report`: which day, month or year, and in which form.
//!
//! Separate because a span is named in one of three ways, and exactly one.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Line, Operand, ReportForm, Span, Task, TaskRow, usage};
use crate::cli::failure::Failure;
use crate::cli::give::Way;
use crate::domain::report::Period;
use crate::export::{Format, Sheet};
use crate::text::{cli as say, parcel};

pub(super) const OPEN: TaskRow = TaskRow {
    words: &["open"],
    operand: Some(Operand { word: parcel::VALUE_FILE, needed: true }),
    options: &["output", "passphrase-stdin"],
    needs: &["output"],
    does: parcel::DO_OPEN,
};

impl Line {
    /// Where data go.
    pub(super) fn way(&self) -> Way {
        Way { path: self.value("output").map(PathBuf::from), encrypt: self.has("encrypt") }
    }

    pub(super) fn open(&self, rest: &[String]) -> Result<Task, Failure> {
        let parcel = PathBuf::from(self.one(rest)?);
        Ok(Task::Open { parcel, output: self.needed_path("output")?, stdin: self.has("passphrase-stdin") })
    }

    pub(super) fn export(&self) -> Result<Task, Failure> {
        let paper = |code: String| Sheet::from_code(&code).ok_or_else(|| self.wrong("paper", "f4, a4"));
        Ok(Task::Export {
            span: self.span()?,
            format: self.format(&self.needed("format")?)?,
            paper: self.text("paper")?.map(paper).transpose()?.unwrap_or_default(),
            output: self.way(),
            signer: self.signer()?,
        })
    }

    fn format(&self, code: &str) -> Result<Format, Failure> {
        let all = Format::ALL.map(Format::code).join(", ");
        Format::from_code(code).ok_or_else(|| self.wrong("format", &all))
    }

    /// One day, month or year; exactly one must be named.
    fn span(&self) -> Result<Span, Failure> {
        if ["date", "month", "year"].into_iter().filter(|name| self.has(name)).count() > 1 {
            return Err(usage(self.lang, say::ONE_SPAN.get(self.lang).to_owned()));
        }
        if let Some(text) = self.text("month")? {
            return Period::parse_month(&text).map(Span::Period).ok_or_else(|| self.wrong("month", "2026-11"));
        }
        if let Some(text) = self.text("year")? {
            return Period::parse_year(&text).map(Span::Period).ok_or_else(|| self.wrong("year", "2026"));
        }
        let date = NaiveDate::parse_from_str(&self.needed("date")?, "%Y-%m-%d");
        Ok(Span::Day(date.map_err(|_| self.wrong("date", "2026-11-30"))?))
    }

    pub(super) fn report(&self) -> Result<Task, Failure> {
        let missing = || usage(self.lang, say::option_needed(self.lang, "--month, --year"));
        if !self.has("month") && !self.has("year") {
            return Err(missing());
        }
        let Span::Period(period) = self.span()? else { return Err(missing()) };
        let how = match (self.text("format")?, self.has("json")) {
            (Some(_), true) => return Err(usage(self.lang, say::option_not_here(self.lang, "--json --format"))),
            (Some(code), false) => ReportForm::File(self.format(&code)?),
            (None, true) => ReportForm::Json,
            (None, false) => ReportForm::File(Format::Txt),
        };
        Ok(Task::Report { period, how, output: self.way(), signer: self.signer()? })
    }
}
