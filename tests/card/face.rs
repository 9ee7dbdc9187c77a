//! The face: geometry in millimetres, room for long texts, glyphs, panels, the same bytes every time.

use super::{JPEG, PHOTO, SIGNATURE, good, json, read, with};
use loket::card::{Blank, FaceError, Geometry, Glyph, Picture, PictureFault, PrintRecord, face, test_card};
use loket::domain::element::Element;
use proptest::prelude::*;
use resvg::tiny_skia::Pixmap;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const WHITE: (u8, u8, u8) = (255, 255, 255);
const BLACK: (u8, u8, u8) = (0, 0, 0);
/// Left, top, right, bottom of the photo in millimetres, as docs/devices.md gives them.
const PHOTO_MM: [f32; 4] = [62.4, 10.4, 82.65, 37.4];
const SIGNATURE_MM: [f32; 4] = [62.4, 44.2, 82.65, 51.4];
/// Left and right of the values' column.
const VALUES_MM: [f32; 2] = [23.4, 60.9];

fn drawn(record: &serde_json::Map<String, serde_json::Value>, blank: Blank) -> Picture {
    face(&read(record).expect("a record"), Geometry::CARD, blank).expect("a face")
}

fn pixels(picture: &Picture) -> Pixmap {
    let pixels = Pixmap::decode_png(&picture.png).expect("a PNG");
    assert_eq!((pixels.width(), pixels.height()), (picture.width, picture.height));
    pixels
}

fn at(pixels: &Pixmap, x: u32, y: u32) -> (u8, u8, u8) {
    let from = (y * pixels.width() + x) as usize * 4;
    let [red, green, blue, 255] = pixels.data()[from..from + 4] else { panic!("see-through at {x}, {y}") };
    (red, green, blue)
}

fn px(mm: f32) -> u32 {
    (mm * 300.0 / 25.4).round() as u32
}

/// Columns and rows that hold something else than white inside a rectangle of millimetres: left, top, right, bottom.
fn ink(pixels: &Pixmap, [left, top, right, bottom]: [f32; 4]) -> Option<[u32; 4]> {
    let mut found: Option<[u32; 4]> = None;
    for y in px(top)..px(bottom) {
        for x in (px(left)..px(right)).filter(|x| at(pixels, *x, y) != WHITE) {
            let edges = found.get_or_insert([x, y, x, y]);
            *edges = [edges[0].min(x), edges[1].min(y), edges[2].max(x), edges[3].max(y)];
        }
    }
    found
}

#[test]
fn the_photo_lies_where_it_belongs_to_a_tenth_of_a_millimetre() {
    let pixels = pixels(&drawn(&good(), Blank::Labelled));
    let found = ink(&pixels, [61.5, 9.0, 85.0, 39.0]).expect("a photo");
    for (edge, mm) in found.into_iter().zip(PHOTO_MM) {
        let off = (f64::from(edge) - f64::from(mm) * 300.0 / 25.4).abs();
        assert!(off <= 1.2, "an edge at {edge} instead of {mm} mm: {off} pixels off");
    }
    let signature = ink(&pixels, [61.5, 43.6, 85.0, 53.0]).expect("a signature");
    assert!(signature[0] >= px(SIGNATURE_MM[0]) && signature[2] <= px(SIGNATURE_MM[2]), "{signature:?}");
    assert!(signature[1] >= px(SIGNATURE_MM[1]) && signature[3] <= px(SIGNATURE_MM[3]), "{signature:?}");
}

#[test]
fn lines_stand_at_their_height_and_in_their_column() {
    let pixels = pixels(&drawn(&good(), Blank::Labelled));
    // Baselines in millimetres: NIK, name, birth, sex, address, RT, village, district, religion, marital, work,
    // nationality, validity.
    let baselines = [13.0, 16.6, 21.8, 24.4, 27.0, 32.2, 34.8, 37.4, 40.0, 42.6, 45.2, 47.8, 50.4];
    for baseline in baselines {
        let found = ink(&pixels, [0.0, baseline - 1.5, 61.5, baseline + 0.05]);
        let [left, _, right, bottom] = found.unwrap_or_else(|| panic!("no text at {baseline} mm"));
        let above = f64::from(px(baseline)) - f64::from(bottom);
        assert!((0.0..=2.5).contains(&above), "text at {baseline} mm ends {above} pixels above");
        assert!(left >= px(VALUES_MM[0] - 0.15) && right <= px(VALUES_MM[1] + 0.15), "{baseline}: {left}..{right}");
    }
    // Between name and birth, and between address and RT, lies the room of a second line, empty now.
    assert_eq!(ink(&pixels, [0.0, 17.3, 61.5, 19.8]), None);
    assert_eq!(ink(&pixels, [0.0, 27.8, 61.5, 30.2]), None);
}

#[test]
fn labels_go_out_only_on_a_bare_blank() {
    let labels = [0.0, 9.0, VALUES_MM[0] - 0.3, 53.0];
    assert_eq!(ink(&pixels(&drawn(&good(), Blank::Labelled)), labels), None);
    assert!(ink(&pixels(&drawn(&good(), Blank::Bare)), labels).is_some());
}

#[test]
fn text_and_signature_are_black_and_nothing_of_the_photo_is() {
    let pixels = pixels(&drawn(&good(), Blank::Bare));
    let [left, top, right, bottom] = PHOTO_MM.map(px);
    let mut coloured = 0;
    for y in 0..pixels.height() {
        for x in 0..pixels.width() {
            let pixel = at(&pixels, x, y);
            let near_photo = (left - 2..=right + 2).contains(&x) && (top - 2..=bottom + 2).contains(&y);
            if near_photo {
                assert_ne!(pixel, BLACK, "black in the photo at {x}, {y}");
                coloured += u32::from(pixel != WHITE);
            } else {
                assert!(pixel == BLACK || pixel == WHITE, "{pixel:?} at {x}, {y}");
            }
        }
    }
    assert!(coloured > 60_000, "{coloured}");
}

#[test]
fn an_edge_only_moves_the_card_into_the_middle() {
    let record = read(&good()).expect("a record");
    let plain = pixels(&face(&record, Geometry::CARD, Blank::Bare).expect("a face"));
    let wide = pixels(&face(&record, Geometry::OVER_EDGE, Blank::Bare).expect("a face"));
    assert_eq!((plain.width(), plain.height(), wide.width(), wide.height()), (1011, 638, 1016, 648));
    for y in 0..plain.height() {
        for x in 0..plain.width() {
            let (a, b) = (at(&plain, x, y), at(&wide, x + 2, y + 5));
            // The photo may be rounded another way, by one shade.
            let near = a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)).max(a.2.abs_diff(b.2)) <= 1;
            assert!(near && (a == BLACK) == (b == BLACK), "{a:?} and {b:?} at {x}, {y}");
        }
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let (one, two) = (drawn(&good(), Blank::Labelled), drawn(&good(), Blank::Labelled));
    assert!(one.png == two.png, "two pictures of one record");
    assert!(one.preview == two.preview, "two previews of one record");
    let other = drawn(&with(Element::Work, "NELAYAN"), Blank::Labelled);
    assert!(other.png != one.png, "another record, the same picture");
}

#[test]
fn the_test_card_is_pinned_to_its_pixels() {
    let card = test_card(Geometry::CARD).expect("a test card");
    let pixels = pixels(&card);
    let sum: String = Sha256::digest(pixels.data()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sum, "2552c6c17a54c31719190c0e5178a2715f2e02b7575f5a7581e7e40f6c2a9e22");
    // The frame: 2 mm from each edge.
    for (x, y) in [(px(2.0), px(27.0)), (px(83.6), px(27.0)), (px(42.0), px(2.0)), (px(42.0), px(51.98))] {
        let near = |x: u32, y: u32| (x - 2..=x + 2).any(|x| (y - 2..=y + 2).any(|y| at(&pixels, x, y) == BLACK));
        assert!(near(x, y), "no frame at {x}, {y}");
    }
}

#[test]
fn long_texts_shrink_then_break_then_are_refused_by_name() {
    // What is given, whether it fits, whether it takes a second line.
    let table = [
        (Element::Name, "ANISA RAHMI", true, false),
        (Element::Name, "ANISA RAHMI PUTRI SYAHRANI S.Pd.", true, false),
        (Element::Name, "MUHAMMAD RIZKI RAMADHAN SYAHPUTRA CHANIAGO KOTO, S.Kom., M.M.", true, true),
        (Element::Name, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", false, false),
        (Element::Name, "WWWWWWWWWWWWWWWWWWWWWWWWWWWW MMMMMMMMMMMMMMMMMMMMMMMMMM", false, false),
        (Element::Address, "JL. SUDIRMAN NO. 12", true, false),
        (Element::Address, "JL. PROF. DR. HAMKA NO. 117 BLOK C PERUMAHAN BUNGA TANJUNG", true, true),
        (Element::Address, "PERUMAHAN BUNGA TANJUNG INDAH PERMAI BLOK C NOMOR 117 SEBELAH MESJID RAYA", false, false),
        (Element::Village, "KAMPUNG MANGGIS", true, false),
        (Element::Village, "KAMPUNG MANGGIS TIMUR SEBELAH UTARA JALAN RAYA", false, false),
        (Element::Work, "KARYAWAN BUMN", true, false),
        (Element::Work, "ANGGOTA DPRD KABUPATEN/KOTA YANG LAIN-LAIN SEKALI", false, false),
    ];
    for (element, text, fits, second) in table {
        let record = match read(&with(element, &text.chars().take(element.limit()).collect::<String>())) {
            Ok(record) => record,
            Err(fault) => panic!("{text}: {fault}"),
        };
        match face(&record, Geometry::CARD, Blank::Labelled) {
            Ok(picture) => {
                assert!(fits, "{text} should have been refused");
                let top = if element == Element::Address { 27.9 } else { 17.5 };
                let two = ink(&pixels(&picture), [VALUES_MM[0], top, VALUES_MM[1], top + 2.0]).is_some();
                assert_eq!(two, second, "{text}");
            }
            Err(error) => assert_eq!((error, fits), (FaceError::NoRoom(element), false), "{text}"),
        }
    }
}

#[test]
fn a_letter_the_font_lacks_is_named_by_element_and_kind() {
    let lacking = [
        (Element::Name, "ANISA 陳", Glyph::Letter),
        (Element::Address, "JL. \u{1F3E0} 12", Glyph::Sign),
        (Element::Village, "GANTING \u{0E51}", Glyph::Digit),
    ];
    for (element, text, glyph) in lacking {
        let record = read(&with(element, text)).expect("a record");
        let error = face(&record, Geometry::CARD, Blank::Labelled).expect_err("a refusal");
        assert_eq!(error, FaceError::NoGlyph { element, glyph }, "{text}");
    }
    // Letters of the names of this country and its neighbours are there.
    let record = read(&with(Element::Name, "Ñandé Łucja Šárka Đặng D'Élan")).expect("a record");
    face(&record, Geometry::CARD, Blank::Labelled).expect("a face");
}

#[test]
fn markup_in_a_value_stays_text() {
    let record = read(&with(Element::Address, "JL. <b>A&B</b> \"X\" {NIK}")).expect("a record");
    face(&record, Geometry::CARD, Blank::Labelled).expect("a face");
}

proptest! {
    // Each may draw a card.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(24)) })]

    /// Damage behind the head of a picture reaches the decoder; it may refuse or show what it could, never panic.
    #[test]
    fn a_damaged_picture_is_refused_or_drawn(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        jpeg in any::<bool>(),
    ) {
        let mut photo = if jpeg { JPEG.to_vec() } else { PHOTO.to_vec() };
        for (place, byte) in damage {
            let at = place.index(photo.len());
            photo[at] = byte;
        }
        let record = PrintRecord::read(&json(&good()), |element| {
            Ok(Zeroizing::new(if element == Element::Photo { photo.clone() } else { SIGNATURE.to_vec() }))
        });
        if let Ok(record) = record {
            let drawn = face(&record, Geometry::CARD, Blank::Bare);
            let undecodable = FaceError::Picture { element: Element::Photo, fault: PictureFault::Undecodable };
            prop_assert!(drawn.is_ok() || drawn.is_err_and(|error| error == undecodable));
        }
    }
}
