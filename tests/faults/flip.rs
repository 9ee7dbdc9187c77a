//! One flipped bit anywhere in a closed ledger's file is told, or changes nothing any answer shows.
//!
//! Drafts are left out: they are neither journal nor projection, and nothing vouches for them.

use super::rig::Seed;
use crate::ledger::chain::rows;
use crate::ledger::support::*;
use loket::ledger::{Ledger, LedgerError, Options, open, verify};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// What is typed into the search; beginnings, inner parts, numbers.
const QUERIES: [&str; 10] = ["si", "siti", "minah", "budi sant", "zub", "0812345", "13740", "1", "0003", "an"];

/// Two days of eight applications, closed, and everything in the one file.
pub fn closed() -> Desk {
    let mut desk = Desk::new();
    let names =
        ["Siti Aminah", "Budi Santoso", "Zubaidah", "Nur'aini", "José Ramírez", "Anton", "Cici", "Dewi Lestari"];
    for (n, name) in (1..).zip(names) {
        let app = desk.submit(n, name, &format!("0812345678{n}"));
        if n % 2 == 0 {
            desk.finish(app);
        }
        if n == 5 {
            desk.close(day(2)).unwrap();
            desk.done(loket::domain::command::Command::OpenDay { date: day(3) });
        }
    }
    desk.close(day(3)).unwrap();
    desk
}

/// Everything a clerk or an auditor could be shown.
pub fn answers(home: &Path) -> Result<Vec<String>, LedgerError> {
    let ledger = open(home, Options::default())?;
    let office = ledger.office();
    let mut all = vec![format!("{office:?}"), format!("{:?}", loket::ledger::Info { bytes: 0, ..ledger.info()? })];
    for seq in 1..=office.desk.seq {
        all.push(format!("{:?}", ledger.entry(seq)?));
        let app = loket::domain::id::AppId(seq);
        all.push(format!("{:?} {:?}", ledger.file(app)?, ledger.history(app)?));
    }
    for date in [day(2), day(3)] {
        all.push(format!("{:?} {:?}", ledger.day_entries(date, None)?, ledger.closed_day(date)?));
        all.push(format!("{:?}", ledger.day_state(date)?));
    }
    all.push(format!("{:?}", ledger.closed_days(9)?));
    for n in 1..=8 {
        all.push(format!("{:?} {:?}", ledger.by_nik(nik(n))?, ledger.last_person(nik(n))?));
        all.push(format!("{:?} {:?}", ledger.by_number(&n.to_string())?, ledger.by_number(&format!("{n:04}/KTP"))?));
    }
    let mut searcher = ledger.searcher()?;
    for query in QUERIES {
        all.push(format!("{:?}", searcher.find(query, 20)?));
    }
    drop((searcher, ledger));
    all.extend(rows(home));
    Ok(all)
}

pub fn write(home: &Path, bytes: &[u8]) {
    for name in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(home.join(name));
    }
    let path = home.join("ledger.db");
    std::fs::write(&path, bytes).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_flipped_bit_is_told_or_harmless() {
    let mut seed = Seed::printed("flip");
    let value = seed.value();
    let Desk { dir, ledger, .. } = closed();
    drop(ledger);
    let home = dir.path().join("office");
    let wanted = answers(&home).unwrap();
    let sound = std::fs::read(home.join("ledger.db")).unwrap();
    assert!(!home.join("ledger.db-wal").exists(), "everything is in the one file");
    let (mut told, mut harmless) = (0, 0);
    let flips = crate::cases(250);
    for _ in 0..flips {
        let (place, bit) = (seed.below(sound.len()), seed.below(8));
        let mut bytes = sound.clone();
        bytes[place] ^= 1 << bit;
        write(&home, &bytes);
        if matches!(verify(&home, &mut |_, _| {}), Ok(Ok(_))) {
            let found = answers(&home);
            let same = found.as_ref().is_ok_and(|found| *found == wanted);
            // A failure aloud is an answer too: nothing false was shown.
            let shown = found.as_ref().ok().and_then(|f| f.iter().zip(&wanted).find(|(f, w)| f != w));
            assert!(shown.is_none(), "bit {bit} of byte {place} is silent and shows {shown:#?}");
            harmless += usize::from(same);
            told += usize::from(!same);
        } else {
            told += 1;
        }
    }
    println!("flip: seed={value} bytes={} cases={flips} lost=0 found={told} harmless={harmless} silent=0", sound.len());
    assert!(told > 0);
    write(&home, &sound);
    assert!(answers(&home).unwrap() == wanted, "the sound file is sound again");
}
