//! Tests of the ledger level.
mod acts;
mod bulk;
mod chain;
mod search;
mod support;
