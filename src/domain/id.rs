//! Identifiers of the ledger and of what stands in it.
//!
//! Separate because every other part of the domain refers by them and none may invent its own form.
//! Random identifiers are made outside (the domain has no randomness) and only carried here.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// Lower-case hexadecimal, 32 digits.
            pub fn hex(&self) -> String {
                self.0.iter().map(|b| format!("{b:02x}")).collect()
            }

            /// Reads the form written by [`Self::hex`].
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.as_bytes();
                if digits.len() != 32 || !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                let mut bytes = [0u8; 16];
                for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
                    *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
                }
                Some(Self(bytes))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({}…)", stringify!($name), &self.hex()[..8])
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.hex())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("32 hexadecimal digits expected"))
            }
        }
    };
}

random_id!(
    /// A ledger: random 128 bits in its first entry.
    LedgerId
);
random_id!(
    /// A staff account; all zero stands for the office program itself.
    AccountId
);
random_id!(
    /// One run of the program on one station.
    RunId
);
random_id!(
    /// One boot of the machine: monotonic times compare only within it.
    BootId
);

impl AccountId {
    /// The program itself, for acts nobody asked for (a dead run found, the day's opening).
    pub const SYSTEM: AccountId = AccountId([0; 16]);
}

/// An application: the sequence number of its first entry in this ledger. The register number is an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppId(pub u64);

/// A device job: the sequence number of its intent entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u64);

/// The number in the register, gapless per ledger and year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegisterNumber {
    /// Year the count belongs to.
    pub year: i32,
    /// Place in that year's count, from 1.
    pub no: u32,
    /// As printed, e.g. `0123/KTP/DUKCAPIL-PP/XI-2026`.
    pub text: String,
}

impl RegisterNumber {
    /// The short form clerks say aloud: the count with at least four digits.
    pub fn short(&self) -> String {
        format!("{:04}", self.no)
    }
}
