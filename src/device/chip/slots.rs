//! The two slots of a chip reader: the card and the security module.
//!
//! Owns what the script engine needs of them and no more, so that it runs over PC/SC and in memory alike.

use zeroize::Zeroizing;

use crate::device::ctl::Ctl;
use crate::device::error::DeviceError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    Card,
    Sam,
}

/// A way to both slots. Faults are told as if nothing had been done; what had been done the caller knows.
pub trait Slots: Send {
    /// Waits for a card until the deadline and begins anew with it; for the module it must be there. Gives
    /// the answer to reset.
    ///
    /// # Errors
    /// `ReaderNoCard`, `CardMute`, `Absent` and what the reader and its service say.
    fn begin(&mut self, slot: Slot, ctl: &Ctl) -> Result<Vec<u8>, DeviceError>;

    /// One command and its answer with the status word.
    ///
    /// # Errors
    /// `CardRemoved`, `CardMute`, `Absent` and what the reader and its service say.
    fn transmit(&mut self, slot: Slot, command: &[u8], ctl: &Ctl) -> Result<Zeroizing<Vec<u8>>, DeviceError>;

    /// Lets the card go; it forgets what was agreed.
    fn end(&mut self, ctl: &Ctl);

    /// Whether everything is there that an act needs, but for a card.
    ///
    /// # Errors
    /// What is missing.
    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError>;
}
