//! The application layer: the only module that sees everything.
//!
//! Owns the loop between the outside and the office, and how a desk is started. Separate from the screens so
//! that they stay free of terminal, clock, ledger and devices.

mod access;
mod act;
mod cards;
mod care;
mod chair;
pub mod clock;
mod core;
pub mod day;
pub mod demo;
mod devices;
mod drafts;
mod early;
pub mod faults;
mod finder;
pub mod found;
mod frame;
pub mod input;
mod jobs;
mod keeper;
pub mod keeping;
pub mod keys;
pub mod log;
mod lookups;
mod messages;
mod network;
mod overlay;
mod overtaken;
pub mod period;
pub mod post;
pub mod proof;
pub mod purge;
mod record;
mod reference;
pub mod rekey;
mod run;
mod scanned;
mod screens;
mod secrets;
mod session;
mod setup;
pub mod sheet;
mod sheets;
pub mod slips;
mod start;
pub mod terminal;
mod tick;
pub mod trail;
mod wedge;

pub use self::core::Desk;
pub use self::setup::Setup;
pub use cards::{Cards, Drawn, Looked};
pub use devices::Devices;
pub use finder::Finder;
pub use keeper::{Care, Keeper, Kept};
pub use reference::ReferenceSource;
pub use screens::{SCREENS, screen_for};
pub use start::{DemoOptions, DeskOptions, run};

/// Random bytes for an identity.
///
/// # Errors
/// When the system has none.
pub fn random_id() -> Result<[u8; 16], keys::KeyError> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| keys::KeyError::Unusable)?;
    Ok(bytes)
}
