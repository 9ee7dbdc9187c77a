//! Data to stdout.
//!
//! Separate because a reader that closes the pipe early (`| head`) has what it wanted: success, not an
//! error, while a full disk behind a redirection is one.

use std::io::{self, Write as _};

use super::failure::{Exit, Failure};
use crate::text::{Lang, cli as say};

/// Writes a text to stdout as it is.
pub(super) fn text(lang: Lang, text: &str) -> Result<(), Failure> {
    bytes(lang, text.as_bytes())
}

/// Writes bytes to stdout as they are.
pub(super) fn bytes(lang: Lang, bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::quiet(lang)),
        Err(error) => Err(Failure::new(Exit::Output, lang, say::OUTPUT_LOST.get(lang)).because(error)),
        Ok(()) => Ok(()),
    }
}

/// Writes a JSON document and a line end.
pub(super) fn json(lang: Lang, value: &serde_json::Value) -> Result<(), Failure> {
    text(lang, &format!("{value:#}\n"))
}

/// Messages beside the data, on stderr.
pub(super) fn message(text: &str) {
    // Nobody is left to tell when stderr is gone.
    let _ = io::stderr().write_all(format!("{text}\n").as_bytes());
}
