//! One claimed reader of fprintd: what is said over the bus, and what its words mean.
//!
//! Owns names of methods, statuses and errors (interface `net.reactivated.Fprint`, fprintd 1.94) and the rule
//! that whatever was begun is stopped and let go. Separate from the driver, which knows only verbs.

use std::path::PathBuf;
use std::time::Duration;

use crate::device::ctl::Ctl;
use crate::device::dbus::wire::{Call, Message, Value};
use crate::device::dbus::{Bus, CallError};
use crate::device::error::{DeviceError, Fault, Finger as FingerFault, Holder};
use crate::device::finger::verb::{EnrolmentKey, Finger, Unreadable};
use crate::device::kind::Hint;

const SERVICE: &str = "net.reactivated.Fprint";
const DEVICE: &str = "net.reactivated.Fprint.Device";
const MANAGER: &str = "net.reactivated.Fprint.Manager";
const ERROR: &str = "net.reactivated.Fprint.Error.";
const BUS_ERROR: &str = "org.freedesktop.DBus.Error.";
/// The rule that opens the service to the office's group, shipped in `assets/polkit`.
const RULE: &str = "/etc/polkit-1/rules.d/50-loket-fprintd.rules";
const GROUP: &str = "ktpel";
/// Bound of stopping and letting go.
const LAST: Duration = Duration::from_secs(2);

/// How long to ask again for a reader that somebody has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub busy: Duration,
    pub between: Duration,
}

impl Default for Patience {
    /// A reader stays claimed for a moment after its user has died.
    fn default() -> Self {
        Self { busy: Duration::from_millis(1500), between: Duration::from_millis(100) }
    }
}

/// A status of a test or an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Match,
    NoMatch,
    /// Not usable; the act goes on.
    Again(Hint, Unreadable),
    Stage,
    Completed,
    Failed,
    Duplicate,
    Full,
}

/// A reader claimed for one key. Dropping it stops what runs and lets go.
pub(super) struct Talk<'a> {
    bus: Bus,
    path: &'a str,
    /// Unique name of the service that granted the claim; nobody else's signals count.
    owner: String,
    running: Option<&'static str>,
}

impl<'a> Talk<'a> {
    /// Claims the reader, and listens before anything can be said.
    pub fn claim(
        address: &str,
        path: &'a str,
        key: &EnrolmentKey,
        patience: Patience,
        ctl: &Ctl,
    ) -> Result<Self, DeviceError> {
        let mut bus = Bus::connect(address, ctl)?;
        let statuses = format!("type='signal',interface='{DEVICE}',path='{path}'");
        let owners = format!("type='signal',member='NameOwnerChanged',arg0='{SERVICE}'");
        for rule in [statuses, owners] {
            bus.subscribe(&rule, ctl).map_err(fault)?;
        }
        let waiting = ctl.at_most(patience.busy);
        loop {
            match bus.call(&on(path, "Claim", &[key.expose()]), ctl) {
                Ok(reply) => return Ok(Self { bus, path, owner: reply.sender, running: None }),
                Err(CallError::Refused(name)) if name == format!("{ERROR}AlreadyInUse") && !waiting.expired() => {
                    ctl.pause("claim", patience.between)?;
                }
                Err(e) => return Err(fault(e)),
            }
        }
    }

    /// Pictures an enrolment takes.
    pub fn stages(&mut self, ctl: &Ctl) -> Result<u32, DeviceError> {
        match property(&mut self.bus, self.path, "num-enroll-stages", ctl)? {
            Value::Signed(n) => Ok(n.try_into().unwrap_or(1)),
            _ => Err(senseless("enrol stages")),
        }
    }

    /// Begins `Verify` or `Enroll`.
    pub fn start(&mut self, act: &'static str, finger: Finger, ctl: &Ctl) -> Result<(), DeviceError> {
        self.running = Some(act);
        let member = format!("{act}Start");
        self.bus.call(&on(self.path, &member, &[name(finger)]), ctl).map(drop).map_err(fault)
    }

    /// Deletes what is kept under the claim's key.
    pub fn delete(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        match self.bus.call(&on(self.path, "DeleteEnrolledFingers2", &[]), ctl) {
            Err(CallError::Refused(name)) if name == format!("{ERROR}NoEnrolledPrints") => Ok(()),
            other => other.map(drop).map_err(fault),
        }
    }

    /// Waits for the next word of the service.
    pub fn status(&mut self, ctl: &Ctl) -> Result<Status, DeviceError> {
        loop {
            let signal = self.bus.signal(ctl.deadline, ctl)?.ok_or_else(|| ctl.timeout("finger"))?;
            if signal.member == "NameOwnerChanged" && signal.sender == "org.freedesktop.DBus" {
                self.still_there(&signal)?;
            }
            // Any program of the machine may send us a signal that looks like a verdict.
            let ours = signal.sender == self.owner && signal.interface == DEVICE && signal.path == self.path;
            if ours
                && matches!(signal.member.as_str(), "VerifyStatus" | "EnrollStatus")
                && let Some(Value::Text(word)) = signal.values().unwrap_or_default().first()
            {
                return meaning(word);
            }
        }
    }

    fn still_there(&self, signal: &Message) -> Result<(), DeviceError> {
        match signal.values().unwrap_or_default().as_slice() {
            [_, Value::Text(old), Value::Text(_)] if *old == self.owner => Err(down()),
            _ => Ok(()),
        }
    }
}

impl Drop for Talk<'_> {
    fn drop(&mut self) {
        let ctl = Ctl::within(LAST);
        // Whether these succeed changes nothing: the connection ends now, and with it the claim.
        if let Some(act) = self.running {
            let _ = self.bus.call(&on(self.path, &format!("{act}Stop"), &[]), &ctl);
        }
        let _ = self.bus.call(&on(self.path, "Release", &[]), &ctl);
    }
}

fn on<'a>(path: &'a str, member: &'a str, args: &'a [&'a str]) -> Call<'a> {
    Call { to: SERVICE, path, interface: DEVICE, member, args }
}

/// Paths of the readers: the service's default one, or all.
pub(super) fn list(bus: &mut Bus, default: bool, ctl: &Ctl) -> Result<Vec<String>, DeviceError> {
    let member = if default { "GetDefaultDevice" } else { "GetDevices" };
    let call = Call { to: SERVICE, path: "/net/reactivated/Fprint/Manager", interface: MANAGER, member, args: &[] };
    let reply = bus.call(&call, ctl).map_err(fault)?;
    match reply.values().map(|mut v| v.pop()) {
        Ok(Some(Value::Text(path))) => Ok(vec![path]),
        Ok(Some(Value::List(paths))) => Ok(paths),
        _ => Err(senseless("list of readers")),
    }
}

/// The product name of a reader.
pub(super) fn name_of(bus: &mut Bus, path: &str, ctl: &Ctl) -> Result<String, DeviceError> {
    match property(bus, path, "name", ctl)? {
        Value::Text(name) => Ok(crate::device::clean(&name)),
        _ => Err(senseless("name of the reader")),
    }
}

fn property(bus: &mut Bus, path: &str, property: &str, ctl: &Ctl) -> Result<Value, DeviceError> {
    let interface = "org.freedesktop.DBus.Properties";
    let call = Call { to: SERVICE, path, interface, member: "Get", args: &[DEVICE, property] };
    let reply = bus.call(&call, ctl).map_err(fault)?;
    reply.values().ok().and_then(|mut values| values.pop()).ok_or_else(|| senseless("property"))
}

fn meaning(word: &str) -> Result<Status, DeviceError> {
    let (_, word) = word.split_once('-').unwrap_or(("", word));
    Ok(match word {
        "match" => Status::Match,
        "no-match" => Status::NoMatch,
        "retry-scan" => Status::Again(Hint::CleanFinger, Unreadable::Messy),
        "swipe-too-short" => Status::Again(Hint::CentreFinger, Unreadable::TooFewFeatures),
        "finger-not-centered" => Status::Again(Hint::CentreFinger, Unreadable::TooFewFeatures),
        "remove-and-retry" => Status::Again(Hint::LiftFinger, Unreadable::NoImage),
        "stage-passed" => Status::Stage,
        "completed" => Status::Completed,
        "failed" => Status::Failed,
        "duplicate" => Status::Duplicate,
        "data-full" => Status::Full,
        "disconnected" => return Err(gone()),
        // `unknown-error`, and whatever a later version may say.
        _ => return Err(senseless("reader failed")),
    })
}

/// What an error of bus or service means here.
fn fault(error: CallError) -> DeviceError {
    let name = match error {
        CallError::Failed(e) => return e,
        CallError::Refused(name) => name,
    };
    let fault = match (name.strip_prefix(ERROR), name.strip_prefix(BUS_ERROR)) {
        (Some("NoSuchDevice"), _) | (_, Some("UnknownObject" | "UnknownMethod")) => return gone(),
        (Some("AlreadyInUse"), _) => Fault::Busy { by: Holder { pid: None } },
        (Some("NoEnrolledPrints"), _) => Fault::Finger(FingerFault::NoReference),
        (Some("PermissionDenied"), _) | (_, Some("AccessDenied" | "AuthFailed")) => {
            Fault::PermissionDenied { path: PathBuf::from(RULE), group: Some(GROUP.into()) }
        }
        (Some("ClaimDevice"), _) => Fault::Protocol { what: "claim lost", bytes: 0 },
        (Some(_), _) => Fault::Protocol { what: "reader failed", bytes: 0 },
        // Not installed, not started, died before it answered.
        (None, _) => Fault::ServiceDown { service: "fprintd" },
    };
    DeviceError::harmless(fault)
}

fn gone() -> DeviceError {
    DeviceError::harmless(Fault::NotConnected { what: "fprintd".into() })
}

fn down() -> DeviceError {
    DeviceError::harmless(Fault::ServiceDown { service: "fprintd" })
}

pub(super) fn senseless(what: &'static str) -> DeviceError {
    DeviceError::harmless(Fault::Protocol { what, bytes: 0 })
}

/// The service's own names.
fn name(finger: Finger) -> &'static str {
    match finger {
        Finger::RightThumb => "right-thumb",
        Finger::RightIndex => "right-index-finger",
        Finger::RightMiddle => "right-middle-finger",
        Finger::RightRing => "right-ring-finger",
        Finger::RightLittle => "right-little-finger",
        Finger::LeftThumb => "left-thumb",
        Finger::LeftIndex => "left-index-finger",
        Finger::LeftMiddle => "left-middle-finger",
        Finger::LeftRing => "left-ring-finger",
        Finger::LeftLittle => "left-little-finger",
    }
}
