//! The slow check beside the work, and whether a ledger is still the one that was seen.

use super::backups::desk;
use super::support::*;
use loket::ledger::{Home, Ledger, Stands, Walk, go_on, seen, stands};
use rusqlite::Connection;

#[test]
fn a_walk_goes_a_little_at_a_time_and_begins_anywhere() {
    let (mut desk, _) = desk();
    let home = Home::at(&desk.home());
    let mut walk = Walk::default();
    let mut steps = 0;
    while !walk.step(&home, 7).unwrap().unwrap() {
        steps += 1;
    }
    let at = walk.at().unwrap();
    assert_eq!((steps, &at), (desk.ledger.office().desk.seq as usize / 7, &seen(&home).unwrap()));
    desk.submit(60, "Siti Aminah", "08123456789");
    assert!(walk.step(&home, 7).unwrap().unwrap());
    assert_eq!(walk.at().unwrap().seq, at.seq + 1, "it goes on where it stopped");
    let mut later = Walk::from(&at);
    assert!(later.step(&home, 7).unwrap().unwrap());
    assert_eq!(later.at(), walk.at());
}

#[test]
fn a_walk_names_what_is_broken() {
    for (harm, code, seq) in [
        ("UPDATE journal SET hash = zeroblob(32) WHERE seq = 9", "V-005", 9),
        ("UPDATE journal SET entry = x'00' WHERE seq = 9", "V-005", 9),
        ("DELETE FROM personal WHERE seq = 9; DELETE FROM journal WHERE seq = 9", "V-002", 9),
        ("DROP TRIGGER personal_no_update; UPDATE personal SET body = x'7b7d'", "V-007", 2),
    ] {
        let (desk, _) = desk();
        let conn = Connection::open(desk.home().join("ledger.db")).unwrap();
        conn.execute_batch("DROP TRIGGER journal_no_delete; DROP TRIGGER journal_no_update;").unwrap();
        conn.execute_batch(harm).unwrap();
        let mut walk = Walk::default();
        let fault = loop {
            match walk.step(&Home::at(&desk.home()), 5).unwrap() {
                Ok(end) => assert!(!end, "{harm} was not found"),
                Err(fault) => break fault,
            }
        };
        assert_eq!((fault.kind.code(), fault.seq), (code, Some(seq)), "{harm}");
    }
}

#[test]
fn an_older_file_and_a_rewritten_end_stand_out() {
    let (mut desk, _) = desk();
    let place = Home::at(&desk.home());
    let early = seen(&place).unwrap();
    desk.submit(60, "Siti Aminah", "08123456789");
    let late = seen(&place).unwrap();
    assert_eq!(stands(&place, &early).unwrap(), Stands::WentOn);
    assert_eq!(stands(&place, &late).unwrap(), Stands::WentOn);
    let mut other = late.clone();
    other.head.0[0] ^= 1;
    assert_eq!(stands(&place, &other).unwrap(), Stands::Rewritten);
    other.ledger.0[0] ^= 1;
    assert_eq!(stands(&place, &other).unwrap(), Stands::Other);
    let future = loket::ledger::Seen { seq: late.seq + 1, ..late.clone() };
    assert_eq!(stands(&place, &future).unwrap(), Stands::Behind { here: late.seq });
    // A supervisor has decided: it goes on as another ledger, and the older one's end is not asked for any more.
    let heir = loket::ledger::Heir { last: (2026, 70), lost: Vec::new() };
    go_on(&place, heir, &order(CLERK, 9), &Default::default()).unwrap().unwrap();
    assert_eq!(stands(&place, &future).unwrap(), Stands::WentOn);
}

#[test]
fn an_older_schema_is_copied_and_verified_before_it_is_brought_up() {
    let (mut desk, _) = desk();
    desk.close(day(2)).unwrap();
    let (home, office) = (desk.home(), desk.ledger.office().clone());
    let Desk { dir: _dir, ledger, .. } = desk;
    drop(ledger);
    let older = "DROP TABLE invalid_card; DROP TABLE day_close; DROP TABLE secret; PRAGMA user_version = 1;";
    Connection::open(home.join("ledger.db")).unwrap().execute_batch(older).unwrap();
    let before = std::fs::read(home.join("ledger.db")).unwrap();
    let opened = loket::ledger::open(&home, Default::default()).unwrap();
    assert_eq!(opened.office(), &office);
    drop(opened);
    let kept: Vec<_> = std::fs::read_dir(&home)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("before-schema-")))
        .collect();
    let [kept] = &kept[..] else { panic!("{kept:?}") };
    let raw = |path: &std::path::Path, sql: &str| {
        Connection::open(path.join("ledger.db")).unwrap().query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(raw(kept, "PRAGMA user_version"), 1);
    assert_eq!(raw(kept, "SELECT count(*) FROM journal"), office.desk.seq as i64);
    assert!(before.len() > 4096);
    // Where the copy cannot be made nothing is brought up.
    Connection::open(home.join("ledger.db")).unwrap().execute_batch(older).unwrap();
    std::fs::remove_dir_all(kept).unwrap();
    std::fs::write(kept.with_extension("part"), "in the way").unwrap();
    assert_eq!(loket::ledger::open(&home, Default::default()).err().unwrap().code(), "L-033");
    assert_eq!(raw(&home, "PRAGMA user_version"), 1);
}
