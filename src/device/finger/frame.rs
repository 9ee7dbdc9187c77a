//! Frames of the serial fingerprint modules (ZFM/R30x/AS608 family).
//!
//! Layout, big-endian: `EF 01 | address 4 | kind 1 | length 2 | content | sum 2`; the length counts
//! content and sum, the sum is over kind, length and content modulo 65536 (ZFM user manual, "data
//! package format"). Separate because driver and simulator share it and nothing else.

use zeroize::Zeroizing;

const START: [u8; 2] = [0xEF, 0x01];
const HEADER: usize = 9;
/// The longest content any packet size code allows.
pub const MAX_CONTENT: usize = 256;

/// What a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    Command = 0x01,
    Data = 0x02,
    Acknowledge = 0x07,
    LastData = 0x08,
}

impl FrameKind {
    fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Command),
            0x02 => Some(Self::Data),
            0x07 => Some(Self::Acknowledge),
            0x08 => Some(Self::LastData),
            _ => None,
        }
    }
}

/// One frame. The content may be biometric, so it is wiped on drop and `Debug` shows its length.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    pub address: u32,
    pub kind: FrameKind,
    pub content: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({:?}, {} bytes)", self.kind, self.content.len())
    }
}

impl Frame {
    /// Content beyond [`MAX_CONTENT`] does not fit a frame; senders split before.
    pub fn new(address: u32, kind: FrameKind, content: &[u8]) -> Self {
        debug_assert!(content.len() <= MAX_CONTENT);
        Self { address, kind, content: Zeroizing::new(content.to_vec()) }
    }

    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let length = (self.content.len() + 2) as u16;
        let mut out = Zeroizing::new(Vec::with_capacity(HEADER + self.content.len() + 2));
        out.extend_from_slice(&START);
        out.extend_from_slice(&self.address.to_be_bytes());
        out.push(self.kind as u8);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&self.content);
        let sum = checksum(&out[6..]);
        out.extend_from_slice(&sum.to_be_bytes());
        out
    }
}

fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0u16, |sum, b| sum.wrapping_add(u16::from(*b)))
}

/// Finds frames in a stream that may begin, break or lie anywhere.
pub struct Decoder {
    buffer: Zeroizing<Vec<u8>>,
    skipped: usize,
    damaged: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// Room for everything one read may add, so that growing leaves no unwiped copies behind.
    pub fn new() -> Self {
        Self { buffer: Zeroizing::new(Vec::with_capacity(2048)), skipped: 0, damaged: 0 }
    }

    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole and sound frame, if the bytes so far hold one.
    pub fn next_frame(&mut self) -> Option<Frame> {
        loop {
            self.seek_start();
            let wanted = match self.claimed_len() {
                Claim::Short => return None,
                Claim::Nonsense => {
                    self.skip(1);
                    continue;
                }
                Claim::Len(n) => n,
            };
            if self.buffer.len() < wanted {
                return None;
            }
            if let Some(frame) = self.parse(wanted) {
                self.drop_front(wanted);
                return Some(frame);
            }
            // A broken frame may hide the start of the next one inside its claimed length.
            self.damaged += 1;
            self.skip(1);
        }
    }

    /// Gives up on a frame whose rest never came and looks for another behind its start.
    pub fn abandon(&mut self) -> Option<Frame> {
        while !self.buffer.is_empty() {
            self.skip(1);
            if let Some(frame) = self.next_frame() {
                return Some(frame);
            }
        }
        None
    }

    pub fn clear(&mut self) {
        self.skipped += self.buffer.len();
        self.drop_front(self.buffer.len());
    }

    /// Bytes thrown away so far because they belonged to no sound frame.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// Frames thrown away so far because their sum was wrong.
    pub fn damaged(&self) -> usize {
        self.damaged
    }

    pub fn pending(&self) -> usize {
        self.buffer.len()
    }

    fn seek_start(&mut self) {
        let found = self.buffer.windows(2).position(|w| w == START);
        let junk = match found {
            Some(at) => at,
            None if self.buffer.last() == Some(&START[0]) => self.buffer.len() - 1,
            None => self.buffer.len(),
        };
        self.skip(junk);
    }

    fn claimed_len(&self) -> Claim {
        if self.buffer.len() < HEADER {
            return Claim::Short;
        }
        let length = usize::from(u16::from_be_bytes([self.buffer[7], self.buffer[8]]));
        let known = FrameKind::from_byte(self.buffer[6]).is_some();
        if !known || !(2..=MAX_CONTENT + 2).contains(&length) {
            return Claim::Nonsense;
        }
        Claim::Len(HEADER + length)
    }

    fn parse(&self, wanted: usize) -> Option<Frame> {
        let bytes = &self.buffer[..wanted];
        let body = wanted - 2;
        let sum = u16::from_be_bytes([bytes[body], bytes[body + 1]]);
        if checksum(&bytes[6..body]) != sum {
            return None;
        }
        let address = u32::from_be_bytes([bytes[2], bytes[3], bytes[4], bytes[5]]);
        Some(Frame::new(address, FrameKind::from_byte(bytes[6])?, &bytes[HEADER..body]))
    }

    fn skip(&mut self, n: usize) {
        self.skipped += n;
        self.drop_front(n);
    }

    /// Removes bytes and leaves no copy of them behind in the spare room of the buffer.
    fn drop_front(&mut self, n: usize) {
        let len = self.buffer.len();
        self.buffer.copy_within(n.., 0);
        self.buffer[len - n..].fill(0);
        self.buffer.truncate(len - n);
    }
}

enum Claim {
    Short,
    Nonsense,
    Len(usize),
}
