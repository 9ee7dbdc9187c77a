//! Byte links: the one thing a codec may see of the world.
//!
//! Owns the link trait and its errors. Separate so that the same codec runs over a serial port, over
//! the simulator's pseudo-terminal and over memory. Must not know any protocol.

pub mod lock;
pub mod lp;
pub mod memory;
pub mod pty;
pub mod serial;
pub mod tcp;
pub mod usb;

use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

pub use lp::LpLink;
pub use memory::MemoryLink;
pub use serial::SerialLink;
pub use tcp::TcpLink;
pub use usb::{UsbLink, UsbUnit};

/// A two-way stream of bytes with deadlines.
pub trait ByteLink: Send {
    /// Waits for at least one byte until `until`.
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError>;
    /// Hands over at least one byte until `until`; says how many.
    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<usize, LinkError>;
    /// Writes everything or fails; how much had left by then is not known.
    fn write_all(&mut self, bytes: &[u8], until: Instant) -> Result<(), LinkError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = &rest[self.write(rest, until)?.min(rest.len())..];
        }
        Ok(())
    }
    /// Throws away what has arrived and was not read.
    fn purge(&mut self) -> Result<(), LinkError>;
    /// Whether the other end is still plugged in, as far as can be told without talking to it; a link that
    /// cannot tell says yes.
    fn alive(&mut self) -> Result<(), LinkError> {
        Ok(())
    }
    /// The path or name for messages.
    fn describe(&self) -> &str;
}

#[derive(Debug)]
pub enum LinkError {
    Timeout,
    /// The other end has been unplugged or has gone away.
    Gone(Option<io::Error>),
    Io(io::Error),
}

/// Sorts an error of a read or write on an open device.
///
/// A tty whose hardware is gone answers EIO, ENXIO or ENODEV, a pseudo-terminal EIO or end of file,
/// depending on the driver and the moment.
pub fn sort_io(error: io::Error) -> LinkError {
    use rustix::io::Errno;
    let gone = [Errno::IO, Errno::NXIO, Errno::NODEV, Errno::PIPE, Errno::BADF];
    match error.raw_os_error() {
        Some(n) if gone.iter().any(|e| e.raw_os_error() == n) => LinkError::Gone(Some(error)),
        _ => match error.kind() {
            io::ErrorKind::TimedOut => LinkError::Timeout,
            io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof => LinkError::Gone(Some(error)),
            _ => LinkError::Io(error),
        },
    }
}

/// Waits until `fd` may be read or written, or has hung up. False when `until` has come.
fn ready(fd: &impl std::os::fd::AsFd, flags: PollFlags, until: Instant) -> Result<bool, LinkError> {
    let left = until.saturating_duration_since(Instant::now());
    match poll(&mut [PollFd::new(fd, flags)], Some(&timespec(left))) {
        Ok(n) => Ok(n > 0),
        // The caller looks at its clock and comes back.
        Err(rustix::io::Errno::INTR) => Ok(!left.is_zero()),
        Err(e) => Err(sort_io(e.into())),
    }
}

/// Whether an open node has neither hung up nor lost its name; some drivers forget to hang up.
fn still_there(fd: &impl std::os::fd::AsFd, name: &str) -> Result<(), LinkError> {
    match ready(fd, PollFlags::empty(), Instant::now())? {
        false if std::path::Path::new(name).exists() => Ok(()),
        _ => Err(LinkError::Gone(None)),
    }
}

pub(super) fn timespec(time: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX), tv_nsec: i64::from(time.subsec_nanos()) }
}
