//! A family received together and handed over at once.

use super::{ANISA, Counter, DONI, MARNI};
use loket::domain::application::Stage;
use loket::domain::event::Event;

const KK: &str = "1374011203199004";

/// Three of one family card, received one after the other.
fn received() -> Counter {
    let mut c = Counter::open();
    c.keys(&format!("{}{}<Tab>{KK}bar<Enter>{}<Enter>1112<Ctrl+B>", ANISA.nik, ANISA.name, ANISA.phone));
    c.sees("Anggota keluarga berikut").sees("satu tanda terima di akhir").sees("1374 0112 0319 9004");
    c.keys(&format!("{}{}<Enter><Enter>bar<Enter>12<Ctrl+B>", DONI.nik, DONI.name)).sees("0001 0002 sudah diterima");
    c.keys(&format!("{}{}<Enter><Enter>bar<Enter>12<F8>", MARNI.nik, MARNI.name)).sees("0003 DITERIMA");
    c
}

#[test]
fn three_are_received_with_one_key_between_them() {
    let mut c = received();
    let first = c.app(1).id;
    for no in [2, 3] {
        assert_eq!(c.app(no).family_of, Some(first));
        let (here, there) = (c.person(no), c.person(1));
        assert_eq!((here.kk, here.contact, here.address), (there.kk, there.contact, there.address));
    }
    c.sees("periksa 3").whole();
}

#[test]
fn three_cards_go_to_one_parent_at_once() {
    let mut c = received();
    for who in [&ANISA, &DONI, &MARNI] {
        c.keys("<F3><Enter><F8>1").printed(who).keys(super::ACTIVATE).keys("5<Esc><Esc>");
    }
    c.sees("rak 0+3").keys("<F5>").keys("0001<Enter>ang<Enter><F8>").sees("wajib diisi");
    c.keys("SITI CONTOH<Enter>ayah<Enter>KK asli<Enter><Tab> <Tab><Tab> <Tab><F8>");
    c.sees("3 KTP-el DISERAHKAN · 0001, 0002, 0003").sees("diserahkan 3 + batal 0 + sisa kini 0");
    for no in [1, 2, 3] {
        c.stands(no, Stage::HandedOver);
        let handed = c.history(no).pop().expect("an entry");
        let Event::CardHandedOver(e) = &handed.event else { panic!("a handover") };
        assert!(!e.by_holder && !e.in_session);
        let to = handed.personal.and_then(|p| p.recipient).expect("who took it");
        assert_eq!((to.name.as_str(), to.evidence.as_str()), ("SITI CONTOH", "KK asli"));
    }
    c.whole();
}
