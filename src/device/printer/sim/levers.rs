//! What a test or the demo may do to the simulated printer: supplies, cover, jam, and damage to its line.
//!
//! Separate from the threads that answer, because levers are pulled from any other thread.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::machine::Machine;
use crate::device::follow::{wait_for, wake};

/// Damage done to one request or its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WireFault {
    /// Not carried out and never answered.
    Hang,
    /// Answered after this time.
    Delay(Duration),
    /// Carried out; these bytes instead of an answer.
    Garbage(Vec<u8>),
    /// Carried out; an HTTP answer whose body is these bytes.
    Body(Vec<u8>),
    /// Carried out; half of the answer.
    Half,
    /// Refused with this IPP status.
    Status(u16),
    /// Refused with this HTTP status.
    Http(u16),
    /// The plug is pulled before the request is carried out.
    UnplugBefore,
    /// The plug is pulled when it is carried out and before the answer.
    UnplugAfter,
}

pub(super) struct State {
    pub machine: Machine,
    /// Each for the next request with this operation, or for any.
    pub faults: VecDeque<(Option<u16>, WireFault)>,
    /// For every request without a fault of its own.
    pub always: Option<WireFault>,
    pub requests: u64,
    /// How often the line was healed.
    pub healed: u64,
    /// As wanted, and as it is.
    pub plugged: bool,
    pub is_plugged: bool,
    /// How often the power went.
    powers: u64,
    pub stop: bool,
    /// Wakes whoever accepts connections.
    pub wake: Option<Arc<OwnedFd>>,
}

impl State {
    fn power_off(&mut self) {
        self.plugged = false;
        self.powers += 1;
        self.machine.power_off();
    }

    /// The power a request comes in under; None without any. What is read under one is not done under the next.
    pub(super) fn power(&self) -> Option<u64> {
        self.plugged.then_some(self.powers)
    }

    pub(super) fn take_fault(&mut self, operation: u16) -> Option<WireFault> {
        self.requests += 1;
        let hit = self.faults.front().is_some_and(|(on, _)| on.is_none_or(|on| on == operation));
        if hit { self.faults.pop_front().map(|(_, fault)| fault) } else { self.always.clone() }
    }
}

/// Shared handle on the simulated printer. Clones pull the same levers.
#[derive(Clone)]
pub struct PrinterLevers(Arc<(Mutex<State>, Condvar)>);

impl Default for PrinterLevers {
    fn default() -> Self {
        let state = State {
            machine: Machine::new(),
            faults: VecDeque::new(),
            always: None,
            requests: 0,
            healed: 0,
            plugged: true,
            is_plugged: false,
            powers: 0,
            stop: false,
            wake: None,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl PrinterLevers {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the printer, or reads from it. What it did until now is done before.
    pub fn set<R>(&self, change: impl FnOnce(&mut Machine) -> R) -> R {
        let machine = &mut self.lock().machine;
        machine.tick(Instant::now());
        let result = change(machine);
        machine.tick(Instant::now());
        result
    }

    /// Damages the next request with this operation, or any. Faults apply in the order given.
    pub fn fault(&self, on: Option<u16>, fault: WireFault) {
        self.lock().faults.push_back((on, fault));
    }

    /// Damages every request from now on.
    pub fn always(&self, fault: WireFault) {
        self.lock().always = Some(fault);
    }

    /// Heals the line and lets go whoever waits for an answer, without one.
    pub fn clear_faults(&self) {
        let mut state = self.lock();
        state.faults.clear();
        state.always = None;
        state.healed += 1;
        self.0.1.notify_all();
    }

    /// Requests taken so far.
    pub fn requests(&self) -> u64 {
        self.lock().requests
    }

    /// Closes the port and every connection; returns once nothing answers. False if the simulator did not
    /// follow.
    pub fn unplug(&self) -> bool {
        self.plug(false)
    }

    /// Opens the same port again. False if the simulator did not follow.
    pub fn replug(&self) -> bool {
        self.plug(true)
    }

    fn plug(&self, wanted: bool) -> bool {
        let mut state = self.lock();
        if wanted {
            state.plugged = true;
        } else {
            state.power_off();
        }
        wake(state.wake.as_ref());
        self.0.1.notify_all();
        let until = Instant::now() + Duration::from_secs(5);
        // A thread that has ended follows nothing any more.
        let over = |s: &State| if s.is_plugged == wanted { Some(true) } else { s.wake.is_none().then_some(false) };
        wait_for(&self.0.1, state, until, over).1.unwrap_or(false)
    }

    /// Pulls the plug from within a connection, which cannot wait for its own end.
    pub(super) fn fall_out(&self) {
        let mut state = self.lock();
        state.power_off();
        wake(state.wake.as_ref());
        self.0.1.notify_all();
    }

    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stop = true;
        wake(state.wake.as_ref());
        self.0.1.notify_all();
    }

    pub(super) fn plugged_is(&self, now: bool) {
        self.lock().is_plugged = now;
        self.0.1.notify_all();
    }

    /// Holds a request back for `limit`, or less when the line is healed, unplugged or stopped.
    pub(super) fn hold(&self, limit: Duration) {
        let until = Instant::now() + limit;
        let state = self.lock();
        let healed = state.healed;
        let over = |s: &State| (s.stop || !s.plugged || s.healed != healed).then_some(());
        drop(wait_for(&self.0.1, state, until, over));
    }
}

/// No request is held back for ever.
pub(super) const LONGEST_HOLD: Duration = Duration::from_secs(600);
