//! A month or a year: gathered from the ledger day by day.
//!
//! Owns gathering only: what a report says is the domain's, what it looks like the exporters'. Separate from the
//! single day because memory must not grow with the ledger.

use super::core::Desk;
use super::day::format_of;
use crate::domain::book::{Book, BookInput};
use crate::domain::event::LedgerKind;
use crate::domain::figures::{Figures, Stocks};
use crate::domain::office::Rules;
use crate::domain::report::{Agenda, Builder, Chapter, Day, Period, Report};
use crate::domain::terms::Taken;
use crate::export::period::{self as paper, Paper};
use crate::ledger::{Ledger, LedgerError};
use crate::screen::{ExportFormat, PeriodPaper, ScreenId, Told};
use crate::text::desk as t;
use crate::ui::notice::Severity;
use chrono::NaiveDate;

/// The days of a period, with the rules at its end.
struct Span {
    days: Vec<Day>,
    rules: Rules,
    /// No day of it is still to come.
    over: bool,
}

/// Reads the days; None when the ledger knows no day of the period.
fn span(ledger: &dyn Ledger, period: Period, today: NaiveDate) -> Result<Option<Span>, LedgerError> {
    let Some((first, last)) = period.first().zip(period.last()) else { return Ok(None) };
    let days = ledger.days(first, last)?;
    let Some(end) = days.last() else { return Ok(None) };
    let rules = ledger.day_state(end.date)?.map(|state| state.rules).unwrap_or_default();
    let over = ledger.office().desk.day.unwrap_or(today).max(today) > last;
    Ok(Some(Span { days, rules, over }))
}

/// Reads the report of a period; None when the ledger knows no day of it. `today` by the calendar.
///
/// # Errors
/// What the ledger says.
pub fn read_report(ledger: &dyn Ledger, period: Period, today: NaiveDate) -> Result<Option<Report>, LedgerError> {
    let Some(span) = span(ledger, period, today)? else { return Ok(None) };
    report(ledger, period, span.over, &span.days, &span.rules)
}

fn is_demo(ledger: &dyn Ledger) -> bool {
    ledger.office().desk.kind == LedgerKind::Demo
}

fn report(
    ledger: &dyn Ledger,
    period: Period,
    over: bool,
    days: &[Day],
    rules: &Rules,
) -> Result<Option<Report>, LedgerError> {
    let mut carried = Vec::new();
    if let Some(first) = period.first()
        && let Some((upto, apps)) = ledger.open_before(first)?
    {
        for app in apps {
            carried.extend(ledger.file_at(app, upto)?);
        }
    }
    let mut builder = Builder::new(period, over, carried).simulated(is_demo(ledger));
    for day in days {
        builder.day(day.clone());
        ledger.each_entry(day.date, day.upto, &mut |rec| {
            if let Some(app) = builder.needs(&rec)
                && let Some(file) = ledger.file_at(app, rec.seq.saturating_sub(1))?
            {
                builder.admit(file);
            }
            builder.entry(&rec);
            Ok(())
        })?;
    }
    Ok(builder.finish(rules))
}

/// Reads the agenda of a period: the files of every day as they stood at its end, and its report.
///
/// # Errors
/// What the ledger says.
pub fn read_agenda(ledger: &dyn Ledger, period: Period, today: NaiveDate) -> Result<Option<Agenda>, LedgerError> {
    let Some(Span { days, rules, over }) = span(ledger, period, today)? else { return Ok(None) };
    let Some(report) = report(ledger, period, over, &days, &rules)? else { return Ok(None) };
    let end = days.last().map_or(0, |day| day.upto);
    let mut chapters = Vec::with_capacity(days.len());
    for day in &days {
        let (files, entries) = ledger.received_on(day.date, end)?;
        let mut input = BookInput {
            policy: rules.policy.clone(),
            accounts: rules.accounts.clone(),
            checklists: rules.checklists.clone(),
            simulated: is_demo(ledger),
            date: day.date,
            figures: Figures::open(day.date, Stocks::default()),
            stocks: Stocks::default(),
            closed: None,
            entries,
            files,
            numbers: Default::default(),
        };
        for app in input.named() {
            input.numbers.extend(ledger.file(app)?.map(|file| (app, file.app.number)));
        }
        chapters.push(Chapter::new(day, Book::build(&input)));
    }
    Ok(Some(Agenda::new(report, chapters)))
}

impl Desk {
    /// The report of a period for a screen.
    pub(super) fn report(&mut self, from: ScreenId, period: Period) {
        match read_report(self.ledger.as_ref(), period, self.now.date()) {
            Ok(report) => self.tell_screen(from, Told::Report { period, report: report.map(Box::new) }),
            Err(error) => self.ledger_failed(&error),
        }
    }

    /// Exports a period into the configured folder.
    pub(super) fn export_period(&mut self, period: Period, of: PeriodPaper, format: ExportFormat) {
        let (today, format) = (self.now.date(), format_of(format));
        let ledger = self.ledger.as_ref();
        let made = match of {
            PeriodPaper::Report => read_report(ledger, period, today)
                .map(|read| read.map(|report| (report.settled, paper::report(&report, format), Paper::Report))),
            PeriodPaper::Agenda => read_agenda(ledger, period, today)
                .map(|read| read.map(|a| (a.report.settled, paper::agenda(&a, format), Paper::Agenda))),
        };
        match made {
            Ok(Some((_, Err(error), _))) => self.export_failed(&error),
            Ok(Some((settled, Ok(bytes), of))) => {
                let what = match of {
                    Paper::Report => Taken::Report,
                    Paper::Agenda => Taken::Agenda,
                };
                if !self.may_take(what, period.first().zip(period.last()), &[format.code()]) {
                    return;
                }
                let path = self.setup.export_folder.join(paper::file_name(of, period, settled, format));
                self.put_file(&path, &bytes, settled);
            }
            Ok(None) => self.tell_words(Severity::Warning, t::NO_SUCH_DAY),
            Err(error) => self.ledger_failed(&error),
        }
    }
}
