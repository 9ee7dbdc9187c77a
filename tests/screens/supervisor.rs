//! Ctrl+G: approvals, clocks, mode, accounts, blanks, figures, day; drafts without secrets.

use super::counter::Counter;
use crate::harness::{Bench, OFFICER, OPERATOR, SUPERVISOR, submission};
use loket::domain::command::{Command, Then};
use loket::domain::id::AppId;
use loket::domain::person::Note;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::terms::*;
use loket::screen::supervisor::Supervisor;
use loket::screen::supervisor::policy::{SETTINGS, Value};
use loket::screen::supervisor::staff::{initials, initials_of};
use loket::screen::{Ask, Screen};
use loket::text::Lang;
use loket::ui::theme::Look;

fn ask(c: &mut Counter, n: u32, topic: ApprovalTopic) -> AppId {
    let app = c.bench.submit(submission(n, ReasonCode::New, Then::Queue));
    let note = Note::parse("alasan rahasia").expect("a note");
    c.bench.act(OFFICER, Command::RequestApproval { app, topic, note }).expect("asked");
    app
}

fn open(c: &Counter) -> Supervisor {
    let mut screen = Supervisor::new();
    screen.refresh(&c.view());
    screen
}

#[test]
fn the_view_shows_what_waits_and_no_times_of_a_person() {
    let mut c = Counter::new();
    ask(&mut c, 1, ApprovalTopic::CancelLate);
    c.bench.now = 12 * 60_000;
    let causes = [TroubleCause::Network].into();
    let reason = Some(Note::parse("putus").expect("a note"));
    c.bench.act(OPERATOR, Command::StartTrouble { causes, reason, advised: false }).expect("trouble");
    let screen = open(&c);
    insta::assert_snapshot!("supervisor", c.picture(&screen));
    let all = c.draw(&screen, 80, 40);
    assert!(
        all.contains("jaringan sejak 08.12") && all.contains("Penerimaan") && all.contains("1 berkas, 0 lewat 01.00"),
        "{all}"
    );
    assert!(!all.contains("rahasia"), "the note is not shown");
    c.draws_everywhere(&screen);
}

#[test]
fn an_approval_is_decided_by_digit_and_main_key() {
    let mut c = Counter::new();
    let (first, second) = (ask(&mut c, 1, ApprovalTopic::CancelLate), ask(&mut c, 2, ApprovalTopic::Refuse));
    let mut screen = open(&c);
    c.keys(&mut screen, "F8");
    insta::assert_snapshot!("supervisor_decide", c.picture(&screen));
    c.keys(&mut screen, "F8");
    assert!(c.given.is_empty(), "two strokes of the main key decide nothing");
    c.keys(&mut screen, "F8 2 Enter");
    assert!(c.given.is_empty(), "neither digit nor Enter carries it out");
    c.keys(&mut screen, "F8");
    assert!(c.said().contains("DISETUJUI"), "{}", c.said());
    c.keys(&mut screen, "Enter 3 F8");
    assert!(c.said().contains("TIDAK DISETUJUI"), "{}", c.said());
    let granted = |app| c.bench.app(app).approval.as_ref().and_then(|a| a.granted);
    assert_eq!((granted(first), granted(second)), (Some(true), Some(false)));
    c.keys(&mut screen, "F8");
    assert!(c.said().contains("Tidak ada permintaan"), "{}", c.said());
}

#[test]
fn an_officer_may_look_and_the_office_refuses_the_rest() {
    let mut c = Counter::new();
    let app = ask(&mut c, 1, ApprovalTopic::Refuse);
    c.sits(OFFICER, &[Role::RegisterOfficer]);
    let mut screen = open(&c);
    c.keys(&mut screen, "F8 2 F8");
    assert_eq!(c.given.len(), 1);
    assert_eq!(c.bench.app(app).approval.as_ref().and_then(|a| a.granted), None);
}

#[test]
fn a_new_account_is_typed_once_and_its_secret_twice() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    c.keys(&mut screen, "a F8");
    assert!(c.said().contains("Nama"), "{}", c.said());
    c.text(&mut screen, "Dewi Contoh, S.Kom.");
    c.keys(&mut screen, "Enter");
    assert!(c.draw(&screen, 80, 15).contains("DC"), "initials are proposed");
    c.keys(&mut screen, "Tab F8");
    assert!(c.said().contains("peran"), "{}", c.said());
    c.keys(&mut screen, "Space Tab 2 Tab Tab");
    insta::assert_snapshot!("supervisor_account", c.picture(&screen));
    c.text(&mut screen, "hujan pagi");
    c.keys(&mut screen, "Tab");
    c.text(&mut screen, "hujan sore");
    c.keys(&mut screen, "F8");
    assert!(c.frozen() && c.said().contains("tidak sama"), "{}", c.said());
    c.text(&mut screen, "hujan");
    c.keys(&mut screen, "F8");
    assert!(c.said().contains("terlalu pendek") && c.given.is_empty(), "{}", c.said());
    c.text(&mut screen, " pagi");
    c.keys(&mut screen, "Tab");
    c.text(&mut screen, "hujan pagi");
    let draft = screen.draft().expect("a draft");
    assert!(!serde_json::to_string(&draft).expect("json").contains("hujan"), "no secret in a draft");
    assert!(!c.draw(&screen, 80, 15).contains("hujan"));
    c.keys(&mut screen, "F8");
    let [Command::AddAccount { initials, roles, .. }] = &c.given[..] else { panic!("one account") };
    assert_eq!(initials, "DC");
    assert_eq!(*roles, crate::harness::roles(&[Role::RegisterOfficer, Role::Operator]));
    assert!(c.said().contains("AKUN DC DIBUAT"), "{}", c.said());
    assert!(matches!(c.asks[..], [Ask::DropDraft]));
    assert!(screen.draft().is_none() && c.draw(&screen, 80, 40).contains("Dewi Contoh"));
    let list = c.draw(&screen, 80, 40);
    let marked = list.lines().find(|line| line.starts_with('▶')).expect("a pointer");
    assert!(marked.contains("Dewi Contoh"), "the new account: {marked}");

    let mut again = open(&c);
    again.restore(&draft, &c.view());
    let form = c.draw(&again, 80, 15);
    assert!(form.contains("Dewi Contoh, S.Kom.") && form.contains("[x]"), "{form}");
    c.draws_everywhere(&again);
}

#[test]
fn a_refused_account_keeps_its_form() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    c.keys(&mut screen, "a");
    c.text(&mut screen, "Kasi Contoh");
    c.keys(&mut screen, "Enter Tab Space Tab Tab Tab");
    c.text(&mut screen, "rahasia kita");
    c.keys(&mut screen, "Tab");
    c.text(&mut screen, "rahasia kita");
    c.keys(&mut screen, "F8");
    assert_eq!(c.given.len(), 1, "asked for, with initials that are taken");
    assert!(c.draw(&screen, 80, 15).contains("Kasi Contoh"), "the form stays to be corrected");
}

/// Puts the selection on an account by its name.
fn choose(c: &mut Counter, screen: &mut Supervisor, name: &str) {
    c.keys(screen, "/");
    c.text(screen, name);
    c.keys(screen, "Enter");
}

#[test]
fn accounts_change_roles_are_switched_off_and_reset() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    choose(&mut c, &mut screen, "register contoh");
    insta::assert_snapshot!("supervisor_account_menu", c.picture(&screen));
    c.keys(&mut screen, "1");
    assert!(c.draw(&screen, 80, 15).contains("Peran akun RC"));
    c.keys(&mut screen, "1 F8");
    assert!(c.given.is_empty() && c.said().contains("peran"), "{}", c.said());
    c.keys(&mut screen, "2 F8");
    assert_eq!(c.bench.office.roles(OFFICER), Some(&crate::harness::roles(&[Role::Operator])));

    c.keys(&mut screen, "Enter 2");
    assert_eq!(c.given.len(), 1, "switching off needs the main key");
    c.keys(&mut screen, "F8");
    assert_eq!(c.bench.office.roles(OFFICER), None);
    c.keys(&mut screen, "Enter 2");
    assert!(c.bench.office.roles(OFFICER).is_some(), "and on again by digit");

    c.keys(&mut screen, "Enter 3");
    c.text(&mut screen, "payung kita 3");
    c.keys(&mut screen, "Tab");
    c.text(&mut screen, "payung kita 3");
    assert!(screen.draft().is_none(), "nothing but secrets: no draft");
    c.keys(&mut screen, "F8");
    assert!(matches!(c.given.last(), Some(Command::ResetAccount { account }) if *account == OFFICER));
    assert!(c.said().contains("kata sandi baru"), "{}", c.said());
}

#[test]
fn blanks_come_with_their_paper_and_a_count_becomes_a_difference() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    c.keys(&mut screen, "s F8");
    assert!(c.said().contains("apa yang terjadi"), "{}", c.said());
    c.text(&mut screen, "koreksi");
    c.keys(&mut screen, "Enter F8");
    assert!(c.said().contains("Jumlah"), "{}", c.said());
    c.text(&mut screen, "47");
    let form = c.picture(&screen);
    assert!(form.contains("buku 50, selisih -3"), "{form}");
    insta::assert_snapshot!("supervisor_blanks", form);
    c.keys(&mut screen, "F8");
    assert!(c.said().contains("surat") && c.given.is_empty(), "{}", c.said());
    c.text(&mut screen, "BA 12/2026");
    let draft = screen.draft().expect("a draft");
    c.keys(&mut screen, "F8");
    assert!(matches!(c.given[..], [Command::MoveBlanks { how: BlankMove::Counted, n: -3, .. }]));
    assert_eq!(c.bench.office.desk.blanks, 47);
    let mut again = open(&c);
    again.restore(&draft, &c.view());
    assert!(c.draw(&again, 80, 15).contains("BA 12/2026"));
    c.keys(&mut again, "F8");
    assert!(c.said().contains("sama dengan buku") && c.given.len() == 1, "{}", c.said());
}

#[test]
fn figures_open_here_with_the_list_behind_them() {
    let mut c = Counter::new();
    ask(&mut c, 1, ApprovalTopic::Refuse);
    let mut screen = open(&c);
    c.keys(&mut screen, "n");
    assert!(c.draw(&screen, 80, 15).contains("0 + 1 + 0 = 0 + 0 + 1"));
    c.keys(&mut screen, "Enter Enter");
    assert!(c.draw(&screen, 80, 15).contains("minta persetujuan Kasi"), "the entries of the file");
    c.draws_everywhere(&screen);
    c.keys(&mut screen, "Enter");
    assert!(matches!(c.asks[..], [Ask::OpenFile(_)]));
    c.keys(&mut screen, "Esc Esc Esc");
    assert!(c.draw(&screen, 80, 15).contains("MENUNGGU PERSETUJUAN"));
}

#[test]
fn a_day_is_opened_here_too() {
    let mut c = Counter::of(Bench::closed_office(), SUPERVISOR, &[Role::Supervisor]);
    let mut screen = open(&c);
    assert!(c.draw(&screen, 80, 40).contains("h membuka hari"));
    c.keys(&mut screen, "h 2");
    assert!(c.given.is_empty());
    c.keys(&mut screen, "h 1");
    assert_eq!(c.bench.office.desk.day, Some(crate::harness::monday()));
}

#[test]
fn the_place_is_kept_when_another_desk_asks() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    choose(&mut c, &mut screen, "operator contoh");
    c.keys(&mut screen, "Esc Esc");
    let marked = |c: &Counter, screen: &Supervisor| {
        c.draw(screen, 80, 40).lines().find(|l| l.starts_with('▶')).map(str::to_owned).unwrap_or_default()
    };
    assert!(marked(&c, &screen).contains("Operator Contoh"));
    ask(&mut c, 1, ApprovalTopic::Refuse);
    screen.refresh(&c.view());
    assert!(marked(&c, &screen).contains("Operator Contoh"));
    for look in [Look::bare(Lang::Id), Look::full(Lang::En)] {
        c.look = look;
        c.draws_everywhere(&screen);
    }
}

#[test]
fn initials_are_proposed_from_names() {
    for (name, want) in [
        ("Budi Santoso, S.Pd.", "BS"),
        ("Suharto", "SU"),
        ("  ", ""),
        ("Hj. Rahmi Yulia", "HR"),
        ("R. A. Kartini", "RA"),
    ] {
        assert_eq!(initials_of(name), want, "{name}");
    }
    assert_eq!(initials(" bs "), Some("BS".into()));
    for bad in ["", "b", "abcde", "b s", "b1"] {
        assert_eq!(initials(bad), None, "{bad:?}");
    }
}

/// Whoever adds a choice for the office gives it a place where the office finds it.
#[test]
fn every_field_of_the_policy_can_be_set() {
    let policy = serde_json::to_value(Policy::default()).expect("a document");
    // Who may close a day is set at the account.
    let fields = policy.as_object().expect("fields").keys().filter(|field| *field != "acting_closers");
    for field in fields {
        let named = |key: &str| key.split('.').next() == Some(field);
        assert!(SETTINGS.iter().any(|setting| named(setting.key)), "{field}");
    }
}

#[test]
fn a_setting_reads_back_what_was_put() {
    for setting in SETTINGS {
        let mut policy = Policy::default();
        let other = match (setting.get)(&policy) {
            Value::Text(text) => Value::Text(format!("{text} baru")),
            Value::Lines(_) => Value::Lines(vec!["BARIS SATU".into(), "BARIS DUA".into()]),
            Value::Number(number) => Value::Number(number + 1),
            Value::Switch(on) => Value::Switch(!on),
            Value::Choice(now, options) => {
                let next = options.iter().find(|(key, _)| *key != now).expect("another");
                Value::Choice(next.0.to_owned(), options)
            }
        };
        setting.put(&mut policy, other.clone()).expect("allowed");
        assert_eq!((setting.get)(&policy), other, "{}", setting.key);
        if let Value::Number(_) = other {
            assert!(setting.put(&mut policy, Value::Number(1_000_000)).is_err(), "{}", setting.key);
            assert_eq!((setting.get)(&policy), other, "nothing changed");
        }
    }
}

#[test]
fn a_supervisor_changes_the_settings_one_at_a_time() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    choose(&mut c, &mut screen, "penanda tangan");
    insta::assert_snapshot!("settings", c.picture(&screen));
    choose(&mut c, &mut screen, "mengetahui");
    c.text(&mut screen, "Kepala Bidang Contoh,");
    c.keys(&mut screen, "Tab");
    c.text(&mut screen, "DEWI CONTOH");
    let draft = screen.draft().expect("a draft");
    insta::assert_snapshot!("settings_lines", c.picture(&screen));
    c.draws_everywhere(&screen);
    c.keys(&mut screen, "F8");
    let [Command::ChangePolicy(policy)] = &c.given[..] else { panic!("one change") };
    assert_eq!(policy.witness, ["Kepala Bidang Contoh,", "DEWI CONTOH"]);
    assert!(c.said().contains("PENGATURAN DISIMPAN") && screen.draft().is_none(), "{}", c.said());
    assert!(c.draw(&screen, 80, 24).contains("Kepala Bidang Contoh, · DEWI CONTOH"));

    // A number stays within its bounds, and the register number holds its count.
    choose(&mut c, &mut screen, "percobaan");
    c.keys(&mut screen, "Ctrl+U");
    c.text(&mut screen, "99");
    c.keys(&mut screen, "F8");
    assert!(c.said().contains("antara 1 dan 20"), "{}", c.said());
    c.keys(&mut screen, "Esc");
    choose(&mut c, &mut screen, "bentuk");
    c.keys(&mut screen, "Backspace Backspace Backspace Backspace Backspace Backspace");
    c.keys(&mut screen, "F8");
    assert_eq!(c.given.len(), 2, "{}", c.said());

    let mut again = open(&c);
    again.restore(&draft, &c.view());
    assert!(c.draw(&again, 80, 24).contains("DEWI CONTOH"));
}

#[test]
fn an_account_is_named_to_close_days() {
    let mut c = Counter::new();
    let mut screen = open(&c);
    choose(&mut c, &mut screen, "register contoh");
    c.keys(&mut screen, "4");
    assert_eq!(c.bench.office.policy().acting_closers, [OFFICER]);
    choose(&mut c, &mut screen, "register contoh");
    assert!(c.draw(&screen, 80, 24).contains("Cabut pelaksana"));
    c.keys(&mut screen, "4");
    assert!(c.bench.office.policy().acting_closers.is_empty());
}
