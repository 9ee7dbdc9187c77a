//! How the levers of a simulator and its thread meet: waking it, waiting for what it makes so, and its own wait
//! for traffic.
//!
//! Separate because every simulator with a thread needs the same three, and none may sleep or spin. Must not
//! know what any lever means.

use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::{Arc, Condvar, MutexGuard};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};

use super::transport::timespec;

/// Wakes a simulator's thread, if it runs.
pub(super) fn wake(thread: Option<&Arc<OwnedFd>>) {
    if let Some(fd) = thread {
        // The only failure is a counter that is already full, and then the thread wakes anyway.
        let _ = rustix::io::write(fd, &1u64.to_ne_bytes());
    }
}

/// Waits until `over` has an answer about the state; None when `until` came first.
pub(super) fn wait_for<'a, S, R>(
    changed: &Condvar,
    mut state: MutexGuard<'a, S>,
    until: Instant,
    over: impl Fn(&S) -> Option<R>,
) -> (MutexGuard<'a, S>, Option<R>) {
    loop {
        let answer = over(&state);
        let left = until.saturating_duration_since(Instant::now());
        if answer.is_some() || left.is_zero() {
            return (state, answer);
        }
        state = match changed.wait_timeout(state, left) {
            Ok((guard, _)) => guard,
            Err(e) => e.into_inner().0,
        };
    }
}

/// Waits for traffic on `lines`, a lever or `limit`, and takes in that it was woken.
///
/// # Errors
/// Whatever keeps the thread from waiting.
pub(super) fn await_traffic<'a>(
    woken: &OwnedFd,
    lines: impl IntoIterator<Item = BorrowedFd<'a>>,
    limit: Option<Duration>,
) -> io::Result<()> {
    let mut fds = vec![PollFd::new(woken, PollFlags::IN)];
    fds.extend(lines.into_iter().map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN)));
    match poll(&mut fds, limit.map(timespec).as_ref()) {
        Ok(_) | Err(rustix::io::Errno::INTR) => {}
        Err(e) => return Err(e.into()),
    }
    match rustix::io::read(woken, &mut [0u8; 8]) {
        Ok(_) | Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => Ok(()),
        Err(e) => Err(e.into()),
    }
}
