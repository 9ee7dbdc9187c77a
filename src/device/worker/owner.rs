//! The thread's own half of a worker: it alone touches the device.
//!
//! Separate from the handle so that nothing the caller can reach lives on this side.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use super::{Health, LinkState, Order, Report, Shared, Tuning};
use crate::device::backends::Opener;
use crate::device::ctl::{Cancel, Ctl};
use crate::device::error::{DeviceError, Effect, Fault};
use crate::device::job::{AnyDevice, Outcome};
use crate::device::kind::{Identity, Kind};

pub(super) struct Owner {
    kind: Kind,
    opener: Opener,
    tuning: Tuning,
    report: Box<dyn Fn(Report) + Send>,
    shared: Shared,
    device: Option<AnyDevice>,
    /// Who answered first since the program started; another unit on the same port is refused, also in a later
    /// session: a device is exchanged with the program shut, or on purpose.
    expected: Option<Identity>,
    state: LinkState,
    last_good: Option<Instant>,
    attempts: u32,
    /// When to try or to ask next.
    due: Option<Instant>,
    /// When to look at the plug next; None when the device cannot be watched.
    look: Option<Instant>,
}

enum Step {
    Stop,
    Do(Order),
    Open(Cancel),
    Ask(Cancel),
    Listen(Cancel),
    Look,
    Close,
}

impl Owner {
    pub(super) fn new(
        kind: Kind,
        opener: Opener,
        tuning: Tuning,
        report: Box<dyn Fn(Report) + Send>,
        shared: Shared,
    ) -> Self {
        Self {
            kind,
            opener,
            tuning,
            report,
            shared,
            device: None,
            expected: None,
            state: LinkState::Closed,
            last_good: None,
            attempts: 0,
            due: None,
            look: None,
        }
    }

    pub(super) fn run(mut self) {
        loop {
            match self.next_step() {
                Step::Stop => break,
                Step::Do(order) => self.work(order),
                Step::Open(cancel) => self.open_for_session(cancel),
                Step::Ask(cancel) => self.ask(cancel),
                Step::Listen(cancel) => self.listen(cancel),
                Step::Look => self.look(),
                Step::Close => self.close(),
            }
        }
        self.device = None;
        let left = {
            let mut mailbox = self.shared.lock();
            mailbox.ended = true;
            mailbox.order.take()
        };
        if let Some(order) = left {
            self.done(&order, Err(DeviceError::harmless(Fault::Cancelled)));
        }
        self.shared.notify();
    }

    fn next_step(&self) -> Step {
        let mut mailbox = self.shared.lock();
        loop {
            mailbox.chore = None;
            if mailbox.stop {
                return Step::Stop;
            }
            if let Some(order) = mailbox.order.take() {
                mailbox.running = Some((order.id, order.cancel.clone()));
                return Step::Do(order);
            }
            if !mailbox.wanted {
                if self.device.is_some() || self.state != LinkState::Closed {
                    return Step::Close;
                }
                mailbox = self.shared.wait(mailbox, None);
                continue;
            }
            if self.due.is_none_or(|t| t <= Instant::now()) {
                let cancel = Cancel::new();
                mailbox.chore = Some(cancel.clone());
                return match self.device {
                    Some(_) => Step::Ask(cancel),
                    None => Step::Open(cancel),
                };
            }
            if self.look.is_some_and(|t| t <= Instant::now()) {
                return Step::Look;
            }
            if let Some(AnyDevice::Scanner(_)) = self.device {
                let cancel = Cancel::new();
                mailbox.chore = Some(cancel.clone());
                return Step::Listen(cancel);
            }
            mailbox = self.shared.wait(mailbox, self.due.into_iter().chain(self.look).min());
        }
    }

    fn open_for_session(&mut self, cancel: Cancel) {
        self.set_state(LinkState::Connecting { attempt: self.attempts + 1 });
        let ctl = Ctl::with_cancel(self.tuning.open_limit, cancel);
        match self.open(&ctl) {
            Err(e) => self.failed_chore(e),
            // A card printer that answers may still want blanks or a ribbon: better known before its step.
            Ok(()) if matches!(self.device, Some(AnyDevice::Card(_))) => self.due = None,
            Ok(()) => {}
        }
    }

    /// An interrupted chore says nothing about the device; anything else is a fault of it.
    fn failed_chore(&mut self, error: DeviceError) {
        if error.fault == Fault::Cancelled {
            self.due = None;
        } else {
            self.lose(error.fault);
        }
    }

    fn open(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        let opener = &mut self.opener;
        let mut device = guarded("open", false, || opener(ctl))?;
        let identity = device.device().identity().clone();
        if let Some(expected) = self.expected.as_ref().filter(|e| **e != identity) {
            return Err(DeviceError::harmless(Fault::WrongDevice {
                expected: expected.as_str().to_owned(),
                found: identity.as_str().to_owned(),
            }));
        }
        self.expected = Some(identity.clone());
        self.look = Some(Instant::now() + self.tuning.plug_check);
        self.device = Some(device);
        self.attempts = 0;
        self.good();
        self.set_state(LinkState::Ready(identity));
        Ok(())
    }

    fn ask(&mut self, cancel: Cancel) {
        let ctl = Ctl::with_cancel(self.tuning.open_limit, cancel);
        let Some(device) = &mut self.device else {
            return;
        };
        match guarded("check", false, || device.device().check(&ctl)) {
            Ok(()) => {
                self.good();
                if matches!(self.state, LinkState::Ready(_)) { self.report_health() } else { self.recovered() }
            }
            Err(e) if self.is_condition(&e.fault) => self.hindered(e.fault),
            Err(e) => self.failed_chore(e),
        }
    }

    /// Whether a printer says what it lacks, which only a hand can change.
    fn is_condition(&self, fault: &Fault) -> bool {
        matches!(self.kind, Kind::CardPrinter | Kind::SlipPrinter)
            && matches!(fault, Fault::Media(_) | Fault::Hardware { .. } | Fault::QueueStopped)
    }

    /// The unit itself says what it lacks. It stays open, so that it can say when it is well again.
    fn hindered(&mut self, fault: Fault) {
        self.good();
        self.set_state(LinkState::Faulted(fault));
    }

    fn recovered(&mut self) {
        if let Some(device) = &mut self.device {
            let identity = device.device().identity().clone();
            self.set_state(LinkState::Ready(identity));
        }
    }

    /// Hears a scanner until the next question is due.
    fn listen(&mut self, cancel: Cancel) {
        let limit = self.due.map_or(self.tuning.idle_check, |due| due.saturating_duration_since(Instant::now()));
        let ctl = Ctl::with_cancel(limit, cancel);
        let Some(AnyDevice::Scanner(scanner)) = &mut self.device else {
            return;
        };
        match guarded("scan", false, || scanner.next(&ctl)) {
            Ok(Some(scan)) => {
                self.last_good = Some(Instant::now());
                (self.report)(Report::Scan(scan));
            }
            Ok(None) => {}
            Err(e) => self.failed_chore(e),
        }
    }

    /// Looks at the plug. Being plugged in is no answer of the unit, so its last one goes on ageing.
    fn look(&mut self) {
        let Some(device) = &mut self.device else { return };
        match guarded("look", false, || device.device().plugged().transpose()) {
            Ok(Some(())) => self.look = Some(Instant::now() + self.tuning.plug_check),
            Ok(None) => self.look = None,
            Err(e) => self.lose(e.fault),
        }
    }

    fn work(&mut self, order: Order) {
        let ctl = Ctl::with_cancel(order.limit, order.cancel.clone());
        let result = self.attempt(&order, &ctl);
        match &result {
            Ok(_) => {
                self.good();
                self.recovered();
            }
            Err(e) if self.is_condition(&e.fault) => self.hindered(e.fault.clone()),
            Err(e) if e.loses_device() => self.lose(e.fault.clone()),
            Err(e) if answered(&e.fault) => self.good(),
            Err(_) => {}
        }
        self.shared.lock().running = None;
        self.done(&order, result);
    }

    fn attempt(&mut self, order: &Order, ctl: &Ctl) -> Result<Outcome, DeviceError> {
        ctl.check(order.job.name())?;
        if self.device.is_none() {
            self.open(&ctl.at_most(self.tuning.open_limit)).inspect_err(|e| self.lose_after_open(&e.fault))?;
        }
        let Some(device) = &mut self.device else {
            return Err(DeviceError::harmless(Fault::NotConfigured));
        };
        let (kind, job, report) = (self.kind, order.id, &self.report);
        let mut progress = |progress| report(Report::Progress { kind, job, progress });
        guarded(order.job.name(), order.job.irreversible(), || device.run(&order.job, ctl, &mut progress))
    }

    /// Faults that keep an open device are still the state of one that could not be opened.
    fn lose_after_open(&mut self, fault: &Fault) {
        if *fault != Fault::Cancelled {
            self.lose(fault.clone());
        }
    }

    fn done(&self, order: &Order, result: Result<Outcome, DeviceError>) {
        (self.report)(Report::Done { kind: self.kind, job: order.id, result });
    }

    fn close(&mut self) {
        self.device = None;
        self.look = None;
        self.attempts = 0;
        self.due = None;
        self.set_state(LinkState::Closed);
    }

    fn good(&mut self) {
        let now = Instant::now();
        self.last_good = Some(now);
        self.due = Some(now + self.tuning.idle_check);
    }

    fn lose(&mut self, fault: Fault) {
        self.device = None;
        self.look = None;
        let last = self.tuning.backoff.len().saturating_sub(1);
        let pause = self.tuning.backoff.get((self.attempts as usize).min(last));
        self.due = Some(Instant::now() + pause.copied().unwrap_or_default());
        self.attempts += 1;
        self.set_state(LinkState::Faulted(fault));
    }

    fn set_state(&mut self, state: LinkState) {
        if self.state != state {
            self.state = state;
            self.report_health();
        }
    }

    fn report_health(&self) {
        (self.report)(Report::Health(Health {
            kind: self.kind,
            state: self.state.clone(),
            last_good: self.last_good,
            at: Instant::now(),
        }));
    }
}

/// Whether the device itself gave this answer, so that it is alive.
fn answered(fault: &Fault) -> bool {
    matches!(fault, Fault::Finger(_) | Fault::Card(_) | Fault::Sam(_) | Fault::Modem(_) | Fault::Hardware { .. })
}

/// Runs driver code; a panic in it becomes a fault. After a broken irreversible act nobody knows what
/// came out.
fn guarded<T>(
    job: &'static str,
    irreversible: bool,
    run: impl FnOnce() -> Result<T, DeviceError>,
) -> Result<T, DeviceError> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let effect = if irreversible { Effect::InDoubt } else { Effect::NotStarted };
        Err(DeviceError::harmless(Fault::Defect { job }).with_effect(effect))
    })
}
