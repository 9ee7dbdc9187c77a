//! Everything the line can do at every step of a card: what is said, and whether a blank is in doubt.

use std::time::Duration;

use loket::device::printer::sim::WireFault;
use loket::device::{CardPrinter, Ctl, Device, DeviceUri, Effect, Fault, Hint, PrintOutcome};

use super::rig::{ABOUT, CANCEL, CREATE, JOB, Rig, SEND, card, open, print};
use crate::device::rig::PATIENCE;

fn damage() -> Vec<(&'static str, WireFault)> {
    vec![
        ("hang", WireFault::Hang),
        ("garbage", WireFault::Garbage(b"\x00\xff not a printer\r\n\r\n".to_vec())),
        ("no IPP", WireFault::Body(b"<html>".to_vec())),
        ("half", WireFault::Half),
        ("HTTP 500", WireFault::Http(500)),
        ("device error", WireFault::Status(0x0504)),
        ("busy", WireFault::Status(0x0507)),
        ("unplugged before", WireFault::UnplugBefore),
        ("unplugged after", WireFault::UnplugAfter),
    ]
}

/// The rig recovers and prints the next card: nothing is left behind.
fn recovers(rig: &Rig, name: &str) {
    rig.levers.clear_faults();
    assert!(rig.levers.replug());
    rig.levers.set(|m| {
        m.clear();
        m.pace = Duration::ZERO;
    });
    let before = rig.levers.set(|m| m.documents);
    assert_eq!(print(&mut rig.printer(), |_| {}).unwrap(), PrintOutcome::Good, "{name}");
    assert_eq!(rig.levers.set(|m| m.documents), before + 1, "{name}: exactly one more");
}

/// Questions before the document: whatever happens, no blank is touched.
#[test]
fn before_the_document_nothing_has_happened() {
    for operation in [ABOUT, CREATE] {
        for (name, fault) in damage() {
            let rig = Rig::new();
            let mut printer = rig.printer();
            rig.levers.fault(Some(operation), fault);
            let error = print(&mut printer, |_| {}).expect_err(name);
            assert_eq!(error.effect(), Effect::NotStarted, "{operation:#06x} {name}: {error}");
            assert_eq!(rig.levers.set(|m| (m.documents, m.blanks)), (0, 100), "{operation:#06x} {name}");
        }
    }
}

/// From the document on everything unclear is a doubt; a plain refusal is none.
#[test]
fn from_the_document_on_a_person_looks() {
    for (name, fault) in damage() {
        let rig = Rig::new();
        rig.levers.set(|m| m.pace = Duration::from_secs(3600));
        let mut printer = rig.printer();
        rig.levers.fault(Some(SEND), fault);
        let error = print(&mut printer, |_| {}).expect_err(name);
        let refused = matches!(name, "busy" | "HTTP 500");
        let wanted = if refused { Effect::NotStarted } else { Effect::InDoubt };
        assert_eq!(error.effect(), wanted, "{name}: {error}");
        recovers(&rig, name);
    }
}

/// A single lost look at the job is no news; two in a row are.
#[test]
fn a_printer_lost_in_mid_card_leaves_a_doubt() {
    for operation in [JOB, ABOUT] {
        for (name, fault) in damage() {
            let rig = Rig::new();
            rig.levers.set(|m| m.pace = Duration::from_secs(3600));
            let mut printer = rig.printer();
            let mut armed = false;
            let result = print(&mut printer, |hint| {
                if hint == Hint::Printing && !armed {
                    armed = true;
                    rig.levers.fault(Some(operation), fault.clone());
                    rig.levers.fault(Some(operation), fault.clone());
                    rig.levers.fault(Some(operation), fault.clone());
                }
            });
            let error = result.expect_err(name);
            assert_eq!(error.effect(), Effect::InDoubt, "{operation:#06x} {name}: {error}");
            if name.starts_with("unplugged") {
                assert!(matches!(error.fault, Fault::NotConnected { .. }), "{name}: {error}");
            }
        }
    }
}

#[test]
fn one_lost_look_is_no_news() {
    let rig = Rig::new();
    let mut printer = rig.printer();
    rig.levers.fault(Some(JOB), WireFault::Half);
    let mut seen = Vec::new();
    assert_eq!(print(&mut printer, |hint| seen.push(hint)).unwrap(), PrintOutcome::Good);
    assert!(seen.contains(&Hint::Connecting));
}

/// Taking a job back is tried and bounded; it changes nothing about the doubt.
#[test]
fn a_deaf_printer_delays_the_end_no_longer_than_it_may() {
    for (name, fault) in damage() {
        let rig = Rig::new();
        rig.levers.set(|m| m.pace = Duration::from_secs(3600));
        let mut printer = rig.printer();
        rig.levers.fault(Some(CANCEL), fault);
        // Faults wait for their operation in order, so nothing before the cancel is damaged.
        let result = printer.print(&card(), &Ctl::within(Duration::from_millis(150)), &mut |_| {});
        let error = result.expect_err(name);
        assert!(matches!(error.fault, Fault::Timeout { .. }), "{name}: {error}");
        assert_eq!(error.effect(), Effect::InDoubt);
    }
}

#[test]
fn a_slow_printer_is_a_printer() {
    let rig = Rig::new();
    rig.levers.always(WireFault::Delay(Duration::from_millis(20)));
    assert_eq!(print(&mut rig.printer(), |_| {}).unwrap(), PrintOutcome::Good);
}

#[test]
fn nobody_at_the_address() {
    let rig = Rig::new();
    assert!(rig.levers.unplug());
    let error = rig.open().err().expect("absent");
    assert!(matches!(error.fault, Fault::NotConnected { .. }), "{error}");
    // The same silence where CUPS should be is CUPS' and not the printer's.
    let port = rig.line.body().trim_start_matches('/').split('/').next().unwrap().to_owned();
    let queue = DeviceUri::new("ipp", &format!("//{port}/printers/ktp"));
    let error = open(&queue).err().expect("absent");
    assert_eq!((error.code(), &error.fault), ("D-109", &Fault::ServiceDown { service: "cups" }));
    assert!(rig.levers.replug());
    assert!(rig.open().is_ok());
    let error = open(&DeviceUri::new("ipp", "//nowhere.invalid/ipp/print")).err().expect("absent");
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted));
}

#[test]
fn refusals_of_the_queue_have_names() {
    let cases = [
        (WireFault::Status(0x0406), "D-102"),
        (WireFault::Status(0x0403), "D-104"),
        (WireFault::Status(0x0506), "D-117"),
        (WireFault::Status(0x0507), "D-105"),
        (WireFault::Status(0x0500), "D-116"),
        (WireFault::Status(0x0501), "D-112"),
        (WireFault::Http(401), "D-104"),
        (WireFault::Http(404), "D-102"),
        (WireFault::Http(426), "D-112"),
        (WireFault::Http(503), "D-105"),
        (WireFault::Http(302), "D-111"),
    ];
    for (fault, code) in cases {
        let rig = Rig::new();
        rig.levers.fault(None, fault.clone());
        let error = rig.open().err().expect("refused");
        assert_eq!((error.code(), error.effect()), (code, Effect::NotStarted), "{fault:?}");
    }
}

/// A question to an idle printer that hangs ends with its own time, not with the printer's.
#[test]
fn a_check_is_bounded() {
    let rig = Rig::new();
    let mut printer = rig.printer();
    rig.levers.always(WireFault::Hang);
    let error = printer.check(&Ctl::within(PATIENCE)).expect_err("silence");
    assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}");
    rig.levers.clear_faults();
    assert!(printer.check(&Ctl::within(PATIENCE)).is_ok());
}
