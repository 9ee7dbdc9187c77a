//! The fingerprint reader: one attempt of a finger test on a serial module.
//!
//! Owns the order of steps and what each answer means for the person at the reader. Separate from the
//! exchange below it. It does not know whether a module or its simulator is at the other end, and no
//! image, template or score leaves it.

use std::time::Duration;

use super::command::{Confirm, DOWN_CHAR, GEN_IMG, IMG_2_TZ, MATCH, MAX_TEMPLATE, Module, SysPara, UP_CHAR};
use super::setting::SerialUri;
use super::verb::{ComparedWith, FingerOutcome, FingerTest, Fingerprint, Reference, Template, Unreadable};
use crate::device::ctl::Ctl;
use crate::device::error::{DeviceError, Fault, Finger as FingerFault};
use crate::device::kind::{Device, Hint, Identity, OnProgress, Progress};
use crate::device::transport::{ByteLink, SerialLink};

const SAMPLE: u8 = 1;
const REFERENCE: u8 = 2;

/// How patient the driver is.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// One answer of the module; extracting features takes it up to about half a second.
    pub reply: Duration,
    /// Pause between two looks for a finger.
    pub poll: Duration,
    /// Captures within one attempt before it counts as unreadable.
    pub captures: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self { reply: Duration::from_secs(1), poll: Duration::from_millis(120), captures: 3 }
    }
}

pub struct Reader {
    module: Module,
    para: SysPara,
    password: u32,
    identity: Identity,
    timing: Timing,
}

/// What a look at the sensor showed.
enum Capture {
    Sample,
    Poor(Unreadable),
}

impl Reader {
    /// Opens the port and makes sure that a module of the expected make answers with our password.
    pub fn open(uri: &SerialUri, timing: Timing, ctl: &Ctl) -> Result<Self, DeviceError> {
        let link = SerialLink::open(&uri.path, uri.baud)?;
        Self::on_link(Box::new(link), uri, timing, ctl)
    }

    /// The same on a link that is already open.
    pub fn on_link(link: Box<dyn ByteLink>, uri: &SerialUri, timing: Timing, ctl: &Ctl) -> Result<Self, DeviceError> {
        let mut module = Module::new(link, uri.address, timing.reply);
        let password = uri.password.map_or(0, |p| p.expose());
        let para = hello(&mut module, password, ctl)?;
        if let Some(expected) = uri.system_id.filter(|id| *id != para.system_id) {
            return Err(DeviceError::harmless(Fault::WrongDevice {
                expected: format!("sysid {expected:04X}"),
                found: format!("sysid {:04X}", para.system_id),
            }));
        }
        let identity = Identity::new(&describe(&para));
        Ok(Self { module, para, password, identity, timing })
    }

    /// Waits until a finger lies there and turns it into features in the sample buffer.
    fn capture(&mut self, ctl: &Ctl, progress: OnProgress<'_>) -> Result<Capture, DeviceError> {
        progress(Progress::hint(Hint::PlaceFinger));
        loop {
            match self.module.exchange("GenImg", &[GEN_IMG], ctl)?.confirm {
                Confirm::Ok => break,
                Confirm::NoFinger => ctl.pause("GenImg", self.timing.poll)?,
                Confirm::ImageFailed => return Ok(Capture::Poor(Unreadable::NoImage)),
                other => return Err(DeviceError::harmless(other.fault())),
            }
        }
        progress(Progress::hint(Hint::Capturing));
        match self.module.exchange("Img2Tz", &[IMG_2_TZ, SAMPLE], ctl)?.confirm {
            Confirm::Ok => Ok(Capture::Sample),
            Confirm::TooMessy => Ok(Capture::Poor(Unreadable::Messy)),
            Confirm::TooFewFeatures => Ok(Capture::Poor(Unreadable::TooFewFeatures)),
            Confirm::NoImage => Ok(Capture::Poor(Unreadable::NoImage)),
            other => Err(DeviceError::harmless(other.fault())),
        }
    }

    fn wait_lifted(&mut self, ctl: &Ctl, progress: OnProgress<'_>) -> Result<(), DeviceError> {
        progress(Progress::hint(Hint::LiftFinger));
        loop {
            match self.module.exchange("GenImg", &[GEN_IMG], ctl)?.confirm {
                Confirm::NoFinger => return Ok(()),
                Confirm::Ok | Confirm::ImageFailed => ctl.pause("GenImg", self.timing.poll)?,
                other => return Err(DeviceError::harmless(other.fault())),
            }
        }
    }

    /// Looks up to `captures` times. A finger seen but not readable is an outcome, also when time runs
    /// out before the next look.
    fn sample(&mut self, ctl: &Ctl, progress: OnProgress<'_>) -> Result<Result<(), Unreadable>, DeviceError> {
        let mut poor = None;
        for _ in 0..self.timing.captures {
            let look = match poor {
                None => self.capture(ctl, progress),
                Some(_) => self.wait_lifted(ctl, progress).and_then(|()| self.capture(ctl, progress)),
            };
            match look {
                Ok(Capture::Sample) => return Ok(Ok(())),
                Ok(Capture::Poor(why)) => {
                    progress(Progress::hint(advice(why)));
                    poor = Some(why);
                }
                Err(e) if matches!(e.fault, Fault::Timeout { .. }) => break,
                Err(e) => return Err(e),
            }
        }
        match poor {
            Some(why) => Ok(Err(why)),
            None => Err(DeviceError::harmless(Fault::Finger(FingerFault::NoFinger))),
        }
    }

    /// Puts the reference into the module and proves that it arrived: data frames are not answered, and
    /// a lost one would leave the reference of the person before in the buffer.
    fn load_reference(&mut self, template: &Template, ctl: &Ctl) -> Result<(), DeviceError> {
        let bytes = template.bytes();
        if bytes.is_empty() || bytes.len() > MAX_TEMPLATE {
            return Err(DeviceError::harmless(Fault::Finger(FingerFault::NoReference)));
        }
        for _ in 0..3 {
            self.module.expect_ok("DownChar", &[DOWN_CHAR, REFERENCE], ctl)?;
            self.module.send_data(bytes, self.para.packet, ctl)?;
            let ack = self.module.exchange("UpChar", &[UP_CHAR, REFERENCE], ctl)?;
            if ack.confirm == Confirm::Ok
                && let Some(back) = self.module.receive_data(ctl)?
                && back.starts_with(bytes)
            {
                return Ok(());
            }
        }
        Err(DeviceError::harmless(Fault::Protocol { what: "reference not stored", bytes: bytes.len() }))
    }

    fn compare(
        &mut self,
        template: &Template,
        from: ComparedWith,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<FingerOutcome, DeviceError> {
        progress(Progress::hint(Hint::Comparing));
        self.load_reference(template, ctl)?;
        match self.module.exchange("Match", &[MATCH], ctl)?.confirm {
            Confirm::Ok => Ok(FingerOutcome::Match(from)),
            Confirm::NoMatch => Ok(FingerOutcome::NoMatch(from)),
            other => Err(DeviceError::harmless(other.fault())),
        }
    }
}

/// Password first, then who it is; the order in which every open and every check goes.
fn hello(module: &mut Module, password: u32, ctl: &Ctl) -> Result<SysPara, DeviceError> {
    module.verify_password(password, ctl)?;
    module.read_sys_para(ctl)
}

fn describe(para: &SysPara) -> String {
    format!("zfm {:04X} library {} address {:08X}", para.system_id, para.library, para.address)
}

fn advice(why: Unreadable) -> Hint {
    match why {
        Unreadable::Messy => Hint::CleanFinger,
        Unreadable::TooFewFeatures | Unreadable::NoImage => Hint::CentreFinger,
    }
}

impl Device for Reader {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        let found = hello(&mut self.module, self.password, ctl)?;
        if found == self.para {
            return Ok(());
        }
        Err(DeviceError::harmless(Fault::WrongDevice { expected: describe(&self.para), found: describe(&found) }))
    }

    fn plugged(&mut self) -> Option<Result<(), DeviceError>> {
        Some(self.module.plugged())
    }
}

impl Fingerprint for Reader {
    fn test(&mut self, test: &FingerTest, ctl: &Ctl, progress: OnProgress<'_>) -> Result<FingerOutcome, DeviceError> {
        let reference = match &test.reference {
            Reference::None => None,
            Reference::Template { bytes, from } => Some((bytes, *from)),
            Reference::OnDevice(_) | Reference::DataCentre(_) => {
                return Err(DeviceError::harmless(Fault::Finger(FingerFault::NoReference)));
            }
        };
        if let Err(why) = self.sample(ctl, progress)? {
            return Ok(FingerOutcome::Unreadable(why));
        }
        match reference {
            None => Ok(FingerOutcome::SampleTaken),
            Some((bytes, from)) => self.compare(bytes, from, ctl, progress),
        }
    }
}
