//! Small files only their owner may read: reading with a limit, writing so that a power cut leaves the old
//! file or the new one.
//!
//! Separate because keys and settings need the same care. Must not know what is in the files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Reads a text of at most `max` bytes.
///
/// # Errors
/// `FileTooLarge` over the limit, `InvalidData` when it is not UTF-8, else what the system says.
pub fn read_capped(path: &Path, max: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > max {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

/// Writes a file with mode 0600 whole or not at all: beside it first, synced, then renamed over it and the
/// folder synced. A leftover of an earlier try is overwritten.
///
/// # Errors
/// What the system says; the old file is then untouched.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut beside = name.to_os_string();
    beside.push(".new");
    let beside = folder.join(beside);
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if let Err(error) = written {
        // The first error is the one to report; a leftover is removed by the next write.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    File::open(folder)?.sync_all()
}
