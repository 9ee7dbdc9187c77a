//! Chip readers over PC/SC: card and security module, activation by a configured script, simulator.
//!
//! Separate folder per kind of device. Which commands activate a card is a script, not code; the one shipped is
//! the simulator's own test profile, and nothing here has met the applet of a real card.

pub mod apdu;
pub mod driver;
pub mod pcsc;
pub mod run;
pub mod script;
pub mod setting;
pub mod sim;
pub mod slots;
pub mod verb;

pub use pcsc::ReaderInfo;
pub use setting::PcscUri;
pub use verb::*;

use std::io;
use std::time::Duration;

use driver::ChipReader;
use pcsc::{Pcsc, PcscSlots, Strand};
use script::Script;
use sim::ChipSim;

use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault};
use crate::device::job::AnyDevice;
use crate::device::sim::{SimPlace, Simulator};
use crate::device::uri::{DeviceUri, UriError, UriFault};

/// Asks a card for its identifier and nothing else.
const PROBE: &str = include_str!("../../../assets/chip/probe.toml");
/// Bound of asking which readers there are.
const LISTING: Duration = Duration::from_secs(3);

/// `pcsc:`: a reader of the card service. Without a script nothing can be activated, and such a line is refused.
pub(super) fn pcsc(uri: &DeviceUri) -> Result<Opener, UriError> {
    let PcscUri { card, sam, script, socket } = PcscUri::of(uri)?;
    let script = script.ok_or_else(|| UriError::new("script", UriFault::MissingKey))?;
    if !script.activates() {
        return Err(UriError::new("script", UriFault::BadChoice));
    }
    let (mut library, mut strand) = (None, Strand::default());
    Ok(Box::new(move |ctl| {
        let pcsc = match &library {
            Some(pcsc) => pcsc,
            None => library.insert(Pcsc::load(socket.as_deref())?),
        };
        let slots = PcscSlots::open(pcsc, &card, sam.as_deref(), &mut strand, ctl)?;
        let name = slots.describe();
        Ok(AnyDevice::Chip(Box::new(ChipReader::new(Box::new(slots), script.clone(), &name))))
    }))
}

/// `sim:`: a virtual card and a virtual module in readers of a card service of our own.
pub(super) fn simulated(place: &SimPlace<'_>) -> io::Result<Box<dyn Simulator>> {
    Ok(Box::new(ChipSim::start(&place.folder.join("chip"), place.levers.chip_sim.clone())?))
}

/// The readers this machine's card service knows.
///
/// # Errors
/// `ServiceDown` without library or service, `PermissionDenied`.
pub fn readers() -> Result<Vec<ReaderInfo>, DeviceError> {
    pcsc::readers(&Pcsc::load(None)?, &Ctl::within(LISTING))
}

/// What a probe learnt: that the chip answers, and of what type it is. Nothing about its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipAnswer {
    pub reader: String,
    pub atr: Vec<u8>,
    /// Length of the identifier, if the reader gives one.
    pub identifier: Option<usize>,
}

/// Waits for a card in the reader of a `pcsc:` line and has it answer. Needs neither script nor module.
///
/// # Errors
/// `BadSetting`, what the reader says, and `CardMute` for a chip that does not answer.
pub fn probe(uri: &DeviceUri, ctl: &Ctl) -> Result<ChipAnswer, DeviceError> {
    let setting = PcscUri::of(uri)?;
    let pcsc = Pcsc::load(setting.socket.as_deref())?;
    let mut slots = PcscSlots::open(&pcsc, &setting.card, None, &mut Strand::default(), ctl)?;
    let script = Script::parse(PROBE).map_err(|e| UriError::new(e.to_string(), UriFault::BadScript))?;
    let reader = slots.describe();
    let ran = run::run(&script, &mut slots, ctl, &mut |_| {})?;
    match ran.ended {
        None => Ok(ChipAnswer { reader, atr: ran.atr, identifier: ran.kept.get("identifier").map(|id| id.len()) }),
        Some(_) => Err(DeviceError::harmless(Fault::Card(crate::device::error::Card::CardMute))),
    }
}
