//! The table of backends, and how a configured line becomes a device.
//!
//! Owns the one list of what exists per kind; tests, documentation and `loket devices` walk it. Adding
//! a backend is one file and one row. Separate from the drivers, which do not know how they were
//! chosen.

use std::fs;
use std::path::{Path, PathBuf};

use super::ctl::Ctl;
use super::error::{DeviceError, Fault};
use super::fake::Fake;
use super::finger::reader::{Reader, Timing};
use super::finger::sim::FingerSim;
use super::job::AnyDevice;
use super::kind::Kind;
use super::levers::SimLevers;
use super::slip::SlipFile;
use super::uri::{DeviceUri, SerialUri, UriError};

/// Opens the device, as often as it must be opened.
pub type Opener = Box<dyn FnMut(&Ctl) -> Result<AnyDevice, DeviceError> + Send>;

/// Who does the acts of a kind at this station.
pub enum Driver {
    /// There is no such device here.
    Absent,
    /// A person does the act elsewhere and attests it; the desk asks instead of starting a job.
    Attested,
    Driven(Opener),
}

type Make = fn(&DeviceUri, &mut Simulators) -> Result<Driver, DeviceError>;

/// One row: a way of having a device of a kind.
pub struct Backend {
    pub kind: Kind,
    pub scheme: &'static str,
    /// No real device is behind it; the header shows it and the journal records it.
    pub simulated: bool,
    /// Stands in for a wire that does not exist yet.
    pub fake: bool,
    pub doc: &'static str,
    make: Make,
}

const fn row(kind: Kind, scheme: &'static str, doc: &'static str, make: Make) -> Backend {
    Backend { kind, scheme, simulated: false, fake: false, doc, make }
}

const fn simulated(kind: Kind, fake: bool, doc: &'static str, make: Make) -> Backend {
    Backend { kind, scheme: "sim", simulated: true, fake, doc, make }
}

const NONE: &str = "no such device at this station";

/// Every backend there is.
pub static BACKENDS: &[Backend] = &[
    row(Kind::Fingerprint, "none", NONE, absent),
    row(Kind::Fingerprint, "attested", "tested on the national workstation", attested),
    row(Kind::Fingerprint, "serial", "ZFM/R30x/AS608 module on a serial port", finger_serial),
    simulated(Kind::Fingerprint, false, "the same driver, a simulated module on a pty", finger_sim),
    row(Kind::CardPrinter, "none", NONE, absent),
    row(Kind::CardPrinter, "attested", "printed from the national workstation", attested),
    simulated(Kind::CardPrinter, true, "stand-in without a wire", card_fake),
    row(Kind::Chip, "none", NONE, absent),
    row(Kind::Chip, "attested", "activated on the national workstation", attested),
    simulated(Kind::Chip, true, "stand-in without a wire", chip_fake),
    row(Kind::SlipPrinter, "none", NONE, absent),
    row(Kind::SlipPrinter, "attested", "the clerk writes the receipt", attested),
    row(Kind::SlipPrinter, "file", "plain text to a file or printer node", slip_file),
    simulated(Kind::SlipPrinter, true, "stand-in without a wire", slip_fake),
    row(Kind::NetworkProbe, "none", NONE, absent),
    row(Kind::NetworkProbe, "attested", "the clerk says how the network is", attested),
    simulated(Kind::NetworkProbe, true, "stand-in without a wire", net_fake),
];

/// A device as it will be used.
pub struct Resolved {
    pub kind: Kind,
    /// What the configuration says.
    pub uri: DeviceUri,
    /// What is opened: differs from `uri` when a simulator was started for it.
    pub wire: DeviceUri,
    pub simulated: bool,
    pub fake: bool,
    pub driver: Driver,
}

impl Resolved {
    /// Fixed name of the backend for the journal: `attested`, `serial`, `sim`, `sim-fake`, ...
    pub fn backend_name(&self) -> &'static str {
        match (self.simulated, self.fake) {
            (true, true) => "sim-fake",
            (true, false) => "sim",
            (false, _) => self.uri.scheme(),
        }
    }
}

/// The simulators of this process, and whether only these may be used.
pub struct Simulators {
    folder: PathBuf,
    levers: SimLevers,
    only_simulated: bool,
    finger: Option<FingerSim>,
}

impl Simulators {
    /// For an office. Simulators put their names into `folder`, made when first needed.
    pub fn new(folder: &Path, levers: SimLevers) -> Self {
        Self { folder: folder.to_path_buf(), levers, only_simulated: false, finger: None }
    }

    /// For a demo: a line that names a real device is refused.
    pub fn only(folder: &Path, levers: SimLevers) -> Self {
        Self { only_simulated: true, ..Self::new(folder, levers) }
    }

    pub fn levers(&self) -> &SimLevers {
        &self.levers
    }

    /// Finds the backend for a configured line and gets everything ready but the device itself.
    ///
    /// # Errors
    /// `BadSetting` when the kind has no such backend, `RealDeviceRefused` in a demo, `ServiceDown`
    /// when a simulator does not start.
    pub fn resolve(&mut self, kind: Kind, uri: &DeviceUri) -> Result<Resolved, DeviceError> {
        let backend = BACKENDS
            .iter()
            .find(|b| b.kind == kind && b.scheme == uri.scheme())
            .ok_or_else(|| UriError::not_for_this_kind(uri.scheme()))?;
        let real = matches!(uri, DeviceUri::Serial(_) | DeviceUri::File(_));
        if real && self.only_simulated {
            return Err(DeviceError::harmless(Fault::RealDeviceRefused));
        }
        let driver = (backend.make)(uri, self)?;
        Ok(Resolved {
            kind,
            uri: uri.clone(),
            wire: self.wire(backend, uri),
            simulated: backend.simulated,
            fake: backend.fake,
            driver,
        })
    }

    fn wire(&self, backend: &Backend, uri: &DeviceUri) -> DeviceUri {
        match &self.finger {
            Some(sim) if backend.kind == Kind::Fingerprint && backend.simulated => {
                DeviceUri::Serial(SerialUri::at(sim.path()))
            }
            _ => uri.clone(),
        }
    }

    /// The name of the running reader simulator, started on first use.
    fn finger_path(&mut self) -> std::io::Result<PathBuf> {
        if let Some(sim) = &self.finger {
            return Ok(sim.path().to_path_buf());
        }
        fs::create_dir_all(&self.folder)?;
        sweep(&self.folder)?;
        let path = self.folder.join(format!("{READER}{}", std::process::id()));
        self.finger = Some(FingerSim::start(&path, self.levers.finger.clone())?);
        Ok(path)
    }
}

const READER: &str = "reader-";

/// Removes names left by processes that were killed: their pseudo-terminal may be somebody else's now.
fn sweep(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|n| n.strip_prefix(READER)).and_then(|n| n.parse().ok());
        if pid.is_some_and(|pid: u32| !Path::new(&format!("/proc/{pid}")).exists()) {
            // Another process may sweep at the same moment.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

fn absent(_: &DeviceUri, _: &mut Simulators) -> Result<Driver, DeviceError> {
    Ok(Driver::Absent)
}

fn attested(_: &DeviceUri, _: &mut Simulators) -> Result<Driver, DeviceError> {
    Ok(Driver::Attested)
}

fn finger_serial(uri: &DeviceUri, _: &mut Simulators) -> Result<Driver, DeviceError> {
    match uri {
        DeviceUri::Serial(serial) => Ok(reader(serial.clone())),
        other => Err(UriError::not_for_this_kind(other.scheme()).into()),
    }
}

fn finger_sim(_: &DeviceUri, sims: &mut Simulators) -> Result<Driver, DeviceError> {
    let path = sims
        .finger_path()
        .map_err(|e| DeviceError::harmless(Fault::ServiceDown { service: "reader simulator" }).caused_by(e))?;
    Ok(reader(SerialUri::at(path)))
}

fn reader(uri: SerialUri) -> Driver {
    Driver::Driven(Box::new(move |ctl| Ok(AnyDevice::Finger(Box::new(Reader::open(&uri, Timing::default(), ctl)?)))))
}

fn slip_file(uri: &DeviceUri, _: &mut Simulators) -> Result<Driver, DeviceError> {
    let DeviceUri::File(path) = uri else {
        return Err(UriError::not_for_this_kind(uri.scheme()).into());
    };
    let path = path.clone();
    Ok(Driver::Driven(Box::new(move |_| Ok(AnyDevice::Slip(Box::new(SlipFile::open(&path)?))))))
}

fn card_fake(_: &DeviceUri, sims: &mut Simulators) -> Result<Driver, DeviceError> {
    let levers = sims.levers.clone();
    Ok(Driver::Driven(Box::new(move |_| {
        Ok(AnyDevice::Card(Box::new(Fake::open("sim card printer", &levers, |s| &mut s.card)?)))
    })))
}

fn chip_fake(_: &DeviceUri, sims: &mut Simulators) -> Result<Driver, DeviceError> {
    let levers = sims.levers.clone();
    Ok(Driver::Driven(Box::new(move |_| {
        Ok(AnyDevice::Chip(Box::new(Fake::open("sim chip reader", &levers, |s| &mut s.chip)?)))
    })))
}

fn slip_fake(_: &DeviceUri, sims: &mut Simulators) -> Result<Driver, DeviceError> {
    let levers = sims.levers.clone();
    Ok(Driver::Driven(Box::new(move |_| {
        Ok(AnyDevice::Slip(Box::new(Fake::open("sim slip printer", &levers, |s| &mut s.slip)?)))
    })))
}

fn net_fake(_: &DeviceUri, sims: &mut Simulators) -> Result<Driver, DeviceError> {
    let levers = sims.levers.clone();
    Ok(Driver::Driven(Box::new(move |_| {
        Ok(AnyDevice::Net(Box::new(Fake::open("sim network", &levers, |s| &mut s.net)?)))
    })))
}
