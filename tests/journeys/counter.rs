//! The counter of a test: an office on disk, a desk at it, a scripted clock and a second look at the ledger.
//!
//! Separate from the journeys so that they hold nothing but keys and facts. Must not look into the desk: only
//! its picture and the ledger beside it are seen.

use super::failing::{Disk, Failing, Lever};
use crate::harness::{MONDAY_MS, keys_of};
use loket::config::{Config, Home};
use loket::desk::found::{self, Founding};
use loket::desk::input::{Input, Stamped};
use loket::desk::keys::{AtRest, Chosen, Cost, KeyRing, Secret};
use loket::desk::{Desk, Devices, Finder, Setup};
use loket::domain::application::{Application, Stage};
use loket::domain::command::Command;
use loket::domain::event::{DayClosed, Envelope, Event, Recorded};
use loket::domain::id::{AccountId, BootId, RunId};
use loket::domain::office::{File, Office};
use loket::domain::person::{Name, Note};
use loket::domain::personal::Person;
use loket::domain::policy::Policy;
use loket::domain::terms::{BlankMove, Role};
use loket::domain::time::Stamp;
use loket::export::slip::Templates;
use loket::ledger::{self, Ledger, Options, RunLock, SqliteLedger};
use loket::text::Lang;
use loket::ui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;

/// The passphrase of everybody at the test counter.
pub const SECRET: &str = "hujan pagi 9";
/// argon2 at a cost for tests only.
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
/// Between two keys of a practised clerk, in milliseconds.
const KEY_MS: i64 = 300;

/// What two desks of one office share: the disk and the time.
#[derive(Clone)]
struct Room {
    home: Rc<tempfile::TempDir>,
    /// Milliseconds since Monday eight o'clock.
    now: Rc<Cell<i64>>,
    runs: Rc<Cell<u8>>,
    /// How far the monotonic clock is ahead of the wall clock: not zero once the clock was set.
    drift: Rc<Cell<i64>>,
}

impl Room {
    fn place(&self) -> Home {
        Home::at(self.home.path().join("loket"))
    }

    fn stamp(&self) -> Stamp {
        let ms = self.now.get();
        let mono_ms = u64::try_from(ms + self.drift.get()).unwrap_or(0);
        Stamp { utc_ms: MONDAY_MS + ms, offset_s: 7 * 3600, mono_ms, boot: BootId([7; 16]) }
    }

    fn next_run(&self) -> RunId {
        self.runs.set(self.runs.get() + 1);
        RunId([self.runs.get(); 16])
    }
}

/// A desk of the office.
pub struct Counter {
    room: Room,
    station: &'static str,
    desk: Desk,
    run: RunId,
    _alive: RunLock,
    /// Another desk's view of the same ledger: what is asserted about is read from here.
    beside: SqliteLedger,
    seen: u64,
    keys: u32,
    lever: Lever,
    size: (u16, u16),
}

fn founded(place: &Home) -> AccountId {
    let config = Config::defaults(place);
    let secret = Secret::new(SECRET.to_owned());
    let stamp = Stamp { utc_ms: MONDAY_MS, offset_s: 7 * 3600, mono_ms: 0, boot: BootId([7; 16]) };
    let founding = Founding {
        policy: Policy::default(),
        name: Name::parse("Kasi Contoh").expect("a name"),
        initials: None,
        station: None,
        roles: [Role::Supervisor].into(),
        secret: &secret,
        cost: CHEAP,
        at_rest: AtRest::Clear,
        stamp,
    };
    found::office(place, &config, founding).expect("an office").account
}

impl Counter {
    /// A new office with its Kasi (KC), a register officer (RC), an operator (OC) and somebody with every role
    /// (SC), who has signed in at eight on Monday; fifty blanks.
    pub fn open() -> Counter {
        let home = Rc::new(tempfile::tempdir().expect("a folder"));
        let room = Room { home, now: Rc::default(), runs: Rc::default(), drift: Rc::default() };
        let place = room.place();
        let kasi = founded(&place);
        let mut ledger = ledger::open(place.path(), Options::default()).expect("the ledger");
        let keys = KeyRing::load(&place).expect("keys");
        let key = keys.check(kasi, &Secret::new(SECRET.to_owned()), MONDAY_MS).expect("the key").key;
        let staff: [(u8, &str, &str, &[Role]); 3] = [
            (1, "Semua Contoh", "SC", Role::ALL),
            (2, "Register Contoh", "RC", &[Role::RegisterOfficer]),
            (3, "Operator Contoh", "OC", &[Role::Operator]),
        ];
        let order = |actor| Envelope { actor, ..Envelope::system("loket-1", room.next_run(), room.stamp()) };
        for (n, name, initials, roles) in staff {
            let account = AccountId([n; 16]);
            let secret = Secret::new(SECRET.to_owned());
            keys.add(account, initials, &secret, &key, Chosen::ByHolder).expect("a key");
            let name = Name::parse(name).expect("a name");
            let roles = roles.iter().copied().collect();
            let add = Command::AddAccount { account, name, initials: initials.into(), roles };
            ledger.act(&add, &order(kasi), None).expect("an act").expect("an account");
        }
        drop(ledger);
        let mut counter = Counter::at(room, "loket-1", Devices::default());
        counter.sign_in("SC");
        let document = Note::parse("BA 1/2026").expect("a note");
        counter.elsewhere(AccountId([1; 16]), Command::MoveBlanks { how: BlankMove::Received, n: 50, document });
        counter
    }

    fn at(room: Room, station: &'static str, devices: Devices) -> Counter {
        let place = room.place();
        let run = room.next_run();
        let alive = RunLock::hold(place.path(), run).expect("a run");
        let lever = Lever::default();
        let real = ledger::open(place.path(), Options::default()).expect("the ledger");
        let ledger = Failing { real, lever: lever.clone() };
        let beside = ledger::open(place.path(), Options::default()).expect("the ledger");
        let setup = Setup {
            station: station.into(),
            run,
            rules: loket::domain::checklist::RuleSet::builtin(),
            look: Look::full(Lang::Id),
            simulated: false,
            clear: false,
            export_folder: room.home.path().join("ekspor"),
            slips: Templates::builtin(),
        };
        let keys = KeyRing::load(&place).expect("keys");
        let desk = Desk::new(setup, Box::new(ledger), keys, devices, None::<Finder>, room.stamp());
        let seen = beside.office().desk.seq;
        Counter { room, station, desk, run, _alive: alive, beside, seen, keys: 0, lever, size: (80, 24) }
    }

    /// Another desk of the same office, nobody signed in.
    pub fn another(&self, station: &'static str) -> Counter {
        Counter::at(self.room.clone(), station, Devices::default())
    }

    /// The same desk with these devices, nobody signed in.
    pub fn equipped(self, devices: Devices) -> Counter {
        let Counter { room, station, desk, _alive, .. } = self;
        drop((desk, _alive));
        Counter::at(room, station, devices)
    }

    /// The process is killed and started again a minute later: nothing but the disk remains.
    pub fn kill_and_restart(self) -> Counter {
        self.room.now.set(self.room.now.get() + 60_000);
        self.equipped(Devices::default())
    }

    fn handle(&mut self, input: Input) {
        self.desk.handle(Stamped { at: self.room.stamp(), input });
        self.look_beside();
    }

    /// Takes in what was written, and checks both balance lines when something was.
    #[track_caller]
    fn look_beside(&mut self) {
        self.beside.refresh().expect("the ledger beside");
        let office = self.beside.office();
        if office.desk.seq == self.seen {
            return;
        }
        self.seen = office.desk.seq;
        if let Some(figures) = &office.desk.today {
            assert_eq!(figures.imbalances(&office.stocks()), vec![], "after entry {}", self.seen);
        }
    }

    /// Types a script: names in angle brackets (`<F8>`, `<Ctrl+N>`), everything else as it stands.
    #[track_caller]
    pub fn keys(&mut self, script: &str) -> &mut Counter {
        self.type_at(script, KEY_MS)
    }

    /// The same as a scanner types it: two milliseconds between two keys.
    #[track_caller]
    pub fn burst(&mut self, script: &str) -> &mut Counter {
        self.room.now.set(self.room.now.get() + KEY_MS);
        self.type_at(script, 2)
    }

    #[track_caller]
    fn type_at(&mut self, script: &str, pause: i64) -> &mut Counter {
        for key in keys_of(script) {
            self.room.now.set(self.room.now.get() + pause);
            self.keys += 1;
            self.handle(Input::Key(key));
        }
        self
    }

    /// Lets time pass, as a tick sees it.
    pub fn wait(&mut self, ms: i64) -> &mut Counter {
        self.room.now.set(self.room.now.get() + ms);
        self.handle(Input::Tick);
        self
    }

    /// The wall clock is set by so much; the monotonic one is not.
    pub fn set_clock(&mut self, by: i64) -> &mut Counter {
        self.room.now.set(self.room.now.get() + by);
        self.room.drift.set(self.room.drift.get() - by);
        self.wait(0)
    }

    pub fn paste(&mut self, text: &str) -> &mut Counter {
        self.handle(Input::Paste(text.to_owned()));
        self
    }

    /// What the disk under this desk does from now on.
    pub fn disk(&mut self, does: Disk) -> &mut Counter {
        self.lever.set(does);
        self
    }

    /// A device speaks.
    pub fn hear(&mut self, report: loket::device::Report) -> &mut Counter {
        self.handle(Input::Device(report));
        self
    }

    /// Anything else the outside may say.
    pub fn hear_any(&mut self, input: Input) -> &mut Counter {
        self.handle(input);
        self
    }

    /// Cards are printed from records.
    pub fn print_from(&mut self, cards: loket::desk::Cards) -> &mut Counter {
        self.desk.print_from(cards);
        self
    }

    /// Meets the other desks of this machine there.
    pub fn looks_after(&mut self, keeper: loket::desk::Keeper) -> &mut Counter {
        self.desk.look_after(keeper, true, 3);
        self
    }

    pub fn meets(&mut self, post: loket::desk::post::Post) -> &mut Counter {
        self.desk.share_network(post);
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Counter {
        self.size = (width, height);
        self.handle(Input::Resize);
        self
    }

    #[track_caller]
    pub fn sign_in(&mut self, initials: &str) -> &mut Counter {
        self.keys(&format!("{initials}<Enter>{SECRET}<Enter>")).sees_not("Masuk ─");
        self.keys = 0;
        self
    }

    /// Gives a command from another desk; this one learns of it with the next tick.
    #[track_caller]
    pub fn elsewhere(&mut self, actor: AccountId, command: Command) -> Vec<Recorded> {
        let order = Envelope { actor, ..Envelope::system("loket-9", self.run, self.room.stamp()) };
        let done = self.beside.act(&command, &order, None).expect("an act").expect("no refusal");
        self.seen = 0;
        self.look_beside();
        self.wait(1000);
        done.entries
    }

    pub fn office(&self) -> &Office {
        self.beside.office()
    }

    pub fn ledger(&self) -> &SqliteLedger {
        &self.beside
    }

    /// A file by its place in the year's count, as stored.
    #[track_caller]
    pub fn file(&self, no: u32) -> File {
        self.beside.by_number(&no.to_string()).expect("a look").expect("the file")
    }

    #[track_caller]
    pub fn app(&self, no: u32) -> Application {
        self.file(no).app
    }

    #[track_caller]
    pub fn person(&self, no: u32) -> Person {
        self.file(no).person.expect("a person")
    }

    /// The file is in this state now.
    #[track_caller]
    pub fn stands(&mut self, no: u32, stage: Stage) -> &mut Counter {
        let found = self.app(no).stage;
        assert_eq!(found, stage, "{no:04}\n{}", self.screen());
        self
    }

    /// All entries about a file, oldest first.
    pub fn history(&self, no: u32) -> Vec<Recorded> {
        self.beside.history(self.app(no).id).expect("the entries")
    }

    /// Their kinds, without who looked at it.
    pub fn life(&self, no: u32) -> Vec<&'static str> {
        self.history(no).iter().map(|entry| &entry.event).filter(|e| !e.is_access()).map(|e| e.kind()).collect()
    }

    /// Received with all documents and found complete by one person: at the operator under this number.
    #[track_caller]
    pub fn received_to_operator(&mut self, who: &super::Someone, no: u32) -> &mut Counter {
        self.keys("<F2>").keys(&who.form("hil", "123")).keys("<Ctrl+O>1").stands(no, Stage::Operator)
    }

    /// The first file of the operator's queue, whose person this is, up to a good card not yet active.
    #[track_caller]
    pub fn printed(&mut self, who: &super::Someone) -> &mut Counter {
        self.keys("<F4><Enter>").keys(&who.status()).keys(super::MATCH).keys(&who.print()).sees("DICETAK")
    }

    /// The last close of a day.
    pub fn last_close(&self) -> DayClosed {
        let closed = |seq| match self.beside.entry(seq).expect("a look").expect("an entry").event {
            Event::DayClosed(closed) => Some(closed),
            _ => None,
        };
        (1..=self.seen).rev().find_map(closed).expect("a close")
    }

    /// The last entry of all.
    pub fn last(&self) -> Recorded {
        self.beside.entry(self.seen).expect("a look").expect("an entry")
    }

    /// What the clerk sees.
    pub fn screen(&self) -> String {
        let (width, height) = self.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        self.desk.draw(&mut buf);
        let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(row).collect::<Vec<_>>().join("\n")
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

    /// Keys typed since the last sign-in.
    pub fn typed(&self) -> u32 {
        self.keys
    }

    /// The clerk has left.
    pub fn left(&self) -> bool {
        self.desk.leaving()
    }

    pub fn export_folder(&self) -> PathBuf {
        self.room.home.path().join("ekspor")
    }

    pub fn ledger_home(&self) -> PathBuf {
        self.room.place().path().to_path_buf()
    }

    /// The ledger is whole, from the first entry to the last row.
    #[track_caller]
    pub fn whole(&mut self) -> &mut Counter {
        let found = ledger::verify(&self.ledger_home(), &mut |_, _| {}).expect("a look");
        assert!(found.is_ok(), "{found:?}");
        self
    }
}
