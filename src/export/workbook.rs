//! The words in a workbook somebody brings, so that its seal is found although the file is packed.
//!
//! Separate from the writer: what it reads may have been saved again by any program, or be no workbook at all. It does
//! not understand sheets and judges nothing.

use std::io::{Cursor, Read};

/// Most bytes unpacked of a file. A year's book takes about 3 MB; a file made to be a bomb ends here.
const MOST: u64 = 64 << 20;

/// The text between the tags of every part, a line each; None for what is no packed file, is damaged or too large.
pub fn words(bytes: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    let mut left = MOST;
    for at in 0..archive.len() {
        let mut part = Vec::new();
        let read = archive.by_index(at).ok()?.take(left + 1).read_to_end(&mut part).ok()?;
        left = left.checked_sub(read as u64)?;
        between_tags(&String::from_utf8_lossy(&part), &mut text);
    }
    Some(text)
}

/// What is not markup. Entities stay as they are: a seal has none.
fn between_tags(part: &str, into: &mut String) {
    for piece in part.split('<').filter_map(|piece| piece.split_once('>')) {
        if !piece.1.trim().is_empty() {
            into.push_str(piece.1);
            into.push('\n');
        }
    }
}
