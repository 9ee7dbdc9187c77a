//! The whole NIK stands where it must be typed into another computer or signed for, and nowhere else.

use super::{ACTIVATE, ANISA, Counter, DONI, MATCH, Someone};
use loket::export::{Format, recap, render};
use loket::ledger::Ledger as _;
use loket::text::Lang;

/// The number is on the screen, together or in groups.
fn shows(c: &Counter, who: &Someone) -> bool {
    let digits: String = c.screen().chars().filter(|c| !c.is_whitespace()).collect();
    digits.contains(who.nik)
}

#[track_caller]
fn nowhere(c: &Counter, place: &str) {
    for who in [&ANISA, &DONI] {
        assert!(!shows(c, who), "{place}\n{}", c.screen());
    }
}

#[test]
fn only_the_form_and_the_open_session_show_the_whole_number() {
    let mut c = Counter::open();
    c.keys(ANISA.nik);
    assert!(shows(&c, &ANISA), "what is being typed is seen");
    c.keys("<Ctrl+U>").keys(&ANISA.form("hil", "123")).keys("<F8>");
    nowhere(&c, "after the intake");
    for (place, keys) in [("queue of the check", "<F3>"), ("a file at the check", "<Enter>")] {
        c.keys(keys);
        nowhere(&c, place);
    }
    c.keys("<F8>1").keys("<F2>").keys(&DONI.form("hil", "13")).keys("<F8><F3><Enter><F7>1<F3><Tab>");
    nowhere(&c, "returned files");
    c.keys("<F4>");
    nowhere(&c, "queue of the operator");
    c.keys("<Enter>").sees("1374 0157 0890 9012");
    c.keys(&ANISA.status()).keys(MATCH).keys(&ANISA.print()).keys(ACTIVATE).keys("<Esc><Esc>");
    for (place, keys) in [
        ("shelf", "<F5>"),
        ("handover", "ani<Enter>"),
        ("agenda", "<Esc><Esc><F6>"),
        ("a line of the agenda", "<Enter>"),
        ("figures", "<Esc>n"),
        ("the list behind a figure", "<Enter>"),
        ("report", "<Esc><Esc>y"),
        ("supervisor", "<Esc><Esc><Ctrl+G>"),
        ("search", "<Esc><Ctrl+F>"),
        ("recap", "<Esc><F6><Ctrl+R>"),
    ] {
        c.keys(keys);
        nowhere(&c, place);
    }
    c.keys("<Esc><F4><Ctrl+K>");
    nowhere(&c, "locked");
    assert!(!c.screen().contains("ANISA"), "{}", c.screen());
}

#[test]
fn the_recap_masks_it_and_the_signed_book_does_not() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1);
    let office = c.office();
    let day = office.desk.day.expect("a day");
    let book = loket::desk::day::read_book(c.ledger(), day).expect("a look").expect("a book");
    for lang in Lang::ALL {
        assert!(!recap(&book, lang).contains(ANISA.nik));
    }
    for format in [Format::Csv, Format::Txt] {
        let text = String::from_utf8(render(&book, format).expect("made")).expect("text");
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(digits.contains(ANISA.nik), "the book to be signed holds it whole: {text}");
    }
    assert_eq!(c.ledger().info().expect("a look").applications, 1);
}
