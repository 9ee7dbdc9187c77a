//! The command line, tried on the real binary with homes of its own.
mod audit;
mod backup;
mod card;
mod config;
mod device_test;
mod encrypted;
mod export;
mod keyfile;
mod keys;
mod line;
mod parcel;
mod period;
mod survive;
mod ways;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a run ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Ended with this code, or the test fails with everything it said.
    #[track_caller]
    fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// The binary with an environment of nothing but a home directory.
fn command(user: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loket"));
    command.args(args).env_clear().env("HOME", user).stdin(Stdio::null());
    command
}

fn run(user: &Path, args: &[&str]) -> Ran {
    ended(command(user, args))
}

fn ended(mut command: Command) -> Ran {
    let ran = command.output().expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: ran.status.code().expect("no signal"), out: text(ran.stdout), err: text(ran.stderr) }
}

/// Runs with a text on stdin.
fn fed(user: &Path, args: &[&str], stdin: &str) -> Ran {
    let mut command = command(user, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("piped").write_all(stdin.as_bytes());
    let ran = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: ran.status.code().expect("no signal"), out: text(ran.stdout), err: text(ran.stderr) }
}

fn temp() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A path as an argument.
fn arg(path: &Path) -> &str {
    path.to_str().expect("temporary paths are UTF-8")
}
