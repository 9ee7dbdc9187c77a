//! A simulated printer on a port of its own, and a driver that does not wait long.

use std::time::Duration;

use loket::device::printer::ipp::{IppPrinter, IppUri, Timing};
use loket::device::printer::sim::{PrinterLevers, PrinterSim};
use loket::device::{CardJob, CardPrinter, Ctl, DeviceError, DeviceUri, Face, Hint, PrintOutcome, Progress, Simulator};

use crate::device::rig::PATIENCE;

/// IPP operations by number.
pub const CREATE: u16 = 0x0005;
pub const SEND: u16 = 0x0006;
pub const CANCEL: u16 = 0x0008;
pub const JOB: u16 = 0x0009;
pub const ABOUT: u16 = 0x000B;

/// Bytes that stand for a picture: what is on it is nobody's business here.
pub fn picture() -> Face {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend((0..40_000u32).map(|n| (n % 251) as u8));
    Face::new(png, 1016, 648, 300)
}

pub fn card() -> CardJob {
    CardJob { title: "0129".into(), face: Some(picture()) }
}

pub fn timing() -> Timing {
    Timing {
        reply: Duration::from_millis(400),
        document: Duration::from_millis(400),
        poll: Duration::from_millis(2),
        withdraw: Duration::from_millis(400),
    }
}

pub struct Rig {
    pub levers: PrinterLevers,
    pub line: DeviceUri,
    _sim: PrinterSim,
}

impl Rig {
    pub fn new() -> Self {
        let levers = PrinterLevers::new();
        let sim = PrinterSim::start(levers.clone()).expect("simulator");
        Self { line: sim.wire(), levers, _sim: sim }
    }

    pub fn open(&self) -> Result<IppPrinter, DeviceError> {
        open(&self.line)
    }

    pub fn printer(&self) -> IppPrinter {
        self.open().expect("printer opens")
    }
}

pub fn open(line: &DeviceUri) -> Result<IppPrinter, DeviceError> {
    open_with(line, timing())
}

pub fn open_with(line: &DeviceUri, timing: Timing) -> Result<IppPrinter, DeviceError> {
    IppPrinter::open(&IppUri::of(line).expect("a line"), timing, &Ctl::within(PATIENCE))
}

/// As in an office.
pub fn real_timing() -> Timing {
    Timing::default()
}

pub type Printed = Result<PrintOutcome, DeviceError>;

/// One card within the time of all tests; `seen` is told every hint.
pub fn print(printer: &mut IppPrinter, mut seen: impl FnMut(Hint)) -> Printed {
    printer.print(&card(), &Ctl::within(PATIENCE), &mut |p: Progress| seen(p.hint))
}
