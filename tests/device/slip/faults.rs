//! What goes wrong with a printer: the fault, and how far the slip had gone.

use std::time::Duration;

use loket::device::error::Media;
use loket::device::slip::sim::{Panel, Talk};
use loket::device::{Cancel, Ctl, Device, DeviceError, Effect, Fault, SlipPrinter};

use super::{Rig, WIRES, slip};
use crate::device::rig::PATIENCE;

fn ctl() -> Ctl {
    Ctl::within(PATIENCE)
}

fn told(error: &DeviceError) -> (&'static str, Effect) {
    (error.code(), error.effect())
}

type Break = (&'static str, fn(&mut Panel));

const COMPLAINTS: [Break; 5] = [
    ("D-207", |p| p.paper = Some(0)),
    ("D-205", |p| p.cover_open = true),
    ("D-209", |p| p.cutter_stuck = true),
    ("D-103", |p| p.offline = true),
    ("D-111", |p| p.talk = Talk::Junk),
];

#[test]
fn what_is_wrong_before_keeps_the_slip_back() {
    for wire in WIRES {
        for (code, wrong) in COMPLAINTS {
            let rig = wire();
            let mut printer = rig.open().expect("opens");
            rig.levers.set(wrong);
            let error = printer.print(&slip(3), &ctl()).expect_err("refused");
            assert_eq!(told(&error), (code, Effect::NotStarted));
            assert_eq!(printer.check(&ctl()).expect_err("asked").code(), code);
            drop(printer);
            assert_eq!(rig.open().err().expect("opening says the same").code(), code);
            rig.levers.set(|p| *p = Panel::default());
            rig.open().expect("put right").print(&slip(3), &ctl()).expect("printed");
            assert_eq!(rig.levers.pages().len(), 1, "{code}: nothing of the first slip came out");
        }
    }
}

#[test]
fn paper_that_ends_within_a_slip_leaves_it_in_doubt() {
    for wire in WIRES {
        let rig = wire();
        let mut printer = rig.open().expect("opens");
        rig.levers.set(|p| p.paper = Some(5));
        let error = printer.print(&slip(20), &ctl()).expect_err("half a slip");
        assert_eq!(error.fault, Fault::Media(Media::PaperOut));
        assert_eq!(error.effect(), Effect::InDoubt);
    }
}

#[test]
fn a_printer_unplugged_within_a_slip_leaves_it_in_doubt() {
    for wire in WIRES {
        let rig = wire();
        let mut printer = rig.open().expect("opens");
        rig.levers.set(|p| p.unplug_after = Some(5));
        let error = printer.print(&slip(20), &ctl()).expect_err("half a slip");
        assert_eq!(told(&error), ("D-103", Effect::InDoubt));
        let error = printer.print(&slip(1), &ctl()).expect_err("gone");
        assert_eq!(told(&error), ("D-103", Effect::NotStarted));
        assert!(rig.levers.replug());
        rig.open().expect("back").print(&slip(1), &ctl()).expect("printed");
    }
}

#[test]
fn a_printer_unplugged_before_a_slip_has_not_begun_it() {
    for wire in WIRES {
        for talk in [Talk::True, Talk::Never] {
            let rig = wire();
            rig.levers.set(|p| p.talk = talk);
            let mut printer = rig.open().expect("opens");
            assert!(rig.levers.unplug());
            let error = printer.print(&slip(3), &ctl()).expect_err("gone");
            assert_eq!(told(&error), ("D-103", Effect::NotStarted), "{talk:?}");
            drop(printer);
            assert_eq!(rig.open().err().expect("absent").code(), "D-103");
        }
    }
}

/// Cable pulled at the far end, or power gone: the port is still there and says nothing.
#[test]
fn a_printer_that_has_answered_once_must_go_on_answering() {
    let rig = Rig::serial();
    let mut printer = rig.open().expect("opens");
    rig.levers.set(|p| p.talk = Talk::Never);
    assert_eq!(told(&printer.print(&slip(3), &ctl()).expect_err("silent")), ("D-103", Effect::NotStarted));
    drop(printer);
    assert_eq!(rig.open().err().expect("silent").code(), "D-103");
    rig.levers.set(|p| p.talk = Talk::True);
    rig.open().expect("speaks again");
}

#[test]
fn a_printer_falling_silent_within_a_slip_leaves_it_in_doubt() {
    let rig = Rig::serial();
    let mut printer = rig.open().expect("opens");
    rig.levers.set(|p| p.dead_after = Some(5));
    let error = printer.print(&slip(20), &ctl()).expect_err("half a slip");
    assert_eq!(told(&error), ("D-107", Effect::InDoubt));
}

#[test]
fn a_stalled_printer_is_left_at_the_deadline_or_by_cancel() {
    for wire in WIRES {
        let mut rig = wire();
        rig.timing.print = PATIENCE;
        let mut printer = rig.open().expect("opens");
        rig.levers.set(|p| p.stalled = true);
        let error = printer.print(&slip(3), &Ctl::within(Duration::from_millis(150))).expect_err("late");
        assert_eq!(told(&error), ("D-107", Effect::InDoubt));
        let cancel = Cancel::new();
        std::thread::scope(|scope| {
            let job = scope.spawn(|| printer.print(&slip(3), &Ctl::with_cancel(PATIENCE, cancel.clone())));
            std::thread::yield_now();
            cancel.cancel();
            assert_eq!(job.join().expect("no panic").expect_err("cancelled").fault, Fault::Cancelled);
        });
    }
}

/// Silence in turn is how some makes are, but not one that has answered so before: its slip is not out.
#[test]
fn a_printer_that_told_when_a_slip_was_out_must_go_on_telling() {
    for wire in WIRES {
        let mut rig = wire();
        let mut printer = rig.open().expect("opens");
        printer.print(&slip(3), &Ctl::within(PATIENCE)).expect("out");
        drop(printer);
        rig.timing.print = Duration::from_millis(100);
        rig.levers.set(|p| p.stalled = true);
        let error = rig.open().expect("opens").print(&slip(3), &Ctl::within(PATIENCE)).expect_err("not out");
        assert_eq!(told(&error), ("D-107", Effect::InDoubt));
    }
}

/// A buffer that is full lets the sender wait; that wait has an end too.
#[test]
fn a_slip_larger_than_the_buffer_waits_and_can_be_cancelled() {
    let rig = Rig::serial();
    rig.levers.set(|p| (p.talk, p.stalled) = (Talk::Never, true));
    let mut printer = rig.open().expect("opens");
    let long = loket::device::SlipText::new(&vec!["x".repeat(200); 200]).expect("a slip");
    let error = printer.print(&long, &Ctl::within(Duration::from_millis(200))).expect_err("late");
    assert_eq!(told(&error), ("D-107", Effect::InDoubt));
}

#[test]
fn what_is_no_printer_node_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let mut rig = Rig::node();
    rig.line.place = loket::device::slip::line::Place::Node(file);
    assert_eq!(rig.open().err().expect("refused").code(), "D-106");
}
