//! One ledger: two desks that see each other, and a disk that fails.

use super::failing::Disk;
use super::{ANISA, Counter, DONI, MATCH};
use loket::domain::application::Stage;

#[test]
fn two_desks_see_each_other_and_one_takes_the_file() {
    let mut a = Counter::open();
    let mut b = a.another("loket-2");
    b.sign_in("OC").sees("Antrean 0");
    a.received_to_operator(&ANISA, 1);
    b.sees("Antrean 0").wait(1000).sees("Antrean 1").sees("0001   ANISA RAHMI");
    // Both open it; the first act counts, the other is told.
    a.keys("<F4><Enter>");
    b.keys("<Enter>").keys(&ANISA.status()).keys(MATCH).keys("1<F8>").stands(1, Stage::Printing);
    a.wait(1000);
    // Who, where and when.
    a.keys(&ANISA.status()).sees("R-101 0001 sekarang").sees("Terakhir oleh OC di loket-2 pukul 08.0");
    assert_eq!(a.life(1).iter().filter(|k| **k == "status_recorded").count(), 1);
    b.keys("19012<F8>").stands(1, Stage::Printed);
    a.keys("<Esc>").wait(1000).sees("rak 1+0").whole();
}

#[test]
fn two_desks_give_numbers_without_a_gap() {
    let mut a = Counter::open();
    let mut b = a.another("loket-2");
    b.sign_in("RC");
    a.keys(&ANISA.form("hil", "123"));
    b.keys(&DONI.form("rus", "123")).keys("<F8>").sees("0001 DITERIMA");
    a.keys("<F8>").sees("0002 DITERIMA");
    // The same person at both desks: the guard holds across them.
    b.keys(&ANISA.form("rus", "123")).keys("<F8>").sees("R-102").sees("Terakhir oleh SC").sees("di loket-1 pukul 08.0");
    assert_eq!(b.office().files.len(), 2, "{}", b.screen());
    a.whole();
}

#[test]
fn a_file_checked_elsewhere_is_marked_where_it_lay() {
    let mut a = Counter::open();
    a.keys(&ANISA.form("hil", "123")).keys("<F8>").keys(&DONI.form("hil", "123")).keys("<F8><F3>").sees("▶ 0001");
    let mut b = a.another("loket-2");
    b.sign_in("RC").keys("<F3><Enter><F8>1").sees("0001 LENGKAP");
    a.wait(1000).sees("0001 sudah di operator").keys("<Enter>").sees("0001 sudah di operator");
    a.stands(2, Stage::Check).keys("<Down><Enter><F8>1").stands(2, Stage::Operator).whole();
}

#[test]
fn a_failed_disk_is_told_and_nothing_is_taken_until_it_is_back() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "123")).disk(Disk::Refuses).keys("<F8>");
    c.sees("L-021").sees("Langkah terakhir tidak tersimpan");
    c.keys("<Esc>").sees("ANISA RAHMI").keys("<F8>").sees("Buku sedang tidak dapat ditulis").keys("<Esc>");
    c.wait(1000).wait(1000).sees_not("Buku terbuka lagi");
    // On whatever screen, until it is open again: what is shown may be old.
    c.sees("BUKU TERTUTUP").keys("<F3>").sees("BUKU TERTUTUP").keys("<F2>");
    c.disk(Disk::Works).wait(1000).sees("Buku terbuka lagi dan dibaca ulang").sees_not("BUKU TERTUTUP");
    c.keys("<F8>").sees("0001 DITERIMA").stands(1, Stage::Check).whole();
}

#[test]
fn an_act_whose_answer_was_lost_is_not_done_twice() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "123")).disk(Disk::LosesTheAnswer).keys("<F8>");
    c.sees("L-021").sees("Langkah terakhir mungkin tersimpan").keys("<Esc>");
    c.wait(1000).sees("Buku terbuka lagi dan dibaca ulang").sees("periksa 1");
    c.keys("<F8>").sees("R-102").sees("NIK ini masih punya permohonan: 0001");
    assert_eq!(c.office().files.len(), 1);
    c.whole();
}

#[test]
fn a_disk_that_fails_in_mid_print_leaves_the_question() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH).keys("1<F8>");
    c.disk(Disk::Refuses).keys("19012<F8>").sees("L-021").keys("<Esc>").stands(1, Stage::Printing);
    c.disk(Disk::Works).wait(1000).sees("Buku terbuka lagi").stands(1, Stage::Printing);
    c.keys("<F8>").sees("0001 DICETAK").stands(1, Stage::Printed).whole();
}
