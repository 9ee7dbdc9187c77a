//! Writing and reading journal rows and the personal blocks beside them.
//!
//! Separate so that the chain has one writer and one reader; every entry read is checked against its hash and
//! its personal block. Must not know the projection.

use super::super::codec::{Entry, Hash, leaf, personal_body, personal_digest};
use super::super::error::LedgerError;
use super::super::{Fault, FaultKind};
use crate::domain::event::{Draft, Envelope, Recorded};
use crate::domain::id::LedgerId;
use crate::domain::lineage::Lineage;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

const COLUMNS: &str =
    "SELECT j.seq, j.entry, j.hash, p.salt, p.body FROM journal j LEFT JOIN personal p ON p.seq = j.seq";

/// Rows read at once when all are read.
const CHUNK: usize = 4_096;

/// A journal row as stored.
pub(super) struct Stored {
    pub seq: u64,
    pub entry: Vec<u8>,
    pub hash: Vec<u8>,
    pub personal: Option<(Vec<u8>, Vec<u8>)>,
}

/// An entry read and checked.
pub(super) struct Checked {
    pub rec: Recorded,
    pub ledger: LedgerId,
    pub prev: Hash,
    pub hash: Hash,
    /// It once had a personal block that is gone.
    pub erased: bool,
}

/// Appends one entry; answers it as the office reads it, and the new head.
pub(super) fn append(
    conn: &Connection,
    (ledger, seq, prev): (LedgerId, u64, Hash),
    draft: Draft,
    envelope: &Envelope,
) -> Result<(Recorded, Hash), LedgerError> {
    let mut block = None;
    if let Some(personal) = &draft.personal {
        let mut salt = [0u8; 32];
        getrandom::fill(&mut salt).map_err(|e| LedgerError::Random(Box::new(e)))?;
        let body = personal_body(personal);
        block = Some((salt, personal_digest(&salt, &body), body));
    }
    let digest = block.as_ref().map(|(_, digest, _)| *digest);
    let entry = Entry { ledger, seq, envelope: envelope.clone(), event: draft.event, personal: digest, prev };
    let bytes = entry.encode()?;
    let hash = leaf(&bytes);
    let mut insert = conn.prepare_cached("INSERT INTO journal (seq, entry, hash) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![seq as i64, bytes, hash])?;
    if let Some((salt, _, body)) = block {
        let mut insert = conn.prepare_cached("INSERT INTO personal (seq, salt, body) VALUES (?1, ?2, ?3)")?;
        insert.execute(params![seq as i64, salt, body])?;
    }
    Ok((Recorded { seq, envelope: entry.envelope, event: entry.event, personal: draft.personal }, hash))
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let salt: Option<Vec<u8>> = row.get(3)?;
    let body: Option<Vec<u8>> = row.get(4)?;
    Ok(Stored { seq: row.get::<_, i64>(0)? as u64, entry: row.get(1)?, hash: row.get(2)?, personal: salt.zip(body) })
}

/// Reads one row and checks it by itself: form, place, hash and personal block. The link to the entry before
/// it is the caller's to check.
pub(super) fn check(raw: &Stored, ledger: Option<LedgerId>) -> Result<Checked, Fault> {
    let fault = |kind, what: &str| Fault { seq: Some(raw.seq), kind, what: what.to_owned() };
    let hash = leaf(&raw.entry);
    if raw.hash != hash {
        return Err(fault(FaultKind::Hash, "its bytes do not give its hash"));
    }
    let entry = Entry::decode(&raw.entry).map_err(|what| fault(FaultKind::Unreadable, &what))?;
    if entry.seq != raw.seq {
        return Err(fault(FaultKind::Foreign, "it was made for another place"));
    }
    if ledger.is_some_and(|id| id != entry.ledger) {
        return Err(fault(FaultKind::Foreign, "it was made for another ledger"));
    }
    let personal = match (&entry.personal, &raw.personal) {
        (Some(digest), Some((salt, body))) if *digest == personal_digest(salt, body) => {
            let read = serde_json::from_slice(body);
            Some(read.map_err(|_| fault(FaultKind::Personal, "its personal block does not read"))?)
        }
        (_, None) => None,
        _ => return Err(fault(FaultKind::Personal, "its personal block is not the one it was made with")),
    };
    let erased = entry.personal.is_some() && personal.is_none();
    let rec = Recorded { seq: raw.seq, envelope: entry.envelope, event: entry.event, personal };
    Ok(Checked { rec, ledger: entry.ledger, prev: entry.prev, hash, erased })
}

fn sound(raw: &Stored, line: &Lineage) -> Result<Recorded, LedgerError> {
    let broken = |fault: Fault| LedgerError::Broken { seq: raw.seq, what: fault.what };
    Ok(check(raw, Some(line.at(raw.seq))).map_err(broken)?.rec)
}

/// The entries of a query of sequence numbers, e.g. `SELECT seq FROM act WHERE …`.
pub(super) fn selected(
    conn: &Connection,
    line: &Lineage,
    seqs: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Recorded>, LedgerError> {
    let mut statement = conn.prepare_cached(&format!("{COLUMNS} WHERE j.seq IN ({seqs}) ORDER BY j.seq"))?;
    let rows = statement.query_map(params, stored)?;
    rows.map(|raw| sound(&raw?, line)).collect()
}

/// The same one after another, without their personal blocks: nothing is kept, and nobody is named.
pub(super) fn each(
    conn: &Connection,
    line: &Lineage,
    seqs: &str,
    params: impl rusqlite::Params,
    mut told: impl FnMut(Recorded) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    const BARE: &str = "SELECT j.seq, j.entry, j.hash, NULL, NULL FROM journal j";
    let mut statement = conn.prepare_cached(&format!("{BARE} WHERE j.seq IN ({seqs}) ORDER BY j.seq"))?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        told(sound(&stored(row)?, line)?)?;
    }
    Ok(())
}

/// One entry.
pub(super) fn one(conn: &Connection, line: &Lineage, seq: u64) -> Result<Option<Recorded>, LedgerError> {
    Ok(selected(conn, line, "?1", [seq as i64])?.pop())
}

/// Sequence and hash of the last entry.
pub(super) fn head(conn: &Connection) -> Result<Option<(u64, Hash)>, LedgerError> {
    last_to(conn, i64::MAX.unsigned_abs())
}

/// Sequence and hash of the last entry up to a place.
pub(super) fn last_to(conn: &Connection, upto: u64) -> Result<Option<(u64, Hash)>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT seq, hash FROM journal WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1")?;
    let found = statement
        .query_row([i64::try_from(upto).unwrap_or(i64::MAX)], |r| Ok((r.get::<_, i64>(0)? as u64, r.get(1)?)))
        .optional()?;
    Ok(found)
}

/// The hash stored for one entry.
pub(super) fn hash_of(conn: &Connection, seq: u64) -> Result<Option<Hash>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?;
    Ok(statement.query_row([seq as i64], |r| r.get(0)).optional()?)
}

/// The hash an entry names as that of the one before it; None where it is not there or does not read.
pub(super) fn prev_of(conn: &Connection, seq: u64) -> Result<Option<Hash>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT entry FROM journal WHERE seq = ?1")?;
    let entry: Option<Vec<u8>> = select.query_row([seq as i64], |r| r.get(0)).optional()?;
    Ok(entry.and_then(|bytes| Entry::decode(&bytes).ok()).map(|entry| entry.prev))
}

/// Tells the hashes stored after one entry up to and with another, in their order, as far as there are any without a
/// gap.
pub(super) fn hashes(
    conn: &Connection,
    (after, upto): (u64, u64),
    mut told: impl FnMut(u64, Hash) -> Result<bool, LedgerError>,
) -> Result<(), LedgerError> {
    let mut select = conn.prepare_cached("SELECT seq, hash FROM journal WHERE seq > ?1 AND seq <= ?2 ORDER BY seq")?;
    let mut rows = select.query(params![after as i64, upto as i64])?;
    while let Some(row) = rows.next()? {
        if !told(row.get::<_, i64>(0)? as u64, row.get(1)?)? {
            break;
        }
    }
    Ok(())
}

/// The next rows after a place.
pub(super) fn chunk(conn: &Connection, after: u64, limit: usize) -> Result<Vec<Stored>, LedgerError> {
    let mut select = conn.prepare_cached(&format!("{COLUMNS} WHERE j.seq > ?1 ORDER BY j.seq LIMIT ?2"))?;
    let rows = select.query_map(params![after as i64, limit as i64], stored)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Tells the whole journal in its order, some thousands of rows at once.
pub(super) fn chunks<E: From<LedgerError>>(
    conn: &Connection,
    mut told: impl FnMut(&[Stored]) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = 0;
    loop {
        let rows = chunk(conn, after, CHUNK)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.seq;
        told(&rows)?;
    }
}
