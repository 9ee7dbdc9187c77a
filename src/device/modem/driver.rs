//! The message modem: what it is asked in which order, and what the answers mean for a message.
//!
//! Separate from the dialog below it. It does not know whether a modem or its simulator is at the other end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zeroize::Zeroizing;

use super::at::{Dialog, Timing, unasked};
use super::pdu;
use super::setting::{ModemUri, Pin};
use super::verb::{Message, Modem, Sent, Signal};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault, Modem as ModemFault};
use crate::device::kind::{Device, Hint, Identity, OnProgress, Progress};
use crate::device::transport::{ByteLink, SerialLink};

/// Remembers a PIN that was not accepted, for as long as the process uses the line: three wrong tries lock a
/// SIM, and a driver that opens the modem again and again would get there within a minute.
#[derive(Debug, Clone, Default)]
pub struct PinGuard(Arc<AtomicBool>);

/// Tries a SIM grants before it locks itself.
const FULL_TRIES: u32 = 3;

pub struct Gsm {
    dialog: Dialog,
    identity: Identity,
    /// Ties the parts of one long message together.
    reference: u8,
}

impl Gsm {
    /// Opens the port and gets the modem ready to send.
    pub fn open(uri: &ModemUri, guard: &PinGuard, timing: Timing, ctl: &Ctl) -> Result<Self, DeviceError> {
        let link = SerialLink::open(&uri.path, uri.baud)?;
        Self::on_link(Box::new(link), uri.pin.as_ref(), guard, timing, ctl)
    }

    /// The same on a link that is already open.
    pub fn on_link(
        link: Box<dyn ByteLink>,
        pin: Option<&Pin>,
        guard: &PinGuard,
        timing: Timing,
        ctl: &Ctl,
    ) -> Result<Self, DeviceError> {
        let mut dialog = Dialog::new(link, timing);
        dialog.wake(ctl)?;
        dialog.ask("ATE0", "ATE0", ctl)?;
        dialog.ask("+CMEE", "AT+CMEE=1", ctl)?;
        unlock(&mut dialog, pin, guard, ctl)?;
        let identity = identify(&mut dialog, ctl)?;
        dialog.ask("+CMGF", "AT+CMGF=0", ctl)?;
        let mut gsm = Self { dialog, identity, reference: 0 };
        gsm.check(ctl)?;
        Ok(gsm)
    }

    fn registered(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        // A modem on LTE alone may be registered there and nowhere else.
        for (op, command) in [("+CREG", "AT+CREG?"), ("+CEREG", "AT+CEREG?"), ("+CGREG", "AT+CGREG?")] {
            match self.dialog.ask(op, command, ctl) {
                Ok(answer) if answer.iter().any(|line| is_registered(line, op)) => return Ok(()),
                Ok(_) => {}
                Err(e) if matches!(e.fault, Fault::Unsupported { .. } | Fault::Hardware { .. }) => {}
                Err(e) => return Err(e),
            }
        }
        Err(DeviceError::harmless(Fault::Modem(ModemFault::NotRegistered)))
    }
}

/// Whether the SIM is there and open; gives the PIN at most once.
fn unlock(dialog: &mut Dialog, pin: Option<&Pin>, guard: &PinGuard, ctl: &Ctl) -> Result<(), DeviceError> {
    let locked = || DeviceError::harmless(Fault::Modem(ModemFault::PinRequired));
    match dialog.ask_for("+CPIN", "AT+CPIN?", ctl)?.as_str() {
        "READY" => return Ok(()),
        "SIM PIN" => {}
        // A PUK, a lock to one network: nothing a program may try.
        _ => return Err(locked()),
    }
    let pin = pin.ok_or_else(locked)?;
    if guard.0.load(Ordering::SeqCst) || !all_tries_left(dialog, ctl)? {
        return Err(locked());
    }
    // Before it is sent: an answer that is lost counts as a try too.
    guard.0.store(true, Ordering::SeqCst);
    dialog.ask("+CPIN", &Zeroizing::new(format!("AT+CPIN=\"{}\"", pin.expose())), ctl)?;
    guard.0.store(false, Ordering::SeqCst);
    Ok(())
}

/// False when the modem can tell that a try has been used up already, by whomever.
fn all_tries_left(dialog: &mut Dialog, ctl: &Ctl) -> Result<bool, DeviceError> {
    match dialog.ask("+CPINR", "AT+CPINR=\"SIM PIN\"", ctl) {
        Ok(answer) => {
            let left = answer.iter().find_map(|line| line.strip_prefix("+CPINR:"));
            let left = left.and_then(|rest| rest.split(',').nth(1)?.trim().parse().ok());
            Ok(left.is_none_or(|left: u32| left >= FULL_TRIES))
        }
        Err(e) if matches!(e.fault, Fault::Unsupported { .. } | Fault::Hardware { .. }) => Ok(true),
        Err(e) => Err(e),
    }
}

/// Maker, model and the serial number of the unit, so that another modem on the same port is noticed.
fn identify(dialog: &mut Dialog, ctl: &Ctl) -> Result<Identity, DeviceError> {
    let mut words = vec!["modem".to_owned()];
    for (op, command) in [("+CGMI", "AT+CGMI"), ("+CGMM", "AT+CGMM"), ("+CGSN", "AT+CGSN")] {
        let answer = dialog.ask(op, command, ctl)?;
        let own = |line: &&String| !unasked(line) || line.starts_with(op);
        let bytes = answer.iter().map(String::len).sum();
        let line = answer.iter().find(own);
        let line = line.ok_or_else(|| DeviceError::harmless(Fault::Protocol { what: op, bytes }))?;
        let bare = line.strip_prefix(op).map_or(line.as_str(), |rest| rest.trim_start_matches(':'));
        words.push(bare.trim().chars().take(40).collect());
    }
    Ok(Identity::new(&words.join(" ")))
}

/// `+CREG: 0,1`: served at home; 5 abroad; 6 and 7 the same for messages only. The same line unasked has a
/// place in quotes where the answer has its number.
fn is_registered(line: &str, op: &str) -> bool {
    let rest = line.strip_prefix(op).and_then(|rest| rest.strip_prefix(':'));
    let stat = rest.and_then(|rest| rest.split(',').nth(1)).and_then(|stat| stat.trim().parse().ok());
    matches!(stat, Some(1u8 | 5 | 6 | 7))
}

impl Device for Gsm {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        self.signal(ctl).map(drop)
    }

    fn plugged(&mut self) -> Option<Result<(), DeviceError>> {
        Some(self.dialog.plugged())
    }
}

impl Modem for Gsm {
    fn signal(&mut self, ctl: &Ctl) -> Result<Signal, DeviceError> {
        self.registered(ctl)?;
        let answer = self.dialog.ask_for("+CSQ", "AT+CSQ", ctl)?;
        let level = answer.split(',').next().and_then(|n| n.trim().parse::<i16>().ok());
        Ok(Signal { dbm: level.filter(|n| (0..=31).contains(n)).map(|n| 2 * n - 113) })
    }

    fn send(&mut self, message: &Message, ctl: &Ctl, progress: OnProgress<'_>) -> Result<Sent, DeviceError> {
        self.reference = self.reference.wrapping_add(1);
        let units = pdu::submit(message.to(), message.text(), self.reference);
        let parts = units.len() as u8;
        let mut sent = None;
        for (at, unit) in units.iter().enumerate() {
            progress(Progress::percent(Hint::Sending, (at * 100 / units.len()) as u8));
            let reference = self.dialog.submit(unit, ctl).map_err(|e| match sent {
                None => e,
                // A part is on its way: the message is neither sent nor unsent.
                Some(_) => e.with_effect(Effect::InDoubt),
            })?;
            sent = Some(Sent { parts, reference });
        }
        sent.ok_or_else(|| DeviceError::harmless(Fault::Unsupported { what: "message" }))
    }
}
