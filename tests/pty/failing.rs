//! The real program whose disk fails once in the middle of a step: the clerk is told, and goes on.
//!
//! `strace` takes hold of the running program and refuses the next call on the ledger; the office is the demo's.

use super::{Seat, User};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// Refuses calls of a running program for as long as it lives.
struct Fault(Child);

impl Fault {
    /// Takes hold; the next call of this name on the demo's ledger fails, once.
    fn next(seat: &Seat, user: &User, call: &str, error: &str) -> Option<Fault> {
        let ledger = user.office().join("ledger.db").canonicalize().ok()?;
        let mut command = Command::new("strace");
        command.args(["-f", "-p", &seat.id().to_string(), "-o", "/dev/null"]);
        for end in ["", "-wal"] {
            command.args(["-P", &format!("{}{end}", ledger.display())]);
        }
        command.args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:error={error}:when=1")]);
        let mut child = command.stderr(Stdio::piped()).stdin(Stdio::null()).spawn().ok()?;
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines().map_while(Result::ok);
        let held = lines.any(|line| line.contains("attached"));
        std::thread::spawn(move || lines.for_each(drop));
        held.then_some(Fault(child))
    }
}

impl Drop for Fault {
    fn drop(&mut self) {
        // It lets go of the program when it is told to end.
        let id = i32::try_from(self.0.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a pid");
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let _ = self.0.wait();
    }
}

#[test]
fn a_disk_that_fails_in_mid_step_is_told_and_work_goes_on() {
    let people = [
        ("fsync", "EIO", "1374015708909012", "ANISA RAHMI"),
        ("pwrite64", "EIO", "1374010203859021", "DONI SAPUTRA"),
        ("pwrite64", "ENOSPC", "1374024107759033", "MARNI CONTOH"),
    ];
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI");
    for (call, error, nik, name) in people {
        seat.keys("<F2>").sees("Permohonan baru");
        seat.keys(&format!("{nik}{name}<Tab><Tab>hil<Enter>081266009001<Enter>11123")).sees(name).sees("3[x]");
        let Some(fault) = Fault::next(&seat, &user, call, error) else {
            return assert!(std::env::var("LOKET_FULL").is_err(), "strace cannot take hold of a program");
        };
        // The step itself, or the draft saved just before it: either way it is told at once.
        seat.keys("<F8>")
            .until("a failure told", |shown| shown.contains("L-02") || shown.contains("Buku terbuka lagi"));
        drop(fault);
        seat.keys("<Esc>").sees("Buku terbuka lagi").keys("<F8>");
        // Stored after all, or stored now; never twice.
        seat.until("the step done", |shown| shown.contains("DITERIMA") || shown.contains("R-102"));
        // A terminal's Escape and the key after it are one key when they come together.
        if seat.shown().contains("Esc lanjut") {
            seat.keys("<Esc>").until("the error read", |shown| !shown.contains("Esc lanjut"));
        }
    }
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
    let (status, said) = user.run(&["ledger", "verify"], "");
    assert_eq!(status.code(), Some(0), "{said}");
}
