//! Backups: whole, verified before they have a name, rotated, and never in the way of anything else.

use super::support::*;
use chrono::{Days, NaiveDate};
use loket::domain::event::{LedgerKind, NO_BOOT};
use loket::domain::id::LedgerId;
use loket::domain::seal::Hex;
use loket::domain::time::Stamp;
use loket::ledger::backup::{self, Backup, Checked, Keep, Made, Manifest, Phase};
use loket::ledger::{BackupError, Halt, Home, Ledger, Options, Standing, open, verify};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

const KEEP: Keep = Keep { days: 2, months: 2 };

/// A desk with a few applications and a folder for backups beside its home.
pub fn desk() -> (Desk, PathBuf) {
    let mut desk = Desk::new();
    for n in 1..=5 {
        let app = desk.submit(n, "Siti Aminah", "08123456789");
        if n % 2 == 0 {
            desk.finish(app);
        }
    }
    fs::write(desk.home().join("keys.toml"), "# keys\n").unwrap();
    let folder = desk.dir.path().join("stick");
    fs::create_dir(&folder).unwrap();
    (desk, folder)
}

fn at(ms: i64) -> Stamp {
    Stamp { utc_ms: MORNING + ms, offset_s: 25_200, mono_ms: 0, boot: NO_BOOT }
}

fn make(desk: &Desk, folder: &Path, ms: i64) -> Result<Made, BackupError> {
    backup::back_up(&Home::at(&desk.home()), folder, (KEEP, &at(ms)), &Halt::default(), &mut |_, _, _| {})
}

pub fn made(desk: &Desk, folder: &Path, ms: i64) -> Backup {
    make(desk, folder, ms).unwrap().backup
}

pub fn check(backup: &Path) -> Result<Checked, BackupError> {
    check_with(&Home::at(backup))
}

/// The same of one that a key opens.
pub fn check_with(backup: &Home) -> Result<Checked, BackupError> {
    backup::check(backup, &Halt::default(), &mut |_, _, _| {})
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_whole_named_and_stands_where_the_ledger_stood() {
    let (mut desk, folder) = desk();
    let mut phases = Vec::new();
    let home = desk.home();
    let done = backup::back_up(&Home::at(&home), &folder, (KEEP, &at(0)), &Halt::default(), &mut |phase, done, all| {
        assert!(done <= all);
        phases.push(phase);
    });
    let Made { backup, same_disk, removed } = done.unwrap();
    assert!(same_disk && removed == 0 && phases.contains(&Phase::Copying) && phases.contains(&Phase::Verifying));
    let id = desk.ledger.id().hex();
    assert_eq!(names(&folder), [format!("loket-2026-11-02-080000-{}", &id[..8])]);
    assert_eq!(names(&backup.path), ["keys.toml", "ledger.db", "manifest.json"]);
    for (name, mode) in [("", 0o700), ("ledger.db", 0o600), ("keys.toml", 0o600), ("manifest.json", 0o600)] {
        let found = fs::metadata(backup.path.join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{name}");
    }
    let checked = check(&backup.path).unwrap();
    assert_eq!((&checked.verified, &checked.backup), (&desk.verified(), &backup));
    assert_eq!(backup.manifest.day, Some(day(2)));
    assert!(!backup.manifest.encrypted);
    let stands = |desk: &Desk| backup::compare(&checked, &Home::at(&desk.home())).unwrap();
    assert_eq!(stands(&desk), Standing::Same);
    desk.submit(6, "Budi Santoso", "08123456789");
    assert_eq!(stands(&desk), Standing::Behind(1));
    assert_eq!(stands(&Desk::new()), Standing::Other);
    assert_eq!(backup::compare(&checked, &Home::at(Path::new("/nonexistent"))).unwrap(), Standing::Alone);
}

#[test]
fn a_desk_goes_on_writing_while_it_is_copied_and_the_copy_is_of_one_moment() {
    let (mut desk, folder) = desk();
    for n in 10..200 {
        desk.submit(n, "Panjang Sekali Namanya Supaya Banyak Halaman", "08123456789");
    }
    let before = desk.ledger.office().desk.seq;
    let home = desk.home();
    let mut n = 300;
    let done = backup::back_up(&Home::at(&home), &folder, (KEEP, &at(0)), &Halt::default(), &mut |phase, _, _| {
        if phase == Phase::Copying && n < 320 {
            n += 1;
            desk.submit(n, "Sambil Disalin", "08123456789");
        }
    });
    assert!(n > 300, "it was written to meanwhile");
    assert_eq!(done.unwrap().backup.manifest.entries, before);
    assert_eq!(desk.ledger.office().desk.seq, before + u64::from(n - 300));
    desk.verified();
}

#[test]
fn nothing_is_written_to_a_copy_and_everything_can_be_read_from_it() {
    let (desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    let mut copy = open(&backup.path, Options::default()).unwrap();
    assert!(copy.is_copy() && !desk.ledger.is_copy());
    assert_eq!(copy.office(), desk.ledger.office());
    let app = *copy.office().files.keys().next().unwrap();
    assert_eq!(copy.history(app).unwrap(), desk.ledger.history(app).unwrap());
    let tried = copy.act(&loket::domain::command::Command::NoteSignIn { failures: 0 }, &order(CLERK, 9), None);
    assert_eq!(tried.unwrap_err().code(), "L-014");
    drop(copy);
    verify(&backup.path, &mut |_, _| {}).unwrap().unwrap();
    check(&backup.path).unwrap();
}

#[test]
fn a_changed_byte_is_named_by_its_file() {
    let (desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    for name in ["ledger.db", "keys.toml"] {
        let path = backup.path.join(name);
        let sound = fs::read(&path).unwrap();
        for place in [0, sound.len() / 2, sound.len() - 1] {
            let mut bytes = sound.clone();
            bytes[place] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let found = check(&backup.path).unwrap_err();
            assert!(matches!(&found, BackupError::Altered { file } if file == name), "{found}");
        }
        fs::write(&path, &sound[..sound.len() - 1]).unwrap();
        assert_eq!(check(&backup.path).unwrap_err().code(), "B-010", "cut short");
        fs::remove_file(&path).unwrap();
        assert_eq!(check(&backup.path).unwrap_err().code(), "B-010", "gone");
        fs::write(&path, &sound).unwrap();
    }
    check(&backup.path).unwrap();
    let path = backup.path.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    for wrong in ["", "{", "[]", &text.replace("\"format\": 1", "\"format\": 2"), &text.replace("ledger.db", "../up")] {
        fs::write(&path, wrong).unwrap();
        let code = check(&backup.path).unwrap_err().code();
        assert!(["B-009", "B-011"].contains(&code), "{code}");
    }
    // Digests made to fit do not help: the copy itself is verified.
    let head = backup.manifest.head.text();
    fs::write(&path, text.replace(&head, &Hex([7u8; 32]).text())).unwrap();
    assert_eq!(check(&backup.path).unwrap_err().code(), "B-010");
    assert_eq!(check(&folder).unwrap_err().code(), "B-009");
    assert_eq!(check(&folder.join("none")).unwrap_err().code(), "B-001");
}

#[test]
fn a_damaged_ledger_gets_no_backup() {
    let (desk, folder) = desk();
    let conn = rusqlite::Connection::open(desk.home().join("ledger.db")).unwrap();
    conn.execute_batch("UPDATE application SET name = 'LAIN' WHERE id = (SELECT min(id) FROM application)").unwrap();
    drop(conn);
    let found = make(&desk, &folder, 0).unwrap_err();
    assert!(matches!(&found, BackupError::Unsound(fault) if fault.kind.code() == "V-010"), "{found}");
    assert!(names(&folder).is_empty());
}

#[test]
fn what_keeps_a_backup_from_being_made_is_named_and_leaves_nothing() {
    let (desk, folder) = desk();
    assert_eq!(make(&desk, &folder.join("none"), 0).unwrap_err().code(), "B-001");
    assert_eq!(make(&desk, &desk.home(), 0).unwrap_err().code(), "B-002");
    let halt = Halt::default();
    halt.stop();
    let halted = backup::back_up(&Home::at(&desk.home()), &folder, (KEEP, &at(0)), &halt, &mut |_, _, _| {});
    assert_eq!(halted.unwrap_err().code(), "B-008");
    let halt = Halt::default();
    let halted = backup::back_up(&Home::at(&desk.home()), &folder, (KEEP, &at(0)), &halt, &mut |phase, _, _| {
        if phase == Phase::Verifying {
            halt.stop();
        }
    });
    assert_eq!(halted.unwrap_err().code(), "B-008", "while it is verified");
    let lock = fs::File::create(desk.home().join("backup.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(make(&desk, &folder, 0).unwrap_err().code(), "B-003");
    drop(lock);
    assert!(names(&folder).is_empty());
    make(&desk, &folder, 0).unwrap();
}

#[test]
fn leftovers_are_cleared_and_what_is_not_ours_stays() {
    let (desk, folder) = desk();
    let left = folder.join("loket-2026-11-01-160000.part");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("ledger.db"), "half").unwrap();
    let kept = folder.join("loket-2026-10-01-160000.part");
    fs::create_dir(&kept).unwrap();
    fs::write(kept.join("letter.odt"), "somebody's").unwrap();
    fs::create_dir(folder.join("loket-photos")).unwrap();
    fs::write(folder.join("loket-notes.txt"), "somebody's").unwrap();
    let busy = folder.join("loket-2026-11-01-170000.part");
    fs::create_dir(&busy).unwrap();
    let at_work = fs::File::open(&busy).unwrap();
    at_work.lock().unwrap();
    for n in 0..5 {
        made(&desk, &folder, n * 86_400_000);
    }
    assert!(!left.exists() && kept.join("letter.odt").exists() && busy.exists());
    assert!(folder.join("loket-photos").exists() && folder.join("loket-notes.txt").exists());
    let found = backup::found(&folder, desk.ledger.id()).unwrap();
    let days: Vec<_> = found.iter().map(|b| b.manifest.made().date()).collect();
    assert_eq!(days, [day(6), day(5)], "two days, and the newest of the month is one of them");
    for backup in found {
        check(&backup.path).unwrap();
    }
}

#[test]
fn a_clock_set_back_lets_nothing_go() {
    let (desk, folder) = desk();
    for n in [30, 31, 32, 1, 2, 3] {
        made(&desk, &folder, n * 86_400_000);
    }
    let found = backup::found(&folder, desk.ledger.id()).unwrap();
    let newer = found.iter().filter(|b| b.manifest.made_ms > MORNING + 10 * 86_400_000).count();
    assert_eq!(newer, 2, "the ones of the later clock are counted among themselves");
}

fn manifest(made_ms: i64) -> Manifest {
    Manifest {
        format: 1,
        program: "0".into(),
        ledger: LedgerId([1; 16]),
        kind: LedgerKind::Office,
        schema: 1,
        entries: 1,
        head: Hex([0; 32]),
        day: None,
        made_ms,
        offset_s: 25_200,
        encrypted: true,
        files: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(64), ..ProptestConfig::default() })]

    #[test]
    fn rotation_keeps_the_newest_and_the_last_of_days_and_months(
        hours in prop::collection::btree_set(0i64..40_000, 1..120), days in 0u16..20, months in 0u16..20,
    ) {
        let all: Vec<Manifest> = hours.iter().rev().map(|h| manifest(MORNING + h * 3_600_000)).collect();
        let gone: BTreeSet<usize> = backup::surplus(&all, Keep { days, months }).into_iter().collect();
        let kept: Vec<&Manifest> = (0..all.len()).filter(|n| !gone.contains(n)).map(|n| &all[n]).collect();
        prop_assert!(!gone.contains(&0), "the newest");
        prop_assert!(kept.len() <= 1 + usize::from(days) + usize::from(months));
        let last_of = |m: &&Manifest| all.iter().find(|o| o.made().date() == m.made().date()) == Some(*m);
        prop_assert!(kept.iter().all(|m| last_of(m) || *m == &all[0]), "only the last of a day is kept");
        let dates: BTreeSet<NaiveDate> = all.iter().map(|m| m.made().date()).collect();
        for date in dates.iter().rev().take(days.into()) {
            prop_assert!(kept.iter().any(|m| m.made().date() == *date), "{date}");
        }
        let again: Vec<Manifest> = kept.into_iter().cloned().collect();
        prop_assert!(backup::surplus(&again, Keep { days, months }).is_empty(), "nothing more goes the second time");
        prop_assert!(dates.iter().next_back().and_then(|d| d.checked_add_days(Days::new(1))).is_some());
    }
}
