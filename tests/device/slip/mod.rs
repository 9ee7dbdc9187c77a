//! Receipt printers: the bytes, the driver over TCP and over a pseudo-terminal, lines, a real CUPS.

use std::path::PathBuf;
use std::time::Duration;

use loket::device::slip::line::Line;
use loket::device::slip::printer::{EscPos, Manners, Timing};
use loket::device::slip::sim::{Page, SlipLevers, SlipSim};
use loket::device::{Ctl, DeviceError, DeviceUri, Simulator, SlipText};

use super::rig::PATIENCE;

pub mod cupsd;
mod driver;
mod encoder;
mod faults;
mod lines;
mod queue;

/// A simulated printer and a driver of it, with the patience of a test.
pub struct Rig {
    pub levers: SlipLevers,
    pub line: Line,
    pub manners: Manners,
    pub timing: Timing,
    pub sim: SlipSim,
    _dir: tempfile::TempDir,
}

/// The same printer on each of its wires.
pub const WIRES: [fn() -> Rig; 3] = [Rig::tcp, Rig::serial, Rig::node];

impl Rig {
    pub fn tcp() -> Rig {
        let dir = tempfile::tempdir().expect("a folder");
        let sim = SlipSim::tcp(SlipLevers::new()).expect("a printer");
        let wire = sim.wire();
        Rig::of(sim, wire, dir)
    }

    pub fn serial() -> Rig {
        let (sim, path, dir) = on_pty();
        Rig::of(sim, DeviceUri::new("serial", &path.display().to_string()), dir)
    }

    pub fn node() -> Rig {
        let (sim, path, dir) = on_pty();
        Rig::of(sim, DeviceUri::new("usblp", &path.display().to_string()), dir)
    }

    fn of(sim: SlipSim, uri: DeviceUri, dir: tempfile::TempDir) -> Rig {
        // A question is given up after `reply`, so only the tests of silence pay for it.
        let timing = Timing {
            reply: Duration::from_millis(400),
            poll: Duration::from_millis(20),
            print: Duration::from_millis(400),
        };
        let line = Line::of(&uri).expect("a line");
        Rig { levers: sim.levers().clone(), line, manners: Manners::default(), timing, sim, _dir: dir }
    }

    pub fn open(&self) -> Result<EscPos, DeviceError> {
        EscPos::open(&self.line, self.timing, &self.manners, &Ctl::within(PATIENCE))
    }

    /// The page that has come out last.
    pub fn page(&self, count: usize) -> Page {
        assert!(self.levers.wait_pages(count, PATIENCE), "page {count} did not come out");
        self.levers.pages().pop().expect("a page")
    }
}

pub fn on_pty() -> (SlipSim, PathBuf, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("printer");
    let sim = SlipSim::pty(&path, SlipLevers::new()).expect("a printer");
    (sim, path, dir)
}

/// A slip of `lines` lines with a code.
pub fn slip(lines: usize) -> SlipText {
    let lines: Vec<String> = (1..=lines).map(|n| format!("baris {n}")).collect();
    SlipText::new(&lines).expect("a slip").with_code("LKT26-0129-7F")
}
