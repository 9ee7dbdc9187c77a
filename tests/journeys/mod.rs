//! Journeys: key scripts on the headless desk over a real ledger on disk, with a scripted clock.
//!
//! One journey per SOP row and per thing that goes wrong at a counter. A script is a line of keys: names in
//! angle brackets (`<F8>`, `<Ctrl+N>`), everything else typed as it stands.

mod counter;

use crate::harness::MONDAY_MS;
use loket::config::{Config, Home};
use loket::desk::found::{self, Founding};
use loket::desk::input::{Input, Stamped};
use loket::desk::keys::{Cost, KeyRing, Secret};
use loket::desk::{Desk, Devices, Setup};
use loket::domain::command::Command;
use loket::domain::event::Envelope;
use loket::domain::id::{AccountId, BootId, RunId};
use loket::domain::office::File;
use loket::domain::person::{Name, Note};
use loket::domain::policy::Policy;
use loket::domain::terms::{BlankMove, Role};
use loket::domain::time::Stamp;
use loket::ledger::{self, Ledger, Options, RunLock};
use loket::text::Lang;
use loket::ui::keymap::Key;
use loket::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The passphrase of everybody at the test counter.
pub const SECRET: &str = "hujan pagi 9";
/// argon2 at a cost for tests only.
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// An office on disk with three members of staff, and a desk at it.
pub struct Counter {
    home: tempfile::TempDir,
    desk: Desk,
    run: RunId,
    runs: u8,
    _alive: RunLock,
    /// Milliseconds since Monday eight o'clock.
    now: i64,
    keys: u32,
}

fn stamp(ms: i64) -> Stamp {
    let mono_ms = u64::try_from(ms).unwrap_or(0);
    Stamp { utc_ms: MONDAY_MS + ms, offset_s: 7 * 3600, mono_ms, boot: BootId([7; 16]) }
}

fn key_ring(home: &Home) -> KeyRing {
    KeyRing::load(home).expect("keys")
}

impl Counter {
    /// A new office: Kasi (KC), and by command a register officer (RC) and an operator (OC); `all` is a clerk
    /// with every role (SC), signed in.
    pub fn open() -> Counter {
        let home = tempfile::tempdir().expect("a folder");
        let place = Home::at(home.path().join("loket"));
        let config = Config::defaults(&place);
        let secret = Secret::new(SECRET.to_owned());
        let founding = Founding {
            policy: Policy::default(),
            name: Name::parse("Kasi Contoh").expect("a name"),
            initials: None,
            station: None,
            roles: [Role::Supervisor].into(),
            secret: &secret,
            cost: CHEAP,
            stamp: stamp(0),
        };
        let founded = found::office(&place, &config, founding).expect("an office");
        let mut ledger = ledger::open(place.path(), Options::default()).expect("the ledger");
        let keys = key_ring(&place);
        let staff: [(u8, &str, &str, &[Role]); 3] = [
            (1, "Semua Contoh", "SC", Role::ALL),
            (2, "Register Contoh", "RC", &[Role::RegisterOfficer]),
            (3, "Operator Contoh", "OC", &[Role::Operator]),
        ];
        let run = RunId([1; 16]);
        for (n, name, initials, roles) in staff {
            let account = AccountId([n; 16]);
            keys.add(account, initials, &secret, CHEAP).expect("a key");
            let name = Name::parse(name).expect("a name");
            let roles = roles.iter().copied().collect();
            let order = Envelope { actor: founded.account, ..Envelope::system("loket-1", run, stamp(0)) };
            let add = Command::AddAccount { account, name, initials: initials.into(), roles };
            ledger.act(&add, &order, None).expect("an act").expect("an account");
        }
        drop(ledger);
        let mut counter = Counter::at(home, 1, 0);
        counter.sign_in("SC");
        counter.blanks(50);
        counter
    }

    fn at(home: tempfile::TempDir, runs: u8, now: i64) -> Counter {
        let place = Home::at(home.path().join("loket"));
        let run = RunId([runs; 16]);
        let alive = RunLock::hold(place.path(), run).expect("a run");
        let ledger = ledger::open(place.path(), Options::default()).expect("the ledger");
        let setup = Setup {
            home: place.path().to_path_buf(),
            station: "loket-1".into(),
            run,
            rules: loket::domain::checklist::RuleSet::builtin(),
            look: Look::full(Lang::Id),
            simulated: false,
            export_folder: home.path().join("ekspor"),
        };
        let desk = Desk::new(setup, Box::new(ledger), key_ring(&place), Devices::default(), None, stamp(now));
        Counter { home, desk, run, runs, _alive: alive, now, keys: 0 }
    }

    /// The process is killed and started again: nothing but the disk remains.
    pub fn kill_and_restart(self) -> Counter {
        let Counter { home, desk, run: _, runs, _alive, now, .. } = self;
        drop(desk);
        drop(_alive);
        Counter::at(home, runs + 1, now + 60_000)
    }

    /// Types a script.
    pub fn keys(&mut self, script: &str) -> &mut Counter {
        let mut rest = script;
        while let Some(first) = rest.chars().next() {
            let name = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
            let (text, after) = match name {
                Some((name, after)) => (name.to_owned(), after),
                None => (first.to_string(), &rest[first.len_utf8()..]),
            };
            rest = after;
            self.now += 300;
            self.keys += 1;
            let key: Key = text.parse().unwrap_or_else(|_| panic!("a key: {text}"));
            self.desk.handle(Stamped { at: stamp(self.now), input: Input::Key(key) });
        }
        self
    }

    /// Lets time pass, as a tick sees it.
    pub fn wait(&mut self, ms: i64) -> &mut Counter {
        self.now += ms;
        self.desk.handle(Stamped { at: stamp(self.now), input: Input::Tick });
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Counter {
        self.desk.handle(Stamped { at: stamp(self.now), input: Input::Paste(text.to_owned()) });
        self
    }

    pub fn sign_in(&mut self, initials: &str) -> &mut Counter {
        self.keys(&format!("{initials}<Enter>{SECRET}<Enter>"));
        assert!(!self.screen().contains("Masuk ─"), "{}", self.screen());
        self
    }

    /// Blanks in stock, by command: how they come is another journey's matter.
    pub fn blanks(&mut self, n: i32) {
        let order = Envelope { actor: AccountId([1; 16]), ..Envelope::system("loket-1", self.run, stamp(self.now)) };
        let document = Note::parse("BA 1/2026").expect("a note");
        let command = Command::MoveBlanks { how: BlankMove::Received, n, document };
        self.with_ledger(|l| l.act(&command, &order, None).expect("an act").expect("blanks"));
        self.wait(1000);
    }

    /// Another desk's view of the same ledger.
    pub fn with_ledger<R>(&self, look: impl FnOnce(&mut dyn Ledger) -> R) -> R {
        let mut ledger = ledger::open(&self.home.path().join("loket"), Options::default()).expect("the ledger");
        look(&mut ledger)
    }

    /// A file by its register number's count, as stored.
    pub fn file(&self, no: u32) -> File {
        self.with_ledger(|l| l.by_number(&no.to_string()).expect("a look").expect("the file"))
    }

    /// What the clerk sees at 80×24.
    pub fn screen(&self) -> String {
        let area = Rect::new(0, 0, 80, 24);
        let mut buf = Buffer::empty(area);
        self.desk.draw(&mut buf);
        let row = |y| (0..80).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..24).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Fails with the whole screen when the text is not on it.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Counter {
        let screen = self.screen();
        assert!(screen.contains(text), "not on the screen: {text}\n{screen}");
        self
    }

    #[track_caller]
    pub fn sees_not(&mut self, text: &str) -> &mut Counter {
        let screen = self.screen();
        assert!(!screen.contains(text), "still on the screen: {text}\n{screen}");
        self
    }

    /// Keys typed so far.
    pub fn typed(&self) -> u32 {
        self.keys
    }

    /// Both balance lines true and the ledger whole.
    #[track_caller]
    pub fn balanced(&mut self) -> &mut Counter {
        self.with_ledger(|l| {
            let office = l.office();
            let figures = office.desk.today.as_ref().expect("a day");
            assert_eq!(figures.imbalances(&office.stocks()), vec![]);
        });
        self
    }

    pub fn export_folder(&self) -> std::path::PathBuf {
        self.home.path().join("ekspor")
    }

    pub fn ledger_home(&self) -> std::path::PathBuf {
        self.home.path().join("loket")
    }
}

/// An intake by keys, all items of the checklist ticked: NIK, name, reason as typed, phone.
pub fn intake(nik: &str, name: &str, reason: &str, ticks: &str) -> String {
    format!("<F2>{nik}{name}<Tab><Tab>{reason}<Enter>081266009001<Enter>gan<Enter><Tab><Tab><Tab><Tab><Tab>{ticks}")
}
