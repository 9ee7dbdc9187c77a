//! The office day: closed with a count, exported, never changed afterwards; and clocks that jump.

use super::{ANISA, Counter, DONI, MARNI};
use loket::desk::day::read_book;
use loket::domain::application::Stage;
use loket::domain::book::{Behind, OfficeAct, Part};
use loket::domain::command::Command;
use loket::domain::id::AccountId;
use loket::domain::policy::Policy;
use loket::export::{self, Format, list};
use std::path::Path;

const HOUR_MS: i64 = 3_600_000;
const ALL_ROLES: AccountId = AccountId([1; 16]);

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn a_day_is_counted_explained_closed_and_exported() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys("<Esc><Esc>").received_to_operator(&DONI, 2);
    c.keys("<F6><F8>").sees("Tidak ada yang menghalangi").sees("esok: operator 1, belum").sees_not("buku 49");
    c.keys("47<Enter>").sees("buku 49, selisih -2").keys("1<Enter>").sees("sama dengan buku");
    c.keys("<F8>").sees("tulis penjelasannya").keys("dua robek, BA 7<F8>").sees("Tutup hari ini?");
    c.keys("<F8>");
    assert!(c.office().desk.day.is_some(), "two strokes of the main key close nothing");
    c.keys("<F8>2<Enter>");
    assert!(c.office().desk.day.is_some(), "Enter closes nothing");
    c.keys("<F8>").sees("Hari sudah ditutup · Sen 23-11-2026");
    assert_eq!(c.office().desk.day, None);
    let closed = c.last_close();
    assert_eq!((closed.counted_blanks, closed.counted_shelf, closed.explained), (47, 1, true));
    let date = crate::harness::monday();
    for format in Format::ALL {
        let path = c.export_folder().join(format!("agenda-{date}.{}", format.code()));
        let book = read_book(c.ledger(), date).expect("a look").expect("a book");
        assert_eq!(bytes(&path), export::render(&book, format).expect("a file"));
        assert!(closed.digests.len() == Format::ALL.len(), "the close holds the digests of what was exported");
    }
    let text = String::from_utf8(bytes(&c.export_folder().join("agenda-2026-11-23.txt"))).expect("text");
    assert!(text.contains("dua robek, BA 7") && text.contains("0001"), "{text}");
    // After the close nothing is taken into that day.
    c.keys("<Esc><F2>").keys(&MARNI.form("hil", "123")).keys("<F8>").sees("R-020");
    c.whole();
}

#[test]
fn a_closed_day_is_exported_again_byte_for_byte() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F2>").keys(&DONI.form("rus", "12")).keys("<F7>");
    c.keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup");
    let csv = c.export_folder().join("agenda-2026-11-23.csv");
    let first = bytes(&csv);
    // The next day goes on with the same files, and the office changes its own rules and names.
    c.keys("<Esc>").wait(24 * HOUR_MS).sign_in("SC").keys("<F4>").printed(&ANISA).keys("<Esc><Esc>");
    c.keys("<F3><Tab>b<Tab><Ctrl+U>DONI SAPUTRA PUTRA<F8>").sees("0002 DIBETULKAN");
    let policy = Policy { office: "Disdukcapil Contoh".into(), place: "Contoh".into(), ..Policy::default() };
    c.elsewhere(ALL_ROLES, Command::ChangePolicy(Box::new(policy)));
    c.keys("<F6><Left>").sees("Sen 23-11-2026").sees("ditutup SC").keys("e3").sees("Tersimpan");
    assert_eq!(bytes(&csv), first);
    std::fs::remove_file(&csv).expect("removed");
    c.keys("e3").sees("Tersimpan");
    assert_eq!(bytes(&csv), first);
    // A file of that name that says something else is never written over.
    std::fs::write(&csv, b"lain").expect("written");
    c.keys("e3").sees("✘");
    assert_eq!(bytes(&csv), b"lain");
    c.keys("<Esc>").whole();
}

#[test]
fn yesterday_is_closed_first_and_work_does_not_wait_for_it() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).wait(24 * HOUR_MS).sign_in("SC").sees("Hari 23-11-2026 belum ditutup (F6)");
    c.received_to_operator(&DONI, 2).sees("Hari 23-11-2026 belum ditutup (F6)");
    c.keys("<F6><F8>").sees("Hari 23-11-2026 belum ditutup dan harus lebih dahulu").keys("<F8>");
    c.sees("Tutup hari · Sen 23-11-2026").keys("50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup · Sen 23-11-2026");
    c.sees_not("belum ditutup (F6)");
    assert_eq!(c.office().desk.last_closed, Some(crate::harness::monday()));
    c.keys("<Esc><F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup · Sel 24-11-2026").whole();
}

#[test]
fn midnight_passes_over_an_open_desk() {
    let mut c = Counter::open();
    c.wait(15 * HOUR_MS + 58 * 60_000).sign_in("SC").keys(&ANISA.form("hil", "123"));
    c.wait(3 * 60_000).sees("Sel 24-11-2026 00.0").keys("<F8>").sees("0001 DITERIMA");
    assert_eq!(c.app(1).day, crate::harness::monday(), "the day that is open");
    c.wait(6 * 60_000).sign_in("SC").sees("Hari 23-11-2026 belum ditutup");
    c.keys(&DONI.form("hil", "123")).keys("<F8>").sees("0002 DITERIMA");
    assert_eq!(c.app(2).day, crate::harness::monday().succ_opt().expect("a date"));
    c.sees("Sisa 1 + baru 1").whole();
}

#[test]
fn a_clock_set_back_changes_neither_order_nor_day() {
    let mut c = Counter::open();
    c.wait(2 * HOUR_MS).sign_in("SC").received_to_operator(&ANISA, 1);
    c.keys("<F4><Enter>").set_clock(-HOUR_MS).keys(&ANISA.status()).keys(super::MATCH).keys(&ANISA.print());
    c.keys(super::ACTIVATE).stands(1, Stage::Ready);
    let spent = &c.app(1).spent[2];
    assert!(spent.work_ms < 60_000, "the clock of the step runs on: {}", spent.work_ms);
    // Even a whole day back, the open day stays and numbers go on.
    c.set_clock(-24 * HOUR_MS).keys("3<Esc><F2>").keys(&DONI.form("hil", "123")).keys("<F8>").sees("0002 DITERIMA");
    assert_eq!(c.app(2).day, crate::harness::monday());
    c.keys("<F6>").sees("Buku agenda").whole();
}

#[test]
fn the_recap_reads_the_two_lines_out() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<Ctrl+R>").sees("Sisa 0 + baru 1").sees("Sisa 1: periksa 0 operator 1");
    c.sees("Blangko").keys("<Esc>").sees("Permohonan baru");
}

/// Behind every number of who came stands its list (practice 3): here those without a number, and those who came to go
/// on.
#[test]
fn who_came_without_a_new_file_is_listed_too() {
    let mut c = Counter::open();
    c.keys("<Ctrl+Y>3").sees("PULANG").keys("<Ctrl+Y>2").received_to_operator(&ANISA, 1).received_to_operator(&DONI, 2);
    c.wait(24 * HOUR_MS).sign_in("SC").keys("<Ctrl+Y>1").printed(&ANISA).keys("<Esc><Esc>");
    let book =
        read_book(c.ledger(), crate::harness::monday().succ_opt().expect("Tuesday")).expect("a look").expect("a book");
    assert_eq!((book.figures.visits, book.figures.sent_away.values().sum::<u32>()), (1, 1));
    assert_eq!(Behind::Visits.lines(&book), [(Part::B, 0)]);
    let list = |behind| String::from_utf8(list::write(&book, behind, Format::Txt).expect("a list")).expect("text");
    assert!(list(Behind::Visits).contains("ANISA RAHMI") && !list(Behind::Visits).contains("DONI"));
    assert!(list(Behind::Away).contains("belum rekam data"), "{}", list(Behind::Away));
    let monday = read_book(c.ledger(), crate::harness::monday()).expect("a look").expect("a book");
    let why: Vec<_> =
        Behind::Away.lines(&monday).iter().filter_map(|(_, n)| monday.office_line(*n)).map(|l| &l.act).collect();
    assert!(matches!(why[..], [OfficeAct::SentAway { .. }, OfficeAct::SentAway { .. }]), "{why:?}");
    assert!(monday.office.iter().all(|line| !matches!(line.act, OfficeAct::SentAway { .. })), "in no part of the book");
    c.keys("<F6>n")
        .keys("/pulang<Enter><Enter>")
        .sees("Daftar di balik angka: pulang tanpa nomor")
        .sees("belum rekam data")
        .whole();
}
