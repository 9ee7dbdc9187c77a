//! Where one code ends and the next begins: by CR or LF, or by a pause.
//!
//! Pure, apart from the port. Nothing a line can send makes it grow beyond [`LONGEST`].

use std::time::Duration;

use zeroize::{Zeroize, Zeroizing};

use super::Scan;

/// Longest code, in bytes: the largest QR code holds 2953.
pub const LONGEST: usize = 4096;
/// A pause that ends a code whose scanner sends no suffix.
pub const GAP: Duration = Duration::from_millis(50);

/// The code that is coming in.
#[derive(Default)]
pub struct Framer {
    bytes: Zeroizing<Vec<u8>>,
    too_long: bool,
}

impl Framer {
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing of a code has come yet.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && !self.too_long
    }

    /// Takes a byte; a code when it was the last one.
    pub fn push(&mut self, byte: u8) -> Option<Scan> {
        if matches!(byte, b'\r' | b'\n') {
            return self.end();
        }
        if self.bytes.len() < LONGEST {
            self.bytes.push(byte);
        } else {
            self.too_long = true;
        }
        None
    }

    /// The code is complete: its suffix came, or nothing for [`GAP`]. None between two codes.
    pub fn end(&mut self) -> Option<Scan> {
        if self.is_empty() {
            return None;
        }
        let scan = match std::str::from_utf8(&self.bytes) {
            Ok(text) if !self.too_long => Scan::of(text),
            _ => Scan::unreadable(),
        };
        self.bytes.zeroize();
        self.too_long = false;
        Some(scan)
    }
}
