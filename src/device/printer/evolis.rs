//! Card printers that speak the Evolis command language on a USB printer interface.
//!
//! Owns the language (Evolis Card Printers Programming Guide A5013 rev. E: `ESC command ;p1;p2... CR`) and the
//! order of one print. Separate from the link, so that the same driver runs over memory in a test. Which answers
//! a unit gives in trouble is not published in full: what is not understood is in doubt and never a success.

use std::time::{Duration, Instant};

use super::panels::{Panels, seven_bits};
use super::{CardJob, CardPrinter, Level, PrintOutcome, Supplies};
use crate::device::backends::Opener;
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Effect, Fault, Media};
use crate::device::job::AnyDevice;
use crate::device::kind::{Device, Hint, Identity, OnProgress, Progress};
use crate::device::transport::usb::PortStatus;
use crate::device::transport::{ByteLink, LinkError, UsbLink, UsbUnit};
use crate::device::uri::{DeviceUri, UriError};

/// One answer to a command that moves nothing.
const ANSWER: Duration = Duration::from_secs(5);
/// One look at the line while a card is on its way, so that a cancel is heard.
const SLICE: Duration = Duration::from_millis(250);
/// Longest answer.
const ANSWER_MAX: usize = 256;

/// A printer interface: bytes both ways and what the class itself can say.
pub trait Port: ByteLink {
    /// # Errors
    /// `NotConnected`, `Protocol`, `Timeout`.
    fn device_id(&mut self) -> Result<String, DeviceError>;
    /// # Errors
    /// As [`Port::device_id`].
    fn port_status(&mut self) -> Result<PortStatus, DeviceError>;
}

impl Port for UsbLink {
    fn device_id(&mut self) -> Result<String, DeviceError> {
        UsbLink::device_id(self)
    }

    fn port_status(&mut self) -> Result<PortStatus, DeviceError> {
        UsbLink::port_status(self)
    }
}

/// `usb:VENDOR:PRODUCT`: an Evolis printer on USB.
pub(in crate::device) fn usb(uri: &DeviceUri) -> Result<Opener, UriError> {
    let unit = UsbUnit::of(uri)?;
    Ok(Box::new(move |ctl| Ok(AnyDevice::Card(Box::new(Evolis::on(Box::new(UsbLink::open(&unit)?), ctl)?)))))
}

/// An opened printer.
pub struct Evolis {
    port: Box<dyn Port>,
    identity: Identity,
}

impl Evolis {
    /// Makes sure that a unit that understands the language is there, and keeps error handling on this side.
    ///
    /// # Errors
    /// `WrongDevice` for a unit of another make; what the link says.
    pub fn on(mut port: Box<dyn Port>, ctl: &Ctl) -> Result<Self, DeviceError> {
        let id = port.device_id()?;
        let field = |name: &str| id.split(';').find_map(|part| part.trim().strip_prefix(name)).unwrap_or_default();
        let (make, model) = (field("MFG:"), field("MDL:"));
        if !make.eq_ignore_ascii_case("evolis") {
            let found = if make.is_empty() { "no make".to_owned() } else { make.to_owned() };
            return Err(DeviceError::harmless(Fault::WrongDevice { expected: "Evolis".into(), found }));
        }
        let name = format!("{make} {model}");
        let mut printer = Self { port, identity: Identity::new(&name) };
        printer.port.purge().map_err(|e| printer.sort(e, "open"))?;
        let serial = printer.ask("Rsn", ctl)?;
        // The host decides what happens after an error; otherwise the unit would print again by itself.
        printer.expect_ok("Pem;2", ctl)?;
        printer.identity = Identity::new(&format!("{name} {serial}"));
        Ok(printer)
    }

    fn sort(&self, error: LinkError, op: &'static str) -> DeviceError {
        match error {
            LinkError::Timeout => DeviceError::harmless(Fault::Timeout { op, after: ANSWER }),
            LinkError::Gone(source) => {
                let error = DeviceError::harmless(Fault::NotConnected { what: self.identity.as_str().to_owned() });
                source.into_iter().fold(error, DeviceError::caused_by)
            }
            LinkError::Io(source) => {
                DeviceError::harmless(Fault::Protocol { what: "transfer", bytes: 0 }).caused_by(source)
            }
        }
    }

    /// Sends one command with the bytes that belong to it.
    fn send(&mut self, command: &str, data: &[u8], ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check("send")?;
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(command.len() + data.len() + 2));
        bytes.push(0x1B);
        bytes.extend_from_slice(command.as_bytes());
        bytes.extend_from_slice(data);
        bytes.push(b'\r');
        self.port.write_all(&bytes, ctl.deadline).map_err(|e| self.sort(e, "send"))
    }

    /// Reads one answer, ended by CR or NUL.
    fn answer(&mut self, ctl: &Ctl) -> Result<String, DeviceError> {
        let mut text = Vec::new();
        loop {
            ctl.check("answer")?;
            let mut byte = [0; 1];
            match self.port.read(&mut byte, (Instant::now() + SLICE).min(ctl.deadline)) {
                Ok(_) if matches!(byte[0], b'\r' | b'\n' | 0) && text.is_empty() => {}
                Ok(_) if matches!(byte[0], b'\r' | b'\n' | 0) => break,
                Ok(_) if text.len() == ANSWER_MAX => {
                    return Err(DeviceError::harmless(Fault::Protocol { what: "answer too long", bytes: ANSWER_MAX }));
                }
                Ok(_) => text.push(byte[0]),
                Err(LinkError::Timeout) => {}
                Err(e) => return Err(self.sort(e, "answer")),
            }
        }
        Ok(crate::device::clean(&String::from_utf8_lossy(&text)))
    }

    fn ask(&mut self, command: &str, ctl: &Ctl) -> Result<String, DeviceError> {
        let ctl = ctl.at_most(ANSWER);
        self.send(command, &[], &ctl)?;
        self.answer(&ctl)
    }

    fn expect_ok(&mut self, command: &str, ctl: &Ctl) -> Result<(), DeviceError> {
        let answer = self.ask(command, ctl)?;
        judge(&answer)
    }

    /// Refuses a print that could not begin. Nothing has moved then.
    fn ready(&mut self) -> Result<(), DeviceError> {
        let status = self.port.port_status()?;
        if status.empty {
            return Err(DeviceError::harmless(Fault::Media(Media::MediaEmpty)));
        }
        if status.fault {
            return Err(DeviceError::harmless(Fault::Hardware { code: 0 }));
        }
        Ok(())
    }

    /// Downloads the panels and prints; a card is on its way, whatever happens now.
    fn sequence(&mut self, panels: &Panels, ctl: &Ctl, progress: OnProgress<'_>) -> Result<(), DeviceError> {
        progress(Progress::percent(Hint::Feeding, 5));
        self.expect_ok("Sr", ctl)?;
        let colours = [("y", &panels.yellow), ("m", &panels.magenta), ("c", &panels.cyan)];
        for (at, (name, panel)) in colours.into_iter().enumerate() {
            progress(Progress::percent(Hint::Sending, 10 + 15 * at as u8));
            self.download(&format!("Db;{name};128;"), &seven_bits(panel), ctl)?;
        }
        self.download("Db;k;2;", &panels.black, ctl)?;
        progress(Progress::percent(Hint::Printing, 60));
        // The end of the sequence prints and ejects; the answer comes when the card is out.
        self.send("Se", &[], ctl)?;
        let answer = self.answer(ctl)?;
        judge(&answer)
    }

    fn download(&mut self, command: &str, panel: &[u8], ctl: &Ctl) -> Result<(), DeviceError> {
        self.send(command, panel, ctl)?;
        let answer = self.answer(&ctl.at_most(ANSWER))?;
        judge(&answer)
    }
}

/// What an answer means. `OK` is the only success there is.
fn judge(answer: &str) -> Result<(), DeviceError> {
    if answer == "OK" {
        return Ok(());
    }
    let text = answer.to_ascii_uppercase();
    let says = |word: &str| text.contains(word);
    let fault = if says("RIBBON") {
        Fault::Media(Media::RibbonOut)
    } else if says("COVER") {
        Fault::Media(Media::CoverOpen)
    } else if says("FEEDER") || says("NO CARD") {
        Fault::Media(Media::MediaEmpty)
    } else if says("HOPPER") || says("REJECT") {
        Fault::Media(Media::OutputFull)
    } else if says("JAM") || says("MECHANICAL") {
        Fault::Media(Media::Jam)
    } else {
        Fault::Protocol { what: "printer answer", bytes: answer.len() }
    };
    Err(DeviceError::harmless(fault))
}

impl Device for Evolis {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check("check")?;
        self.ready()
    }

    fn plugged(&mut self) -> Option<Result<(), DeviceError>> {
        let gone = |_| DeviceError::harmless(Fault::NotConnected { what: self.identity.as_str().to_owned() });
        Some(self.port.alive().map_err(gone))
    }
}

impl CardPrinter for Evolis {
    fn supplies(&mut self, ctl: &Ctl) -> Result<Supplies, DeviceError> {
        ctl.check("supplies")?;
        let status = self.port.port_status()?;
        // The published commands do not say how many prints a ribbon has left.
        Ok(Supplies { ribbon: None, feeder: if status.empty { Level::Empty } else { Level::Unknown } })
    }

    fn print(&mut self, job: &CardJob, ctl: &Ctl, progress: OnProgress<'_>) -> Result<PrintOutcome, DeviceError> {
        let Some(face) = &job.face else {
            return Err(DeviceError::harmless(Fault::Unsupported { what: "print without a picture" }));
        };
        let panels = Panels::of(face)?;
        self.ready()?;
        self.expect_ok("Pr;ymcko", ctl)?;
        self.expect_ok("Pmi;F;s", ctl)?;
        let begun = self.ask("Ss", ctl).map_err(|e| e.with_effect(Effect::InDoubt))?;
        // A unit that answers that it will not begin has fed nothing.
        judge(&begun)?;
        self.sequence(&panels, ctl, progress).map_err(|e| e.with_effect(Effect::InDoubt))?;
        Ok(PrintOutcome::Good)
    }
}
