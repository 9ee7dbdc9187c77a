//! The targets of `tests/fuzz` under libFuzzer. One program: the target is named by `LOKET_FUZZ`, and its seeds are
//! written to the folder `LOKET_FUZZ_SEEDS`. How to run: `fuzz/run`.
#![no_main]

extern crate libfuzzer_sys;

#[path = "../../tests/fuzz/targets/mod.rs"]
mod targets;

use std::path::PathBuf;
use std::sync::OnceLock;
use targets::{LONGEST, TARGETS, Target};

/// The target; without one all are listed.
fn chosen() -> &'static Target {
    static CHOSEN: OnceLock<&'static Target> = OnceLock::new();
    CHOSEN.get_or_init(|| {
        let name = std::env::var("LOKET_FUZZ").unwrap_or_default();
        TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| {
            for Target { name, what, cost, .. } in TARGETS {
                println!("{name:<10} {what} ({cost})");
            }
            std::process::exit(2);
        })
    })
}

fn begin() {
    let target = chosen();
    if let Some(folder) = std::env::var_os("LOKET_FUZZ_SEEDS").map(PathBuf::from) {
        for (at, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{at}")), seed).expect("a seed is written");
        }
    }
}

libfuzzer_sys::fuzz_target!(init: { begin(); }, |bytes: &[u8]| {
    (chosen().run)(&bytes[..bytes.len().min(LONGEST)]);
});
