//! Torture: killed writers, failing disks, full disks, lost outcomes and flipped bits, on the real ledger.
//!
//! Processes are this very binary started again as a single hidden test. Every test prints its seed; the choices
//! come from it alone (`LOKET_SEED` repeats one), the scheduling of course does not. `LOKET_CASES` multiplies
//! the counts, `LOKET_FULL=1` turns a skipped test into a failed one.
mod child;
mod disk;
mod flip;
mod full;
mod hostile;
mod kill;
mod oracle;
mod orphan;
mod rig;
mod writer;
