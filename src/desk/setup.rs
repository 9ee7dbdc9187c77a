//! What a desk is set up with, once at its start.
//!
//! Separate from the desk because whoever starts one, the program, a test or a benchmark, says these things and
//! nothing else of it. Must not know what the desk does with them.

use crate::domain::checklist::RuleSet;
use crate::domain::id::RunId;
use crate::export::slip::Templates;
use crate::ui::theme::Look;
use std::path::PathBuf;

/// What a desk is set up with.
pub struct Setup {
    pub station: String,
    pub run: RunId,
    pub rules: RuleSet,
    pub look: Look,
    /// The counter is simulated: shown always, devices are never real.
    pub simulated: bool,
    /// The ledger of an office lies in the clear: shown until it is encrypted.
    pub clear: bool,
    pub export_folder: PathBuf,
    /// Templates of the slips.
    pub slips: Templates,
}
