//! The agenda and the report of a month or a year as files.
//!
//! Separate from the single day, whose bytes are frozen at its close. Every format writes the same tables in the
//! same order with the same totals: what stands in them is the domain's. Pure: a period whose days are all closed
//! gives the same bytes each time.

mod csv;
mod pdf;
mod txt;
mod xlsx;

use super::{BOOK_LANG, ExportError, Format};
use crate::domain::report::{Agenda, Kind, Line, Period, Report, Section, Value, sections};
use crate::text::{Lang, common, paper, report as words};

/// What is exported of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Every file by day, with the sums.
    Agenda,
    /// The sums alone: nobody is named.
    Report,
}

/// The report as a file, in the language of the book.
///
/// # Errors
/// [`ExportError`]
pub fn report(report: &Report, format: Format) -> Result<Vec<u8>, ExportError> {
    Ok(match format {
        Format::Csv => csv::report(report, BOOK_LANG),
        Format::Txt => txt::report(report, BOOK_LANG),
        Format::Pdf => pdf::report(report, BOOK_LANG)?,
        Format::Xlsx => xlsx::report(report, BOOK_LANG)?,
    })
}

/// The agenda as a file, in the language of the book.
///
/// # Errors
/// [`ExportError`]
pub fn agenda(agenda: &Agenda, format: Format) -> Result<Vec<u8>, ExportError> {
    Ok(match format {
        Format::Csv => csv::agenda(agenda, BOOK_LANG),
        Format::Txt => txt::agenda(agenda, BOOK_LANG),
        Format::Pdf => pdf::agenda(agenda, BOOK_LANG)?,
        Format::Xlsx => xlsx::agenda(agenda, BOOK_LANG)?,
    })
}

/// The usual name of the file; a period that may still change is marked in it.
pub fn file_name(paper: Paper, period: Period, settled: bool, format: Format) -> String {
    let name = match paper {
        Paper::Agenda => words::AGENDA_FILE,
        Paper::Report => words::REPORT_FILE,
    };
    let mark = if settled { "" } else { words::PROVISIONAL_FILE.get(BOOK_LANG) };
    format!("{mark}{}-{}.{}", name.get(BOOK_LANG), period.code(), format.code())
}

/// The tables at the end of an agenda: its balances and its proof.
fn recapitulation(report: &Report) -> Vec<Section> {
    let wanted = |kind: Kind| {
        use Kind::*;
        matches!(kind, Equations | Flow | Came | Reasons | Stuck | Blanks | Cards | Invalid | Miscounts | Proof)
    };
    sections(report).into_iter().filter(|section| wanted(section.kind)).collect()
}

/// What a reader must know before anything else: a demo, or a period that may still change.
fn warning(report: &Report, lang: Lang) -> String {
    let simulated = report.simulated.then(|| paper::SIMULATED.get(lang));
    let provisional = (!report.settled).then(|| words::PROVISIONAL.get(lang));
    simulated.into_iter().chain(provisional).collect::<Vec<_>>().join(" – ")
}

/// The span in words, with the warning.
fn span(report: &Report, lang: Lang) -> String {
    let (span, warning) = (words::period(lang, report.period), warning(report, lang));
    if warning.is_empty() { span } else { format!("{span} – {warning}") }
}

/// First and last office day, how many there were, how many are not closed.
fn days(report: &Report, lang: Lang) -> String {
    let first = common::date_long(lang, report.whole.figures.date);
    let last = common::date_long(lang, report.last);
    format!("{first} – {last}: {}", words::days(lang, report.whole.days, report.unclosed.len()))
}

/// A column's name with the unit a program reads it in, from the first field that has one.
fn with_unit(section: &Section, at: usize, lang: Lang) -> String {
    let name = words::column(lang, section.columns[at]);
    let unit = section.lines.iter().find_map(|line| match line.values.get(at) {
        Some(Value::Time(_)) => Some(words::SECONDS),
        Some(Value::Minutes(_)) => Some(words::MINUTES),
        _ => None,
    });
    unit.map_or_else(|| name.clone(), |unit| format!("{name} ({})", unit.get(lang)))
}

/// A field as a number for a program: counts, seconds or minutes.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Count(n) => Some(*n),
        Value::Time(ms) => i64::try_from(ms / 1000).ok(),
        Value::Minutes(minutes) => i64::try_from(*minutes).ok(),
        Value::Equation(_) | Value::None => None,
    }
}

/// The report for another program: tables and columns by their stable codes, times in seconds or minutes.
pub fn json(report: &Report, lang: Lang) -> serde_json::Value {
    let row = |section: &Section, line: &Line| {
        let mut fields = serde_json::Map::new();
        fields.insert("name".into(), words::head(lang, &line.head).into());
        for (column, value) in section.columns.iter().zip(&line.values) {
            let field = number(value).map_or_else(|| words::value(lang, value).into(), serde_json::Value::from);
            fields.insert(column.code(), field);
        }
        serde_json::Value::Object(fields)
    };
    let table = |section: &Section| {
        let rows: Vec<_> = section.lines.iter().map(|line| row(section, line)).collect();
        let total = section.total.as_ref().map(|line| row(section, line));
        serde_json::json!({ "table": section.kind.code(), "rows": rows, "total": total })
    };
    serde_json::json!({
        "period": report.period.code(),
        "settled": report.settled,
        "days": report.whole.days,
        "not_closed": report.unclosed.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "discords": report.discords.iter().map(|wrong| words::discord(lang, wrong)).collect::<Vec<_>>(),
        "tables": sections(report).iter().map(table).collect::<Vec<_>>(),
    })
}
