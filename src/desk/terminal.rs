//! The terminal: taken at start, given back whatever happens, written to only on change.
//!
//! Owns raw mode, the alternate screen, the diff that is sent, and the two threads that turn keys
//! and signals into inputs. Separate from the loop so that the desk runs headless in tests and
//! replay. It must not know what is drawn or what a key means. It never sets the window title and
//! sends no text but cells, so that no personal data leaves the screen.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use ratatui::crossterm::style::{Attribute, SetAttribute};
use ratatui::crossterm::terminal::{self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::crossterm::{cursor, queue};
use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::{flag, low_level};

use crate::ui::keymap::Key;
use crate::ui::theme;

/// Why the terminal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Standard input or output leads elsewhere.
    #[error("standard input and output are not a terminal")]
    NotATerminal,
    /// The terminal refused.
    #[error("the terminal refused: {0}")]
    Io(#[from] io::Error),
}

/// What the terminal and the system tell the desk.
#[derive(Clone, PartialEq, Eq)]
pub enum TermInput {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, uncleaned.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// SIGTSTP: the desk shall call [`Terminal::suspend`].
    Suspend,
    /// SIGCONT: the desk shall call [`Terminal::resume`].
    Resumed,
    /// SIGINT: someone asks the desk to leave, as by key.
    Interrupt,
    /// SIGTERM, SIGHUP, or the terminal is gone: the desk shall save and end.
    End,
}

impl std::fmt::Debug for TermInput {
    /// Kind only: keys and pastes are personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            TermInput::Key(_) => "Key",
            TermInput::Paste(_) => "Paste",
            TermInput::Resize(..) => "Resize",
            TermInput::Suspend => "Suspend",
            TermInput::Resumed => "Resumed",
            TermInput::Interrupt => "Interrupt",
            TermInput::End => "End",
        })
    }
}

/// Sends what changed between two drawings, and nothing when nothing did: no cursor, no colour
/// reset, not one byte.
pub struct Painter<W: Write> {
    backend: CrosstermBackend<W>,
    shown: Buffer,
    next: Buffer,
    /// What is on the terminal is unknown; the next drawing starts with a clear.
    unknown: bool,
    ascii: bool,
}

/// Largest size drawn; beyond it the rest of the terminal stays empty.
const LARGEST: (u16, u16) = (500, 200);

impl<W: Write> Painter<W> {
    /// A painter for a terminal of this size whose content is unknown. With `ascii` every sign
    /// beyond ASCII is replaced on the way out, data included.
    pub fn new(writer: W, width: u16, height: u16, ascii: bool) -> Painter<W> {
        let area = bounded(width, height);
        Painter {
            backend: CrosstermBackend::new(writer),
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            unknown: true,
            ascii,
        }
    }

    /// Takes the new size; the next drawing is a full one.
    pub fn resize(&mut self, width: u16, height: u16) {
        let area = bounded(width, height);
        if area != self.shown.area {
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
            self.unknown = true;
        }
    }

    /// Makes the next drawing a full one.
    pub fn forget(&mut self) {
        self.unknown = true;
    }

    /// Draws into an empty buffer and sends the difference; true when something was sent.
    ///
    /// # Errors
    /// When the terminal does not take the bytes; the next drawing is then a full one.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer)) -> io::Result<bool> {
        self.next.reset();
        draw(&mut self.next);
        if self.ascii {
            theme::to_ascii(&mut self.next);
        }
        let sent = self.send();
        match sent {
            Ok(_) => std::mem::swap(&mut self.shown, &mut self.next),
            Err(_) => self.unknown = true,
        }
        sent
    }

    fn send(&mut self) -> io::Result<bool> {
        if self.unknown {
            let start = SetAttribute(Attribute::Reset);
            queue!(self.backend, start, Clear(ClearType::All))?;
            self.shown.reset();
        }
        let changes = self.shown.diff(&self.next);
        if changes.is_empty() && !self.unknown {
            return Ok(false);
        }
        self.backend.draw(changes.into_iter())?;
        Backend::flush(&mut self.backend)?;
        self.unknown = false;
        Ok(true)
    }
}

fn bounded(width: u16, height: u16) -> Rect {
    Rect::new(0, 0, width.min(LARGEST.0), height.min(LARGEST.1))
}

/// True while the terminal is ours; whoever sets it to false gives it back.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Held while the terminal's modes are read and set.
static MODES: Mutex<()> = Mutex::new(());
static HOOK: Once = Once::new();
static OWNER: Mutex<Option<ThreadId>> = Mutex::new(None);
static BACKGROUND_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// The terminal while the desk has it. Dropping gives it back.
pub struct Terminal {
    painter: Painter<BufWriter<Stdout>>,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, no cursor. A panic of the
    /// calling thread gives it back before anything is printed.
    ///
    /// # Errors
    /// [`TerminalError::NotATerminal`] when standard input or output is redirected.
    pub fn enter(ascii: bool) -> Result<Terminal, TerminalError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal);
        }
        *OWNER.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
        HOOK.call_once(install_hook);
        take()?;
        let (width, height) = size();
        // Room for a full drawing, so that it leaves in few writes.
        let writer = BufWriter::with_capacity(64 * 1024, io::stdout());
        Ok(Terminal { painter: Painter::new(writer, width, height, ascii) })
    }

    /// As [`Painter::draw`]; does nothing while suspended.
    ///
    /// # Errors
    /// When the terminal does not take the bytes.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer)) -> io::Result<bool> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(false);
        }
        self.painter.draw(draw)
    }

    /// The painter, to tell it of a new size or to have everything drawn anew.
    pub fn painter(&mut self) -> &mut Painter<BufWriter<Stdout>> {
        &mut self.painter
    }

    /// Gives the terminal back and stops the process, as Ctrl+Z does elsewhere; returns after
    /// SIGCONT, which is also delivered as [`TermInput::Resumed`].
    ///
    /// # Errors
    /// When the process could not be stopped.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        low_level::emulate_default_handler(SIGTSTP)
    }

    /// Takes the terminal again after the process was stopped, by whatever signal.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn resume(&mut self) -> io::Result<()> {
        give_back();
        take()?;
        let (width, height) = size();
        self.painter.resize(width, height);
        self.painter.forget();
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Columns and rows of the terminal; 80×24 when it does not say.
#[must_use]
pub fn size() -> (u16, u16) {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => (80, 24),
    }
}

fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    let taken = queue!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide);
    let taken = taken.and_then(|()| out.flush());
    if taken.is_err() {
        give_back();
    }
    taken
}

/// Gives the terminal back once; safe to call at any time, also from a panic. Errors have nobody
/// left to be told to: the terminal is gone then.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let reset = SetAttribute(Attribute::Reset);
    let _ = queue!(out, reset, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    // The keyboard thread must not put back the modes it has just read.
    let _held = MODES.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = terminal::disable_raw_mode();
}

/// Panics of the desk's own thread give the terminal back and are printed as ever. Those of
/// another thread must not write over the screen: their place is kept for
/// [`take_background_panic`], without the message, which may name a person.
fn install_hook() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let taken = TAKEN.load(Ordering::SeqCst);
        // try_lock: a hook must never wait for the thread that panics.
        let owner = OWNER.try_lock().ok().and_then(|owner| *owner);
        if taken && owner.is_some_and(|owner| owner != thread::current().id()) {
            let place = info.location().map(ToString::to_string);
            if let Ok(mut kept) = BACKGROUND_PANIC.try_lock() {
                *kept = Some(place.unwrap_or_default());
            }
            return;
        }
        give_back();
        before(info);
    }));
}

/// Source place of the last panic in a thread other than the desk's, once.
#[must_use]
pub fn take_background_panic() -> Option<String> {
    let mut kept = BACKGROUND_PANIC.lock().unwrap_or_else(PoisonError::into_inner);
    kept.take()
}

/// Starts the two threads that deliver keys and signals. They sleep in the kernel until something
/// comes. `deliver` returns false when nobody listens any more; the threads then end.
///
/// A second SIGTERM or SIGHUP, when the first was not obeyed, ends the process at once.
///
/// # Errors
/// When signals cannot be registered or a thread cannot be started.
pub fn listen<F>(deliver: F) -> io::Result<()>
where
    F: Fn(TermInput) -> bool + Send + Clone + 'static,
{
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGTERM, SIGHUP] {
        flag::register_conditional_default(signal, Arc::clone(&asked))?;
        flag::register(signal, Arc::clone(&asked))?;
    }
    let signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP, SIGCONT])?;
    let tell = deliver.clone();
    thread::Builder::new().name("signals".into()).spawn(move || watch_signals(signals, &tell))?;
    thread::Builder::new().name("keyboard".into()).spawn(move || {
        if watch_keyboard(&deliver).is_err() {
            deliver(TermInput::End);
        }
    })?;
    Ok(())
}

fn watch_signals(mut signals: Signals, deliver: &impl Fn(TermInput) -> bool) {
    for signal in signals.forever() {
        let input = match signal {
            SIGWINCH => {
                let (width, height) = size();
                TermInput::Resize(width, height)
            }
            SIGTSTP => TermInput::Suspend,
            SIGCONT => TermInput::Resumed,
            SIGINT => TermInput::Interrupt,
            _ => TermInput::End,
        };
        if !deliver(input) {
            return;
        }
    }
}

/// Waits for input and reads it through the terminal library. The wait is our own, because the
/// library's does not notice that a terminal is gone and would spin. `Ok`: nobody listens.
fn watch_keyboard(deliver: &impl Fn(TermInput) -> bool) -> io::Result<()> {
    let stdin = io::stdin();
    loop {
        let mut wait = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut wait, None) {
            Err(rustix::io::Errno::INTR) => continue,
            other => other?,
        };
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if wait[0].revents().intersects(gone) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let mut nothing = true;
        while event::poll(Duration::ZERO)? {
            nothing = false;
            let input = match event::read()? {
                Event::Key(key) => Key::from_event(&key).map(TermInput::Key),
                Event::Paste(text) => Some(TermInput::Paste(text)),
                // Sizes come from the signal thread.
                _ => None,
            };
            if let Some(input) = input
                && !deliver(input)
            {
                return Ok(());
            }
        }
        if nothing {
            announce_again(stdin.as_fd())?;
        }
    }
}

/// Has the kernel announce bytes that wait in the terminal once more. The terminal library hears of them only
/// when they arrive, and forgets those that come together with a change of size or after a full buffer: without
/// this they would wait for the next key, and this thread would never rest. Setting the modes as they are wakes
/// whoever waits for the terminal and changes nothing.
fn announce_again(terminal: BorrowedFd<'_>) -> io::Result<()> {
    let _held = MODES.lock().unwrap_or_else(PoisonError::into_inner);
    if TAKEN.load(Ordering::SeqCst) {
        let modes = tcgetattr(terminal)?;
        tcsetattr(terminal, OptionalActions::Now, &modes)?;
    }
    Ok(())
}
