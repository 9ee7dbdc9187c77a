//! Tests of the ledger level.
mod acts;
mod chain;
mod search;
mod support;
