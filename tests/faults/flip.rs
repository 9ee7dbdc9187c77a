//! One flipped bit anywhere in a closed ledger's file is told, or changes nothing any answer shows.
//!
//! Drafts are left out: they are neither journal nor projection, and nothing vouches for them.

use super::power::lay_out;
use super::rig::Seed;
use crate::ledger::chain::rows;
use crate::ledger::support::*;
use loket::ledger::{Ledger, LedgerError, Options, open, verify};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What is typed into the search; beginnings, inner parts, numbers.
const QUERIES: [&str; 10] = ["si", "siti", "minah", "budi sant", "zub", "0812345", "13740", "1", "0003", "an"];

/// Two days of eight applications, closed, and everything in the one file.
fn closed() -> Desk {
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
fn answers(home: &Path) -> Result<Vec<String>, LedgerError> {
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

/// What damage of the file came to.
pub enum Shown {
    /// It was told: nothing was shown at all.
    Nothing,
    /// Every answer is as before.
    TheSame,
}

/// A closed ledger in its one file, and what it answers while it is sound.
pub struct Sound {
    _dir: TempDir,
    home: PathBuf,
    pub bytes: Vec<u8>,
    wanted: Vec<String>,
}

impl Sound {
    pub fn office() -> Sound {
        let Desk { dir, ledger, .. } = closed();
        drop(ledger);
        let home = dir.path().join("office");
        let wanted = answers(&home).unwrap();
        assert!(!home.join("ledger.db-wal").exists(), "everything is in the one file");
        let bytes = std::fs::read(home.join("ledger.db")).unwrap();
        Sound { _dir: dir, home, bytes, wanted }
    }

    /// Puts other bytes in its place and asks everything; fails where an answer is another one and nobody said so.
    pub fn shown_with(&self, bytes: Vec<u8>, what: &str) -> Shown {
        lay_out(&self.home, &[("ledger.db".to_owned(), bytes)].into());
        if !matches!(verify(&self.home, &mut |_, _| {}), Ok(Ok(_))) {
            return Shown::Nothing;
        }
        // A failure aloud is an answer too: nothing false was shown.
        let Ok(found) = answers(&self.home) else { return Shown::Nothing };
        let other = found.iter().zip(&self.wanted).find(|(found, wanted)| found != wanted);
        assert!(other.is_none() && found.len() == self.wanted.len(), "{what} is silent and shows {other:#?}");
        Shown::TheSame
    }
}

#[test]
fn a_flipped_bit_is_told_or_harmless() {
    let mut seed = Seed::printed("flip");
    let value = seed.value();
    let sound = Sound::office();
    let (mut told, mut harmless) = (0, 0);
    let flips = crate::cases(250);
    for _ in 0..flips {
        let (place, bit) = (seed.below(sound.bytes.len()), seed.below(8));
        let mut bytes = sound.bytes.clone();
        bytes[place] ^= 1 << bit;
        match sound.shown_with(bytes, &format!("bit {bit} of byte {place}")) {
            Shown::Nothing => told += 1,
            Shown::TheSame => harmless += 1,
        }
    }
    println!(
        "flip: seed={value} bytes={} cases={flips} lost=0 found={told} harmless={harmless} silent=0",
        sound.bytes.len()
    );
    assert!(told > 0);
    let again = sound.shown_with(sound.bytes.clone(), "the sound file");
    assert!(matches!(again, Shown::TheSame), "the sound file is sound again");
}
