//! Tests of the domain level.
mod checklist;
mod clean;
mod nik;
mod person;
mod reason;
mod region;
mod rule_file;
mod status;
pub(crate) mod props;
