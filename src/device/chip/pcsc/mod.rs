//! Card and security module over PC/SC.
//!
//! Owns finding the readers, exclusive use, and how long each thing is waited for. Calls of the library run in
//! the lane; nothing here knows a script or whether a reader is real. The module's connection is kept while the
//! device is open, which locks it machine-wide. Connections are exclusive: nothing is left for a transaction to
//! keep out.

pub mod code;
mod ffi;
mod lane;
mod session;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use self::code::{PcscCode, fault};
use self::ffi::Api;
use self::lane::Lane;
pub use self::lane::Strand;
use self::session::{PRESENT, Session};
use super::slots::{Slot, Slots};
use crate::device::ctl::Ctl;
use crate::device::error::{Card, DeviceError, Fault, Sam};
use crate::device::uri::{UriError, UriFault};

/// Attempts with a card that does not answer: it may just be coming or going.
const ATTEMPTS: u32 = 3;
const BETWEEN: Duration = Duration::from_millis(300);
/// Looks for the module at opening, a quarter of a second each.
const SAM_LOOKS: u32 = 6;
/// Bound of letting go.
const FAREWELL: Duration = Duration::from_secs(2);

/// The library of this machine.
#[derive(Clone)]
pub struct Pcsc(Arc<Api>);

impl Pcsc {
    /// Loads the library; for the daemon behind `socket` a copy of its own.
    ///
    /// # Errors
    /// `ServiceDown` for `libpcsclite` when this machine has none.
    pub fn load(socket: Option<&Path>) -> Result<Self, DeviceError> {
        let loaded = match socket {
            None => Api::load(),
            Some(socket) => Api::load_for(socket),
        };
        let missing = |e| DeviceError::harmless(Fault::ServiceDown { service: "libpcsclite" }).caused_by(e);
        loaded.map(|api| Self(Arc::new(api))).map_err(missing)
    }
}

/// A reader the service knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderInfo {
    pub name: String,
    pub present: bool,
    /// Answer to reset of the card in it: its type, never its holder.
    pub atr: Vec<u8>,
}

/// Card and module in their readers.
pub struct PcscSlots {
    lane: Lane<Session>,
    card: String,
    sam: Option<String>,
}

impl PcscSlots {
    /// Asks the service for the readers named in the settings, and takes the module for itself.
    ///
    /// # Errors
    /// `ServiceDown`, `PermissionDenied`, `NotConnected` for a missing reader, `BadSetting` for a name that
    /// fits several, `Absent` without a module, `Busy` when another program has it.
    pub fn open(
        pcsc: &Pcsc,
        card: &str,
        sam: Option<&str>,
        strand: &mut Strand,
        ctl: &Ctl,
    ) -> Result<Self, DeviceError> {
        let (lane, names) = connect(pcsc, strand, ctl)?;
        let card = pick(&names, card)?;
        let sam = sam.map(|name| pick(&names, name)).transpose()?;
        if sam.as_ref() == Some(&card) {
            return Err(UriError::new("sam", UriFault::BadChoice).into());
        }
        let mut slots = Self { lane, card, sam };
        if slots.sam.is_some() {
            slots.await_sam(ctl)?;
            slots.begin(Slot::Sam, ctl)?;
        }
        slots.check(ctl)?;
        Ok(slots)
    }

    /// A service that has just started needs a moment to see what is in its readers.
    fn await_sam(&self, ctl: &Ctl) -> Result<(), DeviceError> {
        for _ in 0..SAM_LOOKS {
            let there = self.call("wait for SAM", Slot::Sam, ctl, |s, reader| s.await_card(reader, true))?;
            if there.map_err(|code| self.told(Slot::Sam, code))? {
                return Ok(());
            }
        }
        Err(DeviceError::harmless(Fault::Sam(Sam::Absent)))
    }

    /// The readers in use, without the number that the service counts readers by: it changes with every plug.
    pub fn describe(&self) -> String {
        let sam = self.sam.as_deref().map(|name| format!(" + {}", without_index(name)));
        format!("{}{}", without_index(&self.card), sam.unwrap_or_default())
    }

    fn reader(&self, slot: Slot) -> Result<&str, DeviceError> {
        match slot {
            Slot::Card => Ok(&self.card),
            Slot::Sam => self.sam.as_deref().ok_or_else(|| DeviceError::harmless(Fault::Sam(Sam::Absent))),
        }
    }

    /// Has the lane do something with the reader of a slot.
    fn call<T: Send + 'static>(
        &self,
        op: &'static str,
        slot: Slot,
        ctl: &Ctl,
        work: impl FnOnce(&mut Session, &str) -> Result<T, PcscCode> + Send + 'static,
    ) -> Result<Result<T, PcscCode>, DeviceError> {
        let reader = self.reader(slot)?.to_owned();
        self.lane.call(op, ctl, move |session| work(session, &reader))
    }

    fn told(&self, slot: Slot, code: PcscCode) -> DeviceError {
        let reader = self.reader(slot).unwrap_or_default();
        DeviceError::harmless(fault(code, slot, reader))
    }

    fn await_card(&self, ctl: &Ctl) -> Result<(), DeviceError> {
        loop {
            let come = self.call("wait for card", Slot::Card, ctl, |s, reader| s.await_card(reader, true));
            match come {
                Ok(Ok(true)) => return Ok(()),
                Ok(Ok(false)) => {}
                Ok(Err(code)) => return Err(self.told(Slot::Card, code)),
                Err(e) => return Err(no_card(e)),
            }
            ctl.check("wait for card").map_err(no_card)?;
        }
    }
}

/// Time that ran out while a card was waited for says that there was none.
fn no_card(error: DeviceError) -> DeviceError {
    match error.fault {
        Fault::Timeout { .. } => DeviceError::harmless(Fault::Card(Card::ReaderNoCard)),
        _ => error,
    }
}

/// A lane with a context of its own, and the readers there are.
fn connect(pcsc: &Pcsc, strand: &mut Strand, ctl: &Ctl) -> Result<(Lane<Session>, Vec<String>), DeviceError> {
    let lane = Lane::start(strand, ctl)?;
    let api = Arc::clone(&pcsc.0);
    let names = lane.call("readers", ctl, move |session: &mut Session| {
        session.establish(api)?;
        session.readers()
    })?;
    let names = names.map_err(|code| DeviceError::harmless(fault(code, Slot::Card, "")))?;
    Ok((lane, names))
}

/// The one reader whose name is `wanted`, or else holds it.
fn pick(names: &[String], wanted: &str) -> Result<String, DeviceError> {
    if let Some(name) = names.iter().find(|name| *name == wanted) {
        return Ok(name.clone());
    }
    let mut holding = names.iter().filter(|name| name.contains(wanted));
    match (holding.next(), holding.next()) {
        (Some(name), None) => Ok(name.clone()),
        (Some(_), Some(_)) => Err(UriError::new(wanted, UriFault::Ambiguous).into()),
        (None, _) => Err(DeviceError::harmless(Fault::NotConnected { what: wanted.to_owned() })),
    }
}

/// pcsc-lite ends a name with the number of the reader and of the slot, two hexadecimal digits each.
fn without_index(name: &str) -> String {
    let number = |word: &str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words: Vec<&str> = name.split(' ').collect();
    match words.as_slice() {
        [rest @ .., index, slot] if !rest.is_empty() && number(index) && number(slot) => {
            format!("{} {slot}", rest.join(" "))
        }
        _ => name.to_owned(),
    }
}

/// The readers the service knows and what is in them. Opens no card.
///
/// # Errors
/// `ServiceDown` without library or service, `PermissionDenied`.
pub fn readers(pcsc: &Pcsc, ctl: &Ctl) -> Result<Vec<ReaderInfo>, DeviceError> {
    let (lane, names) = connect(pcsc, &mut Strand::default(), ctl)?;
    let look = move |session: &mut Session| -> Vec<ReaderInfo> {
        let state = |name: String| {
            // A reader that goes while it is asked is left out.
            let state = session.look(&name).ok()?;
            Some(ReaderInfo { present: state.flags & PRESENT != 0, atr: state.atr, name })
        };
        names.into_iter().filter_map(state).collect()
    };
    lane.call("readers", ctl, look)
}

impl Slots for PcscSlots {
    fn begin(&mut self, slot: Slot, ctl: &Ctl) -> Result<Vec<u8>, DeviceError> {
        let mut silent = 0;
        loop {
            if slot == Slot::Card {
                self.await_card(ctl)?;
            }
            match self.call("connect", slot, ctl, move |s, reader| s.connect(slot, reader))? {
                Ok(atr) => return Ok(atr),
                Err(code) if code.says_gone() && slot == Slot::Card => {}
                Err(code) if code.says_mute() && silent + 1 < ATTEMPTS => silent += 1,
                Err(code) => return Err(self.told(slot, code)),
            }
            ctl.pause("connect", BETWEEN).map_err(no_card)?;
        }
    }

    fn transmit(&mut self, slot: Slot, command: &[u8], ctl: &Ctl) -> Result<Zeroizing<Vec<u8>>, DeviceError> {
        let command = Zeroizing::new(command.to_vec());
        let answer = self.call("transmit", slot, ctl, move |s, reader| s.transmit(slot, reader, &command))?;
        answer.map_err(|code| self.told(slot, code))
    }

    fn end(&mut self, ctl: &Ctl) {
        // A cancelled or late act lets go all the same; if the service stands still, the lane does it later.
        let own = Ctl::within(ctl.left().max(FAREWELL));
        let _ = self.call("disconnect", Slot::Card, &own, |s, _| {
            s.disconnect(Slot::Card);
            Ok(())
        });
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        let look = |slot: Slot| -> Result<bool, DeviceError> {
            let state = self.call("check", slot, ctl, |s, reader| s.look(reader))?;
            state.map(|s| s.flags & PRESENT != 0).map_err(|code| self.told(slot, code))
        };
        look(Slot::Card)?;
        if self.sam.is_some() && !look(Slot::Sam)? {
            return Err(DeviceError::harmless(Fault::Sam(Sam::Absent)));
        }
        Ok(())
    }
}
