//! Files cut short, overwritten in stretches, and logs that are not what was written.
//!
//! Of the file itself every damage is told or changes no answer. A log is different: its last acts may be gone with
//! it, as if they had never been; what is left must then be exactly the ledger as it stood before them.

use super::flip::{Shown, Sound};
use super::power::lay_out;
use super::rig::{self, Disk, FORMS, Seed, place};
use super::script::Script;
use crate::ledger::support::*;
use loket::domain::event::Recorded;
use loket::ledger::{Ledger, LedgerError, Options, open, verify};
use std::collections::BTreeMap;
use std::path::Path;

/// A page of the engine.
const PAGE: usize = 4096;

/// One damage of a stretch of a file.
fn damaged(sound: &[u8], seed: &mut Seed) -> (String, Vec<u8>) {
    let mut bytes = sound.to_vec();
    let at = seed.below(bytes.len());
    let what = match seed.below(5) {
        0 => {
            bytes.truncate(at);
            format!("cut to {at} bytes")
        }
        1 => {
            let pages = seed.below(bytes.len() / PAGE);
            bytes.truncate(pages * PAGE);
            format!("cut to {pages} pages")
        }
        2 => {
            let end = (at + 1 + seed.below(2 * PAGE)).min(bytes.len());
            bytes[at..end].fill(0);
            format!("zeros from {at} to {end}")
        }
        3 => {
            let end = (at + 1 + seed.below(64)).min(bytes.len());
            bytes[at..end].iter_mut().for_each(|b| *b = seed.next() as u8);
            format!("noise from {at} to {end}")
        }
        _ => {
            let pages = bytes.len() / PAGE;
            let (one, other) = (seed.below(pages), seed.below(pages));
            bytes.copy_within(one * PAGE..(one + 1) * PAGE, other * PAGE);
            format!("page {one} over page {other}")
        }
    };
    (what, bytes)
}

#[test]
fn a_damaged_stretch_is_told_or_harmless() {
    let mut seed = Seed::printed("damage");
    let value = seed.value();
    let sound = Sound::office();
    let (mut told, mut harmless) = (0, 0);
    let cases = crate::cases(100);
    for _ in 0..cases {
        let (what, bytes) = damaged(&sound.bytes, &mut seed);
        match sound.shown_with(bytes, &what) {
            Shown::Nothing => told += 1,
            Shown::TheSame => harmless += 1,
        }
    }
    println!("damage: seed={value} cases={cases} lost=0 found={told} harmless={harmless} silent=0");
    assert!(told > harmless);
}

/// A page of an encrypted ledger bears out its own sum: nearly everything is told, and never with other words.
#[test]
fn a_damaged_encrypted_file_is_told_or_harmless() {
    let mut seed = Seed::printed("damage-encrypted");
    let value = seed.value();
    let room = place(Disk::Memory);
    let home = room.path().join(FORMS[1]);
    drop(Script::found(&home, &mut |_, _, _| {}).play());
    let wanted = verify(rig::home(&home), &mut |_, _| {}).unwrap().unwrap();
    let sound = std::fs::read(home.join("ledger.db")).unwrap();
    let (mut told, mut harmless) = (0, 0);
    let cases = crate::cases(100);
    for n in 0..cases {
        let (what, bytes) = if n % 2 == 0 {
            damaged(&sound, &mut seed)
        } else {
            let (at, bit, mut bytes) = (seed.below(sound.len()), seed.below(8), sound.clone());
            bytes[at] ^= 1 << bit;
            (format!("bit {bit} of byte {at}"), bytes)
        };
        lay_out(&home, &[("ledger.db".to_owned(), bytes)].into());
        match verify(rig::home(&home), &mut |_, _| {}) {
            Ok(Ok(found)) => {
                assert_eq!(found, wanted, "{what}: silent, and says something else");
                harmless += 1;
            }
            _ => told += 1,
        }
    }
    println!("damage-encrypted: seed={value} cases={cases} lost=0 found={told} harmless={harmless} silent=0");
    assert!(told > 9 * harmless);
}

/// A ledger whose last acts lie in the log only, as a kill leaves it: its files, and all its entries.
fn with_a_log() -> (BTreeMap<String, Vec<u8>>, Vec<Recorded>) {
    let mut desk = Desk::new();
    for n in 1..=12 {
        let app = desk.submit(n, "Siti Aminah", "08123456789");
        if n % 4 == 0 {
            desk.print(app);
        }
    }
    let names = ["ledger.db", "ledger.db-wal", "ledger.db-shm"];
    let files = names.map(|name| (name.to_owned(), std::fs::read(desk.home().join(name)).unwrap()));
    let entry = |seq| desk.ledger.entry(seq).unwrap().unwrap();
    (files.into(), (1..=desk.ledger.office().desk.seq).map(entry).collect())
}

/// The ledger of a home is the beginning of this journal, between two acts; its length.
fn beginning(home: &Path, journal: &[Recorded]) -> Result<usize, LedgerError> {
    let ledger = open(home, Options::default())?;
    let seq = ledger.office().desk.seq as usize;
    for (n, known) in (1..).zip(&journal[..seq]) {
        assert_eq!(ledger.entry(n)?.as_ref(), Some(known), "another entry {n}");
    }
    // The acts of setting up share a moment; after them each has its own.
    let moment = |n: usize| journal.get(n).map(|rec| rec.envelope.stamp.mono_ms).filter(|ms| *ms > 0);
    assert!(moment(seq - 1).is_none() || moment(seq - 1) != moment(seq), "half an act: it ends at entry {seq}");
    Ok(seq)
}

#[test]
fn a_damaged_log_loses_acts_from_its_end_only_or_is_told() {
    let mut seed = Seed::printed("damage-log");
    let value = seed.value();
    let (sound, journal) = with_a_log();
    let room = place(Disk::Memory);
    let home = room.path().join("office");
    let (mut told, mut shorter, mut whole) = (0, 0, 0);
    let cases = crate::cases(150);
    for n in 0..cases {
        let mut files = sound.clone();
        // Every third time the index of the log, which vouches for nothing and must be made anew.
        let name = if n % 3 == 2 { "ledger.db-shm" } else { "ledger.db-wal" };
        let file = files.get_mut(name).expect("a file");
        let what = if seed.once_in(2) {
            let (at, bit) = (seed.below(file.len()), seed.below(8));
            file[at] ^= 1 << bit;
            format!("bit {bit} of byte {at} of {name}")
        } else {
            let (what, bytes) = damaged(file, &mut seed);
            *file = bytes;
            format!("{name} {what}")
        };
        lay_out(&home, &files);
        match verify(&home, &mut |_, _| {}).map(|found| found.map(|_| beginning(&home, &journal))) {
            Ok(Ok(Ok(seq))) => {
                assert!(name.ends_with("-wal") || seq == journal.len(), "{what}: acts are lost with an index");
                let cut = seq < journal.len();
                (shorter, whole) = (shorter + u32::from(cut), whole + u32::from(!cut));
            }
            _ => told += 1,
        }
    }
    println!(
        "damage-log: seed={value} cases={cases} lost=0 found={} told={told} shorter={shorter} whole={whole}",
        cases - whole
    );
    assert!(shorter + told > 0 && whole > 0);
}
