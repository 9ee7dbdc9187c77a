//! The handover screen by keys: one card, a family, what stops, scans, drafts.

use super::op_view::{Desk, drawn};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;
use loket::screen::handover::Handover;
use loket::screen::{Ask, Draft, Screen};
use loket::text::Lang;

fn desk() -> Desk<Handover> {
    Desk::new(Handover::new())
}

#[test]
fn the_holder_collects_with_few_keys() {
    let mut desk = desk();
    let app = desk.ready(1, ReasonCode::Damaged);
    desk.ready(2, ReasonCode::New);
    let before = desk.pressed;
    desk.text("don");
    desk.keys("Enter");
    desk.shows("DONI");
    desk.text("p");
    desk.keys("Enter F8");
    assert_eq!(desk.bench.app(app).stage, Stage::HandedOver, "{:?}", desk.refused);
    assert_eq!(desk.pressed - before, 7);
    let Event::CardHandedOver(handed) = &desk.bench.entries.last().expect("an entry").event else {
        panic!("no handover")
    };
    assert!(handed.by_holder && !handed.in_session);
    assert_eq!((handed.old_card, handed.signature), (OldCard::Withdrawn, Signature::Signed));
    assert_eq!(desk.notices.last().map(String::as_str), Some("0001 DISERAHKAN · pemohon sendiri"));
    desk.shows("0002");
    assert!(desk.screen.takes_text(), "the next slip can be scanned at once");
}

#[test]
fn a_family_of_three_goes_in_one_handover() {
    let mut desk = desk();
    let apps = [1, 2, 3].map(|n| desk.ready(n, if n == 3 { ReasonCode::Damaged } else { ReasonCode::New }));
    let from = desk.bench.entries.len();
    desk.text("0001");
    desk.keys("Enter");
    desk.text("ang");
    desk.keys("Enter F8");
    assert_eq!(desk.notices.last().map(String::as_str), Some("wajib diisi"));
    desk.text("SITI CONTOH");
    desk.keys("Enter");
    desk.text("ayah");
    desk.keys("Enter");
    desk.text("KK asli");
    desk.keys("Enter Tab Space Tab Tab Space Tab");
    insta::assert_snapshot!("family_id", desk.picture());
    desk.lang = Lang::En;
    insta::assert_snapshot!("family_en", desk.picture());
    desk.lang = Lang::Id;
    desk.keys("F8");
    assert!(desk.refused.is_empty(), "{:?}", desk.refused);
    assert_eq!(desk.kinds_since(from), ["card_handed_over"; 3]);
    assert!(apps.iter().all(|app| desk.bench.app(*app).stage == Stage::HandedOver));
    let named =
        desk.bench.entries[from..].iter().all(|rec| rec.personal.as_ref().is_some_and(|p| p.recipient.is_some()));
    assert!(named, "name, relation and evidence stand beside every card");
    assert_eq!(desk.notices.last().map(String::as_str), Some("3 KTP-el DISERAHKAN · 0001, 0002, 0003"));
}

#[test]
fn a_holder_signs_by_name_for_the_cards_of_the_family() {
    let mut desk = desk();
    let first = desk.ready(1, ReasonCode::New);
    let other = desk.ready(2, ReasonCode::New);
    desk.open(first);
    desk.text("pem");
    desk.keys("Enter Tab Space");
    desk.shows("DONI CONTOH B");
    desk.keys("Shift+Tab Shift+Tab Shift+Tab");
    desk.text("saudara");
    desk.keys("Enter");
    desk.text("KK asli");
    desk.keys("F8");
    assert!(desk.refused.is_empty(), "{:?}\n{}", desk.refused, desk.picture());
    assert_eq!(desk.bench.app(other).stage, Stage::HandedOver);
    let by_holder: Vec<bool> = desk
        .bench
        .entries
        .iter()
        .filter_map(|rec| match &rec.event {
            Event::CardHandedOver(e) => Some(e.by_holder),
            _ => None,
        })
        .collect();
    assert_eq!(by_holder, [true, false]);
}

#[test]
fn a_card_not_active_is_opened_at_the_operator() {
    let mut desk = desk();
    let app = desk.printed(1, ReasonCode::New);
    desk.shows("belum aktif");
    desk.keys("Enter");
    assert!(matches!(desk.asks.as_slice(), [Ask::OpenFile(opened)] if *opened == app));
    assert!(desk.notices.last().is_some_and(|said| said.contains("pemegang harus hadir")));
}

#[test]
fn an_old_card_not_brought_needs_its_cause() {
    let mut desk = desk();
    let app = desk.ready(1, ReasonCode::Damaged);
    desk.keys("Enter");
    desk.text("pem");
    desk.keys("Enter");
    desk.text("tidak dib");
    desk.keys("Enter F8");
    assert_eq!(desk.notices.last().map(String::as_str), Some("wajib diisi"));
    desk.text("tertinggal di rumah");
    desk.keys("Enter Enter");
    desk.text("7");
    desk.keys("Tab");
    desk.text("21");
    desk.keys("F8");
    assert_eq!(desk.notices.last().map(String::as_str), Some("baris 1 sampai 20"));
    desk.keys("Backspace F8");
    let Event::CardHandedOver(handed) = &desk.bench.entries.last().expect("an entry").event else {
        panic!("{:?}\n{}", desk.refused, desk.picture())
    };
    assert_eq!((handed.old_card, handed.sheet, handed.line), (OldCard::NotBrought, Some(7), Some(2)));
    assert_eq!(desk.bench.app(app).stage, Stage::HandedOver);
}

#[test]
fn a_scan_opens_exactly_its_card() {
    let mut desk = desk();
    desk.ready(1, ReasonCode::New);
    let second = desk.ready(2, ReasonCode::New);
    let number = desk.bench.app(second).number.text.clone();
    desk.text(&number);
    desk.keys("Enter");
    desk.shows("0002 MARNI");
    desk.keys("Esc");
    desk.keys("Esc");
    desk.text("0099/KTP/DUKCAPIL-PP/XI-2026");
    desk.keys("Enter");
    desk.shows("tidak ada kartu di rak");
}

#[test]
fn the_shelf_calls_skips_rejects_and_reprints() {
    let mut desk = desk();
    let app = desk.ready(1, ReasonCode::New);
    desk.keys("Esc p");
    desk.text("tidak");
    desk.keys("Enter F8");
    let Event::ApplicantContacted(call) = &desk.bench.entries.last().expect("an entry").event else {
        panic!("no call")
    };
    assert_eq!((call.reached, call.topic), (false, ContactTopic::Ready));
    desk.keys("l c");
    assert_eq!(desk.bench.app(app).skipped, 1);
    assert!(matches!(desk.asks.last(), Some(Ask::Slips(_))));
    desk.keys("j");
    desk.text("data");
    desk.keys("Enter");
    desk.text("kk");
    desk.keys("Enter Enter");
    assert_eq!(desk.bench.app(app).stage, Stage::Ready, "Enter rejects nothing");
    desk.keys("F8");
    assert!(matches!(desk.bench.app(app).stage, Stage::Deferred(_)), "{:?}", desk.refused);
}

#[test]
fn a_refusal_keeps_what_was_typed() {
    let mut desk = desk();
    let app = desk.ready(1, ReasonCode::New);
    desk.bench.office.rules.policy.family_collects = false;
    desk.keys("Enter");
    desk.text("ang");
    desk.keys("Enter");
    desk.text("SITI CONTOH");
    desk.keys("Enter");
    desk.text("anak");
    desk.keys("Enter");
    desk.text("KK asli");
    desk.keys("F8");
    assert_eq!(desk.refused, [Refusal::CollectorNotAllowed]);
    desk.shows("SITI CONTOH");
    assert_eq!(desk.bench.app(app).stage, Stage::Ready);
    desk.keys("F8");
    assert_eq!(desk.refused.len(), 2, "it can be given again");
}

#[test]
fn a_draft_brings_the_handover_back() {
    let mut desk = desk();
    desk.ready(1, ReasonCode::New);
    desk.ready(2, ReasonCode::New);
    desk.text("0001");
    desk.keys("Enter");
    desk.text("ang");
    desk.keys("Enter");
    desk.text("SITI CON");
    let before = desk.picture();
    let text = serde_json::to_string(&desk.screen.draft().expect("a draft")).expect("a draft is text");
    let mut again: Desk<Handover> = Desk { bench: desk.bench, ..Desk::new(Handover::new()) };
    let draft: Draft = serde_json::from_str(&text).expect("a draft is read");
    again.restore(&draft);
    assert_eq!(again.picture(), before);
    again.text("TOH");
    again.shows("SITI CONTOH");
}

#[test]
fn the_shelf_looks_as_agreed_at_every_size() {
    let mut desk = desk();
    desk.ready(1, ReasonCode::New);
    desk.printed(2, ReasonCode::Lost);
    insta::assert_snapshot!("shelf_id", desk.picture());
    desk.lang = Lang::En;
    insta::assert_snapshot!("shelf_en", desk.picture());
    for keys in ["", "Enter", "Esc", "Esc", "p"] {
        desk.keys(keys);
        for (width, height) in [(0, 0), (1, 1), (2, 9), (7, 3), (39, 12), (80, 2), (132, 40), (250, 60)] {
            let once = desk.see(|screen, view| drawn(screen, view, width, height));
            assert_eq!(once, desk.see(|screen, view| drawn(screen, view, width, height)));
        }
    }
}
