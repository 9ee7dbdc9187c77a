//! ESC/POS: what a slip is in the bytes of a receipt printer.
//!
//! Owns the printer's language in the one direction; pure, so that every byte can be compared. Separate from the
//! driver, which owns time and status. Only commands that every make of the last twenty years knows.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::SlipText;
use super::line::{Codes, Width};

const ESC: u8 = 0x1B;
const GS: u8 = 0x1D;
const LF: u8 = b'\n';
/// Page WPC1252 of `ESC t`.
const WPC1252: u8 = 16;
const CENTRE: u8 = 1;
const LEFT: u8 = 0;
/// Twice as wide and twice as high.
const DOUBLE: u8 = 0x11;
/// Dots of a QR module: 6 / 203 inch = 0.75 mm.
const QR_MODULE: u8 = 6;
/// Error correction M, 15 %: slips are folded.
const QR_LEVEL_M: u8 = b'1';
/// Narrow bar in dots, height in dots.
const BAR_WIDTH: u8 = 2;
const BAR_HEIGHT: u8 = 64;
/// Carries the last line past the cutter.
const FEED_LINES: u8 = 4;
/// Bytes for what is no line: codes, their text, reset and cut.
const ROOM: usize = 512;

/// The whole slip, from reset to cut; wiped when dropped, as the slip is.
pub fn encode(slip: &SlipText, width: Width, codes: Codes) -> Zeroizing<Vec<u8>> {
    // Room for all of it, so that no copy stays behind where it grew.
    let most = slip.lines().iter().map(|line| line.len() + 8).sum::<usize>() + ROOM;
    let mut out = Zeroizing::new(Vec::with_capacity(most));
    // Unasked reports are switched off: they could be taken for answers.
    out.extend([ESC, b'@', GS, b'a', 0, ESC, b't', WPC1252, ESC, b'a', LEFT]);
    for (at, line) in slip.lines().iter().enumerate() {
        let large = slip.is_large(at);
        if large {
            out.extend([GS, b'!', DOUBLE]);
        }
        text(&mut out, line);
        out.push(LF);
        if large {
            out.extend([GS, b'!', 0]);
        }
    }
    if let Some(code) = slip.quiet() {
        out.extend([LF, ESC, b'a', CENTRE]);
        qr(&mut out, code);
        out.extend([LF, ESC, b'a', LEFT]);
    }
    if let Some(code) = slip.code()
        && codes != Codes::None
    {
        picture(&mut out, code, width, codes);
    }
    out.extend([ESC, b'd', FEED_LINES, GS, b'V', 1]);
    out
}

/// The codes in the middle of the paper, and below them what they say, for eyes and fingers.
fn picture(out: &mut Vec<u8>, code: &str, width: Width, codes: Codes) {
    out.extend([LF, ESC, b'a', CENTRE]);
    if codes.bars() && bars_fit(code, width) {
        code128(out, code);
    }
    if codes.qr() || !bars_fit(code, width) {
        qr(out, code);
    }
    let wide = code.len() * 2 <= width.columns();
    out.extend([ESC, b'E', 1, GS, b'!', if wide { DOUBLE } else { 0 }]);
    text(out, code);
    out.extend([LF, GS, b'!', 0, ESC, b'E', 0, ESC, b'a', LEFT]);
}

/// The printer draws the code itself: model 2, module size, level, the data, print.
pub fn qr(out: &mut Vec<u8>, code: &str) {
    qr_do(out, &[b'A', b'2', 0]);
    qr_do(out, &[b'C', QR_MODULE]);
    qr_do(out, &[b'E', QR_LEVEL_M]);
    let mut data = vec![b'P', b'0'];
    data.extend(code.bytes());
    qr_do(out, &data);
    qr_do(out, b"Q0");
}

fn qr_do(out: &mut Vec<u8>, function: &[u8]) {
    // A code is at most 62 characters, so the length stays far below 16 bits.
    let [low, high] = ((function.len() + 1) as u16).to_le_bytes();
    out.extend([GS, b'(', b'k', low, high, b'1']);
    out.extend(function);
}

/// Code 128, set B: height, bar width, no text of its own, then the data.
pub fn code128(out: &mut Vec<u8>, code: &str) {
    out.extend([GS, b'h', BAR_HEIGHT, GS, b'w', BAR_WIDTH, GS, b'f', 0, GS, b'H', 0]);
    // At most 40 characters and the set: one byte holds the length.
    out.extend([GS, b'k', b'I', (code.len() + 2) as u8, b'{', b'B']);
    out.extend(code.bytes());
    out.push(LF);
}

/// A printer leaves out bars that are wider than its paper, without a word.
fn bars_fit(code: &str, width: Width) -> bool {
    // Start, data and check are 11 modules each, stop is 13 (ISO/IEC 15417).
    let modules = 11 * (code.len() + 2) + 13;
    modules * usize::from(BAR_WIDTH) <= width.dots()
}

/// Text in WPC1252; what that page lacks becomes its ASCII base, or `?`.
fn text(out: &mut Vec<u8>, line: &str) {
    for c in line.chars() {
        match wpc1252(c) {
            Some(byte) => out.push(byte),
            None => {
                let from = out.len();
                out.extend(c.nfkd().filter(|c| (' '..='~').contains(c)).map(|c| c as u8));
                if out.len() == from {
                    out.push(b'?');
                }
            }
        }
    }
}

/// The byte of a printing character; never a control byte.
fn wpc1252(c: char) -> Option<u8> {
    const UPPER: [(char, u8); 12] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('„', 0x84),
        ('…', 0x85),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('™', 0x99),
    ];
    match c {
        ' '..='~' | '\u{A0}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        _ => UPPER.iter().find(|(own, _)| *own == c).map(|(_, byte)| *byte),
    }
}
