//! The thread that calls libpcsclite, so that no call of it is waited for without a limit.
//!
//! A call may stand still as long as another program or a broken reader likes. Here it stands still alone:
//! whoever asked gets the time-out or the cancel, and the next question waits its turn. Separate from what is
//! asked. At most one such thread is left behind by a device that was dropped, and the next one waits for it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault, Holder};

type Work<S> = Box<dyn FnOnce(&mut S) + Send>;

/// Hands work to the thread. Dropping it ends the thread after the call it is in.
pub struct Lane<S> {
    /// None once the lane is being dropped.
    work: Option<SyncSender<Work<S>>>,
    /// Breaks when the thread ends.
    ended: Receiver<()>,
}

/// What is left of the thread of a device that was dropped.
#[derive(Default)]
pub struct Strand(Option<JoinHandle<()>>);

/// Questions that may wait in front of a call that stands still.
const WAITING: usize = 4;
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// How long a dropped lane waits for its thread to let go.
const FAREWELL: Duration = Duration::from_secs(1);

impl<S: Default + 'static> Lane<S> {
    /// Starts a thread once the one before it has ended.
    ///
    /// # Errors
    /// `Busy` while that one still stands in a call, and what `ctl` says.
    pub fn start(strand: &mut Strand, ctl: &Ctl) -> Result<Self, DeviceError> {
        while strand.0.as_ref().is_some_and(|thread| !thread.is_finished()) {
            ctl.pause("connect", LOOK_AGAIN).map_err(held)?;
        }
        let (work, orders) = sync_channel::<Work<S>>(WAITING);
        let (alive, ended) = sync_channel(1);
        let run = move || {
            let _alive: SyncSender<()> = alive;
            let mut state = S::default();
            while let Ok(order) = orders.recv() {
                order(&mut state);
            }
        };
        let thread = std::thread::Builder::new().name("pcsc".into()).spawn(run);
        strand.0 = Some(thread.map_err(|e| failed().caused_by(e))?);
        Ok(Self { work: Some(work), ended })
    }

    /// Has the thread do something and waits for its answer.
    ///
    /// # Errors
    /// What `ctl` says; the thread then finishes by itself.
    pub fn call<T: Send + 'static>(
        &self,
        op: &'static str,
        ctl: &Ctl,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<T, DeviceError> {
        ctl.check(op)?;
        let (answer, answers) = sync_channel(2);
        let cancelled = answer.clone();
        let given_up = Arc::new(AtomicBool::new(false));
        let forget = Arc::clone(&given_up);
        let order: Work<S> = Box::new(move |state| {
            // What still waits when its caller has gone is not done behind somebody's back.
            if !forget.load(Ordering::SeqCst) {
                // Whoever waits no longer has no use for an answer.
                let _ = answer.try_send(Some(work(state)));
            }
        });
        self.work.as_ref().ok_or_else(failed)?.try_send(order).map_err(|_| failed())?;
        ctl.cancel.on_cancel(move || drop(cancelled.try_send(None)));
        let error = match answers.recv_timeout(ctl.left()) {
            Ok(Some(done)) => return Ok(done),
            Ok(None) => DeviceError::harmless(Fault::Cancelled),
            Err(RecvTimeoutError::Timeout) => ctl.timeout(op),
            Err(RecvTimeoutError::Disconnected) => failed(),
        };
        given_up.store(true, Ordering::SeqCst);
        Err(error)
    }
}

impl<S> Drop for Lane<S> {
    /// Waits a moment, so that the device is free when the next user asks.
    fn drop(&mut self) {
        self.work = None;
        let _ = self.ended.recv_timeout(FAREWELL);
    }
}

/// Only the thread that stands in a call can be in the way.
fn held(error: DeviceError) -> DeviceError {
    match error.fault {
        Fault::Timeout { .. } => DeviceError::harmless(Fault::Busy { by: Holder::default() }),
        _ => error,
    }
}

/// The thread stands still with a full queue before it, or could not be started.
fn failed() -> DeviceError {
    DeviceError::harmless(Fault::ServiceDown { service: "pcscd" })
        .caused_by(io::Error::other("a call of the card service does not return"))
}
