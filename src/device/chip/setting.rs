//! Settings of a chip reader: `pcsc:READER NAME?sam=READER NAME&script=/abs/file.toml&socket=/abs/pcscd.comm`.
//!
//! Separate from the line's form, which knows no reader. Reads the script, so that a wrong one is found where
//! every other wrong setting is.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::script::{MAX_FILE, Script};
use crate::device::uri::{DeviceUri, UriError, UriFault};

const KEYS: &[&str] = &["sam", "script", "socket"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PcscUri {
    /// Name of the card's reader, or a part of it that no other reader has.
    pub card: String,
    /// The same for the reader of the security module.
    pub sam: Option<String>,
    /// How a chip is activated here; without it the reader can only be probed.
    pub script: Option<Script>,
    /// Socket of another card service than the machine's.
    pub socket: Option<PathBuf>,
}

impl PcscUri {
    /// Reads a `pcsc:` line and the script it names.
    ///
    /// # Errors
    /// With the part that is wrong; for a script with its line.
    pub fn of(uri: &DeviceUri) -> Result<Self, UriError> {
        uri.only(KEYS)?;
        if uri.body().trim().is_empty() {
            return Err(UriError::new("", UriFault::MissingReader));
        }
        let script = uri.path_of("script")?.map(|path| load(&path)).transpose()?;
        let sam = uri.get("sam").map(|name| name.trim().to_owned());
        if sam.is_none() && script.as_ref().is_some_and(Script::needs_sam) {
            return Err(UriError::new("sam", UriFault::MissingKey));
        }
        Ok(Self { card: uri.body().trim().to_owned(), sam, script, socket: uri.path_of("socket")? })
    }
}

fn load(path: &Path) -> Result<Script, UriError> {
    let unreadable = |_| UriError::new(path.display().to_string(), UriFault::Unreadable);
    let mut text = String::new();
    let file = File::open(path).map_err(unreadable)?;
    // One byte over the limit shows that there is more.
    file.take(MAX_FILE as u64 + 1).read_to_string(&mut text).map_err(unreadable)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Script::parse(&text).map_err(|e| UriError::new(format!("{name} {e}"), UriFault::BadScript))
}
