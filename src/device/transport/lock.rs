//! One user of a device at a time on the whole machine, and who that is.
//!
//! The lock is an advisory `flock` on the device node itself: every process that opens the same node
//! under any name meets it, it dies with its owner, and it leaves no file behind. Separate from the
//! serial port because any node-backed transport needs it.

use std::fs;
use std::os::fd::AsFd;
use std::os::linux::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use crate::device::error::{DeviceError, Fault, Holder};

/// How often a lock without a holder is asked for, and the pause between.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(10);

/// Takes the lock without waiting for whoever holds it. A lock nobody is found to hold was let go a moment ago, or
/// lives on in a child that is only just being started: it is asked for again, a few times.
///
/// # Errors
/// `Busy` with the holder's pid where `/proc/locks` names it.
pub fn take(fd: impl AsFd, path: &Path) -> Result<(), DeviceError> {
    let mut tries = TRIES;
    loop {
        match flock(&fd, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::WOULDBLOCK) => {}
            Err(e) => return Err(DeviceError::harmless(Fault::Unsupported { what: "lock" }).caused_by(e.into())),
        }
        let by = holder(path).filter(|pid| *pid != std::process::id());
        tries -= 1;
        if by.is_some() || tries == 0 {
            return Err(busy(path));
        }
        std::thread::sleep(PAUSE);
    }
}

/// The error for a node somebody else has.
pub fn busy(path: &Path) -> DeviceError {
    DeviceError::harmless(Fault::Busy { by: Holder { pid: holder(path) } })
}

/// The pid that holds the lock on `path`, if anybody does and the system tells.
pub fn holder(path: &Path) -> Option<u32> {
    let meta = fs::metadata(path).ok()?;
    let locks = fs::read_to_string("/proc/locks").ok()?;
    find_holder(&locks, meta.st_dev(), meta.st_ino())
}

/// Looks a node up in the text of `/proc/locks`; waiting processes (`->`) hold nothing.
pub fn find_holder(locks: &str, dev: u64, inode: u64) -> Option<u32> {
    let wanted = format!("{:02x}:{:02x}:{}", rustix::fs::major(dev), rustix::fs::minor(dev), inode);
    locks.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        if words.next()? != "FLOCK" {
            return None;
        }
        let pid = words.nth(2)?.parse::<u32>().ok()?;
        (words.next()? == wanted && pid != 0).then_some(pid)
    })
}
