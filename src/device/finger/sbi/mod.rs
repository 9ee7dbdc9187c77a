//! Readers behind a device service of the machine: `sbi:` over HTTP on 127.0.0.1 (MOSIP SBI, the family of IEEE 3167).
//!
//! Owns search, capture and the checks on what comes back, and the question to the data centre that decides.
//! Separate folder with its simulator beside it; they share the names of things only. Neither sample nor decision is
//! kept here.

pub mod centre;
pub mod http;
pub mod message;
pub mod reader;
pub mod setting;
pub mod sim;
pub mod token;

pub use reader::{SbiReader, Timing};
pub use setting::SbiUri;
