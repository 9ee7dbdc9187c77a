//! Creating and opening: schema, refusals, permissions, the settings of the engine.

use super::support::*;
use loket::domain::event::LedgerKind;
use loket::domain::id::{AccountId, RegisterNumber, RunId};
use loket::ledger::*;
use rusqlite::Connection;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// The schema of version 1 as it is in every ledger ever created with it.
const SCHEMAS: &[&str] =
    &[include_str!("frozen/schema_1.sql"), include_str!("frozen/schema_2.sql"), include_str!("frozen/schema_3.sql")];

fn raw(home: &Path) -> Connection {
    Connection::open(home.join("ledger.db")).unwrap()
}

fn refused(home: &Path) -> LedgerError {
    open(home, Options::default()).err().expect("refused")
}

fn schema(conn: &Connection) -> String {
    let mut select = conn
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'name\\__%\\_%' ESCAPE '\\' ORDER BY type, name")
        .unwrap();
    let found = select.query_map([], |r| r.get::<_, String>(0)).unwrap();
    found.map(|sql| sql.unwrap() + ";\n").collect()
}

#[test]
fn the_schema_of_every_version_is_frozen() {
    assert_eq!((SCHEMA as usize, MIGRATIONS.len()), (SCHEMAS.len(), SCHEMAS.len()), "a new version needs its own here");
    let desk = Desk::new();
    let built = Connection::open_in_memory().unwrap();
    for (step, frozen) in MIGRATIONS.iter().zip(SCHEMAS) {
        built.execute_batch(step).unwrap();
        if std::env::var_os("LOKET_BLESS").is_some() && schema(&built) != *frozen {
            let path = format!("{}/tests/ledger/frozen/schema_{SCHEMA}.sql", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, schema(&built)).unwrap();
            continue;
        }
        assert_eq!(schema(&built), *frozen);
    }
    assert_eq!(schema(&raw(&desk.home())), schema(&built));
    let version: u32 = raw(&desk.home()).query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
    assert_eq!(version, SCHEMA);
}

#[test]
fn a_ledger_is_created_once() {
    let desk = Desk::new();
    let again = create(&desk.home(), LedgerKind::Office, None, &order(AccountId::SYSTEM, 0), Options::default());
    assert_eq!(again.err().unwrap().code(), "L-002");
    desk.verified();
}

#[test]
fn numbers_go_on_after_the_last_one_on_paper() {
    let dir = tempfile::tempdir().unwrap();
    let last = RegisterNumber { year: 2026, no: 130, text: "0130/KTP/DUKCAPIL-PP/XI-2026".into() };
    let home = dir.path().join("office");
    create(&home, LedgerKind::Office, Some(last.clone()), &order(AccountId::SYSTEM, 0), Options::default()).unwrap();
    let ledger = open(&home, Options::default()).unwrap();
    assert_eq!(ledger.office().desk.last_number, Some(last.clone()));
    let told = info(&home).unwrap();
    assert_eq!((told.kind, told.entries, told.last_number), (LedgerKind::Office, 1, Some(last)));
}

#[test]
fn what_is_not_a_ledger_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o700)).unwrap();
    assert_eq!(refused(dir.path()).code(), "L-001");
    let file = dir.path().join("ledger.db");
    fs::write(&file, b"").unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(refused(dir.path()).code(), "L-008", "created, killed before the first entry");
    raw(dir.path()).execute_batch("CREATE TABLE t (a); PRAGMA user_version = 1").unwrap();
    assert_eq!(refused(dir.path()).code(), "L-003");
    fs::write(&file, b"no database at all, but long enough for its first page to be looked at").unwrap();
    assert_eq!(refused(dir.path()).code(), "L-023");
}

#[test]
fn an_unfinished_creation_is_finished_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("office");
    Home::at(&home).prepare().unwrap();
    assert_eq!(refused(&home).code(), "L-008");
    create(&home, LedgerKind::Demo, None, &order(AccountId::SYSTEM, 0), Options::default()).unwrap();
    assert_eq!(open(&home, Options::default()).unwrap().office().desk.seq, 1);
}

#[test]
fn a_linked_home_is_a_home_and_a_linked_ledger_is_not() {
    let desk = Desk::new();
    let link = desk.dir.path().join("link");
    std::os::unix::fs::symlink(desk.home(), &link).unwrap();
    assert_eq!(open(&link, Options::default()).unwrap().id(), desk.ledger.id());
    let other = desk.dir.path().join("other");
    Home::at(&other).prepare().unwrap();
    fs::remove_file(other.join("ledger.db")).unwrap();
    std::os::unix::fs::symlink(desk.home().join("ledger.db"), other.join("ledger.db")).unwrap();
    assert_eq!(refused(&other).code(), "L-017");
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let desk = Desk::new();
    raw(&desk.home()).execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(refused(&desk.home()), LedgerError::Newer { found: 99, known: SCHEMA }));
    assert_eq!(verify(&desk.home(), &mut |_, _| {}).unwrap_err().code(), "L-004");
}

#[test]
fn others_may_neither_read_nor_write() {
    let desk = Desk::new();
    let mode = |name: &str| fs::metadata(desk.home().join(name)).unwrap().permissions().mode() & 0o777;
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.gate", "ledger.queue"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    assert_eq!(mode(""), 0o700);
    for (name, loose) in [("", 0o750), ("ledger.db", 0o640), ("ledger.db", 0o604)] {
        let path = desk.home().join(name);
        let kept = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, Permissions::from_mode(loose)).unwrap();
        assert!(matches!(refused(&desk.home()), LedgerError::Permissions { found, .. } if found == loose));
        fs::set_permissions(&path, kept).unwrap();
    }
    open(&desk.home(), Options::default()).unwrap();
}

#[test]
fn network_disks_are_known_by_their_number() {
    for (magic, kind) in
        [(0x6969, "NFS"), (0x517b, "SMB"), (0xff53_4d42, "CIFS"), (0xfe53_4d42, "SMB2"), (0x6573_5546, "FUSE")]
    {
        assert_eq!(foreign(magic), Some(kind));
    }
    // A 32-bit system hands the number over as a negative one.
    assert_eq!(foreign(0xffff_ffff_ff53_4d42), Some("CIFS"));
    for local in [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630] {
        assert_eq!(foreign(local), None);
    }
}

#[test]
fn the_engine_is_new_enough_and_set() {
    assert!(rusqlite::version_number() >= 3_051_003);
    let desk = Desk::new();
    let mode: String = raw(&desk.home()).query_row("PRAGMA journal_mode", [], |r| r.get(0)).unwrap();
    let id: i32 = raw(&desk.home()).query_row("PRAGMA application_id", [], |r| r.get(0)).unwrap();
    assert_eq!((mode.as_str(), &id.to_be_bytes()), ("wal", b"LOKT"));
    let told = desk.ledger.info().unwrap();
    assert!(told.engine.starts_with("SQLite 3.") && told.bytes > 4096 && told.entries == 4);
    assert_eq!(told, info(&desk.home()).unwrap());
}

#[test]
fn a_run_lives_as_long_as_its_lock() {
    let desk = Desk::new();
    let (home, run) = (desk.home(), RunId([5; 16]));
    assert!(!RunLock::alive(&home, run));
    let lock = RunLock::hold(&home, run).unwrap();
    assert!(RunLock::alive(&home, run));
    assert!(RunLock::hold(&home, run).is_err(), "a run is declared once");
    let other = RunLock::hold(&home, RunId([6; 16])).unwrap();
    assert!(RunLock::alive(&home, run), "others' sweeping leaves the living alone");
    drop(lock);
    assert!(!RunLock::alive(&home, run));
    // A killed run leaves its name behind, without the lock.
    let left = home.join("runs").join(format!("{}.lock", run.hex()));
    fs::write(&left, b"").unwrap();
    assert!(!RunLock::alive(&home, run));
    let _third = RunLock::hold(&home, RunId([7; 16])).unwrap();
    assert!(!left.exists());
    drop(other);
}
