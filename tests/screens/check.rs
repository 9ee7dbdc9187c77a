//! The completeness check by keys.
