//! A sealed office through the command line: who opens it, what lies on the disk, what stays as it was.
use std::fs;
use std::path::{Path, PathBuf};

use super::{Ran, arg, fed, run, temp};

const SECRET: &str = "kopi-tubruk-7";

/// A home with an office as set up by default.
pub struct Sealed {
    folder: tempfile::TempDir,
}

impl Sealed {
    pub fn new() -> Sealed {
        let office = Sealed { folder: temp() };
        office.fed(&["init", "--supervisor", "Dra. Elly Warni, M.Si.", "--passphrase-stdin"], SECRET).ends(0);
        office
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("kantor")
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        run(self.folder.path(), &[args, &["--home", arg(&self.home())]].concat())
    }

    pub fn fed(&self, args: &[&str], secret: &str) -> Ran {
        fed(self.folder.path(), &[args, &["--home", arg(&self.home())]].concat(), &format!("{secret}\n"))
    }

    pub fn signed(&self, args: &[&str]) -> Ran {
        self.fed(&[args, &["--as", "EW", "--passphrase-stdin"]].concat(), SECRET)
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn an_office_is_sealed_unless_it_was_chosen_otherwise() {
    let office = Sealed::new();
    for path in files(&office.home()) {
        let bytes = fs::read(&path).expect("read");
        for word in ["SQLite format", "account_added", "Elly", "ELLY", "Warni", "WARNI", SECRET] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
    let info = office.signed(&["ledger", "info", "--json"]).ends(0).json();
    assert_eq!((info["kind"].as_str(), info["sealed"].as_bool()), (Some("office"), Some(true)));
    assert!(office.signed(&["ledger", "info"]).ends(0).out.contains("tersandi"));
    office.signed(&["ledger", "verify"]).ends(0);
    office.signed(&["ledger", "rebuild"]).ends(0);
    assert!(office.run(&["demo"]).ends(1).err.contains("kantor sungguhan"));
    assert!(!office.home().join("ledger.new").exists());
    let plain = Sealed { folder: temp() };
    plain.fed(&["init", "--plain", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).ends(0);
    assert_eq!(plain.signed(&["ledger", "info", "--json"]).ends(0).json()["sealed"], false);
    assert!(plain.signed(&["ledger", "info"]).ends(0).out.contains("TIDAK DISANDIKAN"));
}

#[test]
fn a_sealed_office_opens_by_initials_and_secret_alone() {
    let office = Sealed::new();
    let info = |name: &str, secret: &str| office.fed(&["ledger", "info", "--as", name, "--passphrase-stdin"], secret);
    info("ew", SECRET).ends(0);
    let wrong = info("EW", "salah-sekali").ends(5);
    let unknown = info("ZZ", SECRET).ends(5);
    assert_eq!(wrong.err, unknown.err, "nobody learns who has an account");
    // Names are in the sealed ledger, so nobody can be found by one.
    assert_eq!(info("Elly Warni", SECRET).ends(5).err, wrong.err);
    office.run(&["ledger", "info"]).ends(5);
}

#[test]
fn keys_and_ledger_that_do_not_belong_together_are_told_apart_from_a_wrong_secret() {
    let (office, other) = (Sealed::new(), Sealed::new());
    fs::copy(other.home().join("keys.toml"), office.home().join("keys.toml")).expect("copied");
    let told = office.signed(&["ledger", "info"]).ends(4);
    assert!(told.err.contains("L-009") && told.err.contains("sepasang"), "{}", told.err);
    assert!(!told.err.contains("ERROR CORE"), "the cipher's own remarks stay off the terminal: {}", told.err);
    let found = office.signed(&["ledger", "verify", "--json"]).ends(1).json();
    assert_eq!(found["whole"], false);
    // Without the keys nothing opens, and nothing is changed.
    let before = fs::read(office.home().join("ledger.db")).expect("read");
    fs::remove_file(office.home().join("keys.toml")).expect("gone");
    office.signed(&["ledger", "info"]).ends(4);
    assert!(
        office.fed(&["init", "--supervisor", "Budi", "--passphrase-stdin"], SECRET).ends(1).err.contains("Sudah ada")
    );
    assert_eq!(fs::read(office.home().join("ledger.db")).expect("read"), before);
}
