//! The day's book as bytes: a spreadsheet file, a printed book, and the slips of the counter.
//!
//! Separate from the domain, which decides what stands in the book, and from devices and files, which carry the
//! bytes away. Pure: the same book gives the same bytes, so that a closed day can be exported again and compared
//! with the digest its closing entry holds. Must not know the ledger, devices, the clock or the screen.

mod cells;
pub mod csv;
pub mod pdf;
mod recap;
pub mod record;
mod remark;
pub mod slip;
mod table;
pub mod txt;

use crate::domain::book::Book;
use crate::text::Lang;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub use recap::{announcement, recap};

/// Version of what the exporters write. Raised with every change of bytes or words, so that a closed day whose
/// digest no longer comes out can be told from one that was tampered with.
pub const EXPORT_FORMAT: u16 = 1;

/// The language of the book: it is a record of the office, whatever language the clerk has chosen.
pub const BOOK_LANG: Lang = Lang::Id;

/// A kind of exported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a spreadsheet.
    Csv,
    /// For a printer.
    Txt,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 2] = [Format::Csv, Format::Txt];

    /// Name on the command line, in file names and in the closing entry.
    pub const fn code(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Txt => "txt",
        }
    }

    /// The format of this name.
    pub fn from_code(code: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// The file of a book, exactly as digested at the close: in the book's language, on the standard page.
pub fn render(book: &Book, format: Format) -> Vec<u8> {
    match format {
        Format::Csv => csv::write(book, BOOK_LANG),
        Format::Txt => txt::write(book, &txt::Page::default(), BOOK_LANG),
    }
}

/// SHA-256 of a file in lower-case hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The digest per format, for the closing entry.
pub fn digests(book: &Book) -> BTreeMap<String, String> {
    Format::ALL.into_iter().map(|format| (format.code().to_owned(), digest(&render(book, format)))).collect()
}
