//! One contract for every row of the backend table: a script of faults, the same promises.

use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use loket::device::{
    BACKENDS, DeviceError, DeviceUri, Driver, Effect, Fault, Holder, Job, JobId, Kind, LinkState, Outcome,
    Reachability, Report, SimLevers, Simulators, SlipText, Tuning, Worker,
};

use super::rig::{PATIENCE, Reports};
use posts::Post;

mod chip_reader;
mod finger;
mod modem;
mod network;
pub mod posts;
mod printer;
mod slip;
mod stand_ins;
mod truth;

/// A worker on a device whose other end the test holds.
struct Station {
    worker: Worker,
    reports: Reports,
    post: Box<dyn Post>,
}

fn spawn(kind: Kind, driver: Driver, tx: Sender<Report>) -> Worker {
    let Driver::Driven(opener) = driver else { panic!("driven") };
    let tuning = Tuning { backoff: vec![Duration::from_millis(5)], ..Tuning::default() };
    Worker::spawn(kind, opener, tuning, move |r| drop(tx.send(r))).expect("thread")
}

impl Station {
    fn of(row: &Row) -> Self {
        let (post, driver) = row.set_up();
        let (reports, tx) = Reports::new();
        Self { worker: spawn(row.kind, driver, tx), reports, post }
    }

    fn run(&self, id: u64, limit: Duration) -> Result<Outcome, DeviceError> {
        self.worker.start(JobId(id), self.post.job(), limit).expect("accepted");
        self.reports.until("the end", |r| match r {
            Report::Done { job, result, .. } if job == JobId(id) => Some(result),
            _ => None,
        })
    }
}

/// A row of the table under test, or a stand-in.
pub struct Row {
    pub kind: Kind,
    pub name: &'static str,
    pub make: fn() -> (Box<dyn Post>, Driver),
}

/// A promise by its name.
type Promise = (&'static str, fn(&Row));

/// What every row promises; the rows that only a kernel can play keep it in the guest.
pub const PROMISES: [Promise; 8] = [
    ("does its job", does_its_job),
    ("can be cancelled and used again", can_be_cancelled_and_used_again),
    ("keeps its deadline", keeps_its_deadline),
    ("notices absence and return", notices_absence_and_return),
    ("names who has it", names_who_has_it),
    ("tells the truth when cancelled", truth::tells_the_truth_when_cancelled),
    ("tells the truth when unplugged", truth::tells_the_truth_when_unplugged),
    ("tells the truth on a bad wire", truth::tells_the_truth_on_a_bad_wire),
];

impl Row {
    fn set_up(&self) -> (Box<dyn Post>, Driver) {
        (self.make)()
    }
}

/// Every driven row of the table, and every stand-in.
fn rows() -> Vec<Row> {
    // A scanner has no jobs; its own tests hold it to the same promises.
    let asked = BACKENDS.iter().filter(|b| b.kind != Kind::Scanner);
    let driven = asked.filter(|b| b.driven() && posts::can_run(b));
    let mut rows: Vec<Row> = driven.map(|b| Row { kind: b.kind, name: b.scheme, make: posts::of(b) }).collect();
    rows.extend(stand_ins::rows());
    rows
}

#[test]
fn the_table_is_complete() {
    for kind in Kind::ALL {
        let of_kind: Vec<_> = BACKENDS.iter().filter(|b| b.kind == kind).collect();
        let one = |scheme: &str| of_kind.iter().filter(|b| b.scheme == scheme).count();
        assert_eq!(one("none"), 1, "{kind:?}");
        let driven = of_kind.iter().filter(|b| b.driven()).count();
        assert_eq!(one("sim"), usize::from(driven > 0), "{kind:?}: what can be driven can be simulated");
        for backend in of_kind {
            assert_eq!(backend.simulated(), backend.scheme == "sim");
            assert!(!backend.doc.is_empty());
        }
    }
}

#[test]
fn attested_and_absent_start_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    for kind in Kind::ALL {
        if BACKENDS.iter().any(|b| b.kind == kind && b.scheme == "attested") {
            let made = sims.resolve(kind, &DeviceUri::attested()).unwrap();
            assert!(matches!(made.driver, Driver::Attested) && !made.simulated);
            assert_eq!(made.backend_name(), "attested");
        }
        let made = sims.resolve(kind, &DeviceUri::absent()).unwrap();
        assert!(matches!(made.driver, Driver::Absent));
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_demo_opens_no_real_device() {
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    let real: [(Kind, DeviceUri); 9] = [
        (Kind::Chip, "pcsc:Reader".parse().unwrap()),
        (Kind::Modem, "serial:/dev/ttyUSB1".parse().unwrap()),
        (Kind::CardPrinter, "ipp://localhost/printers/ktp".parse().unwrap()),
        (Kind::NetworkProbe, "https://pusat.invalid/?ca=/c".parse().unwrap()),
        (Kind::Fingerprint, "serial:/dev/ttyUSB0".parse().unwrap()),
        (Kind::Fingerprint, "fprintd:".parse().unwrap()),
        (Kind::Fingerprint, "sbi:".parse().unwrap()),
        (Kind::SlipPrinter, "file:/dev/usb/lp0".parse().unwrap()),
        (Kind::Scanner, "serial:/dev/ttyACM0".parse().unwrap()),
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
    let dead = dir.path().join(u32::MAX.to_string());
    std::fs::create_dir(&dead).unwrap();
    let mut sims = Simulators::only(dir.path(), SimLevers::new());
    let made = sims.resolve(Kind::Fingerprint, &DeviceUri::sim()).unwrap();
    assert!(made.simulated && !made.stands_in);
    assert_eq!((&made.uri, made.backend_name()), (&DeviceUri::sim(), "sim"));
    let wire = made.wire.path().expect("a serial line");
    assert!(wire.exists() && wire.starts_with(dir.path()));
    assert!(!dead.exists(), "the name left by a killed process is gone");
    drop(sims);
    assert!(!wire.exists());
}

#[test]
fn every_driven_backend_does_its_job() {
    rows().iter().for_each(does_its_job);
}

fn does_its_job(row: &Row) {
    let station = Station::of(row);
    station.post.works();
    let result = station.run(1, PATIENCE);
    assert!(result.is_ok(), "{:?} {}: {result:?}", row.kind, row.name);
}

#[test]
fn every_driven_backend_can_be_cancelled_and_used_again() {
    rows().iter().for_each(can_be_cancelled_and_used_again);
}

fn can_be_cancelled_and_used_again(row: &Row) {
    let station = Station::of(row);
    if !station.post.hangs() {
        return;
    }
    station.worker.start(JobId(1), station.post.job(), PATIENCE * 2).expect("accepted");
    assert!(station.worker.cancel(JobId(1)));
    let error = station.reports.until("the end", |r| match r {
        Report::Done { result, .. } => Some(result.expect_err("cancelled")),
        _ => None,
    });
    assert_eq!(error.fault, Fault::Cancelled, "{:?} {}", row.kind, row.name);
    station.post.works();
    assert!(station.run(2, PATIENCE).is_ok(), "{:?} {}", row.kind, row.name);
}

#[test]
fn every_driven_backend_keeps_its_deadline() {
    rows().iter().for_each(keeps_its_deadline);
}

fn keeps_its_deadline(row: &Row) {
    let station = Station::of(row);
    if !station.post.hangs() {
        return;
    }
    let error = station.run(1, Duration::from_millis(150)).expect_err("out of time");
    let late = matches!(error.fault, Fault::Timeout { .. }) || matches!(error.code(), "D-301" | "D-401");
    assert!(late, "{:?} {}: {error}", row.kind, row.name);
    let doubt = error.effect() == Effect::InDoubt;
    assert!(!doubt || row.kind.irreversible() || row.kind == Kind::SlipPrinter);
}

#[test]
fn every_driven_backend_notices_absence_and_return() {
    rows().iter().for_each(notices_absence_and_return);
}

fn notices_absence_and_return(row: &Row) {
    let name = format!("{:?} {}", row.kind, row.name);
    let station = Station::of(row);
    station.post.unplug(true);
    if station.post.absence_is_an_answer() {
        assert!(matches!(station.run(1, PATIENCE), Ok(Outcome::Reach(Reachability::Down(_)))), "{name}");
        station.post.unplug(false);
        station.post.works();
        assert!(matches!(station.run(2, PATIENCE), Ok(Outcome::Reach(Reachability::Reached { .. }))), "{name}");
        return;
    }
    let error = station.run(1, PATIENCE).expect_err("absent");
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted), "{name}");
    station.worker.open();
    station.reports.until("the fault", |r| match r {
        Report::Health(h) => matches!(h.state, LinkState::Faulted(_)).then_some(()),
        _ => None,
    });
    station.post.unplug(false);
    station.reports.until("ready", |r| match r {
        Report::Health(h) => matches!(h.state, LinkState::Ready(_)).then_some(()),
        _ => None,
    });
    station.post.works();
    assert!(station.run(2, PATIENCE).is_ok(), "{name}");
}

#[test]
fn every_driven_backend_names_who_has_it() {
    rows().iter().for_each(names_who_has_it);
}

fn names_who_has_it(row: &Row) {
    let station = Station::of(row);
    station.post.while_taken(&mut |pid| {
        let error = station.run(1, PATIENCE).expect_err("taken");
        assert_eq!(error.fault, Fault::Busy { by: Holder { pid } }, "{:?}", row.kind);
        assert_eq!(error.effect(), Effect::NotStarted);
    });
}

/// Every row on a thread of its own: most of the time is waiting for answers that do not come.
fn each_row(promise: fn(&Row)) {
    std::thread::scope(|scope| {
        for row in rows() {
            scope.spawn(move || promise(&row));
        }
    });
}

#[test]
fn every_driven_backend_tells_the_truth_when_cancelled() {
    each_row(truth::tells_the_truth_when_cancelled);
}

#[test]
fn every_driven_backend_tells_the_truth_when_unplugged() {
    each_row(truth::tells_the_truth_when_unplugged);
}

#[test]
fn every_driven_backend_tells_the_truth_on_a_bad_wire() {
    each_row(truth::tells_the_truth_on_a_bad_wire);
}

/// The page lists what the table lists, and every code.
#[test]
fn the_page_on_devices_is_complete() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/devices.md");
    let page = std::fs::read_to_string(page).expect("docs/devices.md");
    for b in BACKENDS {
        let kind = b.kind.name();
        let mark = if b.simulated() { "simulated" } else { "" };
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
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("slip.txt");
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let uri = DeviceUri::new("file", &path.display().to_string());
    let made = sims.resolve(Kind::SlipPrinter, &uri).unwrap();
    let (reports, tx) = Reports::new();
    let worker = spawn(Kind::SlipPrinter, made.driver, tx);
    for id in 1..=2 {
        worker.start(JobId(id), Job::Slip(SlipText::new(&["0129"]).unwrap()), PATIENCE).unwrap();
        reports.until("the end", |r| match r {
            Report::Done { result, .. } => Some(result.expect("written")),
            _ => None,
        });
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "0129\n\n\n\n".repeat(2));
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_full_disk_is_not_a_printed_slip() {
    let dir = tempfile::tempdir().unwrap();
    let mut sims = Simulators::new(dir.path(), SimLevers::new());
    let made = sims.resolve(Kind::SlipPrinter, &DeviceUri::new("file", "/dev/full")).unwrap();
    let (reports, tx) = Reports::new();
    let worker = spawn(Kind::SlipPrinter, made.driver, tx);
    worker.start(JobId(1), Job::Slip(SlipText::new(&["x"]).unwrap()), PATIENCE).unwrap();
    let error = reports.until("the end", |r| match r {
        Report::Done { result, .. } => Some(result.expect_err("no room")),
        _ => None,
    });
    assert_eq!((error.code(), error.effect()), ("D-113", Effect::NotStarted));
}
