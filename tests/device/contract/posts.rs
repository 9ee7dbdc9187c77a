//! What is at the other end of each row of the table while the contract runs.
//!
//! One file a kind beside this one. Everything real: a pseudo-terminal, a socket, a file.

use loket::device::{Backend, Driver, Job, Kind};

use super::{finger, printer, slip};

/// The other end of a device under test.
pub trait Post {
    /// What the device is asked.
    fn job(&self) -> Job;
    /// Makes the next job succeed; forgets what was to go wrong.
    fn works(&self);
    /// Makes the next job stand still. False for a backend that cannot.
    fn hangs(&self) -> bool;
    /// Runs `check` while somebody else has the device, with their pid as far as it can be known. Not for
    /// what anybody may use at once.
    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>));
    /// Takes the device away, or brings it back.
    fn unplug(&self, gone: bool);
}

/// How a row is set up. A row without an entry fails here: no backend is left out.
pub fn of(backend: &Backend) -> fn() -> (Box<dyn Post>, Driver) {
    match (backend.kind, backend.scheme) {
        (Kind::Fingerprint, "serial") => finger::serial,
        (Kind::Fingerprint, "sim") => finger::simulated,
        (Kind::CardPrinter, "ipp") => printer::ipp,
        (Kind::CardPrinter, "sim") => printer::simulated,
        (Kind::SlipPrinter, "file") => slip::file,
        (kind, scheme) => panic!("no post for {kind:?} {scheme}"),
    }
}
