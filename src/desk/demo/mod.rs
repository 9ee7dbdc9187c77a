//! The simulated counter: a ledger of kind demo, filled with synthetic people.
//!
//! Owns the demo's home, staff, seeds and past. Separate from the desk, which runs it like any office; nothing
//! here opens a real device.

pub mod counter;
pub mod history;
pub mod people;
pub mod workstation;

use super::clock::{Clock, WIB_S};
use crate::domain::checklist::RuleSet;
use crate::domain::command::Command;
use crate::domain::event::{Envelope, LedgerKind};
use crate::domain::id::{AccountId, RunId};
use crate::domain::person::Name;
use crate::domain::terms::Role;
use crate::domain::time::Stamp;
use crate::ledger::Ledger;
use anyhow::{Context as _, Result, anyhow, bail};
use history::{History, before};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The demo clerk with all roles; the desk starts signed in as this one.
pub const CLERK: AccountId = AccountId([0xd1; 16]);
/// The others, to try a switch of clerk or a second person.
pub const OFFICER: AccountId = AccountId([0xd2; 16]);
pub const OPERATOR: AccountId = AccountId([0xd3; 16]);
pub const SUPERVISOR: AccountId = AccountId([0xd4; 16]);

const STAFF: [(AccountId, &str, &str, &[Role]); 4] = [
    (CLERK, "Petugas Demo", "PD", Role::ALL),
    (OFFICER, "Register Demo", "RD", &[Role::RegisterOfficer]),
    (OPERATOR, "Operator Demo", "OD", &[Role::Operator]),
    (SUPERVISOR, "Kasi Demo", "KD", &[Role::Supervisor]),
];

/// Start of the names of homes a demo makes for itself.
const PREFIX: &str = "loket-demo-";

/// A home of the demo's own, removed again when dropped.
pub struct OwnHome(PathBuf);

impl OwnHome {
    /// A fresh home under the system's folder for temporary files; homes of demos that died are cleared.
    ///
    /// # Errors
    /// When the folder can't be made.
    pub fn new() -> Result<OwnHome> {
        let folder = std::env::temp_dir();
        sweep(&folder);
        let path = folder.join(format!("{PREFIX}{}", std::process::id()));
        if path.exists() {
            std::fs::remove_dir_all(&path).context("an old demo of the same number")?;
        }
        Ok(OwnHome(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for OwnHome {
    fn drop(&mut self) {
        // What can't be removed now is cleared by the next demo.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The homes demos of this user have made for themselves and live in now.
pub fn living_homes() -> Vec<PathBuf> {
    let ours = |path: &Path| {
        std::fs::symlink_metadata(path).is_ok_and(|m| m.is_dir() && m.uid() == rustix::process::geteuid().as_raw())
    };
    let mut homes: Vec<PathBuf> =
        homes(&std::env::temp_dir()).into_iter().filter(|(_, path)| ours(path)).map(|(_, path)| path).collect();
    homes.sort();
    homes
}

/// Homes of demos with the number of the process each was made by.
fn homes(folder: &Path) -> Vec<(u32, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let made_by = |name: &std::ffi::OsStr| name.to_str()?.strip_prefix(PREFIX)?.parse().ok();
    entries.flatten().filter_map(|entry| Some((made_by(&entry.file_name())?, entry.path()))).collect()
}

/// Removes the homes of demos whose process is gone.
fn sweep(folder: &Path) {
    for (pid, path) in homes(folder) {
        if !Path::new(&format!("/proc/{pid}")).exists() {
            // Another demo may be clearing the same folder.
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

/// Fills an empty demo ledger: staff, the past, and a counter with somebody in every state.
///
/// # Errors
/// When the ledger fails or is not a fresh demo.
pub fn fill(ledger: &mut dyn Ledger, history: u64, run: RunId, station: &str) -> Result<()> {
    if ledger.office().desk.kind != LedgerKind::Demo {
        bail!("this is the ledger of an office");
    }
    if !ledger.office().rules.accounts.is_empty() {
        return Ok(());
    }
    let now = Clock::new(WIB_S).stamp();
    let rules = RuleSet::builtin();
    for (account, name, initials, roles) in STAFF {
        let name = Name::parse(name).map_err(|_| anyhow!("a name"))?;
        let command =
            Command::AddAccount { account, name, initials: initials.into(), roles: roles.iter().copied().collect() };
        let first = ledger.office().rules.accounts.is_empty();
        let order = order(if first { AccountId::SYSTEM } else { CLERK }, run, station, now);
        ledger.act(&command, &order, None)?.map_err(|r| anyhow!("the demo was refused: {}", r.code()))?;
    }
    let yesterday = before(now.date());
    if history > 0 {
        let mut past = History::new(history, yesterday, CLERK, run, station, rules.clone());
        let mut refused = None;
        ledger.bulk(station, &mut |office| {
            past.next(office).unwrap_or_else(|refusal| {
                refused = Some(refusal);
                None
            })
        })?;
        if let Some(refusal) = refused {
            bail!("the past was refused: {}", refusal.code());
        }
    }
    let eight = now.utc_ms
        - i64::from(now.local().time().signed_duration_since(chrono::NaiveTime::MIN).num_milliseconds() as i32)
        - (now.date() - yesterday).num_milliseconds()
        + 8 * 3_600_000;
    let start = Stamp { utc_ms: eight, ..now };
    counter::Counter::new(ledger, CLERK, run, station, start, rules).fill(yesterday)
}

fn order(actor: AccountId, run: RunId, station: &str, stamp: Stamp) -> Envelope {
    Envelope { actor, approver: None, station: station.to_owned(), run, backend: None, stamp, happened_ms: None }
}
