//! What a chip reader is asked and what it answers.
//!
//! Separate from every backend, so that the desk is written against the verb alone.

use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::kind::{Device, OnProgress};

/// One activation. The title is a register number, never a person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipJob {
    pub title: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivationOutcome {
    Activated,
    Failed(ChipFault),
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipFault {
    /// The chip does not answer: the card is to be rejected.
    Mute,
    /// The card is not the one this job is for.
    WrongCard,
    /// Reader and card could not agree on who they are.
    Refused,
    /// The holder's finger did not open the chip.
    HolderNotVerified,
}

pub trait Chip: Device {
    fn activate(
        &mut self,
        job: &ChipJob,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<ActivationOutcome, DeviceError>;
}
