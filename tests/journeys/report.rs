//! Reports on the real desk: opened, leafed through, drilled into and exported.

use super::{ANISA, Counter, DONI};
use loket::desk::period::read_report;
use loket::domain::report::Period;
use loket::export::{Format, period};

const HOUR_MS: i64 = 3_600_000;
const MONTH: Period = Period::Month { year: 2026, month: 11 };

#[test]
fn a_month_is_read_leafed_through_and_exported() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys("<Esc><Esc>").received_to_operator(&DONI, 2);
    c.keys("<F6>y").sees("Laporan November 2026").sees("SEMENTARA").sees("tabel 1 dari").sees("Persamaan seluruh masa");
    c.keys("<Tab>").sees("Arus berkas").sees("Sen 23-11-2026").sees("diserahkan 0");
    c.keys("<Left>").sees("Oktober 2026").sees("tidak mengenal satu hari pun");
    c.keys("<Right>").sees("November 2026").sees("Arus berkas");
    c.keys("<Right>").sees("November 2026");
    c.keys("y").sees("Tahun 2026").sees("November 2026").keys("<Enter>").sees("Laporan November 2026");
    c.keys("e").sees("Ekspor masa ini").sees("diberi tanda sementara").keys("1").sees("Tersimpan");
    let report = read_report(c.ledger(), MONTH, crate::harness::monday()).expect("a look").expect("a month");
    let offered = loket::screen::ExportFormat::ALL;
    assert_eq!(offered.len(), Format::ALL.len(), "every format is offered");
    let name = period::file_name(period::Paper::Report, MONTH, false, Format::Pdf);
    let written = std::fs::read(c.export_folder().join(&name)).expect("the export");
    assert_eq!(written, period::report(&report, Format::Pdf).expect("made"));
    // A row of a day leads to that day's book.
    c.keys("<Enter>").sees("Buku agenda Sen 23-11-2026").whole();
}

#[test]
fn a_closed_month_that_is_over_is_settled_and_never_written_over() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup").keys("<Esc>");
    c.wait(9 * 24 * HOUR_MS).sign_in("SC").keys("<F6>y").sees("Laporan Desember 2026").keys("<Left>");
    c.sees("Laporan November 2026").sees_not("SEMENTARA");
    c.keys("<Tab><BackTab><BackTab>").sees("Pemeriksaan silang").sees("Semua hari tertutup");
    c.keys("e8").sees("Tersimpan");
    let path = std::fs::read_dir(c.export_folder()).expect("a folder").flatten().map(|e| e.path());
    let path = path.into_iter().find(|p| p.to_string_lossy().contains("agenda-2026-11.")).expect("the agenda");
    std::fs::write(&path, b"lain").expect("written");
    c.keys("e8").sees("✘");
    assert_eq!(std::fs::read(&path).expect("there"), b"lain");
    c.keys("<Esc><Esc>").sees("Buku agenda").whole();
}

#[test]
fn the_supervisor_opens_the_same_report() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<Ctrl+G>y").sees("Laporan November 2026").keys("<Tab>").sees("Arus berkas");
    c.keys("<Esc>").sees("MENUNGGU PERSETUJUAN").whole();
}
