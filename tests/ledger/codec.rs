//! The canonical bytes of an entry: frozen per kind, and hostile input.

use super::samples;
use super::support::*;
use loket::domain::event::{Envelope, Event};
use loket::domain::id::{AccountId, BootId, LedgerId, RunId};
use loket::domain::time::Stamp;
use loket::ledger::{ENTRY_MAX, Entry, LedgerError, hex, leaf, personal_digest};
use proptest::prelude::*;

/// Kind, version and canonical bytes of one entry per kind; a kind that changes gets a new line, no line
/// ever changes.
const FROZEN: &str = include_str!("frozen/entries.txt");

fn sample(seq: u64, event: Event) -> Entry {
    let even = seq.is_multiple_of(2);
    let envelope = Envelope {
        actor: AccountId([0xa1; 16]),
        approver: even.then_some(AccountId([0xb2; 16])),
        station: "loket-1".into(),
        run: RunId([0xc3; 16]),
        backend: [None, Some("attested".to_owned()), Some(String::new())][seq as usize % 3].clone(),
        stamp: Stamp { utc_ms: MORNING, offset_s: 25_200, mono_ms: 86_400_123, boot: BootId([0xd4; 16]) },
        happened_ms: even.then_some(MORNING - 60_000),
    };
    let personal = (!even).then(|| personal_digest(&[1; 32], b"{}"));
    Entry { ledger: LedgerId([0x11; 16]), seq, envelope, event, personal, prev: [0xee; 32] }
}

fn samples() -> Vec<Entry> {
    samples::all().into_iter().enumerate().map(|(n, event)| sample(n as u64 + 1, event)).collect()
}

#[test]
fn every_kind_has_a_sample() {
    let kinds: Vec<_> = samples::all().iter().map(|e| (e.kind(), e.version())).collect();
    assert_eq!(kinds, Event::KINDS);
}

/// The frozen entry of a kind and version.
fn frozen(kind: &str, version: u16) -> Option<(Vec<u8>, Entry)> {
    let begins = format!("{kind} {version} ");
    let text = FROZEN.lines().find_map(|line| line.strip_prefix(&begins))?;
    Some((crate::unhex(text), Entry::decode(&crate::unhex(text)).unwrap()))
}

#[test]
fn frozen_entries_read_and_write_the_same() {
    let mut missing = Vec::new();
    for (n, event) in samples::all().into_iter().enumerate() {
        let (kind, version) = (event.kind(), event.version());
        let Some((stored, entry)) = frozen(kind, version) else {
            let text = sample(n as u64 + 1, event).encode().unwrap();
            let text: String = text.iter().map(|b| format!("{b:02x}")).collect();
            missing.push(format!("{kind} {version} {text}"));
            continue;
        };
        assert_eq!(entry, sample(entry.seq, event), "{kind} is read as something else");
        assert_eq!(entry.encode().unwrap(), stored, "{kind} is written as something else");
    }
    assert!(missing.is_empty(), "not frozen yet, the lines would be\n{}", missing.join("\n"));
    assert_eq!(FROZEN.lines().count(), Event::KINDS.len() + Event::OLDER.len(), "one line a kind and version");
}

#[test]
fn entries_of_older_programs_are_read_as_what_they_mean_today() {
    let older = samples::older();
    assert_eq!(older.len(), Event::OLDER.len());
    for ((kind, version), event) in Event::OLDER.iter().zip(older) {
        let (_, entry) = frozen(kind, *version).unwrap_or_else(|| panic!("nothing is frozen of {kind} {version}"));
        assert_eq!(event.kind(), *kind);
        assert!(event.version() > *version);
        assert_eq!(entry, sample(entry.seq, event), "{kind} {version}");
    }
}

#[test]
fn the_leaf_is_domain_separated() {
    let empty = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    assert_eq!(hex(&leaf(b"")), empty, "RFC 9162: the hash of a single zero byte");
}

#[test]
fn absent_and_empty_differ() {
    let mut entry = samples().remove(0);
    entry.envelope.backend = None;
    let none = entry.encode().unwrap();
    entry.envelope.backend = Some(String::new());
    assert_ne!(none, entry.encode().unwrap());
}

#[test]
fn an_entry_over_the_limit_is_refused_with_its_size() {
    let mut entry = samples().remove(0);
    entry.envelope.station = "x".repeat(ENTRY_MAX);
    assert!(matches!(entry.encode(), Err(LedgerError::TooLarge { len, max: ENTRY_MAX }) if len > ENTRY_MAX));
    assert!(Entry::decode(&vec![0; ENTRY_MAX + 1]).is_err());
}

#[test]
fn a_shortened_or_lengthened_entry_does_not_read() {
    for entry in samples() {
        let whole = entry.encode().unwrap();
        for cut in 0..whole.len() {
            assert!(Entry::decode(&whole[..cut]).is_err(), "{} cut at {cut}", entry.event.kind());
        }
        let longer = [whole, vec![0; 4]].concat();
        assert!(Entry::decode(&longer).is_err());
    }
}

#[test]
fn unknown_kinds_versions_and_formats_are_told() {
    let whole = samples()[0].encode().unwrap();
    let mut format = whole.clone();
    format[5] = 2;
    assert_eq!(Entry::decode(&format).unwrap_err(), "unknown entry format 2");
    let at = whole.windows(14).position(|w| w == b"ledger_created").unwrap();
    let mut kind = whole.clone();
    kind[at] = b'L';
    assert_eq!(Entry::decode(&kind).unwrap_err(), "unknown kind of entry Ledger_created version 2");
    kind[at..at + 14].copy_from_slice(b"led\x1b[2J\xe2\x80\xae\0xyz");
    let told = Entry::decode(&kind).unwrap_err();
    assert_eq!(told, "unknown kind of entry led[2Jxyz version 2", "nothing steers a terminal");
    let mut version = whole;
    version[at + 14 + 4 + 1] = 9;
    assert_eq!(Entry::decode(&version).unwrap_err(), "unknown kind of entry ledger_created version 9");
}

proptest! {
    #[test]
    fn garbage_is_an_error_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Entry::decode(&bytes).is_err());
    }

    #[test]
    fn a_flipped_bit_never_panics_and_changes_the_leaf(which in 0usize..45, place in any::<usize>(), bit in 0u8..8) {
        let all = samples();
        let entry = &all[which % all.len()];
        let whole = entry.encode().unwrap();
        let mut flipped = whole.clone();
        let at = place % flipped.len();
        flipped[at] ^= 1 << bit;
        prop_assert_ne!(leaf(&whole), leaf(&flipped));
        let _ = Entry::decode(&flipped);
    }
}
