//! Tests of the device level: codec, driver over a pseudo-terminal, worker, table, judges.

mod codec;
mod contract;
mod errors;
mod judges;
mod listing;
mod printer;
mod probe;
mod reader;
mod reader_wire;
mod replay;
mod rig;
mod uri;
mod worker;
