//! Tests of the ui level.
