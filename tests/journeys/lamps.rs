//! Lamps of devices: never green on old news.

use super::finger::hears_until;
use super::{ANISA, Counter};
use loket::desk::Devices;
use loket::device::{DeviceUri, Fault, Health, Identity, Kind, LinkState, Report, SimLevers, Simulators};
use std::sync::mpsc;
use std::time::{Duration, Instant};

fn health(state: LinkState, age_s: u64) -> Report {
    let at = Instant::now();
    Report::Health(Health { kind: Kind::Chip, state, last_good: at.checked_sub(Duration::from_secs(age_s)), at })
}

#[test]
fn a_device_that_has_not_answered_for_long_is_not_green() {
    let c = Counter::open();
    let mut sims = Simulators::new(&c.ledger_home(), SimLevers::new()).stand_ins();
    let reader = sims.resolve(Kind::Chip, &DeviceUri::sim()).expect("resolved");
    let mut c = c.equipped(Devices::start(vec![reader], drop).expect("a thread"));
    c.sign_in("SC").sees("CIP diam");
    let ready = || LinkState::Ready(Identity::new("reader"));
    c.hear(health(ready(), 0)).sees("CIP baik");
    // It stays in its place and says nothing more: amber with the age, without any news of it.
    c.wait(25_000).sees("CIP baik").wait(10_000).sees("CIP ! 30 dtk").wait(60_000).sees("CIP ! 1 mnt");
    c.hear(health(ready(), 0)).sees("CIP baik");
    // News of an old answer is old news.
    c.hear(health(ready(), 70)).sees("CIP ! 1 mnt");
    let gone = Fault::NotConnected { what: "reader".into() };
    c.hear(health(LinkState::Faulted(gone), 0)).sees("CIP ✘ terganggu");
}

/// A printer answers while a file is in the chair: what it lacks shows before its step, on the lamp and on the step.
#[test]
fn what_a_device_lacks_shows_while_a_file_is_in_the_chair() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let printer = sims.resolve(Kind::CardPrinter, &DeviceUri::sim()).expect("a printer");
    let levers = sims.levers().printer.clone();
    levers.set(|m| m.ribbon = 0);
    let (tell, reports) = mpsc::channel();
    // Once the desk is gone nobody needs to hear.
    let devices = Devices::start(vec![printer], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC").received_to_operator(&ANISA, 1).sees("PRINTER diam");
    c.keys("<F4><Enter>");
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER ✘ terganggu"));
    c.sees("3  Cetak          · ! Pada printer: ribbon habis.");
    // Out of the chair nobody needs it; back in it, it is looked at anew.
    c.keys("<Esc><Esc>");
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER diam"));
    levers.set(|m| m.ribbon = 300);
    c.keys("<Enter>");
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER baik"));
    c.sees_not("ribbon habis");
    // Locked, the desk lets go of everything.
    c.keys("<Ctrl+K>").sign_in("SC");
    assert!(levers.unplug());
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER ✘ terganggu"));
    c.sees("! Alat tidak tersambung").whole();
}
