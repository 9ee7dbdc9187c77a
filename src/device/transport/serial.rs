//! A serial port as a byte link: opened exclusively, 8N1, errors sorted.
//!
//! Owns everything that is particular to ttys. Separate so that protocols never see a file descriptor.

use std::fs::OpenOptions;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::termios::{ioctl_tiocexcl, ioctl_tiocnxcl};
use serial2::SerialPort;

use super::{ByteLink, LinkError, lock, sort_io, still_there};
use crate::device::error::{DeviceError, Fault};
use crate::device::list;
use crate::device::uri::{DeviceUri, UriError, UriFault};

pub struct SerialLink {
    port: SerialPort,
    name: String,
}

impl SerialLink {
    /// Opens, locks and configures a port, in this order, so that a port in use is not disturbed.
    ///
    /// # Errors
    /// `NotConnected`, `PermissionDenied`, `Busy`, or `WrongDevice` for a node that is no tty.
    pub fn open(path: &Path, baud: u32) -> Result<Self, DeviceError> {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(flags.bits() as i32)
            .open(path)
            .map_err(|e| sort_open(path, e))?;
        if !rustix::termios::isatty(&file) {
            return Err(DeviceError::harmless(Fault::WrongDevice { expected: "tty".into(), found: "no tty".into() }));
        }
        lock::take(&file, path)?;
        // Keeps out programs that do not know the lock, such as a modem prober.
        ioctl_tiocexcl(&file).map_err(|e| sort_open(path, e.into()))?;
        let mut port = SerialPort::from(OwnedFd::from(file));
        configure(&mut port, baud).map_err(|e| sort_open(path, e))?;
        let link = Self { port, name: path.display().to_string() };
        link.port.discard_buffers().map_err(|e| sort_open(path, e))?;
        Ok(link)
    }
}

fn configure(port: &mut SerialPort, baud: u32) -> io::Result<()> {
    let mut settings = port.get_configuration()?;
    settings.set_raw();
    settings.set_baud_rate(baud)?;
    port.set_configuration(&settings)
}

impl Drop for SerialLink {
    fn drop(&mut self) {
        // A pseudo-terminal outlives this handle; without this it would stay closed to everybody.
        // On a tty that is already gone there is nothing left to release.
        let _ = ioctl_tiocnxcl(&self.port);
    }
}

/// Sorts an error met while opening.
pub fn sort_open(path: &Path, error: io::Error) -> DeviceError {
    let code = error.raw_os_error();
    let is = |e: Errno| code == Some(e.raw_os_error());
    if is(Errno::BUSY) {
        return lock::busy(path).caused_by(error);
    }
    let fault = if is(Errno::ACCESS) || is(Errno::PERM) {
        Fault::PermissionDenied { path: PathBuf::from(path), group: list::group_of(path) }
    } else if is(Errno::NOTTY) || is(Errno::ISDIR) {
        Fault::WrongDevice { expected: "tty".into(), found: "no tty".into() }
    } else {
        // ENOENT, ENXIO, ENODEV, EIO and whatever else a driver finds to say about absent hardware.
        Fault::NotConnected { what: path.display().to_string() }
    };
    DeviceError::harmless(fault).caused_by(error)
}

impl ByteLink for SerialLink {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            self.port.set_read_timeout(round_up(left)).map_err(sort_io)?;
            match self.port.read(buf) {
                // Readable with nothing to read is how a tty says that the line is gone.
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(n) => return Ok(n),
                Err(e) if retryable(&e) && !left.is_zero() => {}
                Err(e) if retryable(&e) => return Err(LinkError::Timeout),
                Err(e) => return Err(sort_io(e)),
            }
        }
    }

    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<usize, LinkError> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            self.port.set_write_timeout(round_up(left)).map_err(sort_io)?;
            match self.port.write(bytes) {
                Ok(0) => return Err(LinkError::Gone(None)),
                Ok(n) => return Ok(n),
                Err(e) if retryable(&e) && !left.is_zero() => {}
                Err(e) if retryable(&e) => return Err(LinkError::Timeout),
                Err(e) => return Err(sort_io(e)),
            }
        }
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        self.port.discard_input_buffer().map_err(sort_io)
    }

    fn alive(&mut self) -> Result<(), LinkError> {
        still_there(&self.port, &self.name)
    }

    fn describe(&self) -> &str {
        &self.name
    }
}

fn retryable(e: &io::Error) -> bool {
    matches!(e.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock)
}

/// The port counts whole milliseconds; rounding down would make the last one a busy loop.
fn round_up(left: Duration) -> Duration {
    Duration::from_millis(left.as_nanos().div_ceil(1_000_000) as u64)
}

/// The `baud` key of a serial line, in bits per second: N × 9600, N from 1 to 12.
///
/// # Errors
/// `BadNumber`, `BadBaud`.
pub fn baud_of(uri: &DeviceUri) -> Result<Option<u32>, UriError> {
    let Some(value) = uri.get("baud") else { return Ok(None) };
    let bad = |why| UriError::new(format!("baud={value}"), why);
    let baud: u32 = value.parse().map_err(|_| bad(UriFault::BadNumber))?;
    if baud == 0 || !baud.is_multiple_of(9600) || baud / 9600 > 12 {
        return Err(bad(UriFault::BadBaud));
    }
    Ok(Some(baud))
}
