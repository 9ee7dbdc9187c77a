//! The code on a slip: what it says, and what is taken for none.

use loket::domain::id::{LedgerId, RegisterNumber};
use loket::domain::token::{NotOurs, Token};
use proptest::prelude::*;

fn ledger(n: u8) -> LedgerId {
    LedgerId::parse(&format!("{n:02x}").repeat(16)).expect("an id")
}

fn code(year: i32, no: u32) -> String {
    Token::of(&RegisterNumber { year, no, text: String::new() }).write(ledger(7))
}

#[test]
fn a_code_is_short_and_says_year_and_place() {
    let code = code(2026, 129);
    assert!(code.starts_with("LKT26-0129-") && code.len() == 13, "{code}");
    let token = Ok(Token { year: 2026, no: 129 });
    assert_eq!(Token::read(&code, ledger(7), 2026), token);
    assert_eq!(Token::read(&format!(" {} ", code.to_lowercase()), ledger(7), 2026), token);
}

#[test]
fn another_office_or_a_slip_of_the_finger_is_foreign() {
    let ours = code(2026, 129);
    let foreign = (0..=255).filter(|n| *n != 7 && Token::read(&ours, ledger(*n), 2026) == Err(NotOurs::Foreign));
    assert!(foreign.count() > 245, "eight bits of another ledger differ nearly always");
    let mut caught = 0;
    for digit in '0'..='9' {
        let wrong: String = ours.char_indices().map(|(at, c)| if at == 9 { digit } else { c }).collect();
        caught += usize::from(wrong != ours && Token::read(&wrong, ledger(7), 2026) == Err(NotOurs::Foreign));
    }
    assert_eq!(caught, 9, "every other last digit");
}

#[test]
fn what_has_not_the_form_is_no_code() {
    let forms = ["", "LKT", "LKT26-0129", "LKT26-0129-7F-1", "LKT2-0129-7F", "LKT26-129-7F", "LKT26-0129-7"];
    let others =
        ["0129", "1374010101019001", "LKT26-0129-GG", "LKT26-0129-+7", "LKT26-0000129-7F", "LK\u{212A}26-0129-7F"];
    let padded = code(2026, 129).replace("-0129-", "-00129-");
    for text in forms.into_iter().chain(others).chain([padded.as_str()]) {
        assert_eq!(Token::read(text, ledger(7), 2026), Err(NotOurs::NoToken), "{text}");
    }
}

proptest! {
    #[test]
    fn every_number_is_read_back(year in 1990..2089_i32, no in 1..1_000_000_u32, ahead in 0..5_i32) {
        prop_assert_eq!(Token::read(&code(year, no), ledger(7), year + ahead), Ok(Token { year, no }));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), tail in "\\PC{0,20}") {
        let _ = Token::read(&text, ledger(7), 2026);
        let _ = Token::read(&format!("LKT{tail}"), ledger(7), 2026);
    }
}
