//! A pseudo-terminal that stands where a USB serial port would, for every simulator of a serial device.
//!
//! Separate because the order matters: raw before anybody opens it (or the line discipline echoes), one
//! slave handle kept (or the master reads an error before the first client), the stable name last.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

pub(super) struct Pty {
    master: OwnedFd,
    _slave: OwnedFd,
    name: PathBuf,
}

impl Pty {
    /// Makes a pseudo-terminal reachable under `name`, replacing what stood there.
    pub fn plug(name: &Path) -> io::Result<Self> {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let node = ptsname(&master, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = rustix::fs::open(node.as_c_str(), flags, Mode::empty())?;
        let mut settings = tcgetattr(&slave)?;
        settings.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &settings)?;
        let status = rustix::fs::fcntl_getfl(&master)?;
        rustix::fs::fcntl_setfl(&master, status | OFlags::NONBLOCK)?;
        point(name, Path::new(OsStr::from_bytes(node.to_bytes())))?;
        Ok(Self { master, _slave: slave, name: name.to_path_buf() })
    }

    pub fn master(&self) -> BorrowedFd<'_> {
        self.master.as_fd()
    }

    /// What has arrived; empty when there was nothing.
    pub fn read<'a>(&self, buf: &'a mut [u8]) -> io::Result<&'a [u8]> {
        match rustix::io::read(&self.master, &mut *buf) {
            Ok(n) => Ok(&buf[..n]),
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => Ok(&[]),
            Err(e) => Err(e.into()),
        }
    }

    /// Sends bytes as fast as the client takes them; a client that does not read loses the rest.
    pub fn send(&self, mut bytes: &[u8], patience: Duration) -> io::Result<()> {
        let until = Instant::now() + patience;
        while !bytes.is_empty() && Instant::now() < until {
            match rustix::io::write(&self.master, bytes) {
                Ok(n) => bytes = &bytes[n..],
                Err(rustix::io::Errno::AGAIN) => {
                    let mut fds = [PollFd::new(&self.master, PollFlags::OUT)];
                    let limit = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
                    poll(&mut fds, Some(&limit))?;
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // The name goes with the plug, as under /dev/serial/by-id. It may be gone with its folder.
        let _ = fs::remove_file(&self.name);
    }
}

/// Points a name at a node in one step, so that no client ever sees half of it.
fn point(name: &Path, node: &Path) -> io::Result<()> {
    let mut fresh = name.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    match fs::remove_file(&fresh) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    symlink(node, &fresh)?;
    fs::rename(&fresh, name)
}
