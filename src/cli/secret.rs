//! A secret from outside: the first line of stdin, or typed at the terminal without an echo.
//!
//! Separate because it is wiped on every way out and the terminal is given back as it was, also when the
//! person gives up. Must not judge the secret.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, Read as _, Write as _};
use std::os::fd::AsFd as _;

use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};
use zeroize::{Zeroize as _, Zeroizing};

use super::failure::{Exit, Failure};
use crate::desk::keys::Secret;
use crate::text::{Lang, Word, cli as say, vault};

/// Longest line taken, in bytes.
const MAX_LINE: usize = 1024;

/// A known secret, to sign in.
pub(super) fn known(lang: Lang, stdin: bool) -> Result<Secret, Failure> {
    asked(lang, stdin, say::ASK_SECRET)
}

/// The same with a prompt of its own.
pub(super) fn asked(lang: Lang, stdin: bool, prompt: Word) -> Result<Secret, Failure> {
    if stdin { from_stdin(lang) } else { ask(lang, prompt.get(lang)) }
}

/// A new secret; at a terminal it is asked for twice.
pub(super) fn new(lang: Lang, stdin: bool) -> Result<Secret, Failure> {
    chosen(lang, stdin, say::ASK_NEW_SECRET)
}

/// The same with a prompt of its own.
pub(super) fn chosen(lang: Lang, stdin: bool, prompt: Word) -> Result<Secret, Failure> {
    if stdin {
        return from_stdin(lang);
    }
    let first = ask(lang, prompt.get(lang))?;
    let again = ask(lang, say::ASK_AGAIN.get(lang))?;
    if first.same(&again) { Ok(first) } else { Err(Failure::new(Exit::Input, lang, say::SECRET_DIFFERS.get(lang))) }
}

fn missing(lang: Lang) -> Failure {
    Failure::new(Exit::SignIn, lang, say::SECRET_MISSING.get(lang)).next(say::SECRET_HOW.get(lang))
}

/// The recovery key as typed; on stdin it is the first line, and a new secret the second.
pub(super) fn recovery(lang: Lang, stdin: bool) -> Result<Zeroizing<String>, Failure> {
    let line = if stdin { stdin_line(lang)? } else { terminal_line(lang, vault::ASK_RECOVERY.get(lang))? };
    match std::str::from_utf8(&line) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Failure::new(Exit::SignIn, lang, say::NOT_UTF8.get(lang))),
    }
}

fn from_stdin(lang: Lang) -> Result<Secret, Failure> {
    taken(lang, &stdin_line(lang)?)
}

fn stdin_line(lang: Lang) -> Result<Zeroizing<Vec<u8>>, Failure> {
    // Reserved in full, so that growing leaves no copy behind.
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE + 1));
    let read = io::stdin().lock().take(MAX_LINE as u64 + 1).read_until(b'\n', &mut line);
    read.map_err(|error| missing(lang).because(error))?;
    while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        line.pop();
    }
    Ok(line)
}

fn taken(lang: Lang, line: &[u8]) -> Result<Secret, Failure> {
    if line.is_empty() {
        return Err(missing(lang));
    }
    if line.len() > MAX_LINE {
        return Err(Failure::new(Exit::SignIn, lang, say::SECRET_TOO_LONG.get(lang)));
    }
    match std::str::from_utf8(line) {
        Ok(text) => Ok(Secret::new(text.to_owned())),
        Err(_) => Err(Failure::new(Exit::SignIn, lang, say::NOT_UTF8.get(lang))),
    }
}

fn ask(lang: Lang, prompt: &str) -> Result<Secret, Failure> {
    taken(lang, &terminal_line(lang, prompt)?)
}

fn terminal_line(lang: Lang, prompt: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty");
    let mut terminal = terminal.map_err(|error| missing(lang).because(error))?;
    silent_line(&mut terminal, prompt).map_err(|error| missing(lang).because(error))
}

/// A terminal without echo, put back when dropped.
struct Silent {
    terminal: File,
    before: Termios,
}

impl Silent {
    fn new(terminal: &File) -> io::Result<Silent> {
        let before = tcgetattr(terminal)?;
        let mut silent = before.clone();
        // Without signal keys: an interrupt in between would leave the shell without an echo.
        silent.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        let terminal = terminal.try_clone()?;
        tcsetattr(terminal.as_fd(), OptionalActions::Flush, &silent)?;
        Ok(Silent { terminal, before })
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        // Nothing better can be done on the way out.
        let _ = tcsetattr(self.terminal.as_fd(), OptionalActions::Flush, &self.before);
        let _ = self.terminal.write_all(b"\n");
    }
}

/// Reads a line by the keys a terminal has for it: erase, clear, end, give up. The prompt comes once the echo
/// is off: what is typed on seeing it must be neither shown nor lost.
fn silent_line(terminal: &mut File, prompt: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    let _silent = Silent::new(terminal)?;
    terminal.write_all(prompt.as_bytes())?;
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE + 1));
    let mut byte = [0u8; 1];
    loop {
        if terminal.read(&mut byte)? == 0 {
            return Ok(line);
        }
        match byte[0] {
            b'\r' | b'\n' | 0x04 => return Ok(line),
            0x03 | 0x1b => return Err(io::ErrorKind::Interrupted.into()),
            0x15 => line.zeroize(),
            0x08 | 0x7f => {
                // A character may be several bytes; the rest of it goes too.
                while line.pop().is_some_and(|last| last & 0xc0 == 0x80) {}
            }
            other if line.len() <= MAX_LINE => line.push(other),
            _ => {}
        }
        byte.zeroize();
    }
}
