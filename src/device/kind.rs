//! The kinds of device a station has, and what every one of them can say about itself.
//!
//! The verbs of a kind are in its own room (`finger`, `printer`, `chip`, `slip`, `network`). Nothing here
//! knows an application, a clerk or a screen.

use super::ctl::Ctl;
use super::error::DeviceError;

/// A kind of device; a station has at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Fingerprint,
    CardPrinter,
    Chip,
    SlipPrinter,
    NetworkProbe,
    Scanner,
    Modem,
}

impl Kind {
    pub const ALL: [Kind; 7] = [
        Kind::Fingerprint,
        Kind::CardPrinter,
        Kind::Chip,
        Kind::SlipPrinter,
        Kind::NetworkProbe,
        Kind::Scanner,
        Kind::Modem,
    ];

    /// The key of the kind in the configuration file and in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Fingerprint => "fingerprint",
            Kind::CardPrinter => "printer",
            Kind::Chip => "chip",
            Kind::SlipPrinter => "slip",
            Kind::NetworkProbe => "network",
            Kind::Scanner => "scanner",
            Kind::Modem => "modem",
        }
    }

    /// The kind by its name or by a beginning of it that no other kind has: `finger`, `net`.
    pub fn named(text: &str) -> Option<Kind> {
        let mut found = Kind::ALL.into_iter().filter(|kind| text.len() >= 2 && kind.name().starts_with(text));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Whether an act of this kind can leave something behind that cannot be taken back.
    pub fn irreversible(self) -> bool {
        matches!(self, Kind::CardPrinter | Kind::Chip | Kind::Modem)
    }
}

/// What a unit says it is, as compared after every open. Holds no serial number of a person's card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity(String);

impl Identity {
    /// Keeps printable characters only: the text comes from outside.
    pub fn new(text: &str) -> Self {
        Self(super::clean(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What every opened device can say about itself.
pub trait Device: Send {
    fn identity(&self) -> &Identity;
    /// A cheap question with a true answer from the unit itself. Never asked during an act.
    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError>;

    /// Whether the plug is in, told without talking to the unit and cheap enough for once a second; None for a
    /// device that only `check` can tell of. It proves nothing about the unit and is no good answer of it.
    fn plugged(&mut self) -> Option<Result<(), DeviceError>> {
        None
    }
}

pub type OnProgress<'a> = &'a mut dyn FnMut(Progress);

/// How far an act is and what the person in front of the device should do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub hint: Hint,
    /// 0 to 100 where the device can tell.
    pub percent: Option<u8>,
}

impl Progress {
    pub fn hint(hint: Hint) -> Self {
        Self { hint, percent: None }
    }

    pub fn percent(hint: Hint, percent: u8) -> Self {
        Self { hint, percent: Some(percent.min(100)) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    PlaceFinger,
    LiftFinger,
    CleanFinger,
    CentreFinger,
    Capturing,
    Comparing,
    Sending,
    Feeding,
    Printing,
    Ejecting,
    LoadBlanks,
    ChangeRibbon,
    CloseCover,
    ClearJam,
    EmptyOutput,
    PlaceCard,
    Authenticating,
    WritingChip,
    CheckingChip,
    Connecting,
}
