//! The application layer: the only module that sees everything.
//!
//! Owns the loop between the outside and the office. Separate from the screens so that they stay
//! free of terminal, clock, ledger and devices.

pub mod clock;
pub mod found;
pub mod keys;
pub mod log;
pub mod terminal;
