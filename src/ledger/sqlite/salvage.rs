//! Saving what is left of a damaged ledger into a new file.
//!
//! Separate because here the file is read as if it were hostile: entry by entry, each by its key, an error costing that
//! entry alone. What is kept is kept byte for byte. An entry counts when the one after it vouches for it by hash, or,
//! where that one is lost too, when it bears out its own. The damaged file is only read.

use super::super::codec::{Hash, leaf};
use super::super::error::LedgerError;
use super::super::home::Home;
use super::super::{Progress, Saved};
use super::chain::Chain;
use super::journal::{self, Stored};
use super::{copy, long, open};
use crate::domain::event::Event;
use crate::domain::id::RegisterNumber;
use crate::domain::lineage::Gap;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeMap;

/// Entries looked for beyond the last one known of, where the file cannot say which is its last.
const BEYOND: u64 = 100_000;

/// The damaged file, and a backup to fill its holes from.
struct Sources(Vec<Connection>);

impl Sources {
    /// An entry that reads and stands where it belongs, from the first source that has it.
    fn entry(&self, seq: u64, vouched: Option<Hash>) -> Option<(Stored, Hash)> {
        self.0.iter().find_map(|conn| {
            let mut raw = read(conn, seq)?;
            let hash = leaf(&raw.entry);
            let own = raw.hash == hash;
            if !vouched.map_or(own, |wanted| wanted == hash) {
                return None;
            }
            raw.hash = hash.to_vec();
            if raw.personal.is_some() && journal::check(&raw, None).is_err() {
                // The block is not the one the entry was made with: it is lost, the entry is not.
                raw.personal = None;
            }
            let checked = journal::check(&raw, None).ok()?;
            Some((raw, checked.prev))
        })
    }

    /// The block of an entry, from the first source where it fits.
    fn fill(&self, raw: &mut Stored) {
        for conn in &self.0 {
            let Some(personal) = block(conn, raw.seq) else { continue };
            let (seq, entry, hash) = (raw.seq, raw.entry.clone(), raw.hash.clone());
            let tried = Stored { seq, entry, hash, personal: Some(personal) };
            if journal::check(&tried, None).is_ok() {
                raw.personal = tried.personal;
                return;
            }
        }
    }

    fn last(&self) -> Option<u64> {
        let last = |conn: &Connection| journal::head(conn).ok().flatten().map(|(seq, _)| seq);
        self.0.iter().filter_map(last).max()
    }
}

fn read(conn: &Connection, seq: u64) -> Option<Stored> {
    let mut select = conn.prepare_cached("SELECT entry, hash FROM journal WHERE seq = ?1").ok()?;
    let row = select.query_row([seq as i64], |r| Ok((r.get(0)?, r.get(1)?))).optional().ok()??;
    Some(Stored { seq, entry: row.0, hash: row.1, personal: block(conn, seq) })
}

fn block(conn: &Connection, seq: u64) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut select = conn.prepare_cached("SELECT salt, body FROM personal WHERE seq = ?1").ok()?;
    select.query_row([seq as i64], |r| Ok((r.get(0)?, r.get(1)?))).optional().ok()?
}

/// Saves everything that still verifies into an empty home, as a copy that is to go on as a ledger of its own. `seen`
/// is the last entry somebody remembers.
///
/// # Errors
/// When nothing can be saved, or the new file cannot be written.
pub fn salvage(
    from: &Home,
    with: Option<&Home>,
    to: &Home,
    (seen, progress): (u64, Progress<'_>),
) -> Result<Saved, LedgerError> {
    let mut sources: Vec<Connection> = open::damaged(from).into_iter().collect();
    sources.extend(with.map(copy::reader).transpose()?);
    let sources = Sources(sources);
    let most = match sources.last() {
        Some(last) => last.max(seen),
        None => seen.saturating_add(BEYOND),
    };
    let kept = vouched(&sources, most, progress);
    if !kept.contains_key(&1) {
        return Err(LedgerError::Broken { seq: 1, what: "the first entry cannot be read; use a backup".into() });
    }
    let target = open::salvaged(to)?;
    let saved = write(&target, &sources, &kept)?;
    target.close().map_err(|(_, e)| LedgerError::from(e))?;
    copy::mark(to)?;
    let after = saved.last + 1;
    Ok(Saved { tail: (seen >= after).then_some(Gap { from: after, to: seen }), ..saved })
}

/// The entries that count with their hashes, found from the end backwards: each is vouched for by the one after it.
fn vouched(sources: &Sources, most: u64, progress: Progress<'_>) -> BTreeMap<u64, Hash> {
    let mut kept = BTreeMap::new();
    let mut next = None;
    for seq in (1..=most).rev() {
        let found = sources.entry(seq, next);
        next = found.as_ref().map(|(_, prev)| *prev);
        if let Some((raw, _)) = found {
            kept.insert(seq, leaf(&raw.entry));
        }
        if seq.is_multiple_of(4_096) {
            progress(most - seq, most);
        }
    }
    kept
}

/// Writes what counts, and the rows that follow from it.
fn write(target: &Connection, sources: &Sources, kept: &BTreeMap<u64, Hash>) -> Result<Saved, LedgerError> {
    let mut chain = Chain::new();
    let mut saved = Saved::default();
    let mut last: Option<RegisterNumber> = None;
    target.execute_batch("BEGIN IMMEDIATE")?;
    let in_order = open::without_order(target)?;
    let mut insert = target.prepare("INSERT INTO journal (seq, entry, hash) VALUES (?1, ?2, ?3)")?;
    let mut insert_block = target.prepare("INSERT INTO personal (seq, salt, body) VALUES (?1, ?2, ?3)")?;
    for (seq, hash) in kept {
        let Some((mut raw, _)) = sources.entry(*seq, Some(*hash)) else { continue };
        if raw.personal.is_none() {
            sources.fill(&mut raw);
        }
        let Ok(checked) = chain.take(&raw) else { continue };
        saved.unnamed += u64::from(checked.erased);
        if let Event::ApplicationSubmitted(e) = &checked.rec.event {
            let same_year = last.as_ref().filter(|last| last.year == e.number.year);
            if let Some(before) = same_year.filter(|before| e.number.no > before.no + 1) {
                saved.numbers.push((e.number.year, before.no + 1, e.number.no - 1));
            }
            last = Some(e.number.clone());
        }
        insert.execute(params![*seq as i64, raw.entry, raw.hash])?;
        if let Some((salt, body)) = &raw.personal {
            insert_block.execute(params![*seq as i64, salt, body])?;
        }
    }
    drop((insert, insert_block));
    target.execute_batch(&in_order)?;
    saved.last = chain.seq;
    saved.lost = chain.gaps().to_vec();
    saved.entries = chain.seq - saved.lost.iter().map(Gap::count).sum::<u64>();
    long::fold(target, chain.seq, &mut |_, _| {})?;
    target.execute_batch("COMMIT")?;
    Ok(saved)
}
