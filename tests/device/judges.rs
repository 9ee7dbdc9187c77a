//! Two client libraries written by others judge the simulated module.
//!
//! A simulator judged by our own driver only would share its mistakes. Absence of Python or of a
//! library is said on stderr; `LOKET_JUDGES=1` makes it a failure, and `LOKET_PYTHON` names the
//! interpreter that has the libraries.

use std::path::Path;
use std::process::{Command, Stdio};

use loket::device::finger::sim::Placed;

use super::rig::Rig;

const NOT_INSTALLED: i32 = 77;

fn judge(script: &str) {
    let rig = Rig::new();
    rig.levers.script(&[], Some(Placed::Person(7)), 0);
    rig.levers.put(Placed::Person(7));
    let python = std::env::var("LOKET_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges").join(script);
    let run = Command::new(&python).args([&script, &rig.uri.path]).stdin(Stdio::null()).output();
    let absent = match &run {
        Ok(out) if out.status.success() => return,
        Ok(out) if out.status.code() == Some(NOT_INSTALLED) => "library not installed",
        Ok(out) => panic!("{}", String::from_utf8_lossy(&out.stderr)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => "no python",
        Err(e) => panic!("{python}: {e}"),
    };
    let demanded = std::env::var("LOKET_JUDGES").is_ok_and(|v| v == "1");
    assert!(!demanded, "{}: {absent}", script.display());
    eprintln!("SKIPPED {}: {absent}", script.display());
}

#[test]
fn pyfingerprint_accepts_the_simulated_module() {
    judge("zfm_pyfingerprint.py");
}

#[test]
fn adafruit_accepts_the_simulated_module() {
    judge("zfm_adafruit.py");
}
