//! F6: browsing, figures, corrections, export, closing a day with and without differences, opening one.

use super::counter::Counter;
use crate::harness::{OFFICER, OPERATOR, SUPERVISOR, monday, submission};
use loket::domain::command::{Command, PrintReport, Then};
use loket::domain::counts::Counted;
use loket::domain::id::{AppId, JobId};
use loket::domain::person::{Name, Note};
use loket::domain::personal::Patch;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;
use loket::screen::agenda::Agenda;
use loket::screen::{Ask, ExportFormat, Screen};
use loket::text::Lang;
use loket::ui::theme::Look;

fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

/// Brings a file to the end of its print; `report` decides how it came out.
fn print(c: &mut Counter, app: AppId, report: Option<PrintReport>) {
    let nik = c.bench.office.file(app).and_then(|f| f.person.as_ref()).and_then(|p| p.nik).expect("a NIK");
    let last4 = nik.last4().to_owned();
    let (status, source) = (CentralStatus::PrintReadyRecord, "SIAK".to_owned());
    let read_ms = c.view().stamp.utc_ms;
    c.bench
        .act(OPERATOR, Command::RecordStatus { app, status, source, read_ms, last4: last4.clone() })
        .expect("status");
    let test = loket::domain::command::TestReport {
        outcome: TestOutcome::Match,
        finger: Some(Finger::RightIndex),
        quality: Quality::Good,
        compared_with: ComparedWith::Attested,
    };
    c.bench.act(OPERATOR, Command::ReportTest { app, report: test }).expect("test");
    let started = c.bench.act(OPERATOR, Command::StartPrint { apps: vec![app], blank: None }).expect("print");
    let job = JobId(started.last().expect("an intent").seq);
    if let Some(report) = report {
        c.bench.act(OPERATOR, Command::ReportPrint { job, report, last4: Some(last4) }).expect("printed");
    }
}

/// Activates and hands a printed card to its holder.
fn hand_over(c: &mut Counter, app: AppId) {
    let started = c.bench.act(OPERATOR, Command::StartActivation { app }).expect("activation");
    let job = JobId(started.last().expect("an intent").seq);
    let report = loket::domain::command::ActivationReport::Activated(Spent::default());
    c.bench.act(OPERATOR, Command::ReportActivation { job, report }).expect("active");
    let handover = loket::domain::command::Handover::to_holder(app, OldCard::NeverHad);
    c.bench.act(OPERATOR, Command::HandOver(Box::new(handover))).expect("handed over");
}

/// A Monday with one file of most kinds: checked, void, corrected, printed, deferred, handed over.
fn day() -> (Counter, Vec<AppId>) {
    let mut c = Counter::new();
    let mut apps: Vec<AppId> = (1..=6).map(|n| c.bench.submit(submission(n, ReasonCode::New, Then::Queue))).collect();
    apps.push(c.bench.submit(submission(7, ReasonCode::Damaged, Then::Return)));
    for app in &apps[1..5] {
        let ticks = c.bench.office.file(*app).expect("open").app.ticks.clone();
        c.bench.act(OFFICER, Command::ConfirmComplete { app: *app, ticks, spent: Spent::default() }).expect("complete");
    }
    let name = Patch { name: Some(Name::parse("DONI CONTOH PUTRA").expect("a name")), ..Patch::default() };
    c.bench
        .act(
            OFFICER,
            Command::Correct { app: apps[1], patch: Box::new(name), reason: None, note: Some(note("KK baru")) },
        )
        .expect("corrected");
    c.bench.act(OFFICER, Command::Cancel { app: apps[5], kind: CancelKind::InputError, note: None }).expect("void");
    print(&mut c, apps[2], Some(PrintReport::Good));
    let defer = Command::Defer { app: apps[3], reason: DeferralReason::WaitingAtCentre, note: None };
    c.bench.act(OPERATOR, defer).expect("deferred");
    print(&mut c, apps[4], Some(PrintReport::Good));
    hand_over(&mut c, apps[4]);
    c.bench.now = 3 * 3_600_000;
    (c, apps)
}

fn open(c: &mut Counter) -> Agenda {
    let mut agenda = Agenda::new();
    c.book(&mut agenda, monday());
    agenda
}

#[test]
fn the_day_is_one_list_of_four_parts() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    insta::assert_snapshot!("agenda_day", c.picture(&agenda));
    c.keys(&mut agenda, "PgDn PgDn");
    insta::assert_snapshot!("agenda_day_end", c.picture(&agenda));
    c.draws_everywhere(&agenda);
}

#[test]
fn a_void_is_struck_through_and_a_correction_points_at_its_line() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    let list = c.draw(&agenda, 120, 40);
    assert!(list.contains("~0006~"), "{list}");
    let corrected =
        c.read(monday()).expect("a book").received.iter().position(|l| l.number.no == 2).expect("a line") + 1;
    assert!(list.contains(&format!("pembetulan baris A-{corrected} (0002)")), "{list}");
    c.keys(&mut agenda, "Down");
    assert!(c.draw(&agenda, 80, 15).contains("dibetulkan, lihat D-"), "the line points at its correction");
}

#[test]
fn filter_enter_and_history() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "/");
    assert!(agenda.takes_text());
    c.text(&mut agenda, "0005");
    let list = c.draw(&agenda, 80, 15);
    assert!(list.contains("0005") && !list.contains("0004"), "{list}");
    c.keys(&mut agenda, "Enter");
    insta::assert_snapshot!("agenda_history", c.picture(&agenda));
    c.draws_everywhere(&agenda);
    c.keys(&mut agenda, "Enter");
    assert!(c.asks.is_empty(), "a handed-over file opens nowhere");
    c.keys(&mut agenda, "Esc Esc");
    assert!(c.draw(&agenda, 80, 15).contains("0004"), "back, and the filter is gone");
}

#[test]
fn days_turn_with_the_arrows_and_never_run_ahead() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "Right");
    assert!(c.draw(&agenda, 80, 15).contains("23-11-2026"), "tomorrow has no book");
    c.keys(&mut agenda, "Left");
    let empty = c.draw(&agenda, 80, 15);
    assert!(empty.contains("22-11-2026") && empty.contains("Tidak ada catatan"), "{empty}");
    c.keys(&mut agenda, "Left Right Right");
    assert!(c.draw(&agenda, 80, 15).contains("0001"));
}

#[test]
fn figures_show_every_equation_and_open_the_list_behind_a_number() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "n");
    insta::assert_snapshot!("agenda_figures", c.picture(&agenda));
    let all = c.draw(&agenda, 160, 60);
    for e in c.read(monday()).expect("a book").equations() {
        assert!(e.holds(), "{e:?}");
        for (_, n) in e.left.iter().chain(&e.right) {
            assert!(all.contains(&n.unsigned_abs().to_string()), "{e:?}");
        }
    }
    c.draws_everywhere(&agenda);
    // The second row is the equation of applications, the fifth row what was handed over.
    c.keys(&mut agenda, "Down Down Down Enter");
    let list = c.draw(&agenda, 80, 15);
    assert!(list.contains("0005") && !list.contains("0001"), "{list}");
    c.keys(&mut agenda, "Enter");
    assert!(c.draw(&agenda, 80, 15).contains("kartu diserahkan"));
    c.keys(&mut agenda, "Esc");
    assert!(c.draw(&agenda, 80, 15).contains("diserahkan"), "back in the list behind the number");
    c.keys(&mut agenda, "Esc Esc");
    assert!(c.draw(&agenda, 80, 15).contains("DITERIMA HARI INI"));
}

#[test]
fn figures_know_what_is_deferred_and_why() {
    let (mut c, apps) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "n /");
    c.text(&mut agenda, "ditunda: menunggu pusat");
    c.keys(&mut agenda, "Enter");
    let list = c.draw(&agenda, 80, 15);
    let number = c.bench.app(apps[3]).number.short();
    assert!(list.contains(&number) && list.contains("menunggu pusat"), "{list}");
}

#[test]
fn correcting_opens_open_files_and_takes_back_a_handover_only_for_a_supervisor() {
    let (mut c, apps) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "b");
    assert!(matches!(c.asks.pop(), Some(Ask::OpenFile(app)) if app == apps[0]));
    c.keys(&mut agenda, "Down Down Down Down");
    c.sits(OFFICER, &[Role::RegisterOfficer]);
    c.keys(&mut agenda, "b");
    assert!(c.said().contains("Kasi"), "{}", c.said());
    assert!(c.given.is_empty());

    c.sits(SUPERVISOR, &[Role::Supervisor]);
    c.keys(&mut agenda, "b");
    insta::assert_snapshot!("agenda_undo", c.picture(&agenda));
    c.text(&mut agenda, "salah nomor");
    c.keys(&mut agenda, "Enter");
    assert!(c.given.is_empty(), "Enter does not carry it out");
    c.keys(&mut agenda, "F8");
    assert!(matches!(&c.given[..], [Command::UndoHandover { app, .. }] if *app == apps[4]));
    assert!(c.said().contains("0005 PENYERAHAN DIBATALKAN"), "{}", c.said());
    let list = c.draw(&agenda, 120, 40);
    assert!(list.contains("penyerahan baris A-5 (0005) dibatalkan"), "{list}");
    c.bench.assert_balanced();
}

#[test]
fn a_void_line_stays() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "Down Down Down Down Down b");
    assert!(c.said().contains("tidak diubah"), "{}", c.said());
    assert!(c.given.is_empty() && c.asks.is_empty());
}

#[test]
fn export_asks_for_the_format() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "e");
    assert!(c.draw(&agenda, 80, 15).contains("sementara"), "an open day is provisional");
    use ExportFormat::*;
    for (key, wanted) in [("1", Pdf), ("e 2", Xlsx), ("e 3", Csv), ("e Esc e 4", Txt)] {
        c.keys(&mut agenda, key);
        let asked = c.asks.pop();
        assert!(matches!(asked, Some(Ask::Export { date, format }) if date == monday() && format == wanted), "{key}");
        assert!(c.asks.is_empty());
    }
}

#[test]
fn a_day_with_true_counts_closes_by_digit_and_main_key() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "F8");
    let guide = c.picture(&agenda);
    insta::assert_snapshot!("agenda_close", guide);
    assert!(!guide.contains("48"), "the book's figure is not shown before the count");
    c.text(&mut agenda, "48");
    c.keys(&mut agenda, "Enter");
    assert!(c.draw(&agenda, 80, 15).contains("sama dengan buku"));
    c.text(&mut agenda, "1");
    c.keys(&mut agenda, "F8");
    insta::assert_snapshot!("agenda_close_sure", c.picture(&agenda));
    c.keys(&mut agenda, "F8");
    assert!(c.given.is_empty(), "two strokes of the main key close nothing");
    c.keys(&mut agenda, "F8 2");
    assert!(c.given.is_empty(), "nor does the digit alone");
    c.keys(&mut agenda, "Enter");
    assert!(c.given.is_empty(), "nor Enter");
    c.keys(&mut agenda, "F8");
    let [Command::CloseDay(count)] = &c.given[..] else { panic!("one close, not {}", c.given.len()) };
    assert_eq!((count.date, count.counts.blanks, count.counts.shelf, count.format), (monday(), 48, 1, 0));
    assert!(count.counts.why.is_empty() && count.digests.is_empty());
    assert_eq!(c.bench.office.desk.day, None);
    assert!(c.said().contains("23-11-2026 DITUTUP"), "{}", c.said());
    assert!(matches!(c.asks[..], [Ask::DropDraft]));
    insta::assert_snapshot!("agenda_closed", c.picture(&agenda));
    assert!(agenda.draft().is_none());
    c.keys(&mut agenda, "Esc");
    assert!(c.draw(&agenda, 80, 15).contains("ditutup KC"));
    c.keys(&mut agenda, "F8");
    assert!(c.said().contains("sudah ditutup"), "{}", c.said());
}

#[test]
fn a_difference_is_shown_after_counting_and_must_be_explained() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "F8 F8");
    assert!(c.said().contains("blangko belum diisi"), "{}", c.said());
    c.text(&mut agenda, "47");
    c.keys(&mut agenda, "Enter");
    assert!(c.draw(&agenda, 80, 15).contains("buku 48, selisih -1"));
    c.text(&mut agenda, "1");
    c.keys(&mut agenda, "F8");
    assert!(c.said().contains("tulis penjelasannya"), "{}", c.said());
    assert!(!c.frozen(), "a missing word does not freeze");
    insta::assert_snapshot!("agenda_close_differs", c.picture(&agenda));
    c.draws_everywhere(&agenda);
    c.text(&mut agenda, "satu robek, BA 7");
    c.keys(&mut agenda, "F8 2 F8");
    let [Command::CloseDay(count)] = &c.given[..] else { panic!("one close") };
    assert_eq!(count.counts.why(Counted::Blanks).map(|n| n.as_str()), Some("satu robek, BA 7"));
    assert_eq!(c.bench.office.desk.day, None);
}

#[test]
fn the_shelf_counted_last_leads_to_the_explanation() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "F8");
    c.text(&mut agenda, "48");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "3");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "dua titipan");
    c.keys(&mut agenda, "F8 2 F8");
    let [Command::CloseDay(count)] = &c.given[..] else { panic!("one close") };
    assert_eq!((count.counts.shelf, count.counts.why(Counted::Shelf).map(|n| n.as_str())), (3, Some("dua titipan")));
}

#[test]
fn a_print_in_doubt_stands_in_the_way() {
    let (mut c, apps) = day();
    print(&mut c, apps[1], None);
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "F8");
    assert!(c.draw(&agenda, 80, 15).contains("Hasil cetak belum pasti (1): 0002"));
    c.text(&mut agenda, "47");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "1");
    c.keys(&mut agenda, "F8");
    assert!(c.frozen() && c.given.is_empty());
    c.draws_everywhere(&agenda);
}

#[test]
fn an_earlier_day_comes_first() {
    let (mut c, _) = day();
    let tuesday = monday().succ_opt().expect("a date");
    c.bench.now = 25 * 3_600_000;
    c.bench.act(OFFICER, Command::OpenDay { date: tuesday }).expect("tuesday");
    let mut agenda = Agenda::new();
    c.book(&mut agenda, tuesday);
    c.keys(&mut agenda, "F8");
    assert!(c.draw(&agenda, 80, 15).contains("Hari 23-11-2026 belum ditutup"));
    c.keys(&mut agenda, "F8");
    assert!(c.draw(&agenda, 80, 15).contains("Sen 23-11-2026"), "{}", c.draw(&agenda, 80, 15));
    c.text(&mut agenda, "48");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "1");
    c.keys(&mut agenda, "F8 2 F8");
    assert_eq!(c.bench.office.desk.last_closed, Some(monday()));
    assert_eq!(c.bench.office.desk.day, Some(tuesday), "work goes on");
}

#[test]
fn counts_survive_as_a_draft_of_their_day() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    assert!(agenda.draft().is_none());
    c.keys(&mut agenda, "F8");
    assert!(agenda.draft().is_none(), "nothing typed yet");
    c.text(&mut agenda, "47");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "1");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "satu ro");
    let draft = agenda.draft().expect("a draft");

    let mut again = Agenda::new();
    again.restore(&draft, &c.view());
    assert!(again.takes_text());
    let view = c.draw(&again, 80, 15);
    assert!(view.contains("satu ro") && view.contains("selisih -1"), "{view}");
    c.text(&mut again, "bek");
    c.keys(&mut again, "F8 2 F8");
    let [Command::CloseDay(count)] = &c.given[..] else { panic!("one close") };
    assert_eq!(count.counts.why(Counted::Blanks).map(|n| n.as_str()), Some("satu robek"));
}

#[test]
fn a_day_is_opened_by_an_answer() {
    let bench = crate::harness::Bench::closed_office();
    let mut c = Counter::of(bench, OFFICER, &[Role::RegisterOfficer]);
    let mut agenda = Agenda::new();
    assert!(c.draw(&agenda, 80, 15).contains("Belum ada hari yang dibuka"));
    c.keys(&mut agenda, "F8");
    assert!(c.said().contains("belum dibuka"), "{}", c.said());
    c.keys(&mut agenda, "h Esc");
    assert!(c.given.is_empty());
    c.keys(&mut agenda, "h 1");
    assert_eq!(c.bench.office.desk.day, Some(monday()));
    assert!(c.said().contains("DIBUKA"), "{}", c.said());
}

#[test]
fn blanks_are_moved_from_the_agenda_too() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "s");
    c.text(&mut agenda, "pinj");
    c.keys(&mut agenda, "Enter");
    c.text(&mut agenda, "20");
    // No box, so no serials.
    c.keys(&mut agenda, "Enter Enter Enter Enter");
    c.text(&mut agenda, "BA 9");
    let draft = agenda.draft().expect("a draft");
    c.keys(&mut agenda, "F8");
    assert_eq!(c.bench.office.desk.blanks, 68);
    assert!(c.said().contains("sisa 68"), "{}", c.said());
    let mut again = Agenda::new();
    again.restore(&draft, &c.view());
    assert!(c.draw(&again, 80, 15).contains("BA 9"));
}

#[test]
fn another_desks_act_is_read_with_the_next_key_and_the_place_is_kept() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    c.keys(&mut agenda, "Down Down");
    let app = c.bench.submit(submission(8, ReasonCode::New, Then::Queue));
    agenda.refresh(&c.view());
    assert!(!c.draw(&agenda, 100, 60).contains(&c.bench.app(app).number.short()));
    c.keys(&mut agenda, "Down");
    let list = c.draw(&agenda, 100, 60);
    assert!(list.contains(&c.bench.app(app).number.short()), "{list}");
    let at = list.lines().find(|l| l.starts_with('▶')).unwrap_or_default();
    assert!(at.contains("0004"), "{at}");
}

#[test]
fn both_languages_and_bare_terminals_draw_every_part() {
    let (mut c, _) = day();
    let mut agenda = open(&mut c);
    for script in ["Down", "n", "Esc e", "Esc F8", "Esc s"] {
        c.keys(&mut agenda, script);
        for look in [Look::bare(Lang::Id), Look::bare(Lang::En), Look::full(Lang::En)] {
            c.look = look;
            c.draws_everywhere(&agenda);
        }
    }
}
