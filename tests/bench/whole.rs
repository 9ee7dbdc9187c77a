//! Verifying and rebuilding a whole ledger.

use super::fill::STATION;
use super::report::{Report, Times, grouped, short};
use loket::ledger::{Ledger as _, Options, open};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Instant;

pub fn verify(home: &Path, size: u64, report: &mut Report) {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let raw = Connection::open_with_flags(home.join("ledger.db"), flags).expect("the file");
    let began = Instant::now();
    let said: String = raw.query_row("PRAGMA integrity_check", [], |r| r.get(0)).expect("an answer");
    let engine = began.elapsed();
    assert_eq!(said, "ok");
    drop(raw);
    let began = Instant::now();
    let verified = loket::ledger::verify(home, &mut |_, _| {}).expect("it is read").expect("it is whole");
    let took = began.elapsed();
    let rate = verified.entries as f64 / took.as_secs_f64();
    report.note(size, "verify: time, entries/s", format!("{}, {}", short(took), grouped(rate as u64)));
    let ratio = took.as_secs_f64() / engine.as_secs_f64().max(1e-9);
    report.note(size, "engine's integrity_check, verify / it", format!("{}, {ratio:.1}×", short(engine)));
}

pub fn rebuild(home: &Path, size: u64, report: &mut Report) {
    let mut ledger = open(home, Options::default()).expect("the ledger");
    let began = Instant::now();
    let entries = ledger.rebuild(STATION, &mut |_, _| {}).expect("a rebuild");
    let took = began.elapsed();
    let rate = entries as f64 / took.as_secs_f64();
    report.note(size, "rebuild: time, entries/s", format!("{}, {}", short(took), grouped(rate as u64)));
}

/// Days read, spread over all there are.
const DAYS: usize = 12;

/// What the agenda reads to show a day long closed: frozen figures, rules as they were, every entry.
pub fn days(home: &Path, size: u64, report: &mut Report) {
    let ledger = open(home, Options::default()).expect("the ledger");
    let days = ledger.closed_days(usize::MAX).expect("days");
    let (mut times, mut entries) = (Times::default(), 0);
    for n in 0..DAYS {
        let date = days[(days.len() - 1) * n / DAYS];
        let began = Instant::now();
        let state = ledger.day_state(date).expect("an answer").expect("a day");
        entries += ledger.day_entries(date, Some(state.upto)).expect("its entries").len();
        times.add(began.elapsed());
    }
    let each = grouped((entries / DAYS) as u64);
    report.note(size, "a closed day read p50 / p99 / max", format!("{} ({each} entries)", times.told()));
}
