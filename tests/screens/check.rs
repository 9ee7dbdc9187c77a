//! The completeness check by keys.

use super::Rig;
use crate::harness::{OFFICER, OPERATOR, submission};
use loket::domain::application::Stage;
use loket::domain::checklist::{Tick, Ticks};
use loket::domain::command::{Command, Then};
use loket::domain::id::AppId;
use loket::domain::reason::ReasonCode;
use loket::domain::terms::{CancelKind, Role};
use loket::screen::check::Check;
use loket::screen::{Ask, Screen, SlipKind, Told};
use loket::text::Lang;
use loket::ui::theme::Look;

/// A file that waits, with the first `ticked` documents there.
fn waiting(rig: &mut Rig, n: u32, reason: ReasonCode, ticked: usize) -> AppId {
    let mut s = submission(n, reason, Then::Queue);
    let items = rig.bench.rules.checklist(reason).items().iter().take(ticked);
    s.ticks = items.map(|item| (item.id.clone(), Tick::Present)).collect::<Ticks>();
    rig.bench.now += 60_000;
    rig.bench.submit(s)
}

fn at_check(rig: &Rig) -> Check {
    let mut screen = Check::new();
    screen.refresh(&rig.view());
    screen
}

fn slips(rig: &Rig) -> Vec<SlipKind> {
    let slip = |ask: &Ask| match ask {
        Ask::Slip(kind) => Some(kind.clone()),
        _ => None,
    };
    rig.asks.iter().filter_map(slip).collect()
}

#[test]
fn ticks_come_from_intake_and_the_rest_is_ticked_here() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 3);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter 4");
    rig.bench.now += 51_000;
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Check, "one document is missing");
    rig.keys(&mut screen, "Down Down Down Down Space F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "{}", rig.said());
    assert_eq!(rig.bench.app(app).spent[1].work_ms, 51_000);
    assert_eq!(rig.said(), "0001 LENGKAP · ke operator (antrean 1)");
    assert!(screen.draft().is_none());
}

#[test]
fn digits_tick_only_an_opened_file() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 0);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "1 2 3 4 5 F8 F7");
    assert_eq!(rig.bench.app(app).stage, Stage::Check);
    assert!(rig.said().starts_with("Enter membuka"), "{}", rig.said());
    assert!(screen.draft().is_none());
}

#[test]
fn returned_with_what_is_missing_and_taken_back_later() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 4);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter F7");
    assert!(rig.draw(&screen, 80, 16).contains("Kurang: KTP-el lama"), "{}", rig.draw(&screen, 80, 16));
    rig.keys(&mut screen, "2");
    rig.text(&mut screen, "KTP-el lama masih di rumah");
    rig.keys(&mut screen, "Enter");
    assert_eq!(rig.bench.app(app).stage, Stage::Returned);
    assert_eq!(rig.bench.app(app).missing.len(), 1);
    assert_eq!(slips(&rig), [SlipKind::Returned(app)]);
    rig.keys(&mut screen, "Tab Enter 5 F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Check, "taken back");
    assert!(rig.said().starts_with("0001 DITERIMA KEMBALI"), "{}", rig.said());
    assert!(rig.draw(&screen, 80, 16).contains("ke-2"), "{}", rig.draw(&screen, 80, 16));
    rig.look = Look::bare(Lang::Id);
    let bare = rig.draw(&screen, 80, 16);
    assert!(bare.contains("ke-2") && !bare.contains('↩') && !bare.contains('▶'), "{bare}");
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "still open, complete at once: {}", rig.said());
}

#[test]
fn a_complete_file_goes_back_only_with_a_reason() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 9);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter F7 Enter");
    assert_eq!(rig.bench.app(app).stage, Stage::Check);
    rig.text(&mut screen, "KK difoto ulang");
    rig.keys(&mut screen, "Enter");
    assert_eq!(rig.bench.app(app).stage, Stage::Returned, "{}", rig.said());
}

#[test]
fn undecided_documents_are_asked_for_once() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::Lost, 3);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter F8 2");
    assert_eq!(rig.bench.app(app).stage, Stage::Check, "look again");
    rig.keys(&mut screen, "5 5 5");
    let shown = rig.draw(&screen, 80, 16);
    assert!(shown.contains("Kurang 1") && shown.contains("berlaku,"), "{shown}");
    rig.keys(&mut screen, "5 F8 1");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "{}", rig.said());
    assert_eq!(rig.bench.app(app).ticks.values().filter(|t| **t == Tick::NotApplicable).count(), 1);
}

#[test]
fn nik_to_follow_is_filled_in_before_it_goes_on() {
    let mut rig = Rig::new();
    let mut s = submission(3, ReasonCode::DataChange, Then::Queue);
    let nik = s.person.nik.take().expect("a NIK");
    s.person.birth = Some(nik.birth(crate::harness::monday()));
    let app = rig.bench.submit(s);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter F8");
    rig.text(&mut screen, nik.as_str());
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Check, "{}", rig.said());
    assert!(!rig.bench.app(app).nik_pending);
    assert_eq!(rig.said(), "0001 DIBETULKAN · NIK");
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "{}", rig.said());
}

#[test]
fn a_correction_changes_only_what_was_changed() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 2);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "b Tab Ctrl+U");
    rig.text(&mut screen, "YUSUF CONTOH, S.Pd.");
    let draft = screen.draft().expect("a draft");
    let mut again = Check::new();
    again.restore(&draft, &rig.view());
    assert!(again.draft() == Some(draft));
    rig.keys(&mut again, "F8");
    let file = rig.bench.office.file(app).expect("a file");
    assert_eq!(file.person.as_ref().expect("a person").name.as_str(), "YUSUF CONTOH, S.Pd.");
    let fields = rig.bench.entries.iter().find_map(|e| match &e.event {
        loket::domain::event::Event::DataCorrected(e) => Some(e.fields.clone()),
        _ => None,
    });
    assert_eq!(fields.expect("corrected"), [loket::domain::personal::PersonField::Name]);
}

#[test]
fn correcting_the_kind_brings_its_documents() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::Lost, 3);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter b Tab Tab Tab Tab r u s Enter F8");
    assert_eq!(rig.bench.app(app).reason, ReasonCode::Damaged, "{}", rig.said());
    assert!(rig.draw(&screen, 80, 16).contains("KTP-el yang rusak"), "{}", rig.draw(&screen, 80, 16));
}

#[test]
fn another_desks_act_is_marked_and_nothing_moves_under_the_cursor() {
    let mut rig = Rig::new();
    let first = waiting(&mut rig, 3, ReasonCode::DataChange, 9);
    let second = waiting(&mut rig, 4, ReasonCode::DataChange, 9);
    let mut screen = at_check(&rig);
    let ticks = rig.bench.app(first).ticks.clone();
    let complete = Command::ConfirmComplete { app: first, ticks, spent: Default::default() };
    rig.bench.act(OFFICER, complete).expect("another desk");
    screen.refresh(&rig.view());
    let shown = rig.draw(&screen, 80, 16);
    assert!(shown.contains("0001 sudah di operator"), "{shown}");
    rig.keys(&mut screen, "Enter");
    assert!(rig.said().contains("0001 sudah di operator"), "{}", rig.said());
    assert_eq!(rig.bench.app(second).stage, Stage::Check);
    rig.keys(&mut screen, "Down");
    assert!(!rig.draw(&screen, 80, 16).contains("0001"));
    rig.keys(&mut screen, "Enter F8");
    assert_eq!(rig.bench.app(second).stage, Stage::Operator);
}

#[test]
fn an_opened_file_changed_elsewhere_is_shown_again_first() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 9);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter");
    rig.bench.act(OPERATOR, Command::MarkPriority { app, priority: true }).expect("another desk");
    screen.refresh(&rig.view());
    assert!(rig.draw(&screen, 80, 16).contains("diubah di loket lain"), "{}", rig.draw(&screen, 80, 16));
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Check);
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "{}", rig.said());
}

#[test]
fn beside_acts_need_one_letter() {
    let mut rig = Rig::new();
    let first = waiting(&mut rig, 3, ReasonCode::DataChange, 1);
    let second = waiting(&mut rig, 4, ReasonCode::DataChange, 1);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Down u");
    assert!(rig.bench.app(second).priority);
    rig.keys(&mut screen, "k 1 c");
    assert_eq!(rig.bench.app(second).calls, 1, "the selection stays on its file");
    assert!(rig.asks.iter().any(|ask| matches!(ask, Ask::Slips(app) if *app == second)));
    rig.keys(&mut screen, "Down x 2 F8");
    assert_eq!(rig.bench.app(first).stage, Stage::Cancelled(CancelKind::InputError), "{}", rig.said());
    rig.keys(&mut screen, "d 2 Enter");
    assert_eq!(rig.bench.app(second).stage, Stage::Check, "Enter does not end a file");
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(second).stage, Stage::Cancelled(CancelKind::Withdrawn), "{}", rig.said());
}

#[test]
fn an_old_returned_file_is_offered_as_not_continued() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 1);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter F7 1 Tab d 3 F8 Esc");
    assert_eq!(rig.bench.app(app).stage, Stage::Returned, "too early");
    rig.bench.now += 31 * 86_400_000;
    assert!(rig.draw(&screen, 80, 16).contains("lewat 30 hari"), "{}", rig.draw(&screen, 80, 16));
    rig.keys(&mut screen, "d 3 F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Cancelled(CancelKind::NotContinued), "{}", rig.said());
}

#[test]
fn a_late_void_asks_for_a_supervisor() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 1);
    rig.bench.now += 3_600_000;
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "x 2 F8 K C Enter r a h a s i a Enter");
    assert_eq!(rig.bench.app(app).stage, Stage::Cancelled(CancelKind::InputError), "{}", rig.said());
}

#[test]
fn the_filter_takes_letters_and_digits() {
    let mut rig = Rig::new();
    waiting(&mut rig, 3, ReasonCode::DataChange, 9);
    let second = waiting(&mut rig, 4, ReasonCode::DataChange, 9);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "/ 0 0 0 2 Enter F8");
    assert_eq!(rig.bench.app(second).stage, Stage::Operator, "{}", rig.said());
    let reply = {
        rig.keys(&mut screen, "/");
        screen.paste(&"x\u{1b}".repeat(3 * 1024), &rig.view())
    };
    rig.follow(&mut screen, reply);
    rig.draws_everywhere(&screen);
}

#[test]
fn a_file_chosen_elsewhere_is_opened() {
    let mut rig = Rig::new();
    waiting(&mut rig, 3, ReasonCode::DataChange, 9);
    let app = waiting(&mut rig, 4, ReasonCode::DataChange, 9);
    let mut screen = at_check(&rig);
    let reply = screen.told(Told::Open(app), &rig.view());
    rig.follow(&mut screen, reply);
    rig.keys(&mut screen, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "{}", rig.said());
    let reply = screen.told(Told::Open(app), &rig.view());
    rig.follow(&mut screen, reply);
    assert!(rig.said().contains("sudah di operator"), "{}", rig.said());
}

#[test]
fn a_draft_keeps_ticks_place_and_clock() {
    let mut rig = Rig::new();
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 3);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter 4 5");
    let draft = screen.draft().expect("a draft");
    rig.bench.now += 20_000;
    let mut again = Check::new();
    again.restore(&draft, &rig.view());
    assert!(again.draft() == Some(draft));
    assert_eq!(rig.draw(&again, 80, 16), rig.draw(&screen, 80, 16));
    rig.keys(&mut again, "F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Operator, "{}", rig.said());
    assert_eq!(rig.bench.app(app).spent[1].work_ms, 20_000);
}

#[test]
fn a_refusal_keeps_what_was_ticked() {
    let mut rig = Rig::of(OPERATOR, &[Role::Operator]);
    let app = waiting(&mut rig, 3, ReasonCode::DataChange, 3);
    let mut screen = at_check(&rig);
    rig.keys(&mut screen, "Enter 4 5 F8");
    assert_eq!(rig.bench.app(app).stage, Stage::Check, "not an operator's act");
    let draft = screen.draft().expect("a draft");
    assert!(draft.app == Some(app));
    assert!(rig.draw(&screen, 80, 16).contains("Lengkap"), "{}", rig.draw(&screen, 80, 16));
}

#[test]
fn draws_at_any_size_in_every_state() {
    let mut rig = Rig::new();
    rig.draws_everywhere(&at_check(&rig));
    waiting(&mut rig, 3, ReasonCode::MovedIn, 2);
    waiting(&mut rig, 4, ReasonCode::Lost, 3);
    let mut screen = at_check(&rig);
    for step in [
        "Enter",
        "1 2 3 4 5 6 7 8 9",
        "F7",
        "2",
        "Esc",
        "b",
        "Esc",
        "k",
        "Esc",
        "d",
        "Esc",
        "x",
        "Esc",
        "Esc",
        "Tab",
        "/",
    ] {
        rig.keys(&mut screen, step);
        rig.draws_everywhere(&screen);
    }
}

#[test]
fn looks_as_drawn() {
    for lang in Lang::ALL {
        let mut rig = Rig::new();
        rig.look = Look::full(lang);
        waiting(&mut rig, 3, ReasonCode::Lost, 2);
        waiting(&mut rig, 4, ReasonCode::Damaged, 3);
        waiting(&mut rig, 5, ReasonCode::MovedIn, 1);
        let mut screen = at_check(&rig);
        rig.keys(&mut screen, "Down u");
        insta::assert_snapshot!(format!("check_queue_{}", lang.code()), rig.draw(&screen, 80, 16));
        rig.keys(&mut screen, "Enter 4");
        rig.bench.now += 65_000;
        insta::assert_snapshot!(format!("check_opened_{}", lang.code()), rig.draw(&screen, 80, 16));
        insta::assert_snapshot!(format!("check_wide_{}", lang.code()), rig.draw(&screen, 132, 24));
        rig.keys(&mut screen, "1 F7");
        insta::assert_snapshot!(format!("check_return_{}", lang.code()), rig.draw(&screen, 80, 16));
        rig.keys(&mut screen, "Esc b");
        insta::assert_snapshot!(format!("check_correct_{}", lang.code()), rig.draw(&screen, 80, 16));
    }
}
