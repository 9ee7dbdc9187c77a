//! The home folder of an office on a machine and the files in it.
//!
//! Separate so that every path has one name and the permission rule one place. Must not read what is in the
//! files.

use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Where the ledger, the keys and the settings of one office are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
    named: bool,
}

/// Why a folder cannot be the home.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    #[error("no home folder: neither named nor known to the system")]
    Unknown,
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("{} belongs to another user", .0.display())]
    NotOurs(PathBuf),
    #[error("{} is open to others (mode {mode:03o})", .path.display())]
    Open { path: PathBuf, mode: u32 },
    #[error("{} cannot be used", .path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

impl HomeError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            HomeError::Unknown => "home.unknown",
            HomeError::Missing(_) => "home.missing",
            HomeError::NotAFolder(_) => "home.not_a_folder",
            HomeError::NotOurs(_) => "home.not_ours",
            HomeError::Open { .. } => "home.open_to_others",
            HomeError::Io { .. } => "home.io",
        }
    }
}

impl Home {
    /// The home: as named by an option, else `LOKET_HOME`, else `loket` in the user's data folder. An empty
    /// variable counts as absent; a relative data folder is ignored, as its specification demands.
    ///
    /// # Errors
    /// [`HomeError::Unknown`] when the user has no home either.
    pub fn resolve(option: Option<&Path>, env: impl Fn(&str) -> Option<OsString>) -> Result<Home, HomeError> {
        let var = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let named = option.map(Path::to_path_buf).or_else(|| var("LOKET_HOME"));
        if let Some(path) = named {
            let path = std::path::absolute(&path).map_err(|source| HomeError::Io { path, source })?;
            return Ok(Home { path, named: true });
        }
        let data = var("XDG_DATA_HOME").filter(|path| path.is_absolute());
        let data = data.or_else(|| var("HOME").map(|home| home.join(".local/share")));
        data.map(|data| Home { path: data.join("loket"), named: false }).ok_or(HomeError::Unknown)
    }

    /// A folder as home.
    pub fn at(path: impl Into<PathBuf>) -> Home {
        Home { path: path.into(), named: true }
    }

    /// The same folder as if nobody had named it.
    #[must_use]
    pub fn unnamed(&self) -> Home {
        Home { path: self.path.clone(), named: false }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether somebody named it, by option or variable, instead of leaving it to the default.
    pub fn is_named(&self) -> bool {
        self.named
    }

    pub fn ledger(&self) -> PathBuf {
        self.path.join("ledger.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.path.join("keys.toml")
    }

    pub fn config(&self) -> PathBuf {
        self.path.join("loket.toml")
    }

    pub fn log(&self) -> PathBuf {
        self.path.join("loket.log")
    }

    /// Names and control sockets of simulated devices, a folder a process.
    pub fn simulators(&self) -> PathBuf {
        self.path.join("sim")
    }

    /// Receipts as text files, while no slip printer is set.
    pub fn slips(&self) -> PathBuf {
        self.path.join("slips")
    }

    /// The office's own templates of slips.
    pub fn slip_templates(&self) -> PathBuf {
        self.path.join("slips.d")
    }

    pub fn exports(&self) -> PathBuf {
        self.path.join("export")
    }

    /// A folder lies where the home should be, or nothing yet.
    ///
    /// # Errors
    /// [`HomeError::NotAFolder`].
    pub fn is_folder(&self) -> Result<(), HomeError> {
        let other = fs::metadata(&self.path).is_ok_and(|found| !found.is_dir());
        if other { Err(HomeError::NotAFolder(self.path.clone())) } else { Ok(()) }
    }

    /// Whether an office lives here.
    pub fn has_ledger(&self) -> bool {
        self.ledger().exists()
    }

    /// Makes the folder, mode 0700; an empty one that was made wider is narrowed.
    ///
    /// # Errors
    /// As [`Home::check`], and what the system says.
    pub fn create(&self) -> Result<(), HomeError> {
        let io = |source| HomeError::Io { path: self.path.clone(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(&self.path).map_err(io)?;
        let empty = fs::read_dir(&self.path).map_err(io)?.next().is_none();
        if empty && fs::metadata(&self.path).map_err(io)?.uid() == rustix::process::geteuid().as_raw() {
            fs::set_permissions(&self.path, fs::Permissions::from_mode(0o700)).map_err(io)?;
        }
        self.check()
    }

    /// Checks that the folder is there, ours and closed to others, and so are the keys in it.
    ///
    /// # Errors
    /// What stands in the way. Nothing is changed: a folder with files in it that others could read may
    /// have been read, so a person must know.
    pub fn check(&self) -> Result<(), HomeError> {
        let found = match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(HomeError::Missing(self.path.clone()));
            }
            Err(source) => return Err(HomeError::Io { path: self.path.clone(), source }),
            Ok(found) => found,
        };
        if !found.is_dir() {
            return Err(HomeError::NotAFolder(self.path.clone()));
        }
        private(&self.path, &found)?;
        match fs::metadata(self.keys()) {
            Ok(found) => private(&self.keys(), &found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(HomeError::Io { path: self.keys(), source }),
        }
    }
}

fn private(path: &Path, found: &fs::Metadata) -> Result<(), HomeError> {
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(HomeError::NotOurs(path.to_path_buf()));
    }
    match found.mode() & 0o777 {
        mode if mode & 0o077 != 0 => Err(HomeError::Open { path: path.to_path_buf(), mode }),
        _ => Ok(()),
    }
}
