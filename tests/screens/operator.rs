//! The operator's screen by keys: the whole life of a file, failures, doubt, trouble, drafts.

use super::op_view::{Desk, drawn};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::terms::*;
use loket::screen::operator::Operator;
use loket::screen::{Draft, Screen};
use loket::text::Lang;

pub fn desk() -> Desk<Operator> {
    Desk::new(Operator::new())
}

/// Status of today by keys, in a session just opened.
pub fn read_status(desk: &mut Desk<Operator>, last4: &str) {
    desk.text("prr");
    desk.keys("Enter");
    desk.text(last4);
    desk.keys("F8");
}

#[test]
fn an_attested_file_goes_from_the_queue_to_the_applicants_hand() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::Lost);
    let (last4, from) = (desk.last4(app), desk.bench.entries.len());
    desk.shows("0001");
    let before = desk.pressed;
    desk.keys("Enter");
    read_status(&mut desk, &last4);
    desk.shows("PRINT_READY_RECORD");
    desk.keys("1 F8");
    desk.shows("Cocokkan dengan KK");
    desk.keys("1 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Printing);
    desk.keys("1");
    desk.text(&last4);
    desk.keys("F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Printed);
    desk.keys("F8 1 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Ready);
    desk.shows("Bagaimana dengan KTP-el lama?");
    desk.keys("1 1 F8");
    let kinds = desk.kinds_since(from);
    let life = [
        "status_recorded",
        "biometric_tested",
        "print_started",
        "card_printed",
        "activation_started",
        "card_activated",
    ];
    assert_eq!(kinds, [&life[..], &["card_handed_over"]].concat());
    assert!(desk.refused.is_empty(), "{:?}", desk.refused);
    assert!(desk.pressed - before <= 28, "{} keys", desk.pressed - before);
    let handed = desk.bench.entries.last().expect("an entry");
    let Event::CardHandedOver(event) = &handed.event else { panic!("{:?}", handed.event.kind()) };
    assert!(event.in_session && event.by_holder && event.old_card == OldCard::NoneLost);
    let started = desk.bench.entries.iter().find(|rec| rec.event.kind() == "print_started").expect("a print");
    assert_eq!(started.envelope.backend.as_deref(), Some("attested"));
    assert!(desk.bench.app(app).spent[2].work_ms >= 15_000 && desk.bench.app(app).spent[2].measured);
    assert_eq!(desk.notices.last().map(String::as_str), Some("0001 DISERAHKAN · pemohon sendiri"));
    desk.shows("tidak ada berkas");
}

#[test]
fn the_main_key_without_a_choice_says_what_is_missing() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::Lost);
    let last4 = desk.last4(app);
    desk.keys("Enter");
    read_status(&mut desk, &last4);
    let before = desk.bench.entries.len();
    desk.keys("F8");
    assert_eq!(desk.notices.last().map(String::as_str), Some("Pilih dahulu dengan angka."));
    assert_eq!(desk.bench.entries.len(), before, "nothing is recorded");
}

#[test]
fn enter_alone_never_does_what_cannot_be_undone() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.passed(app);
    desk.open(app);
    for stage in [Stage::Operator, Stage::Printing, Stage::Printed, Stage::Ready] {
        assert_eq!(desk.bench.app(app).stage, stage);
        let from = desk.bench.entries.len();
        desk.keys("Enter Enter Down Enter 1 Enter Enter Up Enter");
        let done = desk.kinds_since(from);
        assert!(done.is_empty(), "{stage:?}: {done:?}");
        match stage {
            Stage::Operator => desk.keys("1 F8"),
            Stage::Printing => {
                desk.keys("Esc Esc");
                desk.open(app);
                desk.keys("1");
                let last4 = desk.last4(app);
                desk.text(&last4);
                desk.keys("F8");
            }
            _ => {
                desk.keys("Esc Esc");
                desk.open(app);
                // Begun, then seen to be active.
                desk.keys(if stage == Stage::Printed { "1 F8 1 F8" } else { "1 F8" });
            }
        }
    }
}

#[test]
fn digits_of_another_person_are_refused_and_typed_again() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    let last4 = desk.last4(app);
    desk.open(app);
    read_status(&mut desk, "0000");
    assert_eq!(desk.refused, [Refusal::DigitsDiffer]);
    assert!(desk.bench.app(app).status.is_none());
    desk.text(&last4);
    desk.keys("F8");
    assert!(desk.bench.app(app).status.is_some(), "only the digits were typed again");
}

#[test]
fn another_finger_is_chosen_from_a_list_and_recorded() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.status_read(app);
    desk.open(app);
    desk.keys("Ctrl+Space");
    desk.text("ibu jari kiri");
    desk.keys("Enter 1 F8");
    let Event::BiometricTested(test) = &desk.bench.entries.last().expect("an entry").event else { panic!("no test") };
    assert_eq!((test.finger, test.compared_with), (Some(Finger::LeftThumb), ComparedWith::Attested));
}

#[test]
fn the_letters_act_on_the_open_file() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.status_read(app);
    desk.keys("u");
    assert!(desk.bench.app(app).priority);
    desk.keys("Enter m");
    desk.text("tolak perm");
    desk.keys("Enter");
    desk.text("data meragukan");
    desk.keys("Enter");
    assert!(desk.bench.app(app).approval.is_some(), "{:?}", desk.refused);
    desk.shows("dijeda");
    desk.keys("l");
    assert_eq!(desk.bench.app(app).skipped, 1);
    desk.shows("Antrean 1");
    desk.keys("s");
    desk.text("diterima");
    desk.keys("Enter");
    desk.text("x");
    desk.keys("Tab");
    desk.text("BA 7");
    desk.keys("F8");
    desk.shows("ketik angka");
    desk.keys("Ctrl+U");
    desk.keys("Esc d");
    desk.text("pindah kota");
    desk.keys("Enter");
    assert_eq!(desk.bench.app(app).stage, Stage::Operator);
    desk.keys("F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Cancelled(CancelKind::Withdrawn));
}

#[test]
fn f7_and_unknown_keys_do_nothing_here() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.status_read(app);
    desk.open(app);
    let from = desk.bench.entries.len();
    desk.keys("F7 8 9 Space");
    assert!(desk.kinds_since(from).is_empty());
}

#[test]
fn a_scan_opens_exactly_its_file_or_none() {
    let mut desk = desk();
    desk.at_operator(1, ReasonCode::New);
    let second = desk.at_operator(2, ReasonCode::New);
    desk.status_read(second);
    let number = desk.bench.app(second).number.text.clone();
    desk.text(&number);
    desk.keys("Enter");
    desk.shows("0002");
    desk.shows("Tes biometrik  ▶");
    desk.keys("Esc");
    desk.text("0999/KTP/DUKCAPIL-PP/XI-2026");
    desk.keys("Enter");
    desk.hides("1 Status rekam");
    desk.keys("Esc /");
    desk.text("mar");
    desk.shows("0002");
    desk.hides("0001");
}

#[test]
fn the_nik_stands_in_full_only_in_the_open_session() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    let nik = desk.bench.office.file(app).and_then(|f| f.person.as_ref()).and_then(|p| p.nik).expect("a NIK");
    desk.hides(nik.as_str());
    desk.hides(&nik.grouped());
    desk.open(app);
    desk.shows(&nik.grouped());
}

#[test]
fn the_clock_moves_in_steps_and_stands_while_the_file_is_left() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.open(app);
    desk.bench.now += 29_000;
    desk.shows("00.15 / 10.00");
    desk.keys("Esc Esc");
    desk.bench.now += 600_000;
    desk.open(app);
    desk.shows("00.30 / 10.00");
    let now = crate::harness::stamp(desk.bench.now);
    let spent = desk.screen.spent(app, now);
    assert_eq!(spent.paused_ms.keys().copied().collect::<Vec<_>>(), [PauseCause::Applicant]);
}

#[test]
fn a_draft_brings_back_the_file_the_form_and_the_place() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.open(app);
    desk.text("dup");
    desk.keys("Enter");
    desk.text("12");
    let draft = desk.screen.draft().expect("a draft");
    let text = serde_json::to_string(&draft).expect("a draft is text");
    let before = desk.picture();
    let mut again: Desk<Operator> = Desk { bench: desk.bench, ..Desk::new(Operator::new()) };
    let draft: Draft = serde_json::from_str(&text).expect("a draft is read");
    again.restore(&draft);
    assert_eq!(again.picture(), before);
    again.text("34");
    again.shows("1234");
    let spent = again.screen.spent(app, crate::harness::stamp(again.bench.now));
    assert!(!spent.measured && spent.work_ms > 0, "a restart lies within");
    again.keys("Esc Esc");
    assert!(again.screen.draft().is_none());
}

#[test]
fn every_size_and_every_state_can_be_drawn() {
    let mut desk = desk();
    let files = [ReasonCode::New, ReasonCode::Lost, ReasonCode::Damaged]
        .map(|reason| desk.at_operator(reason as u32 + 1, reason));
    desk.passed(files[1]);
    let ready = desk.ready(20, ReasonCode::DataChange);
    let sizes = [(0, 0), (1, 1), (2, 9), (7, 3), (20, 5), (39, 12), (80, 2), (80, 16), (132, 40), (250, 60)];
    for app in files.into_iter().chain([ready]) {
        desk.open(app);
        for keys in ["", "Esc", "1", "t", "Esc", "j", "Esc", "k", "Esc", "Ctrl+Space"] {
            desk.keys(keys);
            for (width, height) in sizes {
                let once = desk.see(|screen, view| drawn(screen, view, width, height));
                assert_eq!(once, desk.see(|screen, view| drawn(screen, view, width, height)));
            }
        }
        desk.keys("Esc Esc Esc Esc");
    }
}

#[test]
fn the_lists_and_the_session_look_as_agreed() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::Damaged);
    desk.at_operator(2, ReasonCode::Lost);
    desk.passed(app);
    insta::assert_snapshot!("lists_id", desk.picture());
    desk.open(app);
    insta::assert_snapshot!("preview_id", desk.picture());
    desk.lang = Lang::En;
    insta::assert_snapshot!("preview_en", desk.picture());
    desk.keys("Esc");
    insta::assert_snapshot!("lists_en", desk.picture());
}

#[test]
fn data_are_corrected_in_the_chair_with_the_supervisor_beside() {
    let mut desk = desk();
    desk.session.roles.insert(Role::RegisterOfficer);
    let account = desk.bench.office.rules.accounts.get_mut(&crate::harness::OPERATOR).expect("an account");
    account.roles.insert(Role::RegisterOfficer);
    let app = desk.at_operator(1, ReasonCode::New);
    desk.passed(app);
    desk.open(app);
    desk.keys("2 Tab");
    desk.text(" PUTRI");
    desk.lang = Lang::En;
    insta::assert_snapshot!("correct_en", desk.picture());
    desk.lang = Lang::Id;
    let draft = desk.screen.draft().expect("a draft");
    desk.keys("F8");
    assert_eq!(desk.bench.entries.last().map(|rec| rec.event.kind()), Some("data_corrected"), "{:?}", desk.refused);
    assert!(desk.bench.app(app).test.is_none(), "what was found on the old name is void");
    desk.shows("PUTRI");
    let mut again: Desk<Operator> = Desk { bench: desk.bench, ..Desk::new(Operator::new()) };
    again.restore(&draft);
    again.shows("PUTRI");
    again.keys("Esc b Esc Esc");
}
