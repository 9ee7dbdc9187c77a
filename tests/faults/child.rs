//! The door through which a child process comes in.

use super::{clerk, clock, copies, full, keys, orphan, script, wire, writer};
use std::io::Write as _;
use std::path::PathBuf;

/// What a child was started with.
pub struct Task {
    pub home: PathBuf,
    pub seed: u64,
}

#[test]
#[ignore = "a process of the torture tests, started by them"]
fn child() {
    let Ok(role) = std::env::var("LOKET_FAULT_ROLE") else { return };
    let home = PathBuf::from(std::env::var_os("LOKET_FAULT_HOME").expect("a home"));
    let seed = number("LOKET_FAULT_SEED").expect("a seed");
    let task = Task { home, seed };
    say("begun");
    match role.as_str() {
        "writer" => writer::work(&task),
        "faulted" => writer::work_through_faults(&task, writer::Back::Same),
        "faulted anew" => writer::work_through_faults(&task, writer::Back::Anew),
        "checkpoint" => writer::checkpoint(&task),
        "printing" => orphan::print_and_wait(&task),
        "backup" => copies::back_up(&task),
        "stick" => copies::fill_the_stick(&task),
        "card" => wire::printer::print_one(&task),
        "chip" => wire::chip::activate_one(&task),
        "outbox" => wire::modem::send_one(&task),
        "clerk" => clerk::work(&task),
        "clock" => clock::work(&task),
        "keys" => keys::storm(&task),
        "script" => script::play_aloud(&task),
        "full" => full::fill_the_disk(&task),
        other => panic!("no role {other}"),
    }
}

/// A number from the environment.
pub fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// One line to whoever started this process, whole or not at all.
pub fn say(line: &str) {
    // The test runner has left its own line unfinished.
    let line = format!("\n{line}\n");
    std::io::stdout().lock().write_all(line.as_bytes()).expect("somebody listens");
    std::io::stdout().lock().flush().expect("somebody listens");
}
