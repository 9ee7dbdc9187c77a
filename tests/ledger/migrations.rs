//! Bringing a ledger of every earlier schema up: kept as it was, whole before and after, and the old or the new one
//! wherever the program is killed or the disk fails.

use super::support::*;
use crate::faults::disk::strace_works;
use crate::faults::rig::skip;
use loket::domain::command::Command;
use loket::domain::office::Office;
use loket::domain::terms::BlankMove;
use loket::ledger::{DraftKey, Home, HomeKey, Ledger, MIGRATIONS, Options, SCHEMA, open, verify};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

/// What changes the disk, a kind at a time.
const KINDS: [&str; 5] =
    ["fsync,fdatasync", "rename,renameat,renameat2", "unlink,unlinkat,rmdir", "mkdir,mkdirat,ftruncate", "pwrite64"];

fn key() -> HomeKey {
    HomeKey::new(zeroize::Zeroizing::new([3; 32]))
}

fn draft() -> DraftKey {
    DraftKey { account: CLERK, station: "loket-1".into(), screen: "intake".into() }
}

/// A ledger in which a good deal has happened, of a time before days were sealed.
fn lived(key: Option<HomeKey>) -> Desk {
    let mut desk = Desk::keyed(None, key);
    for n in 1..=6 {
        let app = desk.submit(n, "Nurhayati binti Anwar", "08123456789");
        match n % 3 {
            0 => desk.finish(app),
            1 => desk.print(app),
            _ => {}
        }
    }
    desk.close(day(2)).unwrap();
    desk.done(Command::OpenDay { date: day(3) });
    desk.done(Command::MoveBlanks { how: BlankMove::Received, n: 20, document: note("BAST 2") });
    let app = desk.submit(9, "Öztürk Ş. Wijaya", "08123456780");
    desk.finish(app);
    desk.close(day(3)).unwrap();
    desk.done(Command::OpenDay { date: day(4) });
    desk.submit(10, "Siti Aminah", "08123456781");
    desk.ledger.put_draft(&draft(), b"{\"name\":\"Rosmaini\"}").unwrap();
    desk
}

/// The same ledger as a program of an earlier schema has left it, in a folder of its own.
fn left(desk: &Desk, version: usize) -> (tempfile::TempDir, Home) {
    let dir = tempfile::tempdir().unwrap();
    let sound = desk.ledger.home();
    let home = Home::keyed(&dir.path().join("office"), sound.key().cloned());
    home.prepare().unwrap();
    let conn = raw(&home);
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA application_id = 0x4c4f4b54;").unwrap();
    MIGRATIONS[..version].iter().for_each(|step| conn.execute_batch(step).unwrap());
    conn.execute("ATTACH ?1 AS sound KEY ?2", (sound.ledger().to_str().unwrap(), literal(sound))).unwrap();
    let mut tables = vec!["journal", "personal", "application", "office", "act", "day", "draft"];
    tables.extend((version >= 2).then_some("invalid_card"));
    for table in tables {
        conn.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM sound.{table} ORDER BY 1")).unwrap();
    }
    conn.execute_batch(&format!(
        "INSERT INTO name_word (name_word) VALUES ('rebuild'); INSERT INTO name_part (name_part) VALUES ('rebuild');
         PRAGMA user_version = {version}; DETACH sound;"
    ))
    .unwrap();
    conn.close().unwrap();
    (dir, home)
}

fn version(home: &Home) -> u32 {
    raw(home).query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
}

/// Every entry with its hash, every block.
fn truth(home: &Home) -> Vec<String> {
    let conn = raw(home);
    let read = |sql: &str| -> Vec<String> {
        let mut select = conn.prepare(sql).unwrap();
        let n = select.column_count();
        let rows =
            select.query_map([], |r| (0..n).map(|c| Ok(format!("{:?}", r.get_ref(c)?))).collect::<Result<Vec<_>, _>>());
        rows.unwrap().map(|row| row.unwrap().join(" ")).collect()
    };
    [read("SELECT * FROM journal ORDER BY seq"), read("SELECT * FROM personal ORDER BY seq")].concat()
}

fn kept(home: &Home) -> Vec<PathBuf> {
    let all = fs::read_dir(home.dir()).unwrap().map(|entry| entry.unwrap().path());
    let old = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("before-schema-");
    all.filter(|path| old(path) && path.extension().is_none()).collect()
}

/// It is of today, whole, and knows what it knew.
fn brought_up(home: &Home, (office, was): (&Office, &[String])) {
    let ledger = open(home.clone(), Options::default()).unwrap();
    assert_eq!(ledger.office(), office);
    assert_eq!(ledger.draft(&draft()).unwrap().as_deref(), Some(&b"{\"name\":\"Rosmaini\"}"[..]));
    assert_eq!(ledger.closed_days(9).unwrap(), [day(3), day(2)]);
    assert_eq!(ledger.close(2).unwrap().map(|close| close.date), Some(day(3)), "rows that are new");
    assert_eq!(ledger.searcher().unwrap().find("ozturk", 9).unwrap().rows.len(), 1);
    drop(ledger);
    verify(home.clone(), &mut |_, _| {}).unwrap().unwrap();
    assert_eq!((version(home), truth(home).as_slice()), (SCHEMA, was));
}

#[test]
fn a_ledger_of_every_earlier_schema_is_kept_as_it_was_and_brought_up() {
    for key in [None, Some(key())] {
        let desk = lived(key);
        let (office, was) = (desk.ledger.office().clone(), truth(desk.ledger.home()));
        for from in 1..SCHEMA {
            let (_dir, home) = left(&desk, from as usize);
            assert_eq!(truth(&home), was);
            brought_up(&home, (&office, &was));
            let [copy] = &kept(&home)[..] else { panic!("no copy of schema {from}") };
            let copy = Home::keyed(copy, home.key().cloned());
            assert_eq!((version(&copy), truth(&copy).as_slice()), (from, &was[..]), "the copy is of before");
            // It can be gone back to: by restoring it, this program brings it up as well.
            let again = Home::keyed(&home.dir().join("again"), home.key().cloned());
            again.prepare().unwrap();
            fs::copy(copy.ledger(), again.ledger()).unwrap();
            let heir = loket::ledger::Heir { last: (2026, 50), lost: Vec::new() };
            loket::ledger::go_on(&again, heir, &order(CLERK, 9_000_000), &Options::default()).unwrap().unwrap();
            verify(again.clone(), &mut |_, _| {}).unwrap().unwrap();
        }
    }
}

#[test]
fn without_a_copy_nothing_is_brought_up_and_a_broken_journal_stays_as_it_is() {
    let desk = lived(None);
    let office = desk.ledger.office().clone();
    for from in 1..SCHEMA {
        let (_dir, home) = left(&desk, from as usize);
        let was = truth(&home);
        let wanted = home.dir().join(format!("before-schema-{}-at-{}", from + 1, office.desk.seq));
        fs::write(wanted.with_extension("part"), "in the way").unwrap();
        assert_eq!(open(home.clone(), Options::default()).err().unwrap().code(), "L-033");
        assert_eq!((version(&home), truth(&home)), (from, was.clone()));
        fs::remove_file(wanted.with_extension("part")).unwrap();
        // A journal that does not hold: its rows are not made anew from it.
        let conn = raw(&home);
        conn.execute_batch("DROP TRIGGER journal_no_update; UPDATE journal SET hash = zeroblob(32) WHERE seq = 7")
            .unwrap();
        drop(conn);
        let was = truth(&home);
        let refused = open(home.clone(), Options::default()).err().unwrap();
        assert_eq!(refused.code(), "L-024", "{refused}");
        assert_eq!((version(&home), truth(&home), kept(&home).len()), (from, was, 0));
    }
}

#[test]
fn nothing_is_brought_up_under_a_desk_of_the_older_program() {
    let desk = lived(None);
    let (_dir, home) = left(&desk, 2);
    let lock = fs::OpenOptions::new().create(true).truncate(false).write(true).open(home.in_use()).unwrap();
    fs::set_permissions(home.in_use(), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    lock.lock_shared().unwrap();
    assert_eq!(open(home.clone(), Options::default()).err().unwrap().code(), "L-013");
    assert_eq!((version(&home), kept(&home).len()), (2, 0));
    drop(lock);
    open(home.clone(), Options::default()).unwrap();
}

/// Opens the ledger by the real program, struck at a call; how many calls of the kind it made.
fn opened(home: &Home, calls: &str, strike: Option<&str>) -> usize {
    let trace = home.dir().with_file_name("trace");
    let mut command = Process::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).args(["-e", &format!("trace={calls}")]);
    if let Some(strike) = strike {
        command.args(["-e", &format!("inject={calls}:{strike}")]);
    }
    command.arg(env!("CARGO_BIN_EXE_loket")).args(["ledger", "info", "--home"]).arg(home.dir());
    command.env_clear().env("HOME", home.dir().with_file_name("")).stdin(Stdio::null());
    let ran = command.output().unwrap();
    assert!(strike.is_some() || ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = fs::read_to_string(&trace).unwrap_or_default();
    text.lines().filter(|line| line.contains(" = ")).count()
}

fn copied(from: &Path, to: &Path) -> Home {
    let home = to.join("office");
    if home.exists() {
        fs::remove_dir_all(&home).unwrap();
    }
    assert!(Process::new("cp").arg("-a").arg(from).arg(&home).status().unwrap().success());
    Home::at(&home)
}

#[test]
fn a_migration_killed_or_failed_anywhere_leaves_the_old_ledger_or_the_new_one() {
    if !strace_works() {
        return skip("a_migration_killed_or_failed_anywhere", "strace is not there or may not trace");
    }
    let desk = lived(None);
    let (office, was) = (desk.ledger.office().clone(), truth(desk.ledger.home()));
    let work = tempfile::tempdir().unwrap();
    let (mut struck, mut old) = (0, 0);
    for from in 1..SCHEMA {
        let (_dir, origin) = left(&desk, from as usize);
        for calls in KINDS {
            let count = opened(&copied(origin.dir(), work.path()), calls, None);
            let stride = count.div_ceil(crate::cases(2) as usize).max(1);
            for at in (1..=count).step_by(stride) {
                for strike in ["signal=KILL", "error=EIO", "error=ENOSPC"] {
                    let home = copied(origin.dir(), work.path());
                    opened(&home, calls, Some(&format!("{strike}:when={at}")));
                    let found = version(&home);
                    assert!(found == from || found == SCHEMA, "{calls} {at} {strike}: schema {found}");
                    assert_eq!(truth(&home), was, "{calls} {at} {strike}");
                    if found == from {
                        let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'day_close'";
                        let made: i64 = raw(&home).query_row(tables, [], |r| r.get(0)).unwrap();
                        assert_eq!(made, 0, "{calls} {at} {strike}: half a schema");
                        old += 1;
                    }
                    for copy in kept(&home) {
                        let copy = Home::at(&copy);
                        assert_eq!(
                            (version(&copy), truth(&copy).as_slice()),
                            (from, &was[..]),
                            "{calls} {at} {strike}"
                        );
                    }
                    brought_up(&home, (&office, &was));
                    assert_eq!(kept(&home).len(), 1, "{calls} {at} {strike}");
                    struck += 1;
                }
            }
        }
    }
    println!("migration: struck={struck} old={old} new={}", struck - old);
    assert!(old > 0 && old < struck);
}
