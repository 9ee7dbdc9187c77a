//! The card by the binary: a file for its owner alone that replaces nothing, and refusals that name nobody.
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::{arg, run, temp};
use crate::card::{PHOTO, SIGNATURE, good, json, with};
use loket::domain::element::Element;

#[test]
fn the_test_card_is_written_for_its_owner_and_never_over_a_file() {
    let user = temp();
    let png = user.path().join("uji.png");
    let ran = run(user.path(), &["card", "test", "--output", arg(&png)]).ends(0);
    assert!(ran.out.is_empty() && ran.err.is_empty(), "{}{}", ran.out, ran.err);
    let bytes = fs::read(&png).expect("a picture");
    assert!(bytes.starts_with(b"\x89PNG"));
    assert_eq!(fs::metadata(&png).expect("a file").permissions().mode() & 0o777, 0o600);
    fs::write(&png, b"x").expect("written");
    let ran = run(user.path(), &["card", "test", "--output", arg(&png)]).ends(6);
    assert!(ran.err.contains("sudah ada"), "{}", ran.err);
    assert_eq!(fs::read(&png).expect("a file"), b"x");
    // A link is somebody's file too, even one that leads nowhere.
    let link = user.path().join("tautan.png");
    symlink(user.path().join("lain.png"), &link).expect("linked");
    run(user.path(), &["card", "test", "--output", arg(&link)]).ends(6);
    assert!(!user.path().join("lain.png").exists());
    let nowhere = user.path().join("tidak-ada/uji.png");
    assert!(run(user.path(), &["card", "test", "--output", arg(&nowhere)]).ends(6).err.contains("tidak dapat ditulis"));
}

#[test]
fn a_record_is_previewed_and_what_is_wrong_is_told_without_a_name() {
    let user = temp();
    let (record, png) = (user.path().join("a.json"), user.path().join("muka.png"));
    fs::set_permissions(user.path(), fs::Permissions::from_mode(0o700)).expect("closed");
    let preview =
        || run(user.path(), &["card", "preview", "--record", arg(&record), "--output", arg(&png), "--verbose"]);
    assert!(preview().ends(3).err.contains("[C-01]"));
    fs::write(&record, json(&good())).expect("written");
    assert!(preview().ends(1).err.contains("[C-03]"), "the pictures are not there");
    fs::write(user.path().join("foto.png"), &*PHOTO).expect("written");
    fs::write(user.path().join("ttd.png"), &*SIGNATURE).expect("written");
    let refused = [
        (with(Element::BirthDate, "31-02-1990"), "[C-04]", "TGL_LHR"),
        (with(Element::Name, "ANISA 陳"), "[C-12]", "NAMA_LGKP"),
        (with(Element::Work, "ANGGOTA DPRD KABUPATEN/KOTA YANG LAIN-LAIN SEKALI"), "[C-11]", "JENIS_PKRJN"),
    ];
    for (broken, code, key) in refused {
        fs::write(&record, json(&broken)).expect("written");
        let ran = preview().ends(1);
        assert!(ran.err.contains(code) && ran.err.contains(key), "{}", ran.err);
        assert!(!ran.err.contains("ANISA") && !ran.err.contains("13740"), "{}", ran.err);
        assert!(!png.exists());
    }
    fs::write(&record, json(&good())).expect("written");
    let ran = preview().ends(0);
    assert!(ran.out.is_empty() && ran.err.contains("data pribadi"), "{}", ran.err);
    assert_eq!(fs::metadata(&png).expect("a file").permissions().mode() & 0o777, 0o600);
    assert!(record.exists(), "a look takes nothing away");
    assert!(!ran.err.contains("chmod"), "the folder is closed: {}", ran.err);
    preview().ends(6);
    fs::remove_file(&png).expect("removed");
    fs::set_permissions(user.path(), fs::Permissions::from_mode(0o755)).expect("opened");
    assert!(preview().ends(0).err.contains("chmod o-rwx"));
}

#[test]
fn what_is_needed_is_asked_for() {
    let user = temp();
    let cases: &[(&[&str], &str)] = &[
        (&["card"], "card"),
        (&["card", "test"], "--output"),
        (&["card", "test", "--output", ""], "--output"),
        (&["card", "preview", "--output", "x.png"], "--record"),
        (&["card", "test", "--output", "x.png", "--record", "a.json"], "--record"),
    ];
    for (args, word) in cases {
        let ran = run(user.path(), args).ends(2);
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    }
}
