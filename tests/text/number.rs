//! Numbers in words, against a reader that turns words back into numbers.

use loket::text::number::terbilang;
use proptest::prelude::*;

/// Reads the words again, by the rules of the language and not by those of the writer.
fn read(words: &str) -> u64 {
    let ones = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
    let (mut total, mut group, mut last) = (0u64, 0u64, 0u64);
    for word in words.split(' ') {
        let close = |unit: u64, group: u64, last: u64| (group + last).max(1) * unit;
        match word {
            "belas" => (group, last) = (group + 10 + last, 0),
            "puluh" => (group, last) = (group + last * 10, 0),
            "ratus" => (group, last) = (group + last * 100, 0),
            "sepuluh" => group += 10,
            "sebelas" => group += 11,
            "seratus" => group += 100,
            "seribu" => total += 1_000,
            "ribu" => (total, group, last) = (total + close(1_000, group, last), 0, 0),
            "juta" => (total, group, last) = (total + close(1_000_000, group, last), 0, 0),
            "miliar" => (total, group, last) = (total + close(1_000_000_000, group, last), 0, 0),
            one => last = ones.iter().position(|w| *w == one).unwrap_or_else(|| panic!("{one} in {words}")) as u64,
        }
    }
    total + group + last
}

#[test]
fn the_special_words_of_the_language() {
    for (n, words) in [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_001, "seratus satu ribu satu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (
            999_999_999,
            "sembilan ratus sembilan puluh sembilan juta sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan",
        ),
        (1_000_000_000, "satu miliar"),
    ] {
        assert_eq!(terbilang(n), words);
    }
}

#[test]
fn every_number_to_ten_thousand_reads_back() {
    for n in 0..=10_000 {
        assert_eq!(read(&terbilang(n)), n, "{}", terbilang(n));
    }
}

proptest! {
    #[test]
    fn numbers_to_a_billion_read_back(n in 0u64..=1_000_000_000) {
        let words = terbilang(n);
        prop_assert_eq!(read(&words), n, "{}", words);
        prop_assert!(!words.contains("satu ratus") && !words.contains("satu puluh") && !words.contains("satu belas"));
    }
}
