//! An encrypted office at the terminal: nothing before the sign-in, everything after it.

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
    seat.keys("<F1>").sees("PgDn berikut").keys("<Esc>").sees("Nama akun");
    // Whoever goes on without a name stays there, or the name would be typed as the passphrase.
    seat.keys("<Enter>").sees("wajib diisi");
    seat.keys("RC<Enter>salah sekali<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("salah"));
    seat.keys("<Tab>\u{15}ZZ<Enter>salah sekali<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("salah"));
    seat.keys("<Ctrl+T>").sees("Sign in").keys("<Ctrl+T>").sees("Masuk");
    seat.keys(&format!("<Tab>\u{15}rc<Enter>{SECRET}<Enter>")).sees("Permohonan baru").sees("Disdukcapil");
    // Locked, the ledger stays open and what was typed stays hidden.
    seat.keys("1374015708909012ANISA RAHMI").sees("ANISA RAHMI").keys("<Ctrl+K>").sees("Masuk");
    assert!(!seat.shown().contains("ANISA"), "{}", seat.shown());
    seat.keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("ANISA RAHMI");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
    let (status, said) = user.run(&["ledger", "verify", "--as", "RC", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
    // The wrong try before the sign-in is in the journal; the draft is in the encrypted file, nowhere else.
    for entry in std::fs::read_dir(user.office()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let bytes = if path.is_file() { std::fs::read(&path).expect("read") } else { Vec::new() };
        assert!(!bytes.windows(5).any(|w| w == b"ANISA" || w == b"anisa"), "{}", path.display());
    }
}

#[test]
fn a_running_desk_leaves_no_core_and_is_closed_to_others() {
    let user = office();
    let mut seat = user.start(&[]);
    seat.sees("Masuk");
    let process = std::path::PathBuf::from(format!("/proc/{}", seat.id()));
    let limits = std::fs::read_to_string(process.join("limits")).expect("limits");
    let core: Vec<&str> =
        limits.lines().find(|line| line.starts_with("Max core")).expect("a limit").split_whitespace().collect();
    assert_eq!(core[4..6], ["0", "0"], "{core:?}");
    seat.keys("<Ctrl+Q>");
    assert_eq!(seat.ended().code(), Some(0));
}

#[test]
fn the_door_can_be_left() {
    let user = office();
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys("<Ctrl+Q>");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
}

#[test]
fn a_first_passphrase_is_changed_before_anything_else() {
    let user = office();
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("Permohonan baru");
    seat.keys("\u{7}").sees("Akun").keys("a").sees("Akun baru");
    seat.keys("Maya Contoh<Tab><Tab> <Tab><Tab><Tab>awal saja 3<Tab>awal saja 3<F8>").sees("MC");
    seat.keys("<Ctrl+K>").sees("Masuk").keys("MC<Enter>awal saja 3<Enter>").sees("Kata sandi sendiri");
    // Neither Escape nor another key leads past it; the same again is no change.
    seat.keys("<F2>awal saja 3<Enter>awal saja 3<Enter>").sees("masih kata sandi yang lama").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("masih"));
    assert!(seat.shown().contains("Kata sandi sendiri"), "{}", seat.shown());
    seat.keys("lima ekor ayam<Enter>lima ekor itik<Enter>").sees("tidak sama").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("tidak sama"));
    seat.keys("lima ekor ayam<Enter>lima ekor ayam<Enter>").sees("Permohonan baru").sees("MC");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys("MC<Enter>lima ekor ayam<Enter>").sees("Permohonan baru");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
}

#[test]
fn a_recovery_stands_in_every_frame_until_the_day_is_closed() {
    let user = User::new();
    let mut seat = user.start(&[]);
    seat.sees("1").keys("1").sees("Kata sandi");
    seat.keys(&format!("Rahmi Contoh<Tab><Tab>{SECRET}<Tab>{SECRET}<F8>")).sees("Kunci pemulihan").sees("14 ");
    // No printer on a wire yet: told, and the key still stands there to be written down.
    seat.keys("c").sees("Tulis dengan tangan").sees("14 ");
    let shown = seat.shown();
    let groups = shown
        .split_whitespace()
        .filter(|w| w.len() == 4 && w.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()));
    let groups: Vec<&str> = groups.collect();
    assert_eq!(groups.len(), 14, "{shown}");
    seat.keys("<F8>").sees("Masuk").keys("<Ctrl+Q>");
    assert_eq!(seat.ended().code(), Some(0));
    let stdin = format!("{}\nlima ekor ayam\n", groups.join(" "));
    let (status, said) = user.run(&["recover", "--as", "RC", "--passphrase-stdin"], &stdin);
    assert_eq!(status.code(), Some(0), "{said}");
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys("RC<Enter>lima ekor ayam<Enter>").sees("Kata sandi RC disetel dengan kunci pemulihan");
    seat.keys("<F6>").sees("Buku agenda").keys("<F8>").sees("Tidak ada yang menghalangi").keys("0<Enter>0<F8>");
    seat.sees("Tutup hari ini?").keys("2<F8>").sees("Hari sudah ditutup");
    seat.until("the remark is gone", |shown| !shown.contains("disetel dengan kunci pemulihan"));
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
}

#[test]
fn a_pin_changes_places_where_the_passphrase_was_typed_today() {
    let user = office();
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("Permohonan baru");
    seat.keys("\u{10}").sees("Mana yang ingin diganti").keys("2").sees("PIN 6–8 angka");
    seat.keys(&format!("{SECRET}<Enter>482915<Enter>482916<Enter>")).sees("tidak sama").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("tidak sama"));
    seat.keys(&format!("{SECRET}<Enter>482915<Enter>482915<Enter>")).sees("PIN disimpan");
    seat.keys("<Ctrl+K>").sees("Masuk").keys("RC<Enter>482915<Enter>").sees("Permohonan baru");
    // After wrong ones only the passphrase serves.
    seat.keys("<Ctrl+K>").sees("Masuk").keys("RC<Enter>");
    for _ in 0..3 {
        seat.keys("482916<Enter>").sees("Nama atau kata sandi salah").keys("<Esc>");
        seat.until("the error is read", |shown| !shown.contains("Nama atau kata sandi salah"));
    }
    seat.keys("482915<Enter>").sees("PIN tidak berlaku").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("PIN tidak berlaku"));
    // The desk counts for itself: whoever writes to the key file gets no more tries by it.
    let keys = user.office().join("keys.toml");
    let kept = std::fs::read_to_string(&keys).expect("keys");
    assert!(kept.contains("failures = 3"), "{kept}");
    let fewer: String = kept
        .lines()
        .map(|line| match line.split(' ').next() {
            Some(word @ ("failures" | "next_ms")) => format!("{word} = 0\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    std::fs::write(&keys, fewer).expect("written");
    seat.keys("482915<Enter>").sees("PIN tidak berlaku").keys("<Esc>");
    seat.until("the error is read", |shown| !shown.contains("PIN tidak berlaku"));
    seat.keys("<Ctrl+Q>");
    assert_eq!(seat.ended().code(), Some(0));
    // A desk started anew has nobody who typed a passphrase at it.
    let mut seat = user.start(&[]);
    seat.sees("Masuk")
        .keys("RC<Enter>482915<Enter>")
        .until("refused", |s| s.contains("salah") || s.contains("tunggu") || s.contains("Tunggu"));
    seat.keys("<Esc><Ctrl+Q>");
}

#[test]
fn a_secret_changed_at_the_desk_is_not_revived_by_the_key_file_of_a_minute_ago() {
    let user = office();
    let keys = user.office().join("keys.toml");
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("Permohonan baru");
    let older = std::fs::read(&keys).expect("keys");
    seat.keys("\u{10}").sees("Mana yang ingin diganti").keys("1").sees("Kata sandi");
    seat.keys(&format!("{SECRET}<Enter>rendang lamak 8<Enter>rendang lamak 8<Enter>")).sees("Kata sandi baru disimpan");
    std::fs::write(&keys, older).expect("put back");
    seat.keys("<Ctrl+K>").sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>"));
    seat.sees("salinan lama").sees("loket recover").sees("keys.older").keys("<Esc><Ctrl+Q>");
}

#[test]
fn a_book_put_back_after_the_desk_has_left_is_named_at_the_next_start() {
    let user = office();
    let files = ["ledger.db", "ledger.db-wal", "ledger.db-shm"].map(|name| user.office().join(name));
    let enter = |user: &User| {
        let mut seat = user.start(&[]);
        seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>"));
        seat
    };
    let mut seat = enter(&user);
    seat.sees("Permohonan baru").keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    let older = files.each_ref().map(|file| std::fs::read(file).ok());
    let mut seat = enter(&user);
    seat.sees("Permohonan baru").keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    for (file, older) in files.iter().zip(older) {
        match older {
            Some(bytes) => std::fs::write(file, bytes).expect("put back"),
            None => drop(std::fs::remove_file(file)),
        }
    }
    let mut seat = enter(&user);
    seat.until("the older book is named", |shown| shown.contains("L-026"));
}
