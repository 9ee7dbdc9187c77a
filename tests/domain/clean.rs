//! Cleaning and folding of text from outside.

use loket::domain::clean::{Line, TooLong, clean, fold, has_words, line};
use proptest::prelude::*;

#[test]
fn hidden_characters_go_and_blanks_collapse() {
    assert_eq!(clean("  A\t\tB\r\nC\u{a0}\u{2003}D  "), "A B C D");
    assert_eq!(clean("\u{1b}[31mMerah\u{7}\u{0}\u{9b}"), "[31mMerah");
    assert_eq!(clean("a\u{202e}b\u{2066}c\u{200d}d\u{feff}e\u{ad}f\u{e0041}g"), "abcdefg");
    assert_eq!(clean("e\u{301}"), "\u{e9}", "composed");
    assert_eq!(clean("e\u{200b}\u{301}"), "\u{e9}", "composed after what hid between is gone");
}

#[test]
fn over_the_limit_is_refused_with_the_count() {
    assert_eq!(line("e\u{301}e\u{301}", 2), Ok("éé".to_owned()));
    assert_eq!(line("abc", 2), Err(TooLong { len: 3, max: 2 }));
    assert_eq!(Line::<3>::parse(" abcd "), Err(TooLong { len: 4, max: 3 }));
    assert!(serde_json::from_str::<Line<3>>("\"abcd\"").is_err());
    assert_eq!(format!("{:?}", Line::<9>::parse("rahasia").expect("short")), "Line(7 characters)");
}

#[test]
fn folding_is_blind_to_case_accents_and_punctuation() {
    assert_eq!(fold("  Nu'man  AL-Hafizh, S.Kom. "), "NUMAN AL HAFIZH S KOM");
    assert_eq!(fold("Nu\u{2019}man"), fold("NUMAN"));
    assert_eq!(fold("Zoë Müller-Straße"), "ZOE MULLER STRASSE");
    assert_eq!(fold("Søren Łukasz Đ. Æsir"), "SOREN LUKASZ D AESIR");
    assert_eq!(fold("%_\"*'"), "");
    assert_eq!(fold("王 小明"), "王 小明");
}

#[test]
fn words_match_whole_and_in_order() {
    assert!(has_words("SURAT PENGANTAR RT", "PENGANTAR RT"));
    assert!(!has_words("SURAT PENGANTARAN", "PENGANTAR"));
    assert!(!has_words("RT PENGANTAR", "PENGANTAR RT"));
    assert!(!has_words("APA SAJA", ""));
}

proptest! {
    #[test]
    fn cleaning_and_folding_are_idempotent(text in "\\PC*|.*") {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once.clone());
        prop_assert!(!once.chars().any(char::is_control));
        prop_assert!(!once.contains("  "));
        let key = fold(&text);
        prop_assert_eq!(fold(&key), key.clone());
        prop_assert_eq!(fold(&once), key.clone());
        prop_assert!(!key.starts_with(' ') && !key.ends_with(' ') && !key.contains("  "));
    }

    #[test]
    fn folding_is_blind_to_case(text in "[a-zA-Zé ü'.-]{0,30}") {
        prop_assert_eq!(fold(&text.to_lowercase()), fold(&text.to_uppercase()));
    }
}
