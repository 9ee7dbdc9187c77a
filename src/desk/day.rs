//! The day's book: read from the ledger, exported to a file, closed.
//!
//! Owns gathering: which files and entries belong to a day. What stands in the book is the domain's, what it
//! looks like the exporters'. Files are written atomically and never over a different one without asking.

use super::act::Done;
use super::core::Desk;
use crate::domain::book::{Behind, Book, BookInput, Closing};
use crate::domain::command::{Command, DayCount};
use crate::domain::event::LedgerKind;
use crate::domain::id::AppId;
use crate::domain::refusal::Refusal;
use crate::domain::terms::Taken;
use crate::export::{self, Format};
use crate::ledger::{ClosedDay, Ledger, LedgerError};
use crate::screen::{ExportFormat, ScreenId, Told};
use crate::text::{desk as t, export as book_words};
use crate::ui::notice::{Notice, Severity};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Reads the book of a day; None for a day the ledger does not know.
///
/// # Errors
/// What the ledger says.
pub fn read_book(ledger: &dyn Ledger, date: NaiveDate) -> Result<Option<Book>, LedgerError> {
    Ok(gather(ledger, date)?.map(|(input, _)| Book::build(&input)))
}

/// Gathers what a book is made of, and the entry it ends with.
fn gather(ledger: &dyn Ledger, date: NaiveDate) -> Result<Option<(BookInput, u64)>, LedgerError> {
    let Some(state) = ledger.day_state(date)? else { return Ok(None) };
    let closed = match ledger.closed_day(date)? {
        Some(day) => closing(ledger, &day)?,
        None => None,
    };
    let entries = ledger.day_entries(date, Some(state.upto))?;
    let mut wanted: BTreeSet<AppId> = BookInput::touched(&entries);
    wanted.extend(state.open_files.iter().map(|(app, _)| *app));
    let mut files = Vec::with_capacity(wanted.len());
    for app in wanted {
        files.extend(ledger.file_at(app, state.upto)?);
    }
    let mut input = BookInput {
        policy: state.rules.policy,
        accounts: state.rules.accounts,
        checklists: state.rules.checklists,
        simulated: ledger.office().desk.kind == LedgerKind::Demo,
        date,
        figures: state.figures,
        stocks: state.stocks,
        closed,
        entries,
        files,
        numbers: Default::default(),
    };
    for app in input.named() {
        if let Some(file) = ledger.file(app)? {
            input.numbers.insert(app, file.app.number);
        }
    }
    Ok(Some((input, state.upto)))
}

/// Who closed a day and what was counted, from its closing entry.
fn closing(ledger: &dyn Ledger, day: &ClosedDay) -> Result<Option<Closing>, LedgerError> {
    let Some(entry) = ledger.entry(day.seq)? else { return Ok(None) };
    Ok(Some(Closing::read(ledger.office().lineage().at(day.seq), &day.closed, &entry, &day.stocks)))
}

/// The usual name of an exported day.
pub fn file_name(date: NaiveDate, format: Format) -> String {
    format!("agenda-{date}.{}", format.code())
}

/// Writes a file whole or not at all, readable by its owner only.
///
/// # Errors
/// [`WriteError::Different`] when another file of that name has other contents; the same contents are fine.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    match std::fs::read(path) {
        Ok(found) if found == bytes => return Ok(()),
        Ok(_) => return Err(WriteError::Different),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(WriteError::Io(error)),
    }
    replace_file(path, bytes)
}

/// Writes a file whole or not at all, over whatever was there.
///
/// # Errors
/// What the file system says.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(part);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        std::fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| {
        // The half-written file has no further use.
        let _ = std::fs::remove_file(&part);
        WriteError::Io(error)
    })
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("another file of that name is there")]
    Different,
    #[error("the file could not be written")]
    Io(#[from] std::io::Error),
}

/// The exporter of a format a screen offers.
pub(super) fn format_of(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Pdf => Format::Pdf,
        ExportFormat::Xlsx => Format::Xlsx,
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Txt => Format::Txt,
    }
}

impl Desk {
    /// Exports a day into the configured folder. A provisional book may be replaced by a newer one.
    pub(super) fn export(&mut self, date: NaiveDate, format: ExportFormat) {
        let format = format_of(format);
        let book = match self.read_book(date) {
            Ok(Some(book)) => book,
            Ok(None) => return self.tell_words(Severity::Warning, t::NO_SUCH_DAY),
            Err(error) => return self.ledger_failed(&error),
        };
        if !self.may_take(Taken::Agenda, Some((date, date)), &[format.code()]) {
            return;
        }
        self.write_book(&book, format);
    }

    fn write_book(&mut self, book: &Book, format: Format) {
        let lang = self.lang();
        let bytes = match export::render(book, format) {
            Ok(bytes) => bytes,
            Err(error) => return self.export_failed(&error),
        };
        let provisional = if book.closed.is_none() { book_words::PROVISIONAL_FILE.get(lang) } else { "" };
        let path = self.setup.export_folder.join(format!("{provisional}{}", file_name(book.date, format)));
        self.put_file(&path, &bytes, book.closed.is_some());
    }

    /// Writes the list behind a number of a day into the configured folder; a newer one replaces it.
    pub(super) fn export_list(&mut self, date: NaiveDate, behind: Behind, format: ExportFormat) {
        let format = format_of(format);
        let book = match self.read_book(date) {
            Ok(Some(book)) => book,
            Ok(None) => return self.tell_words(Severity::Warning, t::NO_SUCH_DAY),
            Err(error) => return self.ledger_failed(&error),
        };
        match export::list::write(&book, behind, format) {
            Ok(bytes) => {
                if !self.may_take(Taken::List, Some((date, date)), &[format.code()]) {
                    return;
                }
                let path = self.setup.export_folder.join(export::list::file_name(&book, behind, format));
                self.put_file(&path, &bytes, false);
            }
            Err(error) => self.export_failed(&error),
        }
    }

    /// Writes an export and says where; one that may still change may be replaced by a newer one.
    pub(super) fn put_file(&mut self, path: &Path, bytes: &[u8], settled: bool) {
        let lang = self.lang();
        let written = if settled { write_file(path, bytes) } else { replace_file(path, bytes) };
        let shown = path.display().to_string();
        match written {
            Ok(()) => self.tell(Notice::new(Severity::Good, t::exported(lang, &shown))),
            Err(error) => {
                super::log::error("export", &error);
                let words = if matches!(error, WriteError::Different) { t::EXPORT_DIFFERS } else { t::EXPORT_FAILED };
                self.tell(Notice::new(Severity::Error, words.get(lang)).next(shown));
            }
        }
    }

    /// The book could not be made into a file.
    pub(super) fn export_failed(&mut self, error: &export::ExportError) {
        super::log::error("export", error);
        self.tell(Notice::new(Severity::Error, t::EXPORT_FAILED.get(self.lang())));
    }

    /// Closes a day: the digests are those of the book as it will be closed.
    pub(super) fn close_day(&mut self, from: ScreenId, count: DayCount) {
        let date = count.date;
        if !self.seal_key_in_force(&count) {
            return;
        }
        let (mut input, upto) = match gather(self.ledger.as_ref(), date) {
            Ok(Some(read)) => read,
            Ok(None) => return self.tell_words(Severity::Warning, t::NO_SUCH_DAY),
            Err(error) => return self.ledger_failed(&error),
        };
        let sealing = match self.ledger.seal(date, upto, &count.counts) {
            Ok(sealing) => sealing,
            Err(error) => return self.ledger_failed(&error),
        };
        let order = self.order(None);
        let seal = sealing.as_ref().map(|sealing| sealing.seal.clone());
        input.closed = Some(Closing { by: order.actor, counts: count.counts.clone(), seal });
        let digests = match export::digests(&Book::build(&input)) {
            Ok(digests) => digests,
            Err(error) => return self.export_failed(&error),
        };
        let command = Command::CloseDay(DayCount { upto, digests, format: export::EXPORT_FORMAT, sealing, ..count });
        let entries = match self.act(&command, &order) {
            Done::Committed(entries) => entries,
            // Somebody else wrote: the clerk looks at the book as it is now.
            Done::Refused(_) => return self.show_book(date),
            Done::Failed => return,
        };
        let reply = self.with_screen(from, |s, v| s.told(Told::Committed(entries), v));
        self.carry_out(from, reply);
        if self.may_take(Taken::Agenda, Some((date, date)), &Format::ALL.map(Format::code)) {
            // The book as read back, so that what is exported is what is stored.
            match self.read_book(date) {
                Ok(Some(book)) => Format::ALL.into_iter().for_each(|format| self.write_book(&book, format)),
                Ok(None) => {}
                Err(error) => return self.ledger_failed(&error),
            }
        }
        self.back_up(false);
        self.show_book(date);
    }

    /// The office has adopted the key this ledger seals with: the first close of a ledger adopts it, before its book
    /// is read. Nothing else may have been written since the clerk looked. False when the close cannot go on; why
    /// not has been told.
    fn seal_key_in_force(&mut self, count: &DayCount) -> bool {
        let key = match self.ledger.seal_key(&self.setup.station) {
            Ok(key) => key,
            Err(error) => {
                self.ledger_failed(&error);
                return false;
            }
        };
        let desk = &self.ledger.office().desk;
        if desk.seal_key == Some(key) {
            return true;
        }
        // What others wrote is taken in first: somebody's looking is no part of the book that was read.
        let read = desk.book_seq();
        if let Err(error) = self.ledger.refresh() {
            self.ledger_failed(&error);
            return false;
        }
        let desk = &self.ledger.office().desk;
        let unmoved = desk.book_seq() == read;
        let (seen, order) = (desk.seq, self.order(None));
        let command = Command::AdoptSealKey { key };
        match self.tried(&command, &order) {
            Ok(Ok(done)) if unmoved && done.entries.iter().all(|entry| entry.seq == seen + 1) => true,
            Ok(Ok(_) | Err(Refusal::NothingChanges)) => {
                // Somebody else wrote: the rules say what has become of the day. As the screen counted, the close names
                // no end of a book and is always refused.
                if let Done::Refused(_) = self.act(&Command::CloseDay(count.clone()), &order) {
                    self.show_book(count.date);
                }
                false
            }
            tried => matches!(self.settle(&command, tried), Done::Committed(_)),
        }
    }

    /// The two balance lines and the stock, as plain text to read out or send.
    pub(super) fn show_recap(&mut self) {
        let day = self.with_view(|v| v.day());
        match self.read_book(day) {
            Ok(Some(book)) => {
                let text = export::recap(&book, self.lang());
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.push(String::new());
                lines.extend(self.announce());
                self.overlay = Some(super::overlay::Overlay::page(t::RECAP, lines));
            }
            Ok(None) => self.tell_words(Severity::Warning, t::NO_SUCH_DAY),
            Err(error) => self.ledger_failed(&error),
        }
    }
}
