//! The card: records read strictly, hostile folders, the face judged by its glyphs, its pixels and a reader.
//!
//! Owns the invented holder the tests share. Everything drops real files into a real folder or reads the
//! finished picture; nothing looks into the renderer.

mod face;
mod folder;
mod pictures;
mod readback;
mod record;

use loket::card::{PrintRecord, RecordFault, Wanted, sketch};
use loket::desk::demo::workstation::{portrait, record, squiggle};
use loket::domain::element::Element;
use loket::domain::nik::Nik;
use loket::domain::person::Name;
use serde_json::{Map, Value};
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// Nobody.
pub fn holder() -> Wanted {
    Wanted {
        nik: Nik::parse("1374015708909012").expect("a NIK"),
        name: Name::parse("ANISA RAHMI").expect("a name"),
        birth: None,
        sex: None,
        rt: None,
        rw: None,
        village: None,
    }
}

pub static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| sketch(&portrait(&holder())).expect("a portrait"));
pub static SIGNATURE: LazyLock<Vec<u8>> = LazyLock::new(|| sketch(&squiggle(&holder())).expect("a signature"));

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
