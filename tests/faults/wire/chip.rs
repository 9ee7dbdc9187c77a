//! A chip reader that dies in mid-activation, and a desk that dies at any durable call around it.
//!
//! Thousands of deaths need a reader that is there at once: the simulator's own card and module, byte for byte, answer
//! behind the seam below the driver's script ([`Slots`]), over a line that breaks. The same is done a few times over the
//! machine's real card service, where a card is lifted before or after it has done what it was told.

use super::super::child::{Task, say};
use super::super::disk::strace_works;
use super::super::oracle::whole;
use super::super::rig::{Disk, Seed, beside, skip};
use super::desk::{Before, Desk, RUN, Struck, spent, struck};
use super::line::Line;
use super::{limits, places, struck_and_asked, tallied, told};
use crate::device::chip::rig::Bench;
use loket::device::chip::driver::ChipReader;
use loket::device::chip::script::Script;
use loket::device::chip::sim::icc::{MODULE_ATR, VirtualCard, VirtualModule};
use loket::device::chip::sim::{Glitch, Placed};
use loket::device::chip::slots::{Slot, Slots};
use loket::device::error::{Card, Sam};
use loket::device::{
    ActivationOutcome, AnyDevice, Chip, ChipFault, ChipJob, Ctl, DeviceError, Driver, Effect, Fault, Kind, SimLevers,
    Simulators,
};
use loket::domain::application::Stage;
use loket::domain::command::*;
use loket::domain::terms::*;
use loket::ledger::{Ledger as _, RunLock};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zeroize::Zeroizing;

const PATIENCE: Duration = Duration::from_secs(20);
const SCRIPT: &str = include_str!("../../../assets/chip/simulated.toml");
/// What a card's or module's power is asked for in place of a command.
const BEGIN: &[u8] = &[];

/// A length and so many bytes.
fn say_frame(to: &mut impl Write, head: &[u8], bytes: &[u8]) -> io::Result<()> {
    let length = u16::try_from(bytes.len()).expect("short enough").to_be_bytes();
    to.write_all(&[head, &length, bytes].concat())
}

fn hear_frame(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    let mut bytes = vec![0; usize::from(u16::from_be_bytes(length))];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A card on a reader with its module; what it becomes stays when the reader dies.
struct Reader {
    card: VirtualCard,
    module: VirtualModule,
    /// Bytes taken and given when each exchange began, and the card was not asked any more.
    exchanges: Vec<[usize; 2]>,
    heard: [usize; 2],
    off: bool,
}

impl Reader {
    /// One exchange; None when the power is gone.
    fn answer(&mut self, slot: u8, command: &[u8]) -> Option<Vec<u8>> {
        if self.off {
            return None;
        }
        let answer = match (slot, command) {
            (0, BEGIN) => {
                self.card.reset();
                self.card.atr().to_vec()
            }
            (0, _) => self.card.command(command),
            (_, BEGIN) => {
                self.module.reset();
                MODULE_ATR.to_vec()
            }
            _ => self.module.command(command),
        };
        self.heard[0] += 3 + command.len();
        self.exchanges.push(self.heard);
        self.heard[1] += 2 + answer.len();
        Some(answer)
    }
}

fn serve(mut client: TcpStream, reader: &Mutex<Reader>) -> io::Result<()> {
    let mut slot = [0];
    loop {
        client.read_exact(&mut slot)?;
        let command = hear_frame(&mut client)?;
        let Some(answer) = reader.lock().expect("the reader").answer(slot[0], &command) else { return Ok(()) };
        say_frame(&mut client, &[], &answer)?;
    }
}

/// A reader behind a line that breaks.
struct Bank {
    line: Line,
    reader: Arc<Mutex<Reader>>,
}

impl Bank {
    /// With a card that was not activated yet.
    fn behind(limits: [usize; 2]) -> Bank {
        Bank::with(VirtualCard::new(true), limits)
    }

    fn with(card: VirtualCard, limits: [usize; 2]) -> Bank {
        let module = VirtualModule::default();
        let reader = Reader { card, module, exchanges: Vec::new(), heard: [0; 2], off: false };
        let reader = Arc::new(Mutex::new(reader));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("its address");
        let behind = Arc::clone(&reader);
        // One client, or the line hangs up before there was one.
        std::thread::spawn(move || listener.accept().map(|(client, _)| serve(client, &behind)));
        let power = Arc::clone(&reader);
        let line = Line::new(address, limits, move || power.lock().expect("the reader").off = true);
        Bank { line, reader }
    }

    /// The power is gone; whether the card is active for good.
    fn ends(&self) -> bool {
        self.line.dies();
        self.reader.lock().expect("the reader").card.is_active()
    }

    /// The card, to be laid on another reader.
    fn card(self) -> VirtualCard {
        std::mem::replace(&mut self.reader.lock().expect("the reader").card, VirtualCard::new(false))
    }
}

/// The slots at the near end of the line.
struct Far(TcpStream);

impl Far {
    fn at(address: SocketAddr) -> io::Result<Far> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Far(stream))
    }

    fn exchange(&mut self, slot: Slot, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        let (number, fault) = match slot {
            Slot::Card => (0, Fault::Card(Card::CardRemoved)),
            Slot::Sam => (1, Fault::Sam(Sam::Absent)),
        };
        let answer = say_frame(&mut self.0, &[number], command).and_then(|()| hear_frame(&mut self.0));
        answer.map(Zeroizing::new).map_err(|e| DeviceError::harmless(fault).caused_by(e))
    }
}

impl Slots for Far {
    fn begin(&mut self, slot: Slot, _: &Ctl) -> Result<Vec<u8>, DeviceError> {
        self.exchange(slot, BEGIN).map(|atr| atr.to_vec())
    }

    fn transmit(&mut self, slot: Slot, command: &[u8], _: &Ctl) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        self.exchange(slot, command)
    }

    fn end(&mut self, _: &Ctl) {}

    fn check(&mut self, _: &Ctl) -> Result<(), DeviceError> {
        Ok(())
    }
}

/// The driver over the line: `far:` and an address. Over the card service: its own line of settings.
fn reader(device: &str) -> Result<Box<dyn Chip>, DeviceError> {
    if let Some(address) = device.strip_prefix("far:") {
        let slots = Far::at(address.parse().expect("an address"))
            .map_err(|e| DeviceError::harmless(Fault::NotConnected { what: "reader".into() }).caused_by(e))?;
        let script = Script::parse(SCRIPT).expect("the shipped script");
        return Ok(Box::new(ChipReader::new(Box::new(slots), script, "far")));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let uri = device.parse().expect("a line of settings");
    let made = Simulators::new(folder.path(), SimLevers::new()).resolve(Kind::Chip, &uri)?;
    let Driver::Driven(mut opener) = made.driver else { panic!("driven") };
    match opener(&Ctl::within(PATIENCE))? {
        AnyDevice::Chip(chip) => Ok(chip),
        _ => panic!("a chip reader"),
    }
}

fn activate(device: &str) -> Result<ActivationOutcome, DeviceError> {
    reader(device)?.activate(&ChipJob { title: "0001".into() }, &Ctl::within(PATIENCE), &mut |_| {})
}

/// What a desk makes of it.
fn report(result: &Result<ActivationOutcome, DeviceError>) -> ActivationReport {
    match result {
        Ok(ActivationOutcome::Activated) => ActivationReport::Activated(spent()),
        Ok(ActivationOutcome::Failed(ChipFault::Mute)) => ActivationReport::Failed(ActivationFailure::ChipSilent),
        Ok(ActivationOutcome::Failed(_)) => ActivationReport::Failed(ActivationFailure::ChipRefused),
        Err(error) if error.effect() == Effect::NotStarted => ActivationReport::Failed(ActivationFailure::Reader),
        Ok(ActivationOutcome::Unknown) | Err(_) => ActivationReport::Unknown,
    }
}

/// A whole activation: bytes each way, and where in them each exchange stands.
fn conversation() -> ([usize; 2], Vec<[usize; 2]>) {
    let bank = Bank::behind([usize::MAX; 2]);
    let result = activate(&format!("far:{}", bank.line.address));
    assert!(matches!(result, Ok(ActivationOutcome::Activated)), "{result:?}");
    assert!(bank.ends());
    let exchanges = bank.reader.lock().expect("the reader").exchanges.clone();
    (bank.line.passed(), exchanges)
}

#[test]
fn a_reader_dead_at_any_byte_is_told_as_it_is() {
    let mut seed = Seed::printed("wire-chip");
    let value = seed.value();
    let (bytes, _) = conversation();
    let places = places(bytes, &mut seed, 8);
    let tally = tallied(&places, |place| {
        let bank = Bank::behind(limits(*place));
        let result = activate(&format!("far:{}", bank.line.address));
        let active = bank.ends();
        let report = report(&result);
        let (so, word) = match report {
            ActivationReport::Activated(_) => (active, "active"),
            ActivationReport::Failed(_) => (!active, "failed"),
            ActivationReport::Unknown => (true, "unknown"),
        };
        assert!(so, "dead at {place:?}: says {report:?}, card active {active}: {result:?}");
        word
    });
    let cases = places.len();
    println!("wire-chip: seed={value} bytes={bytes:?} cases={cases} {} lost=0 found={cases}", told(&tally));
    assert!(
        ["failed", "unknown"].iter().all(|word| tally.contains_key(word)),
        "before and after the point of no return"
    );
}

/// The child: one activation from the intent to its outcome, on a reader somebody else holds in the hand.
pub fn activate_one(task: &Task) {
    let _alive = RunLock::hold(&task.home, RUN).expect("a run");
    let mut desk = Desk::at(&task.home, RUN);
    let app = desk.app();
    let device = std::env::var("LOKET_FAULT_DEVICE").expect("a device");
    desk.act(Command::StartActivation { app }).expect("an intent");
    let (job, _) = desk.job().expect("a job");
    let report = report(&activate(&device));
    desk.act(Command::ReportActivation { job, report }).expect("an outcome");
    say("done");
    std::process::exit(0);
}

/// After reader and desk died: somebody looks at the chip, and the book says what is so. Whether somebody had to.
fn settled(home: &Path, before: &Before, struck: &Struck, active: bool, what: &str) -> bool {
    let mut desk = Desk::after(home);
    let looked = desk.settles(|job| {
        let seen = match active {
            true => ActivationReport::Activated(spent()),
            false => ActivationReport::Failed(ActivationFailure::ChipSilent),
        };
        Command::ReportActivation { job, report: seen }
    });
    let office = desk.ledger.office();
    let stage = if active { Stage::Ready } else { Stage::Printed };
    assert_eq!(office.file(desk.app()).map(|f| f.app.stage), Some(stage), "{what}, {:?}", struck.said);
    assert_eq!((office.desk.blanks, office.census().shelf()), (before.blanks, 1), "cards: {what}");
    looked
}

/// One activation with a reader that dies and a desk that dies; then the card goes on with another reader.
fn one_chip(before: &Before, limits: [usize; 2], kill: usize, disk: Disk) -> (bool, bool) {
    let (_folder, home) = before.on(disk);
    let bank = Bank::behind(limits);
    let struck = struck("chip", &home, &format!("far:{}", bank.line.address), Some(kill));
    let active = bank.ends();
    let what = format!("bytes {limits:?}, kill {kill}, card active {active}");
    let looked = settled(&home, before, &struck, active, &what);
    if !active {
        // The same card, tried again: nothing that happened stands in its way.
        let again = Bank::with(bank.card(), [usize::MAX; 2]);
        let mut desk = Desk::later(&home);
        let app = desk.app();
        desk.act(Command::StartActivation { app }).expect("an intent");
        let (job, _) = desk.job().expect("a job");
        let result = activate(&format!("far:{}", again.line.address));
        desk.act(Command::ReportActivation { job, report: report(&result) }).expect("an outcome");
        assert_eq!(desk.ledger.office().file(app).map(|f| f.app.stage), Some(Stage::Ready), "{what}: {result:?}");
        assert!(again.ends());
    }
    whole(&home, &struck.acked);
    (struck.killed, looked)
}

/// Durable calls of an undisturbed child.
fn calls(before: &Before) -> usize {
    let (_folder, home) = before.on(Disk::Memory);
    let bank = Bank::behind([usize::MAX; 2]);
    struck("chip", &home, &format!("far:{}", bank.line.address), None).calls
}

#[test]
fn a_dead_reader_and_a_dead_desk_leave_no_card_in_two_minds() {
    if !strace_works() {
        return skip("wire-chip-desk", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("wire-chip-desk");
    let value = seed.value();
    let (_, exchanges) = conversation();
    let before = Before::the_activation();
    let calls = calls(&before);
    // At every exchange: the command arrives but for its last byte, or the answer is lost behind its first.
    let deaths = exchanges.iter().flat_map(|[up, down]| [[up - 1, usize::MAX], [usize::MAX, down + 1]]);
    let whole_grid = deaths.chain([[usize::MAX; 2]]).flat_map(|at| (1..=calls + 1).map(move |kill| (at, kill)));
    let grid: Vec<_> = whole_grid.filter(|_| crate::cases(1) > 1 || seed.once_in(60)).collect();
    let grid: Vec<_> = grid.into_iter().map(|(at, kill)| (at, kill, Disk::either(&mut seed))).collect();
    let done = beside(&grid, |(at, kill, disk)| one_chip(&before, *at, *kill, *disk));
    let (kills, looked) = struck_and_asked(&done);
    let cases = grid.len();
    println!(
        "wire-chip-desk: seed={value} exchanges={} calls={calls} cases={cases} kills={kills} looked={looked} lost=0 found={cases}",
        exchanges.len()
    );
    assert!(kills > 0 && looked > 0);
}

#[test]
fn a_card_lifted_from_a_real_reader_is_in_no_two_minds() {
    let test = "wire-pcsc";
    if !strace_works() {
        return skip(test, "strace is not there or may not trace");
    }
    let Some(bench) = Bench::new() else { return };
    let mut seed = Seed::printed(test);
    let value = seed.value();
    let before = Before::the_activation();
    let commands = (0..8).map(|n| (Slot::Card, n)).chain((0..2).map(|n| (Slot::Sam, n)));
    let all = commands.flat_map(|at| [Glitch::Pull, Glitch::Torn].map(|glitch| (at, glitch)));
    let chosen: Vec<_> = all.filter(|_| crate::cases(1) > 1 || seed.once_in(10)).collect();
    let (mut kills, mut looked) = (0, 0);
    for ((slot, after), glitch) in &chosen {
        bench.levers.clear();
        bench.levers.module(loket::device::chip::sim::Module::In);
        assert!(bench.levers.insert(Placed::Good), "a new card lies there");
        let activated = bench.levers.activated();
        bench.levers.glitch(*slot, *after, *glitch);
        let (_folder, home) = before.on(Disk::either(&mut seed));
        let kill = seed.once_in(2).then(|| 1 + seed.below(40));
        let struck = struck("chip", &home, &bench.wire.to_string(), kill);
        let active = bench.levers.activated() > activated;
        let what = format!("{glitch:?} at command {after} of {slot:?}, kill {kill:?}, card active {active}");
        looked += u32::from(settled(&home, &before, &struck, active, &what));
        kills += u32::from(struck.killed);
        whole(&home, &struck.acked);
    }
    let cases = chosen.len();
    println!("{test}: seed={value} cases={cases} kills={kills} looked={looked} lost=0 found={cases}");
}
