//! Whole ways through the command line: set-up, sign-in, the ledger whole and broken.
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::{Ran, arg, command, fed, run, temp};
use crate::harness::{RUN, stamp};
use loket::desk::keys::{Chosen, KeyRing, Secret};
use loket::domain::command::Command;
use loket::domain::event::{Envelope, LedgerKind};
use loket::domain::id::AccountId;
use loket::domain::person::Name;
use loket::domain::terms::Role;
use loket::ledger::{self, Ledger as _, Options};

const SECRET: &str = "kopi-tubruk-7";

/// A home with an office set up by the binary, in the clear: so that its bytes can be looked at and changed.
struct Kantor {
    folder: tempfile::TempDir,
}

impl Kantor {
    fn new() -> Kantor {
        let kantor = Kantor { folder: temp() };
        kantor
            .fed(
                &["init", "--plain", "--defaults", "--supervisor", "Dra. Elly Warni, M.Si.", "--passphrase-stdin"],
                SECRET,
            )
            .ends(0);
        kantor
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("kantor")
    }

    fn run(&self, args: &[&str]) -> Ran {
        run(self.folder.path(), &[args, &["--home", arg(&self.home())]].concat())
    }

    fn fed(&self, args: &[&str], secret: &str) -> Ran {
        fed(self.folder.path(), &[args, &["--home", arg(&self.home())]].concat(), &format!("{secret}\n"))
    }

    /// As the supervisor, with the right secret.
    fn signed(&self, args: &[&str]) -> Ran {
        self.fed(&[args, &["--as", "EW", "--passphrase-stdin"]].concat(), SECRET)
    }

    fn entries(&self) -> u64 {
        ledger::info(&self.home()).expect("a ledger").entries
    }

    /// Gives the account other initials in its entry, the third, and leaves the rows alone.
    fn tamper_account(&self) {
        let opened = ledger::open(&self.home(), Options::default()).expect("opened");
        let elly = opened.office().rules.accounts.keys().next().expect("one account").hex();
        drop(opened);
        let body = |initials: &str| format!("{{\"account\":\"{elly}\",\"initials\":\"{initials}\"");
        self.tamper(body("EW").as_bytes(), body("XY").as_bytes());
    }

    /// Changes bytes of the ledger file that stand there as given.
    fn tamper(&self, from: &[u8], to: &[u8]) {
        assert_eq!(from.len(), to.len());
        let path = self.home().join("ledger.db");
        let mut bytes = fs::read(&path).expect("read");
        let at: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
        assert!(!at.is_empty(), "{:?} is not in the file", String::from_utf8_lossy(from));
        for at in at {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        fs::write(&path, bytes).expect("written");
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

#[test]
fn init_makes_a_closed_home_and_shows_the_initials() {
    let user = temp();
    let home = user.path().join("deep/kantor");
    let args = ["--home", arg(&home), "init", "--supervisor", "Dra. Elly Warni, M.Si.", "--passphrase-stdin"];
    let ran = fed(user.path(), &args, "kopi-tubruk-7\r\nignored").ends(0);
    assert!(ran.out.contains("EW") && ran.out.contains(arg(&home)), "{}", ran.out);
    assert!(ran.err.is_empty() && !ran.out.contains("Elly"), "{}", ran.err);
    assert_eq!(mode(&home), 0o700);
    for file in ["ledger.db", "keys.toml", "loket.toml"] {
        assert_eq!(mode(&home.join(file)), 0o600, "{file}");
    }
    run(user.path(), &["config", "check", "--home", arg(&home)]).ends(0);
}

#[test]
fn init_refuses_a_second_time_and_changes_nothing() {
    let kantor = Kantor::new();
    let (entries, keys) = (kantor.entries(), fs::read(kantor.home().join("keys.toml")).expect("keys"));
    let again = kantor.fed(&["init", "--supervisor", "Budi Contoh", "--passphrase-stdin"], "teh-talua-3").ends(1);
    assert!(again.out.is_empty() && again.err.contains("Sudah ada kantor"), "{}", again.err);
    assert_eq!(kantor.entries(), entries);
    assert_eq!(fs::read(kantor.home().join("keys.toml")).expect("keys"), keys);
}

#[test]
fn init_refuses_bad_names_and_secrets_before_it_writes_anything() {
    let kantor = Kantor { folder: temp() };
    let init = |name: &str, secret: &str| kantor.fed(&["init", "--supervisor", name, "--passphrase-stdin"], secret);
    assert!(init("Elly Warni", "rahasia-123").ends(3).err.contains("mudah ditebak"));
    assert!(init("Elly Warni", "x7").ends(3).err.contains("10"));
    assert!(init("Elly Warni", "4829153716").ends(3).err.contains("angka"));
    init("R2-D2", SECRET).ends(3);
    init("", SECRET).ends(3);
    init("Elly Warni", "").ends(5);
    assert!(
        run(kantor.folder.path(), &["init", "--supervisor", "Elly", "--home", arg(&kantor.home())])
            .ends(5)
            .err
            .contains("--passphrase-stdin")
    );
    assert!(!kantor.home().exists());
}

#[test]
fn an_interrupted_init_is_begun_again() {
    let kantor = Kantor { folder: temp() };
    let order = Envelope::system("loket-1", RUN, stamp(0));
    // A ledger without an account holds nothing; nobody could ever sign in to it.
    drop(ledger::create(&kantor.home(), LedgerKind::Office, None, &order, Options::default()).expect("made"));
    kantor.fed(&["init", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).ends(0);
    kantor.signed(&["ledger", "verify"]).ends(0);
    // An empty file is what a kill before the first entry leaves.
    let kantor = Kantor { folder: temp() };
    fs::create_dir(kantor.home()).expect("made");
    fs::set_permissions(kantor.home(), fs::Permissions::from_mode(0o700)).expect("closed");
    fs::write(kantor.home().join("ledger.db"), "").expect("written");
    fs::set_permissions(kantor.home().join("ledger.db"), fs::Permissions::from_mode(0o600)).expect("closed");
    kantor.fed(&["init", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).ends(0);
}

#[test]
fn several_inits_at_once_found_one_office() {
    let kantor = Kantor { folder: temp() };
    let codes: Vec<i32> = std::thread::scope(|scope| {
        let one = || kantor.fed(&["init", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).code;
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    kantor.signed(&["ledger", "verify"]).ends(0);
    let ring = KeyRing::load(&loket::config::Home::at(kantor.home())).expect("keys");
    let account = ring.labelled("EW").expect("readable").expect("one account");
    let key = ring.check(account, &Secret::new(SECRET.into()), i64::MAX).expect("the key").key;
    let opened = ledger::open(ring.ledger(&key).expect("readable"), Options::default()).expect("whole");
    assert_eq!(opened.office().rules.accounts.keys().collect::<Vec<_>>(), [&account]);
}

#[test]
fn info_tells_people_and_programs() {
    let kantor = Kantor::new();
    let json = kantor.signed(&["ledger", "info", "--json"]).ends(0).json();
    assert_eq!(json["kind"], "office");
    assert_eq!((json["open_files"].as_u64(), json["last_closed_day"].as_str()), (Some(0), None));
    for key in ["ledger", "schema", "entries", "head", "bytes", "engine"] {
        assert!(!json[key].is_null(), "{key}");
    }
    assert_eq!(json["head"].as_str().map(str::len), Some(64));
    assert!(json.as_object().expect("an object").contains_key("last_closed_day"));
    let plain = kantor.signed(&["ledger", "info", "--lang", "en"]).ends(0);
    assert!(plain.out.contains("last closed day") && plain.err.is_empty(), "{}", plain.out);
}

#[test]
fn an_office_is_opened_only_by_active_staff_with_their_secret() {
    let kantor = Kantor::new();
    let before = kantor.entries();
    for task in [
        &["ledger", "info"][..],
        &["ledger", "verify"],
        &["ledger", "rebuild"],
        &["export", "--date", "2026-11-23", "--format", "csv"],
    ] {
        assert!(kantor.run(task).ends(5).err.contains("--as"), "{task:?}");
        let asked = [task, &["--as", "EW", "--passphrase-stdin"]].concat();
        assert!(kantor.fed(&asked, "").ends(5).out.is_empty());
        assert!(
            run(kantor.folder.path(), &[task, &["--as", "EW", "--home", arg(&kantor.home())]].concat())
                .ends(5)
                .out
                .is_empty()
        );
    }
    let wrong = kantor.fed(&["ledger", "info", "--as", "EW", "--passphrase-stdin"], "salah-sekali").ends(5);
    let unknown = kantor.fed(&["ledger", "info", "--as", "ZZ", "--passphrase-stdin"], SECRET).ends(5);
    assert_eq!(wrong.err, unknown.err, "nobody learns who has an account");
    assert!(wrong.out.is_empty());
    assert_eq!(kantor.entries(), before, "nobody signed in, nothing is written");
    for name in ["EW", "ew", "elly warni", "Dra. Elly Warni, M.Si.", "warni"] {
        kantor.fed(&["ledger", "info", "--as", name, "--passphrase-stdin"], SECRET).ends(0);
    }
    assert_eq!(kantor.entries(), before + 6, "every sign-in leaves a trace, the first also the count of the key file");
}

#[test]
fn a_disabled_account_does_not_sign_in() {
    let kantor = Kantor::new();
    let other = AccountId([5; 16]);
    let mut opened = ledger::open(&kantor.home(), Options::default()).expect("opened");
    let elly = *opened.office().rules.accounts.keys().next().expect("one account");
    let order = Envelope { actor: elly, ..Envelope::system("loket-1", RUN, stamp(0)) };
    let add = Command::AddAccount {
        account: other,
        name: Name::parse("Maya Contoh").expect("a name"),
        initials: "MC".into(),
        roles: [Role::Operator].into(),
    };
    opened.act(&add, &order, None).expect("stored").expect("allowed");
    let ring = KeyRing::load(&loket::config::Home::at(kantor.home())).expect("keys");
    let key = ring.check(elly, &Secret::new(SECRET.into()), 0).expect("the key").key;
    ring.add(other, "MC", &Secret::new("teh-talua-3".into()), &key, Chosen::ByHolder).expect("added");
    let info = ["ledger", "info", "--as", "MC", "--passphrase-stdin"];
    kantor.fed(&info, "teh-talua-3").ends(0);
    opened.act(&Command::DisableAccount { account: other }, &order, None).expect("stored").expect("allowed");
    drop(opened);
    kantor.fed(&info, "teh-talua-3").ends(5);
}

#[test]
fn guessing_is_slowed_down_across_runs_and_told_in_the_journal() {
    let kantor = Kantor::new();
    let info = ["ledger", "info", "--as", "EW", "--passphrase-stdin"];
    for _ in 0..2 {
        assert!(kantor.fed(&info, "salah-sekali").ends(5).err.contains("Kata sandi salah"));
    }
    kantor.signed(&["ledger", "info"]).ends(0);
    let last = fs::read(kantor.home().join("ledger.db")).expect("read");
    let told = b"{\"failures\":2}";
    assert!(last.windows(told.len()).any(|bytes| bytes == told), "the wrong tries stand in the journal");
    // From the third on each wait is twice the one before: however slow the machine, one is not over yet.
    let mut tries = (0..8).map(|_| kantor.fed(&info, "salah-sekali").ends(5).err);
    assert!(tries.any(|said| said.contains("tunggu")), "no try was told to wait");
}

#[test]
fn without_an_office_the_next_step_is_named() {
    let kantor = Kantor { folder: temp() };
    assert!(kantor.run(&["ledger", "info"]).ends(4).err.contains("loket init"));
    fs::create_dir(kantor.home()).expect("made");
    fs::set_permissions(kantor.home(), fs::Permissions::from_mode(0o700)).expect("closed");
    assert!(kantor.run(&["ledger", "verify"]).ends(4).err.contains("loket init"));
    assert!(!kantor.home().join("ledger.db").exists());
}

#[test]
fn a_home_open_to_others_is_refused_with_the_remedy() {
    let kantor = Kantor::new();
    fs::set_permissions(kantor.home(), fs::Permissions::from_mode(0o755)).expect("widened");
    assert!(kantor.signed(&["ledger", "info"]).ends(3).err.contains("chmod 700"));
    fs::set_permissions(kantor.home(), fs::Permissions::from_mode(0o700)).expect("closed");
    fs::set_permissions(kantor.home().join("keys.toml"), fs::Permissions::from_mode(0o644)).expect("widened");
    assert!(kantor.signed(&["ledger", "info"]).ends(3).err.contains("chmod 600"));
}

#[test]
fn a_whole_ledger_verifies_and_rebuilds_to_the_same() {
    let kantor = Kantor::new();
    let json = kantor.signed(&["ledger", "verify", "--json"]).ends(0).json();
    assert_eq!((json["whole"].as_bool(), json["entries"].as_u64()), (Some(true), Some(3)));
    assert!(kantor.signed(&["ledger", "rebuild"]).ends(0).err.is_empty());
    assert!(kantor.signed(&["ledger", "verify"]).ends(0).out.contains("Buku utuh"));
}

#[test]
fn a_tampered_entry_is_named_and_nothing_is_written() {
    let kantor = Kantor::new();
    kantor.tamper_account();
    let before = fs::read(kantor.home().join("ledger.db")).expect("read");
    let ran = kantor.signed(&["ledger", "verify", "--json"]).ends(1);
    let json = ran.json();
    assert_eq!((json["whole"].as_bool(), json["entry"].as_u64()), (Some(false), Some(3)), "{json}");
    assert!(ran.err.contains("entri 3"), "{}", ran.err);
    assert!(kantor.signed(&["ledger", "verify", "--lang", "en"]).ends(1).err.contains("entry 3"));
    assert_eq!(fs::read(kantor.home().join("ledger.db")).expect("read"), before, "evidence stays as it is");
}

#[test]
fn a_ruined_file_is_found_out_too() {
    let kantor = Kantor::new();
    let path = kantor.home().join("ledger.db");
    let bytes = fs::read(&path).expect("read");
    let mut ruined = bytes.clone();
    let from = ruined.len() / 2;
    ruined[from..].fill(0xa5);
    fs::write(&path, ruined).expect("written");
    let ran = kantor.signed(&["ledger", "verify", "--json"]).ends(1);
    assert_eq!(ran.json()["whole"], false);
    fs::write(&path, [b"not a database at all ".repeat(4096), bytes].concat()).expect("written");
    assert_eq!(kantor.signed(&["ledger", "verify", "--json"]).ends(1).json()["whole"], false);
    assert!(
        kantor.fed(&["ledger", "verify", "--as", "EW", "--passphrase-stdin"], "salah-sekali").ends(5).out.is_empty()
    );
    assert!(kantor.signed(&["ledger", "info"]).ends(4).out.is_empty());
}

#[test]
fn a_demo_needs_no_sign_in_and_an_office_is_no_demo() {
    let kantor = Kantor { folder: temp() };
    let order = Envelope::system("loket-1", RUN, stamp(0));
    drop(ledger::create(&kantor.home(), LedgerKind::Demo, None, &order, Options::default()).expect("made"));
    assert_eq!(kantor.run(&["ledger", "info", "--json"]).ends(0).json()["kind"], "demo");
    kantor.run(&["ledger", "verify"]).ends(0);
    kantor.run(&["ledger", "rebuild"]).ends(0);
    assert!(
        kantor
            .fed(&["init", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET)
            .ends(1)
            .err
            .contains("Sudah ada")
    );
    let office = Kantor::new();
    let before = office.entries();
    assert!(office.run(&["demo"]).ends(1).err.contains("kantor sungguhan"));
    let mut by_variable = command(office.folder.path(), &["demo", "--history", "10"]);
    by_variable.env("LOKET_HOME", office.home());
    super::ended(by_variable).ends(1);
    assert_eq!(office.entries(), before);
}

#[test]
fn a_broken_checklist_does_not_keep_the_ledger_closed() {
    let kantor = Kantor::new();
    fs::write(kantor.home().join("loket.toml"), "rules = \"syarat.toml\"\n").expect("written");
    fs::write(kantor.home().join("syarat.toml"), "format = 2\n").expect("written");
    let ran = kantor.signed(&["ledger", "info", "--json"]).ends(0);
    assert_eq!(ran.json()["kind"], "office");
    assert!(ran.err.contains("syarat.toml") && ran.err.contains("bawaan tetap berlaku"), "{}", ran.err);
}

#[test]
fn neither_log_nor_messages_name_anybody() {
    let kantor = Kantor::new();
    let _ = kantor
        .fed(&["ledger", "info", "--as", "Elly Warni", "--passphrase-stdin", "--verbose"], "salah-sekali")
        .ends(5);
    kantor.tamper_account();
    let said = kantor.signed(&["ledger", "verify", "--verbose"]).ends(1).err;
    let log = fs::read_to_string(kantor.home().join("loket.log")).expect("a log");
    for word in ["Elly", "ELLY", "Warni", SECRET, "salah-sekali"] {
        assert!(!said.contains(word) && !log.contains(word), "{word}");
    }
}
