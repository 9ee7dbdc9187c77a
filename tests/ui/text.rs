//! Figures, dates and ages in both languages.

use chrono::{NaiveDate, NaiveTime};
use loket::text::{Label, Lang, Word, common};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
}

#[test]
fn dates_and_times() {
    assert_eq!(common::date_with_weekday(Lang::Id, day()), "Sen 23-11-2026");
    assert_eq!(common::date_with_weekday(Lang::En, day()), "Mon 23-11-2026");
    assert_eq!(common::date_long(Lang::Id, day()), "23 November 2026");
    let first = NaiveDate::from_ymd_opt(2026, 8, 2).expect("a date");
    assert_eq!(common::date_long(Lang::Id, first), "2 Agustus 2026");
    assert_eq!(common::weekday(Lang::Id, first), "Minggu");
    let early = NaiveTime::from_hms_opt(9, 14, 59).expect("a time");
    assert_eq!(common::time(Lang::Id, early), "09.14");
    assert_eq!(common::time(Lang::En, early), "09:14");
}

#[test]
fn durations_and_counts() {
    assert_eq!(common::duration(Lang::Id, 38), "00.38");
    assert_eq!(common::duration(Lang::Id, 3905), "1.05.05");
    assert_eq!(common::duration(Lang::En, 615), "10:15");
    assert_eq!(common::duration(Lang::Id, -4), "00.00");
    assert_eq!(common::count(Lang::Id, 1_234_567), "1.234.567");
    assert_eq!(common::count(Lang::En, 1000), "1,000");
    assert_eq!(common::count(Lang::Id, 999), "999");
    assert_eq!(common::count(Lang::Id, -1234), "-1.234");
    assert_eq!(common::count(Lang::Id, i64::MIN), "-9.223.372.036.854.775.808");
}

#[test]
fn ages_move_in_steps() {
    assert_eq!(common::age(Lang::Id, 3), "3 dtk");
    assert_eq!(common::age(Lang::Id, 125), "2 mnt");
    assert_eq!(common::age(Lang::Id, 3600), "1 jam");
    assert_eq!(common::age(Lang::Id, 4 * 86400), "4 hari");
    assert_eq!(common::age_step(Lang::Id, 14), "kini");
    assert_eq!(common::age_step(Lang::Id, 29), "15 dtk");
    assert_eq!(common::age_step(Lang::En, 599), "5 min");
    let mut last = -1;
    let mut changes = 0;
    for second in 0..400_000 {
        let step = common::age_step_seconds(second);
        assert!(step <= second && step >= last);
        changes += usize::from(step != last);
        last = step;
    }
    assert_eq!(changes, 1 + 13 + 2, "a lamp's age changes rarely");
}

#[test]
fn languages_and_labels() {
    let word = Word { id: "ya", en: "yes" };
    assert_eq!((word.get(Lang::Id), word.get(Lang::En)), ("ya", "yes"));
    assert_eq!(Label::from(word).get(Lang::En), "yes");
    assert_eq!(Label::from("0131".to_owned()).get(Lang::Id), "0131");
    assert_eq!(Lang::Id.other(), Lang::En);
    for lang in Lang::ALL {
        assert_eq!(Lang::from_code(lang.code()), Some(lang));
    }
    assert_eq!(Lang::from_code("xx"), None);
}
