//! Cards that come out wrong, or nobody knows how: spoiled, none, interrupted, rejected, not activated.

use super::{ACTIVATE, ANISA, Counter, DONI, HAND_OVER, MATCH};
use loket::domain::application::Stage;
use loket::domain::status::DeferralReason;

/// A file whose status and test are done, in the operator's chair.
fn before_print() -> Counter {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH);
    c
}

/// The same, killed between the print's intent and its outcome, and somebody signed in again.
fn cut_in_print() -> Counter {
    let mut c = before_print();
    c.keys("1<F8>").stands(1, Stage::Printing);
    let mut c = c.kill_and_restart();
    c.sign_in("SC").sees("Pencetakan 0001 terputus pukul 08.00").sees("✘ cek 0001").stands(1, Stage::Printing);
    c
}

#[test]
fn a_spoiled_card_costs_a_blank_and_is_printed_again() {
    let mut c = before_print();
    c.keys("1<F8>23").sees("4 angka akhir NIK").sees("cetak ulang dengan blangko baru").keys("9012<F8>");
    // One act: the spoiled card is counted and the next one is in the printer, nothing typed twice.
    c.sees("BLANGKO ! 48").stands(1, Stage::Printing);
    assert_eq!(c.app(1).spoiled, 1);
    c.keys("19012<F8>").sees("0001 DICETAK").keys(ACTIVATE).keys("1").keys(HAND_OVER);
    c.stands(1, Stage::HandedOver);
    let figures = c.office().desk.today.clone().expect("a day");
    assert_eq!((figures.good, figures.spoiled), (1, 1));
    c.whole();
}

#[test]
fn no_card_came_out_and_the_blank_is_still_there() {
    let mut c = before_print();
    c.keys("1<F8>3<F8>").sees("Tidak ada kartu 0001 yang keluar").sees("BLANGKO ! 50").stands(1, Stage::Operator);
    c.keys("1").keys(&ANISA.print()).sees("BLANGKO ! 49").stands(1, Stage::Printed).whole();
}

#[test]
fn enter_alone_prints_nothing() {
    let mut c = before_print();
    c.keys("<Enter><Enter><Enter>").stands(1, Stage::Operator).keys("1<Enter>").stands(1, Stage::Operator);
    c.keys("<F8>").stands(1, Stage::Printing);
}

#[test]
fn digits_of_another_person_do_not_vouch_for_a_card() {
    let mut c = before_print();
    c.keys("1<F8>19021<F8>").sees("R-").stands(1, Stage::Printing);
    c.keys("9012<F8>").stands(1, Stage::Printing);
    c.keys("<Esc>9012<F8>").sees("0001 DICETAK").stands(1, Stage::Printed);
}

#[test]
fn an_interrupted_print_stands_until_somebody_has_looked() {
    let mut c = cut_in_print();
    assert_eq!(c.life(1).last(), Some(&"print_outcome_unknown"));
    // Nothing can be told yet: it stays asked, for the operator and the Kasi.
    c.keys("4<F8>").sees("0001 HASIL CETAK BELUM PASTI").stands(1, Stage::Printing);
    c.keys("<Esc><Esc>").sees("Pencetakan 0001 terputus");
    c.keys("<Ctrl+K>").sign_in("OC").sees("Pencetakan 0001 terputus").keys("<Esc><Esc>");
    // Other work goes on; only this printer waits.
    c.keys("<Ctrl+K>").sign_in("SC").keys("<Esc><Esc>").received_to_operator(&DONI, 2);
    c.keys("<F4>").keys("/doni<Enter>").keys(&DONI.status()).keys(MATCH).keys("1<F8>");
    c.sees("R-").sees("0001").stands(2, Stage::Operator).keys("<Esc>");
    // The day does not close over it.
    c.keys("<Esc><Esc><F6><F8>").sees("Hasil cetak belum pasti (1): 0001").keys("49<Enter>0<F8>").sees("R-025");
    c.keys("<Esc><Esc><F4>").sees("Pencetakan 0001 terputus").keys("1<F8>").stands(1, Stage::Printed);
    c.keys("/doni<Enter>").keys(&DONI.print()).stands(2, Stage::Printed).whole();
}

#[test]
fn an_interrupted_print_that_came_out_bad_names_its_cause() {
    let mut c = cut_in_print();
    c.keys("2").sees("Cacat karena apa?").keys("1").stands(1, Stage::Printing).keys("<F8>");
    c.sees("0001").sees("salah cetak").sees("BLANGKO ! 49").stands(1, Stage::Operator);
    assert_eq!(c.app(1).spoiled, 1);
    c.whole();
}

#[test]
fn an_interrupted_print_that_gave_no_card_leaves_the_blank() {
    let mut c = cut_in_print();
    c.sees("BLANGKO ! 49").keys("3<F8>").sees("BLANGKO ! 50").stands(1, Stage::Operator);
    c.sees_not("cek 0001").whole();
}

#[test]
fn an_interrupted_print_that_came_out_good_goes_on_to_activation() {
    let mut c = cut_in_print();
    c.keys("1<F8>").stands(1, Stage::Printed).sees("Aktivasi kartu").keys(ACTIVATE).keys("1").keys(HAND_OVER);
    c.stands(1, Stage::HandedOver).whole();
}

#[test]
fn an_activation_nobody_saw_end_is_asked_about() {
    let mut c = before_print();
    c.keys(&ANISA.print()).keys("<F8>3<F8>").sees("Hasil aktivasi belum diketahui").stands(1, Stage::Printed);
    c.keys("<Esc><Esc><F5>").sees("0001").keys("<F4><Right><Right><Right>").sees("Belum aktif 1").keys("<Enter>");
    c.sees("Lihat kartu di komputer aktivasi").keys("22<F8>").sees("Aktivasi 0001 gagal: cip tidak menjawab");
    // Trying again is asked like the first time.
    c.keys("1").sees("Aktivasi kartu").keys("1").sees_not("sedang berjalan").keys(ACTIVATE);
    c.stands(1, Stage::Ready).keys("1").keys(HAND_OVER);
    c.stands(1, Stage::HandedOver).whole();
}

#[test]
fn wrong_data_on_the_card_reject_it_and_the_number_stays() {
    let mut c = before_print();
    c.keys(&ANISA.print()).keys("j").sees("kartu menjadi kartu tidak sah").keys("data<Enter>kem<Enter>");
    c.keys("nama salah<Enter>").stands(1, Stage::Printed).keys("<F8>");
    c.sees("0001 KARTU DITOLAK · data salah").stands(1, Stage::Operator);
    // Only a Kasi corrects after printing; status and test are done again on what is now right.
    c.keys("b<Tab><Ctrl+U>ANISA RAHMI PUTRI").keys("<F8>").sees("0001 DIBETULKAN · nama");
    c.keys("1").keys(&ANISA.status()).keys(MATCH).keys(&ANISA.print()).sees("BLANGKO ! 48");
    c.keys(ACTIVATE).keys("1").keys(HAND_OVER).stands(1, Stage::HandedOver);
    assert_eq!(c.person(1).name.as_str(), "ANISA RAHMI PUTRI");
    let figures = c.office().desk.today.clone().expect("a day");
    assert_eq!((figures.good, figures.rejected), (2, 1));
    c.keys("<F6>").sees("0001").sees("ANISA RAHMI PUTRI").whole();
}

#[test]
fn a_card_found_wrong_at_collection_waits_for_the_family_card() {
    let mut c = before_print();
    c.keys(&ANISA.print()).keys(ACTIVATE).keys("3<F5>").sees("0001").keys("<Esc>j");
    c.keys("data<Enter>kk<Enter><F8>").stands(1, Stage::Deferred(DeferralReason::KkNotUpdated)).sees("tunda 1");
    c.keys("<F4><Right><Right>").sees("0001").whole();
}
