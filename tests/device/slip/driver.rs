//! The driver against the simulated printer: what comes out, on every wire.

use std::time::Duration;

use loket::device::slip::line::{Codes, Width};
use loket::device::slip::sim::{SlipLevers, Talk};
use loket::device::{Ctl, Device, PaperLeft, SlipPrinter, SlipText};

use super::{Rig, WIRES, slip};
use crate::device::rig::PATIENCE;

fn ctl() -> Ctl {
    Ctl::within(PATIENCE)
}

#[test]
fn a_slip_comes_out_whole_on_every_wire() {
    for wire in WIRES {
        let mut rig = wire();
        rig.line.codes = Codes::Both;
        let mut printer = rig.open().expect("opens");
        for count in 1..=2 {
            assert_eq!(printer.print(&slip(30), &ctl()).expect("printed"), PaperLeft::Enough);
            let page = rig.page(count);
            assert!(page.cut && page.text().contains("baris 1\n") && page.text().contains("baris 30\n"));
            assert_eq!(
                (page.qr.as_slice(), page.code128.as_slice()),
                (&["LKT26-0129-7F".into()][..], &["LKT26-0129-7F".into()][..])
            );
            let named = page.lines.iter().find(|l| l.text == "LKT26-0129-7F").expect("said below the code");
            assert!(named.bold && named.large && named.centred);
        }
        assert_eq!(rig.levers.unknown(), 0, "every byte is of the language");
    }
}

/// The layout asks the line for the width; nothing is broken by the printer.
#[test]
fn narrow_paper_takes_thirty_two_columns() {
    let mut rig = Rig::tcp();
    rig.line.width = Width::Narrow;
    rig.levers.set(|p| p.columns = 32);
    let full = "x".repeat(Width::Narrow.columns());
    let slip = SlipText::new(&[&full]).unwrap().with_code("LKT26-0129-7F");
    rig.open().expect("opens").print(&slip, &ctl()).expect("printed");
    let page = rig.page(1);
    assert_eq!(page.lines[0].text, full);
    assert_eq!(page.lines.iter().filter(|l| !l.text.is_empty()).count(), 2);
}

#[test]
fn a_printer_that_never_answers_still_prints() {
    for wire in WIRES {
        let rig = wire();
        rig.levers.set(|p| p.talk = Talk::Never);
        let mut printer = rig.open().expect("silence is no fault");
        assert!(!rig.manners.answers());
        printer.check(&ctl()).expect("still there");
        printer.print(&slip(3), &ctl()).expect("sent");
        drop(printer);
        assert!(rig.page(1).cut);
    }
}

/// Such a printer is waited for once; then the line remembers.
#[test]
fn a_printer_that_knows_no_question_in_turn_is_asked_otherwise() {
    let rig = Rig::serial();
    rig.levers.set(|p| p.talk = Talk::NotInTurn);
    rig.open().expect("opens").print(&slip(3), &ctl()).expect("printed");
    rig.open().expect("opens").print(&slip(3), &ctl()).expect("printed");
    assert!(rig.page(2).cut);
}

#[test]
fn little_paper_is_told_and_prints() {
    let rig = Rig::tcp();
    rig.levers.set(|p| p.near_end = true);
    let left = rig.open().expect("no fault").print(&slip(3), &ctl()).expect("printed");
    assert_eq!(left, PaperLeft::NearEnd);
}

#[test]
fn a_slow_printer_is_waited_for() {
    let mut rig = Rig::tcp();
    rig.timing.print = PATIENCE;
    rig.levers.set(|p| p.pace = Duration::from_millis(4));
    rig.open().expect("opens").print(&slip(40), &ctl()).expect("printed");
    assert_eq!(rig.levers.pages().len(), 1, "said to be out when it is out");
}

#[test]
fn the_levers_are_steered_by_words() {
    use loket::device::Simulator;
    let mut rig = Rig::tcp();
    for verb in ["paper out", "cover open", "cutter stuck", "button offline", "status junk"] {
        rig.sim.obey(&verb.split(' ').collect::<Vec<_>>()).expect(verb);
        assert!(rig.open().is_err(), "{verb}");
        let undo = ["paper plenty", "cover closed", "cutter free", "button online", "status true"];
        for verb in undo {
            rig.sim.obey(&verb.split(' ').collect::<Vec<_>>()).expect(verb);
        }
        rig.open().expect("put right");
    }
    for wrong in [&["paper", "some"][..], &["cover"], &[]] {
        assert!(rig.sim.obey(wrong).is_err());
    }
    let levers: SlipLevers = rig.levers.clone();
    rig.sim.obey(&["unplug"]).expect("unplug");
    assert!(!levers.unplug() || rig.open().is_err());
    rig.sim.obey(&["replug"]).expect("replug");
    rig.open().expect("back");
}
