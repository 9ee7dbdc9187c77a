//! A small kit for pages of office paper: letterhead, tables that go on overleaf, signatures, codes; PDF/A-2b.
//!
//! Separate because it knows paper and nothing of the book: the agenda, slips, sheets and records are all laid out
//! with it. A document is filled from top to bottom with the methods of [`Doc`] and ends with [`Doc::finish`]; the
//! library that writes the file is named in `write.rs` only. Pure: no clock, no chance; the date and identity in the
//! file are those of [`About`], so the same calls give the same bytes. Must not know the ledger or what a page is
//! about. Lengths a caller gives are millimetres, letter sizes are points.
//!
//! ```
//! # use loket::export::pdf::{About, Cell, Column, Doc, Paper, Row, Signature, Table};
//! # use loket::text::Lang;
//! # fn main() -> Result<(), loket::export::pdf::PdfError> {
//! # let at = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|d| d.and_hms_opt(15, 0, 0)).unwrap_or_default();
//! let about = About { title: "Daftar".into(), at, offset_s: 7 * 3600, id: "loket:contoh".into() };
//! let mut doc = Doc::new(Paper::A4, about, Lang::Id)?;
//! doc.letterhead(&["PEMERINTAH KOTA PADANG PANJANG".into()]);
//! doc.title("DAFTAR", &["Senin, 23 November 2026".into()]);
//! let mut list = Table::new(vec![Column::right("No.", 10.0), Column::left("Nama", 80.0)]);
//! list.rows.push(Row::new(["1", "UMAR CONTOH"]));
//! doc.table(&list);
//! doc.signatures(&[Signature::of("Mengetahui,", &[]), Signature::of("Padang Panjang, 23 November 2026", &[])]);
//! let bytes = doc.finish()?;
//! # Ok(()) }
//! ```

mod face;
mod flow;
mod paper;
mod parts;
mod table;
mod write;

pub use flow::Doc;
pub use paper::{About, Align, Paper, PdfError, Style, Weight};
pub use parts::Signature;
pub use table::{Carried, Cell, Column, Row, Sums, Table};
