//! The JSON of a record: everything is asked for by its name, and no bytes whatever make the reader panic.

use super::{good, json, read, read_bytes, with};
use loket::card::{Blank, Geometry, RecordFault, face};
use loket::domain::element::Element;
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn every_missing_or_empty_field_is_named() {
    for element in Element::ALL {
        let mut record = good();
        record.remove(element.key()).unwrap_or_else(|| panic!("{} is not in the record", element.key()));
        assert_eq!(read(&record).expect_err("a refusal"), RecordFault::Missing(element));
        assert!(RecordFault::Missing(element).to_string().contains(element.key()));
        for empty in ["", "   ", "\u{200b}"] {
            let fault = read(&with(element, empty)).expect_err("a refusal");
            // A picture's name of hidden characters is no plain name.
            let named = fault == RecordFault::Missing(element) || fault == RecordFault::FileName(element);
            assert!(named, "{fault}");
        }
    }
}

#[test]
fn every_field_that_is_no_text_is_named() {
    for element in Element::ALL {
        for value in [Value::Null, json!(true), json!(-1), json!(1.5), json!(["x"]), json!({ "x": [1, { "y": null }] })]
        {
            let mut record = good();
            record.insert(element.key().to_owned(), value);
            assert_eq!(read(&record).expect_err("a refusal"), RecordFault::Wrong(element));
        }
    }
}

#[test]
fn a_field_over_its_length_is_named_with_both_lengths() {
    for element in Element::ALL.into_iter().filter(|element| !element.is_picture()) {
        let max = element.limit();
        let fault = read(&with(element, &"X".repeat(max + 1))).expect_err("a refusal");
        assert_eq!(fault, RecordFault::TooLong { element, len: max + 1, max });
    }
}

#[test]
fn a_key_that_stands_twice_or_is_written_otherwise_is_refused() {
    let text = String::from_utf8(json(&good())).expect("UTF-8");
    let twice = text.replacen('{', r#"{"AGAMA":"ISLAM","#, 1);
    assert_eq!(read_bytes(twice.as_bytes()).expect_err("a refusal"), RecordFault::Twice(Element::Religion));
    for key in ["agama", "AGAMA ", "Agama", "NAMA", "", "\u{1b}[31m"] {
        let other = text.replacen('{', &format!("{{{}:\"x\",", Value::from(key)), 1);
        let RecordFault::Unknown(said) = read_bytes(other.as_bytes()).expect_err("a refusal") else {
            panic!("{key:?}")
        };
        assert!(!said.contains('\u{1b}'), "{said:?}");
    }
    let long = text.replacen('{', &format!("{{\"{}\":\"x\",", "K".repeat(500)), 1);
    assert_eq!(read_bytes(long.as_bytes()).expect_err("a refusal"), RecordFault::Unknown("K".repeat(32)));
}

#[test]
fn what_is_no_object_of_texts_is_refused_whatever_its_depth_or_width() {
    let deep = format!("{{\"NIK\":{}", "[".repeat(60_000));
    let wide: String = (0..2_000).map(|n| format!("\"K{n}\":\"\",")).collect();
    let wide = format!("{{{}\"Z\":\"\"}}", wide);
    let texts = ["[]", "null", "1", "\"x\"", "{}}", "{\"NIK\" \"x\"}", "\0\0\0\0", wide.as_str()];
    for text in texts {
        let fault = read_bytes(text.as_bytes()).expect_err("a refusal");
        assert_eq!(fault, RecordFault::NotARecord, "{}", text.chars().take(20).collect::<String>());
    }
    assert_eq!(read_bytes(deep.as_bytes()).expect_err("a refusal"), RecordFault::CutShort);
    assert_eq!(read_bytes(b"{}").expect_err("a refusal"), RecordFault::Missing(Element::Province));
}

#[test]
fn values_are_shown_as_the_card_shows_them() {
    let table = [
        (Element::BirthDate, "1990-08-17", "17-08-1990"),
        (Element::BirthDate, "17-08-1990", "17-08-1990"),
        (Element::Sex, "p", "PEREMPUAN"),
        (Element::Sex, "Laki-Laki", "LAKI-LAKI"),
        (Element::Blood, "TIDAK TAHU", "-"),
        (Element::Blood, "ab+", "AB+"),
        (Element::Rt, "3", "003"),
        (Element::Rw, "000", "000"),
        (Element::Address, "  JL.  CONTOH\t1 ", "JL. CONTOH 1"),
    ];
    for (element, given, shown) in table {
        assert_eq!(read(&with(element, given)).expect("a record").text(element), shown, "{given}");
    }
    // Numbers where some exports write numbers, and the mark some editors put before the text.
    let mut record = good();
    record.insert("NO_RT".to_owned(), json!(7));
    record.insert("NIK".to_owned(), json!(1_374_015_708_909_012_u64));
    let marked = [b"\xEF\xBB\xBF".as_slice(), &json(&record)].concat();
    let read = read_bytes(&marked).expect("a record");
    assert_eq!((read.text(Element::Rt), read.text(Element::Nik)), ("007", "1374015708909012"));
    for (element, wrong) in [
        (Element::Sex, "X"),
        (Element::Blood, "C"),
        (Element::Blood, "A++"),
        (Element::Rt, "RT1"),
        (Element::IssueDate, "29-02-2025"),
    ] {
        assert_eq!(super::read(&with(element, wrong)).expect_err("a refusal"), RecordFault::Wrong(element), "{wrong}");
    }
}

/// Cuts, swaps, doubles and overwrites pieces of a good record.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edits = prop::collection::vec(
        (any::<u8>(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()),
        1..6,
    );
    edits.prop_map(|edits| {
        let mut bytes = json(&good());
        for (kind, one, two, byte) in edits {
            if bytes.is_empty() {
                break;
            }
            let (a, b) = (one.index(bytes.len()), two.index(bytes.len()));
            match kind % 5 {
                0 => bytes.truncate(a),
                1 => bytes.swap(a, b),
                2 => bytes[a] = byte,
                3 => bytes.insert(a, byte),
                _ => drop(bytes.splice(a..a, json(&good())[..b.min(200)].to_vec())),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(256)) })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(read_bytes(&bytes).is_err());
    }

    #[test]
    fn no_mutation_of_a_record_makes_the_reader_panic(bytes in mutated()) {
        // Some are still records; whatever they say stays inside its limits.
        if let Ok(record) = read_bytes(&bytes) {
            for element in Element::ALL {
                prop_assert!(record.text(element).chars().count() <= element.limit());
            }
        }
    }

    #[test]
    fn any_text_of_a_field_is_refused_or_stands_within_its_limit(at in 0..20_usize, text in "\\PC{0,130}") {
        let element = Element::ALL[at];
        if let Ok(record) = read(&with(element, &text)) {
            prop_assert!((1..=element.limit()).contains(&record.text(element).chars().count()));
        }
    }
}

proptest! {
    // Each draws a card.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(8)) })]

    #[test]
    fn any_name_and_address_is_drawn_or_refused(name in "\\PC{1,60}", address in "[A-Z ./0-9]{1,90}") {
        let mut record = with(Element::Name, &name);
        record.insert("ALAMAT".to_owned(), address.into());
        if let Ok(record) = read(&record) {
            // Both ends are lawful; a panic is not.
            if let Ok(picture) = face(&record, Geometry::CARD, Blank::Bare) {
                prop_assert!(!picture.png.is_empty());
            }
        }
    }
}
