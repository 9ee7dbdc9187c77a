//! One context with the card service and the connections made in it.
//!
//! Owns what a call of the library means for a slot. Everything here may stand still, so it runs in the lane
//! only. Separate from the waiting, which knows deadlines and no codes.

use std::collections::BTreeMap;
use std::ffi::c_long;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::code::PcscCode;
use super::ffi::{Api, Handle, State};
use crate::device::chip::slots::Slot;

pub(super) const PRESENT: u32 = 0x20;
const EMPTY: u32 = 0x10;
const UNAVAILABLE: u32 = 0x08;
const UNKNOWN: u32 = 0x04;
/// One look for a card; the next call waits at most so long for it to end.
const LOOK: Duration = Duration::from_millis(250);
/// How long a card service may need to see that a card or a reader has gone.
const SETTLE: Duration = Duration::from_millis(900);

/// What the lane's thread keeps: contexts and connections end with it.
#[derive(Default)]
pub(super) struct Session {
    // Connections end before the context they were made in.
    cards: BTreeMap<Slot, Connection>,
    context: Option<Context>,
}

struct Context {
    api: Arc<Api>,
    raw: c_long,
}

impl Drop for Context {
    fn drop(&mut self) {
        self.api.release(self.raw);
    }
}

struct Connection {
    api: Arc<Api>,
    handle: Handle,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.api.disconnect(self.handle);
    }
}

impl Session {
    /// A context of our own. One that has lost its service never finds it again, so every open makes one.
    pub fn establish(&mut self, api: Arc<Api>) -> Result<(), PcscCode> {
        let raw = api.establish()?;
        self.context = Some(Context { api, raw });
        Ok(())
    }

    fn context(&self) -> Result<&Context, PcscCode> {
        self.context.as_ref().ok_or(PcscCode::NO_SERVICE)
    }

    /// The names of all readers.
    pub fn readers(&self) -> Result<Vec<String>, PcscCode> {
        let context = self.context()?;
        match context.api.list_readers(context.raw) {
            Err(PcscCode::NO_READERS) => Ok(Vec::new()),
            other => other,
        }
    }

    /// What is in a reader, at once.
    pub fn look(&self, reader: &str) -> Result<State, PcscCode> {
        self.state(reader, 0, Duration::ZERO)
    }

    fn state(&self, reader: &str, known: u32, wait: Duration) -> Result<State, PcscCode> {
        let context = self.context()?;
        let state = context.api.state(context.raw, reader, known, wait)?;
        match state.flags & (UNKNOWN | UNAVAILABLE) {
            0 => Ok(state),
            _ => Err(PcscCode::READER_UNAVAILABLE),
        }
    }

    /// Waits one look for a card to come, or to go. Whether it did.
    pub fn await_card(&self, reader: &str, come: bool) -> Result<bool, PcscCode> {
        let wanted = if come { PRESENT } else { EMPTY };
        let now = self.look(reader)?;
        if now.flags & wanted != 0 {
            return Ok(true);
        }
        Ok(self.state(reader, now.flags, LOOK)?.flags & wanted != 0)
    }

    /// Begins with the card in a slot from its reset; gives its answer to reset.
    pub fn connect(&mut self, slot: Slot, reader: &str) -> Result<Vec<u8>, PcscCode> {
        if let Some(mut old) = self.cards.remove(&slot) {
            // If it is another card by now, it is connected to below.
            if old.api.reconnect(&mut old.handle, true).is_ok() {
                self.cards.insert(slot, old);
                return Ok(self.look(reader)?.atr);
            }
        }
        let context = self.context()?;
        let api = Arc::clone(&context.api);
        let handle = api.connect(context.raw, reader)?;
        self.cards.insert(slot, Connection { api, handle });
        Ok(self.look(reader)?.atr)
    }

    pub fn disconnect(&mut self, slot: Slot) {
        self.cards.remove(&slot);
    }

    /// One command and its answer.
    pub fn transmit(&mut self, slot: Slot, reader: &str, command: &[u8]) -> Result<Zeroizing<Vec<u8>>, PcscCode> {
        let card = self.cards.get_mut(&slot).ok_or(PcscCode::NO_SMARTCARD)?;
        match card.api.transmit(card.handle, command) {
            Err(code) if code.broke_off() => Err(self.why(slot, reader, code)),
            // Some drivers report a lifted card as an answer without even a status word.
            Ok(answer) if answer.len() < 2 => Err(self.why(slot, reader, PcscCode::NOT_TRANSACTED)),
            other => other,
        }
    }

    /// Why an exchange broke off. A card that was lifted is not told as such: only connecting again tells.
    fn why(&mut self, slot: Slot, reader: &str, code: PcscCode) -> PcscCode {
        let again = match self.cards.get_mut(&slot) {
            Some(card) => card.api.reconnect(&mut card.handle, false),
            None => Err(PcscCode::NO_SMARTCARD),
        };
        match again {
            Err(other) if other.says_gone() => self.what_went(reader),
            Err(other) if !other.says_mute() => other,
            Ok(()) | Err(_) => {
                let until = Instant::now() + SETTLE;
                while Instant::now() < until {
                    match self.await_card(reader, false) {
                        Ok(true) => return self.what_went(reader),
                        Ok(false) => {}
                        Err(lost) => return lost,
                    }
                }
                code
            }
        }
    }

    /// The card, or the reader with it: of a reader that is pulled out the card is missed first.
    fn what_went(&self, reader: &str) -> PcscCode {
        let until = Instant::now() + SETTLE;
        while Instant::now() < until {
            match self.await_card(reader, true) {
                Ok(true) => break,
                Ok(false) => {}
                Err(lost) => return lost,
            }
        }
        PcscCode::NO_SMARTCARD
    }
}
