//! What a person can do to the simulated receipt printer, and what came out of it.
//!
//! Separate from the machine, which only looks at the levers.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::paper::Page;
use crate::device::follow::{wait_for, wake};

/// Pages kept, newest last.
pub const KEPT_PAGES: usize = 50;

/// How the printer answers questions about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Talk {
    #[default]
    True,
    /// As many cheap ones do.
    Never,
    /// Immediate questions only.
    NotInTurn,
    Junk,
}

/// Everything on and in the printer that a hand reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// Lines of paper left; None for plenty.
    pub paper: Option<u32>,
    pub near_end: bool,
    pub cover_open: bool,
    /// Switched off line by its button.
    pub offline: bool,
    pub cutter_stuck: bool,
    /// Says that all is well and prints nothing.
    pub stalled: bool,
    pub talk: Talk,
    /// Time per line.
    pub pace: Duration,
    /// The plug falls out when this many lines are printed.
    pub unplug_after: Option<u32>,
    /// Power goes when this many lines are printed; the wire stays.
    pub dead_after: Option<u32>,
    /// Characters on a line of the paper.
    pub columns: usize,
}

impl Default for Panel {
    fn default() -> Self {
        Self {
            paper: None,
            near_end: false,
            cover_open: false,
            offline: false,
            cutter_stuck: false,
            stalled: false,
            talk: Talk::True,
            pace: Duration::ZERO,
            unplug_after: None,
            dead_after: None,
            columns: 48,
        }
    }
}

pub(super) struct State {
    pub panel: Panel,
    pub pages: VecDeque<Page>,
    pub unknown: u64,
    pub plugged: bool,
    pub is_plugged: bool,
    pub stop: bool,
    pub wake: Option<Arc<OwnedFd>>,
}

/// Shared handle on the simulated printer. Clones pull the same levers.
#[derive(Clone)]
pub struct SlipLevers(Arc<(Mutex<State>, Condvar)>);

impl Default for SlipLevers {
    fn default() -> Self {
        let state = State {
            panel: Panel::default(),
            pages: VecDeque::new(),
            unknown: 0,
            plugged: true,
            is_plugged: false,
            stop: false,
            wake: None,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl SlipLevers {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what a hand reaches.
    pub fn set(&self, change: impl FnOnce(&mut Panel)) {
        let mut state = self.lock();
        change(&mut state.panel);
        wake(state.wake.as_ref());
    }

    /// What has come out, oldest first; at most [`KEPT_PAGES`].
    pub fn pages(&self) -> Vec<Page> {
        self.lock().pages.iter().cloned().collect()
    }

    /// Waits until `count` pages are out. False if they did not come.
    pub fn wait_pages(&self, count: usize, limit: Duration) -> bool {
        let until = Instant::now() + limit;
        self.wait_for(until, |state| state.pages.len() >= count)
    }

    /// Commands the printer did not know.
    pub fn unknown(&self) -> u64 {
        self.lock().unknown
    }

    /// Takes the wire away and returns once it is dead. False if the simulator did not follow.
    pub fn unplug(&self) -> bool {
        self.plug(false)
    }

    /// Gives the wire back under the same name. False if the simulator did not follow.
    pub fn replug(&self) -> bool {
        self.plug(true)
    }

    fn plug(&self, wanted: bool) -> bool {
        {
            let mut state = self.lock();
            state.plugged = wanted;
            wake(state.wake.as_ref());
        }
        self.wait_for(Instant::now() + Duration::from_secs(5), |state| state.is_plugged == wanted)
    }

    fn wait_for(&self, until: Instant, fact: impl Fn(&State) -> bool) -> bool {
        // A thread that has ended makes nothing so any more.
        let over = |s: &State| if fact(s) { Some(true) } else { s.wake.is_none().then_some(false) };
        wait_for(&self.0.1, self.lock(), until, over).1.unwrap_or(false)
    }

    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stop = true;
        wake(state.wake.as_ref());
    }

    /// Called by the simulator's thread when it has changed something others wait for.
    pub(super) fn changed(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.0.1.notify_all();
    }
}
