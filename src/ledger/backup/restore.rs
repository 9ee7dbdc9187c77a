//! A backup put into a home of its own.
//!
//! Separate because a restored home appears whole or not at all: it is made ready beside its place and then named. What
//! it becomes, a copy to look at or a ledger to work on, is decided in between by whoever asks. Never writes into a
//! home that is there.

use super::Checked;
use super::error::{BackupError, io};
use super::folder::{durable, private_copy, sync};
use super::manifest::{FILES, LEDGER};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// A home being made ready; dropped before it is named, it goes.
pub struct Unpacked {
    to: PathBuf,
    path: PathBuf,
    named: bool,
}

/// Whether a home may be made here: nothing is there, or an empty folder.
///
/// # Errors
/// [`BackupError::Taken`].
pub fn free(home: &Path) -> Result<(), BackupError> {
    let taken = || BackupError::Taken { path: home.to_owned() };
    match fs::read_dir(home) {
        Ok(mut files) => files.next().is_none().then_some(()).ok_or_else(taken),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(_) => Err(taken()),
    }
}

impl Unpacked {
    /// An empty home beside the place it is for.
    ///
    /// # Errors
    /// [`BackupError::Taken`] when something is at that place.
    pub fn empty(to: &Path) -> Result<Unpacked, BackupError> {
        free(to)?;
        let mut path = to.as_os_str().to_owned();
        path.push(".part");
        let path = PathBuf::from(path);
        if path.exists() {
            // Left by a restore that was cut short; nobody has worked in it.
            discard(&path).map_err(|_| BackupError::Taken { path: path.clone() })?;
        }
        if let Some(parent) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(io(parent))?;
        }
        // Not along with its parents: what somebody else puts here in between is not ours to fill.
        DirBuilder::new().mode(0o700).create(&path).map_err(io(&path))?;
        Ok(Unpacked { to: to.to_owned(), path, named: false })
    }

    /// The files of a backup that was found whole.
    ///
    /// # Errors
    /// As [`Unpacked::empty`], and what the disk says.
    pub fn of(checked: &Checked, to: &Path) -> Result<Unpacked, BackupError> {
        let unpacked = Unpacked::empty(to)?;
        for part in &checked.backup.manifest.files {
            unpacked.take(&checked.backup.path.join(&part.name), &part.name)?;
        }
        Ok(unpacked)
    }

    /// Copies one file into it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn take(&self, from: &Path, name: &str) -> Result<(), BackupError> {
        let to = self.path.join(name);
        private_copy(from, &to)?;
        durable(&to)
    }

    /// The home while it has no name.
    pub fn home(&self) -> &Path {
        &self.path
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// What the disk says; a home that has appeared there meanwhile stays.
    pub fn name(mut self) -> Result<(), BackupError> {
        free(&self.to)?;
        sync(&self.path)?;
        fs::rename(&self.path, &self.to).map_err(io(&self.to))?;
        self.named = true;
        match self.to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => sync(parent),
            None => sync(Path::new(".")),
        }
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        if !self.named {
            // A leftover is cleared by the next try.
            let _ = discard(&self.path);
        }
    }
}

/// Removes a home that never got its name; with anything in it that is not ours, it stays.
fn discard(path: &Path) -> std::io::Result<()> {
    let ours = |name: &str| ["ledger.", "keys."].iter().any(|ours| name.starts_with(ours)) || FILES.contains(&name);
    for entry in fs::read_dir(path)? {
        if !entry?.file_name().to_str().is_some_and(ours) {
            return Err(std::io::ErrorKind::DirectoryNotEmpty.into());
        }
    }
    fs::remove_dir_all(path)
}

/// The copy within a backup.
pub fn ledger_file(backup: &Path) -> PathBuf {
    backup.join(LEDGER)
}
