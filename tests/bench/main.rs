//! The figures: how fast, how fair, how small; as ratios inside one run where the machine matters.
//!
//! `cargo bench --bench loket -- [BENCH…] [--sizes 1000,100000,1000000]`. Each size is a demo home filled with so
//! many past applications, made for the run and removed after it. Nothing here judges right from wrong: that is
//! what the tests are for. A missed aim is marked, not failed.
mod acts;
mod commit;
mod fair;
mod fill;
mod frame;
mod report;
mod search;
mod term;
mod terminal;
mod whole;

use report::Report;
use std::path::Path;
use std::process::ExitCode;

/// A bench on one home.
type Bench = fn(&Path, u64, &mut Report);

/// Every bench, in the order they run; those that write come last.
const BENCHES: [(&str, Bench); 9] = [
    ("start", terminal::start),
    ("idle", terminal::idle),
    ("pty", terminal::keys),
    ("frame", frame::run),
    ("search", search::run),
    ("verify", whole::verify),
    ("commit", commit::run),
    ("fair", fair::run),
    ("rebuild", whole::rebuild),
];

fn main() -> ExitCode {
    if fair::is_child() {
        fair::work();
        return ExitCode::SUCCESS;
    }
    let (names, sizes) = match asked() {
        Ok(asked) => asked,
        Err(wrong) => {
            eprintln!("{wrong}\nbenches: {}", BENCHES.map(|(name, _)| name).join(" "));
            return ExitCode::from(2);
        }
    };
    let mut report = Report::new(&sizes);
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().join("demo");
        fill::run(&home, size, &mut report);
        for (name, bench) in BENCHES {
            if names.is_empty() || names.iter().any(|n| n == name) {
                eprintln!("{name} at {size} …");
                bench(&home, size, &mut report);
            }
        }
    }
    report.print();
    ExitCode::SUCCESS
}

/// The benches and sizes asked for.
fn asked() -> Result<(Vec<String>, Vec<u64>), String> {
    let (mut names, mut sizes) = (Vec::new(), vec![1_000, 100_000]);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--sizes" => {
                let list = args.next().ok_or("--sizes needs numbers")?;
                let read = list.split(',').map(|n| n.parse().map_err(|_| format!("no number: {n}")));
                sizes = read.collect::<Result<_, _>>()?;
            }
            name if BENCHES.iter().any(|(known, _)| *known == name) => names.push(arg),
            "fill" => names.push(arg),
            other => return Err(format!("no bench {other}")),
        }
    }
    Ok((names, sizes))
}
