//! Lamps of devices: never green on old news.

use super::Counter;
use loket::desk::Devices;
use loket::device::{DeviceUri, Fault, Health, Identity, Kind, LinkState, Report, SimLevers, Simulators};
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
