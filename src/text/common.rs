//! How dates, times, counts, durations and ages are written in both languages.
//!
//! Owns formatting only. It is separate from the words because figures follow rules, not
//! sentences. It must not read a clock: every instant comes in as a value.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::lang::{Lang, Word, says, words};

words! {
    YES: "ya"
       / "yes";
    NO: "tidak"
      / "no";
    NONE: "tidak ada"
        / "none";
    NOW: "kini"
       / "now";
}

says! {
    /// A text over its limit was not taken.
    fn too_long(limit: usize, count: usize):
        "paling banyak {limit} huruf, ini {count}: tidak diambil"
      / "at most {limit} characters, this has {count}: not taken";
    /// A character has no place in a field.
    fn not_allowed(c: char):
        "“{c}” tidak dapat dipakai di sini"
      / "“{c}” has no place here";
    /// A paste over the limit was not taken.
    fn paste_too_big(bytes: usize):
        "tempelan terlalu besar ({bytes} byte): tidak diambil"
      / "paste too big ({bytes} bytes): not taken";
}

const DAYS: [Word; 7] = [
    Word { id: "Senin", en: "Monday" },
    Word { id: "Selasa", en: "Tuesday" },
    Word { id: "Rabu", en: "Wednesday" },
    Word { id: "Kamis", en: "Thursday" },
    Word { id: "Jumat", en: "Friday" },
    Word { id: "Sabtu", en: "Saturday" },
    Word { id: "Minggu", en: "Sunday" },
];

const MONTHS: [Word; 12] = [
    Word { id: "Januari", en: "January" },
    Word { id: "Februari", en: "February" },
    Word { id: "Maret", en: "March" },
    Word { id: "April", en: "April" },
    Word { id: "Mei", en: "May" },
    Word { id: "Juni", en: "June" },
    Word { id: "Juli", en: "July" },
    Word { id: "Agustus", en: "August" },
    Word { id: "September", en: "September" },
    Word { id: "Oktober", en: "October" },
    Word { id: "November", en: "November" },
    Word { id: "Desember", en: "December" },
];

/// The full weekday name.
#[must_use]
pub fn weekday(lang: Lang, date: NaiveDate) -> &'static str {
    let index = date.weekday().num_days_from_monday();
    DAYS.get(index as usize).map_or("", |word| word.get(lang))
}

/// The three-letter weekday used in the header: `Sen`, `Mon`.
#[must_use]
pub fn weekday_short(lang: Lang, date: NaiveDate) -> &'static str {
    weekday(lang, date).get(..3).unwrap_or("")
}

/// The full month name.
#[must_use]
pub fn month(lang: Lang, date: NaiveDate) -> &'static str {
    MONTHS.get(date.month0() as usize).map_or("", |word| word.get(lang))
}

/// `23-11-2026`, the form used in lists and fields in both languages.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    format!("{day:02}-{month:02}-{year:04}")
}

/// `Sen 23-11-2026`, the form used in the header.
#[must_use]
pub fn date_with_weekday(lang: Lang, day: NaiveDate) -> String {
    format!("{} {}", weekday_short(lang, day), date(day))
}

/// `22 November 2026`, the form used in sentences and on paper.
#[must_use]
pub fn date_long(lang: Lang, date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month(lang, date), date.year())
}

/// `09.14` in Indonesian, `09:14` in English.
#[must_use]
pub fn time(lang: Lang, time: NaiveTime) -> String {
    let mark = time_mark(lang);
    format!("{:02}{mark}{:02}", time.hour(), time.minute())
}

/// Minutes and seconds `00.38`, from an hour on `1.05.00`; negative spans read as zero, because
/// durations are clamped where they are measured.
#[must_use]
pub fn duration(lang: Lang, seconds: i64) -> String {
    let seconds = seconds.max(0);
    let mark = time_mark(lang);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 {
        format!("{minutes:02}{mark}{rest:02}")
    } else {
        format!("{hours}{mark}{minutes:02}{mark}{rest:02}")
    }
}

const fn time_mark(lang: Lang) -> char {
    match lang {
        Lang::Id => '.',
        Lang::En => ':',
    }
}

/// A count with its thousands set apart: `1.234.567` in Indonesian, `1,234,567` in English.
#[must_use]
pub fn count(lang: Lang, number: i64) -> String {
    let mark = match lang {
        Lang::Id => '.',
        Lang::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// An age in its largest unit: `3 dtk`, `2 mnt`, `1 jam`, `4 hari`; negative ages read as zero.
#[must_use]
pub fn age(lang: Lang, seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (figure, id, en) = match seconds {
        0..60 => (seconds, "dtk", "s"),
        60..3600 => (seconds / 60, "mnt", "min"),
        3600..86400 => (seconds / 3600, "jam", "h"),
        _ => (seconds / 86400, "hari", "d"),
    };
    format!("{figure} {}", Word { id, en }.get(lang))
}

/// Steps of [`age_step`] in seconds; an age between two steps shows the lower one.
const STEPS: [i64; 13] = [15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400, 172_800];

/// An age that changes seldom, for lamps: a lamp that ticks every second draws the eye without
/// telling anything (practice 21). Below 15 seconds it reads "now".
#[must_use]
pub fn age_step(lang: Lang, seconds: i64) -> String {
    match age_step_seconds(seconds) {
        0 => NOW.get(lang).to_owned(),
        step => age(lang, step),
    }
}

/// The step an age falls on, in seconds, for callers that redraw only when it changes.
#[must_use]
pub fn age_step_seconds(seconds: i64) -> i64 {
    if seconds >= 172_800 {
        return seconds / 86400 * 86400;
    }
    STEPS.iter().rev().copied().find(|step| *step <= seconds).unwrap_or(0)
}

/// Numbers as runs: `1-20, 23`.
#[must_use]
pub fn runs(runs: &[(u32, u32)]) -> String {
    let run = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}
