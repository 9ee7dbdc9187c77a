//! Loket: the counter desk for issuing the KTP-el.
//!
//! The library holds everything; `main.rs` only starts the command line. Who may know whom is
//! drawn in `docs/architecture.md` and checked by the tidy test.

pub mod card;
pub mod cli;
pub mod config;
pub mod desk;
pub mod device;
pub mod domain;
pub mod export;
pub mod ledger;
pub mod screen;
pub mod text;
pub mod ui;
pub mod view;
