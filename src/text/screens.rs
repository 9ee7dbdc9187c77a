//! The words of the screens: labels, hints, questions and feedback, one file a screen or a part of one.
//!
//! Separate from the screens so that wording is one folder's matter. It must not know layout: whether a
//! text fits is the screen's to show and the tests' to check.

pub mod agenda;
pub mod check;
pub mod close;
pub mod common;
pub mod done;
pub mod figures;
pub mod find;
pub mod first_run;
pub mod handover;
pub mod history;
pub mod intake;
pub mod operator;
pub mod policy;
pub mod privacy;
pub mod report;
pub mod sheets;
pub mod stock;
pub mod supervisor;
