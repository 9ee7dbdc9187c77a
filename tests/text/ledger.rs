//! The ledger's errors: each says what is safe and what to do, with its code as the ledger lists it.

use std::collections::BTreeSet;
use std::io;

use loket::ledger::LedgerError as E;
use loket::text::{Lang, ledger};

use super::{differ, fits};

pub fn samples() -> Vec<E> {
    let path = || "/srv/loket/ledger.db".into();
    let cause = || io::Error::other("sample").into();
    vec![
        E::Missing { path: path() },
        E::Exists { path: path() },
        E::NotALedger { path: path() },
        E::Newer { found: 12, known: 9 },
        E::EngineTooOld { found: "3.40.1".into() },
        E::ForeignDisk { path: path(), kind: "nfs" },
        E::Permissions { path: path(), found: 0o644, wanted: 0o600 },
        E::Unfinished { path: path() },
        E::Copy { path: path() },
        E::Linked { path: path() },
        E::WrongKey { path: path(), source: None },
        E::GateHeld { by: "loket (4711)".into() },
        E::Busy(cause()),
        E::Exchanging,
        E::InUse,
        E::Stopped,
        E::Disk { safe: 123_456, unsure: true, source: cause() },
        E::Disk { safe: 123_456, unsure: false, source: cause() },
        E::Full { safe: 123_456, unsure: true, source: cause() },
        E::Full { safe: 123_456, unsure: false, source: cause() },
        E::Damaged { what: "page 17 is malformed".into(), source: None },
        E::Broken { seq: 123_456, what: "hash".into() },
        E::Diverged { seq: 123_456 },
        E::RolledBack { here: 123_400, seen: 123_456 },
        E::TooLarge { len: 20_000, max: 16_384 },
        E::NoEntries,
        E::Random(cause()),
        E::File { path: path(), source: io::Error::other("sample") },
        E::Interrupted,
        E::Engine(cause()),
    ]
}

#[test]
fn every_ledger_error_says_what_is_safe_and_what_to_do() {
    let all = samples();
    let seen: BTreeSet<&str> = all.iter().map(E::code).collect();
    assert_eq!(seen, E::CODES.iter().copied().collect(), "a sample of every code");
    for error in &all {
        let [id, en] = Lang::ALL.map(|lang| ledger::ledger(lang, error));
        fits(error.code(), &id);
        fits(error.code(), &en);
        differ(error.code(), &id, &en);
    }
}

#[test]
fn an_unsure_act_is_looked_for_before_it_is_repeated() {
    for error in samples() {
        let told = ledger::ledger(Lang::Id, &error);
        let unsure = matches!(error, E::Disk { unsure: true, .. } | E::Full { unsure: true, .. });
        assert_eq!(told.next.contains("mungkin tersimpan"), unsure, "{}: {}", error.code(), told.next);
        assert!(!unsure || told.next.contains("lihat dahulu"), "{}", told.next);
    }
}
