//! Going on after a parent: a restored ledger has an identity of its own, keeps every entry, and gives no number twice.

use super::backups::{check, desk, made};
use super::support::*;
use loket::domain::command::Command;
use loket::domain::event::Event;
use loket::domain::id::LedgerId;
use loket::domain::refusal::Refusal;
use loket::ledger::backup::Unpacked;
use loket::ledger::{Heir, Home, Ledger, LedgerError, Options, SqliteLedger, Verified, go_on, open, verify};
use std::path::Path;

fn on(home: &Path, no: u32) -> Result<Result<LedgerId, Refusal>, LedgerError> {
    go_on(&Home::at(home), Heir { last: (2026, no), lost: Vec::new() }, &order(CLERK, 999_000), &Options::default())
}

fn whole(home: &Path) -> Verified {
    verify(home, &mut |_, _| {}).unwrap().unwrap()
}

/// Restores a backup into a home and goes on after the number.
fn restored(backup: &Path, to: &Path, no: u32) -> SqliteLedger {
    let unpacked = Unpacked::of(&check(backup).unwrap(), to).unwrap();
    on(unpacked.home(), no).unwrap().unwrap();
    unpacked.name().unwrap();
    open(to, Options::default()).unwrap()
}

fn entries(home: &Path) -> Vec<(Vec<u8>, Vec<u8>)> {
    let conn = rusqlite::Connection::open(home.join("ledger.db")).unwrap();
    let mut select = conn.prepare("SELECT entry, hash FROM journal ORDER BY seq").unwrap();
    let rows = select.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    rows.map(|row| row.unwrap()).collect()
}

#[test]
fn a_restored_ledger_is_its_own_and_keeps_every_entry_of_its_parent() {
    let (mut desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    desk.submit(90, "Sesudah Cadangan", "08123456789");
    let to = desk.dir.path().join("pulih");
    let mut ledger = restored(&backup.path, &to, 6);
    let n = backup.manifest.entries as usize;
    assert_eq!(entries(&to)[..n], entries(&desk.home())[..n]);
    assert!(ledger.id() != desk.ledger.id() && !ledger.is_copy());
    let genesis = ledger.entry(n as u64 + 1).unwrap().unwrap();
    let Event::LedgerCreated(e) = &genesis.event else { panic!("{:?}", genesis.event) };
    assert_eq!((e.parent, e.parent_head.clone()), (Some(desk.ledger.id()), Some(backup.manifest.head.text())));
    assert_eq!((genesis.envelope.actor, e.lost.len()), (CLERK, 0));
    assert_eq!(whole(&to).entries, n as u64 + 1);

    // The past is there, and the next number is the one after the last on paper.
    let app = *ledger.office().files.keys().next().unwrap();
    assert_eq!(ledger.history(app).unwrap(), desk.ledger.history(app).unwrap());
    assert_eq!(ledger.day_entries(day(2), Some(n as u64)).unwrap().len(), n - 2);
    let done = ledger
        .act(&submission(person(91, "Orang Baru", "08123456789")), &order(CLERK, 1_000_000), None)
        .unwrap()
        .unwrap();
    let file = ledger.file(done.touched[0]).unwrap().unwrap();
    assert_eq!(file.app.number.no, 7);
    assert_eq!(whole(&to).applications, 6);

    // Rows can be made anew, and a grandchild is as good.
    let before = super::chain::rows(&to);
    ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(super::chain::rows(&to), before);
    assert_eq!(desk.verified().entries, n as u64 + 1, "the parent is untouched");
}

#[test]
fn a_ledger_goes_on_where_it_lies_and_other_desks_follow() {
    let (mut desk, _) = desk();
    let (home, old) = (desk.home(), desk.ledger.id());
    let new = on(&home, 40).unwrap().unwrap();
    assert!(new != old && desk.ledger.refresh().unwrap());
    let app = desk.submit(70, "Lanjut", "08123456789");
    assert_eq!(desk.ledger.file(app).unwrap().unwrap().app.number.no, 41);
    desk.ledger.reopen().expect("it is the ledger this desk knows");
    let newer = on(&home, 50).unwrap().unwrap();
    assert_eq!(whole(&home).applications, 6);
    desk.ledger.refresh().unwrap();
    let ids: Vec<LedgerId> = desk.ledger.office().lineage().ids().collect();
    assert_eq!(ids, [newer, new, old]);
    assert_eq!(desk.ledger.office().lineage().at(1), old);
    desk.close(day(2)).unwrap();
    whole(&home);
}

#[test]
fn a_number_already_in_the_book_is_refused_and_nothing_changes() {
    let (desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    let to = desk.dir.path().join("pulih");
    let unpacked = Unpacked::of(&check(&backup.path).unwrap(), &to).unwrap();
    let refused = on(unpacked.home(), 4).unwrap().unwrap_err();
    assert!(matches!(&refused, Refusal::NumberBehind { book } if book.no == 5), "{refused:?}");
    assert!(open(unpacked.home(), Options::default()).unwrap().is_copy(), "still a copy");
    on(unpacked.home(), 5).unwrap().unwrap();
    let clerk = order(loket::domain::id::AccountId([8; 16]), 1);
    let heir = Heir { last: (2026, 9), lost: Vec::new() };
    assert_eq!(
        go_on(&Home::at(&desk.home()), heir, &clerk, &Options::default()).unwrap(),
        Err(Refusal::UnknownAccount)
    );
    drop(unpacked);
    assert!(!to.exists() && !to.with_extension("part").exists());
}

#[test]
fn a_home_is_never_written_over() {
    let (desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    let checked = check(&backup.path).unwrap();
    let taken = |to: &Path| Unpacked::of(&checked, to).map(|_| ()).unwrap_err().code();
    assert_eq!(taken(&desk.home()), "B-012");
    let file = desk.dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert_eq!(taken(&file), "B-012");
    // One that appears while the backup is unpacked stays too.
    let to = desk.dir.path().join("pulih");
    let unpacked = Unpacked::of(&checked, &to).unwrap();
    std::fs::create_dir(&to).unwrap();
    std::fs::write(to.join("loket.toml"), "").unwrap();
    assert_eq!(unpacked.name().unwrap_err().code(), "B-012");
    assert!(to.join("loket.toml").exists() && desk.verified().entries > 0);
}

#[test]
fn a_copy_can_be_looked_at_in_a_home_of_its_own() {
    let (desk, folder) = desk();
    let backup = made(&desk, &folder, 0);
    let to = desk.dir.path().join("lihat");
    Unpacked::of(&check(&backup.path).unwrap(), &to).unwrap().name().unwrap();
    let mut look = open(&to, Options::default()).unwrap();
    assert!(look.is_copy());
    assert_eq!(look.office(), desk.ledger.office());
    let tried = look.act(&Command::OpenDay { date: day(3) }, &order(CLERK, 1), None);
    assert_eq!(tried.unwrap_err().code(), "L-014");
}

#[test]
fn an_entry_of_the_parent_that_was_changed_is_named() {
    let (desk, folder) = desk();
    let to = desk.dir.path().join("pulih");
    drop(restored(&made(&desk, &folder, 0).path, &to, 5));
    let conn = rusqlite::Connection::open(to.join("ledger.db")).unwrap();
    conn.execute_batch("DROP TRIGGER journal_no_delete; DELETE FROM personal WHERE seq = 6; DELETE FROM act WHERE seq = 6; DELETE FROM journal WHERE seq = 6;").unwrap();
    drop(conn);
    let fault = verify(&to, &mut |_, _| {}).unwrap().unwrap_err();
    assert_eq!((fault.kind.code(), fault.seq), ("V-002", Some(6)));
}
