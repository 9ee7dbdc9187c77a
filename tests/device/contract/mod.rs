//! One contract for every row of the backend table: a script of faults, the same promises.

use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use loket::device::finger::sim::Placed;
use loket::device::levers::{Next, Script};
use loket::device::transport::SerialLink;
use loket::device::{
    BACKENDS, Backend, CardJob, ChipJob, DeviceError, DeviceUri, Driver, Effect, Fault, Holder, Job, JobId, Kind,
    LinkState, Outcome, Report, SimLevers, Simulators, SlipText, Tuning, Worker,
};

use super::rig::{PATIENCE, Reports, Rig, without_reference};

/// A station with one device, and its real counterpart where the backend needs one.
struct Station {
    worker: Worker,
    reports: Reports,
    levers: SimLevers,
    kind: Kind,
    scheme: &'static str,
    rig: Rig,
    /// What the backend opens; a second user opens the same.
    wire: DeviceUri,
    _sims: Simulators,
}

fn uri_for(backend: &Backend, rig: &Rig) -> DeviceUri {
    match backend.scheme {
        "serial" => DeviceUri::Serial(rig.uri.clone()),
        "file" => DeviceUri::File(rig.dir.path().join("out/slip.txt")),
        other => other.parse().expect("bare scheme"),
    }
}

fn spawn(kind: Kind, driver: Driver, tx: Sender<Report>) -> Worker {
    let Driver::Driven(opener) = driver else { panic!("driven") };
    let tuning = Tuning { backoff: vec![Duration::from_millis(5)], ..Tuning::default() };
    Worker::spawn(kind, opener, tuning, move |r| drop(tx.send(r))).expect("thread")
}

impl Station {
    fn of(backend: &Backend) -> Self {
        let rig = Rig::new();
        std::fs::create_dir(rig.dir.path().join("out")).unwrap();
        let mut levers = SimLevers::new();
        if backend.scheme == "serial" {
            levers.finger = rig.levers.clone();
        }
        let mut sims = Simulators::new(&rig.dir.path().join("sims"), levers.clone());
        let made = sims.resolve(backend.kind, &uri_for(backend, &rig)).expect("resolved");
        let (reports, tx) = Reports::new();
        let wire = made.wire.clone();
        let worker = spawn(backend.kind, made.driver, tx);
        let (kind, scheme) = (backend.kind, backend.scheme);
        Self { worker, reports, levers, kind, scheme, rig, wire, _sims: sims }
    }

    fn job(&self) -> Job {
        match self.kind {
            Kind::Fingerprint => Job::Finger(without_reference()),
            Kind::CardPrinter => Job::Print(CardJob { title: "0129".into() }),
            Kind::Chip => Job::Activate(ChipJob { title: "0129".into() }),
            Kind::SlipPrinter => Job::Slip(SlipText::new(&["0129"]).unwrap()),
            Kind::NetworkProbe => Job::Probe,
        }
    }

    fn run(&self, id: u64, limit: Duration) -> Result<Outcome, DeviceError> {
        self.worker.start(JobId(id), self.job(), limit).expect("accepted");
        self.reports.until("the end", |r| match r {
            Report::Done { job, result, .. } if job == JobId(id) => Some(result),
            _ => None,
        })
    }

    fn works(&self) {
        self.levers.finger.put(Placed::Person(7));
    }

    /// Makes the next job stand still. False for a backend that cannot.
    fn hangs(&self) -> bool {
        fn hang<T: Clone>(script: &mut Script<T>) {
            script.once(Next::Hang);
        }
        match (self.kind, self.scheme) {
            (_, "file") => return false,
            (Kind::Fingerprint, _) => self.levers.finger.lift(),
            (Kind::CardPrinter, _) => self.levers.set(|s| hang(&mut s.card)),
            (Kind::Chip, _) => self.levers.set(|s| hang(&mut s.chip)),
            (Kind::SlipPrinter, _) => self.levers.set(|s| hang(&mut s.slip)),
            (Kind::NetworkProbe, _) => self.levers.set(|s| hang(&mut s.net)),
        }
        true
    }

    /// Runs `check` while somebody else has the device. Not for a file, which anybody may append to.
    fn while_taken(&self, check: impl FnOnce(Option<u32>)) {
        const OTHER: Option<u32> = Some(4711);
        match (self.kind, &self.wire) {
            (_, DeviceUri::File(_)) => {}
            (_, DeviceUri::Serial(serial)) => {
                let _other = SerialLink::open(&serial.path, serial.baud).expect("free");
                check(Some(std::process::id()));
            }
            (kind, _) => {
                self.levers.set(|s| match kind {
                    Kind::CardPrinter => s.card.busy = OTHER,
                    Kind::Chip => s.chip.busy = OTHER,
                    Kind::SlipPrinter => s.slip.busy = OTHER,
                    Kind::NetworkProbe => s.net.busy = OTHER,
                    Kind::Fingerprint => unreachable!("has a wire"),
                });
                check(OTHER);
            }
        }
    }

    fn unplug(&self, gone: bool) {
        let folder = self.rig.dir.path().join("out");
        match (self.kind, self.scheme) {
            (_, "file") if gone => std::fs::remove_dir_all(folder).unwrap(),
            (_, "file") => std::fs::create_dir(folder).unwrap(),
            (Kind::Fingerprint, _) if gone => assert!(self.levers.finger.unplug()),
            (Kind::Fingerprint, _) => assert!(self.levers.finger.replug()),
            (Kind::CardPrinter, _) => self.levers.set(|s| s.card.unplugged = gone),
            (Kind::Chip, _) => self.levers.set(|s| s.chip.unplugged = gone),
            (Kind::SlipPrinter, _) => self.levers.set(|s| s.slip.unplugged = gone),
            (Kind::NetworkProbe, _) => self.levers.set(|s| s.net.unplugged = gone),
        }
    }
}

fn driven() -> impl Iterator<Item = &'static Backend> {
    BACKENDS.iter().filter(|b| !["none", "attested"].contains(&b.scheme))
}

#[test]
fn the_table_is_complete() {
    for kind in Kind::ALL {
        let of_kind: Vec<_> = BACKENDS.iter().filter(|b| b.kind == kind).collect();
        let one = |scheme: &str| of_kind.iter().filter(|b| b.scheme == scheme).count();
        assert_eq!((one("none"), one("attested"), one("sim")), (1, 1, 1), "{kind:?}");
        for backend in of_kind {
            assert_eq!(backend.simulated, backend.scheme == "sim");
            assert!(!backend.fake || backend.simulated);
            assert!(!backend.doc.is_empty());
        }
    }
    let wired = BACKENDS.iter().find(|b| b.kind == Kind::Fingerprint && b.simulated).unwrap();
    assert!(!wired.fake, "the reader has its wire");
}

#[test]
fn attested_and_absent_start_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    for kind in Kind::ALL {
        let made = sims.resolve(kind, &DeviceUri::Attested).unwrap();
        assert!(matches!(made.driver, Driver::Attested) && !made.simulated);
        assert_eq!(made.backend_name(), "attested");
        let made = sims.resolve(kind, &DeviceUri::Absent).unwrap();
        assert!(matches!(made.driver, Driver::Absent));
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_demo_opens_no_real_device() {
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    let real: [(Kind, DeviceUri); 2] = [
        (Kind::Fingerprint, "serial:/dev/ttyUSB0".parse().unwrap()),
        (Kind::SlipPrinter, "file:/dev/usb/lp0".parse().unwrap()),
    ];
    for (kind, uri) in real {
        let error = sims.resolve(kind, &uri).err().expect("refused");
        assert_eq!(error.fault, Fault::RealDeviceRefused);
    }
}

#[test]
fn a_kind_without_that_backend_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let error = sims.resolve(Kind::Chip, &"file:/tmp/x".parse().unwrap()).err().expect("refused");
    assert_eq!(error.code(), "D-102");
}

/// `sim:` becomes a real line of the real driver, under a name that goes with its process.
#[test]
fn the_simulated_reader_is_reached_by_a_serial_line() {
    let dir = tempfile::tempdir().unwrap();
    let dead = dir.path().join(format!("reader-{}", u32::MAX));
    std::fs::write(&dead, b"").unwrap();
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    let made = sims.resolve(Kind::Fingerprint, &DeviceUri::Sim).unwrap();
    assert!(made.simulated && !made.fake);
    assert_eq!((&made.uri, made.backend_name()), (&DeviceUri::Sim, "sim"));
    let DeviceUri::Serial(wire) = &made.wire else { panic!("a serial line") };
    assert!(wire.path.exists() && wire.path.starts_with(dir.path()));
    assert!(!dead.exists(), "the name left by a killed process is gone");
    drop(sims);
    assert!(!wire.path.exists());
}

#[test]
fn every_driven_backend_does_its_job() {
    for backend in driven() {
        let station = Station::of(backend);
        station.works();
        let result = station.run(1, PATIENCE);
        assert!(result.is_ok(), "{:?} {}: {result:?}", backend.kind, backend.scheme);
    }
}

#[test]
fn every_driven_backend_can_be_cancelled_and_used_again() {
    for backend in driven() {
        let station = Station::of(backend);
        if !station.hangs() {
            continue;
        }
        station.worker.start(JobId(1), station.job(), PATIENCE * 2).expect("accepted");
        assert!(station.worker.cancel(JobId(1)));
        let error = station.reports.until("the end", |r| match r {
            Report::Done { result, .. } => Some(result.expect_err("cancelled")),
            _ => None,
        });
        assert_eq!(error.fault, Fault::Cancelled, "{:?} {}", backend.kind, backend.scheme);
        station.works();
        // A fake that was cancelled before it looked at its script still has the hang before it.
        station.levers.set(|s| s.clear());
        assert!(station.run(2, PATIENCE).is_ok(), "{:?} {}", backend.kind, backend.scheme);
    }
}

#[test]
fn every_driven_backend_keeps_its_deadline() {
    for backend in driven() {
        let station = Station::of(backend);
        if !station.hangs() {
            continue;
        }
        let error = station.run(1, Duration::from_millis(150)).expect_err("out of time");
        let late = matches!(error.fault, Fault::Timeout { .. }) || error.code() == "D-401";
        assert!(late, "{:?} {}: {error}", backend.kind, backend.scheme);
        let doubt = error.effect() == Effect::InDoubt;
        assert!(!doubt || backend.kind.irreversible() || backend.kind == Kind::SlipPrinter);
    }
}

#[test]
fn every_driven_backend_notices_absence_and_return() {
    for backend in driven() {
        let name = format!("{:?} {}", backend.kind, backend.scheme);
        let station = Station::of(backend);
        station.unplug(true);
        let error = station.run(1, PATIENCE).expect_err("absent");
        assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted), "{name}");
        station.worker.open();
        station.reports.until("the fault", |r| match r {
            Report::Health(h) => matches!(h.state, LinkState::Faulted(_)).then_some(()),
            _ => None,
        });
        station.unplug(false);
        station.reports.until("ready", |r| match r {
            Report::Health(h) => matches!(h.state, LinkState::Ready(_)).then_some(()),
            _ => None,
        });
        station.works();
        assert!(station.run(2, PATIENCE).is_ok(), "{name}");
    }
}

#[test]
fn every_driven_backend_names_who_has_it() {
    for backend in driven() {
        let station = Station::of(backend);
        station.while_taken(|pid| {
            let error = station.run(1, PATIENCE).expect_err("taken");
            assert_eq!(error.fault, Fault::Busy { by: Holder { pid } }, "{:?}", backend.kind);
            assert_eq!(error.effect(), Effect::NotStarted);
        });
    }
}

/// The page lists what the table lists, and every code.
#[test]
fn the_page_on_devices_is_complete() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/devices.md");
    let page = std::fs::read_to_string(page).expect("docs/devices.md");
    for b in BACKENDS {
        let kind = b.kind.name();
        let mark = match (b.simulated, b.fake) {
            (true, true) => "simulated, fake",
            (true, false) => "simulated",
            (false, _) => "",
        };
        let row = format!("| {kind} | `{}` | {mark} | {} |", b.scheme, b.doc);
        assert!(page.contains(&row), "missing row: {row}");
    }
    for fault in Fault::samples() {
        assert!(page.contains(fault.code()), "missing code {}", fault.code());
    }
}

#[test]
fn slips_are_written_whole_and_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let backend = driven().find(|b| b.scheme == "file").unwrap();
    let station = Station::of(backend);
    assert!(station.run(1, PATIENCE).is_ok());
    assert!(station.run(2, PATIENCE).is_ok());
    let path = station.rig.dir.path().join("out/slip.txt");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "0129\n\n\n\n".repeat(2));
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_full_disk_is_not_a_printed_slip() {
    let full = Path::new("/dev/full");
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let made = sims.resolve(Kind::SlipPrinter, &DeviceUri::File(full.into())).unwrap();
    let (reports, tx) = Reports::new();
    let worker = spawn(Kind::SlipPrinter, made.driver, tx);
    worker.start(JobId(1), Job::Slip(SlipText::new(&["x"]).unwrap()), PATIENCE).unwrap();
    let error = reports.until("the end", |r| match r {
        Report::Done { result, .. } => Some(result.expect_err("no room")),
        _ => None,
    });
    assert_eq!((error.code(), error.effect()), ("D-113", Effect::NotStarted));
}
