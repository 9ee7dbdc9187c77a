//! Two desks of one office at the same moment.

use super::{ANISA, Counter};
use loket::domain::application::Stage;

/// Another desk writes between the look at the book and its close; this one has not heard of it yet.
#[test]
fn a_day_is_not_closed_over_what_another_desk_has_just_written() {
    let mut c = Counter::open();
    let mut other = c.another("loket-2");
    other.sign_in("RC").keys("<F2>").keys(&ANISA.form("hil", "123"));
    c.wait(1000).keys("<F6><F8>").keys("50<Enter>0<F8>2");
    other.keys("<F8>").sees("0001 DITERIMA");
    c.keys("<F8>").sees("R-027").sees("Loket lain baru saja menulis di buku");
    assert!(c.office().desk.day.is_some(), "the day is still open");
    c.stands(1, Stage::Check).keys("<Esc>").sees("periksa 1").sees("sama dengan buku");
    c.keys("<F8>2<F8>").sees("Hari sudah ditutup").whole();
    assert!(c.office().desk.day.is_none(), "read once more, it closes");
}

/// Escape that had something to do is used up: the digit after it is data, not half of a function key.
#[test]
fn a_digit_after_an_escape_that_closed_something_is_data() {
    let mut c = Counter::open();
    c.keys("<F2>").keys("<F1>").keys("<Esc>1").sees("Permohonan baru").sees("1 dari 16");
    c.keys("<Ctrl+N>").sees("mode gangguan").keys("<Esc>3").sees("Permohonan baru").sees("2 dari 16");
    // With nothing to close it waits for its digit, over a tick too, but not for long.
    c.keys("<Esc>").wait(1000).keys("6").sees("Buku agenda");
    c.keys("<F2>").keys("<Esc>").wait(2000).keys("6").sees("3 dari 16");
}
