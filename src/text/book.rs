//! The words a day's book has on screen, on paper and in the files alike: remarks, office lines, sums.
//!
//! Separate so that one thing has one name wherever it is read. It must not know columns or pages, and says
//! nothing of a person: who and what was missing is added by whoever may show it.

use super::lang::{says, words};
use super::screens::{figures, history};
use super::told::word_of;
use super::{Label, Lang, Word, common, export, status, term as words_of};
use crate::domain::book::{Behind, Equation, OfficeAct, ShelfAge, Sum, Target, Term, What};
use crate::domain::clean::clean;
use crate::domain::id::RegisterNumber;
use crate::domain::person::Note;

/// How a register number is written: in full on paper, short on screen.
pub type Numbering = fn(&RegisterNumber) -> String;

/// `: text`, or nothing. A file outlives the checks of the day it was typed, so it is cleaned once more.
#[must_use]
pub fn note(note: Option<&Note>) -> String {
    note.filter(|n| !n.is_empty()).map_or_else(String::new, |n| format!(": {}", clean(n.as_str())))
}

/// A number that may be gone.
fn known(number: Option<&RegisterNumber>, write: Numbering) -> String {
    number.map_or_else(|| "?".to_owned(), write)
}

/// The number a list of files stands behind.
#[must_use]
pub fn behind(lang: Lang, behind: Behind) -> String {
    let say = |word: Word| word.get(lang).to_owned();
    match behind {
        Behind::Open => say(OPEN_FILES),
        Behind::Stage(stage) => words_of::stage_full(lang, stage),
        Behind::Age(age) => say(figures::age(age)),
        Behind::Shelf => say(ON_SHELF),
        Behind::ShelfAge(age) => say(shelf_age(age)),
        Behind::New => say(NEW_FILES),
        Behind::Handed => say(term(Term::Handed)),
        Behind::Cancelled => say(term(Term::Cancelled)),
        Behind::Reopened => say(term(Term::Reopened)),
        Behind::Back => say(term(Term::Resubmissions)),
        Behind::Spoiled => say(SPOILED_OR_REJECTED),
        Behind::Visits => say(figures::VISITS),
        Behind::Away => say(figures::AWAY),
        Behind::Stock => say(STOCK_MOVED),
    }
}

/// What else happened to a file that day, in its shortest form.
#[must_use]
pub fn what(lang: Lang, what: &What, write: Numbering) -> String {
    let say = |word: Word| word.get(lang).to_owned();
    match what {
        What::Family(n) => family(lang, &known(n.as_ref(), write)),
        What::Linked(n) => linked(lang, &known(n.as_ref(), write)),
        What::Sheet(n) => sheet(lang, *n),
        What::Via(channel) => via(lang, words_of::channel(*channel).get(lang)),
        What::Repeat(n) => repeat(lang, &note(n.as_ref())),
        What::NikPending => say(NIK_FOLLOWS),
        What::Returned { missing, note: n } => returned(lang, missing.len(), &note(n.as_ref())),
        What::Resubmitted => say(RESUBMITTED),
        What::Reopened => say(REOPENED),
        What::Corrected(place) => corrected(lang, *place),
        What::Deferred { reason, note: n } => deferred(lang, status::deferral(*reason).get(lang), &note(n.as_ref())),
        What::Resumed => say(RESUMED),
        What::Recorded => say(DATA_RECORDED),
        What::SecondPerson(_) => say(SECOND_PERSON),
        What::ApprovalAsked(topic) => asked(lang, words_of::approval(*topic).get(lang)),
        What::ApprovalGiven { topic, granted: true } => granted(lang, words_of::approval(*topic).get(lang)),
        What::ApprovalGiven { topic, granted: false } => not_granted(lang, words_of::approval(*topic).get(lang)),
        What::Contacted { topic, reached: true } => reached(lang, words_of::contact_topic(*topic).get(lang)),
        What::Contacted { topic, reached: false } => not_reached(lang, words_of::contact_topic(*topic).get(lang)),
        What::Skipped => say(SKIPPED),
        What::MessageSent => say(MESSAGE_SENT),
        What::MessageFailed(cause) => message_failed(lang, words_of::message_failure(*cause).get(lang)),
        What::MessageInDoubt => say(MESSAGE_IN_DOUBT),
        What::Late(_) => say(LATE),
        What::Cancelled { kind, note: n } => cancelled(lang, words_of::cancelled(*kind).get(lang), &note(n.as_ref())),
        card => of_card(lang, card),
    }
}

/// The same for what happened to a card.
fn of_card(lang: Lang, what: &What) -> String {
    match what {
        What::Spoiled(cause) => spoiled(lang, words_of::spoiled(*cause).get(lang)),
        What::NoneCameOut => NONE_CAME_OUT.get(lang).to_owned(),
        What::PrintInDoubt => PRINT_IN_DOUBT.get(lang).to_owned(),
        What::ActivationFailed(cause) => activation_failed(lang, words_of::activation(*cause).get(lang)),
        What::ActivationInDoubt => ACTIVATION_IN_DOUBT.get(lang).to_owned(),
        What::Rejected { cause, next, note: n } => {
            let (cause, next) = (words_of::rejected(*cause).get(lang), words_of::after_reject(*next).get(lang));
            rejected(lang, cause, next, &note(n.as_ref()))
        }
        What::OldCard { old, note: n } => old_card(lang, words_of::old_card(*old).get(lang), &note(n.as_ref())),
        What::NotActive => NOT_ACTIVE.get(lang).to_owned(),
        What::HandoverUndone(place) => undone(lang, *place),
        _ => String::new(),
    }
}

/// What the office did; a correction points at the line it corrects.
#[must_use]
pub fn office(lang: Lang, act: &OfficeAct, write: Numbering) -> String {
    match act {
        OfficeAct::DayOpened { date } => day_opened(lang, &common::date(*date)),
        OfficeAct::DayClosed { date } => day_closed(lang, &common::date(*date)),
        OfficeAct::SealKeyAdopted { key } => seal_key(lang, &key.text()[..16]),
        OfficeAct::KeysChanged { how } => words_of::key_change(*how).get(lang).to_owned(),
        OfficeAct::SentAway { why } => words_of::sent_away(*why).get(lang).to_owned(),
        OfficeAct::PolicyChanged => POLICY.get(lang).to_owned(),
        OfficeAct::TroubleStarted { causes, note: n, .. } => {
            let causes: Vec<&str> = causes.iter().map(|c| words_of::trouble(*c).get(lang)).collect();
            trouble_started(lang, &causes.join(", "), &note(n.as_ref()))
        }
        OfficeAct::TroubleEnded { note: n, .. } => trouble_ended(lang, &note(n.as_ref())),
        OfficeAct::Blanks { how, n, document } => {
            blanks(lang, words_of::blank_move(*how).get(lang), i64::from(*n), &note(document.as_ref()))
        }
        OfficeAct::Corrected { target: t, fields, reason, note: n, .. } => {
            let mut names: Vec<&str> = fields.iter().map(|f| words_of::field(*f).get(lang)).collect();
            names.extend(reason.iter().map(|(_, new)| new.code()));
            correction(lang, &target(lang, t, write), &names.join(", "), &note(n.as_ref()))
        }
        OfficeAct::Stock { event, note: n } => {
            format!("{}{}", history::entry(lang, event), note(n.as_ref()))
        }
        OfficeAct::HandoverUndone { target: t, note: n } => {
            handover_undone(lang, &target(lang, t, write), &note(n.as_ref()))
        }
        OfficeAct::Late { target: t, .. } => late_of(lang, &target(lang, t, write)),
    }
}

/// Where a line of the office points: the line in this book, or the book that holds the first line.
#[must_use]
pub fn target(lang: Lang, t: &Target, write: Numbering) -> String {
    let number = known(t.number.as_ref(), write);
    match (t.line, t.day) {
        (Some((part, place)), _) => line_of(lang, &format!("{}-{place}", part.letter()), &number),
        (None, Some(day)) => book_of(lang, &number, &common::date(day)),
        (None, None) => number,
    }
}

/// What an equation is about; a deferral with its reason.
#[must_use]
pub fn sum(sum: Sum) -> Label {
    let word = sum_word(sum);
    match sum {
        Sum::Deferred(reason) => {
            let why = status::deferral(reason);
            Label::new(format!("{} ({})", word.id, why.id), format!("{} ({})", word.en, why.en))
        }
        _ => word.into(),
    }
}

/// An equation with its numbers and its verdict: `sisa awal 41 + baru 23 = … (cocok, 64)`.
#[must_use]
pub fn equation(lang: Lang, e: &Equation) -> String {
    let [sum, verdict] = equation_parts(lang, e);
    format!("{sum} ({verdict})")
}

/// Its two sides, and its verdict.
#[must_use]
pub fn equation_parts(lang: Lang, e: &Equation) -> [String; 2] {
    let side = |terms: &[(Term, i64)]| {
        let mut out = String::new();
        for (place, (name, n)) in terms.iter().enumerate() {
            let (sign, n) = if *n < 0 { ("−", -n) } else { ("+", *n) };
            if place > 0 || sign == "−" {
                out.push_str(if place > 0 { " " } else { "" });
                out.push_str(sign);
                out.push(' ');
            }
            out.push_str(&format!("{} {n}", term(*name).get(lang)));
        }
        out
    };
    let (left, right) = (e.left_total(), e.right_total());
    let verdict = if e.holds() { export::holds(lang, left) } else { export::differs(lang, left, right) };
    [format!("{} = {}", side(&e.left), side(&e.right)), verdict]
}

words! {
    OPEN_FILES: "berkas terbuka" / "open files";
    ON_SHELF: "kartu di rak" / "cards on the shelf";
    NEW_FILES: "diterima hari ini" / "received this day";
    SPOILED_OR_REJECTED: "gagal cetak atau ditolak" / "spoiled or rejected";
    STOCK_MOVED: "mutasi stok" / "movements of stock";
    SPOILED: "blangko rusak" / "blank spoiled";
    NIK_FOLLOWS: "NIK menyusul" / "NIK to follow";
    RESUBMITTED: "berkas dibawa kembali" / "file brought back";
    REOPENED: "dibuka lagi dengan nomor yang sama" / "reopened with its number";
    RESUMED: "dilanjutkan" / "goes on";
    DATA_RECORDED: "data dicatat saat gangguan" / "data recorded during trouble";
    NONE_CAME_OUT: "tidak ada kartu keluar" / "no card came out";
    PRINT_IN_DOUBT: "hasil cetak belum pasti" / "print outcome in doubt";
    ACTIVATION_IN_DOUBT: "hasil aktivasi belum pasti" / "activation outcome in doubt";
    NOT_ACTIVE: "diserahkan, belum aktif (kewajiban)" / "handed over, not active (obligation)";
    MESSAGE_SENT: "SMS terkirim" / "text message sent";
    MESSAGE_IN_DOUBT: "SMS belum pasti terkirim" / "text message in doubt";
    SKIPPED: "dipanggil, tidak ada" / "called, not there";
    POLICY: "kebijakan kantor diubah" / "office policy changed";
    SECOND_PERSON: "disetujui orang kedua" / "approved by a second person";
    PROGRAM: "otomatis" / "program";
    LATE: "catat susulan" / "late entry";
}

says! {
    fn family(number: &str): "sekeluarga dengan {number}" / "family of {number}";
    fn linked(number: &str): "terkait {number}" / "linked to {number}";
    fn sheet(sheet: u32): "salinan Lembar Darurat {sheet}" / "copied from emergency sheet {sheet}";
    fn via(channel: &str): "masuk lewat {channel}" / "came in by {channel}";
    fn repeat(note: &str): "permohonan ulang{note}" / "repeated application{note}";
    fn corrected(place: u32): "dibetulkan, lihat D-{place}" / "corrected, see D-{place}";
    fn undone(place: u32): "penyerahan dibatalkan, lihat D-{place}" / "handover undone, see D-{place}";
    fn deferred(reason: &str, note: &str): "ditunda: {reason}{note}" / "deferred: {reason}{note}";
    fn spoiled(cause: &str): "blangko rusak: {cause}" / "blank spoiled: {cause}";
    fn activation_failed(cause: &str): "aktivasi gagal: {cause}" / "activation failed: {cause}";
    fn rejected(cause: &str, next: &str, note: &str): "kartu ditolak: {cause}; {next}{note}" / "card rejected: {cause}; {next}{note}";
    fn old_card(old: &str, note: &str): "KTP-el lama: {old}{note}" / "old card: {old}{note}";
    fn cancelled(kind: &str, note: &str): "batal: {kind}{note}" / "void: {kind}{note}";
    fn asked(topic: &str): "minta persetujuan Kasi: {topic}" / "supervisor asked: {topic}";
    fn granted(topic: &str): "disetujui Kasi: {topic}" / "supervisor agreed: {topic}";
    fn not_granted(topic: &str): "tidak disetujui Kasi: {topic}" / "supervisor refused: {topic}";
    fn message_failed(cause: &str): "SMS tidak terkirim: {cause}" / "text message not sent: {cause}";
    fn reached(topic: &str): "dihubungi: {topic}" / "contacted: {topic}";
    fn not_reached(topic: &str): "dihubungi, tidak tersambung: {topic}" / "called, not reached: {topic}";
    fn day_opened(date: &str): "hari {date} dibuka" / "day {date} opened";
    fn day_closed(date: &str): "hari {date} ditutup" / "day {date} closed";
    fn seal_key(key: &str): "kunci segel mulai dipakai: {key}…" / "seal key taken into use: {key}…";
    fn trouble_started(causes: &str, note: &str): "gangguan dimulai: {causes}{note}" / "trouble began: {causes}{note}";
    fn trouble_ended(note: &str): "gangguan selesai{note}" / "trouble ended{note}";
    fn blanks(how: &str, n: i64, note: &str): "{how}: {n} keping{note}" / "{how}: {n} pieces{note}";
    fn correction(target: &str, changes: &str, note: &str): "pembetulan {target}: {changes}{note}" / "correction of {target}: {changes}{note}";
    fn handover_undone(target: &str, note: &str): "penyerahan {target} dibatalkan{note}" / "handover of {target} undone{note}";
    fn line_of(line: &str, number: &str): "baris {line} ({number})" / "line {line} ({number})";
    fn book_of(number: &str, date: &str): "{number} (buku {date})" / "{number} (book of {date})";
    fn returned(n: usize, note: &str): "dikembalikan, kurang {n}{note}" / "returned, {n} missing{note}";
    fn late_of(target: &str): "catat susulan {target}" / "late entry for {target}";
}

word_of! {
    /// Age of a card on the shelf in days.
    shelf_age(age: ShelfAge) {
        ShelfAge::UpTo7 => "0–7 hari" / "0–7 days";
        ShelfAge::UpTo30 => "8–30 hari" / "8–30 days";
        ShelfAge::UpTo90 => "31–90 hari" / "31–90 days";
        ShelfAge::Over90 => "> 90 hari" / "> 90 days";
    }

    /// What an equation is about.
    sum_word(sum: Sum) {
        Sum::Applications => "Permohonan" / "Applications";
        Sum::Returned => "Dikembalikan" / "Returned";
        Sum::Recorded => "Tercatat saat gangguan" / "Recorded during trouble";
        Sum::Deferred(_) => "Ditunda" / "Deferred";
        Sum::Cards => "Kartu baik di rak" / "Good cards on the shelf";
        Sum::Prints => "Pencetakan" / "Prints";
        Sum::Blanks => "Blangko" / "Blanks";
        Sum::Invalid => "Kartu invalid" / "Invalid cards";
    }

    /// A number of an equation.
    term(term: Term) {
        Term::Before => "sisa awal" / "carried";
        Term::Now => "sisa kini" / "now";
        Term::New => "baru" / "new";
        Term::Reopened => "dibuka lagi" / "reopened";
        Term::Handed => "diserahkan" / "handed over";
        Term::Cancelled => "batal" / "void";
        Term::Returns => "dikembalikan" / "returned";
        Term::Resubmissions => "dibawa kembali" / "brought back";
        Term::Recordings => "dicatat" / "recorded";
        Term::WentOn => "dilanjutkan" / "went on";
        Term::Deferrals => "ditunda" / "deferred";
        Term::GoodPrints => "cetak baik" / "good prints";
        Term::TakenBack => "ditarik lewat pembetulan" / "taken back by correction";
        Term::CardsHanded => "kartu diserahkan" / "cards handed over";
        Term::Rejected => "kartu ditolak" / "cards rejected";
        Term::InDoubtBefore => "belum pasti awal" / "in doubt before";
        Term::InDoubt => "belum pasti kini" / "in doubt now";
        Term::Intents => "dimulai" / "started";
        Term::Spoiled => "gagal cetak" / "spoiled";
        Term::NoneCameOut => "tidak keluar" / "none came out";
        Term::BlanksReceived => "diterima" / "received";
        Term::BlanksBorrowed => "pinjaman masuk" / "borrowed";
        Term::BlanksLent => "dipinjamkan" / "lent";
        Term::Difference => "selisih berita acara" / "difference on record";
        Term::Withdrawn => "KTP-el lama ditarik" / "old cards withdrawn";
        Term::Destroyed => "dimusnahkan" / "destroyed";
        Term::PassedOn => "diteruskan" / "passed on";
    }
}
