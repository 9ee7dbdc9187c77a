//! Central statuses and the reasons for deferring.

use loket::domain::status::{CentralStatus, DeferralReason, StatusError};
use proptest::prelude::*;

fn parse(text: &str) -> CentralStatus {
    CentralStatus::parse(text).expect("a status")
}

#[test]
fn known_codes_round_trip_in_any_writing() {
    for status in CentralStatus::KNOWN {
        assert_eq!(parse(status.code()), status);
        assert_eq!(parse(&status.code().to_lowercase().replace('_', " ")), status);
        let json = serde_json::to_string(&status).expect("json");
        assert_eq!(serde_json::from_str::<CentralStatus>(&json).expect("back"), status);
    }
}

#[test]
fn abbreviations_and_answer_codes_are_understood() {
    assert_eq!(parse("prr"), CentralStatus::PrintReadyRecord);
    assert_eq!(parse("SFE"), CentralStatus::SentForEnrollment);
    assert_eq!(parse("efac"), CentralStatus::EnrollFailureAtCentral);
    assert_eq!(parse("DUP"), CentralStatus::DuplicateRecord);
    assert_eq!(parse("11"), CentralStatus::Deceased);
    assert_eq!(parse("12"), CentralStatus::DoubleData);
    assert_eq!(parse("14"), CentralStatus::Inactive);
    assert_eq!(parse("belum rekam"), CentralStatus::NotRecorded);
}

#[test]
fn other_wording_is_kept_up_to_its_limit() {
    assert_eq!(parse("card_activated").code(), "CARD_ACTIVATED");
    assert_eq!(parse("Menunggu pusat").code(), "Menunggu pusat");
    assert_eq!(CentralStatus::parse(" \u{200b} "), Err(StatusError::Empty));
    assert_eq!(CentralStatus::parse(&"x".repeat(61)).expect_err("too long").code(), "status.too_long");
    assert!(CentralStatus::parse(&"é".repeat(60)).is_ok());
    assert!(!format!("{:?}", parse("Ibu Rosmaini")).contains("Rosmaini"));
}

#[test]
fn each_status_suggests_a_reason() {
    use DeferralReason as D;
    let advice = |text| parse(text).advice();
    assert_eq!(advice("SFE"), D::WaitingAtCentre);
    assert_eq!(advice("SEARCH_FAILURE_AT_CENTRAL"), D::WaitingAtCentre);
    assert_eq!(advice("DUP"), D::Duplicate);
    assert_eq!(advice("12"), D::Duplicate);
    assert_eq!(advice("EFAC"), D::EnrolmentFailed);
    assert_eq!(advice("ADJUDICATE_RECORD"), D::Adjudication);
    assert_eq!(advice("11"), D::Deceased);
    assert_eq!(advice("14"), D::Inactive);
    assert_eq!(advice("UNREGISTERED"), D::NotRecorded);
    assert_eq!(advice("entah"), D::Other);
    for status in CentralStatus::KNOWN {
        assert_eq!(status.printable(), status.advice() == D::Other, "{}", status.code());
    }
}

#[test]
fn deferral_codes_are_stable_and_distinct() {
    let codes: std::collections::BTreeSet<_> = DeferralReason::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), DeferralReason::ALL.len());
    for reason in DeferralReason::ALL {
        assert_eq!(DeferralReason::from_code(reason.code()), Some(reason));
        let json = serde_json::to_string(&reason).expect("json");
        assert_eq!(serde_json::from_str::<DeferralReason>(&json).expect("back"), reason);
    }
    assert!(serde_json::from_str::<DeferralReason>("\"weather\"").is_err());
}

proptest! {
    #[test]
    fn what_is_read_comes_back(text in ".{0,70}") {
        if let Ok(status) = CentralStatus::parse(&text) {
            prop_assert_eq!(CentralStatus::parse(status.code()), Ok(status.clone()));
            let json = serde_json::to_string(&status).expect("json");
            prop_assert_eq!(serde_json::from_str::<CentralStatus>(&json).expect("back"), status);
        }
    }
}
