//! Tests of the device level: codec, driver over a pseudo-terminal, worker, table, judges.

mod any_bytes;
pub mod chip;
mod codec;
mod contract;
mod control;
mod errors;
mod evolis;
pub mod fprintd;
mod guest;
mod judges;
mod listing;
mod modem;
mod network;
mod plugs;
mod printer;
mod probe;
mod reader;
mod reader_wire;
mod replay;
mod rig;
mod sbi;
mod scanner;
mod slip;
mod uri;
mod worker;
