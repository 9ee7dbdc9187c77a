//! Backups under torture: killed at any moment and at any durable call, and on a disk without room.
//!
//! Whatever happens, what has a backup's name is whole, the older ones are still there, and the next try succeeds.

use super::child::{Task, say};
use super::rig::{Disk, Heard, Seed, command, command_under, founded, skip};
use crate::ledger::support::*;
use loket::domain::event::NO_BOOT;
use loket::domain::time::Stamp;
use loket::ledger::backup::{self, Keep, found};
use loket::ledger::{BackupError, Halt, Heir, Home, Ledger, Options, go_on, open, verify};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::time::Duration;

/// Calls that make something durable or give it a name.
const DURABLE: &str = "fsync,fdatasync,rename,mkdir,unlink,rmdir";

fn stick(home: &Path) -> PathBuf {
    home.with_file_name("stick")
}

fn make(home: &Path, n: i64) -> Result<backup::Made, BackupError> {
    let stamp = Stamp { utc_ms: MORNING + n * 1_000, offset_s: 25_200, mono_ms: 0, boot: NO_BOOT };
    let keep = Keep { days: 1, months: 1 };
    backup::back_up(&Home::at(home), &stick(home), (keep, &stamp), &Halt::default(), &mut |_, _, _| {})
}

/// The child: one backup after another, each told once it is made.
pub fn back_up(task: &Task) {
    let first = super::child::number("LOKET_FAULT_FIRST").unwrap_or(0) as i64;
    let most = super::child::number("LOKET_FAULT_ACTS").map_or(i64::MAX, |n| n as i64);
    for n in first.. {
        match make(&task.home, n) {
            Ok(made) => say(&format!("made {}", made.backup.manifest.entries)),
            Err(error) => say(&format!("failed {}", error.code())),
        }
        if n - first + 1 >= most {
            return say("done");
        }
    }
}

/// Everything with a backup's name is whole; answers how many there are.
fn all_whole(home: &Path) -> usize {
    let id = open(home, Options::default()).expect("the ledger").id();
    let named = fs::read_dir(stick(home)).expect("the folder").map(|entry| entry.expect("an entry").path());
    let ours = |path: &PathBuf| path.extension().is_none() && !path.ends_with("filler");
    let named: Vec<PathBuf> = named.filter(ours).collect();
    let known = found(&stick(home), id).expect("the folder");
    assert_eq!(named.len(), known.len(), "a name without a backup: {named:?}");
    for backup in &known {
        backup::check(&Home::at(&backup.path), &Halt::default(), &mut |_, _, _| {}).expect("a whole backup");
    }
    known.len()
}

/// An office with people in it, and a folder for backups.
fn office(disk: Disk) -> (tempfile::TempDir, PathBuf) {
    let (folder, home) = founded(disk);
    let mut desk = Desk {
        dir: tempfile::tempdir().expect("a folder"),
        ledger: open(&home, Options::default()).expect("it"),
        now: 50_000,
    };
    for n in 1..=12 {
        desk.submit(n, "Siti Aminah", "08123456789");
    }
    fs::create_dir_all(stick(&home)).expect("a folder");
    (folder, home)
}

#[test]
fn a_backup_killed_at_any_moment_leaves_no_half_one() {
    let mut seed = Seed::printed("copies");
    let (mut kills, mut whole) = (0, 0);
    for n in 0..crate::cases(6) {
        let (_folder, home) = office(if seed.once_in(2) { Disk::Machine } else { Disk::Memory });
        make(&home, 0).expect("a first one");
        let mut child = command("backup", &home, seed.next());
        child.env("LOKET_FAULT_FIRST", "100");
        let mut child = Heard::start(child);
        child.wait_for("made", 1 + n as usize % 2);
        child.listen(Duration::from_micros(seed.below(60_000) as u64));
        let said = child.kill();
        assert!(!said.iter().any(|line| line.starts_with("failed")), "{said:?}");
        kills += 1;
        let kept = all_whole(&home);
        assert!(kept >= 1, "the last good one is there");
        whole += kept;
        make(&home, 9_000_000).expect("the next try");
        let left = fs::read_dir(stick(&home)).expect("the folder").map(|e| e.expect("an entry").path());
        assert!(left.into_iter().all(|path| path.extension().is_none()), "what was left is cleared");
        verify(&home, &mut |_, _| {}).expect("read").expect("whole");
    }
    println!("copies: kills={kills} whole={whole} half=0");
}

#[test]
fn a_backup_killed_at_any_durable_call_leaves_no_half_one_and_each_can_be_restored() {
    let tried = Process::new("strace").args(["-qq", "-o", "/dev/null", "-e", "trace=fsync", "true"]).status();
    if !tried.is_ok_and(|status| status.success()) {
        return skip("a_backup_killed_at_any_durable_call", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("copies-durable");
    let run = |home: &Path, inject: Option<&str>, seed: u64| {
        let trace = home.with_file_name("trace");
        let mut args: Vec<String> = ["-f", "-qq", "-o"].map(str::to_owned).to_vec();
        args.extend([trace.display().to_string(), "-e".to_owned(), format!("trace={DURABLE}")]);
        args.extend(inject.map(|inject| ["-e".to_owned(), format!("inject={inject}")]).into_iter().flatten());
        let mut child = command_under("strace", &args, ("backup", home, seed));
        child.env("LOKET_FAULT_FIRST", "100").env("LOKET_FAULT_ACTS", "2");
        let (_, said) = Heard::start(child).end();
        let text = fs::read_to_string(&trace).unwrap_or_default();
        (said, text.lines().filter(|line| line.contains(") = ")).count(), text.contains("killed by SIGKILL"))
    };
    let (_folder, home) = office(Disk::Machine);
    let (said, calls, _) = run(&home, None, seed.next());
    assert!(said.iter().any(|line| line == "done") && calls > 10, "{calls} {said:?}");
    let (mut kills, mut restored) = (0, 0);
    for n in 0..crate::cases(8) {
        let (_folder, home) = office(Disk::Machine);
        make(&home, 0).expect("a first one");
        let place = 1 + seed.below(calls);
        let (_, _, killed) = run(&home, Some(&format!("{DURABLE}:signal=KILL:when={place}")), seed.next());
        kills += usize::from(killed);
        assert!(all_whole(&home) >= 1, "call {place}");
        let id = open(&home, Options::default()).expect("the ledger").id();
        for backup in found(&stick(&home), id).expect("the folder") {
            let checked = backup::check(&Home::at(&backup.path), &Halt::default(), &mut |_, _, _| {}).expect("whole");
            let to = home.with_file_name(format!("pulih-{n}-{restored}"));
            let unpacked = backup::Unpacked::of(&checked, &to).expect("unpacked");
            let heir = Heir { last: (2026, 500), lost: Vec::new() };
            go_on(&Home::at(unpacked.home()), heir, &order(CLERK, 9_000_000), &Options::default())
                .expect("it")
                .expect("an heir");
            unpacked.name().expect("a home");
            verify(&to, &mut |_, _| {}).expect("read").expect("whole");
            restored += 1;
        }
    }
    println!("copies-durable: calls={calls} kills={kills} restored={restored}");
    assert!(kills > 0 && restored > 0);
}

/// The child: a backup on a stick that is too small.
pub fn fill_the_stick(task: &Task) {
    // The small disk is mounted over the folder for backups.
    let before = all_whole(&task.home);
    let filler = stick(&task.home).join("filler");
    let mut size = 0;
    loop {
        match make(&task.home, 200 + size) {
            Err(error @ BackupError::Full { .. }) => {
                say(&format!("full {}", error.code()));
                break;
            }
            Err(error) => panic!("{error}"),
            Ok(_) => {}
        }
        size += 1;
        fs::write(&filler, vec![0; (size as usize) << 18]).ok();
        assert!(size < 60, "the stick is never full");
    }
    assert!(all_whole(&task.home) >= before);
    fs::remove_file(&filler).expect("room again");
    make(&task.home, 900).expect("with room it is made");
    say(&format!("whole {}", all_whole(&task.home)));
}

#[test]
fn a_full_stick_is_told_and_older_backups_stay() {
    let Some(mut args) = super::full::namespace() else {
        return skip("a_full_stick_is_told_and_older_backups_stay", "no mount namespace for this user");
    };
    let mut seed = Seed::printed("copies-full");
    let (_folder, home) = office(Disk::Machine);
    let mount = format!("mount -t tmpfs -o size=2m,mode=700 tmpfs \"{}\" && exec \"$@\"", stick(&home).display());
    args.extend(["sh", "-ec", &mount, "sh"].map(str::to_owned));
    let (status, said) = Heard::start(command_under("unshare", &args, ("stick", &home, seed.next()))).end();
    assert!(status.success(), "{status}: {said:?}");
    println!("copies-full: {said:?}");
    assert!(said.iter().any(|line| line.starts_with("full ")) && said.iter().any(|line| line.starts_with("whole ")));
}
