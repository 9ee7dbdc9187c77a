//! A backup while it has no name yet, and files made durable and read back.
//!
//! Separate because here it is decided what a kill or a pulled stick may leave behind: a folder that ends in `.part`
//! and nothing else. It is cleared by whoever makes the next backup, and only when this program made it.

use super::super::error::LedgerError;
use super::super::home::{Home, side_file};
use super::error::{BackupError, io};
use super::manifest::{FILES, Manifest, Part};
use crate::domain::seal::Hex;
use crate::domain::time::Stamp;
use rustix::fs::{Advice, fadvise};
use sha2::{Digest as _, Sha256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// How every backup's name begins.
pub(super) const PREFIX: &str = "loket-";
/// How the name of an unfinished one ends.
pub(super) const PART: &str = ".part";
/// What the engine, or somebody looking, may leave beside a copy.
const LEFT: [&str; 6] =
    ["ledger.db-journal", "ledger.db-wal", "ledger.db-shm", "ledger.gate", "ledger.queue", "ledger.use"];
/// Bytes read at once.
const CHUNK: usize = 1 << 20;

/// A backup being made; dropped without a name, it goes.
pub(super) struct Unnamed {
    folder: PathBuf,
    path: PathBuf,
    named: bool,
    /// Held as long as somebody is at work on it, on whichever machine.
    _lock: Held,
}

/// A lock given back by name: a program only now started by this one shares it for an instant, and would keep it.
pub(super) struct Held(File);

impl Held {
    /// Takes the lock of an open file; None when somebody has it.
    pub(super) fn of(file: File) -> Option<Held> {
        file.try_lock().is_ok().then_some(Held(file))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // The kernel drops it with the process; there is nothing else to do about a failure here.
        let _ = self.0.unlock();
    }
}

impl Unnamed {
    /// Makes the folder, after clearing what an earlier try left behind.
    pub(super) fn begin(folder: &Path, stamp: &Stamp) -> Result<Unnamed, BackupError> {
        sweep(folder)?;
        let path = folder.join(format!("{PREFIX}{}{PART}", stamp.local().format("%Y-%m-%d-%H%M%S")));
        DirBuilder::new().mode(0o700).create(&path).map_err(io(&path))?;
        let lock = Held::of(File::open(&path).map_err(io(&path))?).ok_or(BackupError::Busy)?;
        Ok(Unnamed { folder: folder.to_owned(), path, named: false, _lock: lock })
    }

    /// It, to be read as a home.
    pub(super) fn home(&self, like: &Home) -> Home {
        Home::keyed(&self.path, like.key().cloned())
    }

    /// A file in it.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Gives it its name, once every file in it is durable: `loket-2026-11-28-160500-1a2b3c4d`.
    pub(super) fn name(mut self, manifest: &Manifest) -> Result<PathBuf, BackupError> {
        sync(&self.path)?;
        let when = manifest.made().format("%Y-%m-%d-%H%M%S");
        let stem = format!("{PREFIX}{when}-{}", &manifest.ledger.hex()[..8]);
        let mut path = self.folder.join(&stem);
        let mut more = 1;
        while path.exists() {
            more += 1;
            path = self.folder.join(format!("{stem}-{more}"));
        }
        fs::rename(&self.path, &path).map_err(io(&path))?;
        self.named = true;
        sync(&self.folder)?;
        Ok(path)
    }
}

impl Drop for Unnamed {
    fn drop(&mut self) {
        if !self.named {
            // A leftover is cleared by the next backup.
            let _ = clear(&self.path);
        }
    }
}

/// A copy in a folder of its own within a home: made as `.part`, durable, then named.
pub(super) fn kept_aside(
    home: &Home,
    dir: &Path,
    make: impl FnOnce(&Home) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    // Two desks started at once: the second waits and finds it made.
    let lock = side_file(&home.dir().join("backup.lock"))?;
    lock.lock().map_err(|e| LedgerError::File { path: dir.to_owned(), source: e })?;
    let _lock = Held(lock);
    if dir.exists() {
        return Ok(());
    }
    let part = dir.with_extension("part");
    let failed = |e: std::io::Error| LedgerError::File { path: part.clone(), source: e };
    if part.exists() {
        // Left by a program that was killed; the ledger it is of has not changed since.
        clear(&part).map_err(failed)?;
    }
    DirBuilder::new().mode(0o700).create(&part).map_err(failed)?;
    let copy = Home::keyed(&part, home.key().cloned());
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy.ledger()).map_err(failed);
    let made = made.and_then(|_| make(&copy)).and_then(|()| {
        let file = File::open(copy.ledger()).and_then(|file| file.sync_all());
        let folder = |path: &Path| File::open(path).and_then(|dir| dir.sync_all());
        file.and_then(|()| folder(&part)).and_then(|()| fs::rename(&part, dir)).map_err(failed)?;
        folder(home.dir()).map_err(failed)
    });
    if made.is_err() {
        // A leftover is cleared by the next try.
        let _ = clear(&part);
    }
    made
}

/// Clears unfinished backups nobody is at work on.
fn sweep(folder: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let name = entry.map_err(io(folder))?.file_name();
        let Some(name) = name.to_str() else { continue };
        if !name.starts_with(PREFIX) || !name.ends_with(PART) {
            continue;
        }
        let path = folder.join(name);
        if File::open(&path).is_ok_and(|left| Held::of(left).is_some()) {
            // One that holds something else is somebody's; it stays.
            let _ = clear(&path);
        }
    }
    Ok(())
}

/// Removes a backup's own files and then its folder; a folder with anything else in it stays.
pub(super) fn clear(path: &Path) -> std::io::Result<()> {
    for name in FILES.into_iter().chain(LEFT) {
        match fs::remove_file(path.join(name)) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    fs::remove_dir(path)
}

/// A file for its owner alone, which must not be there yet.
pub(super) fn empty_file(path: &Path) -> Result<File, BackupError> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(io(path))
}

/// Copies a file for its owner alone.
pub(super) fn private_copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = File::open(from).map_err(io(from))?;
    std::io::copy(&mut source, &mut empty_file(to)?).map_err(io(to))?;
    Ok(())
}

/// Makes a file's content survive a power cut, and lets the system forget what it holds of it in memory: what is
/// read next comes from the disk.
pub(super) fn durable(path: &Path) -> Result<(), BackupError> {
    let file = OpenOptions::new().read(true).write(true).open(path).map_err(io(path))?;
    file.sync_all().map_err(io(path))?;
    // Advice only: a system that does not follow it makes the reading weaker, not wrong.
    let _ = fadvise(&file, 0, None, Advice::DontNeed);
    Ok(())
}

/// Makes the names in a folder survive a power cut.
pub(super) fn sync(folder: &Path) -> Result<(), BackupError> {
    File::open(folder).and_then(|dir| dir.sync_all()).map_err(io(folder))
}

/// Length and digest of a file, as read from the disk.
pub(super) fn part(path: &Path, name: &str) -> Result<Part, BackupError> {
    let mut file = File::open(path).map_err(io(path))?;
    let (mut hash, mut bytes, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
    loop {
        let n = file.read(&mut chunk).map_err(io(path))?;
        if n == 0 {
            break;
        }
        hash.update(&chunk[..n]);
        bytes += n as u64;
    }
    Ok(Part { name: name.to_owned(), bytes, sha256: Hex(hash.finalize().into()) })
}

/// Both lie on one disk, as far as the system knows.
pub(super) fn same_disk(one: &Path, other: &Path) -> bool {
    let disk = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    disk(one).is_some() && disk(one) == disk(other)
}
