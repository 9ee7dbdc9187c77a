//! The far end of a wire or a card slot, whose answers are the input.
//!
//! Separate because every driver meets the same one. An input is a row of answers, each behind a byte that says how
//! long it is; an answer of no length is silence. Each question brings the next answer, further ones come unasked
//! when they are waited for, and after the last one the far end is gone.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use loket::device::chip::slots::{Slot, Slots};
use loket::device::error::Card;
use loket::device::printer::evolis::Port;
use loket::device::transport::usb::PortStatus;
use loket::device::transport::{ByteLink, LinkError};
use loket::device::{Ctl, DeviceError, Fault};
use zeroize::Zeroizing;

/// The answers of an input.
pub fn answers(mut bytes: &[u8]) -> VecDeque<Vec<u8>> {
    let mut all = VecDeque::new();
    while let Some((length, rest)) = bytes.split_first() {
        let (answer, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        all.push_back(answer.to_vec());
        bytes = rest;
    }
    all
}

/// The input of which these are the answers; a long one becomes several.
pub fn spoken<'a>(answers: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut input = Vec::new();
    for answer in answers {
        if answer.is_empty() {
            input.push(0);
        }
        for piece in answer.chunks(255) {
            input.push(piece.len() as u8);
            input.extend(piece);
        }
    }
    input
}

/// The far end.
pub struct Far {
    answers: VecDeque<Vec<u8>>,
    waiting: VecDeque<u8>,
    asked: Arc<AtomicUsize>,
}

impl Far {
    pub fn saying(bytes: &[u8]) -> Far {
        Far { answers: answers(bytes), waiting: VecDeque::new(), asked: Arc::default() }
    }

    /// How often it was asked, also after it has gone into a driver.
    pub fn asked(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.asked)
    }

    fn next(&mut self) -> Option<Vec<u8>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.answers.pop_front()
    }
}

impl ByteLink for Far {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        if self.waiting.is_empty() {
            let next = self.answers.pop_front().ok_or(LinkError::Gone(None))?;
            if next.is_empty() {
                std::thread::sleep(until.saturating_duration_since(Instant::now()));
                return Err(LinkError::Timeout);
            }
            self.waiting.extend(next);
        }
        let n = buf.len().min(self.waiting.len());
        for (slot, byte) in buf.iter_mut().zip(self.waiting.drain(..n)) {
            *slot = byte;
        }
        Ok(n)
    }

    fn write(&mut self, bytes: &[u8], _: Instant) -> Result<usize, LinkError> {
        let next = self.next().ok_or(LinkError::Gone(None))?;
        self.waiting.extend(next);
        Ok(bytes.len())
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        self.waiting.clear();
        Ok(())
    }

    fn describe(&self) -> &str {
        "far"
    }
}

impl Port for Far {
    fn device_id(&mut self) -> Result<String, DeviceError> {
        Ok(String::from_utf8_lossy(&self.next().unwrap_or_default()).into_owned())
    }

    fn port_status(&mut self) -> Result<PortStatus, DeviceError> {
        Ok(PortStatus::from_byte(self.next().and_then(|said| said.first().copied()).unwrap_or_default()))
    }
}

/// Card and module take their answers from the same row.
impl Slots for Far {
    fn begin(&mut self, _: Slot, _: &Ctl) -> Result<Vec<u8>, DeviceError> {
        self.next().ok_or_else(|| DeviceError::harmless(Fault::Card(Card::CardMute)))
    }

    fn transmit(&mut self, _: Slot, _: &[u8], _: &Ctl) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        let next = self.next().map(Zeroizing::new);
        next.ok_or_else(|| DeviceError::harmless(Fault::Card(Card::CardRemoved)))
    }

    fn end(&mut self, _: &Ctl) {}

    fn check(&mut self, _: &Ctl) -> Result<(), DeviceError> {
        Ok(())
    }
}
