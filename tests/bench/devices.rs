//! What a driver adds to its device's own answer time, against the simulators.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use loket::device::printer::ipp::{IppPrinter, IppUri, Timing};
use loket::device::printer::sim::{PrinterLevers, PrinterSim};
use loket::device::{
    CardJob, CardPrinter, Ctl, Device, DeviceUri, Driver, Face, Kind, LinkState, Report as Said, SimLevers, Simulator,
    Simulators, Tuning, Worker,
};

use super::report::{Report, Times, short};

const ROUNDS: usize = 200;
const LONG: Duration = Duration::from_secs(30);
/// How long every device is left alone but for its questions.
const POLLED: Duration = Duration::from_secs(60);

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
    polled(size, report);
}

/// Every simulated device in an open session, asked and looked at as in an office; nobody does anything.
fn polled(size: u64, report: &mut Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::only(folder.path(), SimLevers::new());
    let (tell, said) = channel();
    let mut workers = Vec::new();
    for kind in Kind::ALL {
        let made = sims.resolve(kind, &DeviceUri::sim()).expect("resolved");
        let Driver::Driven(opener) = made.driver else { continue };
        let tell = tell.clone();
        let worker = Worker::spawn(kind, opener, Tuning::default(), move |r| drop(tell.send(r))).expect("a thread");
        worker.open();
        workers.push(worker);
    }
    let mut waiting = workers.len();
    while waiting > 0 {
        if let Said::Health(h) = said.recv_timeout(LONG).expect("every device opens") {
            waiting -= usize::from(matches!(h.state, LinkState::Ready(_)));
        }
    }
    let before = threads();
    thread::sleep(POLLED);
    let spent = |ours: bool| -> Duration {
        let of = |(id, (name, time)): (&String, &(String, Duration))| {
            let was = before.get(id).map_or(Duration::ZERO, |(_, time)| *time);
            (name.starts_with("sim") != ours).then(|| time.saturating_sub(was))
        };
        threads().iter().filter_map(of).sum()
    };
    let (drivers, simulators) = (spent(true), spent(false));
    let told = |time: Duration| format!("{} ({:.3} %)", short(time), 100.0 * time.as_secs_f64() / POLLED.as_secs_f64());
    report.note(size, &format!("{} devices polled 60 s: processor time of drivers", workers.len()), told(drivers));
    report.note(size, "the same, of the simulators' threads", told(simulators));
}

/// Name and processor time of every thread of this process, by its number.
fn threads() -> std::collections::BTreeMap<String, (String, Duration)> {
    let tasks = fs::read_dir("/proc/self/task").expect("threads").flatten();
    let one = |task: fs::DirEntry| {
        let name = fs::read_to_string(task.path().join("comm")).ok()?;
        let spent = fs::read_to_string(task.path().join("schedstat")).ok()?;
        let spent = Duration::from_nanos(spent.split(' ').next()?.parse().ok()?);
        Some((task.file_name().to_string_lossy().into_owned(), (name, spent)))
    };
    tasks.filter_map(one).collect()
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
