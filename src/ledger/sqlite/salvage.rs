//! Saving what is left of a damaged ledger into a new file.
//!
//! Separate because here it is decided what counts. What is kept is kept byte for byte. An entry counts when the one
//! after it vouches for it by hash, or, where that one is lost too, when it bears out its own. What was erased after its
//! term stays erased, though a backup may still hold it. The damaged file is only read.

use super::super::codec::{Hash, leaf};
use super::super::error::LedgerError;
use super::super::home::Home;
use super::super::{Progress, Saved};
use super::chain::Chain;
use super::journal::{self, Stored};
use super::wreck::{self, Wreck};
use super::{copy, long, memory, open, term};
use crate::domain::event::Event;
use crate::domain::id::{AppId, RegisterNumber};
use crate::domain::lineage::Gap;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// How long whoever is just closing the ledger is waited for.
const WAIT: Duration = Duration::from_secs(2);
/// Entries looked for beyond what the file could hold.
const BEYOND: u64 = 100_000;
/// Entries between two words of progress.
const TOLD: u64 = 4_096;

/// The damaged file, and a backup to fill its holes from.
struct Sources {
    wreck: Wreck,
    backup: Option<Connection>,
}

impl Sources {
    /// An entry that reads and stands where it belongs, from the first place that has it.
    fn entry(&self, seq: u64, vouched: Option<Hash>) -> Option<(Stored, Hash)> {
        self.wreck.rows(seq).into_iter().chain(self.saved(seq)).find_map(|mut raw| {
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

    /// An entry as the backup has it.
    fn saved(&self, seq: u64) -> Option<Stored> {
        let row = journal::chunk(self.backup.as_ref()?, seq - 1, 1).ok()?.pop();
        row.filter(|raw| raw.seq == seq)
    }

    /// The block of an entry, from the first place where it fits.
    fn fill(&self, raw: &mut Stored) {
        let saved = self.saved(raw.seq).and_then(|saved| saved.personal);
        for personal in self.wreck.blocks(raw.seq).into_iter().chain(saved) {
            let (seq, entry, hash) = (raw.seq, raw.entry.clone(), raw.hash.clone());
            let tried = Stored { seq, entry, hash, personal: Some(personal) };
            if journal::check(&tried, None).is_ok() {
                raw.personal = tried.personal;
                return;
            }
        }
    }

    /// The last entry the structures of both know of; None where the damaged file's cannot say.
    fn last(&self) -> Option<u64> {
        let saved = self.backup.as_ref().map_or(0, wreck::last);
        self.wreck.last().map(|last| last.max(saved))
    }

    /// The last entry anything was found of.
    fn last_found(&self) -> Result<u64, LedgerError> {
        let saved = self.backup.as_ref().map_or(0, wreck::last);
        Ok(self.wreck.last_found()?.max(saved).max(self.wreck.last().unwrap_or(0)))
    }
}

/// Saves everything that still verifies into an empty home, as a copy that is to go on as a ledger of its own. `seen`
/// is the last entry somebody remembers. Nobody may have the damaged ledger open: what they wrote meanwhile would be in
/// neither.
///
/// # Errors
/// [`LedgerError::InUse`]; when nothing of the damaged file can be read, its first entry is nowhere, or the new file cannot
/// be written.
pub fn salvage(
    from: &Home,
    with: Option<&Home>,
    to: &Home,
    (seen, progress): (u64, Progress<'_>),
) -> Result<Saved, LedgerError> {
    // Where the lock was never made, or cannot be taken because the disk is not to be written, nobody works.
    let _alone = match from.in_use().exists().then(|| open::alone(from, WAIT)) {
        Some(Err(LedgerError::File { source, .. })) if unwritable(&source) => None,
        alone => alone.transpose()?,
    };
    to.prepare()?;
    let folder = to.dir().join("ledger.damaged");
    let sources = Sources { wreck: Wreck::of(from, &folder)?, backup: with.map(copy::reader).transpose()? };
    let kept = kept(&sources, seen, progress)?;
    if sources.wreck.is_mute()? {
        // Nothing of it can be read: what a backup alone holds is restored, not salvaged.
        let mute = || LedgerError::Broken { seq: 1, what: "nothing of it can be read".into() };
        return Err(sources.wreck.shut().unwrap_or_else(mute));
    }
    if !kept.contains_key(&1) {
        return Err(LedgerError::Broken { seq: 1, what: "the first entry cannot be read; use a backup".into() });
    }
    let target = open::salvaged(to)?;
    let saved = write(&target, &sources, &kept)?;
    target.close().map_err(|(_, e)| LedgerError::from(e))?;
    copy::mark(to)?;
    drop(sources);
    fs::remove_dir_all(&folder).map_err(|source| LedgerError::File { path: folder, source })?;
    let after = saved.last + 1;
    Ok(Saved { tail: (seen >= after).then_some(Gap { from: after, to: seen }), ..saved })
}

fn unwritable(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

/// The entries that count with their hashes. Where some are missed, every page is looked through for them.
fn kept(sources: &Sources, seen: u64, progress: Progress<'_>) -> Result<BTreeMap<u64, Hash>, LedgerError> {
    let mut kept = BTreeMap::new();
    // A file that was cut short may hold late entries among its first pages.
    let bound = sources.wreck.at_most().saturating_add(seen).saturating_add(BEYOND);
    if let Some(last) = sources.last() {
        let most = last.max(seen).min(bound);
        kept = vouched(sources, most, progress);
        if kept.len() as u64 == most {
            return Ok(kept);
        }
    }
    sources.wreck.look_through(|seq| seq <= bound && !kept.contains_key(&seq), progress)?;
    Ok(vouched(sources, sources.last_found()?.max(seen).min(bound), progress))
}

/// Found from the end backwards: each is vouched for by the one after it.
fn vouched(sources: &Sources, most: u64, progress: Progress<'_>) -> BTreeMap<u64, Hash> {
    let mut kept = BTreeMap::new();
    let mut next = None;
    for seq in (1..=most).rev() {
        let found = sources.entry(seq, next);
        next = found.as_ref().map(|(_, prev)| *prev);
        if let Some((raw, _)) = found {
            kept.insert(seq, leaf(&raw.entry));
        }
        if seq.is_multiple_of(TOLD) {
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
    let mut erased: Option<NaiveDate> = None;
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
        match &checked.rec.event {
            Event::ApplicationSubmitted(e) => {
                let same_year = last.as_ref().filter(|last| last.year == e.number.year);
                if let Some(before) = same_year.filter(|before| e.number.no.saturating_sub(before.no) > 1) {
                    saved.numbers.push((e.number.year, before.no + 1, e.number.no - 1));
                }
                last = Some(e.number.clone());
            }
            Event::ErasureOrdered(e) => erased = erased.max(Some(e.before)),
            _ => {}
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
    saved.entries = chain.seq - chain.count_lost();
    long::fold(target, chain.seq, &mut |_, _| {})?;
    target.execute_batch("COMMIT")?;
    if let Some(before) = erased {
        saved.unnamed += erase_again(target, before)?;
    }
    Ok(saved)
}

/// Erases what had been erased and came back with a backup; answers how many blocks.
fn erase_again(target: &Connection, before: NaiveDate) -> Result<u64, LedgerError> {
    let blocks = || target.query_row("SELECT count(*) FROM personal", [], |r| r.get::<_, i64>(0));
    let came = blocks()?;
    let mut mem = memory(target, super::data_version(target)?)?;
    let mut after = AppId(0);
    while let Some(on) = term::step(target, &mut mem, before, after)? {
        after = on;
    }
    Ok((came - blocks()?).unsigned_abs())
}
