//! A sealed office at the terminal: nothing before the sign-in, everything after it.

use super::User;

const SECRET: &str = "hujan pagi 9";

fn office() -> User {
    let user = User::new();
    let init = ["init", "--supervisor", "Rahmi Contoh, S.Sos.", "--passphrase-stdin"];
    let (status, said) = user.run(&init, &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
    user
}

#[test]
fn the_door_tells_nothing_and_opens_to_staff() {
    let user = office();
    let mut seat = user.start(&[]);
    seat.sees("Masuk").sees("tersandi");
    assert!(!seat.shown().contains("Disdukcapil"), "{}", seat.shown());
    seat.keys("RC<Enter>salah sekali<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("salah"));
    seat.keys("ZZ<Enter>salah sekali<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("salah"));
    assert!(!seat.shown().contains("ZZ"), "{}", seat.shown());
    seat.keys("<Ctrl+T>").sees("Sign in").keys("<Ctrl+T>").sees("Masuk");
    seat.keys(&format!("rc<Enter>{SECRET}<Enter>")).sees("Permohonan baru").sees("Disdukcapil");
    // Locked, the ledger stays open and what was typed stays hidden.
    seat.keys("1374015708909012ANISA RAHMI").sees("ANISA RAHMI").keys("<Ctrl+K>").sees("Masuk");
    assert!(!seat.shown().contains("ANISA"), "{}", seat.shown());
    seat.keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("ANISA RAHMI");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
    let (status, said) = user.run(&["ledger", "verify", "--as", "RC", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
    // The wrong try before the sign-in is in the journal; the draft is in the sealed file, nowhere else.
    for entry in std::fs::read_dir(user.office()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let bytes = if path.is_file() { std::fs::read(&path).expect("read") } else { Vec::new() };
        assert!(!bytes.windows(5).any(|w| w == b"ANISA" || w == b"anisa"), "{}", path.display());
    }
}

#[test]
fn the_door_can_be_left() {
    let user = office();
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys("<Ctrl+Q>");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
}
