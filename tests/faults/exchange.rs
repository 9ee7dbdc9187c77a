//! The key of a home is changed by a process that is killed at every step that makes something durable.
//!
//! Afterwards the supervisor signs in with the same secret and finds the same ledger, whole, under the old key or
//! the new one; never neither, and never without the mark in the journal when it is the new one.

use super::disk::strace_works;
use super::rig::skip;
use crate::harness::stamp;
use loket::config::{Config, Home};
use loket::desk::found::{self, Founding};
use loket::desk::keys::{AtRest, Cost, KeyRing, Secret};
use loket::domain::event::{Event, Recorded};
use loket::domain::person::Name;
use loket::domain::policy::Policy;
use loket::domain::terms::Role;
use loket::ledger::{self, Ledger as _, Options};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const SECRET: &str = "kopi-tubruk-7";
/// What changes the disk, a kind at a time; of the writes only some are struck, there are hundreds alike.
const KINDS: [(&str, usize); 6] = [
    ("fsync,fdatasync", 1),
    ("rename,renameat,renameat2", 1),
    ("unlink,unlinkat,rmdir", 1),
    ("mkdir,mkdirat,ftruncate", 1),
    ("write", 3),
    ("pwrite64", 17),
];

/// An office whose supervisor signs in at little cost.
pub fn founded(folder: &Path, at_rest: AtRest) -> PathBuf {
    let place = Home::at(folder.join("kantor"));
    let secret = Secret::new(SECRET.to_owned());
    let founding = Founding {
        policy: Policy::default(),
        name: Name::parse("Elly Warni").expect("a name"),
        initials: Some("EW".into()),
        station: None,
        roles: Role::ALL.iter().copied().collect(),
        secret: &secret,
        cost: Cost { memory_kib: 8, passes: 1, lanes: 1 },
        at_rest,
        stamp: stamp(0),
    };
    found::office(&place, &Config::defaults(&place), founding).expect("an office");
    place.path().to_owned()
}

fn copied(from: &Path, to: &Path) -> PathBuf {
    let home = to.join("kantor");
    if home.exists() {
        std::fs::remove_dir_all(&home).expect("cleared");
    }
    let done = Command::new("cp").args(["-a"]).arg(from).arg(&home).status().expect("cp");
    assert!(done.success());
    home
}

/// Runs the change; answers whether it ended by itself, and how many calls of the kind it made.
fn change(home: &Path, task: &str, calls: &str, at: Option<usize>) -> (bool, usize) {
    let trace = home.with_file_name("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).args(["-e", &format!("trace={calls}")]);
    if let Some(at) = at {
        command.args(["-e", &format!("inject={calls}:signal=KILL:when={at}")]);
    }
    command.arg(env!("CARGO_BIN_EXE_loket")).args(["ledger", task, "--as", "EW", "--passphrase-stdin", "--home"]);
    command.arg(home).env_clear().env("HOME", home.with_file_name("")).env("PATH", "/usr/bin:/bin");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("strace starts");
    // It may have been killed before it reads.
    let _ = std::io::Write::write_all(&mut child.stdin.take().expect("piped"), format!("{SECRET}\n").as_bytes());
    let ran = child.wait_with_output().expect("it ends");
    let status = ran.status;
    assert!(status.success() || at.is_some(), "{task}: {}", String::from_utf8_lossy(&ran.stderr));
    let text = std::fs::read_to_string(&trace).unwrap_or_default();
    (status.success(), text.lines().filter(|line| line.contains(" = ")).count())
}

/// Signs in as the supervisor and reads everything; answers whether the key was changed.
fn look(home: &Path, before: &ledger::Info) -> bool {
    let ring = KeyRing::load(&Home::at(home)).expect("keys that can be read");
    let account = ring.labelled("EW").expect("readable").expect("the account");
    let key = ring.check(account, &Secret::new(SECRET.into()), i64::MAX).expect("the same secret").key;
    let place = ring.ledger(&key).expect("readable");
    ledger::verify(place.clone(), &mut |_, _| {}).expect("it opens").expect("it is whole");
    let opened = ledger::open(place, Options::default()).expect("it opens");
    assert_eq!(opened.id(), before.id);
    let now = opened.info().expect("about it");
    let changed = |entry: Recorded| matches!(entry.event, Event::KeysChanged(_));
    let marks = (before.entries + 1..=now.entries).filter_map(|seq| opened.entry(seq).expect("an entry"));
    let marked = marks.filter(|entry| changed(entry.clone())).count();
    let other = ring.at_rest().expect("readable") != AtRest::Clear && now.encrypted;
    assert!(marked <= 1 && now.entries <= before.entries + 3, "a sign-in, the count of the key file and a mark");
    let generation = ring.recent(&key, opened.office().desk.keys).expect("no older key file than the book has seen");
    assert!(generation > 0, "a key file that is counted");
    assert!(!now.encrypted || marked == 1 || before.encrypted, "encrypted without a mark");
    assert_eq!(now.encrypted, other);
    marked == 1
}

fn torture(at_rest: AtRest, task: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let origin = founded(folder.path(), at_rest);
    let work = tempfile::tempdir().expect("a folder");
    let before = {
        let ring = KeyRing::load(&Home::at(&origin)).expect("keys");
        let account = ring.labelled("EW").expect("readable").expect("the account");
        let key = ring.check(account, &Secret::new(SECRET.into()), 0).expect("right").key;
        ledger::info(ring.ledger(&key).expect("readable")).expect("about it")
    };
    let (mut kills, mut changed) = (0, 0);
    for (calls, every) in KINDS {
        let (ended, count) = change(&copied(&origin, work.path()), task, calls, None);
        assert!(ended && count > 0, "{calls}: {count}");
        for at in (1..=count).step_by(every) {
            let home = copied(&origin, work.path());
            let (ended, _) = change(&home, task, calls, Some(at));
            kills += usize::from(!ended);
            changed += usize::from(look(&home, &before));
            // What was left does not stand in the way of the next try.
            let again =
                if KeyRing::load(&Home::at(&home)).expect("keys").at_rest().expect("readable") == AtRest::Encrypted {
                    "rekey"
                } else {
                    task
                };
            if at % 5 == 1 {
                assert!(change(&home, again, "fsync", None).0, "{again} after {calls} {at}");
            }
        }
    }
    println!("{task}: kills={kills} changed={changed} kept={}", kills - changed.min(kills));
    assert!(kills > 20 && changed > 0 && changed < kills, "{kills} kills, {changed} changed");
}

#[test]
fn a_change_of_key_killed_anywhere_leaves_one_pair_that_opens() {
    if !strace_works() {
        return skip(
            "a_change_of_key_killed_anywhere_leaves_one_pair_that_opens",
            "strace is not there or may not trace",
        );
    }
    torture(AtRest::Encrypted, "rekey");
}

#[test]
fn an_encryption_killed_anywhere_leaves_one_pair_that_opens() {
    if !strace_works() {
        return skip(
            "an_encryption_killed_anywhere_leaves_one_pair_that_opens",
            "strace is not there or may not trace",
        );
    }
    torture(AtRest::Clear, "encrypt");
}
