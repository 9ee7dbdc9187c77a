//! A scanner on a serial line: it speaks when somebody scans, and never answers.
//!
//! Separate from the framing, which has no clock.

use std::collections::VecDeque;
use std::path::Path;
use std::time::{Duration, Instant};

use super::frame::{Framer, GAP};
use super::{Scan, Scanner};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};
use crate::device::kind::{Device, Identity};
use crate::device::transport::{ByteLink, LinkError, SerialLink};

/// How long a look at the line goes on before a cancel is noticed.
const SLICE: Duration = Duration::from_millis(250);
/// Codes that wait to be taken; more at once is no scanner.
const WAITING: usize = 16;

pub struct SerialScanner {
    link: Box<dyn ByteLink>,
    framer: Framer,
    waiting: VecDeque<Scan>,
    identity: Identity,
}

impl SerialScanner {
    /// Opens the port. There is no question a scanner answers, so anything that is a port will do.
    ///
    /// # Errors
    /// Those of the port.
    pub fn open(path: &Path, baud: u32) -> Result<Self, DeviceError> {
        Ok(Self::on_link(Box::new(SerialLink::open(path, baud)?)))
    }

    /// The same on a link that is already open.
    pub fn on_link(link: Box<dyn ByteLink>) -> Self {
        let identity = Identity::new(&format!("scanner {}", link.describe()));
        Self { link, framer: Framer::new(), waiting: VecDeque::new(), identity }
    }

    /// Takes what comes until `until`. False when nothing came.
    fn listen(&mut self, until: Instant) -> Result<bool, DeviceError> {
        let mut buf = [0u8; 256];
        match self.link.read(&mut buf, until) {
            Ok(n) => {
                for byte in &buf[..n] {
                    let scan = self.framer.push(*byte);
                    self.waiting.extend(scan.filter(|_| self.waiting.len() < WAITING));
                }
                Ok(true)
            }
            Err(LinkError::Timeout) => Ok(false),
            Err(LinkError::Gone(cause)) => {
                let gone = DeviceError::harmless(Fault::NotConnected { what: self.link.describe().to_owned() });
                Err(cause.into_iter().fold(gone, DeviceError::caused_by))
            }
            Err(LinkError::Io(e)) => {
                Err(DeviceError::harmless(Fault::Protocol { what: "scanner", bytes: 0 }).caused_by(e))
            }
        }
    }
}

impl Device for SerialScanner {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The line is there; what has come on it is kept.
    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check("check")?;
        self.listen(Instant::now()).map(drop)
    }
}

impl Scanner for SerialScanner {
    fn next(&mut self, ctl: &Ctl) -> Result<Option<Scan>, DeviceError> {
        loop {
            if let Some(scan) = self.waiting.pop_front() {
                return Ok(Some(scan));
            }
            if ctl.cancel.is_set() || ctl.expired() {
                return Ok(None);
            }
            let pause = if self.framer.is_empty() { SLICE } else { GAP };
            if !self.listen(Instant::now() + pause.min(ctl.left()))? && pause == GAP {
                self.waiting.extend(self.framer.end());
            }
        }
    }
}
