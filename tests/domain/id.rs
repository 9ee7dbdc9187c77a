//! Identities and digests in hexadecimal: one text each, in either case.

use loket::domain::id::{AccountId, LedgerId};
use loket::domain::seal::Hex;

#[test]
fn hexadecimal_is_digits_alone() {
    assert_eq!(LedgerId::parse(&"aF".repeat(16)), Some(LedgerId([0xAF; 16])));
    assert_eq!(Hex::<4>::parse("00FFa1Ef"), Some(Hex([0x00, 0xFF, 0xA1, 0xEF])));
    // Numbers may bear a sign where the language reads them.
    for pair in ["+f", "-0", " f", "f ", "0x", "é"] {
        assert_eq!(AccountId::parse(&pair.repeat(16)), None, "{pair}");
        assert_eq!(Hex::<4>::parse(&pair.repeat(4)), None, "{pair}");
    }
}
