//! Commands and answers by ISO 7816-4.

use loket::device::chip::apdu::{Answer, Command, exchange};
use loket::device::chip::slots::Slot;
use loket::device::{Ctl, Fault};
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::memory::{InMemory, Reply, ok, status};
use crate::cases;
use crate::device::rig::PATIENCE;

fn command(data: &[u8], expected: Option<u16>) -> Command {
    Command { header: [0x80, 0x10, 1, 2], data: Zeroizing::new(data.to_vec()), expected }
}

#[test]
fn the_four_forms_of_a_command() {
    let bytes = |data: &[u8], expected| command(data, expected).encode().to_vec();
    assert_eq!(bytes(&[], None), [0x80, 0x10, 1, 2]);
    assert_eq!(bytes(&[], Some(16)), [0x80, 0x10, 1, 2, 16]);
    assert_eq!(bytes(&[7, 8], None), [0x80, 0x10, 1, 2, 2, 7, 8]);
    assert_eq!(bytes(&[7, 8], Some(256)), [0x80, 0x10, 1, 2, 2, 7, 8, 0]);
}

#[test]
fn the_rest_of_an_answer_is_fetched() {
    let mut slots = InMemory::new([status(&[1], 0x6102), status(&[2, 3], 0x6100), ok(&[4])]);
    let answer = exchange(&mut slots, Slot::Sam, &command(&[9], None), &Ctl::within(PATIENCE)).unwrap();
    assert_eq!((answer.data.as_slice(), answer.status), ([1, 2, 3, 4].as_slice(), 0x9000));
    assert_eq!(slots.asked[1], (Slot::Sam, vec![0x80, 0xC0, 0, 0, 2]));
    assert_eq!(slots.asked[2], (Slot::Sam, vec![0x80, 0xC0, 0, 0, 0]));
}

#[test]
fn a_wrong_expectation_is_put_right_once() {
    let mut slots = InMemory::new([status(&[], 0x6C07), ok(&[0; 7])]);
    exchange(&mut slots, Slot::Card, &command(&[], Some(256)), &Ctl::within(PATIENCE)).unwrap();
    assert_eq!(slots.asked[1].1, [0x80, 0x10, 1, 2, 7]);
    let mut slots = InMemory::new([status(&[], 0x6C07), status(&[], 0x6C08)]);
    let answer = exchange(&mut slots, Slot::Card, &command(&[], None), &Ctl::within(PATIENCE)).unwrap();
    assert_eq!((answer.status, slots.asked.len()), (0x6C08, 2));
}

#[test]
fn a_card_that_never_ends_is_broken() {
    let mut slots = InMemory::new(vec![status(&[0; 200], 0x6110); 100]);
    let error = exchange(&mut slots, Slot::Card, &command(&[], None), &Ctl::within(PATIENCE)).unwrap_err();
    assert!(matches!(error.fault, Fault::Protocol { what: "endless answer", .. }));
    assert!(slots.asked.len() < 40);
}

#[test]
fn no_text_of_an_answer_shows_it() {
    let Reply::Bytes(bytes) = ok(&[0xAB; 4]) else { unreachable!() };
    let answer = Answer::decode(Zeroizing::new(bytes)).unwrap();
    assert_eq!(format!("{answer:?}"), "Answer(4 bytes, 9000)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    #[test]
    fn any_answers_end(replies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 40)) {
        let mut slots = InMemory::new(replies.into_iter().map(Reply::Bytes));
        let _ = exchange(&mut slots, Slot::Card, &command(&[1], Some(256)), &Ctl::within(PATIENCE));
        prop_assert!(slots.asked.len() <= 40);
    }
}
