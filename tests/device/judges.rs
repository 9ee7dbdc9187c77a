//! Programs written by others judge our simulators and our bytes.
//!
//! A simulator judged by our own driver only would share its mistakes. Absence of Python or of a
//! library is said on stderr; `LOKET_JUDGES=1` makes it a failure, and `LOKET_PYTHON` names the
//! interpreter that has the libraries.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use loket::device::finger::sim::Placed;
use loket::device::slip::escpos::encode;
use loket::device::slip::line::{Codes, Width};
use loket::device::slip::sim::{SlipLevers, SlipSim};
use loket::device::{Simulator, SlipText};

use super::rig::{PATIENCE, Rig};

const NOT_INSTALLED: i32 = 77;

/// Runs a judge. False when it is not installed.
fn judge(script: &str, arguments: &[&OsStr]) -> bool {
    let python = std::env::var("LOKET_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges").join(script);
    let run = Command::new(&python).arg(&script).args(arguments).stdin(Stdio::null()).output();
    let absent = match &run {
        Ok(out) if out.status.success() => return true,
        Ok(out) if out.status.code() == Some(NOT_INSTALLED) => "library not installed",
        Ok(out) => panic!("{}", String::from_utf8_lossy(&out.stderr)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => "no python",
        Err(e) => panic!("{python}: {e}"),
    };
    let demanded = std::env::var("LOKET_JUDGES").is_ok_and(|v| v == "1");
    assert!(!demanded, "{}: {absent}", script.display());
    eprintln!("SKIPPED {}: {absent}", script.display());
    false
}

fn judge_reader(script: &str) {
    let rig = Rig::new();
    rig.levers.script(&[], Some(Placed::Person(7)), 0);
    rig.levers.put(Placed::Person(7));
    judge(script, &[rig.uri.path.as_os_str()]);
}

#[test]
fn pyfingerprint_accepts_the_simulated_module() {
    judge_reader("zfm_pyfingerprint.py");
}

#[test]
fn adafruit_accepts_the_simulated_module() {
    judge_reader("zfm_adafruit.py");
}

/// Asked and printed on by python-escpos: what comes out is what it was given.
#[test]
fn python_escpos_accepts_the_simulated_printer() {
    let sim = SlipSim::tcp(SlipLevers::new()).expect("a printer");
    if !judge("escpos_status.py", &[sim.wire().body().as_ref()]) {
        return;
    }
    assert!(sim.levers().wait_pages(1, PATIENCE));
    let page = sim.levers().pages().remove(0);
    let title = page.lines.iter().find(|l| l.text == "TANDA TERIMA").expect("the title");
    assert!(title.bold && title.centred && page.text().contains("No. register: 0129\n"));
    assert_eq!((page.qr.len(), page.code128.len(), page.cut), (1, 1, true));
    assert!(page.qr.iter().chain(&page.code128).all(|code| code == "LKT26-0129-7F"));
    assert_eq!(sim.levers().unknown(), 0);
}

/// The commands are those another encoder writes, and an independent reader reads the codes.
#[test]
fn python_escpos_and_zbar_read_our_bytes() {
    let slip = SlipText::new(&["TANDA TERIMA"]).expect("a slip").with_code("LKT26-0129-7F");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(&file, encode(&slip, Width::Wide, Codes::Both)).expect("written");
    judge("escpos_bytes.py", &[file.path().as_os_str(), "LKT26-0129-7F".as_ref()]);
}
