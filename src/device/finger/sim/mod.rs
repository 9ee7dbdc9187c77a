//! Simulator of the serial fingerprint module, on a real pseudo-terminal.
//!
//! Owns the thread at the other end of the wire. The driver reaches it by opening a port and in no
//! other way, so what runs in tests and in the demo is what runs in an office. Wakes only for traffic
//! and levers.

mod engine;
mod levers;
mod template;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{EventfdFlags, eventfd};

use super::frame::{Decoder, Frame, FrameKind};
use crate::device::follow::await_traffic;
use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::transport::pty::Pty;
use crate::device::uri::DeviceUri;
use engine::{Answer, Engine};
use levers::State;
pub use levers::{FingerLevers, Glitch, Placed, WireFault};
pub use template::{TEMPLATE_LEN, template_of};

/// How long a client may leave an answer unread before the rest is lost.
const PATIENCE: Duration = Duration::from_secs(2);
const DAMAGED: u8 = 0x01;

/// A running simulator; dropping it unplugs the module and removes its name.
pub struct FingerSim {
    levers: FingerLevers,
    path: PathBuf,
    thread: Option<JoinHandle<()>>,
}

impl FingerSim {
    /// Starts a module under the stable name `path` and returns once it is plugged in.
    pub fn start(path: &Path, levers: FingerLevers) -> io::Result<Self> {
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        {
            let mut state = levers.lock();
            state.wake = Some(Arc::clone(&wake));
            state.stop = false;
            state.plugged = true;
        }
        let pty = Pty::plug(path)?;
        levers.plugged_is(true);
        let module = Module {
            levers: levers.clone(),
            path: path.to_path_buf(),
            wake,
            pty: Some(pty),
            engine: Engine::new(),
            decoder: Decoder::new(),
        };
        let thread = std::thread::Builder::new().name("sim-finger".into()).spawn(move || module.run())?;
        Ok(Self { levers, path: path.to_path_buf(), thread: Some(thread) })
    }

    /// The name to open: stays the same when the module is plugged out and in again.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn levers(&self) -> &FingerLevers {
        &self.levers
    }
}

impl Simulator for FingerSim {
    fn wire(&self) -> DeviceUri {
        DeviceUri::new("serial", &self.path.display().to_string())
    }

    fn verbs(&self) -> &'static [&'static str] {
        &[
            "put holder|stranger|messy|NUMBER",
            "lift",
            "hang",
            "slow MS",
            "garbage",
            "wrong",
            "clear",
            "unplug",
            "replug",
        ]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        match words {
            ["put", "holder"] => self.levers.put(Placed::Holder),
            ["put", "stranger"] => self.levers.put(Placed::Stranger),
            ["put", "messy"] => self.levers.put(Placed::Messy),
            ["put", number] => self.levers.put(Placed::Person(number.parse().map_err(|_| NotUnderstood)?)),
            ["lift"] => self.levers.lift(),
            ["hang"] => self.levers.always(Some(Glitch::Silence)),
            ["slow", pause] => {
                let pause = pause.parse().ok().filter(|ms| *ms <= 60_000).ok_or(NotUnderstood)?;
                self.levers.always(Some(Glitch::Delay(Duration::from_millis(pause))));
            }
            ["garbage"] => self.levers.always(Some(Glitch::FlipChecksum)),
            ["wrong"] => self.levers.another_unit(true),
            ["clear"] => {
                self.levers.another_unit(false);
                self.levers.always(None);
                self.levers.clear_faults();
            }
            // Whether the plug was already so does not matter to whoever pulls it.
            ["unplug"] => drop(self.levers.unplug()),
            ["replug"] => drop(self.levers.replug()),
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for FingerSim {
    fn drop(&mut self) {
        self.levers.stop();
        if let Some(thread) = self.thread.take() {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
    }
}

struct Module {
    levers: FingerLevers,
    path: PathBuf,
    wake: Arc<std::os::fd::OwnedFd>,
    pty: Option<Pty>,
    engine: Engine,
    decoder: Decoder,
}

impl Module {
    fn run(mut self) {
        while self.follow_plug() {
            if self.wait(None).is_err() || self.serve().is_err() {
                self.fall_out();
            }
        }
        self.fall_out();
        self.levers.lock().wake = None;
    }

    /// Makes the plug what the levers say. False when the simulator is to end.
    fn follow_plug(&mut self) -> bool {
        let (stop, wanted) = {
            let state = self.levers.lock();
            (state.stop, state.plugged)
        };
        if stop {
            return false;
        }
        if !wanted && self.pty.is_some() {
            self.pty = None;
            self.levers.plugged_is(false);
        }
        if wanted && self.pty.is_none() {
            // Volatile buffers do not outlive the power; the flash library does not matter here.
            self.engine = Engine::new();
            self.decoder = Decoder::new();
            match Pty::plug(&self.path) {
                Ok(pty) => {
                    self.pty = Some(pty);
                    self.levers.plugged_is(true);
                }
                Err(_) => self.levers.lock().plugged = false,
            }
        }
        true
    }

    /// Unplugged by itself. The levers know before the client can, so that plugging in again, asked
    /// for on what the client has seen, is never taken for done.
    fn fall_out(&mut self) {
        self.levers.lock().plugged = false;
        self.levers.plugged_is(false);
        self.pty = None;
    }

    /// Waits for traffic, a lever or `limit`.
    fn wait(&self, limit: Option<Duration>) -> io::Result<()> {
        // While an answer is held back, commands stay where they are: only levers count.
        let line = self.pty.as_ref().filter(|_| limit.is_none()).map(Pty::master);
        await_traffic(&self.wake, line, limit)
    }

    fn serve(&mut self) -> io::Result<()> {
        let Some(pty) = &self.pty else {
            return Ok(());
        };
        let mut buf = [0u8; 1024];
        let bytes = pty.read(&mut buf)?;
        let damaged = self.decoder.damaged();
        self.decoder.push(bytes);
        while let Some(frame) = self.decoder.next_frame() {
            if frame.address == engine::ADDRESS {
                self.take(&frame)?;
            }
        }
        if self.decoder.damaged() > damaged {
            let complaint = Answer { confirm: DAMAGED, data: Vec::new(), block: Vec::new() };
            self.send(&encode(&complaint.frames(self.engine.packet())))?;
        }
        Ok(())
    }

    fn take(&mut self, frame: &Frame) -> io::Result<()> {
        match frame.kind {
            FrameKind::Data | FrameKind::LastData => self.engine.data(frame),
            FrameKind::Acknowledge => {}
            FrameKind::Command => {
                let (mut answer, glitch) = {
                    let mut state = self.levers.lock();
                    let answer = self.engine.command(&frame.content, &mut state);
                    (answer, glitch_for(&mut state, &frame.content))
                };
                if let Some(Glitch::Confirm(code)) = glitch {
                    answer = Answer { confirm: code, data: Vec::new(), block: Vec::new() };
                }
                self.answer(&answer, glitch)?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, answer: &Answer, glitch: Option<Glitch>) -> io::Result<()> {
        let mut bytes = encode(&answer.frames(self.engine.packet()));
        match glitch {
            None | Some(Glitch::Confirm(_)) => {}
            Some(Glitch::DropByte(at)) => {
                bytes.remove(at.min(bytes.len() - 1));
            }
            Some(Glitch::FlipChecksum) => {
                if let Some(last) = bytes.last_mut() {
                    *last ^= 0x55;
                }
            }
            Some(Glitch::Delay(time)) => self.wait(Some(time))?,
            Some(Glitch::Garbage(junk)) => {
                bytes.splice(0..0, junk);
            }
            Some(Glitch::HalfFrame) => bytes.truncate(bytes.len() / 2),
            Some(Glitch::Silence) => bytes.clear(),
            Some(Glitch::LoseData) => self.engine.lose_download(),
            Some(Glitch::Unplug) => {
                self.send(&bytes[..bytes.len() / 2])?;
                self.fall_out();
                return Ok(());
            }
        }
        self.send(&bytes)
    }

    fn send(&self, bytes: &[u8]) -> io::Result<()> {
        match &self.pty {
            Some(pty) => pty.send(bytes, PATIENCE),
            None => Ok(()),
        }
    }
}

fn glitch_for(state: &mut State, content: &[u8]) -> Option<Glitch> {
    state.commands += 1;
    state.take_fault(*content.first()?)
}

fn encode(frames: &[Frame]) -> Vec<u8> {
    frames.iter().flat_map(|f| f.encode().to_vec()).collect()
}
