//! The card's side of a reader that the machine itself has: what QEMU passes through of its USB reader.
//!
//! Messages of three big-endian words (kind, reader, length) and their bytes. The cards are the simulator's.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

const ATR: u32 = 5;
const APDU: u32 = 7;
/// Longest wait for the machine.
const LIMIT: Duration = Duration::from_secs(120);

pub type Card = Box<dyn FnMut(&[u8]) -> Vec<u8> + Send>;

#[derive(Default)]
struct State {
    wire: Option<UnixStream>,
    /// The command, by its second byte, that gets no answer.
    held: Option<u8>,
}

/// A slot and the card in it. Its thread ends with the machine.
pub struct Slot {
    path: PathBuf,
    state: Arc<Mutex<State>>,
    holding: Receiver<()>,
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("a slot")
}

fn tell(wire: &mut UnixStream, kind: u32, bytes: &[u8]) {
    let head = [kind, 0, bytes.len() as u32].map(u32::to_be_bytes).concat();
    wire.write_all(&[&head, bytes].concat()).expect("told");
}

impl Slot {
    /// A slot that the machine finds at `path`.
    pub fn new(path: &Path, card: Card) -> Slot {
        let listener = UnixListener::bind(path).expect("a socket");
        let state = Arc::new(Mutex::new(State::default()));
        let (hold, holding) = channel();
        let serving = Arc::clone(&state);
        std::thread::spawn(move || {
            let (wire, _) = listener.accept().expect("the machine");
            locked(&serving).wire = Some(wire.try_clone().expect("a second handle"));
            serve(wire, &serving, card, &hold);
        });
        Slot { path: path.to_owned(), state, holding }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the card in. It has one protocol (T=0), and historical bytes of our own.
    pub fn insert(&self) {
        let mut state = locked(&self.state);
        tell(state.wire.as_mut().expect("the machine is there"), ATR, b"\x3B\x08LOKETSIM");
    }

    /// Lets the next command of this kind go without an answer.
    pub fn hold(&self, instruction: u8) {
        locked(&self.state).held = Some(instruction);
    }

    /// Waits until such a command is there.
    pub fn holds(&self) {
        self.holding.recv_timeout(LIMIT).expect("a command that is held");
    }
}

fn serve(mut wire: UnixStream, state: &Mutex<State>, mut card: Card, hold: &Sender<()>) {
    loop {
        let mut head = [0; 12];
        if wire.read_exact(&mut head).is_err() {
            return;
        }
        let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let mut bytes = vec![0; word(8) as usize];
        if wire.read_exact(&mut bytes).is_err() {
            return;
        }
        if word(0) != APDU {
            continue;
        }
        let held = locked(state).held.take_if(|held| bytes.get(1) == Some(held)).is_some();
        if held {
            // Whoever does not wait for it does not miss it.
            let _ = hold.send(());
        } else {
            tell(&mut wire, APDU, &card(&bytes));
        }
    }
}
