//! The one integration binary; each module is a level or an area of `docs/testing.md`.
mod card;
mod cli;
mod device;
mod domain;
mod export;
mod faults;
mod fuzz;
mod generated;
mod harness;
mod journeys;
mod ledger;
mod pty;
mod screens;
mod text;
mod tidy;
mod ui;

/// Cases of a property test: sampled here, `LOKET_CASES` multiplies for the full run.
fn cases(sampled: u32) -> u32 {
    let times = std::env::var("LOKET_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(1u32);
    sampled.saturating_mul(times)
}

/// The bytes that hexadecimal digits stand for; blanks between them do not count.
pub fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let pair = |pair: &[char]| u8::from_str_radix(&String::from_iter(pair), 16).expect("two digits");
    digits.chunks(2).map(pair).collect()
}
