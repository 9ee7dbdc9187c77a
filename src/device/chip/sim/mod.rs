//! Simulator of a chip reader: virtual card and module in virtual readers of the machine's real card service.
//!
//! Owns the thread at the other end of the wire. The driver reaches it through libpcsclite and `pcscd` and in no
//! other way, so what runs in tests and in the demo is what runs in an office. What it activates is a test
//! profile of our own and says nothing about the application of a real card.

pub mod icc;
mod levers;
mod link;
mod profile;
mod service;

use std::fs;
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{EventfdFlags, eventfd};

use super::pcsc::Pcsc;
use super::slots::Slot;
use crate::device::follow::await_traffic;
use crate::device::sim::{NotUnderstood, Simulator};
use crate::device::uri::DeviceUri;
use icc::{MODULE_ATR, MUTE_ATR, VirtualCard, VirtualModule};
pub use levers::{ChipLevers, Glitch, Module, Placed, Running};
use link::{Link, Message};
use service::{Places, READER, Service};

/// The test profile.
const SCRIPT: &str = include_str!("../../../../assets/chip/simulated.toml");
/// Pause before connecting again to a slot that did not take the card.
const AGAIN: Duration = Duration::from_millis(30);
/// How long a slot stays empty between two cards: the service looks about twice a second, and no hand is faster.
const EMPTY: Duration = Duration::from_millis(700);

/// A running simulator; dropping it kills its card service.
pub struct ChipSim {
    levers: ChipLevers,
    places: Places,
    script: PathBuf,
    folder: PathBuf,
    thread: Option<JoinHandle<()>>,
}

impl ChipSim {
    /// Starts service, card and module below `folder` and returns once the service can be asked.
    ///
    /// # Errors
    /// `Unsupported` when this machine lacks a part of the card service.
    pub fn start(folder: &Path, levers: ChipLevers) -> io::Result<Self> {
        let places = Places::under(folder)?;
        Pcsc::load(None).map_err(|e| io::Error::new(io::ErrorKind::Unsupported, e))?;
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        let service = Service::start(&places, true)?;
        let script = folder.join("simulated.toml");
        fs::write(&script, SCRIPT)?;
        levers.made(|s| {
            s.wake = Some(Arc::clone(&wake));
            s.stop = false;
            s.running = Running::Up;
            s.is_running = Some(Running::Up);
        });
        let machine = Machine::new(levers.clone(), places.clone(), wake, service);
        let thread = std::thread::Builder::new().name("sim-chip".into()).spawn(move || machine.run())?;
        Ok(Self { levers, places, script, folder: folder.to_path_buf(), thread: Some(thread) })
    }

    pub fn levers(&self) -> &ChipLevers {
        &self.levers
    }
}

impl Simulator for ChipSim {
    fn wire(&self) -> DeviceUri {
        DeviceUri::new("pcsc", &format!("{READER} 00 00"))
            .with("sam", &format!("{READER} 00 01"))
            .with("script", &self.script.display().to_string())
            .with("socket", &self.places.socket().display().to_string())
    }

    fn verbs(&self) -> &'static [&'static str] {
        &[
            "insert",
            "mute",
            "wrong",
            "remove",
            "pull N",
            "silent N",
            "half N",
            "sam in|out|refuse",
            "slow MS",
            "stop",
            "start",
            "unplug",
            "replug",
        ]
    }

    fn obey(&mut self, words: &[&str]) -> Result<(), NotUnderstood> {
        let levers = &self.levers;
        match words {
            // Whether the simulator followed shows at the device.
            ["insert"] => drop(levers.insert(Placed::Good)),
            ["mute"] => drop(levers.insert(Placed::Mute)),
            ["wrong"] => drop(levers.insert(Placed::Wrong)),
            ["remove"] => drop(levers.remove()),
            [glitch @ ("pull" | "silent" | "half"), after] => {
                let glitch = match *glitch {
                    "pull" => Glitch::Pull,
                    "silent" => Glitch::Stall,
                    _ => Glitch::Half,
                };
                levers.glitch(Slot::Card, after.parse().map_err(|_| NotUnderstood)?, glitch);
            }
            ["sam", "in"] => levers.module(Module::In),
            ["sam", "out"] => levers.module(Module::Out),
            ["sam", "refuse"] => levers.module(Module::Refuses),
            ["slow", pause] => {
                // Longer than any driver waits for a whole act is as good as for ever.
                let pause: u16 = pause.parse().map_err(|_| NotUnderstood)?;
                levers.slow(Duration::from_millis(pause.into()));
            }
            ["stop"] => drop(levers.running(Running::Down)),
            ["start" | "replug"] => drop(levers.running(Running::Up)),
            ["unplug"] => drop(levers.running(Running::NoReader)),
            _ => return Err(NotUnderstood),
        }
        Ok(())
    }
}

impl Drop for ChipSim {
    fn drop(&mut self) {
        self.levers.stop();
        if let Some(thread) = self.thread.take() {
            // A panic of the simulator has been reported by its own thread.
            let _ = thread.join();
        }
        // What is left is swept by the next process.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

struct Machine {
    levers: ChipLevers,
    places: Places,
    wake: Arc<std::os::fd::OwnedFd>,
    service: Option<Service>,
    card: VirtualCard,
    /// Which of the levers' cards lies in the slot.
    number: Option<u64>,
    module: VirtualModule,
    card_link: Option<Link>,
    module_link: Option<Link>,
    /// When the next card comes by itself.
    next_card: Option<Instant>,
    /// Until when the service may still think that the last card is there.
    emptying: Option<Instant>,
}

impl Machine {
    fn new(levers: ChipLevers, places: Places, wake: Arc<std::os::fd::OwnedFd>, service: Service) -> Self {
        Self {
            levers,
            places,
            wake,
            service: Some(service),
            card: VirtualCard::new(true),
            number: None,
            module: VirtualModule::default(),
            card_link: None,
            module_link: None,
            next_card: None,
            emptying: None,
        }
    }

    fn run(mut self) {
        while self.follow_service() {
            let waiting = self.follow_slots();
            if self.wait(waiting).is_err() {
                break;
            }
            if self.card_link.is_some() && self.serve(Slot::Card).is_err() {
                self.lift();
            }
            if self.module_link.is_some() && self.serve(Slot::Sam).is_err() {
                self.module_link = None;
            }
        }
        self.service = None;
        self.levers.made(|s| {
            s.wake = None;
            s.is_running = None;
        });
    }

    /// Makes the service what the levers say. False when the simulator is to end.
    fn follow_service(&mut self) -> bool {
        let (stop, wanted, is) = {
            let state = self.levers.lock();
            (state.stop, state.running, state.is_running)
        };
        if stop {
            return false;
        }
        if is != Some(wanted) {
            // The service goes first: a card that is pulled is another story.
            self.service = None;
            (self.card_link, self.module_link) = (None, None);
            let started = match wanted {
                Running::Down => Ok(None),
                Running::Up | Running::NoReader => Service::start(&self.places, wanted == Running::Up).map(Some),
            };
            self.service = started.unwrap_or_default();
            self.levers.made(|s| s.is_running = Some(wanted));
        }
        true
    }

    /// Puts in and takes out what the levers say. How long to wait before looking again, if not for ever.
    fn follow_slots(&mut self) -> Option<Duration> {
        let now = Instant::now();
        if self.next_card.take_if(|at| *at <= now).is_some() {
            self.levers.made(|s| s.place(Placed::Good));
        }
        let (placed, number, module, running) = {
            let state = self.levers.lock();
            (state.placed, state.cards, state.module, state.running)
        };
        if placed.is_none() || self.number != Some(number) {
            self.lift();
        }
        if let Some(kind) = placed.filter(|_| self.number != Some(number)) {
            self.number = Some(number);
            self.card = VirtualCard::new(kind != Placed::Wrong);
        }
        if module == Module::Out {
            self.module_link = None;
        }
        let emptying = self.emptying.filter(|until| *until > now);
        let up = running == Running::Up && self.service.is_some();
        if up && placed.is_some() && self.card_link.is_none() && emptying.is_none() {
            self.card_link = Link::connect(&self.places.slot("card")).ok();
        }
        if up && module != Module::Out && self.module_link.is_none() {
            self.module_link = Link::connect(&self.places.slot("sam")).ok();
        }
        let settled = self.card_link.is_some() || emptying.is_none();
        if settled {
            let in_slot = self.card_link.is_some().then_some(number);
            self.levers.made(|s| s.in_slot = in_slot);
        }
        let missing = (placed.is_some() && self.card_link.is_none() && settled)
            || (module != Module::Out && self.module_link.is_none());
        let again = (up && missing).then_some(now + AGAIN);
        let next = [again, emptying, self.next_card].into_iter().flatten().min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// The card leaves the slot.
    fn lift(&mut self) {
        if self.card_link.take().is_some() {
            self.emptying = Some(Instant::now() + EMPTY);
        }
    }

    /// Waits for traffic, a lever or `limit`.
    fn wait(&self, limit: Option<Duration>) -> io::Result<()> {
        let links = [&self.card_link, &self.module_link];
        await_traffic(&self.wake, links.into_iter().flatten().map(|link| link.stream().as_fd()), limit)
    }

    /// # Errors
    /// When the reader or the service has gone.
    fn serve(&mut self, slot: Slot) -> io::Result<()> {
        let link = if slot == Slot::Card { &mut self.card_link } else { &mut self.module_link };
        let messages = link.as_mut().map_or_else(|| Ok(Vec::new()), Link::messages)?;
        for message in messages {
            let answer = match message {
                Message::PowerOff | Message::PowerOn | Message::Reset => {
                    self.power(slot);
                    continue;
                }
                Message::AskAtr => self.atr(slot),
                Message::Command(command) => match self.command(slot, &command) {
                    Some(answer) => answer,
                    None => continue,
                },
            };
            let link = if slot == Slot::Card { &mut self.card_link } else { &mut self.module_link };
            // The card may have been lifted while it worked.
            if let Some(link) = link {
                link.answer(&answer)?;
            }
        }
        Ok(())
    }

    fn power(&mut self, slot: Slot) {
        match slot {
            Slot::Card => {
                self.card.reset();
                let pause = self.levers.lock().by_itself;
                // Let go after its activation: the clerk takes it and puts the next one down.
                if let Some(pause) = pause.filter(|_| self.card.is_active()) {
                    self.levers.made(|s| s.placed = None);
                    self.next_card = Some(Instant::now() + pause);
                }
            }
            Slot::Sam => self.module.reset(),
        }
    }

    fn atr(&self, slot: Slot) -> Vec<u8> {
        match slot {
            Slot::Sam => MODULE_ATR.to_vec(),
            Slot::Card if self.levers.lock().placed == Some(Placed::Mute) => MUTE_ATR.to_vec(),
            Slot::Card => self.card.atr().to_vec(),
        }
    }

    /// The answer to a command, unless the levers want none.
    fn command(&mut self, slot: Slot, command: &[u8]) -> Option<Vec<u8>> {
        let (glitch, slow, module) = {
            let mut state = self.levers.lock();
            state.commands += 1;
            (state.glitch_for(slot), state.slow, state.module)
        };
        if !slow.is_zero() {
            std::thread::sleep(slow);
        }
        match glitch {
            None => {}
            Some(Glitch::Stall) => return None,
            Some(Glitch::Half) => return Some(vec![0x90]),
            Some(Glitch::Status(status)) => return Some(profile::answer(&[], status)),
            Some(Glitch::Pull) => {
                self.pull(slot);
                return None;
            }
            Some(Glitch::Torn) => {
                self.obey(slot, command, module);
                self.pull(slot);
                return None;
            }
        }
        Some(self.obey(slot, command, module))
    }

    /// What was asked leaves its slot.
    fn pull(&mut self, slot: Slot) {
        if slot == Slot::Card {
            self.levers.made(|s| s.placed = None);
            self.lift();
        } else {
            self.levers.made(|s| s.module = Module::Out);
            self.module_link = None;
        }
    }

    /// Card or module does what it is told.
    fn obey(&mut self, slot: Slot, command: &[u8], module: Module) -> Vec<u8> {
        if slot == Slot::Sam {
            let refuses = module == Module::Refuses;
            return if refuses { profile::answer(&[], profile::REFUSED) } else { self.module.command(command) };
        }
        let before = self.card.is_active();
        let answer = self.card.command(command);
        if self.card.is_active() && !before {
            self.levers.made(|s| s.activated += 1);
        }
        answer
    }
}
