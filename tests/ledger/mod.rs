//! Tests of the ledger level.
mod acts;
mod bulk;
mod chain;
mod codec;
mod opening;
mod samples;
mod search;
mod sharing;
mod support;
mod torture;
