//! The real program under a wall clock that is wrong: a year back, a leap day, and back again.
//!
//! `libfaketime` stands before the system's clock; the monotonic clock stays true, as it does on a machine whose
//! battery has died.

use super::{Seat, User};
use std::path::PathBuf;

const SECRET: &str = "hujan pagi 9";

/// Where the distribution keeps the library.
fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").expect("libraries").flatten();
    folders.map(|folder| folder.path().join("faketime/libfaketime.so.1")).find(|path| path.exists())
}

fn at(user: User, moment: &'static str) -> User {
    user.with("FAKETIME", moment)
}

/// Signs in, receives one application and leaves.
fn receives(user: &User, applicant: &str, sees: &[&str]) {
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("Permohonan baru").keys("<F2>");
    seat.keys(applicant).keys("<F8>");
    for text in sees {
        seat.sees(text);
    }
    leaves(&mut seat);
}

fn leaves(seat: &mut Seat) {
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
}

#[test]
fn a_wrong_clock_takes_no_number_twice_and_no_day_back() {
    let Some(library) = library() else {
        return assert!(std::env::var("LOKET_FULL").is_err(), "libfaketime is not installed");
    };
    let library: &'static str = Box::leak(library.display().to_string().into_boxed_str());
    let user = User::new().with("LD_PRELOAD", library).with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let user = at(user, "@2027-03-01 01:00:00");
    let (status, said) =
        user.run(&["init", "--defaults", "--supervisor", "Rahmi Contoh", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
    let form = |nik: &str, name: &str| format!("{nik}{name}<Tab><Tab>hil<Enter>081266009001<Enter>11123");
    receives(&user, &form("1374015708909012", "ANISA RAHMI"), &["0001 DITERIMA", "01-03-2027"]);
    // A year back: the clock is shown as it is, numbers go on, and the open day is not moved.
    let user = at(user, "@2026-03-01 01:00:00");
    receives(&user, &form("1374010203859021", "DONI SAPUTRA"), &["0002 DITERIMA"]);
    // A leap day ahead: a new office day and the next year's first number.
    let user = at(user, "@2028-02-28 16:50:00");
    receives(&user, &form("1374024107759033", "MARNI CONTOH"), &["0001 DITERIMA", "28-02-2028"]);
    let user = at(user, "@2028-02-29 17:00:30");
    receives(&user, &form("1374014107759034", "SITI CONTOH"), &["0002 DITERIMA"]);
    // Back to before everything: still no number twice.
    let user = at(user, "@2026-01-01 00:00:00");
    receives(&user, &form("1374011203609035", "YUSUF CONTOH"), &["0003 DITERIMA"]);
    let (status, said) = user.run(&["ledger", "verify", "--as", "RC", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("Buku utuh"), "{said}");
}
