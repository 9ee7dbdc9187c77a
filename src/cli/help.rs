//! The help, written from the table of tasks, options and exit codes so that it cannot drift from them.

use std::fmt::Write as _;

use super::args::{OPTIONS, TASKS};
use super::failure::Exit;
use crate::text::{Lang, cli as say};

/// The whole help.
pub(super) fn text(lang: Lang) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{}\n\n{}", say::TAGLINE.get(lang), say::USAGE.get(lang));
    for task in TASKS {
        let usage = format!("loket {}", task.usage(lang));
        let _ = writeln!(out, "  {}\n      {}", usage.trim_end(), task.does.get(lang));
    }
    let _ = writeln!(out, "\n{}", say::OPTIONS.get(lang));
    for option in OPTIONS {
        let _ = writeln!(out, "  {:<24} {}", option.usage(lang), option.does.get(lang));
    }
    let _ = writeln!(out, "\n{}", say::EXITS.get(lang));
    for (exit, meaning) in Exit::ALL {
        let _ = writeln!(out, "  {}  {}", *exit as u8, meaning.get(lang));
    }
    let _ = writeln!(out, "\n{}", say::NOTES.get(lang));
    for note in [say::NOTE_HOME, say::NOTE_STREAMS, say::NOTE_DEMO] {
        let _ = writeln!(out, "  {}", note.get(lang));
    }
    out
}
