//! Slips to a queue of a real CUPS.

use std::time::Duration;

use loket::device::slip::cups::{CupsLine, CupsQueue};
use loket::device::{Cancel, Ctl, Effect, Fault, SlipPrinter};

use super::cupsd::{self, Cupsd};
use super::slip;
use crate::device::rig::PATIENCE;

fn open(cupsd: &Cupsd) -> CupsQueue {
    CupsQueue::open(&CupsLine::of(&cupsd.uri()).expect("a line"), &Ctl::within(PATIENCE)).expect("a queue")
}

#[test]
fn a_slip_reaches_the_printer_as_plain_text() {
    if !cupsd::here() {
        return;
    }
    let cupsd = Cupsd::start();
    open(&cupsd).print(&slip(3), &Ctl::within(PATIENCE)).expect("handed over");
    let printed = std::fs::read_to_string(cupsd.out()).expect("the printer's file");
    assert_eq!(printed, "baris 1\nbaris 2\nbaris 3\n\nLKT26-0129-7F\n\n\n\n", "what cannot be drawn is written");
}

#[test]
fn a_queue_that_keeps_the_slip_leaves_it_in_doubt_and_is_relieved_of_it() {
    if !cupsd::here() {
        return;
    }
    let cupsd = Cupsd::start();
    let mut queue = open(&cupsd);
    cupsd.enable(false);
    let error = queue.print(&slip(1), &Ctl::within(Duration::from_millis(500))).expect_err("kept");
    assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}");
    assert_eq!(error.effect(), Effect::InDoubt);
    let cancel = Cancel::new();
    std::thread::scope(|scope| {
        let job = scope.spawn(|| queue.print(&slip(1), &Ctl::with_cancel(PATIENCE, cancel.clone())));
        cancel.cancel();
        assert_eq!(job.join().expect("no panic").expect_err("cancelled").fault, Fault::Cancelled);
    });
    cupsd.enable(true);
    open(&cupsd).print(&slip(2), &Ctl::within(PATIENCE)).expect("handed over");
    let printed = std::fs::read_to_string(cupsd.out()).expect("the printer's file");
    assert_eq!(printed, "baris 1\nbaris 2\n\nLKT26-0129-7F\n\n\n\n", "the slips given up did not come out later");
}

#[test]
fn a_printer_without_paper_behind_the_queue_is_told() {
    if !cupsd::here() {
        return;
    }
    let cupsd = Cupsd::start();
    let mut queue = open(&cupsd);
    cupsd.empty();
    let error = queue.print(&slip(1), &Ctl::within(PATIENCE)).expect_err("no paper");
    assert_eq!((error.code(), error.effect()), ("D-207", Effect::InDoubt));
}

#[test]
fn without_a_daemon_or_a_queue_nothing_has_begun() {
    if !cupsd::here() {
        return;
    }
    let mut cupsd = Cupsd::start();
    let mut queue = open(&cupsd);
    cupsd.queue(false);
    let error = queue.print(&slip(1), &Ctl::within(PATIENCE)).expect_err("no queue");
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted));
    cupsd.kill();
    let error = queue.print(&slip(1), &Ctl::within(PATIENCE)).expect_err("no daemon");
    assert_eq!((error.code(), error.effect()), ("D-109", Effect::NotStarted));
}
