//! The operator's screen when things go wrong, by keys: statuses that stop, fingers, prints, doubt, trouble.

use super::op_view::Desk;
use super::operator::{desk, read_status};
use loket::domain::application::Stage;
use loket::domain::command::{Command, PrintReport};
use loket::domain::event::Event;
use loket::domain::id::AppId;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::status::DeferralReason;
use loket::domain::terms::*;
use loket::screen::operator::Operator;
use loket::screen::{Ask, Told};
use loket::text::Lang;
use loket::view::{JobKind, JobView, Way};

#[test]
fn a_status_that_stops_offers_the_advised_deferral() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    let last4 = desk.last4(app);
    desk.open(app);
    desk.text("dup");
    desk.keys("Enter");
    desk.text(&last4);
    desk.keys("F8");
    desk.shows("DUPLICATE_RECORD");
    insta::assert_snapshot!("status_stops_id", desk.picture());
    desk.lang = Lang::En;
    insta::assert_snapshot!("status_stops_en", desk.picture());
    desk.keys("1 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Deferred(DeferralReason::Duplicate));
    desk.keys("Right Right");
    desk.shows("duplicate record");
    desk.keys("Enter");
    desk.shows("Call the applicant");
    desk.keys("2 1");
    assert_eq!(desk.bench.app(app).calls, 1);
    assert_eq!(desk.bench.app(app).stage, Stage::Operator);
    desk.shows("Read the status again");
}

#[test]
fn an_unreadable_finger_needs_a_second_person_with_evidence() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.status_read(app);
    desk.open(app);
    desk.keys("3 F8");
    desk.shows("sidik jari tidak terbaca");
    desk.keys("2");
    desk.text("sid");
    desk.keys("Enter F8");
    assert_eq!(desk.notices.last().map(String::as_str), Some("wajib diisi"));
    desk.text("KK asli dan foto");
    desk.keys("F8");
    desk.shows("Orang kedua");
    desk.text("OC");
    desk.keys("Enter");
    desk.text("salah");
    desk.keys("Enter");
    assert_eq!(desk.refused, [Refusal::ApproverIsActor]);
    desk.shows("KK asli dan foto");
    desk.keys("F8");
    desk.text("KC");
    desk.keys("Tab");
    desk.text("sandi kasi");
    desk.hides("sandi kasi");
    desk.keys("Enter");
    assert!(desk.bench.app(app).test.as_ref().is_some_and(|test| test.overridden));
    desk.shows("Cocokkan dengan KK");
    let entry = desk.bench.entries.last().expect("an entry");
    assert_eq!(entry.envelope.approver, Some(crate::harness::SUPERVISOR));
}

#[test]
fn no_match_at_the_limit_is_passed_to_the_centre_and_said() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.status_read(app);
    desk.open(app);
    for _ in 0..3 {
        desk.keys("2 F8");
        desk.shows("tidak cocok");
        desk.keys("o");
    }
    desk.keys("2 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Deferred(DeferralReason::NoMatchToCentre));
    let said = desk.notices.last().expect("a notice");
    assert!(said.contains("diteruskan ke pusat"), "{said}");
}

#[test]
fn a_bad_print_names_its_cause_and_may_be_repeated() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.passed(app);
    let last4 = desk.last4(app);
    desk.open(app);
    desk.keys("1 F8 2 3");
    desk.text(&last4);
    desk.keys("Tab");
    desk.text("bel");
    desk.keys("Enter F8");
    desk.shows("cacat: ribbon putus");
    assert_eq!((desk.bench.app(app).stage, desk.bench.app(app).spoiled), (Stage::Operator, 1));
    insta::assert_snapshot!("print_bad_id", desk.picture());
    desk.keys("o 1 F8 3 F8");
    desk.shows("Tidak ada kartu 0001 yang keluar");
    desk.keys("1 1 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Printing);
    assert_eq!(desk.bench.office.desk.blanks, 48);
}

#[test]
fn a_print_in_doubt_is_asked_about_until_answered_and_only_bars_itself() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    let other = desk.at_operator(2, ReasonCode::New);
    desk.passed(app);
    desk.elsewhere(Command::StartPrint { apps: vec![app], blank: None });
    let job = desk.bench.app(app).job.as_ref().expect("a job").id;
    desk.elsewhere(Command::ReportPrint { job, report: PrintReport::Unknown, last4: None });
    desk.doubt = Some(app);
    desk.refresh();
    insta::assert_snapshot!("doubt_id", desk.picture());
    desk.lang = Lang::En;
    insta::assert_snapshot!("doubt_en", desk.picture());
    desk.lang = Lang::Id;
    desk.keys("Esc Esc Down Enter");
    desk.shows("0002");
    let last4 = desk.last4(other);
    read_status(&mut desk, &last4);
    desk.keys("1 F8 1 F8");
    assert!(matches!(desk.refused.last(), Some(Refusal::PrinterWaits { .. })), "{:?}", desk.refused);
    desk.keys("Esc Esc 4 F8");
    desk.shows("Pencetakan 0001 terputus");
    desk.open(app);
    desk.keys("Enter F8 o t Esc");
    assert_eq!(desk.bench.app(app).stage, Stage::Printing, "nothing else answers for the printer");
    desk.open(app);
    desk.keys("2 1");
    assert_eq!(desk.bench.app(app).stage, Stage::Printing, "a cause alone is not given by its digit");
    desk.keys("F8");
    assert_eq!((desk.bench.app(app).stage, desk.bench.app(app).spoiled), (Stage::Operator, 1));
}

#[test]
fn an_unknown_activation_is_asked_until_answered() {
    let mut desk = desk();
    let app = desk.printed(1, ReasonCode::New);
    desk.open(app);
    desk.keys("F8 3 F8");
    desk.shows("Hasil aktivasi belum diketahui");
    desk.keys("Esc");
    desk.open(app);
    desk.shows("Hasil aktivasi belum diketahui");
    desk.keys("2 2 F8");
    desk.shows("cip tidak menjawab");
    assert_eq!(desk.bench.app(app).stage, Stage::Printed);
    desk.keys("2");
    desk.shows("Tolak kartu");
    desk.keys("Tab");
    desk.text("kembali");
    desk.keys("Enter F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Operator, "{:?}", desk.refused);
}

#[test]
fn under_trouble_the_data_are_taken_down_and_resumed_when_the_line_is_back() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.trouble(&[TroubleCause::Network]);
    desk.open(app);
    insta::assert_snapshot!("trouble_id", desk.picture());
    desk.lang = Lang::En;
    insta::assert_snapshot!("trouble_en", desk.picture());
    desk.lang = Lang::Id;
    desk.shows("JANGAN REKAM ULANG");
    desk.shows("ditutup: gangguan jaringan");
    desk.keys("F8 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Operator, "three ticks are needed");
    desk.keys("1 2 3 F8");
    assert_eq!(desk.bench.app(app).stage, Stage::Recorded, "{:?}", desk.refused);
    desk.keys("Right");
    desk.shows("0001");
    desk.elsewhere(Command::EndTrouble { reason: None, advised: true });
    desk.shows("Gangguan selesai: 1 berkas tercatat");
    desk.keys("k");
    desk.text("ter");
    desk.keys("Enter F8");
    let Event::ApplicantContacted(call) = &desk.bench.entries.last().expect("an entry").event else {
        panic!("no call")
    };
    assert_eq!((call.reached, call.topic), (true, ContactTopic::TroubleOver));
    desk.keys("Enter 1");
    assert_eq!(desk.bench.app(app).stage, Stage::Operator);
    desk.shows("Status rekam yang dibaca di SIAK");
}

#[test]
fn trouble_of_the_printer_closes_printing_only() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.trouble(&[TroubleCause::NoBlanks]);
    let last4 = desk.last4(app);
    desk.open(app);
    read_status(&mut desk, &last4);
    desk.keys("1 F8");
    assert!(desk.bench.app(app).test.is_some());
    desk.shows("GANGGUAN blangko habis");
    let shelf = desk.elsewhere_printed();
    desk.open(shelf);
    desk.shows("Aktivasi kartu");
}

impl Desk<Operator> {
    /// A card printed while the printer still worked.
    fn elsewhere_printed(&mut self) -> AppId {
        self.elsewhere(Command::EndTrouble { reason: None, advised: true });
        let app = self.printed(9, ReasonCode::New);
        self.trouble(&[TroubleCause::NoBlanks]);
        app
    }
}

#[test]
fn a_driven_reader_shows_its_progress_and_its_sample_is_attested() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.status_read(app);
    desk.ways.fingerprint = Way::Driven;
    desk.open(app);
    desk.keys("F8");
    assert!(matches!(desk.asks.as_slice(), [Ask::StartTest { finger: Finger::RightIndex, .. }]));
    let line = "Tempelkan jari".to_owned();
    desk.job =
        Some(JobView { kind: JobKind::Test, app, line, progress: Some((3, 10)), left_s: Some(6), cancelling: false });
    insta::assert_snapshot!("driven_test_id", desk.picture());
    desk.keys("F9");
    assert!(matches!(desk.asks.last(), Some(Ask::CancelJob)));
    desk.job = None;
    desk.shows("Pembaca selesai tanpa pembanding");
    desk.keys("1 F8");
    desk.shows("Cocokkan dengan KK");
}

#[test]
fn a_driven_print_is_started_here_and_its_outcome_comes_by_itself() {
    let mut desk = desk();
    let app = desk.at_operator(1, ReasonCode::New);
    desk.passed(app);
    desk.ways.printer = Way::Driven;
    desk.open(app);
    desk.keys("1 F8");
    let started = desk.bench.entries.last().expect("an entry");
    assert_eq!((started.event.kind(), started.envelope.backend.as_deref()), ("print_started", Some("sim")));
    let job = desk.bench.app(app).job.as_ref().expect("a job").id;
    let line = "Mencetak muka".to_owned();
    desk.job =
        Some(JobView { kind: JobKind::Print, app, line, progress: Some((1, 2)), left_s: Some(30), cancelling: true });
    desk.shows("Mencetak muka");
    desk.shows("pembatalan diminta");
    desk.keys("1 F8 Enter");
    desk.job = None;
    let report = PrintReport::Bad(SpoilCause::Jam);
    let entries =
        desk.bench.act(crate::harness::OPERATOR, Command::ReportPrint { job, report, last4: None }).expect("a report");
    desk.tell(Told::Committed(entries));
    desk.shows("cacat: kartu macet");
}
