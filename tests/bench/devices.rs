//! What a driver adds to its device's own answer time, against the simulators.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use loket::device::printer::ipp::{IppPrinter, IppUri, Timing};
use loket::device::printer::sim::{PrinterLevers, PrinterSim};
use loket::device::{CardJob, CardPrinter, Ctl, Device, Face, Simulator};

use super::report::{Report, Times, short};

const ROUNDS: usize = 200;
const LONG: Duration = Duration::from_secs(30);

/// The same for every size of home: no device knows one.
pub fn run(_home: &Path, size: u64, report: &mut Report) {
    let sim = PrinterSim::start(PrinterLevers::new()).expect("simulator");
    let setting = IppUri::of(&sim.wire()).expect("a line");
    let timing = Timing { poll: Duration::from_millis(1), ..Timing::default() };
    let mut printer = IppPrinter::open(&setting, timing, &Ctl::within(LONG)).expect("a printer");
    let own = median(|| bare(sim.address()));
    let asked = median(|| printer.check(&Ctl::within(LONG)).expect("an answer"));
    report.note(size, "card printer: its own answer", short(own));
    report.note(size, "card printer: one question through the driver", short(asked));
    sim.levers().set(|m| (m.blanks, m.ribbon) = (u32::MAX, u32::MAX));
    let face = Face::new(vec![0x55; 100_000], 1016, 648, 300);
    let card = CardJob { title: "0001".into(), face: Some(face) };
    let printed = median(|| {
        printer.print(&card, &Ctl::within(LONG), &mut |_| {}).expect("printed");
    });
    report.note(size, "card printer: a card at no pace, 5 exchanges", short(printed));
}

fn median(mut act: impl FnMut()) -> Duration {
    let mut times = Times::default();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        act();
        times.add(begun.elapsed());
    }
    times.median()
}

/// Get-Printer-Attributes by hand: what the simulator needs by itself.
fn bare(to: SocketAddr) {
    let body: &[u8] = b"\x01\x01\x00\x0b\x00\x00\x00\x01\x01\x03";
    let mut stream = TcpStream::connect(to).expect("connected");
    write!(stream, "POST /ipp/print HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len()).expect("sent");
    stream.write_all(body).expect("sent");
    stream.read_to_end(&mut Vec::new()).expect("an answer");
}
