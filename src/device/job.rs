//! One shape for every device and every job, so that one worker can own any of them.
//!
//! Owns the pairing of job, device and outcome. Separate from the traits so that these stay narrow, and
//! from the worker so that it stays ignorant of kinds.

use super::chip::{ActivationOutcome, Chip, ChipJob};
use super::ctl::Ctl;
use super::error::{DeviceError, Fault};
use super::finger::{FingerOutcome, FingerTest, Fingerprint};
use super::kind::{Device, Kind, OnProgress};
use super::modem::{Message, Modem, Sent, Signal};
use super::network::{NetworkProbe, Reachability};
use super::printer::{CardJob, CardPrinter, PrintOutcome, Supplies};
use super::scanner::Scanner;
use super::slip::{PaperLeft, SlipPrinter, SlipText};

/// The caller's own number for a job; the worker only hands it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub u64);

#[derive(Debug, Clone)]
pub enum Job {
    Finger(FingerTest),
    Print(CardJob),
    Supplies,
    Activate(ChipJob),
    Slip(SlipText),
    Probe,
    Message(Message),
    Signal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Finger(FingerOutcome),
    Print(PrintOutcome),
    Supplies(Supplies),
    Activation(ActivationOutcome),
    Slip(PaperLeft),
    Reach(Reachability),
    Message(Sent),
    Signal(Signal),
}

/// An opened device of any kind.
pub enum AnyDevice {
    Finger(Box<dyn Fingerprint>),
    Card(Box<dyn CardPrinter>),
    Chip(Box<dyn Chip>),
    Slip(Box<dyn SlipPrinter>),
    Net(Box<dyn NetworkProbe>),
    /// Listened to, never asked: it has no jobs.
    Scanner(Box<dyn Scanner>),
    Modem(Box<dyn Modem>),
}

impl Job {
    pub fn kind(&self) -> Kind {
        match self {
            Job::Finger(_) => Kind::Fingerprint,
            Job::Print(_) | Job::Supplies => Kind::CardPrinter,
            Job::Activate(_) => Kind::Chip,
            Job::Slip(_) => Kind::SlipPrinter,
            Job::Probe => Kind::NetworkProbe,
            Job::Message(_) | Job::Signal => Kind::Modem,
        }
    }

    /// Fixed name for faults and logs.
    pub fn name(&self) -> &'static str {
        match self {
            Job::Finger(_) => "finger test",
            Job::Print(_) => "print",
            Job::Supplies => "supplies",
            Job::Activate(_) => "activate",
            Job::Slip(_) => "slip",
            Job::Probe => "probe",
            Job::Message(_) => "message",
            Job::Signal => "signal",
        }
    }

    /// Whether half of it may leave something behind.
    pub fn irreversible(&self) -> bool {
        matches!(self, Job::Print(_) | Job::Activate(_) | Job::Message(_))
    }
}

impl AnyDevice {
    pub fn device(&mut self) -> &mut dyn Device {
        match self {
            AnyDevice::Finger(d) => d.as_mut(),
            AnyDevice::Card(d) => d.as_mut(),
            AnyDevice::Chip(d) => d.as_mut(),
            AnyDevice::Slip(d) => d.as_mut(),
            AnyDevice::Net(d) => d.as_mut(),
            AnyDevice::Scanner(d) => d.as_mut(),
            AnyDevice::Modem(d) => d.as_mut(),
        }
    }

    /// Runs a job.
    ///
    /// # Errors
    /// What the device says, or `Unsupported` for a job of another kind.
    pub fn run(&mut self, job: &Job, ctl: &Ctl, progress: OnProgress<'_>) -> Result<Outcome, DeviceError> {
        match (self, job) {
            (AnyDevice::Finger(d), Job::Finger(t)) => d.test(t, ctl, progress).map(Outcome::Finger),
            (AnyDevice::Card(d), Job::Print(j)) => d.print(j, ctl, progress).map(Outcome::Print),
            (AnyDevice::Card(d), Job::Supplies) => d.supplies(ctl).map(Outcome::Supplies),
            (AnyDevice::Chip(d), Job::Activate(j)) => d.activate(j, ctl, progress).map(Outcome::Activation),
            (AnyDevice::Slip(d), Job::Slip(s)) => d.print(s, ctl).map(Outcome::Slip),
            (AnyDevice::Net(d), Job::Probe) => d.probe(ctl).map(Outcome::Reach),
            (AnyDevice::Modem(d), Job::Message(m)) => d.send(m, ctl, progress).map(Outcome::Message),
            (AnyDevice::Modem(d), Job::Signal) => d.signal(ctl).map(Outcome::Signal),
            _ => Err(DeviceError::harmless(Fault::Unsupported { what: job.name() })),
        }
    }
}
