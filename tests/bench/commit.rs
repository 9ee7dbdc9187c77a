//! A committed act against the least any engine could do: a 4 KiB write with fdatasync on the same disk.

use super::acts::{Acts, LIFE};
use super::fill::STATION;
use super::report::{Ratios, Report, Times};
use loket::domain::command::Command;
use loket::domain::terms::SentAway;
use loket::ledger::{Ledger as _, Options, open};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::Instant;

const ROUNDS: usize = 7;
/// Lives of one round; after each, as many raw writes as it had acts.
const LIVES: usize = 20;
const PAGE: usize = 4096;
/// Pages of the raw file, written in turn.
const PAGES: usize = 1024;

fn raw(file: &File, n: usize, times: &mut Times) {
    let page = [0x5a; PAGE];
    for place in 0..n {
        let began = Instant::now();
        file.write_all_at(&page, (((times.len() + place) % PAGES) * PAGE) as u64).expect("a write");
        file.sync_data().expect("a sync");
        times.add(began.elapsed());
    }
}

pub fn run(home: &Path, size: u64, report: &mut Report) {
    let path = home.with_file_name("raw");
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path).expect("a file");
    file.write_all_at(&vec![0; PAGE * PAGES], 0).and_then(|()| file.sync_all()).expect("room");
    let ledger = open(home, Options::default()).expect("the ledger");
    let mut acts = Acts::new(ledger, STATION, 31_000_000);
    acts.blanks(2_000);
    acts.life(|_| {});
    let mut rounds: Vec<(Times, Times)> = Vec::new();
    for _ in 0..ROUNDS {
        let (mut act, mut floor) = (Times::default(), Times::default());
        for _ in 0..LIVES {
            acts.life(|took| act.add(took));
            raw(&file, LIFE, &mut floor);
        }
        // As the desk does about once a second.
        acts.ledger.refresh().expect("a refresh");
        rounds.push((act, floor));
    }
    let median = |pick: fn(&(Times, Times)) -> std::time::Duration| {
        let mut all = Times::default();
        rounds.iter().for_each(|r| all.add(pick(r)));
        super::report::short(all.median())
    };
    let half = Ratios::of(rounds.iter().map(|(act, floor)| (act.median(), floor.median())));
    let tail = Ratios::of(rounds.iter().map(|(act, floor)| (act.p99(), floor.p99())));
    let floor = format!("{} / {}", median(|r| r.1.median()), median(|r| r.1.p99()));
    let act = format!("{} / {}", median(|r| r.0.median()), median(|r| r.0.p99()));
    report.note(size, "raw 4 KiB + fdatasync p50 / p99", floor);
    report.note(size, "act committed p50 / p99", act);
    report.aim(size, "act / raw, p50", half.told(), ("≤ 2×", half.median() <= 2.0));
    report.aim(size, "act / raw, p99", tail.told(), ("≤ 5×", tail.median() <= 5.0));
}

/// Two desks in turn: each act first takes in what the other did, from a cold page cache.
pub fn turns(home: &Path, size: u64, report: &mut Report) {
    let desk = |n: u64| {
        let ledger = open(home, Options::default()).expect("the ledger");
        Acts::new(ledger, &format!("turn-{n}"), 33_000_000 + n * 100_000)
    };
    let mut desks = [desk(0), desk(1)];
    desks[0].blanks(2_000);
    let mut times = Times::default();
    for _ in 0..40 {
        let [one, other] = &mut desks;
        one.life(|took| {
            times.add(took);
            other.give(&Command::SendAway { why: SentAway::QuestionOnly });
        });
    }
    report.note(size, "act after another desk's, p50 / p99 / max", times.told());
}
