//! What stands on more than one screen: the trouble banner, the balance lines, queues, drafts, waiting.
//!
//! Owns the sentences an auditor compares with the printed book, so screen and book say the same. It must
//! not add anything up: every number comes in as it is.

use chrono::NaiveTime;

use crate::domain::figures::{Census, Figures};
use crate::domain::terms::TroubleCause;
use crate::text::Lang;
use crate::text::common::time;
use crate::text::lang::{says, words};

words! {
    QUEUE_OLDEST_FIRST: "terlama dahulu"
                      / "oldest first";
    QUEUE_EMPTY: "Antrean kosong."
               / "The queue is empty.";
    NO_FILE_OPEN: "Pilih berkas dengan panah, buka dengan Enter."
                / "Choose a file with the arrows, open it with Enter.";
    LOADING: "Sedang dibaca …"
           / "Being read …";
    SAVED: "tersimpan"
         / "saved";
    LATE_ENTRY: "catat susulan"
              / "late entry";
    LATE_WHEN: "Terjadi pukul"
             / "Happened at";
    LATE_WHY: "Sebab dicatat susulan"
            / "Why it is entered late";
    PRIORITY: "diutamakan"
            / "priority";
    WAITS_APPROVAL: "menunggu Kasi"
                  / "waits for the supervisor";
    CHANGED_ELSEWHERE: "Berkas ini baru diubah di meja lain; buka lagi sebelum lanjut."
                     / "Another desk has just changed this file; open it again first.";
    SURE: "Laksanakan?"
        / "Carry it out?";
    YES_DO: "Ya, laksanakan"
          / "Yes, carry it out";
    NO_BACK: "Tidak, kembali"
           / "No, go back";
    NOTE_FIELD: "Catatan"
              / "Note";
    REASON_FIELD: "Alasan"
                / "Reason";
    LAST_FOUR: "Empat angka terakhir NIK di komputer itu"
             / "Last four digits of the NIK on that computer";
    LAST_FOUR_HINT: "Baca dari layar komputer SIAK, bukan dari layar ini."
                  / "Read them from the SIAK computer, not from this screen.";
    SECOND_PERSON: "Orang kedua"
                 / "Second person";
    PIN: "PIN"
       / "PIN code";
    INITIALS: "Inisial"
            / "Initials";
    ERASED: "data pribadi sudah dihapus"
          / "personal data erased";
}

words! {
    /// A draft found again.
    DRAFT_BACK: "Isian yang belum selesai dikembalikan."
              / "Unfinished entries are back.";
    DRAFT_SAVED: "Isian tersimpan; lanjutkan kapan saja."
               / "Entries are saved; go on at any time.";
    DRAFT_CLEARED: "Isian dikosongkan; Ctrl+U sekali lagi mengembalikannya."
                 / "Entries cleared; Ctrl+U once more brings them back.";
    DRAFT_RESTORED: "Isian dikembalikan."
                  / "Entries are back.";
    DRAFT_ELSEWHERE: "Di meja ini ada isian petugas lain; isian itu tetap tersimpan."
                   / "A colleague has entries at this desk; they stay saved.";
}

says! {
    /// How many wait.
    fn queue(n: usize): "antrean {n}"
                      / "queue {n}";
    /// A returned file that came back.
    fn came_back(times: u16): "↩ ke-{times}"
                            / "↩ no. {times}";
    /// Another desk has this file open.
    fn open_elsewhere(no: &str, who: &str, station: &str, since: &str):
        "{no} sedang dibuka {who} di {station} sejak {since}."
      / "{no} is open with {who} at {station} since {since}.";
    /// Another desk has taken this file further.
    fn taken_elsewhere(no: &str, who: &str, station: &str, at: &str):
        "{no} sudah dikerjakan {who} di {station} pukul {at}."
      / "{no} was worked on by {who} at {station} at {at}.";
    /// Another process writes.
    fn gate_held(by: &str): "Meja lain sedang menyimpan ({by}); tunggu sebentar."
                          / "Another desk is saving ({by}); wait a moment.";
    /// An act stored late.
    fn both_times(happened: &str, recorded: &str): "terjadi {happened}, dicatat {recorded}"
                                                 / "happened {happened}, recorded {recorded}";
}

/// The banner of trouble mode for a window of at least 100 columns.
#[must_use]
pub fn banner(lang: Lang, causes: &[TroubleCause], since: NaiveTime, waiting: u32) -> String {
    let (head, body) = (head(lang, causes), body(lang, causes));
    let since = time(lang, since);
    match lang {
        Lang::Id => format!("{head} sejak {since} – {body} – {waiting} menunggu"),
        Lang::En => format!("{head} since {since} – {body} – {waiting} waiting"),
    }
}

/// The banner for 80 columns. What it leaves out stands on the screens that are closed.
#[must_use]
pub fn banner_short(lang: Lang, causes: &[TroubleCause], since: NaiveTime, waiting: u32) -> String {
    let (head, body) = (head(lang, causes), body_short(lang, causes));
    let since = time(lang, since);
    match lang {
        Lang::Id => format!("{head} {since} – {body} – {waiting} menunggu"),
        Lang::En => format!("{head} {since} – {body} – {waiting} waiting"),
    }
}

/// Nobody can be compared with the centre, so that nothing but data may be taken.
fn cuts_off(causes: &[TroubleCause]) -> bool {
    causes.iter().any(|c| matches!(c, TroubleCause::Network | TroubleCause::Power))
}

words! {
    TROUBLE: "GANGGUAN"
           / "TROUBLE";
    CUT_OFF: "berkas DICATAT, cetak ditunda – JANGAN REKAM ULANG"
           / "files are RECORDED, printing waits – DO NOT RECORD ANEW";
    CUT_OFF_SHORT: "berkas DICATAT – JANGAN REKAM ULANG"
                 / "files RECORDED – DO NOT RECORD ANEW";
    PRINT_ONLY: "cetak ditunda – aktivasi dan penyerahan tetap jalan"
              / "printing waits – activation and handover go on";
    PRINT_ONLY_SHORT: "cetak ditunda, lainnya jalan"
                    / "printing waits, the rest goes on";
}

fn body(lang: Lang, causes: &[TroubleCause]) -> &'static str {
    if cuts_off(causes) { CUT_OFF } else { PRINT_ONLY }.get(lang)
}

fn body_short(lang: Lang, causes: &[TroubleCause]) -> &'static str {
    if cuts_off(causes) { CUT_OFF_SHORT } else { PRINT_ONLY_SHORT }.get(lang)
}

/// `GANGGUAN JARINGAN`; of several causes the first by name, the rest by count.
fn head(lang: Lang, causes: &[TroubleCause]) -> String {
    let Some(first) = causes.first() else { return TROUBLE.get(lang).to_owned() };
    let name = loud(*first).get(lang);
    match causes.len() - 1 {
        0 => name.to_owned(),
        more => format!("{name} +{more}"),
    }
}

crate::text::told::word_of! {
    /// A cause as the banner begins with it.
    loud(cause: TroubleCause) {
        TroubleCause::Network => "GANGGUAN JARINGAN" / "NETWORK TROUBLE";
        TroubleCause::Power => "GANGGUAN LISTRIK" / "POWER TROUBLE";
        TroubleCause::Printer => "GANGGUAN PRINTER" / "PRINTER TROUBLE";
        TroubleCause::NoBlanks => "BLANGKO HABIS" / "NO BLANKS";
        TroubleCause::NoRibbon => "RIBBON HABIS" / "NO RIBBON";
    }
}

/// The first balance line (counter practice 3), from the day's figures and what is on hand.
#[must_use]
pub fn balance(lang: Lang, f: &Figures, now: &Census) -> String {
    let (carried, now) = (f.opening.census.total(), now.total());
    let Figures { new, reopened, handed, cancelled, .. } = f;
    match lang {
        Lang::Id => format!(
            "Sisa {carried} + baru {new} + dibuka lagi {reopened} = \
             diserahkan {handed} + batal {cancelled} + sisa kini {now}"
        ),
        Lang::En => format!(
            "Open {carried} + new {new} + reopened {reopened} = \
             handed over {handed} + void {cancelled} + open now {now}"
        ),
    }
}

/// The second balance line: where the open files stand; the shelf as not active + ready.
#[must_use]
pub fn whereabouts(lang: Lang, c: &Census) -> String {
    let (total, deferred) = (c.total(), c.deferred_total());
    let Census { check, operator, returned, recorded, printing, printed, ready, .. } = c;
    match lang {
        Lang::Id => format!(
            "Sisa {total}: periksa {check} operator {operator} pemohon {returned} tercatat {recorded} \
             tunda {deferred} cek {printing} rak {printed}+{ready}"
        ),
        Lang::En => format!(
            "Open {total}: check {check} operator {operator} applicant {returned} recorded {recorded} \
             deferred {deferred} look {printing} shelf {printed}+{ready}"
        ),
    }
}
