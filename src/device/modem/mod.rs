//! Message modems (AT commands, messages as units): verb, units, dialog, driver, simulator.
//!
//! Separate folder per kind of device: the driver and the simulator lie side by side but share the form of
//! a unit only.

pub mod alphabet;
pub mod at;
pub mod driver;
pub mod pdu;
pub mod setting;
pub mod sim;
pub mod verb;

pub use verb::*;

use std::io;

use at::Timing;
use driver::{Gsm, PinGuard};
use setting::ModemUri;
use sim::ModemSim;

use crate::device::backends::Opener;
use crate::device::job::AnyDevice;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError};

/// `serial:`: a modem on a serial port.
pub(super) fn serial(uri: &DeviceUri) -> Result<Opener, UriError> {
    let uri = ModemUri::of(uri)?;
    let guard = PinGuard::default();
    Ok(Box::new(move |ctl| Ok(AnyDevice::Modem(Box::new(Gsm::open(&uri, &guard, Timing::default(), ctl)?)))))
}

/// `sim:`: a modem on a pseudo-terminal.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(ModemSim::start(&place.folder.join("modem"), place.levers.modem.clone())?))
}
