//! The NIK: every pitfall of counter practice, and that no text whatever breaks the reading.

use chrono::{Datelike, NaiveDate};
use loket::domain::nik::{Nik, NikContext, NikError, NikWarning};
use loket::domain::person::Sex;
use proptest::prelude::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("a date")
}

fn today() -> NaiveDate {
    day(2026, 11, 22)
}

fn nik(text: &str) -> Nik {
    Nik::parse(text).expect("a NIK")
}

fn nothing_known() -> NikContext {
    NikContext { birth: None, sex: None, today: today() }
}

#[test]
fn reads_the_parts() {
    let nik = nik("1374015708909012");
    assert_eq!(nik.as_str(), "1374015708909012");
    assert_eq!(nik.region(), "137401");
    assert_eq!(nik.last4(), "9012");
    assert_eq!(nik.sex(), Sex::Female);
    assert_eq!(nik.birth(today()), day(1990, 8, 17));
    assert_eq!(nik.masked('•'), "1374••••••••9012");
    assert_eq!(nik.grouped(), "1374 0157 0890 9012");
    assert_eq!(nik.warnings(&nothing_known()), []);
}

#[test]
fn grouping_marks_and_hidden_characters_do_not_matter() {
    let plain = nik("1374015708909012");
    for text in
        ["1374 0157 0890 9012", "137401.570890.9012", "137401-570890-9012", " \u{200b}1374015708909012\u{202e}\n"]
    {
        assert_eq!(nik(text), plain);
    }
}

#[test]
fn structure_is_a_hard_error() {
    let cases = [
        ("", NikError::Length { found: 0 }),
        ("137401170890901", NikError::Length { found: 15 }),
        ("13740117089090123", NikError::Length { found: 17 }),
        ("137401170890901X", NikError::NotADigit),
        ("13740117089O9012", NikError::NotADigit),
        ("1374/0117/0890/9012", NikError::NotADigit),
        ("١٣٧٤٠١١٧٠٨٩٠٩٠١٢", NikError::NotADigit),
        ("0074011708909012", NikError::Region),
        ("1300011708909012", NikError::Region),
        ("1374001708909012", NikError::Region),
    ];
    for (text, error) in cases {
        assert_eq!(Nik::parse(text), Err(error), "{text}");
    }
}

// Pitfall 1: the documents win over the digits, so a difference is a warning and nothing more.
#[test]
fn birth_and_sex_may_lawfully_differ() {
    let nik = nik("1374011708909012");
    let ctx = NikContext { birth: Some(day(1991, 8, 17)), sex: Some(Sex::Female), today: today() };
    assert_eq!(nik.warnings(&ctx), [NikWarning::BirthDiffers, NikWarning::SexDiffers]);
    let ctx = NikContext { birth: Some(day(1990, 8, 17)), sex: Some(Sex::Male), today: today() };
    assert_eq!(nik.warnings(&ctx), []);
}

// Pitfall 2: the NIK keeps the region of the first registration.
#[test]
fn another_region_is_a_warning() {
    assert_eq!(nik("3171011708909012").warnings(&nothing_known()), [NikWarning::OtherRegion]);
    assert_eq!(nik("1371011708909012").warnings(&nothing_known()), [NikWarning::OtherRegion]);
}

// Pitfall 3: retired and unlisted codes.
#[test]
fn retired_and_unknown_regions_are_warnings() {
    assert_eq!(nik("9101011708909012").warnings(&nothing_known()), [NikWarning::RetiredRegion]);
    assert_eq!(nik("5401011708909012").warnings(&nothing_known()), [NikWarning::RetiredRegion]);
    for unknown in ["9901011708909012", "1340011708909012", "1374031708909012"] {
        assert_eq!(nik(unknown).warnings(&nothing_known()), [NikWarning::UnknownRegion], "{unknown}");
    }
}

// Pitfall 4: two digits of the year.
#[test]
fn the_century_gives_an_age_of_sixteen_to_a_hundred_and_fifteen() {
    assert_eq!(nik("1374012211109001").birth(today()), day(2010, 11, 22), "sixteen today");
    assert_eq!(nik("1374012311109001").birth(today()), day(1910, 11, 23), "sixteen tomorrow only");
    assert_eq!(nik("1374011708099001").birth(today()), day(2009, 8, 17));
    assert_eq!(nik("1374011708279001").birth(today()), day(1927, 8, 17), "not in the future");
    assert_eq!(nik("1374012902009001").birth(today()), day(2000, 2, 29), "1900 had no such day");
}

#[test]
fn a_child_or_a_centenarian_is_said_to_be_ambiguous() {
    let nik = nik("1374011708159001");
    assert_eq!(nik.birth(today()), day(1915, 8, 17));
    assert_eq!(nik.warnings(&nothing_known()), [NikWarning::CenturyAmbiguous]);
    let old = NikContext { birth: Some(day(1915, 8, 17)), sex: None, today: today() };
    assert_eq!(nik.warnings(&old), []);
    let child = NikContext { birth: Some(day(2015, 8, 17)), sex: None, today: today() };
    assert_eq!(nik.warnings(&child), [NikWarning::Under17]);
}

#[test]
fn sixteen_may_be_recorded_and_is_warned_of() {
    let nik = nik("1374010101109001");
    assert_eq!(nik.birth(today()), day(2010, 1, 1));
    assert_eq!(nik.warnings(&nothing_known()), [NikWarning::Under17]);
    let seventeen = NikContext { today: day(2027, 1, 1), ..nothing_known() };
    assert_eq!(nik.warnings(&seventeen), []);
}

// Pitfall 5: days, months, leap years, serial.
#[test]
fn impossible_dates_are_hard_errors() {
    let cases = [
        ("1374010008909012", NikError::Day),
        ("1374013208909012", NikError::Day),
        ("1374014008909012", NikError::Day),
        ("1374017208909012", NikError::Day),
        ("1374011700909012", NikError::Month),
        ("1374011713909012", NikError::Month),
        ("1374013104909012", NikError::Date),
        ("1374017104909012", NikError::Date),
        ("1374012902019012", NikError::Date),
        ("1374016902019012", NikError::Date),
        ("1374011708900000", NikError::Serial),
    ];
    for (text, error) in cases {
        assert_eq!(Nik::parse(text), Err(error), "{text}");
    }
    for fine in ["1374014108909012", "1374017108909012", "1374016902009012", "1374012902049012"] {
        assert!(Nik::parse(fine).is_ok(), "{fine}");
    }
}

// Pitfall 6: what a spreadsheet leaves of a NIK.
#[test]
fn a_spreadsheet_number_is_named_as_such() {
    for text in ["1.37E+15", "1,37401E+15", "1.374e15"] {
        assert_eq!(Nik::parse(text), Err(NikError::Spreadsheet), "{text}");
    }
    assert_eq!(Nik::parse("E"), Err(NikError::NotADigit));
}

#[test]
fn debug_and_errors_show_no_digit_of_the_number() {
    let shown = format!("{:?} {:?}", nik("1374015708909012"), nothing_known());
    assert!(!shown.contains("1374") && !shown.contains("9012"), "{shown}");
    let error = serde_json::from_str::<Nik>("\"1374019908909012\"").expect_err("no such day").to_string();
    assert!(!error.contains("1374"), "{error}");
}

#[test]
fn codes_are_distinct() {
    let mut codes: Vec<_> = NikError::ALL.iter().map(NikError::code).collect();
    codes.extend(NikWarning::ALL.iter().map(NikWarning::code));
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading(text in ".*") {
        let _ = Nik::parse(&text);
    }

    #[test]
    fn every_digit_string_is_read_or_refused_and_judged(text in "[0-9]{16}", year in 1950i32..2150) {
        if let Ok(nik) = Nik::parse(&text) {
            prop_assert_eq!(nik.as_str(), text.as_str());
            let ctx = NikContext { birth: None, sex: None, today: day(year, 2, 28) };
            let birth = nik.birth(ctx.today);
            let wanted: u32 = text[6..8].parse().expect("digits");
            prop_assert_eq!(birth.day(), if wanted > 40 { wanted - 40 } else { wanted });
            let _ = nik.warnings(&ctx);
        }
    }

    #[test]
    fn birth_and_sex_come_back(days in 0i64..36_000, woman: bool, serial in 9000u32..10_000) {
        let birth = day(1911, 11, 23) + chrono::Duration::days(days);
        prop_assume!(birth <= day(2010, 11, 22));
        let shift = if woman { 40 } else { 0 };
        let text = format!("137402{:02}{:02}{:02}{serial}", birth.day() + shift, birth.month(), birth.year() % 100);
        let nik = Nik::parse(&text).expect("well-formed");
        prop_assert_eq!(nik.birth(today()), birth);
        prop_assert_eq!(nik.sex(), if woman { Sex::Female } else { Sex::Male });
        let back: Nik = serde_json::from_str(&serde_json::to_string(&nik).expect("json")).expect("back");
        prop_assert_eq!(back, nik);
        prop_assert_eq!(Nik::parse(&nik.grouped()), Ok(nik));
    }
}
