//! A printer's device node (`/dev/usb/lp0`) as a byte link: opened exclusively, never waiting in the kernel.
//!
//! Separate from the serial port, which is a tty and has a speed, and from slips into a file, which nobody has to
//! himself. Works on any node that takes bytes and may give some back.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;
use std::time::Instant;

use rustix::event::PollFlags;
use rustix::fs::OFlags;

use super::serial::sort_open;
use super::{ByteLink, LinkError, lock, ready, sort_io, still_there};
use crate::device::error::{DeviceError, Fault};

/// Most reads in one purge.
const MOST_READS: usize = 64;

pub struct LpLink {
    node: File,
    name: String,
}

impl LpLink {
    /// Opens and locks a node.
    ///
    /// # Errors
    /// `NotConnected`, `PermissionDenied`, `Busy`, or `WrongDevice` for what is no device node.
    pub fn open(path: &Path) -> Result<Self, DeviceError> {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        let mut options = OpenOptions::new();
        let node = options.read(true).write(true).custom_flags(flags.bits() as i32).open(path);
        let node = node.map_err(|e| sort_open(path, e))?;
        let kind = node.metadata().map_err(|e| sort_open(path, e))?.file_type();
        if !kind.is_char_device() && !kind.is_fifo() {
            let fault = Fault::WrongDevice { expected: "printer node".into(), found: "file".into() };
            return Err(DeviceError::harmless(fault));
        }
        lock::take(&node, path)?;
        Ok(Self { node, name: path.display().to_string() })
    }

    /// Waits for `flags`; a node that has hung up is gone.
    fn wait(&self, flags: PollFlags, until: Instant) -> Result<(), LinkError> {
        if ready(&self.node, flags, until)? { Ok(()) } else { Err(LinkError::Timeout) }
    }
}

fn later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

impl ByteLink for LpLink {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        loop {
            self.wait(PollFlags::IN, until)?;
            match self.node.read(buf) {
                // Readable with nothing to read: the other end is gone.
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(n) => return Ok(n),
                Err(e) if later(&e) && Instant::now() < until => {}
                Err(e) if later(&e) => return Err(LinkError::Timeout),
                Err(e) => return Err(sort_io(e)),
            }
        }
    }

    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<usize, LinkError> {
        loop {
            self.wait(PollFlags::OUT, until)?;
            match self.node.write(bytes) {
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(n) => return Ok(n),
                Err(e) if later(&e) && Instant::now() < until => {}
                Err(e) if later(&e) => return Err(LinkError::Timeout),
                Err(e) => return Err(sort_io(e)),
            }
        }
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        let now = Instant::now();
        let mut buf = [0u8; 1024];
        for _ in 0..MOST_READS {
            match self.read(&mut buf, now) {
                Ok(_) => {}
                Err(LinkError::Timeout) => return Ok(()),
                Err(e) => return Err(e),
            }
        }
        Err(LinkError::Io(io::ErrorKind::InvalidData.into()))
    }

    fn alive(&mut self) -> Result<(), LinkError> {
        still_there(&self.node, &self.name)
    }

    fn describe(&self) -> &str {
        &self.name
    }
}
