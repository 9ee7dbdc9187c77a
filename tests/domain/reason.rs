//! The codes of F-1.02.

use loket::domain::reason::{OldCard, ReasonCode};
use proptest::prelude::*;

#[test]
fn codes_are_those_of_the_form_and_round_trip() {
    let codes: Vec<_> = ReasonCode::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes, ["II.A", "II.B", "II.C.1", "II.C.2", "II.D", "II.E", "II.F", "II.G", "IV.B"]);
    for (at, reason) in ReasonCode::ALL.into_iter().enumerate() {
        assert_eq!(reason.index(), at);
        assert_eq!(ReasonCode::from_code(reason.code()), Some(reason));
        let json = serde_json::to_string(&reason).expect("json");
        assert_eq!(json, format!("\"{}\"", reason.code()));
        assert_eq!(serde_json::from_str::<ReasonCode>(&json).expect("back"), reason);
    }
}

#[test]
fn loose_writing_is_understood_and_anything_else_is_not() {
    assert_eq!(ReasonCode::from_code("iic1"), Some(ReasonCode::Lost));
    assert_eq!(ReasonCode::from_code(" iv b "), Some(ReasonCode::DataChange));
    for bad in ["", "II", "II.C", "II.C.3", "I.A", "II.A!", "II.A; drop"] {
        assert_eq!(ReasonCode::from_code(bad), None, "{bad}");
    }
    assert!(serde_json::from_str::<ReasonCode>("\"II.C\"").is_err());
}

#[test]
fn the_old_card_is_asked_for_only_where_there_is_one() {
    assert_eq!(ReasonCode::New.old_card_expected(), OldCard::NeverHad);
    assert_eq!(ReasonCode::Lost.old_card_expected(), OldCard::Lost);
    assert_eq!(ReasonCode::OutOfDomicile.old_card_expected(), OldCard::Asked);
    let withdrawn = ReasonCode::ALL.iter().filter(|r| r.old_card_expected() == OldCard::Withdrawn);
    assert_eq!(withdrawn.count(), 6);
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading(text in ".*") {
        let _ = ReasonCode::from_code(&text);
    }
}
