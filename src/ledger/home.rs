//! The folder of a ledger: its file names, who may read it and on which disk it may lie.
//!
//! Separate because these checks come before any engine opens a file. Must not open the ledger file itself:
//! closing a second descriptor of it in the same process would drop the engine's locks.

use super::error::LedgerError;
use super::key::HomeKey;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

const DIR_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// The folder of one office, and what opens the ledger in it. A path alone is a ledger in the clear.
#[derive(Clone, Debug)]
pub struct Home {
    dir: PathBuf,
    key: Option<HomeKey>,
}

impl From<&Path> for Home {
    fn from(dir: &Path) -> Home {
        Home::at(dir)
    }
}

impl From<&PathBuf> for Home {
    fn from(dir: &PathBuf) -> Home {
        Home::at(dir)
    }
}

impl Home {
    /// Names a folder; nothing is looked at yet.
    pub fn at(dir: &Path) -> Home {
        Home { dir: dir.to_owned(), key: None }
    }

    /// A folder whose ledger is encrypted with this key; None for one in the clear.
    pub fn keyed(dir: &Path, key: Option<HomeKey>) -> Home {
        Home { dir: dir.to_owned(), key }
    }

    /// What opens the ledger; None when it lies in the clear.
    pub fn key(&self) -> Option<&HomeKey> {
        self.key.as_ref()
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The ledger's file.
    pub fn ledger(&self) -> PathBuf {
        self.dir.join("ledger.db")
    }

    /// What the clerks' secrets are checked against.
    pub fn keys(&self) -> PathBuf {
        self.dir.join("keys.toml")
    }

    /// Whoever writes holds this file.
    pub fn gate(&self) -> PathBuf {
        self.dir.join("ledger.gate")
    }

    /// Whoever is next to write holds this file.
    pub fn queue(&self) -> PathBuf {
        self.dir.join("ledger.queue")
    }

    /// Whoever has the ledger open shares this file; whoever puts another ledger in its place has it alone.
    pub fn in_use(&self) -> PathBuf {
        self.dir.join("ledger.use")
    }

    /// Where a ledger is built that is to take the place of this one.
    pub fn beside(&self) -> PathBuf {
        self.dir.join("ledger.new")
    }

    /// Lock files of the living runs of the program.
    pub fn runs(&self) -> PathBuf {
        self.dir.join("runs")
    }

    /// Makes the folder for its owner alone, when it does not exist, and an empty ledger file in it.
    pub fn prepare(&self) -> Result<(), LedgerError> {
        if !self.dir.exists() {
            let made = DirBuilder::new().recursive(true).mode(DIR_MODE).create(&self.dir);
            made.map_err(|e| file_error(&self.dir, e))?;
        }
        self.check_dir()?;
        let ledger = self.ledger();
        if !ledger.exists() {
            let made = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(&ledger);
            made.map_err(|e| file_error(&ledger, e))?;
        }
        Ok(())
    }

    /// Refuses a folder or file others may read, and a disk that is not local.
    pub fn check(&self) -> Result<(), LedgerError> {
        let ledger = self.ledger();
        if !ledger.exists() {
            return Err(LedgerError::Missing { path: ledger });
        }
        self.check_dir()?;
        if fs::symlink_metadata(&ledger).map_err(|e| file_error(&ledger, e))?.is_symlink() {
            return Err(LedgerError::Linked { path: ledger });
        }
        private(&ledger, FILE_MODE)
    }

    fn check_dir(&self) -> Result<(), LedgerError> {
        private(&self.dir, DIR_MODE)?;
        let found = rustix::fs::statfs(&self.dir).map_err(|e| file_error(&self.dir, e.into()))?;
        match foreign(found.f_type as u64) {
            Some(kind) => Err(LedgerError::ForeignDisk { path: self.dir.clone(), kind }),
            None => Ok(()),
        }
    }

    /// Makes the names of new files in the folder survive a power cut.
    pub fn sync(&self) -> Result<(), LedgerError> {
        File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(|e| file_error(&self.dir, e))
    }
}

/// Opens a side file for its owner alone, creating it when needed.
pub(super) fn side_file(path: &Path) -> Result<File, LedgerError> {
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(FILE_MODE).open(path);
    opened.map_err(|e| file_error(path, e))
}

/// Makes a sub-folder for its owner alone, when needed.
pub(super) fn side_dir(path: &Path) -> Result<(), LedgerError> {
    DirBuilder::new().recursive(true).mode(DIR_MODE).create(path).map_err(|e| file_error(path, e))
}

pub(super) fn file_error(path: &Path, source: std::io::Error) -> LedgerError {
    LedgerError::File { path: path.to_owned(), source }
}

fn private(path: &Path, wanted: u32) -> Result<(), LedgerError> {
    let found = fs::metadata(path).map_err(|e| file_error(path, e))?.permissions().mode() & 0o7777;
    if found & 0o077 == 0 { Ok(()) } else { Err(LedgerError::Permissions { path: path.to_owned(), found, wanted }) }
}

/// The name of a network or user-space file system, by its number in `statfs(2)`; None for a local disk.
pub fn foreign(magic: u64) -> Option<&'static str> {
    Some(match magic & 0xffff_ffff {
        0x6969 => "NFS",
        0x517b => "SMB",
        0xff53_4d42 => "CIFS",
        0xfe53_4d42 => "SMB2",
        0x6573_5546 => "FUSE",
        0x0102_1997 => "9P",
        0x564c => "NCP",
        0x7375_7245 => "Coda",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x00c3_6400 => "Ceph",
        0x0bd0_0bd0 => "Lustre",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        _ => return None,
    })
}
