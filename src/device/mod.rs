//! Devices of a station: narrow traits, real drivers and the simulators that speak the same wire.
//!
//! Owns everything between a verb ("test this finger") and a wire, including the thread that owns a
//! device for life. Separate so that the desk never blocks on hardware and the rules never see it.
//! Must not know the domain, the ledger, a terminal or a word a clerk reads.

pub mod backends;
pub mod chip;
pub mod control;
pub mod ctl;
pub mod dbus;
pub mod error;
pub mod fake;
pub mod finger;
mod follow;
pub mod job;
pub mod kind;
pub mod levers;
pub mod list;
pub mod modem;
pub mod network;
pub mod papers;
pub mod printer;
pub mod scanner;
pub mod sim;
pub mod simulators;
pub mod slip;
pub mod transport;
pub mod uri;
pub mod worker;

pub use backends::{BACKENDS, Backend, Driver, Make, Resolved};
pub use chip::{ActivationOutcome, Chip, ChipFault, ChipJob};
pub use ctl::{Cancel, Ctl};
pub use error::{DeviceError, Effect, Fault, Holder, Who};
pub use finger::{
    ComparedWith, EnrolmentKey, Finger, FingerOutcome, FingerTest, Fingerprint, Identifier, Reference, SerialUri,
    Template, Unreadable,
};
pub use job::{AnyDevice, Job, JobId, Outcome};
pub use kind::*;
pub use levers::SimLevers;
pub use modem::{Message, MessageTooLong, Modem, Msisdn, NotANumber, Sent, Signal};
pub use network::{Down, NetworkProbe, Reachability};
pub use printer::{CardJob, CardPrinter, Face, Level, PrintOutcome, Spoiled, Supplies};
pub use scanner::{Scan, Scanner, Symbology};
pub use sim::{NotUnderstood, SimPlace, Simulator};
pub use simulators::{Running, Simulators};
pub use slip::line::Paper as SlipPaper;
pub use slip::{PaperLeft, SlipPrinter, SlipText, SlipTooLong};
pub use uri::{DeviceUri, UriError, UriFault};
pub use worker::{Health, LinkState, Refused, Report, Tuning, Worker};

/// Text from a device or for one, without control, bidirectional and zero-width characters.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .filter(|c| {
            !matches!(*c,
                '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
                | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        })
        .collect()
}
