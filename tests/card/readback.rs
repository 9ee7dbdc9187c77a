//! The face read by somebody else: tesseract finds on the picture what the record says.
//!
//! Our own renderer cannot tell whether a text can be read. Absence is said on stderr and is a failure when the
//! whole suite was asked for (`LOKET_FULL=1`).

use super::{good, read, with};
use loket::card::{Blank, Geometry, Picture, face, test_card};
use loket::domain::element::Element;
use resvg::tiny_skia::{IntRect, Pixmap, PixmapPaint, Transform};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What tesseract reads in a strip of the picture given in millimetres: left, top, width, height. None when it is
/// not installed.
fn seen(picture: &Picture, [left, top, width, height]: [f32; 4]) -> Option<String> {
    let px = |mm: f32| (mm * 300.0 / 25.4).round();
    let strip = IntRect::from_xywh(px(left) as i32, px(top) as i32, px(width) as u32, px(height) as u32);
    let pixels = Pixmap::decode_png(&picture.png).expect("a PNG");
    let strip = pixels.clone_rect(strip.expect("inside")).expect("inside");
    // Three times larger and with a margin: it was taught letters of a page.
    let mut page = Pixmap::new(strip.width() * 3 + 120, strip.height() * 3 + 120).expect("a page");
    page.fill(resvg::tiny_skia::Color::WHITE);
    let larger = Transform::from_row(3.0, 0.0, 0.0, 3.0, 60.0, 60.0);
    let smooth = PixmapPaint { quality: resvg::tiny_skia::FilterQuality::Bicubic, ..PixmapPaint::default() };
    page.draw_pixmap(0, 0, strip.as_ref(), &smooth, larger, None);
    let mut command = Command::new("tesseract");
    command.args(["stdin", "stdout", "--psm", "6", "--dpi", "600"]).env("OMP_THREAD_LIMIT", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut reader = match command.spawn() {
        Ok(reader) => reader,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let demanded = std::env::var("LOKET_FULL").is_ok_and(|v| v == "1");
            assert!(!demanded, "tesseract is not installed");
            eprintln!("SKIPPED the reading of the card: tesseract is not installed");
            return None;
        }
        Err(error) => panic!("tesseract: {error}"),
    };
    let mut pipe = reader.stdin.take().expect("piped");
    pipe.write_all(&page.encode_png().expect("a PNG")).expect("it listens");
    drop(pipe);
    let out = reader.wait_with_output().expect("it ends");
    assert!(out.status.success(), "tesseract: {}", out.status);
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

/// Letters and digits only, so that a mark seen or not seen makes no difference.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// The column of the values.
const VALUES: [f32; 4] = [22.9, 9.0, 38.6, 43.5];

fn drawn(record: &serde_json::Map<String, serde_json::Value>) -> Picture {
    face(&read(record).expect("a record"), Geometry::CARD, Blank::Labelled).expect("a face")
}

#[test]
fn an_independent_reader_finds_what_the_record_says() {
    let mut record = good();
    record.insert("ALAMAT".to_owned(), "JL. PROF. DR. HAMKA NO. 117 BLOK C PERUMAHAN BUNGA TANJUNG".into());
    let picture = drawn(&record);
    let Some(said) = seen(&picture, VALUES) else { return };
    let said = bare(&said);
    for element in Element::ALL.into_iter().skip(2).filter(|element| !element.is_picture()) {
        // The place and date of issue stand under the photo; one letter alone is below what a reader promises.
        if matches!(element, Element::IssuePlace | Element::IssueDate | Element::Blood) {
            continue;
        }
        let text = bare(record[element.key()].as_str().expect("a text"));
        assert!(said.contains(&text), "{}: {text} not in {said}", element.key());
    }
    let head = bare(&seen(&picture, [3.0, 1.5, 79.6, 7.2]).expect("installed"));
    assert!(head.contains("PROVINSISUMATERABARAT") && head.contains("KOTAPADANGPANJANG"), "{head}");
    let issued = bare(&seen(&picture, [61.8, 38.2, 21.4, 5.6]).expect("installed"));
    assert!(issued.contains("PADANGPANJANG") && issued.contains("23112026"), "{issued}");
}

#[test]
fn a_long_name_on_two_small_lines_can_still_be_read() {
    let name = "MUHAMMAD RIZKI RAMADHAN SYAHPUTRA CHANIAGO KOTO, S.Kom., M.M";
    let picture = drawn(&with(Element::Name, name));
    let Some(said) = seen(&picture, VALUES) else { return };
    assert!(bare(&said).contains(&bare(name)), "{said}");
}

#[test]
fn a_text_that_is_not_there_is_not_found() {
    let Some(said) = seen(&drawn(&good()), VALUES) else { return };
    assert!(!bare(&said).contains("NELAYAN"), "{said}");
    let said = seen(&test_card(Geometry::CARD).expect("a test card"), [0.0, 0.0, 85.5, 53.9]).expect("installed");
    assert!(!bare(&said).contains("13740"), "the test card names somebody: {said}");
}
