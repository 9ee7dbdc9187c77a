//! Runs a script over the two slots.
//!
//! Owns what every answer means for the act: an outcome, a fault, and how far it had gone. Separate from the
//! slots, so that each fault at each step can be tried in memory.

use std::collections::BTreeMap;
use std::io;

use zeroize::Zeroizing;

use super::apdu::{Answer, Command, exchange};
use super::script::{Act, Purpose, Script, Step, fill};
use super::slots::{Slot, Slots};
use super::verb::{ActivationOutcome, ChipFault};
use crate::device::ctl::Ctl;
use crate::device::error::{Card, DeviceError, Effect, Fault, Sam};
use crate::device::kind::{Hint, OnProgress, Progress};

const READ_BINARY: u8 = 0xB0;
/// The file ends within this answer.
const END_WITHIN: u16 = 0x6282;
/// The file ended before it.
const END_BEFORE: u16 = 0x6B00;
const BLOCK: u16 = 256;

/// What a script left behind: how it ended and what its steps kept, wiped when dropped.
pub struct Ran {
    /// None when every step went well.
    pub ended: Option<ChipFault>,
    pub kept: BTreeMap<String, Zeroizing<Vec<u8>>>,
    /// Answer to reset of the card.
    pub atr: Vec<u8>,
}

impl Ran {
    pub fn outcome(&self) -> ActivationOutcome {
        self.ended.map_or(ActivationOutcome::Activated, ActivationOutcome::Failed)
    }
}

/// Waits for a card and does every step in order.
///
/// # Errors
/// The fault of the step with its name in the chain; in doubt from the point of no return on.
pub fn run(script: &Script, slots: &mut dyn Slots, ctl: &Ctl, progress: OnProgress<'_>) -> Result<Ran, DeviceError> {
    let mut ran = Ran { ended: None, kept: BTreeMap::new(), atr: Vec::new() };
    if script.needs_sam() {
        slots.begin(Slot::Sam, ctl)?;
    }
    progress(Progress::hint(Hint::PlaceCard));
    match slots.begin(Slot::Card, ctl) {
        Ok(atr) => ran.atr = atr,
        Err(e) if e.fault == Fault::Card(Card::CardMute) => {
            ran.ended = Some(ChipFault::Mute);
            return Ok(ran);
        }
        Err(e) => return Err(e),
    }
    let done = steps(script, &mut ran, slots, ctl, progress);
    slots.end(ctl);
    done.map(|()| ran)
}

fn steps(
    script: &Script,
    ran: &mut Ran,
    slots: &mut dyn Slots,
    ctl: &Ctl,
    progress: OnProgress<'_>,
) -> Result<(), DeviceError> {
    let last_trace = script.steps.iter().rposition(|step| step.act.leaves_trace());
    for (at, step) in script.steps.iter().enumerate() {
        let passed = script.no_return.is_some_and(|from| at >= from);
        let effect = if passed { Effect::InDoubt } else { Effect::NotStarted };
        // Before the step is sent, nothing of it has happened.
        let before = if script.no_return == Some(at) { Effect::NotStarted } else { effect };
        ctl.check("chip").map_err(|e| e.with_effect(before))?;
        progress(Progress::percent(
            hint(step, last_trace.is_some_and(|last| at > last)),
            (at * 100 / script.steps.len()) as u8,
        ));
        let fail = |e: DeviceError| {
            let named = io::Error::other(format!("step {}", step.name));
            e.with_effect(effect).caused_by(named)
        };
        let answer = act(step, &ran.kept, slots, ctl).map_err(fail)?;
        if let Some((_, outcome)) = step.ends.iter().find(|(pattern, _)| pattern.fits(answer.status)) {
            ran.ended = Some(*outcome);
            return Ok(());
        }
        if !step.expect.iter().any(|pattern| pattern.fits(answer.status)) {
            return Err(fail(DeviceError::harmless(refusal(step.slot, answer.status))));
        }
        if let Some(name) = &step.keep {
            ran.kept.insert(name.clone(), answer.data);
        }
    }
    Ok(())
}

/// What the person is told; `written` when nothing more will be changed.
fn hint(step: &Step, written: bool) -> Hint {
    match &step.act {
        Act::Send { purpose: Purpose::Write, .. } => Hint::WritingChip,
        _ if written => Hint::CheckingChip,
        _ => Hint::Authenticating,
    }
}

fn refusal(slot: Slot, status: u16) -> Fault {
    match slot {
        Slot::Card => Fault::Card(Card::Sw(status)),
        Slot::Sam => Fault::Sam(Sam::Refused(status)),
    }
}

fn act(
    step: &Step,
    kept: &BTreeMap<String, Zeroizing<Vec<u8>>>,
    slots: &mut dyn Slots,
    ctl: &Ctl,
) -> Result<Answer, DeviceError> {
    match &step.act {
        Act::Read { limit } => read(*limit, step, slots, ctl),
        Act::Send { header, data, expected, .. } => {
            let data = fill(data, |name| kept.get(name).map(|bytes| bytes.as_slice()));
            // Only answers longer than a command can carry lead here; their lengths are the card's doing.
            let long = || DeviceError::harmless(Fault::Protocol { what: "data over one command", bytes: 0 });
            let command = Command { header: *header, data: data.ok_or_else(long)?, expected: *expected };
            exchange(slots, step.slot, &command, ctl)
        }
    }
}

/// The selected file. Its end is told in three ways: a short block, 6282 with it, or 6B00 after it.
fn read(limit: usize, step: &Step, slots: &mut dyn Slots, ctl: &Ctl) -> Result<Answer, DeviceError> {
    // Room for all at once: a buffer that grows leaves copies behind.
    let mut data = Zeroizing::new(Vec::with_capacity(limit + usize::from(BLOCK)));
    while data.len() < limit {
        let [high, low] = (data.len() as u16).to_be_bytes();
        let block = Command::new([0, READ_BINARY, high, low]).expecting(BLOCK);
        let part = exchange(slots, step.slot, &block, ctl)?;
        let first = data.is_empty();
        data.extend_from_slice(&part.data);
        match part.status {
            0x9000 if part.data.len() == usize::from(BLOCK) => {}
            END_BEFORE if !first => break,
            0x9000 | END_WITHIN => break,
            status => return Ok(Answer { data, status }),
        }
    }
    data.truncate(limit);
    Ok(Answer { data, status: 0x9000 })
}
