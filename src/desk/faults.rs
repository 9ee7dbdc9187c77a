//! A device's trouble as a clerk reads it: the device by its name in the office.
//!
//! Separate from the words, which know no kind of device. The line a driver speaks over (a node, an address) is for
//! whoever connects devices: it stands in the log and in `loket devices test`.

use crate::device::{DeviceError, Fault, Kind};
use crate::text::{Lang, Told, Word, cli as say, device as words};

/// What a kind is called.
pub fn word(kind: Kind) -> Word {
    match kind {
        Kind::Fingerprint => say::KIND_FINGERPRINT,
        Kind::CardPrinter => say::KIND_PRINTER,
        Kind::Chip => say::KIND_CHIP,
        Kind::SlipPrinter => say::KIND_SLIP,
        Kind::NetworkProbe => say::KIND_NETWORK,
        Kind::Scanner => say::KIND_SCANNER,
        Kind::Modem => say::KIND_MODEM,
    }
}

/// What is wrong with it, and what helps.
pub(super) fn fault(lang: Lang, kind: Kind, fault: &Fault) -> Told {
    words::fault(lang, &named(lang, kind, fault))
}

/// The same of an act that ended so.
pub(super) fn error(lang: Lang, kind: Kind, error: &DeviceError) -> Told {
    let named = DeviceError::harmless(named(lang, kind, &error.fault)).with_effect(error.effect());
    words::error(lang, &named)
}

fn named(lang: Lang, kind: Kind, fault: &Fault) -> Fault {
    match fault {
        Fault::NotConnected { .. } => Fault::NotConnected { what: word(kind).get(lang).to_owned() },
        other => other.clone(),
    }
}
