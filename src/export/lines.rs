//! What each column of the book on paper says.
//!
//! Separate because the plain-text book and the PDF have the same columns; only their layout differs. A line struck
//! through is struck by who lays it out.

use super::cells::{self, moment, safe};
use super::remark;
use crate::domain::book::{Book, Line, OfficeLine, OpenLine, Part};
use crate::text::export as words;
use crate::text::{Lang, Word, common, term};
use chrono::{Datelike, NaiveDateTime};

/// A time in a narrow column: the book's own day by time alone.
fn short(at: Option<NaiveDateTime>, book: &Book, lang: Lang) -> String {
    let Some(at) = at else { return String::new() };
    let time = common::time(lang, at.time());
    let day = format!("{:02}-{:02}", at.day(), at.month());
    match at {
        _ if at.date() == book.date => time,
        _ if at.year() == book.date.year() => format!("{day} {time}"),
        _ => format!("{day} {} {time}", at.year()),
    }
}

/// A line of part A or B.
pub(super) fn file(book: &Book, line: &Line, lang: Lang) -> [String; 18] {
    let person = line.person.as_ref();
    let (kelurahan, kecamatan) = cells::place(person, lang);
    let place =
        if kecamatan.is_empty() || kecamatan == kelurahan { kelurahan } else { format!("{kelurahan} / {kecamatan}") };
    let signed = line.signed.map_or_else(String::new, |s| {
        let sheet = s.sheet.zip(s.line).map_or_else(String::new, |(sheet, line)| format!(" {sheet}/{line}"));
        format!("{}{sheet}", term::signature(s.signature).get(lang))
    });
    let operator = line.operator.as_ref().map_or_else(String::new, |s| format!(" / {}", cells::staff(s, lang)));
    let mark = if line.same_person { " *" } else { "" };
    let void = line.is_void().then(|| words::VOID.get(lang).to_owned());
    let remarks = line.remarks.iter().map(|r| remark::remark(book, r, lang));
    [
        line.place.to_string(),
        safe(&line.number.text),
        format!("{} {}", common::date(line.received.date()), common::time(lang, line.received.time())),
        cells::name(person, lang),
        cells::nik(person, lang),
        place,
        cells::contact_of(person, lang),
        line.reason.code().to_owned(),
        cells::completeness(&line.completeness, lang),
        line.status.as_ref().map_or_else(String::new, |s| cells::status(&s.status)),
        line.test.map_or_else(String::new, |t| words::test(t).get(lang).to_owned()),
        short(line.printed, book, lang),
        short(line.activated, book, lang),
        short(line.handed, book, lang),
        cells::collector(line.collector.as_ref(), lang),
        signed,
        format!("{}{operator}{mark}", cells::staff(&line.register, lang)),
        void.into_iter().chain(remarks).collect::<Vec<_>>().join("; "),
    ]
}

/// Names of the columns of a part.
pub(super) fn names(part: Part, lang: Lang) -> Vec<String> {
    let names: &[Word] = match part {
        Part::A | Part::B => &words::COLUMNS,
        Part::C => &words::OPEN_COLUMNS,
        Part::D => &words::OFFICE_COLUMNS,
    };
    names.iter().map(|word| word.get(lang).to_owned()).collect()
}

/// A line of part C.
pub(super) fn open(book: &Book, line: &OpenLine, lang: Lang) -> [String; 11] {
    let person = line.person.as_ref();
    [
        line.place.to_string(),
        safe(&line.number.text),
        format!("{} {}", common::date(line.received.date()), common::time(lang, line.received.time())),
        cells::name(person, lang),
        cells::nik(person, lang),
        cells::contact_of(person, lang),
        line.reason.code().to_owned(),
        term::stage_full(lang, line.stage),
        moment(line.since, book.date, lang),
        format!("{} ({})", words::age(line.age).get(lang), line.days),
        cells::open_remarks(line, lang).join("; "),
    ]
}

/// A line of part D.
pub(super) fn office(book: &Book, line: &OfficeLine, lang: Lang) -> [String; 5] {
    [
        line.place.to_string(),
        moment(line.at, book.date, lang),
        remark::target_number(line).unwrap_or_default(),
        cells::staff(&line.by, lang),
        remark::office(book, line, lang),
    ]
}
