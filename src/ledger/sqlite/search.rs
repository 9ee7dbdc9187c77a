//! Finding applications by whatever a clerk types: digits, a register number, any part of a name.
//!
//! Separate because it runs beside everything else on a connection of its own. What is typed is data: it is
//! folded to words and every word is quoted before the engine's query language sees it.

use super::super::error::LedgerError;
use super::super::{Hit, Hits, Interrupter, Searcher};
use super::open::Engine;
use super::rows;
use crate::domain::clean::{clean, fold};
use crate::domain::id::AppId;
use crate::domain::office::File;
use crate::domain::person::Phone;
use rusqlite::{Connection, params_from_iter, types::Value};
use std::sync::Arc;

/// Most words of a query that are looked at.
const WORDS: usize = 8;
/// Fewest characters of a word that are looked for within words.
const PART: usize = 3;
/// Fewest digits that are looked for as the beginning of a NIK or phone number.
const DIGITS: usize = 4;
/// Digits of a NIK.
const NIK: usize = 16;
/// Most digits of a register number's count.
const COUNT: usize = 7;
/// Up to this many rows with a beginning are sorted; of more, the newest applications are walked instead.
const SORTED: usize = 2_000;

/// The searching connection.
pub(super) struct SqliteSearcher {
    conn: Engine,
}

impl SqliteSearcher {
    pub fn new(conn: Engine) -> SqliteSearcher {
        SqliteSearcher { conn }
    }

    /// Ends a snapshot whose own end was stopped by an interrupt: else no search would ever begin again.
    fn clear(&self) -> Result<(), LedgerError> {
        if self.conn.is_autocommit() {
            return Ok(());
        }
        Ok(self.conn.execute_batch("ROLLBACK")?)
    }
}

impl Searcher for SqliteSearcher {
    fn find(&mut self, query: &str, limit: usize) -> Result<Hits, LedgerError> {
        self.clear()?;
        let snapshot = self.conn.unchecked_transaction()?;
        let mut found = Found { ids: Vec::new(), enough: limit.saturating_add(1) };
        let query = clean(query);
        let of_digits = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')');
        let any_digit = query.bytes().any(|b| b.is_ascii_digit());
        if any_digit && query.chars().all(of_digits) {
            digits(&snapshot, &query, &mut found)?;
        } else {
            if any_digit {
                number(&snapshot, &query, &mut found)?;
            }
            name(&snapshot, &query, &mut found)?;
        }
        let more = found.ids.len() > limit;
        let mut rows = Vec::with_capacity(found.ids.len().min(limit));
        for id in found.ids.into_iter().take(limit) {
            rows.extend(rows::file(&snapshot, AppId(id as u64))?.map(hit));
        }
        Ok(Hits { rows, more })
    }

    fn interrupter(&self) -> Interrupter {
        let handle = Arc::new(self.conn.get_interrupt_handle());
        Interrupter::new(move || handle.interrupt())
    }
}

fn hit(file: File) -> Hit {
    let File { app, person } = file;
    let phone = person.as_ref().and_then(|p| p.contact.phone()).cloned();
    Hit {
        app: app.id,
        number: app.number,
        stage: app.stage,
        reason: app.reason,
        nik: person.as_ref().and_then(|p| p.nik),
        name: person.map(|p| p.name),
        phone,
        day: app.day,
    }
}

/// Identities found so far, each once, best kind of match first.
struct Found {
    ids: Vec<i64>,
    enough: usize,
}

impl Found {
    fn missing(&self) -> usize {
        self.enough.saturating_sub(self.ids.len())
    }

    /// Adds the rows of a statement whose last parameter is its limit.
    fn add(&mut self, conn: &Connection, sql: &str, mut params: Vec<Value>) -> Result<usize, LedgerError> {
        if self.missing() == 0 {
            return Ok(0);
        }
        params.push(Value::from(self.enough as i64));
        let mut select = conn.prepare_cached(sql)?;
        let mut rows = select.query(params_from_iter(params))?;
        let mut n = 0;
        while let Some(row) = rows.next()? {
            n += 1;
            let id = row.get(0)?;
            if !self.ids.contains(&id) {
                self.ids.push(id);
            }
        }
        self.ids.truncate(self.enough);
        Ok(n)
    }
}

fn digits(conn: &Connection, query: &str, found: &mut Found) -> Result<(), LedgerError> {
    let bare: String = query.chars().filter(char::is_ascii_digit).collect();
    if bare.len() == NIK {
        let sql = "SELECT id FROM application WHERE nik = ?1 ORDER BY id DESC LIMIT ?2";
        found.add(conn, sql, vec![Value::from(bare.clone())])?;
    }
    if bare.len() <= COUNT
        && let Ok(no) = bare.parse::<i64>()
    {
        let sql = "SELECT id FROM application WHERE no = ?1 ORDER BY year DESC LIMIT ?2";
        found.add(conn, sql, vec![Value::from(no)])?;
    }
    if (DIGITS..NIK).contains(&bare.len()) {
        beginning(conn, "nik", &bare, found)?;
        beginning(conn, "phone", &phone(query, &bare), found)?;
    }
    Ok(())
}

/// The stored form of a phone number or of its beginning.
fn phone(query: &str, bare: &str) -> String {
    if let Ok(phone) = Phone::parse(query) {
        return phone.as_str().to_owned();
    }
    match (bare.strip_prefix("62"), query.starts_with('+')) {
        (Some(rest), _) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        (None, true) => format!("+{bare}"),
        (None, false) if bare.starts_with('8') => format!("0{bare}"),
        (None, false) => bare.to_owned(),
    }
}

/// Rows whose column begins with some digits, newest first.
fn beginning(conn: &Connection, column: &str, digits: &str, found: &mut Found) -> Result<(), LedgerError> {
    // Everything that begins with the digits sorts before the digits followed by a character above '9'.
    let range = || vec![Value::from(digits.to_owned()), Value::from(format!("{digits}:"))];
    let from = format!("FROM application INDEXED BY application_{column} WHERE {column} >= ?1 AND {column} < ?2");
    let count = format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT {SORTED})");
    let n: i64 = conn.prepare_cached(&count)?.query_row(params_from_iter(range()), |r| r.get(0))?;
    if (n as usize) < SORTED {
        found.add(conn, &format!("SELECT id {from} ORDER BY id DESC LIMIT ?3"), range())?;
        return Ok(());
    }
    let walk = format!(
        "SELECT id FROM (SELECT id, {column} FROM application ORDER BY id DESC LIMIT {SORTED})
         WHERE {column} >= ?1 AND {column} < ?2 ORDER BY id DESC LIMIT ?3"
    );
    found.add(conn, &walk, range())?;
    // A common beginning that is rare among the newest: whatever comes first in the index fills up.
    found.add(conn, &format!("SELECT id {from} LIMIT ?3"), range())?;
    Ok(())
}

/// A register number or its beginning; leading zeros of the count may be left out.
fn number(conn: &Connection, query: &str, found: &mut Found) -> Result<(), LedgerError> {
    let bare: String = query.chars().filter(|c| *c != ' ').collect();
    let count = bare.bytes().take_while(u8::is_ascii_digit).count();
    let padded = format!("{}{bare}", "0".repeat(if count == 0 { 0 } else { 4usize.saturating_sub(count) }));
    let sql = "SELECT id FROM application WHERE number >= ?1 AND number < ?2 ORDER BY id DESC LIMIT ?3";
    found.add(conn, sql, vec![Value::from(padded.clone()), Value::from(format!("{padded}\u{10ffff}"))])?;
    Ok(())
}

/// Names in which every word typed begins a word; then, for words of three letters and more, names in which
/// it stands anywhere.
fn name(conn: &Connection, query: &str, found: &mut Found) -> Result<(), LedgerError> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(WORDS).collect();
    if words.is_empty() {
        return Ok(());
    }
    let beginnings: Vec<String> = words.iter().map(|w| format!("{}*", quoted(w))).collect();
    let sql = "SELECT rowid FROM name_word WHERE name_word MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
    known(&words, found.add(conn, sql, vec![Value::from(beginnings.join(" AND "))]))?;

    let trigrams: Vec<String> = words.iter().flat_map(|w| trigrams(w)).collect();
    if trigrams.is_empty() || found.missing() == 0 {
        return Ok(());
    }
    let mut params = vec![Value::from(trigrams.join(" AND "))];
    let mut sql =
        String::from("SELECT p.rowid FROM name_part p JOIN application a ON a.id = p.rowid WHERE name_part MATCH ?1");
    for word in &words {
        let whole = word.chars().count() >= PART;
        params.push(Value::from(if whole { (*word).to_owned() } else { format!(" {word}") }));
        let key = if whole { "a.name_key" } else { "' ' || a.name_key" };
        sql.push_str(&format!(" AND instr({key}, ?{}) > 0", params.len()));
    }
    sql.push_str(&format!(" ORDER BY p.rowid DESC LIMIT ?{}", params.len() + 1));
    known(&words, found.add(conn, &sql, params))?;
    Ok(())
}

/// A word with a letter the engine's tables do not know is cut in two by its tokenizer, which it then refuses
/// to look for: nothing is found. Plain words have no such excuse.
fn known(words: &[&str], added: Result<usize, LedgerError>) -> Result<usize, LedgerError> {
    match added {
        Err(LedgerError::Engine(_)) if !words.iter().all(|w| w.is_ascii()) => Ok(0),
        added => added,
    }
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

/// Every three letters of a word, quoted; none for a shorter one.
fn trigrams(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(PART).map(|w| quoted(&w.iter().collect::<String>())).collect()
}
