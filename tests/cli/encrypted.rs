//! An encrypted office through the command line: who opens it, what lies on the disk, what stays as it was.
use std::fs;
use std::path::{Path, PathBuf};

use super::{Ran, arg, fed, run, temp};

const SECRET: &str = "kopi-tubruk-7";

/// A home with an office as set up by default.
pub struct Encrypted {
    folder: tempfile::TempDir,
}

impl Encrypted {
    pub fn new() -> Encrypted {
        let office = Encrypted { folder: temp() };
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
fn an_office_is_encrypted_unless_it_was_chosen_otherwise() {
    let office = Encrypted::new();
    for path in files(&office.home()) {
        let bytes = fs::read(&path).expect("read");
        for word in ["SQLite format", "account_added", "Elly", "ELLY", "Warni", "WARNI", SECRET] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
    let info = office.signed(&["ledger", "info", "--json"]).ends(0).json();
    assert_eq!((info["kind"].as_str(), info["encrypted"].as_bool()), (Some("office"), Some(true)));
    assert!(office.signed(&["ledger", "info"]).ends(0).out.contains("tersandi"));
    office.signed(&["ledger", "verify"]).ends(0);
    office.signed(&["ledger", "rebuild"]).ends(0);
    assert!(office.run(&["demo"]).ends(1).err.contains("kantor sungguhan"));
    assert!(!office.home().join("ledger.new").exists());
    let plain = Encrypted { folder: temp() };
    plain.fed(&["init", "--plain", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).ends(0);
    assert_eq!(plain.signed(&["ledger", "info", "--json"]).ends(0).json()["encrypted"], false);
    assert!(plain.signed(&["ledger", "info"]).ends(0).out.contains("TIDAK DISANDIKAN"));
}

#[test]
fn an_encrypted_office_opens_by_initials_and_secret_alone() {
    let office = Encrypted::new();
    let info = |name: &str, secret: &str| office.fed(&["ledger", "info", "--as", name, "--passphrase-stdin"], secret);
    info("ew", SECRET).ends(0);
    let wrong = info("EW", "salah-sekali").ends(5);
    let unknown = info("ZZ", SECRET).ends(5);
    assert_eq!(wrong.err, unknown.err, "nobody learns who has an account");
    // Names are in the encrypted ledger, so nobody can be found by one.
    assert_eq!(info("Elly Warni", SECRET).ends(5).err, wrong.err);
    office.run(&["ledger", "info"]).ends(5);
}

#[test]
fn keys_and_ledger_that_do_not_belong_together_are_told_apart_from_a_wrong_secret() {
    let (office, other) = (Encrypted::new(), Encrypted::new());
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

/// The recovery key in what a command has shown: its two rows of groups.
pub fn recovery_in(out: &str) -> String {
    let rows = out.lines().filter(|line| line.starts_with("  ") && line.split_whitespace().all(|word| word.len() == 4));
    let key = rows.collect::<Vec<_>>().join(" ");
    assert_eq!(key.split_whitespace().count(), 14, "{out}");
    key
}

impl Encrypted {
    fn recover(&self, key: &str, secret: &str) -> Ran {
        self.fed(&["recover", "--as", "EW", "--passphrase-stdin"], &format!("{key}\n{secret}"))
    }

    /// As the supervisor, with another secret.
    fn with(&self, args: &[&str], secret: &str) -> Ran {
        self.fed(&[args, &["--as", "EW", "--passphrase-stdin"]].concat(), secret)
    }
}

#[test]
fn a_lost_supervisor_comes_back_by_the_recovery_key_and_the_journal_says_so() {
    let office = Encrypted { folder: temp() };
    let init = ["init", "--supervisor", "Elly Warni", "--passphrase-stdin"];
    let key = recovery_in(&office.fed(&init, SECRET).ends(0).out);
    let entries = || office.with(&["ledger", "info", "--json"], "rendang-lamak-8").json()["entries"].as_u64();
    // What does not serve changes nothing.
    let slip = key.replacen(|c: char| c.is_ascii_digit(), "Z", 1);
    assert!(office.recover(&slip, "rendang-lamak-8").ends(5).err.contains("tidak cocok"));
    assert!(office.recover(&key[..20], "rendang-lamak-8").ends(5).err.contains("56"));
    let other = Encrypted { folder: temp() };
    let foreign = recovery_in(&other.fed(&init, SECRET).ends(0).out);
    assert!(office.recover(&foreign, "rendang-lamak-8").ends(5).err.contains("bukan dari kantor ini"));
    assert!(office.recover(&key, "rahasia-123").ends(3).err.contains("mudah ditebak"));
    office.fed(&["recover", "--as", "ZZ", "--passphrase-stdin"], &format!("{key}\nrendang-lamak-8")).ends(5);
    office.signed(&["ledger", "verify"]).ends(0);
    assert!(office.recover(&key.to_lowercase(), "rendang-lamak-8").ends(0).out.contains("jurnal mencatatnya"));
    office.signed(&["ledger", "info"]).ends(5);
    let before = entries().expect("a count");
    office.with(&["ledger", "verify"], "rendang-lamak-8").ends(0);
    assert_eq!(entries(), Some(before + 2), "only sign-ins");
    // A new recovery key ends the old one.
    let new = recovery_in(&office.with(&["recovery"], "rendang-lamak-8").ends(0).out);
    assert!(office.recover(&key, "gulai-pucuak-5").ends(5).err.contains("sudah diganti"));
    office.recover(&new, "gulai-pucuak-5").ends(0);
    office.with(&["ledger", "verify"], "gulai-pucuak-5").ends(0);
}

#[test]
fn the_key_of_the_ledger_is_changed_and_an_open_ledger_is_encrypted() {
    let office = Encrypted { folder: temp() };
    let init = ["init", "--plain", "--supervisor", "Elly Warni", "--passphrase-stdin"];
    office.fed(&init, SECRET).ends(0);
    assert!(office.signed(&["ledger", "rekey"]).ends(1).err.contains("ledger encrypt"));
    let plain = fs::read(office.home().join("ledger.db")).expect("read");
    assert!(plain.starts_with(b"SQLite format 3"));
    let first = recovery_in(&office.signed(&["ledger", "encrypt"]).ends(0).out);
    let encrypted = fs::read(office.home().join("ledger.db")).expect("read");
    assert!(!encrypted.starts_with(b"SQLite format 3"));
    assert_eq!(office.signed(&["ledger", "info", "--json"]).ends(0).json()["encrypted"], true);
    office.signed(&["ledger", "verify"]).ends(0);
    assert!(office.signed(&["ledger", "encrypt"]).ends(1).err.contains("ledger rekey"));
    let second = recovery_in(&office.signed(&["ledger", "rekey"]).ends(0).out);
    assert_ne!(fs::read(office.home().join("ledger.db")).expect("read")[..16], encrypted[..16]);
    assert!(office.recover(&first, "rendang-lamak-8").ends(5).err.contains("sudah diganti"));
    office.signed(&["ledger", "verify"]).ends(0);
    office.recover(&second, "rendang-lamak-8").ends(0);
    office.with(&["ledger", "verify"], "rendang-lamak-8").ends(0);
    assert!(!office.home().join("ledger.new").exists());
}

#[test]
fn the_key_is_not_changed_under_an_open_desk() {
    let office = Encrypted::new();
    let ring = loket::desk::keys::KeyRing::load(&loket::config::Home::at(office.home())).expect("keys");
    let account = ring.labelled("EW").expect("readable").expect("one account");
    let secret = loket::desk::keys::Secret::new(SECRET.into());
    let key = ring.check(account, &secret, 0).expect("the key").key;
    let desk = loket::ledger::open(ring.ledger(&key).expect("readable"), loket::ledger::Options::default());
    let before = fs::read(office.home().join("keys.toml")).expect("read");
    assert!(office.signed(&["ledger", "rekey"]).ends(4).err.contains("L-013"));
    assert_eq!(fs::read(office.home().join("keys.toml")).expect("read"), before);
    drop(desk.expect("opened"));
    office.signed(&["ledger", "rekey"]).ends(0);
}
