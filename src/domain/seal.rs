//! The seal of a closed day: what is signed, its text, and the forms in which it leaves the office.
//!
//! Owns the checkpoint's exact words (C2SP tlog-checkpoint, a signed note) and the short code people read to
//! each other. Separate from the ledger, which makes the root and the signature, and from the exporters, which
//! only print. Must not know keys, hashing of entries, or the language of the reader.

mod code;
pub mod proof;

use super::counts::{Counted, Counts};
use super::event::DayClosed;
use super::id::LedgerId;
use super::person::Note;
use base64ct::{Base64, Encoding as _};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

pub use code::{CodeFault, ShortCode};

/// The kind of signature within a signed note: Ed25519.
const ED25519: u8 = 1;
/// The mark every signature line of a note begins with.
const DASH: &str = "\u{2014}";

/// Bytes written as lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> Hex<N> {
    /// The digits.
    pub fn text(&self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Reads what [`Hex::text`] wrote.
    pub fn parse(text: &str) -> Option<Hex<N>> {
        if text.len() != 2 * N || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0u8; N];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
        }
        Some(Hex(bytes))
    }
}

impl<const N: usize> fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Hex::parse(&String::deserialize(d)?).ok_or_else(|| D::Error::custom("hexadecimal digits expected"))
    }
}

/// A public key of the seal.
pub type SealKey = Hex<32>;
/// Short name of a key within a note; bound to the name of its ledger.
pub type KeyId = Hex<4>;

/// The key id of a signed note: the first bytes of SHA-256 over name, line end, kind and key.
pub fn key_id(ledger: LedgerId, key: &SealKey) -> KeyId {
    let mut hash = Sha256::new();
    hash.update(origin(ledger).as_bytes());
    hash.update([b'\n', ED25519]);
    hash.update(key.0);
    let hash: [u8; 32] = hash.finalize().into();
    Hex([hash[0], hash[1], hash[2], hash[3]])
}

/// A key in the form verifiers of signed notes are given: `name+id+key`.
pub fn verifier_key(ledger: LedgerId, key: &SealKey) -> String {
    let mut kind = vec![ED25519];
    kind.extend(key.0);
    format!("{}+{}+{}", origin(ledger), key_id(ledger, key).text(), Base64::encode_string(&kind))
}

/// The log's name, and that of its signer.
fn origin(ledger: LedgerId) -> String {
    format!("loket/{}", ledger.hex())
}

/// Digest of the reasons given at a close; the salt keeps a short reason from being guessed from it, and goes
/// when the reason is erased. None where nothing was explained.
pub fn reasons_digest(salt: &Hex<16>, why: &BTreeMap<Counted, Note>) -> Option<Hex<32>> {
    let said = why.values().any(|note| !note.is_empty());
    let mut hash = Sha256::new();
    hash.update(salt.0);
    hash.update(serde_json::to_vec(why).unwrap_or_default());
    said.then(|| Hex(hash.finalize().into()))
}

/// What a seal says: the journal up to an entry, and what was counted that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub ledger: LedgerId,
    pub day: NaiveDate,
    /// The how-many-th close of this ledger, from 1, without a gap.
    pub number: u32,
    /// Entries under the seal: the first to the last one counted in that day.
    pub size: u64,
    /// Merkle tree hash over their leaf hashes (RFC 9162, 2.1.1).
    pub root: Hex<32>,
    pub blanks: u32,
    pub shelf: u32,
    pub invalid: Option<u32>,
    /// [`reasons_digest`].
    pub reasons: Option<Hex<32>>,
}

impl Checkpoint {
    /// The exact text that is signed. Its first three lines are what any verifier of transparency logs reads;
    /// the others bind the day's facts.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", origin(self.ledger), self.size, Base64::encode_string(&self.root.0));
        text.push_str(&format!("day {}\nclose {}\n", self.day, self.number));
        text.push_str(&format!("blanks {}\nshelf {}\n", self.blanks, self.shelf));
        if let Some(invalid) = self.invalid {
            text.push_str(&format!("invalid {invalid}\n"));
        }
        if let Some(reasons) = &self.reasons {
            text.push_str(&format!("reasons {}\n", Base64::encode_string(&reasons.0)));
        }
        text
    }
}

/// A signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub checkpoint: Checkpoint,
    pub key: KeyId,
    /// Ed25519 over [`Checkpoint::text`].
    pub signature: Hex<64>,
}

/// What the closing entry keeps of a seal; day and counts stand beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealMark {
    pub number: u32,
    pub size: u64,
    pub root: Hex<32>,
    pub reasons: Option<Hex<32>>,
    pub key: KeyId,
    pub signature: Hex<64>,
}

impl Seal {
    /// The seal of a closing entry; None for one without.
    pub fn of(ledger: LedgerId, closed: &DayClosed) -> Option<Seal> {
        let mark = closed.seal.as_ref()?;
        let checkpoint = Checkpoint {
            ledger,
            day: closed.date,
            number: mark.number,
            size: mark.size,
            root: mark.root,
            blanks: closed.counted_blanks,
            shelf: closed.counted_shelf,
            invalid: closed.counted_invalid,
            reasons: mark.reasons,
        };
        Some(Seal { checkpoint, key: mark.key, signature: mark.signature })
    }

    /// What the closing entry keeps.
    pub fn mark(&self) -> SealMark {
        let c = &self.checkpoint;
        SealMark {
            number: c.number,
            size: c.size,
            root: c.root,
            reasons: c.reasons,
            key: self.key,
            signature: self.signature,
        }
    }

    /// The seal is of this day, this end of the book and these counts.
    pub fn fits(&self, day: NaiveDate, upto: u64, counts: &Counts) -> bool {
        let c = &self.checkpoint;
        (c.day, c.size, c.blanks, c.shelf, c.invalid) == (day, upto, counts.blanks, counts.shelf, counts.invalid)
    }

    /// The how-many-th close.
    pub fn number(&self) -> u32 {
        self.checkpoint.number
    }

    /// Entries under the seal.
    pub fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// The root in hexadecimal.
    pub fn root(&self) -> String {
        self.checkpoint.root.text()
    }

    /// The short code that is read over the telephone and typed: seven groups of five.
    pub fn code(&self) -> ShortCode {
        ShortCode::of(&self.checkpoint)
    }

    /// The whole signed note, for the QR picture: verifiable with nothing but the public key.
    pub fn note(&self) -> String {
        let mut signature = self.key.0.to_vec();
        signature.extend(self.signature.0);
        let (name, signature) = (origin(self.checkpoint.ledger), Base64::encode_string(&signature));
        format!("{}\n{DASH} {name} {signature}\n", self.checkpoint.text())
    }

    /// Reads a note as scanned or copied: line ends of any system, blank lines around it, and whatever the
    /// scanner made of the dash. None when it is not the note of a seal.
    pub fn parse(note: &str) -> Option<Seal> {
        let mut lines: Vec<&str> = note.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let signature = lines.pop()?;
        let checkpoint = checkpoint(&lines)?;
        let [_, name, signature] = signature.split_whitespace().collect::<Vec<_>>()[..] else { return None };
        if name != lines[0] {
            return None;
        }
        let bytes = Base64::decode_vec(signature).ok()?;
        let (key, signature) = bytes.split_at_checked(4)?;
        Some(Seal { checkpoint, key: Hex(key.try_into().ok()?), signature: Hex(signature.try_into().ok()?) })
    }
}

/// Reads the lines of a checkpoint in their only order.
fn checkpoint(lines: &[&str]) -> Option<Checkpoint> {
    let [origin, size, root, rest @ ..] = lines else { return None };
    let mut rest = rest.iter().map(|line| line.split_once(' ')).peekable();
    let mut next = |word: &str| rest.next_if(|line| line.is_some_and(|(key, _)| key == word))?.map(|(_, value)| value);
    let read = Checkpoint {
        ledger: LedgerId::parse(origin.strip_prefix("loket/")?)?,
        day: next("day")?.parse().ok()?,
        number: number(next("close")?)?,
        size: number(size)?,
        root: digest(root)?,
        blanks: number(next("blanks")?)?,
        shelf: number(next("shelf")?)?,
        invalid: next("invalid").map(|n| number(n).ok_or(())).transpose().ok()?,
        reasons: next("reasons").map(|d| digest(d).ok_or(())).transpose().ok()?,
    };
    // One text per meaning: what was read must be what would be written.
    let text = read.text();
    text.lines().eq(lines.iter().copied()).then_some(read)
}

fn number<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn digest(text: &str) -> Option<Hex<32>> {
    Some(Hex(Base64::decode_vec(text).ok()?.try_into().ok()?))
}
