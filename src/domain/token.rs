//! The code on a slip that a scan opens: `LKT26-0129-7F`.
//!
//! Says the year and place of a register number and, by two digits, which ledger it belongs to: short enough for bars
//! on 58 mm, typable, and nothing about a person. Separate from the register number, whose printed form is the
//! office's own. Must not know printers or scanners.

use super::id::{LedgerId, RegisterNumber};

const MARK: &str = "LKT";

/// What a code on a slip names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Year of the register.
    pub year: i32,
    /// Place in that year.
    pub no: u32,
}

/// Why a text is no slip of this ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOurs {
    /// No slip's code at all.
    NoToken,
    /// In form, but misread, mistyped or of another office.
    Foreign,
}

impl Token {
    /// The code of a register number.
    pub fn of(number: &RegisterNumber) -> Token {
        Token { year: number.year, no: number.no }
    }

    /// As printed.
    pub fn write(self, ledger: LedgerId) -> String {
        format!("{MARK}{:02}-{:04}-{:02X}", self.year.rem_euclid(100), self.no, self.check(ledger))
    }

    /// Reads a scanned or typed code; letters in either case. `now` is the year of today: a code is of the last
    /// hundred years.
    ///
    /// # Errors
    /// [`NotOurs`].
    pub fn read(text: &str, ledger: LedgerId, now: i32) -> Result<Token, NotOurs> {
        let text = text.trim();
        let head = text.get(..MARK.len()).filter(|head| head.eq_ignore_ascii_case(MARK)).ok_or(NotOurs::NoToken)?;
        let mut parts = text[head.len()..].split('-');
        let (Some(year), Some(no), Some(check), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(NotOurs::NoToken);
        };
        let digits = |part: &str, from: usize, to: usize| {
            (from..=to).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        };
        let checks = check.len() == 2 && check.bytes().all(|digit| digit.is_ascii_hexdigit());
        // A place of more digits than four has no zero before it: one code per slip.
        let plain = no.len() == 4 || !no.starts_with('0');
        if !plain || !digits(year, 2, 2) || !digits(no, 4, 6) || !checks {
            return Err(NotOurs::NoToken);
        }
        let (year, no) = (number(year)?, number(no)?);
        let check = u8::from_str_radix(check, 16).map_err(|_| NotOurs::NoToken)?;
        let year = i32::try_from(year).map_err(|_| NotOurs::NoToken)?;
        let century = now - now.rem_euclid(100);
        let year = if century + year > now { century - 100 + year } else { century + year };
        let token = Token { year, no };
        if token.check(ledger) == check { Ok(token) } else { Err(NotOurs::Foreign) }
    }

    /// FNV-1a over ledger, year of the century and place, folded to eight bits.
    fn check(self, ledger: LedgerId) -> u8 {
        let said = format!("{}-{:02}-{}", ledger.hex(), self.year.rem_euclid(100), self.no);
        let hash = said.bytes().fold(0x811C_9DC5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        hash.to_be_bytes().into_iter().fold(0, |sum, byte| sum ^ byte)
    }
}

fn number(digits: &str) -> Result<u32, NotOurs> {
    digits.parse().map_err(|_| NotOurs::NoToken)
}
