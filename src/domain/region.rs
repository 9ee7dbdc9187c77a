//! Regions: the kelurahan of this city and the prefixes a NIK may begin with.
//!
//! The data are in `assets/regions` because codes change by ministerial decision.
//! Separate so that a new list touches no rule. Must not judge: an unknown prefix is for the NIK's
//! warnings to mention.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Region code of Kota Padang Panjang, the first four digits of a NIK first registered here.
pub const CITY: &str = "1374";

/// A kelurahan of this city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kelurahan {
    /// Ten digits: province, city, kecamatan, kelurahan.
    pub code: KelurahanCode,
    /// Name as the ministry writes it.
    pub name: &'static str,
    /// Name of its kecamatan.
    pub kecamatan: &'static str,
}

/// What is known of the six digits a NIK begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prefix {
    /// A kecamatan of this city.
    Here,
    /// Another region, in force as far as listed.
    Elsewhere,
    /// A code no longer given out; NIKs that carry it stay valid.
    Retired,
    /// Not listed.
    Unknown,
}

static CITY_ROWS: &str = include_str!("../../assets/regions/1374.csv");
static PREFIX_ROWS: &str = include_str!("../../assets/regions/prefixes.csv");

static KELURAHAN: LazyLock<Vec<Kelurahan>> = LazyLock::new(|| {
    let mut kecamatan = "";
    let mut list = Vec::new();
    for (code, name) in rows(CITY_ROWS).filter_map(|row| row.split_once(';')) {
        match KelurahanCode::parse(code) {
            Ok(code) => list.push(Kelurahan { code, name, kecamatan }),
            Err(_) => kecamatan = name,
        }
    }
    list
});

struct Prefixes {
    known: Vec<&'static str>,
    retired: Vec<&'static str>,
}

static PREFIXES: LazyLock<Prefixes> = LazyLock::new(|| {
    let of = |status: &'static str| {
        rows(PREFIX_ROWS)
            .filter_map(move |row| row.strip_prefix(status)?.strip_prefix(';')?.split(';').next())
            .collect()
    };
    Prefixes { known: of("known"), retired: of("retired") }
});

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|row| !row.is_empty() && !row.starts_with('#'))
}

/// The 16 kelurahan of Kota Padang Panjang in order of their codes.
pub fn kelurahan() -> &'static [Kelurahan] {
    &KELURAHAN
}

/// The kelurahan with this code; none for a code outside the city or unknown.
pub fn by_code(code: &KelurahanCode) -> Option<&'static Kelurahan> {
    kelurahan().iter().find(|k| k.code == *code)
}

/// What is known of a NIK's six region digits. A listed province or city whose parts are listed too
/// counts as listed in full; of all others only the province is checked.
pub fn prefix(region: &str) -> Prefix {
    let begins = |list: &[&str]| list.iter().any(|p| region.starts_with(p));
    if begins(&PREFIXES.retired) {
        return Prefix::Retired;
    }
    for end in [2, 4, 6] {
        let Some(part) = region.get(..end) else {
            return Prefix::Unknown;
        };
        let parent = &part[..end - 2];
        let listed = |p: &&&str| p.len() == end && p.starts_with(parent);
        let mut siblings = PREFIXES.known.iter().filter(listed).peekable();
        if siblings.peek().is_none() {
            break;
        }
        if !siblings.any(|p| *p == part) {
            return Prefix::Unknown;
        }
    }
    if region.starts_with(CITY) { Prefix::Here } else { Prefix::Elsewhere }
}

/// Code of the kelurahan or village of an address: ten digits, or [`KelurahanCode::OUTSIDE`] for an
/// address outside the city. Codes from before a change of the list stay readable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KelurahanCode([u8; 10]);

/// Not ten digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a kelurahan code has ten digits")]
pub struct KelurahanCodeError;

impl KelurahanCodeError {
    /// Stable code of this error.
    pub const fn code(&self) -> &'static str {
        "kelurahan.code"
    }
}

impl KelurahanCode {
    /// An address outside the city (II.F, applicants from elsewhere).
    pub const OUTSIDE: Self = Self(*b"0000000000");

    /// Ten digits, with or without the dots of `13.74.01.1001`.
    ///
    /// # Errors
    /// [`KelurahanCodeError`] for anything else; whether the code is listed is [`by_code`]'s matter.
    pub fn parse(text: &str) -> Result<Self, KelurahanCodeError> {
        let digits: Vec<u8> = text.trim().bytes().filter(|b| *b != b'.').collect();
        let digits: [u8; 10] = digits.try_into().map_err(|_| KelurahanCodeError)?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(KelurahanCodeError) }
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether this stands for an address outside the city.
    pub fn is_outside(&self) -> bool {
        *self == Self::OUTSIDE
    }
}

impl TryFrom<String> for KelurahanCode {
    type Error = KelurahanCodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<KelurahanCode> for String {
    fn from(code: KelurahanCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Debug for KelurahanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KelurahanCode({})", self.as_str())
    }
}
