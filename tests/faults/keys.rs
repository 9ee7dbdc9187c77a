//! Keys, pastes, ticks and sizes at random on the headless desk: nothing panics, nothing that cannot be undone is
//! done without its confirmation, the book stays true, and memory stays flat.
//!
//! Among the noise are the phrases of a practised clerk, so that the noise meets every step of the work.

use super::child::{Task, number, say};
use super::rig::{Disk, Heard, Seed, command, place};
use crate::fuzz::targets::desk::IRREVERSIBLE;
use crate::journeys::{ANISA, Counter, DONI, HAND_OVER, MARNI, MATCH, SECRET, Someone};
use loket::domain::application::Stage;
use loket::ledger::Ledger as _;
use std::collections::BTreeMap;

const NAMED: [&str; 26] = [
    "Enter",
    "Enter",
    "Tab",
    "Tab",
    "Esc",
    "Backspace",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PgUp",
    "PgDn",
    "Del",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F8",
    "F8",
    "F9",
];
const CONTROL: [&str; 13] = [
    "Ctrl+B",
    "Ctrl+F",
    "Ctrl+G",
    "Ctrl+L",
    "Ctrl+N",
    "Ctrl+O",
    "Ctrl+R",
    "Ctrl+T",
    "Ctrl+U",
    "Ctrl+Space",
    "Alt+4",
    "Alt+8",
    "Ctrl+Q",
];
const PHRASES: [&str; 22] = [
    "<F2>",
    "<F2>",
    "<F3><Enter>",
    "<F3><Enter><F8>1",
    "<F3><Enter><F7>1",
    "<F4><Enter>",
    "<F4><Enter>",
    "<F4>",
    "<F5>",
    "<F5><Enter>",
    "<F6><F8>",
    "<F5>",
    "<F6>",
    "<Ctrl+G>",
    "<Ctrl+F>anisa<Enter>",
    "1<F8>",
    "2<F8>",
    "3<F8>",
    "j",
    "<Esc><Esc><Esc>",
    "<Ctrl+O>1",
    "<Ctrl+N>",
];
/// Wrong tries of the clerk after which the counter is left for a new one.
const LOCKED_OUT: u32 = 4;
/// Runs one counter can have.
const RUNS: u32 = 200;

/// One thing the world does.
enum Event {
    Keys(String),
    Paste(String),
    Resize(u16, u16),
    Wait(i64),
}

fn event(c: &Counter, seed: &mut Seed) -> Event {
    let pick = |seed: &mut Seed, list: &[&str]| list[seed.below(list.len())].to_owned();
    match seed.below(100) {
        0..40 => Event::Keys(char::from(b"0123456789abcdefghijklmnopqrstuvwxyz /.'"[seed.below(40)]).to_string()),
        40..72 => Event::Keys(format!("<{}>", pick(seed, &NAMED))),
        72..77 => Event::Keys(format!("<{}>", pick(seed, &CONTROL))),
        77..86 => Event::Keys(pick(seed, &PHRASES)),
        86..94 => Event::Keys(work(c, seed)),
        94 => Event::Paste(noise(seed)),
        95 => Event::Resize(seed.below(300) as u16, seed.below(100) as u16),
        96 => Event::Resize(80, 24),
        97 if seed.once_in(20) => Event::Keys("<Ctrl+K>".into()),
        97 if seed.once_in(20) => Event::Wait(400_000),
        _ => Event::Wait(seed.below(20_000) as i64),
    }
}

/// The next step of a clerk who looks at the office: what one file of three people needs.
fn work(c: &Counter, seed: &mut Seed) -> String {
    let who: Someone = [ANISA, DONI, MARNI][seed.below(3)];
    let name = who.name.split(' ').next().unwrap_or_default().to_lowercase();
    let open = format!("<Esc><Esc><Esc><F4>/{name}<Enter>");
    let file = c.office().files.values().find(|f| f.person.as_ref().is_some_and(|p| p.name.as_str() == who.name));
    let Some(file) = file else {
        let then = ["<F8>", "<F8>", "<Ctrl+O>1"][seed.below(3)];
        return format!("<Esc><Esc><Esc><F2><Ctrl+U>{}{then}", who.form("hil", "123"));
    };
    match file.app.stage {
        Stage::Check => "<Esc><Esc><Esc><F3><Enter><F8>1".into(),
        Stage::Operator if file.app.status.is_none() => format!("{open}{}", who.status()),
        Stage::Operator if file.app.test.is_none() => format!("{open}{MATCH}"),
        Stage::Operator => format!("{open}1<F8>"),
        Stage::Printing => format!("{open}1{}<F8>", who.last4()),
        Stage::Printed if file.app.job.is_none() => format!("{open}<F8>"),
        Stage::Printed => format!("{open}1<F8>"),
        Stage::Ready => format!("<Esc><Esc><Esc><F5>/{name}<Enter>{HAND_OVER}"),
        _ if seed.once_in(20) => "<Esc><Esc><Esc><F6><F8>50<Enter>0<F8>2<F8>".into(),
        _ => format!("{open}{}", ["r", "l", "<Enter>", "t"][seed.below(4)]),
    }
}

fn noise(seed: &mut Seed) -> String {
    let some =
        ["\n", "\t", "\u{1b}[19~", "\0", "é", "\u{202e}", "\u{200b}", "1\n", "F8", "=1+1", "DONI", "漢", "\u{8}"];
    let times = if seed.once_in(9) { 3_000 } else { 12 };
    (0..seed.below(times)).map(|_| some[seed.below(some.len())]).collect()
}

/// The desk under the storm, and what it has committed.
struct Storm {
    c: Option<Counter>,
    seen: u64,
    runs: u32,
    wrong: u32,
    /// The last keys, newest last.
    last: String,
    acts: BTreeMap<&'static str, u32>,
    main_keys: u32,
    entries: u64,
    /// Keys, pastes, sizes and ticks so far.
    inputs: u64,
}

impl Storm {
    fn new() -> Storm {
        let c = Counter::open();
        let seen = c.office().desk.seq;
        Storm {
            c: Some(c),
            seen,
            runs: 4,
            wrong: 0,
            last: String::new(),
            acts: BTreeMap::new(),
            main_keys: 0,
            entries: 0,
            inputs: 0,
        }
    }

    fn c(&mut self) -> &mut Counter {
        self.c.as_mut().expect("a counter")
    }

    /// Another counter, with the same memory of what was done.
    fn anew(&mut self) {
        let fresh = Storm::new();
        (self.c, self.seen, self.runs, self.wrong) = (fresh.c, fresh.seen, fresh.runs, 0);
        self.last.clear();
    }

    fn takes(&mut self, event: Event) {
        match event {
            Event::Keys(script) => self.types(&script),
            Event::Paste(text) => {
                self.c().paste(&text);
                self.last.clear();
            }
            Event::Resize(width, height) => {
                self.c().resize(width, height);
            }
            Event::Wait(ms) => {
                self.c().wait(ms);
            }
        }
        self.inputs += 1;
        self.look();
    }

    /// Types key by key and looks after each.
    fn types(&mut self, script: &str) {
        let mut rest = script;
        while let Some(first) = rest.chars().next() {
            let len = if first == '<' { rest.find('>').map_or(1, |end| end + 1) } else { first.len_utf8() };
            let (key, after) = rest.split_at(len);
            rest = after;
            self.c().keys(key);
            self.inputs += 1;
            let keep = self.last.len().saturating_sub(16);
            self.last.drain(..keep);
            self.last.push_str(key);
            self.main_keys += u32::from(self.main());
            self.look();
        }
    }

    /// The last key was the main one, in any of its forms.
    fn main(&self) -> bool {
        ["<F8>", "<Alt+8>", "<Esc>8"].iter().any(|main| self.last.ends_with(main))
    }

    /// What was committed just now came from a key that may commit it.
    fn look(&mut self) {
        let now = self.c().office().desk.seq;
        for seq in self.seen + 1..=now {
            let entry = self.c().ledger().entry(seq).expect("a look").expect("an entry");
            let kind = entry.event.kind();
            *self.acts.entry(kind).or_default() += 1;
            if IRREVERSIBLE.contains(&kind) {
                assert!(
                    self.main(),
                    "{kind} after {:?}\n{}",
                    self.last,
                    self.c.as_ref().map(Counter::screen).unwrap_or_default()
                );
            }
        }
        self.entries += now - self.seen;
        self.seen = now;
    }

    /// Keeps somebody at the desk: signs in again, comes back after leaving, begins the next day.
    fn tends(&mut self, screen: &str) {
        if self.c().left() {
            self.restart();
        } else if screen.contains("Masuk ─") || screen.contains("Sign in ─") {
            self.wrong += 1;
            self.types(&format!("<Esc><Ctrl+U>SC<Enter>{SECRET}<Enter>"));
        } else {
            self.wrong = 0;
        }
        if self.c().office().desk.day.is_none() {
            self.c().wait(86_400_000);
        }
        if self.wrong > LOCKED_OUT || self.runs > RUNS {
            self.anew();
        }
    }

    fn restart(&mut self) {
        self.runs += 1;
        let gone = self.c.take().expect("a counter");
        self.c = Some(gone.kill_and_restart());
        self.types(&format!("SC<Enter>{SECRET}<Enter>"));
    }
}

/// Resident memory of this process in kilobytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse().expect("kilobytes")
}

/// The child: a storm of its own.
pub fn storm(task: &Task) {
    let events = number("LOKET_FAULT_ACTS").expect("a number of events");
    let mut seed = Seed::of(task.seed);
    let mut storm = Storm::new();
    let mut early = 0;
    let (mut looks, mut verifies) = (0, 0);
    while storm.inputs < events {
        let next = event(storm.c(), &mut seed);
        storm.takes(next);
        if storm.inputs / 25 > looks {
            looks = storm.inputs / 25;
            let screen = storm.c().screen();
            storm.tends(&screen);
        }
        if storm.inputs / 6_000 > verifies {
            verifies = storm.inputs / 6_000;
            storm.c().resize(80, 24).whole();
            if early == 0 {
                early = resident();
            }
        }
    }
    let kinds: Vec<String> = storm.acts.iter().map(|(kind, n)| format!("{kind}={n}")).collect();
    say(&format!("kinds {}", kinds.join(" ")));
    let intents: u32 = IRREVERSIBLE.iter().filter_map(|kind| storm.acts.get(kind)).sum();
    say(&format!("storm {} {intents} {} {early} {}", storm.entries, storm.main_keys, resident()));
}

#[test]
fn a_storm_of_keys_does_nothing_unasked() {
    let mut seed = Seed::printed("keys");
    let value = seed.value();
    let sampled = crate::cases(1) == 1;
    let (storms, events) = if sampled { (1, 20_000) } else { (crate::cases(1), 50_000) };
    let (mut entries, mut intents, mut main_keys) = (0, 0, 0);
    let room = place(Disk::Memory);
    for _ in 0..storms {
        let task = seed.next();
        let mut command = command("keys", room.path(), task);
        command.env("LOKET_FAULT_ACTS", events.to_string()).env("TMPDIR", room.path());
        let (status, said) = Heard::start(command).patiently().end();
        let told = said.iter().find_map(|line| line.strip_prefix("storm "));
        let told = told.unwrap_or_else(|| panic!("seed {task}: {status}, {said:#?}"));
        let numbers: Vec<u64> = told.split(' ').map(|n| n.parse().expect("a number")).collect();
        let [more, acts, keys, early, late] = numbers[..] else { panic!("{told}") };
        println!("keys: seed={task} {told} {}", said.iter().find(|l| l.starts_with("kinds")).expect("kinds"));
        assert!(late < early + early / 4 + 4_000, "seed {task}: from {early} to {late} kB");
        (entries, intents, main_keys) = (entries + more, intents + acts, main_keys + keys);
    }
    println!(
        "keys: seed={value} cases={} entries={entries} irreversible={intents} confirmations={main_keys} lost=0 found={intents}",
        u64::from(storms) * events
    );
    assert!(intents > 0 && entries > 100, "the storm did nothing");
}
