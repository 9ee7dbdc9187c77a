//! One thread owns one device for life.
//!
//! Owns the mailbox (at most one job at a time), the session (open only while wanted), reopening after
//! a fault, and the promise that every accepted job is answered once, also when a driver breaks or the
//! worker is stopped. Separate so that no driver has to know about threads. Must not know what the
//! caller does with a report.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::backends::Opener;
use super::ctl::Cancel;
use super::error::{DeviceError, Fault};
use super::job::{Job, JobId, Outcome};
use super::kind::{Identity, Kind, Progress};
use super::scanner::Scan;
use owner::Owner;

mod owner;

/// What the worker tells; delivered on the worker's thread.
#[derive(Debug)]
pub enum Report {
    Progress {
        kind: Kind,
        job: JobId,
        progress: Progress,
    },
    Done {
        kind: Kind,
        job: JobId,
        result: Result<Outcome, DeviceError>,
    },
    Health(Health),
    /// Somebody scanned a code.
    Scan(Scan),
}

/// What is known about a device and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    pub kind: Kind,
    pub state: LinkState,
    /// When the device itself last gave a sensible answer.
    pub last_good: Option<Instant>,
    pub at: Instant,
}

impl Health {
    /// Age of the last good answer.
    pub fn age(&self, now: Instant) -> Option<Duration> {
        self.last_good.map(|t| now.saturating_duration_since(t))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// Nobody needs it now.
    Closed,
    Connecting {
        attempt: u32,
    },
    Ready(Identity),
    /// Not usable for this reason; tried again by itself while a session needs it.
    Faulted(Fault),
}

/// Times of a worker.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// Pauses between attempts to open; the last one repeats.
    pub backoff: Vec<Duration>,
    /// Pause between questions to an idle device.
    pub idle_check: Duration,
    /// Pause between looks at the plug of an idle device that can be watched.
    pub plug_check: Duration,
    /// Bound of one attempt to open or to ask.
    pub open_limit: Duration,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            backoff: [700, 1500, 3000, 5000].map(Duration::from_millis).to_vec(),
            idle_check: Duration::from_secs(5),
            plug_check: Duration::from_secs(1),
            open_limit: Duration::from_secs(6),
        }
    }
}

/// Why a job was not accepted. Nothing has happened then and no report will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("job {0:?} is not finished")]
    Occupied(JobId),
    #[error("not a job for this kind of device")]
    WrongKind,
    #[error("the worker has stopped")]
    Stopped,
}

/// A job on its way.
struct Order {
    id: JobId,
    job: Job,
    limit: Duration,
    cancel: Cancel,
}

#[derive(Default)]
struct Mailbox {
    order: Option<Order>,
    running: Option<(JobId, Cancel)>,
    /// A session needs the device.
    wanted: bool,
    stop: bool,
    ended: bool,
    /// Interrupts an attempt to open or to ask when something better is to be done.
    chore: Option<Cancel>,
}

#[derive(Clone, Default)]
struct Shared(Arc<(Mutex<Mailbox>, Condvar)>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Mailbox> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn notify(&self) {
        self.0.1.notify_all();
    }

    fn wait<'a>(&self, guard: MutexGuard<'a, Mailbox>, until: Option<Instant>) -> MutexGuard<'a, Mailbox> {
        match until {
            None => self.0.1.wait(guard).unwrap_or_else(PoisonError::into_inner),
            Some(t) => {
                let left = t.saturating_duration_since(Instant::now());
                match self.0.1.wait_timeout(guard, left) {
                    Ok((guard, _)) => guard,
                    Err(e) => e.into_inner().0,
                }
            }
        }
    }
}

/// Handle on the thread of one device.
pub struct Worker {
    kind: Kind,
    shared: Shared,
}

/// How long a dropped worker waits for its driver to let go.
const LAST_WAIT: Duration = Duration::from_secs(1);

impl Worker {
    /// Starts the thread. The device is not touched before [`Worker::open`] or the first job.
    pub fn spawn(
        kind: Kind,
        opener: Opener,
        tuning: Tuning,
        report: impl Fn(Report) + Send + 'static,
    ) -> io::Result<Self> {
        let shared = Shared::default();
        let owner = Owner::new(kind, opener, tuning, Box::new(report), shared.clone());
        std::thread::Builder::new().name(format!("device-{}", kind.name())).spawn(move || owner.run())?;
        Ok(Self { kind, shared })
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A session begins to need the device: open it and keep it open, whatever happens to it.
    pub fn open(&self) {
        self.shared.lock().wanted = true;
        self.shared.notify();
    }

    /// The session is over: close the device once the job in hand is done.
    pub fn release(&self) {
        let mut mailbox = self.shared.lock();
        mailbox.wanted = false;
        if let Some(chore) = &mailbox.chore {
            chore.cancel();
        }
        drop(mailbox);
        self.shared.notify();
    }

    /// Hands over a job to be done within `limit`. Opens the device for it if no session has.
    ///
    /// # Errors
    /// One job at a time: a second one is refused and not queued.
    pub fn start(&self, id: JobId, job: Job, limit: Duration) -> Result<(), Refused> {
        if job.kind() != self.kind {
            return Err(Refused::WrongKind);
        }
        let mut mailbox = self.shared.lock();
        if mailbox.stop || mailbox.ended {
            return Err(Refused::Stopped);
        }
        let occupied = mailbox.order.as_ref().map(|o| o.id);
        if let Some(id) = occupied.or(mailbox.running.as_ref().map(|r| r.0)) {
            return Err(Refused::Occupied(id));
        }
        mailbox.order = Some(Order { id, job, limit, cancel: Cancel::new() });
        // A person waits for the job, nobody for a question to an idle device.
        if let Some(chore) = &mailbox.chore {
            chore.cancel();
        }
        drop(mailbox);
        self.shared.notify();
        Ok(())
    }

    /// Asks a job to stop. It still ends with its own report. False when it is not (or no longer) here.
    pub fn cancel(&self, id: JobId) -> bool {
        let mailbox = self.shared.lock();
        let waiting = mailbox.order.as_ref().filter(|o| o.id == id).map(|o| &o.cancel);
        let running = mailbox.running.as_ref().filter(|r| r.0 == id).map(|r| &r.1);
        match waiting.or(running) {
            Some(cancel) => {
                cancel.cancel();
                true
            }
            None => false,
        }
    }

    /// The job in hand, if any.
    pub fn busy_with(&self) -> Option<JobId> {
        let mailbox = self.shared.lock();
        mailbox.order.as_ref().map(|o| o.id).or(mailbox.running.as_ref().map(|r| r.0))
    }
}

impl Drop for Worker {
    /// Cancels what runs and waits a moment, so that the device is free when the next user asks. A
    /// driver stuck in the kernel is left to the end of the process.
    fn drop(&mut self) {
        let mut mailbox = self.shared.lock();
        mailbox.stop = true;
        for cancel in mailbox.running.iter().map(|r| &r.1).chain(&mailbox.chore) {
            cancel.cancel();
        }
        self.shared.notify();
        let until = Instant::now() + LAST_WAIT;
        while !mailbox.ended && Instant::now() < until {
            mailbox = self.shared.wait(mailbox, Some(until));
        }
    }
}
