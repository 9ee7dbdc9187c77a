//! The figures: how fast, how fair, how small; as ratios inside one run where the machine matters.
//!
//! `cargo bench --bench loket -- [BENCH…] [--sizes 1000,100000,1000000] [--homes FOLDER]`. Each size is a demo home
//! filled with so many past applications, made for the run and removed after it; a folder named keeps them for
//! the next, a little fuller by what was measured. Nothing here judges right from wrong: that is
//! what the tests are for. A missed aim is marked, not failed.
mod acts;
mod card;
mod commit;
mod copies;
mod devices;
mod encrypted;
mod export;
mod fair;
mod fill;
mod frame;
mod period;
mod report;
mod search;
mod term;
mod terminal;
mod whole;

use report::Report;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A bench on one home.
type Bench = fn(&Path, u64, &mut Report);

/// Every bench, in the order they run; those that write come last.
const BENCHES: [(&str, Bench); 17] = [
    ("start", terminal::start),
    ("idle", terminal::idle),
    ("pty", terminal::keys),
    ("frame", frame::run),
    ("card", card::run),
    ("devices", devices::run),
    ("search", search::run),
    ("days", whole::days),
    ("years", period::years),
    ("export", export::run),
    ("verify", whole::verify),
    ("copies", copies::run),
    ("commit", commit::run),
    ("turns", commit::turns),
    ("fair", fair::run),
    ("rebuild", whole::rebuild),
    ("encrypted", encrypted::run),
];

fn main() -> ExitCode {
    if fair::is_child() {
        fair::work();
        return ExitCode::SUCCESS;
    }
    let Asked { names, sizes, homes } = match asked() {
        Ok(asked) => asked,
        Err(wrong) => {
            eprintln!("{wrong}\nbenches: {}", BENCHES.map(|(name, _)| name).join(" "));
            return ExitCode::from(2);
        }
    };
    let mut report = Report::new(&sizes);
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let home = homes.as_deref().unwrap_or(folder.path()).join(format!("demo-{size}"));
        if !home.exists() {
            fill::run(&home, size, &mut report);
        }
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

/// What was asked for.
struct Asked {
    /// Benches; none means all.
    names: Vec<String>,
    sizes: Vec<u64>,
    /// Where homes are kept.
    homes: Option<PathBuf>,
}

fn asked() -> Result<Asked, String> {
    let (mut names, mut sizes, mut homes) = (Vec::new(), vec![1_000, 100_000], None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--sizes" => {
                let list = args.next().ok_or("--sizes needs numbers")?;
                let read = list.split(',').map(|n| n.parse().map_err(|_| format!("no number: {n}")));
                sizes = read.collect::<Result<_, _>>()?;
            }
            "--homes" => homes = Some(PathBuf::from(args.next().ok_or("--homes needs a folder")?)),
            name if BENCHES.iter().any(|(known, _)| *known == name) => names.push(arg),
            "fill" => names.push(arg),
            other => return Err(format!("no bench {other}")),
        }
    }
    Ok(Asked { names, sizes, homes })
}
