//! What is said of backups: every code in both languages, within a line.

use std::collections::BTreeSet;
use std::io;

use loket::ledger::{BackupError as E, Fault, FaultKind, LedgerError, Standing};
use loket::text::{Lang, backup};

use super::{differ, fits};

pub fn samples() -> Vec<E> {
    let path = || "/media/kantor/CADANGAN".into();
    let source = || io::Error::other("sample");
    vec![
        E::Absent { path: path() },
        E::Inside { path: path() },
        E::Busy,
        E::Full { path: path(), source: source() },
        E::File { path: path(), source: source() },
        E::Ledger(LedgerError::Stopped),
        E::Unsound(Fault { seq: Some(7), kind: FaultKind::Hash, what: "sample".into() }),
        E::Halted,
        E::NotABackup { path: path() },
        E::Altered { file: "ledger.db".into() },
        E::Newer { found: 12, known: 9 },
        E::Taken { path: path() },
    ]
}

#[test]
fn every_backup_error_says_what_happened_and_what_to_do() {
    let all = samples();
    let seen: BTreeSet<&str> = all.iter().map(E::code).collect();
    assert_eq!(seen, E::CODES.iter().copied().collect(), "a sample of every code");
    for error in &all {
        let [id, en] = Lang::ALL.map(|lang| backup::backup(lang, error));
        fits(error.code(), &id);
        fits(error.code(), &en);
        differ(error.code(), &id, &en);
    }
}

#[test]
fn how_a_backup_stands_reads_differently_each_time() {
    use Standing::*;
    for lang in Lang::ALL {
        let all = [Same, Behind(3), Ahead(3), Forked(3), WentOn(0), WentOn(3), Other, Alone, OtherKey, Unread("L-023")]
            .map(|s| backup::standing(lang, s));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
