//! The day's book as bytes: paper to sign, spreadsheets, a printed book, and the slips of the counter.
//!
//! Separate from the domain, which decides what stands in the book, and from devices and files, which carry the
//! bytes away. Pure: the same book gives the same bytes, so that a closed day can be exported again and compared
//! with the digest its closing entry holds. Must not know the ledger, devices, the clock or the screen.

mod agenda;
mod cells;
pub mod csv;
mod grid;
mod lines;
pub mod list;
pub mod notice;
pub mod pdf;
pub mod period;
mod recap;
pub mod record;
mod remark;
pub mod sheets;
pub mod slip;
mod table;
pub mod trail;
pub mod txt;
pub mod workbook;
mod xlsx;

use crate::domain::book::Book;
use crate::text::Lang;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub use recap::{announcement, recap};

/// Version of what the exporters write. Raised with every change of bytes or words, so that a closed day whose
/// digest no longer comes out can be told from one that was tampered with.
pub const EXPORT_FORMAT: u16 = 3;

/// The language of the book: it is a record of the office, whatever language the clerk has chosen.
pub const BOOK_LANG: Lang = Lang::Id;

/// A kind of exported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a spreadsheet.
    Csv,
    /// For a line printer.
    Txt,
    /// For print, signature and archive.
    Pdf,
    /// For a spreadsheet, with types and formulas.
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 4] = [Format::Csv, Format::Txt, Format::Xlsx, Format::Pdf];

    /// Name on the command line, in file names and in the closing entry.
    pub const fn code(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Txt => "txt",
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
        }
    }

    /// The format of this name.
    pub fn from_code(code: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// Paper of the PDF, laid across.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// The office's usual paper, and the one digested at the close.
    #[default]
    F4,
    A4,
}

impl Sheet {
    /// Every paper.
    pub const ALL: [Sheet; 2] = [Sheet::F4, Sheet::A4];

    /// Name on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Sheet::F4 => "f4",
            Sheet::A4 => "a4",
        }
    }

    /// The paper of this name.
    pub fn from_code(code: &str) -> Option<Sheet> {
        Sheet::ALL.into_iter().find(|sheet| sheet.code() == code)
    }
}

/// Why a book was not written; nothing in a book is known to cause either.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the PDF could not be made")]
    Pdf(#[from] pdf::PdfError),
    #[error("the workbook could not be made")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// The file of a book, exactly as digested at the close: in the book's language, on the standard page.
///
/// # Errors
/// [`ExportError`]
pub fn render(book: &Book, format: Format) -> Result<Vec<u8>, ExportError> {
    render_on(book, format, Sheet::default())
}

/// The same on a chosen paper, which only the PDF has.
///
/// # Errors
/// [`ExportError`]
pub fn render_on(book: &Book, format: Format, sheet: Sheet) -> Result<Vec<u8>, ExportError> {
    let paper = match sheet {
        Sheet::F4 => pdf::Paper::F4_ACROSS,
        Sheet::A4 => pdf::Paper::A4_ACROSS,
    };
    Ok(match format {
        Format::Csv => csv::write(book, BOOK_LANG),
        Format::Txt => txt::write(book, &txt::Page::default(), BOOK_LANG),
        Format::Pdf => agenda::write(book, paper, BOOK_LANG)?,
        Format::Xlsx => xlsx::write(book, BOOK_LANG)?,
    })
}

/// SHA-256 of a file in lower-case hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The digest per format, for the closing entry.
///
/// # Errors
/// [`ExportError`]
pub fn digests(book: &Book) -> Result<BTreeMap<String, String>, ExportError> {
    Format::ALL.into_iter().map(|format| Ok((format.code().to_owned(), digest(&render(book, format)?)))).collect()
}
