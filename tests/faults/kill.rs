//! Kill −9 at random points with one to eight writers on one ledger.

use super::oracle::{Acked, RESTART, take_acks, whole};
use super::rig::{Disk, Heard, Seed, command, founded};
use std::path::Path;
use std::time::Duration;

/// Kills of one round: one ledger, one set of stations.
const KILLS: u32 = 10;

/// One station and the desk now running at it.
struct Station {
    name: u64,
    role: &'static str,
    desk: Heard,
}

impl Station {
    fn start(name: u64, role: &'static str, home: &Path, seed: &mut Seed) -> Station {
        let mut command = command(role, home, seed.next());
        command.env("LOKET_FAULT_STATION", name.to_string());
        Station { name, role, desk: Heard::start(command) }
    }

    /// The word by which it shows that it has done something.
    fn word(&self) -> &'static str {
        if self.role == "writer" { "ack" } else { "checkpoint" }
    }
}

#[derive(Default)]
struct Tally {
    kills: u32,
    acked: usize,
    entries: u64,
    unsaid: usize,
    slowest_ms: u64,
    hardest_ms: u64,
    kinds: std::collections::BTreeSet<&'static str>,
}

impl Tally {
    fn heard(&mut self, said: &[String], acked: &mut Acked) {
        self.acked += take_acks(said, acked);
        for ms in said.iter().filter_map(|l| l.strip_prefix("open ")) {
            let (passed, worked) = ms.split_once(' ').expect("time passed and worked");
            self.slowest_ms = self.slowest_ms.max(passed.parse().expect("milliseconds"));
            self.hardest_ms = self.hardest_ms.max(worked.parse().expect("milliseconds"));
        }
    }
}

/// One ledger under writers that are killed and replaced.
fn round(writers: u64, checkpoints: bool, disk: Disk, seed: &mut Seed, tally: &mut Tally) {
    let (_folder, home) = founded(disk);
    let mut acked = Acked::new();
    let mut stations: Vec<Station> = (1..=writers).map(|n| Station::start(n, "writer", &home, seed)).collect();
    if checkpoints {
        stations.push(Station::start(0, "checkpoint", &home, seed));
    }
    for _ in 0..KILLS {
        let mut victim = stations.swap_remove(seed.below(stations.len()));
        let word = victim.word();
        // Mostly in the middle of its work, at times while it opens the ledger.
        if seed.once_in(6) {
            victim.desk.wait_for("begun", 1);
        } else {
            let n = victim.desk.count(word) + 1 + seed.below(6);
            victim.desk.wait_for(word, n);
        }
        victim.desk.listen(Duration::from_micros(seed.below(8_000) as u64));
        let (name, role) = (victim.name, victim.role);
        tally.heard(&victim.desk.kill(), &mut acked);
        tally.kills += 1;
        stations.push(Station::start(name, role, &home, seed));
    }
    for station in &mut stations {
        let word = station.word();
        station.desk.wait_for(word, 1);
    }
    for station in stations {
        tally.heard(&station.desk.kill(), &mut acked);
        tally.kills += 1;
    }
    let found = whole(&home, &acked);
    // Stored, but its desk had no time to say so.
    tally.unsaid += found.acts - acked.len();
    tally.entries += found.entries;
    tally.kinds.extend(found.kinds);
}

#[test]
fn nothing_acknowledged_is_lost_when_writers_are_killed() {
    let mut seed = Seed::printed("kill");
    let value = seed.value();
    let mut tally = Tally::default();
    let rounds = crate::cases(8);
    for n in 0..rounds {
        let disk = if n % 2 == 0 { Disk::Machine } else { Disk::Memory };
        let writers = 1 + u64::from(n) % 8;
        round(writers, n % 3 == 1, disk, &mut seed, &mut tally);
    }
    let Tally { kills, acked, entries, unsaid, slowest_ms, hardest_ms, kinds } = tally;
    println!(
        "kill: seed={value} rounds={rounds} cases={kills} acked={acked} entries={entries} unsaid={unsaid} lost=0 twice=0 found={acked} restart_ms={slowest_ms} worked_ms={hardest_ms}"
    );
    assert!(kills >= rounds * KILLS);
    assert!(u128::from(hardest_ms) < RESTART.as_millis(), "a desk worked {hardest_ms} ms to stand on the ledger again");
    // The writers must have had something to lose in every step of the work.
    for kind in ["application_submitted", "completeness_confirmed", "print_started", "card_printed", "card_activated"] {
        assert!(kinds.contains(kind), "no {kind} in {kinds:?}");
    }
    assert!(kinds.contains("card_handed_over") && kinds.contains("print_outcome_unknown"), "{kinds:?}");
}
