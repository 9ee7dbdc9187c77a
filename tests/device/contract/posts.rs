//! What is at the other end of each row of the table while the contract runs.
//!
//! One file a kind beside this one. Everything real: a pseudo-terminal, a socket, a file.

use loket::device::{Backend, Driver, Job, Kind};

use super::{chip_reader, finger, modem, network, printer, slip};
use crate::device::chip;
use crate::device::fprintd::rig as fprintd;
use crate::device::slip::cupsd;

/// What an exchange with the other end may suffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Bytes that are no answer.
    Garbage,
    /// The beginning of an answer.
    Half,
    Silence,
    /// The plug is pulled in place of the answer, or within it.
    Unplug,
}

/// The other end of a device under test.
pub trait Post {
    /// What the device is asked.
    fn job(&self) -> Job;
    /// Makes the next job succeed and take its time, so that something may happen within it.
    fn slowly(&self) {
        self.works();
    }
    /// How often the act was carried out so far, wholly or in part; None for what nobody can count.
    fn happened(&self) -> Option<usize> {
        None
    }
    /// Half an act of this device may leave something behind.
    fn leaves_something(&self) -> bool {
        let job = self.job();
        job.irreversible() || matches!(job, Job::Slip(_))
    }
    /// Does this to the exchange that comes after `after` others. False where the wire has no such exchange, or the
    /// other end cannot be made to do it.
    fn damage(&self, _damage: Damage, _after: u32) -> bool {
        false
    }
    /// Makes the next job succeed; forgets what was to go wrong.
    fn works(&self);
    /// Makes the next job stand still. False for a backend that cannot.
    fn hangs(&self) -> bool;
    /// Runs `check` while somebody else has the device, with their pid as far as it can be known. Not for
    /// what anybody may use at once.
    fn while_taken(&self, check: &mut dyn FnMut(Option<u32>));
    /// Takes the device away, or brings it back.
    fn unplug(&self, gone: bool);
    /// A device that is away gives an outcome that says so, instead of a fault.
    fn absence_is_an_answer(&self) -> bool {
        false
    }
}

/// Rows whose other end only a kernel can be: `device::guest` keeps the same promises for them.
pub const IN_THE_GUEST: &[(Kind, &str)] = &[(Kind::CardPrinter, "usb")];

/// How a row is set up. A row without an entry fails here: no backend is left out.
pub fn of(backend: &Backend) -> fn() -> (Box<dyn Post>, Driver) {
    match (backend.kind, backend.scheme) {
        (Kind::Fingerprint, "serial") => finger::serial,
        (Kind::Fingerprint, "fprintd") => finger::fprintd,
        (Kind::Fingerprint, "sbi") => finger::sbi,
        (Kind::Fingerprint, "sim") => finger::simulated,
        (Kind::Chip, "pcsc") => chip_reader::pcsc,
        (Kind::Chip, "sim") => chip_reader::simulated,
        (Kind::CardPrinter, "ipp") => printer::ipp,
        (Kind::CardPrinter, "sim") => printer::simulated,
        (Kind::SlipPrinter, "file") => slip::file,
        (Kind::SlipPrinter, "cups") => slip::cups,
        (Kind::SlipPrinter, "serial") => slip::serial,
        (Kind::SlipPrinter, "tcp") => slip::tcp,
        (Kind::SlipPrinter, "usblp") => slip::usblp,
        (Kind::SlipPrinter, "sim") => slip::simulated,
        (Kind::Modem, "serial") => modem::serial,
        (Kind::Modem, "sim") => modem::simulated,
        (Kind::NetworkProbe, "https") => network::https,
        (Kind::NetworkProbe, "sim") => network::simulated,
        (kind, scheme) => panic!("no post for {kind:?} {scheme}"),
    }
}

/// Whether this machine has what the other end of a row needs. Said loudly when not; a failure in a full run.
pub fn can_run(backend: &Backend) -> bool {
    match (backend.kind, backend.scheme) {
        row if IN_THE_GUEST.contains(&row) => false,
        (Kind::Chip, _) => chip::rig::runs_here(),
        (_, "cups") => cupsd::here(),
        (_, "fprintd") => fprintd::lacking().is_none(),
        _ => true,
    }
}
