//! Tests of the message modem: units, dialog, PIN, and the judge of its simulator.

mod judge;
mod pin;
mod sending;
mod units;

use std::time::Duration;

use loket::device::modem::at::Timing;
use loket::device::modem::driver::{Gsm, PinGuard};
use loket::device::modem::setting::ModemUri;
use loket::device::modem::sim::{ModemLevers, ModemSim};
use loket::device::{Ctl, DeviceError, Message, Modem, Msisdn, Sent};

use super::rig::PATIENCE;

/// Nobody's number.
const NUMBER: &str = "+6281234567890";

pub fn short_message() -> Message {
    message("KTP-el Anda sudah selesai, silakan ambil di loket 3.")
}

fn message(text: &str) -> Message {
    Message::new(Msisdn::parse(NUMBER).expect("a number"), text).expect("short enough")
}

/// A simulated modem under a private name.
struct Rig {
    uri: ModemUri,
    levers: ModemLevers,
    timing: Timing,
    guard: PinGuard,
    _sim: ModemSim,
    _dir: tempfile::TempDir,
}

impl Rig {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("folder");
        let levers = ModemLevers::new();
        let sim = ModemSim::start(&dir.path().join("ttyGSM"), levers.clone()).expect("simulator");
        let timing = Timing { reply: PATIENCE, sending: PATIENCE, quiet: Duration::from_millis(20) };
        Self { uri: ModemUri::at(sim.path()), levers, timing, guard: PinGuard::default(), _sim: sim, _dir: dir }
    }

    fn open(&self) -> Result<Gsm, DeviceError> {
        Gsm::open(&self.uri, &self.guard, self.timing, &Ctl::within(PATIENCE))
    }

    /// Opens the modem and sends.
    fn send(&self, message: &Message) -> Result<Sent, DeviceError> {
        send(&mut self.open()?, message)
    }
}

fn send(modem: &mut Gsm, message: &Message) -> Result<Sent, DeviceError> {
    modem.send(message, &Ctl::within(PATIENCE), &mut |_| {})
}
