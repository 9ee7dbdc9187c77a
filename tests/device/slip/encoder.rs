//! The bytes of a slip, one by one.

use loket::device::SlipText;
use loket::device::slip::escpos::encode;
use loket::device::slip::line::{Codes, Width};
use proptest::prelude::*;

const RESET: &[u8] = b"\x1B@\x1Da\x00\x1Bt\x10\x1Ba\x00";
const END: &[u8] = b"\x1Bd\x04\x1DV\x01";
const CODE: &str = "LKT26-0129-7F";

fn bytes(slip: &SlipText, width: Width, codes: Codes) -> Vec<u8> {
    let bytes = encode(slip, width, codes);
    let inner = bytes.strip_prefix(RESET).and_then(|b| b.strip_suffix(END));
    inner.expect("reset first, feed and cut last").to_vec()
}

fn text(line: &str) -> Vec<u8> {
    let slip = SlipText::new(&[line]).unwrap();
    bytes(&slip, Width::Wide, Codes::Qr).strip_suffix(b"\n").expect("one line").to_vec()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

const QR: &[u8] = b"\x1D(k\x04\x001A2\x00\x1D(k\x03\x001C\x06\x1D(k\x03\x001E1\
    \x1D(k\x10\x001P0LKT26-0129-7F\x1D(k\x03\x001Q0";
const BARS: &[u8] = b"\x1Dh\x40\x1Dw\x02\x1Df\x00\x1DH\x00\x1DkI\x0F{BLKT26-0129-7F\n";

#[test]
fn a_slip_is_its_lines_then_the_code_and_what_it_says() {
    let slip = SlipText::new(&["TANDA TERIMA", "", "No. register: 0129"]).unwrap().with_code(CODE);
    let mut wanted = b"TANDA TERIMA\n\nNo. register: 0129\n\n\x1Ba\x01".to_vec();
    wanted.extend(QR);
    wanted.extend(b"\x1BE\x01\x1D!\x11LKT26-0129-7F\n\x1D!\x00\x1BE\x00\x1Ba\x00");
    assert_eq!(bytes(&slip, Width::Wide, Codes::Qr), wanted);
}

#[test]
fn the_line_says_which_codes_are_printed() {
    let slip = SlipText::new(&["x"]).unwrap().with_code(CODE);
    for width in [Width::Narrow, Width::Wide] {
        for (codes, qr, bars) in [
            (Codes::Qr, true, false),
            (Codes::Code128, false, true),
            (Codes::Both, true, true),
            (Codes::None, false, false),
        ] {
            let out = bytes(&slip, width, codes);
            assert_eq!((has(&out, QR), has(&out, BARS)), (qr, bars), "{codes:?} {width:?}");
            assert_eq!(has(&out, CODE.as_bytes()), codes != Codes::None);
        }
    }
}

/// A printer drops bars that are too wide without saying so.
#[test]
fn bars_too_wide_for_the_paper_become_a_qr_code() {
    let slip = SlipText::new(&["x"]).unwrap().with_code("LKT26-000129-7F");
    let out = bytes(&slip, Width::Narrow, Codes::Code128);
    assert!(!has(&out, b"\x1DkI") && has(&out, b"1P0LKT26-000129-7F"));
    assert!(has(&bytes(&slip, Width::Wide, Codes::Code128), b"\x1DkI\x11{B"));
}

#[test]
fn text_goes_out_in_the_selected_page_and_never_as_utf8() {
    assert_eq!(text("Rp 1.000 ~"), b"Rp 1.000 ~");
    assert_eq!(text("é – „x“ … €"), b"\xE9 \x96 \x84x\x93 \x85 \x80");
    assert_eq!(text("ŁódŹ ﬁ ① 李"), b"?\xF3dZ fi 1 ?");
}

#[test]
fn what_is_no_code_is_left_out() {
    let slip = SlipText::new(&["x"]).unwrap();
    for bad in ["", "0129\n", "kode é", &"9".repeat(41), "a b", "\u{1b}@"] {
        assert_eq!(slip.clone().with_code(bad).code(), None, "{bad:?}");
    }
    assert_eq!(slip.with_code(&"9".repeat(40)).code().map(str::len), Some(40));
}

proptest! {
    /// Whatever stands on a slip: no byte of it is a command.
    #[test]
    fn no_text_becomes_a_command(line in "\\PC{0,60}", other in any::<String>()) {
        for line in [line, other.chars().take(100).collect()] {
            let out = text(&line);
            prop_assert!(out.iter().all(|b| *b >= b' ' && *b != 0x7F), "{out:?}");
        }
    }
}

#[test]
fn large_lines_and_a_code_that_stands_alone() {
    let slip = SlipText::new(&["a", "12 AB", "b"]).unwrap().with_large(1..2).with_quiet("0123ABCD");
    let wanted: &[u8] = b"a\n\x1D!\x1112 AB\n\x1D!\x00b\n\n\x1Ba\x01";
    let made = bytes(&slip, Width::Narrow, Codes::Code128);
    assert!(made.starts_with(wanted), "{made:x?}");
    assert!(made.ends_with(b"P00123ABCD\x1D(k\x03\x001Q0\n\x1Ba\x00") && !has(&made, b"\x1Dk"), "{made:x?}");
    assert_eq!(SlipText::new(&["x"]).unwrap().with_quiet(&"9".repeat(63)).quiet(), None);
    assert_eq!(SlipText::new(&["x"]).unwrap().with_quiet("a\u{1b}").quiet(), None);
}
