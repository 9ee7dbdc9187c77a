//! Activation as a script: which commands go to which slot, what must come back, and what it means if not.
//!
//! Owns the form of `assets/chip/*.toml` and reads it strictly, with the line of every fault. Separate from the
//! engine that runs it. The commands of a national applet are nobody's but its owner's: they are configuration
//! and never code.

mod parse;
mod pattern;

use std::fmt;

pub(super) use pattern::fill;
pub use pattern::{Part, StatusPattern};

use super::slots::Slot;
use super::verb::ChipFault;

/// Largest script file, in bytes.
pub const MAX_FILE: usize = 64 * 1024;
/// Most steps of a script.
pub const MAX_STEPS: usize = 64;
/// Most bytes a read step gathers.
pub const MAX_READ: usize = 32 * 1024;

/// A script of good form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    pub steps: Vec<Step>,
    /// From this step on an interruption leaves the act in doubt; None when the script leaves no trace.
    pub no_return: Option<usize>,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// With the line and what is wrong there.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        parse::script(text)
    }

    /// Whether it changes the chip, and so can be an activation.
    pub fn activates(&self) -> bool {
        self.no_return.is_some()
    }

    /// Whether a security module has to be there.
    pub fn needs_sam(&self) -> bool {
        self.steps.iter().any(|step| step.slot == Slot::Sam)
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Unique; appears in the log when the step fails.
    pub name: String,
    pub slot: Slot,
    pub act: Act,
    /// Status words that let the script go on.
    pub expect: Vec<StatusPattern>,
    /// Status words that end it with an outcome.
    pub ends: Vec<(StatusPattern, ChipFault)>,
    /// Under which name later steps use the answer.
    pub keep: Option<String>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// One command.
    Send { header: [u8; 4], data: Vec<Part>, expected: Option<u16>, purpose: Purpose },
    /// The selected file from its beginning until its end, at most `limit` bytes.
    Read { limit: usize },
}

/// What a command is for, as far as the person at the reader is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Leaves no trace.
    Ask,
    /// Counts attempts on the chip, so it cannot be taken back.
    Verify,
    Write,
}

impl Act {
    /// Whether it leaves a trace on the chip.
    pub fn leaves_trace(&self) -> bool {
        matches!(self, Act::Send { purpose: Purpose::Verify | Purpose::Write, .. })
    }
}

/// A script that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ScriptError {
    /// From 1.
    pub line: usize,
    /// For whoever writes the script.
    pub what: String,
}

impl ScriptError {
    fn new(line: usize, what: impl fmt::Display) -> Self {
        Self { line, what: what.to_string() }
    }
}
