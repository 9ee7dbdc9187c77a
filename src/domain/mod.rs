//! The rules of the office: pure and total.
//!
//! Owns what an application is, what may happen to it and what the day's figures are. Separate so that
//! every rule can be tested without a terminal, a disk or a clock. Must not know I/O, time of day,
//! randomness, SQL or any other module of the crate.

pub mod application;
mod apply;
pub mod book;
pub mod checklist;
pub mod clean;
pub mod command;
pub mod counts;
pub mod decide;
pub mod element;
pub mod event;
pub mod figures;
pub mod id;
pub mod invalid;
pub mod lineage;
pub mod nik;
pub mod office;
pub mod person;
pub mod personal;
pub mod phone;
pub mod policy;
pub mod reason;
pub mod refusal;
pub mod region;
pub mod report;
pub mod scanned;
pub mod seal;
pub mod sheets;
pub mod sop;
pub mod status;
pub mod stock;
pub mod stock_command;
pub mod terms;
pub mod time;
pub mod token;
