//! The words of agenda, find, supervisor and first run, one file a matter.
//!
//! Separate from the screens so that wording is one folder's matter. It must not know layout: whether a
//! text fits is the screen's to show and the tests' to check.

pub mod agenda;
pub mod close;
pub mod figures;
pub mod find;
pub mod first_run;
pub mod history;
pub mod remark;
pub mod supervisor;
