//! The close that leaves the office: numbered, sealed, proved from paper, file and code; what does not agree is named.

use super::{ANISA, Counter, DONI, SECRET};
use crate::export::readers::{Paper, ask};
use loket::desk::proof::{Contents, prove_file};
use loket::domain::seal::proof::Verdict;
use loket::domain::seal::{Seal, SealKey};
use loket::export::Format;
use loket::ledger::Ledger as _;
use rusqlite::Connection;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const HOUR_MS: i64 = 3_600_000;

/// A Monday with a card on the shelf and a file at the operator, closed by the counts of the book.
fn closed() -> (Counter, Seal) {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys("<Esc><Esc>").received_to_operator(&DONI, 2);
    c.keys("<F6><F8>49<Enter>1<F8>2<F8>").sees("Hari sudah ditutup · Sen 23-11-2026");
    let seal = c.ledger().close(1).expect("read").expect("a close").seal.expect("sealed");
    (c, seal)
}

fn exported(c: &Counter, format: Format) -> PathBuf {
    c.export_folder().join(format!("agenda-2026-11-23.{}", format.code()))
}

/// `loket ledger verify` as the supervisor types it.
fn verify(c: &Counter, more: &[&str]) -> Output {
    let home = c.ledger_home();
    let mut run = Command::new(env!("CARGO_BIN_EXE_loket"));
    run.args(["ledger", "verify", "--as", "SC", "--passphrase-stdin", "--home"]).arg(&home).args(more).env_clear();
    run.env("HOME", &home).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = run.spawn().expect("the binary");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("piped").write_all(SECRET.as_bytes());
    child.wait_with_output().expect("it ends")
}

#[track_caller]
fn answers(c: &Counter, more: &[&str], code: i32, said: &[&str]) {
    let ran = verify(c, more);
    let all = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(ran.status.code(), Some(code), "{all}");
    for words in said {
        assert!(all.contains(words), "not said: {words}\n{all}");
    }
}

#[test]
fn a_close_is_numbered_and_its_code_is_on_the_screen_to_be_written_down() {
    let (mut c, seal) = closed();
    c.sees("Penutupan ke-1, bersegel").sees(&seal.code().to_string()).sees("blangko 49 · kartu di rak 1");
    // The code typed back, as read from the paper: any case, no blanks.
    let typed = seal.code().to_string().to_lowercase().replace(' ', "");
    c.keys("<Esc>z").sees("Ketik kode segel").keys(&typed).keys("<Enter>").sees("Penutupan ke-1 · Sen 23-11-2026");
    c.sees("COCOK").keys("<Esc>");
    let mut slip = typed.into_bytes();
    slip[12] = if slip[12] == b'a' { b'b' } else { b'a' };
    let slip = String::from_utf8(slip).expect("text");
    c.keys("z").keys(&slip).keys("<Enter>").sees("Kelompok ke-3 dari kode salah ketik").keys("<Esc>").whole();
}

#[test]
fn every_exported_format_is_proved_and_every_change_is_named() {
    let (c, seal) = closed();
    for format in Format::ALL {
        let bytes = std::fs::read(exported(&c, format)).expect("exported");
        let proof = prove_file(c.ledger(), &bytes).expect("read");
        assert!(proof.holds() && proof.contents == Contents::Frozen(format), "{proof:?}");
        assert_eq!(proof.seal.map(|seal| (seal.verdict, seal.number)), Some((Verdict::Same, 1)));
        let mut altered = bytes.clone();
        let at = altered.len() - 40;
        altered[at] ^= 1;
        let proof = prove_file(c.ledger(), &altered).expect("read");
        assert!(!proof.holds(), "{format:?}: {proof:?}");
        match format {
            // Inside a workbook nothing can be read: its code must be typed.
            Format::Xlsx => assert_eq!((proof.seal, proof.contents), (None, Contents::Unknown)),
            _ => assert!(matches!(proof.contents, Contents::Altered { .. }), "{format:?}: {proof:?}"),
        }
    }
    let text = std::fs::read_to_string(exported(&c, Format::Txt)).expect("text");
    let line = 1 + text.lines().position(|line| line.contains("ANISA RAHMI")).expect("her line");
    let tampered = text.replacen("ANISA RAHMI", "ANISA RAHMA", 1);
    let proof = prove_file(c.ledger(), tampered.as_bytes()).expect("read");
    assert_eq!(proof.contents, Contents::Altered { line: Some(line) });
    let proof = prove_file(c.ledger(), seal.note().as_bytes()).expect("read");
    assert!(proof.holds() && proof.contents == Contents::SealOnly, "what a scanner reads: {proof:?}");
    let other_paper = loket::desk::day::read_book(c.ledger(), crate::harness::monday()).expect("read").expect("a book");
    let a4 = loket::export::render_on(&other_paper, Format::Pdf, loket::export::Sheet::A4).expect("a file");
    assert_eq!(prove_file(c.ledger(), &a4).expect("read").contents, Contents::OtherPaper);
}

#[test]
fn the_command_line_proves_a_printed_agenda() {
    let (c, seal) = closed();
    let pdf = exported(&c, Format::Pdf);
    let (file, code) = (pdf.to_str().expect("a path"), seal.code().to_string());
    answers(&c, &["--agenda", file, "--seal", &code], 0, &["Buku utuh", "BERKAS UTUH", "(pdf)", "COCOK"]);
    answers(&c, &["--seal", &seal.note()], 0, &["COCOK"]);
    let short = &code[..code.len() - 1];
    answers(&c, &["--seal", short], 3, &["35 tanda; yang diketik 34"]);
    let csv = exported(&c, Format::Csv);
    let bytes = std::fs::read(&csv).expect("exported");
    let forged = String::from_utf8(bytes).expect("text").replacen("DONI", "DANI", 1);
    let copy = csv.with_file_name("salinan.csv");
    std::fs::write(&copy, forged).expect("written");
    let copy = copy.to_str().expect("a path");
    answers(&c, &["--agenda", copy], 1, &["BERKAS BERUBAH", "Baris pertama yang berbeda", "S-010", "COCOK"]);
    let json = verify(&c, &["--agenda", copy, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("a document");
    assert_eq!((&json["whole"], &json["proof"]["holds"]), (&true.into(), &false.into()));
    assert_eq!(json["proof"]["agenda"]["contents"], "altered");
    let sheet = exported(&c, Format::Xlsx);
    let again = sheet.with_file_name("disimpan-ulang.xlsx");
    if let Some(saved) = crate::export::readers::judge("resave_xlsx.py", &std::fs::read(&sheet).expect("exported")) {
        std::fs::write(&again, crate::unhex(saved.trim())).expect("written");
        answers(&c, &["--agenda", again.to_str().expect("a path")], 1, &["BERKAS BERUBAH", "S-010", "COCOK"]);
    }
    let half = std::fs::read(&sheet).expect("exported");
    std::fs::write(&again, &half[..half.len() / 2]).expect("written");
    answers(&c, &["--agenda", again.to_str().expect("a path")], 1, &["TIDAK DIKENAL", "S-011"]);
    // The whole office again, with a book of its own: the paper is not its.
    let (other, _) = closed();
    answers(&other, &["--agenda", file], 1, &["BUKU LAIN", "S-001"]);
    answers(&other, &["--seal", &code], 1, &["BUKU LAIN"]);
}

/// The picture on the paper, checked by nobody of ours: zbar reads it, OpenSSL checks the signature.
#[test]
fn the_picture_is_checked_by_others_with_nothing_but_the_public_key() {
    let (c, seal) = closed();
    let paper = Paper::of(&std::fs::read(exported(&c, Format::Pdf)).expect("exported"));
    let Some(pages) = paper.pages() else { return };
    let note = paper.codes(pages.len()).expect("poppler is there, so zbar must be").join("\n");
    let (text, signature) = note.split_once("\n\n").expect("text, blank line, signature");
    let key = c.office().desk.seal_key.expect("adopted");
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    };
    let message = put("message", format!("{text}\n").as_bytes());
    let signature = put("signature", &signature_of(signature));
    let verified = |message: &Path, key: &SealKey| {
        let pem = put("key.pem", pem(key).as_bytes());
        let mut openssl = Command::new("openssl");
        openssl.args(["pkeyutl", "-verify", "-pubin", "-rawin", "-inkey"]).arg(&pem).arg("-in").arg(message);
        let ran = openssl.arg("-sigfile").arg(&signature).output();
        ran.ok().map(|ran| ran.status.success())
    };
    if ask("openssl", &["version"], Path::new("-a"), &[]).is_none() {
        return;
    }
    assert_eq!(verified(&message, &key), Some(true));
    let bent = put("bent", text.replace("blanks 49", "blanks 50").as_bytes());
    assert_eq!(verified(&bent, &key), Some(false), "another count");
    assert_eq!(Seal::parse(&note), Some(seal));
}

/// The 64 bytes behind the name and the four of the key's id.
fn signature_of(line: &str) -> Vec<u8> {
    use base64ct::{Base64, Encoding as _};
    let word = line.trim().rsplit(' ').next().expect("a word");
    Base64::decode_vec(word).expect("base 64")[4..].to_vec()
}

/// The public key in the form of RFC 8410.
fn pem(key: &SealKey) -> String {
    use base64ct::{Base64, Encoding as _};
    let mut der = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    der.extend(key.0);
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", Base64::encode_string(&der))
}

/// A wrong count, a lost blank, a tampered line: each is caught, and by its name.
#[test]
fn a_wrong_count_a_lost_blank_and_a_tampered_line_are_each_named() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys("<Esc><Esc>");
    // By the book 49 blanks and one card: one blank is lost, and one card too many was counted.
    c.keys("<F6><F8>48<Enter>").sees("buku 49, selisih -1").keys("2<Enter>").sees("buku 1, selisih +1");
    c.keys("<F8>").sees("Blangko berbeda dari buku: tulis penjelasannya").keys("hilang, dicari");
    c.keys("<F8>").sees("Kartu di rak berbeda dari buku: tulis penjelasannya").keys("salah hitung, satu titipan");
    c.keys("<F8>").sees("Selisih blangko -1: hilang, dicari").sees("Selisih kartu di rak +1: salah hitung");
    c.keys("2<F8>").sees("Hari sudah ditutup");
    let day = c.last_close();
    assert!(day.explained && day.counted_blanks == 48 && day.counted_shelf == 2);
    let text = std::fs::read_to_string(exported(&c, Format::Txt)).expect("text");
    for words in [
        "blangko menurut buku: 49",
        "blangko dihitung: 48",
        "penjelasan selisih blangko: hilang, dicari",
        "KTP-el di rak menurut buku: 1",
        "KTP-el di rak dihitung: 2",
        "penjelasan selisih rak: salah hitung, satu titipan",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    c.keys("<Esc>").whole();
    // Somebody changes a line of the book behind the program's back.
    let home = c.ledger_home();
    let raw = Connection::open(home.join("ledger.db")).expect("the file");
    raw.execute_batch("DROP TRIGGER journal_no_update").expect("no rule");
    let changed = raw.execute(
        "UPDATE journal SET entry = CAST(replace(CAST(entry AS TEXT), 'II.C.1', 'II.C.2') AS BLOB)
         WHERE instr(entry, CAST('application_submitted' AS BLOB)) > 0",
        [],
    );
    assert_eq!(changed.expect("changed"), 1);
    answers(&c, &[], 1, &["Buku tidak utuh", "V-005"]);
}

#[test]
fn an_older_file_put_back_is_told_by_the_code_of_the_later_day() {
    let (mut c, _) = closed();
    let home = c.ledger_home();
    let older = tempfile::tempdir().expect("a folder");
    let raw = Connection::open(home.join("ledger.db")).expect("the file");
    raw.execute("VACUUM INTO ?1", [older.path().join("ledger.db").to_str().expect("a path")]).expect("a copy");
    drop(raw);
    c.keys("<Esc>").wait(24 * HOUR_MS).sign_in("SC").keys("<F6><F8>49<Enter>1<F8>2<F8>").sees("Penutupan ke-2");
    let second = c.ledger().close(2).expect("read").expect("a close").seal.expect("sealed");
    for side in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(home.join(side));
    }
    std::fs::copy(older.path().join("ledger.db"), home.join("ledger.db")).expect("put back");
    std::fs::set_permissions(home.join("ledger.db"), std::fs::Permissions::from_mode(0o600)).expect("its owner's");
    answers(&c, &["--seal", &second.code().to_string()], 1, &["Buku utuh", "S-002", "sampai sekarang 1 kali ditutup"]);
}

#[test]
fn invalid_cards_are_counted_once_the_register_has_any() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).keys(super::MATCH);
    // The first print comes out bad: one blank spoiled, one invalid card; the second one is good.
    c.keys("1<F8>239012<F8>19012<F8>").sees("0001 DICETAK").keys("<Esc><Esc><F6><F8>").sees("Tidak berlaku dihitung");
    assert_eq!(c.office().desk.invalid, 1);
    c.keys("48<Enter>1<Enter>0<Enter>").sees("buku 1, selisih -1").keys("sudah dibakar, BA menyusul<F8>");
    c.sees("Selisih KTP-el tidak berlaku -1").keys("2<F8>").sees("KTP-el tidak berlaku 0").sees("Penutupan ke-1");
    let day = c.last_close();
    assert_eq!(day.counted_invalid, Some(0));
    c.keys("<Esc>").whole();
}

#[test]
fn the_lists_behind_the_numbers_are_seen_while_counting_and_written_for_the_evening() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).printed(&ANISA).keys("<Esc><Esc>").received_to_operator(&DONI, 2);
    c.keys("<F6><F8>49<Enter><Ctrl+D>").sees("berkas terbuka").sees("DONI SAPUTRA").sees("ANISA RAHMI");
    c.keys("<Esc>").sees("Kartu di rak dihitung").sees("sama dengan buku").keys("<Esc>");
    c.keys("e5").sees("daftar-berkas-terbuka-2026-11-23.pdf");
    c.keys("e6").sees("daftar-kartu-di-rak-2026-11-23.pdf");
    let folder = c.export_folder();
    let list = |name: &str| Paper::of(&std::fs::read(folder.join(name)).expect("written")).text();
    if let Some(open) = list("daftar-berkas-terbuka-2026-11-23.pdf") {
        assert!(open.contains("DONI SAPUTRA") && open.contains("Banyaknya: 2"), "{open}");
        assert!(!open.contains(DONI.nik) && open.contains("1374••••••••9021"), "masked: {open}");
    }
    if let Some(shelf) = list("daftar-kartu-di-rak-2026-11-23.pdf") {
        assert!(shelf.contains("ANISA RAHMI") && !shelf.contains("DONI") && shelf.contains("Banyaknya: 1"), "{shelf}");
    }
    // From the figures, as text: the list behind the number of files at the operator.
    c.keys("n/operator<Enter>").sees("Daftar di balik angka").keys("e2").sees(".txt").keys("<Esc><Esc><Esc>");
    // The figures of blanks and of returned files have their lists too.
    c.keys("n/blangko<Enter>")
        .sees("mutasi stok")
        .sees("BA 1/2026")
        .keys("e2")
        .sees("daftar-mutasi-stok-2026-11-23.txt");
    let stock = std::fs::read_to_string(folder.join("daftar-mutasi-stok-2026-11-23.txt")).expect("written");
    assert!(stock.contains("BA 1/2026") && stock.contains("Banyaknya: 1"), "{stock}");
    c.keys("<Esc><Esc>");
    c.whole();
}

#[test]
fn two_desks_that_close_at_once_close_once_and_the_other_is_told_by_whom() {
    let mut c = Counter::open();
    let mut other = c.another("loket-2");
    other.sign_in("KC").keys("<F6><F8>50<Enter>0<F8>2");
    c.wait(1_000).keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Penutupan ke-1");
    other
        .keys("<F8>")
        .sees("R-028")
        .sees("sudah ditutup oleh SC pukul 08.00")
        .keys("<Esc>")
        .sees("ditutup SC")
        .sees_not("Blangko dihitung");
    // The next day again, now that the key is in force.
    c.keys("<Esc>").wait(24 * HOUR_MS).sign_in("SC");
    other.wait(1_000).sign_in("KC");
    c.wait(1_000).keys("<F6><F8>50<Enter>0<F8>2");
    other.keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Penutupan ke-2");
    c.keys("<F8>").sees("R-028").sees("oleh KC").keys("<Esc>");
    assert_eq!((c.office().desk.closes, c.office().desk.day), (2, None));
    c.whole();
}

#[test]
fn forgotten_days_are_closed_in_their_order_with_numbers_in_theirs() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).wait(24 * HOUR_MS).sign_in("SC").received_to_operator(&DONI, 2);
    c.wait(24 * HOUR_MS).sign_in("SC").keys("<F6><F8>").sees("Hari 23-11-2026 belum ditutup dan harus lebih dahulu");
    for (number, day) in [(1, "Sen 23-11-2026"), (2, "Sel 24-11-2026"), (3, "Rab 25-11-2026")] {
        if number < 3 {
            c.keys("<F8>");
        }
        c.sees(&format!("Tutup hari · {day}")).keys("50<Enter>0<F8>2<F8>");
        c.sees(&format!("Hari sudah ditutup · {day}")).sees(&format!("Penutupan ke-{number}, bersegel"));
        c.keys("<Esc><F6><F8>");
    }
    let ends: Vec<u64> =
        (1..=3).map(|n| c.ledger().close(n).expect("read").expect("closed").seal.expect("sealed").size()).collect();
    assert!(ends[0] < ends[1] && ends[1] < ends[2], "each at its own end: {ends:?}");
    c.keys("<Esc>").whole();
}

#[test]
fn after_midnight_the_day_that_is_open_is_closed_and_sealed_as_itself() {
    let mut c = Counter::open();
    c.wait(16 * HOUR_MS + HOUR_MS / 2).sign_in("SC").sees("Sel 24-11-2026 00.30");
    c.keys("<F6><Left>").sees("Sen 23-11-2026").keys("<F8>");
    c.sees("Tutup hari · Sen 23-11-2026").keys("50<Enter>0<F8>2<F8>").sees("Penutupan ke-1");
    let seal = c.ledger().close(1).expect("read").expect("closed").seal.expect("sealed");
    assert_eq!(seal.checkpoint.day, crate::harness::monday());
    c.keys("<Esc>").whole();
}

#[test]
fn a_clock_set_back_over_a_close_takes_nothing_into_it() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Penutupan ke-1").keys("<Esc>");
    c.set_clock(-24 * HOUR_MS).keys("<F2>").keys(&DONI.form("hil", "123")).keys("<F8>").sees("R-020").keys("<Esc>");
    // Put right again, the next day goes on with the next number.
    c.set_clock(24 * HOUR_MS)
        .wait(24 * HOUR_MS)
        .sign_in("SC")
        .keys("<F6><F8>50<Enter>0<F8>2<F8>")
        .sees("Penutupan ke-2");
    c.keys("<Esc>").whole();
}

#[test]
fn a_close_cut_off_by_a_kill_comes_back_with_its_counts() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F6><F8>48<Enter>0<Enter>dua robek").wait(1_100);
    let mut c = c.kill_and_restart();
    c.sign_in("SC").keys("<F6>").sees("Tutup hari · Sen 23-11-2026").sees("buku 50, selisih -2").sees("dua robek");
    c.keys(", BA 7<F8>2<F8>").sees("Penutupan ke-1");
    let text = std::fs::read_to_string(exported(&c, Format::Txt)).expect("text");
    assert!(text.contains("penjelasan selisih blangko: dua robek, BA 7"), "{text}");
    c.keys("<Esc>").whole();
}
