//! The small notations of a script: hexadecimal bytes, status words with wildcards, data with names in braces.
//!
//! Separate from the steps, so that each notation can be tested by itself.

use zeroize::Zeroizing;

use crate::device::chip::apdu::MAX_DATA;

/// Longest name of a step or of a kept answer.
const MAX_NAME: usize = 32;

/// A status word; a nibble may stand for any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusPattern {
    value: u16,
    mask: u16,
}

impl StatusPattern {
    /// `9000`, `63Cx`, `6xxx`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 4 {
            return None;
        }
        let (mut value, mut mask) = (0u16, 0u16);
        for c in text.chars() {
            let (v, m) = if c == 'x' { (0, 0) } else { (c.to_digit(16)? as u16, 0xF) };
            value = value << 4 | v;
            mask = mask << 4 | m;
        }
        Some(Self { value, mask })
    }

    pub fn fits(self, status: u16) -> bool {
        status & self.mask == self.value
    }
}

/// A piece of the data of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Bytes(Vec<u8>),
    /// What a step before kept under this name.
    Kept(String),
}

/// Hexadecimal bytes, blanks between them as one likes.
pub fn hex(text: &str) -> Result<Vec<u8>, &'static str> {
    let digits: Option<Vec<u8>> = text.chars().filter(|c| *c != ' ').map(|c| c.to_digit(16).map(|d| d as u8)).collect();
    let digits = digits.ok_or("hexadecimal digits are needed")?;
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return Err("an odd number of hexadecimal digits");
    }
    if pairs.len() > MAX_DATA {
        return Err("over 255 bytes");
    }
    Ok(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// `80 01 {challenge} 00`.
pub fn parts(text: &str) -> Result<Vec<Part>, &'static str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = rest.split_once('{').unwrap_or((rest, ""));
        let bytes = hex(plain)?;
        if !bytes.is_empty() {
            parts.push(Part::Bytes(bytes));
        }
        if plain.len() == rest.len() {
            break;
        }
        let (kept, after) = after.split_once('}').ok_or("a name in braces is not closed")?;
        if !is_name(kept) {
            return Err("not a name in braces");
        }
        parts.push(Part::Kept(kept.to_owned()));
        rest = after;
    }
    Ok(parts)
}

/// Small letters, digits and hyphens.
pub fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The data of a command; None when it is over the limit of one.
pub fn fill<'k>(parts: &[Part], kept: impl Fn(&str) -> Option<&'k [u8]>) -> Option<Zeroizing<Vec<u8>>> {
    // Room for all at once: a buffer that grows leaves copies behind.
    let mut data = Zeroizing::new(Vec::with_capacity(MAX_DATA));
    for part in parts {
        let bytes = match part {
            Part::Bytes(bytes) => bytes.as_slice(),
            Part::Kept(name) => kept(name)?,
        };
        if data.len() + bytes.len() > MAX_DATA {
            return None;
        }
        data.extend_from_slice(bytes);
    }
    Some(data)
}
