//! Words of the screens, one file a screen.
//!
//! Separate from the words of the frame because they change with their screen. Must not know values.

pub mod check_more;
pub mod handover_more;
pub mod intake_more;
pub mod operator_more;
