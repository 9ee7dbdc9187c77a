//! Fingerprint readers: serial modules (ZFM/R30x/AS608) with codec, driver and simulator, and readers of the
//! system's own service (`fprintd`), and readers behind a device service over HTTP (`sbi`).
//!
//! Separate folder per kind of device: a driver and its simulator lie side by side but share the
//! codec only.

pub mod command;
pub mod fprintd;
pub mod frame;
pub mod reader;
pub mod sbi;
pub mod setting;
pub mod sim;
pub mod verb;

pub use setting::SerialUri;
pub use verb::*;

use std::io;

use fprintd::{Fprintd, FprintdUri};
use reader::{Reader, Timing};
use sbi::{SbiReader, SbiUri};
use sim::FingerSim;

use crate::device::backends::Opener;
use crate::device::job::AnyDevice;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError};

/// `serial:`: a module on a serial port.
pub(super) fn serial(uri: &DeviceUri) -> Result<Opener, UriError> {
    let uri = SerialUri::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Finger(Box::new(Reader::open(&uri, Timing::default(), ctl)?)))))
}

/// `fprintd:`: a reader of the system's fingerprint service.
pub(super) fn service(uri: &DeviceUri) -> Result<Opener, UriError> {
    let uri = FprintdUri::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Finger(Box::new(Fprintd::open(&uri, ctl)?)))))
}

/// `sbi:`: a reader behind a device service of this machine.
pub(super) fn device_service(uri: &DeviceUri) -> Result<Opener, UriError> {
    let uri = SbiUri::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Finger(Box::new(SbiReader::open(&uri, sbi::Timing::default(), ctl)?)))))
}

/// `sim:`: a module on a pseudo-terminal.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(FingerSim::start(&place.folder.join("reader"), place.levers.finger.clone())?))
}
