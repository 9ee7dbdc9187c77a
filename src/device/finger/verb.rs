//! What a fingerprint reader is asked and what it answers.
//!
//! Separate from every backend, so that the desk is written against the verb alone. Nothing here carries an
//! image or a score out of the layer.

use std::fmt;

use zeroize::Zeroizing;

use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;
use crate::device::kind::{Device, OnProgress};

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

/// The name under which a service of this machine keeps a finger: `loket-` and 32 hexadecimal digits. It ends as
/// the name of a folder, so it is chance and never a number or name of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentKey(String);

impl EnrolmentKey {
    /// From random bytes.
    pub fn new(chance: [u8; 16]) -> Self {
        Self(chance.iter().fold("loket-".to_owned(), |key, byte| key + &format!("{byte:02x}")))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EnrolmentKey {
    /// Whoever knows it finds the person's finger.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolmentKey(***)")
    }
}

/// Whom the data centre is asked about. Wiped when dropped and shown to nobody.
#[derive(Clone)]
pub struct Identifier(Zeroizing<String>);

impl Identifier {
    /// Letters, digits and dashes, at most 64; None for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identifier(***)")
    }
}

/// What the sample is compared with. Without one there is no match, only a sample. A reader that cannot use the
/// kind of reference it is given answers `NoReference`.
#[derive(Debug, Clone)]
pub enum Reference {
    None,
    Template {
        bytes: Template,
        from: ComparedWith,
    },
    /// Enrolled at this office through the service that drives the reader.
    OnDevice(EnrolmentKey),
    /// The data centre's own record of this person; it decides, the sample goes there.
    DataCentre(Identifier),
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
