//! Every word a clerk reads, Indonesian first, English second.
//!
//! Owns the words and how figures, dates and ages are written. It is separate so that a word can
//! be corrected by someone who reads no Rust logic, and so that a missing translation does not
//! compile. It knows the types it puts into words; it must not know screens or widgets, open the
//! ledger or a device, or read a clock.

pub mod access;
pub mod audit;
pub mod backup;
pub mod book;
pub mod card;
pub mod chrome;
pub mod cli;
pub mod common;
pub mod desk;
pub mod device;
pub mod export;
pub mod keys;
pub mod lang;
pub mod ledger;
pub mod number;
pub mod paper;
pub mod parcel;
pub mod proof;
pub mod record;
pub mod refusal;
mod refusal_stock;
pub mod report;
pub mod rules;
pub mod screens;
pub mod service;
pub mod sheets;
pub mod slip;
pub mod sms;
pub mod status;
pub mod term;
pub mod told;
pub mod trail;
pub mod typed;
pub mod vault;

pub use lang::{Label, Lang, Word};
pub use told::Told;
