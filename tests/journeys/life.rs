//! The SOP's rows: received, checked, returned, brought again, tested, printed, activated, handed over; and
//! what is put right or ended on the way.

use super::{ACTIVATE, ANISA, Counter, DONI, HAND_OVER, MARNI, MATCH};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use loket::domain::terms::*;

const DAY_MS: i64 = 24 * 3_600_000;

#[test]
fn from_the_first_key_to_the_applicants_hand() {
    let mut c = Counter::open();
    c.keys(ANISA.nik).sees("perempuan · 17-08-1990 · Pdg Pjg Timur").keys("<Ctrl+U>");
    c.keys(&ANISA.form("hil", "123")).sees("3[x] Fotokopi Kartu Keluarga").keys("<F8>");
    c.sees("0001 DITERIMA · tanda terima ditulis tangan · ke pemeriksaan (antrean 1)");
    c.sees("Sisa 0 + baru 1 + dibuka lagi 0 = diserahkan 0 + batal 0 + sisa kini 1").stands(1, Stage::Check);
    c.keys("<F3><Enter><F8>").sees("Berkas bersyarat belum diputuskan").keys("1");
    c.sees("0001 LENGKAP · ke operator (antrean 1)").stands(1, Stage::Operator);
    c.keys("<F4><Enter>").sees("NIK 1374 0157 0890 9012").keys(&ANISA.status());
    c.sees("✔ PRINT_READY_RECORD").sees("SIAK 08.00").keys(MATCH).sees("Cocokkan dengan KK sebelum mencetak");
    c.keys("1<F8>").stands(1, Stage::Printing).sees("cek 1 rak 0+0").keys("19012<F8>");
    c.sees("0001 DICETAK · blangko 49 · ke aktivasi").sees("BLANGKO ! 49").stands(1, Stage::Printed);
    c.keys(ACTIVATE).sees("0001 AKTIF · siap diserahkan").sees("rak 0+1").stands(1, Stage::Ready);
    c.keys("1").keys(HAND_OVER).sees("0001 DISERAHKAN · pemohon sendiri").stands(1, Stage::HandedOver);
    c.sees("Sisa 0 + baru 1 + dibuka lagi 0 = diserahkan 1 + batal 0 + sisa kini 0");
    let life = ["application_submitted", "completeness_confirmed", "status_recorded", "biometric_tested"];
    let rest = ["print_started", "card_printed", "activation_started", "card_activated", "card_handed_over"];
    assert_eq!(c.life(1), [&life[..], &rest].concat());
    let Event::CardHandedOver(e) = c.last().event else { panic!("a handover") };
    assert!(e.by_holder && e.in_session && e.old_card == OldCard::NoneLost);
    assert_eq!(c.person(1).nik.expect("a NIK").as_str(), ANISA.nik);
    c.keys("<F6>").sees("0001   08.00 ANISA RAHMI").sees("sudah diserahkan").whole();
}

#[test]
fn a_returned_file_comes_back_under_its_number() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "13")).keys("<F8><F3><Enter><F7>");
    c.sees("Kurang: Surat keterangan hilang dari kepolisian").keys("1");
    c.sees("0001 DIKEMBALIKAN · kurang 1 · tanda terima ditulis tangan").stands(1, Stage::Returned);
    assert_eq!(c.app(1).missing.len(), 1);
    // At the intake the NIK alone is enough to take it back.
    c.keys("<F2>").keys(ANISA.nik).sees("Masih terbuka: 0001").keys("2").sees("0001 DITERIMA KEMBALI");
    c.keys("<F3><Enter><F7>1").stands(1, Stage::Returned);
    // At the check it is found among those returned.
    c.keys("<Tab><Enter>2<F8>").sees("0001 DITERIMA KEMBALI").keys("<F8>1").stands(1, Stage::Operator);
    assert_eq!((c.app(1).returns, c.app(1).number.text.as_str()), (2, "0001/KTP/DUKCAPIL-PP/XI-2026"));
    c.keys("<F2>").keys(&DONI.form("hil", "123")).keys("<F8>").sees("0002 DITERIMA");
    c.sees("Sisa 0 + baru 2 + dibuka lagi 0 = diserahkan 0 + batal 0 + sisa kini 2").whole();
}

#[test]
fn a_nik_to_follow_is_filled_in_before_the_operator() {
    let mut c = Counter::open();
    c.keys("-SITI CONTOH<Enter>17081990<Enter>hil<Enter>081266009005<Enter>28123<F8>").sees("0001 DITERIMA");
    assert!(c.app(1).nik_pending && c.person(1).nik.is_none());
    c.keys("<F3><Enter>").sees("NIK menyusul").keys("<F8>1").sees("R-105").sees("NIK masih menyusul");
    c.keys("<Esc>").keys(ANISA.nik).keys("<F8>").sees("0001 DIBETULKAN · NIK").stands(1, Stage::Check);
    c.keys("<F8>").sees("0001 LENGKAP").stands(1, Stage::Operator);
    assert!(!c.app(1).nik_pending);
    // The guard against a second open application runs on the NIK that came later.
    c.keys("<F2>-RIZKI CONTOH<Enter>17081990<Enter>hil<Enter>081266009004<Enter>28123<F8>");
    c.keys("<F3><Enter>b")
        .keys(ANISA.nik)
        .keys("<F8>")
        .sees("R-102 NIK ini masih punya permohonan: 0001")
        .keys("<Esc>");
    assert!(c.app(2).nik_pending);
}

#[test]
fn a_wrong_nik_is_freed_and_what_was_read_on_it_is_void() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "123")).keys("<Ctrl+O>1<F4><Enter>").keys(&ANISA.status()).keys(MATCH);
    assert!(c.app(1).status.is_some() && c.app(1).test.is_some());
    c.keys("2").sees("Betulkan data 0001").keys("<Ctrl+U>1374015708909013<F8>");
    c.sees("0001 DIBETULKAN · NIK").sees("NIK 1374 0157 0890 9013").sees("Baca status pemohon ini di SIAK");
    assert!(c.app(1).status.is_none() && c.app(1).test.is_none());
    // The office keeps what stood there before.
    let old = c.last().personal.and_then(|p| p.old).and_then(|old| old.nik).expect("the old NIK");
    assert_eq!(old.as_str(), ANISA.nik);
    c.keys("<F2>").keys(&ANISA.form("hil", "123")).keys("<F8>").sees("0002 DITERIMA");
    c.keys("<F2>1374015708909013").sees("NIK ini masih punya permohonan terbuka").whole();
}

#[test]
fn one_open_application_a_nik() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "123")).keys("<F8>").keys(ANISA.nik);
    c.sees("NIK ini masih punya permohonan terbuka").sees("0001 II.C.1 Hilang, menunggu pemeriksaan");
    c.keys("<Esc>").keys("<F8>").sees_not("0002");
    c.keys("<Esc>rus<Enter>").keys("<F8>");
    assert_eq!(c.office().files.len(), 1, "{}", c.screen());
    c.keys("<Esc><Ctrl+U>").keys(ANISA.nik).keys("1").sees("0001/KTP/DUKCAPIL-PP/XI-2026");
    assert_eq!(c.office().files.len(), 1);
}

#[test]
fn again_soon_after_a_handover_asks_why() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys(ACTIVATE).keys("1").keys(HAND_OVER);
    c.keys("<F2>").keys(ANISA.nik).sees("0001").sees("sudah diserahkan").sees("Sebab ulang*").sees("dari 2026");
    c.keys("<Tab>rus<Enter><F8>").sees("Belum diisi: Sebab ulang").keys("<Esc>");
    assert_eq!(c.office().files.len(), 0);
    c.keys("dicuri di terminal<Enter>").keys("<F8>").sees("0002 DITERIMA").stands(2, Stage::Check);
    let entries = c.history(2);
    let why = entries.first().and_then(|e| e.personal.clone()).and_then(|p| p.note).expect("the reason");
    assert_eq!(why.as_str(), "dicuri di terminal");
}

#[test]
fn a_card_wrong_by_the_offices_mistake_is_repaired_under_a_linked_number() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys(ACTIVATE).keys("1").keys(HAND_OVER);
    c.keys("<F2>").keys(ANISA.nik).keys("<Tab>rus<Enter>");
    c.keys("nama salah cetak<Tab><Space>").sees("salah kantor  [x]").keys("<F8>").sees("0002 DITERIMA");
    assert_eq!(c.file(2).app.linked, Some(c.file(1).app.id));
    c.whole();
}

#[test]
fn a_typing_error_is_void_within_ten_minutes_and_later_by_the_kasi() {
    let mut c = Counter::open();
    c.keys("<Ctrl+K>").sign_in("RC").keys(&ANISA.form("hil", "123")).keys("<F8>");
    c.keys(&DONI.form("rus", "123")).keys("<F8><F3>x");
    c.sees("Nomornya tetap, dicoret").keys("2<Enter>").stands(1, Stage::Check).keys("<F8>");
    c.sees("0001 BATAL · salah input · nomornya tetap").stands(1, Stage::Cancelled(CancelKind::InputError));
    c.sees("Sisa 0 + baru 2 + dibuka lagi 0 = diserahkan 0 + batal 1 + sisa kini 1");
    c.wait(11 * 60_000).sees("Terkunci oleh RC").sign_in("RC").keys("x2<F8>").sees("R-").sees("10 menit");
    c.stands(2, Stage::Check).keys("<Esc>").sees("Persetujuan Kasi").keys("<Esc>");
    c.keys("<Ctrl+K>").sign_in("SC").keys("<F3>x2<F8>").sees("0002 BATAL");
    c.stands(2, Stage::Cancelled(CancelKind::InputError)).whole();
}

#[test]
fn a_wish_to_the_absent_kasi_waits_on_a_list() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<Ctrl+K>").sign_in("OC").keys("<F4>");
    c.wait(4 * 60_000).keys("<Esc>").wait(4 * 60_000).keys("<Esc>").wait(4 * 60_000).keys("<Esc>");
    c.keys("x<F8>").sees("R-").stands(1, Stage::Operator).keys("<Esc><Esc><Esc>");
    c.keys("mbat<Enter>nomor ganda, salah orang<Enter>").sees("0001 MENUNGGU KASI");
    assert!(c.app(1).approval.as_ref().is_some_and(|a| a.granted.is_none()));
    c.keys("<Ctrl+K>").sign_in("KC").sees("1 permintaan").keys("<Ctrl+G>").sees("0001").keys("<F8>2<F8>");
    c.sees("DISETUJUI");
    assert!(c.app(1).approval.as_ref().is_some_and(|a| a.granted == Some(true)));
    c.keys("<Ctrl+K>").sign_in("OC").keys("<F4>x<F8>").sees("0001 BATAL");
    c.stands(1, Stage::Cancelled(CancelKind::InputError)).whole();
}

#[test]
fn the_applicant_takes_the_file_back() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "123")).keys("<F8><F3>d").sees("Akhiri permohonan").keys("2<Enter>");
    c.stands(1, Stage::Check).keys("<F8>").sees("0001 BATAL · ditarik pemohon");
    c.stands(1, Stage::Cancelled(CancelKind::Withdrawn)).sees("batal 1 + sisa kini 0");
    c.keys("<F2>").keys(ANISA.nik).sees("batal: ditarik pemohon").sees_not("permohonan terbuka");
}

#[test]
fn never_brought_back_is_not_continued_and_can_go_on() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "1")).keys("<F7>").sees("0001 DITERIMA, DIKEMBALIKAN · kurang 2");
    c.keys("<F3><Tab>d").sees_not("3 Tidak dilanjutkan").keys("<Esc>");
    c.wait(31 * DAY_MS).sign_in("SC").sees("Hari 23-11-2026 belum ditutup");
    c.sees("lewat 30 hari").keys("d3<F8>").sees("0001 BATAL · tidak dilanjutkan");
    c.stands(1, Stage::Cancelled(CancelKind::NotContinued));
    c.keys("<F2>").keys(ANISA.nik).sees("Permohonan lama tidak dilanjutkan").keys("1");
    c.sees("0001 DIBUKA LAGI").sees("Sisa 1 + baru 0 + dibuka lagi 1 = diserahkan 0 + batal 1 + sisa kini 1");
    c.stands(1, Stage::Check);
    // The documents went home with the applicant: all of them are looked at again.
    c.keys("<F3><Tab><Enter>123<F8>").keys("1").stands(1, Stage::Operator).whole();
}

#[test]
fn priority_goes_first_and_the_absent_keep_their_place() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).received_to_operator(&DONI, 2).received_to_operator(&MARNI, 3);
    c.keys("<F4><Down><Down>u").sees("0003 DIUTAMAKAN");
    assert!(c.app(3).priority);
    let first =
        |c: &Counter| c.screen().lines().find(|l| l.contains("   1374") || l.contains("II.C.1")).map(str::to_owned);
    c.keys("<F3><F4>");
    assert!(first(&c).is_some_and(|line| line.contains("0003")), "{}", c.screen());
    // Called and not there: the file stays, the call counts.
    c.keys("/marni<Enter>").sees("NIK 1374 0241").keys("<Esc><Esc>l").sees("0003");
    assert_eq!((c.app(3).skipped, c.app(3).stage), (1, Stage::Operator));
    c.keys("k").sees("0812-6600-9003").keys("tid<Enter><F8>").sees("0003");
    assert_eq!(c.app(3).calls, 1);
    let Event::ApplicantContacted(e) = c.last().event else { panic!("a call: {:?}", c.last().event.kind()) };
    assert!(!e.reached);
    c.whole();
}
