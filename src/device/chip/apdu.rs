//! Commands and answers of a card by ISO 7816-4, in their short form.
//!
//! Owns the bytes of one exchange, the rest of an answer that waits on the card (61xx) and a wrong expectation
//! (6Cxx). Separate from the script, which says what to send, and from the slots, which carry bytes. What is
//! sent and answered is wiped, and no text of it is ever made.

use std::fmt;

use zeroize::Zeroizing;

use super::slots::{Slot, Slots};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};

/// Most data of one command.
pub const MAX_DATA: usize = 255;
/// Parts of one answer fetched before the card counts as broken.
const MAX_PARTS: usize = 32;
const GET_RESPONSE: u8 = 0xC0;

/// One command.
pub struct Command {
    /// CLA, INS, P1, P2.
    pub header: [u8; 4],
    /// At most [`MAX_DATA`] bytes.
    pub data: Zeroizing<Vec<u8>>,
    /// Expected length of the answer, 1 to 256; none when no data is expected.
    pub expected: Option<u16>,
}

/// Data and status word.
pub struct Answer {
    pub data: Zeroizing<Vec<u8>>,
    pub status: u16,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} bytes, {:04X})", self.data.len(), self.status)
    }
}

impl Command {
    pub fn new(header: [u8; 4]) -> Self {
        Self { header, data: Zeroizing::default(), expected: None }
    }

    pub fn expecting(mut self, bytes: u16) -> Self {
        self.expected = Some(bytes);
        self
    }

    /// The bytes to send.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.data.len() + 6));
        bytes.extend_from_slice(&self.header);
        if !self.data.is_empty() {
            bytes.push(self.data.len().min(MAX_DATA) as u8);
            bytes.extend(self.data.iter().take(MAX_DATA));
        }
        if let Some(expected) = self.expected {
            // 256 is written as zero.
            bytes.push(expected as u8);
        }
        bytes
    }
}

impl Answer {
    /// Splits what a card sent.
    ///
    /// # Errors
    /// `Protocol` when there is not even a status word.
    pub fn decode(mut bytes: Zeroizing<Vec<u8>>) -> Result<Self, DeviceError> {
        let Some((data, &[high, low])) = bytes.split_last_chunk::<2>() else {
            return Err(DeviceError::harmless(Fault::Protocol { what: "short answer", bytes: bytes.len() }));
        };
        let (length, status) = (data.len(), u16::from_be_bytes([high, low]));
        bytes.truncate(length);
        Ok(Self { data: bytes, status })
    }
}

/// Sends a command and gathers its whole answer.
///
/// # Errors
/// What the slot says, and `Protocol` for a card that never ends.
pub fn exchange(slots: &mut dyn Slots, slot: Slot, command: &Command, ctl: &Ctl) -> Result<Answer, DeviceError> {
    let mut answer = Answer::decode(slots.transmit(slot, &command.encode(), ctl)?)?;
    if let [0x6C, right] = answer.status.to_be_bytes() {
        // Not carried out: the card says how much it has.
        let mut again = command.encode();
        match (command.expected, again.last_mut()) {
            (Some(_), Some(last)) => *last = right,
            _ => again.push(right),
        }
        answer = Answer::decode(slots.transmit(slot, &again, ctl)?)?;
    }
    for _ in 0..MAX_PARTS {
        let [0x61, more] = answer.status.to_be_bytes() else { return Ok(answer) };
        let mut rest = Command::new([command.header[0], GET_RESPONSE, 0, 0]);
        rest.expected = Some(if more == 0 { 256 } else { u16::from(more) });
        let part = Answer::decode(slots.transmit(slot, &rest.encode(), ctl)?)?;
        answer.data.extend_from_slice(&part.data);
        answer.status = part.status;
    }
    Err(DeviceError::harmless(Fault::Protocol { what: "endless answer", bytes: answer.data.len() }))
}
