//! Numbers in words, as an Indonesian record writes them.
//!
//! Separate because a paper says its count twice, and the words are the one that cannot be altered with a stroke.

const ONES: [&str; 12] =
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];

/// A number in Indonesian words.
#[must_use]
pub fn terbilang(n: u64) -> String {
    let (head, word, unit) = match n {
        0..=11 => return ONES[n as usize].to_owned(),
        12..=19 => return format!("{} belas", terbilang(n - 10)),
        20..=99 => (terbilang(n / 10), "puluh", 10),
        100..=199 => ("seratus".to_owned(), "", 100),
        200..=999 => (terbilang(n / 100), "ratus", 100),
        1_000..=1_999 => ("seribu".to_owned(), "", 1_000),
        2_000..=999_999 => (terbilang(n / 1_000), "ribu", 1_000),
        1_000_000..=999_999_999 => (terbilang(n / 1_000_000), "juta", 1_000_000),
        _ => (terbilang(n / 1_000_000_000), "miliar", 1_000_000_000),
    };
    let rest = match n % unit {
        0 => String::new(),
        rest => terbilang(rest),
    };
    [head.as_str(), word, &rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
