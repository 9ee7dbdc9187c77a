//! Printers and spoolers that others wrote judge the driver, and they judge the simulator.
//!
//! A driver tried against our own simulator only would share its mistakes.

use loket::device::error::Media;
use loket::device::{
    Cancel, CardPrinter, Ctl, DeviceUri, Effect, Fault, Hint, PrintOutcome, Spoiled, printer::ipp::IppPrinter,
};
use std::time::Duration;

use super::daemons::{Cups, Eve, here, ipptool, until};
use super::rig::{Printed, Rig, card, open_with, picture, real_timing};

const EVE: &[&str] = &["ippeveprinter", "dbus-daemon", "dbus-send", "avahi-daemon", "unshare"];
const BOTH: &[&str] = &["ippeveprinter", "dbus-daemon", "dbus-send", "avahi-daemon", "unshare", "cupsd", "lpadmin"];
/// CUPS looks at a printer once a second and tries one that is away for longer.
const LONG: Duration = Duration::from_secs(60);

fn open(line: &DeviceUri) -> IppPrinter {
    open_with(line, real_timing()).expect("printer opens")
}

/// Prints; `seen` gets every hint as it comes.
fn print(printer: &mut IppPrinter, mut seen: impl FnMut(Hint)) -> Printed {
    printer.print(&card(), &Ctl::within(LONG), &mut |p| seen(p.hint))
}

fn good(printer: &mut IppPrinter) {
    assert_eq!(print(printer, |_| {}).expect("printed"), PrintOutcome::Good);
}

/// Something is wrong until the clerk is told of it and puts it right; the card comes all the same.
fn mended(eve: &Eve, printer: &mut IppPrinter, what: &str, told: Hint) {
    eve.make(what);
    let before = eve.cards().len();
    let mut seen = false;
    let result = print(printer, |hint| {
        if hint == told {
            seen = true;
            eve.mend(what);
        }
    });
    assert_eq!(result.expect(what), PrintOutcome::Good);
    assert!(seen, "{what} was shown");
    assert_eq!(eve.cards().len(), before + 1, "{what}: one card");
}

/// A cancel while the card moves: in doubt, and the next card waits its turn.
fn cancelled(eve: &Eve, printer: &mut IppPrinter) {
    eve.make("slow");
    let before = eve.cards().len();
    let cancel = Cancel::new();
    let ctl = Ctl::with_cancel(LONG, cancel.clone());
    let result = printer.print(&card(), &ctl, &mut |p| {
        if p.hint == Hint::Printing && eve.cards().len() > before {
            cancel.cancel();
        }
    });
    let error = result.expect_err("cancelled");
    assert_eq!((&error.fault, error.effect()), (&Fault::Cancelled, Effect::InDoubt));
    eve.mend("slow");
    assert_eq!(eve.cards().len(), before + 1);
}

/// As soon as the printer is free, a good card; it never stays blocked by what went before.
fn good_again(eve: &Eve, printer: &mut IppPrinter) {
    let before = eve.cards().len();
    until("free again", || match print(printer, |_| {}) {
        Ok(outcome) => {
            assert_eq!(outcome, PrintOutcome::Good);
            true
        }
        Err(e) => {
            assert!(matches!(e.fault, Fault::Busy { .. }) && e.effect() == Effect::NotStarted, "{e}");
            false
        }
    });
    assert_eq!(eve.cards().len(), before + 1);
}

/// CUPS tells an abort as *cancelled*, and at times as *completed*: then only a person knows.
fn jammed_behind_cups(printer: &mut IppPrinter) {
    match print(printer, |_| {}) {
        Ok(outcome) => assert_eq!(outcome, PrintOutcome::Bad(Spoiled::Jam)),
        Err(e) => assert_eq!((&e.fault, e.effect()), (&Fault::Media(Media::Jam), Effect::InDoubt)),
    }
}

#[test]
fn a_printer_by_others() {
    if !here(EVE) {
        return;
    }
    let eve = Eve::start();
    let mut printer = open(&eve.line());
    good(&mut printer);
    assert_eq!(eve.cards(), [picture().png().len()], "the whole picture");
    mended(&eve, &mut printer, "empty", Hint::LoadBlanks);
    mended(&eve, &mut printer, "cover", Hint::CloseCover);
    eve.make("jam");
    assert_eq!(print(&mut printer, |_| {}).expect("an end"), PrintOutcome::Bad(Spoiled::Jam));
    eve.mend("jam");
    good_again(&eve, &mut printer);
    eve.make("broken");
    let error = print(&mut printer, |_| {}).expect_err("aborted");
    assert_eq!((&error.fault, error.effect()), (&Fault::Hardware { code: 8 }, Effect::InDoubt), "no reason given");
    eve.mend("broken");
    good_again(&eve, &mut printer);
    cancelled(&eve, &mut printer);
    good_again(&eve, &mut printer);
    eve.make("slow");
    let before = eve.cards().len();
    let error = print(&mut printer, |hint| {
        if hint == Hint::Printing && eve.cards().len() > before {
            eve.switch_off();
        }
    })
    .expect_err("gone");
    assert!(matches!(error.fault, Fault::NotConnected { .. }), "{error}");
    assert_eq!(error.effect(), Effect::InDoubt);
    let error = print(&mut printer, |_| {}).expect_err("still gone");
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted));
}

#[test]
fn the_same_printer_behind_cups() {
    if !here(BOTH) {
        return;
    }
    let eve = Eve::start();
    let mut cups = Cups::start();
    for policy in ["retry-job", "stop-printer"] {
        let queue = cups.queue("again", &eve.line(), policy);
        let error = open_with(&queue, real_timing()).err().expect("would print twice");
        assert_eq!(error.code(), "D-102", "{policy}");
    }
    let queue = cups.queue("ktp", &eve.line(), "abort-job");
    let mut printer = open(&queue);
    good(&mut printer);
    assert_eq!(eve.cards(), [picture().png().len()], "the whole picture");
    until("spool empty", || cups.documents() == 0);
    mended(&eve, &mut printer, "empty", Hint::LoadBlanks);
    mended(&eve, &mut printer, "cover", Hint::CloseCover);
    eve.make("jam");
    jammed_behind_cups(&mut printer);
    eve.mend("jam");
    good_again(&eve, &mut printer);
    cancelled(&eve, &mut printer);
    good_again(&eve, &mut printer);
    until("spool empty", || cups.documents() == 0);
    cups.stop();
    let error = print(&mut printer, |_| {}).expect_err("no CUPS");
    assert_eq!((&error.fault, error.effect()), (&Fault::ServiceDown { service: "cups" }, Effect::NotStarted));
}

/// CUPS takes the card for a printer that is not there: nobody knows, until somebody looks.
#[test]
fn a_printer_gone_behind_cups() {
    if !here(BOTH) {
        return;
    }
    let (eve, cups) = (Eve::start(), Cups::start());
    let queue = cups.queue("ktp", &eve.line(), "abort-job");
    let mut printer = open(&queue);
    good(&mut printer);
    eve.switch_off();
    let ctl = Ctl::within(Duration::from_secs(3));
    let error = printer.print(&card(), &ctl, &mut |_| {}).expect_err("gone");
    // CUPS says so only in a sentence for people, and tries on and on.
    assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}");
    assert_eq!(error.effect(), Effect::InDoubt);
    until("spool empty", || cups.documents() == 0);
}

/// CUPS as the client of the simulator: its own way of speaking HTTP and IPP, and its view of a jam.
#[test]
fn cups_accepts_the_simulated_printer() {
    if !here(&["cupsd", "lpadmin"]) {
        return;
    }
    let (rig, cups) = (Rig::new(), Cups::start());
    rig.levers.set(|m| m.pace = Duration::from_millis(300));
    let mut printer = open(&cups.queue("ktp", &rig.line, "abort-job"));
    good(&mut printer);
    let (documents, length) = rig.levers.set(|m| (m.documents, m.last.as_ref().map(|last| last.length)));
    assert_eq!((documents, length), (1, Some(picture().png().len())));
    rig.levers.set(|m| m.jam_next = true);
    jammed_behind_cups(&mut printer);
}

#[test]
fn ipptool_accepts_the_simulated_printer() {
    if !here(&["ipptool"]) {
        return;
    }
    let rig = Rig::new();
    let dir = tempfile::tempdir().expect("a folder");
    let png = dir.path().join("card.png");
    std::fs::write(&png, picture().png()).expect("written");
    let file = png.display().to_string();
    for arguments in [
        vec!["get-printer-attributes.test"],
        vec!["-f", &file, "validate-job.test"],
        vec!["-f", &file, "print-job.test"],
        vec!["-f", &file, "create-job.test"],
        vec!["get-jobs.test"],
    ] {
        if let Err(said) = ipptool(&rig.line, &arguments) {
            panic!("{arguments:?}: {said}");
        }
    }
    assert!(rig.levers.set(|m| m.documents) >= 1);
}
