//! The table of backends, and how a configured line becomes a device.
//!
//! Owns the one list of what exists per kind; tests, documentation and `loket devices` walk it. Adding
//! a backend is one file and one row. Separate from the drivers, which do not know how they were
//! chosen.

use super::chip;
use super::ctl::Ctl;
use super::error::{DeviceError, Fault};
use super::fake::stand_in;
use super::finger;
use super::job::AnyDevice;
use super::kind::Kind;
use super::levers::SimLevers;
use super::modem;
use super::network;
use super::printer;
use super::scanner;
use super::sim::{SimPlace, Simulator};
use super::slip;
use super::uri::{DeviceUri, UriError};

/// Opens the device, as often as it must be opened.
pub type Opener = Box<dyn FnMut(&Ctl) -> Result<AnyDevice, DeviceError> + Send>;

/// Who does the acts of a kind at this station.
pub enum Driver {
    /// There is no such device here.
    Absent,
    /// A person does the act elsewhere and attests it; the desk asks instead of starting a job.
    Attested,
    /// It types: what it sends comes with the keys, and nothing is opened.
    Keyboard,
    Driven(Opener),
}

/// How a row makes its device.
#[derive(Clone, Copy)]
pub enum Make {
    Absent,
    Attested,
    Keyboard,
    /// Reads the line; opens nothing.
    Real(fn(&DeviceUri) -> Result<Opener, UriError>),
    /// Starts the simulator; the row of its wire's scheme drives it.
    Sim(StartSim),
}

pub type StartSim = fn(&SimPlace<'_>) -> std::io::Result<Box<dyn Simulator>>;

/// One row: a way of having a device of a kind.
pub struct Backend {
    pub kind: Kind,
    pub scheme: &'static str,
    pub doc: &'static str,
    pub make: Make,
}

impl Backend {
    /// No real device is behind it; the header shows it and the journal records it.
    pub fn simulated(&self) -> bool {
        matches!(self.make, Make::Sim(_))
    }

    /// A device of this machine is opened.
    pub fn driven(&self) -> bool {
        !matches!(self.make, Make::Absent | Make::Attested | Make::Keyboard)
    }

    /// The row for a configured line.
    ///
    /// # Errors
    /// `UnknownScheme`, or `NotForThisKind` when other kinds have it.
    pub fn of(kind: Kind, uri: &DeviceUri) -> Result<&'static Backend, UriError> {
        let named = || BACKENDS.iter().filter(|b| b.scheme == uri.scheme());
        named().find(|b| b.kind == kind).ok_or_else(|| match named().next() {
            Some(_) => UriError::not_for_this_kind(uri.scheme()),
            None => UriError::unknown_scheme(uri.scheme()),
        })
    }

    /// Whether the row can use the line; opens and starts nothing.
    ///
    /// # Errors
    /// With the part that is wrong.
    pub fn check(&self, uri: &DeviceUri) -> Result<(), UriError> {
        match self.make {
            Make::Real(read) => read(uri).map(drop),
            _ => uri.bare(),
        }
    }
}

const fn row(kind: Kind, scheme: &'static str, doc: &'static str, make: Make) -> Backend {
    Backend { kind, scheme, doc, make }
}

const NONE: &str = "no such device at this station";

/// Every backend there is.
pub static BACKENDS: &[Backend] = &[
    row(Kind::Fingerprint, "none", NONE, Make::Absent),
    row(Kind::Fingerprint, "attested", "tested on the national workstation", Make::Attested),
    row(Kind::Fingerprint, "serial", "ZFM/R30x/AS608 module on a serial port", Make::Real(finger::serial)),
    row(Kind::Fingerprint, "fprintd", "reader known to fprintd", Make::Real(finger::service)),
    row(Kind::Fingerprint, "sbi", "reader behind a device service (MOSIP SBI)", Make::Real(finger::device_service)),
    row(Kind::Fingerprint, "sim", "a simulated module on a pty", Make::Sim(finger::simulated)),
    row(Kind::CardPrinter, "none", NONE, Make::Absent),
    row(Kind::CardPrinter, "attested", "printed from the national workstation", Make::Attested),
    row(Kind::CardPrinter, "usb", "Evolis command language on USB", Make::Real(printer::evolis::usb)),
    row(Kind::CardPrinter, "ipp", "card printer through CUPS or IPP", Make::Real(printer::ipp)),
    row(Kind::CardPrinter, "sim", "a simulated IPP printer", Make::Sim(printer::simulated)),
    row(Kind::Chip, "none", NONE, Make::Absent),
    row(Kind::Chip, "attested", "activated on the national workstation", Make::Attested),
    row(Kind::Chip, "pcsc", "PC/SC reader with a slot for the SAM", Make::Real(chip::pcsc)),
    row(Kind::Chip, "sim", "a simulated card and SAM in virtual PC/SC readers", Make::Sim(chip::simulated)),
    row(Kind::SlipPrinter, "none", NONE, Make::Absent),
    row(Kind::SlipPrinter, "attested", "the clerk writes the receipt", Make::Attested),
    row(Kind::SlipPrinter, "file", "plain text to a file or printer node", Make::Real(slip::plain_file)),
    row(Kind::SlipPrinter, "cups", "plain text to a queue of CUPS", Make::Real(slip::cups_queue)),
    row(Kind::SlipPrinter, "serial", "ESC/POS on a serial port", Make::Real(slip::escpos)),
    row(Kind::SlipPrinter, "tcp", "ESC/POS over the network", Make::Real(slip::escpos)),
    row(Kind::SlipPrinter, "usblp", "ESC/POS on a USB printer node", Make::Real(slip::escpos)),
    row(Kind::SlipPrinter, "sim", "a simulated printer on a TCP port", Make::Sim(slip::simulated)),
    row(Kind::NetworkProbe, "none", NONE, Make::Absent),
    row(Kind::NetworkProbe, "attested", "the clerk says how the network is", Make::Attested),
    row(Kind::NetworkProbe, "https", "data centre over HTTPS with client certificate", Make::Real(network::https)),
    row(Kind::NetworkProbe, "sim", "a simulated data centre on a local port", Make::Sim(network::simulated)),
    row(Kind::Scanner, "none", NONE, Make::Absent),
    row(Kind::Scanner, "keyboard", "types like a keyboard", Make::Keyboard),
    row(Kind::Scanner, "serial", "a scanner on a serial port", Make::Real(scanner::serial)),
    row(Kind::Scanner, "sim", "a simulated scanner on a pty", Make::Sim(scanner::simulated)),
    row(Kind::Modem, "none", NONE, Make::Absent),
    row(Kind::Modem, "serial", "message modem with AT commands on a serial port", Make::Real(modem::serial)),
    row(Kind::Modem, "sim", "a simulated message modem on a pty", Make::Sim(modem::simulated)),
];

/// What the journal records for a stand-in.
pub const STAND_IN_NAME: &str = "sim-fake";

/// A device as it will be used.
pub struct Resolved {
    pub kind: Kind,
    /// What the configuration says.
    pub uri: DeviceUri,
    /// What is opened: differs from `uri` when a simulator was started for it.
    pub wire: DeviceUri,
    pub simulated: bool,
    pub stands_in: bool,
    scheme: &'static str,
    pub driver: Driver,
}

impl Resolved {
    /// The data centre judges the fingers taken here: the line says where it is asked.
    pub fn asks_the_centre(&self) -> bool {
        self.wire.scheme() == "sbi" && self.wire.get("verify").is_some()
    }

    /// Fixed name of the backend for the journal: `attested`, `serial`, `sim`, `sim-fake`, ...
    pub fn backend_name(&self) -> &'static str {
        if self.stands_in { STAND_IN_NAME } else { self.scheme }
    }
}

/// Finds the backend for a configured line and gets everything ready but the device itself.
pub(super) fn resolve(kind: Kind, uri: &DeviceUri, sims: &mut dyn Start) -> Result<Resolved, DeviceError> {
    let backend = Backend::of(kind, uri)?;
    if matches!(backend.make, Make::Real(_)) && sims.only_simulated() {
        return Err(DeviceError::harmless(Fault::RealDeviceRefused));
    }
    backend.check(uri)?;
    let mut resolved = Resolved {
        kind,
        uri: uri.clone(),
        wire: uri.clone(),
        simulated: backend.simulated(),
        stands_in: false,
        scheme: backend.scheme,
        driver: Driver::Absent,
    };
    resolved.driver = match backend.make {
        Make::Absent => Driver::Absent,
        Make::Attested => Driver::Attested,
        Make::Keyboard => Driver::Keyboard,
        Make::Real(read) => Driver::Driven(read(uri)?),
        Make::Sim(start) => match sims.start(kind, start)? {
            Some(wire) => {
                let Make::Real(read) = Backend::of(kind, &wire)?.make else {
                    return Err(UriError::not_for_this_kind(wire.scheme()).into());
                };
                resolved.wire = wire;
                Driver::Driven(read(&resolved.wire)?)
            }
            None => {
                resolved.stands_in = true;
                Driver::Driven(stand_in(kind, sims.levers())?)
            }
        },
    };
    Ok(resolved)
}

/// Whoever starts simulators for [`resolve`].
pub(super) trait Start {
    fn only_simulated(&self) -> bool;
    fn levers(&self) -> &SimLevers;
    /// The wire of the running simulator of a kind, started on first use; None when stand-ins are wanted or
    /// this machine lacks what the simulator needs and the kind has a stand-in.
    fn start(&mut self, kind: Kind, start: StartSim) -> Result<Option<DeviceUri>, DeviceError>;
}
