//! Readers that the system's own fingerprint service drives: `fprintd:` over D-Bus.
//!
//! Owns the line, the choice of a reader and the answers of an open device. Separate from the conversation
//! (`talk`), so that this reads as what the desk is promised. The service compares only with prints enrolled
//! through it on this machine; it hands out no sample and takes no template, so without such a reference there
//! is nothing it can do. Every act has a connection of its own: whatever happens to the act, the reader is free
//! when the connection is gone.

mod talk;

use std::time::Duration;

use crate::device::ctl::Ctl;
use crate::device::dbus::{Bus, system_address};
use crate::device::error::{DeviceError, Fault, Finger as FingerFault};
use crate::device::kind::{Device, Hint, Identity, OnProgress, Progress};
use crate::device::uri::{DeviceUri, UriError, UriFault};

use super::verb::{ComparedWith, EnrolmentKey, Finger, FingerOutcome, FingerTest, Fingerprint, Reference, Unreadable};
use talk::{Patience, Status, Talk, list, name_of};

/// Pictures that cannot be used within one attempt before it counts as unreadable.
const LOOKS: u32 = 3;

/// How long a broken reader is watched for being gone altogether.
const SECOND_LOOK: Duration = Duration::from_millis(1500);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// An `fprintd:` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FprintdUri {
    /// Part of the reader's name; the service's default reader when empty.
    name: String,
    /// Another bus than the machine's own.
    bus: Option<String>,
}

impl FprintdUri {
    /// Reads the line.
    ///
    /// # Errors
    /// `UnknownKey`, or `BadAddress` for a bus that is no socket.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(&["bus"])?;
        let bus = uri.get("bus").map(str::to_owned);
        match bus {
            Some(bus) if crate::device::dbus::socket_of(&bus).is_none() => {
                Err(UriError::new("bus", UriFault::BadAddress))
            }
            bus => Ok(Self { name: uri.body().trim().to_owned(), bus }),
        }
    }

    fn address(&self) -> String {
        self.bus.clone().unwrap_or_else(system_address)
    }
}

/// What came of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolment {
    Kept,
    /// This finger is already kept, perhaps under another key.
    AlreadyKnown,
    /// The reader has no room.
    Full,
    /// The pictures did not belong together, or were too poor.
    Failed,
}

/// A reader of the service.
pub struct Fprintd {
    address: String,
    path: String,
    name: String,
    identity: Identity,
    patience: Patience,
}

impl Fprintd {
    /// Finds the reader. Two readers of one make cannot be told apart: the service publishes no serial number.
    ///
    /// # Errors
    /// `ServiceDown` without bus or service, `NotConnected` without such a reader, `BadSetting` when the line
    /// fits two.
    pub fn open(uri: &FprintdUri, ctl: &Ctl) -> Result<Self, DeviceError> {
        let address = uri.address();
        let mut bus = Bus::connect(&address, ctl)?;
        let wanted = uri.name.to_lowercase();
        let mut fitting = Vec::new();
        for path in list(&mut bus, uri.name.is_empty(), ctl)? {
            let name = name_of(&mut bus, &path, ctl)?;
            if name.to_lowercase().contains(&wanted) {
                fitting.push((path, name));
            }
        }
        let what = if uri.name.is_empty() { "fprintd".to_owned() } else { uri.name.clone() };
        match (fitting.pop(), fitting.is_empty()) {
            (Some((path, name)), true) => {
                let identity = Identity::new(&format!("fprintd {name}"));
                Ok(Self { address, path, name, identity, patience: Patience::default() })
            }
            (Some(_), false) => Err(UriError::new(what, UriFault::BadChoice).into()),
            (None, _) => Err(DeviceError::harmless(Fault::NotConnected { what })),
        }
    }

    /// How long to ask again when another program is just letting go of the reader.
    pub fn with_patience(mut self, busy: Duration) -> Self {
        self.patience.busy = busy;
        self
    }

    /// Takes and keeps a finger under `key`, on this machine only. Replaces nothing: a finger that is already
    /// kept is told.
    ///
    /// # Errors
    /// About reader, service, permission, deadline and cancel. Nothing is kept then.
    pub fn enrol(
        &mut self,
        key: &EnrolmentKey,
        finger: Finger,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<Enrolment, DeviceError> {
        let mut talk = Talk::claim(&self.address, &self.path, key, self.patience, ctl)?;
        let stages = talk.stages(ctl)?.max(1);
        talk.start("Enroll", finger, ctl)?;
        progress(Progress::hint(Hint::PlaceFinger));
        let mut passed = 0;
        loop {
            match talk.status(ctl)? {
                Status::Completed => return Ok(Enrolment::Kept),
                Status::Stage => {
                    passed += 1;
                    let percent = (passed * 100 / stages).min(99) as u8;
                    progress(Progress::percent(Hint::LiftFinger, percent));
                }
                Status::Again(hint, _) => progress(Progress::hint(hint)),
                Status::Duplicate => return Ok(Enrolment::AlreadyKnown),
                Status::Full => return Ok(Enrolment::Full),
                Status::Failed => return Ok(Enrolment::Failed),
                Status::Match | Status::NoMatch => return Err(talk::senseless("enrol status")),
            }
        }
    }

    /// Deletes every finger kept under `key`. Nothing kept is fine.
    ///
    /// # Errors
    /// About service and permission.
    pub fn forget(&mut self, key: &EnrolmentKey, ctl: &Ctl) -> Result<(), DeviceError> {
        Talk::claim(&self.address, &self.path, key, self.patience, ctl)?.delete(ctl)
    }

    /// The service calls a reader that was pulled out broken first, and strikes it off a moment later.
    fn or_gone(&mut self, error: DeviceError) -> DeviceError {
        let ctl = Ctl::within(SECOND_LOOK);
        while matches!(error.fault, Fault::Protocol { .. }) && ctl.pause("second look", BETWEEN_LOOKS).is_ok() {
            match self.check(&ctl) {
                Err(gone) if matches!(gone.fault, Fault::NotConnected { .. }) => return gone,
                _ => {}
            }
        }
        error
    }

    fn verify(
        &self,
        key: &EnrolmentKey,
        finger: Finger,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<FingerOutcome, DeviceError> {
        let mut talk = Talk::claim(&self.address, &self.path, key, self.patience, ctl)?;
        talk.start("Verify", finger, ctl)?;
        progress(Progress::hint(Hint::PlaceFinger));
        let mut poor: Option<Unreadable> = None;
        let mut looks = 0;
        while looks < LOOKS {
            match (talk.status(ctl), poor) {
                (Ok(Status::Match), _) => return Ok(FingerOutcome::Match(ComparedWith::OfficeEnrolment)),
                (Ok(Status::NoMatch), _) => return Ok(FingerOutcome::NoMatch(ComparedWith::OfficeEnrolment)),
                (Ok(Status::Again(hint, why)), _) => {
                    progress(Progress::hint(hint));
                    poor = Some(why);
                    looks += 1;
                }
                (Ok(_), _) => return Err(talk::senseless("verify status")),
                // A finger seen but not readable is an outcome, also when time runs out before the next look.
                (Err(e), Some(_)) if matches!(e.fault, Fault::Timeout { .. }) => break,
                (Err(e), None) if matches!(e.fault, Fault::Timeout { .. }) => {
                    return Err(DeviceError::harmless(Fault::Finger(FingerFault::NoFinger)));
                }
                (Err(e), _) => return Err(e),
            }
        }
        Ok(FingerOutcome::Unreadable(poor.unwrap_or(Unreadable::NoImage)))
    }
}

impl Device for Fprintd {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        let mut bus = Bus::connect(&self.address, ctl)?;
        // The service ends by itself when idle and counts its readers anew, so the path alone proves nothing.
        let found = name_of(&mut bus, &self.path, ctl)?;
        if found == self.name {
            return Ok(());
        }
        Err(DeviceError::harmless(Fault::WrongDevice { expected: self.name.clone(), found }))
    }
}

impl Fingerprint for Fprintd {
    fn test(&mut self, test: &FingerTest, ctl: &Ctl, progress: OnProgress<'_>) -> Result<FingerOutcome, DeviceError> {
        match &test.reference {
            Reference::OnDevice(key) => self.verify(key, test.finger, ctl, progress).map_err(|e| self.or_gone(e)),
            Reference::None | Reference::Template { .. } | Reference::DataCentre(_) => {
                Err(DeviceError::harmless(Fault::Finger(FingerFault::NoReference)))
            }
        }
    }
}
