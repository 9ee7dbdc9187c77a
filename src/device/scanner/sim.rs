//! Simulator of a serial scanner, on a real pseudo-terminal.
//!
//! A scanner only speaks, and only when somebody presses its trigger: there is no thread here, the levers write.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::transport::pty::Pty;
use crate::device::uri::DeviceUri;

/// How long a listener may leave a code unread before the rest is lost.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Default)]
struct Plug {
    path: PathBuf,
    pty: Option<Pty>,
}

/// Shared handle on the simulated scanner. Clones pull the same trigger.
#[derive(Clone, Default)]
pub struct ScannerLevers(Arc<Mutex<Plug>>);

impl ScannerLevers {
    fn lock(&self) -> MutexGuard<'_, Plug> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends bytes as they are. False when the plug is out or nobody takes them.
    pub fn send(&self, bytes: &[u8]) -> bool {
        self.lock().pty.as_ref().is_some_and(|pty| pty.send(bytes, PATIENCE).is_ok())
    }

    /// Reads a QR code: prefix, text, CR.
    pub fn scan(&self, text: &str) -> bool {
        self.send(format!("]Q1{text}\r").as_bytes())
    }

    pub fn unplug(&self) {
        self.lock().pty = None;
    }

    /// Plugs it in again under the same name.
    ///
    /// # Errors
    /// When the system has no pseudo-terminal left.
    pub fn replug(&self) -> io::Result<()> {
        let mut plug = self.lock();
        plug.pty = None;
        plug.pty = Some(Pty::plug(&plug.path)?);
        Ok(())
    }
}

/// A running simulator; dropping it unplugs the scanner.
pub struct ScannerSim {
    levers: ScannerLevers,
    path: PathBuf,
}

impl ScannerSim {
    /// Starts a scanner under the stable name `path`.
    pub fn start(path: &Path, levers: ScannerLevers) -> io::Result<Self> {
        levers.lock().path = path.to_path_buf();
        levers.replug()?;
        Ok(Self { levers, path: path.to_path_buf() })
    }
}

impl Simulator for ScannerSim {
    fn wire(&self) -> DeviceUri {
        DeviceUri::new("serial", &self.path.display().to_string())
    }

    fn verbs(&self) -> &'static [&'static str] {
        &["scan TEXT", "half TEXT", "garbage", "unplug", "replug"]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        match words {
            ["scan", text @ ..] if !text.is_empty() => drop(self.levers.scan(&text.join(" "))),
            ["half", text @ ..] if !text.is_empty() => {
                let text = text.join(" ");
                let half = text.len() / 2;
                self.levers.send(&text.as_bytes()[..half.max(1)]);
            }
            ["garbage"] => drop(self.levers.send(&[0x00, 0xFF, 0x1B, b'[', b'A', 0x80, 0x07, b'\r'])),
            ["unplug"] => self.levers.unplug(),
            ["replug"] => self.levers.replug().map_err(|_| NotUnderstood)?,
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for ScannerSim {
    fn drop(&mut self) {
        self.levers.unplug();
    }
}
