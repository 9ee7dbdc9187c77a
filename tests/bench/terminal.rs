//! The real program on a terminal: start, keys and rest, beside `cat` and `vim` in the same run.

use super::report::{Ratios, Report, Times, short};
use super::term::Term;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 60);
const ROUNDS: usize = 7;
const STARTS: usize = 9;
const KEYS: usize = 60;
/// Silence after which an answer is taken as complete.
const QUIET: Duration = Duration::from_millis(12);
/// Silence after which a program has settled.
const SETTLED: Duration = Duration::from_millis(400);
/// Stands on every first screen: the demo's own mark.
const MARK: &str = "SIMULASI";
/// Silence after which every device has told how it fares.
const FIRST_ANSWERS: Duration = Duration::from_secs(6);
const WATCHED: Duration = Duration::from_secs(10);

fn desk(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.args(["demo", "--home"]).arg(home);
    command
}

fn vim() -> Command {
    let mut command = Command::new("vim");
    command.args(["-u", "NONE", "-n", "-i", "NONE"]);
    command
}

fn has_vim() -> bool {
    let there = Command::new("vim").arg("--version").output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("  SKIPPED: vim is not installed; ratios to it are missing");
    }
    there
}

/// A line of a process's status, in its own unit.
fn status(path: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default();
    line.trim_start_matches(':').split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

pub fn start(home: &Path, size: u64, report: &mut Report) {
    let vim_there = has_vim();
    let (mut times, mut vims, mut rss, mut peak) = (Times::default(), Times::default(), 0, 0);
    for _ in 0..STARTS {
        let (mut term, began) = Term::start(&mut desk(home), SMALL);
        times.add(term.until(MARK, Duration::from_millis(60)) - began);
        let path = format!("/proc/{}/status", term.pid());
        rss = rss.max(status(&path, "VmRSS"));
        peak = peak.max(status(&path, "VmHWM"));
        drop(term);
        if vim_there {
            let (mut term, began) = Term::start(&mut vim(), SMALL);
            let burst = term.burst(Duration::from_secs(5), Duration::from_millis(60));
            vims.add(burst.last.map_or(Duration::ZERO, |last| last - began));
        }
    }
    let (half, mb) = (times.median(), rss as f64 / 1024.0);
    let figure = format!("{} / {}", short(half), short(times.max()));
    report.aim(size, "start to first full frame p50 / max", figure, ("< 50 ms", half < Duration::from_millis(50)));
    report.aim(
        size,
        "memory after start: resident, peak",
        format!("{mb:.1} MB, {:.1} MB", peak as f64 / 1024.0),
        ("< 40 MB", mb < 40.0),
    );
    if vim_there {
        let ratio = half.as_secs_f64() / vims.median().as_secs_f64().max(1e-9);
        report.note(size, "vim -u NONE start p50, desk / vim", format!("{}, {ratio:.1}×", short(vims.median())));
    }
}

/// Waits until a whole stretch fits before the shown minute changes.
fn early_in_the_minute(term: &mut Term) {
    loop {
        let s = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() % 60;
        if s + WATCHED.as_secs() < 58 {
            return;
        }
        term.burst(SETTLED, SETTLED);
    }
}

/// Voluntary switches of all threads.
fn wakes(pid: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    tasks.map(|t| status(&t.path().join("status").display().to_string(), "voluntary_ctxt_switches")).sum()
}

pub fn idle(home: &Path, size: u64, report: &mut Report) {
    let (mut term, _) = Term::start(&mut desk(home), SMALL);
    term.until(MARK, SETTLED);
    // The lamps' first answers are visible changes.
    while term.burst(FIRST_ANSWERS, SETTLED).last.is_some() {}
    early_in_the_minute(&mut term);
    let (before, began) = (wakes(term.pid()), Instant::now());
    let mut bytes = 0;
    while let Some(left) = WATCHED.checked_sub(began.elapsed()) {
        bytes += term.burst(left, QUIET).bytes.len();
    }
    let woken = (wakes(term.pid()) - before) as f64 / began.elapsed().as_secs_f64();
    report.aim(size, "idle 10 s: bytes written", bytes.to_string(), ("0", bytes == 0));
    report.aim(size, "idle 10 s: wake-ups a second, all threads", format!("{woken:.1}"), ("≤ 2", woken <= 2.0));
}

/// The three programs, each with two keys that each change one cell.
struct Rivals {
    desk: Term,
    cat: Term,
    vim: Option<Term>,
}

impl Rivals {
    fn start(home: &Path, area: (u16, u16)) -> Rivals {
        let (mut desk, _) = Term::start(&mut desk(home), area);
        desk.until(MARK, SETTLED);
        desk.send(b"\x1b2");
        desk.burst(Duration::from_secs(1), SETTLED);
        let mut raw = Command::new("sh");
        raw.args(["-c", "stty raw -echo && echo there && exec cat"]);
        let (mut cat, _) = Term::start(&mut raw, area);
        cat.until("there", SETTLED);
        let vim = has_vim().then(|| {
            let (mut term, _) = Term::start(&mut vim(), area);
            term.burst(Duration::from_secs(5), SETTLED);
            term.send(b"i");
            term.burst(Duration::from_secs(1), SETTLED);
            term
        });
        Rivals { desk, cat, vim }
    }

    fn round(&mut self) -> [Times; 3] {
        let mut times: [Times; 3] = Default::default();
        for n in 0..KEYS {
            let key: &[u8] = if n % 2 == 0 { b"1" } else { b"\x7f" };
            let rivals = [Some(&mut self.desk), Some(&mut self.cat), self.vim.as_mut()];
            for (times, term) in times.iter_mut().zip(rivals) {
                if let Some(took) = term.and_then(|t| t.typed(key, QUIET)) {
                    times.add(took);
                }
            }
        }
        times
    }
}

pub fn keys(home: &Path, size: u64, report: &mut Report) {
    for area in [SMALL, LARGE] {
        let mut rivals = Rivals::start(home, area);
        let rounds: Vec<[Times; 3]> = (0..ROUNDS).map(|_| rivals.round()).collect();
        let named = |what: &str| format!("{what} at {}×{}", area.0, area.1);
        let median = |n: usize, pick: fn(&Times) -> Duration| {
            let mut all = Times::default();
            rounds.iter().for_each(|r| all.add(pick(&r[n])));
            all.median()
        };
        assert!(rounds.iter().all(|r| r[0].len() > KEYS / 2), "the desk answers its keys");
        let told = |n| format!("{} / {}", short(median(n, Times::median)), short(median(n, Times::p99)));
        report.note(size, &named("key to last byte p50 / p99"), told(0));
        report.note(size, &named("cat p50 / p99"), told(1));
        let cat = Ratios::of(rounds.iter().map(|r| (r[0].median(), r[1].median())));
        report.aim(size, &named("desk / cat, p50"), cat.told(), ("≤ 5×", cat.median() <= 5.0));
        if rivals.vim.is_some() {
            let vim = Ratios::of(rounds.iter().map(|r| (r[0].median(), r[2].median())));
            report.note(size, &named("vim -u NONE p50 / p99"), told(2));
            report.aim(size, &named("desk / vim, p50"), vim.told(), ("≤ 2×", vim.median() <= 2.0));
        }
    }
}
