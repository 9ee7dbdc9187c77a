//! Tests and enrolments through Debian's fprintd and the matcher of libfprint.

use std::time::Duration;

use loket::device::finger::fprintd::{Enrolment, Fprintd, FprintdUri};
use loket::device::{
    Cancel, ComparedWith, Ctl, Device, DeviceError, DeviceUri, EnrolmentKey, Fault, FingerOutcome, Fingerprint, Hint,
    Holder, Progress, Unreadable,
};

use super::prints::Person;
use super::rig::{CLAIM, Rig, enrol, key, lacking, pressed, test_of, two};
use crate::device::rig::{PATIENCE, without_reference};

const MATCHED: FingerOutcome = FingerOutcome::Match(ComparedWith::OfficeEnrolment);
const NO_MATCH: FingerOutcome = FingerOutcome::NoMatch(ComparedWith::OfficeEnrolment);

/// One attempt. `then` is called with everything shown, the first time when the reader wants a finger.
fn attempt_with(
    reader: &mut Fprintd,
    ctl: &Ctl,
    mut then: impl FnMut(Hint),
) -> (Result<FingerOutcome, DeviceError>, Vec<Hint>) {
    let mut shown = Vec::new();
    let outcome = reader.test(&test_of(key()), ctl, &mut |p: Progress| {
        shown.push(p.hint);
        then(p.hint);
    });
    (outcome, shown)
}

fn attempt(reader: &mut Fprintd) -> (Result<FingerOutcome, DeviceError>, Vec<Hint>) {
    attempt_with(reader, &Ctl::within(PATIENCE), |_| {})
}

#[test]
fn a_finger_is_enrolled_known_again_and_forgotten() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new();
    let mut reader = rig.reader();
    let (outcome, shown) = enrol(&rig, &mut reader, Person::Holder);
    assert_eq!(outcome.expect("enrolled"), Enrolment::Kept);
    assert!(shown.windows(2).all(|p| p[0].percent <= p[1].percent), "{shown:?}");
    let folder = rig.dir.path().join("state").join(format!("loket-{}", "a5".repeat(16)));
    assert!(folder.is_dir(), "kept under the key alone");
    rig.put(Person::Holder, 25);
    assert_eq!(attempt(&mut reader).0.expect("an outcome"), MATCHED);
    reader.forget(&key(), &Ctl::within(PATIENCE)).expect("forgotten");
    assert_eq!(attempt(&mut reader).0.expect_err("nothing kept").code(), "D-405");
    reader.forget(&key(), &Ctl::within(PATIENCE)).expect("nothing to forget");
}

#[test]
fn the_finger_matches_and_others_do_not() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader();
    let expected =
        [(Person::Holder, 25, MATCHED), (Person::SamePattern, 21, NO_MATCH), (Person::OtherPattern, 20, NO_MATCH)];
    for (person, n, wanted) in expected {
        rig.put(person, n);
        let (outcome, shown) = attempt(&mut reader);
        assert_eq!(outcome.expect("an outcome"), wanted, "{person:?}");
        assert_eq!(shown, [Hint::PlaceFinger]);
    }
}

#[test]
fn an_unusable_look_is_repeated_and_three_are_unreadable() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader();
    // libfprint's own numbers: 0 a poor look, 1 too short, 2 off centre, 3 lift and place again.
    let looks = [
        (0, Hint::CleanFinger, Unreadable::Messy),
        (1, Hint::CentreFinger, Unreadable::TooFewFeatures),
        (2, Hint::CentreFinger, Unreadable::TooFewFeatures),
        (3, Hint::LiftFinger, Unreadable::NoImage),
    ];
    for (code, hint, why) in looks {
        let matched = [two(-1, code), pressed(Person::Holder, 21)].concat();
        rig.sensor_gets(matched);
        let (outcome, shown) = attempt(&mut reader);
        assert_eq!(outcome.expect("an outcome"), MATCHED, "{code}");
        assert_eq!(shown, [Hint::PlaceFinger, hint]);
        rig.sensor_gets(two(-1, code).repeat(3));
        assert_eq!(attempt(&mut reader).0.expect("an outcome"), FingerOutcome::Unreadable(why));
    }
}

#[test]
fn a_broken_reader_is_a_fault_and_no_verdict() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader();
    rig.sensor_gets(two(-2, 0));
    let error = attempt(&mut reader).0.expect_err("broken");
    assert!(error.loses_device() && error.code() == "D-111", "{error}");
    rig.put(Person::Holder, 22);
    assert_eq!(attempt(&mut rig.reader()).0.expect("well again"), MATCHED);
    rig.sensor_gets(two(-5, 0));
    assert_eq!(attempt(&mut reader).0.expect_err("unplugged").code(), "D-103");
    assert_eq!(reader.check(&Ctl::within(PATIENCE)).expect_err("gone").code(), "D-103");
}

#[test]
fn a_cancelled_test_lets_go_of_the_reader() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader().with_patience(Duration::ZERO);
    let cancel = Cancel::new();
    let ctl = Ctl::with_cancel(PATIENCE, cancel.clone());
    let (outcome, _) = attempt_with(&mut reader, &ctl, |_| cancel.cancel());
    assert_eq!(outcome.expect_err("cancelled").fault, Fault::Cancelled);
    rig.put(Person::Holder, 23);
    assert_eq!(attempt(&mut reader).0.expect("free at once"), MATCHED);
}

#[test]
fn without_a_finger_time_runs_out_and_a_poor_one_is_unreadable() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader().with_patience(Duration::ZERO);
    let short = || Ctl::within(Duration::from_millis(600));
    let (outcome, _) = attempt_with(&mut reader, &short(), |_| {});
    assert_eq!(outcome.expect_err("nobody").code(), "D-401");
    // The word for the sensor waits there until the reader is claimed.
    rig.sensor_gets(two(-1, 0));
    let ctl = Ctl::within(PATIENCE);
    let cancel = ctl.cancel.clone();
    let (outcome, _) = attempt_with(&mut reader, &ctl, |hint| {
        if hint == Hint::CleanFinger {
            cancel.cancel();
        }
    });
    assert_eq!(outcome.expect_err("cancelled").fault, Fault::Cancelled);
}

#[test]
fn a_reader_somebody_has_is_busy_until_they_go() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader().with_patience(Duration::from_millis(50));
    let mut other = rig.bus();
    other.call(&CLAIM, &Ctl::within(PATIENCE)).expect("claimed");
    let error = attempt(&mut reader).0.expect_err("taken");
    assert_eq!(error.fault, Fault::Busy { by: Holder { pid: None } });
    reader.check(&Ctl::within(PATIENCE)).expect("still there");
    let mut patient = rig.reader().with_patience(PATIENCE);
    // Dropping a connection is how a program that died lets go.
    let late = std::thread::spawn(move || drop(other));
    let (outcome, _) = attempt_with(&mut patient, &Ctl::within(PATIENCE), |_| rig.put(Person::Holder, 24));
    assert_eq!(outcome.expect("free"), MATCHED);
    late.join().expect("gone");
}

#[test]
fn a_service_that_dies_in_mid_test_is_told_at_once() {
    if lacking().is_some() {
        return;
    }
    let mut rig = Rig::new().enrolled();
    let mut reader = rig.reader();
    let (outcome, _) = attempt_with(&mut reader, &Ctl::within(PATIENCE), |_| rig.kill());
    assert_eq!(outcome.expect_err("dead").fault, Fault::ServiceDown { service: "fprintd" });
    assert_eq!(rig.open().err().expect("dead").fault, Fault::ServiceDown { service: "fprintd" });
    rig.start(true);
    rig.put(Person::Holder, 21);
    assert_eq!(attempt(&mut reader).0.expect("alive"), MATCHED);
}

#[test]
fn a_signal_of_another_program_is_no_verdict() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new().enrolled();
    let mut reader = rig.reader();
    let status = "net.reactivated.Fprint.Device.VerifyStatus";
    let forged = ["--type=signal", "/net/reactivated/Fprint/Device/0", status, "string:verify-match", "boolean:true"];
    let (outcome, _) = attempt_with(&mut reader, &Ctl::within(PATIENCE), |_| {
        rig.tell(&forged);
        rig.put(Person::OtherPattern, 21);
    });
    assert_eq!(outcome.expect("an outcome"), NO_MATCH);
}

#[test]
fn what_polkit_forbids_is_a_technicians_matter() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::denying();
    let error = attempt(&mut rig.reader()).0.expect_err("forbidden");
    assert!(matches!(error.fault, Fault::PermissionDenied { group: Some(ref g), .. } if g == "ktpel"), "{error}");
}

#[test]
fn nothing_but_an_enrolment_of_this_machine_is_compared_with() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new();
    let mut reader = rig.reader();
    let outcome = reader.test(&without_reference(), &Ctl::within(PATIENCE), &mut |_| panic!("nothing is asked"));
    assert_eq!(outcome.expect_err("no reference").code(), "D-405");
    assert_eq!(attempt(&mut reader).0.expect_err("never enrolled").code(), "D-405");
}

#[test]
fn the_line_chooses_the_reader_by_its_name() {
    if lacking().is_some() {
        return;
    }
    let rig = Rig::new();
    let open = |name: &str| {
        let line = DeviceUri::new("fprintd", name).with("bus", &rig.address);
        Fprintd::open(&FprintdUri::of(&line).expect("a line"), &Ctl::within(PATIENCE))
    };
    let mut found = open("virtual IMAGE").expect("found");
    assert_eq!(found.identity().as_str(), "fprintd Virtual image device for debugging");
    found.check(&Ctl::within(PATIENCE)).expect("there");
    assert_eq!(open("U.are.U").err().expect("no such reader").code(), "D-103");
}

#[test]
fn a_line_says_what_is_wrong_with_it() {
    let read = |line: &str| FprintdUri::of(&line.parse().expect("a line"));
    assert!(read("fprintd:").is_ok() && read("fprintd:U.are.U?bus=unix:path=/run/x").is_ok());
    assert_eq!(read("fprintd:?bus=tcp:port=1").unwrap_err().part, "bus");
    assert_eq!(read("fprintd:?user=x").unwrap_err().part, "user");
}

#[test]
fn a_key_is_shown_to_nobody() {
    assert_eq!(format!("{:?}", test_of(EnrolmentKey::new([7; 16])).reference), "OnDevice(EnrolmentKey(***))");
}
