//! The network probe: what it is asked, its backends, and the judgement over its answers.
//!
//! Separate folder per kind of device. It advises; a person decides about the mode.

mod judge;

use std::time::Duration;

use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::kind::Device;

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
