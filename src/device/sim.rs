//! What every simulator is to the rest: something a real line reaches, steered by words.
//!
//! Separate from the simulators, which live beside their drivers, and from the control socket that carries
//! the words. A simulator is the other end of a wire; it never stands in for a driver.

use std::path::Path;

use super::levers::SimLevers;
use super::uri::DeviceUri;

/// Where a simulator may put its names, and its levers.
pub struct SimPlace<'a> {
    /// A folder of this process alone, already made.
    pub folder: &'a Path,
    pub levers: &'a SimLevers,
}

/// A running simulator; dropping it unplugs the device.
pub trait Simulator: Send {
    /// The line of the real backend that reaches it.
    fn wire(&self) -> DeviceUri;
    /// What [`Simulator::obey`] understands, one usage a line: `put holder|NUMBER`, `unplug`.
    fn verbs(&self) -> &'static [&'static str];
    /// Carries out one command.
    ///
    /// # Errors
    /// [`NotUnderstood`] for words that are none of its verbs; nothing has changed then.
    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood>;
}

/// Not one of the simulator's verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not understood")]
pub struct NotUnderstood;
