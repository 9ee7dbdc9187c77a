//! The kinds of device a station has and the narrow verbs each of them answers to.
//!
//! Owns traits and plain values. Separate from every backend, so that the desk can be written and
//! tested against verbs alone. Nothing here carries an image, a template or a score out of the layer,
//! and nothing here knows an application, a clerk or a screen.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

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
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Kind::Fingerprint, Kind::CardPrinter, Kind::Chip, Kind::SlipPrinter, Kind::NetworkProbe];

    /// The key of the kind in the configuration file and in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Fingerprint => "fingerprint",
            Kind::CardPrinter => "card_printer",
            Kind::Chip => "chip",
            Kind::SlipPrinter => "slip_printer",
            Kind::NetworkProbe => "network_probe",
        }
    }

    /// Whether an act of this kind can leave something behind that cannot be taken back.
    pub fn irreversible(self) -> bool {
        matches!(self, Kind::CardPrinter | Kind::Chip)
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
    PlaceCard,
    Authenticating,
    WritingChip,
    CheckingChip,
    Connecting,
}

// ---- fingerprint -------------------------------------------------------------------------------

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finger {
    RightThumb,
    RightIndex,
    RightMiddle,
    RightRing,
    RightLittle,
    LeftThumb,
    LeftIndex,
    LeftMiddle,
    LeftRing,
    LeftLittle,
}

/// Where the reference of a comparison came from. Recorded with every match and no match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComparedWith {
    DataCentre,
    Chip,
    /// Enrolled at this office on this device.
    OfficeEnrolment,
    /// Synthetic finger of the demo; never a person's.
    DemoFixture,
}

/// A reader's own template. Wiped when dropped; its `Debug` shows the length only.
#[derive(Clone)]
pub struct Template(Zeroizing<Vec<u8>>);

impl Template {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({} bytes)", self.0.len())
    }
}

/// What the sample is compared with. Without one there is no match, only a sample.
#[derive(Debug, Clone)]
pub enum Reference {
    None,
    Template { bytes: Template, from: ComparedWith },
}

/// One attempt with one finger. Counting attempts is the caller's.
#[derive(Debug, Clone)]
pub struct FingerTest {
    pub finger: Finger,
    pub reference: Reference,
}

/// How an attempt ended. There is no score in it on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FingerOutcome {
    /// A usable sample was there; nothing was compared.
    SampleTaken,
    Match(ComparedWith),
    NoMatch(ComparedWith),
    Unreadable(Unreadable),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// The ridges run together: wet, dirty or worn.
    Messy,
    /// Too small an area: off centre or barely touching.
    TooFewFeatures,
    /// The sensor could not take a picture at all.
    NoImage,
}

pub trait Fingerprint: Device {
    /// Waits for a finger until the deadline and judges it.
    ///
    /// Errors are about the device or an absent finger; a finger that is there always ends in an
    /// outcome.
    fn test(&mut self, test: &FingerTest, ctl: &Ctl, progress: OnProgress<'_>) -> Result<FingerOutcome, DeviceError>;
}

// ---- card printer ------------------------------------------------------------------------------

/// One card. The title stands in queues and on displays: a register number, never a person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardJob {
    pub title: String,
}

/// What came out, as far as the printer knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintOutcome {
    Good,
    Bad(Spoiled),
    /// The blank is still in stock.
    NoneOut,
    /// Nobody but a person looking at the printer can tell.
    Unknown,
}

/// Why a card that came out is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoiled {
    Misprint,
    Ribbon,
    Jam,
    DamagedBlank,
}

/// What is left in the printer, as far as it can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplies {
    /// Prints left on the ribbon.
    pub ribbon: Option<u32>,
    /// Whether a blank lies ready.
    pub feeder: Level,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Unknown,
    Loaded,
    Low,
    Empty,
}

pub trait CardPrinter: Device {
    fn supplies(&mut self, ctl: &Ctl) -> Result<Supplies, DeviceError>;
    /// Prints one card. An error carries whether a blank may have been touched.
    fn print(&mut self, job: &CardJob, ctl: &Ctl, progress: OnProgress<'_>) -> Result<PrintOutcome, DeviceError>;
}

// ---- chip --------------------------------------------------------------------------------------

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

// ---- slip printer ------------------------------------------------------------------------------

/// Plain lines for a receipt. Control characters are gone; `Debug` does not show the text.
#[derive(Clone, PartialEq, Eq)]
pub struct SlipText(Vec<String>);

impl SlipText {
    pub const WIDEST: usize = 200;
    pub const LONGEST: usize = 200;

    /// Lines beyond the limits are not a slip any more and are refused with the count.
    pub fn new<S: AsRef<str>>(lines: &[S]) -> Result<Self, SlipTooLong> {
        let lines: Vec<String> = lines.iter().map(|l| super::clean(l.as_ref())).collect();
        let widest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        if lines.len() > Self::LONGEST || widest > Self::WIDEST {
            return Err(SlipTooLong { lines: lines.len(), widest });
        }
        Ok(Self(lines))
    }

    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("slip of {lines} lines, widest {widest} characters")]
pub struct SlipTooLong {
    pub lines: usize,
    pub widest: usize,
}

impl fmt::Debug for SlipText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SlipText({} lines)", self.0.len())
    }
}

pub trait SlipPrinter: Device {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<(), DeviceError>;
}

// ---- network probe -----------------------------------------------------------------------------

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
