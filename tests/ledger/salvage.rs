//! Saving what is left: every entry that verifies, byte for byte, and a ledger that works on.

use super::backups::{check, desk, made};
use super::support::*;
use loket::domain::command::Command;
use loket::domain::lineage::Gap;
use loket::domain::refusal::Refusal;
use loket::ledger::backup::Checked;
use loket::ledger::{Heir, Home, Ledger, LedgerError, Options, Saved, go_on, open, salvage, verify};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

type Entries = BTreeMap<u64, Vec<u8>>;

fn entries(home: &Path) -> Entries {
    let conn = Connection::open(home.join("ledger.db")).unwrap();
    let mut select = conn.prepare("SELECT seq, entry FROM journal").unwrap();
    let rows = select.query_map([], |r| Ok((r.get::<_, i64>(0)? as u64, r.get(1)?))).unwrap();
    rows.map(|row| row.unwrap()).collect()
}

/// Does harm to the raw file.
fn harm(home: &Path, sql: &str) {
    let conn = Connection::open(home.join("ledger.db")).unwrap();
    conn.execute_batch("DROP TRIGGER journal_no_delete; DROP TRIGGER journal_no_update;").unwrap();
    conn.execute_batch(sql).unwrap();
}

fn save(home: &Path, with: Option<&Checked>, to: &Path, seen: u64) -> Result<Saved, LedgerError> {
    salvage(&Home::at(home), with.map(|c| &c.at), &Home::at(to), (seen, &mut |_, _| {}))
}

/// Goes on with what was saved, and works with it.
fn works(to: &Path, saved: &Saved) {
    let heir = Heir { last: (2026, 900), lost: saved.lost.clone() };
    match go_on(&Home::at(to), heir, &order(CLERK, 5_000_000), &Options::default()).unwrap() {
        // The entry that made the account is lost: nobody can go on without a backup.
        Err(Refusal::UnknownAccount)
            if !open(to, Options::default()).unwrap().office().rules.accounts.contains_key(&CLERK) =>
        {
            return;
        }
        went => went.unwrap(),
    };
    let whole = verify(to, &mut |_, _| {}).unwrap().unwrap();
    let mut ledger = open(to, Options::default()).unwrap();
    assert_eq!(ledger.office().desk.seq, saved.last + 1);
    let act = |ledger: &mut loket::ledger::SqliteLedger, command| {
        ledger.act(&command, &order(CLERK, 6_000_000), None).unwrap().unwrap()
    };
    let app = act(&mut ledger, submission(person(300, "Orang Baru", "08123456789"))).touched[0];
    assert_eq!(ledger.file(app).unwrap().unwrap().app.number.no, 901);
    let date = ledger.office().desk.day.unwrap();
    let state = ledger.day_state(date).unwrap().unwrap();
    if state.stocks.census.printing == 0 {
        let digests = [("csv".to_owned(), "00".to_owned())].into();
        let count = loket::domain::command::DayCount {
            digests,
            ..loket::domain::command::DayCount::agreeing(date, state.upto, &state.stocks)
        };
        act(&mut ledger, Command::CloseDay(count));
    }
    assert!(verify(to, &mut |_, _| {}).unwrap().unwrap().entries > whole.entries);
    let before = super::chain::rows(to);
    ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(super::chain::rows(to), before, "rebuilt rows are the rows");
}

fn place(desk: &Desk) -> PathBuf {
    desk.dir.path().join("selamat")
}

#[test]
fn a_sound_ledger_is_saved_whole() {
    let (desk, _) = desk();
    let to = place(&desk);
    let saved = save(&desk.home(), None, &to, 0).unwrap();
    let n = desk.ledger.office().desk.seq;
    assert_eq!((saved.entries, saved.last, saved.lost.len(), saved.tail, saved.unnamed), (n, n, 0, None, 0));
    assert_eq!(entries(&to), entries(&desk.home()));
    assert!(open(&to, Options::default()).unwrap().is_copy(), "nobody works on it before it is a ledger of its own");
    works(&to, &saved);
}

#[test]
fn what_is_missing_is_named_and_the_rest_is_kept() {
    let (desk, _) = desk();
    let (home, sound) = (desk.home(), entries(&desk.home()));
    harm(&home, "DELETE FROM personal WHERE seq IN (8, 9, 13); DELETE FROM journal WHERE seq IN (8, 9, 13);");
    let damaged = fs::read(home.join("ledger.db")).unwrap();
    let to = place(&desk);
    let seen = desk.ledger.office().desk.seq + 5;
    let saved = save(&home, None, &to, seen).unwrap();
    assert_eq!(saved.lost, [Gap { from: 8, to: 9 }, Gap { from: 13, to: 13 }]);
    assert_eq!(saved.tail, Some(Gap { from: seen - 4, to: seen }));
    let kept = entries(&to);
    assert_eq!(kept.len() as u64, saved.entries);
    assert!(kept.iter().all(|(seq, entry)| sound[seq] == *entry), "byte for byte");
    works(&to, &saved);
    assert_eq!(fs::read(home.join("ledger.db")).unwrap(), damaged, "the damaged file is as it was");
}

#[test]
fn a_lost_receipt_is_named_by_its_number() {
    let (desk, _) = desk();
    let submitted: Vec<u64> = (1..=desk.ledger.office().desk.seq)
        .filter(|seq| desk.ledger.entry(*seq).unwrap().unwrap().event.kind() == "application_submitted")
        .collect();
    let second = submitted[1];
    harm(
        &desk.home(),
        &format!("DELETE FROM personal WHERE seq = {second}; DELETE FROM journal WHERE seq = {second};"),
    );
    let to = place(&desk);
    let saved = save(&desk.home(), None, &to, 0).unwrap();
    assert_eq!(saved.numbers, [(2026, 2, 2)]);
    works(&to, &saved);
}

#[test]
fn an_edited_entry_is_not_believed_though_its_hash_was_made_to_fit() {
    let (desk, _) = desk();
    let home = desk.home();
    let edited = {
        let mut bytes = entries(&home)[&10].clone();
        let place = bytes.windows(7).position(|w| w == b"loket-1").unwrap();
        bytes[place] = b'L';
        bytes
    };
    let hash = loket::ledger::leaf(&edited);
    let conn = Connection::open(home.join("ledger.db")).unwrap();
    conn.execute_batch("DROP TRIGGER journal_no_update").unwrap();
    conn.execute("UPDATE journal SET entry = ?1, hash = ?2 WHERE seq = 10", rusqlite::params![edited, hash]).unwrap();
    drop(conn);
    let to = place(&desk);
    let saved = save(&home, None, &to, 0).unwrap();
    assert_eq!(saved.lost, [Gap { from: 10, to: 10 }]);
    works(&to, &saved);
}

#[test]
fn a_backup_fills_the_holes() {
    let (mut desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    desk.submit(80, "Sesudah Cadangan", "08123456789");
    let (home, sound) = (desk.home(), entries(&desk.home()));
    harm(&home, "DELETE FROM personal WHERE seq < 12; DELETE FROM journal WHERE seq IN (1, 2, 3, 8, 9);");
    let to = place(&desk);
    assert_eq!(save(&home, None, &to, 0).unwrap_err().code(), "L-024", "without the first entry there is no office");
    let to = desk.dir.path().join("dua");
    let saved = save(&home, Some(&check(&backup.path).unwrap()), &to, 0).unwrap();
    assert_eq!((saved.lost.len(), saved.unnamed), (0, 0));
    assert_eq!(entries(&to), sound);
    works(&to, &saved);
}

#[test]
fn whatever_is_flipped_what_is_saved_is_true() {
    let mut seed = crate::faults::rig::Seed::printed("salvage");
    let (desk, _) = desk();
    let home = desk.home();
    let Desk { dir, ledger, .. } = desk;
    drop(ledger);
    let (path, sound) = (home.join("ledger.db"), entries(&home));
    let bytes = fs::read(&path).unwrap();
    let (mut saved_all, mut lost_all, mut refused) = (0, 0, 0);
    for n in 0..crate::cases(24) {
        let mut harmed = bytes.clone();
        for _ in 0..1 + seed.below(6) {
            let (place, len) = (seed.below(harmed.len()), 1 + seed.below(600));
            let end = (place + len).min(harmed.len());
            harmed[place..end].iter_mut().for_each(|byte| *byte ^= 0x5a);
        }
        if seed.once_in(4) {
            harmed.truncate(4096 * (1 + seed.below(bytes.len() / 4096)));
        }
        fs::write(&path, &harmed).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let to = dir.path().join(format!("hasil-{n}"));
        match save(&home, None, &to, sound.len() as u64) {
            Ok(saved) => {
                let kept = entries(&to);
                assert!(kept.iter().all(|(seq, entry)| sound.get(seq) == Some(entry)), "case {n}");
                works(&to, &saved);
                saved_all += kept.len();
                lost_all += sound.len() - kept.len();
            }
            Err(_) => refused += 1,
        }
        assert_eq!(fs::read(&path).unwrap(), harmed, "case {n} changed the damaged file");
        for name in ["ledger.db-wal", "ledger.db-shm"] {
            let _ = fs::remove_file(home.join(name));
        }
    }
    println!("salvage: saved={saved_all} lost={lost_all} refused={refused}");
    assert!(saved_all > 0 && lost_all > 0);
}
