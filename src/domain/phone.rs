//! Phone numbers in one form, because the number is what the office calls and what it searches by.
//!
//! Separate from `person` for its own small grammar: national, international and landline writings of the
//! same number. Must not know who is reached by it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clean;

/// Fewest digits of a phone number.
pub const PHONE_MIN: usize = 8;
/// Most digits of a phone number.
pub const PHONE_MAX: usize = 15;

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing written.
    #[error("no number")]
    Empty,
    /// Something other than digits, a leading plus and grouping marks.
    #[error("only digits and a leading plus are allowed")]
    Symbol,
    /// It begins neither with 0, 8, 62 nor with plus and a country.
    #[error("the number has no area or country")]
    Prefix,
    /// Fewer than [`PHONE_MIN`] digits.
    #[error("{found} digits are too few")]
    TooShort {
        /// Digits counted.
        found: usize,
    },
    /// More than [`PHONE_MAX`] digits.
    #[error("{found} digits are too many")]
    TooLong {
        /// Digits counted.
        found: usize,
    },
}

impl PhoneError {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "phone.empty",
            Self::Symbol => "phone.symbol",
            Self::Prefix => "phone.prefix",
            Self::TooShort { .. } => "phone.too_short",
            Self::TooLong { .. } => "phone.too_long",
        }
    }
}

/// A phone number in one form: national numbers begin with 0, foreign ones with plus and country.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads `08…`, `8…`, `62…`, `+62…`, a landline with its area code, or a foreign `+…` number, with
    /// spaces, dots, dashes, slashes or brackets between the digits.
    ///
    /// # Errors
    /// [`PhoneError`], with the count found where it is one of length.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let bare: String = clean::clean(text)
            .chars()
            .map(|c| if matches!(c, '\u{2010}'..='\u{2013}') { '-' } else { c })
            .filter(|c| !matches!(c, ' ' | '.' | '-' | '/' | '(' | ')'))
            .collect();
        let (plus, digits) = match bare.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, bare.as_str()),
        };
        if digits.is_empty() {
            return Err(PhoneError::Empty);
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneError::Symbol);
        }
        let canonical = match (plus, digits.strip_prefix("00")) {
            (true, _) => international(digits),
            (false, Some(rest)) => international(rest),
            (false, None) if digits.starts_with("62") => international(digits),
            (false, None) if digits.starts_with('8') => Ok(format!("0{digits}")),
            (false, None) if digits.starts_with('0') => Ok(digits.to_owned()),
            (false, None) => Err(PhoneError::Prefix),
        }?;
        match canonical.bytes().filter(u8::is_ascii_digit).count() {
            found if found < PHONE_MIN => Err(PhoneError::TooShort { found }),
            found if found > PHONE_MAX => Err(PhoneError::TooLong { found }),
            _ => Ok(Self(canonical)),
        }
    }

    /// The one form stored and searched: digits, foreign ones after a plus.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The international form of a mobile number of this country, which alone can take a message.
    pub fn mobile(&self) -> Option<String> {
        let rest = self.0.strip_prefix('0').filter(|rest| rest.starts_with('8'))?;
        (9..=12).contains(&rest.len()).then(|| format!("+62{rest}"))
    }

    /// For reading out: groups of four, a single last digit joined to the group before it.
    pub fn display(&self) -> String {
        let total = self.0.len();
        let mut out = String::with_capacity(total + 4);
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 && total - at > 1 {
                out.push('-');
            }
            out.push(c);
        }
        out
    }
}

/// Digits after an international prefix; Indonesia's own become national, a `(0)` typed after 62 dropped.
fn international(digits: &str) -> Result<String, PhoneError> {
    let Some(national) = digits.strip_prefix("62") else {
        return if digits.starts_with('0') || digits.is_empty() {
            Err(PhoneError::Prefix)
        } else {
            Ok(format!("+{digits}"))
        };
    };
    let national = national.strip_prefix('0').unwrap_or(national);
    if national.starts_with('0') { Err(PhoneError::Prefix) } else { Ok(format!("0{national}")) }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(..)")
    }
}
