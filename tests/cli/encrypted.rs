//! An encrypted office through the command line: who opens it, what lies on the disk, what stays as it was.
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use loket::desk::keys::RecoveryKey;
use loket::device::Simulator as _;
use loket::device::slip::sim::{SlipLevers, SlipSim};

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
fn an_older_key_file_put_back_lets_nobody_in_until_the_recovery_key_is_fetched() {
    let office = Encrypted { folder: temp() };
    let init = ["init", "--supervisor", "Elly Warni", "--passphrase-stdin"];
    let key = recovery_in(&office.fed(&init, SECRET).ends(0).out);
    office.signed(&["ledger", "info"]).ends(0);
    let keys = office.home().join("keys.toml");
    let older = fs::read(&keys).expect("read");
    // The secret somebody has watched is changed; the book hears of it at the next sign-in.
    assert!(office.recover(&key, "rendang-lamak-8").ends(0).out.contains("jurnal mencatatnya"));
    office.with(&["ledger", "info"], "rendang-lamak-8").ends(0);
    let newer = fs::read(&keys).expect("read");
    fs::write(&keys, &older).expect("put back");
    for args in [&["ledger", "info"][..], &["ledger", "verify"], &["recovery"]] {
        let ran = office.signed(args).ends(5);
        assert!(ran.err.contains("salinan lama") && ran.err.contains("loket recover"), "{args:?}: {}", ran.err);
    }
    // The right file again, and everything is as it was.
    fs::write(&keys, &newer).expect("put back");
    office.with(&["ledger", "verify"], "rendang-lamak-8").ends(0);
    // Edited, it opens nothing either; where the right one is lost, the recovery key helps.
    let text = String::from_utf8(newer).expect("text");
    fs::write(&keys, text.replace("\"EW\"", "\"EV\"")).expect("edited");
    let ran = office.fed(&["ledger", "info", "--as", "EV", "--passphrase-stdin"], "rendang-lamak-8").ends(5);
    assert!(ran.err.contains("diubah di luar Loket"), "{}", ran.err);
    fs::write(&keys, &older).expect("the old one");
    office.recover(&key, "gulai-pucuak-5").ends(0);
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

impl Encrypted {
    fn prints_to(self, line: &str) -> Encrypted {
        fs::create_dir_all(self.home()).expect("a folder");
        let file = self.home().join("loket.toml");
        fs::write(&file, format!("[devices]\nslip = \"{line}\"\n")).expect("written");
        for (path, mode) in [(self.home(), 0o700), (file, 0o600)] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
        }
        self
    }

    /// Whether a text stands in any file of the user's.
    fn holds(&self, text: &str) -> bool {
        fn holds(path: &Path, text: &[u8]) -> bool {
            match fs::read_dir(path) {
                Ok(entries) => entries.flatten().any(|entry| holds(&entry.path(), text)),
                Err(_) => fs::read(path).unwrap_or_default().windows(text.len()).any(|w| w == text),
            }
        }
        holds(self.folder.path(), text.as_bytes())
    }
}

#[test]
fn the_recovery_key_goes_onto_paper_and_nowhere_else() {
    let printer = SlipSim::tcp(SlipLevers::new()).expect("a printer");
    let office = Encrypted { folder: temp() }.prints_to(&format!("{}?width=58", printer.wire()));
    let init = ["init", "--print", "--supervisor", "Dra. Elly Warni, M.Si.", "--passphrase-stdin"];
    let shown = office.fed(&init, SECRET).ends(0);
    let shown = [shown.out, shown.err, office.signed(&["recovery", "--print"]).ends(0).out].concat();
    assert!(printer.levers().wait_pages(2, Duration::from_secs(10)));
    let pages = printer.levers().pages();
    let keys: Vec<String> = pages
        .iter()
        .map(|page| {
            let large = page.lines.iter().filter(|line| line.large);
            let words = large.flat_map(|line| line.text.split_whitespace());
            words.filter(|word| word.len() == 4).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(printer.levers().unknown(), 0);
    for (page, key) in pages.iter().zip(&keys) {
        assert!(RecoveryKey::parse(key).is_ok(), "fourteen groups in large letters");
        assert_eq!(page.qr, [key.replace(' ', "")]);
        for said in ["KUNCI PEMULIHAN", "AMPLOP TERTUTUP", "tanda tangan"] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        assert!(page.lines.iter().all(|line| line.text.chars().count() * (1 + usize::from(line.large)) <= 32));
        for group in key.split(' ') {
            assert!(!shown.contains(group), "on the screen too");
        }
        assert!(!office.holds(key) && !office.holds(&key.replace(' ', "")), "on the disk too");
    }
    assert!(office.recover(&keys[0], "rendang-lamak-8").ends(5).err.contains("sudah diganti"));
    office.recover(&pages[1].qr[0], "rendang-lamak-8").ends(0);
}

#[test]
fn a_recovery_key_that_would_stay_on_a_disk_is_shown_instead() {
    for line in ["file:/tmp", "cups://localhost:1/printers/struk", "none", "usblp:/dev/usb/lp-none"] {
        let office = Encrypted { folder: temp() };
        office.fed(&["init", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).ends(0);
        let office = office.prints_to(line);
        let told = office.fed(&["recovery", "--print", "--as", "EW", "--passphrase-stdin"], SECRET).ends(0);
        assert!(told.err.contains("Tulis dengan tangan"), "{line}: {}", told.err);
        let key = recovery_in(&told.out);
        assert!(!office.holds(&key) && !office.holds(&key.replace(' ', "")), "{line}");
        office.recover(&key, "rendang-lamak-8").ends(0);
    }
}
