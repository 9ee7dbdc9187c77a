//! Intake by keys.

use super::Rig;
use crate::harness::{OFFICER, SUPERVISOR, person, submission};
use loket::domain::application::Stage;
use loket::domain::command::{Command, Past, Then};
use loket::domain::event::Event;
use loket::domain::id::{AppId, RegisterNumber};
use loket::domain::nik::Nik;
use loket::domain::personal::Person;
use loket::domain::reason::ReasonCode;
use loket::domain::sheets::SheetCommand;
use loket::domain::terms::CancelKind;
use loket::screen::intake::Intake;
use loket::screen::{Ask, Screen, SlipKind, Told};
use loket::text::Lang;
use loket::ui::keymap::Action;
use loket::ui::theme::Look;

const NIK: &str = "1374015708909012";

/// A new applicant, card lost, all documents brought.
fn type_new(rig: &mut Rig, screen: &mut Intake) {
    rig.text(screen, NIK);
    rig.text(screen, "ANISA RAHMI");
    rig.keys(screen, "Enter Enter h i Enter");
    rig.text(screen, "81266001234");
    rig.keys(screen, "Enter 1 1 1 2 3");
}

fn only(rig: &Rig) -> &loket::domain::office::File {
    assert_eq!(rig.bench.office.files.len(), 1);
    rig.bench.office.files.values().next().expect("one file")
}

fn receipts(rig: &Rig) -> Vec<Vec<AppId>> {
    let receipt = |ask: &Ask| match ask {
        Ask::Slip(SlipKind::Receipt(apps)) => Some(apps.clone()),
        _ => None,
    };
    rig.asks.iter().filter_map(receipt).collect()
}

#[test]
fn a_new_applicant_takes_few_keys_and_everything_is_stored() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.bench.now += 31_000;
    rig.keys(&mut screen, "F8");
    assert!(rig.pressed <= 52, "{} keys", rig.pressed);
    let file = only(&rig);
    let stored = file.person.as_ref().expect("a person");
    assert_eq!(stored.nik.expect("a NIK").as_str(), NIK);
    assert_eq!(stored.name.as_str(), "ANISA RAHMI");
    assert_eq!(stored.contact.phone().expect("a phone").as_str(), "081266001234");
    assert_eq!(stored.address.as_ref().expect("an address").kelurahan.as_str(), "1374011001");
    assert_eq!(file.app.reason, ReasonCode::Lost);
    assert_eq!(file.app.stage, Stage::Check);
    assert_eq!(file.app.ticks.len(), 3);
    assert_eq!((file.app.spent[0].work_ms, file.app.spent[0].measured), (31_000, true));
    assert_eq!(receipts(&rig), [vec![file.app.id]]);
    assert_eq!(rig.said(), "0001 DITERIMA · tanda terima sedang dicetak · ke pemeriksaan (antrean 1)");
    assert!(screen.draft().is_none());
}

/// Lets an application of the person end as handed over, by the shortest way the office has.
fn known(rig: &mut Rig, mut who: Person, kind: CancelKind) -> AppId {
    who.address = Some(loket::domain::person::Address {
        street: None,
        rt: None,
        rw: None,
        kelurahan: loket::domain::region::KelurahanCode::parse("1374021008").expect("a code"),
    });
    let mut s = submission(3, ReasonCode::Lost, Then::Return);
    s.person = who;
    let app = rig.bench.submit(s);
    rig.bench.now += 40 * 86_400_000;
    rig.bench.act(OFFICER, Command::Cancel { app, kind, note: None }).expect("ended");
    app
}

#[test]
fn a_known_applicant_is_prefilled_all_but_the_ticks() {
    let mut rig = Rig::new();
    let who = person(3);
    known(&mut rig, who.clone(), CancelKind::Withdrawn);
    let mut screen = Intake::new();
    rig.text(&mut screen, who.nik.expect("a NIK").as_str());
    rig.keys(&mut screen, "h i Enter 1 2 3 5 5 6 6 Ctrl+O");
    assert!(rig.pressed <= 27, "{} keys", rig.pressed);
    let file = only(&rig);
    assert_eq!(file.app.stage, Stage::Operator, "{}", rig.said());
    assert_eq!(file.person.as_ref().expect("a person").name, who.name);
    assert!(rig.said().starts_with("0002 DITERIMA, LENGKAP"), "{}", rig.said());
}

#[test]
fn a_known_applicant_takes_twenty_five_keys_with_one_question_for_undecided_documents() {
    let mut rig = Rig::new();
    let who = person(3);
    known(&mut rig, who.clone(), CancelKind::Withdrawn);
    let mut screen = Intake::new();
    rig.text(&mut screen, who.nik.expect("a NIK").as_str());
    assert!(rig.draw(&screen, 80, 16).contains("dari 2026"), "{}", rig.draw(&screen, 80, 16));
    rig.keys(&mut screen, "h i Enter 1 2 3 Ctrl+O 1");
    assert!(rig.pressed <= 25, "{} keys", rig.pressed);
    assert_eq!(only(&rig).app.stage, Stage::Operator, "{}", rig.said());
}

#[test]
fn a_wrong_nik_stops_at_its_field_and_a_strange_one_does_not() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    rig.text(&mut screen, "1374019908909012");
    assert!(rig.error().is_some(), "a day 99 does not exist");
    assert_eq!(screen.draft().expect("a draft").form.focus, "nik");
    rig.keys(&mut screen, "Ctrl+U");
    let notices = rig.notices.len();
    rig.text(&mut screen, "9999015708909012");
    assert_eq!(rig.notices.len(), notices, "an unknown region is only a remark");
    assert_eq!(screen.draft().expect("a draft").form.focus, "name");
}

#[test]
fn another_nik_takes_back_what_the_first_filled_in() {
    let mut rig = Rig::new();
    let who = person(3);
    known(&mut rig, who.clone(), CancelKind::Withdrawn);
    let mut screen = Intake::new();
    rig.text(&mut screen, who.nik.expect("a NIK").as_str());
    assert!(rig.draw(&screen, 80, 16).contains(who.name.as_str()));
    rig.keys(&mut screen, "BackTab BackTab BackTab Backspace");
    assert!(!rig.draw(&screen, 80, 16).contains(who.name.as_str()), "{}", rig.draw(&screen, 80, 16));
}

#[test]
fn nik_to_follow_needs_name_and_birth_date_and_cannot_be_completed() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    rig.keys(&mut screen, "-");
    rig.text(&mut screen, "SITI CONTOH");
    rig.keys(&mut screen, "Enter");
    assert!(rig.asks.iter().any(|ask| matches!(ask, Ask::Find(name) if name == "SITI CONTOH")));
    rig.text(&mut screen, "31022000");
    assert!(rig.error().is_some(), "31 February");
    rig.keys(&mut screen, "Ctrl+U");
    assert!(screen.draft().is_none());
    rig.keys(&mut screen, "Ctrl+U");
    rig.keys(&mut screen, "Backspace Backspace Backspace Backspace Backspace Backspace Backspace Backspace");
    rig.text(&mut screen, "17081990");
    rig.keys(&mut screen, "Enter h i Enter");
    rig.text(&mut screen, "081266001234");
    rig.keys(&mut screen, "Enter 2 8 1 2 3 Ctrl+O");
    assert_eq!(rig.error().expect("refused").code, Some("R-105"));
    rig.keys(&mut screen, "F8");
    let file = only(&rig);
    assert!(file.app.nik_pending);
    assert!(file.person.as_ref().expect("a person").birth.is_some());
}

#[test]
fn without_a_phone_somebody_is_named() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    rig.text(&mut screen, NIK);
    rig.text(&mut screen, "ANISA RAHMI");
    rig.keys(&mut screen, "Enter Enter h i Enter - i s t r i Enter");
    rig.text(&mut screen, "DONI CONTOH");
    rig.keys(&mut screen, "Enter 1 3 F8");
    let file = only(&rig);
    let contact = &file.person.as_ref().expect("a person").contact;
    assert!(matches!(contact, loket::domain::person::Contact::Through { phone: None, .. }), "{}", rig.said());
}

#[test]
fn what_is_missing_is_named_and_nothing_is_lost() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    rig.text(&mut screen, NIK);
    rig.keys(&mut screen, "F8");
    assert!(rig.error().is_some());
    assert!(rig.said().contains("Nama") && rig.said().contains("Kelurahan"), "{}", rig.said());
    let draft = screen.draft().expect("a draft");
    assert_eq!(draft.form.focus, "name");
    assert!(draft.form.values.iter().any(|(key, value)| key == "nik" && value == NIK));
    assert!(rig.bench.office.files.is_empty());
}

#[test]
fn enter_never_submits() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.keys(&mut screen, "Enter Enter Enter Enter");
    assert!(rig.bench.office.files.is_empty());
}

#[test]
fn an_open_application_is_offered_and_a_returned_one_taken_back() {
    let mut rig = Rig::new();
    let who = person(3);
    let mut s = submission(3, ReasonCode::Lost, Then::Return);
    s.person = who.clone();
    let app = rig.bench.submit(s);
    let mut screen = Intake::new();
    rig.text(&mut screen, who.nik.expect("a NIK").as_str());
    let shown = rig.draw(&screen, 80, 16);
    assert!(shown.contains("permohonan terbuka") && shown.contains("Terima kembali"), "{shown}");
    rig.keys(&mut screen, "2");
    assert_eq!(rig.bench.app(app).stage, Stage::Check);
    assert!(rig.said().starts_with("0001 DITERIMA KEMBALI"), "{}", rig.said());
    rig.text(&mut screen, who.nik.expect("a NIK").as_str());
    rig.keys(&mut screen, "1");
    assert!(rig.asks.iter().any(|ask| matches!(ask, Ask::OpenFile(found) if *found == app)));
}

#[test]
fn again_soon_after_a_handover_asks_why() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    rig.text(&mut screen, NIK);
    let nik = Nik::parse(NIK).expect("a NIK");
    let number = RegisterNumber { year: 2026, no: 7, text: "0007".into() };
    let ended_ms = crate::harness::MONDAY_MS - 5 * 86_400_000;
    let past = vec![Past { app: AppId(7), number, reason: ReasonCode::Lost, stage: Stage::HandedOver, ended_ms }];
    let reply = screen.told(Told::Past { nik, past, person: None }, &rig.view());
    rig.follow(&mut screen, reply);
    assert!(rig.draw(&screen, 80, 16).contains("Sebab ulang*"), "{}", rig.draw(&screen, 80, 16));
    rig.text(&mut screen, "ANISA RAHMI");
    rig.keys(&mut screen, "Enter Enter h i Enter");
    assert_eq!(screen.draft().expect("a draft").form.focus, "repeat");
    rig.keys(&mut screen, "F8");
    assert!(rig.said().contains("Sebab ulang"), "{}", rig.said());
}

#[test]
fn a_command_on_its_way_is_not_given_twice() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    let first = screen.on(Action::Main, &rig.view());
    assert_eq!(first.requests.len(), 1);
    assert!(screen.on(Action::Main, &rig.view()).requests.is_empty());
    rig.bench.now += 6_000;
    assert_eq!(screen.on(Action::Main, &rig.view()).requests.len(), 1, "never answered: it may be given again");
}

#[test]
fn a_file_not_continued_goes_on_under_its_number() {
    let mut rig = Rig::new();
    let who = person(3);
    let app = known(&mut rig, who.clone(), CancelKind::NotContinued);
    let mut screen = Intake::new();
    rig.text(&mut screen, who.nik.expect("a NIK").as_str());
    rig.keys(&mut screen, "1");
    assert_eq!(rig.bench.app(app).stage, Stage::Check, "{}", rig.said());
    assert!(rig.said().contains("DIBUKA LAGI"), "{}", rig.said());
}

#[test]
fn a_family_is_received_in_one_go_with_one_slip() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.keys(&mut screen, "Ctrl+B");
    assert_eq!(receipts(&rig).len(), 0, "the slip waits for the family");
    rig.text(&mut screen, "1374011708889013");
    rig.text(&mut screen, "DONI RAHMI");
    rig.keys(&mut screen, "Enter Enter h i Enter 1 2 3 F8");
    let files: Vec<_> = rig.bench.office.files.values().collect();
    assert_eq!(files.len(), 2, "{}", rig.said());
    assert_eq!(files[1].app.family_of, Some(files[0].app.id));
    let contact = |n: usize| files[n].person.as_ref().map(|p| p.contact.clone());
    assert_eq!(contact(0), contact(1));
    assert_eq!(receipts(&rig), [files.iter().map(|f| f.app.id).collect::<Vec<_>>()]);
}

#[test]
fn a_family_that_ends_early_still_gets_its_slip() {
    for key in ["Esc", "F8", "Ctrl+U"] {
        let mut rig = Rig::new();
        let mut screen = Intake::new();
        type_new(&mut rig, &mut screen);
        rig.keys(&mut screen, "Ctrl+B");
        let draft = screen.draft().expect("a slip is owed");
        let mut again = Intake::new();
        again.restore(&draft, &rig.view());
        rig.keys(&mut again, key);
        assert_eq!(receipts(&rig).len(), 1, "{key}");
        assert!(again.draft().is_none(), "{key}");
    }
}

#[test]
fn an_emergency_sheet_keeps_its_number_and_time() {
    let mut rig = Rig::new();
    let issue = Command::Sheets(Box::new(SheetCommand::IssueEmergency { n: 20 }));
    rig.bench.act(SUPERVISOR, issue).expect("twenty sheets");
    rig.bench.now = 2 * 3_600_000;
    let mut screen = Intake::new();
    rig.keys(&mut screen, "Ctrl+E 1 7 Tab Tab 1 1 3 0");
    type_new(&mut rig, &mut screen);
    rig.keys(&mut screen, "F8");
    assert!(rig.error().is_some(), "half past eleven has not come yet");
    rig.keys(&mut screen, "Backspace Backspace Backspace Backspace 0 9 1 5 F8");
    assert_eq!(only(&rig).app.sheet, Some(17), "{}", rig.said());
    let entry =
        rig.bench.entries.iter().rfind(|e| matches!(e.event, Event::ApplicationSubmitted(_))).expect("an entry");
    assert_eq!(entry.envelope.happened_ms, Some(crate::harness::MONDAY_MS + 75 * 60_000));
}

#[test]
fn accept_and_return_lists_what_is_missing() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.keys(&mut screen, "F7");
    assert_eq!(rig.error().expect("nothing is missing").code, Some("R-108"));
    rig.keys(&mut screen, "3 F7");
    let file = only(&rig);
    assert_eq!((file.app.stage, file.app.missing.len()), (Stage::Returned, 1));
    let id = file.app.id;
    assert!(rig.asks.iter().any(|a| matches!(a, Ask::Slip(SlipKind::Returned(app)) if *app == id)));
}

#[test]
fn sent_away_is_counted_and_the_form_stays() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    rig.text(&mut screen, NIK);
    rig.keys(&mut screen, "Ctrl+Y 2");
    assert_eq!(rig.bench.office.desk.today.as_ref().expect("a day").sent_away.values().sum::<u32>(), 1);
    assert!(screen.draft().is_some());
}

#[test]
fn whatsapp_is_kept_with_the_contact() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.keys(&mut screen, "BackTab BackTab BackTab Space F8");
    let file = only(&rig);
    let note = file.person.as_ref().and_then(|p| p.note.clone()).expect("a note");
    assert_eq!(note.as_str(), "WA");
}

#[test]
fn a_number_typed_on_the_whatsapp_tick_changes_no_document() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.keys(&mut screen, "BackTab BackTab BackTab");
    let before = screen.draft();
    rig.text(&mut screen, "0812");
    assert!(screen.draft() == before, "a tick of a document was turned unseen");
}

#[test]
fn a_draft_comes_back_whole() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    let draft = screen.draft().expect("a draft");
    let mut again = Intake::new();
    again.restore(&draft, &rig.view());
    assert!(again.draft() == Some(draft));
    assert_eq!(rig.draw(&again, 80, 16), rig.draw(&screen, 80, 16));
    rig.bench.now += 5_000;
    rig.keys(&mut again, "F8");
    let spent = &only(&rig).app.spent[0];
    assert_eq!((spent.work_ms, spent.measured), (5_000, true), "the clock goes on from its first key");
}

#[test]
fn clear_empties_all_and_gives_it_back() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    let before = screen.draft();
    rig.keys(&mut screen, "Ctrl+U");
    assert!(screen.draft().is_none());
    rig.keys(&mut screen, "Ctrl+U");
    assert!(screen.draft() == before);
}

#[test]
fn pastes_are_data() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    let reply = screen.paste(&"1".repeat(5 * 1024), &rig.view());
    rig.follow(&mut screen, reply);
    assert!(screen.draft().is_none(), "5 KiB are refused whole");
    assert!(!rig.said().is_empty());
    let reply = screen.paste("\u{1b}[31m1374 0157\u{202e}.0890-9012\u{7}", &rig.view());
    rig.follow(&mut screen, reply);
    assert!(screen.draft().is_none(), "letters have no place in a NIK");
    let reply = screen.paste("1374 0157\u{202e}.0890-9012\u{7}\r\n", &rig.view());
    rig.follow(&mut screen, reply);
    let draft = screen.draft().expect("a draft");
    assert_eq!(draft.form.values, [("nik".to_owned(), NIK.to_owned())]);
    assert_eq!(draft.form.focus, "name");
}

#[test]
fn draws_at_any_size_in_every_state() {
    let mut rig = Rig::new();
    let mut screen = Intake::new();
    let steps = ["-", "Ctrl+U", "1 3 7 4", "Ctrl+Y", "Esc", "Ctrl+E", "Tab Tab Tab Tab Tab h", "Esc", "F8"];
    rig.draws_everywhere(&screen);
    for step in steps {
        rig.keys(&mut screen, step);
        rig.draws_everywhere(&screen);
    }
    let mut screen = Intake::new();
    type_new(&mut rig, &mut screen);
    rig.draws_everywhere(&screen);
}

#[test]
fn looks_as_drawn() {
    for lang in Lang::ALL {
        let mut rig = Rig::new();
        rig.look = Look::full(lang);
        let mut screen = Intake::new();
        rig.text(&mut screen, NIK);
        rig.text(&mut screen, "ANISA RAHMI");
        insta::assert_snapshot!(format!("intake_typing_{}", lang.code()), rig.draw(&screen, 80, 16));
        rig.keys(&mut screen, "Enter Enter");
        rig.text(&mut screen, if lang == Lang::Id { "hil" } else { "los" });
        insta::assert_snapshot!(format!("intake_list_{}", lang.code()), rig.draw(&screen, 80, 16));
        rig.keys(&mut screen, "Enter");
        rig.text(&mut screen, "081266001234");
        rig.keys(&mut screen, "Enter 1 1 1 2 5 5");
        rig.bench.now += 50_000;
        insta::assert_snapshot!(format!("intake_documents_{}", lang.code()), rig.draw(&screen, 80, 16));
        insta::assert_snapshot!(format!("intake_wide_{}", lang.code()), rig.draw(&screen, 132, 20));
        rig.keys(&mut screen, "3 Ctrl+O");
        insta::assert_snapshot!(format!("intake_question_{}", lang.code()), rig.draw(&screen, 80, 16));
    }
}
