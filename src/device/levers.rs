//! The levers of all simulated devices: what comes out next, how slowly, and what breaks.
//!
//! Owns the shared handle that the demo and the tests pull. Separate from the fakes, which only obey.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::chip::ActivationOutcome;
use super::chip::sim::ChipLevers;
use super::error::{Effect, Fault};
use super::finger::sim::{FingerLevers, Placed};
use super::modem::sim::ModemLevers;
use super::network::Reachability;
use super::network::sim::NetLevers;
use super::printer::sim::{HUMAN_PACE, PrinterLevers};
use super::printer::{Level, PrintOutcome, Supplies};
use super::scanner::sim::ScannerLevers;
use super::slip::SlipText;
use super::slip::sim::SlipLevers;

/// What an act does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next<T> {
    Give(T),
    Fail(Fault, Effect),
    /// Stops in mid-act until cancelled or out of time.
    Hang,
    /// The driver breaks.
    Panic,
}

/// The script of one fake device.
#[derive(Debug, Clone)]
pub struct Script<T> {
    queue: VecDeque<Next<T>>,
    then: Next<T>,
    /// Time per step of an act; zero by default.
    pub pace: Duration,
    /// Nothing answers.
    pub unplugged: bool,
    /// Another process of this pid has it.
    pub busy: Option<u32>,
}

impl<T: Clone> Script<T> {
    fn new(then: T) -> Self {
        Self { queue: VecDeque::new(), then: Next::Give(then), pace: Duration::ZERO, unplugged: false, busy: None }
    }

    /// Once, after what is already waiting.
    pub fn once(&mut self, next: Next<T>) {
        self.queue.push_back(next);
    }

    /// From now on, when nothing else is waiting.
    pub fn always(&mut self, next: Next<T>) {
        self.then = next;
    }

    /// Forgets what was waiting.
    pub fn clear(&mut self) {
        self.queue.clear();
    }

    pub(super) fn take(&mut self) -> Next<T> {
        self.queue.pop_front().unwrap_or_else(|| self.then.clone())
    }
}

/// The scripts of the devices that have no wire yet.
pub struct Scripts {
    pub card: Script<PrintOutcome>,
    pub supplies: Supplies,
    pub chip: Script<ActivationOutcome>,
    pub slip: Script<()>,
    pub net: Script<Reachability>,
    /// Slips that came out, newest last; at most [`KEPT_SLIPS`].
    pub slips: VecDeque<SlipText>,
}

impl Scripts {
    /// Forgets what was waiting on any device.
    pub fn clear(&mut self) {
        self.card.clear();
        self.chip.clear();
        self.slip.clear();
        self.net.clear();
    }
}

pub const KEPT_SLIPS: usize = 50;

/// Handle on every simulated device of a process. Clones pull the same levers.
#[derive(Clone, Default)]
pub struct SimLevers {
    scripts: Arc<Mutex<Scripts>>,
    /// The simulated fingerprint reader on its own wire.
    pub finger: FingerLevers,
    /// The simulated chip reader on its own wire.
    pub chip_sim: ChipLevers,
    /// The simulated receipt printer on its own wire.
    pub slip_printer: SlipLevers,
    /// The simulated scanner on its own wire.
    pub scanner: ScannerLevers,
    /// The simulated message modem on its own wire.
    pub modem: ModemLevers,
    /// The simulated card printer on its own wire.
    pub printer: PrinterLevers,
    /// The simulated data centre on its own port.
    pub net_sim: NetLevers,
}

impl Default for Scripts {
    fn default() -> Self {
        Self {
            card: Script::new(PrintOutcome::Good),
            supplies: Supplies { ribbon: Some(412), feeder: Level::Loaded },
            chip: Script::new(ActivationOutcome::Activated),
            slip: Script::new(()),
            net: Script::new(Reachability::Reached { took: Duration::from_millis(80) }),
            slips: VecDeque::new(),
        }
    }
}

impl SimLevers {
    /// Instant devices with nothing wrong: what tests start from.
    pub fn new() -> Self {
        Self::default()
    }

    /// Devices as slow as a person expects them, with the right finger coming by itself.
    pub fn at_human_pace() -> Self {
        let levers = Self::default();
        levers.set(|s| {
            s.card.pace = Duration::from_millis(700);
            s.chip.pace = Duration::from_millis(600);
            s.slip.pace = Duration::from_millis(300);
        });
        levers.finger.script(&[], Some(Placed::Holder), 8);
        levers.chip_sim.slow(Duration::from_millis(150));
        levers.chip_sim.by_itself(Duration::from_secs(2));
        levers.printer.set(|m| m.pace = HUMAN_PACE);
        levers
    }

    /// Changes scripts.
    pub fn set<R>(&self, change: impl FnOnce(&mut Scripts) -> R) -> R {
        change(&mut self.scripts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
