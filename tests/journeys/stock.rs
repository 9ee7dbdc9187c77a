//! Stock: reprints above the number, invalid cards to their destruction, a lost blank, the shelf.

use super::counter::SECRET;
use super::{ANISA, Counter, DONI, MATCH};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use loket::domain::terms::*;

/// A file in the printer.
fn in_printer() -> Counter {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH);
    c.keys("1<F8>").stands(1, Stage::Printing);
    c
}

/// Three cards spoiled one after the other; the fourth is in the printer.
fn three_spoiled() -> Counter {
    let mut c = in_printer();
    for n in 1..=3 {
        c.keys("239012<F8>").stands(1, Stage::Printing);
        assert_eq!(c.app(1).spoiled, n);
    }
    c
}

#[test]
fn a_spoiled_card_may_also_wait_for_its_reprint() {
    let mut c = in_printer();
    c.keys("239012").keys("<Tab><Ctrl+Space><Down><Enter><F8>");
    c.sees("cacat: ribbon putus atau kusut").sees("BLANGKO ! 49").stands(1, Stage::Operator);
    let Event::PrintFailed(e) = c.last().event else { panic!("a spoiled card") };
    assert_eq!((e.cause, c.app(1).spoiled), (SpoilCause::Ribbon, 1));
    c.keys("1").keys(&ANISA.print()).stands(1, Stage::Printed).whole();
}

#[test]
fn above_three_a_day_the_supervisor_stands_by_the_reprint() {
    let mut c = three_spoiled();
    c.keys("239012<F8>")
        .sees("Cetak ulang: Kasi membenarkan")
        .sees("gagal cetak hari ini 3")
        .stands(1, Stage::Printing);
    assert_eq!(c.app(1).spoiled, 3, "nothing is recorded without the second person");
    c.keys(&format!("OC<Enter>{SECRET}<Enter>")).sees("R-004").stands(1, Stage::Printing);
    c.keys("<Esc><F8>").keys(&format!("KC<Enter>{SECRET}<Enter>")).stands(1, Stage::Printing);
    assert_eq!(c.app(1).spoiled, 4);
    assert!(c.last().envelope.approver.is_some(), "both names stand in the journal");
    c.keys("19012<F8>").sees("0001 DICETAK").whole();
}

#[test]
fn invalid_cards_are_destroyed_before_witnesses_and_never_twice() {
    let mut c = three_spoiled();
    c.keys("19012<F8>").stands(1, Stage::Printed).keys("<Esc><Esc><Ctrl+G>");
    c.sees("KTP-el tidak berlaku disimpan").sees("3 keping").keys("/disimpan<Enter>");
    c.sees("KTP-el tidak berlaku: 3 disimpan, 3 dipilih").sees("gagal cetak").sees("ribbon putus");
    // The first is left out: it stays and waits for the next record.
    c.keys(" ").sees("3 disimpan, 2 dipilih").keys("i").keys("lemari 2<F8>").sees("DISIMPAN 2 KEPING");
    c.keys("<F8>").sees("Pemusnahan KTP-el tidak berlaku").sees("2 keping");
    c.keys("halaman kantor<Enter><Enter>Budi Contoh<Enter>Satpol PP<Enter><F8>").sees("belum diisi");
    c.keys("Rina Contoh<Enter>Inspektorat<Enter><F8>").sees("2 (dua) keping").sees("nomor 1/2026");
    assert_eq!(c.office().desk.invalid, 3, "not before the second person");
    c.keys(&format!("SC<Enter>{SECRET}<Enter>")).sees("R-003").keys("<Esc><F8>");
    c.keys(&format!("KC<Enter>{SECRET}<Enter>")).sees("ba-pemusnahan-2026-001.pdf");
    assert_eq!(c.office().invalid.keys().copied().collect::<Vec<_>>(), [1], "the one left out is carried on");
    let path = c.export_folder().join("ba-pemusnahan-2026-001.pdf");
    let first = std::fs::read(&path).expect("the record");
    std::fs::remove_file(&path).expect("taken away");
    c.keys("v").sees("Cetak ulang berita acara").keys("<F8>");
    assert_eq!(std::fs::read(&path).expect("printed again"), first, "byte by byte");
    c.sees("1 disimpan").keys("v<Ctrl+U>2<Enter>2026<F8>").sees("Berita acara dengan nomor itu tidak ada");
    c.whole();
}

#[test]
fn a_box_is_received_opened_and_its_cards_counted_to_it() {
    let mut c = Counter::open();
    c.keys("<Ctrl+G>s")
        .keys("diterima<Enter>20<Enter>DUS-7<Enter><Enter><Enter>BAST 9/2026<F8>")
        .sees("BLANGKO DICATAT");
    c.keys("/buku<Enter>").sees("Stok blangko: 70 keping").sees("DUS-7").sees("tanpa kode");
    c.keys("/dus-7<Enter>").sees("Pakai dus ini").keys("1").sees("DUS DUS-7 DIPAKAI").keys("<Esc>");
    c.keys("f").sees("Ribbon baru dipasang").keys("<F8>").sees("RIBBON BARU").sees("sisa 500 dari 500");
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH).keys(&ANISA.print());
    c.stands(1, Stage::Printed);
    let stock = &c.office().desk.stock;
    let batch = stock.batches.iter().find(|b| b.label == stock.opened).expect("the box in use");
    assert_eq!((batch.good, batch.left), (1, 19));
    assert_eq!(stock.film.as_ref().map(|film| film.left()), Some(499));
    c.whole();
}

#[test]
fn a_lost_blank_is_named_at_the_close() {
    let mut c = in_printer();
    c.keys("19012<F8>").stands(1, Stage::Printed).keys("<Esc><Esc><F6><F8>").keys("48<Enter>1<F8>");
    c.sees("buku 49").sees("-1").keys("satu keping hilang, dicari<Enter><F8>").sees("48");
    c.whole();
}

#[test]
fn a_card_on_the_shelf_has_a_place_and_its_calls_show() {
    let mut c = in_printer();
    c.keys("19012<F8>").stands(1, Stage::Printed).keys("<Esc><Esc><F5><Esc>").sees("hari 0–7:1");
    c.keys("i")
        .sees("Letakkan di rak")
        .keys("rak<F8>")
        .sees("huruf dan angka")
        .keys(" 2-b<F8>")
        .sees("0001 DI RAK RAK 2-B");
    c.keys("k").keys("tid<Enter><Enter>").sees("1× 23-11");
    assert_eq!(c.app(1).last_call.map(|(_, reached)| reached), Some(false));
    c.received_to_operator(&DONI, 2).whole();
}

#[test]
fn the_announcement_is_shown_and_written_as_a_text() {
    let mut c = Counter::open();
    c.keys("<Ctrl+R>").sees("PENGUMUMAN STOK BLANGKO KTP-EL").sees("tidak dipungut biaya");
    let text = std::fs::read_to_string(c.export_folder().join("stok-blangko-2026-11-23.txt")).expect("a text");
    assert!(text.contains("50 keping"), "{text}");
}
