//! How a caller bounds and stops a device act: a deadline and a cancel that wakes.
//!
//! Separate because every driver needs the same three answers ("how long still", "stop now?", "wait a
//! little") and none may invent its own. Must not know any device kind.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::error::{DeviceError, Fault};

type Waker = Box<dyn Fn() + Send>;

#[derive(Default)]
struct Shared {
    set: AtomicBool,
    waker: Mutex<Option<Waker>>,
    changed: Condvar,
}

/// A one-way switch shared by the one who may cancel and the driver that looks at it.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Shared>);

impl Cancel {
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the switch, wakes whoever waits on it and calls the driver's own waker, if any.
    pub fn cancel(&self) {
        let waker = self.0.waker.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.set.store(true, Ordering::SeqCst);
        self.0.changed.notify_all();
        if let Some(wake) = waker.as_ref() {
            wake();
        }
    }

    pub fn is_set(&self) -> bool {
        self.0.set.load(Ordering::SeqCst)
    }

    /// Registers what gets a blocked call going again (closing a socket, a library's own cancel).
    /// Called at once if the switch is already set. It must not call back into this switch.
    pub fn on_cancel(&self, wake: impl Fn() + Send + 'static) {
        let mut waker = self.0.waker.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_set() {
            wake();
        }
        *waker = Some(Box::new(wake));
    }

    /// Sleeps until `until`, or less when cancelled. True when cancelled.
    fn wait(&self, until: Instant) -> bool {
        let mut guard = self.0.waker.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if self.is_set() {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            guard = match self.0.changed.wait_timeout(guard, left) {
                Ok((g, _)) => g,
                Err(e) => e.into_inner().0,
            };
        }
    }
}

/// What one act may take. Deadlines are monotonic; the wall clock is never asked.
#[derive(Clone)]
pub struct Ctl {
    pub deadline: Instant,
    pub cancel: Cancel,
    started: Instant,
}

impl Ctl {
    /// A bound of `limit` from now, with a cancel switch of its own.
    pub fn within(limit: Duration) -> Self {
        Self::with_cancel(limit, Cancel::new())
    }

    pub fn with_cancel(limit: Duration, cancel: Cancel) -> Self {
        let started = Instant::now();
        Self { deadline: started + limit, cancel, started }
    }

    /// The same switch under a tighter bound.
    pub fn at_most(&self, limit: Duration) -> Self {
        let now = Instant::now();
        Self { deadline: self.deadline.min(now + limit), cancel: self.cancel.clone(), started: now }
    }

    pub fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    pub fn expired(&self) -> bool {
        self.left().is_zero()
    }

    /// Ok while the act may go on. `op` names the step in the timeout.
    pub fn check(&self, op: &'static str) -> Result<(), DeviceError> {
        if self.cancel.is_set() {
            return Err(DeviceError::harmless(Fault::Cancelled));
        }
        if self.expired() {
            return Err(self.timeout(op));
        }
        Ok(())
    }

    /// Waits `time`, or until cancel or the deadline, whichever is first; the last two are errors.
    pub fn pause(&self, op: &'static str, time: Duration) -> Result<(), DeviceError> {
        let until = (Instant::now() + time).min(self.deadline);
        self.cancel.wait(until);
        self.check(op)
    }

    pub fn timeout(&self, op: &'static str) -> DeviceError {
        DeviceError::harmless(Fault::Timeout { op, after: self.started.elapsed() })
    }
}
