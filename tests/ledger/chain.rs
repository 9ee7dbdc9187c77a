//! The chain: its bytes, what tampering it finds, erasing, rebuilding.

use super::support::*;
use loket::domain::command::Command;
use loket::domain::id::AppId;
use loket::domain::person::Name;
use loket::domain::personal::Patch;
use loket::ledger::{Fault, FaultKind, Ledger, LedgerError, leaf, open, verify};
use rusqlite::Connection;
use std::path::Path;

fn fault(home: &Path) -> Fault {
    verify(home, &mut |_, _| {}).unwrap().unwrap_err()
}

/// A ledger with three applications, closed, and a connection that knows no rules.
fn tampered() -> (Desk, Connection) {
    let mut desk = Desk::new();
    let a = desk.submit(1, "Siti Aminah", "08123456789");
    desk.submit(2, "Budi Santoso", "08123456780");
    desk.finish(a);
    desk.submit(3, "Cici", "08123456781");
    desk.close(day(2)).unwrap();
    desk.verified();
    let raw = Connection::open(desk.home().join("ledger.db")).unwrap();
    raw.execute_batch(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;
         DROP TRIGGER journal_in_order; DROP TRIGGER personal_no_update;",
    )
    .unwrap();
    (desk, raw)
}

#[test]
fn the_journal_only_grows() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti", "08123456789");
    let raw = Connection::open(desk.home().join("ledger.db")).unwrap();
    for sql in [
        "UPDATE journal SET entry = x'00' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
        "INSERT INTO journal SELECT seq + 900, entry, hash FROM journal WHERE seq = 2",
        "UPDATE personal SET body = x'00'",
    ] {
        let refused = raw.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("append-only") || refused.contains("never changed"), "{sql}: {refused}");
    }
    desk.verified();
}

#[test]
fn an_edited_entry_is_named() {
    let (desk, raw) = tampered();
    raw.execute("UPDATE journal SET entry = CAST(replace(entry, 'loket-1', 'loket-2') AS BLOB) WHERE seq = 6", [])
        .unwrap();
    let found = fault(&desk.home());
    assert_eq!((found.seq, found.kind), (Some(6), FaultKind::Hash));
    assert!(matches!(desk.ledger.history(AppId(6)), Err(LedgerError::Broken { seq: 6, .. })));
}

#[test]
fn an_edited_entry_with_its_hash_redone_breaks_the_link() {
    let (desk, raw) = tampered();
    let entry: Vec<u8> = raw.query_row("SELECT entry FROM journal WHERE seq = 6", [], |r| r.get(0)).unwrap();
    let at = entry.windows(7).position(|w| w == b"loket-1").unwrap();
    let mut changed = entry.clone();
    changed[at + 6] = b'2';
    raw.execute("UPDATE journal SET entry = ?1, hash = ?2 WHERE seq = 6", (&changed, leaf(&changed))).unwrap();
    let found = fault(&desk.home());
    assert_eq!((found.seq, found.kind), (Some(7), FaultKind::Link));
}

#[test]
fn a_missing_entry_is_named() {
    let (desk, raw) = tampered();
    raw.execute("DELETE FROM journal WHERE seq = 7", []).unwrap();
    let found = fault(&desk.home());
    assert_eq!((found.seq, found.kind), (Some(7), FaultKind::Missing));
}

#[test]
fn swapped_entries_are_named() {
    let (desk, raw) = tampered();
    raw.execute_batch(
        "UPDATE journal SET seq = -1 WHERE seq = 8; UPDATE journal SET seq = 8 WHERE seq = 9;
         UPDATE journal SET seq = 9 WHERE seq = -1;",
    )
    .unwrap_err();
    raw.execute_batch(
        "CREATE TEMP TABLE t AS SELECT * FROM journal WHERE seq IN (8, 9);
         UPDATE journal SET (entry, hash) = (SELECT entry, hash FROM t WHERE t.seq = 17 - journal.seq) WHERE seq IN (8, 9);",
    )
    .unwrap();
    let found = fault(&desk.home());
    assert_eq!((found.seq, found.kind), (Some(8), FaultKind::Foreign));
}

#[test]
fn a_cut_tail_contradicts_the_rows() {
    let (desk, raw) = tampered();
    raw.execute("DELETE FROM journal WHERE seq > 10", []).unwrap();
    assert!(matches!(fault(&desk.home()).kind, FaultKind::Row | FaultKind::Missing));
    assert!(matches!(open(&desk.home(), Default::default()).err().unwrap(), LedgerError::Damaged { .. }));
}

#[test]
fn a_desk_notices_that_its_end_is_gone() {
    let (mut desk, raw) = tampered();
    let seq = desk.ledger.office().desk.seq;
    raw.execute("DELETE FROM journal WHERE seq > 10", []).unwrap();
    let failed = desk.ledger.refresh().unwrap_err();
    assert!(matches!(failed, LedgerError::Diverged { seq: s } if s == seq), "{failed}");
    assert!(matches!(desk.try_act(Command::NoteSignIn { failures: 0 }), Err(LedgerError::Stopped)));
}

#[test]
fn changed_rows_are_found() {
    for (sql, seq) in [
        ("UPDATE application SET phone = '0800' WHERE id = 6", None),
        ("UPDATE application SET open = 0 WHERE id = 7", None),
        ("DELETE FROM application WHERE id = 7", None),
        ("UPDATE application SET doc = CAST(replace(doc, 'II.A', 'II.B') AS BLOB) WHERE id = 6", None),
        ("UPDATE act SET day = '2026-11-01' WHERE seq = 7", Some(7)),
        ("UPDATE act SET app = 6 WHERE seq = 7", Some(7)),
        ("INSERT INTO act VALUES (999, NULL, NULL)", None),
        ("UPDATE office SET doc = CAST(replace(doc, '\"blanks\":499', '\"blanks\":498') AS BLOB)", None),
        ("UPDATE day SET upto = upto - 1", None),
        ("DELETE FROM day", None),
        ("INSERT INTO personal VALUES (1, zeroblob(32), x'7b7d')", Some(1)),
        ("UPDATE personal SET body = CAST(replace(body, 'Siti', 'Sita') AS BLOB) WHERE seq = 6", Some(6)),
        ("UPDATE personal SET salt = zeroblob(32) WHERE seq = 6", Some(6)),
        ("INSERT INTO name_word (name_word, rowid, name_key) VALUES ('delete', 7, 'BUDI SANTOSO')", None),
        ("INSERT INTO name_part (name_part, rowid, name_key) VALUES ('delete', 7, 'BUDI SANTOSO')", None),
    ] {
        let (desk, raw) = tampered();
        let changed = raw.execute(sql, []).unwrap();
        assert!(changed > 0, "{sql}");
        drop(raw);
        let Ok(Err(found)) = verify(&desk.home(), &mut |_, _| {}) else { panic!("not found: {sql}") };
        assert!(matches!(found.kind, FaultKind::Row | FaultKind::Personal | FaultKind::Engine), "{sql}: {found:?}");
        if seq.is_some() {
            assert_eq!(found.seq, seq, "{sql}");
        }
    }
}

/// Every projected row, as text, for comparing.
pub fn rows(home: &Path) -> Vec<String> {
    rows_of(&Connection::open(home.join("ledger.db")).unwrap())
}

/// The same over a connection.
pub fn rows_of(raw: &Connection) -> Vec<String> {
    let mut all = Vec::new();
    for table in ["office", "application", "act", "day", "day_close", "invalid_card"] {
        let mut select = raw.prepare(&format!("SELECT * FROM {table} ORDER BY 1")).unwrap();
        let n = select.column_count();
        let found =
            select.query_map([], |r| (0..n).map(|c| Ok(format!("{:?}", r.get_ref(c)?))).collect::<Result<Vec<_>, _>>());
        all.extend(found.unwrap().map(|row| format!("{table} {}", row.unwrap().join(" "))));
    }
    for (table, index) in [("name_word", "word"), ("name_part", "part")] {
        raw.execute_batch(&format!("CREATE VIRTUAL TABLE temp.{index} USING fts5vocab(main, {table}, instance)"))
            .unwrap();
        let mut select = raw.prepare(&format!("SELECT term, doc FROM temp.{index} ORDER BY 1, 2")).unwrap();
        let found = select.query_map([], |r| Ok(format!("{table} {} {}", r.get::<_, String>(0)?, r.get::<_, i64>(1)?)));
        all.extend(found.unwrap().map(Result::unwrap));
    }
    all
}

#[test]
fn rebuilt_rows_are_the_rows() {
    let mut desk = Desk::new();
    let mut app = AppId(0);
    for n in 1..=7 {
        app = desk.submit(n, "Siti Aminah", "08123456789");
        if n % 2 == 0 {
            desk.finish(app);
        }
    }
    desk.close(day(2)).unwrap();
    desk.done(Command::OpenDay { date: day(3) });
    let patch = Box::new(Patch { name: Some(Name::parse("Zubaidah").unwrap()), ..Patch::default() });
    desk.done(Command::Correct { app, patch, reason: None, note: None });
    desk.done(Command::OpenDay { date: day(4) });
    let (before, office) = (rows(&desk.home()), desk.ledger.office().clone());
    let count = |start: &str| before.iter().filter(|r| r.starts_with(start)).count();
    let counts = ["office ", "application ", "act ", "day ", "name_word ", "name_part "].map(count);
    assert_eq!((counts, count("name_word zubaidah")), ([2, 7, 40, 2, 13, 60], 1));
    let mut seen = Vec::new();
    let entries = desk.ledger.rebuild("loket-1", &mut |done, total| seen.push((done, total))).unwrap();
    assert_eq!(entries, office.desk.seq);
    assert_eq!(seen.last(), Some(&(entries, entries)));
    assert_eq!(rows(&desk.home()), before);
    assert_eq!(desk.ledger.office(), &office);
    desk.verified();
}

#[test]
fn damaged_rows_are_mended_by_a_rebuild() {
    let (mut desk, raw) = tampered();
    let before = rows(&desk.home());
    raw.execute_batch("DELETE FROM application; DELETE FROM day; UPDATE act SET day = NULL;").unwrap();
    drop(raw);
    fault(&desk.home());
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(rows(&desk.home()), before);
    desk.verified();
}

#[test]
fn an_erased_person_is_gone_and_the_chain_whole() {
    let mut desk = Desk::new();
    let mut other = desk.another();
    let a = desk.submit(1, "Qwertia Zxcvbn", "08987654321");
    let patch = Box::new(Patch { name: Some(Name::parse("Qwertina Zxcvbn").unwrap()), ..Patch::default() });
    desk.done(Command::Correct { app: a, patch, reason: None, note: None });
    desk.finish(a);
    desk.close(day(2)).unwrap();
    other.refresh().unwrap();
    let seqs: Vec<u64> = (1..=desk.ledger.office().desk.seq).collect();
    let mut searcher = desk.ledger.searcher().unwrap();
    assert_eq!(searcher.find("qwertina", 5).unwrap().rows.len(), 1);
    let n = desk.ledger.erase(&seqs, "loket-1").unwrap();
    assert!(n >= 4, "person, correction, staff name, document of the blanks: {n}");
    assert_eq!(desk.ledger.erase(&seqs, "loket-1").unwrap(), 0);
    for query in ["qwert", "zxcvbn", "08987654321", nik(1).as_str()] {
        assert!(searcher.find(query, 5).unwrap().rows.is_empty(), "{query}");
    }
    assert!(desk.ledger.file(a).unwrap().unwrap().person.is_none());
    assert!(desk.ledger.office().rules.accounts[&CLERK].name.is_none());
    assert!(other.refresh().unwrap(), "other desks forget too");
    assert_eq!(other.office(), desk.ledger.office());
    let verified = desk.verified();
    assert_eq!(verified.erased, n);
    let before = rows(&desk.home());
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(rows(&desk.home()), before);
    drop((searcher, other));
    let home = desk.home();
    let Desk { ledger, dir, .. } = desk;
    drop(ledger);
    for name in ["ledger.db", "ledger.db-wal"] {
        let Ok(bytes) = std::fs::read(home.join(name)) else { continue };
        for trace in ["wertia", "WERTIA", "wertina", "WERTINA", "xcvbn", "XCVBN", "8987654321", nik(1).as_str()] {
            let found = bytes.windows(trace.len()).any(|w| w == trace.as_bytes());
            assert!(!found, "{trace} is still in {name}");
        }
    }
    drop(dir);
}

#[test]
fn a_fault_has_a_code_of_its_own() {
    let codes: std::collections::BTreeSet<_> = FaultKind::ALL.iter().map(|k| k.code()).collect();
    assert_eq!(codes.len(), FaultKind::ALL.len());
    let codes: std::collections::BTreeSet<_> = LedgerError::CODES.iter().collect();
    assert_eq!(codes.len(), LedgerError::CODES.len());
}
