//! What a test or the demo may do to the simulated modem: take its SIM or its network, damage its line,
//! pull its plug, and read what it was given to send.
//!
//! Separate from the simulator's thread, because levers are pulled from any other thread.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::device::follow::{wait_for, wake};
use crate::device::modem::pdu::Submitted;

/// What is in the modem's slot.
#[derive(Clone, PartialEq, Eq)]
pub enum Slot {
    Ready,
    Empty,
    /// Asks for this PIN.
    Locked(String),
}

/// Where in the dialog something goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    Any,
    /// At a command, by what follows `AT`: `+CPIN?`, `E0`; empty for `AT` itself.
    Command(&'static str),
    /// When the message has been handed over with Ctrl-Z.
    Sending,
}

/// What goes wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glitch {
    /// Answers with this line instead and does nothing: `ERROR`, `+CME ERROR: 30`.
    Answer(String),
    /// The same, after this time.
    Late(Duration, String),
    /// Does what it was told and says nothing.
    Silence,
    Delay(Duration),
    /// These bytes come before the answer.
    Garbage(Vec<u8>),
    Half,
    /// A line nobody asked for comes before the answer.
    Unasked(String),
    /// Does what it was told; the plug is pulled when half of the answer is out.
    Unplug,
}

impl Glitch {
    /// The line that is answered instead of obeying, and how late.
    pub(super) fn instead(&self) -> Option<(&str, Option<Glitch>)> {
        match self {
            Glitch::Answer(line) => Some((line, None)),
            Glitch::Late(time, line) => Some((line, Some(Glitch::Delay(*time)))),
            _ => None,
        }
    }
}

/// Messages kept, newest last.
pub const KEPT: usize = 50;
/// Faults waiting at most; more are a mistake of whoever pulls.
const WAITING: usize = 50;

pub(super) struct State {
    pub slot: Slot,
    /// Wrong PINs until the SIM is dead.
    pub tries: u8,
    pub unlocked: bool,
    pub registered: bool,
    /// As `+CSQ` tells it: 0 to 31, or 99.
    pub signal: u8,
    pub faults: VecDeque<(At, Glitch)>,
    pub sent: VecDeque<Submitted>,
    pub serial: u64,
    pub commands: u64,
    pub plugged: bool,
    pub is_plugged: bool,
    pub stop: bool,
    pub wake: Option<Arc<OwnedFd>>,
}

/// Shared handle on the simulated modem. Clones pull the same levers.
#[derive(Clone)]
pub struct ModemLevers(Arc<(Mutex<State>, Condvar)>);

impl Default for ModemLevers {
    fn default() -> Self {
        let state = State {
            slot: Slot::Ready,
            tries: 3,
            unlocked: false,
            registered: true,
            signal: 20,
            faults: VecDeque::new(),
            sent: VecDeque::new(),
            serial: 18,
            commands: 0,
            plugged: true,
            is_plugged: false,
            stop: false,
            wake: None,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl ModemLevers {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is in the slot; a new SIM grants all its tries.
    pub fn slot(&self, slot: Slot) {
        let mut state = self.lock();
        (state.slot, state.tries, state.unlocked) = (slot, 3, false);
    }

    /// Wrong PINs that are left.
    pub fn tries(&self) -> u8 {
        self.lock().tries
    }

    pub fn registered(&self, now: bool) {
        self.lock().registered = now;
    }

    /// Sets the signal as `+CSQ` tells it: 0 to 31; anything above is "not known".
    pub fn signal(&self, level: u8) {
        self.lock().signal = if level > 31 { 99 } else { level };
    }

    /// Another unit answers from now on.
    pub fn set_serial(&self, serial: u64) {
        self.lock().serial = serial;
    }

    /// Spoils the next answer at that place. Faults apply in the order given.
    pub fn fault(&self, at: At, glitch: Glitch) {
        let mut state = self.lock();
        if state.faults.len() < WAITING {
            state.faults.push_back((at, glitch));
        }
    }

    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// What the network has taken, newest last; at most [`KEPT`].
    pub fn sent(&self) -> Vec<Submitted> {
        self.lock().sent.iter().cloned().collect()
    }

    /// Commands taken so far.
    pub fn commands(&self) -> u64 {
        self.lock().commands
    }

    /// Pulls the plug and returns once the line is dead. False if the simulator did not follow.
    pub fn unplug(&self) -> bool {
        self.plug(false)
    }

    /// Plugs the modem in again under the same name. False if the simulator did not follow.
    pub fn replug(&self) -> bool {
        self.plug(true)
    }

    fn plug(&self, wanted: bool) -> bool {
        let mut state = self.lock();
        state.plugged = wanted;
        wake(state.wake.as_ref());
        let until = Instant::now() + Duration::from_secs(5);
        // A thread that has ended follows nothing any more.
        let over = |s: &State| if s.is_plugged == wanted { Some(true) } else { s.wake.is_none().then_some(false) };
        wait_for(&self.0.1, state, until, over).1.unwrap_or(false)
    }

    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stop = true;
        wake(state.wake.as_ref());
    }

    /// Called by the simulator's thread when the state of the plug has become `now`.
    pub(super) fn plugged_is(&self, now: bool) {
        self.lock().is_plugged = now;
        self.0.1.notify_all();
    }
}

impl State {
    /// The fault that is due at a command, or when a message is sent.
    pub(super) fn take_fault(&mut self, command: Option<&str>) -> Option<Glitch> {
        let hit = match (&self.faults.front()?.0, command) {
            (At::Any, _) | (At::Sending, None) => true,
            (At::Command(of), Some(command)) => *of == command || (!of.is_empty() && command.starts_with(of)),
            _ => false,
        };
        if hit { self.faults.pop_front().map(|(_, glitch)| glitch) } else { None }
    }

    pub(super) fn keep(&mut self, message: Submitted) {
        self.sent.push_back(message);
        if self.sent.len() > KEPT {
            self.sent.pop_front();
        }
    }
}
