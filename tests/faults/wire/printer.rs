//! A card printer that dies at any byte of the conversation, and a desk that dies at any durable call around it.

use super::super::child::Task;
use super::super::disk::strace_works;
use super::super::oracle::whole;
use super::super::rig::{Disk, Seed, beside, skip};
use super::desk::{Before, Desk, RUN, struck};
use super::line::Line;
use super::{limits, places, struck_and_asked, tallied, told};
use loket::device::printer::ipp::{IppPrinter, IppUri, Timing};
use loket::device::printer::sim::{PrinterLevers, PrinterSim};
use loket::device::{CardJob, CardPrinter, Ctl, DeviceError, DeviceUri, Effect, Face, PrintOutcome, Progress};
use loket::domain::command::*;
use loket::domain::terms::*;
use loket::ledger::{Ledger as _, RunLock};
use std::time::Duration;

/// What the printer's feeder and ribbon hold before a card.
const FED: (u32, u32) = (100, 412);
const PATIENCE: Duration = Duration::from_secs(20);

/// A printer behind a line that breaks.
struct Printer {
    line: Line,
    levers: PrinterLevers,
    _sim: PrinterSim,
}

impl Printer {
    fn behind(limits: [usize; 2]) -> Printer {
        let levers = PrinterLevers::new();
        let sim = PrinterSim::start(levers.clone()).expect("a printer");
        levers.set(|m| m.pace = Duration::from_millis(4));
        let power = levers.clone();
        let line = Line::new(sim.address(), limits, move || assert!(power.unplug(), "it is off"));
        Printer { line, levers, _sim: sim }
    }

    fn uri(&self) -> DeviceUri {
        format!("ipp://{}/ipp/print", self.line.address).parse().expect("a line")
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
    let printer = Printer::behind([usize::MAX; 2]);
    let result = print(&printer.uri());
    assert!(matches!(result, Ok(PrintOutcome::Good)), "{result:?}");
    assert_eq!(printer.truth(), (true, true));
    printer.line.passed()
}

#[test]
fn a_printer_dead_at_any_byte_is_told_as_it_is() {
    let mut seed = Seed::printed("wire");
    let value = seed.value();
    let bytes = conversation();
    let places = places(bytes, &mut seed, 24);
    let tally = tallied(&places, |place| {
        let printer = Printer::behind(limits(*place));
        let result = print(&printer.uri());
        printer.line.dies();
        let (used, good) = printer.truth();
        let report = report(&result);
        let (so, word) = match report {
            PrintReport::Good => (good, "good"),
            PrintReport::Bad(_) => (used && !good, "bad"),
            PrintReport::NoneCameOut => (!used, "none"),
            PrintReport::Unknown => (true, "unknown"),
        };
        assert!(so, "dead at {place:?}: says {report:?}, blank used {used}, good card {good}: {result:?}");
        word
    });
    let cases = places.len();
    println!("wire: seed={value} bytes={bytes:?} cases={cases} {} lost=0 found={cases}", told(&tally));
    assert!(
        ["none", "unknown"].iter().all(|word| tally.contains_key(word)),
        "the line broke before and after the point of no return"
    );
}

/// The child: one card from the intent to its outcome, on a printer somebody else holds in the hand.
pub fn print_one(task: &Task) {
    let _alive = RunLock::hold(&task.home, RUN).expect("a run");
    let mut desk = Desk::at(&task.home, RUN);
    let app = desk.app();
    let uri = std::env::var("LOKET_FAULT_DEVICE").expect("a device").parse().expect("a line");
    desk.act(Command::StartPrint { apps: vec![app], blank: None }).expect("an intent");
    let (job, _) = desk.job().expect("a job");
    let report = report(&print(&uri));
    desk.act(Command::ReportPrint { job, report, last4: None }).expect("an outcome");
    super::super::child::say("done");
    std::process::exit(0);
}

/// Prints one card with a printer that dies and a desk that dies; somebody looks, and the book says what is so.
/// Answers whether the desk was killed, and whether a person had to look.
fn one_card(before: &Before, limits: [usize; 2], kill: usize, disk: Disk) -> (bool, bool) {
    let (_folder, home) = before.on(disk);
    let printer = Printer::behind(limits);
    let struck = struck("card", &home, &printer.uri().to_string(), Some(kill));
    printer.line.dies();
    let (used, good) = printer.truth();
    let what = format!("bytes {limits:?}, kill {kill}, blank used {used}, good card {good}, {:?}", struck.said);

    let mut desk = Desk::after(&home);
    let looked = desk.settles(|job| {
        let answer = match (used, good) {
            (_, true) => PrintAnswer::CameOutGood,
            (true, false) => PrintAnswer::CameOutBad,
            (false, false) => PrintAnswer::NoneCameOut,
        };
        Command::AnswerPrint { job, answer, cause: Some(SpoilCause::Jam) }
    });
    let office = desk.ledger.office();
    assert_eq!(before.blanks - office.desk.blanks, u32::from(used), "blanks: {what}");
    assert_eq!(
        (office.census().shelf(), office.desk.invalid),
        (u32::from(good), u32::from(used && !good)),
        "cards: {what}"
    );
    assert_eq!(office.file(desk.app()).map(|f| f.app.stage.has_card()), Some(good), "{what}");
    drop(desk);
    whole(&home, &struck.acked);
    (struck.killed, looked)
}

#[test]
fn a_dead_printer_and_a_dead_desk_lose_no_blank() {
    if !strace_works() {
        return skip("wire-desk", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("wire-desk");
    let value = seed.value();
    let (bytes, before) = (conversation(), Before::the_print());
    let calls = {
        let (_folder, home) = before.on(Disk::Memory);
        struck("card", &home, &Printer::behind([usize::MAX; 2]).uri().to_string(), None).calls
    };
    let cases = crate::cases(24);
    let chosen: Vec<_> = (0..cases as usize)
        .map(|n| {
            let way = seed.below(3);
            let limits = [0, 1].map(|w| if way == w { 1 + seed.below(bytes[w] + 200) } else { usize::MAX });
            // In full every durable call has its turn, and the desk that lives.
            let kill = if crate::cases(1) == 1 { 1 + seed.below(calls + 4) } else { 1 + n % (calls + 4) };
            (limits, kill, Disk::either(&mut seed))
        })
        .collect();
    let done = beside(&chosen, |(limits, kill, disk)| one_card(&before, *limits, *kill, *disk));
    let (kills, looked) = struck_and_asked(&done);
    println!("wire-desk: seed={value} cases={cases} calls={calls} kills={kills} looked={looked} lost=0 found={cases}");
    assert!(kills > 0 && looked > 0);
}
