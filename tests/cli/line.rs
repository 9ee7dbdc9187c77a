//! Reading the command line: words, options, where they may stand, what is said when they are wrong.
use super::{arg, command, ended, run, temp};

const NIK: &str = "1374010101909001";

#[test]
fn help_and_version_go_to_stdout() {
    let user = temp();
    for args in [&["--help"][..], &["-h"], &["nik", "--help"], &["ledger", "info", "--help"]] {
        let ran = run(user.path(), args).ends(0);
        assert!(ran.out.contains("Kode keluar:"), "{}", ran.out);
        assert!(ran.err.is_empty());
    }
    let english = run(user.path(), &["--help", "--lang", "en"]).ends(0).out;
    for task in ["init", "demo", "export", "ledger verify", "ledger rebuild", "ledger info", "devices", "nik"] {
        assert!(english.contains(&format!("loket {task}")), "{task}");
    }
    // One word, two values: a day where a span is asked, a folder elsewhere.
    for usage in ["ledger backup [--to DIR]", "ledger salvage --to DIR", "audit report --from D --to D"] {
        assert!(english.contains(usage), "{usage}: {english}");
    }
    for (code, line) in (0..=7).map(|code| (code, format!("\n  {code}  "))) {
        assert!(english.contains(&line), "exit code {code} is not in the help");
    }
    let version = run(user.path(), &["--version"]).ends(0).out;
    assert_eq!(version, format!("loket {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn usage_errors_exit_two_name_the_word_and_leave_stdout_empty() {
    let user = temp();
    let cases: &[(&[&str], &str)] = &[
        (&["bogus"], "bogus"),
        (&["ledger"], "ledger"),
        (&["ledger", "burn"], "burn"),
        (&["--bogus"], "--bogus"),
        (&["-x"], "-x"),
        (&["nik"], "NIK"),
        (&["nik", NIK, "--date", "2026-11-30"], "--date"),
        (&["config", "show", "extra"], "extra"),
        (&["devices", "--json=yes"], "--json"),
        (&["devices", "--json", "--json"], "--json"),
        (&["--home"], "--home"),
        (&["--home", "", "devices"], "--home"),
        (&["--lang", "fr", "devices"], "--lang"),
        (&["demo", "--history", "many"], "--history"),
        (&["demo", "--history", "99999999999"], "--history"),
        (&["export", "--format", "csv"], "--date"),
        (&["export", "--date", "2026-11-30"], "--format"),
        (&["export", "--date", "30/11/2026", "--format", "csv"], "--date"),
        (&["export", "--date", "2026-02-30", "--format", "csv"], "--date"),
        (&["export", "--month", "2026-13", "--format", "csv"], "--month"),
        (&["export", "--year", "26", "--format", "csv"], "--year"),
        (&["export", "--month", "2026-11", "--year", "2026", "--format", "csv"], "--year"),
        (&["report"], "--month"),
        (&["report", "--date", "2026-11-30"], "--date"),
        (&["report", "--month", "2026-11", "--format", "doc"], "--format"),
        (&["report", "--month", "2026-11", "--json", "--format", "csv"], "--json"),
        (&["export", "--date", "2026-11-30", "--format", "xls"], "--format"),
        (&["init", "--passphrase-stdin"], "--supervisor"),
    ];
    for (args, word) in cases {
        let ran = run(user.path(), args).ends(2);
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{args:?}");
    }
}

#[test]
fn usage_errors_speak_the_language_asked_for() {
    let user = temp();
    assert!(run(user.path(), &["bogus"]).ends(2).err.contains("Perintah tidak dikenal"));
    for args in [&["--lang", "en", "bogus"][..], &["bogus", "--lang=en"]] {
        assert!(run(user.path(), args).ends(2).err.contains("Unknown command"));
    }
}

#[test]
fn a_word_is_repeated_without_its_escape_sequences() {
    let user = temp();
    let ran = run(user.path(), &["\u{1b}[31mred\u{202e}"]).ends(2);
    assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}'), "{:?}", ran.err);
}

#[test]
fn arguments_that_are_not_text_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let user = temp();
    let mut bad = command(user.path(), &["nik"]);
    bad.arg(std::ffi::OsStr::from_bytes(b"\xff\xfe"));
    assert!(ended(bad).ends(2).err.contains("UTF-8"));
}

#[test]
fn home_stands_before_or_after_and_wins_over_the_variable() {
    let user = temp();
    let path = |args: &[&str], variable: Option<&str>| {
        let mut asked = command(user.path(), args);
        asked.envs(variable.map(|value| ("LOKET_HOME", value)));
        ended(asked).ends(0).out
    };
    let named = user.path().join("kantor");
    let wanted = format!("{}/loket.toml\n", named.display());
    assert_eq!(path(&["--home", arg(&named), "config", "path"], None), wanted);
    assert_eq!(path(&["config", "path", "--home", arg(&named)], None), wanted);
    assert_eq!(path(&["config", "--home", arg(&named), "path"], Some("/elsewhere")), wanted);
    assert_eq!(path(&["config", "path"], Some(arg(&named))), wanted);
    let default = format!("{}/.local/share/loket/loket.toml\n", user.path().display());
    assert_eq!(path(&["config", "path"], None), default);
    assert_eq!(path(&["config", "path"], Some("")), default);
}

#[test]
fn without_any_home_the_remedy_is_named() {
    let user = temp();
    let mut asked = command(user.path(), &["config", "path"]);
    asked.env_remove("HOME");
    assert!(ended(asked).ends(3).err.contains("--home"));
}

#[test]
fn nik_tells_what_the_digits_say() {
    let user = temp();
    let json = run(user.path(), &["nik", "1374014101909001", "--json"]).ends(0).json();
    assert_eq!(json["valid"], true);
    assert_eq!((json["birth"].as_str(), json["sex"].as_str()), (Some("1990-01-01"), Some("P")));
    assert_eq!((json["region"].as_str(), json["serial"].as_str()), (Some("137401"), Some("9001")));
    assert_eq!(json["warnings"].as_array().map(Vec::len), Some(0));
    let grouped = run(user.path(), &["nik", "1374", "0101", "0190", "9001"]).ends(0);
    assert!(grouped.out.contains("1374 0101 0190 9001") && grouped.out.contains("laki-laki"), "{}", grouped.out);
    let elsewhere = run(user.path(), &["nik", "9909010101909001", "--json"]).ends(0).json();
    assert_eq!(elsewhere["warnings"][0], "nik.unknown_region");
}

#[test]
fn a_bad_nik_is_refused_and_repeated_nowhere() {
    let user = temp();
    let ran = run(user.path(), &["nik", "1374013201909001", "--json", "--verbose"]).ends(1);
    assert_eq!(ran.json()["error"], "nik.day");
    assert!(!ran.err.is_empty() && !ran.err.contains("1374013201909001"), "{}", ran.err);
    let plain = run(user.path(), &["nik", "123"]).ends(1);
    assert!(plain.out.is_empty() && plain.err.contains('3'), "{}", plain.err);
}

#[test]
fn a_pipe_closed_early_is_success() {
    let user = temp();
    for args in [&["--help"][..], &["nik", NIK], &["config", "show"], &["devices", "--json"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut asked = command(user.path(), args);
        asked.stdout(writer).stderr(std::process::Stdio::piped());
        let ran = asked.spawn().and_then(|child| child.wait_with_output()).expect("it ends");
        assert_eq!(ran.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        assert!(ran.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn a_full_disk_behind_stdout_is_an_error() {
    let user = temp();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the system has /dev/full");
    let mut asked = command(user.path(), &["--help"]);
    asked.stdout(full).stderr(std::process::Stdio::piped());
    let ran = asked.spawn().and_then(|child| child.wait_with_output()).expect("it ends");
    assert_eq!(ran.status.code(), Some(6));
    assert!(!ran.stderr.is_empty());
}
