//! The words of the screens: labels, hints, questions and feedback, one file a screen.
//!
//! Separate from the screens so that wording is one folder's matter. It must not know layout: whether a
//! text fits is the screen's to show and the tests' to check.

pub mod agenda;
pub mod check;
pub mod check_more;
pub mod common;
pub mod done;
pub mod handover;
pub mod handover_more;
pub mod intake;
pub mod intake_more;
pub mod office;
pub mod operator;
pub mod operator_more;
