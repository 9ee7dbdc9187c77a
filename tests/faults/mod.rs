//! Torture: killed writers, failing disks, full disks, power cuts, lost outcomes and flipped bits, on the real ledger.
//!
//! Processes are this very binary started again as a single hidden test. Every test prints its seed; the choices
//! come from it alone (`LOKET_SEED` repeats one), the scheduling of course does not. `LOKET_CASES` multiplies
//! the counts, `LOKET_FULL=1` turns a skipped test into a failed one.
mod child;
mod clerk;
mod clock;
mod copies;
mod damage;
pub mod disk;
mod every;
pub mod exchange;
mod flip;
mod full;
mod hostile;
mod keys;
mod kill;
mod oracle;
mod orphan;
mod pairs;
mod power;
pub mod rig;
mod script;
mod wire;
mod writer;
