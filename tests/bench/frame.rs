//! From a key to the picture of it, headless: the real desk over the real ledger, painted into memory.

use super::fill::{RUN, stamp};
use super::report::{Report, Times, short};
use loket::config::Home;
use loket::desk::input::{Input, Stamped};
use loket::desk::keys::KeyRing;
use loket::desk::terminal::Painter;
use loket::desk::{Desk, Devices, Setup, demo};
use loket::domain::checklist::RuleSet;
use loket::ledger::{Options, open};
use loket::text::Lang;
use loket::ui::theme::Look;
use rustix::time::{ClockId, clock_gettime};
use std::path::Path;
use std::time::{Duration, Instant};

/// Every screen by the key that opens it, and two keys that each change the picture.
const SCREENS: [(&str, &str, [&str; 2]); 7] = [
    ("intake", "F2", ["1", "Backspace"]),
    ("check", "F3", ["Down", "Up"]),
    ("operator", "F4", ["Down", "Up"]),
    ("handover", "F5", ["Down", "Up"]),
    ("agenda", "F6", ["Down", "Up"]),
    ("find", "Ctrl+F", ["s", "Backspace"]),
    ("supervisor", "Ctrl+G", ["Down", "Up"]),
];
const KEYS: usize = 600;
const BUDGET: Duration = Duration::from_millis(2);

struct Bench {
    desk: Desk,
    painter: Painter<Vec<u8>>,
}

impl Bench {
    fn new(home: &Path, (width, height): (u16, u16)) -> Bench {
        let place = Home::at(home);
        let ledger = open(home, Options::default()).expect("the ledger");
        let keys = KeyRing::load(&place).expect("keys");
        let setup = Setup {
            station: "loket-1".into(),
            run: RUN,
            rules: RuleSet::builtin(),
            look: Look::full(Lang::Id),
            simulated: true,
            clear: false,
            export_folder: home.join("ekspor"),
            slips: loket::export::slip::Templates::builtin(),
        };
        let mut desk = Desk::new(setup, Box::new(ledger), keys, Devices::default(), None, stamp());
        desk.sign_in_as(demo::CLERK);
        let mut bench = Bench { desk, painter: Painter::new(Vec::new(), width, height, false) };
        bench.draw();
        bench
    }

    fn draw(&mut self) {
        let desk = &mut self.desk;
        let _ = desk.take_dirty();
        self.painter.draw(|buf| desk.draw(buf)).expect("memory");
    }

    /// One key and its picture: by the clock on the wall, and the processor's own time.
    fn key(&mut self, name: &str) -> (Duration, Duration) {
        let key = name.parse().unwrap_or_else(|_| panic!("a key: {name}"));
        let at = stamp();
        let (began, worked) = (Instant::now(), worked());
        self.desk.handle(Stamped { at, input: Input::Key(key) });
        self.draw();
        (began.elapsed(), self::worked().saturating_sub(worked))
    }

    /// The whole picture anew.
    fn full(&mut self) -> Duration {
        let began = Instant::now();
        self.painter.forget();
        self.draw();
        began.elapsed()
    }
}

/// Processor time of this thread.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

pub fn run(home: &Path, size: u64, report: &mut Report) {
    for area in [(80, 24), (200, 60)] {
        let mut bench = Bench::new(home, area);
        let (mut opened, mut whole) = (Times::default(), Times::default());
        let mut busiest: Option<(&str, Times, Times)> = None;
        for (name, open, keys) in SCREENS {
            opened.add(bench.key(open).0);
            let (mut times, mut work) = (Times::default(), Times::default());
            for n in 0..KEYS {
                let (took, worked) = bench.key(keys[n % 2]);
                times.add(took);
                work.add(worked);
            }
            for _ in 0..50 {
                whole.add(bench.full());
            }
            if busiest.as_ref().is_none_or(|(_, _, w)| w.median() < work.median()) {
                busiest = Some((name, times, work));
            }
        }
        let (name, times, work) = busiest.expect("a screen");
        let named = |what: &str| format!("{what} at {}×{}", area.0, area.1);
        let figure = format!("{} ({name})", times.told());
        report.aim(size, &named("key to frame, busiest screen, p50 / p99 / max"), figure, within(times.p99()));
        // On a machine busy with other work the difference is time other programs had.
        report.note(size, &named("the same in processor time"), work.told());
        report.aim(size, &named("full frame, all screens, p50 / p99 / max"), whole.told(), within(whole.p99()));
        report.note(size, &named("opening a screen, worst"), short(opened.max()));
    }
}

fn within(p99: Duration) -> (&'static str, bool) {
    ("p99 < 2 ms", p99 < BUDGET)
}
