//! The log for technicians: what failed and why, never about whom.
//!
//! Separate so that there is one door to the file. Lines carry a time, a place, a code and the chain of
//! causes; personal data have no way in because errors do not carry any.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Longest log kept, in bytes; above it the older half is dropped at the next start.
pub const LIMIT: u64 = 1024 * 1024;

static FILE: OnceLock<PathBuf> = OnceLock::new();

/// Says where the log is; later calls change nothing.
pub fn to(path: PathBuf) {
    if std::fs::metadata(&path).is_ok_and(|m| m.len() > LIMIT)
        && let Ok(text) = std::fs::read_to_string(&path)
    {
        let half = text.len() / 2;
        let cut = text[..].char_indices().map(|(i, _)| i).find(|i| *i >= half).unwrap_or(0);
        // Losing the log must not stop the desk.
        let _ = std::fs::write(&path, &text[cut..]);
    }
    let _ = FILE.set(path);
}

/// Writes an error with its causes.
pub fn error(place: &str, error: &(dyn Error + 'static)) {
    let mut line = format!("{place}: {error}");
    let mut cause = error.source();
    while let Some(next) = cause {
        line.push_str(&format!(": {next}"));
        cause = next.source();
    }
    write(&line);
}

/// Writes one line.
pub fn write(line: &str) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let Some(path) = FILE.get() else { return };
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let open = std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path);
    if let Ok(mut file) = open {
        // Nothing to do when even the log cannot be written: the screen has told the clerk.
        let _ = writeln!(file, "{seconds} {}", line.replace(['\n', '\r'], " "));
    }
}
