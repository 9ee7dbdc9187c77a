//! The agenda and the report of a year, in every format, and what they take in memory.

use super::report::{Report, grouped, short};
use loket::desk::period::{read_agenda, read_report};
use loket::domain::report::Period;
use loket::export::{Format, period};
use loket::ledger::{Ledger as _, Options, open};
use std::path::Path;
use std::time::{Duration, Instant};

/// Lines of a full year of this office.
const LINES: u32 = 4_000;

/// The last whole calendar year's worth there is: the year of the last closed day.
pub fn years(home: &Path, size: u64, report: &mut Report) {
    let ledger = open(home, Options::default()).expect("the ledger");
    let last = ledger.closed_days(1).expect("days").first().copied().expect("a closed day");
    let year = Period::year_of(last);
    let (mut best, mut lines) = (Duration::MAX, 0);
    for _ in 0..3 {
        let began = Instant::now();
        let read = read_report(&ledger, year, last).expect("read").expect("a year");
        best = best.min(began.elapsed());
        lines = read.whole.figures.new;
        assert_eq!(read.discords, [], "the year adds up");
    }
    let told = |took: Duration| format!("{} ({} lines)", short(took), grouped(lines.into()));
    // The aim is for a year of this office; longer ones are judged by their share.
    let share = |took: Duration| took.as_secs_f64() * f64::from(LINES) / f64::from(lines.max(LINES)) < 1.0;
    report.aim(size, "a year's report read", told(best), ("< 1 s for 4,000 lines", share(best)));
    let began = Instant::now();
    let agenda = read_agenda(&ledger, year, last).expect("read").expect("a year");
    let read = began.elapsed();
    report.aim(size, "a year's agenda read", told(read), ("< 1 s for 4,000 lines", share(read)));
    for format in Format::ALL {
        let began = Instant::now();
        let bytes = period::agenda(&agenda, format).expect("made");
        let took = began.elapsed();
        let figure = format!("{}, {} kB", told(took), bytes.len() / 1000);
        let what = format!("a year's agenda as {}, once read", format.code());
        report.aim(size, &what, figure, ("< 1 s for 4,000 lines", share(read + took)));
        let began = Instant::now();
        let bytes = period::report(&agenda.report, format).expect("made");
        let what = format!("a year's report as {}, once read", format.code());
        report.note(size, &what, format!("{}, {} kB", short(began.elapsed()), bytes.len() / 1000));
    }
    report.note(size, "memory after a year: peak", peak());
}

/// The most memory this process ever had.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("?");
    line.trim().to_owned()
}
