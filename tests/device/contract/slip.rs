//! Slip printers under the contract: a file, ESC/POS on every wire, a queue of CUPS.

use std::path::PathBuf;
use std::time::Duration;

use loket::device::slip::sim::{Panel, SlipLevers, SlipSim, Talk};
use loket::device::transport::{LpLink, SerialLink};
use loket::device::{DeviceUri, Driver, Job, Kind, SimLevers, Simulator, Simulators, SlipText};

use super::posts::{Damage, Post};
use crate::device::slip::cupsd::Cupsd;

fn slip() -> Job {
    Job::Slip(SlipText::new(&["0129"]).expect("a slip").with_code("LKT26-0129-7F"))
}

fn driver(uri: &DeviceUri, dir: &tempfile::TempDir) -> Driver {
    let mut sims = Simulators::new(&dir.path().join("sims"), SimLevers::new());
    sims.resolve(Kind::SlipPrinter, uri).expect("resolved").driver
}

struct PlainFile {
    folder: PathBuf,
    _dir: tempfile::TempDir,
}

/// Plain text into a file.
pub fn file() -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("out");
    std::fs::create_dir(&folder).expect("a folder");
    let uri = DeviceUri::new("file", &folder.join("slip.txt").display().to_string());
    let driver = driver(&uri, &dir);
    (Box::new(PlainFile { folder, _dir: dir }), driver)
}

impl Post for PlainFile {
    fn job(&self) -> Job {
        slip()
    }

    fn works(&self) {}

    fn happened(&self) -> Option<usize> {
        let places = [self.folder.clone(), self.folder.with_extension("gone")];
        let texts = places.iter().filter_map(|at| std::fs::read_to_string(at.join("slip.txt")).ok());
        // The number alone on its line: it stands in the slip's code once more.
        Some(texts.map(|text| text.lines().filter(|line| line.trim() == "0129").count()).sum())
    }

    fn hangs(&self) -> bool {
        false
    }

    /// Anybody may append to a file.
    fn while_taken(&self, _: &mut dyn FnMut(Option<u32>)) {}

    fn unplug(&self, gone: bool) {
        let away = self.folder.with_extension("gone");
        let done = if gone { std::fs::rename(&self.folder, away) } else { std::fs::rename(away, &self.folder) };
        done.expect("the folder");
    }
}

/// A simulated printer, and whatever keeps it running.
struct Printer {
    levers: SlipLevers,
    wire: DeviceUri,
    _keeps: Box<dyn std::any::Any>,
}

fn printer(sim: SlipSim, wire: DeviceUri, dir: tempfile::TempDir) -> (Box<dyn Post>, Driver) {
    let driver = driver(&wire, &dir);
    let levers = sim.levers().clone();
    (Box::new(Printer { levers, wire, _keeps: Box::new((sim, dir)) }), driver)
}

fn on_pty(scheme: &str) -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("printer");
    let sim = SlipSim::pty(&path, SlipLevers::new()).expect("a printer");
    printer(sim, DeviceUri::new(scheme, &path.display().to_string()), dir)
}

/// A printer on a serial port.
pub fn serial() -> (Box<dyn Post>, Driver) {
    on_pty("serial")
}

/// A printer behind a node that takes bytes and gives some back.
pub fn usblp() -> (Box<dyn Post>, Driver) {
    on_pty("usblp")
}

/// A printer on the network.
pub fn tcp() -> (Box<dyn Post>, Driver) {
    let sim = SlipSim::tcp(SlipLevers::new()).expect("a printer");
    let wire = sim.wire();
    printer(sim, wire, tempfile::tempdir().expect("a folder"))
}

/// The row of the demo: it ends at the same driver.
pub fn simulated() -> (Box<dyn Post>, Driver) {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = SimLevers::new();
    let mut sims = Simulators::only(dir.path(), levers.clone());
    let made = sims.resolve(Kind::SlipPrinter, &DeviceUri::sim()).expect("resolved");
    assert!(made.simulated && !made.stands_in && made.wire.scheme() == "tcp");
    let post = Printer { levers: levers.slip_printer, wire: made.wire, _keeps: Box::new((sims, dir)) };
    (Box::new(post), made.driver)
}

impl Post for Printer {
    fn job(&self) -> Job {
        slip()
    }

    fn works(&self) {
        self.levers.set(|p| *p = Panel::default());
    }

    fn slowly(&self) {
        self.levers.set(|p| *p = Panel { pace: Duration::from_millis(20), ..Panel::default() });
    }

    fn happened(&self) -> Option<usize> {
        Some(self.levers.pages().len())
    }

    /// Its questions have one answer each; a slip is damaged by its lines.
    fn damage(&self, damage: Damage, after: u32) -> bool {
        let lines = Some(after + 1);
        self.levers.set(|p| match damage {
            Damage::Garbage => p.talk = Talk::Junk,
            Damage::Half => p.dead_after = lines,
            Damage::Silence => p.stalled = true,
            Damage::Unplug => p.unplug_after = lines,
        });
        after < if matches!(damage, Damage::Half | Damage::Unplug) { 4 } else { 1 }
    }

    fn hangs(&self) -> bool {
        self.levers.set(|p| p.stalled = true);
        true
    }

    /// A port of the network takes connections and does not say by whom it is used.
    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>)) {
        let path = || self.wire.path().expect("a path");
        match self.wire.scheme() {
            "serial" => {
                let _other = SerialLink::open(&path(), 9600).expect("free");
                check(Some(std::process::id()));
            }
            "usblp" => {
                let _other = LpLink::open(&path()).expect("free");
                check(Some(std::process::id()));
            }
            _ => {}
        }
    }

    fn unplug(&self, gone: bool) {
        assert!(if gone { self.levers.unplug() } else { self.levers.replug() });
    }
}

struct Queue(Cupsd);

/// Plain text to a real CUPS.
pub fn cups() -> (Box<dyn Post>, Driver) {
    let cupsd = Cupsd::start();
    let driver = driver(&cupsd.uri(), &tempfile::tempdir().expect("a folder"));
    (Box::new(Queue(cupsd)), driver)
}

impl Post for Queue {
    fn job(&self) -> Job {
        slip()
    }

    fn works(&self) {
        self.0.freeze(false);
    }

    fn hangs(&self) -> bool {
        self.0.freeze(true);
        true
    }

    /// Anybody may hand in jobs.
    fn while_taken(&self, _: &mut dyn FnMut(Option<u32>)) {}

    fn unplug(&self, gone: bool) {
        self.0.queue(!gone);
    }
}
