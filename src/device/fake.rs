//! Stand-ins behind the trait, without a wire.
//!
//! Owns stand-ins for card printer, chip, slip printer and network probe: for tests of screens and rules, and
//! for a machine that lacks what a simulated wire needs. They are named as what they are. Separate from drivers, so that no driver ever asks whether it is simulated. They obey
//! [`SimLevers`] and have no mind of their own.

use super::backends::Opener;
use super::chip::{ActivationOutcome, Chip, ChipJob};
use super::ctl::Ctl;
use super::error::{DeviceError, Effect, Fault, Holder};
use super::job::AnyDevice;
use super::kind::{Device, Hint, Identity, Kind, OnProgress, Progress};
use super::levers::{KEPT_SLIPS, Next, Script, Scripts, SimLevers};
use super::network::{NetworkProbe, Reachability};
use super::printer::{CardJob, CardPrinter, PrintOutcome, Supplies};
use super::slip::{PaperLeft, SlipPrinter, SlipText};

/// Whether a kind has a stand-in.
pub fn has_stand_in(kind: Kind) -> bool {
    matches!(kind, Kind::CardPrinter | Kind::Chip | Kind::SlipPrinter | Kind::NetworkProbe)
}

/// Opens the stand-in of a kind.
///
/// # Errors
/// `NotConfigured` for a kind without one.
pub fn stand_in(kind: Kind, levers: &SimLevers) -> Result<Opener, DeviceError> {
    let levers = levers.clone();
    Ok(match kind {
        Kind::CardPrinter => {
            Box::new(move |_| Ok(AnyDevice::Card(Box::new(Fake::open("sim card printer", &levers, |s| &mut s.card)?))))
        }
        Kind::Chip => {
            Box::new(move |_| Ok(AnyDevice::Chip(Box::new(Fake::open("sim chip reader", &levers, |s| &mut s.chip)?))))
        }
        Kind::SlipPrinter => {
            Box::new(move |_| Ok(AnyDevice::Slip(Box::new(Fake::open("sim slip printer", &levers, |s| &mut s.slip)?))))
        }
        Kind::NetworkProbe => {
            Box::new(move |_| Ok(AnyDevice::Net(Box::new(Fake::open("sim network", &levers, |s| &mut s.net)?))))
        }
        _ => return Err(DeviceError::harmless(Fault::NotConfigured)),
    })
}

type Pick<T> = fn(&mut Scripts) -> &mut Script<T>;

/// One fake device: a name, the levers, and which script is its own.
pub struct Fake<T> {
    identity: Identity,
    levers: SimLevers,
    script: Pick<T>,
}

impl<T: Clone> Fake<T> {
    /// "Opens" the device; refused when the levers say that it is absent or taken.
    pub fn open(name: &str, levers: &SimLevers, script: Pick<T>) -> Result<Self, DeviceError> {
        let fake = Self { identity: Identity::new(name), levers: levers.clone(), script };
        fake.present(Effect::NotStarted)?;
        if let Some(pid) = fake.levers.set(|s| script(s).busy) {
            let by = Holder { pid: Some(pid) };
            return Err(DeviceError::harmless(Fault::Busy { by }));
        }
        Ok(fake)
    }

    fn present(&self, effect: Effect) -> Result<(), DeviceError> {
        if self.levers.set(|s| (self.script)(s).unplugged) {
            let fault = Fault::NotConnected { what: self.identity.as_str().to_owned() };
            return Err(DeviceError::harmless(fault).with_effect(effect));
        }
        Ok(())
    }

    /// Goes through the steps of an act. From step `point_of_no_return` on, whatever interrupts it
    /// leaves the act in doubt.
    fn act(
        &self,
        steps: &[Hint],
        point_of_no_return: usize,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<T, DeviceError> {
        let (next, pace) = self.levers.set(|s| {
            let script = (self.script)(s);
            (script.take(), script.pace)
        });
        let middle = steps.len() / 2;
        for (at, hint) in steps.iter().enumerate() {
            let effect = if at >= point_of_no_return { Effect::InDoubt } else { Effect::NotStarted };
            let percent = (at * 100 / steps.len()) as u8;
            progress(Progress::percent(*hint, percent));
            self.present(effect)?;
            ctl.pause("step", pace).map_err(|e| e.with_effect(effect))?;
            if at < middle {
                continue;
            }
            match &next {
                Next::Give(_) => {}
                Next::Fail(fault, effect) => {
                    return Err(DeviceError::harmless(fault.clone()).with_effect(*effect));
                }
                Next::Hang => return Err(hang(ctl).with_effect(effect)),
                Next::Panic => panic!("lever: driver breaks"),
            }
        }
        match next {
            Next::Give(outcome) => Ok(outcome),
            Next::Fail(fault, effect) => Err(DeviceError::harmless(fault).with_effect(effect)),
            Next::Hang => Err(hang(ctl)),
            Next::Panic => panic!("lever: driver breaks"),
        }
    }
}

/// Waits for the end that somebody else makes.
fn hang(ctl: &Ctl) -> DeviceError {
    loop {
        if let Err(e) = ctl.pause("hang", ctl.left()) {
            return e;
        }
    }
}

impl<T: Clone + Send> Device for Fake<T> {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn check(&mut self, ctl: &Ctl) -> Result<(), DeviceError> {
        ctl.check("check")?;
        self.present(Effect::NotStarted)
    }
}

impl CardPrinter for Fake<PrintOutcome> {
    fn supplies(&mut self, ctl: &Ctl) -> Result<Supplies, DeviceError> {
        self.check(ctl)?;
        Ok(self.levers.set(|s| s.supplies))
    }

    fn print(&mut self, _job: &CardJob, ctl: &Ctl, progress: OnProgress<'_>) -> Result<PrintOutcome, DeviceError> {
        use Hint::{Ejecting, Feeding, Printing, Sending};
        let steps = [Sending, Feeding, Printing, Printing, Printing, Printing, Printing, Ejecting];
        let outcome = self.act(&steps, 1, ctl, progress)?;
        if outcome != PrintOutcome::NoneOut {
            self.levers.set(|s| s.supplies.ribbon = s.supplies.ribbon.map(|n| n.saturating_sub(1)));
        }
        Ok(outcome)
    }
}

impl Chip for Fake<ActivationOutcome> {
    fn activate(
        &mut self,
        _job: &ChipJob,
        ctl: &Ctl,
        progress: OnProgress<'_>,
    ) -> Result<ActivationOutcome, DeviceError> {
        use Hint::{Authenticating, CheckingChip, PlaceCard, WritingChip};
        self.act(&[PlaceCard, Authenticating, WritingChip, CheckingChip], 2, ctl, progress)
    }
}

impl SlipPrinter for Fake<()> {
    fn print(&mut self, slip: &SlipText, ctl: &Ctl) -> Result<PaperLeft, DeviceError> {
        self.act(&[Hint::Printing], 1, ctl, &mut |_| {})?;
        self.levers.set(|s| {
            s.slips.push_back(slip.clone());
            if s.slips.len() > KEPT_SLIPS {
                s.slips.pop_front();
            }
        });
        Ok(PaperLeft::Enough)
    }
}

impl NetworkProbe for Fake<Reachability> {
    fn probe(&mut self, ctl: &Ctl) -> Result<Reachability, DeviceError> {
        self.act(&[Hint::Connecting], 1, ctl, &mut |_| {})
    }
}
