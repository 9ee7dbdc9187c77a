//! The running desk: terminal, threads and the one loop.
//!
//! Owns what cannot run headless. Every thread puts what it hears into one bounded inbox; the loop takes it
//! out in order, lets the desk handle it, and draws once when something visible changed.

use super::clock::Clock;
use super::core::Desk;
use super::input::{Input, Stamped};
use super::sheet::Unprinted;
use super::terminal::{TermInput, Terminal, listen};
use anyhow::{Context as _, Result};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// Most inputs that wait; a fuller inbox holds up whoever fills it, never the loop.
const INBOX: usize = 1024;
/// Inputs handled before the screen is drawn again, so that a flood can't freeze the picture.
const BURST: usize = 256;
const TICK: Duration = Duration::from_secs(1);
/// Pause before an act held by another desk is tried again.
const AGAIN: Duration = Duration::from_millis(20);

/// What the inbox holds: what the terminal said, or something already in the desk's own words.
pub enum Heard {
    Term(TermInput),
    Other(Input),
    /// What became of the sheet with the recovery key, before there is a desk.
    Sheet(Result<(), Unprinted>),
}

/// The sending end of the inbox.
pub type Inbox = SyncSender<Heard>;

/// The inbox, with the threads of keyboard and signals feeding it.
///
/// # Errors
/// When the system has no room for the threads.
pub fn inbox() -> Result<(Inbox, Receiver<Heard>)> {
    let (sender, receiver) = sync_channel(INBOX);
    let terminal = sender.clone();
    listen(move |heard| terminal.send(Heard::Term(heard)).is_ok()).context("keyboard and signals")?;
    Ok((sender, receiver))
}

/// Runs the desk until the clerk leaves or the terminal is gone.
///
/// # Errors
/// When the terminal refuses to draw.
pub fn run(desk: &mut Desk, terminal: &mut Terminal, inbox: &Receiver<Heard>, clock: Clock) -> Result<()> {
    let mut due = Instant::now() + TICK;
    draw(desk, terminal)?;
    while !desk.leaving() {
        let mut pause = due.saturating_duration_since(Instant::now());
        if desk.waiting() {
            pause = pause.min(AGAIN);
        }
        match inbox.recv_timeout(pause) {
            Ok(first) => {
                hear(desk, terminal, first, clock)?;
                for heard in inbox.try_iter().take(BURST) {
                    hear(desk, terminal, heard, clock)?;
                    if desk.leaving() {
                        break;
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) => desk.handle(Stamped { at: clock.stamp(), input: Input::Again }),
            Err(RecvTimeoutError::Disconnected) => desk.handle(Stamped { at: clock.stamp(), input: Input::HangUp }),
        }
        if Instant::now() >= due {
            due = Instant::now() + TICK;
            desk.handle(Stamped { at: clock.stamp(), input: Input::Tick });
        }
        draw(desk, terminal)?;
    }
    Ok(())
}

fn hear(desk: &mut Desk, terminal: &mut Terminal, heard: Heard, clock: Clock) -> Result<()> {
    let input = match heard {
        Heard::Other(input) => input,
        Heard::Term(TermInput::Key(key)) => Input::Key(key),
        Heard::Term(TermInput::Paste(text)) => Input::Paste(text),
        Heard::Term(TermInput::Resize(width, height)) => {
            terminal.painter().resize(width, height);
            Input::Resize
        }
        Heard::Term(TermInput::Suspend) => return terminal.suspend().context("suspend"),
        Heard::Term(TermInput::Resumed) => {
            terminal.resume().context("resume")?;
            Input::Continued
        }
        // The page that asked for it is gone.
        Heard::Sheet(_) | Heard::Term(TermInput::Interrupt) => return Ok(()),
        Heard::Term(TermInput::End) => Input::HangUp,
    };
    desk.handle(Stamped { at: clock.stamp(), input });
    Ok(())
}

fn draw(desk: &mut Desk, terminal: &mut Terminal) -> Result<()> {
    let (dirty, redraw) = desk.take_dirty();
    if redraw {
        terminal.painter().forget();
    }
    if dirty || redraw {
        terminal.draw(|buf| desk.draw(buf)).context("draw")?;
    }
    Ok(())
}
