//! Seals across ledgers that go on from one another: what was printed before is as true as ever, what did not come along
//! is named and never called false, and each ledger seals with a key of its own.

use super::backups::{check, made};
use super::seal::two_days;
use super::support::*;
use loket::desk::proof;
use loket::domain::command::Command;
use loket::domain::event::Event;
use loket::domain::lineage::Gap;
use loket::domain::seal::Seal;
use loket::domain::seal::proof::{Shown, Verdict};
use loket::ledger::backup::Unpacked;
use loket::ledger::{Heir, Home, Ledger, Options, SqliteLedger, go_on, open, salvage, verify};
use std::path::{Path, PathBuf};

/// A ledger goes on as another one.
fn goes_on(home: &Path, lost: &[Gap]) {
    let heir = Heir { last: (2026, 40), lost: lost.to_vec() };
    go_on(&Home::at(home), heir, &order(CLERK, 9_000_000), &Options::default()).unwrap().unwrap();
}

fn restored(desk: &Desk, name: &str) -> PathBuf {
    let folder = desk.dir.path().join(format!("stick-{name}"));
    std::fs::create_dir(&folder).unwrap();
    let backup = made(desk, &folder, 0);
    let to = desk.dir.path().join(name);
    let unpacked = Unpacked::of(&check(&backup.path).unwrap(), &to).unwrap();
    goes_on(unpacked.home(), &[]);
    unpacked.name().unwrap();
    to
}

/// What entries are lost of a ledger nobody has open any more, saved and gone on from.
fn salvaged(desk: Desk, lost: &[u64]) -> (tempfile::TempDir, PathBuf) {
    let (home, to) = (desk.home(), desk.dir.path().join("selamat"));
    let Desk { dir, ledger, .. } = desk;
    drop(ledger);
    let conn = raw(&Home::at(&home));
    conn.execute_batch("DROP TRIGGER journal_no_delete").unwrap();
    for seq in lost {
        conn.execute("DELETE FROM personal WHERE seq = ?1", [*seq as i64]).unwrap();
        conn.execute("DELETE FROM journal WHERE seq = ?1", [*seq as i64]).unwrap();
    }
    drop(conn);
    let saved = salvage(&Home::at(&home), None, &Home::at(&to), (0, &mut |_, _| {})).unwrap();
    assert_eq!(saved.lost, Gap::of(lost.iter().copied()));
    goes_on(&to, &saved.lost);
    (dir, to)
}

/// By the code that is typed and by the note that is scanned, which agree.
fn judged(ledger: &SqliteLedger, seal: &Seal) -> Verdict {
    let code = proof::prove(ledger, &Shown::Code(seal.code())).unwrap().verdict;
    let note = proof::prove(ledger, &Shown::parse(&seal.note()).expect("a note")).unwrap().verdict;
    assert_eq!(code, note);
    code
}

/// The heir goes on working: it closes a day, and its seal verifies.
fn closes(home: &Path, date: chrono::NaiveDate) -> (SqliteLedger, Seal) {
    let mut desk =
        Desk { dir: tempfile::tempdir().unwrap(), ledger: open(home, Options::default()).unwrap(), now: 9_100_000 };
    // A day whose close was lost is closed once more.
    let open = desk.ledger.office().desk.unclosed.keys().next().copied();
    if open.is_none() && desk.ledger.office().desk.day.is_none() {
        desk.done(Command::OpenDay { date });
    }
    if desk.ledger.office().desk.day.is_some() {
        desk.submit(200, "Orang Baru", "08123456789");
    }
    let date = open.unwrap_or(date);
    let before = desk.ledger.office().desk.seal_key;
    let seal = desk.sealed(date, |_| ());
    assert!(desk.ledger.office().desk.seal_key != before, "what a parent's file signs is never the heir's");
    let rows = super::chain::rows(home);
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(super::chain::rows(home), rows);
    verify(home, &mut |_, _| {}).unwrap().unwrap();
    let Desk { ledger, .. } = desk;
    assert_eq!(judged(&ledger, &seal), Verdict::Same);
    (ledger, seal)
}

#[test]
fn a_paper_of_before_is_true_in_every_heir_and_each_seals_with_a_key_of_its_own() {
    let (desk, papers) = two_days();
    let to = restored(&desk, "pulih");
    let (desk2, papers2) = two_days();
    goes_on(&desk2.home(), &[]);
    let (desk3, papers3) = two_days();
    let (_dir, saved) = salvaged(desk3, &[]);
    for (home, papers) in [(to, &papers), (desk2.home(), &papers2), (saved, &papers3)] {
        let (ledger, own) = closes(&home, day(4));
        assert_eq!(own.number(), 3);
        for paper in papers {
            assert_eq!(judged(&ledger, paper), Verdict::Same, "close {}", paper.number());
        }
    }
}

#[test]
fn a_paper_of_after_the_backup_is_left_behind_and_not_called_false() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti Aminah", "08123456789");
    let first = desk.sealed(day(2), |_| ());
    let to = restored(&desk, "pulih");
    desk.done(Command::OpenDay { date: day(3) });
    let second = desk.sealed(day(3), |_| ());
    let heir = open(&to, Options::default()).unwrap();
    assert_eq!((judged(&heir, &first), judged(&heir, &second)), (Verdict::Same, Verdict::LeftBehind));
    drop(heir);
    // The heir closes that day, too, under the same number.
    let (heir, own) = closes(&to, day(3));
    assert_eq!(own.number(), second.number());
    assert_eq!((judged(&heir, &first), judged(&heir, &second)), (Verdict::Same, Verdict::LeftBehind));
    assert_eq!(judged(&desk.another(), &own), Verdict::OtherLedger, "the parent knows of no heir");
    assert_eq!(judged(&desk.another(), &second), Verdict::Same);
}

#[test]
fn a_lost_close_is_left_behind_and_later_ones_keep_their_numbers() {
    let (desk, [first, second]) = two_days();
    let close = (1..=second.size()).find(|seq| {
        matches!(&desk.ledger.entry(*seq).unwrap().unwrap().event, Event::DayClosed(closed) if closed.date == day(2))
    });
    let (_dir, to) = salvaged(desk, &[close.expect("the first close")]);
    let (ledger, own) = closes(&to, day(4));
    assert_eq!(own.number(), 3);
    assert_eq!(judged(&ledger, &first), Verdict::LeftBehind);
    // The one entry that is lost is named by the one after it: the tree is what it was.
    assert_eq!(judged(&ledger, &second), Verdict::Same);
}

#[test]
fn a_seal_over_lost_entries_is_true_and_said_to_be_incomplete() {
    let (desk, [first, second]) = two_days();
    let lost = [second.size() - 1, second.size()];
    assert!(first.size() < lost[0]);
    let (_dir, to) = salvaged(desk, &lost);
    let (ledger, _) = closes(&to, day(4));
    assert_eq!(judged(&ledger, &first), Verdict::Same);
    assert_eq!(judged(&ledger, &second), Verdict::Incomplete { lost: 2 });
    let mut forged = second.clone();
    forged.checkpoint.blanks += 1;
    let note = Shown::Note(Box::new(forged));
    assert_eq!(proof::prove(&ledger, &note).unwrap().verdict, Verdict::Forged);
}
