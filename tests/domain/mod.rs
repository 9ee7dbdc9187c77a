//! Tests of the domain level.
