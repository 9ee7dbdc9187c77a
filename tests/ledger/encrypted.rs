//! Encrypted ledgers: unreadable without their key, the same ledger with it, and exchanged as one step.

use super::support::*;
use loket::domain::event::LedgerKind;
use loket::domain::id::AccountId;
use loket::domain::person::Name;
use loket::ledger::*;
use std::fs;
use std::path::Path;
use std::time::Duration;

fn key(n: u8) -> HomeKey {
    HomeKey::new(zeroize::Zeroizing::new([n; 32]))
}

/// An encrypted ledger with people in it.
fn encrypted() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::keyed(&dir.path().join("office"), Some(key(1)));
    let setup = order(AccountId::SYSTEM, 0);
    let ledger = create(home, LedgerKind::Demo, None, &setup, Options::default()).unwrap();
    let mut desk = Desk { dir, ledger, now: 0 };
    let add = loket::domain::command::Command::AddAccount {
        account: CLERK,
        name: Name::parse("Rina Contoh").unwrap(),
        initials: "RN".into(),
        roles: loket::domain::terms::Role::ALL.iter().copied().collect(),
    };
    desk.ledger.act(&add, &setup, None).unwrap().unwrap();
    desk.ledger.act(&loket::domain::command::Command::OpenDay { date: day(2) }, &setup, None).unwrap().unwrap();
    for serial in 1..40 {
        desk.submit(serial, "ANISA RAHMI", "081266009001");
    }
    let draft = DraftKey { account: CLERK, station: "loket-1".into(), screen: "intake".into() };
    desk.ledger.put_draft(&draft, br#"{"name":"BUDI SANTOSO"}"#).unwrap();
    desk
}

/// Everything that lies in a folder, files in folders included.
fn bytes_of(dir: &Path) -> Vec<u8> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { bytes_of(&path) } else { fs::read(path).unwrap() }).collect()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn nothing_of_an_encrypted_ledger_can_be_read_on_the_disk() {
    let desk = encrypted();
    let log = fs::metadata(desk.home().join("ledger.db-wal")).unwrap().len();
    assert!(log > 100_000, "the log must have something to hide: {log}");
    let running = bytes_of(&desk.home());
    let home = desk.home();
    drop(desk.ledger);
    let closed = bytes_of(&home);
    let plain = Desk::new();
    let in_clear = bytes_of(&plain.home());
    for what in [&b"SQLite format 3"[..], b"CREATE TABLE", b"application_submitted", b"account_added", b"RN"] {
        assert!(holds(&in_clear, what) || what == b"application_submitted", "the look itself sees nothing");
        // Two letters may stand in random bytes by chance; longer words may not.
        if what.len() > 2 {
            assert!(!holds(&running, what) && !holds(&closed, what), "{}", String::from_utf8_lossy(what));
        }
    }
    for what in [&b"ANISA"[..], b"anisa", b"BUDI SANTOSO", b"81266009001", nik(1).as_str().as_bytes()] {
        assert!(!holds(&running, what) && !holds(&closed, what), "{}", String::from_utf8_lossy(what));
    }
}

#[test]
fn only_its_own_key_opens_it() {
    let desk = encrypted();
    let home = desk.home();
    let open_with = |key: Option<HomeKey>| open(Home::keyed(&home, key), Options::default());
    assert_eq!(open_with(Some(key(2))).err().unwrap().code(), "L-009");
    assert_eq!(open_with(None).err().unwrap().code(), "L-023");
    assert_eq!(verify(&home, &mut |_, _| {}).unwrap_err().code(), "L-023");
    assert_eq!(verify(Home::keyed(&home, Some(key(3))), &mut |_, _| {}).unwrap_err().code(), "L-009");
    let mut again = open_with(Some(key(1))).unwrap();
    assert_eq!((again.id(), again.office()), (desk.ledger.id(), desk.ledger.office()));
    assert_eq!(again.searcher().unwrap().find("anisa", 100).unwrap().rows.len(), 39);
    let whole = verify(Home::keyed(&home, Some(key(1))), &mut |_, _| {}).unwrap().unwrap();
    assert_eq!(again.rebuild("loket-1", &mut |_, _| {}).unwrap(), whole.entries);
    again.reopen().unwrap();
    // A ledger in the clear does not open with a key: whoever put it there is found out.
    let plain = Desk::new();
    assert_eq!(open(Home::keyed(&plain.home(), Some(key(1))), Options::default()).err().unwrap().code(), "L-009");
}

#[test]
fn a_flipped_byte_of_an_encrypted_page_is_found() {
    let desk = encrypted();
    let (home, path) = (Home::keyed(&desk.home(), Some(key(1))), desk.home().join("ledger.db"));
    drop(desk.ledger);
    let whole = fs::read(&path).unwrap();
    for at in [0, 20, 4_095, 4_096 * 5 + 17, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let found = verify(home.clone(), &mut |_, _| {});
        assert!(!matches!(found, Ok(Ok(_))), "byte {at}");
    }
    fs::write(&path, whole).unwrap();
    verify(home, &mut |_, _| {}).unwrap().unwrap();
}

#[test]
fn another_ledger_takes_its_place_only_while_nobody_has_it_open() {
    let mut desk = encrypted();
    let home = desk.home();
    let begin = || Beside::begin(&home, Some(key(2)), Duration::from_millis(30));
    assert_eq!(begin().err().unwrap().code(), "L-013", "a desk has it open");
    let searcher = desk.ledger.searcher().unwrap();
    let old = desk.ledger.id();
    desk.ledger = {
        let other = tempfile::tempdir().unwrap();
        let elsewhere = other.path().join("office");
        create(&elsewhere, LedgerKind::Demo, None, &order(AccountId::SYSTEM, 0), Options::default()).unwrap()
    };
    assert_eq!(begin().err().unwrap().code(), "L-013", "its search has");
    drop(searcher);
    // The last to close was a reader, which leaves the log: only a writer moves it into the file.
    drop(open(Home::keyed(&home, Some(key(1))), Options::default()).unwrap());
    // Other tests start programs, which share every lock of this process until they have begun.
    let beside = Beside::begin(&home, Some(key(2)), Duration::from_secs(20)).unwrap();
    assert_eq!(begin().err().unwrap().code(), "L-013", "somebody else makes another");
    let open_with = |n| open(Home::keyed(&home, Some(key(n))), Options::default());
    assert!(matches!(open_with(1).err().unwrap(), LedgerError::Exchanging));
    let short = Options { gate_wait: Duration::from_millis(60), ..Options::default() };
    let made = beside.made().clone();
    let new = create(made.clone(), LedgerKind::Office, None, &order(AccountId::SYSTEM, 0), short).unwrap().id();
    beside.take_place().unwrap();
    assert!(!made.dir().exists());
    assert_eq!(open_with(1).err().unwrap().code(), "L-009");
    assert_eq!(open_with(2).unwrap().id(), new);
    assert_ne!(new, old);
}

#[test]
fn what_a_killed_exchange_left_is_cleared_by_the_next() {
    let desk = encrypted();
    let home = desk.home();
    drop(desk.ledger);
    let beside = Beside::begin(&home, Some(key(2)), Duration::from_secs(20)).unwrap();
    drop(create(beside.made().clone(), LedgerKind::Office, None, &order(AccountId::SYSTEM, 0), Options::default()));
    drop(beside);
    verify(Home::keyed(&home, Some(key(1))), &mut |_, _| {}).unwrap().unwrap();
    let beside = Beside::begin(&home, Some(key(2)), Duration::from_secs(20)).unwrap();
    assert!(!beside.made().ledger().exists());
}

#[test]
fn a_copy_under_another_key_is_the_same_ledger() {
    let wait = Duration::from_secs(20);
    let desk = encrypted();
    let (home, before) = (desk.home(), desk.ledger.office().clone());
    drop(desk.ledger);
    let encrypted_with = |n| Home::keyed(&home, Some(key(n)));
    let whole = verify(encrypted_with(1), &mut |_, _| {}).unwrap().unwrap();
    for (from, to) in [(1, 2), (2, 3)] {
        let beside = Beside::begin(encrypted_with(from), Some(key(to)), wait).unwrap();
        assert_eq!(beside.copy().unwrap(), whole.head);
        assert_eq!(verify(beside.made().clone(), &mut |_, _| {}).unwrap().unwrap(), whole);
        beside.take_place().unwrap();
        assert_eq!(verify(encrypted_with(from), &mut |_, _| {}).unwrap_err().code(), "L-009");
        let mut again = open(encrypted_with(to), Options::default()).unwrap();
        assert_eq!(again.office(), &before);
        assert_eq!(again.searcher().unwrap().find("anisa rah", 100).unwrap().rows.len(), 39);
        assert_eq!(again.rebuild("loket-1", &mut |_, _| {}).unwrap(), whole.entries);
        drop(again);
    }
    assert_eq!(verify(encrypted_with(3), &mut |_, _| {}).unwrap().unwrap(), whole);
    // And from the clear; what lay in the clear is overwritten before it is let go.
    let mut plain = Desk::new();
    plain.submit(1, "ANISA RAHMI", "081266009001");
    let home = plain.home();
    drop(plain.ledger);
    let kept = plain.dir.path().join("kept");
    fs::hard_link(home.join("ledger.db"), &kept).unwrap();
    let whole = verify(&home, &mut |_, _| {}).unwrap().unwrap();
    let beside = Beside::begin(&home, Some(key(1)), wait).unwrap();
    beside.copy().unwrap();
    assert!(holds(&fs::read(&kept).unwrap(), b"ANISA RAHMI"), "the old one is untouched until then");
    beside.take_place().unwrap();
    assert!(fs::read(&kept).unwrap().iter().all(|byte| *byte == 0));
    assert_eq!(verify(Home::keyed(&home, Some(key(1))), &mut |_, _| {}).unwrap().unwrap(), whole);
    assert!(!holds(&bytes_of(&home), b"ANISA") && !holds(&bytes_of(&home), b"SQLite format"));
}
