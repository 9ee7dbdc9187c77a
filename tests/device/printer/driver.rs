//! The driver against the simulated printer: one card from the look at the printer to its end.

use std::time::Duration;

use loket::device::error::Media;
use loket::device::printer::sim::{Machine, WireFault};
use loket::device::{
    Cancel, CardJob, CardPrinter, Ctl, Device, DeviceUri, Effect, Fault, Hint, Level, PrintOutcome, Simulator, Spoiled,
};
use sha2::{Digest, Sha256};

use super::rig::{JOB, Printed, Rig, card, open, picture, print};
use crate::device::rig::PATIENCE;

/// Prints while a person at the printer does something once the card is on its way.
fn print_with(rig: &Rig, on: Hint, act: impl Fn(&mut Machine)) -> (Printed, Vec<Hint>) {
    let mut seen: Vec<Hint> = Vec::new();
    let result = print(&mut rig.printer(), |hint| {
        if hint == on && !seen.contains(&hint) {
            rig.levers.set(|m| act(m));
        }
        if seen.last() != Some(&hint) {
            seen.push(hint);
        }
    });
    (result, seen)
}

#[test]
fn a_card_is_printed_once_and_whole() {
    let rig = Rig::new();
    let mut printer = rig.printer();
    assert!(printer.identity().as_str().starts_with("Loket Simulated Card Printer urn:uuid:"));
    let mut seen = Vec::new();
    assert_eq!(print(&mut printer, |hint| seen.push(hint)).unwrap(), PrintOutcome::Good);
    assert_eq!(seen[..2], [Hint::Sending, Hint::Feeding]);
    let (documents, last, blanks) = rig.levers.set(|m| (m.documents, m.last.clone(), m.blanks));
    let last = last.expect("a document");
    let digest: [u8; 32] = Sha256::digest(picture().png()).into();
    assert_eq!((documents, blanks), (1, 99));
    assert_eq!((last.format.as_str(), last.length, last.digest), ("image/png", picture().png().len(), digest));
    assert_eq!(print(&mut printer, |_| {}).unwrap(), PrintOutcome::Good, "and the next");
}

#[test]
fn supplies_come_from_the_printer() {
    let rig = Rig::new();
    let mut printer = rig.printer();
    let ask = |printer: &mut dyn CardPrinter| printer.supplies(&Ctl::within(PATIENCE)).unwrap();
    let full = ask(&mut printer);
    assert_eq!((full.ribbon, full.feeder), (Some(412), Level::Loaded));
    print(&mut printer, |_| {}).unwrap();
    assert_eq!(ask(&mut printer).ribbon, Some(411));
    rig.levers.set(|m| (m.ribbon, m.blanks) = (0, 3));
    let low = ask(&mut printer);
    assert_eq!((low.ribbon, low.feeder), (Some(0), Level::Low));
    rig.levers.set(|m| m.blanks = 0);
    assert_eq!(ask(&mut printer).feeder, Level::Empty);
}

#[test]
fn no_card_without_a_picture() {
    let rig = Rig::new();
    let job = CardJob { title: "0129".into(), face: None };
    let error = rig.printer().print(&job, &Ctl::within(PATIENCE), &mut |_| {}).expect_err("refused");
    assert_eq!((error.code(), error.effect()), ("D-112", Effect::NotStarted));
    assert!(rig.levers.set(|m| m.last.is_none() && m.blanks == 100));
}

/// Whatever would stop the card is found before a blank is touched.
#[test]
fn the_gate_is_before_the_job() {
    type Lever = fn(&mut Machine);
    let cases: [(Lever, Fault); 5] = [
        (|m| m.blanks = 0, Fault::Media(Media::MediaEmpty)),
        (|m| m.ribbon = 0, Fault::Media(Media::RibbonOut)),
        (|m| m.cover_open = true, Fault::Media(Media::CoverOpen)),
        (|m| m.output_full = true, Fault::Media(Media::OutputFull)),
        (|m| m.taken = true, Fault::Busy { by: Default::default() }),
    ];
    for (lever, fault) in cases {
        let rig = Rig::new();
        let mut printer = rig.printer();
        rig.levers.set(lever);
        let error = print(&mut printer, |_| {}).expect_err("stopped");
        assert_eq!((&error.fault, error.effect()), (&fault, Effect::NotStarted));
        assert_eq!(rig.levers.set(|m| m.documents), 0);
        rig.levers.set(|m| {
            m.clear();
            (m.blanks, m.ribbon) = (9, 9);
        });
        assert_eq!(print(&mut printer, |_| {}).unwrap(), PrintOutcome::Good, "after {fault:?}");
    }
}

/// A feeder without a sensor: the printer learns at the card that there is none.
#[test]
fn an_empty_feeder_waits_and_goes_on() {
    let rig = Rig::new();
    rig.levers.set(|m| (m.blanks, m.feeder_sensor) = (0, false));
    let (result, seen) = print_with(&rig, Hint::LoadBlanks, |m| m.blanks = 10);
    assert_eq!(result.unwrap(), PrintOutcome::Good);
    assert!(seen.contains(&Hint::LoadBlanks), "{seen:?}");
    assert_eq!(rig.levers.set(|m| (m.blanks, m.documents)), (9, 1), "one blank, one card");
}

#[test]
fn a_cover_opened_in_mid_card_waits_and_goes_on() {
    let rig = Rig::new();
    rig.levers.set(|m| m.pace = Duration::from_millis(60));
    let opened = std::cell::Cell::new(false);
    let mut seen = Vec::new();
    let result = print(&mut rig.printer(), |hint| {
        seen.push(hint);
        match hint {
            Hint::Printing if !opened.replace(true) => rig.levers.set(|m| m.cover_open = true),
            Hint::CloseCover => rig.levers.set(|m| m.cover_open = false),
            _ => {}
        }
    });
    assert_eq!(result.unwrap(), PrintOutcome::Good);
    assert!(seen.contains(&Hint::CloseCover), "{seen:?}");
}

#[test]
fn a_jam_spoils_the_card() {
    for (like_cups, shown) in [(false, 8), (true, 7)] {
        let rig = Rig::new();
        rig.levers.set(|m| (m.jam_next, m.like_cups, m.abort_shows) = (true, like_cups, shown));
        let mut printer = rig.printer();
        assert_eq!(print(&mut printer, |_| {}).unwrap(), PrintOutcome::Bad(Spoiled::Jam));
        let error = print(&mut printer, |_| {}).expect_err("still jammed");
        assert_eq!((&error.fault, error.effect()), (&Fault::Media(Media::Jam), Effect::NotStarted));
        rig.levers.set(Machine::clear);
        assert_eq!(print(&mut printer, |_| {}).unwrap(), PrintOutcome::Good);
    }
}

/// CUPS tells an abort as *completed* when its backend looks at the wrong moment.
#[test]
fn a_completed_job_with_a_jam_is_no_good_card() {
    let rig = Rig::new();
    rig.levers.set(|m| (m.jam_next, m.like_cups, m.abort_shows) = (true, true, 9));
    let error = print(&mut rig.printer(), |_| {}).expect_err("a doubt");
    assert_eq!((&error.fault, error.effect()), (&Fault::Media(Media::Jam), Effect::InDoubt));
}

/// A job that ends as *cancelled* was not cancelled by the clerk, and an old jam is not its reason.
#[test]
fn somebody_elses_cancel_is_for_a_person_to_judge() {
    let rig = Rig::new();
    rig.levers.set(|m| {
        m.pace = Duration::from_secs(3600);
        m.stale = vec!["media-jam-report", "cups-waiting-for-job-completed"];
    });
    let mut printer = rig.printer();
    let mut asked = false;
    let result = print(&mut printer, |hint| {
        if hint == Hint::Printing && !asked {
            asked = true;
            cancel_from_elsewhere(&rig);
        }
    });
    assert_eq!(result.unwrap(), PrintOutcome::Unknown);
}

fn cancel_from_elsewhere(rig: &Rig) {
    use loket::device::printer::ipp::line::{Arg, Line, Request};
    let uri = loket::device::printer::ipp::IppUri::of(&rig.line).unwrap();
    let request = Request {
        operation: ipp::model::Operation::CancelJob,
        name: "Cancel-Job",
        operands: &[("job-id", Arg::Number(1))],
        job: &[],
        document: &[],
        limit: PATIENCE,
    };
    assert_eq!(Line::new(&uri).ask(&request, &Ctl::within(PATIENCE)).unwrap().code, 0);
}

#[test]
fn the_deadline_says_what_stood_in_the_way() {
    let rig = Rig::new();
    rig.levers.set(|m| (m.blanks, m.feeder_sensor) = (0, false));
    let mut printer = rig.printer();
    let mut limited = |time| printer.print(&card(), &Ctl::within(time), &mut |_| {}).expect_err("out of time");
    let error = limited(Duration::from_millis(200));
    assert_eq!((&error.fault, error.effect()), (&Fault::Media(Media::MediaEmpty), Effect::InDoubt));
    rig.levers.set(|m| (m.blanks, m.pace) = (5, Duration::from_secs(3600)));
    let error = limited(Duration::from_millis(200));
    assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}");
    assert_eq!(error.effect(), Effect::InDoubt);
    rig.levers.set(|m| m.pace = Duration::ZERO);
    assert_eq!(print(&mut printer, |_| {}).unwrap(), PrintOutcome::Good, "nothing was left in the queue");
    assert_eq!(rig.levers.set(|m| m.documents), 3);
}

/// Before the document nothing has happened; after it only a person can tell.
#[test]
fn a_cancel_at_every_step() {
    for (at, effect) in
        [(Hint::Sending, Effect::NotStarted), (Hint::Feeding, Effect::InDoubt), (Hint::Printing, Effect::InDoubt)]
    {
        let rig = Rig::new();
        rig.levers.set(|m| m.pace = Duration::from_secs(3600));
        let cancel = Cancel::new();
        let ctl = Ctl::with_cancel(PATIENCE, cancel.clone());
        let mut printer = rig.printer();
        let result = printer.print(&card(), &ctl, &mut |p| {
            if p.hint == at {
                cancel.cancel();
            }
        });
        let error = result.expect_err("cancelled");
        assert_eq!((&error.fault, error.effect()), (&Fault::Cancelled, effect), "{at:?}");
        assert_eq!(rig.levers.set(|m| m.documents), u32::from(effect == Effect::InDoubt));
        assert!(!rig.levers.set(|m| m.fed()), "the job was taken back");
        rig.levers.set(|m| m.pace = Duration::ZERO);
        assert_eq!(print(&mut printer, |_| {}).unwrap(), PrintOutcome::Good, "{at:?}");
    }
}

/// CUPS keeps documents; it is asked to forget each, however the card ended.
#[test]
fn nothing_is_left_in_the_spool_of_cups() {
    let rig = Rig::new();
    rig.levers.set(|m| m.like_cups = true);
    let mut printer = rig.printer();
    print(&mut printer, |_| {}).unwrap();
    assert_eq!(rig.levers.set(|m| m.purged), 1);
    rig.levers.set(|m| m.pace = Duration::from_secs(3600));
    printer.print(&card(), &Ctl::within(Duration::from_millis(100)), &mut |_| {}).expect_err("out of time");
    assert_eq!(rig.levers.set(|m| m.purged), 2);
}

#[test]
fn who_is_refused_at_the_door() {
    let rig = Rig::new();
    let code = |line: &DeviceUri| open(line).err().map(|e| (e.code(), e.effect()));
    let made = |make: &str| rig.line.clone().with("make", make);
    assert_eq!(code(&made("SIMULATED card")), None);
    assert_eq!(code(&made("Primacy")), Some(("D-106", Effect::NotStarted)));
    assert_eq!(code(&rig.line.clone().with("format", "raw")), Some(("D-112", Effect::NotStarted)), "no raw queue");
    rig.levers.set(|m| m.formats = vec!["image/jpeg"]);
    assert_eq!(code(&rig.line), Some(("D-112", Effect::NotStarted)), "takes no PNG");
    rig.levers.set(|m| m.formats = vec!["application/vnd.cups-raw"]);
    assert_eq!(code(&rig.line.clone().with("format", "raw")), None);
    rig.levers.set(|m| {
        m.formats = vec!["image/png"];
        m.like_cups = true;
    });
    for (policy, refused) in
        [("abort-job", false), ("retry-job", true), ("retry-current-job", true), ("stop-printer", true)]
    {
        rig.levers.set(|m| m.error_policy = policy);
        assert_eq!(code(&rig.line).is_some_and(|c| c.0 == "D-102"), refused, "{policy}");
    }
}

#[test]
fn another_unit_on_the_same_port_is_refused() {
    let rig = Rig::new();
    let mut printer = rig.printer();
    rig.levers.set(|m| m.another_unit = true);
    let error = printer.check(&Ctl::within(PATIENCE)).expect_err("another");
    assert!(matches!(error.fault, Fault::WrongDevice { .. }), "{error}");
    let error = print(&mut printer, |_| {}).expect_err("another");
    assert_eq!((error.code(), error.effect()), ("D-106", Effect::NotStarted));
    assert_ne!(rig.printer().identity(), printer.identity());
}

/// A printer that forgets finished jobs at once leaves nothing to ask.
#[test]
fn a_forgotten_job_is_for_a_person_to_judge() {
    let rig = Rig::new();
    rig.levers.set(|m| m.pace = Duration::from_secs(3600));
    rig.levers.fault(Some(JOB), WireFault::Status(0x0406));
    assert_eq!(print(&mut rig.printer(), |_| {}).unwrap(), PrintOutcome::Unknown);
}

#[test]
fn every_word_of_the_simulator_is_obeyed() {
    let levers = loket::device::printer::sim::PrinterLevers::new();
    let mut sim = loket::device::printer::sim::PrinterSim::start(levers.clone()).unwrap();
    let mut obey = |words: &str| sim.obey(&words.split(' ').collect::<Vec<_>>());
    let script = "jam,clear,empty,load 7,ribbon out,ribbon 31,cover open,cover closed,output full,output free,unplug,replug,hang,slow 5,garbage,wrong";
    for words in script.split(',') {
        assert!(obey(words).is_ok(), "{words}");
    }
    for words in ["", "dance", "load", "load many", "ribbon", "cover", "slow soon", "put holder"] {
        assert!(obey(words).is_err(), "{words}");
    }
    assert_eq!(levers.set(|m| (m.blanks, m.ribbon, m.cover_open, m.another_unit)), (7, 31, false, true));
    let first = |usage: &&str| usage.split(' ').next().map(str::to_owned);
    let verbs: Vec<_> = sim.verbs().iter().filter_map(first).collect();
    for words in script.split(',') {
        assert!(verbs.iter().any(|v| words.starts_with(v.as_str())), "{words} is not listed");
    }
}
