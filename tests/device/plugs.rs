//! A pulled plug is noticed by looking, long before the device would be asked anything: every kind that can be watched.
//!
//! The fingerprint module's is in `worker`, that of USB units on a real kernel in `guest`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use loket::device::backends::Opener;
use loket::device::chip::sim::Running;
use loket::device::modem::sim::{ModemLevers, ModemSim};
use loket::device::transport::{ByteLink, LpLink, SerialLink};
use loket::device::{
    DeviceUri, Driver, Fault, Kind, LinkState, Report, SimLevers, Simulator, Simulators, Tuning, Worker,
};

use super::chip::rig::Bench;
use super::rig::{PATIENCE, Reports};
use super::slip;

/// A session in which the device is asked nothing for as long as the test takes.
struct Session {
    reports: Reports,
    _worker: Worker,
}

impl Session {
    fn of(kind: Kind, opener: Opener) -> Session {
        let (reports, tx) = Reports::new();
        let (backoff, plug_check) = (vec![Duration::from_millis(5)], Duration::from_millis(20));
        let tuning = Tuning { backoff, plug_check, idle_check: PATIENCE * 100, ..Tuning::default() };
        let worker = Worker::spawn(kind, opener, tuning, move |r| drop(tx.send(r))).expect("a thread");
        worker.open();
        let session = Session { reports, _worker: worker };
        session.ready();
        session
    }

    fn ready(&self) {
        self.state(|s| matches!(s, LinkState::Ready(_)).then_some(()));
    }

    fn fault(&self) -> Fault {
        self.state(|s| match s {
            LinkState::Faulted(fault) => Some(fault.clone()),
            _ => None,
        })
    }

    fn state<T>(&self, pick: impl Fn(&LinkState) -> Option<T>) -> T {
        self.reports.until("a state", |r| match r {
            Report::Health(h) => pick(&h.state),
            _ => None,
        })
    }
}

fn opener(kind: Kind, uri: &DeviceUri) -> Opener {
    let dir = tempfile::tempdir().expect("a folder");
    let made = Simulators::new(dir.path(), SimLevers::new()).resolve(kind, uri).expect("resolved");
    let Driver::Driven(opener) = made.driver else { panic!("driven") };
    opener
}

#[test]
fn slip_printers_on_a_port_and_behind_a_node() {
    for scheme in ["serial", "usblp"] {
        let (sim, path, _dir) = slip::on_pty();
        let session = Session::of(
            Kind::SlipPrinter,
            opener(Kind::SlipPrinter, &DeviceUri::new(scheme, &path.display().to_string())),
        );
        assert!(sim.levers().unplug());
        assert!(matches!(session.fault(), Fault::NotConnected { .. }), "{scheme}");
        assert!(sim.levers().replug());
        session.ready();
    }
}

#[test]
fn a_modem() {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = ModemLevers::new();
    let sim = ModemSim::start(&dir.path().join("modem"), levers.clone()).expect("a modem");
    let session = Session::of(Kind::Modem, opener(Kind::Modem, &sim.wire()));
    assert!(levers.unplug());
    assert!(matches!(session.fault(), Fault::NotConnected { .. }));
    assert!(levers.replug());
    session.ready();
}

/// The virtual readers of the card service go with it; then it comes back without them; then they are there again.
#[test]
fn a_chip_reader() {
    let Some(bench) = Bench::new() else { return };
    let session = Session::of(Kind::Chip, bench.second_opener());
    assert!(bench.levers.running(Running::Down));
    assert_eq!(session.fault(), Fault::ServiceDown { service: "pcscd" });
    assert!(bench.levers.running(Running::NoReader));
    session.state(|s| matches!(s, LinkState::Faulted(Fault::NotConnected { .. })).then_some(()));
    assert!(bench.levers.running(Running::Up));
    session.ready();
}

/// Some drivers forget to hang up: then the name goes and the open node stays.
#[test]
fn a_node_that_lost_its_name_is_gone() {
    type Open = fn(&PathBuf) -> Box<dyn ByteLink>;
    let open: [Open; 2] = [
        |path| Box::new(LpLink::open(path).expect("a node")),
        |path| Box::new(SerialLink::open(path, 9600).expect("a port")),
    ];
    for open in open {
        let (_sim, path, _dir) = slip::on_pty();
        let mut link = open(&path);
        link.alive().expect("plugged in");
        std::fs::remove_file(&path).expect("removed");
        assert!(link.alive().is_err());
    }
}

/// With the times of an office: what can be watched within two seconds, what can only be asked within two questions.
#[test]
fn an_office_notices_in_time() {
    use loket::device::finger::sim::{FingerLevers, FingerSim};
    use loket::device::printer::sim::{PrinterLevers, PrinterSim};
    let dir = tempfile::tempdir().expect("a folder");
    let (reader, printer) = (FingerLevers::new(), PrinterLevers::new());
    let reader_sim = FingerSim::start(&dir.path().join("reader"), reader.clone()).expect("a reader");
    let printer_sim = PrinterSim::start(printer.clone()).expect("a printer");
    let office = |kind, wire: DeviceUri| {
        let (reports, tx) = Reports::new();
        let worker = Worker::spawn(kind, opener(kind, &wire), Tuning::default(), move |r| drop(tx.send(r)));
        let session = Session { reports, _worker: worker.expect("a thread") };
        session._worker.open();
        session.ready();
        session
    };
    let noticed = |session: &Session, pull: &dyn Fn()| {
        pull();
        let since = Instant::now();
        assert!(matches!(session.fault(), Fault::NotConnected { .. } | Fault::ServiceDown { .. }));
        since.elapsed()
    };
    let serial = office(Kind::Fingerprint, reader_sim.wire());
    assert!(noticed(&serial, &|| assert!(reader.unplug())) < Duration::from_secs(2));
    if let Some(bench) = Bench::new() {
        let chip = office(Kind::Chip, bench.wire.clone());
        let stop = || assert!(bench.levers.running(Running::Down));
        assert!(noticed(&chip, &stop) < Duration::from_secs(2));
    }
    let ipp = office(Kind::CardPrinter, printer_sim.wire());
    let two = Tuning::default().idle_check * 2 + Duration::from_secs(2);
    assert!(noticed(&ipp, &|| assert!(printer.unplug())) < two);
}
