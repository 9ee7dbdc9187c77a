//! Slips as plain text into a file or a printer's device node, or as pages into a folder.
//!
//! Separate from the fakes because this one really writes. A slip carries a masked NIK and a name, so a
//! file made here is readable by its owner only. Must not know what is on a slip.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::OFlags;

use super::{PaperLeft, SlipPrinter, SlipText};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault};
use crate::device::kind::{Device, Identity};

/// Appends slips to `path`. The file is opened for every slip, so that it may be taken away between.
pub struct SlipFile {
    path: PathBuf,
    identity: Identity,
}

impl SlipFile {
    /// Checks that the place can be written to.
    pub fn open(path: &Path) -> Result<Self, DeviceError> {
        let slip = Self { path: path.to_path_buf(), identity: Identity::new(&format!("file {}", path.display())) };
        slip.file()?;
        Ok(slip)
    }

    fn file(&self) -> Result<File, DeviceError> {
        OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(OFlags::NONBLOCK.bits() as i32)
            .open(&self.path)
            .map_err(|e| self.sort_open(e))
    }

    fn sort_open(&self, e: io::Error) -> DeviceError {
        sorted(&self.path, e)
    }

    fn failed(&self, op: &'static str, effect: Effect, e: io::Error) -> DeviceError {
        let fault = Fault::File { op, path: self.path.clone() };
        DeviceError::harmless(fault).with_effect(effect).caused_by(e)
    }
}

impl Device for SlipFile {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check("check")?;
        self.file().map(drop)
    }
}

impl SlipPrinter for SlipFile {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        ctl.check("slip")?;
        let mut file = self.file()?;
        let text = slip.plain();
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let started = rest.len() < text.len();
            let effect = if started { Effect::InDoubt } else { Effect::NotStarted };
            match file.write(rest) {
                Ok(n) => rest = &rest[n..],
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                // A printer that is out of paper or still busy.
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                    ctl.pause("slip", Duration::from_millis(50)).map_err(|e| e.with_effect(effect))?
                }
                Err(e) => return Err(self.failed("write", effect, e)),
            }
        }
        let kind = file.metadata().map_err(|e| self.failed("stat", Effect::Done, e))?.file_type();
        if kind.is_char_device() || kind.is_fifo() {
            return Ok(PaperLeft::Enough);
        }
        file.sync_data().map_err(|e| self.failed("sync", Effect::InDoubt, e))?;
        Ok(PaperLeft::Enough)
    }
}

/// Why a place cannot be written to.
fn sorted(path: &Path, e: io::Error) -> DeviceError {
    let path = path.to_path_buf();
    let fault = match e.kind() {
        io::ErrorKind::PermissionDenied => Fault::PermissionDenied { path, group: None },
        io::ErrorKind::NotFound => Fault::NotConnected { what: path.display().to_string() },
        io::ErrorKind::ResourceBusy => Fault::Busy { by: Default::default() },
        _ => Fault::File { op: "open", path },
    };
    DeviceError::harmless(fault).caused_by(e)
}

/// Puts every slip as a file of its own into a folder, numbered: to be printed from there on sheets.
pub struct PageFolder {
    folder: PathBuf,
    identity: Identity,
}

impl PageFolder {
    /// Makes the folder when it is not there yet.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn open(folder: &Path) -> Result<Self, DeviceError> {
        std::fs::create_dir_all(folder).map_err(|e| sorted(folder, e))?;
        Ok(Self { folder: folder.to_path_buf(), identity: Identity::new(&format!("folder {}", folder.display())) })
    }

    /// A new file with the next free number.
    fn next(&self) -> io::Result<File> {
        let there = std::fs::read_dir(&self.folder)?.count();
        for n in there + 1.. {
            let path = self.folder.join(format!("slip-{n:05}.pdf"));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made,
            }
        }
        Err(io::ErrorKind::StorageFull.into())
    }
}

impl Device for PageFolder {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check("check")?;
        std::fs::read_dir(&self.folder).map(drop).map_err(|e| sorted(&self.folder, e))
    }
}

impl SlipPrinter for PageFolder {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        ctl.check("slip")?;
        let page = slip.page().ok_or_else(|| DeviceError::harmless(Fault::NotConfigured))?;
        let mut file = self.next().map_err(|e| sorted(&self.folder, e))?;
        let failed = |op, e| {
            let fault = Fault::File { op, path: self.folder.clone() };
            DeviceError::harmless(fault).with_effect(Effect::InDoubt).caused_by(e)
        };
        file.write_all(page).map_err(|e| failed("write", e))?;
        file.sync_data().map_err(|e| failed("sync", e))?;
        Ok(PaperLeft::Enough)
    }
}
