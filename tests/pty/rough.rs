//! A rough machine: homes that are open to others, linked, full or read-only, terminals that can little, a second
//! start, and a storm of bytes: clear words, and no damage.

use super::{Seat, User};
use rustix::process::Signal;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

const SECRET: &str = "hujan pagi 9";

/// An office that was founded and left again.
fn founded(user: &User) {
    let (status, said) =
        user.run(&["init", "--defaults", "--supervisor", "Rahmi Contoh", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
}

fn verified(user: &User) {
    let (status, said) = user.run(&["ledger", "verify", "--as", "RC", "--passphrase-stdin"], &format!("{SECRET}\n"));
    assert_eq!(status.code(), Some(0), "{said}");
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

/// What the program says when it does not start.
fn refused(user: &User, words: &[&str]) {
    let mut seat = user.start(&[]);
    let status = seat.ended();
    let said = String::from_utf8_lossy(seat.written()).into_owned();
    assert!(status.code().is_some_and(|code| code != 0), "{status}: {said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said:?}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn what_others_could_read_is_refused_by_name() {
    let user = User::new();
    founded(&user);
    let office = user.office();
    mode(&office, 0o755);
    refused(&user, &["kantor"]);
    mode(&office, 0o700);
    for name in ["ledger.db", "keys.toml"] {
        mode(&office.join(name), 0o644);
        refused(&user, &[name]);
        mode(&office.join(name), 0o600);
    }
    verified(&user);
}

#[test]
fn a_linked_home_is_the_home_and_a_linked_ledger_is_none() {
    let user = User::new();
    founded(&user);
    let (office, real) = (user.office(), user.path().join("di tempat lain"));
    std::fs::rename(&office, &real).expect("moved");
    symlink(&real, &office).expect("a link");
    verified(&user);
    let mut seat = user.start(&[]);
    seat.sees("Masuk").keys(&format!("RC<Enter>{SECRET}<Enter>")).sees("Permohonan baru");
    leave(&mut seat);
    std::fs::rename(real.join("ledger.db"), user.path().join("buku")).expect("moved");
    symlink(user.path().join("buku"), real.join("ledger.db")).expect("a link");
    refused(&user, &["L-017", "hanya tautan"]);
    assert!(std::fs::symlink_metadata(real.join("ledger.db")).expect("still there").is_symlink(), "left as it was");
}

fn leave(seat: &mut Seat) {
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
}

#[test]
fn a_file_where_the_home_should_be_is_told() {
    let user = User::new();
    std::fs::write(user.office(), b"bukan folder").expect("a file");
    refused(&user, &["kantor bukan folder"]);
    assert_eq!(std::fs::read(user.office()).expect("still there"), b"bukan folder");
}

#[test]
fn a_ledger_of_somebody_else_is_left_alone() {
    let user = User::new();
    std::fs::DirBuilder::new().mode(0o700).create(user.office()).expect("a home");
    let path = user.office().join("ledger.db");
    std::fs::write(&path, b"lembar kerja kantor\n".repeat(500)).expect("a file");
    mode(&path, 0o600);
    let before = std::fs::read(&path).expect("the file");
    refused(&user, &["L-023"]);
    assert_eq!(std::fs::read(&path).expect("still there"), before);
}

#[test]
fn a_second_start_of_the_same_office_works_beside_the_first() {
    let user = User::new();
    founded(&user);
    let sign_in = format!("RC<Enter>{SECRET}<Enter>");
    let (mut one, mut other) = (user.start(&[]), user.start(&[]));
    one.sees("Masuk").keys(&sign_in).sees("Permohonan baru");
    other.sees("Masuk").keys(&sign_in).sees("Permohonan baru");
    leave(&mut one);
    other.keys("<F6>").sees("Buku agenda");
    leave(&mut other);
    verified(&user);
}

#[test]
fn poor_terminals_get_a_readable_desk() {
    for (name, value) in
        [("TERM", "dumb"), ("TERM", "vt100"), ("TERM", ""), ("LANG", "C"), ("LC_ALL", "POSIX"), ("COLORTERM", "x")]
    {
        let user = User::new().with(name, value);
        let mut seat = user.start(&["demo"]);
        seat.sees("SIMULASI").keys("<F6>").sees("Buku agenda").keys("<F2>").sees("Permohonan baru");
        if name == "LANG" || name == "LC_ALL" {
            let shown = seat.shown();
            assert!(
                shown.is_ascii(),
                "{name}={value}: {:?}",
                shown.chars().filter(|c| !c.is_ascii()).collect::<String>()
            );
        }
        leave(&mut seat);
    }
}

/// Runs a shell line in a mount namespace of its own; None where this user can have none.
fn in_namespace(user: &User, script: &str) -> Option<(bool, String)> {
    let ways: [&[&str]; 2] = [&["-m"], &["-U", "-r", "-m"]];
    let way = ways
        .into_iter()
        .find(|way| Command::new("unshare").args(*way).arg("true").output().is_ok_and(|o| o.status.success()))?;
    let mut command = Command::new("unshare");
    command.args(way).args(["sh", "-ec", script]).env("LOKET", env!("CARGO_BIN_EXE_loket"));
    command.env("HOME", user.path()).env("LOKET_HOME", user.office()).env("LANG", "C.UTF-8").env("SECRET", SECRET);
    let out = command.output().expect("a shell");
    Some((out.status.success(), String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned()))
}

#[test]
fn a_disk_that_is_read_only_or_full_is_told_and_nothing_is_lost() {
    let user = User::new();
    founded(&user);
    let read_only = r#"mount --bind "$LOKET_HOME" "$LOKET_HOME"; mount -o remount,bind,ro "$LOKET_HOME"
        echo "$SECRET" | "$LOKET" ledger rebuild --as RC --passphrase-stdin || echo "code $?""#;
    let Some((ran, said)) = in_namespace(&user, read_only) else {
        return assert!(std::env::var("LOKET_FULL").is_err(), "no mount namespace for this user");
    };
    assert!(ran && said.contains("code ") && !said.contains("panicked"), "{said}");
    assert!(said.contains("L-0") || said.contains("keys.toml"), "{said}");
    let full = r#"mkdir "$HOME/penuh"; mount -t tmpfs -o size=200k,mode=700 tmpfs "$HOME/penuh"
        head -c 190000 /dev/zero > "$HOME/penuh/isi" || true
        echo "$SECRET" | "$LOKET" --home "$HOME/penuh/kantor" init --defaults --supervisor "Rahmi Contoh" --passphrase-stdin || echo "code $?"
        rm "$HOME/penuh/isi"; umount "$HOME/penuh""#;
    let (ran, said) = in_namespace(&user, full).expect("a namespace, as before");
    assert!(ran && said.contains("code ") && !said.contains("panicked"), "{said}");
    verified(&user);
}

#[test]
fn a_storm_of_bytes_and_sizes_ends_with_the_terminal_given_back() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI");
    let mut n: u64 = 20_261_123;
    let mut next = |below: u64| {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (n >> 33) % below
    };
    for _ in 0..crate::cases(40) {
        // Everything a terminal may send but the two keys that ask whether to leave.
        let bytes: Vec<u8> = (0..50).map(|_| next(256) as u8).filter(|b| !matches!(b, 0x03 | 0x11)).collect();
        let paste = [b"\x1b[200~", bytes.as_slice(), b"\x1b[201~"].concat();
        seat.send(if next(3) == 0 { &paste } else { &bytes });
        seat.resize(1 + next(250) as u16, 1 + next(80) as u16);
    }
    seat.send(b"\x1b[201~").resize(80, 24).keys("<Ctrl+L>").sees("SIMULASI");
    assert_eq!(seat.signal(Signal::TERM).ended().code(), Some(0));
    seat.given_back();
    let (status, said) = user.run(&["ledger", "verify"], "");
    assert_eq!(status.code(), Some(0), "{said}");
}
