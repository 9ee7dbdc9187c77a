//! Exports under a passphrase: what is written tells nothing, opens only unchanged, and gives the very bytes back.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::export::{Day, SECRET};
use super::{Ran, arg, fed};
use loket::desk::keys::{Cost, KeyError, ParcelError, Secret, SecretFault, pack, unpack};
use loket::ledger::{self, Ledger as _, Options};

const TOLD: &str = "bukit tinggi pagi hari";
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn export(day: &Day, format: &str, output: &Path, told: &str) -> Ran {
    let home = day.home();
    let args = ["export", "--date", "2026-11-23", "--format", format, "--as", "EW", "--passphrase-stdin", "--encrypt"];
    fed(day.folder.path(), &[&args[..], &["--home", arg(&home), "--output", arg(output)]].concat(), told)
}

/// Somebody elsewhere: the program, the file, the passphrase, and no office.
fn open(day: &Day, parcel: &Path, output: &Path, told: &str) -> Ran {
    let nowhere = day.folder.path().join("tanpa-kantor");
    let args = ["open", arg(parcel), "--output", arg(output), "--passphrase-stdin", "--home", arg(&nowhere)];
    fed(day.folder.path(), &args, told)
}

fn entries(day: &Day) -> u64 {
    ledger::open(&day.home(), Options::default()).expect("opened").office().desk.seq
}

#[test]
fn an_encrypted_export_tells_nothing_and_gives_the_same_bytes_back() {
    let day = Day::open();
    let at = |name: &str| -> PathBuf { day.folder.path().join(name) };
    for format in ["csv", "txt", "pdf", "xlsx"] {
        let (parcel, back) = (at(&format!("agenda.{format}.loket")), at(&format!("agenda.{format}")));
        export(&day, format, &parcel, &format!("{SECRET}\n{TOLD}\n")).ends(0);
        assert_eq!(fs::metadata(&parcel).expect("written").permissions().mode() & 0o777, 0o600);
        let bytes = fs::read(&parcel).expect("a parcel");
        for word in ["CONTOH", "AGENDA", "1374", "%PDF", "PK\u{3}\u{4}", TOLD] {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{format}: {word}");
        }
        open(&day, &parcel, &back, "salah sama sekali").ends(5);
        assert!(!back.exists(), "{format}: nothing is written for a wrong passphrase");
        open(&day, &parcel, &back, TOLD).ends(0);
        let plain = at(&format!("polos.{format}"));
        let home = day.home();
        let args = ["export", "--date", "2026-11-23", "--format", format, "--as", "EW", "--passphrase-stdin", "--home"];
        fed(day.folder.path(), &[&args[..], &[arg(&home), "--output", arg(&plain)]].concat(), SECRET).ends(0);
        assert_eq!(fs::metadata(&back).expect("written").permissions().mode() & 0o777, 0o600);
        assert!(fs::read(&back).expect("opened") == fs::read(&plain).expect("plain"), "{format}");
    }
    assert!(!at("tanpa-kantor").exists(), "opening needs no office and makes none");
}

#[test]
fn too_easy_or_no_passphrase_gives_nothing_and_notes_nothing() {
    let day = Day::open();
    let output = day.folder.path().join("agenda.csv.loket");
    // The first sign-in with a new key file also notes its count.
    fed(day.folder.path(), &["ledger", "info", "--as", "EW", "--passphrase-stdin", "--home", arg(&day.home())], SECRET)
        .ends(0);
    for told in ["rahasia123", "pendek", ""] {
        let before = entries(&day);
        let ran = export(&day, "csv", &output, &format!("{SECRET}\n{told}\n"));
        assert!(ran.code != 0 && !output.exists(), "{told}");
        // The sign-in is noted, the export is not: nothing left the program.
        assert_eq!(entries(&day), before + 1, "{told}");
    }
}

#[test]
fn a_parcel_opens_only_with_its_passphrase_and_unchanged() {
    let data = b"0001/KTP;ANISA RAHMI\n".repeat(9);
    let parcel = pack(&data, &secret(TOLD), CHEAP).expect("packed");
    assert_eq!(*unpack(&parcel, &secret(TOLD)).expect("opened"), data);
    assert!(matches!(unpack(&parcel, &secret("bukit tinggi pagi hari ")), Err(ParcelError::Wrong)));
    for at in 0..parcel.len() {
        for bit in [0, 7] {
            let mut changed = parcel.clone();
            changed[at] ^= 1 << bit;
            assert!(unpack(&changed, &secret(TOLD)).is_err(), "byte {at}");
        }
    }
    for len in 0..parcel.len() {
        assert!(unpack(&parcel[..len], &secret(TOLD)).is_err(), "{len} bytes");
    }
    let longer = [&parcel[..], b"x"].concat();
    assert!(unpack(&longer, &secret(TOLD)).is_err());
    let again = pack(&data, &secret(TOLD), CHEAP).expect("packed");
    assert_ne!(parcel, again, "a salt, and so a key, of its own");
    assert!(matches!(pack(&data, &secret("rahasia123"), CHEAP), Err(KeyError::Unfit(SecretFault::Trivial))));
    assert!(matches!(unpack(b"LOKET-PARCEL-2\nx", &secret(TOLD)), Err(ParcelError::Newer)));
    assert!(matches!(unpack(b"%PDF-1.7", &secret(TOLD)), Err(ParcelError::NotOne)));
    assert!(pack(&[], &secret(TOLD), CHEAP).is_ok_and(|p| unpack(&p, &secret(TOLD)).is_ok_and(|d| d.is_empty())));
}

#[test]
fn a_parcel_that_asks_for_more_than_four_offices_is_refused_before_it_takes_the_machine() {
    let good = pack(b"agenda", &secret(TOLD), CHEAP).expect("a parcel");
    let at = good.len() - b"agenda".len() - 16 - 16 - 12;
    let asking = |memory_kib: u32, passes: u32, lanes: u32| {
        let mut parcel = good.clone();
        let costs = [memory_kib, passes, lanes].map(u32::to_be_bytes).concat();
        parcel[at..at + 12].copy_from_slice(&costs);
        unpack(&parcel, &secret(TOLD))
    };
    assert_eq!(asking(64, 1, 1).expect("as it was packed").as_slice(), b"agenda");
    let begun = Instant::now();
    for (memory, passes, lanes) in [(1024 * 1024, 16, 16), (256 * 1024, 16, 1), (u32::MAX, 1, 1), (64, u32::MAX, 1)] {
        assert!(matches!(asking(memory, passes, lanes), Err(ParcelError::Wrong)), "{memory} {passes} {lanes}");
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "nothing of it was computed");
}
