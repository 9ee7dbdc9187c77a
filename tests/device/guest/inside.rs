//! What runs inside the guest. Each is started by its namesake outside and by nobody else.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use loket::device::transport::{UsbLink, UsbUnit};
use loket::device::{
    DeviceUri, Driver, Effect, FingerOutcome, Job, JobId, Kind, LinkState, Outcome, PrintOutcome, Report, SimLevers,
    Simulators, Tuning, Worker,
};

use crate::device::evolis;
use crate::device::rig::{PATIENCE, Reports, without_reference};

mod ccid;
mod promises;

/// The guest is many times slower than the machine it runs on.
const SLOW: Duration = Duration::from_secs(120);

fn run(program: &str, args: &[&str]) {
    let done = Command::new(program).args(args).status().expect(program);
    assert!(done.success(), "{program} {args:?}: {done}");
}

fn module(name: &str) {
    run("modprobe", &["-d", &std::env::var("LOKET_MODULES").expect("the guest's modules"), name]);
}

/// Hot-plug messages and the stable names under /dev/serial need it.
fn device_manager() {
    run("/lib/systemd/systemd-udevd", &["--daemon"]);
}

fn settle() {
    run("udevadm", &["settle"]);
}

fn worker(kind: Kind, line: &str) -> (Worker, Reports) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let uri: DeviceUri = line.parse().expect("a line");
    let made = sims.resolve(kind, &uri).expect("resolved");
    let Driver::Driven(opener) = made.driver else { panic!("driven") };
    let (reports, tell) = Reports::new();
    let worker = Worker::spawn(kind, opener, Tuning::default(), move |r| drop(tell.send(r))).expect("a thread");
    (worker, reports)
}

fn done(reports: &Reports, id: u64) -> Result<Outcome, loket::device::DeviceError> {
    reports.until("the end", |r| match r {
        Report::Done { job, result, .. } if job == JobId(id) => Some(result),
        _ => None,
    })
}

fn state(reports: &Reports, what: &str, wanted: impl Fn(&LinkState) -> bool) {
    reports.until(what, |r| match r {
        Report::Health(h) if wanted(&h.state) => Some(()),
        _ => None,
    });
}

const GADGET: &str = "/sys/kernel/config/usb_gadget/g1";

fn write(path: impl AsRef<Path>, text: &str) {
    let path = path.as_ref();
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// The kernel's own printer function on a host controller that is a loop.
fn gadget() {
    for name in ["dummy_hcd", "libcomposite", "usb_f_printer", "usblp"] {
        module(name);
    }
    run("mount", &["-t", "configfs", "c", "/sys/kernel/config"]);
    let at = PathBuf::from(GADGET);
    for folder in ["", "strings/0x409", "functions/printer.0", "configs/c.1"] {
        fs::create_dir(at.join(folder)).expect(folder);
    }
    write(at.join("idVendor"), "0x0f49");
    write(at.join("idProduct"), "0x0a00");
    write(at.join("strings/0x409/manufacturer"), "Evolis");
    write(at.join("strings/0x409/product"), "Primacy Sim");
    write(at.join("strings/0x409/serialnumber"), "SIM0002");
    write(at.join("functions/printer.0/pnp_string"), "MFG:Evolis;MDL:Primacy Sim;CLS:PRINTER;");
    std::os::unix::fs::symlink(at.join("functions/printer.0"), at.join("configs/c.1/printer.0")).expect("a link");
    plug(true);
}

fn plug(on: bool) {
    let controller = fs::read_dir("/sys/class/udc").expect("controllers").flatten().next().expect("one").file_name();
    write(format!("{GADGET}/UDC"), if on { controller.to_str().expect("a name") } else { "\n" });
    settle();
}

/// The printer's own half, written apart from the driver.
struct Printer {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Printer {
    fn start() -> Printer {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judges/gadget_printer.py");
        let mut python = Command::new("/usr/bin/python3");
        python.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = python.spawn().expect("python");
        let said = BufReader::new(child.stdout.take().expect("its words")).lines();
        let mut printer = Printer { child, said };
        printer.says("ready");
        printer
    }

    fn says(&mut self, words: &str) {
        let found = self.said.by_ref().map_while(Result::ok).any(|line| line.starts_with(words));
        assert!(found, "the printer never said {words:?}");
    }

    fn told(&mut self, order: &str) {
        writeln!(self.child.stdin.as_mut().expect("its ear"), "{order}").expect("told");
        self.says(&format!("steered {order}"));
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
#[ignore = "runs inside the guest"]
fn a_card_printer_on_usb() {
    device_manager();
    gadget();
    let mut printer = Printer::start();
    printer.told("status 0x18");
    let (worker, reports) = worker(Kind::CardPrinter, "usb:0f49:0a00?serial=SIM0002");
    let print = |id: u64, limit: Duration| {
        worker.start(JobId(id), Job::Print(evolis::job()), limit).expect("accepted");
    };
    print(1, SLOW);
    assert!(matches!(done(&reports, 1), Ok(Outcome::Print(PrintOutcome::Good))));
    printer.says("heard Se");
    worker.open();
    state(&reports, "ready", |s| matches!(s, LinkState::Ready(id) if id.as_str() == "Evolis Primacy Sim SIM0002"));

    // The kernel's driver was put aside; another user of ours is refused.
    let unit = UsbUnit::of(&"usb:0f49:0a00".parse().expect("a line")).expect("a unit");
    let taken = UsbLink::open(&unit).err().expect("taken");
    assert_eq!(taken.code(), "D-105", "{taken}");

    printer.told("status 0x38");
    print(2, SLOW);
    let error = done(&reports, 2).expect_err("no card");
    assert_eq!((error.code(), error.effect()), ("D-201", Effect::NotStarted));
    printer.told("status 0x18");

    // Cancelled and unplugged while the card moves: nobody knows.
    printer.told("silent Se");
    print(3, SLOW);
    printer.says("heard Se");
    assert!(worker.cancel(JobId(3)));
    let error = done(&reports, 3).expect_err("cancelled");
    assert_eq!((error.code(), error.effect()), ("D-108", Effect::InDoubt));
    print(4, SLOW);
    printer.says("heard Se");
    let began = Instant::now();
    plug(false);
    let error = done(&reports, 4).expect_err("unplugged");
    println!("unplug in mid-print noticed after {} ms", began.elapsed().as_millis());
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::InDoubt));
    print(5, PATIENCE);
    let error = done(&reports, 5).expect_err("nothing there");
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted));
    drop(printer);

    // Back under the same line.
    plug(true);
    let mut printer = Printer::start();
    printer.told("status 0x18");
    state(&reports, "ready again", |s| matches!(s, LinkState::Ready(_)));
    print(6, SLOW);
    assert!(matches!(done(&reports, 6), Ok(Outcome::Print(PrintOutcome::Good))));
    // Unplugged while nobody prints.
    let began = Instant::now();
    plug(false);
    state(&reports, "the unplug", |s| matches!(s, LinkState::Faulted(_)));
    println!("unplug of an idle printer noticed after {} ms", began.elapsed().as_millis());
}

#[test]
#[ignore = "runs inside the guest"]
fn a_serial_reader_is_plugged_out_and_in() {
    device_manager();
    for name in ["xhci_pci", "usbserial", "ftdi_sio"] {
        module(name);
    }
    settle();
    println!("READY TO PLUG");
    let port = appears("/dev/serial/by-id");
    let (worker, reports) = worker(Kind::Fingerprint, &format!("serial:{}", port.display()));
    worker.open();
    state(&reports, "ready", |s| matches!(s, LinkState::Ready(_)));
    println!("READY TO UNPLUG");
    let gone = || !port.exists();
    until("the port is gone", gone);
    let began = Instant::now();
    state(&reports, "the unplug", |s| matches!(s, LinkState::Faulted(_)));
    println!("unplug of an idle reader noticed {} ms after its name went", began.elapsed().as_millis());
    println!("READY TO PLUG");
    state(&reports, "ready again", |s| matches!(s, LinkState::Ready(_)));
    worker.start(JobId(1), Job::Finger(without_reference()), SLOW).expect("accepted");
    assert!(matches!(done(&reports, 1), Ok(Outcome::Finger(FingerOutcome::SampleTaken))));
}

fn until(what: &str, fact: impl Fn() -> bool) {
    let end = Instant::now() + SLOW;
    while !fact() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The first name in a folder that is made when something is plugged in.
fn appears(folder: &str) -> PathBuf {
    let first = || fs::read_dir(folder).ok()?.flatten().next().map(|e| e.path());
    until(folder, || first().is_some());
    first().expect("a name")
}
