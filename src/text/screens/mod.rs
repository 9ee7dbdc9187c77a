//! The words of the screens, one file a screen or group of screens.
//!
//! Separate from the words of the frame because they change with the work at the counter. Must not know values.

pub mod check_more;
pub mod intake_more;
