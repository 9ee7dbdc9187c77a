//! Simulator of a device service and of the service that decides, on real TCP ports of 127.0.0.1.
//!
//! Owns the levers and the threads. It is as strict as the services seen in the field (numbers as text, the request in
//! one piece, exact headers) and misbehaves as they do when a lever says so. What it calls a sample is invented bytes
//! with a number in them; what it calls encrypted is the same, since only the real deciding service could open more. Its
//! signatures are real, by keys of its own.

mod answers;
mod serve;
mod signer;

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::message::Purpose;
use crate::device::follow::wait_for;
use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::uri::DeviceUri;
pub use signer::Forgery;
use signer::Signer;

/// How the service gets things wrong. One at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// Answers a capture with this error number, in an object, in an array, or within the list of samples.
    Error(u16),
    ErrorInArray(u16),
    ErrorInSample(u16),
    /// Scores and error numbers as numbers and not as text.
    Numbers,
    /// No length: the answer ends with the connection.
    NoLength,
    Chunks,
    /// Says more than is taken.
    Huge,
    /// Hangs up in the middle of the answer.
    CutShort,
    Silence,
    Garbage,
    /// A status that is not 200.
    Status(u16),
    OtherTransaction,
    OtherFinger,
    OtherPurpose,
    OtherEnv,
    OtherSerial,
    BrokenHash,
    NoToken,
    /// Two samples for one finger.
    TwoSamples,
    /// The sample is no base64.
    NoBase64,
    NoQuality,
    /// Discovery names another machine.
    Elsewhere,
    NotRegistered,
    /// What it signs is signed wrongly.
    Signed(Forgery),
    /// Only the identity within the sample is.
    IdentitySigned(Forgery),
}

/// How the deciding service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// Yes for the finger of person 1, no for any other; with a code.
    ByFinger,
    /// The same with `decision`.
    ByFingerPlain,
    Status(u16),
    Silence,
    Garbage,
    /// A code that is neither yes nor no.
    Undecided,
}

pub(super) struct State {
    /// Where the device service listens.
    pub port: u16,
    /// From the start of the service on.
    pub signer: Option<Arc<Signer>>,
    pub finger: Option<u32>,
    pub quality: u8,
    pub quirk: Option<Quirk>,
    pub ruling: Ruling,
    pub purpose: Purpose,
    pub env: String,
    pub serial: String,
    /// Somebody else has the reader.
    pub taken: bool,
    pub capturing: bool,
    pub plugged: bool,
    pub stop: bool,
    /// Bodies of captures, newest last, at most ten: what was asked, never a sample.
    pub asked: Vec<String>,
    /// Questions to the deciding service: first line and whether a sample came along.
    pub decided: Vec<(String, bool)>,
}

/// Handle on the simulated reader. Clones pull the same levers.
#[derive(Clone)]
pub struct SbiLevers(Arc<(Mutex<State>, Condvar)>);

impl Default for SbiLevers {
    fn default() -> Self {
        let state = State {
            port: 0,
            signer: None,
            finger: None,
            quality: 80,
            quirk: None,
            ruling: Ruling::ByFinger,
            purpose: Purpose::Auth,
            env: "Developer".into(),
            serial: "SIM-1".into(),
            taken: false,
            capturing: false,
            plugged: true,
            stop: false,
            asked: Vec::new(),
            decided: Vec::new(),
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl SbiLevers {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.0.1.notify_all();
    }

    /// Puts the finger of an invented person on the reader; it stays. Person 1 is the one the deciding service knows.
    pub fn put(&self, person: u32) {
        self.set(|s| s.finger = Some(person));
    }

    pub fn lift(&self) {
        self.set(|s| s.finger = None);
    }

    /// Quality of the next samples, 0 to 100.
    pub fn quality(&self, quality: u8) {
        self.set(|s| s.quality = quality);
    }

    pub fn quirk(&self, quirk: Option<Quirk>) {
        self.set(|s| s.quirk = quirk);
    }

    pub fn ruling(&self, ruling: Ruling) {
        self.set(|s| s.ruling = ruling);
    }

    /// What the reader says it is for.
    pub fn purpose(&self, purpose: Purpose) {
        self.set(|s| s.purpose = purpose);
    }

    pub fn serial(&self, serial: &str) {
        self.set(|s| s.serial = serial.to_owned());
    }

    pub fn taken(&self, taken: bool) {
        self.set(|s| s.taken = taken);
    }

    /// The reader's plug; the service goes on without it.
    pub fn plugged(&self, plugged: bool) {
        self.set(|s| s.plugged = plugged);
    }

    /// What captures asked for.
    pub fn asked(&self) -> Vec<String> {
        self.lock().asked.clone()
    }

    /// First lines of the questions to the deciding service, and whether a sample came along.
    pub fn decided(&self) -> Vec<(String, bool)> {
        self.lock().decided.clone()
    }

    /// Waits until a finger lies there, the reader is pulled out, or `limit` has passed.
    pub(super) fn until_finger(&self, limit: Duration) -> MutexGuard<'_, State> {
        let until = Instant::now() + limit;
        let over = |s: &State| (s.finger.is_some() || !s.plugged || s.stop).then_some(());
        wait_for(&self.0.1, self.lock(), until, over).0
    }
}

/// A running service with its reader, and the one that decides. Dropping it ends both.
pub struct SbiSim {
    levers: SbiLevers,
    port: u16,
    centre: u16,
    ca: PathBuf,
    threads: Vec<JoinHandle<()>>,
}

impl SbiSim {
    /// Starts both on free ports. The certificate of the authority behind the reader is written into `folder`.
    pub fn start(folder: &Path, levers: SbiLevers) -> io::Result<Self> {
        let signer = Signer::new()?;
        let ca = folder.join("reader-ca.pem");
        fs::write(&ca, &signer.authority)?;
        let device = TcpListener::bind(("127.0.0.1", 0))?;
        let decision = TcpListener::bind(("127.0.0.1", 0))?;
        let (port, centre) = (device.local_addr()?.port(), decision.local_addr()?.port());
        levers.set(|s| {
            s.port = port;
            s.signer = Some(Arc::new(signer));
        });
        let start = |name: &str, listener: TcpListener, answer: serve::Answerer| {
            let levers = levers.clone();
            std::thread::Builder::new().name(name.into()).spawn(move || serve::run(&listener, &levers, answer))
        };
        let threads =
            vec![start("sim-sbi", device, answers::device)?, start("sim-decision", decision, answers::decision)?];
        Ok(Self { levers, port, centre, ca, threads })
    }

    pub fn levers(&self) -> &SbiLevers {
        &self.levers
    }

    /// The port of the device service.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Simulator for SbiSim {
    fn wire(&self) -> DeviceUri {
        DeviceUri::new("sbi", &self.port.to_string())
            .with("env", "Developer")
            .with("ca", &self.ca.display().to_string())
            .with("verify", &format!("http://127.0.0.1:{}", self.centre))
    }

    fn verbs(&self) -> &'static [&'static str] {
        &["put holder|NUMBER", "lift", "unplug", "replug", "taken", "free", "no-answer", "garbage", "forged", "well"]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        match words {
            ["put", "holder"] => self.levers.put(1),
            ["put", number] => self.levers.put(number.parse().map_err(|_| NotUnderstood)?),
            ["lift"] => self.levers.lift(),
            ["unplug"] => self.levers.plugged(false),
            ["replug"] => self.levers.plugged(true),
            ["taken"] => self.levers.taken(true),
            ["free"] => self.levers.taken(false),
            ["no-answer"] => self.levers.quirk(Some(Quirk::Silence)),
            ["garbage"] => self.levers.quirk(Some(Quirk::Garbage)),
            ["forged"] => self.levers.quirk(Some(Quirk::Signed(Forgery::OtherKey))),
            ["well"] => self.levers.quirk(None),
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for SbiSim {
    fn drop(&mut self) {
        self.levers.set(|s| s.stop = true);
        for port in [self.port, self.centre] {
            // Wakes the thread that waits for somebody.
            let _ = std::net::TcpStream::connect(("127.0.0.1", port));
        }
        for thread in self.threads.drain(..) {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
    }
}
