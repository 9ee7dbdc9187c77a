//! A disk without room: writing says so, reading goes on, and with room again the desk goes on.
//!
//! The disk is a small file system in memory, mounted in a namespace of the child's own: nothing is left
//! mounted, and no privilege is needed where the system lets users have namespaces.

use super::child::{Task, say};
use super::oracle::{Acked, whole};
use super::rig::{Heard, Seed, command_under, skip};
use crate::ledger::support::*;
use loket::domain::command::Command;
use loket::ledger::Ledger;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command as Process;

/// Size of the disk.
const SIZE: &str = "6m";
/// How often it is filled and cleared.
const ROUNDS: u32 = 3;

/// How a child gets a namespace of its own: as root, or as a user who becomes one.
pub fn namespace() -> Option<Vec<String>> {
    let ways: [&[&str]; 2] = [&["-m"], &["-U", "-r", "-m"]];
    let works = |way: &&&[&str]| {
        let mount = "d=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs $d && umount $d; rmdir $d";
        let tried = Process::new("unshare").args(**way).args(["sh", "-ec", mount]).output();
        tried.is_ok_and(|o| o.status.success())
    };
    ways.iter().find(works).map(|way| way.iter().map(|w| (*w).to_owned()).collect())
}

#[test]
fn a_full_disk_is_told_and_the_desk_goes_on() {
    let Some(mut args) = namespace() else {
        return skip("a_full_disk_is_told_and_the_desk_goes_on", "no mount namespace for this user");
    };
    let mut seed = Seed::printed("full");
    let folder = tempfile::tempdir().unwrap();
    let script = format!("mount -t tmpfs -o size={SIZE},mode=700 tmpfs \"$LOKET_FAULT_HOME\" && exec \"$@\"");
    args.extend(["sh", "-ec", &script, "sh"].map(str::to_owned));
    let (status, said) = Heard::start(command_under("unshare", &args, ("full", folder.path(), seed.next()))).end();
    assert!(status.success(), "{status}: {said:?}");
    let told: Vec<_> = said.iter().filter(|l| l.starts_with("full ")).collect();
    println!("full: {told:?}");
    assert_eq!(told.len() as u32, ROUNDS);
}

/// Takes all the room there is.
fn fill(disk: &Path) -> File {
    let mut filler = File::create(disk.join("filler")).unwrap();
    while filler.write_all(&[0; 512]).is_ok() {}
    filler
}

/// The child: works until the disk is full, reads on, gets room, works on.
pub fn fill_the_disk(task: &Task) {
    let mut seed = Seed::of(task.seed);
    let mut desk = Desk::within(Some(&task.home));
    let other = desk.another();
    let mut searcher = desk.ledger.searcher().unwrap();
    let mut n = 0;
    for round in 1..=ROUNDS {
        for _ in 0..=seed.below(20) {
            n += 1;
            desk.submit(n, "Siti Penuh", "08123456789");
        }
        let filler = fill(&task.home);
        let failed = loop {
            match desk.try_act(submission(person(n + 1, "Siti Penuh", "08123456789"))) {
                Ok(done) => drop(done.unwrap()),
                Err(e) => break e,
            }
            n += 1;
            assert!(n < 20_000, "the disk is never full");
        };
        assert_eq!((failed.code(), failed.stops()), ("L-022", true), "{failed}");
        assert_eq!(desk.ledger.office().files.len() as u32, n, "the office stands where it stood");
        assert_eq!(searcher.find("siti", 5).unwrap().rows.len(), 5, "searching goes on");
        let app = *desk.ledger.office().files.keys().next().unwrap();
        assert!(other.file(app).unwrap().is_some(), "another desk reads on");
        assert_eq!(desk.try_act(Command::NoteSignIn { failures: 0 }).unwrap_err().code(), "L-020");

        desk.ledger.reopen().unwrap();
        assert_eq!(desk.ledger.office().files.len() as u32, n, "reopened on a full disk, it reads");
        assert!(desk.ledger.history(app).unwrap().len() == 1 && desk.ledger.day_state(day(2)).unwrap().is_some());
        let again = desk.try_act(submission(person(n + 1, "Siti Penuh", "08123456789"))).unwrap_err();
        assert_eq!(again.code(), "L-022", "{again}");

        drop(filler);
        std::fs::remove_file(task.home.join("filler")).unwrap();
        desk.ledger.reopen().unwrap();
        n += 1;
        desk.submit(n, "Siti Penuh", "08123456789");
        assert_eq!(desk.verified().applications, u64::from(n));
        say(&format!("full {round} acked {n}"));
    }
    drop((searcher, other));
    let home = desk.home();
    let Desk { dir, ledger, .. } = desk;
    drop(ledger);
    whole(&home, &Acked::new());
    drop(dir);
}
