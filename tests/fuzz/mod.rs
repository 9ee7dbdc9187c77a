//! The fuzz targets on their seeds and on changes of these: that each reads what it should, quickly and on every run.
//!
//! Searching for days is `fuzz/run`'s, which includes the same targets; what it found stands among the seeds and, where
//! it was a mistake of the program, in the tests of that part. Changes are made from a fixed seed.

pub mod targets;

use crate::faults::rig::Seed;
use std::panic::{AssertUnwindSafe, catch_unwind};
use targets::{LONGEST, TARGETS, Target};

/// Changed inputs of a plain reader; a slower one gets fewer.
const CHANGED: u32 = 400;
/// Rounds of the seeds until a good one is taken for one.
const TRIES: u32 = 20;
/// Bytes that mean something to many readers.
const TELLING: &[u8] = b"\0\x01\x7f\x80\xff\n\r \"'{}[],:;=<>%\\+-0915AaZz";

fn named(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target {name}"))
}

/// Whether one input is a good one; a panic is told with what led to it.
fn given(target: &Target, input: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| (target.run)(input)))
        .unwrap_or_else(|_| panic!("{}, {}: b\"{}\"", target.name, target.what, input.escape_ascii()))
}

/// One to four small changes, and now and then a piece of another input.
fn changed(seed: &mut Seed, all: &[Vec<u8>]) -> Vec<u8> {
    let mut input = all[seed.below(all.len())].clone();
    for _ in 0..=seed.below(4) {
        let at = seed.below(input.len() + 1);
        let upto = (at + 1 + seed.below(12)).min(input.len());
        let telling = TELLING[seed.below(TELLING.len())];
        match seed.below(8) {
            0 | 1 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte = telling),
            2 => input.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << seed.below(8)),
            3 => input.insert(at, telling),
            4 => drop(input.drain(at.min(upto)..upto)),
            5 => input.truncate(at),
            6 => {
                let again = input[at.min(upto)..upto].to_vec();
                input.splice(at..at, again);
            }
            _ => {
                let other = &all[seed.below(all.len())];
                let from = seed.below(other.len() + 1);
                let piece = other[from..(from + seed.below(64)).min(other.len())].to_vec();
                input.splice(at..at, piece);
            }
        }
    }
    input.truncate(LONGEST);
    input
}

fn holds(name: &str) {
    let target = named(name);
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty() && seeds.iter().all(|seed| seed.len() <= LONGEST), "{name}: its seeds");
    let good = |_| seeds.iter().filter(|seed| given(target, seed)).count() > 0;
    // A driver that waits a millisecond may miss a good answer on a busy machine.
    assert!((0..TRIES).any(good), "{name}: none of its seeds is good, so nothing good is ever near");
    let mut seed = Seed::of(0x10_4E7 + name.len() as u64);
    for _ in 0..crate::cases((CHANGED / target.cost).max(2)) {
        given(target, &changed(&mut seed, &seeds));
    }
}

macro_rules! each {
    ($($name:ident)*) => {
        $(#[test] fn $name() { holds(stringify!($name)); })*

        #[test]
        fn every_target_is_run_here() {
            let here = [$(stringify!($name)),*];
            let all: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(here.as_slice(), all);
        }
    };
}

each! {
    frames pdu ipp dbus http reader slip scanner finger modem escpos evolis card scanned fields lists seal recovery
    keyname settings device keys parcel papers checklist chip template backup agenda record picture face entry event
    personal fold ledger draft desk
}
