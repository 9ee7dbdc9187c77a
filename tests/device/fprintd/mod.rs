//! The driver of fprintd against fprintd itself.

mod prints;
pub mod rig;
mod service;
mod wire;

pub use prints::Person;
