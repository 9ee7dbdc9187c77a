//! The desk itself: lock and switch, drafts, errors that freeze, roles, languages, help, sizes.

use super::{ANISA, Counter, DONI, MATCH, SECRET};
use loket::domain::application::Stage;
use loket::domain::event::Event;

#[test]
fn a_lock_hides_what_was_typed_and_keeps_it_for_its_clerk() {
    let mut c = Counter::open();
    c.keys("1374015708909012ANISA").keys("<Ctrl+K>").sees("Terkunci oleh SC").sees_not("ANISA").sees_not("1374");
    // Somebody else works here meanwhile, and sees nothing of it.
    c.sign_in("RC").sees("RC · Petugas Register").sees_not("ANISA").keys(DONI.nik).sees("1374 0102");
    c.keys("<Ctrl+K>").sees_not("1374").sign_in("SC").sees("ANISA").sees("1374 0157 0890 9012");
    c.keys(" RAHMI<Tab><Tab>hil<Enter>081266009001<Enter>11123<F8>").sees("0001 DITERIMA").stands(1, Stage::Check);
    c.keys("<Ctrl+K>").sign_in("RC").sees("1374 0102 0385 9021");
}

#[test]
fn the_step_clock_stands_still_while_the_desk_is_locked() {
    let mut c = Counter::open();
    c.keys("1374015708909012ANISA").wait(30_000).sees("00.30 / 01.00").keys("<Ctrl+K>").wait(600_000);
    c.sign_in("SC").sees("00.30 / 01.00");
    c.keys(" RAHMI<Tab><Tab>hil<Enter>081266009001<Enter>11123<F8>").sees("0001 DITERIMA");
    let Event::ApplicationSubmitted(e) = &c.history(1)[0].event else { panic!("received") };
    assert!((30_000..60_000).contains(&e.spent.work_ms), "{}", e.spent.work_ms);
    assert!(!e.spent.measured, "nobody knows what the applicant did meanwhile: counted, not timed");
}

#[test]
fn the_desk_locks_itself_and_a_wrong_passphrase_opens_nothing() {
    let mut c = Counter::open();
    c.keys(ANISA.nik).wait(4 * 60_000).sees("1374 0157").wait(2 * 60_000).sees("Terkunci oleh SC").sees_not("1374");
    // The name stands, so that only the passphrase is typed again.
    c.keys("SC<Enter>salah benar<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>").sees("Nama akun     SC");
    c.keys("<Up><Ctrl+U>XX<Enter>salah benar<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>");
    c.keys("<F1>").sees("Bantuan").sees_not("1374").keys("<F1>").sees("Nama akun     XX");
    c.keys(&format!("<Up><Ctrl+U>sc<Enter>salah<Enter><Esc>{SECRET}<Enter>")).sees("1374 0157 0890 9012");
}

/// The focus goes on by itself after the last digit; the key that was meant to do it skips no field then.
#[test]
fn a_habitual_key_after_the_last_digit_skips_nothing() {
    for habit in ["<Tab>", "<Enter>"] {
        let mut c = Counter::open();
        let form = ANISA.form("hil", "123").replacen(ANISA.nik, &format!("{}{habit}", ANISA.nik), 1);
        c.keys(&form).keys("<F8>").sees("0001 DITERIMA");
        assert_eq!(c.person(1).name.as_str(), ANISA.name);
    }
}

#[test]
fn the_footer_offers_what_does_something_now() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4>").sees("Enter Buka").sees_not("F9 ").sees_not("1–9").sees_not("F8 ");
    c.keys("<Enter>").keys(&ANISA.status()).keys(MATCH).sees("F8 Lanjutkan").sees("1–9").sees_not("F9 ");
    c.keys("<Esc>").keys("<F2>").keys(&DONI.form("hil", "12")).keys("<F7>").sees("0002");
    c.keys("<F3>").sees_not("F8 ").sees_not("F7 ").keys("<Tab><Enter>").sees("F8 Terima kembali").sees_not("F7 ");
    c.keys("<Esc><F6><F8>").sees("F8 Lanjutkan").sees_not("Laksanakan jawaban");
}

#[test]
fn a_draft_survives_a_kill() {
    let mut c = Counter::open();
    c.keys("1374015708909012ANISA RAH").wait(1100);
    let mut c = c.kill_and_restart();
    c.sign_in("SC").sees("Permohonan baru").sees("1374 0157 0890 9012").sees("ANISA RAH");
    c.keys("MI<Tab><Tab>hil<Enter>081266009001<Enter>11123<F8>").sees("0001 DITERIMA");
    assert_eq!(c.person(1).name.as_str(), "ANISA RAHMI");
    // What was submitted is no draft any more.
    let mut c = c.kill_and_restart();
    c.sign_in("SC").sees_not("ANISA");
}

#[test]
fn a_kill_in_the_operators_chair_comes_back_to_the_same_form() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>prr<Enter>90").wait(1100);
    let mut c = c.kill_and_restart();
    c.sign_in("SC").sees("Status rekam yang dibaca di SIAK").keys("12<F8>").sees("0001 STATUS DICATAT");
    c.whole();
}

#[test]
fn an_error_stands_until_it_is_read_whatever_is_typed() {
    let mut c = Counter::open();
    c.keys("1374019908909012").sees("✘").sees("Esc lanjut");
    let entries = c.office().desk.seq;
    // A scanner, a paste and a hasty clerk run against it.
    c.keys(&DONI.form("hil", "123")).keys("<F8><F8><Enter><Ctrl+O>1<F4>").paste("1374010203859021\nDONI\n");
    c.sees("Esc lanjut").sees_not("DONI");
    assert_eq!(c.office().desk.seq, entries);
    c.keys("<Esc>").sees_not("Esc lanjut").sees("Permohonan baru");
}

#[test]
fn a_burst_prints_nothing() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(MATCH).sees("Cocokkan dengan KK");
    c.paste("1\n1\n\u{1b}[19~\n").stands(1, Stage::Operator);
    c.keys("0001/KTP/DUKCAPIL-PP/XI-2026<Enter>").stands(1, Stage::Operator);
    c.keys("<Esc><Esc><F4>").keys("1374015708909012<Enter>").stands(1, Stage::Operator);
}

#[test]
fn nobody_does_what_is_not_theirs() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F2>").keys(&DONI.form("hil", "123")).keys("<F8>");
    c.keys("<Ctrl+K>").sign_in("RC").keys("<F4>").sees("Layar ini bukan bagian peran Anda");
    c.keys("<F6>").sees("Buku agenda").keys("<F8>50<Enter>0<F8>2<F8>");
    c.sees("R-002 Langkah ini tugas Kasi").keys("<Esc>");
    assert!(c.office().desk.day.is_some());
    c.keys("<Esc><Esc><Ctrl+K>").sign_in("OC").keys("<F2>").sees("Layar ini bukan bagian peran Anda").keys("<F3>");
    c.sees("Layar ini bukan bagian peran Anda").stands(2, Stage::Check);
    c.keys("<Ctrl+K>").sign_in("KC").keys("<F2>").sees("bukan bagian peran").keys("<Ctrl+G>");
    c.sees("MENUNGGU PERSETUJUAN").keys("/akun<Enter>").sees("AKUN");
}

#[test]
fn a_notice_is_for_the_clerk_who_caused_it() {
    let mut c = Counter::open();
    c.keys("<Ctrl+K>").sign_in("RC").keys("<F4>").sees("bukan bagian peran").keys("<Ctrl+K>").sign_in("SC");
    c.sees_not("bukan bagian peran");
}

#[test]
fn the_language_changes_by_key_and_nothing_else() {
    let mut c = Counter::open();
    c.keys("1374015708909012ANISA<Ctrl+T>").sees("F2 Intake").sees("ANISA").sees("female");
    c.keys(" RAHMI<Ctrl+T>").sees("F2 Penerimaan").sees("ANISA RAHMI");
}

#[test]
fn help_says_what_the_keys_do_here() {
    let mut c = Counter::open();
    c.keys("<F1>").sees("Terima + cetak tanda terima").sees("Ctrl+B").keys("<Esc>").sees("Permohonan baru");
    c.keys("<F4><F1>").sees("Lanjutkan langkah").keys("<PgDn><PgDn><Esc>").sees("Antrean 0");
}

#[test]
fn a_small_window_says_so_and_keeps_the_form() {
    let mut c = Counter::open();
    c.keys("1374015708909012ANISA").resize(79, 23).sees("Jendela terlalu kecil: 79×23").sees_not("ANISA");
    for size in [(1, 1), (0, 0), (80, 5), (20, 50), (300, 90)] {
        c.resize(size.0, size.1);
        c.screen();
    }
    c.resize(80, 24).sees("ANISA");
}

#[test]
fn leaving_is_asked_and_loses_nothing() {
    let mut c = Counter::open();
    c.keys("1374015708909012ANISA<Ctrl+Q>").sees("Ya, keluar").keys("2");
    assert!(!c.left());
    c.keys("<Ctrl+Q>1");
    assert!(c.left());
    let mut c = c.kill_and_restart();
    c.sign_in("SC").sees("ANISA");
}
