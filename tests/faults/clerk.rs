//! A clerk at a desk whose disk fails: the n-th call of a kind is refused, and she reads what the screen says.
//!
//! The desk is the real one, headless, on the real ledger; the calls fail under `strace`. She types the work of a
//! whole file, from intake to handover and close, and after every step another look at the ledger tells whether the
//! screen spoke the truth: what it calls done is stored, what it calls not stored is not, and no step is stored twice.

use super::child::{Task, say};
use super::disk::strace_works;
use super::power::{Image, lay_out};
use super::rig::{Disk, Heard, Seed, beside, command_under, place, skip, traced};
use crate::fuzz::targets::desk::setup;
use crate::harness::{MONDAY_MS, keys_of};
use crate::journeys::{ANISA, Counter, MATCH, SECRET};
use loket::config::Home;
use loket::desk::input::{Input, Stamped};
use loket::desk::keys::KeyRing;
use loket::desk::{Desk, Devices, Finder};
use loket::domain::application::{Application, Stage};
use loket::domain::id::{BootId, RunId};
use loket::domain::time::Stamp;
use loket::ledger::{self, Ledger, LedgerError, Options, RunLock};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// Looks at a thing that keeps failing before it is given up.
const TRIES: u32 = 40;
/// Steps she types before something must be wrong with her.
const ROUNDS: u32 = 60;
/// Steps since a failure was told, within which a work without end is the disk's doing: she sends for the technician.
const LATELY: u32 = 5;

/// What another look at the ledger shows.
#[derive(Clone, Debug, PartialEq)]
struct Stored {
    seq: u64,
    app: Option<Application>,
    closed: bool,
}

struct Clerk {
    desk: Desk,
    home: PathBuf,
    now: i64,
}

fn stamp(now: i64) -> Stamp {
    Stamp { utc_ms: MONDAY_MS + now, offset_s: 7 * 3600, mono_ms: now as u64, boot: BootId([7; 16]) }
}

/// Tries until it succeeds; says every failure, and ends the process when there is no end to them.
fn persist<T, E: std::fmt::Display>(what: &str, mut work: impl FnMut() -> Result<T, E>) -> T {
    for _ in 0..TRIES {
        match work() {
            Ok(done) => return done,
            Err(e) => say(&format!("failed {what} {e}")),
        }
    }
    say("gone");
    std::process::exit(0);
}

/// The ledger as somebody else sees it now.
fn look(home: &Path) -> Stored {
    persist("look", || {
        let ledger = ledger::open(home, Options::default())?;
        let number = ledger.office().desk.last_number.clone();
        let file = number.map(|n| ledger.by_number(&n.text)).transpose()?.flatten();
        let office = ledger.office();
        let closed = office.desk.day.is_none() && office.desk.last_closed.is_some();
        assert!(office.files.len() <= 1, "the file is there twice");
        Ok::<_, LedgerError>(Stored { seq: office.desk.seq, app: file.map(|f| f.app), closed })
    })
}

impl Clerk {
    fn sits_down(home: &Path) -> (Clerk, RunLock) {
        let run = RunId([0x43; 16]);
        let alive = persist("run", || RunLock::hold(home, run));
        let real = persist("open", || ledger::open(home, Options::default()));
        let keys = persist("keys", || KeyRing::load(&Home::at(home)));
        let now = 600_000;
        let desk = Desk::new(
            setup(run, home.join("export")),
            Box::new(real),
            keys,
            Devices::default(),
            None::<Finder>,
            stamp(now),
        );
        (Clerk { desk, home: home.to_owned(), now }, alive)
    }

    fn handle(&mut self, input: Input, ms: i64) {
        self.now += ms;
        self.desk.handle(Stamped { at: stamp(self.now), input });
    }

    fn types(&mut self, script: &str) {
        for key in keys_of(script) {
            self.handle(Input::Key(key), 300);
        }
    }

    fn sees(&self) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        self.desk.draw(&mut buf);
        let row = |y| (0..80).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..24).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Reads what froze the screen away, and waits until the book is open again.
    fn recovers(&mut self) {
        for _ in 0..TRIES {
            let screen = self.sees();
            if screen.contains("Esc lanjut") {
                self.types("<Esc>");
            } else if screen.contains("Masuk ─") {
                // After a try that failed the name still stands there and the secret is asked again.
                let name = if screen.contains("Nama akun     SC") { "" } else { "SC<Enter>" };
                self.types(&format!("{name}<Ctrl+U>{SECRET}<Enter>"));
            } else if screen.contains("BUKU TERTUTUP") {
                self.handle(Input::Tick, 1_000);
            } else {
                // A tick more: the book may have failed and said so already.
                return self.handle(Input::Tick, 1_000);
            }
            self.handle(Input::Tick, 1_000);
        }
        say("gone");
        std::process::exit(0);
    }

    /// One step of the work, held to what is stored; whether it moved the work, and whether a failure was told.
    fn step(&mut self, stuck: bool) -> (bool, bool) {
        let before = look(&self.home);
        let (keys, done) = next(&before, stuck);
        self.types(&keys);
        let screen = self.sees();
        let after = look(&self.home);
        let told = ["L-0", "tidak tersimpan", "belum tersimpan"].iter().any(|word| screen.contains(word));
        if told {
            say(&format!("told {}", screen.lines().find(|l| l.contains("tersimpan")).unwrap_or("L-0").trim()));
        }
        if screen.contains(done) && !screen.contains("Esc lanjut") {
            assert!(after.seq > before.seq, "called done and not stored: {done}\n{screen}");
        }
        if screen.contains("Langkah terakhir tidak tersimpan") {
            assert_eq!(after, before, "called not stored and stored\n{screen}");
        }
        // A close notes each of the four files it writes.
        let most = if after.closed { 8 } else { 4 };
        assert!(after.seq <= before.seq + most, "more than one step at once: {before:?} {after:?}");
        (after.seq > before.seq, told)
    }
}

/// What to type where the file stands, and what the screen says when it is done.
fn next(stored: &Stored, stuck: bool) -> (String, &'static str) {
    let session = |keys: &str| if stuck { format!("<Esc><Esc><Esc><F4><Enter>{keys}") } else { keys.to_owned() };
    let Some(app) = &stored.app else {
        return (format!("<F2><Ctrl+U>{}<F8>", ANISA.form("hil", "123")), "0001 DITERIMA");
    };
    match app.stage {
        Stage::Check => ("<F3><Enter><F8>1".into(), "0001 LENGKAP"),
        Stage::Operator if app.status.is_none() => {
            (format!("<Esc><Esc><F4><Enter>{}", ANISA.status()), "STATUS DICATAT")
        }
        Stage::Operator if app.test.is_none() => (session(MATCH), "Cocokkan dengan KK"),
        Stage::Operator => (session("1<F8>"), "cek 1"),
        Stage::Printing => (session("19012<F8>"), "0001 DICETAK"),
        Stage::Printed => {
            let (keys, done) = if app.job.is_none() { ("<F8>", "sedang berjalan") } else { ("1<F8>", "0001 AKTIF") };
            let way = if stuck { "<Esc><Esc><Esc><F4><Right><Right><Right><Enter>" } else { "" };
            (format!("{way}{keys}"), done)
        }
        Stage::Ready if stuck => ("<Esc><Esc><Esc><F5>0001<Enter>p<Enter><F8>".into(), "0001 DISERAHKAN"),
        Stage::Ready => ("11<F8>".into(), "0001 DISERAHKAN"),
        _ => ("<Esc><Esc><F6><Esc><F8>49<Enter>0<F8>2<F8>".into(), "Hari sudah ditutup"),
    }
}

/// The child.
pub fn work(task: &Task) {
    let (mut clerk, _alive) = Clerk::sits_down(&task.home);
    clerk.recovers();
    let (mut stuck, mut rounds, mut troubled) = (false, 0, None);
    while !look(&task.home).closed {
        rounds += 1;
        if rounds > ROUNDS && troubled.is_some_and(|round| round + LATELY >= rounds) {
            say("gone");
            std::process::exit(0);
        }
        assert!(rounds <= ROUNDS, "no end of it\n{}", clerk.sees());
        let (moved, told) = clerk.step(stuck);
        stuck = !moved;
        troubled = if told { Some(rounds) } else { troubled };
        clerk.recovers();
    }
    say(&format!("done {rounds}"));
    std::process::exit(0);
}

/// An office on its first morning, as its files lie on the disk.
fn office() -> Image {
    let c = Counter::open();
    let mut image = Image::new();
    for entry in std::fs::read_dir(c.ledger_home()).expect("the home").map(|e| e.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a plain name");
        if entry.file_type().is_ok_and(|t| t.is_file()) && !name.ends_with("-shm") {
            image.insert(name, std::fs::read(entry.path()).expect("its bytes"));
        }
    }
    image
}

struct Outcome {
    done: bool,
    gone: bool,
    told: usize,
    calls: usize,
    injected: usize,
    said: Vec<String>,
}

fn run(office: &Image, kind: &str, error: Option<&str>, (when, seed): (&str, u64)) -> Outcome {
    let folder = place(Disk::Memory);
    let home = folder.path().canonicalize().expect("a real path").join("office");
    lay_out(&home, office);
    let trace = home.with_file_name("trace");
    let mut args: Vec<String> = ["-f", "-qq", "-o"].map(str::to_owned).to_vec();
    args.push(trace.display().to_string());
    for name in
        ["ledger.db", "ledger.db-wal", "ledger.db-shm", "keys.toml", "ledger.gate", "ledger.queue", "runs", "export"]
    {
        args.extend(["-P".to_owned(), home.join(name).display().to_string()]);
    }
    args.extend(["-e".to_owned(), format!("trace={kind}")]);
    if let Some(error) = error {
        args.extend(["-e".to_owned(), format!("inject={kind}:error={error}:when={when}")]);
    }
    let (status, said) = Heard::start(command_under("strace", &args, ("clerk", &home, seed))).patiently().end();
    assert!(status.success(), "{kind} {error:?} at {when}: {status}, {said:#?}");
    let (calls, injected) = traced(&trace);
    let found = ledger::verify(&home, &mut |_, _| {}).expect("a look");
    assert!(found.is_ok(), "{kind} {error:?} at {when}: {found:?}");
    let words = |word: &str| said.iter().filter(|l| l.starts_with(word)).count();
    Outcome {
        done: words("done") > 0,
        gone: words("gone") > 0,
        told: words("told") + words("failed"),
        calls,
        injected,
        said,
    }
}

#[test]
fn whatever_call_fails_the_screen_says_what_is_so() {
    if !strace_works() {
        return skip("clerk", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("clerk");
    let value = seed.value();
    let sampled = crate::cases(1) == 1;
    let office = office();
    let mut cases = Vec::new();
    for (kind, error, every) in [
        ("fsync", "EIO", 1),
        ("pwrite64", "EIO", 1),
        ("pwrite64", "ENOSPC", 3),
        ("openat", "EMFILE", 2),
        ("pread64", "EIO", 9),
        ("ftruncate", "EIO", 1),
    ] {
        let whole = run(&office, kind, None, ("", seed.next()));
        assert!(
            whole.done && whole.told == 0 && whole.calls > 0,
            "an undisturbed day: {kind}, {} calls, {:#?}",
            whole.calls,
            whole.said
        );
        let places: Vec<usize> = match sampled {
            true => (0..2).map(|_| 1 + seed.below(whole.calls)).collect(),
            false => (1..=whole.calls).filter(|_| seed.once_in(every)).collect(),
        };
        // Every fourth time the disk stays away for good.
        cases.extend(places.into_iter().map(|place| (kind, error, place, seed.once_in(4), seed.next())));
    }
    let outcomes = beside(&cases, |(kind, error, place, ever, task)| {
        let when = format!("{place}{}", if *ever { "+" } else { "" });
        let outcome = run(&office, kind, Some(error), (&when, *task));
        let said = &outcome.said;
        assert!(outcome.done || (outcome.gone && *ever), "{kind} {error} at {when}: work did not go on: {said:#?}");
        outcome
    });
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>();
    let (cases, injected, told) = (cases.len(), sum(|o| o.injected), sum(|o| o.told));
    let given_up = sum(|o| usize::from(o.gone));
    println!(
        "clerk: seed={value} cases={cases} injected={injected} told={told} given_up={given_up} lost=0 found={cases}"
    );
    assert!(told > 0 && injected >= cases / 2);
}
