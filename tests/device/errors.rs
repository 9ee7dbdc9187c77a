//! The fault list: codes are stable and unique, and nothing in it speaks of a person.

use std::collections::BTreeSet;

use loket::device::{DeviceError, Effect, Fault, SlipText};

#[test]
fn codes_are_unique_and_well_formed() {
    let samples = Fault::samples();
    let codes: BTreeSet<&str> = samples.iter().map(Fault::code).collect();
    assert_eq!(codes.len(), samples.len(), "a code is used twice");
    for code in codes {
        let digits = code.strip_prefix("D-").expect(code);
        assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{code}");
    }
}

const LISTED: &str = "\
D-101 NotConfigured Technician
D-102 BadSetting(UriError Technician
D-103 NotConnected Operator
D-104 PermissionDenied Technician
D-105 Busy Operator
D-106 WrongDevice Operator
D-107 Timeout Retry
D-108 Cancelled Retry
D-109 ServiceDown Technician
D-110 Certificate(UnknownIssuer) Technician
D-111 Protocol Retry
D-112 Unsupported Technician
D-113 File Technician
D-114 Defect Technician
D-115 RealDeviceRefused Technician
D-116 Hardware Technician
D-117 QueueStopped Technician
D-321 Sam(Absent) Technician
D-322 Sam(Refused(27010)) Technician
D-201 Media(MediaEmpty) Operator
D-202 Media(RibbonOut) Operator
D-203 Media(RibbonWrong) Technician
D-204 Media(Jam) Operator
D-205 Media(CoverOpen) Operator
D-206 Media(OutputFull) Operator
D-207 Media(PaperOut) Operator
D-208 Media(PaperNearEnd) Operator
D-209 Media(Cutter) Operator
D-301 Card(ReaderNoCard) Operator
D-302 Card(CardRemoved) Operator
D-303 Card(CardMute) Operator
D-304 Card(WrongCard) Operator
D-305 Card(AuthFailed) Technician
D-306 Card(Sw(27266)) Technician
D-401 Finger(NoFinger) Retry
D-402 Finger(PoorQuality) Retry
D-403 Finger(NotCentred) Retry
D-404 Finger(TooFast) Retry
D-405 Finger(NoReference) Operator
D-406 Finger(WrongPassword) Technician
D-501 Modem(NoSim) Technician
D-502 Modem(PinRequired) Technician
D-503 Modem(NotRegistered) Retry
D-504 Modem(Cms(38)) Retry";

/// Codes stand in journals and on paper: this list only grows.
#[test]
fn codes_do_not_move() {
    let listed: Vec<String> = Fault::samples()
        .iter()
        .map(|f| {
            let name = format!("{f:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default();
            format!("{} {} {:?}", f.code(), name, f.who())
        })
        .collect();
    assert_eq!(listed, LISTED.lines().collect::<Vec<_>>());
}

#[test]
fn the_effect_travels_with_the_fault() {
    assert_eq!(DeviceError::harmless(Fault::Cancelled).effect(), Effect::NotStarted);
    let doubt = DeviceError::in_doubt(Fault::Cancelled);
    assert_eq!(doubt.effect(), Effect::InDoubt);
    assert_eq!(doubt.with_effect(Effect::Done).effect(), Effect::Done);
}

#[test]
fn slips_are_cleaned_bounded_and_silent_in_debug() {
    let slip = SlipText::new(&["A\u{1b}[31mB\u{202E}C\u{200B}\n", ""]).unwrap();
    assert_eq!(slip.lines(), ["A[31mBC", ""]);
    assert_eq!(format!("{slip:?}"), "SlipText(2 lines)");
    let refused = SlipText::new(&vec!["x"; 201]).unwrap_err();
    assert_eq!(refused.lines, 201);
    assert!(SlipText::new(&["x".repeat(201)]).is_err());
}
