//! The card: records read strictly, hostile folders, the face judged by its glyphs, its pixels and a reader.
//!
//! Everything drops real files into a real folder or reads the
//! finished picture; nothing looks into the renderer.

mod face;
mod folder;
mod pictures;
mod readback;
mod record;

use loket::card::{PrintRecord, RecordFault};
use loket::desk::demo::workstation::record;
use loket::domain::element::Element;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

pub use crate::fuzz::targets::files::{PHOTO, SIGNATURE, holder};

/// An invented head, 270 by 360 pixels, as a camera would store it.
pub const JPEG: &[u8] = include_bytes!("photo.jpg");

/// The record of [`holder`] as an object.
pub fn good() -> Map<String, Value> {
    record(&holder(), "foto.png", "ttd.png").as_object().expect("an object").clone()
}

/// The same with one value changed.
pub fn with(element: Element, value: &str) -> Map<String, Value> {
    let mut record = good();
    record.insert(element.key().to_owned(), value.into());
    record
}

pub fn json(record: &Map<String, Value>) -> Vec<u8> {
    serde_json::to_vec(record).expect("JSON")
}

/// Read with both pictures at hand.
pub fn read(record: &Map<String, Value>) -> Result<PrintRecord, RecordFault> {
    read_bytes(&json(record))
}

pub fn read_bytes(json: &[u8]) -> Result<PrintRecord, RecordFault> {
    PrintRecord::read(json, |element| {
        let picture = if element == Element::Photo { &PHOTO } else { &SIGNATURE };
        Ok(Zeroizing::new(picture.to_vec()))
    })
}
