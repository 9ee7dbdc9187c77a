//! The log of a home: why something failed, for whoever looks after the machine.
//!
//! Separate so that one place decides what may stand there: error chains, which hold no personal data, and
//! never the arguments, which may. Two files of limited size; losing the log is never an error.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::time::{SystemTime, UNIX_EPOCH};

use super::failure::Exit;
use crate::config::Home;
use crate::domain::clean::clean;
use crate::domain::time;

/// Size at which the log becomes the old log, in bytes.
const MAX_LOG: u64 = 256 * 1024;
/// Longest line, in characters.
const MAX_LINE: usize = 2_000;

/// Adds one line; silently not, where there is no home yet or it cannot be written.
pub(super) fn note(home: &Home, exit: Exit, cause: &anyhow::Error) {
    let path = home.log();
    if fs::metadata(&path).is_ok_and(|found| found.len() > MAX_LOG) {
        // The only harm in failing is a longer log.
        let _ = fs::rename(&path, path.with_extension("log.old"));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let when = time::local(i64::try_from(now).unwrap_or(0), 0).format("%Y-%m-%dT%H:%M:%SZ");
    let chain = cause.chain().map(|cause| clean(&cause.to_string())).collect::<Vec<_>>().join(": ");
    let chain: String = chain.chars().take(MAX_LINE).collect();
    let line = format!("{when} pid={} exit={} {chain}\n", std::process::id(), exit as u8);
    if let Ok(mut log) = OpenOptions::new().append(true).create(true).mode(0o600).open(&path) {
        let _ = log.write_all(line.as_bytes());
    }
}
