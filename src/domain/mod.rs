//! The rules of the office: pure and total.
//!
//! Owns what an application is, what may happen to it and what the day's figures are. Separate so that
//! every rule can be tested without a terminal, a disk or a clock. Must not know I/O, time of day,
//! randomness, SQL or any other module of the crate.

pub mod checklist;
pub mod clean;
pub mod nik;
pub mod person;
pub mod phone;
pub mod reason;
pub mod region;
pub mod status;
