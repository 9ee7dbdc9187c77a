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
