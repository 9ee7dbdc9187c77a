//! The machine's clocks, read in one place.
//!
//! Separate so that everything behind it gets its time handed in. The office's offset from UTC is fixed
//! (WIB has no summer time), so no time zone data are needed.

use crate::domain::id::BootId;
use crate::domain::time::Stamp;
use rustix::time::{ClockId, clock_gettime};

/// Seconds WIB is ahead of UTC; Western Indonesia has no summer time.
pub const WIB_S: i32 = 7 * 3600;

/// Reads the clocks of this machine.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    offset_s: i32,
    boot: BootId,
}

impl Clock {
    /// A clock for an office this many seconds ahead of UTC.
    pub fn new(offset_s: i32) -> Clock {
        Clock { offset_s, boot: boot_id() }
    }

    /// Now.
    pub fn stamp(&self) -> Stamp {
        let wall = clock_gettime(ClockId::Realtime);
        let mono = clock_gettime(ClockId::Boottime);
        let ms = |t: rustix::time::Timespec| t.tv_sec.saturating_mul(1000).saturating_add(t.tv_nsec / 1_000_000);
        Stamp {
            utc_ms: ms(wall),
            offset_s: self.offset_s,
            mono_ms: u64::try_from(ms(mono)).unwrap_or(0),
            boot: self.boot,
        }
    }
}

/// The kernel's identity of this boot; all zero where there is none, which only leaves spans unmeasured.
fn boot_id() -> BootId {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    BootId::parse(&digits).unwrap_or(BootId([0; 16]))
}
