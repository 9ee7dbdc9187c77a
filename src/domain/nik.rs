//! The NIK: its structure, what it tells and what about it deserves a warning.
//!
//! Sixteen digits `PPKKCC DDMMYY SSSS`, day + 40 for women, no check digit. Separate
//! because the whole desk rests on telling the impossible (an error) from the merely surprising (a
//! warning): a birth date or sex may lawfully differ from the NIK. Must not know applications.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::clean::clean;
use super::person::Sex;
use super::region::{self, Prefix};

/// Youngest age, in years, at which a holder of this desk is expected (recording starts at 16).
const YOUNGEST: i32 = 16;
/// Age from which a card may be printed without being married.
const PRINTABLE: i32 = 17;
/// Oldest age, in years, still taken for real when the century is guessed.
const OLDEST: i32 = 115;

/// Why sixteen digits, or what was typed for them, cannot be a NIK (or, by the same rules, a KK number).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// Written as `1.37E+15`: a spreadsheet has destroyed the last digits.
    #[error("a spreadsheet has shortened this number")]
    Spreadsheet,
    /// Something other than digits and the grouping marks space, dot and dash.
    #[error("only digits are allowed")]
    NotADigit,
    /// Not sixteen digits.
    #[error("{found} digits where 16 are needed")]
    Length {
        /// Digits counted.
        found: usize,
    },
    /// Province, city or kecamatan is 00.
    #[error("a part of the region is 00")]
    Region,
    /// Day 00, 32–40 or over 71.
    #[error("the day does not exist")]
    Day,
    /// Month 00 or over 12.
    #[error("the month does not exist")]
    Month,
    /// A day its month does not have, in any century possible.
    #[error("the date does not exist")]
    Date,
    /// Serial 0000: numbers start at 0001.
    #[error("the serial is 0000")]
    Serial,
}

impl NikError {
    /// Every error, the counted one with a sample count.
    pub const ALL: [Self; 8] = [
        Self::Spreadsheet,
        Self::NotADigit,
        Self::Length { found: 0 },
        Self::Region,
        Self::Day,
        Self::Month,
        Self::Date,
        Self::Serial,
    ];

    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Spreadsheet => "nik.spreadsheet",
            Self::NotADigit => "nik.not_a_digit",
            Self::Length { .. } => "nik.length",
            Self::Region => "nik.region",
            Self::Day => "nik.day",
            Self::Month => "nik.month",
            Self::Date => "nik.date",
            Self::Serial => "nik.serial",
        }
    }
}

/// What is odd about a well-formed NIK. Each asks the clerk to look again, none refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NikWarning {
    /// The region is not listed; the list may be older than the code.
    UnknownRegion,
    /// The region's code is no longer given out; the NIK stays for life.
    RetiredRegion,
    /// First registered in another city or regency.
    OtherRegion,
    /// The birth date differs; lawful after a correction (Permendagri 108/2019 art. 15(3)).
    BirthDiffers,
    /// The sex differs; lawful after a correction (Permendagri 108/2019 art. 15(3)).
    SexDiffers,
    /// Both centuries are thinkable: a child, or a person of a hundred and more.
    CenturyAmbiguous,
    /// Under 17: may be recorded, but no card before 17 unless married.
    Under17,
}

impl NikWarning {
    /// Every warning.
    pub const ALL: [Self; 7] = [
        Self::UnknownRegion,
        Self::RetiredRegion,
        Self::OtherRegion,
        Self::BirthDiffers,
        Self::SexDiffers,
        Self::CenturyAmbiguous,
        Self::Under17,
    ];

    /// Stable code of this warning.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownRegion => "nik.unknown_region",
            Self::RetiredRegion => "nik.retired_region",
            Self::OtherRegion => "nik.other_region",
            Self::BirthDiffers => "nik.birth_differs",
            Self::SexDiffers => "nik.sex_differs",
            Self::CenturyAmbiguous => "nik.century_ambiguous",
            Self::Under17 => "nik.under_17",
        }
    }
}

/// What else is known of the holder when a NIK is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NikContext {
    /// Birth date by the documents, if known.
    pub birth: Option<NaiveDate>,
    /// Sex by the documents, if known.
    pub sex: Option<Sex>,
    /// The office day.
    pub today: NaiveDate,
}

impl fmt::Debug for NikContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NikContext").field("today", &self.today).finish_non_exhaustive()
    }
}

/// A well-formed NIK.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nik([u8; 16]);

impl Nik {
    /// Reads a NIK; spaces, dots and dashes may group the digits.
    ///
    /// # Errors
    /// [`NikError`] for structure and impossible dates only; everything else is a [`NikWarning`].
    pub fn parse(text: &str) -> Result<Self, NikError> {
        let digits = sixteen(text)?;
        let day = number(&digits[6..8]);
        let day = match day {
            1..=31 => day,
            41..=71 => day - 40,
            _ => return Err(NikError::Day),
        };
        check_date(&digits, day)?;
        Ok(Self(digits))
    }

    /// The sixteen digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// For lists and slips: first and last four digits, the rest as `dot`.
    pub fn masked(&self, dot: char) -> String {
        mask(self.as_str(), dot)
    }

    /// For reading out and typing over: `1374 0157 0890 9012`.
    pub fn grouped(&self) -> String {
        group(self.as_str())
    }

    /// Six digits of the kecamatan where the holder was first registered.
    pub fn region(&self) -> &str {
        &self.as_str()[..6]
    }

    /// The last four digits, asked again before an act (practice.md 23).
    pub fn last4(&self) -> &str {
        &self.as_str()[12..]
    }

    /// Sex by the day of birth; by the documents it may be another.
    pub fn sex(&self) -> Sex {
        if number(&self.0[6..8]) > 40 { Sex::Female } else { Sex::Male }
    }

    /// Birth date, in the century that gives an age of 16 to 115 on `today`. Where
    /// no century does, the latest one not in the future.
    pub fn birth(&self, today: NaiveDate) -> NaiveDate {
        let dates = self.dates();
        let fits = |date: &&NaiveDate| (YOUNGEST..=OLDEST).contains(&age(**date, today));
        let past = |date: &&NaiveDate| **date <= today;
        let chosen = dates.iter().find(fits).or_else(|| dates.iter().find(past)).or(dates.last());
        // `parse` lets through no date that exists in neither century, so there is always one.
        chosen.copied().unwrap_or(today)
    }

    /// What is odd about this NIK, in the order of [`NikWarning::ALL`].
    pub fn warnings(&self, ctx: &NikContext) -> Vec<NikWarning> {
        let mut found = Vec::new();
        match region::prefix(self.region()) {
            Prefix::Here => {}
            Prefix::Elsewhere => found.push(NikWarning::OtherRegion),
            Prefix::Retired => found.push(NikWarning::RetiredRegion),
            Prefix::Unknown => found.push(NikWarning::UnknownRegion),
        }
        if ctx.birth.is_some_and(|birth| !self.dates().contains(&birth)) {
            found.push(NikWarning::BirthDiffers);
        }
        if ctx.sex.is_some_and(|sex| sex != self.sex()) {
            found.push(NikWarning::SexDiffers);
        }
        let thinkable = |date: &&NaiveDate| (0..=OLDEST).contains(&age(**date, ctx.today));
        if ctx.birth.is_none() && self.dates().iter().filter(thinkable).count() > 1 {
            found.push(NikWarning::CenturyAmbiguous);
        }
        if age(ctx.birth.unwrap_or_else(|| self.birth(ctx.today)), ctx.today) < PRINTABLE {
            found.push(NikWarning::Under17);
        }
        found
    }

    /// The dates these digits can mean, latest first.
    fn dates(&self) -> Vec<NaiveDate> {
        let day = number(&self.0[6..8]);
        let day = if day > 40 { day - 40 } else { day };
        let (month, year) = (number(&self.0[8..10]), number(&self.0[10..12]));
        dates(day, month, year)
    }
}

/// The sixteen digits of a number typed with or without grouping, its region parts and serial not zero.
/// Shared with the KK number, which has the same shape.
pub(super) fn sixteen(text: &str) -> Result<[u8; 16], NikError> {
    let text = clean(text);
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b' ' | b'.' | b'-')).collect();
    if let Some((mantissa, exponent)) = text.split_once(['E', 'e']) {
        let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'+'));
        if !mantissa.is_empty() && !exponent.is_empty() && numeric(mantissa) && numeric(exponent) {
            return Err(NikError::Spreadsheet);
        }
    }
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(NikError::NotADigit);
    }
    let found = digits.len();
    let digits: [u8; 16] = digits.try_into().map_err(|_| NikError::Length { found })?;
    if [0, 2, 4].iter().any(|&at| number(&digits[at..at + 2]) == 0) {
        return Err(NikError::Region);
    }
    if digits[12..] == *b"0000" {
        return Err(NikError::Serial);
    }
    Ok(digits)
}

/// Checks month and date of digits 7–12 with the day already made plain.
pub(super) fn check_date(digits: &[u8; 16], day: u32) -> Result<(), NikError> {
    let (month, year) = (number(&digits[8..10]), number(&digits[10..12]));
    if !(1..=12).contains(&month) {
        return Err(NikError::Month);
    }
    if dates(day, month, year).is_empty() { Err(NikError::Date) } else { Ok(()) }
}

/// The value of a few ASCII digits.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

/// First and last four of sixteen digits, the rest as `dot`.
pub(super) fn mask(digits: &str, dot: char) -> String {
    let hide = |(at, c)| if (4..12).contains(&at) { dot } else { c };
    digits.chars().enumerate().map(hide).collect()
}

/// Digits in groups of four.
pub(super) fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + 4);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// The dates a two-digit year can mean, latest first: a year 00 has a 29 February in one century only.
fn dates(day: u32, month: u32, year: u32) -> Vec<NaiveDate> {
    let year = i32::try_from(year).unwrap_or(0);
    [2000, 1900].iter().filter_map(|century| NaiveDate::from_ymd_opt(century + year, month, day)).collect()
}

/// Completed years on `today`; negative for a date in the future.
fn age(birth: NaiveDate, today: NaiveDate) -> i32 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i32::from(before_birthday)
}

impl TryFrom<String> for Nik {
    type Error = NikError;
    fn try_from(text: String) -> Result<Self, NikError> {
        Self::parse(&text)
    }
}

impl From<Nik> for String {
    fn from(nik: Nik) -> Self {
        nik.as_str().to_owned()
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(..)")
    }
}
