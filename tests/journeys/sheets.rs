//! Numbered paper from its issue to the book: emergency sheets and handover sheets.

use super::{ACTIVATE, ANISA, Counter, DONI, HAND_OVER};
use loket::domain::application::Stage;
use loket::domain::event::Event;

/// Down to the row of numbered paper on the supervisor's list, and open.
fn at_sheets(c: &mut Counter) {
    c.keys("<Ctrl+G>/berikutnya<Enter>");
    c.sees("Lembar bernomor");
}

#[test]
fn an_emergency_sheet_is_given_out_copied_once_and_asked_for_at_the_close() {
    let mut c = Counter::open();
    at_sheets(&mut c);
    c.keys("13<F8>").sees("Lembar Darurat 1-3 siap dicetak");
    let pdf = std::fs::read(c.export_folder().join("lembar-darurat-0001-0003.pdf")).expect("the sheets to print");
    assert!(pdf.starts_with(b"%PDF"));
    // A number nobody gave out is refused in plain words; the right one goes on.
    let copy = |sheet: &str| format!("<F2><Ctrl+E>{sheet}<Tab><Tab>0800");
    c.keys(&copy("9")).keys(&ANISA.form("hil", "123")).keys("<F8>").sees("Lembar Darurat 9 tidak pernah diterbitkan");
    c.keys("<Esc><Ctrl+U>").keys(&copy("2")).keys(&ANISA.form("hil", "123")).keys("<F8>").sees("0001 DITERIMA");
    assert_eq!(c.app(1).sheet, Some(2));
    c.keys(&copy("2")).keys(&DONI.form("hil", "123")).keys("<F8>").sees("Lembar Darurat 2 sudah disalin menjadi 0001");
    c.keys("<Esc><Ctrl+U><Ctrl+G><Enter>").sees("Lembar bernomor");
    c.keys("23<Tab>ru<Enter><F8>").sees("Lembar Darurat 3 DINYATAKAN rusak");
    c.keys("<F6><F8>").sees("Lembar Darurat belum dipertanggungjawabkan (1): 1").whole();
}

#[test]
fn the_next_line_of_the_handover_sheet_is_proposed_and_taken_with_one_key() {
    let mut c = Counter::open();
    at_sheets(&mut c);
    c.keys("41<F8>").sees("Lembar Serah Terima 1 siap dicetak");
    for (no, who) in [(1, &ANISA), (2, &DONI)] {
        c.keys("<F2>").keys(&who.form("hi", "123")).keys("<Ctrl+O>1").printed(who).keys(ACTIVATE);
        c.keys("1").sees(&format!("Lembar 1/{no}")).keys(HAND_OVER).stands(no, Stage::HandedOver);
        let Some(Event::CardHandedOver(e)) = c.history(no).pop().map(|rec| rec.event) else { panic!("a handover") };
        assert_eq!((e.sheet, e.line), (Some(1), Some(no as u8)));
    }
    c.whole();
}
