//! Which backups stay: the newest, the last of so many days and of so many months.
//!
//! Separate because letting go of a backup is the one thing here that cannot be taken back. Only backups of this very
//! ledger, named and described by this program, are ever let go, and never the newest.

use super::error::{BackupError, io};
use super::folder::{PART, PREFIX, clear, sync};
use super::{Backup, Manifest};
use crate::domain::id::LedgerId;
use chrono::Datelike as _;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How many backups stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// The last one of each of so many days that have one.
    pub days: u16,
    /// The last one of each of so many months that have one.
    pub months: u16,
}

impl Default for Keep {
    fn default() -> Keep {
        Keep { days: 14, months: 12 }
    }
}

/// The backups of a ledger in a folder, newest first. What has no readable manifest is not one.
///
/// # Errors
/// When the folder cannot be listed.
pub fn found(folder: &Path, ledger: LedgerId) -> Result<Vec<Backup>, BackupError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let path = entry.map_err(io(folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.starts_with(PREFIX) || name.ends_with(PART) {
            continue;
        }
        let Ok(manifest) = Manifest::read(&path) else { continue };
        if manifest.ledger == ledger {
            found.push(Backup { path, manifest });
        }
    }
    found.sort_by(|a, b| {
        let age = |backup: &Backup| (backup.manifest.made_ms, backup.manifest.entries);
        age(b).cmp(&age(a)).then_with(|| b.path.cmp(&a.path))
    });
    Ok(found)
}

/// Places of those that may go, of backups given newest first. The first never goes.
pub fn surplus(newest_first: &[Manifest], keep: Keep) -> Vec<usize> {
    let (mut days, mut months) = (BTreeSet::new(), BTreeSet::new());
    let mut gone = Vec::new();
    for (place, manifest) in newest_first.iter().enumerate() {
        let day = manifest.made().date();
        let month = (day.year(), day.month());
        let last_of_day = days.len() < keep.days.into() && days.insert(day);
        let last_of_month = months.len() < keep.months.into() && months.insert(month);
        if place > 0 && !last_of_day && !last_of_month {
            gone.push(place);
        }
    }
    gone
}

/// Lets the surplus go after a new one was named; answers how many went. One that is newer than the new one stays:
/// a clock set back must not make the good ones look old.
pub(super) fn let_go(folder: &Path, new: &Backup, keep: Keep) -> Result<usize, BackupError> {
    let mut all = found(folder, new.manifest.ledger)?;
    let Some(at) = all.iter().position(|backup| backup.path == new.path) else { return Ok(0) };
    let all = all.split_off(at);
    let manifests: Vec<Manifest> = all.iter().map(|backup| backup.manifest.clone()).collect();
    let mut removed = 0;
    for place in surplus(&manifests, keep) {
        let path = &all[place].path;
        let mut part = path.as_os_str().to_owned();
        part.push(PART);
        // First the name, so that nothing half removed ever has a backup's.
        fs::rename(path, &part).map_err(io(path))?;
        if clear(Path::new(&part)).is_ok() {
            removed += 1;
        }
    }
    if removed > 0 {
        sync(folder)?;
    }
    Ok(removed)
}
