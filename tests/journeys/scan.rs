//! Codes scanned at the counter, by a scanner that speaks for itself and by one that types.

use super::{ANISA, Counter, DONI};
use loket::desk::Devices;
use loket::device::{DeviceUri, Kind, Report, Scan, SimLevers, Simulators};
use loket::domain::token::Token;

fn code(c: &Counter, no: u32) -> String {
    let ledger = c.office().desk.ledger.expect("a ledger");
    Token::of(&c.app(no).number).write(ledger)
}

fn scan(c: &mut Counter, text: &str) {
    c.hear(Report::Scan(Scan::of(&format!("]Q1{text}"))));
}

/// Two files at the operator, the clerk in an empty intake.
fn two_files() -> Counter {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).received_to_operator(&DONI, 2).keys("<F2>");
    c
}

/// The same counter with a scanner that types.
fn typing() -> Counter {
    let c = two_files();
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let wedge = sims.resolve(Kind::Scanner, &DeviceUri::new("keyboard", "")).expect("a scanner");
    let mut c = c.equipped(Devices::start(vec![wedge], |_| {}).expect("no thread"));
    c.sign_in("SC").keys("<F2>");
    c
}

#[test]
fn a_slip_opens_its_file_from_any_screen_and_commits_nothing() {
    let mut c = two_files();
    let (first, second) = (code(&c, 1), code(&c, 2));
    let before = c.last().seq;
    for key in ["<F2>", "<F3>", "<F4>", "<F5>", "<F6>", "<Ctrl+F>", "<Ctrl+G>"] {
        c.keys(key);
        scan(&mut c, &second);
        c.sees(DONI.name);
        scan(&mut c, &first.to_lowercase());
        c.sees(ANISA.name);
        c.keys("<Esc><Esc>");
    }
    assert_eq!(c.last().seq, before, "a scan is never an act");
}

#[test]
fn a_nik_goes_into_its_field_and_elsewhere_is_looked_for() {
    let mut c = two_files();
    scan(&mut c, "1374024107759033");
    c.sees("1374 0241 0775 9033");
    c.keys("MARNI CONTOH<F5>");
    scan(&mut c, ANISA.nik);
    c.sees("Cari").sees(ANISA.nik);
    c.keys("<F2>").sees("MARNI CONTOH").sees("1374 0241 0775 9033");
}

#[test]
fn a_form_half_filled_in_is_not_lost_to_a_scan() {
    let mut c = two_files();
    let second = code(&c, 2);
    c.keys(&format!("{}MARNI CON", "1374024107759033"));
    scan(&mut c, &second);
    c.sees(DONI.name).keys("<F2>").sees("MARNI CON");
}

#[test]
fn a_question_is_not_answered_by_a_scan() {
    let mut c = two_files();
    let second = code(&c, 2);
    c.keys("<Ctrl+Q>");
    let asked = c.screen();
    scan(&mut c, &second);
    c.sees("jawab dulu pertanyaan");
    assert!(!asked.contains(DONI.name));
    c.sees_not(DONI.name);
}

#[test]
fn what_is_no_code_of_ours_is_told() {
    let mut c = two_files();
    let ours = code(&c, 1);
    let (head, check) = ours.rsplit_once('-').expect("a check");
    let other = if check == "00" { "01" } else { "00" };
    scan(&mut c, &format!("{head}-{other}"));
    c.sees("Tanda terima kantor lain");
    scan(&mut c, "https://layananonline.dukcapil.kemendagri.go.id/Terpusat/Pindai");
    c.sees("hanya alamat laman");
    for hostile in ["", "4006381333931", &"9".repeat(4000), "'; --", "\u{202E}1374", "]Q1]Q1"] {
        scan(&mut c, hostile);
        c.sees("bukan tanda terima kantor ini");
    }
    c.hear(Report::Scan(Scan::unreadable())).sees("bukan tanda terima kantor ini");
}

#[test]
fn nobody_signed_in_hears_no_scan() {
    let mut c = two_files();
    let first = code(&c, 1);
    c.keys("<Ctrl+K>");
    scan(&mut c, &first);
    c.sees_not(ANISA.name);
    let mut other = c.another("loket-2");
    scan(&mut other, &first);
    other.sees_not(ANISA.name).sees("Masuk");
}

#[test]
fn a_burst_of_keys_is_a_scan_and_types_nothing() {
    for prefix in ["", "]C0", "]Q1"] {
        let mut c = typing();
        let second = code(&c, 2);
        let before = c.last().seq;
        c.burst(&format!("{prefix}{second}<Enter>")).sees(DONI.name);
        c.keys("<F2>").sees_not("LKT26").sees_not("]C").sees_not("]Q");
        c.burst(&format!("{prefix}1374024107759033<Enter>")).sees("1374 0241 0775 9033");
        assert_eq!(c.last().seq, before);
    }
}

#[test]
fn typing_stays_typing() {
    let mut c = typing();
    c.keys("1374024107759033MARNI CON").wait(20).sees("1374 0241 0775 9033").sees("MARNI CON");
    // As fast as a scanner, but nothing a scanner reads here: every key arrives, in order.
    c.burst("TOH BARU").wait(20).sees("MARNI CONTOH BARU");
    c.burst("JAYA RAYA<Enter>").sees("MARNI CONTOH BARUJAYA RAYA").sees("▶No. KK");
    c.keys("<Ctrl+F>").burst("]Q").wait(20).sees("]Q").keys("<Esc>");
    c.sees_not("bukan tanda terima");
}

#[test]
fn a_code_with_a_prefix_is_never_typed_even_if_nobody_knows_it() {
    let mut c = typing();
    c.burst("]E04006381333931<Enter>").sees("bukan tanda terima kantor ini").sees_not("400638");
}

#[test]
fn a_burst_answers_no_question_and_shows_no_secret() {
    let mut c = typing();
    let first = code(&c, 1);
    c.keys("<Ctrl+Q>").burst(&format!("{first}<Enter>")).sees("jawab dulu pertanyaan");
    c.keys("<Esc><Ctrl+K>").burst("SC<Enter>").burst(super::SECRET).sees_not(super::SECRET);
    c.burst("<Enter>").sees_not("Masuk ─").sees("Permohonan baru");
}
