//! What a test, the demo or a trainer may do to the simulated chip reader: cards in and out, a module that
//! refuses, a service that dies.
//!
//! Separate from the simulator's thread, because levers are pulled from any other thread.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::device::chip::slots::Slot;
use crate::device::follow::{wait_for, wake};

/// What lies in the card's slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// A card not yet activated.
    Good,
    /// A card that does not come up.
    Mute,
    /// A card with another application.
    Wrong,
}

/// What is in the module's slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Module {
    In,
    Out,
    /// It refuses every command.
    Refuses,
}

/// How the service fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Running {
    Up,
    /// Killed.
    Down,
    /// Running, but the reader is unplugged.
    NoReader,
}

/// What happens to one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glitch {
    /// The card is lifted before it does anything.
    Pull,
    /// The card does what it was told and is lifted before it can say so.
    Torn,
    /// No answer, and the card stays.
    Stall,
    /// The first byte of the answer and no more.
    Half,
    /// This status word in place of an answer.
    Status(u16),
}

pub(super) struct State {
    pub placed: Option<Placed>,
    /// Counts cards, so that the same kind placed again is another card.
    pub cards: u64,
    /// Which card lies in the slot, if any, and the service had time to see it.
    pub in_slot: Option<u64>,
    pub module: Module,
    pub glitches: VecDeque<(Slot, u32, Glitch)>,
    pub slow: Duration,
    /// Cards come and go by themselves, after this pause.
    pub by_itself: Option<Duration>,
    pub running: Running,
    pub is_running: Option<Running>,
    pub stop: bool,
    pub wake: Option<Arc<OwnedFd>>,
    pub commands: u64,
    pub activated: u64,
}

/// Shared handle on the simulated chip reader. Clones pull the same levers.
#[derive(Clone)]
pub struct ChipLevers(Arc<(Mutex<State>, Condvar)>);

/// Bound of waiting for the simulator to follow.
const FOLLOW: Duration = Duration::from_secs(15);

impl Default for ChipLevers {
    fn default() -> Self {
        let state = State {
            placed: Some(Placed::Good),
            cards: 0,
            in_slot: None,
            module: Module::In,
            glitches: VecDeque::new(),
            slow: Duration::ZERO,
            by_itself: None,
            running: Running::Up,
            is_running: None,
            stop: false,
            wake: None,
            commands: 0,
            activated: 0,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl ChipLevers {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        change(&mut state);
        wake(state.wake.as_ref());
    }

    /// Puts another card into the reader, and returns once it is there. False if the simulator did not follow:
    /// it does not run yet, or its service does not.
    pub fn insert(&self, card: Placed) -> bool {
        self.change(|s| s.place(card));
        self.await_state(|s| s.in_slot == Some(s.cards))
    }

    /// Takes the card away and returns once the service had time to see it. False as for `insert`.
    pub fn remove(&self) -> bool {
        self.change(|s| s.placed = None);
        self.await_state(|s| s.in_slot.is_none())
    }

    pub fn module(&self, module: Module) {
        self.change(|s| s.module = module);
    }

    /// Does this to the command of a slot that comes after `after` others to it. In the order given.
    pub fn glitch(&self, slot: Slot, after: u32, glitch: Glitch) {
        self.change(|s| s.glitches.push_back((slot, after, glitch)));
    }

    /// Forgets what was to go wrong.
    pub fn clear(&self) {
        self.change(|s| s.glitches.clear());
    }

    /// Time before every answer.
    pub fn slow(&self, pause: Duration) {
        self.change(|s| s.slow = pause);
    }

    /// An activated card leaves and another one comes, with this pause in between; for the demo.
    pub fn by_itself(&self, pause: Duration) {
        self.change(|s| s.by_itself = Some(pause));
    }

    /// Kills the service, unplugs the reader, or puts both right, and returns once it is so. False if the
    /// simulator did not follow.
    pub fn running(&self, running: Running) -> bool {
        self.change(|s| s.running = running);
        self.await_state(|s| s.is_running == Some(running))
    }

    /// Commands taken by card and module so far.
    pub fn commands(&self) -> u64 {
        self.lock().commands
    }

    /// Cards activated so far.
    pub fn activated(&self) -> u64 {
        self.lock().activated
    }

    /// Waits for the simulator's thread to make something so. False if it did not, or has ended.
    pub(super) fn await_state(&self, reached: impl Fn(&State) -> bool) -> bool {
        let until = Instant::now() + FOLLOW;
        let over = |s: &State| if reached(s) { Some(true) } else { (s.wake.is_none() || s.stop).then_some(false) };
        wait_for(&self.0.1, self.lock(), until, over).1.unwrap_or(false)
    }

    /// Called by the simulator's thread for whatever it has made so.
    pub(super) fn made(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.0.1.notify_all();
    }

    pub(super) fn stop(&self) {
        self.change(|s| s.stop = true);
    }
}

impl State {
    pub(super) fn place(&mut self, card: Placed) {
        self.placed = Some(card);
        self.cards += 1;
    }

    /// What is to happen to a command of a slot.
    pub(super) fn glitch_for(&mut self, slot: Slot) -> Option<Glitch> {
        let at = self.glitches.iter().position(|(on, ..)| *on == slot)?;
        match &mut self.glitches[at].1 {
            0 => self.glitches.remove(at).map(|(.., glitch)| glitch),
            after => {
                *after -= 1;
                None
            }
        }
    }
}
