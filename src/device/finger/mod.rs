//! Serial fingerprint modules (ZFM/R30x/AS608): frame codec, commands, driver, simulator.
//!
//! Separate folder per kind of device: the driver and the simulator lie side by side but share the
//! frame codec only.

pub mod command;
pub mod frame;
pub mod reader;
pub mod sim;
