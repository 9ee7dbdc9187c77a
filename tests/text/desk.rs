//! Devices, banner, balance lines and feedback: what the office agreed on, to the letter.

use chrono::{NaiveDate, NaiveTime};
use loket::device::{DeviceError, Effect, Fault};
use loket::domain::figures::{Census, Figures, Stocks};
use loket::domain::status::DeferralReason;
use loket::domain::terms::*;
use loket::text::screens::{common, done, intake};
use loket::text::{Lang, device};
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
fn no_banner_says_record_but_to_forbid_it() {
    for causes in 1u32..(1 << TroubleCause::ALL.len()) {
        let all = TroubleCause::ALL.iter().enumerate();
        let set: Vec<TroubleCause> = all.filter(|(bit, _)| causes & (1 << bit) != 0).map(|(_, c)| *c).collect();
        let said = common::banner(Lang::Id, &set, morning(), 999);
        let rest = said.to_lowercase().replace("jangan rekam ulang", "");
        assert!(!rest.contains("rekam"), "{said}");
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

#[test]
fn feedback_reads_as_the_office_agreed() {
    let slip = intake::SLIP_PRINTED.get(Lang::Id);
    let said = done::accepted(Lang::Id, "0131", slip, 6);
    assert_eq!(said, "0131 DITERIMA · tanda terima sedang dicetak · ke pemeriksaan (antrean 6)");
}
