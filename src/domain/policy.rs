//! What the office may choose: every "(policy)" of counter practice, names and letterhead.
//!
//! Separate from the program so that an office changes it by an entry in the journal, not by a rebuild.
//! Machine-local settings (devices, paper, paths) are not policy and not here.

use super::id::RegisterNumber;
use super::sop::Step;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// How files that waited for the network are finished (counter practice 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingPolicy {
    /// Call the applicant, then test, print and activate while present.
    SaatHadir,
    /// Print first; test and activation when the applicant collects.
    CetakDulu,
}

/// Defaults of settings that came later: left out of the entry while they hold, so that its form stays what it was.
/// For that reason they never change.
const FILM_PRINTS: u32 = 500;
const LOW_FILM: u32 = 50;
const SPOILED_ALONE: u32 = 3;
const KEEP_FOR_EVER: u32 = 0;

/// The value is that default.
fn is<const DEFAULT: u32>(value: &u32) -> bool {
    *value == DEFAULT
}

/// Office policy. Missing fields take the default, so that a policy written by an older program still reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Short name in the header, e.g. "Disdukcapil Padang Panjang".
    pub office: String,
    /// Lines of the letterhead.
    pub letterhead: Vec<String>,
    /// Place named before the date of signature.
    pub place: String,
    /// Head of the office: title, name, rank, NIP; printed as configured.
    pub head: Vec<String>,
    /// Signs under "Mengetahui,".
    pub witness: Vec<String>,
    /// `{no}` (four digits), `{roman}`, `{year}`, `{loket}`.
    pub number_format: String,
    /// This machine's counter mark in the number, where several machines issue numbers.
    pub loket: String,
    /// Standard times of steps 1–3 in seconds (SOP: 60, 120, 600).
    pub standard_s: [u32; 3],
    pub pending: PendingPolicy,
    /// Days after which a returned file is offered as not continued.
    pub not_continued_days: u16,
    /// A new application within this many days of a handover asks why.
    pub repeat_days: u16,
    /// Minutes within which the same clerk may void an input error.
    pub void_minutes: u16,
    /// Fingerprint attempts before "no match" goes to the centre.
    pub attempts: u8,
    /// "No match" may be overridden by a second person.
    pub override_no_match: bool,
    /// A member of the same family card may collect.
    pub family_collects: bool,
    /// Anybody with a power of attorney may collect.
    pub attorney_collects: bool,
    /// A printed, not yet active card may be handed over as an obligation.
    pub hand_over_inactive: bool,
    /// Register officers may hand over too.
    pub register_hands_over: bool,
    /// Accounts that may close a day without being supervisor ("pejabat pelaksana").
    pub acting_closers: Vec<super::id::AccountId>,
    /// Warn when this few blanks are left.
    pub low_blanks: u32,
    /// Prints a new film (ribbon) is good for, where its box says nothing else.
    #[serde(skip_serializing_if = "is::<FILM_PRINTS>")]
    pub film_prints: u32,
    /// Warn when the film is good for this few prints.
    #[serde(skip_serializing_if = "is::<LOW_FILM>")]
    pub low_film: u32,
    /// Spoiled prints of a day an operator prints again alone; above it a supervisor stands by.
    #[serde(skip_serializing_if = "is::<SPOILED_ALONE>")]
    pub spoiled_alone: u32,
    /// Months after its end for which a file's personal data are kept; 0: nothing is ever erased.
    #[serde(skip_serializing_if = "is::<KEEP_FOR_EVER>")]
    pub retention_months: u32,
    /// Minutes without a key before the desk locks itself.
    pub lock_minutes: u16,
}

impl Default for Policy {
    fn default() -> Policy {
        let lines = |text: &[&str]| text.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        Policy {
            office: "Disdukcapil Padang Panjang".into(),
            letterhead: lines(&["PEMERINTAH KOTA PADANG PANJANG", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"]),
            place: "Padang Panjang".into(),
            head: Vec::new(),
            witness: Vec::new(),
            number_format: "{no}/KTP/DUKCAPIL-PP/{roman}-{year}".into(),
            loket: String::new(),
            standard_s: [60, 120, 600],
            pending: PendingPolicy::SaatHadir,
            not_continued_days: 30,
            repeat_days: 90,
            void_minutes: 10,
            attempts: 4,
            override_no_match: false,
            family_collects: true,
            attorney_collects: false,
            hand_over_inactive: false,
            register_hands_over: false,
            acting_closers: Vec::new(),
            low_blanks: 100,
            film_prints: FILM_PRINTS,
            low_film: LOW_FILM,
            spoiled_alone: SPOILED_ALONE,
            retention_months: KEEP_FOR_EVER,
            lock_minutes: 5,
        }
    }
}

impl Policy {
    /// The number as printed for a place in the year's count on a date.
    pub fn number(&self, date: NaiveDate, no: u32) -> RegisterNumber {
        let text = self
            .number_format
            .replace("{no}", &format!("{no:04}"))
            .replace("{roman}", roman_month(date.month()))
            .replace("{year}", &date.year().to_string())
            .replace("{loket}", &self.loket);
        RegisterNumber { year: date.year(), no, text }
    }

    /// Standard time of a step in seconds.
    pub fn standard(&self, step: Step) -> u32 {
        self.standard_s[match step {
            Step::Intake => 0,
            Step::Check => 1,
            Step::Operator => 2,
        }]
    }
}

/// Month as letters are numbered, I to XII.
pub fn roman_month(month: u32) -> &'static str {
    const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    ROMAN[(month.clamp(1, 12) - 1) as usize]
}
