//! Backups by the real program: made, checked, restored, gone on from.
use super::{Ran, arg, fed, run, temp};
use std::fs;
use std::path::{Path, PathBuf};

const SECRET: &str = "kopi-tubruk-7";
const SIGN: &[&str] = &["--as", "EW", "--passphrase-stdin"];

struct Kantor(tempfile::TempDir);

impl Kantor {
    fn new() -> Kantor {
        let kantor = Kantor(temp());
        let founded = &["init", "--defaults", "--supervisor", "Dra. Elly Warni, M.Si.", "--passphrase-stdin"];
        kantor.fed(founded).ends(0);
        fs::create_dir(kantor.stick()).expect("a folder");
        kantor
    }

    fn home(&self) -> PathBuf {
        self.0.path().join("kantor")
    }

    fn stick(&self) -> PathBuf {
        self.0.path().join("stick")
    }

    fn fed(&self, args: &[&str]) -> Ran {
        fed(self.0.path(), &[args, &["--home", arg(&self.home())]].concat(), &format!("{SECRET}\n"))
    }

    fn signed(&self, args: &[&str]) -> Ran {
        self.fed(&[args, SIGN].concat())
    }

    /// Makes a backup; answers its path.
    fn backup(&self) -> PathBuf {
        let ran = self.signed(&["ledger", "backup", "--to", arg(&self.stick()), "--json"]).ends(0);
        PathBuf::from(ran.json()["path"].as_str().expect("a path"))
    }

    fn check(&self, backup: &Path, code: i32) -> Ran {
        self.signed(&["ledger", "restore", "--check", arg(backup)]).ends(code)
    }
}

#[test]
fn a_backup_is_made_checked_and_restored_as_a_ledger_of_its_own() {
    let kantor = Kantor::new();
    let backup = kantor.backup();
    assert!(backup.join("keys.toml").exists());
    let same = kantor.check(&backup, 0);
    assert!(same.out.contains("Cadangan utuh") && same.out.contains("sama"), "{}", same.out);
    kantor.signed(&["ledger", "info"]).ends(0);
    assert!(kantor.check(&backup, 0).out.contains("maju 1 entri"));

    let to = kantor.0.path().join("pulih");
    let restore =
        |more: &[&str]| kantor.signed(&[&["ledger", "restore", arg(&backup), "--to", arg(&to)], more].concat());
    assert!(restore(&[]).ends(2).err.contains("--last-number"), "the last number on paper is asked for");
    assert!(!to.exists());
    assert!(restore(&["--last-number", "12"]).ends(0).out.contains("buku baru"));
    let there = ["ledger", "info", "--json", "--home", arg(&to), "--as", "EW", "--passphrase-stdin"];
    let new = fed(kantor.0.path(), &there, &format!("{SECRET}\n")).ends(0).json();
    let old = kantor.signed(&["ledger", "info", "--json"]).ends(0).json();
    assert!(old["ledger"] != new["ledger"] && new["encrypted"] == true);
    assert!(new["last_number"].as_str().expect("a number").starts_with("0012"), "{new}");
    assert!(restore(&["--last-number", "12"]).ends(1).err.contains("B-012"), "nothing is written over");
    // Signed in to with the passphrase of the day of the backup.
    let verify = &["ledger", "verify", "--home", arg(&to), "--as", "EW", "--passphrase-stdin"];
    fed(kantor.0.path(), verify, &format!("{SECRET}\n")).ends(0);
}

#[test]
fn a_wrong_passphrase_restores_nothing() {
    let kantor = Kantor::new();
    let backup = kantor.backup();
    let to = kantor.0.path().join("pulih");
    let args = ["ledger", "restore", arg(&backup), "--to", arg(&to), "--last-number", "1"];
    let home = kantor.home();
    let args = [&args[..], SIGN, &["--home", arg(&home)]].concat();
    fed(kantor.0.path(), &args, "salah-sekali-1\n").ends(5);
    assert!(!to.exists());
    kantor.check(&backup, 0);
}

#[test]
fn a_copy_to_look_at_records_nothing() {
    let kantor = Kantor::new();
    let backup = kantor.backup();
    let to = kantor.0.path().join("lihat");
    let looked = kantor.signed(&["ledger", "restore", arg(&backup), "--to", arg(&to), "--look"]).ends(0);
    assert!(looked.out.contains("hanya untuk dilihat"), "{}", looked.out);
    let before = fs::read(to.join("ledger.db")).expect("a copy");
    let home = ["--home", arg(&to)];
    let info = fed(kantor.0.path(), &[&["ledger", "info"], SIGN, &home].concat(), &format!("{SECRET}\n")).ends(0);
    assert!(info.err.contains("salinan"), "{}", info.err);
    assert_eq!(fs::read(to.join("ledger.db")).expect("a copy"), before);
    // Without a terminal nobody signs in; with one the desk says that it is a copy.
    assert!(run(kantor.0.path(), &home).code != 0);
    assert_eq!(fs::read(to.join("ledger.db")).expect("a copy"), before);
}

#[test]
fn an_older_file_put_back_is_named_and_goes_on_under_another_identity() {
    let kantor = Kantor::new();
    let old = fs::read(kantor.home().join("ledger.db")).expect("the file");
    for _ in 0..3 {
        kantor.signed(&["ledger", "info"]).ends(0);
    }
    let backup = kantor.backup();
    fs::write(kantor.home().join("ledger.db"), old).expect("put back");
    assert!(kantor.check(&backup, 1).out.contains("LEBIH LAMA"));
    kantor.signed(&["ledger", "continue", "--last-number", "7/2026"]).ends(0);
    assert!(kantor.check(&backup, 0).out.contains("melanjutkan buku cadangan itu"));
}

#[test]
fn a_backup_of_a_ledger_in_the_clear_says_so_and_of_an_encrypted_one_shows_nothing() {
    let kantor = Kantor::new();
    let bytes = fs::read(kantor.backup().join("ledger.db")).expect("a copy");
    assert!(!bytes.windows(14).any(|w| w == b"ledger_created"), "encrypted as the ledger is");
    let place = temp();
    let home = place.path().join("kantor");
    let init = ["init", "--plain", "--defaults", "--supervisor", "Dra. Elly Warni, M.Si.", "--passphrase-stdin"];
    fed(place.path(), &[&init[..], &["--home", arg(&home)]].concat(), &format!("{SECRET}\n")).ends(0);
    let stick = place.path().join("stick");
    fs::create_dir(&stick).expect("a folder");
    let args = [&["ledger", "backup", "--to", arg(&stick), "--home", arg(&home)][..], SIGN].concat();
    let made = fed(place.path(), &args, &format!("{SECRET}\n")).ends(0);
    assert!(made.err.contains("tidak tersandi"), "{}", made.err);
    let name = fs::read_dir(&stick).expect("read").next().expect("a backup").expect("an entry").path();
    let check = ["ledger", "restore", "--check", arg(&name), "--home", arg(&home)];
    assert!(run(place.path(), &check).ends(0).out.contains("maju") || run(place.path(), &check).out.contains("sama"));
}

#[test]
fn what_is_missing_is_said() {
    let kantor = Kantor::new();
    assert!(kantor.signed(&["ledger", "backup"]).ends(3).err.contains("loket.toml"));
    let gone = kantor.0.path().join("none");
    let absent = kantor.signed(&["ledger", "backup", "--to", arg(&gone)]).ends(3);
    assert!(absent.err.contains("B-001"), "{}", absent.err);
    assert!(kantor.signed(&["ledger", "restore", arg(&gone)]).ends(2).err.contains("--check"));
    fs::write(kantor.home().join("loket.toml"), "[backup]\ndays = 0\n").expect("settings");
    assert!(kantor.signed(&["ledger", "backup"]).ends(3).err.contains("1 sampai 366"));
    let folder = kantor.stick().display().to_string();
    fs::write(kantor.home().join("loket.toml"), format!("[backup]\nfolder = \"{folder}\"\ndays = 3\n"))
        .expect("settings");
    let made = kantor.signed(&["ledger", "backup"]).ends(0);
    assert!(made.out.contains("dibaca ulang") && !made.err.contains("tidak tersandi"), "{} {}", made.out, made.err);
}
