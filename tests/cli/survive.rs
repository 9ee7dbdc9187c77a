//! Damage, lost keys, changed keys and the drill, as whoever looks after the counter meets them: by the real program on a
//! encrypted office.
use super::export::Day;
use super::{Ran, arg, fed, temp};
use crate::faults::disk::strace_works;
use crate::faults::exchange::{SECRET, founded};
use crate::faults::rig::{Seed, skip};
use crate::harness::{RUN, monday, stamp, submission};
use crate::ledger::support::raw;
use loket::config::Home;
use loket::desk::keys::{AtRest, Chosen, KeyRing, Secret};
use loket::domain::command::{Command, Then};
use loket::domain::event::Envelope;
use loket::domain::id::AccountId;
use loket::domain::reason::ReasonCode;
use loket::export::{EXPORT_FORMAT, digest};
use loket::ledger::{self, Ledger as _, Options, SqliteLedger};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

const SIGN: &[&str] = &["--as", "EW", "--passphrase-stdin"];

struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Office {
        let office = Office(temp());
        founded(office.0.path(), AtRest::Encrypted);
        fs::create_dir(office.stick()).expect("a folder");
        let (mut ledger, account) = office.ledger();
        let mut act = |actor, ms, command: Command| {
            let order = Envelope { actor, ..Envelope::system("loket-1", RUN, stamp(ms)) };
            ledger.act(&command, &order, None).expect("stored").expect("allowed");
        };
        act(AccountId::SYSTEM, 1_000, Command::OpenDay { date: monday() });
        for n in 1..=40 {
            act(account, 60_000 * i64::from(n), Command::Submit(Box::new(submission(n, ReasonCode::New, Then::Queue))));
        }
        office
    }

    fn ring(home: &Path) -> (KeyRing, AccountId) {
        let ring = KeyRing::load(&Home::at(home)).expect("keys");
        let account = ring.labelled("EW").expect("readable").expect("the account");
        (ring, account)
    }

    fn ledger(&self) -> (SqliteLedger, AccountId) {
        let (ring, account) = Office::ring(&self.home());
        let key = ring.check(account, &Secret::new(SECRET.into()), i64::MAX).expect("right").key;
        (ledger::open(ring.ledger(&key).expect("readable"), Options::default()).expect("opened"), account)
    }

    fn home(&self) -> PathBuf {
        self.0.path().join("kantor")
    }

    fn stick(&self) -> PathBuf {
        self.0.path().join("stick")
    }

    fn at(&self, home: &Path, args: &[&str], said: &str) -> Ran {
        fed(self.0.path(), &[args, SIGN, &["--home", arg(home)]].concat(), said)
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.at(&self.home(), args, &format!("{SECRET}\n"))
    }

    fn backup(&self) -> PathBuf {
        let made = self.run(&["ledger", "backup", "--to", arg(&self.stick()), "--json"]).ends(0).json();
        PathBuf::from(made["path"].as_str().expect("a path"))
    }

    /// The files that hold the office, with their bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = fs::read_dir(self.home()).expect("a home").map(|entry| entry.expect("an entry").path());
        // Why something failed is written into the log of the home.
        let ours = |path: &PathBuf| path.is_file() && !path.ends_with("loket.log") && !path.ends_with("keys.lock");
        files.filter(ours).map(|path| (path.clone(), fs::read(path).expect("read"))).collect()
    }

    /// Two pages with entries are not what they were, the first one with any is.
    fn damage(&self) {
        let home = self.ledger().0.home().clone();
        let conn = raw(&home);
        let sql =
            "SELECT pageno FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf' ORDER BY path LIMIT 2 OFFSET 1";
        let mut select = conn.prepare(sql).expect("statistics");
        let rows = select.query_map([], |row| row.get::<_, i64>(0)).expect("pages");
        let pages: Vec<usize> = rows.map(|page| usize::try_from(page.expect("a page")).expect("a number")).collect();
        drop(select);
        drop(conn);
        let mut bytes = fs::read(home.ledger()).expect("read");
        pages.iter().for_each(|page| bytes[(page - 1) * 4096 + 40..(page - 1) * 4096 + 90].fill(0x55));
        fs::write(home.ledger(), bytes).expect("written");
    }
}

#[test]
fn a_damaged_encrypted_ledger_is_saved_and_worked_on() {
    let office = Office::new();
    let backup = office.backup();
    let entries = office.ledger().0.info().expect("about it").entries;
    office.damage();
    assert!(office.run(&["ledger", "verify"]).ends(1).err.contains("V-"));
    let before = office.files();
    let to = office.0.path().join("selamat");
    let args = ["ledger", "salvage", "--to", arg(&to), "--last-number", "60"];
    let wrong = office.at(&office.home(), &args, "salah-sekali-1\n").ends(5);
    assert!(!to.exists() && !to.with_extension("part").exists(), "{}", wrong.err);
    let saved = office.run(&args).ends(0);
    assert!(saved.out.contains("entri diselamatkan") && saved.out.contains("hilang: entri"), "{}", saved.out);
    assert_eq!(office.files(), before, "the damaged home is as it was");
    let whole = office.at(&to, &["ledger", "verify", "--json"], &format!("{SECRET}\n")).ends(0).json();
    let lost = whole["lost"].as_u64().expect("a count");
    assert!(lost > 0 && lost < entries, "{whole}");
    assert!(
        office.at(&to, &["ledger", "verify"], &format!("{SECRET}\n")).ends(0).out.contains("hilang, disebut jurnal")
    );
    // With a backup nothing is lost.
    let to = office.0.path().join("lengkap");
    let args = ["ledger", "salvage", "--to", arg(&to), "--last-number", "60", "--with", arg(&backup)];
    assert!(office.run(&args).ends(0).out.contains("Tidak ada entri yang hilang"));
    assert!(!to.join("ledger.damaged").exists());
    office.at(&to, &["ledger", "verify"], &format!("{SECRET}\n")).ends(0);
}

#[test]
fn lost_or_damaged_keys_come_from_the_backup_and_foreign_ones_are_told() {
    let office = Office::new();
    let backup = office.backup();
    let keys = office.home().join("keys.toml");
    // Keys changed since the backup, and the book has seen it: what the backup has is older, and all there is.
    let (ring, account) = Office::ring(&office.home());
    let key = ring.check(account, &Secret::new(SECRET.into()), i64::MAX).expect("right").key;
    ring.add(AccountId([9; 16]), "RN", &Secret::new(SECRET.into()), &key, Chosen::ByHolder).expect("added");
    office.run(&["ledger", "info"]).ends(0);
    let sound = fs::read(&keys).expect("read");
    let to = office.0.path().join("selamat");
    let salvage = |more: &[&str]| {
        office.run(&[&["ledger", "salvage", "--to", arg(&to), "--last-number", "60"][..], more].concat())
    };
    for harm in [Some(&b"format = 2\n[[["[..]), None] {
        match harm {
            Some(bytes) => fs::write(&keys, bytes).expect("written"),
            None => fs::remove_file(&keys).expect("gone"),
        }
        let before = office.files();
        let told = salvage(&[]).ends(5);
        assert!(told.err.contains("--with") && told.err.contains("keys.toml"), "{}", told.err);
        let saved = salvage(&["--with", arg(&backup)]).ends(0);
        assert!(
            saved.err.contains("dari cadangan") && saved.out.contains("Tidak ada entri"),
            "{} {}",
            saved.err,
            saved.out
        );
        assert_eq!(office.files(), before);
        office.at(&to, &["ledger", "verify"], &format!("{SECRET}\n")).ends(0);
        fs::remove_dir_all(&to).expect("cleared");
    }
    fs::write(&keys, &sound).expect("written");
    fs::copy(Office::new().home().join("keys.toml"), &keys).expect("another's");
    let told = salvage(&["--with", arg(&backup)]).code;
    assert!(told != 0 && !to.exists());
    let told = salvage(&[]).ends(4);
    assert!(told.err.contains("L-009") && told.err.contains("ledger restore"), "{}", told.err);
}

#[test]
fn a_backup_is_restored_by_the_recovery_key_when_nobody_knows_a_passphrase() {
    let place = temp();
    let (home, stick) = (place.path().join("kantor"), place.path().join("stick"));
    fs::create_dir(&stick).expect("a folder");
    let run = |args: &[&str], said: &str| fed(place.path(), &[args, &["--home", arg(&home)]].concat(), said);
    let init = run(&["init", "--supervisor", "Elly Warni", "--passphrase-stdin"], SECRET).ends(0);
    let key = super::encrypted::recovery_in(&init.out);
    let args = [&["ledger", "backup", "--to", arg(&stick), "--json"], SIGN].concat();
    let backup = run(&args, SECRET).ends(0).json()["path"].as_str().expect("a path").to_owned();
    // The machine is gone: another one, with nothing on it.
    fs::remove_dir_all(&home).expect("gone");
    let to = place.path().join("pulih");
    let restore = |said: &str, more: &[&str]| {
        run(&[&["ledger", "restore", &backup, "--to", arg(&to), "--recovery"], more, SIGN].concat(), said)
    };
    let last = ["--last-number", "7"];
    assert!(
        restore(&format!("{}\nrendang-lamak-8\n", key.replacen(|c: char| c.is_ascii_digit(), "Z", 1)), &last)
            .ends(5)
            .err
            .contains("tidak cocok")
    );
    assert!(restore("", &["--look"]).ends(2).err.contains("--look"));
    assert!(!to.exists() && fs::read_dir(&stick).expect("read").count() == 1);
    restore(&format!("{key}\nrendang-lamak-8\n"), &last).ends(0);
    let there = |args: &[&str], said: &str| fed(place.path(), &[args, SIGN, &["--home", arg(&to)]].concat(), said);
    there(&["ledger", "info"], SECRET).ends(5);
    assert!(there(&["ledger", "verify"], "rendang-lamak-8\n").ends(0).out.contains("utuh"));
}

#[test]
fn after_a_change_of_key_a_backup_is_compared_for_whoever_opens_both() {
    let office = Office::new();
    let backup = office.backup();
    let check = |said: &str| office.at(&office.home(), &["ledger", "restore", "--check", arg(&backup)], said);
    assert!(check(&format!("{SECRET}\n")).ends(0).out.contains("sama"));
    office.run(&["ledger", "rekey"]).ends(0);
    let one = check(&format!("{SECRET}\n"));
    assert!(
        one.code != 0 && one.out.contains("Cadangan utuh") && one.out.contains("kunci buku sekarang lain"),
        "{}",
        one.out
    );
    assert!(one.err.contains("baris kedua"), "{}", one.err);
    let both = check(&format!("{SECRET}\n{SECRET}\n")).ends(0);
    assert!(both.out.contains("buku sudah maju"), "{}", both.out);
    assert!(check(&format!("{SECRET}\nsalah-sekali-1\n")).code != 0);
    // A ledger that went on from it is its heir, not a stranger.
    let to = office.0.path().join("pulih");
    office.run(&["ledger", "restore", arg(&backup), "--to", arg(&to), "--last-number", "60"]).ends(0);
    let heir = office.at(&to, &["ledger", "restore", "--check", arg(&backup)], &format!("{SECRET}\n")).ends(0);
    assert!(heir.out.contains("melanjutkan buku cadangan itu; semua entrinya"), "{}", heir.out);
    // One that does not read is not called absent.
    let path = to.join("ledger.db");
    let mut bytes = fs::read(&path).expect("read");
    bytes[4096..40_960].fill(0x11);
    fs::write(&path, bytes).expect("written");
    let damaged = office.at(&to, &["ledger", "restore", "--check", arg(&backup)], &format!("{SECRET}\n")).ends(1);
    assert!(damaged.out.contains("tidak terbaca [L-023]"), "{}", damaged.out);
}

#[test]
fn the_drill_proves_the_last_backup_and_leaves_nothing_behind() {
    let office = Office::new();
    let none = office.run(&["ledger", "drill"]).ends(3);
    assert!(none.err.contains("ledger backup"), "{}", none.err);
    let backup = office.backup();
    let before = office.files();
    let place = temp();
    let drill = |more: &[&str]| {
        let home = office.home();
        let args = [&["ledger", "drill"][..], more, SIGN, &["--home", arg(&home)]].concat();
        let mut command = super::command(office.0.path(), &args);
        command.env("TMPDIR", place.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let _ = child.stdin.take().expect("piped").write_all(format!("{SECRET}\n").as_bytes());
        let ran = child.wait_with_output().expect("ended");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Ran { code: ran.status.code().expect("a code"), out: text(ran.stdout), err: text(ran.stderr) }
    };
    let passed = drill(&[]).ends(0);
    assert!(
        passed.out.contains("LATIHAN BERHASIL") && passed.out.contains("belum ada hari yang ditutup"),
        "{}",
        passed.out
    );
    assert_eq!(drill(&["--json"]).ends(0).json()["stands"], "same");
    assert_eq!(office.files(), before, "the ledger in use is not written to");
    assert!(fs::read_dir(place.path()).expect("read").next().is_none(), "nothing is left behind");
    // A backup that is not whole, and a ledger that is the older one, do not pass.
    let mut bytes = fs::read(backup.join("ledger.db")).expect("read");
    let sound = bytes.clone();
    bytes[50_000] ^= 1;
    fs::write(backup.join("ledger.db"), bytes).expect("written");
    assert!(drill(&[]).ends(1).err.contains("B-010"));
    fs::write(backup.join("ledger.db"), sound).expect("written");
    drill(&[arg(&backup)]).ends(0);
    fs::rename(&backup, office.stick().join("away")).expect("moved");
    assert!(drill(&[]).ends(3).err.contains("B-001"));
    assert!(fs::read_dir(place.path()).expect("read").next().is_none());
}

#[test]
fn the_drill_holds_a_day_against_what_was_frozen() {
    let txt = |day: &Day| {
        let args = ["export", "--date", "2026-11-23", "--format", "txt", "--as", "EW", "--passphrase-stdin", "--home"];
        fed(day.folder.path(), &[&args[..], &[arg(&day.home())]].concat(), SECRET).out
    };
    let first = Day::closed(&[("txt", "00".repeat(32))], EXPORT_FORMAT);
    let day = Day::closed(&[("txt", digest(txt(&first).as_bytes()))], EXPORT_FORMAT);
    for (day, passes) in [(first, false), (day, true)] {
        let stick = day.folder.path().join("stick");
        fs::create_dir(&stick).expect("a folder");
        let run = |args: &[&str]| {
            fed(day.folder.path(), &[args, SIGN, &["--home", arg(&day.home())]].concat(), &format!("{SECRET}\n"))
        };
        run(&["ledger", "backup", "--to", arg(&stick)]).ends(0);
        let drill = run(&["ledger", "drill"]).ends(i32::from(!passes));
        assert_eq!(drill.out.contains("sama dengan yang dibekukan") && !drill.out.contains("TIDAK sama"), passes);
        assert_eq!(drill.out.contains("LATIHAN BERHASIL"), passes, "{} {}", drill.out, drill.err);
    }
}

/// A change of keys while a backup stands still; whether there was one. While the backup has the ledger open, or has
/// the key file's lock, it is told to wait.
fn change(office: &Office, kind: usize) -> bool {
    if kind == 0 {
        let rekey = office.run(&["ledger", "rekey"]);
        assert!([0, 4, 5].contains(&rekey.code), "{}: {}", rekey.code, rekey.err);
        return rekey.code == 0;
    }
    let (ring, account) = Office::ring(&office.home());
    let secret = Secret::new(SECRET.into());
    let done = match kind {
        1 => {
            let key = ring.check(account, &secret, i64::MAX).map(|known| known.key);
            key.and_then(|key| ring.choose(account, &Secret::new("rendang-lamak-8".into()), &key))
        }
        2 => ring.check(account, &secret, i64::MAX).and_then(|known| ring.issue_recovery(&known.key)).map(|_| ()),
        _ => {
            let key = ring.check(account, &secret, i64::MAX).map(|known| known.key);
            key.and_then(|key| {
                ring.add(AccountId([9; 16]), "RN", &secret, &key, Chosen::ByHolder)?;
                ring.remove(AccountId([9; 16]), &key)
            })
        }
    };
    done.map_err(|error| assert_eq!(error.code(), "keys.busy")).is_ok()
}

/// Stops a backup after the n-th of some calls, changes keys, lets it go on; how many calls there were, and whether the
/// keys were changed.
fn stopped(office: &Office, calls: &str, at: Option<usize>, kind: usize) -> (usize, bool) {
    let trace = office.0.path().join("trace");
    let _ = fs::remove_file(&trace);
    let mut command = Process::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).args(["-e", &format!("trace={calls}")]);
    if let Some(at) = at {
        command.args(["-e", &format!("inject={calls}:signal=STOP:when={at}")]);
    }
    command.arg(env!("CARGO_BIN_EXE_loket")).args(["ledger", "backup", "--to", arg(&office.stick())]).args(SIGN);
    command.args(["--home", arg(&office.home())]).env_clear().env("HOME", office.0.path()).env("PATH", "/usr/bin:/bin");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let _ = child.stdin.take().expect("piped").write_all(format!("{SECRET}\n").as_bytes());
    let end = Instant::now() + Duration::from_secs(60);
    let text = || fs::read_to_string(&trace).unwrap_or_default();
    let still = |text: &str| text.lines().find(|line| line.contains("stopped by SIGSTOP")).map(str::to_owned);
    let mut changed = None;
    while child.try_wait().expect("its state").is_none() {
        assert!(Instant::now() < end, "it neither goes on nor ends");
        if let Some(line) = still(&text()) {
            changed = changed.or_else(|| Some(change(office, kind)));
            // One that arrives before it has quite stopped is lost; it may be gone already.
            let pid = line.split_whitespace().next().expect("a process");
            let _ = Process::new("kill").args(["-CONT", pid]).stderr(Stdio::null()).status();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    (text().lines().filter(|line| line.contains(" = ")).count(), changed == Some(true))
}

impl Office {
    fn copy(&self) -> Office {
        let copy = temp();
        let from = [self.home(), self.stick()];
        assert!(Process::new("cp").arg("-a").args(from).arg(copy.path()).status().expect("cp").success());
        Office(copy)
    }
}

#[test]
fn a_backup_made_while_keys_change_opens_with_its_own_keys() {
    if !strace_works() {
        return skip("a_backup_made_while_keys_change_opens_with_its_own_keys", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("keys-and-copies");
    let origin = Office::new();
    let (mut tried, mut made, mut changes) = (0, 0, 0);
    // The lock that keeps a backup and a change of key apart is given back by a call of the first kind.
    for (calls, all) in [("flock", true), ("openat,statx,rename,fsync", false)] {
        let (count, _) = stopped(&origin.copy(), calls, None, 0);
        let places: Vec<usize> =
            if all { (1..=count).collect() } else { (0..crate::cases(4)).map(|_| 1 + seed.below(count)).collect() };
        for at in places {
            let kind = if all { 0 } else { seed.below(4) };
            let office = origin.copy();
            changes += usize::from(stopped(&office, calls, Some(at), kind).1);
            tried += 1;
            let named = fs::read_dir(office.stick()).expect("read").map(|entry| entry.expect("an entry").path());
            for backup in named.filter(|path| path.extension().is_none()) {
                let opens = [SECRET, "rendang-lamak-8"].iter().any(|secret| {
                    let aside = temp();
                    fs::copy(backup.join("keys.toml"), aside.path().join("keys.toml")).expect("copied");
                    let (ring, account) = Office::ring(aside.path());
                    let Ok(sign_in) = ring.check(account, &Secret::new((*secret).into()), i64::MAX) else {
                        return false;
                    };
                    let copy = ledger::Home::keyed(&backup, Some(sign_in.key));
                    ledger::verify(copy, &mut |_, _| {}).is_ok_and(|found| found.is_ok())
                });
                assert!(opens, "{calls} {at}, change {kind}: {} does not open", backup.display());
                made += 1;
            }
        }
    }
    println!("keys-and-copies: tried={tried} changes={changes} made={made} unopenable=0");
    assert!(made > tried / 2 && changes > 0, "{made} made and {changes} changes of {tried}");
}
