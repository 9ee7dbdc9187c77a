//! Tests of the device level: codec, driver over a pseudo-terminal, worker, table, judges.

mod codec;
mod contract;
mod errors;
mod fprintd;
mod judges;
mod listing;
mod probe;
mod reader;
mod reader_wire;
mod replay;
mod rig;
mod sbi;
mod uri;
mod worker;
