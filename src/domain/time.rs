//! Stamps and spans: when something happened and how long it took.
//!
//! Separate because no other module may reason about clocks. Every stamp is handed in from outside; the
//! domain never asks what time it is. Order in the ledger is by sequence, never by these times.

use super::id::BootId;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// A jump between wall clock and monotonic clock above this leaves a span unmeasured, in milliseconds.
pub const JUMP_MS: i64 = 2_000;

/// A moment as one machine saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01 UTC by the wall clock.
    pub utc_ms: i64,
    /// Offset of local time from UTC in seconds (25,200 for WIB).
    pub offset_s: i32,
    /// Milliseconds by the monotonic clock of this boot.
    pub mono_ms: u64,
    /// The boot the monotonic time counts from.
    pub boot: BootId,
}

impl Stamp {
    /// Local date and time.
    pub fn local(&self) -> NaiveDateTime {
        local(self.utc_ms, self.offset_s)
    }

    /// Local calendar date.
    pub fn date(&self) -> NaiveDate {
        self.local().date()
    }

    /// Time since `earlier`: never negative; unmeasured when the clocks disagree or the machine restarted.
    pub fn since(&self, earlier: &Stamp) -> Span {
        let wall = self.utc_ms.saturating_sub(earlier.utc_ms);
        if self.boot != earlier.boot {
            return Span { ms: clamp_ms(wall), measured: false };
        }
        let mono = self.mono_ms.saturating_sub(earlier.mono_ms);
        let mono_i = i64::try_from(mono).unwrap_or(i64::MAX);
        let measured = self.mono_ms >= earlier.mono_ms && (wall.saturating_sub(mono_i)).saturating_abs() <= JUMP_MS;
        Span { ms: u32::try_from(mono).unwrap_or(u32::MAX), measured }
    }
}

/// Local date and time of a wall-clock moment; out-of-range input gives the epoch.
pub fn local(utc_ms: i64, offset_s: i32) -> NaiveDateTime {
    let shifted = utc_ms.saturating_add(i64::from(offset_s) * 1000);
    DateTime::from_timestamp_millis(shifted).unwrap_or_default().naive_utc()
}

fn clamp_ms(ms: i64) -> u32 {
    u32::try_from(ms.max(0)).unwrap_or(u32::MAX)
}

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Milliseconds, never negative.
    pub ms: u32,
    /// False when a clock jump or a restart lies within.
    pub measured: bool,
}
