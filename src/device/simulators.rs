//! The simulators of this process: started once each, shared with whoever steers them.
//!
//! Separate from the table of backends, which only says that a row has one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::backends::{self, Resolved, Start, StartSim};
use super::control::Control;
use super::error::{DeviceError, Fault};
use super::fake;
use super::kind::Kind;
use super::levers::SimLevers;
use super::sim::{NotUnderstood, SimPlace, Simulator};
use super::uri::DeviceUri;

/// The simulators of this process, and whether only these may be used.
pub struct Simulators {
    folder: PathBuf,
    levers: SimLevers,
    only_simulated: bool,
    stand_ins: bool,
    running: Running,
    control: Option<Control>,
}

type Shared = Arc<Mutex<BTreeMap<Kind, Box<dyn Simulator>>>>;

/// Handle on the running simulators, for whoever steers them.
#[derive(Clone, Default)]
pub struct Running(Shared);

impl Running {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Kind, Box<dyn Simulator>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which kinds are simulated here, and what each understands.
    pub fn verbs(&self) -> Vec<(Kind, &'static [&'static str])> {
        self.lock().iter().map(|(kind, sim)| (*kind, sim.verbs())).collect()
    }

    /// Hands one command to the simulator of a kind.
    ///
    /// # Errors
    /// When there is no such simulator or it does not know the words.
    pub fn obey(&self, kind: Kind, words: &[&str]) -> Result<(), NotUnderstood> {
        self.lock().get_mut(&kind).ok_or(NotUnderstood)?.obey(words)
    }
}

impl Simulators {
    /// For an office. Simulators put their names into a folder of this process below `folder`, made when
    /// first needed.
    pub fn new(folder: &Path, levers: SimLevers) -> Self {
        Self {
            folder: folder.to_path_buf(),
            levers,
            only_simulated: false,
            stand_ins: false,
            running: Running::default(),
            control: None,
        }
    }

    /// For a demo: a line that names a real device is refused.
    pub fn only(folder: &Path, levers: SimLevers) -> Self {
        let mut sims = Self::new(folder, levers);
        sims.only_simulated = true;
        sims
    }

    /// Stand-ins obey the levers in place of simulators, for the kinds that have one. Instant, for tests of
    /// screens and rules; no wire is behind them.
    pub fn stand_ins(mut self) -> Self {
        self.stand_ins = true;
        self
    }

    pub fn levers(&self) -> &SimLevers {
        &self.levers
    }

    /// The running simulators.
    pub fn running(&self) -> &Running {
        &self.running
    }

    /// Lets the running simulators be steered through a control socket; makes none when nothing is simulated.
    ///
    /// # Errors
    /// When the socket cannot be made; the simulators run on without it.
    pub fn listen(&mut self) -> io::Result<()> {
        if self.control.is_none() && !self.running.verbs().is_empty() {
            self.control = Some(Control::start(&self.own_folder()?, self.running.clone())?);
        }
        Ok(())
    }

    /// Finds the backend for a configured line and gets everything ready but the device itself.
    ///
    /// # Errors
    /// `BadSetting` when the kind has no such backend, `RealDeviceRefused` in a demo, `ServiceDown`
    /// when a simulator does not start.
    pub fn resolve(&mut self, kind: Kind, uri: &DeviceUri) -> Result<Resolved, DeviceError> {
        backends::resolve(kind, uri, self)
    }

    /// The folder of this process, made when first needed; those of processes that are gone are removed.
    fn own_folder(&self) -> io::Result<PathBuf> {
        let own = self.folder.join(std::process::id().to_string());
        if !own.is_dir() {
            fs::create_dir_all(&self.folder)?;
            sweep(&self.folder)?;
            fs::create_dir_all(&own)?;
        }
        Ok(own)
    }
}

impl Start for Simulators {
    fn only_simulated(&self) -> bool {
        self.only_simulated
    }

    fn levers(&self) -> &SimLevers {
        &self.levers
    }

    fn start(&mut self, kind: Kind, start: StartSim) -> Result<Option<DeviceUri>, DeviceError> {
        let has_stand_in = fake::has_stand_in(kind);
        if self.stand_ins && has_stand_in {
            return Ok(None);
        }
        let mut running = self.running.lock();
        if let Some(sim) = running.get(&kind) {
            return Ok(Some(sim.wire()));
        }
        let started = self.own_folder().and_then(|folder| start(&SimPlace { folder: &folder, levers: &self.levers }));
        match started {
            Ok(sim) => {
                let wire = sim.wire();
                running.insert(kind, sim);
                Ok(Some(wire))
            }
            // The machine lacks a service that the wire needs; the stand-in says so by its name.
            Err(e) if e.kind() == io::ErrorKind::Unsupported && has_stand_in => Ok(None),
            Err(e) => Err(DeviceError::harmless(Fault::ServiceDown { service: "simulator" }).caused_by(e)),
        }
    }
}

/// Removes folders left by processes that were killed: their pseudo-terminals may be somebody else's now.
fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|n| n.parse().ok());
        if pid.is_some_and(|pid: u32| !Path::new(&format!("/proc/{pid}")).exists()) {
            // Another process may sweep at the same moment.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

impl Drop for Simulators {
    fn drop(&mut self) {
        self.control = None;
        self.running.lock().clear();
        let own = self.folder.join(std::process::id().to_string());
        // Empty unless another set of simulators of this process still uses it.
        let _ = fs::remove_dir(own);
    }
}
