//! The write gate: one writer at a time, in turn, however many desks share the ledger.
//!
//! Separate from the engine, whose own waiting starves writers for seconds. Two lock files: whoever wants to
//! write first queues on one, then waits for the other, so that a desk which has just written cannot push in
//! front of one already waiting. Must not know what is written.

use super::error::LedgerError;
use super::home::{Home, file_error, side_file};
use crate::domain::clean;
use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a desk waits for the gate before it says who holds it.
pub const GATE_WAIT: Duration = Duration::from_secs(2);
/// Bytes of the holder's name kept in the gate file.
const NAME: usize = 96;

/// This desk's way to the gate.
pub struct Gate {
    path: PathBuf,
    locks: Arc<Locks>,
    wait: Duration,
    /// A wait that was given up; its thread may still come through and must let go.
    pending: Option<Arc<Waiter>>,
}

struct Locks {
    queue: File,
    gate: File,
}

/// The right to write; given back on drop.
pub struct Lease(Arc<Locks>);

impl Drop for Lease {
    fn drop(&mut self) {
        // The kernel drops the lock with the process; there is nothing else to do about a failure here.
        let _ = self.0.gate.unlock();
    }
}

enum Phase {
    Trying,
    GivenUp,
    Held,
    LetGo,
    Failed(io::Error),
}

struct Waiter {
    phase: Mutex<Phase>,
    changed: Condvar,
}

impl Waiter {
    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gate {
    /// Opens the lock files of a home.
    pub fn new(home: &Home, wait: Duration) -> Result<Gate, LedgerError> {
        let locks = Locks { queue: side_file(&home.queue())?, gate: side_file(&home.gate())? };
        Ok(Gate { path: home.gate(), locks: Arc::new(locks), wait, pending: None })
    }

    /// Waits for the right to write; `name` is what others are told meanwhile.
    ///
    /// # Errors
    /// [`LedgerError::GateHeld`] with the holder's name after the bound.
    pub fn take(&mut self, name: &str) -> Result<Lease, LedgerError> {
        if let Some(waiter) = self.pending.take()
            && !matches!(*waiter.phase(), Phase::LetGo)
        {
            return self.wait_for(waiter, name);
        }
        if self.try_now().map_err(|e| file_error(&self.path, e))? {
            return Ok(self.lease(name));
        }
        let waiter = Arc::new(Waiter { phase: Mutex::new(Phase::Trying), changed: Condvar::new() });
        let (locks, theirs) = (self.locks.clone(), waiter.clone());
        let spawned = std::thread::Builder::new().name("gate".into()).spawn(move || come_through(&locks, &theirs));
        if let Err(e) = spawned {
            // Nobody is left to use the place in the queue.
            let _ = self.locks.queue.unlock();
            return Err(file_error(&self.path, e));
        }
        self.wait_for(waiter, name)
    }

    fn try_now(&self) -> io::Result<bool> {
        let Locks { queue, gate } = &*self.locks;
        // When the queue was free but the gate is not, the place in the queue is kept for the waiting thread.
        if !tried(queue.try_lock())? || !tried(gate.try_lock())? {
            return Ok(false);
        }
        queue.unlock()?;
        Ok(true)
    }

    fn wait_for(&mut self, waiter: Arc<Waiter>, name: &str) -> Result<Lease, LedgerError> {
        let deadline = Instant::now() + self.wait;
        let mut phase = waiter.phase();
        if matches!(*phase, Phase::GivenUp) {
            *phase = Phase::Trying;
        }
        loop {
            match &*phase {
                Phase::Held => {
                    drop(phase);
                    return Ok(self.lease(name));
                }
                Phase::Failed(e) => return Err(file_error(&self.path, io::Error::new(e.kind(), e.to_string()))),
                Phase::LetGo => return Err(LedgerError::GateHeld { by: self.holder() }),
                Phase::Trying | Phase::GivenUp => {}
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                *phase = Phase::GivenUp;
                drop(phase);
                self.pending = Some(waiter);
                return Err(LedgerError::GateHeld { by: self.holder() });
            }
            phase = waiter.changed.wait_timeout(phase, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lease(&self, name: &str) -> Lease {
        let mut wanted = [b' '; NAME];
        let text = format!("{name} (pid {})", std::process::id());
        for (place, byte) in wanted.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        // Written only when another desk wrote last, so that a lone desk adds nothing to the disk's work.
        let mut found = [0; NAME];
        let same = self.locks.gate.read_exact_at(&mut found, 0).is_ok() && found == wanted;
        if !same {
            // The name only helps people; a disk that refuses it will refuse the entry too and say so.
            let _ = self.locks.gate.write_all_at(&wanted, 0);
        }
        Lease(self.locks.clone())
    }

    fn holder(&self) -> String {
        let mut found = [0; NAME];
        match self.locks.gate.read_exact_at(&mut found, 0) {
            Ok(()) => clean::clean(&String::from_utf8_lossy(&found)),
            Err(_) => "?".to_owned(),
        }
    }
}

fn tried(result: Result<(), TryLockError>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

/// Waits in the kernel, in turn; lets go at once when nobody wants the gate any more.
fn come_through(locks: &Locks, waiter: &Waiter) {
    let through = locks.queue.lock().and_then(|()| locks.gate.lock()).and_then(|()| locks.queue.unlock());
    let mut phase = waiter.phase();
    *phase = match (through, &*phase) {
        (Err(e), _) => Phase::Failed(e),
        (Ok(()), Phase::GivenUp) => {
            let _ = locks.gate.unlock();
            Phase::LetGo
        }
        (Ok(()), _) => Phase::Held,
    };
    waiter.changed.notify_all();
}
