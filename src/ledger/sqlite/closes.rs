//! One row a close: the Merkle tree over what it closed, and the key of that time. The private key beside them.
//!
//! Separate because a close must not become slower with the ledger's age: the tree is taken up at the last row and
//! only the entries since then are read. Must not judge a seal.

use super::super::Close;
use super::super::codec::NO_HASH;
use super::super::error::LedgerError;
use super::super::seal::SealSecret;
use super::super::tree::Tree;
use super::{act, journal};
use crate::domain::command::Sealing;
use crate::domain::counts::Counts;
use crate::domain::event::{DayClosed, Event};
use crate::domain::lineage::{Gap, Lineage};
use crate::domain::office::Office;
use crate::domain::seal::{Checkpoint, Hex, Seal, SealKey, reasons_digest};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use zeroize::Zeroizing;

/// The name of the private key among the secrets.
const SEAL: &str = "seal";

/// The row of a close.
#[derive(PartialEq)]
pub(super) struct CloseRow {
    pub number: u32,
    /// The closing entry.
    pub seq: u64,
    pub size: u64,
    pub peaks: Vec<u8>,
    pub key: Option<Vec<u8>>,
}

impl CloseRow {
    /// The row of the close an office is about to apply.
    pub fn of(office: &Office, (seq, closed): (u64, &DayClosed), tree: &Tree) -> CloseRow {
        CloseRow {
            number: office.desk.close_number(closed),
            seq,
            size: tree.size(),
            peaks: tree.peaks(),
            key: office.desk.seal_key.map(|key| key.0.to_vec()),
        }
    }

    /// The public key in force then.
    pub fn key(&self) -> Option<SealKey> {
        self.key.as_deref().and_then(|key| key.try_into().ok()).map(Hex)
    }

    pub fn store(&self, conn: &Connection) -> Result<(), LedgerError> {
        let mut insert =
            conn.prepare_cached("INSERT INTO day_close (number, seq, size, peaks, key) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        insert.execute(params![self.number, self.seq as i64, self.size as i64, self.peaks, self.key])?;
        Ok(())
    }

    /// The row as stored.
    pub fn load(conn: &Connection, number: u32) -> Result<Option<CloseRow>, LedgerError> {
        let mut select = conn.prepare_cached("SELECT seq, size, peaks, key FROM day_close WHERE number = ?1")?;
        let row = select.query_row([number], |r| {
            let (seq, size) = (r.get::<_, i64>(0)? as u64, r.get::<_, i64>(1)? as u64);
            Ok(CloseRow { number, seq, size, peaks: r.get(2)?, key: r.get(3)? })
        });
        Ok(row.optional()?)
    }
}

/// The tree over the first `size` entries, from the last close at or before there.
pub(super) fn tree(conn: &Connection, size: u64, lost: &[Gap]) -> Result<Tree, LedgerError> {
    let mut select =
        conn.prepare_cached("SELECT size, peaks FROM day_close WHERE size <= ?1 ORDER BY number DESC LIMIT 1")?;
    let kept = select.query_row([size as i64], |r| Ok((r.get::<_, i64>(0)? as u64, r.get::<_, Vec<u8>>(1)?)));
    let tree = match kept.optional()? {
        None => Tree::default(),
        Some((size, peaks)) => Tree::kept(size, &peaks)
            .ok_or_else(|| LedgerError::Damaged { what: "the tree kept at a close".into(), source: None })?,
    };
    grown(conn, tree, size, lost)
}

/// A tree with the entries that follow it, up to and with `size`. A lost one counts with the hash the entry after it
/// names, or, where that is lost too, as a leaf of zeros.
pub(super) fn grown(conn: &Connection, mut tree: Tree, size: u64, lost: &[Gap]) -> Result<Tree, LedgerError> {
    let after = tree.size();
    let fill = |tree: &mut Tree| {
        while tree.size() < size
            && let Some(gap) = lost.iter().find(|gap| gap.holds(tree.size() + 1))
        {
            let last = gap.to == tree.size() + 1;
            tree.push(if last { journal::prev_of(conn, gap.to + 1)? } else { None }.unwrap_or(NO_HASH));
        }
        Ok::<(), LedgerError>(())
    };
    journal::hashes(conn, (after, size), |seq, hash| {
        fill(&mut tree)?;
        let follows = tree.size() + 1 == seq;
        if follows {
            tree.push(hash);
        }
        Ok(follows)
    })?;
    fill(&mut tree)?;
    if tree.size() != size {
        return Err(LedgerError::Broken { seq: tree.size() + 1, what: "it is missing".into() });
    }
    Ok(tree)
}

/// The private key, if there is one.
pub(super) fn secret(conn: &Connection) -> Result<Option<SealSecret>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT value FROM secret WHERE name = ?1")?;
    let found: Option<Zeroizing<Vec<u8>>> = select.query_row([SEAL], |r| r.get(0).map(Zeroizing::new)).optional()?;
    let damaged = || LedgerError::Damaged { what: "the seal key".into(), source: None };
    found.map(|bytes| SealSecret::stored(&bytes).ok_or_else(damaged)).transpose()
}

/// The public half of the key, made now when there is none. The caller holds the write gate.
pub(super) fn key(conn: &Connection) -> Result<SealKey, LedgerError> {
    act::begin(conn)?;
    let found = secret(conn).and_then(|found| match found {
        Some(secret) => secret.public(),
        None => {
            let secret = SealSecret::fresh()?;
            let mut insert = conn.prepare_cached("INSERT INTO secret (name, value) VALUES (?1, ?2)")?;
            insert.execute(params![SEAL, secret.bytes()])?;
            secret.public()
        }
    });
    match found {
        Ok(key) => act::commit(conn).map(|()| key),
        Err(e) => Err(act::give_up(conn, e)),
    }
}

/// Forgets the private key: the next close makes and adopts another. The caller holds a transaction.
pub(super) fn forget_key(conn: &Connection) -> Result<(), LedgerError> {
    conn.execute("DELETE FROM secret WHERE name = ?1", [SEAL])?;
    Ok(())
}

/// Seals the next close; the salt keeps a short reason from being guessed from its digest.
pub(super) fn seal(
    conn: &Connection,
    (line, number): (&Lineage, u32),
    (day, upto): (NaiveDate, u64),
    counts: &Counts,
) -> Result<Option<Sealing>, LedgerError> {
    let Some(secret) = secret(conn)? else { return Ok(None) };
    let mut salt = Hex([0u8; 16]);
    getrandom::fill(&mut salt.0).map_err(|e| LedgerError::Random(Box::new(e)))?;
    let checkpoint = Checkpoint {
        ledger: line.own,
        day,
        number,
        size: upto,
        root: Hex(tree(conn, upto, &line.lost())?.root()),
        blanks: counts.blanks,
        shelf: counts.shelf,
        invalid: counts.invalid,
        reasons: reasons_digest(&salt, &counts.why),
    };
    Ok(Some(Sealing { seal: secret.seal(checkpoint)?, salt }))
}

/// A close by its number.
pub(super) fn close(conn: &Connection, line: &Lineage, number: u32) -> Result<Option<Close>, LedgerError> {
    let Some(row) = CloseRow::load(conn, number)? else { return Ok(None) };
    let closed = entry(conn, line, row.seq)?;
    Ok(Some(Close {
        number,
        ledger: line.at(row.seq),
        lost: line
            .lost()
            .iter()
            .filter(|gap| gap.from <= row.size)
            .map(|gap| gap.to.min(row.size) + 1 - gap.from)
            .sum(),
        date: closed.date,
        seal: Seal::of(line.at(row.seq), &closed),
        key: row.key(),
        root: tree(conn, row.size, &line.lost())?.root(),
        digests: closed.digests,
        format: closed.format,
    }))
}

/// The close that froze a digest, newest first.
pub(super) fn with_digest(
    conn: &Connection,
    line: &Lineage,
    digest: &str,
) -> Result<Option<(u32, String)>, LedgerError> {
    let mut select = conn.prepare_cached("SELECT number, seq FROM day_close ORDER BY number DESC")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let closed = entry(conn, line, row.get::<_, i64>(1)? as u64)?;
        if let Some((format, _)) = closed.digests.into_iter().find(|(_, frozen)| frozen == digest) {
            return Ok(Some((row.get(0)?, format)));
        }
    }
    Ok(None)
}

/// The closing entry a row names.
fn entry(conn: &Connection, line: &Lineage, seq: u64) -> Result<DayClosed, LedgerError> {
    match journal::one(conn, line, seq)?.map(|rec| rec.event) {
        Some(Event::DayClosed(closed)) => Ok(closed),
        _ => Err(LedgerError::Damaged { what: format!("entry {seq} does not close a day"), source: None }),
    }
}
