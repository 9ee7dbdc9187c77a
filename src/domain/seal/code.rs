//! The seal's short code: letters and digits that survive being read aloud, written down and typed.
//!
//! Separate because its alphabet and check symbols have nothing to do with what is sealed. Seven groups of five:
//! which close, which ledger, five groups of digest. The last symbol of each group checks it in its place, so
//! that a slip of tongue or finger is told by its group.

use super::Checkpoint;
use crate::domain::id::LedgerId;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Symbols of a group before its check symbol, five bits each.
const DATA: usize = 4;
const BITS: u32 = 20;
const MASK: u32 = (1 << BITS) - 1;

/// A code, typed or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortCode([u32; ShortCode::GROUPS]);

/// Why a typed code is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    #[error("a code has {} symbols, not {found}", ShortCode::GROUPS * (DATA + 1))]
    Length { found: usize },
    #[error("{0:?} stands in no code")]
    Symbol(char),
    /// Counted from 1.
    #[error("group {0} is not right")]
    Group(usize),
}

impl ShortCode {
    /// Groups of a code.
    pub const GROUPS: usize = 7;

    /// The code of a checkpoint.
    pub fn of(checkpoint: &Checkpoint) -> ShortCode {
        let mut hash = Sha256::new();
        hash.update(b"loket seal code\n");
        hash.update(checkpoint.text().as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        let mut groups = [0; ShortCode::GROUPS];
        groups[0] = checkpoint.number & MASK;
        groups[1] = bits(&checkpoint.ledger.0, 0);
        for (at, group) in groups[2..].iter_mut().enumerate() {
            *group = bits(&hash, at);
        }
        ShortCode(groups)
    }

    /// Which close it is of; from 1.
    pub fn number(&self) -> u32 {
        self.0[0]
    }

    /// It is of this ledger, as far as it tells.
    pub fn is_of(&self, ledger: LedgerId) -> bool {
        self.0[1] == bits(&ledger.0, 0)
    }

    /// Reads what was typed: any case, spaces and dashes anywhere, O for 0, I and L for 1.
    ///
    /// # Errors
    /// The first thing wrong.
    pub fn parse(typed: &str) -> Result<ShortCode, CodeFault> {
        let mut symbols = Vec::with_capacity(ShortCode::GROUPS * (DATA + 1));
        for c in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '\u{2013}' | '\u{2014}')) {
            symbols.push(symbol(c).ok_or(CodeFault::Symbol(c))?);
        }
        if symbols.len() != ShortCode::GROUPS * (DATA + 1) {
            return Err(CodeFault::Length { found: symbols.len() });
        }
        let mut groups = [0; ShortCode::GROUPS];
        for (at, five) in symbols.chunks(DATA + 1).enumerate() {
            let (data, mark) = five.split_at(DATA);
            groups[at] = data.iter().fold(0, |sum, symbol| sum << 5 | symbol);
            if mark != [check(data, at)] {
                return Err(CodeFault::Group(at + 1));
            }
        }
        Ok(ShortCode(groups))
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, group) in self.0.iter().enumerate() {
            let data: Vec<u32> = (0..DATA as u32).rev().map(|n| group >> (5 * n) & 31).collect();
            let mark = check(&data, at);
            let text: String = data.iter().chain([&mark]).map(|s| char::from(ALPHABET[*s as usize & 31])).collect();
            write!(f, "{}{text}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// The n-th twenty bits.
fn bits(bytes: &[u8], n: usize) -> u32 {
    let bit = |at: usize| u32::from(bytes[at / 8] >> (7 - at % 8) & 1);
    let from = n * BITS as usize;
    (from..from + BITS as usize).fold(0, |sum, at| sum << 1 | bit(at))
}

fn symbol(c: char) -> Option<u32> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    ALPHABET.iter().position(|known| char::from(*known) == c).map(|at| at as u32)
}

/// The check symbol of a group in its place. Each symbol is weighed by another power of the field's generator
/// (GF(32), x⁵+x²+1), so that any one wrong symbol and any two that changed places are found; the place is
/// added, so that two groups that changed places are found too.
fn check(data: &[u32], place: usize) -> u32 {
    let times = |value: u32| if value & 16 == 0 { value << 1 } else { (value << 1) ^ 0b10_0101 };
    data.iter().fold(0, |sum, symbol| times(sum ^ symbol)) ^ (place as u32 + 1)
}
