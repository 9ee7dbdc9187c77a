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
    DRAFT_CLEARED: "Isian dikosongkan; Ctrl+U sekali lagi mengembalikannya."
                 / "Entries cleared; Ctrl+U once more brings them back.";
}

says! {
    /// A returned file that came back.
    fn came_back(times: u16): "↩ ke-{times}"
                            / "↩ no. {times}";
}

/// The banner of trouble mode; the frame breaks it at its dashes where a window is narrow.
#[must_use]
pub fn banner(lang: Lang, causes: &[TroubleCause], since: NaiveTime, waiting: u32) -> String {
    let (head, body) = (head(lang, causes), body(lang, causes));
    let since = time(lang, since);
    match lang {
        Lang::Id => format!("{head} sejak {since} – {body} – {waiting} menunggu"),
        Lang::En => format!("{head} since {since} – {body} – {waiting} waiting"),
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
    PRINT_ONLY: "cetak ditunda – aktivasi dan penyerahan tetap jalan"
              / "printing waits – activation and handover go on";
}

fn body(lang: Lang, causes: &[TroubleCause]) -> &'static str {
    if cuts_off(causes) { CUT_OFF } else { PRINT_ONLY }.get(lang)
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
