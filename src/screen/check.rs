//! The completeness check.
pub mod docs;
