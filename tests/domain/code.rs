//! The short code of a seal, as it is read out and typed: what is mistyped is told, with its group.

use loket::domain::id::LedgerId;
use loket::domain::seal::{Checkpoint, CodeFault, Hex, ShortCode};

const LEDGER: LedgerId = LedgerId([5; 16]);

/// The code of a close of the made-up ledger.
fn code(number: u32) -> ShortCode {
    ShortCode::of(&Checkpoint {
        ledger: LEDGER,
        day: crate::harness::monday(),
        number,
        size: 40,
        root: Hex([3; 32]),
        blanks: 5,
        shelf: 2,
        invalid: Some(1),
        reasons: None,
    })
}

#[test]
fn a_code_is_read_back_however_it_is_typed() {
    for number in [1, 31, 32, 777, 1_000_000] {
        let code = code(number);
        let text = code.to_string();
        assert_eq!(ShortCode::parse(&text), Ok(code), "{text}");
        assert_eq!(ShortCode::parse(&text.to_lowercase()), Ok(code), "in any case");
        assert_eq!(ShortCode::parse(&text.replace(' ', " - ")), Ok(code), "with dashes");
        assert_eq!(ShortCode::parse(&text.replace(' ', "")), Ok(code), "in one piece");
        assert_eq!(ShortCode::parse(&text.replace('0', "o").replace('1', "l")), Ok(code), "O for 0 and l for 1");
        assert_eq!(ShortCode::parse(&text.replace('1', "I")), Ok(code), "I for 1");
        assert_eq!(code.number(), number);
        assert!(code.is_of(LEDGER) && !code.is_of(LedgerId([6; 16])));
    }
}

#[test]
fn any_wrong_symbol_and_any_two_that_changed_places_are_found_in_their_group() {
    let typed: Vec<char> = code(777).to_string().chars().filter(|c| *c != ' ').collect();
    let read = |symbols: &[char]| ShortCode::parse(&String::from_iter(symbols));
    assert_eq!(typed.len(), ShortCode::GROUPS * 5);
    for at in 0..typed.len() {
        for symbol in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|c| *c != typed[at]) {
            let mut wrong = typed.clone();
            wrong[at] = symbol;
            assert_eq!(read(&wrong), Err(CodeFault::Group(at / 5 + 1)), "{symbol} at {at}");
        }
        for other in (at + 1..at / 5 * 5 + 5).filter(|other| typed[*other] != typed[at]) {
            let mut swapped = typed.clone();
            swapped.swap(at, other);
            assert_eq!(read(&swapped), Err(CodeFault::Group(at / 5 + 1)), "{at} and {other}");
        }
    }
    for (a, b) in (0..ShortCode::GROUPS).flat_map(|a| (a + 1..ShortCode::GROUPS).map(move |b| (a, b))) {
        let mut groups: Vec<&[char]> = typed.chunks(5).collect();
        groups.swap(a, b);
        assert_eq!(read(&groups.concat()), Err(CodeFault::Group(a + 1)), "groups {a} and {b}");
    }
}

#[test]
fn what_is_no_code_says_why() {
    let text = code(1).to_string();
    assert_eq!(ShortCode::parse(&text[..text.len() - 1]), Err(CodeFault::Length { found: 34 }));
    assert_eq!(ShortCode::parse(&format!("{text} 0")), Err(CodeFault::Length { found: 36 }));
    assert_eq!(ShortCode::parse(""), Err(CodeFault::Length { found: 0 }));
    for stranger in ['U', 'é', '#'] {
        assert_eq!(ShortCode::parse(&format!("{stranger}{text}")), Err(CodeFault::Symbol(stranger)));
    }
}
