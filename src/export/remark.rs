//! Remarks and office lines as sentences.
//!
//! Separate from the columns because these are sentences made of parts; both formats print the same ones.

use super::cells::{address, contact, erased, missing, moment, safe, staff};
use crate::domain::book::{Book, OfficeAct, OfficeLine, Remark, What};
use crate::domain::id::RegisterNumber;
use crate::domain::personal::{Patch, PersonField};
use crate::text::book::note;
use crate::text::{Lang, book as shared, common, export as words, term};

fn number(number: &RegisterNumber) -> String {
    safe(&number.text)
}

/// One remark with its time.
pub(super) fn remark(book: &Book, remark: &Remark, lang: Lang) -> String {
    let what = what(book, remark, lang);
    if of_intake(&remark.what) {
        return what;
    }
    format!("{} {what}", moment(remark.happened.unwrap_or(remark.at), book.date, lang))
}

/// Said of the receipt, whose time stands in its own column, or with times of its own.
fn of_intake(what: &What) -> bool {
    use What::*;
    matches!(what, Family(_) | Linked(_) | Sheet(_) | Via(_) | Repeat(_) | NikPending | Late(_))
}

fn what(book: &Book, remark: &Remark, lang: Lang) -> String {
    match &remark.what {
        What::Returned { missing: items, note: n } => words::sent_back(lang, &missing(items, lang), &note(n.as_ref())),
        What::SecondPerson(who) => {
            words::second_person(lang, &who.as_ref().map_or_else(|| "?".to_owned(), |s| staff(s, lang)))
        }
        What::Late(kind) => late(book, kind, remark.happened.unwrap_or(remark.at), remark.at, lang),
        short => shared::what(lang, short, number),
    }
}

fn late(book: &Book, kind: &str, happened: chrono::NaiveDateTime, at: chrono::NaiveDateTime, lang: Lang) -> String {
    let time = |when| moment(when, book.date, lang);
    words::late(lang, words::entry(kind).get(lang), &time(happened), &time(at))
}

/// Register number a line of part D points at.
pub(super) fn target_number(line: &OfficeLine) -> Option<String> {
    match &line.act {
        OfficeAct::Corrected { target, .. }
        | OfficeAct::HandoverUndone { target, .. }
        | OfficeAct::Late { target, .. } => Some(target.number.as_ref().map_or_else(|| "?".to_owned(), number)),
        _ => None,
    }
}

/// What a line of part D says.
pub(super) fn office(book: &Book, line: &OfficeLine, lang: Lang) -> String {
    let text = match &line.act {
        OfficeAct::TroubleStarted { causes, advised, note: n } => {
            let causes: Vec<&str> = causes.iter().map(|c| term::trouble(*c).get(lang)).collect();
            shared::trouble_started(lang, &causes.join(", "), &advice(*advised, note(n.as_ref()), lang))
        }
        OfficeAct::TroubleEnded { advised, note: n } => {
            shared::trouble_ended(lang, &advice(*advised, note(n.as_ref()), lang))
        }
        OfficeAct::Corrected { target: t, fields, values, reason, note: n } => {
            let mut changes: Vec<String> = fields.iter().map(|f| change(*f, values.as_deref(), lang)).collect();
            changes.extend(reason.map(|(old, new)| {
                let old = old.map_or("?", |r| r.code());
                arrow(words::KIND.get(lang), old, new.code())
            }));
            shared::correction(lang, &shared::target(lang, t, number), &changes.join("; "), &note(n.as_ref()))
        }
        OfficeAct::Late { target: t, kind } => {
            let late = late(book, kind, line.happened.unwrap_or(line.at), line.at, lang);
            format!("{}: {late}", shared::target(lang, t, number))
        }
        short => shared::office(lang, short, number),
    };
    let approver = line.approver.as_ref().map_or_else(String::new, |a| words::approved_by(lang, &staff(a, lang)));
    format!("{text}{approver}")
}

fn advice(advised: bool, note: String, lang: Lang) -> String {
    if advised { format!(" ({}){note}", words::ADVISED.get(lang)) } else { note }
}

/// A named value before and after.
fn arrow(name: &str, old: &str, new: &str) -> String {
    format!("{name} {old} → {new}")
}

/// One corrected field, old and new. What was noted freely is named, not repeated.
fn change(field: PersonField, values: Option<&(Patch, Patch)>, lang: Lang) -> String {
    let name = term::field(field).get(lang);
    if field == PersonField::Note {
        return name.to_owned();
    }
    let Some((old, new)) = values else {
        return arrow(name, &erased(lang), &erased(lang));
    };
    let value = |patch: &Patch| value(field, patch, lang).unwrap_or_else(|| "–".to_owned());
    arrow(name, &value(old), &value(new))
}

fn value(field: PersonField, patch: &Patch, lang: Lang) -> Option<String> {
    match field {
        PersonField::Nik => patch.nik.map(|nik| nik.as_str().to_owned()),
        PersonField::Name => patch.name.as_ref().map(|n| safe(n.as_str())),
        PersonField::Birth => patch.birth.map(common::date),
        PersonField::Sex => patch.sex.map(|s| term::sex(s).get(lang).to_owned()),
        PersonField::Kk => patch.kk.map(|kk| kk.as_str().to_owned()),
        PersonField::Contact => patch.contact.as_ref().map(|c| contact(c, lang)),
        PersonField::Address => patch.address.as_ref().map(address),
        PersonField::Note => None,
    }
}
