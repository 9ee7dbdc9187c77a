//! The words of the desk: both languages there, short enough, and in the office's spelling.

pub mod backup;
mod desk;
pub mod ledger;
mod number;
pub mod refusals;
mod sms;
mod spelling;

use loket::text::Told;
use unicode_width::UnicodeWidthStr;

/// Columns of one line of an error box on an 80-column terminal.
const LINE: usize = 78;

fn fits(code: &str, told: &Told) {
    for text in [&told.what, &told.next] {
        assert!(!text.trim().is_empty(), "{code}: nothing said");
        assert!(text.width() <= LINE, "{code}: {} columns: {text}", text.width());
    }
}

fn differ(code: &str, id: &Told, en: &Told) {
    assert_ne!(id.what, en.what, "{code}: same text in both languages");
    assert_ne!(id.next, en.next, "{code}: same text in both languages");
}
