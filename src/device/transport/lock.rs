//! One user of a device at a time on the whole machine, and who that is.
//!
//! The lock is an advisory `flock` on the device node itself: every process that opens the same node
//! under any name meets it, it dies with its owner, and it leaves no file behind. Separate from the
//! serial port because any node-backed transport needs it.

use std::fs;
use std::os::fd::AsFd;
use std::os::linux::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};

use crate::device::error::{DeviceError, Fault, Holder};

/// Takes the lock without waiting.
///
/// # Errors
/// `Busy` with the holder's pid where `/proc/locks` names it.
pub fn take(fd: impl AsFd, path: &Path) -> Result<(), DeviceError> {
    match flock(fd, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(busy(path)),
        Err(e) => Err(DeviceError::harmless(Fault::Unsupported { what: "lock" }).caused_by(e.into())),
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
