//! Tests of the ledger level.
