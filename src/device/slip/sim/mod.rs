//! Simulator of an ESC/POS receipt printer, on a TCP port or a pseudo-terminal.
//!
//! Owns the thread at the other end of the wire. The driver reaches it by its line and in no other way. Wakes only
//! for traffic, levers and the pace of printing. Like the real thing it answers immediate questions while it stands
//! still, and takes no more bytes than its buffer holds.

mod levers;
mod paper;
mod wire;

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{EventfdFlags, eventfd};

use crate::device::follow::await_traffic;
use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::uri::DeviceUri;
pub use levers::{KEPT_PAGES, Panel, SlipLevers, Talk};
pub use paper::{Line, Page};
use paper::{Paper, Step};
use wire::{Socket, Wire};

/// Bytes the printer holds before it lets the sender wait.
const BUFFER: usize = 4096;
/// What a printer at the wrong speed seems to say.
const JUNK: [u8; 3] = [0xE1, 0x9C, 0xF0];

/// A running simulator; dropping it unplugs the printer.
pub struct SlipSim {
    levers: SlipLevers,
    wire: DeviceUri,
    thread: Option<JoinHandle<()>>,
}

impl SlipSim {
    /// A network printer on a free port of this machine.
    pub fn tcp(levers: SlipLevers) -> io::Result<Self> {
        // The port is kept by its number: it goes and comes with the plug.
        let address = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?.local_addr()?;
        Self::start(Socket::Tcp(address), DeviceUri::new("tcp", &address.to_string()), levers)
    }

    /// A serial printer (or, for the driver of nodes, a USB one) under the stable name `path`.
    pub fn pty(path: &Path, levers: SlipLevers) -> io::Result<Self> {
        Self::start(Socket::Pty(path.to_path_buf()), DeviceUri::new("serial", &path.display().to_string()), levers)
    }

    fn start(socket: Socket, line: DeviceUri, levers: SlipLevers) -> io::Result<Self> {
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        let wire = socket.plug()?;
        levers.changed(|s| {
            s.wake = Some(Arc::clone(&wake));
            (s.stop, s.plugged, s.is_plugged) = (false, true, true);
        });
        let columns = levers.lock().panel.columns;
        let machine = Machine {
            levers: levers.clone(),
            socket,
            wake,
            wire: Some(wire),
            paper: Paper::new(columns),
            input: VecDeque::new(),
            question: Vec::new(),
            busy_until: None,
        };
        let thread = std::thread::Builder::new().name("sim-slip".into()).spawn(move || machine.run())?;
        Ok(Self { levers, wire: line, thread: Some(thread) })
    }

    pub fn levers(&self) -> &SlipLevers {
        &self.levers
    }
}

impl Simulator for SlipSim {
    fn wire(&self) -> DeviceUri {
        self.wire.clone()
    }

    fn verbs(&self) -> &'static [&'static str] {
        &[
            "paper plenty|low|out|LINES",
            "cover open|closed",
            "cutter stuck|free",
            "button offline|online",
            "status true|never|junk",
            "stall",
            "go",
            "slow MILLISECONDS",
            "unplug",
            "replug",
        ]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        let number = |text: &str| text.parse::<u32>().map_err(|_| NotUnderstood);
        let mut panel = self.levers.lock().panel;
        match words {
            ["paper", "plenty"] => (panel.paper, panel.near_end) = (None, false),
            ["paper", "low"] => (panel.paper, panel.near_end) = (None, true),
            ["paper", "out"] => panel.paper = Some(0),
            ["paper", lines] => panel.paper = Some(number(lines)?),
            ["cover", "open"] => panel.cover_open = true,
            ["cover", "closed"] => panel.cover_open = false,
            ["cutter", "stuck"] => panel.cutter_stuck = true,
            ["cutter", "free"] => panel.cutter_stuck = false,
            ["button", "offline"] => panel.offline = true,
            ["button", "online"] => panel.offline = false,
            ["status", "true"] => panel.talk = Talk::True,
            ["status", "never"] => panel.talk = Talk::Never,
            ["status", "junk"] => panel.talk = Talk::Junk,
            ["stall"] => panel.stalled = true,
            ["go"] => (panel.stalled, panel.pace) = (false, Duration::ZERO),
            ["slow", time] => panel.pace = Duration::from_millis(u64::from(number(time)?)),
            // Whether the plug was already so does not matter to whoever pulls it.
            ["unplug"] => drop(self.levers.unplug()),
            ["replug"] => drop(self.levers.replug()),
            _ => return Err(NotUnderstood),
        }
        self.levers.set(|p| *p = panel);
        Ok(())
    }
}

impl Drop for SlipSim {
    fn drop(&mut self) {
        self.levers.stop();
        if let Some(thread) = self.thread.take() {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
    }
}

struct Machine {
    levers: SlipLevers,
    socket: Socket,
    wake: Arc<std::os::fd::OwnedFd>,
    wire: Option<Wire>,
    paper: Paper,
    input: VecDeque<u8>,
    /// The beginning of an immediate question.
    question: Vec<u8>,
    busy_until: Option<Instant>,
}

impl Machine {
    fn run(mut self) {
        while self.follow_plug() {
            let done = self.wait().and_then(|()| self.hear()).and_then(|()| self.print());
            if done.is_err() {
                self.fall_out();
            }
        }
        self.fall_out();
        self.levers.changed(|s| s.wake = None);
    }

    /// Makes the plug what the levers say. False when the simulator is to end.
    fn follow_plug(&mut self) -> bool {
        let (stop, wanted) = {
            let state = self.levers.lock();
            (state.stop, state.plugged)
        };
        if !stop && !wanted && self.wire.is_some() {
            self.wire = None;
            self.fall_out();
        }
        if !stop && wanted && self.wire.is_none() {
            self.wire = self.socket.plug().ok();
            let plugged = self.wire.is_some();
            self.levers.changed(|s| (s.plugged, s.is_plugged) = (plugged, plugged));
        }
        !stop
    }

    /// Without power: what was in the buffer is lost, what is on the paper stays there. The levers know before a
    /// client can, so that plugging in again, asked for on what the client has seen, is never taken for done.
    fn fall_out(&mut self) {
        self.input.clear();
        self.question.clear();
        self.busy_until = None;
        let page = self.paper.tear();
        let columns = self.paper.columns;
        self.paper = Paper::new(columns);
        self.levers.changed(|s| {
            keep(&mut s.pages, page);
            (s.plugged, s.is_plugged) = (false, false);
        });
        self.wire = None;
    }

    fn wait(&self) -> io::Result<()> {
        let line = self.wire.as_ref().filter(|_| self.input.len() < BUFFER).map(Wire::fd);
        let limit = self.busy_until.map(|t| t.saturating_duration_since(Instant::now()));
        await_traffic(&self.wake, line, limit)
    }

    /// Takes bytes; immediate questions never reach the buffer.
    fn hear(&mut self) -> io::Result<()> {
        let mut buf = [0u8; BUFFER];
        let room = BUFFER - self.input.len().min(BUFFER);
        let Some(wire) = self.wire.as_mut().filter(|_| room > 0) else { return Ok(()) };
        let bytes = wire.read(&mut buf[..room])?;
        for byte in bytes {
            self.question.push(*byte);
            match self.question.as_slice() {
                [0x10] | [0x10, 0x04] => {}
                [0x10, 0x04, n @ 1..=4] => {
                    let panel = self.levers.lock().panel;
                    let answer = immediate(*n, &panel);
                    wire.send(&answer)?;
                    self.question.clear();
                }
                _ => self.input.extend(self.question.drain(..)),
            }
        }
        Ok(())
    }

    /// Prints as far as paper, cover, pace and levers allow.
    fn print(&mut self) -> io::Result<()> {
        loop {
            let panel = self.levers.lock().panel;
            self.paper.columns = panel.columns;
            if panel.stalled || stands_still(&panel) || self.wire.is_none() {
                self.busy_until = None;
                return Ok(());
            }
            if self.busy_until.is_some_and(|t| t > Instant::now()) {
                return Ok(());
            }
            self.busy_until = None;
            match self.paper.step(&mut self.input) {
                Step::Starved => return Ok(()),
                Step::Set => {}
                Step::Sensors => self.sensors(&panel)?,
                Step::Moved(lines) => self.moved(lines, &panel)?,
                Step::Cut => {
                    let page = self.paper.tear();
                    self.levers.changed(|s| keep(&mut s.pages, page));
                }
            }
            let unknown = self.paper.unknown;
            self.levers.lock().unknown = unknown;
        }
    }

    fn sensors(&mut self, panel: &Panel) -> io::Result<()> {
        let answer = if panel.near_end { 0x03 } else { 0x00 };
        match (panel.talk, &mut self.wire) {
            (Talk::True, Some(wire)) => wire.send(&[answer]),
            (Talk::Junk, Some(wire)) => wire.send(&JUNK),
            _ => Ok(()),
        }
    }

    fn moved(&mut self, lines: u32, panel: &Panel) -> io::Result<()> {
        if !panel.pace.is_zero() {
            self.busy_until = Some(Instant::now() + panel.pace * lines);
        }
        let mut state = self.levers.lock();
        let left = &mut state.panel;
        left.paper = left.paper.map(|n| n.saturating_sub(lines));
        if counted_down(&mut left.dead_after, lines) {
            (left.talk, left.stalled) = (Talk::Never, true);
        }
        match counted_down(&mut left.unplug_after, lines) {
            true => Err(io::ErrorKind::UnexpectedEof.into()),
            false => Ok(()),
        }
    }
}

/// Whether a count has come to its end with these lines.
fn counted_down(count: &mut Option<u32>, lines: u32) -> bool {
    let Some(before) = *count else { return false };
    *count = before.checked_sub(lines).filter(|left| *left > 0);
    count.is_none()
}

fn keep(pages: &mut VecDeque<Page>, page: Option<Page>) {
    pages.extend(page);
    while pages.len() > KEPT_PAGES {
        pages.pop_front();
    }
}

/// Takes no data until a hand has put it right.
fn stands_still(panel: &Panel) -> bool {
    panel.paper == Some(0) || panel.cover_open || panel.offline || panel.cutter_stuck
}

/// The answer to `DLE EOT n`; fixed bits 1 and 4.
fn immediate(n: u8, panel: &Panel) -> Vec<u8> {
    let bit = |on: bool, bits: u8| if on { bits } else { 0 };
    let out = panel.paper == Some(0);
    let said = match n {
        1 => bit(stands_still(panel), 0x08),
        2 => bit(panel.cover_open, 0x04) | bit(out, 0x20) | bit(panel.cutter_stuck, 0x40),
        3 => bit(panel.cutter_stuck, 0x08),
        _ => bit(panel.near_end || out, 0x0C) | bit(out, 0x60),
    };
    match panel.talk {
        Talk::True | Talk::NotInTurn => vec![0x12 | said],
        Talk::Never => Vec::new(),
        Talk::Junk => JUNK.to_vec(),
    }
}
