//! A chip reader on the machine's USB, behind libccid and the machine's own card service.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::Instant;

use loket::device::{ActivationOutcome, DeviceError, Effect, Job, JobId, Kind, LinkState, Outcome, Worker, chip};

use super::{SLOW, device_manager, done, module, settle, state, until, worker};
use crate::device::chip::rig::job;
use crate::device::rig::Reports;

/// The card service with its real driver for readers of this class, and no configured readers.
struct Service(Child);

impl Service {
    fn start() -> Service {
        let none = tempfile::tempdir().expect("a folder");
        let mut pcscd = Command::new("/usr/sbin/pcscd");
        let child = pcscd.arg("--foreground").arg("--config").arg(none.path()).spawn().expect("pcscd");
        until("the card service answers", || chip::readers().is_ok());
        Service(child)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The node of the reader with this serial number below /sys.
fn node(serial: &str) -> Option<PathBuf> {
    let all = fs::read_dir("/sys/bus/usb/devices").ok()?.flatten().map(|e| e.path());
    all.into_iter().find(|at| fs::read_to_string(at.join("serial")).is_ok_and(|s| s.trim() == serial))
}

struct Desk {
    worker: Worker,
    reports: Reports,
    jobs: u64,
}

impl Desk {
    fn ready(&self) -> String {
        self.reports.until("ready", |r| match r {
            loket::device::Report::Health(h) => match h.state {
                LinkState::Ready(identity) => Some(identity.as_str().to_owned()),
                _ => None,
            },
            _ => None,
        })
    }

    /// Waits until the lamp shows a fault with this code.
    fn faulted(&self, code: &str) {
        state(&self.reports, code, |s| matches!(s, LinkState::Faulted(fault) if fault.code() == code));
    }

    fn activates(&mut self) -> Result<Outcome, DeviceError> {
        self.jobs += 1;
        self.worker.start(JobId(self.jobs), Job::Activate(job()), SLOW).expect("accepted");
        done(&self.reports, self.jobs)
    }

    fn activated(&mut self) {
        let outcome = self.activates();
        assert!(matches!(outcome, Ok(Outcome::Activation(ActivationOutcome::Activated))), "{outcome:?}");
    }
}

#[test]
#[ignore = "runs inside the guest"]
fn a_chip_reader_is_plugged_out_and_in() {
    device_manager();
    module("xhci_pci");
    settle();
    let _service = Service::start();
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("chip.toml");
    fs::write(&script, include_str!("../../../../assets/chip/simulated.toml")).expect("a script");
    // A part of the name that the wrong reader has too: only the identity tells them apart.
    let line = format!("pcsc:(CARD?sam=(SAM0001)&script={}", script.display());
    let (worker, reports) = worker(Kind::Chip, &line);
    let mut desk = Desk { worker, reports, jobs: 0 };
    desk.worker.open();
    desk.faulted("D-103");
    println!("PLUG THE READER");
    let first = desk.ready();
    println!("noticed: {first}");
    assert!(first.contains("(CARD0001)") && first.contains("(SAM0001)"), "{first}");
    desk.activated();

    println!("UNPLUG IT");
    until("the reader is gone", || node("CARD0001").is_none());
    let began = Instant::now();
    desk.faulted("D-103");
    println!("unplug of an idle chip reader noticed {} ms after its node went", began.elapsed().as_millis());
    let error = desk.activates().expect_err("unplugged");
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted));
    println!("PLUG IT AGAIN");
    assert_eq!(desk.ready(), first);
    desk.activated();

    println!("UNPLUG IT ONCE MORE");
    desk.faulted("D-103");

    // Pulled within a command before the point of no return, then at the writing one.
    for effect in [Effect::NotStarted, Effect::InDoubt] {
        println!("PLUG IT AND PULL IT WITHIN");
        assert_eq!(desk.ready(), first);
        let error = desk.activates().expect_err("unplugged");
        assert_eq!((error.code(), error.effect()), ("D-103", effect), "{error}");
    }
    println!("PLUG ANOTHER");
    desk.faulted("D-106");
    println!("UNPLUG THAT");
    until("the other reader is gone", || node("CARD0002").is_none());
    println!("PLUG THE FIRST");
    assert_eq!(desk.ready(), first);
    desk.activated();
}
