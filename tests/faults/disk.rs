//! A disk that fails under a working desk, by injected errors of the system calls.
//!
//! `strace` answers the n-th call on the ledger's files with an error, or kills the desk there. The failure must
//! be loud, nothing acknowledged may be lost, and the desk must go on after reopening.

use super::oracle::{Acked, take_acks, whole};
use super::rig::{Disk, Heard, Seed, command_under, founded, skip, traced};
use std::path::Path;
use std::process::Command;

/// Acts a desk has to get done, whatever the disk does: enough for its log to be moved into the file.
const ACTS: u64 = 60;
/// Calls that make something durable or change a file.
const DURABLE: &str = "pwrite64,fsync,fdatasync,ftruncate,unlink";

pub fn strace_works() -> bool {
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "-e", "trace=fsync", "true"]).status();
    tried.is_ok_and(|status| status.success())
}

/// What one run under faults came to.
struct Outcome {
    said: Vec<String>,
    /// The desk reached its number of acts.
    done: bool,
    killed: bool,
    /// Calls on the ledger's files, as traced.
    calls: usize,
    /// Of these, tampered with.
    injected: usize,
}

/// A desk at work while the calls named in `inject` fail.
fn run(home: &Path, calls: &str, inject: Option<&str>, seed: u64) -> Outcome {
    let trace = home.with_file_name("trace");
    let mut args: Vec<String> = ["-f", "-qq", "-o"].map(str::to_owned).to_vec();
    args.push(trace.display().to_string());
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        args.extend(["-P".to_owned(), home.join(name).display().to_string()]);
    }
    args.extend(["-e".to_owned(), format!("trace={calls}")]);
    if let Some(inject) = inject {
        args.extend(["-e".to_owned(), format!("inject={inject}")]);
    }
    let mut command = command_under("strace", &args, ("faulted", home, seed));
    command.env("LOKET_FAULT_ACTS", ACTS.to_string());
    let (status, said) = Heard::start(command).end();
    let text = std::fs::read_to_string(&trace).unwrap_or_default();
    let (calls, injected) = traced(&trace);
    let killed = text.contains("killed by SIGKILL");
    assert!(status.success() || killed, "{inject:?}: {status}, last {:?}", said.last());
    Outcome { done: said.iter().any(|l| l == "done"), killed, calls, injected, said }
}

fn failures(said: &[String]) -> usize {
    said.iter().filter(|l| l.starts_with("failed ")).count()
}

/// How many calls of a kind a whole run makes.
fn calls_of(kind: &str, seed: u64) -> usize {
    let (_folder, home) = founded(Disk::Machine);
    let outcome = run(&home, kind, None, seed);
    assert!(outcome.done && outcome.injected == 0 && failures(&outcome.said) == 0);
    outcome.calls
}

#[test]
fn a_failing_call_is_loud_and_loses_nothing() {
    if !strace_works() {
        return skip("a_failing_call_is_loud_and_loses_nothing", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("disk");
    let errors = [
        ("fsync", "EIO"),
        ("pwrite64", "EIO"),
        ("pwrite64", "ENOSPC"),
        ("pread64", "EIO"),
        ("ftruncate", "EIO"),
        ("fsync", "ENOSPC"),
    ];
    let (mut runs, mut injected, mut told) = (0, 0, 0);
    for (kind, error) in errors {
        let task = seed.next();
        let calls = calls_of(kind, task);
        for n in 0..crate::cases(3) {
            // Every third time the disk stays away for good.
            let (place, ever) = (1 + seed.below(calls), if n % 3 == 2 { "+" } else { "" });
            let (_folder, home) = founded(Disk::Machine);
            let inject = format!("{kind}:error={error}:when={place}{ever}");
            let outcome = run(&home, kind, Some(&inject), task);
            let mut acked = Acked::new();
            take_acks(&outcome.said, &mut acked);
            let failures = failures(&outcome.said);
            assert!(outcome.injected > 0, "{inject} of {calls} calls struck nothing");
            assert!(failures > 0, "{inject}: the desk said nothing of {} failed calls", outcome.injected);
            let gone = outcome.said.iter().any(|l| l == "gone");
            assert!(outcome.done || (gone && !ever.is_empty()), "{inject}: the desk did not go on");
            whole(&home, &acked);
            (runs, injected, told) = (runs + 1, injected + outcome.injected, told + failures);
        }
    }
    println!("disk: runs={runs} injected={injected} told={told} lost=0");
}

#[test]
fn a_kill_at_any_durable_call_loses_nothing() {
    if !strace_works() {
        return skip("a_kill_at_any_durable_call_loses_nothing", "strace is not there or may not trace");
    }
    let mut seed = Seed::printed("disk-kill");
    let task = seed.next();
    let calls = calls_of(DURABLE, task);
    let (mut kills, mut acked_all) = (0, 0);
    for _ in 0..crate::cases(16) {
        let (_folder, home) = founded(if seed.once_in(2) { Disk::Machine } else { Disk::Memory });
        let place = 1 + seed.below(calls);
        let outcome = run(&home, DURABLE, Some(&format!("{DURABLE}:signal=KILL:when={place}")), task);
        let mut acked = Acked::new();
        acked_all += take_acks(&outcome.said, &mut acked);
        kills += usize::from(outcome.killed);
        whole(&home, &acked);
    }
    println!("disk-kill: calls={calls} kills={kills} acked={acked_all} lost=0");
    assert!(kills > 0);
}
