//! Tests of the ledger level.
mod acts;
mod backups;
mod bulk;
pub mod chain;
mod codec;
mod heirs;
mod opening;
mod salvage;
mod samples;
pub mod seal;
mod sealed;
mod search;
mod sharing;
mod stock;
pub mod support;
mod torture;
mod tree;
mod walks;
