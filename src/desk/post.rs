//! What the desks of one machine share about the network: who probes it, and what came out.
//!
//! Owns two small files in the home: a lock held by the one process that probes, and its last picture for the
//! others. Separate from the judgement. No personal data; losing either file costs a few probes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use crate::device::network::Advice;

/// Largest picture read, in bytes.
const LARGEST: u64 = 4096;

/// What is known of the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    pub advice: Advice,
    /// When the first answer came that led to the advice, in UTC milliseconds.
    pub since_ms: Option<i64>,
    /// When the line last gave an answer, good or bad.
    pub heard_ms: Option<i64>,
    /// The last question stayed without an answer, though that alone is no advice yet.
    pub missed: bool,
    /// The code of what keeps the probe from saying anything: a technician's matter.
    pub obstacle: Option<String>,
    /// The answers the advice rests on, oldest first, as short words for the log.
    pub evidence: Vec<String>,
}

/// The picture as it lies in the file.
#[derive(Serialize, Deserialize)]
struct Written {
    advice: String,
    since_ms: Option<i64>,
    heard_ms: Option<i64>,
    #[serde(default)]
    missed: bool,
    obstacle: Option<String>,
    evidence: Vec<String>,
}

const ADVICE: [(&str, Advice); 4] =
    [("unknown", Advice::Unknown), ("online", Advice::Online), ("slow", Advice::Slow), ("offline", Advice::Offline)];

/// The place where desks of one machine meet about the network.
pub struct Post {
    lock: PathBuf,
    state: PathBuf,
    held: Option<File>,
    /// The picture as it was last read: small enough to be compared whole, where a file's time is too coarse.
    seen: Vec<u8>,
}

impl Post {
    /// In this home.
    pub fn at(home: &Path) -> Post {
        Post { lock: home.join("probe.lock"), state: home.join("probe.state"), held: None, seen: Vec::new() }
    }

    /// Whether this process is the one that probes; it becomes it when nobody else is. The lock goes with the
    /// process that holds it.
    pub fn hold(&mut self) -> bool {
        if self.held.is_some() {
            return true;
        }
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&self.lock);
        // A home that takes no lock file is probed by each desk alone.
        let Ok(file) = file else { return true };
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {
                self.held = Some(file);
                true
            }
            Err(_) => false,
        }
    }

    /// Puts a picture there for the others, whole or not at all.
    pub fn write(&self, picture: &Picture) -> io::Result<()> {
        let name = ADVICE.iter().find(|(_, advice)| *advice == picture.advice).map_or("unknown", |(name, _)| name);
        let written = Written {
            advice: name.to_owned(),
            since_ms: picture.since_ms,
            heard_ms: picture.heard_ms,
            missed: picture.missed,
            obstacle: picture.obstacle.clone(),
            evidence: picture.evidence.clone(),
        };
        let fresh = self.state.with_extension("new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(&serde_json::to_vec(&written)?)?;
        fs::rename(&fresh, &self.state)
    }

    /// The picture of whoever probes, when it is another one than last time.
    pub fn read(&mut self) -> Option<Picture> {
        let mut bytes = Vec::new();
        File::open(&self.state).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
        if bytes == self.seen {
            return None;
        }
        let written: Option<Written> = serde_json::from_slice(&bytes).ok();
        self.seen = bytes;
        let written = written?;
        let advice = ADVICE.iter().find(|(name, _)| *name == written.advice)?.1;
        Some(Picture {
            advice,
            since_ms: written.since_ms,
            heard_ms: written.heard_ms,
            missed: written.missed,
            obstacle: written.obstacle,
            evidence: written.evidence,
        })
    }
}
