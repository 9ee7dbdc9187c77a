//! Every word a clerk reads, Indonesian first, English second.
//!
//! Owns the words and how figures, dates and ages are written. It is separate so that a word can
//! be corrected by someone who reads no Rust logic, and so that a missing translation does not
//! compile. It must not know screens, widgets, the ledger or the clock.

pub mod chrome;
pub mod common;
pub mod device;
pub mod keys;
pub mod lang;
pub mod refusal;
pub mod screens_more;
pub mod status;
pub mod term;
pub mod todo;
pub mod told;
pub mod typed;

pub use lang::{Label, Lang, Word};
pub use told::Told;
