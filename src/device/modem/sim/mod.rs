//! Simulator of a message modem, on a real pseudo-terminal.
//!
//! Owns the thread at the other end of the wire. The driver reaches it by opening a port and in no other
//! way, so what runs in tests and in the demo is what runs in an office. Wakes only for traffic and levers.

mod engine;
mod levers;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{EventfdFlags, eventfd};
use zeroize::Zeroizing;

use crate::device::follow::await_traffic;
use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::transport::pty::Pty;
use crate::device::uri::DeviceUri;
use engine::{Engine, LONGEST_TEXT, Reply};
pub use levers::{At, Glitch, KEPT, ModemLevers, Slot};

/// How long a client may leave an answer unread before the rest is lost.
const PATIENCE: Duration = Duration::from_secs(2);
/// Longest command taken; the rest of a longer one is lost.
const LONGEST_COMMAND: usize = 256;
const ESCAPE: u8 = 0x1B;
const CTRL_Z: u8 = 0x1A;

/// A running simulator; dropping it unplugs the modem and removes its name.
pub struct ModemSim {
    levers: ModemLevers,
    path: PathBuf,
    thread: Option<JoinHandle<()>>,
}

impl ModemSim {
    /// Starts a modem under the stable name `path` and returns once it is plugged in.
    pub fn start(path: &Path, levers: ModemLevers) -> io::Result<Self> {
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        {
            let mut state = levers.lock();
            state.wake = Some(Arc::clone(&wake));
            state.stop = false;
            state.plugged = true;
        }
        let pty = Pty::plug(path)?;
        levers.plugged_is(true);
        let unit = Unit {
            levers: levers.clone(),
            path: path.to_path_buf(),
            wake,
            pty: Some(pty),
            engine: Engine::new(),
            input: Zeroizing::new(Vec::new()),
        };
        let thread = std::thread::Builder::new().name("sim-modem".into()).spawn(move || unit.run())?;
        Ok(Self { levers, path: path.to_path_buf(), thread: Some(thread) })
    }

    /// The name to open: stays the same when the modem is plugged out and in again.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Simulator for ModemSim {
    fn wire(&self) -> DeviceUri {
        DeviceUri::new("serial", &self.path.display().to_string())
    }

    fn verbs(&self) -> &'static [&'static str] {
        &[
            "sim ready|none|pin NUMBER",
            "network on|off",
            "signal NUMBER",
            "refuse NUMBER",
            "hang",
            "slow",
            "garbage",
            "half",
            "unasked",
            "clear",
            "unplug",
            "replug",
        ]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        let levers = &self.levers;
        match words {
            ["sim", "ready"] => levers.slot(Slot::Ready),
            ["sim", "none"] => levers.slot(Slot::Empty),
            ["sim", "pin", pin] => levers.slot(Slot::Locked((*pin).to_owned())),
            ["network", "on"] => levers.registered(true),
            ["network", "off"] => levers.registered(false),
            ["signal", level] => levers.signal(level.parse().map_err(|_| NotUnderstood)?),
            ["refuse", code] => {
                let code: u16 = code.parse().map_err(|_| NotUnderstood)?;
                levers.fault(At::Sending, Glitch::Answer(format!("+CMS ERROR: {code}")));
            }
            ["hang"] => levers.fault(At::Sending, Glitch::Silence),
            ["slow"] => levers.fault(At::Sending, Glitch::Delay(Duration::from_secs(10))),
            ["garbage"] => levers.fault(At::Sending, Glitch::Garbage(b"\xFF\x00\x7F#\r\n".to_vec())),
            ["half"] => levers.fault(At::Sending, Glitch::Half),
            ["unasked"] => levers.fault(At::Any, Glitch::Unasked("+CMTI: \"SM\",1".into())),
            ["clear"] => levers.clear_faults(),
            // Whether the plug was already so does not matter to whoever pulls it.
            ["unplug"] => drop(levers.unplug()),
            ["replug"] => drop(levers.replug()),
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for ModemSim {
    fn drop(&mut self) {
        self.levers.stop();
        if let Some(thread) = self.thread.take() {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
    }
}

struct Unit {
    levers: ModemLevers,
    path: PathBuf,
    wake: Arc<std::os::fd::OwnedFd>,
    pty: Option<Pty>,
    engine: Engine,
    /// The command or message being typed.
    input: Zeroizing<Vec<u8>>,
}

impl Unit {
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
            // A SIM that has lost its power asks for its PIN again.
            self.engine = Engine::new();
            self.input.clear();
            self.levers.lock().unlocked = false;
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
        // While an answer is held back, what is typed stays where it is: only levers count.
        let line = self.pty.as_ref().filter(|_| limit.is_none()).map(Pty::master);
        await_traffic(&self.wake, line, limit)
    }

    fn serve(&mut self) -> io::Result<()> {
        let mut buf = Zeroizing::new([0u8; 512]);
        let bytes = match &self.pty {
            Some(pty) => Zeroizing::new(pty.read(&mut buf[..])?.to_vec()),
            None => return Ok(()),
        };
        for byte in bytes.iter() {
            if self.engine.awaits_unit() { self.type_unit(*byte)? } else { self.type_command(*byte)? }
        }
        Ok(())
    }

    fn type_command(&mut self, byte: u8) -> io::Result<()> {
        if self.engine.echo {
            self.send(&[byte])?;
        }
        match byte {
            b'\r' => self.obey_line(),
            b'\n' | ESCAPE => Ok(()),
            _ => {
                if self.input.len() < LONGEST_COMMAND {
                    self.input.push(byte);
                }
                Ok(())
            }
        }
    }

    fn obey_line(&mut self) -> io::Result<()> {
        let line = Zeroizing::new(String::from_utf8_lossy(&self.input).trim().to_owned());
        self.input.clear();
        let Some(command) = line.get(..2).filter(|at| at.eq_ignore_ascii_case("AT")).and(line.get(2..)) else {
            return if line.is_empty() { Ok(()) } else { self.answer(&engine::plain("ERROR"), None) };
        };
        let (reply, glitch) = {
            let mut state = self.levers.lock();
            state.commands += 1;
            let glitch = state.take_fault(Some(command));
            match glitch.as_ref().and_then(Glitch::instead) {
                Some((line, late)) => (engine::plain(line), late),
                None => (self.engine.command(command, &mut state), glitch),
            }
        };
        self.answer(&reply, glitch)
    }

    fn type_unit(&mut self, byte: u8) -> io::Result<()> {
        match byte {
            ESCAPE => {
                self.input.clear();
                let reply = self.engine.abandon();
                self.answer(&reply, None)
            }
            CTRL_Z => {
                let written = Zeroizing::new(String::from_utf8_lossy(&self.input).into_owned());
                self.input.clear();
                let (reply, glitch) = {
                    let mut state = self.levers.lock();
                    let glitch = state.take_fault(None);
                    match glitch.as_ref().and_then(Glitch::instead) {
                        Some((line, late)) => {
                            drop(self.engine.abandon());
                            (engine::plain(line), late)
                        }
                        None => (self.engine.unit(&written, &mut state), glitch),
                    }
                };
                self.answer(&reply, glitch)
            }
            _ => {
                if self.input.len() <= LONGEST_TEXT {
                    self.input.push(byte);
                }
                Ok(())
            }
        }
    }

    fn answer(&mut self, reply: &Reply, glitch: Option<Glitch>) -> io::Result<()> {
        let mut bytes: Vec<u8> = reply.lines.iter().flat_map(|l| format!("\r\n{l}\r\n").into_bytes()).collect();
        if reply.prompt {
            bytes.extend_from_slice(b"\r\n> ");
        }
        match glitch {
            None | Some(Glitch::Answer(_) | Glitch::Late(..)) => {}
            Some(Glitch::Silence) => bytes.clear(),
            Some(Glitch::Delay(time)) => self.wait(Some(time))?,
            Some(Glitch::Garbage(junk)) => drop(bytes.splice(0..0, junk)),
            Some(Glitch::Half) => bytes.truncate(bytes.len() / 2),
            Some(Glitch::Unasked(line)) => drop(bytes.splice(0..0, format!("\r\n{line}\r\n").into_bytes())),
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
