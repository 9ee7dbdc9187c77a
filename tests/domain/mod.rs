//! Tests of the domain level.
mod access;
mod checklist;
mod clean;
mod close;
mod counter;
mod limits;
mod messages;
mod nik;
mod person;
pub(crate) mod props;
mod reason;
mod region;
mod rule_file;
mod scanned;
mod sheets;
mod status;
mod stock;
mod token;
