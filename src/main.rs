//! Thin entry point.

use std::process::ExitCode;

fn main() -> ExitCode {
    loket::cli::main()
}
