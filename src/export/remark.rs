//! Remarks and office lines as sentences.
//!
//! Separate from the columns because these are sentences made of parts; both formats print the same ones.

use super::cells::{address, contact, erased, missing, moment, note, safe, staff};
use crate::domain::book::{Book, OfficeAct, OfficeLine, Remark, Target, What};
use crate::domain::id::RegisterNumber;
use crate::domain::personal::{Patch, PersonField};
use crate::text::export as words;
use crate::text::{Lang, Word, common, status, term};

fn number(number: Option<&RegisterNumber>) -> String {
    number.map_or_else(|| "?".to_owned(), |n| safe(&n.text))
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
    let say = |word: Word| word.get(lang).to_owned();
    match &remark.what {
        What::Family(n) => words::family(lang, &number(n.as_ref())),
        What::Linked(n) => words::linked(lang, &number(n.as_ref())),
        What::Sheet(sheet) => words::sheet(lang, *sheet),
        What::Via(channel) => words::via(lang, term::channel(*channel).get(lang)),
        What::Repeat(n) => words::repeat(lang, &note(n.as_ref())),
        What::NikPending => say(words::NIK_FOLLOWS),
        What::Returned { missing: items, note: n } => words::sent_back(lang, &missing(items, lang), &note(n.as_ref())),
        What::Resubmitted => say(words::RESUBMITTED),
        What::Reopened => say(words::REOPENED),
        What::Corrected(place) => words::corrected(lang, *place),
        What::Deferred { reason, note: n } => {
            words::deferred(lang, status::deferral(*reason).get(lang), &note(n.as_ref()))
        }
        What::Resumed => say(words::RESUMED),
        What::Recorded => say(words::DATA_RECORDED),
        What::SecondPerson(who) => {
            words::second_person(lang, &who.as_ref().map_or_else(|| "?".to_owned(), |s| staff(s, lang)))
        }
        What::Spoiled(cause) => words::spoiled(lang, term::spoiled(*cause).get(lang)),
        What::NoneCameOut => say(words::NONE_CAME_OUT),
        What::PrintInDoubt => say(words::PRINT_IN_DOUBT),
        What::ActivationFailed(cause) => words::activation_failed(lang, term::activation(*cause).get(lang)),
        What::ActivationInDoubt => say(words::ACTIVATION_IN_DOUBT),
        What::Rejected { cause, next, note: n } => {
            let (cause, next) = (term::rejected(*cause).get(lang), term::after_reject(*next).get(lang));
            words::rejected(lang, cause, next, &note(n.as_ref()))
        }
        What::OldCard { old, note: n } => words::old_card(lang, term::old_card(*old).get(lang), &note(n.as_ref())),
        What::NotActive => say(words::NOT_ACTIVE),
        What::HandoverUndone(place) => words::undone(lang, *place),
        What::Cancelled { kind, note: n } => {
            words::cancelled(lang, term::cancelled(*kind).get(lang), &note(n.as_ref()))
        }
        What::ApprovalAsked(topic) => words::asked(lang, term::approval(*topic).get(lang)),
        What::ApprovalGiven { topic, granted: true } => words::granted(lang, term::approval(*topic).get(lang)),
        What::ApprovalGiven { topic, granted: false } => words::not_granted(lang, term::approval(*topic).get(lang)),
        What::Contacted { topic, reached: true } => words::reached(lang, term::contact_topic(*topic).get(lang)),
        What::Contacted { topic, reached: false } => words::not_reached(lang, term::contact_topic(*topic).get(lang)),
        What::Skipped => say(words::SKIPPED),
        What::Late(kind) => late(book, kind, remark.happened.unwrap_or(remark.at), remark.at, lang),
    }
}

fn late(book: &Book, kind: &str, happened: chrono::NaiveDateTime, at: chrono::NaiveDateTime, lang: Lang) -> String {
    let time = |when| moment(when, book.date, lang);
    words::late(lang, words::entry(kind).get(lang), &time(happened), &time(at))
}

/// Where a line of part D points.
fn target(t: &Target, lang: Lang) -> String {
    let number = number(t.number.as_ref());
    match (t.line, t.day) {
        (Some((part, place)), _) => words::line_of(lang, &format!("{}-{place}", part.letter()), &number),
        (None, Some(day)) => words::book_of(lang, &number, &common::date(day)),
        (None, None) => number,
    }
}

/// Register number a line of part D points at.
pub(super) fn target_number(line: &OfficeLine) -> Option<String> {
    match &line.act {
        OfficeAct::Corrected { target, .. }
        | OfficeAct::HandoverUndone { target, .. }
        | OfficeAct::Late { target, .. } => Some(number(target.number.as_ref())),
        _ => None,
    }
}

/// What a line of part D says.
pub(super) fn office(book: &Book, line: &OfficeLine, lang: Lang) -> String {
    let text = match &line.act {
        OfficeAct::DayOpened { date } => words::day_opened(lang, &common::date(*date)),
        OfficeAct::DayClosed { date } => words::day_closed(lang, &common::date(*date)),
        OfficeAct::PolicyChanged => words::POLICY.get(lang).to_owned(),
        OfficeAct::TroubleStarted { causes, advised, note: n } => {
            let causes: Vec<&str> = causes.iter().map(|c| term::trouble(*c).get(lang)).collect();
            words::trouble_started(lang, &causes.join(", "), &advice(*advised, note(n.as_ref()), lang))
        }
        OfficeAct::TroubleEnded { advised, note: n } => {
            words::trouble_ended(lang, &advice(*advised, note(n.as_ref()), lang))
        }
        OfficeAct::Blanks { how, n, document } => {
            words::blanks(lang, term::blank_move(*how).get(lang), i64::from(*n), &note(document.as_ref()))
        }
        OfficeAct::Corrected { target: t, fields, values, reason, note: n } => {
            let mut changes: Vec<String> = fields.iter().map(|f| change(*f, values.as_deref(), lang)).collect();
            changes.extend(reason.map(|(old, new)| {
                let old = old.map_or("?", |r| r.code());
                arrow(words::KIND.get(lang), old, new.code())
            }));
            words::correction(lang, &target(t, lang), &changes.join("; "), &note(n.as_ref()))
        }
        OfficeAct::HandoverUndone { target: t, note: n } => {
            words::handover_undone(lang, &target(t, lang), &note(n.as_ref()))
        }
        OfficeAct::Late { target: t, kind } => {
            let late = late(book, kind, line.happened.unwrap_or(line.at), line.at, lang);
            format!("{}: {late}", target(t, lang))
        }
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
