//! The chip reader: one activation is one run of the configured script.
//!
//! Owns the device over two slots, whatever they are reached by. It does not know whether a reader is real, and
//! nothing read from a card leaves it.

use std::time::Duration;

use super::run::run;
use super::script::Script;
use super::slots::Slots;
use super::verb::{ActivationOutcome, Chip, ChipJob};
use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::kind::{Device, Identity, OnProgress};

/// Longest wait for the card service to say whether the readers are there.
const LOOK: Duration = Duration::from_secs(1);

pub struct ChipReader {
    slots: Box<dyn Slots>,
    script: Script,
    identity: Identity,
}

impl ChipReader {
    /// A reader that activates by `script`. `name` says which one it is.
    pub fn new(slots: Box<dyn Slots>, script: Script, name: &str) -> Self {
        Self { slots, script, identity: Identity::new(name) }
    }
}

impl Device for ChipReader {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        self.slots.check(ctl)
    }

    /// The card service knows; neither card nor module is spoken to.
    fn plugged(&mut self) -> Option<Result<(), DeviceError>> {
        Some(self.slots.check(&Ctl::within(LOOK)))
    }
}

impl Chip for ChipReader {
    fn activate(&mut self, _: &ChipJob, ctl: &Ctl, progress: OnProgress<'_>) -> Result<ActivationOutcome, DeviceError> {
        run(&self.script, self.slots.as_mut(), ctl, progress).map(|ran| ran.outcome())
    }
}
