//! What a test, the demo or a trainer may do to the simulated data centre.
//!
//! Separate from the simulator's thread, because levers are pulled from any other thread.

use crate::device::follow::{wait_for, wake};
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How the data centre answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// With this status, after a pause.
    Status(u16, Duration),
    /// The connection is taken and nothing is said.
    Hang,
    /// Something that is no TLS.
    Garbage,
    /// Half of an answer, then the end.
    Half,
}

/// The certificates in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Good,
    Expired,
    /// Not valid yet.
    Early,
    WrongName,
    UnknownIssuer,
    /// The data centre refuses the certificate of the office.
    ClientRefused,
}

#[derive(Clone)]
pub(super) struct State {
    pub answer: Answer,
    pub proof: Proof,
    /// The port is to be open.
    pub open: bool,
    pub is_open: bool,
    pub stop: bool,
    pub wake: Option<Arc<OwnedFd>>,
    pub answered: u64,
}

/// Shared handle on the simulated data centre. Clones pull the same levers.
#[derive(Clone)]
pub struct NetLevers(Arc<(Mutex<State>, Condvar)>);

impl Default for NetLevers {
    fn default() -> Self {
        let state = State {
            answer: Answer::Status(200, Duration::ZERO),
            proof: Proof::Good,
            open: true,
            is_open: false,
            stop: false,
            wake: None,
            answered: 0,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl NetLevers {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn answer(&self, answer: Answer) {
        self.change(|s| s.answer = answer);
    }

    pub fn prove(&self, proof: Proof) {
        self.change(|s| s.proof = proof);
    }

    /// Requests answered so far.
    pub fn answered(&self) -> u64 {
        self.lock().answered
    }

    /// Closes the port and returns once nobody listens. False if the simulator did not follow.
    pub fn unplug(&self) -> bool {
        self.port(false)
    }

    /// Opens the same port again. False if the simulator did not follow.
    pub fn replug(&self) -> bool {
        self.port(true)
    }

    fn port(&self, open: bool) -> bool {
        self.change(|s| s.open = open);
        let until = Instant::now() + Duration::from_secs(5);
        let state = self.lock();
        // A thread that has ended follows nothing any more.
        let over = |s: &State| if s.is_open == open { Some(true) } else { s.wake.is_none().then_some(false) };
        wait_for(&self.0.1, state, until, over).1.unwrap_or(false)
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        change(&mut state);
        wake(state.wake.as_ref());
    }

    /// Called by the simulator's thread when the port has become `open`.
    pub(super) fn is_open(&self, open: bool) {
        self.lock().is_open = open;
        self.0.1.notify_all();
    }
}
