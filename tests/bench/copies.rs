//! A verified backup, by its parts, and what the close itself does before it.

use super::report::{Report, short};
use loket::desk::day::{read_book, write_file};
use loket::domain::event::NO_BOOT;
use loket::domain::time::Stamp;
use loket::export::{Format, render};
use loket::ledger::backup::{self, Keep, Phase};
use loket::ledger::{Halt, Home, Ledger as _, Options, open};
use std::path::Path;
use std::time::{Duration, Instant};

pub fn run(home: &Path, size: u64, report: &mut Report) {
    let folder = tempfile::tempdir_in(home.parent().expect("a folder")).expect("a folder");
    let ledger = open(home, Options::default()).expect("the ledger");
    let date = *ledger.closed_days(1).expect("days").first().expect("a closed day");
    let began = Instant::now();
    let book = read_book(&ledger, date).expect("an answer").expect("a book");
    for format in Format::ALL {
        let path = folder.path().join(format!("agenda.{}", format.code()));
        write_file(&path, &render(&book, format).expect("a file")).expect("written");
    }
    let files = began.elapsed();
    report.note(size, "the close's files: book read, all formats written and synced", short(files));
    let stamp = Stamp { utc_ms: 1_793_581_200_000, offset_s: 25_200, mono_ms: 0, boot: NO_BOOT };
    let began = Instant::now();
    let mut copied = Duration::ZERO;
    let made = backup::back_up(
        &Home::at(home),
        folder.path(),
        (Keep::default(), &stamp),
        &Halt::default(),
        &mut |phase, _, _| {
            if phase == Phase::Copying {
                copied = began.elapsed();
            }
        },
    );
    let (whole, made) = (began.elapsed(), made.expect("a backup"));
    let bytes = made.backup.manifest.files[0].bytes;
    let began = Instant::now();
    std::fs::copy(home.join("ledger.db"), folder.path().join("plain")).expect("copied");
    std::fs::File::open(folder.path().join("plain")).and_then(|file| file.sync_all()).expect("synced");
    let plain = began.elapsed();
    let ratio = copied.as_secs_f64() / plain.as_secs_f64().max(1e-9);
    report.note(size, "backup: pages copied, to a plain copy and sync", format!("{}, {ratio:.1}×", short(copied)));
    report.note(size, "backup: whole, verified and named", format!("{} ({} MB)", short(whole), bytes / 1_000_000));
    let close = files + whole;
    let shown = format!("{}{}", short(close), if size <= 10_000 { "" } else { " (beside the work)" });
    if size <= 10_000 {
        report.aim(size, "close: files and verified backup", shown, ("< 1 s", close < Duration::from_secs(1)));
    } else {
        report.note(size, "close: files and verified backup", shown);
    }
}
