//! Tests of the ledger level.
mod access;
mod acts;
mod bulk;
pub mod chain;
mod codec;
mod opening;
mod samples;
pub mod seal;
mod sealed;
mod search;
mod sharing;
mod stock;
pub mod support;
mod torture;
mod tree;
