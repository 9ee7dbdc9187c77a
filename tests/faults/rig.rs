//! The rig: seeds, homes on both kinds of disk, and child processes that are heard line by line.

use crate::ledger::support::Desk;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longest wait for anything a child must do.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The hidden test a child runs.
const CHILD: &str = "faults::child::child";

/// A small generator; the same seed gives the same choices.
pub struct Seed(u64);

impl Seed {
    pub fn of(value: u64) -> Seed {
        Seed(value)
    }

    /// The seed of a test, printed by it; `LOKET_SEED` repeats one.
    pub fn printed(test: &str) -> Seed {
        let value = std::env::var("LOKET_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(20_261_123);
        println!("{test}: seed={value}");
        Seed(value)
    }

    /// Where it stands; a seed of it goes on from here.
    pub fn value(&self) -> u64 {
        self.0
    }

    /// The next number (splitmix64).
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True once in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Where a home lies.
#[derive(Clone, Copy, Debug)]
pub enum Disk {
    /// The folder for temporary files, on the machine's disk.
    Machine,
    /// A file system in memory, where two processes meet far more often within a microsecond.
    Memory,
}

impl Disk {
    /// One or the other.
    pub fn either(seed: &mut Seed) -> Disk {
        if seed.once_in(2) { Disk::Machine } else { Disk::Memory }
    }
}

/// The folder of a home that lies in the clear, and of one that is encrypted; its name alone tells which.
pub const FORMS: [&str; 2] = ["office", "encrypted"];

/// The home in a folder, with its key where its name says that it has one.
pub fn home(path: &Path) -> loket::ledger::Home {
    let key = loket::ledger::HomeKey::new(zeroize::Zeroizing::new([0x4b; 32]));
    loket::ledger::Home::keyed(path, path.ends_with(FORMS[1]).then_some(key))
}

/// A folder that goes away, on a disk.
pub fn place(disk: Disk) -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = match disk {
        Disk::Memory if memory.is_dir() => tempfile::tempdir_in(memory),
        _ => tempfile::tempdir(),
    };
    made.expect("a folder")
}

/// A founded office with an open day, in a folder that goes away.
pub fn founded(disk: Disk) -> (TempDir, PathBuf) {
    let memory = Path::new("/dev/shm");
    let desk = match disk {
        Disk::Memory if memory.is_dir() => Desk::within(Some(memory)),
        _ => Desk::new(),
    };
    let home = desk.home();
    (desk.dir, home)
}

/// This binary again, as one child in a role.
pub fn command(role: &str, home: &Path, seed: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(arguments());
    dress(&mut command, role, home, seed);
    command
}

/// This binary again, run by another program.
pub fn command_under(program: &str, args: &[String], (role, home, seed): (&str, &Path, u64)) -> Command {
    let mut command = Command::new(program);
    command.args(args).arg(std::env::current_exe().expect("this binary")).args(arguments());
    dress(&mut command, role, home, seed);
    command
}

fn arguments() -> [&'static str; 5] {
    ["--exact", CHILD, "--ignored", "--nocapture", "--test-threads=1"]
}

fn dress(command: &mut Command, role: &str, home: &Path, seed: u64) {
    command.env("LOKET_FAULT_ROLE", role).env("LOKET_FAULT_HOME", home).env("LOKET_FAULT_SEED", seed.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::piped());
}

/// A running child whose lines are heard by a thread.
pub struct Heard {
    child: Child,
    lines: Receiver<String>,
    pub said: Vec<String>,
    patience: Duration,
}

impl Heard {
    pub fn start(mut command: Command) -> Heard {
        let mut child = command.spawn().expect("a child process");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, lines) = channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).all(|line| sender.send(line).is_ok()));
        Heard { child, lines, said: Vec::new(), patience: PATIENCE }
    }

    /// The same, for a child that has an hour's work to do.
    pub fn patiently(mut self) -> Heard {
        self.patience = 60 * PATIENCE;
        self
    }

    /// Waits until it has said so many lines that begin with a word.
    pub fn wait_for(&mut self, word: &str, n: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.count(word) < n {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.said.push(line),
                Err(_) => {
                    let status = self.child.try_wait().expect("its status");
                    panic!("waited for {n} × {word}; it said {:?} and is {status:?}", self.said.last());
                }
            }
        }
    }

    /// Listens for a stretch of time.
    pub fn listen(&mut self, stretch: Duration) {
        let end = Instant::now() + stretch;
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub fn count(&self, word: &str) -> usize {
        self.said.iter().filter(|l| l.split(' ').next() == Some(word)).count()
    }

    /// Kills it with a signal no program hears of, and hears out what it had said.
    pub fn kill(mut self) -> Vec<String> {
        if let Some(status) = self.child.try_wait().expect("its status") {
            panic!("it ended by itself: {status}, after {:?}", self.said.last());
        }
        self.child.kill().expect("a kill");
        self.end().1
    }

    /// Waits for its own end, and hears out what it said.
    pub fn end(mut self) -> (ExitStatus, Vec<String>) {
        let deadline = Instant::now() + self.patience;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("it neither spoke nor ended; last {:?}", self.said.last());
                }
            }
        }
        (self.child.wait().expect("its end"), self.said)
    }
}

/// Cases at work beside each other; most of their time is waiting for a child, a disk or a line.
const BESIDE: usize = 4;

/// Does every case, a few beside each other; the answers stand in the order of the cases.
pub fn beside<C: Sync, R: Send>(cases: &[C], work: impl Fn(&C) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::with_capacity(cases.len()));
    std::thread::scope(|scope| {
        for _ in 0..BESIDE {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::SeqCst);
                    let Some(case) = cases.get(at) else { return };
                    let answer = work(case);
                    answers.lock().expect("the answers").push((at, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().expect("the answers");
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Calls in a trace, and how many of them were tampered with.
pub fn traced(trace: &Path) -> (usize, usize) {
    let text = std::fs::read_to_string(trace).unwrap_or_default();
    let calls = text.lines().filter(|line| line.contains('(') && line.contains(" = "));
    (calls.count(), text.lines().filter(|line| line.contains("(INJECTED)")).count())
}

/// A test that can't run here: said aloud, and a failure where the full run was asked for.
pub fn skip(test: &str, why: &str) {
    eprintln!("skipped: {test}: {why}");
    assert!(std::env::var("LOKET_FULL").is_err(), "{test} was skipped in a full run: {why}");
}
