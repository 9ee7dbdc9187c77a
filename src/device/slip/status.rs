//! What a receipt printer says about itself, byte by byte.
//!
//! Pure, apart from the driver. Two kinds of answer: the immediate one to `DLE EOT n`, given even while the
//! printer stands still, and the one to `GS r 1`, given in turn: it comes when everything before it is printed.

use crate::device::error::{Fault, Media};

/// Says "I am here when all before me is done".
pub const FENCE: [u8; 3] = [0x1D, b'r', 1];

/// An immediate question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    Printer = 1,
    Offline = 2,
    Error = 3,
    Paper = 4,
}

impl Question {
    /// `DLE EOT n`.
    pub fn bytes(self) -> [u8; 3] {
        [0x10, 0x04, self as u8]
    }
}

/// Whether a byte is an answer to an immediate question: `0xx1xx10`.
pub fn is_answer(byte: u8) -> bool {
    byte & 0x93 == 0x12
}

/// Whether a byte is the answer to [`FENCE`]: paper sensors in the four low bits, nothing above.
pub fn is_fence(byte: u8) -> bool {
    byte & 0xF0 == 0
}

/// Stop and go of a serial line (XOFF, XON): about the line, no answer.
pub fn is_flow(byte: u8) -> bool {
    matches!(byte, 0x11 | 0x13)
}

/// The printer takes no data now.
pub fn offline(printer: u8) -> bool {
    printer & 0x08 != 0
}

/// The paper still lasts for some slips.
pub fn near_end(paper: u8) -> bool {
    paper & 0x0C != 0
}

/// What an answer complains about.
pub fn complaint(question: Question, byte: u8) -> Option<Fault> {
    let has = |bit: u8| byte & bit != 0;
    match question {
        Question::Offline if has(0x04) => Some(Fault::Media(Media::CoverOpen)),
        Question::Offline if has(0x20) => Some(Fault::Media(Media::PaperOut)),
        Question::Error if has(0x08) => Some(Fault::Media(Media::Cutter)),
        // Not to be put right at the counter, or only by letting the head cool down.
        Question::Error if has(0x60) => Some(Fault::Hardware { code: 0x0300 | u16::from(byte & 0x60) }),
        Question::Paper if has(0x60) => Some(Fault::Media(Media::PaperOut)),
        _ => None,
    }
}
