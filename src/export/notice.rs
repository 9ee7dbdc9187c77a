//! Drafts of the notices after a breach, with what article 46 of law 27/2022 asks: which data, when and how, whose
//! count, what is done, whom to ask; to the authority and to the people concerned, within three times 24 hours.
//!
//! Separate from the report on lookings because these leave the office as letters. They are drafts: what the journal
//! cannot know is left as a dotted line for a person to fill in.

use super::cells::{safe, staff};
use super::pdf::{About, Column, Doc, Paper, PdfError, Row, Style, Table};
use super::trail::subject;
use super::{BOOK_LANG, ExportError, Format};
use crate::domain::event::Event;
use crate::domain::trail::{Seen, Trail};
use crate::text::number::terbilang;
use crate::text::{access, common, paper, trail as t};
use chrono::TimeDelta;

/// Formats of the drafts.
pub const FORMATS: [Format; 2] = [Format::Txt, Format::Pdf];
/// Hours within which the notice must be given.
const HOURS: i64 = 3 * 24;
const PLAIN: Style = Style::new(10.5);

/// Both letters and the list of people, as a file.
///
/// # Errors
/// What the kit says.
pub fn render(trail: &Trail, format: Format) -> Result<Vec<u8>, ExportError> {
    Ok(match format {
        Format::Pdf => pdf(trail)?,
        Format::Txt | Format::Csv | Format::Xlsx => text(trail).into_bytes(),
    })
}

/// The usual name of its file.
pub fn file_name(trail: &Trail, format: Format) -> String {
    format!("pemberitahuan-{}-{}.{}", trail.from, trail.to, format.code())
}

/// A template with its places filled in.
fn letter(template: &str, trail: &Trail) -> String {
    let lang = BOOK_LANG;
    let day = |date| common::date_long(lang, date);
    let people = trail.people.len() as u64;
    let deadline = trail.made.0 + TimeDelta::hours(HOURS);
    let deadline = format!("{} {}", day(deadline.date()), common::time(lang, deadline.time()));
    let letterhead: Vec<String> = trail.policy.letterhead.iter().map(|line| safe(line)).collect();
    let values = [
        ("{letterhead}", letterhead.join("\n")),
        ("{place}", safe(&trail.policy.place)),
        ("{office}", safe(&trail.policy.office)),
        ("{today}", day(trail.made.0.date())),
        ("{from}", day(trail.from)),
        ("{to}", day(trail.to)),
        ("{deadline}", deadline),
        ("{people}", common::count(lang, people as i64)),
        ("{words}", terbilang(people)),
        ("{staff}", lines(by_staff(trail), t::NOBODY.get(lang))),
        ("{taken}", lines(trail.taken().map(taken).collect(), t::NONE_TAKEN.get(lang))),
    ];
    fill(template, &values)
}

/// Places are filled in one pass, so that nothing filled in is taken for a place.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(place, _)| rest.starts_with(place)) {
            Some((place, value)) => {
                out.push_str(value);
                rest = &rest[place.len()..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn lines(lines: Vec<String>, none: &str) -> String {
    if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
}

fn by_staff(trail: &Trail) -> Vec<String> {
    let line = |(by, n): (_, usize)| {
        let said = t::times(BOOK_LANG, &staff(by, BOOK_LANG), &common::count(BOOK_LANG, n as i64));
        format!("- {said}")
    };
    trail.by_staff().into_iter().map(line).collect()
}

fn taken(seen: &Seen) -> String {
    let Event::DataExported(e) = &seen.event else { return String::new() };
    let days = e.from.zip(e.to).map(|(from, to)| t::span(BOOK_LANG, &common::date(from), &common::date(to)));
    let at = format!("{} {}", common::date(seen.at.date()), common::time(BOOK_LANG, seen.at.time()));
    let what = access::taken(e.what).get(BOOK_LANG);
    t::left(BOOK_LANG, what, &days.unwrap_or_default(), &safe(&e.format), &at, &staff(&seen.by, BOOK_LANG))
}

fn text(trail: &Trail) -> String {
    let mut parts = vec![letter(t::AUTHORITY, trail), letter(t::SUBJECT, trail)];
    let mut list = vec![t::ATTACHED.get(BOOK_LANG).to_owned()];
    let people = (1..).zip(trail.people.values());
    list.extend(people.map(|(n, who): (u32, _)| format!("{n}. {}", subject(who).join(" | "))));
    parts.push(list.join("\n") + "\n");
    if trail.simulated {
        parts.insert(0, format!("{}\n", paper::SIMULATED.get(BOOK_LANG)));
    }
    parts.join("\u{c}\n")
}

fn pdf(trail: &Trail) -> Result<Vec<u8>, PdfError> {
    let lang = BOOK_LANG;
    let title = t::NOTICE.get(lang);
    let id = format!("loket:notice:{}:{}", trail.from, trail.to);
    let about = About { title: title.to_owned(), at: trail.made.0, offset_s: trail.made.1, id };
    let mut doc = Doc::new(Paper::F4, about, lang)?;
    if trail.simulated {
        doc.banner(paper::SIMULATED.get(lang));
    }
    doc.running(title);
    for template in [t::AUTHORITY, t::SUBJECT] {
        doc.letterhead(&trail.policy.letterhead);
        let body = template.replacen("{letterhead}", "", 1);
        for line in letter(body.trim_start(), trail).lines() {
            if line.is_empty() { doc.space(2.5) } else { doc.text(line, PLAIN) }
        }
        doc.need(1e4);
    }
    doc.title(t::ATTACHED.get(lang), &[]);
    let mut table = Table::new(vec![
        Column::left(t::NUMBER.get(lang), 60.0),
        Column::left(t::NAME.get(lang), 75.0),
        Column::left(t::NIK.get(lang), 40.0),
    ]);
    table.rows = trail.people.values().map(|who| Row::new(subject(who))).collect();
    doc.table(&table);
    doc.finish()
}
