//! Devices, banner, balance lines and feedback: what the office agreed on, to the letter.

use chrono::{NaiveDate, NaiveTime};
use loket::device::{DeviceError, Effect, Fault};
use loket::domain::figures::{Census, Figures, Stocks};
use loket::domain::status::DeferralReason;
use loket::domain::terms::*;
use loket::text::screens::{agenda, common, done, operator};
use loket::text::{Lang, device, todo};
use unicode_width::UnicodeWidthStr;

use super::{differ, fits};

#[test]
fn every_fault_says_what_and_next_and_a_doubt_says_look() {
    for fault in Fault::samples() {
        let code = fault.code();
        let [id, en] = Lang::ALL.map(|lang| device::fault(lang, &fault));
        fits(code, &id);
        fits(code, &en);
        differ(code, &id, &en);
        let doubt = device::error(Lang::Id, &DeviceError::in_doubt(fault));
        assert!(doubt.next.starts_with("Jangan diulang"), "{code}: {}", doubt.next);
        assert_eq!(doubt.what, id.what);
    }
    let done = DeviceError::harmless(Fault::Cancelled).with_effect(Effect::Done);
    assert_ne!(device::error(Lang::Id, &done).next, device::fault(Lang::Id, &Fault::Cancelled).next);
}

#[test]
fn lists_of_what_to_do_are_short() {
    let mut lists: Vec<&[loket::text::Word]> = vec![&todo::NONE_CAME_OUT];
    lists.extend(TestOutcome::ALL.iter().map(|outcome| todo::test(*outcome)));
    lists.extend(SpoilCause::ALL.iter().map(|cause| todo::spoiled(*cause)));
    lists.extend(ActivationFailure::ALL.iter().map(|cause| todo::activation(*cause)));
    for list in lists {
        assert!((1..=4).contains(&list.len()));
        for lang in Lang::ALL {
            assert!(list.iter().all(|line| (1..=70).contains(&line.get(lang).width())), "{list:?}");
        }
    }
}

fn morning() -> NaiveTime {
    NaiveTime::from_hms_opt(10, 2, 0).expect("a time")
}

#[test]
fn the_network_banner_reads_as_the_office_agreed() {
    let said = common::banner(Lang::Id, &[TroubleCause::Network], morning(), 4);
    let agreed = "GANGGUAN JARINGAN sejak 10.02 – berkas DICATAT, cetak ditunda – JANGAN REKAM ULANG – 4 menunggu";
    assert_eq!(said, agreed);
}

#[test]
fn no_banner_says_record_but_to_forbid_it_and_the_short_one_fits() {
    for causes in 1u32..(1 << TroubleCause::ALL.len()) {
        let all = TroubleCause::ALL.iter().enumerate();
        let set: Vec<TroubleCause> = all.filter(|(bit, _)| causes & (1 << bit) != 0).map(|(_, c)| *c).collect();
        for said in
            [common::banner(Lang::Id, &set, morning(), 999), common::banner_short(Lang::Id, &set, morning(), 999)]
        {
            let rest = said.to_lowercase().replace("jangan rekam ulang", "");
            assert!(!rest.contains("rekam"), "{said}");
        }
        for lang in Lang::ALL {
            let short = common::banner_short(lang, &set, morning(), 999);
            assert!(short.width() <= 80, "{}: {short}", short.width());
        }
    }
}

/// The day of counter practice 3: 41 carried, 23 new, 12 handed over, 2 void, 50 left.
fn day() -> (Figures, Stocks) {
    let date = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let before = Stocks { census: Census { check: 41, ..Census::default() }, ..Stocks::default() };
    let now = Census {
        check: 5,
        operator: 2,
        returned: 4,
        recorded: 4,
        deferred: [(DeferralReason::Duplicate, 9)].into(),
        printing: 0,
        printed: 12,
        ready: 14,
    };
    let figures = Figures { new: 23, handed: 12, cancelled: 2, ..Figures::open(date, before) };
    (figures, Stocks { census: now, ..Stocks::default() })
}

#[test]
fn the_balance_lines_read_as_in_the_book() {
    let (figures, now) = day();
    let first = "Sisa 41 + baru 23 + dibuka lagi 0 = diserahkan 12 + batal 2 + sisa kini 50";
    let second = "Sisa 50: periksa 5 operator 2 pemohon 4 tercatat 4 tunda 9 cek 0 rak 12+14";
    assert_eq!(common::balance(Lang::Id, &figures, &now.census), first);
    assert_eq!(common::whereabouts(Lang::Id, &now.census), second);
    for lang in Lang::ALL {
        assert!(common::balance(lang, &figures, &now.census).width() <= 78);
    }
}

/// The numbers of a sum: left and right of the equals sign.
fn sides(line: &str) -> (i64, i64) {
    let (left, right) = line.split_once(" = ").expect("a sum");
    let add = |side: &str| -> i64 {
        let mut sum = 0;
        let mut sign = 1;
        for word in side.split_whitespace() {
            match word {
                "+" => sign = 1,
                "−" => sign = -1,
                number => sum += number.parse::<i64>().map_or(0, |n| sign * n),
            }
        }
        sum
    };
    (add(left), add(right))
}

#[test]
fn the_stock_lines_add_up_as_printed() {
    let (mut f, mut now) = day();
    f.opening.blanks = 300;
    f.opening.census.printing = 1;
    f.opening.invalid = 7;
    f.opening.census.ready = 20;
    (f.blanks_received, f.blanks_borrowed, f.blanks_lent, f.blanks_difference) = (100, 10, 5, -3);
    (f.good, f.spoiled, f.rejected, f.cards_back, f.cards_handed) = (19, 2, 1, 1, 13);
    (f.withdrawn, f.destroyed, f.passed_on) = (6, 4, 3);
    now.census.printing = 2;
    now.blanks = 300 + 1 + 110 - 5 - 3 - 19 - 2 - 2;
    now.invalid = 7 + 6 + 2 + 1 - 4 - 3;
    assert_eq!(f.opening.census.shelf() + 19 + 1 - 13 - 1, now.census.shelf(), "the sample is a true day");
    for lang in Lang::ALL {
        for line in [agenda::blanks(lang, &f, &now), agenda::cards(lang, &f, &now), agenda::invalid(lang, &f, &now)] {
            let (left, right) = sides(&line);
            assert_eq!(left, right, "{line}");
        }
    }
}

#[test]
fn feedback_reads_as_the_office_agreed() {
    let slip = done::SLIP_PRINTED.get(Lang::Id);
    let said = done::accepted(Lang::Id, "0131", slip, 6);
    assert_eq!(said, "0131 DITERIMA · tanda terima tercetak · ke pemeriksaan (antrean 6)");
    let failed = done::accepted(Lang::Id, "0131", done::SLIP_FAILED.get(Lang::Id), 6);
    assert!(failed.starts_with("0131 DITERIMA · "), "a failed slip undoes nothing: {failed}");
}

#[test]
fn the_print_question_has_its_four_answers() {
    for lang in Lang::ALL {
        let lines = operator::unknown_answers(lang);
        assert_eq!(lines.len(), 4);
        for (place, line) in lines.iter().enumerate() {
            assert!(line.starts_with(&format!("{} ", place + 1)) && line.contains(" → "), "{line}");
            assert!(line.width() <= 74, "{line}");
        }
    }
}
