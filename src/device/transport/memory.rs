//! A byte link in memory, for codecs under test.
//!
//! Separate because a codec test wants to decide every byte and every silence itself. It is never
//! offered as a backend.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Instant;

use super::{ByteLink, LinkError};

/// One end of a pair; dropping the other end is an unplug.
pub struct MemoryLink {
    name: String,
    out: Sender<Vec<u8>>,
    input: Receiver<Vec<u8>>,
    waiting: VecDeque<u8>,
}

impl MemoryLink {
    pub fn pair() -> (MemoryLink, MemoryLink) {
        let (to_b, from_a) = channel();
        let (to_a, from_b) = channel();
        let end = |name: &str, out, input| MemoryLink { name: name.to_owned(), out, input, waiting: VecDeque::new() };
        (end("memory:a", to_b, from_b), end("memory:b", to_a, from_a))
    }
}

impl ByteLink for MemoryLink {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        if self.waiting.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            match self.input.recv_timeout(left) {
                Ok(bytes) => self.waiting.extend(bytes),
                Err(RecvTimeoutError::Timeout) => return Err(LinkError::Timeout),
                Err(RecvTimeoutError::Disconnected) => return Err(LinkError::Gone(None)),
            }
        }
        let n = buf.len().min(self.waiting.len());
        for (slot, byte) in buf.iter_mut().zip(self.waiting.drain(..n)) {
            *slot = byte;
        }
        Ok(n)
    }

    fn write(&mut self, bytes: &[u8], _until: Instant) -> Result<usize, LinkError> {
        self.out.send(bytes.to_vec()).map_err(|_| LinkError::Gone(None))?;
        Ok(bytes.len())
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        self.waiting.clear();
        while self.input.try_recv().is_ok() {}
        Ok(())
    }

    fn describe(&self) -> &str {
        &self.name
    }
}
