//! A month or a year of office days.
//!
//! Separate because the command line, the screen and the files name the same spans the same way. Knows the
//! calendar and nothing of the office.

use chrono::{Datelike, NaiveDate};

/// The span a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A calendar month, 1 to 12.
    Month { year: i32, month: u32 },
    /// A calendar year.
    Year(i32),
}

impl Period {
    /// The month a day lies in.
    pub fn month_of(day: NaiveDate) -> Period {
        Period::Month { year: day.year(), month: day.month() }
    }

    /// The year a day lies in.
    pub fn year_of(day: NaiveDate) -> Period {
        Period::Year(day.year())
    }

    /// Reads `2026-11`.
    pub fn parse_month(text: &str) -> Option<Period> {
        let (year, month) = text.split_once('-')?;
        let period = Period::Month { year: four_digits(year)?, month: two_digits(month)? };
        period.first().is_some().then_some(period)
    }

    /// Reads `2026`.
    pub fn parse_year(text: &str) -> Option<Period> {
        four_digits(text).map(Period::Year)
    }

    /// How it is written in file names and on the command line: `2026-11` or `2026`.
    pub fn code(self) -> String {
        match self {
            Period::Month { year, month } => format!("{year:04}-{month:02}"),
            Period::Year(year) => format!("{year:04}"),
        }
    }

    /// Its first day; None outside the calendar.
    pub fn first(self) -> Option<NaiveDate> {
        match self {
            Period::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1),
            Period::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1),
        }
    }

    /// Its last day; None outside the calendar.
    pub fn last(self) -> Option<NaiveDate> {
        self.next().first().and_then(|day| day.pred_opt())
    }

    /// The day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        match self {
            Period::Month { year, month } => day.year() == year && day.month() == month,
            Period::Year(year) => day.year() == year,
        }
    }

    /// The one after it, of the same length.
    pub fn next(self) -> Period {
        match self {
            Period::Month { year, month: 12 } => Period::Month { year: year.saturating_add(1), month: 1 },
            Period::Month { year, month } => Period::Month { year, month: month + 1 },
            Period::Year(year) => Period::Year(year.saturating_add(1)),
        }
    }

    /// The one before it, of the same length.
    pub fn previous(self) -> Period {
        match self {
            Period::Month { year, month: 1 } => Period::Month { year: year.saturating_sub(1), month: 12 },
            Period::Month { year, month } => Period::Month { year, month: month - 1 },
            Period::Year(year) => Period::Year(year.saturating_sub(1)),
        }
    }

    /// The first day of the part a day is told under: the day itself in a month, its month in a year.
    pub fn part_of(self, day: NaiveDate) -> NaiveDate {
        match self {
            Period::Month { .. } => day,
            Period::Year(_) => day.with_day(1).unwrap_or(day),
        }
    }
}

fn four_digits(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}
