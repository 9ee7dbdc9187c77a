//! Eight desks that never pause, each a process: how long the unluckiest waits.

use super::acts::Acts;
use super::report::{Report, Times, grouped, short};
use loket::ledger::{Ledger as _, Options, open};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const WRITERS: u64 = 8;
const LASTS: Duration = Duration::from_secs(5);
const ROLE: &str = "LOKET_BENCH_WRITER";

pub fn is_child() -> bool {
    std::env::var_os(ROLE).is_some()
}

/// One of the eight.
pub fn work() {
    let told = std::env::var(ROLE).expect("a role");
    let (n, home) = told.split_once(' ').expect("a number and a home");
    let n: u64 = n.parse().expect("a number");
    let ledger = open(Path::new(home), Options::default()).expect("the ledger");
    let mut acts = Acts::new(ledger, &format!("bench-{n}"), 32_000_000 + n * 100_000);
    println!("ready");
    std::io::stdin().lock().read_line(&mut String::new()).expect("the start");
    let (began, mut ticked, mut times) = (Instant::now(), Instant::now(), Times::default());
    while began.elapsed() < LASTS {
        acts.life(|took| times.add(took));
        if ticked.elapsed() > Duration::from_secs(1) {
            ticked = Instant::now();
            acts.ledger.refresh().expect("a refresh");
        }
    }
    println!("done {} {} {}", times.len(), times.max().as_micros(), times.p99().as_micros());
}

fn start(home: &Path, n: u64) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.env(ROLE, format!("{n} {}", home.display())).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("a child");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    (child, out)
}

pub fn run(home: &Path, size: u64, report: &mut Report) {
    let ledger = open(home, Options::default()).expect("the ledger");
    Acts::new(ledger, "bench", 0).blanks(50_000);
    let mut children: Vec<_> = (0..WRITERS).map(|n| start(home, n)).collect();
    let mut line = String::new();
    for (_, out) in &mut children {
        line.clear();
        out.read_line(&mut line).expect("it is ready");
    }
    for (child, _) in &mut children {
        child.stdin.take().expect("its input").write_all(b"go\n").expect("the start");
    }
    let (mut counts, mut worst) = (Vec::new(), 0);
    for (mut child, mut out) in children {
        line.clear();
        out.read_line(&mut line).expect("its result");
        let numbers: Vec<u64> = line.split_whitespace().skip(1).map(|n| n.parse().expect("a number")).collect();
        counts.push(numbers[0]);
        worst = worst.max(numbers[1]);
        child.wait().expect("its end");
    }
    let (least, most) = (counts.iter().min().copied().unwrap_or(0), counts.iter().max().copied().unwrap_or(0));
    let (worst, fairness) = (Duration::from_micros(worst), most as f64 / least.max(1) as f64);
    let rate = counts.iter().sum::<u64>() / LASTS.as_secs();
    report.note(size, "8 saturating writers: acts/s", grouped(rate));
    report.aim(size, "8 writers: worst wait", short(worst), ("< 0.5 s", worst < Duration::from_millis(500)));
    report.aim(size, "8 writers: most / least", format!("{fairness:.2}"), ("≤ 3", fairness <= 3.0));
}
