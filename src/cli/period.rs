//! `loket export --month|--year` and `loket report`: a month or a year as a file or on stdout.
//!
//! Separate from the single day, which is compared with the digest of its close: a period is compared with its
//! days instead. What does not come out is given all the same, and the exit code says so.

use chrono::NaiveDate;

use super::args::{ReportForm, Signer};
use super::export::taken;
use super::failure::{self, Exit, Failure};
use super::give::Way;
use super::{Scene, office, out};
use crate::desk::clock::Clock;
use crate::desk::period as gather;
use crate::domain::access::Errand;
use crate::domain::report::{Period, Report};
use crate::domain::terms::Taken;
use crate::export::{ExportError, Format, period as paper};
use crate::text::cli as say;

/// Exports the agenda of a period.
pub(super) fn agenda(
    scene: &Scene,
    period: Period,
    format: Format,
    output: &Way,
    signer: &Signer,
) -> Result<(), Failure> {
    let mut opened = office::open(scene, signer, Errand::Agenda)?;
    let giving = output.ask(scene.lang, signer)?;
    let read = gather::read_agenda(&opened.ledger, period, today(scene));
    let agenda = read.map_err(|error| failure::ledger(scene.lang, error))?.ok_or_else(|| unknown(scene, period))?;
    let bytes = paper::agenda(&agenda, format).map_err(|error| unmade(scene, error))?;
    opened.note(scene.lang, taken(Taken::Agenda, period.first().zip(period.last()), format.code(), output))?;
    giving.give(scene.lang, &bytes)?;
    judge(scene, &agenda.report)
}

/// Gives the report of a period.
pub(super) fn report(
    scene: &Scene,
    period: Period,
    how: ReportForm,
    output: &Way,
    signer: &Signer,
) -> Result<(), Failure> {
    let mut opened = office::open(scene, signer, Errand::Report)?;
    let giving = output.ask(scene.lang, signer)?;
    let read = gather::read_report(&opened.ledger, period, today(scene));
    let report = read.map_err(|error| failure::ledger(scene.lang, error))?.ok_or_else(|| unknown(scene, period))?;
    let (bytes, format) = match how {
        ReportForm::File(format) => {
            (paper::report(&report, format).map_err(|error| unmade(scene, error))?, format.code())
        }
        ReportForm::Json => (format!("{:#}\n", paper::json(&report, scene.lang)).into_bytes(), "json"),
    };
    opened.note(scene.lang, taken(Taken::Report, period.first().zip(period.last()), format, output))?;
    giving.give(scene.lang, &bytes)?;
    judge(scene, &report)
}

fn today(scene: &Scene) -> NaiveDate {
    Clock::new(scene.config.zone.offset_s()).stamp().date()
}

fn unmade(scene: &Scene, error: ExportError) -> Failure {
    Failure::new(Exit::Output, scene.lang, say::EXPORT_UNMADE.get(scene.lang)).because(error)
}

fn unknown(scene: &Scene, period: Period) -> Failure {
    Failure::new(Exit::Refused, scene.lang, say::no_such_period(scene.lang, &period.code()))
}

fn judge(scene: &Scene, report: &Report) -> Result<(), Failure> {
    if !report.settled {
        out::message(&format!("loket: {}", say::PERIOD_PROVISIONAL.get(scene.lang)));
    }
    if report.discords.is_empty() {
        return Ok(());
    }
    Err(Failure::new(Exit::Refused, scene.lang, say::PERIOD_DISCORD.get(scene.lang)))
}
