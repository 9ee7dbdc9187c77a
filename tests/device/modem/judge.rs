//! Debian's `gammu` judges the simulated modem.
//!
//! A simulator judged by our own driver only would share its mistakes. Absence is said on stderr and is a
//! failure when the whole suite was asked for (`LOKET_FULL=1`).

use std::path::Path;
use std::process::{Command, Stdio};

use super::{NUMBER, Rig};

/// What gammu says to a command, or None when it is not installed.
fn gammu(rig: &Rig, folder: &Path, args: &[&str]) -> Option<String> {
    let settings = folder.join("gammurc");
    let text = format!("[gammu]\ndevice = {}\nconnection = at115200\n", rig.uri.path.display());
    std::fs::write(&settings, text).expect("settings");
    let run = Command::new("gammu").arg("-c").arg(&settings).args(args).stdin(Stdio::null()).output();
    match run {
        Ok(out) => {
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            assert!(out.status.success(), "{args:?}: {said}{}", String::from_utf8_lossy(&out.stderr));
            Some(said)
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let demanded = std::env::var("LOKET_FULL").is_ok_and(|v| v == "1");
            assert!(!demanded, "gammu is not installed");
            eprintln!("SKIPPED {args:?}: gammu is not installed");
            None
        }
        Err(e) => panic!("gammu: {e}"),
    }
}

#[test]
fn gammu_accepts_the_simulated_modem() {
    let rig = Rig::new();
    let dir = tempfile::tempdir().expect("folder");
    let Some(said) = gammu(&rig, dir.path(), &["identify"]) else { return };
    for word in ["LOKET", "SIM-900S", "000000000000018", "001010000000018"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let said = gammu(&rig, dir.path(), &["getsmsc"]).expect("installed");
    assert!(said.contains("+6281100000"), "{said}");
    let long = "Berkas 0131 siap diambil. ".repeat(9);
    let texts: [(&str, &[&str], usize); 3] = [
        ("KTP-el siap diambil.", &[], 1),
        ("Selesai \u{2713} Kantor", &["-unicode"], 1),
        (long.trim(), &["-len", "400"], 2),
    ];
    for (text, more, parts) in texts {
        let before = rig.levers.sent().len();
        let said = gammu(&rig, dir.path(), &[&["sendsms", "TEXT", NUMBER, "-text", text], more].concat());
        let said = said.expect("installed");
        assert!(said.contains("OK"), "{said}");
        let sent = &rig.levers.sent()[before..];
        assert_eq!(sent.len(), parts, "{said}");
        assert!(sent.iter().all(|m| m.to == NUMBER));
        assert_eq!(sent.iter().map(|m| m.text.as_str()).collect::<String>(), text);
    }
}
