//! Steering the devices of a running demo from another terminal.

use super::User;

#[test]
fn a_running_demo_obeys_from_another_terminal() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").sees("F2 Penerimaan");
    let (status, said) = user.run(&["simulate"], "");
    assert!(status.success() && said.contains("fingerprint") && said.contains("put holder"), "{said}");
    let (status, said) = user.run(&["simulate", "network", "certificate", "expired"], "");
    assert!(status.success() && said.contains("dilaksanakan"), "{said}");
    seat.sees("JARINGAN ! teknisi").sees("D-110").sees("sertifikat pusat kedaluwarsa");
    let (status, said) = user.run(&["simulate", "net", "certificate", "good"], "");
    assert!(status.success(), "{said}");
    let (status, said) = user.run(&["simulate", "network", "dance"], "");
    assert!(status.code() == Some(2) && said.contains("Yang dimengerti: up · down"), "{said}");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    let (status, said) = user.run(&["simulate"], "");
    assert!(status.code() == Some(3) && said.contains("Tidak ada alat tiruan yang berjalan"), "{said}");
}

/// Without a named home the only demo of this user is found; of two, one must be chosen.
#[test]
fn the_only_demo_is_found_without_being_named() {
    let temp = tempfile::tempdir().expect("a folder");
    let folder: &'static str = Box::leak(temp.path().display().to_string().into_boxed_str());
    let user = User::new().with("LOKET_HOME", "").with("TMPDIR", folder);
    let (status, _) = user.run(&["simulate"], "");
    assert_eq!(status.code(), Some(3));
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").sees("F2 Penerimaan");
    let (status, said) = user.run(&["simulate", "--json"], "");
    assert!(status.success(), "{said}");
    let listed: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let pid = listed["pid"].as_u64().expect("a number").to_string();
    let mut other = user.start(&["demo"]);
    other.sees("SIMULASI").sees("F2 Penerimaan");
    let (status, said) = user.run(&["simulate", "finger", "lift"], "");
    assert!(status.code() == Some(3) && said.contains(&pid) && said.contains("--pid"), "{said}");
    let (status, said) = user.run(&["simulate", "finger", "lift", "--pid", &pid], "");
    assert!(status.success(), "{said}");
}
