//! The canonical bytes of an entry and its hash: the one form that is stored, chained and never rewritten.
//!
//! Separate from the engine so that any other one keeps the very same bytes. Fields in fixed order, each with
//! its length before it, so that no two entries share a preimage. Must not know where the bytes are kept.

use super::error::LedgerError;
use crate::domain::event::{Envelope, Event};
use crate::domain::id::{AccountId, BootId, LedgerId, RunId};
use crate::domain::personal::Personal;
use crate::domain::time::Stamp;
use sha2::{Digest as _, Sha256};

/// Version of the layout below; part of every entry. The database schema has its own number.
pub const ENTRY_FORMAT: u16 = 1;
/// Largest entry in bytes.
pub const ENTRY_MAX: usize = 16 * 1024;

/// A SHA-256.
pub type Hash = [u8; 32];

/// What the first entry names as its predecessor.
pub const NO_HASH: Hash = [0; 32];

/// An entry taken apart; the personal block itself lies elsewhere, here is only its digest.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub ledger: LedgerId,
    pub seq: u64,
    pub envelope: Envelope,
    pub event: Event,
    pub personal: Option<Hash>,
    pub prev: Hash,
}

/// The leaf hash of an entry, domain-separated as in RFC 9162.
pub fn leaf(entry: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0u8]);
    hash.update(entry);
    hash.finalize().into()
}

/// What the entry says of its personal block: SHA-256 over salt and body.
pub fn personal_digest(salt: &[u8], body: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(body);
    hash.finalize().into()
}

/// The stored body of a personal block.
pub fn personal_body(personal: &Personal) -> Vec<u8> {
    serde_json::to_vec(personal).unwrap_or_default()
}

/// Lower-case hexadecimal.
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|b| format!("{b:02x}")).collect()
}

impl Entry {
    /// The canonical bytes.
    ///
    /// # Errors
    /// [`LedgerError::TooLarge`] over [`ENTRY_MAX`].
    pub fn encode(&self) -> Result<Vec<u8>, LedgerError> {
        let e = &self.envelope;
        let mut out = Writer(Vec::with_capacity(512));
        out.field(&ENTRY_FORMAT.to_be_bytes());
        out.field(&self.ledger.0);
        out.field(&self.seq.to_be_bytes());
        out.field(self.event.kind().as_bytes());
        out.field(&self.event.version().to_be_bytes());
        out.field(&e.actor.0);
        out.optional(e.approver.as_ref().map(|a| &a.0[..]));
        out.field(e.station.as_bytes());
        out.field(&e.run.0);
        out.optional(e.backend.as_ref().map(|b| b.as_bytes()));
        out.field(&stamp_bytes(&e.stamp));
        out.optional(e.happened_ms.map(i64::to_be_bytes).as_ref().map(|b| &b[..]));
        out.field(&self.event.body());
        out.optional(self.personal.as_ref().map(|d| &d[..]));
        out.field(&self.prev);
        let len = out.0.len();
        if len > ENTRY_MAX { Err(LedgerError::TooLarge { len, max: ENTRY_MAX }) } else { Ok(out.0) }
    }

    /// Takes canonical bytes apart.
    ///
    /// # Errors
    /// What is wrong with the bytes, in words without content.
    pub fn decode(bytes: &[u8]) -> Result<Entry, String> {
        if bytes.len() > ENTRY_MAX {
            return Err(format!("{} bytes are over the limit", bytes.len()));
        }
        let mut from = Reader(bytes);
        let format = u16::from_be_bytes(from.fixed()?);
        if format != ENTRY_FORMAT {
            return Err(format!("unknown entry format {format}"));
        }
        let ledger = LedgerId(from.fixed()?);
        let seq = u64::from_be_bytes(from.fixed()?);
        let kind = from.text()?;
        let version = u16::from_be_bytes(from.fixed()?);
        let envelope = Envelope {
            actor: AccountId(from.fixed()?),
            approver: from.optional_fixed()?.map(AccountId),
            station: from.text()?.to_owned(),
            run: RunId(from.fixed()?),
            backend: from.optional()?.map(utf8).transpose()?.map(str::to_owned),
            stamp: stamp_of(from.fixed()?),
            happened_ms: from.optional_fixed()?.map(i64::from_be_bytes),
        };
        let event = Event::decode(kind, version, from.field()?).map_err(|e| e.to_string())?;
        let personal = from.optional_fixed()?;
        let prev = from.fixed()?;
        if !from.0.is_empty() {
            return Err("bytes after the last field".to_owned());
        }
        Ok(Entry { ledger, seq, envelope, event, personal, prev })
    }
}

const STAMP_BYTES: usize = 8 + 4 + 8 + 16;

fn stamp_bytes(stamp: &Stamp) -> [u8; STAMP_BYTES] {
    let mut out = [0; STAMP_BYTES];
    out[..8].copy_from_slice(&stamp.utc_ms.to_be_bytes());
    out[8..12].copy_from_slice(&stamp.offset_s.to_be_bytes());
    out[12..20].copy_from_slice(&stamp.mono_ms.to_be_bytes());
    out[20..].copy_from_slice(&stamp.boot.0);
    out
}

fn stamp_of(bytes: [u8; STAMP_BYTES]) -> Stamp {
    let part = |from: usize| {
        let mut eight = [0; 8];
        eight.copy_from_slice(&bytes[from..from + 8]);
        eight
    };
    let mut boot = [0; 16];
    boot.copy_from_slice(&bytes[20..]);
    let offset_s = i32::from_be_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
    let (utc_ms, mono_ms) = (i64::from_be_bytes(part(0)), u64::from_be_bytes(part(12)));
    Stamp { utc_ms, offset_s, mono_ms, boot: BootId(boot) }
}

struct Writer(Vec<u8>);

impl Writer {
    fn field(&mut self, bytes: &[u8]) {
        // A field over 4 GiB cannot pass the limit of the whole entry.
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&len.to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    /// Absent: an empty field. Present: a field that begins with 1, so that an empty text differs from none.
    fn optional(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.field(&[]),
            Some(bytes) => {
                let mut with_mark = Vec::with_capacity(bytes.len() + 1);
                with_mark.push(1);
                with_mark.extend_from_slice(bytes);
                self.field(&with_mark);
            }
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn field(&mut self) -> Result<&'a [u8], String> {
        let short = || "the bytes end within a field".to_owned();
        let (len, rest) = self.0.split_first_chunk::<4>().ok_or_else(short)?;
        let len = u32::from_be_bytes(*len) as usize;
        if len > rest.len() {
            return Err(short());
        }
        let (field, rest) = rest.split_at(len);
        self.0 = rest;
        Ok(field)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], String> {
        sized(self.field()?)
    }

    fn text(&mut self) -> Result<&'a str, String> {
        utf8(self.field()?)
    }

    fn optional(&mut self) -> Result<Option<&'a [u8]>, String> {
        match self.field()?.split_first() {
            None => Ok(None),
            Some((1, rest)) => Ok(Some(rest)),
            Some(_) => Err("a field that may be absent has an unknown mark".to_owned()),
        }
    }

    fn optional_fixed<const N: usize>(&mut self) -> Result<Option<[u8; N]>, String> {
        self.optional()?.map(sized).transpose()
    }
}

fn sized<const N: usize>(bytes: &[u8]) -> Result<[u8; N], String> {
    bytes.try_into().map_err(|_| format!("a field of {} bytes where {N} are needed", bytes.len()))
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|_| "a text that is not UTF-8".to_owned())
}
