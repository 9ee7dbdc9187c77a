//! A passphrase or PIN in memory, and which ones are too easy.
//!
//! Separate because a secret must leave no trace: it is wiped when dropped and shows nothing in `Debug`.

use std::fmt;

use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, Zeroizing};

/// Shortest passphrase, in characters: whoever has the files can guess at it without a brake.
pub const MIN_SECRET: usize = 10;
/// Digits of a PIN, which is guessed at only at the counter, where guessing is braked.
pub const PIN: std::ops::RangeInclusive<usize> = 6..=8;
/// Longest secret, in characters.
pub const MAX_SECRET: usize = 128;

/// Words nobody may use, alone or with digits or the year behind them.
const COMMON: &[&str] = &[
    "password",
    "passwd",
    "sandi",
    "katasandi",
    "kata sandi",
    "rahasia",
    "admin",
    "administrator",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "iloveyou",
    "sayang",
    "bismillah",
    "indonesia",
    "loket",
    "dukcapil",
    "disdukcapil",
    "padangpanjang",
    "padang panjang",
    "petugas",
    "operator",
    "supervisor",
    "ktpel",
    "ktp-el",
    "merdeka",
    "garuda",
    "welcome",
    "letmein",
    "master",
    "dragon",
    "monkey",
    "secret",
];

/// A secret as typed, in one normal form so that two keyboards give the same bytes.
pub struct Secret(Zeroizing<String>);

/// Why a secret does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    #[error("fewer than {MIN_SECRET} characters")]
    TooShort,
    #[error("more than {MAX_SECRET} characters")]
    TooLong,
    #[error("a passphrase of digits only")]
    Digits,
    #[error("not 6 to 8 digits")]
    NotAPin,
    #[error("too easy to guess")]
    Trivial,
    /// The one that had to be changed.
    #[error("the same as before")]
    Same,
}

impl SecretFault {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            SecretFault::TooShort => "secret.too_short",
            SecretFault::TooLong => "secret.too_long",
            SecretFault::Digits => "secret.digits",
            SecretFault::NotAPin => "secret.not_a_pin",
            SecretFault::Trivial => "secret.trivial",
            SecretFault::Same => "secret.same",
        }
    }
}

impl Secret {
    /// Takes a secret over; the text given is wiped.
    pub fn new(mut text: String) -> Secret {
        // Reserved in full, so that growing leaves no copy behind.
        let mut normal = String::with_capacity(text.len().saturating_mul(3));
        normal.extend(text.nfc());
        text.zeroize();
        Secret(Zeroizing::new(normal))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether two are the same, in a time that does not tell where they differ.
    pub fn same(&self, other: &Secret) -> bool {
        bool::from(self.bytes().ct_eq(other.bytes()))
    }

    /// Whether it may be used as a new secret. An old one is not judged again.
    ///
    /// # Errors
    /// [`SecretFault`].
    pub fn fit(&self) -> Result<(), SecretFault> {
        let len = self.0.chars().count();
        if len < MIN_SECRET {
            Err(SecretFault::TooShort)
        } else if len > MAX_SECRET {
            Err(SecretFault::TooLong)
        } else if self.is_digits() {
            Err(SecretFault::Digits)
        } else if self.is_trivial() {
            Err(SecretFault::Trivial)
        } else {
            Ok(())
        }
    }

    /// Whether it may be used as a new PIN.
    ///
    /// # Errors
    /// [`SecretFault::NotAPin`], [`SecretFault::Trivial`].
    pub fn fit_pin(&self) -> Result<(), SecretFault> {
        if !self.is_digits() || !PIN.contains(&self.0.len()) {
            Err(SecretFault::NotAPin)
        } else if self.is_trivial() {
            Err(SecretFault::Trivial)
        } else {
            Ok(())
        }
    }

    /// Digits only, as a PIN is.
    pub fn is_digits(&self) -> bool {
        !self.0.is_empty() && self.0.bytes().all(|b| b.is_ascii_digit())
    }

    fn is_trivial(&self) -> bool {
        let lower = Zeroizing::new(self.0.trim().to_lowercase());
        let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
        let chars = Zeroizing::new(lower.chars().map(u32::from).collect::<Vec<u32>>());
        COMMON.contains(&stem) || COMMON.contains(&lower.as_str()) || is_pattern(&chars)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// One to three characters repeated (`111111`, `121212`), or a run up or down (`123456`, `fedcba`; a
/// nine may be followed by a zero).
fn is_pattern(chars: &[u32]) -> bool {
    let repeats = |n: usize| chars.len() > n && chars.iter().zip(&chars[n..]).all(|(a, b)| a == b);
    let zero = u32::from('0');
    let nine = u32::from('9');
    let up = |a: u32, b: u32| b == a + 1 || (a == nine && b == zero);
    let run = |step: &dyn Fn(u32, u32) -> bool| chars.windows(2).all(|pair| step(pair[0], pair[1]));
    (1..=3).any(repeats) || run(&up) || run(&|a, b| up(b, a))
}
