//! Tests of the chip reader: script and commands, the engine in memory, the driver over the real card service.

mod apdu;
mod codes;
mod engine;
mod memory;
pub mod rig;
mod script;
mod wire;
