//! A message modem that dies at any byte of the conversation, and a desk that dies at any durable call around a
//! message: the network counts what was sent, and it is never two.
//!
//! The desk is the real one, headless, with its outbox and its workers; between its serial port and the simulated modem
//! stands a line that breaks.

use super::super::child::{Task, say};
use super::super::disk::strace_works;
use super::super::power::{Image, lay_out};
use super::super::rig::{Disk, Seed, beside, place, skip};
use super::desk::{Struck, struck};
use super::{limits, places, tallied, told};
use crate::fuzz::targets::desk::setup;
use crate::harness::MONDAY_MS;
use crate::harness::keys_of;
use crate::journeys::{ANISA, Counter, SECRET};
use loket::config::Home;
use loket::desk::input::{Input, Stamped};
use loket::desk::keys::KeyRing;
use loket::desk::{Desk, Devices, Finder};
use loket::device::modem::at::Timing;
use loket::device::modem::driver::{Gsm, PinGuard};
use loket::device::modem::setting::ModemUri;
use loket::device::modem::sim::{ModemLevers, ModemSim};
use loket::device::transport::pty::Pty;
use loket::device::{
    Ctl, DeviceError, DeviceUri, Effect, Kind, LinkState, Message, Modem as _, Msisdn, Report, Sent, SimLevers,
    Simulators,
};
use loket::domain::application::MessageState;
use loket::domain::command::Command;
use loket::domain::id::{AccountId, BootId, RunId};
use loket::domain::terms::ContactTopic;
use loket::domain::time::Stamp;
use loket::ledger::{self, Ledger as _, Options, RunLock, SqliteLedger};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);
/// The run that is killed, and the one that comes after.
const RUN: RunId = RunId([0x61; 16]);
const AFTER: RunId = RunId([0x62; 16]);
/// Bytes at the end of a conversation among which the message passes.
const LATE: usize = 90;
/// Ticks after the end in which nothing more may happen.
const REST: usize = 8;

/// A serial port behind which the line to a modem breaks; dropping it leaves the modem as it is.
struct Wire {
    name: PathBuf,
    passed: Arc<[AtomicUsize; 2]>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Wire {
    fn new(name: PathBuf, modem: &ModemSim, levers: &ModemLevers, limits: [usize; 2]) -> Wire {
        let pty = Pty::plug(&name).expect("a port");
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        let far = File::options().read(true).write(true).custom_flags(flags.bits() as i32).open(modem.path());
        let (passed, over) = (Arc::<[AtomicUsize; 2]>::default(), Arc::<AtomicBool>::default());
        let pump = Pump { pty, far: far.expect("the modem"), left: limits, passed: Arc::clone(&passed) };
        let (stop, levers) = (Arc::clone(&over), levers.clone());
        let thread = std::thread::spawn(move || {
            if pump.runs(&stop) {
                // What the modem has not read by now it never reads.
                levers.unplug();
            }
        });
        Wire { name, passed, over, thread: Some(thread) }
    }

    fn ends(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the line");
        }
    }

    /// Bytes that went each way.
    fn passed(&self) -> [usize; 2] {
        [0, 1].map(|way| self.passed[way].load(Ordering::SeqCst))
    }

    fn uri(&self) -> DeviceUri {
        format!("serial:{}", self.name.display()).parse().expect("a line of settings")
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.ends();
    }
}

/// What carries the bytes.
struct Pump {
    pty: Pty,
    far: File,
    left: [usize; 2],
    passed: Arc<[AtomicUsize; 2]>,
}

impl Pump {
    /// Until it is told to stop, or the line breaks; whether it broke.
    fn runs(mut self, stop: &AtomicBool) -> bool {
        let slice = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };
        let mut buf = [0; 512];
        loop {
            let near = self.pty.master();
            let mut fds = [PollFd::from_borrowed_fd(near, PollFlags::IN), PollFd::new(&self.far, PollFlags::IN)];
            poll(&mut fds, Some(&slice)).expect("a wait");
            // What the desk wrote before it was killed still arrives.
            let over = stop.load(Ordering::SeqCst);
            let up = self.pty.read(&mut buf).map_or(0, <[u8]>::len);
            let allowed = self.allows(0, up);
            if self.far.write_all(&buf[..allowed]).is_err() || self.left[0] == 0 {
                return true;
            }
            let down = self.far.read(&mut buf).unwrap_or_default();
            let allowed = self.allows(1, down);
            if self.pty.send(&buf[..allowed], PATIENCE).is_err() || self.left[1] == 0 {
                return true;
            }
            if over && up == 0 {
                return false;
            }
        }
    }

    /// How much of so many bytes goes through.
    fn allows(&mut self, way: usize, count: usize) -> usize {
        let count = count.min(self.left[way]);
        self.left[way] -= count;
        self.passed[way].fetch_add(count, Ordering::SeqCst);
        count
    }
}

/// A modem whose network counts.
struct Post {
    levers: ModemLevers,
    sim: ModemSim,
    folder: TempDir,
}

impl Post {
    fn new() -> Post {
        let folder = tempfile::tempdir().expect("a folder");
        let levers = ModemLevers::new();
        let sim = ModemSim::start(&folder.path().join("modem"), levers.clone()).expect("a modem");
        Post { levers, sim, folder }
    }

    fn wire(&self, name: &str, limits: [usize; 2]) -> Wire {
        Wire::new(self.folder.path().join(name), &self.sim, &self.levers, limits)
    }

    fn sent(&self) -> usize {
        self.levers.sent().len()
    }
}

fn send(wire: &Wire) -> Result<Sent, DeviceError> {
    let short = Duration::from_secs(3);
    let timing = Timing { reply: short, sending: short, quiet: Duration::from_millis(5) };
    let ctl = Ctl::within(PATIENCE);
    let mut modem = Gsm::open(&ModemUri::at(&wire.name), &PinGuard::default(), timing, &ctl)?;
    // Two parts: the line may break between them.
    let text = "KTP-el Anda sudah selesai, silakan ambil di loket 3 dengan membawa tanda terima. ".repeat(3);
    let message = Message::new(Msisdn::parse("+6281234567890").expect("a number"), &text).expect("two parts");
    modem.send(&message, &ctl, &mut |_| {})
}

#[test]
fn a_modem_dead_at_any_byte_is_told_as_it_is() {
    let mut seed = Seed::printed("wire-modem");
    let value = seed.value();
    let (bytes, parts) = {
        let post = Post::new();
        let mut wire = post.wire("port", [usize::MAX; 2]);
        let sent = send(&wire).expect("sent");
        wire.ends();
        (wire.passed(), usize::from(sent.parts))
    };
    assert_eq!(parts, 2);
    let places = places(bytes, &mut seed, 5);
    let tally = tallied(&places, |place| {
        let post = Post::new();
        let mut wire = post.wire("port", limits(*place));
        let result = send(&wire);
        wire.ends();
        let sent = post.sent();
        let (so, word) = match &result {
            Ok(_) => (sent == parts, "sent"),
            Err(e) if e.effect() == Effect::NotStarted => (sent == 0, "failed"),
            Err(_) => (sent <= parts, "unknown"),
        };
        assert!(so, "dead at {place:?}: {sent} of {parts} parts left, and {result:?}");
        word
    });
    let cases = places.len();
    println!("wire-modem: seed={value} bytes={bytes:?} cases={cases} {} lost=0 found={cases}", told(&tally));
    assert!(["failed", "unknown"].iter().all(|word| tally.contains_key(word)), "before and after the message left");
}

/// What became of the one message.
fn message(ledger: &SqliteLedger) -> MessageState {
    let file = ledger.office().files.values().next().expect("the file");
    file.app.message.as_ref().expect("its message").state
}

/// A desk with a modem, and another look at its ledger.
struct Station {
    desk: Desk,
    beside: SqliteLedger,
    reports: mpsc::Receiver<Report>,
    now: i64,
    faulted: bool,
    _alive: RunLock,
}

fn stamp(now: i64) -> Stamp {
    Stamp { utc_ms: MONDAY_MS + now, offset_s: 7 * 3600, mono_ms: now as u64, boot: BootId([7; 16]) }
}

impl Station {
    /// Begins some minutes after the day did, with somebody signed in.
    fn at(home: &Path, run: RunId, uri: &DeviceUri, now: i64) -> Station {
        let alive = RunLock::hold(home, run).expect("a run");
        let modem = Simulators::new(home, SimLevers::new()).resolve(Kind::Modem, uri).expect("a modem");
        let (tell, reports) = mpsc::channel();
        // Once the desk is gone nobody needs to hear.
        let devices = Devices::start(vec![modem], move |report| drop(tell.send(report))).expect("a thread");
        let ours = Box::new(ledger::open(home, Options::default()).expect("the ledger"));
        let beside = ledger::open(home, Options::default()).expect("the ledger");
        let keys = KeyRing::load(&Home::at(home)).expect("keys");
        let desk = Desk::new(setup(run, home.join("export")), ours, keys, devices, None::<Finder>, stamp(now));
        let mut station = Station { desk, beside, reports, now, faulted: false, _alive: alive };
        for key in keys_of(&format!("SC<Enter>{SECRET}<Enter>")) {
            station.handle(Input::Key(key), 300);
        }
        station
    }

    fn handle(&mut self, input: Input, ms: i64) {
        self.now += ms;
        self.desk.handle(Stamped { at: stamp(self.now), input });
    }

    fn state(&mut self) -> MessageState {
        self.beside.refresh().expect("a look");
        message(&self.beside)
    }

    /// Lets a second pass and hears what the modem has to say.
    fn passes(&mut self) {
        self.handle(Input::Tick, 1_000);
        while let Ok(report) = self.reports.recv_timeout(Duration::from_millis(10)) {
            self.faulted |= matches!(&report, Report::Health(h) if matches!(h.state, LinkState::Faulted(_)));
            self.handle(Input::Device(report), 1);
        }
    }

    /// Until the message is settled, or waits for a modem that is not there.
    fn settles(&mut self) -> MessageState {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.passes();
            match self.state() {
                MessageState::Waiting if self.faulted => return MessageState::Waiting,
                MessageState::Waiting | MessageState::Sending => {}
                settled => return settled,
            }
            assert!(Instant::now() < deadline, "no end of it: {:?}\n{}", self.state(), self.screen());
        }
    }

    fn screen(&self) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        self.desk.draw(&mut buf);
        let row = |y| (0..80).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (0..24).map(row).collect::<Vec<_>>().join("\n")
    }
}

/// The child: a desk that has one message to send.
pub fn send_one(task: &Task) {
    let uri = std::env::var("LOKET_FAULT_DEVICE").expect("a device").parse().expect("a line of settings");
    let mut station = Station::at(&task.home, RUN, &uri, 600_000);
    let state = station.settles();
    say(&format!("state {state:?}"));
    for _ in 0..REST {
        station.passes();
    }
    say("done");
    std::process::exit(0);
}

/// An office in which one file was returned and its message waits.
fn waiting() -> Image {
    let mut c = Counter::open();
    c.keys("<F2>").keys(&ANISA.form("hil", "13")).keys("<F8><F3><Enter><F7>1");
    let app = c.file(1).app.id;
    c.elsewhere(AccountId::SYSTEM, Command::QueueMessage { app, topic: ContactTopic::Returned });
    let home = c.ledger_home();
    // A copy of a ledger that is not closed would need its log as well.
    let read = |name: &str| (name.to_owned(), std::fs::read(home.join(name)).expect("a file"));
    ["ledger.db", "ledger.db-wal", "keys.toml"].map(read).into()
}

/// What became of one message.
struct One {
    struck: Struck,
    state: MessageState,
    /// Bytes that went each way while the first desk was there.
    bytes: [usize; 2],
}

/// One message with a modem that dies and a desk that dies; another desk and the same modem come after them.
fn one_message(before: &Image, limits: [usize; 2], kill: Option<usize>, disk: Disk) -> One {
    let folder = place(disk);
    let home = folder.path().canonicalize().expect("a real path").join("office");
    lay_out(&home, before);
    let post = Post::new();
    let mut wire = post.wire("first", limits);
    let struck = struck("outbox", &home, &wire.uri().to_string(), kill);
    wire.ends();
    post.levers.unplug();
    let first = post.sent();
    assert!(post.levers.replug(), "the modem is back");
    let what = format!("bytes {limits:?}, kill {kill:?}, {first} sent, {:?}", struck.said);

    let second = post.wire("second", [usize::MAX; 2]);
    let found = message(&ledger::open(&home, Options::default()).expect("the ledger"));
    let mut station = Station::at(&home, AFTER, &second.uri(), 1_200_000);
    let state = station.settles();
    let screen = station.screen();
    (0..REST).for_each(|_| station.passes());
    let sent = post.sent();
    assert_eq!(station.state(), state, "settled for good: {what}");
    match (found, state) {
        // What nobody took goes out now, once.
        (MessageState::Waiting, MessageState::Sent) => assert_eq!((first, sent), (0, 1), "{what}"),
        // What may have left is never sent again, and somebody is told so.
        (MessageState::Sending, MessageState::Unknown) => {
            assert_eq!(sent, first, "{what}");
            assert!(screen.contains("belum pasti terkirim"), "{what}\n{screen}");
        }
        (MessageState::Sent, MessageState::Sent) => assert_eq!((first, sent), (1, 1), "{what}"),
        (MessageState::Failed, MessageState::Failed) => assert_eq!((first, sent), (0, 0), "{what}"),
        (MessageState::Unknown, MessageState::Unknown) => assert_eq!(sent, first, "{what}"),
        _ => panic!("{found:?} and then {state:?}: {what}"),
    }
    assert!(sent <= 1, "sent {sent} times: {what}");
    // What the first desk had seen stored is what the second one found.
    let seen = struck.said.iter().find_map(|line| line.strip_prefix("state "));
    assert!(seen.is_none_or(|seen| seen == format!("{found:?}")), "found {found:?}: {what}");
    drop(station);
    let intents = super::super::oracle::asked(&home).unwrap_or_else(|wrong| panic!("{wrong}: {what}"));
    assert_eq!(intents, 1, "handed over once: {what}");
    assert!(matches!(ledger::verify(&home, &mut |_, _| {}), Ok(Ok(_))), "{what}");
    One { struck, state, bytes: wire.passed() }
}

#[test]
fn a_dead_modem_and_a_dead_desk_never_send_twice() {
    let test = "wire-modem-desk";
    if !strace_works() {
        return skip(test, "strace is not there or may not trace");
    }
    let mut seed = Seed::printed(test);
    let value = seed.value();
    let before = waiting();
    let whole = one_message(&before, [usize::MAX; 2], None, Disk::Memory);
    assert_eq!(whole.state, MessageState::Sent);
    let (calls, bytes) = (whole.struck.calls, whole.bytes);
    let sampled = crate::cases(1) == 1;
    let cases = crate::cases(20) as usize;
    let mut chosen = Vec::new();
    for n in 0..cases {
        // One in three on a whole line; of the others every second one where the message itself passes.
        let way = seed.below(3);
        let first = [0, 1].map(|w| if seed.once_in(2) { bytes[w].saturating_sub(LATE) } else { 0 });
        let limits = [0, 1].map(|w| if way == w { first[w] + 1 + seed.below(bytes[w] - first[w]) } else { usize::MAX });
        // In full every durable call has its turns, and the desk that lives.
        let kill = if sampled { 1 + seed.below(calls + calls / 2) } else { 1 + n % (calls + calls / 4) };
        chosen.push((limits, kill, Disk::either(&mut seed)));
    }
    let done = beside(&chosen, |(limits, kill, disk)| one_message(&before, *limits, Some(*kill), *disk));
    let kills = done.iter().filter(|one| one.struck.killed).count();
    let mut tally = super::Tally::new();
    for one in &done {
        let word = match one.state {
            MessageState::Sent => "sent",
            MessageState::Failed => "failed",
            _ => "unknown",
        };
        *tally.entry(word).or_default() += 1;
    }
    println!(
        "{test}: seed={value} cases={cases} calls={calls} kills={kills} {} twice=0 lost=0 found={cases}",
        told(&tally)
    );
    assert!(kills > 0 && tally.contains_key("unknown"));
}
