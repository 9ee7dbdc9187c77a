//! Checking the name indexes: in which names each term must stand, against what the engine's indexes say.
//!
//! Separate because the indexes hold no rows to compare and the engine's own comparison needs a writer.
//! Only terms of plain letters are compared: for others the engine's tables of letters are its own.

use super::super::error::LedgerError;
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// Letters of the longest beginning the schema keeps an index of.
const BEGINNING: usize = 10;

/// A set of applications, told apart by count and by a sum over their identities in any order.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Among {
    count: u64,
    sum: u64,
}

impl Among {
    fn add(&mut self, id: i64) {
        self.count += 1;
        // Spread over all bits, so that no few identities add up to the same as others.
        let spread = (id as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.sum = self.sum.wrapping_add((spread ^ (spread >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9));
    }
}

/// Terms with the names they stand in.
#[derive(Default)]
pub(super) struct Names {
    words: HashMap<String, Among>,
    beginnings: HashMap<String, Among>,
    /// Beginnings that may stand in more names: after a letter unknown to the engine it sees a new word.
    doubtful: HashSet<String>,
    parts: HashMap<[u8; 3], Among>,
}

impl Names {
    /// Counts the name of one application by its search key.
    pub fn add(&mut self, id: i64, key: &str) {
        let lower = key.to_lowercase();
        let words: HashSet<&str> = lower.split(' ').filter(|w| !w.is_empty()).collect();
        for word in words.iter().filter(|w| w.is_ascii()) {
            count(&mut self.words, word, id);
        }
        let mut first = HashSet::new();
        for word in words {
            let mut runs = word.split(|c: char| !c.is_ascii());
            first.extend(runs.next().into_iter().flat_map(beginnings));
            self.doubtful.extend(runs.flat_map(beginnings).map(str::to_owned));
        }
        for beginning in first {
            count(&mut self.beginnings, beginning, id);
        }
        let parts: HashSet<&[u8; 3]> = key.as_bytes().windows(3).filter_map(|w| w.first_chunk()).collect();
        for part in parts.into_iter().filter(|p| p.is_ascii()) {
            self.parts.entry(*part).or_default().add(id);
        }
    }

    /// The name of an index that differs, if any.
    pub fn differing(mut self, conn: &Connection) -> Result<Option<&'static str>, LedgerError> {
        let words = differs(conn, "name_word", |term, found| self.words.remove(term) == Some(found))?;
        if words || !self.words.is_empty() || self.beginnings_differ(conn)? {
            return Ok(Some("name_word"));
        }
        let mut take = |term: &str, found| {
            let part = term.as_bytes().first_chunk().filter(|_| term.len() == 3);
            part.and_then(|part| self.parts.remove(part)) == Some(found)
        };
        let parts = differs(conn, "name_part", &mut take)?;
        Ok((parts || !self.parts.is_empty()).then_some("name_part"))
    }

    /// The indexes of beginnings show in no list of terms: each beginning is asked for.
    fn beginnings_differ(&self, conn: &Connection) -> Result<bool, LedgerError> {
        let mut select = conn.prepare("SELECT rowid FROM name_word WHERE name_word MATCH ?1")?;
        for (beginning, wanted) in &self.beginnings {
            let mut found = Among::default();
            let mut rows = select.query([format!("\"{beginning}\"*")])?;
            while let Some(row) = rows.next()? {
                found.add(row.get(0)?);
            }
            let more = self.doubtful.contains(beginning) && found.count > wanted.count;
            if found != *wanted && !more {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The beginnings of a word the schema keeps indexes of.
fn beginnings(word: &str) -> impl Iterator<Item = &str> {
    (1..=word.len().min(BEGINNING)).filter_map(|n| word.get(..n))
}

fn count(terms: &mut HashMap<String, Among>, term: &str, id: i64) {
    match terms.get_mut(term) {
        Some(among) => among.add(id),
        None => terms.entry(term.to_owned()).or_default().add(id),
    }
}

/// Whether any plain term of an index fails a test on the names it stands in.
fn differs(conn: &Connection, index: &str, mut fits: impl FnMut(&str, Among) -> bool) -> Result<bool, LedgerError> {
    conn.execute_batch(&format!("CREATE VIRTUAL TABLE temp.{index}_terms USING fts5vocab (main, {index}, instance)"))?;
    let mut select = conn.prepare(&format!("SELECT term, doc FROM temp.{index}_terms"))?;
    let mut rows = select.query([])?;
    let (mut term, mut among) = (String::new(), Among::default());
    while let Some(row) = rows.next()? {
        let next = row.get_ref(0)?.as_str().map_err(|e| LedgerError::Engine(Box::new(e)))?;
        if next != term {
            if !term.is_empty() && term.is_ascii() && !fits(&term, among) {
                return Ok(true);
            }
            term.clear();
            term.push_str(next);
            among = Among::default();
        }
        among.add(row.get(1)?);
    }
    Ok(!term.is_empty() && term.is_ascii() && !fits(&term, among))
}
