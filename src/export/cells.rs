//! What each column of the agenda says, as text.
//!
//! Separate because the spreadsheet and the printed book must say the same of a file. Every text of a person
//! passes [`safe`] once more: a file outlives the checks of the day it was typed.

use crate::domain::book::{Book, Collector, Completeness, Line, OpenLine, Part, Staff};
use crate::domain::checklist::Words;
use crate::domain::clean::clean;
use crate::domain::person::{Address, Contact};
use crate::domain::personal::Person;
use crate::domain::region;
use crate::domain::status::CentralStatus;
use crate::text::export as words;
use crate::text::{Lang, book as book_words, common, term};
use chrono::{NaiveDate, NaiveDateTime};

/// Text without anything that steers a printer, a terminal or a reader's eye.
pub(super) fn safe(text: &str) -> String {
    clean(text)
}

pub(super) fn erased(lang: Lang) -> String {
    words::ERASED.get(lang).to_owned()
}

pub(super) fn name(person: Option<&Person>, lang: Lang) -> String {
    person.map_or_else(|| erased(lang), |p| safe(p.name.as_str()))
}

pub(super) fn nik(person: Option<&Person>, lang: Lang) -> String {
    match person {
        None => erased(lang),
        Some(p) => p.nik.map_or_else(|| words::PENDING.get(lang).to_owned(), |nik| nik.as_str().to_owned()),
    }
}

/// Kelurahan and kecamatan; both say so when erased, both empty when not asked.
pub(super) fn place(person: Option<&Person>, lang: Lang) -> (String, String) {
    let Some(person) = person else { return (erased(lang), erased(lang)) };
    match &person.address {
        None => (String::new(), String::new()),
        Some(a) if a.kelurahan.is_outside() => (words::OUTSIDE.get(lang).to_owned(), String::new()),
        Some(a) => match region::by_code(&a.kelurahan) {
            Some(k) => (k.name.to_owned(), k.kecamatan.to_owned()),
            None => (a.kelurahan.as_str().to_owned(), String::new()),
        },
    }
}

pub(super) fn contact(contact: &Contact, lang: Lang) -> String {
    match contact {
        Contact::Own(phone) => phone.as_str().to_owned(),
        Contact::Through { name, relation, phone } => {
            let who = format!("{} ({})", safe(name.as_str()), term::relation(*relation).get(lang));
            phone.as_ref().map_or_else(|| who.clone(), |p| format!("{} {who}", p.as_str()))
        }
    }
}

pub(super) fn contact_of(person: Option<&Person>, lang: Lang) -> String {
    person.map_or_else(|| erased(lang), |p| contact(&p.contact, lang))
}

/// One line: street, RT/RW, kelurahan.
pub(super) fn address(a: &Address) -> String {
    let mut parts: Vec<String> = a.street.iter().map(|s| safe(s.as_str())).filter(|s| !s.is_empty()).collect();
    if let (Some(rt), Some(rw)) = (a.rt, a.rw) {
        parts.push(format!("RT/RW {}/{}", rt.display(), rw.display()));
    }
    parts.push(region::by_code(&a.kelurahan).map_or(a.kelurahan.as_str(), |k| k.name).to_owned());
    parts.join(", ")
}

pub(super) fn label(words: &Words, lang: Lang) -> String {
    safe(match lang {
        Lang::Id => &words.id,
        Lang::En => &words.en,
    })
}

pub(super) fn missing(items: &[Words], lang: Lang) -> String {
    items.iter().map(|item| label(item, lang)).collect::<Vec<_>>().join(", ")
}

pub(super) fn completeness(c: &Completeness, lang: Lang) -> String {
    match c {
        Completeness::Open => words::NOT_CHECKED.get(lang).to_owned(),
        Completeness::Complete => words::COMPLETE.get(lang).to_owned(),
        Completeness::Returned(items) if items.is_empty() => words::RETURNED.get(lang).to_owned(),
        Completeness::Returned(items) => format!("{}: {}", words::RETURNED.get(lang), missing(items, lang)),
    }
}

/// The status as the counter says it: the short form where there is one.
pub(super) fn status(status: &CentralStatus) -> String {
    match status {
        CentralStatus::PrintReadyRecord => "PRR".into(),
        CentralStatus::SentForEnrollment => "SFE".into(),
        CentralStatus::EnrollFailureAtCentral => "EFAC".into(),
        CentralStatus::DuplicateRecord => "DUP".into(),
        other => safe(other.code()),
    }
}

pub(super) fn collector(c: Option<&Collector>, lang: Lang) -> String {
    match c {
        None => String::new(),
        Some(Collector::Holder) => words::HOLDER.get(lang).to_owned(),
        Some(Collector::Erased) => erased(lang),
        Some(Collector::Other(r)) => {
            let (name, relation) = (safe(r.name.as_str()), term::relation(r.relation).get(lang));
            format!("{name} ({relation}; {})", safe(r.evidence.as_str()))
        }
    }
}

pub(super) fn staff(staff: &Staff, lang: Lang) -> String {
    match staff {
        Staff::Program => book_words::PROGRAM.get(lang).to_owned(),
        Staff::Member { name: Some(name), .. } => safe(name.as_str()),
        Staff::Member { initials, name: None, .. } => format!("{} {}", safe(initials), erased(lang)),
    }
}

/// A time of the book's own day as time only, any other with its date.
pub(super) fn moment(at: NaiveDateTime, day: NaiveDate, lang: Lang) -> String {
    let time = common::time(lang, at.time());
    if at.date() == day { time } else { format!("{} {time}", common::date(at.date())) }
}

/// Day and time as a spreadsheet of any language reads them: `2026-11-23 08:14`.
pub(super) fn iso(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// What stands in the remarks of an open file beside its state.
pub(super) fn open_remarks(line: &OpenLine, lang: Lang) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(line.nik_pending.then(|| book_words::NIK_FOLLOWS.get(lang).to_owned()));
    all.extend((!line.missing.is_empty()).then(|| words::lacks(lang, &missing(&line.missing, lang))));
    let waits = words::WAITING_APPROVAL.get(lang);
    all.extend(line.approval.map(|topic| format!("{waits}: {}", term::approval(topic).get(lang))));
    all.extend(line.shelf_days.map(|days| words::shelf_days(lang, days)));
    all.extend((line.returns > 0).then(|| words::times_returned(lang, line.returns)));
    all.extend((line.calls > 0).then(|| words::times_called(lang, line.calls)));
    all
}

/// The lines of part A or B.
pub(super) fn lines(book: &Book, part: Part) -> &[Line] {
    match part {
        Part::A => &book.received,
        Part::B => &book.older,
        Part::C | Part::D => &[],
    }
}
