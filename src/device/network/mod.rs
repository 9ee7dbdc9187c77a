//! The network probe: what it is asked, its backends, and the judgement over its answers.
//!
//! Separate folder per kind of device. It advises; a person decides about the mode.

mod fault;
pub mod https;
mod judge;
pub mod sim;

use std::io;
use std::time::Duration;

use https::{HttpsUri, Probe};
use sim::NetSim;

use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::job::AnyDevice;
use crate::device::kind::Device;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError};

pub use judge::{Advice, Judge, Limits, Sample};

/// One answer of the probe. A certificate fault is an error and no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachability {
    Reached { took: Duration },
    Down(Down),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// The name could not be looked up.
    NoName,
    Refused,
    NoRoute,
    NoAnswer,
    /// The far end answered that it is out of service.
    OutOfService,
}

pub trait NetworkProbe: Device {
    fn probe(&mut self, ctl: &Ctl) -> Result<Reachability, DeviceError>;
}

/// `https:`: the data centre, by certificate.
pub(super) fn https(uri: &DeviceUri) -> Result<Opener, UriError> {
    let uri = HttpsUri::of(uri)?;
    Ok(Box::new(move |_| Ok(AnyDevice::Net(Box::new(Probe::open(&uri)?)))))
}

/// `sim:`: a data centre in this process, on a port of its own.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(NetSim::start(&place.folder.join("network"), place.levers.net_sim.clone())?))
}
