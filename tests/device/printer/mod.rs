//! The card printer by IPP: settings, encoding, conditions, the driver against the simulator, and both against
//! programs that others wrote.

mod daemons;
mod driver;
mod faults;
mod judges;
mod reasons;
pub mod rig;
mod setting;
mod wire;
