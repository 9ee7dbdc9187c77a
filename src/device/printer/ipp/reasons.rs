//! What a printer's state reasons mean for a card.
//!
//! Pure: words of the protocol in, conditions out. Separate from the driver, because which word counts when is
//! the difficult part and is tested as a table. The same condition comes under changing severities, and CUPS
//! goes on showing the last job's conditions until the next job clears them.

use std::collections::BTreeSet;

use super::wire::Message;
use crate::device::error::{Fault, Holder, Media};
use crate::device::kind::Hint;

/// What may stand in the way of a card. The order is the order in which a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    Jam,
    CoverOpen,
    RibbonOut,
    NoBlank,
    OutputFull,
    /// The queue was stopped by somebody or by CUPS after an error.
    Paused,
    /// CUPS does not reach the printer.
    Unreachable,
    BlanksLow,
    RibbonLow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Shown for information; an idle CUPS queue shows old news so.
    Report,
    Warning,
    Error,
}

/// Splits a state reason into its stem and severity. Without a suffix it is an error (RFC 8011, 5.4.12, leaves
/// it open; the careful reading).
pub fn split(reason: &str) -> (&str, Severity) {
    let suffixes = [("-report", Severity::Report), ("-warning", Severity::Warning), ("-error", Severity::Error)];
    let found = suffixes.iter().find_map(|(suffix, severity)| Some((reason.strip_suffix(suffix)?, *severity)));
    found.unwrap_or((reason, Severity::Error))
}

impl Condition {
    /// The condition behind a stem; None for what says nothing about a card, above all CUPS' own words.
    pub fn of(stem: &str) -> Option<Self> {
        Some(match stem {
            "media-jam" => Condition::Jam,
            "cover-open" | "door-open" | "interlock-open" => Condition::CoverOpen,
            "marker-supply-empty" | "marker-supply-missing" | "toner-empty" => Condition::RibbonOut,
            "media-empty" | "media-needed" | "input-tray-missing" => Condition::NoBlank,
            "output-area-full" | "output-tray-missing" => Condition::OutputFull,
            "paused" | "moving-to-paused" | "shutdown" | "spool-area-full" => Condition::Paused,
            "offline" | "connecting-to-device" | "timed-out" => Condition::Unreachable,
            "media-low" => Condition::BlanksLow,
            "marker-supply-low" | "toner-low" => Condition::RibbonLow,
            _ => return None,
        })
    }

    /// The fault of a job that this keeps from going on; None for mere warnings.
    pub fn fault(self, printer: &str) -> Option<Fault> {
        Some(match self {
            Condition::Jam => Fault::Media(Media::Jam),
            Condition::CoverOpen => Fault::Media(Media::CoverOpen),
            Condition::RibbonOut => Fault::Media(Media::RibbonOut),
            Condition::NoBlank => Fault::Media(Media::MediaEmpty),
            Condition::OutputFull => Fault::Media(Media::OutputFull),
            Condition::Paused => Fault::QueueStopped,
            Condition::Unreachable => Fault::NotConnected { what: printer.to_owned() },
            Condition::BlanksLow | Condition::RibbonLow => return None,
        })
    }

    /// What the person at the printer should do while a job waits.
    pub fn hint(self) -> Option<Hint> {
        Some(match self {
            Condition::Jam => Hint::ClearJam,
            Condition::CoverOpen => Hint::CloseCover,
            Condition::RibbonOut => Hint::ChangeRibbon,
            Condition::NoBlank => Hint::LoadBlanks,
            Condition::OutputFull => Hint::EmptyOutput,
            Condition::Paused | Condition::Unreachable => Hint::Connecting,
            Condition::BlanksLow | Condition::RibbonLow => return None,
        })
    }
}

const PROCESSING: i32 = 4;
const STOPPED: i32 = 5;

/// The printer as it showed itself at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    state: i32,
    accepting: bool,
    conditions: Vec<(Condition, Severity)>,
}

impl Look {
    /// Reads the printer's attributes.
    pub fn of(answer: &Message) -> Self {
        let conditions = answer.texts("printer-state-reasons").filter_map(|reason| {
            let (stem, severity) = split(reason);
            Condition::of(stem).map(|condition| (condition, severity))
        });
        Self {
            state: answer.number("printer-state").unwrap_or(STOPPED),
            accepting: answer.truth("printer-is-accepting-jobs").unwrap_or(true),
            conditions: conditions.collect(),
        }
    }

    /// Busy with a card that is not ours.
    pub fn busy(&self) -> bool {
        self.state == PROCESSING
    }

    /// Whether a condition holds now, as far as one look can tell: a stopped printer means all it shows, one
    /// that goes on means only its errors.
    pub fn holds(&self, condition: Condition) -> bool {
        let stopped = self.state == STOPPED;
        self.conditions.iter().any(|(c, severity)| *c == condition && (stopped || *severity == Severity::Error))
    }

    /// All that is shown, old news included.
    pub fn shown(&self) -> BTreeSet<Condition> {
        self.conditions.iter().map(|(condition, _)| *condition).collect()
    }

    /// What keeps a job from being begun. None when a card can be printed.
    pub fn obstacle(&self, printer: &str) -> Option<Fault> {
        let held = self.shown().into_iter().filter(|c| self.holds(*c)).find_map(|c| c.fault(printer));
        if held.is_some() {
            return held;
        }
        if self.state == STOPPED || !self.accepting {
            return Some(Fault::QueueStopped);
        }
        self.busy().then_some(Fault::Busy { by: Holder::default() })
    }
}

/// Tells the conditions of this job from those left over from the one before.
#[derive(Debug)]
pub struct Watch {
    /// Shown before the job and ever since.
    old: BTreeSet<Condition>,
}

impl Watch {
    /// With what the printer showed before the job was handed over.
    pub fn since(before: &Look) -> Self {
        Self { old: before.shown() }
    }

    /// What stands in this job's way now.
    pub fn live(&mut self, look: &Look) -> Option<Condition> {
        let shown = look.shown();
        self.old.retain(|c| shown.contains(c));
        shown.into_iter().filter(|c| c.hint().is_some()).find(|c| !self.old.contains(c) || look.holds(*c))
    }
}
