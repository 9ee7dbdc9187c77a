//! Who applies and how to reach them: names, KK numbers, phones, addresses, and the limits of all texts.
//!
//! Separate because these are personal data: their Debug says nothing, and they are the only types the
//! ledger keeps in its erasable side rows. Must not know applications or the law's reasons.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clean::{self, Line, TooLong};
use super::nik::{self, NikError};
use super::region::KelurahanCode;

pub use super::phone::{PHONE_MAX, PHONE_MIN, Phone, PhoneError};

/// Longest name, in NFC characters (Permendagri 73/2022).
pub const NAME: usize = 60;
/// Longest street line of an address.
pub const ADDRESS: usize = 120;
/// Longest note.
pub const NOTE: usize = 280;
/// Longest reason given for an act.
pub const REASON: usize = 200;
/// Longest central status written freely.
pub const STATUS_TEXT: usize = 60;
/// Longest name of a contact person.
pub const CONTACT_NAME: usize = 60;

/// A note on an application.
pub type Note = Line<NOTE>;
/// Street and house of an address.
pub type Street = Line<ADDRESS>;

/// Sex as the NIK and the card know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Laki-laki.
    #[serde(rename = "L")]
    Male,
    /// Perempuan.
    #[serde(rename = "P")]
    Female,
}

impl Sex {
    /// The letter of Indonesian forms: L or P.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "L",
            Self::Female => "P",
        }
    }
}

/// What a contact person or collector is to the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The applicant.
    Own,
    /// Husband or wife.
    Spouse,
    /// Father or mother.
    Parent,
    /// Son or daughter.
    Child,
    /// Brother or sister.
    Sibling,
    /// Lawful guardian.
    Guardian,
    /// Anyone else on the same family card.
    Household,
    /// Neighbour or anyone else.
    Other,
}

impl Relation {
    /// Every relation, in the order a list shows them.
    pub const ALL: [Self; 8] = [
        Self::Own,
        Self::Spouse,
        Self::Parent,
        Self::Child,
        Self::Sibling,
        Self::Guardian,
        Self::Household,
        Self::Other,
    ];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Spouse => "spouse",
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Sibling => "sibling",
            Self::Guardian => "guardian",
            Self::Household => "household",
            Self::Other => "other",
        }
    }
}

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No letter in it.
    #[error("no letter in the name")]
    Empty,
    /// A digit in it.
    #[error("a name has no digits")]
    Digit,
    /// A sign other than `. , ' - /`.
    #[error("a sign that a name does not have")]
    Symbol,
    /// Over [`NAME`] characters.
    #[error("the name is too long")]
    TooLong(#[source] TooLong),
}

impl NameError {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "name.empty",
            Self::Digit => "name.digit",
            Self::Symbol => "name.symbol",
            Self::TooLong(_) => "name.too_long",
        }
    }
}

/// A person's name as on the family card: letters, spaces and `. , ' - /`, titles included, one word or
/// more (older one-word names stay valid). Kept as typed; typographic apostrophes become plain.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    /// [`NameError`]; an over-long name is refused with its count, never cut.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let plain = |c| match c {
            '\u{2010}'..='\u{2013}' => '-',
            c if clean::is_apostrophe(c) => '\'',
            c => c,
        };
        let name = clean::clean(&clean::clean(text).chars().map(plain).collect::<String>());
        let name = clean::line(&name, NAME).map_err(NameError::TooLong)?;
        for c in name.chars() {
            if c.is_numeric() {
                return Err(NameError::Digit);
            }
            let mark = unicode_normalization::char::is_combining_mark(c);
            if !(c.is_alphabetic() || mark || matches!(c, ' ' | '.' | ',' | '\'' | '-' | '/')) {
                return Err(NameError::Symbol);
            }
        }
        if name.chars().any(char::is_alphabetic) { Ok(Self(name)) } else { Err(NameError::Empty) }
    }

    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as a search key: case- and accent-blind.
    pub fn key(&self) -> String {
        clean::fold(&self.0)
    }
}

/// Why a text is no KK number: the same rules as for a NIK, but the date is that of recording and has
/// no +40.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a family card number")]
pub struct KkError(#[source] pub NikError);

impl KkError {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self.0 {
            NikError::Spreadsheet => "kk.spreadsheet",
            NikError::NotADigit => "kk.not_a_digit",
            NikError::Length { .. } => "kk.length",
            NikError::Region => "kk.region",
            NikError::Day => "kk.day",
            NikError::Month => "kk.month",
            NikError::Date => "kk.date",
            NikError::Serial => "kk.serial",
        }
    }
}

/// Number of a family card: region, recording date DDMMYY, serial. It changes in life, so it is never a
/// key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KkNumber([u8; 16]);

impl KkNumber {
    /// Reads a KK number; spaces, dots and dashes may group the digits.
    ///
    /// # Errors
    /// [`KkError`] for structure and impossible dates.
    pub fn parse(text: &str) -> Result<Self, KkError> {
        let digits = nik::sixteen(text).map_err(KkError)?;
        let day = nik::number(&digits[6..8]);
        if !(1..=31).contains(&day) {
            return Err(KkError(NikError::Day));
        }
        nik::check_date(&digits, day).map_err(KkError)?;
        Ok(Self(digits))
    }

    /// The sixteen digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// First and last four digits, the rest as `dot`.
    pub fn masked(&self, dot: char) -> String {
        nik::mask(self.as_str(), dot)
    }

    /// In groups of four.
    pub fn grouped(&self) -> String {
        nik::group(self.as_str())
    }
}

/// How the office reaches the applicant: mandatory at intake (SOP step 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// The applicant's own number.
    Own(Phone),
    /// No own number: through a named person.
    Through {
        /// Who is called or told.
        name: Name,
        /// What that person is to the applicant.
        relation: Relation,
        /// That person's number, if any.
        phone: Option<Phone>,
    },
}

impl Contact {
    /// The number to call, if there is one.
    pub fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Own(phone) => Some(phone),
            Self::Through { phone, .. } => phone.as_ref(),
        }
    }
}

/// Number of an RT or RW, 1 to 999, written with three digits as on the card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct RtRw(u16);

/// Not a number from 1 to 999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("RT and RW go from 1 to 999")]
pub struct RtRwError;

impl RtRwError {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        "address.rt_rw"
    }
}

impl RtRw {
    /// Reads `7` or `007`.
    ///
    /// # Errors
    /// [`RtRwError`] for anything but 1 to 999.
    pub fn parse(text: &str) -> Result<Self, RtRwError> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(RtRwError);
        }
        text.parse::<u16>().map_err(|_| RtRwError)?.try_into()
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Three digits: `007`.
    pub fn display(self) -> String {
        format!("{:03}", self.0)
    }
}

/// Where the applicant lives; only the kelurahan is asked for at intake (practice.md 18).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and house.
    pub street: Option<Street>,
    /// Rukun tetangga.
    pub rt: Option<RtRw>,
    /// Rukun warga.
    pub rw: Option<RtRw>,
    /// Kelurahan, or [`KelurahanCode::OUTSIDE`].
    pub kelurahan: KelurahanCode,
}

impl TryFrom<u16> for RtRw {
    type Error = RtRwError;
    fn try_from(number: u16) -> Result<Self, RtRwError> {
        if (1..=999).contains(&number) { Ok(Self(number)) } else { Err(RtRwError) }
    }
}

impl From<RtRw> for u16 {
    fn from(number: RtRw) -> Self {
        number.0
    }
}

/// String conversions for serde, and a Debug that shows nothing of the person.
macro_rules! personal {
    ($($type:ident, $error:ty;)*) => {$(
        impl TryFrom<String> for $type {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.as_str().to_owned()
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    )*};
}

personal! {
    Name, NameError;
    KkNumber, KkError;
}

impl fmt::Debug for RtRw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RtRw(..)")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(..)")
    }
}
