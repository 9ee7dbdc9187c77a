//! The form of a script.
