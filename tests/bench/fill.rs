//! A demo home with so many past applications.

use super::report::{Report, grouped, short};
use loket::desk::demo;
use loket::domain::event::{Envelope, LedgerKind, NO_BOOT};
use loket::domain::id::RunId;
use loket::domain::time::Stamp;
use loket::ledger::{Ledger, Options, create};
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Of every run of a bench.
pub const RUN: RunId = RunId([0xbe; 16]);
pub const STATION: &str = "bench";

/// Now, at the office.
pub fn stamp() -> Stamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    Stamp { utc_ms: since as i64, offset_s: 25_200, mono_ms: since as u64, boot: NO_BOOT }
}

pub fn run(home: &Path, size: u64, report: &mut Report) {
    eprintln!("filling {size} …");
    let order = Envelope::system(STATION, RUN, stamp());
    let mut ledger = create(home, LedgerKind::Demo, None, &order, Options::default()).expect("a ledger");
    let began = Instant::now();
    demo::fill(&mut ledger, size, RUN, STATION).expect("a past");
    let took = began.elapsed();
    let info = ledger.info().expect("what it is");
    drop(ledger);
    // Closed, the log has gone into the one file.
    let bytes = std::fs::metadata(home.join("ledger.db")).expect("a file").len();
    let rate = info.entries as f64 / took.as_secs_f64();
    report.note(size, "entries", grouped(info.entries));
    report.note(size, "fill: time, entries/s", format!("{}, {}", short(took), grouped(rate as u64)));
    let each = bytes / info.entries.max(1);
    report.note(size, "file: size, per entry", format!("{} MB, {each} B", bytes / 1_000_000));
}
