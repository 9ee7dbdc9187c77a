//! Looking after the ledger beside the work: backups, the slow check, the witness. A thread of its own.
//!
//! Separate so that nothing of it ever holds up a key. One desk of the machine does it, the others look at what it
//! wrote. Wakes once a minute and works for milliseconds, but for a backup. Must not know screens.

use super::clock::Clock;
use super::input::Input;
use super::keeping::{Damage, Failed, Keeping};
use crate::config::write_private;
use crate::ledger::backup::{self, Keep, Phase};
use crate::ledger::{self, BackupError, Halt, Home, Walk};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks of a desk at work.
pub const EVERY: Duration = Duration::from_secs(60);
/// Entries of the slow check in one look.
const STEP: usize = 4_096;
/// How long a backup nobody asked for waits after a failed one, in milliseconds.
const AGAIN_MS: i64 = 15 * 60_000;
/// How long leaving waits for a backup to stop.
const FAREWELL: Duration = Duration::from_millis(500);

/// What is to be looked after.
#[derive(Clone, Debug)]
pub struct Care {
    pub home: Home,
    /// Where backups go; none until it is set.
    pub folder: Option<PathBuf>,
    pub keep: Keep,
    pub witness: Option<PathBuf>,
    /// Between two looks.
    pub every: Duration,
}

/// What the keeper says.
#[derive(Debug)]
pub enum Kept {
    /// What is remembered now.
    State(Box<Keeping>),
    /// How far the backup is, in hundredths.
    Running(Phase, u8),
    /// A backup was made, or was not.
    Made(Result<u64, BackupError>),
    /// The ledger is damaged.
    Damaged(Damage),
}

/// The handle of the keeper's thread.
pub struct Keeper {
    wishes: Option<Sender<()>>,
    gone: Receiver<()>,
    halt: Halt,
}

impl Keeper {
    /// Starts the thread; news go to `deliver`.
    ///
    /// # Errors
    /// When the system has no room for a thread.
    pub fn start(care: Care, clock: Clock, deliver: impl Fn(Input) + Send + 'static) -> std::io::Result<Keeper> {
        let (wishes, inbox) = channel();
        let (farewell, gone) = channel();
        let halt = Halt::default();
        let stop = halt.clone();
        thread::Builder::new().name("keeper".into()).spawn(move || {
            let say = move |kept| deliver(Input::Kept(kept));
            Watch { care, clock, halt: stop, say, lock: None, state: Keeping::default(), walk: None }.run(&inbox);
            let _ = farewell.send(());
        })?;
        Ok(Keeper { wishes: Some(wishes), gone, halt })
    }

    /// Makes a backup as soon as possible.
    pub fn back_up(&self) {
        if let Some(wishes) = &self.wishes {
            // A thread that is gone has told why.
            let _ = wishes.send(());
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.halt.stop();
        self.wishes = None;
        // One that does not stop in time leaves an unfinished folder, which the next backup clears.
        let _ = self.gone.recv_timeout(FAREWELL);
    }
}

struct Watch<S: Fn(Kept)> {
    care: Care,
    clock: Clock,
    halt: Halt,
    say: S,
    /// Held by the one desk that looks after this machine's ledger.
    lock: Option<File>,
    state: Keeping,
    walk: Option<Walk>,
}

impl<S: Fn(Kept)> Watch<S> {
    fn run(mut self, inbox: &Receiver<()>) {
        self.read();
        let mut due = Instant::now() + self.care.every;
        loop {
            match inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(()) => self.back_up(),
                Err(RecvTimeoutError::Timeout) => {
                    due = Instant::now() + self.care.every;
                    self.look();
                }
                // The desk leaves: an older book put back in its place is known by what it last held.
                Err(RecvTimeoutError::Disconnected) if self.hold() && self.state.damage.is_none() => {
                    return self.remember();
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Takes in what another desk may have written.
    fn read(&mut self) {
        let state = Keeping::load(self.care.home.dir());
        if state != self.state {
            self.state = state;
            (self.say)(Kept::State(Box::new(self.state.clone())));
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Keeping)) {
        let mut state = Keeping::load(self.care.home.dir());
        change(&mut state);
        if state == self.state {
            return;
        }
        if let Err(error) = state.store(self.care.home.dir()) {
            super::log::error("keeping", &error);
        }
        self.state = state;
        (self.say)(Kept::State(Box::new(self.state.clone())));
    }

    fn look(&mut self) {
        self.read();
        if !self.hold() || self.state.damage.is_some() {
            return;
        }
        self.remember();
        self.check();
        if self.due() {
            self.back_up();
        }
    }

    /// Whether this process looks after the ledger; it becomes the one when nobody else is.
    fn hold(&mut self) -> bool {
        if self.lock.is_some() {
            return true;
        }
        let path = self.care.home.dir().join("keeper.lock");
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
        self.lock = file.ok().filter(|file| file.try_lock().is_ok());
        self.lock.is_some()
    }

    /// Writes down how far the journal has come, here and elsewhere.
    fn remember(&mut self) {
        let seen = match ledger::seen(&self.care.home) {
            Ok(seen) => seen,
            Err(error) => return super::log::error("keeper", &error),
        };
        if self.state.seen.as_ref() == Some(&seen) {
            return;
        }
        if let Some(path) = &self.care.witness {
            let text = serde_json::to_vec(&seen).unwrap_or_default();
            // A witness that is away is met again; nobody is held up by it.
            if let Err(error) = write_private(path, &text) {
                super::log::error("witness", &error);
            }
        }
        self.change(|state| state.seen = Some(seen));
    }

    /// Follows the chain a little further; at its end a new round begins.
    fn check(&mut self) {
        let checked = self.state.checked.clone();
        let mut walk = self.walk.take().unwrap_or_else(|| checked.as_ref().map(Walk::from).unwrap_or_default());
        match walk.step(&self.care.home, STEP) {
            Ok(Ok(end)) => {
                let (at, now) = (walk.at().filter(|_| !end), self.clock.stamp().utc_ms);
                let day = 24 * 3_600_000;
                self.change(|state| {
                    // A short ledger comes to its end every minute; that is worth a line a day.
                    let fresh = state.round_ms.is_some_and(|ms| (0..day).contains(&(now - ms)));
                    state.round_ms = if end && !fresh { Some(now) } else { state.round_ms };
                    state.checked = at;
                });
                self.walk = (!end).then_some(walk);
            }
            Ok(Err(fault)) => {
                let damage = Damage { seq: fault.seq.unwrap_or(1), code: fault.kind.code().to_owned() };
                super::log::write(&format!("keeper.damage seq={} code={}", damage.seq, damage.code));
                let found = damage.clone();
                self.change(|state| state.damage = Some(damage));
                (self.say)(Kept::Damaged(found));
            }
            // The desk meets the same trouble and tells it.
            Err(error) => super::log::error("keeper", &error),
        }
    }

    /// A closed day is in no backup, the place for it is there, and the last failure is a while ago.
    fn due(&self) -> bool {
        let Some(folder) = self.care.folder.as_ref().filter(|folder| folder.is_dir()) else { return false };
        let now = self.clock.stamp().utc_ms;
        let failed = self.state.failed.as_ref().is_some_and(|failed| (0..AGAIN_MS).contains(&(now - failed.at_ms)));
        let Ok(info) = ledger::info(self.care.home.clone()) else { return false };
        let kept = self.state.good.as_ref().filter(|good| good.path.starts_with(folder)).map(|good| good.entries);
        !failed && info.last_close.is_some_and(|close| kept.is_none_or(|kept| kept < close))
    }

    fn back_up(&mut self) {
        let Some(folder) = self.care.folder.clone() else { return };
        let stamp = self.clock.stamp();
        let mut told = None;
        let say = &self.say;
        let mut watch = |phase, done: u64, all: u64| {
            let part = u8::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(100);
            if told != Some((phase, part / 10)) {
                told = Some((phase, part / 10));
                say(Kept::Running(phase, part));
            }
        };
        let made = backup::back_up(&self.care.home, &folder, (self.care.keep, &stamp), &self.halt, &mut watch);
        match &made {
            Ok(made) => self.change(|state| state.made(made)),
            Err(BackupError::Busy | BackupError::Halted) => {}
            Err(error) => {
                super::log::error("backup", error);
                let failed = Failed { at_ms: stamp.utc_ms, code: error.code().to_owned() };
                self.change(|state| state.failed = Some(failed));
            }
        }
        (self.say)(Kept::Made(made.map(|made| made.backup.manifest.entries)));
    }
}
