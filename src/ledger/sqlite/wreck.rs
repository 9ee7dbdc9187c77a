//! A damaged ledger's file, from which every entry is read that can be.
//!
//! Separate because here nothing is believed to be where it belongs. The file is imaged first: the damaged home is
//! evidence, and may lie on a disk that fails or cannot be written. An error costs what it struck: a cipher that meets
//! a page it cannot open answers nothing any more, so that the connection is opened anew; and what no way through the
//! file's own structures leads to is looked for page by page. Whether an entry counts is not judged here.

use super::super::error::LedgerError;
use super::super::home::{Home, file_error};
use super::journal::{self, Stored};
use super::{copy, open};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::cell::RefCell;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Bytes imaged at once; where a disk refuses them, one [`BLOCK`] after another.
const STRETCH: usize = 1 << 20;
/// The least a disk is asked for.
const BLOCK: usize = 4_096;
/// More rows than a leaf can hold: an inner page leads to leaves that have their own turn.
const ROWS: usize = 512;

/// A row with an entry or a block, as it lies in a page.
type Cell = (u64, Vec<u8>, Vec<u8>);

/// The image of a damaged file.
pub(super) struct Wreck {
    home: Home,
    conn: RefCell<Option<Connection>>,
    /// Pages it has.
    pages: u64,
    /// Why it did not open as it is.
    shut: Option<LedgerError>,
    /// What lay in pages nothing leads to, encrypted as the file is.
    found: Connection,
}

impl Wreck {
    /// Images the file of a home into a new folder.
    ///
    /// # Errors
    /// Where the image cannot be written, and where no page of the file can be read: then mostly it is another key.
    pub(super) fn of(from: &Home, folder: &Path) -> Result<Wreck, LedgerError> {
        let made = DirBuilder::new().mode(0o700).create(folder);
        made.map_err(|e| file_error(folder, e))?;
        let home = Home::keyed(folder, from.key().cloned());
        for end in ["", "-wal"] {
            image(&with_end(&from.ledger(), end), &with_end(&home.ledger(), end))?;
        }
        let found = Home::keyed(&folder.join("found"), from.key().cloned());
        found.prepare()?;
        let found = copy::blank(&found)?;
        found.execute_batch(
            "CREATE TABLE journal (seq INTEGER, entry BLOB, hash BLOB); CREATE INDEX one ON journal (seq);
             CREATE TABLE personal (seq INTEGER, salt BLOB, body BLOB); CREATE INDEX two ON personal (seq);",
        )?;
        let (conn, shut) = match reader(&home) {
            Ok(conn) => (conn, None),
            Err(error) => {
                let log = fs::metadata(with_end(&home.ledger(), "-wal")).map_or(0, |log| log.len().div_ceil(PAGE));
                transplant(&home, folder, pages(&home)? + log)?;
                (reader(&home)?, Some(error))
            }
        };
        Ok(Wreck { pages: pages(&home)?, home, conn: RefCell::new(Some(conn)), shut, found })
    }

    /// More entries than so many never lay in it: a damaged number must not be counted up to.
    pub(super) fn at_most(&self) -> u64 {
        self.pages.saturating_mul(ROWS as u64)
    }

    /// No entry at all was found in it.
    pub(super) fn is_mute(&self) -> Result<bool, LedgerError> {
        Ok(self.last().unwrap_or(0) == 0 && self.last_found()? == 0)
    }

    /// Why nothing of it could be read, when nothing was.
    pub(super) fn shut(self) -> Option<LedgerError> {
        self.shut
    }

    /// Asks the file; an answer it fails to give is none.
    fn ask<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Option<T> {
        let mut held = self.conn.borrow_mut();
        if held.is_none() {
            *held = reader(&self.home).ok();
        }
        let answer = query(held.as_ref()?);
        if answer.is_err() {
            *held = None;
        }
        answer.ok()
    }

    /// The last entry by the file's own structures; None where these cannot say.
    pub(super) fn last(&self) -> Option<u64> {
        self.ask(|conn| {
            let last = conn.query_row("SELECT seq FROM journal ORDER BY seq DESC LIMIT 1", [], |r| r.get::<_, i64>(0));
            Ok(last.optional()?.unwrap_or(0) as u64)
        })
    }

    /// The last entry found in pages nothing leads to.
    pub(super) fn last_found(&self) -> Result<u64, LedgerError> {
        Ok(self.found.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |r| r.get::<_, i64>(0))? as u64)
    }

    /// What may be the entry of a place, with its block.
    pub(super) fn rows(&self, seq: u64) -> Vec<Stored> {
        let own = self.ask(|conn| cells(conn, ENTRY, seq)).unwrap_or_default();
        let found = cells(&self.found, ENTRY, seq).unwrap_or_default();
        let block = self.blocks(seq).into_iter().next();
        own.into_iter()
            .chain(found)
            .map(|(seq, entry, hash)| Stored { seq, entry, hash, personal: block.clone() })
            .collect()
    }

    /// What may be its personal block.
    pub(super) fn blocks(&self, seq: u64) -> Vec<(Vec<u8>, Vec<u8>)> {
        let own = self.ask(|conn| cells(conn, BLOCK_OF, seq)).unwrap_or_default();
        let found = cells(&self.found, BLOCK_OF, seq).unwrap_or_default();
        own.into_iter().chain(found).map(|(_, salt, body)| (salt, body)).collect()
    }

    /// Looks through every page for entries that are missed and for blocks nothing leads to.
    ///
    /// # Errors
    /// What was found cannot be written down.
    pub(super) fn look_through(
        &self,
        missed: impl Fn(u64) -> bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), LedgerError> {
        let pages = self.pages;
        self.found.execute_batch("BEGIN")?;
        for page in 2..=pages {
            for (seq, first, second) in self.page(page) {
                // A salt has 32 bytes, an entry more: its fixed fields alone.
                if first.len() == 32 {
                    if self.ask(|conn| cells(conn, BLOCK_OF, seq)).is_none_or(|own| own.is_empty()) {
                        let mut insert = self.found.prepare_cached("INSERT INTO personal VALUES (?1, ?2, ?3)")?;
                        insert.execute(params![seq as i64, first, second])?;
                    }
                } else if missed(seq) {
                    let mut insert = self.found.prepare_cached("INSERT INTO journal VALUES (?1, ?2, ?3)")?;
                    insert.execute(params![seq as i64, first, second])?;
                }
            }
            progress(page, pages);
        }
        Ok(self.found.execute_batch("COMMIT")?)
    }

    /// The rows of one page, if it is a leaf: the table of acts is given out to begin there. It is the image that is
    /// changed, and nobody asks it for acts.
    fn page(&self, page: u64) -> Vec<Cell> {
        let mut rows = Vec::new();
        self.ask(|conn| {
            conn.execute_batch("PRAGMA writable_schema = ON")?;
            conn.prepare_cached("UPDATE sqlite_schema SET rootpage = ?1 WHERE name = 'act'")?.execute([page as i64])?;
            conn.execute_batch("PRAGMA writable_schema = RESET")?;
            let mut select = conn.prepare("SELECT seq, day, app FROM act NOT INDEXED LIMIT ?1")?;
            let mut found = select.query([ROWS as i64])?;
            while let Some(row) = found.next()? {
                let cell = (row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1), row.get::<_, Vec<u8>>(2));
                // Rows of other tables lie in other forms.
                if let (1.., Ok(first), Ok(second)) = cell {
                    rows.push((cell.0 as u64, first, second));
                }
            }
            Ok(())
        });
        rows
    }
}

const ENTRY: &str = "SELECT seq, entry, hash FROM journal WHERE seq = ?1";
const BLOCK_OF: &str = "SELECT seq, salt, body FROM personal WHERE seq = ?1";

fn cells(conn: &Connection, sql: &str, seq: u64) -> rusqlite::Result<Vec<Cell>> {
    let mut select = conn.prepare_cached(sql)?;
    let rows = select.query_map([seq as i64], |r| Ok((r.get::<_, i64>(0)? as u64, r.get(1)?, r.get(2)?)))?;
    rows.collect()
}

/// A connection to the image, which may be written: its log is worked in, its schema bent.
fn reader(home: &Home) -> Result<Connection, LedgerError> {
    let conn = open::scratch(home)?;
    // Where even this fails the file is read as it lies.
    let _ = conn.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()));
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))?;
    Ok(conn)
}

/// Bytes of a page: the engine's usual size, and the cipher's.
const PAGE: u64 = 4_096;
/// Bytes of the cipher's salt, with which the file begins.
const SALT: usize = 16;
/// Most bytes in one row of a filling.
const FILL: u64 = 1 << 28;

fn pages(home: &Home) -> Result<u64, LedgerError> {
    let path = home.ledger();
    Ok(fs::metadata(&path).map_err(|e| file_error(&path, e))?.len().div_ceil(PAGE))
}

/// Gives the image the first page of a new file of the same key and size, where its own, or the rest of its schema,
/// cannot be read. What the tables named in it are made of is then found page by page.
fn transplant(home: &Home, folder: &Path, pages: u64) -> Result<(), LedgerError> {
    let donor = Home::keyed(&folder.join("donor"), home.key().cloned());
    donor.prepare()?;
    let image = OpenOptions::new().read(true).write(true).open(home.ledger());
    let failed = |e: io::Error| file_error(&home.ledger(), e);
    let image = image.map_err(failed)?;
    let mut salt = [0; SALT];
    image.read_exact_at(&mut salt, 0).map_err(failed)?;
    let conn = open::salted(&donor, &salt)?;
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;
         CREATE TABLE journal (seq INTEGER PRIMARY KEY, entry BLOB, hash BLOB);
         CREATE TABLE personal (seq INTEGER PRIMARY KEY, salt BLOB, body BLOB);
         CREATE TABLE act (seq INTEGER PRIMARY KEY, day TEXT, app INTEGER);
         CREATE TABLE filling (bytes BLOB);",
    )?;
    let mut left = pages * PAGE;
    while left > 0 {
        let some = left.min(FILL);
        conn.execute("INSERT INTO filling VALUES (zeroblob(?1))", [some as i64])?;
        left -= some;
    }
    conn.close().map_err(|(_, e)| LedgerError::from(e))?;
    let mut first = vec![0; PAGE as usize];
    let path = donor.ledger();
    let read = File::open(&path).and_then(|file| Ok((file.read_exact_at(&mut first, 0)?, file.metadata()?.len())));
    let ((), len) = read.map_err(|e| file_error(&path, e))?;
    take_in_log(home, &image).map_err(failed)?;
    // Its first page says how many there are; more than there were are zeros.
    image.write_all_at(&first, 0).and_then(|()| image.set_len(len)).map_err(failed)
}

/// Writes the pages of the log, up to the last commit in it, to their places in the file. What comes of a page that is
/// damaged is judged where it is read.
fn take_in_log(home: &Home, image: &File) -> io::Result<()> {
    const HEAD: usize = 32;
    const FRAME: usize = 24;
    let path = with_end(&home.ledger(), "-wal");
    let log = match fs::read(&path) {
        Ok(log) => log,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    let salts = log.get(16..24).unwrap_or_default();
    let frames = log.get(HEAD..).unwrap_or_default().chunks_exact(FRAME + PAGE as usize);
    // Frames of an earlier round of the log bear other salts.
    let frames: Vec<&[u8]> = frames.take_while(|frame| frame[8..16] == *salts).collect();
    let number = |bytes: &[u8]| bytes.iter().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
    let committed = frames.iter().rposition(|frame| number(&frame[4..8]) > 0).map_or(0, |last| last + 1);
    let length = image.metadata()?.len();
    for frame in &frames[..committed] {
        let at = number(&frame[..4]).saturating_sub(1) * PAGE;
        // A number that was damaged must not make a file of terabytes.
        if at <= length + log.len() as u64 {
            image.write_all_at(&frame[FRAME..], at)?;
        }
    }
    fs::remove_file(path)
}

/// Copies a file as far as it can be read; what cannot be read is zeros. A file that is not there is left out.
fn image(from: &Path, to: &Path) -> Result<(), LedgerError> {
    let Ok(source) = File::open(from) else { return Ok(()) };
    let failed = |e: io::Error| file_error(to, e);
    let target = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(failed)?;
    let len = source.metadata().map_or(0, |meta| meta.len());
    target.set_len(len).map_err(failed)?;
    let mut buffer = vec![0; STRETCH];
    let (mut at, mut step) = (0, STRETCH);
    while at < len {
        let want = step.min(usize::try_from(len - at).unwrap_or(step));
        match source.read_exact_at(&mut buffer[..want], at) {
            Ok(()) => target.write_all_at(&buffer[..want], at).map_err(failed)?,
            Err(_) if step > BLOCK => {
                step = BLOCK;
                continue;
            }
            // A block the disk does not give.
            Err(_) => {}
        }
        at += want as u64;
        if at % STRETCH as u64 == 0 {
            step = STRETCH;
        }
    }
    Ok(())
}

fn with_end(path: &Path, end: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The last entry of a sound file.
pub(super) fn last(conn: &Connection) -> u64 {
    journal::head(conn).ok().flatten().map_or(0, |(seq, _)| seq)
}
