//! Card and module in memory: each command is answered as the test says.

use std::collections::VecDeque;

use loket::device::chip::slots::{Slot, Slots};
use loket::device::error::Card;
use loket::device::{Ctl, DeviceError, Fault};
use zeroize::Zeroizing;

/// What comes back for a command.
#[derive(Clone)]
pub enum Reply {
    Bytes(Vec<u8>),
    Fault(Fault),
}

/// Data with the status word for success.
pub fn ok(data: &[u8]) -> Reply {
    status(data, 0x9000)
}

pub fn status(data: &[u8], status: u16) -> Reply {
    Reply::Bytes([data, &status.to_be_bytes()].concat())
}

/// Two slots that answer from a list, and keep what they were asked.
pub struct InMemory {
    pub replies: VecDeque<Reply>,
    pub asked: Vec<(Slot, Vec<u8>)>,
    /// What a card is greeted with.
    pub card: Result<(), Card>,
    pub ended: bool,
}

impl InMemory {
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { replies: replies.into_iter().collect(), asked: Vec::new(), card: Ok(()), ended: false }
    }
}

impl Slots for InMemory {
    fn begin(&mut self, slot: Slot, _: &Ctl) -> Result<Vec<u8>, DeviceError> {
        match self.card {
            Err(fault) if slot == Slot::Card => Err(DeviceError::harmless(Fault::Card(fault))),
            _ => Ok(vec![0x3B, 0]),
        }
    }

    fn transmit(&mut self, slot: Slot, command: &[u8], ctl: &Ctl) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        self.asked.push((slot, command.to_vec()));
        match self.replies.pop_front().expect("no more replies") {
            Reply::Bytes(bytes) => Ok(Zeroizing::new(bytes)),
            Reply::Fault(Fault::Cancelled) => {
                ctl.cancel.cancel();
                Err(DeviceError::harmless(Fault::Cancelled))
            }
            Reply::Fault(fault) => Err(DeviceError::harmless(fault)),
        }
    }

    fn end(&mut self, _: &Ctl) {
        self.ended = true;
    }

    fn check(&mut self, _: &Ctl) -> Result<(), DeviceError> {
        Ok(())
    }
}
