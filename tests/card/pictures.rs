//! Photo and signature: judged from outside before anything unpacks them, and found out when they are drawn.

use super::{PHOTO, SIGNATURE, good, json};
use loket::card::{Blank, FaceError, Geometry, PictureFault, PrintRecord, RecordFault, face, sketch};
use loket::domain::element::Element;
use proptest::prelude::*;
use zeroize::Zeroizing;

/// The good record with one picture replaced.
fn with_picture(element: Element, picture: &[u8]) -> Result<PrintRecord, RecordFault> {
    PrintRecord::read(&json(&good()), |asked| {
        let bytes = match asked {
            asked if asked == element => picture.to_vec(),
            Element::Photo => PHOTO.to_vec(),
            _ => SIGNATURE.to_vec(),
        };
        Ok(Zeroizing::new(bytes))
    })
}

#[track_caller]
fn judged(element: Element, picture: &[u8]) -> Option<PictureFault> {
    match with_picture(element, picture) {
        Err(RecordFault::Picture { fault, element: named }) if named == element => Some(fault),
        Err(fault) => panic!("{fault}"),
        Ok(_) => None,
    }
}

fn blank(width: u32, height: u32) -> Vec<u8> {
    sketch(&format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'/>")).expect("a PNG")
}

/// The outside of a JPEG: application data, fill bytes, a frame header, the end.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
    let before = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xff\xc0\x00\x11\x08".as_slice();
    [before, &size, &[3; 10], b"\xff\xd9"].concat()
}

#[test]
fn kind_end_and_size_are_judged_before_anything_is_unpacked() {
    let size = |width, height| Some(PictureFault::Size { width, height });
    let cut = Some(PictureFault::CutShort);
    // A header that promises thousands of millions of pixels: nobody unpacks it.
    let mut bomb = PHOTO.to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 1, 0x55, 0x54]);
    assert_eq!(judged(Element::Photo, &bomb), size(65_535, 87_380));
    assert_eq!(judged(Element::Photo, &jpeg(60_000, 65_000)), size(60_000, 65_000));
    assert_eq!(judged(Element::Photo, &jpeg(300, 0)), size(300, 0));
    assert_eq!(judged(Element::Photo, &jpeg(300, 400)), None);
    assert_eq!(judged(Element::Photo, &PHOTO), None);
    for short in [&PHOTO[..PHOTO.len() / 2], b"", b"\xff\xd8\xff\xff\xff\xff\xff\xff", b"\xff\xd8\xff\xe0\0\0\xff\xd9"]
    {
        assert_eq!(judged(Element::Photo, short), cut, "{short:?}");
    }
    assert_eq!(judged(Element::Photo, b"GIF89a and more"), Some(PictureFault::Kind));
    for (width, height) in [(100, 130), (400, 400), (200, 1900)] {
        assert_eq!(judged(Element::Photo, &blank(width, height)), size(width, height));
    }
    for (width, height) in [(40, 10), (1990, 100)] {
        assert_eq!(judged(Element::Signature, &blank(width, height)), size(width, height));
    }
}

#[test]
fn a_picture_that_only_looks_like_one_is_found_when_it_is_drawn() {
    let mut broken = PHOTO.to_vec();
    let (from, to) = (60, broken.len() - 40);
    broken[from..to].iter_mut().for_each(|byte| *byte ^= 0x5a);
    let paper = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='100'><rect width='300' height='100' fill='#fff'/></svg>";
    let paper = sketch(paper).expect("a PNG");
    for (element, picture) in [
        (Element::Photo, broken),
        (Element::Photo, jpeg(300, 400)),
        // White paper is no signature, and a picture nobody can see through is none either.
        (Element::Signature, paper),
        (Element::Signature, blank(300, 100)),
    ] {
        let record = with_picture(element, &picture).expect("its outside is in order");
        let error = face(&record, Geometry::CARD, Blank::Labelled).expect_err("no face");
        assert_eq!(error, FaceError::Picture { element, fault: PictureFault::Undecodable });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(128)) })]

    #[test]
    fn a_picture_of_any_bytes_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), jpeg in any::<bool>()) {
        let head: &[u8] = if jpeg { b"\xff\xd8\xff" } else { b"\x89PNG\r\n\x1a\n" };
        prop_assert!(with_picture(Element::Photo, &[head, &bytes].concat()).is_err());
    }
}
