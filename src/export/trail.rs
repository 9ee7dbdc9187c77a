//! The report on who saw whom: for a spreadsheet, as plain text, and as paper.
//!
//! Separate from the agenda because it is about the staff, for the supervisor and the auditor alone. A NIK is masked:
//! the report tells whom, it need not tell the number again. Lines are typed once here, so that the three say the same.

use super::cells::{safe, staff};
use super::csv::{BOM, guard, push_cells};
use super::pdf::{About, Column, Doc, Paper, PdfError, Row, Style, Table};
use super::{BOOK_LANG, ExportError, Format};
use crate::domain::event::Event;
use crate::domain::trail::{Seen, Subject, Trail};
use crate::text::screens::history;
use crate::text::{Lang, access, common, export, paper, trail as t};

/// Letters of the table and of the lines below it, in points.
const LETTERS: f32 = 8.0;
const NOTE: Style = Style::new(8.5);

/// Formats of the report.
pub const FORMATS: [Format; 3] = [Format::Txt, Format::Csv, Format::Pdf];

/// The report as a file.
///
/// # Errors
/// What the kit says.
pub fn render(trail: &Trail, format: Format) -> Result<Vec<u8>, ExportError> {
    Ok(match format {
        Format::Csv => csv(trail),
        Format::Pdf => pdf(trail)?,
        Format::Txt | Format::Xlsx => text(trail).into_bytes(),
    })
}

/// The usual name of its file.
pub fn file_name(trail: &Trail, format: Format) -> String {
    format!("akses-{}-{}.{}", trail.from, trail.to, format.code())
}

fn lang() -> Lang {
    BOOK_LANG
}

fn when(seen: &Seen) -> String {
    format!("{} {}", common::date(seen.at.date()), common::time(lang(), seen.at.time()))
}

/// What was done, without its detail, and the detail: where, which slip, which days.
fn what(seen: &Seen) -> (String, String) {
    let said = history::entry(lang(), &seen.event);
    let (what, detail) = said.split_once(": ").unwrap_or((&said, ""));
    (what.to_owned(), format!("{detail}{}", days(&seen.event)))
}

/// Days of an export.
fn days(event: &Event) -> String {
    let Event::DataExported(e) = event else { return String::new() };
    let span = e.from.zip(e.to).map(|(from, to)| match from == to {
        true => common::date(from),
        false => t::span(lang(), &common::date(from), &common::date(to)),
    });
    span.map_or_else(String::new, |span| format!(", {span}"))
}

/// Number, name and masked NIK of somebody shown.
pub(super) fn subject(subject: &Subject) -> [String; 3] {
    let name = subject.name.as_ref().map_or_else(|| access::ERASED.get(lang()).to_owned(), |n| safe(n.as_str()));
    let nik = match (&subject.name, subject.nik) {
        (None, _) => String::new(),
        (Some(_), None) => export::PENDING.get(lang()).to_owned(),
        (Some(_), Some(nik)) => nik.masked('*'),
    };
    [safe(&subject.number.text), name, nik]
}

fn subjects<'a>(trail: &'a Trail, seen: &'a Seen) -> impl Iterator<Item = [String; 3]> + 'a {
    seen.shown.iter().filter_map(|app| trail.people.get(app)).map(subject)
}

fn typed(seen: &Seen) -> String {
    match (&seen.event, &seen.typed) {
        (Event::SearchMade(_), None) => access::ERASED.get(lang()).to_owned(),
        (_, Some(typed)) => masked(&safe(typed.as_str())),
        _ => String::new(),
    }
}

/// Digits that may be a NIK or a KK number are masked in what was searched for, too.
fn masked(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits < 10 {
        return text.to_owned();
    }
    let mut place = 0;
    let hide = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        place += 1;
        if place <= 4 || place > digits - 4 { c } else { '*' }
    };
    text.chars().map(hide).collect()
}

fn csv(trail: &Trail) -> Vec<u8> {
    let mut out = String::from(BOM);
    let head = (1..).zip(t::COLUMNS).map(|(place, word): (u32, _)| format!("{place} {}", word.get(lang())));
    push_cells(&mut out, &head.collect::<Vec<_>>());
    for seen in &trail.lines {
        let (what, detail) = what(seen);
        let first = [when(seen), staff(&seen.by, lang()), seen.station.clone(), what, detail, typed(seen)];
        let mut rows: Vec<[String; 3]> = subjects(trail, seen).collect();
        if rows.is_empty() {
            rows.push(Default::default());
        }
        for whom in rows {
            push_cells(&mut out, &first.iter().chain(&whom).map(|cell| guard(cell)).collect::<Vec<_>>());
        }
    }
    out.into_bytes()
}

/// What stands above the lines.
fn heads(trail: &Trail) -> Vec<String> {
    let (from, to) = (common::date_long(lang(), trail.from), common::date_long(lang(), trail.to));
    let mut heads = vec![safe(&trail.policy.office), t::span(lang(), &from, &to)];
    heads.extend(trail.simulated.then(|| paper::SIMULATED.get(lang()).to_owned()));
    heads.extend(trail.narrowed.then(|| t::NARROWED.get(lang()).to_owned()));
    heads
}

fn sums(trail: &Trail) -> Vec<String> {
    let line = |(by, n): (_, usize)| t::times(lang(), &staff(by, lang()), &common::count(lang(), n as i64));
    trail.by_staff().into_iter().map(line).collect()
}

fn text(trail: &Trail) -> String {
    let mut lines = vec![t::TITLE.get(lang()).to_owned()];
    lines.extend(heads(trail));
    lines.push(String::new());
    if trail.lines.is_empty() {
        lines.push(t::NOTHING.get(lang()).to_owned());
    }
    for seen in &trail.lines {
        let (what, detail) = what(seen);
        let parts = [when(seen), staff(&seen.by, lang()), safe(&seen.station), what, detail, typed(seen)];
        lines.push(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | "));
        lines.extend(subjects(trail, seen).map(|[number, name, nik]| format!("    {number} | {name} | {nik}")));
    }
    lines.push(String::new());
    lines.push(t::SUM.get(lang()).to_owned());
    lines.extend(sums(trail));
    lines.join("\n") + "\n"
}

fn pdf(trail: &Trail) -> Result<Vec<u8>, PdfError> {
    let title = t::TITLE.get(lang());
    let (at, offset_s) = trail.made;
    let id = format!("loket:access:{}:{}", trail.from, trail.to);
    let about = About { title: title.to_owned(), at, offset_s, id };
    let mut doc = Doc::new(Paper::F4_ACROSS, about, lang())?;
    if trail.simulated {
        doc.banner(paper::SIMULATED.get(lang()));
    }
    doc.running(&format!("{} – {title}", trail.policy.office));
    doc.letterhead(&trail.policy.letterhead);
    doc.title(title, &heads(trail)[1..]);
    let mut table = Table::new(vec![
        Column::left(t::WHEN.get(lang()), 28.0),
        Column::left(t::BY.get(lang()), 38.0),
        Column::left(t::STATION.get(lang()), 22.0),
        Column::left(t::WHAT.get(lang()), 38.0),
        Column::left(t::DETAIL.get(lang()), 55.0),
        Column::left(t::WHO.get(lang()), 110.0),
    ]);
    table.size = LETTERS;
    table.rows = trail.lines.iter().map(|seen| row(trail, seen)).collect();
    if trail.lines.is_empty() {
        doc.text(t::NOTHING.get(lang()), NOTE);
    } else {
        doc.table(&table);
    }
    doc.heading(t::SUM.get(lang()));
    for line in sums(trail) {
        doc.text(&line, NOTE);
    }
    doc.finish()
}

fn row(trail: &Trail, seen: &Seen) -> Row {
    let (what, detail) = what(seen);
    let searched = typed(seen);
    let detail = if searched.is_empty() { detail } else { format!("{searched} – {detail}") };
    let whom: Vec<String> = subjects(trail, seen).map(|parts| parts.join(" ").trim_end().to_owned()).collect();
    Row::new([when(seen), staff(&seen.by, lang()), safe(&seen.station), what, detail, whom.join("; ")])
}
