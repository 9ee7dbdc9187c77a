//! What is left in a printer, from what it says of its supplies and trays.
//!
//! Separate because it is pure reading, and because a percentage is no number of prints: what cannot be known
//! stays unknown.

use super::reasons::{Condition, Look};
use super::wire::Message;
use crate::device::printer::{Level, Supplies};

/// Reads `printer-supply` and `printer-input-tray` (PWG 5100.13), `marker-levels` of CUPS, and the reasons.
pub fn of(about: &Message) -> Supplies {
    let look = Look::of(about);
    Supplies { ribbon: ribbon(about, &look), feeder: feeder(about, &look) }
}

/// Prints left: only where the printer counts prints, or has none left.
fn ribbon(about: &Message, look: &Look) -> Option<u32> {
    let spent = about.numbers("marker-levels").any(|level| level == 0);
    if spent || look.holds(Condition::RibbonOut) {
        return Some(0);
    }
    let counted = about.texts("printer-supply").filter(|supply| field(supply, "unit") == Some("impressions"));
    counted.filter_map(|supply| field(supply, "level")?.parse().ok()).min()
}

fn feeder(about: &Message, look: &Look) -> Level {
    if look.holds(Condition::NoBlank) {
        return Level::Empty;
    }
    let trays = about.texts("printer-input-tray").filter_map(|tray| field(tray, "level")?.parse::<i32>().ok());
    // -3: at least one sheet (RFC 3805); other negative numbers mean unknown.
    let (mut loaded, mut known) = (false, false);
    for level in trays.filter(|level| *level >= 0 || *level == -3) {
        known = true;
        loaded |= level != 0;
    }
    match (known, loaded) {
        (true, false) => Level::Empty,
        _ if look.shown().contains(&Condition::BlanksLow) => Level::Low,
        (true, true) => Level::Loaded,
        (false, _) => Level::Unknown,
    }
}

/// The value of a field of `name=value;name=value;`.
fn field<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    record.split(';').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}
