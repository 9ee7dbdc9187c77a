//! A client's connection to a D-Bus daemon: calls with a deadline, and the signals asked for.
//!
//! Owns the socket, the greeting and the pairing of calls with replies. Written here because the libraries of
//! this protocol bring a runtime of their own, and no call of theirs can be cancelled from another thread
//! (`docs/adr/0005-libraries.md`). Must not know a service.

pub mod wire;

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use wire::{Broken, Call, Message, MessageKind};

use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};

/// Where the bus of the machine is, unless the environment says otherwise.
const SYSTEM: &str = "unix:path=/run/dbus/system_bus_socket";
/// How long a wait goes on before it looks whether it was cancelled.
const SLICE: Duration = Duration::from_millis(50);
/// Signals kept for whoever asks next.
const KEPT: usize = 64;
/// Longest line of the greeting, in bytes.
const GREETING: usize = 512;
const BUS: &str = "org.freedesktop.DBus";

/// Why a call gave nothing.
#[derive(Debug)]
pub enum CallError {
    /// The other side's own refusal, by its name.
    Refused(String),
    /// No connection, no time, or no sense.
    Failed(DeviceError),
}

impl From<DeviceError> for CallError {
    fn from(e: DeviceError) -> Self {
        CallError::Failed(e)
    }
}

/// A greeted connection. Dropping it ends whatever its owner had claimed on the bus.
pub struct Bus {
    stream: UnixStream,
    incoming: Vec<u8>,
    signals: VecDeque<Message>,
    serial: u32,
}

/// The address of the machine's bus, as its own programs find it.
pub fn system_address() -> String {
    std::env::var("DBUS_SYSTEM_BUS_ADDRESS").unwrap_or_else(|_| SYSTEM.into())
}

/// The socket of an address `unix:path=...` or `unix:abstract=...`; the first of several that is one.
pub fn socket_of(address: &str) -> Option<SocketAddr> {
    address.split(';').find_map(|one| {
        let keys = one.strip_prefix("unix:")?;
        keys.split(',').find_map(|pair| match pair.split_once('=')? {
            ("path", path) => SocketAddr::from_pathname(path).ok(),
            ("abstract", name) => SocketAddr::from_abstract_name(name).ok(),
            _ => None,
        })
    })
}

impl Bus {
    /// Connects and says hello.
    ///
    /// # Errors
    /// `ServiceDown` when no daemon answers there, `PermissionDenied` when it refuses this user, `Protocol`
    /// when something else answers.
    pub fn connect(address: &str, ctl: &Ctl) -> Result<Self, DeviceError> {
        let down = || DeviceError::harmless(Fault::ServiceDown { service: "dbus" });
        let socket = socket_of(address).ok_or_else(down)?;
        let stream = UnixStream::connect_addr(&socket).map_err(|e| match e.kind() {
            io::ErrorKind::PermissionDenied => denied(address).caused_by(e),
            _ => down().caused_by(e),
        })?;
        let mut bus = Self { stream, incoming: Vec::new(), signals: VecDeque::new(), serial: 0 };
        let uid: String = rustix::process::getuid().as_raw().to_string().bytes().map(|b| format!("{b:02x}")).collect();
        bus.send(format!("\0AUTH EXTERNAL {uid}\r\n").as_bytes(), ctl)?;
        if !bus.line(ctl)?.starts_with("OK ") {
            return Err(denied(address));
        }
        bus.send(b"BEGIN\r\n", ctl)?;
        match bus.ask("Hello", &[], ctl) {
            Ok(_) => Ok(bus),
            Err(CallError::Refused(_)) => Err(denied(address)),
            Err(CallError::Failed(e)) => Err(e),
        }
    }

    /// Asks the bus itself.
    pub fn ask(&mut self, member: &str, args: &[&str], ctl: &Ctl) -> Result<Message, CallError> {
        self.call(&Call { to: BUS, path: "/org/freedesktop/DBus", interface: BUS, member, args }, ctl)
    }

    /// Wants the signals of a match rule. They are kept from now on.
    pub fn subscribe(&mut self, rule: &str, ctl: &Ctl) -> Result<(), CallError> {
        self.ask("AddMatch", &[rule], ctl).map(drop)
    }

    /// Calls a method and waits for its reply. The reply's sender is the one that answered.
    ///
    /// # Errors
    /// `Refused` with the error's name; `Failed` on cancel, deadline, a lost or senseless connection.
    pub fn call(&mut self, call: &Call<'_>, ctl: &Ctl) -> Result<Message, CallError> {
        self.serial = self.serial.checked_add(1).unwrap_or(1);
        let serial = self.serial;
        ctl.check("dbus call")?;
        self.send(&call.encode(serial), ctl)?;
        loop {
            let message = self.receive(ctl.deadline, ctl)?.ok_or_else(|| ctl.timeout("dbus call"))?;
            match message.kind {
                MessageKind::Reply if message.answers == serial => return Ok(message),
                MessageKind::Error if message.answers == serial => return Err(CallError::Refused(message.error)),
                MessageKind::Signal => self.keep(message)?,
                // An answer to a call that was given up, or somebody who takes us for a service.
                _ => {}
            }
        }
    }

    /// The next signal, or None when none came until `until`.
    ///
    /// # Errors
    /// On cancel and on a lost or senseless connection.
    pub fn signal(&mut self, until: Instant, ctl: &Ctl) -> Result<Option<Message>, DeviceError> {
        loop {
            if let Some(signal) = self.signals.pop_front() {
                return Ok(Some(signal));
            }
            match self.receive(until, ctl)? {
                Some(message) if message.kind == MessageKind::Signal => return Ok(Some(message)),
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    /// A signal that found no room would be a verdict that is missing, so that is the end of the connection.
    fn keep(&mut self, signal: Message) -> Result<(), DeviceError> {
        if self.signals.len() == KEPT {
            return Err(senseless("too many signals", KEPT));
        }
        self.signals.push_back(signal);
        Ok(())
    }

    /// One whole message; None when it is not there by `until`.
    fn receive(&mut self, until: Instant, ctl: &Ctl) -> Result<Option<Message>, DeviceError> {
        loop {
            let at = self.incoming.len();
            let broken = |_: Broken| senseless("dbus message", at);
            if let Some(len) = wire::length(&self.incoming).map_err(broken)?.filter(|len| *len <= at) {
                let message = Message::decode(&self.incoming[..len]).map_err(broken)?;
                self.incoming.drain(..len);
                return Ok(Some(message));
            }
            if !self.more(until, ctl)? {
                return Ok(None);
            }
        }
    }

    /// Takes what has arrived, waiting until `until` for it. False when nothing came. What is taken is at most
    /// one message beyond what one read brings.
    fn more(&mut self, until: Instant, ctl: &Ctl) -> Result<bool, DeviceError> {
        let mut buf = [0; 4096];
        loop {
            if ctl.cancel.is_set() {
                return Err(DeviceError::harmless(Fault::Cancelled));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            self.stream.set_read_timeout(Some(left.min(SLICE))).map_err(lost)?;
            match self.stream.read(&mut buf) {
                Ok(0) => return Err(DeviceError::harmless(Fault::ServiceDown { service: "dbus" })),
                Ok(n) => {
                    self.incoming.extend_from_slice(&buf[..n]);
                    return Ok(true);
                }
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
                Err(e) => return Err(lost(e)),
            }
        }
    }

    fn send(&mut self, bytes: &[u8], ctl: &Ctl) -> Result<(), DeviceError> {
        self.stream.set_write_timeout(Some(ctl.left().max(SLICE))).map_err(lost)?;
        self.stream.write_all(bytes).map_err(lost)
    }

    fn line(&mut self, ctl: &Ctl) -> Result<String, DeviceError> {
        loop {
            if let Some(end) = self.incoming.windows(2).position(|w| w == b"\r\n") {
                let line = String::from_utf8_lossy(&self.incoming[..end]).into_owned();
                self.incoming.drain(..end + 2);
                return Ok(line);
            }
            if self.incoming.len() > GREETING {
                return Err(senseless("dbus greeting", self.incoming.len()));
            }
            if !self.more(ctl.deadline, ctl)? {
                return Err(ctl.timeout("dbus greeting"));
            }
        }
    }
}

fn lost(e: io::Error) -> DeviceError {
    DeviceError::harmless(Fault::ServiceDown { service: "dbus" }).caused_by(e)
}

fn senseless(what: &'static str, bytes: usize) -> DeviceError {
    DeviceError::harmless(Fault::Protocol { what, bytes })
}

fn denied(address: &str) -> DeviceError {
    DeviceError::harmless(Fault::PermissionDenied { path: PathBuf::from(address), group: None })
}
