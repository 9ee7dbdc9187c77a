//! An hour without the network: files are taken down, nothing is printed, and the queue is finished in order.

use super::{ANISA, Counter, DONI, MARNI, MATCH};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use loket::domain::terms::*;

#[test]
fn an_hour_without_the_network() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).received_to_operator(&DONI, 2).keys("<F4>");
    // By key, with a reason.
    c.keys("<Ctrl+N>1").sees("Apa yang terjadi?").keys("<Enter>").sees("Apa yang terjadi?").keys("<Esc>");
    assert!(c.office().desk.trouble.is_none());
    c.keys("<Ctrl+N>1sinyal putus<Enter>").sees("GANGGUAN JARINGAN sejak 08.00 – berkas DICATAT, cetak ditunda");
    c.sees("JANGAN REKAM ULANG – 0 menunggu");
    let started = c.last();
    let Event::TroubleStarted(e) = &started.event else { panic!("trouble") };
    assert_eq!((e.causes.clone(), e.advised), ([TroubleCause::Network].into(), false));
    assert_eq!(started.personal.and_then(|p| p.note).expect("a reason").as_str(), "sinyal putus");
    // Printing and activation say why they are closed; the data are taken down with three ticks.
    c.keys("<Enter>").sees("ditutup: gangguan jaringan").keys("<F8><F8>").sees("wajib diisi");
    c.keys("123<F8>").stands(1, Stage::Recorded).sees("1 menunggu");
    c.keys("<Esc><Esc><Enter><F8>123<F8>").stands(2, Stage::Recorded).sees("2 menunggu").sees("tercatat 2");
    // Intake and checking go on.
    c.wait(4 * 60_000).received_to_operator(&MARNI, 3).stands(3, Stage::Operator);
    // What was already done elsewhere may be taken down, but no print is begun.
    c.keys("<F4>")
        .keys("/marni<Enter>")
        .sees("Sudah terlanjur dikerjakan")
        .keys("31")
        .keys(&MARNI.status())
        .keys(MATCH);
    c.sees("cetak dan aktivasi ditutup").stands(3, Stage::Operator).keys("<Esc><Esc>");
    c.wait(4 * 60_000).keys("<Esc>").wait(4 * 60_000);
    c.keys("<Ctrl+N>").sees("2 berkas tercatat menunggu").keys("1").sees_not("JANGAN REKAM ULANG");
    let Event::TroubleEnded(_) = c.last().event else { panic!("the end of trouble") };
    // The queue: oldest first, with the numbers to call.
    c.keys("<F4><Right>").sees("Gangguan selesai: 2 berkas tercatat");
    let screen = c.screen();
    let (first, second) = (screen.find("0001   ANISA").expect("the oldest"), screen.find("0002   DONI").expect("next"));
    assert!(first < second, "{screen}");
    c.sees("0812-6600-9001").keys("kter<Enter><F8>");
    let Event::ApplicantContacted(call) = c.last().event else { panic!("a call") };
    assert_eq!((call.reached, call.topic), (true, ContactTopic::TroubleOver));
    c.keys("<Enter>1").stands(1, Stage::Operator).keys("<Esc>").keys("1").keys(&ANISA.status());
    c.keys(MATCH).keys(&ANISA.print()).keys(super::ACTIVATE).keys("1").keys(super::HAND_OVER);
    c.stands(1, Stage::HandedOver).sees("tercatat 1");
    let figures = c.office().desk.today.clone().expect("a day");
    assert_eq!((figures.recorded.came, figures.recorded.went), (2, 1));
    c.whole();
}

#[test]
fn no_blanks_stops_printing_only() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys("<Esc><Esc>").received_to_operator(&DONI, 2);
    c.keys("<F4>g4stok habis<Enter>").sees("BLANGKO");
    c.keys("/doni<Enter>").keys(&DONI.status()).keys(MATCH).sees("blangko habis").stands(2, Stage::Operator);
    c.keys("<Esc><Esc><Right><Right><Right><Enter>").keys(super::ACTIVATE).stands(1, Stage::Ready);
    c.keys("1").keys(super::HAND_OVER).stands(1, Stage::HandedOver).whole();
}
