//! What a finger at this desk is compared with, and the names of fingers and references on both sides.
//!
//! Separate from the jobs, which only carry it to the reader. Without an official reference a reader gives a
//! sample and a person attests.

use super::devices::Devices;
use crate::device::{ComparedWith as DeviceComparedWith, Finger as ReaderFinger, Identifier, Reference, Template};
use crate::domain::office::File;
use crate::domain::terms::{ComparedWith, Finger};

/// Where the reference of a fingerprint test comes from.
#[derive(Clone, Default)]
pub enum ReferenceSource {
    /// No official reference: the reader takes a sample and the clerk attests the match.
    #[default]
    None,
    /// The data centre decides; the reader hands the sample on.
    DataCentre,
    /// The demo's synthetic finger.
    Fixture(Template),
}

impl ReferenceSource {
    /// Who judges the fingers taken on these devices.
    pub(super) fn of(devices: &Devices) -> Self {
        if devices.asks_the_centre() { ReferenceSource::DataCentre } else { ReferenceSource::None }
    }

    pub(super) fn source(&self) -> ComparedWith {
        match self {
            ReferenceSource::None => ComparedWith::Nothing,
            ReferenceSource::DataCentre => ComparedWith::DataCentre,
            ReferenceSource::Fixture(_) => ComparedWith::Fixture,
        }
    }

    /// Somebody without a number yet has no record to compare with.
    pub(super) fn reference(&self, file: &File) -> Reference {
        match self {
            ReferenceSource::None => Reference::None,
            ReferenceSource::DataCentre => {
                let nik = file.person.as_ref().and_then(|p| p.nik);
                let who = nik.and_then(|nik| Identifier::new(nik.as_str()));
                who.map_or(Reference::None, Reference::DataCentre)
            }
            ReferenceSource::Fixture(template) => {
                Reference::Template { bytes: template.clone(), from: DeviceComparedWith::DemoFixture }
            }
        }
    }
}

/// The journal's name for a reference.
pub(super) fn compared(with: DeviceComparedWith) -> ComparedWith {
    use DeviceComparedWith as Device;
    match with {
        Device::DataCentre => ComparedWith::DataCentre,
        Device::Chip => ComparedWith::Chip,
        Device::OfficeEnrolment => ComparedWith::LocalEnrolment,
        Device::DemoFixture => ComparedWith::Fixture,
    }
}

/// The reader's name for a finger.
pub(super) fn reader_finger(finger: Finger) -> ReaderFinger {
    match finger {
        Finger::RightThumb => ReaderFinger::RightThumb,
        Finger::RightIndex => ReaderFinger::RightIndex,
        Finger::RightMiddle => ReaderFinger::RightMiddle,
        Finger::RightRing => ReaderFinger::RightRing,
        Finger::RightLittle => ReaderFinger::RightLittle,
        Finger::LeftThumb => ReaderFinger::LeftThumb,
        Finger::LeftIndex => ReaderFinger::LeftIndex,
        Finger::LeftMiddle => ReaderFinger::LeftMiddle,
        Finger::LeftRing => ReaderFinger::LeftRing,
        Finger::LeftLittle => ReaderFinger::LeftLittle,
    }
}
