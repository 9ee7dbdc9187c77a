//! What a test or the demo may do to the simulated reader: put a finger on it, damage its line,
//! pull its plug.
//!
//! Separate from the simulator's thread, because levers are pulled from any other thread.

use crate::device::follow::{wait_for, wake};
use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What lies on the sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// A synthetic finger by number; equal numbers match.
    Person(u32),
    /// The finger that belongs to whatever reference it is compared with.
    Holder,
    /// A finger that matches nothing but itself.
    Stranger,
    Messy,
    TooFewFeatures,
    /// The sensor fails to take a picture.
    NoImage,
}

/// Damage done to one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glitch {
    /// Leaves out the byte at this place of the answer.
    DropByte(usize),
    FlipChecksum,
    Delay(Duration),
    /// Sends these bytes before the answer.
    Garbage(Vec<u8>),
    HalfFrame,
    Silence,
    /// Answers with this confirmation code instead.
    Confirm(u8),
    /// The plug is pulled when half of the answer is out.
    Unplug,
    /// Takes the command but forgets the data frames that follow it.
    LoseData,
}

/// A glitch for the next answer to `on`, or to any command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireFault {
    pub on: Option<u8>,
    pub glitch: Glitch,
}

/// What the module says it is, as the usual makes do.
const USUAL_ID: u16 = 0x0009;
/// What it says when another unit is in its place.
const ANOTHER_ID: u16 = 0x0042;

pub(super) struct State {
    pub finger: Option<Placed>,
    /// Fingers placed by themselves when the module is asked for one, and what comes after them.
    pub script: VecDeque<Placed>,
    pub script_then: Option<Placed>,
    /// Looks at an empty sensor before a scripted finger appears.
    pub looks_before: u32,
    pub looks: u32,
    /// The finger on the sensor came from the script and leaves by itself.
    pub scripted: bool,
    /// A scripted finger has just left: the next look shows an empty sensor.
    pub gap: bool,
    pub faults: VecDeque<WireFault>,
    /// Damage done to every answer, once the single faults are used up.
    pub always: Option<Glitch>,
    pub password: u32,
    pub system_id: u16,
    pub plugged: bool,
    pub is_plugged: bool,
    pub stop: bool,
    pub wake: Option<Arc<OwnedFd>>,
    pub commands: u64,
}

/// Shared handle on the simulated reader. Clones pull the same levers.
#[derive(Clone)]
pub struct FingerLevers(Arc<(Mutex<State>, Condvar)>);

impl Default for FingerLevers {
    fn default() -> Self {
        let state = State {
            finger: None,
            script: VecDeque::new(),
            script_then: None,
            looks_before: 0,
            looks: 0,
            scripted: false,
            gap: false,
            faults: VecDeque::new(),
            always: None,
            password: 0,
            system_id: USUAL_ID,
            plugged: true,
            is_plugged: false,
            stop: false,
            wake: None,
            commands: 0,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }
}

impl FingerLevers {
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a finger on the sensor; it stays until lifted.
    pub fn put(&self, finger: Placed) {
        let mut state = self.lock();
        state.finger = Some(finger);
        state.scripted = false;
    }

    pub fn lift(&self) {
        self.lock().finger = None;
    }

    /// Fingers that come and go by themselves, one per look for a finger, then `then` for ever.
    /// Each appears after `looks_before` looks at an empty sensor.
    pub fn script(&self, fingers: &[Placed], then: Option<Placed>, looks_before: u32) {
        let mut state = self.lock();
        state.script = fingers.iter().copied().collect();
        state.script_then = then;
        state.looks_before = looks_before;
        state.looks = 0;
        if state.scripted {
            state.finger = None;
        }
    }

    /// Damages the next answer to the command `on`, or to any. Faults apply in the order given.
    pub fn fault(&self, on: Option<u8>, glitch: Glitch) {
        self.lock().faults.push_back(WireFault { on, glitch });
    }

    /// Damages every answer until told otherwise.
    pub fn always(&self, glitch: Option<Glitch>) {
        self.lock().always = glitch;
    }

    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    pub fn set_password(&self, password: u32) {
        self.lock().password = password;
    }

    /// Makes the module report another make, as if another unit were plugged in.
    pub fn set_system_id(&self, id: u16) {
        self.lock().system_id = id;
    }

    /// Another unit in place of this one, or this one again.
    pub fn another_unit(&self, yes: bool) {
        self.set_system_id(if yes { ANOTHER_ID } else { USUAL_ID });
    }

    /// Commands taken so far.
    pub fn commands(&self) -> u64 {
        self.lock().commands
    }

    /// Pulls the plug and returns once the line is dead. False if the simulator did not follow.
    pub fn unplug(&self) -> bool {
        self.plug(false)
    }

    /// Plugs the module in again under the same name. False if the simulator did not follow.
    pub fn replug(&self) -> bool {
        self.plug(true)
    }

    fn plug(&self, wanted: bool) -> bool {
        let mut state = self.lock();
        state.plugged = wanted;
        wake(state.wake.as_ref());
        let until = Instant::now() + Duration::from_secs(5);
        // A thread that has ended follows nothing any more.
        let over = |s: &State| if s.is_plugged == wanted { Some(true) } else { s.wake.is_none().then_some(false) };
        wait_for(&self.0.1, state, until, over).1.unwrap_or(false)
    }

    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stop = true;
        wake(state.wake.as_ref());
    }

    /// Called by the simulator's thread when the state of the plug has become `now`.
    pub(super) fn plugged_is(&self, now: bool) {
        self.lock().is_plugged = now;
        self.0.1.notify_all();
    }
}

impl State {
    /// What the sensor shows when asked once.
    pub(super) fn look(&mut self) -> Option<Placed> {
        if self.finger.is_none() {
            let next = self.script.front().copied().or(self.script_then);
            if next.is_some() && self.looks >= self.looks_before && !self.gap {
                self.script.pop_front();
                self.finger = next;
                self.scripted = true;
                self.looks = 0;
            } else {
                self.looks += 1;
                self.gap = false;
            }
        }
        self.finger
    }

    /// A picture has been worked on: a scripted finger leaves, and the next look finds none.
    pub(super) fn done_with_finger(&mut self) {
        if self.scripted {
            self.finger = None;
            self.scripted = false;
            self.gap = true;
            self.looks = 0;
        }
    }

    pub(super) fn take_fault(&mut self, command: u8) -> Option<Glitch> {
        let hit = self.faults.front().is_some_and(|f| f.on.is_none_or(|on| on == command));
        if hit { self.faults.pop_front().map(|f| f.glitch) } else { self.always.clone() }
    }
}
