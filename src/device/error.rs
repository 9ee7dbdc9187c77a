//! What can go wrong with a device, whose turn it is then, and whether anything has already happened.
//!
//! Owns the closed list of faults and their stable codes. Separate because the desk, the journal and
//! the words shown to a clerk all hang on this list and none of them may see a raw `errno`. Holds no
//! words for clerks (the text module matches on [`Fault`]) and no personal data: every field is safe
//! to log.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::uri::UriError;

/// A fault together with the half that matters more: how far the act had gone.
#[derive(Debug)]
pub struct DeviceError {
    pub fault: Fault,
    effect: Effect,
    source: Option<std::io::Error>,
}

/// How far the act had gone when it failed. Only [`Effect::NotStarted`] may be repeated by a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing left the machine, or the act leaves no trace (a finger test).
    NotStarted,
    /// Something may have happened; a person has to look.
    InDoubt,
    /// It happened, and only what came after it failed.
    Done,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Trying again is reasonable.
    Retry,
    /// The clerk at the device can put it right (paper, cover, cable, the other window).
    Operator,
    /// Somebody with rights or tools has to come.
    Technician,
}

/// Who holds a device that is busy. The pid is unknown when the holder lives in another namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holder {
    pub pid: Option<u32>,
}

/// What the fault was about, as far as any part of the program may act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NotConfigured,
    BadSetting(UriError),
    NotConnected {
        what: String,
    },
    PermissionDenied {
        path: PathBuf,
        /// The group whose members may use the node, when the system could tell.
        group: Option<String>,
    },
    Busy {
        by: Holder,
    },
    /// Something answers on the right port, but it is not the unit the session began with or expects.
    WrongDevice {
        expected: String,
        found: String,
    },
    Timeout {
        op: &'static str,
        after: Duration,
    },
    Cancelled,
    /// A helper process or service of the system is not there.
    ServiceDown {
        service: &'static str,
    },
    /// The far end, or we, could not prove who it is. Never counts as network trouble.
    Certificate(Certificate),
    /// The other end does not speak as it should, or not at all ([`SILENT`]). Carries counts, never content.
    Protocol {
        what: &'static str,
        bytes: usize,
    },
    Unsupported {
        what: &'static str,
    },
    /// Reading or writing a file on behalf of a device failed.
    File {
        op: &'static str,
        path: PathBuf,
    },
    /// The driver itself broke. Always a defect of the program.
    Defect {
        job: &'static str,
    },
    /// A real device is configured where only simulated ones are allowed.
    RealDeviceRefused,
    Hardware {
        code: u16,
    },
    /// The print queue was stopped; the printer itself may be well.
    QueueStopped,
    Media(Media),
    Card(Card),
    Sam(Sam),
    Finger(Finger),
    Modem(Modem),
}

/// `what` of a [`Fault::Protocol`] whose other end said nothing.
pub const SILENT: &str = "no answer";

/// Proof of identity, theirs or ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// The far end asks for one and none is configured.
    Missing,
    /// The far end does not accept ours.
    Refused,
    /// Ours has expired.
    OwnExpired,
    /// Theirs was issued by nobody we trust.
    UnknownIssuer,
    /// Theirs is for another name.
    WrongName,
    /// Theirs has expired, or our clock is wrong.
    Expired,
    /// Theirs is not valid yet, or our clock is wrong.
    NotYetValid,
    /// Theirs is wrong in another way.
    Invalid,
    /// A configured file holds no certificate or key that can be read.
    Unreadable,
    /// The configured key is not the one of the configured certificate.
    KeyMismatch,
    /// Other users of this machine can read the key.
    KeyOpen,
    /// The key inside a fingerprint reader is missing or has run out.
    ReaderKey,
    /// An answer of a fingerprint reader bears no signature of its key.
    ReaderUnsigned,
    /// No authority we trust stands behind the reader's certificate.
    ReaderUnknown,
    /// The reader's certificate has expired or is not valid yet, or our clock is wrong.
    ReaderExpired,
}

/// Supplies and paths of a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    MediaEmpty,
    RibbonOut,
    RibbonWrong,
    Jam,
    CoverOpen,
    OutputFull,
    PaperOut,
    PaperNearEnd,
    Cutter,
}

/// The card on or in the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    ReaderNoCard,
    CardRemoved,
    CardMute,
    WrongCard,
    AuthFailed,
    Sw(u16),
}

/// The secure access module of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sam {
    Absent,
    Refused(u16),
}

/// The finger or the reader's own access rule. A mismatch is an outcome and not listed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finger {
    NoFinger,
    PoorQuality,
    NotCentred,
    TooFast,
    NoReference,
    WrongPassword,
}

/// The message modem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modem {
    NoSim,
    PinRequired,
    NotRegistered,
    Cms(u16),
}

impl DeviceError {
    /// A fault before anything happened, or of an act that leaves no trace.
    pub fn harmless(fault: Fault) -> Self {
        Self { fault, effect: Effect::NotStarted, source: None }
    }

    /// A fault after the first byte of an act that cannot be taken back.
    pub fn in_doubt(fault: Fault) -> Self {
        Self { fault, effect: Effect::InDoubt, source: None }
    }

    pub fn with_effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Keeps the operating system's own error in the chain.
    pub fn caused_by(mut self, source: std::io::Error) -> Self {
        self.source = Some(source);
        self
    }

    pub fn effect(&self) -> Effect {
        self.effect
    }

    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    pub fn who(&self) -> Who {
        self.fault.who()
    }

    /// Whether the handle is worthless after this and must be opened again.
    pub fn loses_device(&self) -> bool {
        matches!(
            self.fault,
            Fault::NotConnected { .. }
                | Fault::WrongDevice { .. }
                | Fault::Protocol { .. }
                | Fault::ServiceDown { .. }
                | Fault::Defect { .. }
                | Fault::Certificate(
                    Certificate::ReaderUnsigned | Certificate::ReaderUnknown | Certificate::ReaderExpired
                )
        )
    }
}

impl Fault {
    /// Stable code for the journal, the notice line and the telephone. Numbers are never reused.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::NotConfigured => "D-101",
            Fault::BadSetting(_) => "D-102",
            Fault::NotConnected { .. } => "D-103",
            Fault::PermissionDenied { .. } => "D-104",
            Fault::Busy { .. } => "D-105",
            Fault::WrongDevice { .. } => "D-106",
            Fault::Timeout { .. } => "D-107",
            Fault::Cancelled => "D-108",
            Fault::ServiceDown { .. } => "D-109",
            Fault::Certificate(_) => "D-110",
            Fault::Protocol { .. } => "D-111",
            Fault::Unsupported { .. } => "D-112",
            Fault::File { .. } => "D-113",
            Fault::Defect { .. } => "D-114",
            Fault::RealDeviceRefused => "D-115",
            Fault::Hardware { .. } => "D-116",
            Fault::QueueStopped => "D-117",
            Fault::Media(m) => m.code(),
            Fault::Card(c) => c.code(),
            Fault::Sam(Sam::Absent) => "D-321",
            Fault::Sam(Sam::Refused(_)) => "D-322",
            Fault::Finger(f) => f.code(),
            Fault::Modem(Modem::NoSim) => "D-501",
            Fault::Modem(Modem::PinRequired) => "D-502",
            Fault::Modem(Modem::NotRegistered) => "D-503",
            Fault::Modem(Modem::Cms(_)) => "D-504",
        }
    }

    pub fn who(&self) -> Who {
        match self {
            Fault::Timeout { .. } | Fault::Cancelled | Fault::Protocol { .. } => Who::Retry,
            Fault::Finger(Finger::WrongPassword) => Who::Technician,
            Fault::Finger(Finger::NoReference) => Who::Operator,
            Fault::Finger(_) => Who::Retry,
            Fault::NotConnected { .. } | Fault::Busy { .. } | Fault::WrongDevice { .. } => Who::Operator,
            Fault::Media(Media::RibbonWrong) => Who::Technician,
            Fault::Media(_) => Who::Operator,
            Fault::Card(Card::AuthFailed | Card::Sw(_)) => Who::Technician,
            Fault::Card(_) => Who::Operator,
            Fault::Modem(Modem::NotRegistered | Modem::Cms(_)) => Who::Retry,
            Fault::NotConfigured
            | Fault::BadSetting(_)
            | Fault::PermissionDenied { .. }
            | Fault::ServiceDown { .. }
            | Fault::Certificate(_)
            | Fault::Unsupported { .. }
            | Fault::File { .. }
            | Fault::Defect { .. }
            | Fault::RealDeviceRefused
            | Fault::Hardware { .. }
            | Fault::QueueStopped
            | Fault::Sam(_)
            | Fault::Modem(_) => Who::Technician,
        }
    }

    /// One sample of every fault, for the generated list of codes and for tests over all of them.
    pub fn samples() -> Vec<Fault> {
        use self::{Card as C, Finger as F, Media as M, Modem as O};
        let mut all = Self::general_samples();
        let media = [
            M::MediaEmpty,
            M::RibbonOut,
            M::RibbonWrong,
            M::Jam,
            M::CoverOpen,
            M::OutputFull,
            M::PaperOut,
            M::PaperNearEnd,
            M::Cutter,
        ];
        all.extend(media.map(Fault::Media));
        let card = [C::ReaderNoCard, C::CardRemoved, C::CardMute, C::WrongCard, C::AuthFailed];
        all.extend(card.map(Fault::Card));
        all.push(Fault::Card(C::Sw(0x6A82)));
        let finger = [F::NoFinger, F::PoorQuality, F::NotCentred, F::TooFast, F::NoReference, F::WrongPassword];
        all.extend(finger.map(Fault::Finger));
        all.extend([O::NoSim, O::PinRequired, O::NotRegistered, O::Cms(38)].map(Fault::Modem));
        all
    }

    fn general_samples() -> Vec<Fault> {
        vec![
            Fault::NotConfigured,
            Fault::BadSetting(UriError::unknown_scheme("usb")),
            Fault::NotConnected { what: "/dev/ttyUSB0".into() },
            Fault::PermissionDenied { path: "/dev/ttyUSB0".into(), group: Some("dialout".into()) },
            Fault::Busy { by: Holder { pid: Some(4711) } },
            Fault::WrongDevice { expected: "zfm:0009".into(), found: "zfm:0001".into() },
            Fault::Timeout { op: "GenImg", after: Duration::from_secs(15) },
            Fault::Cancelled,
            Fault::ServiceDown { service: "cups" },
            Fault::Certificate(Certificate::UnknownIssuer),
            Fault::Protocol { what: "checksum", bytes: 12 },
            Fault::Unsupported { what: "job" },
            Fault::File { op: "write", path: "/tmp/slip.txt".into() },
            Fault::Defect { job: "finger test" },
            Fault::RealDeviceRefused,
            Fault::Hardware { code: 0x18 },
            Fault::QueueStopped,
            Fault::Sam(Sam::Absent),
            Fault::Sam(Sam::Refused(0x6982)),
        ]
    }
}

impl Media {
    fn code(self) -> &'static str {
        match self {
            Media::MediaEmpty => "D-201",
            Media::RibbonOut => "D-202",
            Media::RibbonWrong => "D-203",
            Media::Jam => "D-204",
            Media::CoverOpen => "D-205",
            Media::OutputFull => "D-206",
            Media::PaperOut => "D-207",
            Media::PaperNearEnd => "D-208",
            Media::Cutter => "D-209",
        }
    }
}

impl Card {
    fn code(self) -> &'static str {
        match self {
            Card::ReaderNoCard => "D-301",
            Card::CardRemoved => "D-302",
            Card::CardMute => "D-303",
            Card::WrongCard => "D-304",
            Card::AuthFailed => "D-305",
            Card::Sw(_) => "D-306",
        }
    }
}

impl Finger {
    fn code(self) -> &'static str {
        match self {
            Finger::NoFinger => "D-401",
            Finger::PoorQuality => "D-402",
            Finger::NotCentred => "D-403",
            Finger::TooFast => "D-404",
            Finger::NoReference => "D-405",
            Finger::WrongPassword => "D-406",
        }
    }
}

impl fmt::Display for DeviceError {
    /// For logs: code, fault, effect. What a clerk reads is made elsewhere.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} ({:?})", self.code(), self.fault, self.effect)
    }
}

impl std::error::Error for DeviceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e as _)
    }
}

impl From<UriError> for DeviceError {
    fn from(e: UriError) -> Self {
        DeviceError::harmless(Fault::BadSetting(e))
    }
}
