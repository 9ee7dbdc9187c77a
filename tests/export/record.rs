//! The record of a destruction: the same bytes every time, and what another reader finds on it.

use super::readers::Paper;
use crate::harness::{Bench, OPERATOR, SUPERVISOR, monday};
use loket::domain::event::{Event, InvalidDestroyed, Recorded};
use loket::domain::id::{AppId, RegisterNumber};
use loket::domain::invalid::{Fate, InvalidCard, Record, Why, Witness};
use loket::domain::person::{Name, Note};
use loket::domain::personal::Personal;
use loket::domain::stock::Label;
use loket::domain::terms::*;
use loket::export::record::record;

fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

/// A record of so many cards of every kind.
fn sample(n: u32) -> Record {
    let bench = Bench::open_office(1);
    let card = |no: u32| InvalidCard {
        no,
        app: AppId(u64::from(no)),
        number: RegisterNumber { year: 2026, no, text: format!("{no:04}/KTP/DUKCAPIL-PP/XI-2026") },
        why: match no % 3 {
            0 => Why::OldCard,
            1 => Why::Spoiled(SpoilCause::Ribbon),
            _ => Why::Rejected(RejectCause::ChipFailed),
        },
        day: monday(),
        place: Label::parse("LEMARI 1").ok(),
        fate: Fate::Destroyed { year: 2026, no: 7 },
        seq: 900,
    };
    let items: Vec<InvalidCard> = (1..=n).map(card).collect();
    let event = Event::from(InvalidDestroyed {
        year: 2026,
        no: 7,
        items: items.iter().map(|card| card.no).collect(),
        count: n,
        date: monday(),
        manner: DestroyManner::Burnt,
    });
    let witness = |name: &str, office: &str| Witness { name: Name::parse(name).expect("a name"), office: note(office) };
    let personal = Personal {
        place: Some(note("halaman belakang kantor")),
        witnesses: vec![witness("Saksi Contoh A", "Satpol PP"), witness("Saksi Contoh B", "Inspektorat Kota")],
        ..Personal::default()
    };
    let mut envelope = bench.order(SUPERVISOR);
    envelope.approver = Some(OPERATOR);
    let entry = Recorded { seq: 900, envelope, event, personal: Some(personal) };
    let mut rules = bench.office.rules.clone();
    rules.policy.head =
        ["Kepala Dinas,", "Kepala Contoh, S.H.", "Pembina", "NIP. 19700101 199001 1 001"].map(str::to_owned).into();
    Record { entry, items, rules }
}

#[test]
fn the_record_says_what_was_destroyed_before_whom() {
    let bytes = record(&sample(60), true).expect("a paper").expect("a record");
    assert_eq!(record(&sample(60), true).expect("a paper").expect("a record"), bytes);
    if let Some(folder) = std::env::var_os("LOKET_PAPERS") {
        std::fs::write(std::path::Path::new(&folder).join("record.pdf"), &bytes).expect("kept to be looked at");
    }
    let read = Paper::of(&bytes);
    read.check();
    let Some(pages) = read.pages() else { return };
    let whole = pages.join("\n");
    let words = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "BERITA ACARA PEMUSNAHAN KTP-EL TIDAK BERLAKU",
        "Nomor: 007/BA-PEMUSNAHAN/2026",
        "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)",
        "halaman belakang kantor",
        "60 (enam puluh) keping dengan cara dibakar",
        "470.13/11176/SJ tanggal 13 Desember 2018",
        "20 (dua puluh) keping",
        "Saksi Contoh A",
        "Inspektorat Kota",
        "Kasi Contoh",
        "Operator Contoh",
        "Kepala Contoh, S.H.",
    ] {
        assert!(words.contains(text), "{text}: {words}");
    }
    for n in 1..=60 {
        assert!(words.contains(&format!("{n:04}/KTP/DUKCAPIL-PP/XI-2026")), "card {n} is listed");
    }
    assert!(pages.len() > 1 && pages.iter().all(|page| page.contains("SIMULASI")), "{} pages", pages.len());
}

#[test]
fn an_erased_name_leaves_dots_and_no_gap_in_the_list() {
    let mut erased = sample(3);
    erased.entry.personal = None;
    let bytes = record(&erased, false).expect("a paper").expect("a record");
    let Some(text) = Paper::of(&bytes).text() else { return };
    assert!(text.contains("(dihapus)") && !text.contains("SIMULASI") && !text.contains("Saksi"), "{text}");
}
