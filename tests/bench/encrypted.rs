//! What encryption costs: the same ledger in the clear and encrypted, side by side in one run.

use super::acts::Acts;
use super::fill::STATION;
use super::report::{Ratios, Report, Times, short};
use loket::ledger::{self, Beside, Home, HomeKey, Ledger as _, Options};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const ROUNDS: usize = 7;
const OPENS: usize = 15;
const LIVES: usize = 12;
const TYPED: [&str; 8] = ["s", "si", "siti", "rahmat hidayat", "dayat", "13740", "0123/KTP", "yanti o"];

/// A copy of a home under another name.
fn copied(home: &Path, name: &str) -> std::path::PathBuf {
    let copy = home.with_file_name(name);
    let done = Command::new("cp").arg("-a").arg(home).arg(&copy).status().expect("cp");
    assert!(done.success());
    copy
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

pub fn run(home: &Path, size: u64, report: &mut Report) {
    let key = HomeKey::random().expect("a key");
    let (plain, encrypted) = (copied(home, "in-the-clear"), copied(home, "encrypted"));
    let beside = Beside::begin(&encrypted, Some(key.clone()), Duration::from_secs(2)).expect("nobody has it open");
    let copy = timed(|| {
        let _ = beside.copy().expect("a copy");
    });
    beside.take_place().expect("in its place");
    report.note(size, "encrypting a ledger: copy", short(copy));
    let homes = [Home::at(&plain), Home::keyed(&encrypted, Some(key))];
    let open = |n: usize| ledger::open(homes[n].clone(), Options::default()).expect("the ledger");
    compare(report, size, "open and load", |n| {
        let mut times = Times::default();
        (0..OPENS).for_each(|_| times.add(timed(|| drop(open(n)))));
        times.median()
    });
    let mut searchers = [0, 1].map(|n| open(n).searcher().expect("a searcher"));
    compare(report, size, "search", |n| {
        let mut times = Times::default();
        TYPED.iter().for_each(|typed| times.add(timed(|| drop(searchers[n].find(typed, 20).expect("an answer")))));
        times.median()
    });
    let mut acts = [0, 1].map(|n| Acts::new(open(n), STATION, 33_000_000));
    acts.iter_mut().for_each(|acts| acts.blanks(2_000));
    compare(report, size, "act committed", |n| {
        let mut times = Times::default();
        (0..LIVES).for_each(|_| acts[n].life(|took| times.add(took)));
        acts[n].ledger.refresh().expect("a refresh");
        times.median()
    });
    drop((acts, searchers));
    compare(report, size, "verify", |n| {
        timed(|| {
            let _ = ledger::verify(homes[n].clone(), &mut |_, _| {}).expect("it is read").expect("it is whole");
        })
    });
    for copy in [plain, encrypted] {
        std::fs::remove_dir_all(copy).expect("removed");
    }
}

/// Measures both in turn, round by round, so that what else the machine does strikes both.
fn compare(report: &mut Report, size: u64, what: &str, mut measure: impl FnMut(usize) -> Duration) {
    let rounds: Vec<(Duration, Duration)> = (0..ROUNDS).map(|_| (measure(0), measure(1))).collect();
    let median = |pick: fn(&(Duration, Duration)) -> Duration| {
        let mut times = Times::default();
        rounds.iter().for_each(|round| times.add(pick(round)));
        short(times.median())
    };
    let ratio = Ratios::of(rounds.iter().map(|(plain, encrypted)| (*encrypted, *plain)));
    let figure = format!("{} / {}, {}", median(|r| r.0), median(|r| r.1), ratio.told());
    report.note(size, &format!("{what}: in the clear / encrypted, ratio"), figure);
}
