//! The engine in memory: every fault at every step, with the right effect.

use std::path::Path;

use loket::device::chip::run::run;
use loket::device::chip::script::Script;
use loket::device::chip::slots::Slot;
use loket::device::error::{Card, Sam};
use loket::device::{ActivationOutcome, ChipFault, Ctl, DeviceError, Effect, Fault, Progress};

use super::memory::{InMemory, Reply, ok, status};
use crate::device::rig::PATIENCE;

/// Place of the proof among the commands: nothing is left behind before it.
const PROOF: usize = 4;
const WRITE: usize = 6;

fn shipped(name: &str) -> Script {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/chip").join(name);
    Script::parse(&std::fs::read_to_string(path).expect("shipped")).expect("well formed")
}

/// One reply a command of the shipped activation.
fn replies() -> Vec<Reply> {
    vec![
        ok(&[0x6F, 0]),
        ok(&[1; 7]),
        ok(&[2; 8]),
        ok(&[3; 24]),
        ok(&[4; 16]),
        ok(&[5; 16]),
        ok(&[]),
        ok(&[]),
        ok(&[6; 256]),
        status(&[6; 44], 0x6282),
    ]
}

fn go(slots: &mut InMemory) -> Result<ActivationOutcome, DeviceError> {
    go_with(slots, &Ctl::within(PATIENCE), &mut |_| {})
}

fn go_with(
    slots: &mut InMemory,
    ctl: &Ctl,
    progress: &mut dyn FnMut(Progress),
) -> Result<ActivationOutcome, DeviceError> {
    run(&shipped("simulated.toml"), slots, ctl, progress).map(|ran| ran.outcome())
}

#[test]
fn the_relay_carries_what_the_steps_kept() {
    let mut slots = InMemory::new(replies());
    assert_eq!(go(&mut slots).unwrap(), ActivationOutcome::Activated);
    let to_module = [&[0x80, 0x10, 0, 0, 15][..], &[1; 7], &[2; 8], &[24]].concat();
    let to_card = [&[0, 0x82, 0, 0, 24][..], &[3; 24], &[16]].concat();
    let write = [&[0x80, 0xE2, 0, 0, 16][..], &[5; 16]].concat();
    assert_eq!(slots.asked[3], (Slot::Sam, to_module));
    assert_eq!(slots.asked[PROOF], (Slot::Card, to_card));
    assert_eq!(slots.asked[WRITE], (Slot::Card, write));
    assert_eq!(slots.asked[9].1, [0, 0xB0, 1, 0, 0], "the second block");
    assert!(slots.ended && slots.replies.is_empty());
}

#[test]
fn every_fault_at_every_step_has_its_effect() {
    let faults = [
        Fault::Card(Card::CardRemoved),
        Fault::Card(Card::CardMute),
        Fault::NotConnected { what: "reader".into() },
        Fault::ServiceDown { service: "pcscd" },
        Fault::Timeout { op: "transmit", after: PATIENCE },
        Fault::Cancelled,
    ];
    for at in 0..replies().len() {
        for fault in &faults {
            let mut list = replies();
            list[at] = Reply::Fault(fault.clone());
            let mut slots = InMemory::new(list);
            let error = go(&mut slots).expect_err("a fault");
            let effect = if at < PROOF { Effect::NotStarted } else { Effect::InDoubt };
            assert_eq!((&error.fault, error.effect()), (fault, effect), "command {at}");
            assert_eq!(slots.asked.len(), at + 1, "nothing is sent after a fault");
            assert!(slots.ended, "the card is let go");
        }
    }
}

#[test]
fn status_words_nobody_expects() {
    for (at, step) in ["application", "identifier", "challenge", "module-proof", "prove-to-card"].iter().enumerate() {
        let mut list = replies();
        list[at] = status(&[], 0x6F42);
        let error = go(&mut InMemory::new(list)).expect_err("unexpected");
        let fault = if at == 3 { Fault::Sam(Sam::Refused(0x6F42)) } else { Fault::Card(Card::Sw(0x6F42)) };
        let effect = if at < PROOF { Effect::NotStarted } else { Effect::InDoubt };
        assert_eq!((&error.fault, error.effect()), (&fault, effect));
        let named = std::error::Error::source(&error).expect("a source").to_string();
        assert_eq!(named, format!("step {step}"));
    }
}

#[test]
fn status_words_that_mean_something() {
    let cases = [
        (0, 0x6A82, ChipFault::WrongCard),
        (PROOF, 0x6982, ChipFault::Refused),
        (PROOF, 0x63C2, ChipFault::Refused),
        (WRITE, 0x6984, ChipFault::HolderNotVerified),
    ];
    for (at, word, cause) in cases {
        let mut list = replies();
        list[at] = status(&[], word);
        let mut slots = InMemory::new(list);
        assert_eq!(go(&mut slots).unwrap(), ActivationOutcome::Failed(cause), "{word:04X}");
        assert!(slots.ended && slots.asked.len() == at + 1);
    }
}

#[test]
fn a_card_that_does_not_come_up_is_an_outcome() {
    let mut slots = InMemory::new([]);
    slots.card = Err(Card::CardMute);
    assert_eq!(go(&mut slots).unwrap(), ActivationOutcome::Failed(ChipFault::Mute));
    slots.card = Err(Card::ReaderNoCard);
    assert_eq!(go(&mut slots).unwrap_err().effect(), Effect::NotStarted);
}

/// Cancelled between two steps: what is not sent has not happened.
#[test]
fn a_cancel_before_a_step_does_not_send_it() {
    for (before, effect) in [(PROOF, Effect::NotStarted), (WRITE, Effect::InDoubt)] {
        let mut slots = InMemory::new(replies());
        let ctl = Ctl::within(PATIENCE);
        let mut steps = 0;
        let error = go_with(&mut slots, &ctl, &mut |_| {
            steps += 1;
            // One progress for the card, then one a step, told before the step is done.
            if steps == before + 1 {
                ctl.cancel.cancel();
            }
        });
        let error = error.expect_err("cancelled");
        assert_eq!((&error.fault, error.effect()), (&Fault::Cancelled, effect));
        assert_eq!(slots.asked.len(), before);
    }
}

#[test]
fn the_shipped_probe_leaves_no_trace() {
    let probe = shipped("probe.toml");
    assert!(!probe.activates() && !probe.needs_sam());
    let mut slots = InMemory::new([status(&[], 0x6A81)]);
    let ran = run(&probe, &mut slots, &Ctl::within(PATIENCE), &mut |_| {}).expect("it answered");
    assert_eq!(ran.ended, None);
    assert_eq!(slots.asked, [(Slot::Card, vec![0xFF, 0xCA, 0, 0, 0])]);
}

/// The file ends in one of three ways, or is longer than wanted.
#[test]
fn a_file_is_read_to_its_end() {
    let script = |limit| {
        let text = format!("[[step]]\nname = \"f\"\ndo = \"read\"\nlimit = {limit}\nkeep = \"f\"\n");
        Script::parse(&text).expect("well formed")
    };
    let ends: [(Vec<Reply>, usize); 4] = [
        (vec![ok(&[1; 256]), ok(&[1; 3])], 259),
        (vec![ok(&[1; 256]), status(&[1; 3], 0x6282)], 259),
        (vec![ok(&[1; 256]), status(&[], 0x6B00)], 256),
        (vec![ok(&[1; 256]), ok(&[1; 256])], 300),
    ];
    for (replies, length) in ends {
        let mut slots = InMemory::new(replies);
        let ran = run(&script(300), &mut slots, &Ctl::within(PATIENCE), &mut |_| {}).expect("read");
        assert_eq!(ran.kept["f"].len(), length);
        assert!(slots.replies.is_empty());
    }
    let mut slots = InMemory::new([status(&[], 0x6B00)]);
    let error = run(&script(300), &mut slots, &Ctl::within(PATIENCE), &mut |_| {}).err().expect("nothing there");
    assert_eq!(error.fault, Fault::Card(Card::Sw(0x6B00)));
}
