//! Tests of the device level.
