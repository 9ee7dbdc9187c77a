//! Tests of the ledger level.
mod acts;
mod bulk;
pub mod chain;
mod search;
pub mod support;
