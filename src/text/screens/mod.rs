//! Words of the screens, one file a screen.
//!
//! Separate from the words of the frame because they change with their screen. Must not know values.

pub mod handover_more;
pub mod operator_more;
