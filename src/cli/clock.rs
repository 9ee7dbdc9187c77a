//! The clocks of this machine, read for one subcommand.
//!
//! Separate because everything else gets its moments handed in.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;
use rustix::time::{ClockId, clock_gettime};

use crate::config::Zone;
use crate::domain::id::BootId;
use crate::domain::time::{Stamp, local};

/// UTC milliseconds by the wall clock.
pub(super) fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    i64::try_from(now).unwrap_or(i64::MAX)
}

/// The calendar date of the office.
pub(super) fn today(zone: Zone) -> NaiveDate {
    local(now_ms(), zone.offset_s()).date()
}

/// A stamp of this moment. Where the system does not name its boot, times of two runs never compare.
pub(super) fn stamp(zone: Zone) -> Stamp {
    let mono = clock_gettime(ClockId::Boottime);
    let mono_ms = mono.tv_sec.saturating_mul(1000).saturating_add(mono.tv_nsec / 1_000_000);
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let boot = BootId::parse(&boot.trim().replace('-', "")).unwrap_or(crate::domain::event::NO_BOOT);
    Stamp { utc_ms: now_ms(), offset_s: zone.offset_s(), mono_ms: u64::try_from(mono_ms).unwrap_or(0), boot }
}
