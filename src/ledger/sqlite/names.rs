//! Checking the name indexes: how many names each term must stand in, against what the engine's index says.
//!
//! Separate because the indexes hold no rows to compare and the engine's own comparison needs a writer.
//! Only terms of plain letters are compared: for others the engine's tables of letters are its own.

use super::super::error::LedgerError;
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// Terms with the number of names they stand in.
#[derive(Default)]
pub(super) struct Names {
    words: HashMap<String, i64>,
    parts: HashMap<[u8; 3], i64>,
}

impl Names {
    /// Counts one name by its search key.
    pub fn add(&mut self, key: &str) {
        let words: HashSet<&str> = key.split(' ').filter(|w| !w.is_empty() && w.is_ascii()).collect();
        for word in words {
            *self.words.entry(word.to_lowercase()).or_default() += 1;
        }
        let parts: HashSet<&[u8; 3]> = key.as_bytes().windows(3).filter_map(|w| w.first_chunk()).collect();
        for part in parts.into_iter().filter(|p| p.is_ascii()) {
            *self.parts.entry(*part).or_default() += 1;
        }
    }

    /// The name of an index that differs, if any.
    pub fn differing(mut self, conn: &Connection) -> Result<Option<&'static str>, LedgerError> {
        let words = differs(conn, "name_word", |term, n| self.words.remove(term) == Some(n))?;
        if words || !self.words.is_empty() {
            return Ok(Some("name_word"));
        }
        let mut take = |term: &str, n| {
            let part = term.as_bytes().first_chunk().filter(|_| term.len() == 3);
            part.and_then(|part| self.parts.remove(part)) == Some(n)
        };
        let parts = differs(conn, "name_part", &mut take)?;
        Ok((parts || !self.parts.is_empty()).then_some("name_part"))
    }
}

/// Whether any plain term of an index fails a test on its count.
fn differs(conn: &Connection, index: &str, mut fits: impl FnMut(&str, i64) -> bool) -> Result<bool, LedgerError> {
    conn.execute_batch(&format!("CREATE VIRTUAL TABLE temp.{index}_terms USING fts5vocab (main, {index}, row)"))?;
    let mut select = conn.prepare(&format!("SELECT term, doc FROM temp.{index}_terms"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let term: String = row.get(0)?;
        if term.is_ascii() && !fits(&term, row.get(1)?) {
            return Ok(true);
        }
    }
    Ok(false)
}
