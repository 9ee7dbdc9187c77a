//! The face of a card, from a record's bytes to the finished picture. The size of the ledger does not matter here.

use super::report::{Report, Times};
use loket::card::{Blank, Geometry, PrintRecord, Wanted, face, sketch};
use loket::desk::demo::workstation::{portrait, record, squiggle};
use loket::domain::element::Element;
use loket::domain::nik::Nik;
use loket::domain::person::Name;
use std::path::Path;
use std::time::Instant;
use zeroize::Zeroizing;

const CARDS: usize = 50;

pub fn run(_: &Path, size: u64, report: &mut Report) {
    let nik = Nik::parse("1374015708909012").expect("a NIK");
    let name = Name::parse("ANISA RAHMI").expect("a name");
    let wanted = Wanted { nik, name, birth: None, sex: None, rt: None, rw: None, village: None };
    let json = record(&wanted, "foto.png", "ttd.png").to_string();
    let (photo, signature) = (sketch(&portrait(&wanted)).expect("drawn"), sketch(&squiggle(&wanted)).expect("drawn"));
    let picture =
        |element| Ok(Zeroizing::new(if element == Element::Photo { photo.clone() } else { signature.clone() }));
    let mut times = Times::default();
    for _ in 0..CARDS {
        let start = Instant::now();
        let record = PrintRecord::read(json.as_bytes(), picture).expect("a record");
        face(&record, Geometry::CARD, Blank::Bare).expect("a face");
        times.add(start.elapsed());
    }
    report.note(size, "card: record read and face drawn p50 / p99 / max", times.told());
}
