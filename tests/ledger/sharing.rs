//! Several desks on one ledger: the gate, numbers without gaps, failures.

use super::support::*;
use loket::domain::command::Command;
use loket::ledger::*;
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::time::{Duration, Instant};

const WRITERS: usize = 8;

#[test]
fn a_held_gate_is_told_by_its_holder() {
    let mut desk = Desk::new();
    let short = Options { gate_wait: Duration::from_millis(60), ..Options::default() };
    let mut other = open(&desk.home(), short).unwrap();
    let mut gate = Gate::new(&Home::at(&desk.home()), GATE_WAIT).unwrap();
    let lease = gate.take("loket-9").unwrap();
    for _ in 0..3 {
        let started = Instant::now();
        let held = other.act(&Command::NoteSignIn { failures: 0 }, &order(CLERK, 1), None).unwrap_err();
        let LedgerError::GateHeld { by } = &held else { panic!("{held}") };
        assert!(by.starts_with("loket-9 (pid "), "{by}");
        assert!(held.passes() && !held.stops());
        assert!(started.elapsed() >= Duration::from_millis(60) && started.elapsed() < Duration::from_secs(2));
    }
    drop(lease);
    // Whoever had given up gets through again, and does not keep the gate from others.
    other.act(&Command::NoteSignIn { failures: 0 }, &order(CLERK, 2), None).unwrap().unwrap();
    desk.done(Command::NoteSignIn { failures: 0 });
    drop(gate.take("loket-9").unwrap());
    assert!(desk.ledger.refresh().is_ok());
}

#[test]
fn a_wait_given_up_lets_go() {
    let desk = Desk::new();
    let home = Home::at(&desk.home());
    let (mut first, mut second) =
        (Gate::new(&home, GATE_WAIT).unwrap(), Gate::new(&home, Duration::from_millis(20)).unwrap());
    let lease = first.take("a").unwrap();
    assert!(second.take("b").is_err());
    drop(lease);
    // The second desk never asks again; the first must get through all the same.
    drop(first.take("a").unwrap());
    drop(first.take("a").unwrap());
    drop(second.take("b").unwrap());
}

/// Every writer saturates the gate until all have done their share; answers their waits and the order of turns.
fn saturate(home: &Home, share: usize) -> (Duration, Vec<usize>) {
    let barrier = Barrier::new(WRITERS);
    let turns = std::sync::Mutex::new(Vec::new());
    let worst = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..WRITERS)
            .map(|n| {
                let (barrier, turns) = (&barrier, &turns);
                scope.spawn(move || {
                    let mut gate = Gate::new(home, Duration::from_secs(30)).unwrap();
                    barrier.wait();
                    let mut worst = Duration::ZERO;
                    for _ in 0..share {
                        let asked = Instant::now();
                        let lease = gate.take("x").unwrap();
                        worst = worst.max(asked.elapsed());
                        turns.lock().unwrap().push(n);
                        // As long as an act with its sync takes.
                        std::thread::sleep(Duration::from_micros(500));
                        drop(lease);
                    }
                    worst
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).max().unwrap()
    });
    (worst, turns.into_inner().unwrap())
}

#[test]
fn eight_saturating_writers_take_turns() {
    let desk = Desk::new();
    let (worst, turns) = saturate(&Home::at(&desk.home()), 60);
    assert_eq!(turns.len(), WRITERS * 60);
    // Who has just written never writes again while others wait.
    let half = &turns[..turns.len() / 2];
    let again = half.windows(2).filter(|w| w[0] == w[1]).count();
    let mut counts = [0usize; WRITERS];
    half.iter().for_each(|n| counts[*n] += 1);
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    println!("worst wait {worst:?}, turns {least}..{most}, twice in a row {again} of {}", half.len());
    assert!(*most <= 3 * (*least).max(1), "turns {counts:?}");
    assert!(again * 4 < half.len(), "{again} of {} twice in a row", half.len());
}

#[test]
fn two_desks_number_without_gaps() {
    let mut desk = Desk::new();
    let mut other = desk.another();
    let each = 40;
    std::thread::scope(|scope| {
        let write = |ledger: &mut SqliteLedger, from: u32| {
            for n in 0..each {
                let command = submission(person(from + n, "Orang Banyak", "08123456789"));
                ledger.act(&command, &order(CLERK, 1_000), None).unwrap().unwrap();
            }
        };
        let (own, theirs) = (&mut desk.ledger, &mut other);
        scope.spawn(move || write(own, 1));
        scope.spawn(move || write(theirs, 1_000));
    });
    desk.ledger.refresh().unwrap();
    other.refresh().unwrap();
    assert_eq!(desk.ledger.office(), other.office());
    let numbers: BTreeSet<u32> = other.office().files.values().map(|f| f.app.number.no).collect();
    assert_eq!(numbers, (1..=2 * each).collect());
    assert_eq!(desk.verified().applications, u64::from(2 * each));
}

#[test]
fn one_application_is_taken_by_one_desk() {
    let mut desk = Desk::new();
    for n in 1..=20 {
        let app = desk.submit(n, "Siti", "08123456789");
        let mut other = desk.another();
        let (own, theirs) = std::thread::scope(|scope| {
            let cancel = Command::Cancel { app, kind: loket::domain::terms::CancelKind::Withdrawn, note: None };
            let theirs = {
                let cancel = cancel.clone();
                scope.spawn(move || other.act(&cancel, &order(CLERK, 5), None).unwrap().is_ok())
            };
            (desk.ledger.act(&cancel, &order(CLERK, 6), None).unwrap().is_ok(), theirs.join().unwrap())
        });
        assert!(own != theirs, "exactly one wins");
    }
    desk.verified();
}

#[test]
fn a_refused_or_failed_act_leaves_the_office_as_stored() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti", "08123456789");
    let stored = desk.ledger.office().clone();
    assert!(desk.act(Command::OpenDay { date: day(1) }).is_err());
    assert_eq!(desk.ledger.office(), &stored);
    // An entry over the limit fails after the decision, in the middle of writing.
    let mut long = order(CLERK, 9_000);
    long.station = "x".repeat(ENTRY_MAX);
    let failed = desk.ledger.act(&submission(person(2, "Budi", "08123456780")), &long, None).unwrap_err();
    assert_eq!((failed.code(), failed.stops()), ("L-030", false));
    assert_eq!(desk.ledger.office(), &stored);
    desk.submit(2, "Budi", "08123456780");
    assert_eq!(desk.ledger.office().desk.last_number.as_ref().unwrap().no, 2);
    desk.verified();
}

#[test]
fn an_engine_failure_stops_the_desk_until_it_is_reopened() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti", "08123456789");
    let stored = desk.ledger.office().clone();
    let raw = rusqlite::Connection::open(desk.home().join("ledger.db")).unwrap();
    raw.execute_batch("CREATE TRIGGER fault BEFORE INSERT ON act BEGIN SELECT RAISE(ABORT, 'fault'); END").unwrap();
    let failed = desk.try_act(submission(person(2, "Budi", "08123456780"))).unwrap_err();
    assert!(failed.stops(), "{failed}");
    assert_eq!(desk.ledger.office(), &stored);
    raw.execute_batch("DROP TRIGGER fault").unwrap();
    assert_eq!(
        desk.try_act(Command::NoteSignIn { failures: 0 }).unwrap_err().code(),
        "L-020",
        "never goes on by itself"
    );
    assert_eq!(desk.ledger.file(stored.files.keys().next().copied().unwrap()).unwrap_err().code(), "L-020");
    desk.ledger.reopen().unwrap();
    assert_eq!(desk.ledger.office(), &stored);
    desk.submit(2, "Budi", "08123456780");
    desk.verified();
}
