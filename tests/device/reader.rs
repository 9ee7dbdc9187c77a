//! A finger test on the real driver, through a pseudo-terminal, against the simulated module.

use std::time::{Duration, Instant};

use loket::device::finger::setting::Secret;
use loket::device::finger::sim::{Placed, template_of};
use loket::device::{
    ComparedWith, Ctl, Device, Effect, Fault, FingerOutcome, FingerTest, Fingerprint, Hint, Progress, Reference,
    Unreadable, Who,
};

use super::rig::{PATIENCE, Rig, against, attempt, without_reference};

const SHORT: Duration = Duration::from_millis(300);

#[test]
fn the_right_finger_matches_and_says_with_what() {
    let rig = Rig::new();
    rig.levers.put(Placed::Person(7));
    let (outcome, shown) = attempt(&mut rig.reader(), &against(7), PATIENCE);
    assert_eq!(outcome.unwrap(), FingerOutcome::Match(ComparedWith::DataCentre));
    let hints = [Hint::PlaceFinger, Hint::Capturing, Hint::Comparing].map(Progress::hint);
    assert_eq!(shown, hints);
}

#[test]
fn another_finger_does_not() {
    let rig = Rig::new();
    for finger in [Placed::Person(8), Placed::Stranger] {
        rig.levers.put(finger);
        let (outcome, _) = attempt(&mut rig.reader(), &against(7), PATIENCE);
        assert_eq!(outcome.unwrap(), FingerOutcome::NoMatch(ComparedWith::DataCentre));
    }
}

/// Without an official reference there is a sample and never a match, whoever's finger it is.
#[test]
fn no_reference_no_match() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(Placed::Person(7));
    // A reference left in the module by the test before must not count either.
    attempt(&mut reader, &against(7), PATIENCE).0.unwrap();
    let (outcome, _) = attempt(&mut reader, &without_reference(), PATIENCE);
    assert_eq!(outcome.unwrap(), FingerOutcome::SampleTaken);
}

#[test]
fn an_unreadable_finger_gets_advice_then_a_verdict() {
    let rig = Rig::new();
    let cases = [
        (Placed::Messy, Unreadable::Messy, Hint::CleanFinger),
        (Placed::TooFewFeatures, Unreadable::TooFewFeatures, Hint::CentreFinger),
        (Placed::NoImage, Unreadable::NoImage, Hint::CentreFinger),
    ];
    for (finger, why, hint) in cases {
        rig.levers.script(&[], Some(finger), 1);
        let (outcome, shown) = attempt(&mut rig.reader(), &against(7), PATIENCE);
        assert_eq!(outcome.unwrap(), FingerOutcome::Unreadable(why));
        let count = |h: Hint| shown.iter().filter(|p| p.hint == h).count();
        assert_eq!(count(hint), 3, "{shown:?}");
        assert_eq!(count(Hint::LiftFinger), 2, "{shown:?}");
    }
}

#[test]
fn a_second_look_within_the_attempt_may_succeed() {
    let rig = Rig::new();
    rig.levers.script(&[Placed::Messy, Placed::Person(7)], None, 0);
    let (outcome, _) = attempt(&mut rig.reader(), &against(7), PATIENCE);
    assert_eq!(outcome.unwrap(), FingerOutcome::Match(ComparedWith::DataCentre));
}

#[test]
fn nobody_at_the_reader_is_an_error_that_may_be_tried_again() {
    let rig = Rig::new();
    let (outcome, _) = attempt(&mut rig.reader(), &against(7), SHORT);
    let error = outcome.unwrap_err();
    assert_eq!((error.code(), error.who(), error.effect()), ("D-401", Who::Retry, Effect::NotStarted));
}

/// A finger that was there and unreadable stays a verdict when time runs out before the next look.
#[test]
fn time_over_after_a_poor_finger_is_unreadable() {
    let rig = Rig::new();
    rig.levers.put(Placed::Messy);
    let (outcome, _) = attempt(&mut rig.reader(), &against(7), SHORT);
    assert_eq!(outcome.unwrap(), FingerOutcome::Unreadable(Unreadable::Messy));
}

#[test]
fn cancel_ends_the_wait_at_once() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    let ctl = Ctl::within(PATIENCE);
    let cancel = ctl.cancel.clone();
    let begun = Instant::now();
    let error = reader.test(&against(7), &ctl, &mut |_| cancel.cancel()).unwrap_err();
    assert_eq!(error.fault, Fault::Cancelled);
    assert_eq!(error.effect(), Effect::NotStarted);
    assert!(begun.elapsed() < PATIENCE / 4);
    rig.levers.put(Placed::Person(7));
    let (outcome, _) = attempt(&mut reader, &against(7), PATIENCE);
    assert!(matches!(outcome, Ok(FingerOutcome::Match(_))), "usable after a cancel");
}

#[test]
fn the_password_is_asked_for() {
    let mut rig = Rig::new();
    rig.levers.set_password(0xDEAD_BEEF);
    let error = rig.open().err().expect("wrong password");
    assert_eq!((error.code(), error.who()), ("D-406", Who::Technician));
    rig.uri.password = Some(Secret::new(0xDEAD_BEEF));
    rig.reader();
}

#[test]
fn another_make_is_refused() {
    let mut rig = Rig::new();
    rig.uri.system_id = Some(0x0001);
    let error = rig.open().err().expect("wrong unit");
    assert_eq!(error.code(), "D-106");
    rig.uri.system_id = Some(0x0009);
    let mut reader = rig.reader();
    assert!(reader.identity().as_str().contains("0009"));
    reader.check(&Ctl::within(PATIENCE)).expect("still the same");
    rig.levers.set_system_id(0x0002);
    let error = reader.check(&Ctl::within(PATIENCE)).expect_err("changed under us");
    assert_eq!(error.code(), "D-106");
}

#[test]
fn an_empty_reference_is_no_reference() {
    let rig = Rig::new();
    rig.levers.put(Placed::Holder);
    let test = FingerTest {
        reference: Reference::Template { bytes: loket::device::Template::new(Vec::new()), from: ComparedWith::Chip },
        ..without_reference()
    };
    let (outcome, _) = attempt(&mut rig.reader(), &test, PATIENCE);
    assert_eq!(outcome.unwrap_err().code(), "D-405");
}

#[test]
fn nothing_biometric_in_debug() {
    let test = against(7);
    assert_eq!(format!("{:?}", template_of(7)), "Template(512 bytes)");
    assert!(!format!("{test:?}").contains('['));
}
