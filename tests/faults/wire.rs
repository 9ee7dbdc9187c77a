//! A card printer that dies at any byte of the conversation, and a desk that dies at any durable call around it.
//!
//! Between driver and simulated printer stands a line that breaks after a chosen number of bytes, and takes the power
//! with it. What the driver says must be so; what it cannot know it must leave in doubt. With the desk killed too, the
//! blanks in the feeder and the cards that came out are those of the book once somebody has looked.

use super::child::{Task, say};
use super::disk::strace_works;
use super::oracle::{Acked, take_acks, whole};
use super::rig::{Disk, Heard, Seed, command_under, founded, skip};
use crate::ledger::support::*;
use loket::device::printer::ipp::{IppPrinter, IppUri, Timing};
use loket::device::printer::sim::{PrinterLevers, PrinterSim};
use loket::device::{CardJob, CardPrinter, Ctl, DeviceError, DeviceUri, Effect, Face, PrintOutcome, Progress};
use loket::domain::command::*;
use loket::domain::event::Envelope;
use loket::domain::id::{AppId, JobId, RunId};
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;
use loket::ledger::{Committed, Ledger, Options, RunLock, SqliteLedger, open};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the printer's feeder and ribbon hold before a card.
const FED: (u32, u32) = (100, 412);
const RUN: RunId = RunId([0x71; 16]);
const PATIENCE: Duration = Duration::from_secs(20);

/// A printer behind a line that breaks.
struct Line {
    levers: PrinterLevers,
    address: SocketAddr,
    broken: Broken,
    _sim: PrinterSim,
}

/// Bytes still let through in each direction, and the end when they are used up.
#[derive(Clone)]
struct Broken {
    /// Towards the printer, and from it.
    left: Arc<[AtomicUsize; 2]>,
    passed: Arc<[AtomicUsize; 2]>,
    dead: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
    levers: PrinterLevers,
}

impl Broken {
    fn dies(&self) {
        if !self.dead.swap(true, Ordering::SeqCst) {
            self.levers.unplug();
            for stream in self.streams.lock().expect("streams").drain(..) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }

    fn pump(&self, mut from: TcpStream, mut to: TcpStream, way: usize) {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            let allowed =
                self.left[way].fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| Some(n.saturating_sub(count)));
            let count = count.min(allowed.unwrap_or(0));
            self.passed[way].fetch_add(count, Ordering::SeqCst);
            let sent = to.write_all(&bytes[..count]);
            if self.left[way].load(Ordering::SeqCst) == 0 {
                return self.dies();
            }
            if sent.is_err() {
                return;
            }
        }
        // The other side may still have something to say.
        let _ = to.shutdown(Shutdown::Write);
    }
}

impl Line {
    fn new(towards: usize, back: usize) -> Line {
        let levers = PrinterLevers::new();
        let sim = PrinterSim::start(levers.clone()).expect("a printer");
        levers.set(|m| m.pace = Duration::from_millis(4));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("its address");
        let broken = Broken {
            left: Arc::new([AtomicUsize::new(towards), AtomicUsize::new(back)]),
            passed: Arc::default(),
            dead: Arc::default(),
            streams: Arc::default(),
            levers: levers.clone(),
        };
        let (line, printer) = (broken.clone(), sim.address());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if line.dead.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(device) = TcpStream::connect(printer) else { continue };
                let copy = |stream: &TcpStream| stream.try_clone().expect("a copy");
                line.streams.lock().expect("streams").extend([copy(&client), copy(&device)]);
                let (up, down) = (line.clone(), line.clone());
                let (client_too, device_too) = (copy(&client), copy(&device));
                std::thread::spawn(move || up.pump(client, device, 0));
                std::thread::spawn(move || down.pump(device_too, client_too, 1));
            }
        });
        Line { levers, address, broken, _sim: sim }
    }

    fn uri(&self) -> DeviceUri {
        format!("ipp://{}/ipp/print", self.address).parse().expect("a line")
    }

    /// What lies in the machine and what came out: a blank used, and a good card.
    fn truth(&self) -> (bool, bool) {
        let (blanks, ribbon) = self.levers.set(|m| (m.blanks, m.ribbon));
        (blanks < FED.0, ribbon < FED.1)
    }
}

fn print(uri: &DeviceUri) -> Result<PrintOutcome, DeviceError> {
    let short = Duration::from_millis(300);
    let timing = Timing { reply: short, document: short, poll: Duration::from_millis(1), withdraw: short };
    let mut printer = IppPrinter::open(&IppUri::of(uri).expect("a line"), timing, &Ctl::within(PATIENCE))?;
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend((0..500u32).map(|n| (n % 251) as u8));
    let card = CardJob { title: "0001".into(), face: Some(Face::new(png, 1016, 648, 300)) };
    printer.print(&card, &Ctl::within(PATIENCE), &mut |_: Progress| {})
}

/// What a desk makes of it.
fn report(result: &Result<PrintOutcome, DeviceError>) -> PrintReport {
    match result {
        Ok(PrintOutcome::Good) => PrintReport::Good,
        Ok(PrintOutcome::Bad(_)) => PrintReport::Bad(SpoilCause::Jam),
        Ok(PrintOutcome::NoneOut) => PrintReport::NoneCameOut,
        Err(error) if error.effect() == Effect::NotStarted => PrintReport::NoneCameOut,
        Ok(PrintOutcome::Unknown) | Err(_) => PrintReport::Unknown,
    }
}

/// How many bytes a whole print takes each way.
fn conversation() -> [usize; 2] {
    let line = Line::new(usize::MAX, usize::MAX);
    let result = print(&line.uri());
    assert!(matches!(result, Ok(PrintOutcome::Good)), "{result:?}");
    assert_eq!(line.truth(), (true, true));
    [0, 1].map(|way| line.broken.passed[way].load(Ordering::SeqCst))
}

#[test]
fn a_printer_dead_at_any_byte_is_told_as_it_is() {
    let mut seed = Seed::printed("wire");
    let value = seed.value();
    let bytes = conversation();
    let every = if crate::cases(1) == 1 { 24 } else { 1 };
    let places: Vec<(usize, usize)> =
        (0..2).flat_map(|way| (1..bytes[way]).map(move |at| (way, at))).filter(|_| seed.once_in(every)).collect();
    let tally = Mutex::new([0u32; 4]);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((way, at)) = places.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let line = if *way == 0 { Line::new(*at, usize::MAX) } else { Line::new(usize::MAX, *at) };
                    let result = print(&line.uri());
                    line.broken.dies();
                    let (used, good) = line.truth();
                    let report = report(&result);
                    let so = match report {
                        PrintReport::Good => good,
                        PrintReport::Bad(_) => used && !good,
                        PrintReport::NoneCameOut => !used,
                        PrintReport::Unknown => true,
                    };
                    let place = match report {
                        PrintReport::Good => 0,
                        PrintReport::Bad(_) => 1,
                        PrintReport::NoneCameOut => 2,
                        PrintReport::Unknown => 3,
                    };
                    assert!(so, "dead after {at} bytes of {way}: says {report:?}, blank used {used}, good card {good}: {result:?}");
                    tally.lock().expect("the tally")[place] += 1;
                }
            });
        }
    });
    let [good, bad, none, unknown] = tally.into_inner().expect("the tally");
    println!(
        "wire: seed={value} bytes={bytes:?} cases={} good={good} bad={bad} none={none} unknown={unknown} lost=0 found={}",
        places.len(),
        places.len()
    );
    assert!(none > 0 && unknown > 0, "the line broke before and after the point of no return");
}

/// A desk of one run that has one card to print.
struct Desk {
    ledger: SqliteLedger,
    run: RunId,
    step: i64,
}

impl Desk {
    fn at(home: &Path, run: RunId) -> Desk {
        Desk { ledger: open(home, Options::default()).expect("it opens"), run, step: 0 }
    }

    fn act(&mut self, command: Command) -> Result<Committed, Refusal> {
        self.step += 1;
        let order = Envelope { run: self.run, backend: Some("ipp".into()), ..order(CLERK, self.step) };
        let done = self.ledger.act(&command, &order, None).expect("the ledger answers");
        if let Ok(Committed { entries, .. }) = &done
            && self.run == RUN
        {
            let seqs: Vec<String> = entries.iter().map(|e| e.seq.to_string()).collect();
            say(&format!("ack {} {} {}", self.run.hex(), self.step, seqs.join(",")));
        }
        done
    }

    fn ready(&mut self) -> AppId {
        let spent = Spent { work_ms: 1_000, measured: true, ..Spent::default() };
        let app = self.act(submission(person(1, "Uji Kabel", "08123456789"))).expect("a file").touched[0];
        self.act(Command::ConfirmComplete { app, ticks: full(ReasonCode::New), spent }).expect("complete");
        let (status, last4) = (CentralStatus::PrintReadyRecord, nik(1).last4().to_owned());
        self.act(Command::RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4 })
            .expect("a status");
        let (outcome, compared_with) = (TestOutcome::Match, ComparedWith::DataCentre);
        let report = TestReport { outcome, finger: None, quality: Quality::Good, compared_with };
        self.act(Command::ReportTest { app, report }).expect("a test");
        app
    }

    fn job(&self) -> Option<(JobId, bool)> {
        self.ledger.office().files.values().find_map(|f| f.app.job.as_ref()).map(|j| (j.id, j.unknown))
    }
}

/// The child: one card from the intent to its outcome, on a printer somebody else holds in the hand.
pub fn print_one(task: &Task) {
    let _alive = RunLock::hold(&task.home, RUN).expect("a run");
    let mut desk = Desk::at(&task.home, RUN);
    let app = *desk.ledger.office().files.keys().next().expect("a file");
    let uri = std::env::var("LOKET_FAULT_DEVICE").expect("a device").parse().expect("a line");
    desk.act(Command::StartPrint { apps: vec![app], blank: None }).expect("an intent");
    let (job, _) = desk.job().expect("a job");
    let report = report(&print(&uri));
    desk.act(Command::ReportPrint { job, report, last4: None }).expect("an outcome");
    say("done");
    std::process::exit(0);
}

/// Prints one card with a printer that dies and a desk that dies; somebody looks, and the book says what is so.
/// Answers whether the desk was killed, and whether a person had to look.
fn one_card(towards: usize, back: usize, kill: usize, seed: &mut Seed) -> (bool, bool) {
    let (_folder, home) = founded(if seed.once_in(2) { Disk::Memory } else { Disk::Machine });
    let app = Desk::at(&home, RunId([0x70; 16])).ready();
    let blanks = open(&home, Options::default()).expect("it opens").office().desk.blanks;
    let line = Line::new(towards, back);
    let durable = "pwrite64,fsync,fdatasync,ftruncate";
    let trace = home.with_file_name("trace").display().to_string();
    let mut args: Vec<String> = ["-f", "-qq", "-o", &trace].map(str::to_owned).to_vec();
    for name in ["ledger.db", "ledger.db-wal"] {
        args.extend(["-P".to_owned(), home.join(name).display().to_string()]);
    }
    args.extend([
        "-e".to_owned(),
        format!("trace={durable}"),
        "-e".to_owned(),
        format!("inject={durable}:signal=KILL:when={kill}"),
    ]);
    let mut command = command_under("strace", &args, ("card", &home, seed.next()));
    command.env("LOKET_FAULT_DEVICE", line.uri().to_string());
    let (status, said) = Heard::start(command).end();
    let mut acked = Acked::new();
    take_acks(&said, &mut acked);
    line.broken.dies();
    let (used, good) = line.truth();

    let mut desk = Desk::at(&home, RunId([0x72; 16]));
    let mut looked = false;
    if let Some((job, unknown)) = desk.job() {
        if !unknown {
            desk.act(Command::DeclareOrphan { job }).expect("its run is gone");
        }
        assert_eq!(desk.act(Command::DeclareOrphan { job }), Err(Refusal::OutcomeKnown), "asked once");
        let answer = match (used, good) {
            (_, true) => PrintAnswer::CameOutGood,
            (true, false) => PrintAnswer::CameOutBad,
            (false, false) => PrintAnswer::NoneCameOut,
        };
        desk.act(Command::AnswerPrint { job, answer, cause: Some(SpoilCause::Jam) }).expect("an answer");
        assert_eq!(desk.job(), None, "nothing is asked any more");
        looked = true;
    }
    let office = desk.ledger.office();
    let what = format!("bytes {towards}/{back}, kill {kill}, blank used {used}, good card {good}, {said:?}");
    assert_eq!(blanks - office.desk.blanks, u32::from(used), "blanks: {what}");
    assert_eq!(
        (office.census().shelf(), office.desk.invalid),
        (u32::from(good), u32::from(used && !good)),
        "cards: {what}"
    );
    assert_eq!(office.file(app).map(|f| f.app.stage.has_card()), Some(good), "{what}");
    drop(desk);
    whole(&home, &acked);
    (!status.success(), looked)
}

#[test]
fn a_dead_printer_and_a_dead_desk_lose_no_blank() {
    if !strace_works() {
        return skip("wire-desk", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("wire-desk");
    let value = seed.value();
    let bytes = conversation();
    let cases = crate::cases(24);
    let (mut kills, mut looked) = (0, 0);
    for _ in 0..cases {
        let way = seed.below(3);
        let mut at = |n: usize| if way == n { 1 + seed.below(bytes[n] + 200) } else { usize::MAX };
        let (towards, back) = (at(0), at(1));
        let (killed, person) = one_card(towards, back, 1 + seed.below(60), &mut seed);
        (kills, looked) = (kills + u32::from(killed), looked + u32::from(person));
    }
    println!("wire-desk: seed={value} cases={cases} kills={kills} looked={looked} lost=0 found={cases}");
    assert!(kills > 0 && looked > 0);
}
