//! The remarks of a line of the agenda and the lines of the office, as short sentences.
//!
//! Separate because these are sentences made of parts. It must not know columns or the exporters' forms.

use crate::domain::book::{OfficeAct, Target, What};
use crate::domain::person::Note;
use crate::text::lang::{says, words};
use crate::text::{Lang, Word, common, status, term};

fn note(note: Option<&Note>) -> String {
    note.filter(|n| !n.is_empty()).map_or_else(String::new, |n| format!(" ({})", n.as_str()))
}

/// What else happened to a file that day.
#[must_use]
pub fn what(lang: Lang, what: &What) -> String {
    let say = |word: Word| word.get(lang).to_owned();
    let no = |n: &Option<crate::domain::id::RegisterNumber>| n.as_ref().map_or_else(String::new, |n| n.short());
    match what {
        What::Family(n) => family(lang, &no(n)),
        What::Linked(n) => linked(lang, &no(n)),
        What::Sheet(n) => sheet(lang, *n),
        What::Via(channel) => via(lang, term::channel(*channel).get(lang)),
        What::Repeat(n) => format!("{}{}", REPEAT.get(lang), note(n.as_ref())),
        What::NikPending => say(NIK_FOLLOWS),
        What::Returned { missing, note: n } => format!("{}{}", sent_back(lang, missing.len()), note(n.as_ref())),
        What::Resubmitted => say(RESUBMITTED),
        What::Reopened => say(REOPENED),
        What::Corrected(place) => corrected(lang, *place),
        What::Deferred { reason, note: n } => {
            format!("{}{}", deferred(lang, status::deferral(*reason).get(lang)), note(n.as_ref()))
        }
        What::Resumed => say(RESUMED),
        What::Recorded => say(DATA_RECORDED),
        What::SecondPerson(_) => say(SECOND_PERSON),
        What::Spoiled(cause) => spoiled(lang, term::spoiled(*cause).get(lang)),
        What::NoneCameOut => say(NONE_CAME_OUT),
        What::PrintInDoubt => say(PRINT_IN_DOUBT),
        What::ActivationFailed(cause) => activation_failed(lang, term::activation(*cause).get(lang)),
        What::ActivationInDoubt => say(ACTIVATION_IN_DOUBT),
        What::Rejected { cause, next, note: n } => {
            let (cause, next) = (term::rejected(*cause).get(lang), term::after_reject(*next).get(lang));
            format!("{}{}", rejected(lang, cause, next), note(n.as_ref()))
        }
        What::OldCard { old, note: n } => {
            format!("{}{}", old_card(lang, term::old_card(*old).get(lang)), note(n.as_ref()))
        }
        What::NotActive => say(NOT_ACTIVE),
        What::HandoverUndone(place) => undone(lang, *place),
        What::Cancelled { kind, note: n } => {
            format!("{}{}", cancelled(lang, term::cancelled(*kind).get(lang)), note(n.as_ref()))
        }
        What::ApprovalAsked(topic) => asked(lang, term::approval(*topic).get(lang)),
        What::ApprovalGiven { topic, granted: true } => granted(lang, term::approval(*topic).get(lang)),
        What::ApprovalGiven { topic, granted: false } => not_granted(lang, term::approval(*topic).get(lang)),
        What::Contacted { topic, reached: true } => reached(lang, term::contact_topic(*topic).get(lang)),
        What::Contacted { topic, reached: false } => not_reached(lang, term::contact_topic(*topic).get(lang)),
        What::Skipped => say(SKIPPED),
        What::Late(_) => say(LATE),
    }
}

/// What the office did; a correction points at the line it corrects.
#[must_use]
pub fn office(lang: Lang, act: &OfficeAct) -> String {
    match act {
        OfficeAct::DayOpened { date } => day_opened(lang, &common::date(*date)),
        OfficeAct::DayClosed { date } => day_closed(lang, &common::date(*date)),
        OfficeAct::PolicyChanged => POLICY.get(lang).to_owned(),
        OfficeAct::TroubleStarted { causes, note: n, .. } => {
            let causes: Vec<&str> = causes.iter().map(|c| term::trouble(*c).get(lang)).collect();
            format!("{}{}", trouble_started(lang, &causes.join(", ")), note(n.as_ref()))
        }
        OfficeAct::TroubleEnded { note: n, .. } => format!("{}{}", TROUBLE_ENDED.get(lang), note(n.as_ref())),
        OfficeAct::Blanks { how, n, document } => {
            format!("{} {n}{}", term::blank_move(*how).get(lang), note(document.as_ref()))
        }
        OfficeAct::Corrected { target: t, fields, reason, note: n, .. } => {
            let mut words: Vec<&str> = fields.iter().map(|f| term::field(*f).get(lang)).collect();
            words.extend(reason.iter().map(|(_, new)| new.code()));
            format!("{}{}", correction(lang, &target(lang, t), &words.join(", ")), note(n.as_ref()))
        }
        OfficeAct::HandoverUndone { target: t, note: n } => {
            format!("{}{}", handover_undone(lang, &target(lang, t)), note(n.as_ref()))
        }
        OfficeAct::Late { target: t, .. } => late_of(lang, &target(lang, t)),
    }
}

/// Where a line of the office points: the line in this book, or the book that holds the first line.
fn target(lang: Lang, t: &Target) -> String {
    let number = t.number.as_ref().map_or_else(|| "?".to_owned(), |n| n.short());
    match (t.line, t.day) {
        (Some((part, place)), _) => format!("{number} ({}-{place})", part.letter()),
        (None, Some(day)) => book_of(lang, &number, &common::date(day)),
        (None, None) => number,
    }
}

words! {
    REPEAT: "permohonan ulang" / "repeated application";
    NIK_FOLLOWS: "NIK menyusul" / "NIK to follow";
    RESUBMITTED: "berkas dibawa kembali" / "file brought back";
    REOPENED: "dibuka lagi dengan nomor yang sama" / "reopened with its number";
    RESUMED: "dilanjutkan" / "goes on";
    DATA_RECORDED: "data dicatat saat gangguan" / "data recorded during trouble";
    SECOND_PERSON: "disetujui orang kedua" / "approved by a second person";
    NONE_CAME_OUT: "tidak ada kartu keluar" / "no card came out";
    PRINT_IN_DOUBT: "hasil cetak belum pasti" / "print outcome in doubt";
    ACTIVATION_IN_DOUBT: "hasil aktivasi belum pasti" / "activation outcome in doubt";
    NOT_ACTIVE: "diserahkan, belum aktif (kewajiban)" / "handed over, not active (obligation)";
    SKIPPED: "dipanggil, tidak ada" / "called, not there";
    LATE: "catat susulan" / "late entry";
    POLICY: "kebijakan kantor diubah" / "office policy changed";
    TROUBLE_ENDED: "gangguan selesai" / "trouble ended";
}

says! {
    fn family(number: &str): "sekeluarga dengan {number}" / "family of {number}";
    fn linked(number: &str): "terkait {number}" / "linked to {number}";
    fn sheet(sheet: u32): "salinan Lembar Darurat {sheet}" / "copied from emergency sheet {sheet}";
    fn via(channel: &str): "masuk lewat {channel}" / "came in by {channel}";
    fn sent_back(n: usize): "dikembalikan, kurang {n}" / "returned, {n} missing";
    fn corrected(place: u32): "dibetulkan, lihat D-{place}" / "corrected, see D-{place}";
    fn undone(place: u32): "penyerahan dibatalkan, lihat D-{place}" / "handover undone, see D-{place}";
    fn deferred(reason: &str): "ditunda: {reason}" / "deferred: {reason}";
    fn spoiled(cause: &str): "blangko rusak: {cause}" / "blank spoiled: {cause}";
    fn activation_failed(cause: &str): "aktivasi gagal: {cause}" / "activation failed: {cause}";
    fn rejected(cause: &str, next: &str): "kartu ditolak: {cause}; {next}" / "card rejected: {cause}; {next}";
    fn old_card(old: &str): "KTP-el lama: {old}" / "old card: {old}";
    fn cancelled(kind: &str): "batal: {kind}" / "void: {kind}";
    fn asked(topic: &str): "minta persetujuan Kasi: {topic}" / "supervisor asked: {topic}";
    fn granted(topic: &str): "disetujui Kasi: {topic}" / "supervisor agreed: {topic}";
    fn not_granted(topic: &str): "tidak disetujui Kasi: {topic}" / "supervisor refused: {topic}";
    fn reached(topic: &str): "dihubungi: {topic}" / "contacted: {topic}";
    fn not_reached(topic: &str): "dihubungi, tidak tersambung: {topic}" / "called, not reached: {topic}";
    fn day_opened(date: &str): "hari {date} dibuka" / "day {date} opened";
    fn day_closed(date: &str): "hari {date} ditutup" / "day {date} closed";
    fn trouble_started(causes: &str): "gangguan dimulai: {causes}" / "trouble began: {causes}";
    fn correction(target: &str, fields: &str): "pembetulan {target}: {fields}" / "correction of {target}: {fields}";
    fn handover_undone(target: &str): "penyerahan {target} dibatalkan" / "handover of {target} undone";
    fn late_of(target: &str): "catat susulan {target}" / "late entry for {target}";
    fn book_of(number: &str, date: &str): "{number} (buku {date})" / "{number} (book of {date})";
}
