//! The driver over libpcsclite and a real `pcscd` with virtual readers. Each test has a service of its own.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use loket::device::chip::pcsc::{Pcsc, readers};
use loket::device::chip::sim::{Glitch, Module, Placed, Running};
use loket::device::chip::slots::Slot;
use loket::device::error::{Card, Sam};
use loket::device::uri::UriFault;
use loket::device::{ActivationOutcome, AnyDevice, Chip, ChipFault, Ctl, DeviceUri, Effect, Fault, Hint, Holder, chip};

use super::rig::{Bench, activate, activate_within, chip as device, job};
use crate::device::rig::PATIENCE;

const ACTIVATED: ActivationOutcome = ActivationOutcome::Activated;

fn chip_of(device: &mut AnyDevice) -> &mut dyn Chip {
    let AnyDevice::Chip(chip) = device else { panic!("a chip reader") };
    chip.as_mut()
}

fn failed(cause: ChipFault) -> ActivationOutcome {
    ActivationOutcome::Failed(cause)
}

#[test]
fn a_card_is_activated_with_the_module() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    assert_eq!(reader.identity().as_str(), "Simulated KTP-el reader 00 + Simulated KTP-el reader 01");
    let (result, shown) = activate_within(reader.as_mut(), PATIENCE);
    assert_eq!(result.unwrap(), ACTIVATED);
    assert_eq!(shown, [Hint::PlaceCard, Hint::Authenticating, Hint::WritingChip, Hint::CheckingChip]);
    assert_eq!(bench.levers.activated(), 1);
    reader.check(&Ctl::within(PATIENCE)).unwrap();
    bench.levers.insert(Placed::Good);
    assert_eq!(activate(reader.as_mut()).unwrap(), ACTIVATED);
    assert_eq!(bench.levers.activated(), 2, "another card");
}

#[test]
fn a_card_put_down_late_is_waited_for() {
    let Some(mut bench) = Bench::with(|levers| {
        levers.remove();
    }) else {
        return;
    };
    let mut reader = bench.reader();
    let levers = bench.levers.clone();
    let mut placed = false;
    let result = reader.activate(&job(), &Ctl::within(PATIENCE), &mut |p| {
        if p.hint == Hint::PlaceCard && !placed {
            levers.insert(Placed::Good);
            placed = true;
        }
    });
    assert_eq!(result.unwrap(), ACTIVATED);
}

#[test]
fn without_a_card_nothing_happens() {
    let Some(mut bench) = Bench::with(|levers| {
        levers.remove();
    }) else {
        return;
    };
    let mut reader = bench.reader();
    let (result, _) = activate_within(reader.as_mut(), Duration::from_millis(300));
    let error = result.expect_err("no card");
    assert_eq!((&error.fault, error.effect()), (&Fault::Card(Card::ReaderNoCard), Effect::NotStarted));
}

#[test]
fn cards_that_are_not_to_be_activated() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    bench.levers.insert(Placed::Wrong);
    assert_eq!(activate(reader.as_mut()).unwrap(), failed(ChipFault::WrongCard));
    bench.levers.insert(Placed::Mute);
    assert_eq!(activate(reader.as_mut()).unwrap(), failed(ChipFault::Mute));
    bench.levers.insert(Placed::Good);
    assert_eq!(activate(reader.as_mut()).unwrap(), ACTIVATED, "the reader is as before");
}

/// Pulled at the commands before the proof nothing has happened; from the proof on a person looks.
#[test]
fn a_card_pulled_in_mid_exchange() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    for (after, effect) in
        [(0, Effect::NotStarted), (2, Effect::NotStarted), (3, Effect::InDoubt), (4, Effect::InDoubt)]
    {
        bench.levers.insert(Placed::Good);
        bench.levers.glitch(Slot::Card, after, Glitch::Pull);
        let error = activate(reader.as_mut()).expect_err("pulled");
        assert_eq!((&error.fault, error.effect()), (&Fault::Card(Card::CardRemoved), effect), "after {after}");
    }
    assert_eq!(bench.levers.activated(), 0);
    bench.levers.insert(Placed::Good);
    assert_eq!(activate(reader.as_mut()).unwrap(), ACTIVATED, "put back");
}

#[test]
fn a_module_that_refuses_or_is_not_there() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    bench.levers.module(Module::Refuses);
    let error = activate(reader.as_mut()).expect_err("refused");
    assert_eq!((&error.fault, error.effect()), (&Fault::Sam(Sam::Refused(0x6982)), Effect::NotStarted));
    bench.levers.module(Module::In);
    bench.levers.glitch(Slot::Sam, 0, Glitch::Pull);
    let error = activate(reader.as_mut()).expect_err("pulled");
    assert_eq!((&error.fault, error.effect()), (&Fault::Sam(Sam::Absent), Effect::NotStarted));
    assert_eq!(reader.check(&Ctl::within(PATIENCE)).expect_err("absent").fault, Fault::Sam(Sam::Absent));
    drop(reader);
    assert_eq!(bench.open().err().expect("absent").fault, Fault::Sam(Sam::Absent));
    bench.levers.module(Module::In);
    assert_eq!(activate(bench.reader().as_mut()).unwrap(), ACTIVATED);
}

/// A context that has lost its service never finds it again: the next open makes a new one.
#[test]
fn a_service_killed_and_started_again() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    assert!(bench.levers.running(Running::Down));
    let down = Fault::ServiceDown { service: "pcscd" };
    let error = activate(reader.as_mut()).expect_err("down");
    assert_eq!((&error.fault, error.effect()), (&down, Effect::NotStarted));
    assert!(error.loses_device());
    drop(reader);
    assert_eq!(bench.open().err().expect("down").fault, down);
    assert!(bench.levers.running(Running::Up));
    assert_eq!(activate(bench.reader().as_mut()).unwrap(), ACTIVATED);
}

#[test]
fn a_service_killed_in_mid_exchange_leaves_a_doubt() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    bench.levers.glitch(Slot::Card, 4, Glitch::Stall);
    let levers = bench.levers.clone();
    let mut killer = None;
    let result = reader.activate(&job(), &Ctl::within(PATIENCE), &mut |p| {
        if p.hint == Hint::WritingChip {
            let levers = levers.clone();
            killer = Some(thread::spawn(move || levers.running(Running::Down)));
        }
    });
    let error = result.expect_err("killed");
    assert_eq!(error.effect(), Effect::InDoubt);
    assert_eq!(error.fault, Fault::ServiceDown { service: "pcscd" });
    assert!(killer.expect("killed").join().unwrap());
}

#[test]
fn a_reader_unplugged_and_plugged_in_again() {
    let Some(mut bench) = Bench::new() else { return };
    assert!(bench.levers.running(Running::NoReader));
    let error = bench.open().err().expect("unplugged");
    assert_eq!(error.fault, Fault::NotConnected { what: "Simulated KTP-el reader 00 00".into() });
    assert!(bench.levers.running(Running::Up));
    assert_eq!(activate(bench.reader().as_mut()).unwrap(), ACTIVATED);
}

#[test]
fn a_second_user_is_told_that_it_is_taken() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    let mut second = bench.second_opener();
    let error = second(&Ctl::within(PATIENCE)).err().expect("taken");
    assert_eq!((&error.fault, error.effect()), (&Fault::Busy { by: Holder::default() }, Effect::NotStarted));
    assert_eq!(activate(reader.as_mut()).unwrap(), ACTIVATED, "the first is not disturbed");
    drop(reader);
    let mut reader = device(second(&Ctl::within(PATIENCE)).expect("free"));
    bench.levers.insert(Placed::Good);
    assert_eq!(activate(reader.as_mut()).unwrap(), ACTIVATED);
}

/// A call of the library that does not return holds nobody but itself.
#[test]
fn a_card_that_never_answers_keeps_nobody() {
    let Some(mut bench) = Bench::new() else { return };
    let mut reader = bench.reader();
    for (after, effect) in [(1, Effect::NotStarted), (4, Effect::InDoubt)] {
        bench.levers.insert(Placed::Good);
        bench.levers.glitch(Slot::Card, after, Glitch::Stall);
        let (result, _) = activate_within(reader.as_mut(), Duration::from_millis(1500));
        let error = result.expect_err("late");
        assert!(matches!(error.fault, Fault::Timeout { op: "transmit", .. }), "{error}");
        assert_eq!(error.effect(), effect);
    }
    bench.levers.insert(Placed::Good);
    assert_eq!(activate(reader.as_mut()).unwrap(), ACTIVATED, "another card frees the service");
}

#[test]
fn a_cancel_wakes_whoever_waits_for_a_card() {
    let Some(mut bench) = Bench::with(|levers| {
        levers.remove();
    }) else {
        return;
    };
    let mut reader = bench.reader();
    let ctl = Ctl::within(PATIENCE);
    let cancel = ctl.cancel.clone();
    let result = reader.activate(&job(), &ctl, &mut |p| {
        if p.hint == Hint::PlaceCard {
            let cancel = cancel.clone();
            thread::spawn(move || cancel.cancel());
        }
    });
    let error = result.expect_err("cancelled");
    assert_eq!((&error.fault, error.effect()), (&Fault::Cancelled, Effect::NotStarted));
}

/// A part of the name will do while it fits one reader only.
#[test]
fn readers_are_listed_and_picked_by_name() {
    let Some(bench) = Bench::new() else { return };
    let socket = PathBuf::from(bench.wire.get("socket").expect("a socket"));
    let pcsc = Pcsc::load(Some(&socket)).expect("a library");
    let ctl = Ctl::within(PATIENCE);
    let mut reader = bench.second_opener()(&ctl).expect("opens");
    assert_eq!(activate(chip_of(&mut reader)).unwrap(), ACTIVATED);
    let readers = readers(&pcsc, &ctl).expect("listed");
    let seen: Vec<_> = readers.iter().map(|r| (r.name.as_str(), r.present, r.atr.get(4..12))).collect();
    let names = ["Simulated KTP-el reader 00 00", "Simulated KTP-el reader 00 01"];
    assert_eq!(seen, [(names[0], true, Some(&b"LOKETSIM"[..])), (names[1], true, Some(&b"LOKETSAM"[..]))]);
    let line = |body: &str| DeviceUri::new("pcsc", body).with("socket", &socket.display().to_string());
    let error = chip::probe(&line("Simulated KTP-el"), &ctl).expect_err("two fit");
    let Fault::BadSetting(why) = error.fault else { panic!("{error}") };
    assert_eq!((why.why, why.part.as_str()), (UriFault::Ambiguous, "Simulated KTP-el"));
    assert_eq!(chip::probe(&line("00 00"), &ctl).expect("one fits").identifier, Some(7));
    let error = chip::probe(&line("Omnikey"), &ctl).expect_err("none fits");
    assert_eq!(error.fault, Fault::NotConnected { what: "Omnikey".into() });
}

#[test]
fn a_probe_asks_for_the_identifier_only() {
    let Some(bench) = Bench::new() else { return };
    let before = bench.levers.commands();
    let answer = chip::probe(&bench.wire, &Ctl::within(PATIENCE)).expect("answers");
    assert_eq!(bench.levers.commands() - before, 1);
    assert_eq!(answer.reader, "Simulated KTP-el reader 00");
    assert_eq!(answer.identifier, Some(7));
    assert_eq!(answer.atr[4..12], *b"LOKETSIM");
    bench.levers.insert(Placed::Mute);
    let error = chip::probe(&bench.wire, &Ctl::within(PATIENCE)).expect_err("mute");
    assert_eq!(error.fault, Fault::Card(Card::CardMute));
}
